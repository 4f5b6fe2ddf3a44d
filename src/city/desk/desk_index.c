/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* desk_index.c — the index of a region's last published result, its target, what is weakest. */
#include "base/arena.h"
#include "base/money.h"
#include "city/desk/desk_head.h"
#include "city/desk/desk_sql.h"

/* ---- which instrument, which year ------------------------------------------------------------ */

static const struct instrument_result *
last_with_index(const struct instrument_series *s)
{
    for (size_t i = s->n; i > 0; i--)
        if (s->year[i - 1].actual[0].given.known)
            return &s->year[i - 1];
    return NULL;
}

/* Of the year of the index, or the next one after it; with no index the last one. */
static const struct instrument_result *
target_of(const struct desk_index *x)
{
    const struct instrument_series *s = &x->series;
    const struct instrument_result *found = NULL;

    for (size_t i = 0; i < s->n; i++) {
        if (!s->year[i].target.given.known || (x->last && s->year[i].year < x->last->year))
            continue;
        found = &s->year[i];
        if (x->last)
            break;
    }
    return found;
}

static bool
is_smart_city(struct str code)
{
    return str_eq(code, INSTRUMENT_SMART_CITY);
}

/* The one of the latest year; of two, the smart-city one, then by code. */
static struct err *
choose(struct cx *cx, const struct region *r, struct desk_index *x)
{
    struct desk_instrument *row;
    size_t                  n;

    TRY(instrument_series_of(cx, INSTRUMENT_SMART_CITY, r->code, &x->series));
    x->last = last_with_index(&x->series);
    TRY(desk_instruments(cx, r->code, &row, &n));
    for (size_t i = 0; i < n; i++) {
        struct instrument_series        s;
        const struct instrument_result *last;

        if (is_smart_city(row[i].instrument_code) || (x->last && row[i].last_year <= x->last->year))
            continue;
        TRY(instrument_series_of(cx, row[i].instrument_code, r->code, &s));
        last = last_with_index(&s);
        if (!last || (x->last && last->year <= x->last->year))
            continue;
        x->series = s;
        x->last = last;
    }
    return NULL;
}

/* ---- the result of a round, ranks ------------------------------------------------------------ */

static struct err *
find_result(struct cx *cx, const struct region *r, struct desk_index *x)
{
    struct desk_result *row;
    size_t              n;

    TRY(desk_results(cx, r->code, &row, &n));
    for (size_t i = 0; i < n && x->last && !x->has_result; i++)
        if (row[i].year == x->last->year
            && str_eq(row[i].instrument_code, x->series.instrument.code)) {
            x->result = row[i];
            x->has_result = true;
        }
    return NULL;
}

static struct str
result_href(struct cx *cx, const struct region *r, const struct desk_index *x, int64_t year)
{
    if (x->has_result && year == x->last->year)
        return str_fmt(cx->arena, "/rounds/%.*s/regions/%.*s/result", TEXT(x->result.round_code),
                       TEXT(r->code));
    return str_fmt(cx->arena, "/regions/%.*s/results/%.*s/%lld", TEXT(r->code),
                   TEXT(x->series.instrument.code), (long long)year);
}

static struct msg
rank_of(struct cx *cx, const struct instrument_fact *rank, const struct instrument_fact *among)
{
    struct dec at, of;

    if (!rank || !dec_parse(rank->value, &at))
        return MSG_NONE;
    if (!among || !dec_parse(among->value, &of))
        return MSG("{0}", dec_text(cx->arena, cx->lang, at));
    return MSG("{0} of {1}", dec_text(cx->arena, cx->lang, at),
               dec_text(cx->arena, cx->lang, of));
}

/* A result of a round knows who shares it. */
static void
say_ranks(struct cx *cx, struct desk_index *x)
{
    x->rank = rank_of(cx, x->last->rank_national, x->last->ranked_national);
    x->province_rank = rank_of(cx, x->last->rank_province, NULL);
    if (x->has_result && x->result.rank_tied > 1)
        x->rank = MSG("{0} of {1}, shared by {2} regions",
                      int_text(cx->arena, cx->lang, x->result.rank),
                      int_text(cx->arena, cx->lang, x->result.ranked),
                      int_text(cx->arena, cx->lang, x->result.rank_tied));
}

/* ---- the weakest ----------------------------------------------------------------------------- */

/* A tree with the figures that are known of it, and its sub-dimensions. */
struct part { const struct instrument *in; struct dec *figure; bool *known, *is_in; size_t n; };

