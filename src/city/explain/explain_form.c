/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* explain_form.c — what is asked: every leaf of an instrument, branch by branch. */
#include "city/explain/explain_page.h"

#include <assert.h>

#include "base/arena.h"

enum { OTHER_PAIRS = 3 };           /* of an address: lang, kind, instances */

static const struct score_node *
node_at(const struct explain_form *f, int32_t item)
{
    return &f->in->tree.node[item];
}

/* The item at or above `item` that repeats, or -1. */
static int32_t
repeating(const struct instrument *in, int32_t item)
{
    for (; item >= 0; item = in->tree.node[item].parent)
        if (instrument_says(in->item[item].each))
            return item;
    return -1;
}

/* ---- one field ------------------------------------------------------------------------------- */

static bool
is_for_kind(const struct instrument *in, int32_t item, enum region_kind kind)
{
    for (; item >= 0; item = in->tree.node[item].parent)
        if (!instrument_is_for(in->item[item].kinds, kind))
            return false;
    return true;
}

static enum explain_way
way_of(const struct explain_form *f, int32_t item, bool is_typed)
{
    const struct instrument_item *it = &f->in->item[item];
    enum region_kind              kind = f->asked->kind;

    if (!is_typed && instrument_says(it->unknown))
        return EXPLAIN_NO_SOURCE;
    if (!is_typed && kind != REGION_KIND_NONE && !is_for_kind(f->in, item, kind))
        return EXPLAIN_OTHER_KIND;
    return it->rubric ? EXPLAIN_LEVELS : EXPLAIN_FIGURE;
}

/* "0" stands for no level where the scale has room below the first. */
static bool
has_none(const struct explain_form *f, int32_t item)
{
    const struct instrument_rubric *rubric = f->in->item[item].rubric;

    return rubric && rubric->level[0].number > 0
        && dec_cmp(node_at(f, item)->scale.min, rubric->level[0].value) < 0;
}

static bool
is_choice(const struct instrument_item *item, bool has_zero, struct str typed)
{
    int64_t number;

    if (typed.n == 0 || (item->may_not_apply && str_eq(typed, S("n/a"))))
        return true;
    if (!str_int64(typed, &number))
        return false;
    for (size_t i = 0; i < item->rubric->n; i++)
        if (item->rubric->level[i].number == number)
            return true;
    return has_zero && number == 0;
}

/* What the address has at this name: the first that is not empty. */
static struct str
typed_at(const struct explain_asked *asked, struct str name)
{
    for (size_t i = 0; i < asked->n; i++)
        if (asked->typed[i].n > 0 && str_eq(asked->answer[i].where[INSTRUMENT_AT_ITEM], name))
            return asked->typed[i];
    return S("");
}

static struct str
name_of(struct arena *a, const struct explain_form *f, int32_t item, struct str of)
{
    struct str code = f->in->item[item].code;

    return str_is_known(of) ? str_fmt(a, "%.*s.%.*s", TEXT(code), TEXT(of)) : code;
}

/* Names of instances are what people like; an id has no spaces. */
static struct str
id_of(struct arena *a, const struct explain_form *f, int32_t item, size_t instance)
{
    struct str code = f->in->item[item].code;

    return instance > 0 ? str_fmt(a, "f-%.*s-%zu", TEXT(code), instance)
                        : str_fmt(a, "f-%.*s", TEXT(code));
}

static void
add_field(struct arena *a, const struct explain_form *f, struct explain_group *g, int32_t item,
          size_t instance)
{
    struct explain_field *field = &g->field[g->n++];

    *field = (struct explain_field){
        .item = item, .is_whole = node_at(f, item)->how != SCORE_LEAF,
        .name = name_of(a, f, item, g->of), .id = id_of(a, f, item, instance),
        .has_none = has_none(f, item),
    };
    field->typed    = typed_at(f->asked, field->name);
    field->way      = way_of(f, item, field->typed.n > 0);
    field->is_other = field->way == EXPLAIN_LEVELS
                   && !is_choice(&f->in->item[item], field->has_none, field->typed);
}

/* ---- one branch ------------------------------------------------------------------------------ */

/* "Domain 1 › Aspect 2": the way to a branch, without the total itself. */
static struct str
legend_of(struct cx *cx, const struct explain_form *f, int32_t item)
{
    struct str legend = instrument_say(cx->lang, f->in->item[item].title);

    for (int32_t p = node_at(f, item)->parent; p > 0; p = node_at(f, p)->parent)
        legend = str_fmt(cx->arena, "%.*s \u203a %.*s",
                         TEXT(instrument_say(cx->lang, f->in->item[p].title)), TEXT(legend));
    return legend;
}

/* A branch of figures may have been published whole. */
static bool
may_be_whole(const struct explain_form *f, int32_t item)
{
    const struct score_tree *tree = &f->in->tree;

    if (item == 0 || node_at(f, item)->how == SCORE_LEAF)
        return false;
    for (size_t i = (size_t)item + 1; i < tree->n && tree->node[i].parent >= item; i++)
        if (f->in->item[i].rubric || instrument_says(f->in->item[i].unknown))
            return false;
    return !instrument_says(f->in->item[item].unknown);
}

