/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* explain_score.c — /instruments/{id}/score: an index is tried out, and gives its reasons. */
#include "city/explain/explain_page.h"

#include "base/arena.h"
#include "city/explain/explain_view.h"

enum { WIB_S = 7 * 3600 };

struct date
explain_today(const struct cx *cx)
{
    return date_of_time(cx->now_s, WIB_S);
}

/* ---- what follows ---------------------------------------------------------------------------- */

/* Before anything is answered everything is missing. */
static void
compute_nothing(struct arena *a, const struct instrument *in, enum region_kind kind,
                struct instrument_answers *out)
{
    size_t              n = in->tree.n;
    struct score_given *given = NEWS(a, struct score_given, n);
    struct score_step  *step = NEWS(a, struct score_step, n);
    int32_t            *missing = NEWS(a, int32_t, n);
    struct score_tree   tree = instrument_tree(a, in);

    score_compute(tree, given, step);
    *out = (struct instrument_answers){
        .instrument = *in, .kind = kind, .given = given, .step = step, .missing = missing,
        .level = NEWS(a, const struct instrument_level *, n),
        .n_missing = score_missing(tree, step, missing, n),
    };
}

static bool
compute(struct cx *cx, const struct instrument *in, const struct explain_asked *asked,
        struct instrument_answers *out, struct instrument_answer_faults *faults)
{
    struct instrument_sheet sheet = {
        .answer = asked->answer, .n = asked->n, .kind = asked->kind, .name = S("kind"),
        .lang = cx->lang,
    };

    *faults = (struct instrument_answer_faults){ .n = 0 };
    if (asked->is_answered)
        return instrument_answer_items(cx->arena, in, &sheet, out, faults);
    compute_nothing(cx->arena, in, asked->kind, out);
    return true;
}

/* ---- in words -------------------------------------------------------------------------------- */

static struct str
title_of(struct cx *cx, const struct instrument_item *item)
{
    struct str title = instrument_say(cx->lang, item->title);

    return item->of.n > 0 ? str_fmt(cx->arena, "%.*s: %.*s", TEXT(item->of), TEXT(title)) : title;
}

static void
say_lacks(struct cx *cx, struct explain_score *s)
{
    const struct instrument_answers *x = &s->answers;

    s->lack = NEWS(cx->arena, struct explain_lack, x->n_missing);
    for (size_t i = 0; i < x->n_missing; i++) {
        const struct instrument_item *item = &x->instrument.item[x->missing[i]];

        s->lack[s->n_lacks++] = (struct explain_lack){
            .title = title_of(cx, item), .id = explain_field_id(&s->form, item->plain, item->of),
            .why = instrument_say(cx->lang, item->unknown),
        };
    }
}

static void
say_index(struct cx *cx, struct explain_score *s)
{
    const struct instrument_answers *x = &s->answers;
    const struct score_step         *top = &x->step[0];

    if (!score_has_figure(top))
        return;
    s->figure  = instrument_exact_text(cx, top->value);
    s->band    = instrument_band_text(cx, &x->instrument, top->range);
    s->is_open = x->n_bands > 1;
    if (dec_cmp(top->range.low, top->range.high) != 0)
        s->range = instrument_range_text(cx, top->range, top->value);
}

static void
say(struct cx *cx, struct explain_score *s)
{
    s->is_computed = true;
    s->no_index    = instrument_answer_err(cx->arena, cx->lang, &s->answers);
    say_index(cx, s);
    say_lacks(cx, s);
    s->line = explain_lines(cx, &s->answers, 0, false, &s->n_lines);
}

/* ---- the page -------------------------------------------------------------------------------- */

static struct err *
reply_form(struct cx *cx, struct explain_score *s, struct reply *rp)
{
    const struct instrument *in = s->form.in;
    struct view              v = view_in(cx->arena, cx->lang);
    struct str               title = instrument_say(cx->lang, in->title);

    s->today = explain_today(cx);
    explain_score_view(&v, s);
    if (s->form.n_faults > 0)
        rp->status = 400;
    reply_crumb(rp, S("/instruments"), MSG("Instruments"));
    reply_crumb(rp, str_fmt(cx->arena, "/instruments/%.*s", TEXT(in->code)), MSG("{0}", title));
    reply_page(rp, MSG("Try it out: {0}", title), &v);
    return NULL;
}

static struct err *
reply_data(struct cx *cx, const struct request *rq, const struct instrument_answers *x,
           struct reply *rp)
{
    if (rq->wants == AS_JSON) {
        reply_json(cx, rp, instrument_answers_json, x);
        return NULL;
    }
    struct table t = explain_step_table(cx->arena, x);

    reply_table(cx, rq, rp, &t);
    return NULL;
}

struct err *
explain_score_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct instrument              *in = NEW(cx->arena, struct instrument);
    struct explain_asked           *asked = NEW(cx->arena, struct explain_asked);
    struct explain_score           *s = NEW(cx->arena, struct explain_score);
    struct instrument_answer_faults faults;

    TRY(instrument_get(cx, rq->arg[0], in));
    explain_read(cx->arena, in, rq, asked);
    bool sound = compute(cx, in, asked, &s->answers, &faults);

    if (rq->wants != AS_HTML)
        return sound ? reply_data(cx, rq, &s->answers, rp) : faults.fault[0].err;
    explain_form_of(cx, in, asked, &faults, &s->form);
    if (sound && asked->is_answered)
        say(cx, s);
    return reply_form(cx, s, rp);
}
