/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* judge_score_web.c — the page on which an assessor scores, some items at a time. */
#include "base/arena.h"
#include "city/judge/judge_page.h"
#include "city/judge/judge_part.h"
#include "city/judge/judge_view.h"

static const struct field from_fields[] = {
    FIELD(struct judge_from_query, from, F_INT, .min = 0, .max = 30000,
          .label = N_("From which item")),
};
const struct form judge_from_form = FORM(struct judge_from_query, from_fields);

/* ---- an item as a field --------------------------------------------------------------------- */

bool
judge_field_is(const struct judge_field *f, struct str value)
{
    return str_eq(f->value, value);
}

bool
judge_field_is_other(const struct judge_field *f)
{
    return f->value.n > 0 && !str_eq(f->value, f->city) && !str_eq(f->value, S("n/a"));
}

bool
judge_has_none(const struct judge_sheet *s, const struct judge_field *f)
{
    const struct score_node *node = &s->page.full.instrument.tree.node[f->line->line->item];

    return dec_cmp(node->scale.min, f->item->rubric->level[0].value) < 0;
}

size_t
judge_sheet_open(const struct judge_sheet *s)
{
    size_t n = 0;

    for (size_t i = 0; i < s->n; i++)
        n += s->field[i].value.n == 0;
    return n;
}

/* A list of proven levels stands for the highest of them: that is the one to choose from. */
static struct str
as_choice(struct cx *cx, const struct judge_sheet *s, const struct judge_line *l,
          const struct judge_said *said)
{
    struct judge_proposal p = { .known = said->score.known, .applies = said->score.applies,
                                .value = said->score.value };

    if (!said->number)
        return S("");
    return s->page.full.instrument.item[l->line->item].rubric
        ? judge_answer_of(cx->arena, &s->page.full.instrument, l->line->item, p)
        : said->number->value;
}

static size_t
my_place(const struct judge_page *p)
{
    size_t i = 0;

    while (i < p->bench.n && !p->bench.seat[i].is_mine)
        i++;
    return i;
}

static struct str
section_of(struct cx *cx, const struct judge_sheet *s, const struct judge_line *l)
{
    const struct instrument *in = &s->page.full.instrument;
    int32_t                  above = in->tree.node[l->line->item].parent;

    return above > 0 ? instrument_say(cx->lang, in->item[above].title) : S("");
}

static void
as_it_stands(struct cx *cx, const struct judge_sheet *s, const struct judge_line *l,
             struct judge_field *f)
{
    const struct judge_said *mine = &l->seat[my_place(&s->page)];

    *f = (struct judge_field){ .line = l, .item = judge_item_of(&s->page, l) };
    f->name = l->of.n > 0 ? str_fmt(cx->arena, "%.*s~%.*s", TEXT(f->item->code), TEXT(l->of))
                          : f->item->code;
    f->id = str_fmt(cx->arena, "s-%zu", (size_t)(l - s->page.lines.row));
    f->city = as_choice(cx, s, l, &l->city);
    f->value = as_choice(cx, s, l, mine);
    f->note = mine->number ? mine->number->note : S("");
    f->section = section_of(cx, s, l);
}

static void
as_typed(const struct assess_saving *in, struct judge_field *f)
{
    for (size_t i = 0; i < in->n; i++)
        if (str_eq(in->typed[i].item, f->item->code) && str_eq(in->typed[i].of, f->line->of)) {
            f->value = in->typed[i].value;
            f->note = in->typed[i].note;
            for (size_t k = 0; k < in->n_faults; k++)
                if (in->fault[k].row == i)
                    f->fault = in->fault[k].text;
        }
}

/* A section's name stands before its first item. */
static void
say_sections_once(struct judge_sheet *s)
{
    struct str last = S("");

    for (size_t i = 0; i < s->n; i++) {
        struct str now = s->field[i].section;

        if (str_eq(now, last))
            s->field[i].section = S("");
        last = now;
    }
}

static struct str
seen_of(struct cx *cx, const struct judge_sheet *s)
{
    struct str *part = NEWS(cx->arena, struct str, s->n + 1);
    size_t      me = my_place(&s->page);

    for (size_t i = 0; i < s->n; i++) {
        const struct assess_number *number = s->field[i].line->seat[me].number;

        part[i] = str_fmt(cx->arena, "%zu:%lld", s->from + i,
                          number ? (long long)number->version : 0);
    }
    return str_join(cx->arena, S(" "), part, s->n);
}

static struct err *
sheet_of(struct cx *cx, struct judge_sheet *s, const struct assess_saving *typed)
{
    struct document_cited_set cited;

    s->all = s->page.lines.n;
    if (s->from >= s->all)
        s->from = 0;
    s->n = s->all - s->from < JUDGE_SHOWN ? s->all - s->from : JUDGE_SHOWN;
    s->field = NEWS(cx->arena, struct judge_field, s->n + 1);
    s->n_faults = typed ? typed->n_faults : 0;
    TRY(documents_of(cx, ASSESS_THING, s->page.full.entry.code, &cited));
    for (size_t i = 0; i < s->n; i++) {
        struct judge_field *f = &s->field[i];

        as_it_stands(cx, s, &s->page.lines.row[s->from + i], f);
        if (typed)
            as_typed(typed, f);
        f->document = judge_documents_at(&cited, f->item->code, &f->n_documents);
    }
    say_sections_once(s);
    s->seen = seen_of(cx, s);
    s->action = str_fmt(cx->arena, "%.*s/score?from=%zu", TEXT(s->page.href), s->from);
    if (s->from > 0)
        s->back = str_fmt(cx->arena, "%.*s/score?from=%zu", TEXT(s->page.href),
                          s->from < JUDGE_SHOWN ? 0 : s->from - JUDGE_SHOWN);
    if (s->from + s->n < s->all)
        s->on = str_fmt(cx->arena, "%.*s/score?from=%zu", TEXT(s->page.href), s->from + s->n);
    return NULL;
}

