/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * assess_each_web.c — what is answered once for each of several, such as innovations: which there
 * are, and all that is asked of one. One that is named is there once an answer of it is saved.
 */
#include "base/arena.h"
#include "city/assess/assess_each_view.h"
#include "city/assess/assess_page.h"
#include "web/query.h"

enum { OF_MAX = 200 };

static const struct field each_fields[] = {
    FIELD(struct assess_each_query, of,   F_TEXT, .max = OF_MAX, .label = N_("Name")),
    FIELD(struct assess_each_query, from, F_INT, .min = 0, .max = ASSESS_PARTS_MAX,
          .label = N_("From which item")),
};
const struct form assess_each_form = FORM(struct assess_each_query, each_fields);

/* ---- which there are ------------------------------------------------------------------------- */

static struct assess_instance *
instance_of(struct assess_each_page *e, struct str of)
{
    size_t at = 0;

    while (at < e->n && str_cmp(e->row[at].of, of) < 0)
        at++;
    if (at < e->n && str_eq(e->row[at].of, of))
        return &e->row[at];
    for (size_t i = e->n++; i > at; i--)
        e->row[i] = e->row[i - 1];
    e->row[at] = (struct assess_instance){ .of = of };
    return &e->row[at];
}

static void
count(struct assess_each_page *e, const struct assess_number *n)
{
    bool is_agency = str_eq(n->voice, S("agency"));

    if (n->value.n == 0 || n->of.n == 0
        || (!is_agency && (e->voice != ASSESS_CITY || !str_eq(n->voice, S("city")))))
        return;
    ++*(is_agency ? &instance_of(e, n->of)->n_agency : &instance_of(e, n->of)->n_city);
}

static struct str
href_of(struct cx *cx, const struct assess_each_page *e, struct str of)
{
    return str_fmt(cx->arena, "%.*s?of=%.*s", TEXT(e->href),
                   TEXT(query_encode(cx->arena, of, false)));
}

static void
instances_of(struct cx *cx, struct assess_each_page *e)
{
    const struct assess_sheet *s = &e->o.p.sheet;
    size_t                     most = 1;

    for (size_t i = 0; i < s->n; i++)
        most += s->field[i].line->n_numbers;
    e->row = NEWS(cx->arena, struct assess_instance, most);
    for (size_t i = 0; i < s->n; i++)
        for (size_t k = 0; k < s->field[i].line->n_numbers; k++)
            count(e, &s->field[i].line->number[k]);
    for (size_t i = 0; i < e->n; i++)
        e->row[i].href = href_of(cx, e, e->row[i].of);
}

/* ---- the page -------------------------------------------------------------------------------- */

static struct err *
unknown(struct cx *cx, struct str code)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_MISSING, .code = "assess.each",
        .text = MSG("Nothing here is answered once for each “{0}”.", code) });
}

static const struct instrument_item *
each_of_code(const struct assess_each_page *e, struct str code)
{
    const struct assess_page *p = &e->o.p;

    for (size_t i = 0; i < p->lines.n; i++) {
        const struct instrument_item *each = assess_each(&p->x.instrument, p->lines.row[i].item);

        if (each && str_eq(each->code, code)
            && (e->voice == ASSESS_CITY || assess_is_in(&p->lines.row[i], e->o.org.id.n)))
            return each;
    }
    return NULL;
}

static struct err *
page_of(struct cx *cx, const struct request *rq, enum assess_voice voice,
        struct assess_each_page *e)
{
    struct assess_page *p = &e->o.p;
    struct str          code = rq->arg[voice == ASSESS_CITY ? 2 : 3], at;

