/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* explain_result.c — /regions/{code}/results/{instrument}/{year}: one published result in full. */
#include "city/explain/explain_page.h"

#include "base/arena.h"
#include "city/explain/explain_view.h"

enum { FACTS_BESIDE = 5 };              /* besides those of the items */

/* ---- what its parts give --------------------------------------------------------------------- */

static struct score_given *
published_of(struct arena *a, const struct instrument *in, const struct instrument_result *r)
{
    struct score_given *given = NEWS(a, struct score_given, in->tree.n);

    for (size_t i = 0; i < in->tree.n; i++)
        given[i] = r->actual[i].given;
    return given;
}

/* Computed again here, because a check keeps its outcome only. */
static void
check_of(struct cx *cx, const struct explain_result *e, const struct instrument_check *k,
         struct explain_check *out)
{
    const struct instrument  *in = &e->series->instrument;
    struct instrument_figure  published = e->result->actual[k->item];
    struct score_given       *picked = NEWS(cx->arena, struct score_given, in->tree.n);
    struct score_step        *step = NEWS(cx->arena, struct score_step, in->tree.n);
    struct instrument_answers x = {
        .instrument = *in, .given = picked, .step = step,
        .level = NEWS(cx->arena, const struct instrument_level *, in->tree.n),
    };

    instrument_recompute(instrument_tree(cx->arena, in), published_of(cx->arena, in, e->result),
                         k->item, picked, step);
    *out = (struct explain_check){
        .title = instrument_say(cx->lang, in->item[k->item].title),
        .published = instrument_figure_text(cx, published),
        .published_range = instrument_range_text(cx, published.given.range, published.given.value),
        .recomputed = instrument_exact_text(cx, k->recomputed.value),
        .recomputed_range = instrument_range_text(cx, k->recomputed.range, k->recomputed.value),
        .agrees = k->agrees,
    };
    out->line = explain_lines(cx, &x, k->item, true, &out->n);
}

static void
say_checks(struct cx *cx, struct explain_result *e)
{
    e->check = NEWS(cx->arena, struct explain_check, e->result->n_checks);
    for (size_t i = 0; i < e->result->n_checks; i++)
        check_of(cx, e, &e->result->check[i], &e->check[e->n_checks++]);
}

/* ---- every fact with its source -------------------------------------------------------------- */

static struct str
what_text(struct cx *cx, const struct instrument *in, const struct instrument_fact *f)
{
    enum instrument_measure m = instrument_measure_of(f->measure);
    int32_t                 item = instrument_item_of(in, f->item);
    struct str              title = f->item, measure;

    if (item >= 0)
        title = instrument_say(cx->lang, in->item[item].title);
    if (m == INSTRUMENT_ACTUAL)
        return title;
    measure = msg_text(cx->arena, cx->lang, instrument_measure_label(m));
    return msg_text(cx->arena, cx->lang, MSG("{0}, {1}", title, measure));
}

/* The number of its source, which is listed once. */
static struct str
source_of(struct cx *cx, struct explain_result *e, const struct instrument_fact *f)
{
    struct str  href = str_is_known(f->source_url) ? f->source_url : S("");
    struct date date = date_of_iso(f->source_date);

    for (size_t i = 0; i < e->n_sources; i++)
        if (str_eq(e->source[i].title, f->source) && str_eq(e->source[i].href, href)
            && date_cmp(e->source[i].date, date) == 0)
            return e->source[i].number;
    e->source[e->n_sources] = (struct explain_source){
        .number = str_fmt(cx->arena, "%zu", e->n_sources + 1),
        .title = f->source, .href = href, .date = date,
    };
    return e->source[e->n_sources++].number;
}

static void
add_fact(struct cx *cx, struct explain_result *e, const struct instrument_fact *f)
{
    struct dec value;

    if (!f)
        return;
    struct explain_fact *out = &e->fact[e->n_facts++];

    *out = (struct explain_fact){
        .what = what_text(cx, &e->series->instrument, f),
        .value = msg_text(cx->arena, cx->lang, MSG("unknown")),
        .source = source_of(cx, e, f),
        .note = cx->lang == LANG_ID ? f->note_id : f->note_en,
    };
    if (str_is_known(f->value))
        out->value = dec_parse(f->value, &value) ? dec_text(cx->arena, cx->lang, value)
                                                 : f->value;
}

