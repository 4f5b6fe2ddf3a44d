/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * aim_rule.h — how an index goes up, step by step: pure, in memory of the caller's arena.
 *
 * A ladder is an item with the figures above its own that it can reach, one a step. How far the
 * index goes with one item on one rung is computed by the engine for each rung of each ladder:
 * as many computations of the tree as there are rungs.
 *
 * The fewest steps to a target: where only sums and means that do not round stand between the
 * ladders and the index, what steps add is added up, and the fewest are found among all
 * combinations (a knapsack over steps: ladders x steps x rungs additions); the engine proves the
 * outcome. Elsewhere (the highest, ratios, expressions, rounding) the step that adds most for its
 * length is taken again and again, each tried by the engine; what was found reaches the target, but
 * fewer steps may do, and `way` says so. No more than AIM_WORK_MAX nodes are computed for that.
 */
#ifndef GUYUB_AIM_RULE_H
#define GUYUB_AIM_RULE_H

#include "engine/score/score.h"

struct arena;

enum { AIM_RUNGS_MAX = 200, AIM_WORK_MAX = 4000000, AIM_CELLS_MAX = 4000000 };

/* The rungs stand above the given figure of the node, ascending. */
struct aim_ladder { int32_t node; const struct dec *rung; size_t n; };

/* Every ladder's node has a figure. `given` passed score_given_check. */
struct aim_climb {
    struct score_tree         tree;
    const struct score_given *given;
    const struct aim_ladder  *ladder;
    size_t                    n;
};

/* The index with one item changed; not known: no figure follows. */
struct aim_index { bool known; struct dec value; };

/* Rung j of ladder i, in out[i][j]. */
struct aim_index **aim_tries(struct arena *, const struct aim_climb *);
struct aim_index   aim_index_now(struct arena *, const struct aim_climb *);

/* Does what one ladder adds never depend on the others? */
bool aim_is_linear(const struct aim_climb *);

enum aim_way {
    AIM_UNKNOWN,            /* there is no index to begin with                             */
    AIM_THERE,              /* it is reached already                                       */
    AIM_FEWEST,             /* reached; fewer steps do not reach it                        */
    AIM_FOUND,              /* reached; fewer steps may reach it                           */
    AIM_OUT_OF_REACH,       /* not reached with every ladder at its top                    */
    AIM_NOT_FOUND           /* not found by going up; another combination may reach it     */
};

struct aim_plan {
    enum aim_way     way;
    size_t          *rungs;             /* so many steps up each ladder: 0 stays as it is  */
    size_t           n_steps;           /* of all ladders                                  */
    struct aim_index before, after;     /* after: with the steps of `rungs`                */
    size_t           n_computed;        /* computations of the tree                        */
};

/* Of as few steps the ones that take the index highest; of those the earliest ladders'. */
void aim_plan_to(struct arena *, const struct aim_climb *, struct dec target, struct aim_plan *);

/*
 * The figure that ladder i's item alone must reach for the index to reach the target: between
 * rungs too, to so many places, rounded up. False: not with this item alone. Linear climbs only.
 */
struct aim_goal { struct dec target; int32_t places; };
bool aim_alone(struct arena *, const struct aim_climb *, size_t i, struct aim_goal,
               struct dec *figure);

/* What one step of a figure is, and how far the scale's marks lie apart: the power of ten that is
 * at most a twentieth of the scale: 0.1 of 0 to 4, 1 of 0 to 100. */
struct dec aim_stride(struct score_scale);
/* The first mark above; false: there is none on the scale. */
bool       aim_next_mark(struct score_scale, struct dec index, struct dec *mark);
/* Up from a figure by strides, the scale's end last; writes at most AIM_RUNGS_MAX. */
size_t     aim_rungs_above(struct score_scale, struct dec figure, struct dec *rung);

/*
 * Where the index lies when nothing is known of some leaves but their scale; false: the tree is
 * not linear in them, or the index is known or undefined. `may_miss[i]`: leaf i may turn out not
 * to be applicable, which moves weights; then nothing is said.
 */
struct aim_between { struct aim_index low, high; };
bool aim_index_between(struct arena *, struct score_tree, const struct score_given *,
                       const bool *may_miss, struct aim_between *);

#endif