/* A leaf that repeats is a branch of its own. */
static void
add_group(struct cx *cx, struct explain_form *f, int32_t item, size_t instance)
{
    struct explain_group *g = &f->group[f->n];
    bool                  is_leaf = node_at(f, item)->how == SCORE_LEAF;

    *g = (struct explain_group){
        .legend = legend_of(cx, f, item), .repeats = -1,
        .field = NEWS(cx->arena, struct explain_field, f->in->tree.n),
    };
    if (instance > 0) {
        g->of      = f->asked->of[instance - 1];
        g->repeats = item == repeating(f->in, item) ? item : -1;
    }
    if (is_leaf || may_be_whole(f, item))
        add_field(cx->arena, f, g, item, instance);
    for (size_t i = (size_t)item + 1; !is_leaf && i < f->in->tree.n; i++)
        if (node_at(f, (int32_t)i)->parent == item && node_at(f, (int32_t)i)->how == SCORE_LEAF
            && (instance > 0 || repeating(f->in, (int32_t)i) < 0))
            add_field(cx->arena, f, g, (int32_t)i, instance);
    f->n += g->n > 0 || g->repeats >= 0;
}

static void
add_instances(struct cx *cx, struct explain_form *f, int32_t top)
{
    for (size_t k = 1; k <= f->shown; k++) {
        add_group(cx, f, top, k);
        for (size_t i = (size_t)top + 1; i < f->in->tree.n && node_at(f, (int32_t)i)->parent >= top;
             i++)
            if (node_at(f, (int32_t)i)->how != SCORE_LEAF)
                add_group(cx, f, (int32_t)i, k);
    }
}

/* ---- how much an address holds --------------------------------------------------------------- */

/* How many pairs the form has without instances, and in each of them. */
static void
count_pairs(const struct explain_form *f, size_t *once, size_t *each)
{
    *once = OTHER_PAIRS;
    *each = 0;
    for (size_t i = 0; i < f->in->tree.n; i++) {
        int32_t item = (int32_t)i, top = repeating(f->in, item);
        size_t *n = top < 0 ? once : each;

        *n    += node_at(f, item)->how == SCORE_LEAF || may_be_whole(f, item);
        *once += top == item;                       /* "there are none" */
    }
}

static void
measure(struct cx *cx, struct explain_form *f)
{
    size_t once, each;

    count_pairs(f, &once, &each);
    f->repeated = -1;
    for (size_t i = f->in->tree.n; i > 0; i--)
        if (instrument_says(f->in->item[i - 1].each))
            f->repeated = (int32_t)i - 1;
    f->repeats = f->repeated >= 0;
    f->most    = once > QUERY_PAIRS_MAX ? 0 : each == 0 ? 1 : (QUERY_PAIRS_MAX - once) / each;
    f->shown   = f->asked->n_of < f->most ? f->asked->n_of : f->most;
    if (!f->repeats)
        return;
    f->each      = instrument_say(cx->lang, f->in->item[f->repeated].each);
    f->says_none = str_eq(typed_at(f->asked, f->in->item[f->repeated].code), S("0"));
}

/* ---- faults ---------------------------------------------------------------------------------- */

static struct explain_field *
field_named(const struct explain_form *f, struct str name)
{
    for (size_t g = 0; g < f->n; g++)
        for (size_t i = 0; i < f->group[g].n; i++)
            if (str_eq(f->group[g].field[i].name, name))
                return &f->group[g].field[i];
    return NULL;
}

static void
place_fault(struct explain_form *f, const struct instrument_answer_fault *fault)
{
    struct explain_fault *out = &f->fault[f->n_faults++];
    struct explain_field *field = NULL;

    *out = (struct explain_fault){ .err = fault->err };
    if (fault->at == INSTRUMENT_AT_SHEET) {
        f->kind_fault = fault->err;
        out->id       = explain_depends_on_kind(f->in) ? S("f-kind") : out->id;
        return;
    }
    field = field_named(f, f->asked->answer[fault->answer].where[INSTRUMENT_AT_ITEM]);
    if (!field)
        return;
    field->fault = fault->err;
    out->id      = field->id;
}

struct str
explain_field_id(const struct explain_form *f, int32_t plain, struct str of)
{
    for (size_t g = 0; g < f->n; g++)
        for (size_t i = 0; i < f->group[g].n; i++) {
            const struct explain_field *field = &f->group[g].field[i];
            bool here = str_is_known(f->group[g].of) ? str_eq(f->group[g].of, of) : of.n == 0;

            if (field->item == plain && here && field->way <= EXPLAIN_FIGURE)
                return field->id;
        }
    return (struct str){ NULL, 0 };
}

/* ---- the form -------------------------------------------------------------------------------- */

void
explain_form_of(struct cx *cx, const struct instrument *in, const struct explain_asked *asked,
                const struct instrument_answer_faults *faults, struct explain_form *f)
{
    *f = (struct explain_form){ .in = in, .asked = asked };
    measure(cx, f);
    f->group = NEWS(cx->arena, struct explain_group, in->tree.n * (f->shown + 1));
    f->fault = NEWS(cx->arena, struct explain_fault, faults->n);
    for (size_t i = 0; f->most > 0 && i < in->tree.n; i++) {
        int32_t item = (int32_t)i, top = repeating(in, item);

        if (top == item)
            add_instances(cx, f, item);
        else if (top < 0 && node_at(f, item)->how != SCORE_LEAF)
            add_group(cx, f, item, 0);
    }
    for (size_t i = 0; i < faults->n; i++)
        place_fault(f, &faults->fault[i]);
}
