/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* instrument.c — the verbs that read: an instrument, and a region's results year by year. */
#include "city/instrument/instrument.h"

#include <assert.h>

#include "base/arena.h"
#include "base/err.h"
#include "city/instrument/instrument_cache.h"
#include "city/instrument/instrument_sql.h"
#include "store/store.h"

/* ---- instruments ---------------------------------------------------------------------------- */

static struct err *
instrument_unknown(struct cx *cx, struct str code)
{
    return err_of(cx->arena, (struct err){
        .kind  = ERR_MISSING,
        .code  = "instrument.unknown",
        .text  = MSG("There is no instrument {0}.", code),
        .hint  = MSG("See the list of instruments for those that are loaded."),
        .where = S("instrument"),
    });
}

static struct err *
read_stored(struct cx *cx, struct str code, struct instrument *in)
{
    struct instrument_stored row;
    bool                     found;

    TRY(instrument_by_code(cx, code, &row, &found));
    if (!found)
        return instrument_unknown(cx, code);
    TRY(instrument_keep(cx->arena, row.code, row.pack, in));
    assert(str_eq(in->code, code) && str_eq(in->digest, row.digest));
    return NULL;
}

struct err *
instrument_get(struct cx *cx, struct str code, struct instrument *in)
{
    struct instrument_edition now;
    const struct instrument  *kept;
    bool                      found;

    TRY(instrument_edition_of(cx, code, &now, &found));
    if (!found)
        return instrument_unknown(cx, code);
    kept = instrument_kept(code, now.digest);
    if (kept)
        *in = *kept;
    else
        TRY(read_stored(cx, code, in));
    in->id = now.id;
    return NULL;
}

struct err *
instrument_list_of(struct cx *cx, struct instrument_brief **rows, size_t *n)
{
    return instrument_all(cx, rows, n);
}

struct err *
instrument_regions(struct cx *cx, struct str code, struct instrument_region **rows, size_t *n)
{
    struct instrument in = { .item = NULL };

    TRY(instrument_get(cx, code, &in));
    assert(in.item);                        /* none is kept without an item */
    return instrument_regions_of(cx, in.id, in.item[0].code, rows, n);
}

/* ---- one year's result ---------------------------------------------------------------------- */

/* What was said of one region, in order of year. */
struct told { const struct instrument_fact *fact; size_t n; enum region_kind kind; };

/* Figures were checked against the scale when they came in. */
static struct instrument_figure
figure_of(struct score_scale scale, const struct instrument_fact *fact, bool exact)
{
    struct instrument_figure figure = { .fact = fact };
    struct score_fault       fault;
    struct dec               value;
    bool                     sound;

    if (!str_is_known(fact->value))
        return figure;
    sound = dec_parse(fact->value, &value)
         && (exact ? score_exact(value, scale, &figure.given, &fault)
                   : score_published(value, scale, &figure.given, &fault));
    assert(sound);
    return figure;
}

static void
place_total(struct score_scale scale, const struct instrument_fact *fact,
            struct instrument_result *r)
{
    switch (instrument_measure_of(fact->measure)) {
    case INSTRUMENT_TARGET:          r->target = figure_of(scale, fact, true); break;
    case INSTRUMENT_IMPROVEMENT:     r->improvement_published = fact;       break;
    case INSTRUMENT_RANK_NATIONAL:   r->rank_national = fact;               break;
    case INSTRUMENT_RANKED_NATIONAL: r->ranked_national = fact;             break;
    case INSTRUMENT_RANK_PROVINCE:   r->rank_province = fact;               break;
    case INSTRUMENT_ACTUAL:          break;
    case INSTRUMENT_MEASURE_NONE:    assert(false && "the table's CHECK lets no other measure in");
    }
}

/* Achieved figures are kept for every item; what else may be told is kept for the total alone. */
static void
place_fact(const struct instrument *in, const struct instrument_fact *fact,
           struct instrument_figure *actual, struct instrument_result *r)
{
    int32_t item = instrument_item_of(in, fact->item);

    assert(item >= 0);
    if (instrument_measure_of(fact->measure) == INSTRUMENT_ACTUAL)
        actual[item] = figure_of(in->tree.node[item].scale, fact, false);
    else if (item == 0)
        place_total(in->tree.node[0].scale, fact, r);
}

static void
add_check(struct instrument_result *r, struct instrument_check *check, int32_t item,
          struct score_step recomputed)
{
    if (recomputed.state != SCORE_COMPUTED || !r->actual[item].given.known)
        return;
    check[r->n_checks++] = (struct instrument_check){
        item, recomputed, score_agrees(r->actual[item].given.range, recomputed.range),
    };
}

/* Is anything published of this item or of what stands below it? */
static bool
is_told(const struct instrument *in, const struct score_given *published, int32_t item)
{
    const struct score_node *node = in->tree.node;

    for (int32_t i = item; i < (int32_t)in->tree.n && (i == item || node[i].parent >= item); i++)
        if (published[i].known)
            return true;
    return false;
}

