/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * score.h — an index from a tree of items: exact, with its interval and its reasons.
 *
 * WHAT   A tree of any depth is an array of nodes in preorder. A leaf gets its figure from outside;
 *        an inner node follows from its parts by one of seven rules, or is given as published in
 *        place of them. Every figure carries the range in which it lies: a figure published as
 *        3.60 stands for [3.595, 3.605), and the range of a mean follows from its parts'
 *        (ADR 0005). A band says what a figure is called.
 * NOT    Names, texts, rubrics, repeated answers, what is stored: city/instrument. The language of
 *        expressions: engine/rule. Packs: pack/.
 * READ   score_check.c is it a tree · score.c compute · score_compare.c published and recomputed ·
 *        score_band.c what a figure is called · score_rank.h ranks under drawn weights
 *
 * THE LAW  The smart-city evaluation and SPBE are weighted means of weighted or plain means; the
 *          regional innovation index sums over max(10, n) (pack/instrument/ names the sources).
 * OURS     A missing leaf leaves its ancestors unknown, never 0. What is not applicable leaves its
 *          parent, and its weight goes to its siblings in proportion; a node none of whose parts is
 *          applicable is not applicable itself (ADR 0010). Nothing rounds but a division, which
 *          keeps 18 places half even, once a node, and a node that `rounds`, half up; what thirds
 *          and sevenths leave in the last two places is taken away again (ADR 0010). Rounding for
 *          display is separate (score_shown). A range is cut at the ends of the node's scale.
 *
 * The engine allocates nothing, reads no clock and never fails for lack of anything: a tree or a
 * figure that is wrong is a struct score_fault, which the caller puts into words. What passed the
 * checks fits 128 bits: SCORE_ABS_MAX x SCORE_WEIGHT_MAX with 18 + 6 places are 33 digits of 36.
 */
#ifndef GUYUB_ENGINE_SCORE_SCORE_H
#define GUYUB_ENGINE_SCORE_SCORE_H

#include "base/decimal.h"

enum {
    SCORE_NODES_MAX         = 30000,
    SCORE_DEPTH_MAX         = 16,
    SCORE_PLACES_MAX        = 9,            /* of a given figure                           */
    SCORE_WEIGHT_MAX        = 1000,         /* of a weight, a whole, a factor: above 0 …   */
    SCORE_WEIGHT_PLACES_MAX = 6,            /* … and at most this fine                     */
    SCORE_ABS_MAX           = 1000000,      /* of a scale's ends, of `least`               */
    SCORE_EXPRESS_PARTS_MAX = 256           /* of one expression                           */
};

enum score_how {
    SCORE_LEAF,
    SCORE_WEIGHTED,         /* sum of weight x figure, over the sum of weights            */
    SCORE_PLAIN,            /* mean                                                       */
    SCORE_HIGHEST,          /* the highest of its parts: the highest level proven         */
    SCORE_RATIO,            /* first part / second part x factor; exactly two             */
    SCORE_SUM,
    SCORE_SUM_OVER,         /* sum / max(least, number of applicable parts); 0 of no part */
    SCORE_EXPRESSION        /* whatever the tree's `express` says of its parts            */
};

struct score_scale { struct dec min, max; };      /* both ends included */

struct score_node {
    int32_t            parent;      /* index, smaller than its own; -1 for the root, first      */
    enum score_how     how;         /* what makes this node's value                             */
    struct dec         weight;      /* below SCORE_WEIGHTED: as written, 10 or 0.10             */
    struct dec         whole;       /* SCORE_WEIGHTED: what its parts' weights add up to        */
    struct score_scale scale;       /* where its figure may lie                                 */
    int32_t            least;       /* SCORE_SUM_OVER: at least 1                               */
    struct dec         factor;      /* SCORE_RATIO: 1, or 100 for per cent                      */
    bool               rounds;      /* rounded to `places`, half up, before it counts           */
    int32_t            places;
};

/* A part's figure for an expression; not known: the part is not applicable. */
struct score_part { bool known; struct dec value; };

