/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* instrument_expand.c — an item that repeats, and what stands below it, once for each instance. */
#include "city/instrument/instrument_expand.h"

#include <assert.h>

#include "base/arena.h"

/* The node after the last one below `i`. */
static int32_t
end_of(const struct score_node *node, int32_t n, int32_t i)
{
    int32_t end = i + 1;

    while (end < n && node[end].parent >= i)
        end++;
    return end;
}

static const struct instrument_instances *
instances_of(const struct instrument_instances *list, size_t n, int32_t item)
{
    for (size_t i = 0; i < n; i++)
        if (list[i].item == item)
            return &list[i];
    return NULL;
}

size_t
instrument_expanded_size(const struct instrument *in, const struct instrument_instances *list,
                         size_t n)
{
    size_t all = in->tree.n;

    for (size_t i = 0; i < n; i++) {
        int32_t end = end_of(in->tree.node, (int32_t)in->tree.n, list[i].item);
        if (list[i].n > 1)
            all += (list[i].n - 1) * (size_t)(end - list[i].item);
    }
    return all;
}

struct expanding {
    struct arena            *arena;
    const struct instrument *in;
    struct score_node       *node;
    struct instrument_item  *item;
    int32_t                  n;
};

/* Copies one node below `parent`, which is where its own parent went. */
static void
copy(struct expanding *x, int32_t from, int32_t parent)
{
    x->node[x->n]        = x->in->tree.node[from];
    x->node[x->n].parent = parent;
    x->item[x->n]        = x->in->item[from];
    x->n++;
}

/* "innovation[2]" and, below it, "innovation[2].regulation" */
static struct str
code_of(struct expanding *x, int32_t top, int32_t from, size_t which)
{
    struct str branch = x->in->item[top].code;

    if (from == top)
        return str_fmt(x->arena, "%.*s[%zu]", TEXT(branch), which + 1);
    return str_fmt(x->arena, "%.*s[%zu].%.*s", TEXT(branch), which + 1,
                   TEXT(x->in->item[from].code));
}

static void
copy_instance(struct expanding *x, int32_t top, int32_t parent, struct str of, size_t which)
{
    int32_t end = end_of(x->in->tree.node, (int32_t)x->in->tree.n, top), shift = x->n - top;

    for (int32_t from = top; from < end; from++) {
        int32_t at = x->n;
        copy(x, from, from == top ? parent : x->in->tree.node[from].parent + shift);
        x->item[at].code = code_of(x, top, from, which);
        x->item[at].of   = of;
    }
}

void
instrument_expand(struct arena *a, const struct instrument *in,
                  const struct instrument_instances *list, size_t n_list, struct instrument *out)
{
    size_t           n = instrument_expanded_size(in, list, n_list);
    int32_t         *now = NEWS(a, int32_t, in->tree.n);     /* where a plain node went */
    struct expanding x = { a, in, NEWS(a, struct score_node, n),
                           NEWS(a, struct instrument_item, n), 0 };

    for (int32_t i = 0; i < (int32_t)in->tree.n; ) {
        const struct instrument_instances *each = instances_of(list, n_list, i);
        int32_t parent = in->tree.node[i].parent < 0 ? -1 : now[in->tree.node[i].parent];
        now[i] = x.n;
        for (size_t k = 0; each && k < each->n; k++)
            copy_instance(&x, i, parent, each->of[k], k);
        if (!each || each->n == 0)
            copy(&x, i, parent);
        i = each && each->n > 0 ? end_of(in->tree.node, (int32_t)in->tree.n, i) : i + 1;
    }
    assert((size_t)x.n == n);
    *out      = *in;
    out->tree = (struct score_tree){ .node = x.node, .n = n };
    out->item = x.item;
}
