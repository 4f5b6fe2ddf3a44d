/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * round_share.c — fills the regions' seats: the least loaded assessor first, nobody with a tie.
 *
 * A seat whose holder's right has ended is not counted: another is named beside it, as far as the
 * region has room. Its load is not counted either.
 */
#include <stdlib.h>

#include "base/arena.h"
#include "city/round/round_part.h"
#include "store/store.h"

struct sharing {
    struct str              code;
    int64_t                 each, n_new, n_short;

    struct round_full       full;
    struct round_pool       pool;
    struct round_region_set region;
    struct round_seat_list  seat;
    struct round_candidate *candidate;          /* as the pool's assessors                        */
    enum round_tie         *tie;                /* of the region that is filled                   */
    bool                   *sits;
};

static bool
is_running(const struct sharing *s, size_t i)
{
    return !s->seat.row[i].seat.ended_at.known;
}

static void
count_loads(struct sharing *s)
{
    for (size_t i = 0; i < s->pool.n; i++) {
        s->candidate[i] = (struct round_candidate){ .post = s->pool.assessor[i].post_code };
        for (size_t k = 0; k < s->seat.n; k++)
            s->candidate[i].load += is_running(s, k)
                && s->seat.row[k].seat.post_id.n == s->pool.assessor[i].post_id.n;
    }
}

static struct err *
load_all(struct cx *cx, struct sharing *s, const struct round *r)
{
    TRY(round_pool_of(cx, &s->pool));
    TRY(round_seats_seen(cx, r, &s->seat));
    s->candidate = NEWS(cx->arena, struct round_candidate, s->pool.n);
    s->tie = NEWS(cx->arena, enum round_tie, s->pool.n);
    s->sits = NEWS(cx->arena, bool, s->pool.n);
    count_loads(s);
    return NULL;
}

/* Whom the region has: `sits` of each assessor, how many seats there are, how many count. */
static void
look_at(struct cx *cx, struct sharing *s, struct str region_code, int64_t *n_all, int64_t *n_good)
{
    *n_all = *n_good = 0;
    for (size_t i = 0; i < s->pool.n; i++) {
        const struct round_assessor *a = &s->pool.assessor[i];

        s->sits[i] = false;
        s->tie[i] = scope_covers((struct scope){ .region = a->region_code },
                                 (struct scope){ .region = region_code })
                  ? round_pool_tie(cx, &s->pool, a->post_id, region_code) : ROUND_OWN;
        for (size_t k = 0; k < s->seat.n; k++)
            if (is_running(s, k) && s->seat.row[k].seat.post_id.n == a->post_id.n
                && str_eq(s->seat.row[k].seat.region_code, region_code)) {
                s->sits[i] = true;
                *n_good += s->seat.row[k].state == ROUND_SEAT_SITS;
            }
    }
    for (size_t k = 0; k < s->seat.n; k++)
        *n_all += is_running(s, k) && str_eq(s->seat.row[k].seat.region_code, region_code);
}

static struct err *
fill(struct cx *cx, struct sharing *s, struct str region_code)
{
    int64_t n_all, n_good;

    look_at(cx, s, region_code, &n_all, &n_good);
    for (; n_good < s->each && n_all < ROUND_SEATS_MAX; n_good++, n_all++) {
        size_t i = round_least(s->candidate, s->tie, s->sits, s->pool.n);

        if (i == s->pool.n)
            break;
        TRY(round_seat_give(cx, &s->full.round, &s->pool.assessor[i], region_code, S("")));
        s->sits[i] = true;
        s->candidate[i].load++;
        s->n_new++;
    }
    s->n_short += n_good < s->each ? s->each - n_good : 0;
    return NULL;
}

static struct err *
share_once(struct cx *cx, void *arg)
{
    struct sharing *s = arg;

    s->n_new = s->n_short = 0;
    TRY(round_find_to_write(cx, s->code, &s->full));
    TRY(round_regions_of(cx, &s->full.round, &s->region));
    TRY(load_all(cx, s, &s->full.round));
    for (size_t i = 0; i < s->region.n; i++)
        TRY(fill(cx, s, s->region.row[i].region_code));
    return round_replace_feed(cx, &s->full.round);
}

struct err *
round_seats_share(struct cx *cx, struct str code, int64_t each, int64_t *n_new, int64_t *n_short)
{
    struct sharing s = { .code = code, .each = each };

    TRY(must(cx, MAY_RUN_ROUND, round_nation()));
    if (each < ROUND_SEATS_LEAST || each > ROUND_SEATS_MAX)
        return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "round.each",
            .text = MSG("A region has two to five assessors."), .where = S("each") });
    TRY(store_change(cx, "round_seats_share", share_once, &s));
    *n_new = s.n_new;
    *n_short = s.n_short;
    return NULL;
}

/* ---- who could sit -------------------------------------------------------------------------- */

static int
by_load(const void *a, const void *b)
{
    const struct round_proposal *x = a, *y = b;

    if (x->tie != y->tie)
        return (x->tie > y->tie) - (x->tie < y->tie);
    if (x->load != y->load)
        return (x->load > y->load) - (x->load < y->load);
    return str_cmp(x->assessor.post_code, y->assessor.post_code);
}

struct err *
round_proposals_of(struct cx *cx, const struct round *r, struct str region_code,
                   struct round_proposals *set)
{
    struct sharing s = { .n_new = 0 };
    int64_t        n_all, n_good;

    TRY(must(cx, MAY_RUN_ROUND, round_nation()));
    TRY(load_all(cx, &s, r));
    look_at(cx, &s, region_code, &n_all, &n_good);
    *set = (struct round_proposals){ .row = NEWS(cx->arena, struct round_proposal, s.pool.n) };
    for (size_t i = 0; i < s.pool.n; i++)
        if (!s.sits[i] && s.tie[i] != ROUND_OWN)
            set->row[set->n++] = (struct round_proposal){ .assessor = s.pool.assessor[i],
                .load = s.candidate[i].load, .tie = s.tie[i] };
    if (set->n > 0)
        qsort(set->row, set->n, sizeof *set->row, by_load);
    return NULL;
}
