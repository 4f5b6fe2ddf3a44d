/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* pace.c — see pace.h. */
#include "pace.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

struct reading {
    struct arena    *arena;
    struct net_link *link;
    int64_t         *prize;
    uint32_t         n, root;           /* by the file's numbers; root 0: not known yet */
    size_t           n_links, room;
};

static bool
is_vertex(const struct reading *r, uint32_t v)
{
    return r->prize && v >= 1 && v <= r->n;
}

/* False: the line makes no sense where it stands. Lines of other kinds are passed over. */
static bool
read_line(struct reading *r, const char *line)
{
    uint32_t a, b;
    int64_t  cost;

    if (sscanf(line, " Nodes %" SCNu32, &r->n) == 1) {
        r->prize = NEWS(r->arena, int64_t, r->n + (size_t)1);
        return r->n >= 1 && r->n <= NET_VERTICES_MAX;
    }
    if (sscanf(line, " Edges %zu", &r->room) == 1) {
        r->link = NEWS(r->arena, struct net_link, r->room);
        return r->room <= NET_LINKS_MAX;
    }
    if (sscanf(line, " E %" SCNu32 " %" SCNu32 " %" SCNd64, &a, &b, &cost) == 3) {
        bool is_right = is_vertex(r, a) && is_vertex(r, b) && r->n_links < r->room && cost >= 0 &&
                        cost <= NET_MONEY_MAX;

        if (is_right)
            r->link[r->n_links++] = (struct net_link){ a, b, cost };
        return is_right;
    }
    if (sscanf(line, " T %" SCNu32, &a) == 1) {
        if (is_vertex(r, a))
            r->prize[a] = NET_MUST;
        r->root = r->root ? r->root : a;
        return is_vertex(r, a);
    }
    return true;
}

/* The root and vertex 1 change places; then all count from 0. */
static uint32_t
renumbered(const struct reading *r, uint32_t v)
{
    if (v == r->root)
        return 0;
    return (v == 1 ? r->root : v) - 1;
}

static struct net_graph
from_zero(struct reading *r)
{
    struct net_graph g = { r->n, r->link, r->n_links, r->prize };

    for (size_t i = 0; i < r->n_links; i++) {
        r->link[i].a = renumbered(r, r->link[i].a);
        r->link[i].b = renumbered(r, r->link[i].b);
    }
    r->prize[r->root] = r->prize[1];
    for (uint32_t v = 1; v <= r->n; v++)
        r->prize[v - 1] = r->prize[v];
    return g;
}

struct net_graph
pace_read(struct arena *a, const char *file)
{
    struct reading r = { .arena = a };
    char           line[200];
    FILE          *f = fopen(file, "r");
    bool           is_right = f != NULL;

    while (is_right && fgets(line, sizeof line, f))
        is_right = read_line(&r, line);
    if (f)
        fclose(f);
    if (!is_right || r.root == 0) {
        fprintf(stderr, "%s: no graph with terminals in the format of SteinLib\n", file);
        exit(2);
    }
    return from_zero(&r);
}