/* What was published, and what is not for this kind of region. */
static struct score_given *
published_of(struct arena *a, const struct instrument *in, const struct instrument_result *r,
             enum region_kind kind)
{
    struct score_given *published = NEWS(a, struct score_given, in->tree.n);

    for (size_t i = 0; i < in->tree.n; i++)
        published[i] = r->actual[i].given;
    for (int32_t i = 0; i < (int32_t)in->tree.n; i++)
        if (!instrument_is_for(in->item[i].kinds, kind) && !is_told(in, published, i))
            published[i].not_applicable = true;
    return published;
}

/* Recomputes the total, line by line, and every item that was published whole and in parts. */
static void
recompute(struct arena *a, const struct instrument *in, enum region_kind kind,
          struct instrument_result *r)
{
    struct score_tree        t = instrument_tree(a, in);
    struct score_given      *published = published_of(a, in, r, kind);
    struct score_given      *picked = NEWS(a, struct score_given, t.n);
    struct score_step       *step = NEWS(a, struct score_step, t.n);
    struct score_step       *scratch = NEWS(a, struct score_step, t.n);
    struct instrument_check *check = NEWS(a, struct instrument_check, t.n);

    r->has_parts = instrument_pick(t, published, 0, picked) > 0;
    add_check(r, check, 0, instrument_recompute(t, published, 0, picked, step));
    for (int32_t i = 1; i < (int32_t)t.n; i++)
        if (t.node[i].how != SCORE_LEAF)
            add_check(r, check, i, instrument_recompute(t, published, i, picked, scratch));
    r->step  = step;
    r->check = check;
}

/* Takes the facts of one year from the front of `told`. */
static struct instrument_result
result_of(struct arena *a, const struct instrument *in, struct told *told)
{
    struct instrument_result  r = { .year = told->fact->year };
    struct instrument_figure *actual = NEWS(a, struct instrument_figure, in->tree.n);

    for (; told->n > 0 && told->fact->year == r.year; told->fact++, told->n--)
        place_fact(in, told->fact, actual, &r);
    r.actual = actual;
    recompute(a, in, told->kind, &r);
    r.over_target = instrument_gap_of(actual[0].given, r.target.given);
    return r;
}

/* ---- the years of a region ------------------------------------------------------------------ */

static size_t
count_years(struct told told)
{
    size_t n = told.n > 0;

    for (size_t i = 1; i < told.n; i++) {
        assert(told.fact[i - 1].year <= told.fact[i].year);
        n += told.fact[i - 1].year < told.fact[i].year;
    }
    return n;
}

static void
results_of(struct arena *a, struct told told, struct instrument_series *s)
{
    struct instrument_result *year = NEWS(a, struct instrument_result, count_years(told));

    for (s->n = 0; told.n > 0; s->n++) {
        struct instrument_result *r = &year[s->n], *before = s->n > 0 ? r - 1 : NULL;
        *r = result_of(a, &s->instrument, &told);
        if (before && before->year == r->year - 1)
            r->improvement = instrument_gap_of(r->actual[0].given, before->actual[0].given);
    }
    s->year = year;
}

struct err *
instrument_series_of(struct cx *cx, struct str instrument, struct str region_code,
                     struct instrument_series *s)
{
    struct instrument_fact *fact;
    size_t                  n;

    *s = (struct instrument_series){ .n = 0 };
    TRY(instrument_get(cx, instrument, &s->instrument));
    TRY(region_get(cx, region_code, &s->region));
    TRY(instrument_facts_of(cx, s->instrument.id, region_code, &fact, &n));
    results_of(cx->arena, (struct told){ fact, n, region_kind_of_word(s->region.kind) }, s);
    return NULL;
}

struct err *
instrument_all_series_of(struct cx *cx, struct str region_code, struct instrument_series **all,
                         size_t *n)
{
    struct instrument_code   *row;
    struct instrument_series *series;

    TRY(instrument_codes_of(cx, region_code, &row, n));
    series = NEWS(cx->arena, struct instrument_series, *n);
    for (size_t i = 0; i < *n; i++)
        TRY(instrument_series_of(cx, row[i].code, region_code, &series[i]));
    *all = series;
    return NULL;
}

static const struct instrument_result *
year_of(const struct instrument_series *s, int64_t year)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->year[i].year == year)
            return &s->year[i];
    return NULL;
}

struct err *
instrument_result_of(struct cx *cx, struct str instrument, struct str region_code, int64_t year,
                     struct instrument_series *s, const struct instrument_result **result,
                     bool *found)
{
    TRY(instrument_series_of(cx, instrument, region_code, s));
    *result = year_of(s, year);
    *found  = *result != NULL;
    return NULL;
}

struct err *
instrument_compare(struct cx *cx, struct str instrument, const struct str *region_code, size_t n,
                   int64_t year, struct instrument_compared *out)
{
    for (size_t i = 0; i < n; i++) {
        TRY(instrument_series_of(cx, instrument, region_code[i], &out[i].series));
        out[i].result = year_of(&out[i].series, year);
    }
    return NULL;
}
