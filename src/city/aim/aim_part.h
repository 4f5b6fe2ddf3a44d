/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* aim_part.h — one computation of the tree after another in the same memory, for aim_*.c only. */
#ifndef GUYUB_AIM_PART_H
#define GUYUB_AIM_PART_H

#include "city/aim/aim_rule.h"

struct aim_run {
    const struct aim_climb *climb;
    struct score_given     *given;          /* the climb's, with what was changed in it      */
    struct score_step      *step;
    size_t                  n_computed;
};

/* As the climb has it; figures set stay until they are set anew. */
struct aim_run   aim_run_of(struct arena *, const struct aim_climb *);
void             aim_run_set(struct aim_run *, size_t ladder, struct dec figure);
/* So many rungs up: 0 is as the climb has it. */
void             aim_run_rung(struct aim_run *, size_t ladder, size_t rungs);
/* Computes the tree. */
struct aim_index aim_run_index(struct aim_run *);

/* Do only sums and means that do not round stand above the node? */
bool             aim_is_linear_above(struct score_tree, int32_t node);

/* Exact differences and sums of figures that score_compute made. */
struct dec       aim_minus(struct dec, struct dec);
struct dec       aim_plus(struct dec, struct dec);

#endif
