/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* cohort.c — the verbs of cohort.h that read. */
#include "city/cohort/cohort.h"

#include <assert.h>

#include "base/arena.h"
#include "base/money.h"
#include "city/cohort/cohort_sql.h"

/* ---- years ----------------------------------------------------------------------------------- */

static bool
goes_before(const struct cohort_fact *a, const struct cohort_fact *b)
{
    if (a->year != b->year)
        return a->year < b->year;
    return cohort_measure_of(a->measure) < cohort_measure_of(b->measure);
}

/* From the database they come by the measures' names; lists have them in the measures' order. */
static void
order_facts(struct cohort_fact *fact, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        struct cohort_fact f = fact[i];
        size_t             at = i;

        for (; at > 0 && goes_before(&f, &fact[at - 1]); at--)
            fact[at] = fact[at - 1];
        fact[at] = f;
    }
}

static int64_t
named_in(const struct cohort_set *set, int64_t year)
{
    int64_t n = 0;

    for (size_t i = 0; i < set->n; i++)
        n += cohort_kind_is_counted(set->row[i].kind)
          && set->row[i].year.known && set->row[i].year.n == year;
    return n;
}

static void
year_of(const struct cohort_fact *fact, size_t n, const struct cohort_set *set,
        struct cohort_year *y)
{
    const struct cohort_fact *joined;

    *y = (struct cohort_year){ .year = fact[0].year, .fact = fact };
    while (y->n_facts < n && fact[y->n_facts].year == y->year)
        y->n_facts++;
    joined = cohort_fact_of(y, COHORT_JOINED);
    if (joined) {
        y->joined      = KNOWN(joined->value);
        y->is_inferred = joined->inferred;
    }
    y->n_named = named_in(set, y->year);
}

static void
sum_years(struct arena *a, struct cohort_year *year, size_t n)
{
    struct maybe_int *joined = NEWS(a, struct maybe_int, n);
    struct maybe_int *so_far = NEWS(a, struct maybe_int, n);

    for (size_t i = 0; i < n; i++)
        joined[i] = year[i].joined;
    cohort_sum(joined, n, so_far);
    for (size_t i = 0; i < n; i++)
        year[i].so_far = so_far[i];
}

struct err *
cohort_series_of(struct cx *cx, struct cohort_series *s)
{
    struct cohort_fact *fact;
    struct cohort_year *year;
    struct cohort_set   set;
    size_t              n;

    TRY(cohort_facts(cx, &fact, &n));
    TRY(cohort_members_of(cx, (struct cohort_filter){ 0 }, &set));
    order_facts(fact, n);
    year = NEWS(cx->arena, struct cohort_year, n);
    *s = (struct cohort_series){ .year = year };
    for (size_t i = 0; i < n; i += year[s->n++].n_facts)
        year_of(fact + i, n - i, &set, &year[s->n]);
    sum_years(cx->arena, year, s->n);
    if (s->n > 0)
        s->total = year[s->n - 1].so_far;
    for (size_t i = 0; i < set.n; i++) {
        bool is_counted = cohort_kind_is_counted(set.row[i].kind);

        s->n_named     += is_counted;
        s->n_provinces += !is_counted;
    }
    return NULL;
}

const struct cohort_fact *
cohort_fact_of(const struct cohort_year *y, enum cohort_measure measure)
{
    for (size_t i = 0; i < y->n_facts; i++)
        if (cohort_measure_of(y->fact[i].measure) == measure)
            return &y->fact[i];
    return NULL;
}

/* ---- members --------------------------------------------------------------------------------- */

struct err *
cohort_members_of(struct cx *cx, struct cohort_filter filter, struct cohort_set *set)
{
    struct cohort_member *row;

    TRY(filter.year == 0 ? cohort_members(cx, &row, &set->n)
                         : cohort_members_in(cx, KNOWN(filter.year), &row, &set->n));
    set->row = row;
    return NULL;
}

struct err *
cohort_member_find(struct cx *cx, struct str region_code, struct cohort_member *m, bool *found)
{
    return cohort_member_at(cx, region_code, m, found);
}

/* ---- words ----------------------------------------------------------------------------------- */

static struct str
in_language(enum lang lang, struct str id, struct str en)
{
    return lang == LANG_EN ? en : id;
}

struct str
cohort_fact_note(enum lang lang, const struct cohort_fact *f)
{
    return in_language(lang, f->note_id, f->note_en);
}

struct str
cohort_member_note(enum lang lang, const struct cohort_member *m)
{
    return in_language(lang, m->note_id, m->note_en);
}

struct str
cohort_count_text(struct cx *cx, struct maybe_int count)
{
    return count.known ? int_text(cx->arena, cx->lang, count.n)
                       : msg_text(cx->arena, cx->lang, MSG("unknown"));
}

struct msg
cohort_member_text(struct arena *a, const struct cohort_member *m)
{
    if (m->year.known)
        return MSG("Participant since {0}", year_text(a, m->year.n));
    if (m->seen_year.known)
        return MSG("Participant, in {0} at the latest", year_text(a, m->seen_year.n));
    return MSG("Participant; the year of joining is unknown");
}