static struct part
parts_of(struct arena *a, const struct instrument *in)
{
    struct part p = { in, NEWS(a, struct dec, in->tree.n), NEWS(a, bool, in->tree.n),
                      NEWS(a, bool, in->tree.n), 0 };
    bool       *is_question = NEWS(a, bool, in->tree.n);

    for (size_t i = 0; i < in->tree.n; i++)
        is_question[i] = in->item[i].rubric != NULL;
    p.n = desk_level(in->tree, is_question, p.is_in);
    return p;
}

static void
take_steps(struct part *p, const struct score_step *step)
{
    for (size_t i = 0; i < p->in->tree.n; i++) {
        p->known[i] = p->is_in[i] && score_has_figure(&step[i]);
        p->figure[i] = step[i].value;
    }
}

static void
take_facts(struct part *p, const struct instrument_result *r)
{
    for (size_t i = 0; i < p->in->tree.n; i++) {
        p->known[i] = p->is_in[i] && r->actual[i].given.known;
        p->figure[i] = r->actual[i].given.value;
    }
}

static void
keep_lowest(struct cx *cx, const struct part *p, struct desk_index *x)
{
    size_t at[DESK_WEAKEST];

    x->n_weak = p->n == 0 ? 0 : desk_lowest(p->figure, p->known, p->in->tree.n, DESK_WEAKEST, at);
    for (size_t i = 0; i < x->n_weak; i++) {
        int32_t within = p->in->tree.node[at[i]].parent;

        x->weak[i] = (struct desk_weak){ .figure = p->figure[at[i]],
            .title = instrument_say(cx->lang, p->in->item[at[i]].title) };
        if (within > 0)
            x->weak[i].within = instrument_say(cx->lang, p->in->item[within].title);
    }
}

/* What the edition calls them: by the codes of its items. */
static struct msg
call_them(const struct part *p)
{
    static const struct { const char *begin, *label; } called[] = {
        { "aspect-", N_("Weakest aspects") }, { "domain-", N_("Weakest domains") },
        { "indicator-", N_("Weakest indicators") },
    };

    if (is_smart_city(p->in->code))
        return MSG("Weakest smart dimensions");
    for (size_t i = 0; i < p->in->tree.n && p->n > 0; i++)
        for (size_t k = 0; k < COUNT(called) && p->is_in[i]; k++)
            if (str_starts(p->in->item[i].code, str_of(called[k].begin)))
                return (struct msg){ .id = called[k].label };
    return MSG("Weakest parts");
}

/* Of the round's result, which has every item; else of the last year that published any of them. */
static struct err *
find_weakest(struct cx *cx, const struct region *r, struct desk_index *x)
{
    struct part       p = parts_of(cx->arena, &x->series.instrument);
    struct result_one one = { .agrees = false };

    x->weakest = call_them(&p);
    if (x->has_result)
        TRY(result_get(cx, x->result.round_code, r->code, x->result.stage, &one));
    x->weak_year = x->last->year;
    if (one.has_answers) {
        p = parts_of(cx->arena, &one.answers.instrument);
        take_steps(&p, one.answers.step);
        keep_lowest(cx, &p, x);
    }
    for (size_t i = x->series.n; i > 0 && !one.has_answers && x->n_weak == 0; i--) {
        take_facts(&p, &x->series.year[i - 1]);
        keep_lowest(cx, &p, x);
        x->weak_year = x->series.year[i - 1].year;
    }
    x->weak_href = result_href(cx, r, x, x->weak_year);
    return NULL;
}

/* ---- all of it ------------------------------------------------------------------------------- */

struct err *
desk_index_of(struct cx *cx, const struct region *r, struct str instrument, struct desk_index *x)
{
    *x = (struct desk_index){ .n_weak = 0 };
    if (instrument.n > 0) {
        TRY(instrument_series_of(cx, instrument, r->code, &x->series));
        x->last = last_with_index(&x->series);
    } else {
        TRY(choose(cx, r, x));
    }
    x->aimed = target_of(x);
    if (!x->last)
        return NULL;
    TRY(find_result(cx, r, x));
    x->href = result_href(cx, r, x, x->last->year);
    if (x->aimed)
        x->gap = instrument_gap_of(x->last->actual[0].given, x->aimed->target.given);
    say_ranks(cx, x);
    return find_weakest(cx, r, x);
}