/* The figure of node `i` from those of its n parts, in order; false: none follows from them. */
typedef bool score_express_fn(void *arg, int32_t i, const struct score_part *part, size_t n,
                              struct dec *out);

struct score_tree {
    const struct score_node *node;
    size_t                   n;
    score_express_fn        *express;       /* NULL where no node is SCORE_EXPRESSION */
    void                    *arg;
};

/* Where a figure lies. A figure that is exact is the range of one point, both ends in. */
struct score_range { struct dec low, high; bool low_in, high_in; };

/* What is known of a node from outside: its figure, or that it (with all below) does not apply. */
struct score_given { bool known; struct dec value; struct score_range range; bool not_applicable; };

enum score_state {
    SCORE_UNKNOWN,                  /* a leaf below (or this one) has no figure               */
    SCORE_GIVEN,                    /* as published                                           */
    SCORE_COMPUTED,                 /* from its parts                                         */
    SCORE_STOOD_IN,                 /* below a node that is given: its figure is not needed   */
    SCORE_NOT_APPLICABLE,
    SCORE_UNDEFINED                 /* its parts are known, but no figure follows: see `why`  */
};

/* Why no figure follows from the parts. */
enum score_why {
    SCORE_DEFINED,
    SCORE_BY_ZERO,                  /* the ratio's second part is 0                           */
    SCORE_HALF_RATIO,               /* one of the ratio's two parts is not applicable         */
    SCORE_OFF_SCALE,                /* `before` lies outside the node's scale                 */
    SCORE_NO_VALUE,                 /* the expression has none, or 36 digits cannot hold it   */
    SCORE_PART_UNDEFINED            /* a part is undefined itself                             */
};

/*
 * One line of the reason: what stands at a node, and what it adds to its parent. The root's share
 * is 1; 0 is that of what is not applicable, of all but one part of the highest, of a ratio's and
 * an expression's parts.
 */
struct score_step {
    enum score_state   state;
    enum score_why     why;              /* UNDEFINED only                                 */
    struct dec         value;            /* GIVEN and COMPUTED only, like the range        */
    struct score_range range;
    struct dec         before;           /* the value before the node rounds it; see `why` */
    struct dec         share;            /* what one point adds to the parent: below a     */
                                         /* mean, of the applicable weights                */
    struct dec         contribution;     /* share x value; see score_adds_up               */
    int32_t            missing;          /* leaves without a figure below, itself included */
};

enum score_fault_kind {
    SCORE_FINE,
    SCORE_SIZE,                 /* no node, or more than SCORE_NODES_MAX                       */
    SCORE_NOT_PREORDER,         /* `node` does not follow its parent's earlier children        */
    SCORE_TOO_DEEP,
    SCORE_LEAF_HAS_PARTS,
    SCORE_NO_PARTS,             /* a mean of nothing                                           */
    SCORE_PARTS,                /* a ratio without exactly two, an expression of too many      */
    SCORE_WEIGHT,               /* `figure`: a weight that is not above 0, too large, too fine */
    SCORE_WHOLE,                /* the same of a whole                                         */
    SCORE_FACTOR,               /* the same of a factor                                        */
    SCORE_WEIGHT_SUM,           /* `figure`: what the weights below `node` add up to, not whole */
    SCORE_SCALE,                /* it ends where it begins or before, or beyond SCORE_ABS_MAX  */
    SCORE_WIDER_PART,           /* `node`'s scale leaves that of the mean `other`, its parent  */
    SCORE_DIVISOR,              /* `node` divides a ratio, and its scale reaches below 0       */
    SCORE_LEAST,                /* not from 1 to SCORE_ABS_MAX                                 */
    SCORE_ROUND,                /* places not 0 to SCORE_PLACES_MAX, or coarser than the scale */
    SCORE_NO_EXPRESS,           /* an expression, and the tree has nothing that reads it       */
    SCORE_OUTSIDE,              /* `figure`: a given value that is outside the scale           */
    SCORE_TOO_FINE,             /* `figure`: more than SCORE_PLACES_MAX places; a band's: more */
                                /* than figures are rounded to                                 */
    SCORE_GIVEN_TWICE,          /* `node` is given, and so is its ancestor (or itself) `other` */
    SCORE_BAND_ORDER,           /* a band that ends before it begins, or begins before `other` */
    SCORE_BAND_GAP,             /* `figure` lies between band `other` and band `node`          */
    SCORE_BAND_OVERLAP,         /* `figure` lies in both                                       */
    SCORE_BAND_END              /* `figure`, an end of the scale, lies in no band; no band at  */
                                /* all; or the first or last band leaves the scale             */
};

