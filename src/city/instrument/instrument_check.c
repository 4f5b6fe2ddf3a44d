/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* instrument_check.c — what a pack's tree may not say, in words, each with its place. */
#include "city/instrument/instrument_pack.h"

#include "base/arena.h"
#include "city/instrument/instrument_express.h"

static enum score_how
parent_how(const struct tree_reader *t, int32_t i)
{
    int32_t parent = t->node[i].parent;

    return parent >= 0 ? t->node[parent].how : SCORE_LEAF;
}

static struct str
how_word(const struct tree_reader *t, int32_t i)
{
    return str_of(instrument_hows[t->node[i].how]);
}

/* ---- keys that go with a way of finding the figure ------------------------------------------ */

static const struct { const char *key; enum score_how how; bool needed; } goes_with[] = {
    { "rubric",     SCORE_LEAF,       false },
    { "levels",     SCORE_LEAF,       false },
    { "unknown",    SCORE_LEAF,       false },
    { "least",      SCORE_SUM_OVER,   true },
    { "factor",     SCORE_RATIO,      false },
    { "expression", SCORE_EXPRESSION, true },
};

static void
check_keys(struct tree_reader *t, int32_t i)
{
    struct pack_faults *f = t->r->faults;
    struct str          code = t->item[i].code, how = how_word(t, i);

    for (size_t k = 0; k < COUNT(goes_with); k++) {
        struct str              key = str_of(goes_with[k].key);
        const struct pack_node *at = pack_at(t->from[i], goes_with[k].key);
        bool                    right = t->node[i].how == goes_with[k].how;
        if (at && !right)
            pack_fault_key(f, at, MSG("\"{0}\" has \"{1}\", which does not go with \"how: {2}\".",
                                      code, key, how),
                           MSG("Remove it, or write \"how: {0}\".",
                               str_of(instrument_hows[goes_with[k].how])));
        if (!at && right && goes_with[k].needed)
            pack_fault_key(f, t->from[i], MSG("\"{0}\" needs \"{1}\": it is found by \"how: {2}\".",
                                              code, key, how),
                           MSG("Add it, or change \"how\"."));
    }
}

static void
check_weight(struct tree_reader *t, int32_t i)
{
    bool                    weighs = parent_how(t, i) == SCORE_WEIGHTED;
    const struct pack_node *weight = pack_at(t->from[i], "weight");
    struct str              code = t->item[i].code;

    if (weighs && !weight)
        pack_fault_key(t->r->faults, t->from[i],
                       MSG("\"{0}\" needs a weight: its parent is a weighted mean.", code),
                       MSG("Add its weight in per cent."));
    if (!weighs && weight)
        pack_fault_key(t->r->faults, weight,
                       MSG("\"{0}\" has a weight, but its parent is no weighted mean.", code),
                       MSG("Remove the weight, or make the parent a weighted mean."));
}

static void
check_parts(struct tree_reader *t, int32_t i)
{
    const struct pack_node *parts = pack_at(t->from[i], "parts");
    struct str              code = t->item[i].code;

    if (t->node[i].how == SCORE_LEAF && parts)
        pack_fault_key(t->r->faults, parts, MSG("\"{0}\" is a leaf, but has parts.", code),
                       MSG("Make it a weighted mean or a plain mean, or remove the parts."));
    if (t->node[i].how != SCORE_LEAF && !parts)
        pack_fault_key(t->r->faults, t->from[i],
                       MSG("\"{0}\" has no parts to find its figure from.", code),
                       MSG("Add its parts, or make it a leaf."));
    if (t->node[i].how == SCORE_RATIO && parts && parts->n != 2)
        pack_fault_key(t->r->faults, parts, MSG("\"{0}\" is a ratio and has not two parts.", code),
                       MSG("Write two parts: what is divided, then by what."));
}

static void
check_code(struct tree_reader *t, int32_t i)
{
    for (int32_t j = 0; j < i; j++) {
        if (!str_eq(t->item[i].code, t->item[j].code))
            continue;
        pack_fault_at(t->r->faults, pack_at(t->from[i], "id"),
                      MSG("The item \"{0}\" stands in the tree twice.", t->item[i].code),
                      MSG("Give one of them another id."));
        return;
    }
}

