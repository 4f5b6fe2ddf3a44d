/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* aim_plan.c — the fewest steps to a target: among all combinations of a sum, step by step else. */
#include <assert.h>

#include "base/arena.h"
#include "city/aim/aim_part.h"

/* Sums of gains are this near to what the engine makes of them; the engine has the last word. */
static const struct dec NEAR = { .units = 1, .scale = 12 };

enum { STEPS_FIRST = 8 };

struct planning {
    struct arena           *arena;
    const struct aim_climb *c;
    struct dec              target;
    struct aim_plan        *plan;
    struct aim_run          run;
};

static bool
reaches(const struct planning *p, struct aim_index index)
{
    return index.known && dec_cmp(index.value, p->target) >= 0;
}

/* The index with the plan's steps. */
static struct aim_index
computed(struct planning *p)
{
    for (size_t i = 0; i < p->c->n; i++)
        aim_run_rung(&p->run, i, p->plan->rungs[i]);
    return aim_run_index(&p->run);
}

static bool
has_work_left(const struct planning *p)
{
    return p->run.n_computed * p->c->tree.n < AIM_WORK_MAX;
}

/* ---- of a sum: the fewest among all --------------------------------------------------------- */

/* The most that so many steps add: best[s] of the ladders so far; took[i][s] on the i-th. */
struct sack { struct dec **gain; struct dec *best; uint8_t *took; size_t n_steps; };

_Static_assert(AIM_RUNGS_MAX <= UINT8_MAX, "took holds a ladder's rungs");

/* What each rung adds to the index of now; false: one of them leaves no index. */
static bool
gains_of(struct planning *p, struct sack *s)
{
    struct aim_index **tried = aim_tries(p->arena, p->c);

    s->gain = NEWS(p->arena, struct dec *, p->c->n);
    for (size_t i = 0; i < p->c->n; i++) {
        s->gain[i] = NEWS(p->arena, struct dec, p->c->ladder[i].n);
        p->run.n_computed += p->c->ladder[i].n;
        for (size_t j = 0; j < p->c->ladder[i].n; j++) {
            if (!tried[i][j].known)
                return false;
            s->gain[i][j] = aim_minus(tried[i][j].value, p->plan->before.value);
        }
    }
    return true;
}

/* Ladder i with up to s steps in all; from the most steps down, so that best[] is still of the
 * ladders before it. */
static void
fill_ladder(const struct planning *p, struct sack *s, size_t i)
{
    uint8_t *took = s->took + i * (s->n_steps + 1);

    for (size_t steps = s->n_steps; steps > 0; steps--)
        for (size_t k = 1; k <= p->c->ladder[i].n && k <= steps; k++) {
            struct dec with = aim_plus(s->best[steps - k], s->gain[i][k - 1]);

            if (dec_cmp(with, s->best[steps]) > 0) {
                s->best[steps] = with;
                took[steps]    = (uint8_t)k;
            }
        }
}

static void
fill(const struct planning *p, struct sack *s, size_t n_steps)
{
    s->n_steps = n_steps;
    s->best    = NEWS(p->arena, struct dec, n_steps + 1);
    s->took    = NEWS(p->arena, uint8_t, p->c->n * (n_steps + 1));
    for (size_t i = 0; i < p->c->n; i++)
        fill_ladder(p, s, i);
}

/* Which steps make best[steps]. */
static void
unpack(struct planning *p, const struct sack *s, size_t steps)
{
    p->plan->n_steps = 0;
    for (size_t i = p->c->n; i > 0; i--) {
        size_t k = s->took[(i - 1) * (s->n_steps + 1) + steps];

        p->plan->rungs[i - 1] = k;
        p->plan->n_steps     += k;
        steps                -= k;
    }
}

/* The fewest steps in the sack whose index, as the engine has it, reaches the target. */
static bool
take_fewest(struct planning *p, const struct sack *s, struct dec need)
{
    for (size_t steps = 1; steps <= s->n_steps; steps++) {
        if (dec_cmp(aim_plus(s->best[steps], NEAR), need) < 0)
            continue;
        unpack(p, s, steps);
        p->plan->after = computed(p);
        if (reaches(p, p->plan->after))
            return true;
    }
    return false;
}

static size_t
all_steps(const struct aim_climb *c)
{
    size_t n = 0;

    for (size_t i = 0; i < c->n; i++)
        n += c->ladder[i].n;
    return n;
}