struct score_fault { enum score_fault_kind kind; int32_t node, other; struct dec figure; };

/* ---- the tree and its figures --------------------------------------------------------------- */

/* Is this a tree that can be computed? The first fault, in the order of the nodes. */
bool score_check(struct score_tree, struct score_fault *);

/*
 * Do the figures fit the tree: on their node's scale, no branch given twice, as a whole and in its
 * parts, none given in a branch that is not applicable? `given` has one entry a node.
 */
bool score_given_check(struct score_tree, const struct score_given *given, struct score_fault *);

/* Fills `step`, one a node, for a tree and figures that passed the checks. */
void score_compute(struct score_tree, const struct score_given *given, struct score_step *step);

/* The leaves that lack a figure, in order, at most `cap`; returns how many there are. */
size_t score_missing(struct score_tree, const struct score_step *step, int32_t *leaf, size_t cap);

bool score_has_figure(const struct score_step *);       /* is it GIVEN or COMPUTED? */

/*
 * Do the contributions of such a node's parts add up to it (to `before`)? Of all but ratios and
 * expressions, to within the last of 18 places a part (10^-16 where noise was taken away); of the
 * highest one part contributes.
 */
bool score_adds_up(enum score_how);

/* ---- published and recomputed --------------------------------------------------------------- */

/*
 * A figure as published stands for the values that round to it (half up, away from 0) at its own
 * places, cut at the scale's ends; an exact one stands for itself. Faults: SCORE_OUTSIDE,
 * SCORE_TOO_FINE, node -1.
 */
bool score_published(struct dec shown, struct score_scale, struct score_given *,
                     struct score_fault *);
bool score_exact    (struct dec value, struct score_scale, struct score_given *,
                     struct score_fault *);

/* Do a published and a recomputed range share a value? */
bool score_agrees(struct score_range published, struct score_range recomputed);

/* Where a - b lies when a and b lie anywhere in their ranges. */
struct score_range score_minus(struct score_range a, struct score_range b);

/* Where a figure lies once it is rounded to `places`, half up; both ends are reached. */
struct score_range score_rounded(struct score_range, int32_t places);

struct score_range score_point(struct dec);                /* the range of an exact figure    */
bool score_holds(struct score_range, struct dec);          /* is the value in the range?      */
struct dec score_shown(struct dec value, int32_t places);  /* half up, once                   */

/* ---- what a figure is called ---------------------------------------------------------------- */

struct score_band { struct dec low, high; bool high_in; };       /* low is included */

/*
 * Ascending bands that fill the scale, without gap or overlap. `places` >= 0: figures are rounded
 * to so many decimals (half up) before they are called something, so that 34.99 and 35.00 are
 * neighbours; -1: the exact figure counts, and a band ends (high out) where the next begins.
 */
struct score_bands { const struct score_band *band; size_t n; int32_t places; };

/* The first fault, in the order of the bands: SCORE_BAND_*, SCORE_TOO_FINE; `node` is a band. */
bool score_bands_check(struct score_bands, struct score_scale, struct score_fault *);

/*
 * The bands that a range on the scale touches: the first of them, and how many. One for an exact
 * figure; two or more where rounding leaves open what the figure is called.
 */
size_t score_bands_of(struct score_bands, struct score_range, size_t *first);

#endif
