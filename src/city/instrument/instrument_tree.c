/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* instrument_tree.c — the tree of a pack as nodes in preorder. */
#include "city/instrument/instrument_pack.h"

#include <assert.h>

#include "base/arena.h"
#include "base/near.h"

/* The pack is at most PACK_DEPTH_MAX deep, and so is the recursion here and below. */
static size_t
count_items(const struct pack_node *item)
{
    size_t all = 1, n;

    for (const struct pack_node *p = pack_list(item, "parts", &n); p; p = p->next)
        all += count_items(p);
    return all;
}

/* ---- one item ------------------------------------------------------------------------------- */

static const struct instrument_rubric *
shared_rubric(struct instrument_reader *r, const struct pack_node *at)
{
    struct str code = at ? str_trim(at->text) : S("");
    struct str known[PACK_KEYS_MAX], near;

    for (size_t i = 0; at && i < r->in->n_rubrics; i++) {
        if (str_eq(r->in->rubric[i].code, code))
            return &r->in->rubric[i];
        known[i] = r->in->rubric[i].code;
    }
    if (!at)
        return NULL;
    near = near_word(code, known, r->in->n_rubrics);
    pack_fault_at(r->faults, at, MSG("There is no rubric \"{0}\" in this pack.", code),
                  str_is_known(near) ? MSG("Did you mean \"{0}\"?", near)
                                     : MSG("Add it under \"rubrics\", or name one that is there."));
    return NULL;
}

static const struct instrument_rubric *
rubric_of(struct instrument_reader *r, const struct pack_node *at)
{
    const struct pack_node         *own = pack_at(at, "levels"), *shared = pack_at(at, "rubric");
    const struct instrument_rubric *levels = own ? instrument_read_levels(r, own) : NULL;

    if (own && shared)
        pack_fault_key(r->faults, shared,
                       MSG("\"{0}\" has levels of its own and a rubric.", pack_text(at, "id")),
                       MSG("Keep one of them."));
    return own ? levels : shared_rubric(r, shared);
}

static const struct instrument_words *
evidence_of(struct instrument_reader *r, const struct pack_node *at, size_t *n)
{
    const struct pack_node  *e = pack_list(at, "evidence", n);
    struct instrument_words *row = NEWS(r->arena, struct instrument_words, *n);

    for (size_t i = 0; i < *n; i++, e = e->next)
        row[i] = (struct instrument_words){ pack_text(e, "id"), pack_text(e, "en") };
    return row;
}

static struct instrument_item
read_words(struct instrument_reader *r, const struct pack_node *at)
{
    struct instrument_item item = {
        .code          = pack_text(at, "id"),
        .title         = instrument_words_at(at, "title"),
        .meaning       = instrument_words_at(at, "meaning"),
        .rubric        = rubric_of(r, at),
        .may_not_apply = pack_at(at, "not_applicable") != NULL,
        .unknown       = instrument_words_at(at, "unknown"),
        .kinds         = instrument_kinds_at(at),
        .each          = instrument_words_at(at, "each"),
        .expression    = pack_text(at, "expression"),
    };

    item.evidence = evidence_of(r, at, &item.n_evidence);
    pack_dec(at, "weight", &item.percent);
    return item;
}

static struct score_node
read_node(struct instrument_reader *r, const struct pack_node *at, int32_t parent)
{
    const struct pack_node *scale = pack_at(at, "scale");
    struct maybe_int        least = pack_int(at, "least"), round = pack_int(at, "round");
    struct score_node       node = {
        .parent = parent,
        .how    = (enum score_how)pack_choice(at, "how", instrument_hows),
        .scale  = r->in->scale,
        .whole  = DEC(100),
        .factor = DEC(1),
        .least  = (int32_t)least.n,
        .rounds = round.known,
        .places = (int32_t)round.n,
    };

    pack_dec(at, "factor", &node.factor);
    if (scale) {
        pack_dec(scale, "min", &node.scale.min);
        pack_dec(scale, "max", &node.scale.max);
    }
    return node;
}

/* As the regulation prints them: the parts of the whole add up to the item's own weight. */
static void
weigh(struct tree_reader *t, int32_t i)
{
    struct score_node *node = &t->node[i];
    bool               weighs = node->parent >= 0 && t->node[node->parent].how == SCORE_WEIGHTED;

    node->weight = t->item[i].percent;
    if (t->r->in->of_the_whole && weighs && node->how == SCORE_WEIGHTED)
        node->whole = node->weight;
}

static void
read_item(struct tree_reader *t, const struct pack_node *at, int32_t parent)
{
    int32_t i = t->n++;
    size_t  n;

    t->from[i]       = at;
    t->item[i]       = read_words(t->r, at);
    t->item[i].plain = i;
    t->node[i]       = read_node(t->r, at, parent);
    weigh(t, i);
    instrument_check_item(t, i);
    for (const struct pack_node *p = pack_list(at, "parts", &n); p; p = p->next)
        read_item(t, p, i);
}

void
instrument_read_tree(struct instrument_reader *r)
{
    const struct pack_node *top = pack_at(r->pack->root, "tree");
    size_t                  n = count_items(top), before = r->faults->n;
    struct tree_reader      t = {
        .r = r,
        .node = NEWS(r->arena, struct score_node, n),
        .item = NEWS(r->arena, struct instrument_item, n),
        .from = NEWS(r->arena, const struct pack_node *, n),
    };

    if (n > SCORE_NODES_MAX) {
        pack_fault_key(r->faults, top, MSG("The tree has more than {0} items.", S("20,000")),
                       MSG("Divide it into several instruments."));
        return;
    }
    read_item(&t, top, -1);
    assert((size_t)t.n == n);
    r->in->tree = (struct score_tree){ .node = t.node, .n = n };
    r->in->item = t.item;
    if (r->faults->n == before)
        instrument_check_tree(&t);
}