/* A sack for few steps is tried before one for more. */
static bool
is_planned_exactly(struct planning *p)
{
    struct sack s = { .n_steps = 0 };
    struct dec  need = aim_minus(p->target, p->plan->before.value);
    size_t      all = all_steps(p->c), most = STEPS_FIRST;

    if (!aim_is_linear(p->c) || !gains_of(p, &s))
        return false;
    for (;;) {
        most = most < all ? most : all;
        if (p->c->n * (most + 1) > AIM_CELLS_MAX)
            return false;
        fill(p, &s, most);
        if (take_fewest(p, &s, need)) {
            p->plan->way = AIM_FEWEST;
            return true;
        }
        if (most == all)
            return false;
        most *= 2;
    }
}

/* ---- of anything else: the step that adds most for its length ------------------------------- */

struct move { size_t ladder, rungs; struct dec by; bool reaches; };

/* By b's and a's own lengths: by_a / rungs_a against by_b / rungs_b. */
static bool
is_better(const struct move *a, const struct move *b)
{
    struct dec left, right;

    if (b->rungs == 0 || a->reaches != b->reaches)
        return b->rungs == 0 || a->reaches;
    if (a->reaches && a->rungs != b->rungs)
        return a->rungs < b->rungs;
    if (!dec_mul(a->by, DEC((int64_t)b->rungs), &left)
        || !dec_mul(b->by, DEC((int64_t)a->rungs), &right))
        return false;
    return dec_cmp(left, right) > 0;
}

static struct move
best_move(struct planning *p, struct dec now)
{
    struct move best = { .rungs = 0 };

    for (size_t i = 0; i < p->c->n; i++) {
        size_t from = p->plan->rungs[i];

        for (size_t k = 1; from + k <= p->c->ladder[i].n && has_work_left(p); k++) {
            aim_run_rung(&p->run, i, from + k);
            struct aim_index at = aim_run_index(&p->run);
            struct move      m = { i, k, aim_minus(at.value, now), reaches(p, at) };

            if (at.known && m.by.units > 0 && is_better(&m, &best))
                best = m;
        }
        aim_run_rung(&p->run, i, from);
    }
    return best;
}

/* Steps that turned out not to be needed are taken back. */
static void
prune(struct planning *p)
{
    for (size_t i = 0; i < p->c->n; i++)
        while (p->plan->rungs[i] > 0 && has_work_left(p)) {
            p->plan->rungs[i]--;
            struct aim_index without = computed(p);

            if (!reaches(p, without)) {
                p->plan->rungs[i]++;
                break;
            }
            p->plan->after = without;
            p->plan->n_steps--;
        }
}

static void
plan_by_steps(struct planning *p)
{
    struct aim_index now = p->plan->before;

    for (size_t i = 0; i < p->c->n; i++)
        p->plan->rungs[i] = 0;
    p->plan->n_steps = 0;
    (void)computed(p);
    while (!reaches(p, now)) {
        struct move m = best_move(p, now.value);

        if (m.rungs == 0) {
            p->plan->way = AIM_NOT_FOUND;
            break;
        }
        p->plan->rungs[m.ladder] += m.rungs;
        p->plan->n_steps         += m.rungs;
        aim_run_rung(&p->run, m.ladder, p->plan->rungs[m.ladder]);
        now.value = aim_plus(now.value, m.by);
        p->plan->way = AIM_FOUND;
    }
    p->plan->after = now;
    if (p->plan->way == AIM_FOUND)
        prune(p);
}

/* ---- the plan ------------------------------------------------------------------------------- */

/* A sum is highest with every ladder at its top. */
static bool
is_out_of_reach(struct planning *p)
{
    if (!aim_is_linear(p->c))
        return false;
    for (size_t i = 0; i < p->c->n; i++)
        p->plan->rungs[i] = p->c->ladder[i].n;
    p->plan->after   = computed(p);
    p->plan->n_steps = all_steps(p->c);
    return p->plan->after.known && !reaches(p, p->plan->after);
}

static void
plan(struct planning *p)
{
    p->plan->before = p->plan->after = aim_run_index(&p->run);
    if (!p->plan->before.known)
        p->plan->way = AIM_UNKNOWN;
    else if (reaches(p, p->plan->before))
        p->plan->way = AIM_THERE;
    else if (is_out_of_reach(p))
        p->plan->way = AIM_OUT_OF_REACH;
    else if (!is_planned_exactly(p))
        plan_by_steps(p);
}

void
aim_plan_to(struct arena *a, const struct aim_climb *c, struct dec target, struct aim_plan *out)
{
    struct planning p = { a, c, target, out, aim_run_of(a, c) };

    *out = (struct aim_plan){ .rungs = NEWS(a, size_t, c->n) };
    plan(&p);
    out->n_computed = p.run.n_computed;
}