/* ---- scale, levels, kinds, repetition ------------------------------------------------------- */

static bool
same_scale(struct score_scale a, struct score_scale b)
{
    return dec_cmp(a.min, b.min) == 0 && dec_cmp(a.max, b.max) == 0;
}

/* An earlier item with the same levels on the same scale was told of them already. */
static bool
told_before(const struct tree_reader *t, int32_t i)
{
    for (int32_t j = 0; j < i; j++)
        if (t->item[j].rubric == t->item[i].rubric
            && same_scale(t->node[j].scale, t->node[i].scale))
            return true;
    return false;
}

static void
check_levels(struct tree_reader *t, int32_t i)
{
    const struct instrument_rubric *rubric = t->item[i].rubric;
    const struct score_scale       *scale = &t->node[i].scale;
    const struct pack_node         *own = pack_at(t->from[i], "levels");
    const struct pack_node         *at = own ? own->first : NULL;

    if (!rubric || dec_cmp(scale->min, scale->max) >= 0 || told_before(t, i))
        return;
    for (size_t k = 0; k < rubric->n; k++, at = at ? at->next : NULL) {
        const struct instrument_level *level = &rubric->level[k];
        if (dec_cmp(level->value, scale->min) >= 0 && dec_cmp(level->value, scale->max) <= 0)
            continue;
        pack_fault_key(t->r->faults, at ? at : pack_at(t->from[i], "rubric"),
                       MSG("Level {0} counts {1}, outside the scale of \"{2}\", {3}.",
                           str_fmt(t->r->arena, "%d", level->number),
                           dec_str(t->r->arena, level->value), t->item[i].code,
                           instrument_scale_text(t->r->arena, *scale)),
                       MSG("Correct the level, or give the item a scale of its own."));
        return;
    }
}

static void
check_scale(struct tree_reader *t, int32_t i)
{
    const struct pack_node *scale = pack_at(t->from[i], "scale");

    if (scale && dec_cmp(t->node[i].scale.min, t->node[i].scale.max) >= 0)
        pack_fault_at(t->r->faults, pack_at(scale, "max"),
                      MSG("The scale ends where it begins, or before."),
                      MSG("Make max greater than min."));
}

/* The kinds for which the nearest item above counts, or the instrument. */
static uint32_t
kinds_above(const struct tree_reader *t, int32_t i)
{
    for (int32_t p = t->node[i].parent; p >= 0; p = t->node[p].parent)
        if (t->item[p].kinds.bits)
            return t->item[p].kinds.bits;
    return t->r->in->kinds.bits;
}

static void
check_kinds(struct tree_reader *t, int32_t i)
{
    uint32_t above = kinds_above(t, i);
    size_t   n;

    for (const struct pack_node *k = pack_list(t->from[i], "applies_to", &n); k; k = k->next)
        if (above && !(above & 1u << region_kind_of_word(str_trim(k->text))))
            pack_fault_at(t->r->faults, k,
                          MSG("\"{0}\" is for \"{1}\", but what it is part of is not.",
                              t->item[i].code, str_trim(k->text)),
                          MSG("Remove it here, or add it to \"applies_to\" above."));
}

static bool
repeats_above(const struct tree_reader *t, int32_t i)
{
    for (int32_t p = t->node[i].parent; p >= 0; p = t->node[p].parent)
        if (instrument_says(t->item[p].each))
            return true;
    return false;
}

static void
check_each(struct tree_reader *t, int32_t i)
{
    const struct pack_node *each = pack_at(t->from[i], "each");
    enum score_how          parent = parent_how(t, i);

    if (!each)
        return;
    if (parent != SCORE_SUM && parent != SCORE_SUM_OVER)
        pack_fault_key(t->r->faults, each,
                       MSG("\"{0}\" repeats, but is no part of a sum.", t->item[i].code),
                       MSG("Make its parent a sum, or a sum over at least."));
    else if (repeats_above(t, i))
        pack_fault_key(t->r->faults, each,
                       MSG("\"{0}\" repeats inside an item that repeats.", t->item[i].code),
                       MSG("Remove \"each\" from one of them."));
}