static struct err *
draw(struct cx *cx, struct reply *rp, struct judge_sheet *s, const struct assess_saving *typed)
{
    struct view v = view_in(cx->arena, cx->lang);

    TRY(sheet_of(cx, s, typed));
    judge_sheet_view(&v, s);
    reply_crumb(rp, S("/judging"), MSG("Regions to score"));
    reply_crumb(rp, s->page.href, MSG("Scores: {0}", s->page.full.region_name));
    reply_page(rp, MSG("Score {0}", s->page.full.region_name), &v);
    if (s->n_faults > 0)
        rp->status = 400;
    return NULL;
}

/* Why this seat does not score here now, by what a saving would say. */
static struct err *
cannot_score(struct cx *cx, struct judge_page *p)
{
    struct assess_saving none = { .n = 0 };

    if (p->may_score)
        return NULL;
    return judge_save(cx, &p->full, &none);
}

struct err *
judge_score_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct judge_from_query *q = rq->form;
    struct judge_sheet             s = { .from = 0 };

    TRY(form_err(cx->arena, rq->faults));
    TRY(judge_page_of(cx, rq, 0, &s.page));
    TRY(must(cx, MAY_SCORE, assess_scope(&s.page.full)));
    if (!s.page.may_score) {
        reply_see(rp, s.page.href);
        return NULL;
    }
    s.from = (size_t)q->from;
    return draw(cx, rp, &s, NULL);
}

/* ---- reading a form ------------------------------------------------------------------------- */

/* "3,25" as people write it here is "3.25". */
static struct str
with_point(struct arena *a, struct str typed)
{
    struct str head, rest, more;

    if (!str_cut(typed, ',', &head, &rest) || str_cut(rest, ',', &head, &more))
        return typed;
    str_cut(typed, ',', &head, &rest);
    return str_fmt(a, "%.*s.%.*s", TEXT(head), TEXT(rest));
}

static struct str
without_cr(struct arena *a, struct str text)
{
    char  *p = NEWS(a, char, text.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] != '\r')
            p[n++] = text.p[i];
    return (struct str){ p, n };
}

/* "0:2 1:0": the version that the page showed of the nth item; -1: none. */
static int64_t
seen_in(struct str seen, size_t nth)
{
    struct str rest = seen, part, place, version;
    bool       more = seen.n > 0;
    int64_t    at, n;

    while (more) {
        more = str_cut(rest, ' ', &part, &rest);
        if (str_cut(part, ':', &place, &version) && str_int64(place, &at)
            && at == (int64_t)nth && str_int64(version, &n))
            return n;
    }
    return -1;
}

static struct str
named(struct cx *cx, const struct query *q, const char *prefix, struct str name)
{
    struct str value = query_value(q, str_fmt(cx->arena, "%s%.*s", prefix, TEXT(name)));

    return str_is_known(value) ? str_trim(value) : S("");
}

static void
read_row(struct cx *cx, const struct query *q, struct str name, struct str value,
         struct assess_typed *row)
{
    struct str of;

    if (!str_cut(name, '~', &row->item, &of))
        of = S("");
    row->of = of;
    row->value = str_trim(value);
    if (str_eq(row->value, S("other")))
        row->value = with_point(cx->arena, named(cx, q, "o.", name));
    row->note = without_cr(cx->arena, named(cx, q, "n.", name));
}

static void
read_form(struct cx *cx, const struct request *rq, const struct judge_page *p,
          struct assess_saving *in)
{
    const struct query  *q = rq->given;
    struct assess_typed *row = NEWS(cx->arena, struct assess_typed, q->n + 1);
    struct str           seen = query_value(q, S("seen"));

    in->typed = row;
    for (size_t i = 0; i < q->n; i++) {
        struct assess_typed *r = &row[in->n];

        if (!str_starts(q->pair[i].name, S("v.")))
            continue;
        read_row(cx, q, str_part(q->pair[i].name, 2, q->pair[i].name.n), q->pair[i].value, r);
        r->seen = -1;
        for (size_t k = 0; k < p->lines.n; k++)
            if (str_eq(judge_item_of(p, &p->lines.row[k])->code, r->item)
                && str_eq(p->lines.row[k].of, r->of))
                r->seen = seen_in(seen, k);
        in->n++;
    }
}

static struct msg
said(struct cx *cx, const struct assess_saving *in)
{
    if (in->n_saved == 0)
        return MSG("Nothing was different, so nothing is changed.");
    return MSG("{0} scores are saved. Nobody else sees them yet.",
               str_fmt(cx->arena, "%zu", in->n_saved));
}

struct err *
judge_score_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct judge_sheet   s = { .from = 0 };
    struct assess_saving in = { .n = 0 };
    int64_t              from = 0;

    TRY(judge_page_of(cx, rq, 0, &s.page));
    TRY(cannot_score(cx, &s.page));
    read_form(cx, rq, &s.page, &in);
    TRY(judge_save(cx, &s.page.full, &in));
    if (str_int64(query_value(rq->given, S("from")), &from) && from > 0)
        s.from = (size_t)from;
    if (in.n_faults > 0)
        return draw(cx, rp, &s, &in);
    TRY(sheet_of(cx, &s, NULL));
    reply_done(rp, said(cx, &in));
    if (str_eq(query_value(rq->given, S("do")), S("on")) && s.on.n > 0)
        reply_see(rp, s.on);
    else if (str_eq(query_value(rq->given, S("do")), S("on")))
        reply_see(rp, s.page.href);
    else
        reply_see(rp, s.action);
    return NULL;
}