    e->voice = voice;
    e->of = S("");
    if (voice == ASSESS_CITY) {
        TRY(assess_page_of(cx, rq, p));
        TRY(must(cx, MAY_CONSOLIDATE, assess_scope(&p->x)));
    } else {
        TRY(assess_org_page_of(cx, rq, &e->o));
    }
    e->each = each_of_code(e, code);
    if (!e->each)
        return unknown(cx, code);
    at = voice == ASSESS_CITY ? str_fmt(cx->arena, "%.*s/city", TEXT(assess_href(cx->arena, &p->x)))
                              : assess_org_href(cx->arena, &p->x, e->o.org.code);
    e->href = str_fmt(cx->arena, "%.*s/each/%.*s", TEXT(at), TEXT(e->each->code));
    e->word = instrument_say(cx->lang, e->each->each);
    return NULL;
}

static struct err *
sheet_of(struct cx *cx, struct assess_each_page *e, size_t from, size_t most,
         const struct assess_saving *typed)
{
    struct assess_page *p = &e->o.p;

    TRY(assess_sheet_of(cx, &p->x, &p->lines, &(struct assess_sheet_wish){ .voice = e->voice,
        .org = e->o.org.id.n, .from = from, .most = most, .typed = typed, .href = e->href,
        .each = e->each, .of = e->of }, &p->sheet));
    e->n_items = p->sheet.all;
    for (size_t i = 0; i < p->sheet.n; i++)
        e->may_write = e->may_write || (p->is_open && p->sheet.field[i].may_write);
    return NULL;
}

static struct err *
draw(struct cx *cx, struct reply *rp, struct assess_each_page *e)
{
    const struct assess_page *p = &e->o.p;
    struct view               v = view_in(cx->arena, cx->lang);

    assess_each_view(&v, e);
    assess_crumbs(cx, rp, p);
    if (e->voice == ASSESS_CITY)
        reply_crumb(rp, str_fmt(cx->arena, "%.*s/city", TEXT(assess_href(cx->arena, &p->x))),
                    MSG("The city's numbers"));
    else
        reply_crumb(rp, assess_org_href(cx->arena, &p->x, e->o.org.code),
                    MSG("{0}", e->o.org.name));
    if (e->of.n > 0)
        reply_crumb(rp, e->href, MSG("Answered once for each: {0}", e->word));
    reply_page(rp, e->of.n > 0 ? MSG("{0}", e->of)
                               : MSG("Answered once for each: {0}", e->word), &v);
    if (p->wrong)
        rp->status = err_status(p->wrong);
    else if (p->sheet.n_faults > 0)
        rp->status = 400;
    return NULL;
}

static struct err *
show(struct cx *cx, const struct request *rq, struct reply *rp, enum assess_voice voice)
{
    const struct assess_each_query *q = rq->form;
    struct assess_each_page        *e = NEW(cx->arena, struct assess_each_page);

    TRY(page_of(cx, rq, voice, e));
    TRY(form_err(cx->arena, rq->faults));
    if (str_is_known(q->of) && q->of.n > 0) {
        e->of = q->of;
        TRY(sheet_of(cx, e, (size_t)q->from, ASSESS_CITY_SHOWN, NULL));
        return draw(cx, rp, e);
    }
    TRY(sheet_of(cx, e, 0, e->o.p.lines.n + 1, NULL));
    instances_of(cx, e);
    return draw(cx, rp, e);
}

struct err *
assess_each_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    return show(cx, rq, rp, ASSESS_AGENCY);
}

struct err *
assess_city_each_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    return show(cx, rq, rp, ASSESS_CITY);
}

/* ---- one of them ----------------------------------------------------------------------------- */

static size_t
from_of(const struct request *rq)
{
    int64_t from = 0;

    str_int64(query_value(rq->given, S("from")), &from);
    return from > 0 && from < ASSESS_PARTS_MAX ? (size_t)from : 0;
}

/* The page again: with what was refused, and what was typed. */
static struct err *
again(struct cx *cx, const struct request *rq, struct reply *rp,
      const struct assess_each_page *was, const struct assess_saving *typed)
{
    struct assess_each_page *e = NEW(cx->arena, struct assess_each_page);

    if (was->o.p.wrong && !assess_is_shown(was->o.p.wrong))
        return was->o.p.wrong;
    TRY(page_of(cx, rq, was->voice, e));
    e->of = was->of;
    e->o.p.wrong = was->o.p.wrong;
    TRY(sheet_of(cx, e, from_of(rq), ASSESS_CITY_SHOWN, typed));
    return draw(cx, rp, e);
}

