/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * steiner_check.c — a tree reckoned again from the graph alone: nothing of what made it is used.
 * See steiner.h.
 */
#include "engine/net/steiner.h"

enum { UNKNOWN, LEADS_TO_ROOT, ON_THE_WAY };

struct again {
    const struct net_graph *graph;
    const struct net_tree  *tree;
    uint8_t                *state;      /* of a vertex */
};

static bool
is_in(const struct again *c, uint32_t v)
{
    return v == 0 || c->tree->link[v] != NET_NONE;
}

/* The link of a vertex joins it and the one that is said to be above it. */
static const char *
link_wrong(const struct again *c, uint32_t v)
{
    uint32_t l = c->tree->link[v], up = c->tree->above[v];

    if ((l == NET_NONE) != (up == NET_NONE) || (v == 0 && l != NET_NONE))
        return "a link without a vertex above, or the other way round";
    if (l == NET_NONE)
        return NULL;
    if (l >= c->graph->n_links || up >= c->graph->n)
        return "a link or a vertex that is not there";
    const struct net_link *link = &c->graph->link[l];
    bool joins = (link->a == v && link->b == up) || (link->b == v && link->a == up);

    return joins && v != up ? NULL : "a link that does not join the two";
}

/* From each vertex up until one is met that is known to lead to the root, then down again. */
static const char *
way_wrong(struct again *c, uint32_t v)
{
    uint32_t at = v;

    for (; is_in(c, at) && c->state[at] == UNKNOWN; at = c->tree->above[at])
        c->state[at] = ON_THE_WAY;
    if (!is_in(c, at))
        return "a vertex hangs on one that is outside";
    if (c->state[at] == ON_THE_WAY)
        return "links in a circle";
    for (at = v; c->state[at] == ON_THE_WAY; at = c->tree->above[at])
        c->state[at] = LEADS_TO_ROOT;
    return NULL;
}

static const char *
sums_wrong(const struct again *c, uint32_t n_cut_off, const uint8_t *can)
{
    int64_t  links = 0, lost = 0;
    uint32_t n = 0;

    for (uint32_t v = 0; v < c->graph->n; v++) {
        bool must = v > 0 && c->graph->prize[v] == NET_MUST;

        n += is_in(c, v);
        links += v > 0 && is_in(c, v) ? c->graph->link[c->tree->link[v]].cost : 0;
        lost += is_in(c, v) || must ? 0 : c->graph->prize[v];
        if (must && can[v] && !is_in(c, v))
            return "a vertex that must be connected, and can, is outside";
    }
    if (n != c->tree->n || n_cut_off != c->tree->n_cut_off)
        return "another number of vertices";
    if (links != c->tree->links || lost != c->tree->lost)
        return "other sums";
    return c->tree->bound <= links + lost ? NULL : "a bound above the tree";
}

/* Which vertices any way leads to: rounds over all links until nothing changes would be slow in a
 * line, so sets are joined. */
static uint32_t
set_of(uint32_t *of, uint32_t v)
{
    for (; of[v] != v; v = of[v])
        of[v] = of[of[v]];
    return v;
}

static uint32_t
count_cut_off(struct arena *a, const struct net_graph *g, uint8_t *can)
{
    uint32_t *of = NEWS(a, uint32_t, g->n), n = 0;

    for (uint32_t v = 0; v < g->n; v++)
        of[v] = v;
    for (size_t i = 0; i < g->n_links; i++)
        of[set_of(of, g->link[i].a)] = set_of(of, g->link[i].b);
    for (uint32_t v = 0; v < g->n; v++) {
        can[v] = set_of(of, v) == set_of(of, 0);
        n += v > 0 && !can[v] && g->prize[v] == NET_MUST;
    }
    return n;
}

const char *
net_tree_wrong(struct arena *a, const struct net_graph *graph, const struct net_tree *tree)
{
    struct again c = { graph, tree, NULL };
    size_t       mark = arena_mark(a);
    uint8_t     *can = NEWS(a, uint8_t, graph->n);
    const char  *wrong = NULL;

    c.state = NEWS(a, uint8_t, graph->n);
    c.state[0] = LEADS_TO_ROOT;
    uint32_t n_cut_off = count_cut_off(a, graph, can);

    for (uint32_t v = 0; v < graph->n && !wrong; v++)
        wrong = link_wrong(&c, v);
    for (uint32_t v = 0; v < graph->n && !wrong; v++)
        wrong = is_in(&c, v) ? way_wrong(&c, v) : NULL;
    wrong = wrong ? wrong : sums_wrong(&c, n_cut_off, can);
    arena_back(a, mark);
    return wrong;
}
