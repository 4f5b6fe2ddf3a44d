/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * score.h — an index from a tree of weights: exact, with its interval and its reasons.
 *
 * WHAT   A tree of any depth is an array of nodes in preorder. A leaf gets its figure from outside;
 *        an inner node is the weighted or the plain mean of its children, or is given as published
 *        in place of them. Every figure carries the range in which it lies: a figure published as
 *        3.60 stands for [3.595, 3.605), and the range of a mean follows from its children's
 *        (ADR 0005).
 * NOT    Names, texts, predicates, what is stored: city/instrument. Packs: pack/.
 * READ   score.c, top to bottom: check, compute, compare.
 *
 * THE LAW  The smart-city evaluation's index is the weighted mean of its five components, and the
 *          impact component the plain mean of six dimensions (pack/instrument/ names the sources).
 * OURS     A missing leaf leaves its ancestors unknown, never 0. Nothing rounds but a division,
 *          which keeps 18 places half even, once a node. Rounding for display is separate: half up,
 *          once, from the exact value (score_shown). A range is cut at the ends of the scale.
 *
 * The engine allocates nothing, reads no clock and never fails for lack of anything: a tree or a
 * figure that is wrong is a struct score_fault, which the caller puts into words.
 */
#ifndef GUYUB_ENGINE_SCORE_SCORE_H
#define GUYUB_ENGINE_SCORE_SCORE_H

#include "base/decimal.h"

enum {
    SCORE_NODES_MAX  = 10000,
    SCORE_DEPTH_MAX  = 16,
    SCORE_PLACES_MAX = 9,           /* of a given figure, of a weight          */
    SCORE_ABS_MAX    = 1000000      /* of the scale's ends: keeps 128 bits safe */
};

enum score_how { SCORE_LEAF, SCORE_WEIGHTED, SCORE_PLAIN };

struct score_node {
    int32_t        parent;      /* index, smaller than its own; -1 for the root, which is first */
    enum score_how how;         /* what makes this node's value                                 */
    struct dec     weight;      /* of the parent, which is SCORE_WEIGHTED: 0.10; else not read  */
};

struct score_tree { const struct score_node *node; size_t n; };

struct score_scale { struct dec min, max; };      /* both ends included */

/* Where a figure lies. A figure that is exact is the range of one point, both ends in. */
struct score_range { struct dec low, high; bool low_in, high_in; };

struct score_given { bool known; struct dec value; struct score_range range; };

enum score_state {
    SCORE_UNKNOWN,                  /* a leaf below (or this one) has no figure        */
    SCORE_GIVEN,                    /* as published                                    */
    SCORE_COMPUTED,                 /* from its children                               */
    SCORE_STOOD_IN                  /* below a node that is given: its figure is not needed */
};

/* One line of the reason: what stands at a node, and what it adds to its parent. */
struct score_step {
    enum score_state   state;
    struct dec         value;            /* GIVEN and COMPUTED only, like the range      */
    struct score_range range;
    struct dec         share;            /* of the parent, 1 for the root; one of six is 0.166… */
    struct dec         contribution;     /* share x value, in the parent's units         */
    int32_t            missing;          /* leaves without a figure below, itself included */
};

enum score_fault_kind {
    SCORE_FINE,
    SCORE_SIZE,                 /* no node, or more than SCORE_NODES_MAX                      */
    SCORE_NOT_PREORDER,         /* `node` does not follow its parent's earlier children       */
    SCORE_TOO_DEEP,
    SCORE_LEAF_HAS_PARTS,
    SCORE_NO_PARTS,             /* a mean of nothing                                          */
    SCORE_WEIGHT,               /* `figure`: a weight that is not above 0, or too fine        */
    SCORE_WEIGHT_SUM,           /* `figure`: what the weights below `node` add up to, not 1   */
    SCORE_OUTSIDE,              /* `figure`: a given value that is outside the scale          */
    SCORE_TOO_FINE,             /* `figure`: more than SCORE_PLACES_MAX places                */
    SCORE_GIVEN_TWICE           /* `node` and its ancestor `other` are both given             */
};

struct score_fault { enum score_fault_kind kind; int32_t node, other; struct dec figure; };

/* Is this a tree that can be computed? The first fault, in the order of the nodes. */
bool score_check(struct score_tree, struct score_fault *);

/* Is no branch given twice, as a whole and in its parts? `given` has one entry a node. */
bool score_given_check(struct score_tree, const struct score_given *given, struct score_fault *);

/* Fills `step`, one a node, for a tree and figures that passed the checks. */
void score_compute(struct score_tree, const struct score_given *given, struct score_step *step);

/* The leaves that lack a figure, in order, at most `cap`; returns how many there are. */
size_t score_missing(struct score_tree, const struct score_step *step, int32_t *leaf, size_t cap);

/*
 * A figure as published stands for the values that round to it at its own places, cut at the
 * scale's ends; an exact one stands for itself. Faults: SCORE_OUTSIDE, SCORE_TOO_FINE, node -1.
 */
bool score_published(struct dec shown, struct score_scale, struct score_given *,
                     struct score_fault *);
bool score_exact    (struct dec value, struct score_scale, struct score_given *,
                     struct score_fault *);

/* Do a published and a recomputed range share a value? */
bool score_agrees(struct score_range published, struct score_range recomputed);

/* Where a - b lies when a and b lie anywhere in their ranges. */
struct score_range score_minus(struct score_range a, struct score_range b);

bool score_holds(struct score_range, struct dec);          /* is the value in the range?      */
struct dec score_shown(struct dec value, int32_t places);  /* half up, once, for display only */

#endif