static struct err *
save(struct cx *cx, const struct request *rq, struct reply *rp, struct assess_each_page *e)
{
    struct assess_saving in = { .voice = e->voice };

    assess_typed_of(cx, rq->given, &in);
    e->o.p.wrong = assess_save(cx, &e->o.p.x, &in);
    if (e->o.p.wrong || in.n_faults > 0)
        return again(cx, rq, rp, e, &in);
    return assess_after(rp, href_of(cx, e, e->of),
        in.is_again ? MSG("This was saved already; it counts once.")
        : in.n_saved == 0 ? MSG("Nothing was different, so nothing is changed.")
        : MSG("{0} answers are saved.", str_fmt(cx->arena, "%zu", in.n_saved)));
}

static struct err *
not_removed(struct cx *cx, const struct assess_each_page *e, const struct assess_saving *in)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "assess.each",
        .text = MSG("{0} is not removed.", e->of),
        .detail = MSG("{0}: {1}", in->typed[in->fault[0].row].item,
                      msg_text(cx->arena, cx->lang, in->fault[0].text)),
        .hint = MSG("Look at it again, then decide.") });
}

/* All that the voice says of it is taken back, or nothing is. */
static struct err *
remove_it(struct cx *cx, const struct request *rq, struct reply *rp, struct assess_each_page *e)
{
    const struct assess_sheet *s = &e->o.p.sheet;
    struct str                 seen = query_value(rq->given, S("seen"));
    struct assess_saving       in = { .voice = e->voice,
                                      .mark = query_value(rq->given, S("mark")) };
    struct assess_typed       *typed;

    TRY(sheet_of(cx, e, 0, e->o.p.lines.n + 1, NULL));
    typed = NEWS(cx->arena, struct assess_typed, s->n + 1);
    for (size_t i = 0; i < s->n; i++)
        if (s->field[i].value.n > 0 || s->field[i].note.n > 0)
            typed[in.n++] = (struct assess_typed){ .item = s->field[i].item->code, .of = e->of,
                .value = S(""), .note = S(""),
                .seen = assess_seen_in(seen, s->field[i].item->code) };
    in.typed = typed;
    e->o.p.wrong = assess_save(cx, &e->o.p.x, &in);
    if (!e->o.p.wrong && in.n_faults > 0)
        e->o.p.wrong = not_removed(cx, e, &in);
    if (e->o.p.wrong)
        return again(cx, rq, rp, e, NULL);
    return assess_after(rp, e->href, in.is_again
        ? MSG("This was saved already; it counts once.")
        : MSG("{0} is removed: {1} answers.", e->of, str_fmt(cx->arena, "%zu", in.n_saved)));
}

static struct err *
nameless(struct cx *cx, const struct assess_each_page *e)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "assess.each",
        .text = MSG("Say which {0} it is.", e->word), .where = S("of") });
}

static struct err *
change(struct cx *cx, const struct request *rq, struct reply *rp, enum assess_voice voice)
{
    struct assess_each_page *e = NEW(cx->arena, struct assess_each_page);
    struct str               of = query_value(rq->given, S("of"));

    TRY(page_of(cx, rq, voice, e));
    if (voice == ASSESS_AGENCY)
        TRY(must(cx, MAY_ANSWER, assess_org_scope(&e->o.p.x, e->o.org.id.n)));
    if (str_is_known(of))
        e->of = str_trim(of);
    if (e->of.n == 0)
        return nameless(cx, e);
    return str_eq(query_value(rq->given, S("do")), S("remove")) ? remove_it(cx, rq, rp, e)
                                                                 : save(cx, rq, rp, e);
}

struct err *
assess_each_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    return change(cx, rq, rp, ASSESS_AGENCY);
}

struct err *
assess_city_each_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    return change(cx, rq, rp, ASSESS_CITY);
}
