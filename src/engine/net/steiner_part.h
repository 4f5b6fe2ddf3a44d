/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * steiner_part.h — inside the Steiner tree: the graph as arcs, the ascent, the tree. For
 * steiner*.c only.
 *
 * Vertices have numbers of their own here: 0 is the root, the others follow in the order of a walk
 * in breadth that does not pass the root, so that who is near has a number that is near. What the
 * root cannot reach is left out. A `slot` of vertex v is one end of a link at v: `other[slot]` is
 * its other end. As an arc it leads from there to v: the way from the root.
 */
#ifndef GUYUB_ENGINE_NET_STEINER_PART_H
#define GUYUB_ENGINE_NET_STEINER_PART_H

#include "engine/net/steiner.h"

/* The prize of who must be connected, more than all links of a tree cost; and of many of them. */
#define NET_SURE ((int64_t)1 << 61)
#define NET_FAR  INT64_MAX

struct arcs {
    uint32_t  n;                        /* vertices                                   */
    uint32_t *old;                      /* of a vertex: its number in the graph       */
    uint32_t *from;                     /* its first slot; n + 1 of them              */
    uint32_t *other, *link;             /* of a slot; link by its number in the graph */
    int64_t  *cost;                     /* of a slot                                  */
    int64_t  *prize;                    /* of a vertex: NET_SURE if it must           */
    int64_t   lost;                     /* prizes that no way leads to                */
    uint32_t  n_cut_off;
};

static inline uint64_t
arcs_slots(const struct arcs *g)
{
    return g->from[g->n];
}

/* Prizes put together. */
static inline int64_t
net_together(int64_t a, int64_t b)
{
    return a > NET_SURE - b ? NET_SURE : a + b;
}

/* What the root reaches of a graph. Costs again, after the ascent has spoilt them. */
void arcs_make(struct arena *, const struct net_graph *, struct arcs *out);
void arcs_fill_costs(struct arcs *, const struct net_graph *);

/* ---- who is nearest (steiner_heap.c) --------------------------------------------------------- */

/* Numbers under `room`, each once, with keys; of equal keys the smaller number comes first. */
struct net_heap {
    uint32_t  n;
    uint32_t *at;                       /* 1 to n                              */
    uint32_t *place;                    /* of a number: where; 0: it is not in */
    int64_t  *key;                      /* of a number; stays after it left    */
};

struct net_heap net_heap_make(struct arena *, uint32_t room);       /* all keys NET_FAR */
void            net_heap_put(struct net_heap *, uint32_t number, int64_t key);  /* or lowers it */
uint32_t        net_heap_take(struct net_heap *);
void            net_heap_clear(struct net_heap *);                  /* keys stay */

/* ---- the bound (steiner_ascent.c, steiner_circle.c) ------------------------------------------ */

/* Works on the costs of the arcs and spoils them. The root reaches in_region[v] along paid arcs. */
struct region { bool *in; int64_t bound; };
bool net_ascent(struct arena *, struct arcs *, const struct net_effort *, const struct progress *,
                struct region *out);

/*
 * A vertex, or several that became one because paid arcs lead from each to each: a group, known by
 * the smallest of them. Its arcs stand in the slots of its vertices, in blocks that hold less and
 * less; what is to be paid for one is rest[slot] - off[group].
 */
struct ascent {
    const struct arcs *g;
    int64_t           *rest;            /* of a slot                                      */
    uint32_t          *tail;            /* of a slot: a vertex of the group at its start  */
    uint32_t          *of;              /* of a vertex: towards its group                 */
    uint32_t          *n_slots, *more;  /* of a block; the next block of the group        */
    int64_t           *pool;            /* of a group: prizes that are not yet spent      */
    int64_t           *off, *least;     /* what its arcs are less; the least rest         */
    bool              *is_reached;      /* by the root                                    */
    struct net_heap    heap;
    uint32_t          *ball, n_ball;    /* groups that a search reached, nearest first    */
    uint32_t          *toward;          /* of a group in a search: the next on its way    */
    uint32_t          *fresh, n_fresh;  /* groups to which an arc was paid in this phase  */
    bool              *is_fresh;
    int64_t            bound;
};

/* The group that a vertex belongs to. */
static inline uint32_t
ascent_group(const struct ascent *s, uint32_t v)
{
    while (s->of[v] != v)
        v = s->of[v] = s->of[s->of[v]];
    return v;
}

/* Groups on a circle of paid arcs, one of which was paid in this phase, become one. */
struct circles;
/* For as many groups; then, of those in `fresh`, which are emptied. */
struct circles *circles_make(struct arena *, uint32_t n);
void            circles_contract(struct circles *, struct ascent *);

/* ---- the tree (steiner_tree.c and others) -------------------------------------------- */

struct tree {
    const struct arcs *g;
    bool              *in;
    uint32_t          *above;           /* of a vertex in it: the next one towards the root      */
    uint32_t          *slot;            /* and one of the two of the link between                */
    uint32_t          *order, n;        /* vertices of the tree, each after the one above it     */
    int64_t           *worth;           /* scratch: of a vertex, its branch's prizes less links  */
    struct net_heap    heap;
    int64_t            value;           /* links and prizes outside; those never to be had apart */
};

/* Only the root is in it. */
struct tree tree_make(struct arena *, const struct arcs *);

/* The shortest tree on the vertices in `in` that the root reaches through them, without branches
 * that cost more than they bring. */
void tree_span(struct tree *);
void tree_copy(struct tree *to, const struct tree *from);

/* Adds paths to vertices outside that bring more than they cost; true if there were any. */
bool tree_grow(struct tree *);
/* Inserts vertices that gain by the dearer links that theirs replace. (steiner_insert.c) */
bool tree_insert(struct arena *, struct tree *);
/* Both in turn, at most so many times, while anything is gained. */
void tree_improve(struct arena *, struct tree *, uint32_t rounds);

/* Other trees by chance; the best stays. False: the progress stopped it. (steiner_search.c) */
bool tree_search(struct arena *, struct tree *best, uint32_t tries, const struct progress *);

#endif
