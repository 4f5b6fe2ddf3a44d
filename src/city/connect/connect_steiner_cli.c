/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * connect_steiner_cli.c — `guyub steiner FILE.gr`: the engine on graphs that others have published.
 *
 * The format of PACE 2018: SECTION Graph with Nodes, Edges and a line "E a b w" for each; SECTION
 * Terminals with "T v". Other sections and lines are passed over. Out: "VALUE n" and a line "a b"
 * for each edge of the tree.
 */
#include <assert.h>

#include "base/arena.h"
#include "city/connect/connect_module.h"
#include "engine/net/steiner.h"

enum { WORDS_MAX = 5, EDGES_MAX = 1 << 26 };

/* Such graphs are no maps: other trees are tried, together about a second's work. */
enum { LINKS_TRIED = 2000000 };

struct graph {
    struct arena    *arena;
    struct str       file;
    uint32_t         line;
    struct net_graph net;
    struct net_link *link;
    int64_t         *prize;
    size_t           room;
    uint32_t         root;              /* a terminal, from 1 on; 0: none yet       */
};

/* ---- reading --------------------------------------------------------------------------------- */

static struct err *
fault(const struct graph *g, struct msg text)
{
    return err_of(g->arena, (struct err){ .kind = ERR_INPUT, .code = "steiner.line", .text = text,
        .hint = MSG("Lines are \"Nodes 5\", \"Edges 7\", \"E 1 2 30\" and \"T 3\"."),
        .where = str_fmt(g->arena, "%.*s:%u", TEXT(g->file), g->line) });
}

static size_t
words_of(struct str line, struct str *word)
{
    size_t n = 0;

    line = str_trim(line);
    while (line.n > 0 && n < WORDS_MAX) {
        if (!str_cut(line, ' ', &word[n], &line))
            line = S("");
        line = str_trim(line);
        n++;
    }
    return n;
}

static bool
whole(struct str s, int64_t least, int64_t most, int64_t *n)
{
    return str_int64(s, n) && *n >= least && *n <= most;
}

static struct err *
read_size(struct graph *g, const struct str *word, size_t n)
{
    bool    is_nodes = str_eq(word[0], S("Nodes"));
    int64_t size;

    if (n != 2 || !whole(word[1], 1, is_nodes ? NET_VERTICES_MAX - 1 : EDGES_MAX, &size))
        return fault(g, MSG("This is no number of nodes or edges."));
    if (is_nodes ? g->prize != NULL : g->link != NULL)
        return fault(g, MSG("The number of nodes or edges is said twice."));
    if (is_nodes) {
        g->net.n = (uint32_t)size;
        g->prize = NEWS(g->arena, int64_t, (size_t)size);
    } else {
        g->room = (size_t)size;
        g->link = NEWS(g->arena, struct net_link, g->room);
    }
    return NULL;
}

static struct err *
read_edge(struct graph *g, const struct str *word, size_t n)
{
    int64_t a, b, cost;

    if (n != 4 || !whole(word[1], 1, g->net.n, &a) || !whole(word[2], 1, g->net.n, &b)
        || !whole(word[3], 0, NET_MONEY_MAX, &cost))
        return fault(g, MSG("An edge joins two of the nodes and has a whole weight."));
    if (g->net.n_links == g->room)
        return fault(g, MSG("There are more edges than were announced."));
    g->link[g->net.n_links++] = (struct net_link){ (uint32_t)a - 1, (uint32_t)b - 1, cost };
    return NULL;
}

static struct err *
read_terminal(struct graph *g, const struct str *word, size_t n)
{
    int64_t v;

    if (n != 2 || !whole(word[1], 1, g->net.n, &v))
        return fault(g, MSG("A terminal is one of the nodes."));
    if (g->root == 0)
        g->root = (uint32_t)v;
    g->prize[v - 1] = NET_MUST;
    return NULL;
}

static struct err *
read_line(struct graph *g, struct str line)
{
    struct str word[WORDS_MAX];
    size_t     n = words_of(line, word);

    if (n == 0)
        return NULL;
    if (str_eq(word[0], S("Nodes")) || str_eq(word[0], S("Edges")))
        return read_size(g, word, n);
    if (str_eq(word[0], S("E")))
        return read_edge(g, word, n);
    return str_eq(word[0], S("T")) ? read_terminal(g, word, n) : NULL;
}

static struct err *
read_graph(struct graph *g, struct str text)
{
    while (text.n > 0) {
        struct str line;

        str_cut(text, '\n', &line, &text);
        g->line++;
        TRY(read_line(g, line));
    }
    if (g->root == 0 || !g->prize)
        return fault(g, MSG("The file names no terminals, or no nodes."));
    return NULL;
}

/* ---- the root is vertex 0 -------------------------------------------------------------------- */

static uint32_t
swapped(const struct graph *g, uint32_t vertex)
{
    return vertex == 0 ? g->root - 1 : vertex == g->root - 1 ? 0 : vertex;
}

static void
swap_root(struct graph *g)
{
    assert(g->prize);
    int64_t first = g->prize[0];

    for (size_t i = 0; i < g->net.n_links; i++) {
        g->link[i].a = swapped(g, g->link[i].a);
        g->link[i].b = swapped(g, g->link[i].b);
    }
    g->prize[0] = 0;
    if (g->root != 1)
        g->prize[g->root - 1] = first;
    g->net.link = g->link;
    g->net.prize = g->prize;
}

/* All weights together must be what the engine can add. */
static struct err *
check_sums(const struct graph *g)
{
    int64_t sum = 0;

    for (size_t i = 0; i < g->net.n_links; i++)
        if (__builtin_add_overflow(sum, g->link[i].cost, &sum) || sum >= NET_SUM_MAX)
            return err_of(g->arena, (struct err){ .kind = ERR_TOO_LARGE, .code = "steiner.sum",
                .text = MSG("The weights together are too large."), .where = g->file });
    return NULL;
}

/* ---- the command ----------------------------------------------------------------------------- */

static void
print_tree(struct buf *out, const struct graph *g, const struct net_tree *tree)
{
    buf_fmt(out, "VALUE %jd\n", (intmax_t)tree->links);
    for (uint32_t v = 1; v < g->net.n; v++)
        if (tree->link[v] != NET_NONE)
            buf_fmt(out, "%u %u\n", swapped(g, v) + 1, swapped(g, tree->above[v]) + 1);
}

struct err *
connect_steiner_run(struct cx *cx, struct shell *sh)
{
    struct graph      g = { .arena = cx->arena, .file = sh->arg[0] };
    struct net_effort effort;
    struct net_tree   tree;
    struct str        text;

    TRY(connect_file_read(cx->arena, g.file, &text));
    TRY(read_graph(&g, text));
    TRY(check_sums(&g));
    swap_root(&g);
    effort = (struct net_effort){ .tries = 1 + (uint32_t)(LINKS_TRIED / (g.net.n_links + 1)) };
    bool goes_on = net_steiner(cx->arena, &g.net, &effort,
                               shell_follow(cx, MSG("Planning"), false), &tree);

    shell_follow_end();
    if (!goes_on)
        return err_of(cx->arena, (struct err){ .kind = ERR_BUSY, .code = "connect.stopped",
            .text = MSG("The planning was stopped."), .detail = MSG("Nothing was written.") });
    if (tree.n_cut_off > 0)
        return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "steiner.cut_off",
            .text = MSG("No way leads to all of the terminals."), .where = g.file });
    print_tree(sh->out, &g, &tree);
    return NULL;
}