/* ---- the whole ------------------------------------------------------------------------------ */

/* "baseline 10, output 20, outcome 40" */
static struct str
weights_text(const struct tree_reader *t, int32_t parent)
{
    struct arena *a = t->r->arena;
    struct str    all = S("");

    for (int32_t i = parent + 1; i < t->n && t->node[i].parent >= parent; i++)
        if (t->node[i].parent == parent)
            all = str_fmt(a, "%.*s%s%.*s %.*s", TEXT(all), all.n ? ", " : "",
                          TEXT(t->item[i].code), TEXT(dec_str(a, t->item[i].percent)));
    return all;
}

static void
weights_fault(const struct tree_reader *t, int32_t i, struct dec sum)
{
    struct arena *a = t->r->arena;

    pack_fault_key(t->r->faults, pack_at(t->from[i], "parts"),
                   MSG("The weights of \"{0}\" add up to {1}, not to {2} ({3}).", t->item[i].code,
                       dec_str(a, dec_trim(sum)), dec_str(a, t->node[i].whole),
                       weights_text(t, i)),
                   MSG("Change them until they add up."));
}

/* What the tree's own checks could still find in one item, and where in it. */
static const struct tree_words { enum score_fault_kind kind; const char *key, *what, *todo; }
tree_words[] = {
    { SCORE_WEIGHT, "weight",
      N_("\"{0}\" has a weight that is not above 0, or finer than 6 decimals."),
      N_("Write it in per cent: 12.5.") },
    { SCORE_WHOLE, "weight", N_("The weights below \"{0}\" cannot add up to its own."),
      N_("Write its weight in per cent: 12.5.") },
    { SCORE_FACTOR, "factor", N_("\"{0}\" has a factor that is not above 0, or too large."),
      N_("Write 1, or 100 for per cent.") },
    { SCORE_PARTS, "parts", N_("\"{0}\" has too few parts or too many for how it is found."),
      N_("Sum them up first, or change \"how\".") },
    { SCORE_WIDER_PART, "scale",
      N_("The scale of \"{0}\" goes beyond that of the mean it is part of."),
      N_("Give it a scale inside its parent's, or its parent a wider one.") },
    { SCORE_DIVISOR, "scale", N_("\"{0}\" divides a ratio, and its scale reaches below 0."),
      N_("Let its scale begin at 0 or above.") },
    { SCORE_ROUND, "round", N_("\"{0}\" is rounded coarser than the ends of its scale."),
      N_("Round to as many decimals as the scale has.") },
};

static void
item_fault(const struct tree_reader *t, int32_t i, const struct tree_words *w)
{
    const struct pack_node *at = pack_at(t->from[i], w->key);

    pack_fault_key(t->r->faults, at ? at : t->from[i],
                   (struct msg){ .id = w->what, .arg = { t->item[i].code } },
                   (struct msg){ .id = w->todo });
}

static void
tree_fault(const struct tree_reader *t, const struct score_fault *fault)
{
    for (size_t w = 0; w < COUNT(tree_words); w++)
        if (tree_words[w].kind == fault->kind) {
            item_fault(t, fault->node, &tree_words[w]);
            return;
        }
    if (fault->kind == SCORE_WEIGHT_SUM)
        weights_fault(t, fault->node, fault->figure);
    else
        pack_fault_key(t->r->faults, t->from[fault->node],
                       MSG("The tree is too large or too deep here."),
                       MSG("An instrument has at most 30,000 items, 16 levels deep."));
}

void
instrument_check_item(struct tree_reader *t, int32_t i)
{
    check_code(t, i);
    check_keys(t, i);
    check_weight(t, i);
    check_parts(t, i);
    check_scale(t, i);
    check_levels(t, i);
    check_kinds(t, i);
    check_each(t, i);
}

void
instrument_check_tree(struct tree_reader *t)
{
    struct score_fault fault;

    for (int32_t i = 0; i < t->n; i++)
        if (t->node[i].how == SCORE_EXPRESSION)
            instrument_compile(t, i);
    if (t->r->faults->n == 0
        && !score_check(instrument_tree(t->r->arena, t->r->in), &fault))
        tree_fault(t, &fault);
}