static void
say_facts(struct cx *cx, struct explain_result *e)
{
    const struct instrument_result *r = e->result;
    const struct instrument_fact   *beside[FACTS_BESIDE] = {
        r->target.fact, r->improvement_published, r->rank_national, r->ranked_national,
        r->rank_province,
    };
    size_t n = e->series->instrument.tree.n;

    e->fact   = NEWS(cx->arena, struct explain_fact, n + FACTS_BESIDE);
    e->source = NEWS(cx->arena, struct explain_source, n + FACTS_BESIDE);
    for (size_t i = 0; i < n; i++)
        add_fact(cx, e, r->actual[i].fact);
    for (size_t i = 0; i < COUNT(beside); i++)
        add_fact(cx, e, beside[i]);
}

/* ---- the page -------------------------------------------------------------------------------- */

static void
say(struct cx *cx, const struct request *rq, struct explain_result *e)
{
    const struct instrument        *in = &e->series->instrument;
    const struct instrument_result *r = e->result;
    struct score_given              total = r->actual[0].given;
    struct instrument_sides         sides;

    e->year    = year_text(cx->arena, r->year);
    e->figure  = instrument_figure_text(cx, r->actual[0]);
    e->most    = dec_text(cx->arena, cx->lang, in->scale.max);
    e->address = query_encode(cx->arena, rq->path, true);
    e->today   = explain_today(cx);
    if (total.known)
        e->range = instrument_range_text(cx, total.range, total.value);
    instrument_sides_of(cx, e->series, (size_t)(r - e->series->year), &sides);
    e->sides = instrument_sides_html(cx, &sides);
    say_checks(cx, e);
    say_facts(cx, e);
}

static void
say_years(struct cx *cx, struct explain_result *e)
{
    int64_t *year = NEWS(cx->arena, int64_t, e->series->n);

    for (size_t i = 0; i < e->series->n; i++)
        year[i] = e->series->year[i].year;
    e->years   = year;
    e->n_years = e->series->n;
}

/* "2021, 2022, 2023" */
static struct str
years_of(struct cx *cx, const struct instrument_series *s)
{
    struct str *part = NEWS(cx->arena, struct str, s->n);

    for (size_t i = 0; i < s->n; i++)
        part[i] = year_text(cx->arena, s->year[i].year);
    return str_join(cx->arena, S(", "), part, s->n);
}

static struct err *
no_result(struct cx *cx, const struct instrument_series *s, struct str year)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_MISSING, .code = "explain.no_result",
        .text = MSG("No result of {0} in {1} is known here.", s->region.name, year),
        .hint = s->n > 0 ? MSG("Results are known for: {0}.", years_of(cx, s))
                         : MSG("No result of this region by this instrument is known."),
    });
}

static struct err *
reply_html(struct cx *cx, const struct request *rq, struct explain_result *e, struct reply *rp)
{
    const struct region *region = &e->series->region;
    struct view          v = view_in(cx->arena, cx->lang);

    say(cx, rq, e);
    say_years(cx, e);
    explain_result_view(&v, e);
    reply_crumb(rp, S("/regions"), MSG("Regions"));
    reply_crumb(rp, str_fmt(cx->arena, "/regions/%.*s", TEXT(region->code)),
                MSG("{0}", region->name));
    reply_page(rp, MSG("{0}, {1}: {2}", region->name, e->year,
                       instrument_say(cx->lang, e->series->instrument.title)), &v);
    return NULL;
}

struct err *
explain_result_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct instrument_series       *s = NEW(cx->arena, struct instrument_series);
    const struct instrument_result *r = NULL;
    bool                            found = false;
    int64_t                         year = 0;

    if (!str_int64(rq->arg[2], &year))
        year = 0;
    TRY(instrument_result_of(cx, rq->arg[1], rq->arg[0], year, s, &r, &found));
    if (!found)
        return no_result(cx, s, rq->arg[2]);
    if (rq->wants != AS_HTML) {
        s->year = r;
        s->n    = 1;
        reply_json(cx, rp, instrument_series_json, s);
        return NULL;
    }
    struct explain_result *e = NEW(cx->arena, struct explain_result);

    e->series = s;
    e->result = r;
    return reply_html(cx, rq, e, rp);
}
