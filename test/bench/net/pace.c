/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* pace.c — see pace.h. */
#include "pace.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/str.h"

struct reading {
    struct arena    *arena;
    struct net_link *link;
    int64_t         *prize;
    uint32_t         n, root;           /* by the file's numbers; root 0: not known yet */
    size_t           n_links, room;
};

static bool
is_vertex(const struct reading *r, int64_t v)
{
    return r->prize && v >= 1 && v <= r->n;
}

/* The numbers behind the first word of a line; how many, 3 at most. */
static size_t
numbers_of(struct str line, struct str *word, int64_t *number)
{
    struct str rest = str_trim(line), head;
    size_t     n = 0;

    str_cut(rest, ' ', word, &rest);
    while (n < 3 && rest.n > 0) {
        str_cut(str_trim(rest), ' ', &head, &rest);
        if (!str_int64(head, &number[n]))
            break;
        n++;
    }
    return n;
}

static bool
read_sizes(struct reading *r, struct str word, int64_t n)
{
    if (str_eq(word, str_of("Nodes")) && n >= 1 && n <= NET_VERTICES_MAX) {
        r->n = (uint32_t)n;
        r->prize = NEWS(r->arena, int64_t, r->n + (size_t)1);
        return true;
    }
    if (str_eq(word, str_of("Edges")) && n >= 0 && n <= NET_LINKS_MAX) {
        r->room = (size_t)n;
        r->link = NEWS(r->arena, struct net_link, r->room);
        return true;
    }
    return !str_eq(word, str_of("Nodes")) && !str_eq(word, str_of("Edges"));
}

static bool
read_terminal(struct reading *r, int64_t v)
{
    if (!is_vertex(r, v))
        return false;
    r->prize[v] = NET_MUST;
    r->root = r->root ? r->root : (uint32_t)v;
    return true;
}

static bool
read_link(struct reading *r, const int64_t *n)
{
    if (!is_vertex(r, n[0]) || !is_vertex(r, n[1]) || r->n_links == r->room || n[2] < 0 ||
        n[2] > NET_MONEY_MAX)
        return false;
    r->link[r->n_links++] = (struct net_link){ (uint32_t)n[0], (uint32_t)n[1], n[2] };
    return true;
}

/* False: the line makes no sense where it stands. Lines of other kinds are passed over. */
static bool
read_line(struct reading *r, const char *line)
{
    struct str word;
    int64_t    number[3];
    size_t     n = numbers_of(str_of(line), &word, number);

    if (str_eq(word, str_of("E")))
        return n == 3 && read_link(r, number);
    if (str_eq(word, str_of("T")))
        return n == 1 && read_terminal(r, number[0]);
    return n != 1 || read_sizes(r, word, number[0]);
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
