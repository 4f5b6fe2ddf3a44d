/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* aim_form.c — what can be moved: every item, branch by branch, with where the index goes. */
#include "city/aim/aim_page.h"

#include "base/arena.h"

enum { OTHER_PAIRS = 4 };               /* of an address: lang, from, year, target */

struct forming {
    struct cx              *cx;
    const struct aim_count *c;
    const struct aim_asked *asked;
    const struct instrument *in;        /* expanded */
    struct aim_form        *f;
};

/* ---- names and answers ---------------------------------------------------------------------- */

static bool
repeats(const struct instrument *in, int32_t item)
{
    for (; item >= 0; item = in->tree.node[item].parent)
        if (instrument_says(in->item[item].each))
            return true;
    return false;
}

/* What repeats and has no instance yet is asked for a first one. */
struct str
aim_name_of(struct arena *a, const struct aim_count *c, int32_t item)
{
    const struct instrument *in = &c->now.instrument;
    struct str               code = c->series.instrument.item[in->item[item].plain].code;

    if (in->item[item].of.n > 0)
        return str_fmt(a, "%.*s.%.*s", TEXT(code), TEXT(in->item[item].of));
    return repeats(in, item) ? str_fmt(a, "%.*s.1", TEXT(code)) : code;
}

/* As it was typed, or as the start has it; empty: nothing. */
static struct str
typed_of(const struct forming *x, struct str name)
{
    const struct aim_count *c = x->c;

    for (size_t i = 0; i < x->asked->n; i++)
        if (str_eq(x->asked->tried[i].where[INSTRUMENT_AT_ITEM], name))
            return x->asked->typed[i];
    for (size_t i = 0; i < c->n_sheet; i++)
        if (str_eq(c->sheet[i].where[INSTRUMENT_AT_ITEM], name))
            return c->sheet[i].value;
    return S("");
}

static bool
is_answered(const struct forming *x, int32_t item)
{
    return typed_of(x, aim_name_of(x->cx->arena, x->c, item)).n > 0;
}

/* "3.21" as people write it; "3.210" keeps its places. */
static struct str
with_comma(struct cx *cx, struct str figure)
{
    struct str whole, rest;

    if (cx->lang != LANG_ID || !str_cut(figure, '.', &whole, &rest))
        return figure;
    return str_fmt(cx->arena, "%.*s,%.*s", TEXT(whole), TEXT(rest));
}

/* ---- one field ------------------------------------------------------------------------------ */

static const struct aim_item *
item_at(const struct aim_count *c, int32_t item)
{
    for (size_t i = 0; i < c->n; i++)
        if (c->item[i].item == item)
            return &c->item[i];
    return NULL;
}

/* Where the index goes with this value; not known: it stays, or nobody can tell. */
static struct aim_index
index_with(const struct aim_item *x, struct dec value)
{
    for (size_t i = 0; x && i < x->up.n; i++)
        if (dec_cmp(x->up.rung[i], value) == 0)
            return x->index_up[i];
    for (size_t i = 0; x && i < x->down.n; i++)
        if (dec_cmp(x->down.rung[i], value) == 0)
            return x->index_down[i];
    return (struct aim_index){ .known = false };
}

static void
add_choice(const struct forming *x, struct aim_field *field, struct str value, struct str label,
           struct aim_index index)
{
    bool is_told = index.known && x->c->now.step && score_has_figure(&x->c->now.step[0]);

    field->choice[field->n_choices++] = (struct aim_choice){
        .value = value, .is_now = str_eq(field->typed, value),
        .label = is_told ? MSG("{0} (index {1})", label, aim_figure_text(x->cx, x->c, index.value))
                         : MSG("{0}", label),
    };
}

static void
add_choices(const struct forming *x, struct aim_field *field)
{
    const struct instrument_item   *item = &x->in->item[field->item];
    const struct instrument_rubric *rubric = item->rubric;
    const struct aim_item          *moved = item_at(x->c, field->item);
    struct dec                      none = x->in->tree.node[field->item].scale.min;
    struct arena                   *a = x->cx->arena;

    field->choice = NEWS(a, struct aim_choice, rubric->n + 2);
    if (rubric->level[0].number > 0 && dec_cmp(none, rubric->level[0].value) < 0)
        add_choice(x, field, S("0"), msg_text(a, x->cx->lang, MSG("none is proven")),
                   index_with(moved, none));
    for (size_t i = 0; i < rubric->n; i++) {
        struct str number = str_fmt(a, "%d", rubric->level[i].number);
        struct str title = instrument_say(x->cx->lang, rubric->level[i].title);

        add_choice(x, field, number, str_fmt(a, "%.*s: %.*s", TEXT(number), TEXT(title)),
                   index_with(moved, rubric->level[i].value));
    }
    if (item->may_not_apply)
        add_choice(x, field, S("n/a"), msg_text(a, x->cx->lang, MSG("does not apply")),
                   (struct aim_index){ .known = false });
}

static struct msg
shut_msg(const struct forming *x, int32_t item)
{
    const struct instrument_item *it = &x->in->item[item];

    if (instrument_says(it->unknown))
        return MSG("unknown: {0}", instrument_say(x->cx->lang, it->unknown));
    for (int32_t i = item; i >= 0; i = x->in->tree.node[i].parent)
        if (!instrument_is_for(x->in->item[i].kinds, x->c->now.kind))
            return MSG("not for this kind of region");
    return MSG_NONE;
}

/* What it began with, where something else is tried now. */
static struct msg
began_msg(const struct forming *x, int32_t item)
{
    const struct aim_count *c = x->c;
    int32_t                 plain = x->in->item[item].plain;
    const struct score_step *was = &c->start.step[plain];

    if (x->in->item[item].of.n > 0 || was->state != SCORE_GIVEN
        || (c->now.step && c->now.step[item].state == SCORE_GIVEN
            && dec_cmp(was->value, c->now.step[item].value) == 0))
        return MSG_NONE;
    return MSG("began at {0}", aim_value_text(x->cx, c, item, was->value));
}

static struct msg
step_msg(const struct forming *x, int32_t item)
{
    const struct aim_item *moved = item_at(x->c, item);

    if (!moved || moved->up.n == 0)
        return MSG_NONE;
    if (!moved->gains)
        return MSG("what one step up adds is unknown");
    return MSG("one step up: {0}", aim_by_text(x->cx, moved->by));
}

static const struct err *
fault_of(const struct forming *x, struct str name)
{
    const struct instrument_answer_faults *f = &x->c->faults;

    for (size_t i = 0; i < f->n; i++)
        if (f->fault[i].at != INSTRUMENT_AT_SHEET
            && str_eq(x->c->sheet[f->fault[i].answer].where[INSTRUMENT_AT_ITEM], name))
            return f->fault[i].err;
    return NULL;
}

static void
say_figure(const struct forming *x, struct aim_field *field)
{
    struct score_scale scale = x->in->tree.node[field->item].scale;
    struct arena      *a = x->cx->arena;

    field->typed  = with_comma(x->cx, field->typed);
    field->least  = dec_str(a, scale.min);
    field->most   = dec_str(a, scale.max);
    field->stride = dec_str(a, aim_stride(scale));
}

static void
add_field(const struct forming *x, struct aim_group *g, int32_t item)
{
    struct aim_field *field = &g->field[g->n++];
    struct arena     *a = x->cx->arena;

    *field = (struct aim_field){
        .item = item, .is_whole = x->in->tree.node[item].how != SCORE_LEAF,
        .name = aim_name_of(a, x->c, item), .id = str_fmt(a, "f-%d", item),
        .title = aim_title_text(x->cx, x->c, item), .shut = shut_msg(x, item),
    };
    if (msg_is(field->shut))
        return;
    field->typed = typed_of(x, field->name);
    field->began = began_msg(x, item);
    field->step  = step_msg(x, item);
    field->fault = fault_of(x, field->name);
    if (x->in->item[item].rubric)
        add_choices(x, field);
    else
        say_figure(x, field);
    x->f->n_fields++;
}

/* ---- one branch ----------------------------------------------------------------------------- */

/* "Domain 1 › Aspect 2": the way to a branch, without the total itself. */
static struct str
legend_of(const struct forming *x, int32_t item)
{
    struct str legend = aim_title_text(x->cx, x->c, item);

    for (int32_t p = x->in->tree.node[item].parent; p > 0; p = x->in->tree.node[p].parent)
        legend = str_fmt(x->cx->arena, "%.*s \u203a %.*s",
                         TEXT(instrument_say(x->cx->lang, x->in->item[p].title)), TEXT(legend));
    return legend;
}

/* A part is asked unless what it is part of is answered in its place. */
static bool
is_asked(const struct forming *x, int32_t leaf)
{
    for (int32_t p = x->in->tree.node[leaf].parent; p >= 0; p = x->in->tree.node[p].parent)
        if (is_answered(x, p) && !is_answered(x, leaf))
            return false;
    return true;
}

/* The leaves right below a branch, and its parts that are answered whole. */
static void
add_group(const struct forming *x, int32_t item)
{
    struct aim_group *g = &x->f->group[x->f->n];

    *g = (struct aim_group){ .field = NEWS(x->cx->arena, struct aim_field, x->in->tree.n) };
    for (int32_t i = item + 1; i < (int32_t)x->in->tree.n; i++) {
        bool is_leaf = x->in->tree.node[i].how == SCORE_LEAF;

        if (x->in->tree.node[i].parent == item
            && (is_leaf ? is_asked(x, i) : is_answered(x, i)))
            add_field(x, g, i);
    }
    if (g->n == 0)
        return;
    g->legend = legend_of(x, item);
    x->f->n++;
}

static bool
has_field(const struct aim_form *f, const struct err *fault)
{
    for (size_t g = 0; g < f->n; g++)
        for (size_t i = 0; i < f->group[g].n; i++)
            if (f->group[g].field[i].fault == fault)
                return true;
    return false;
}

void
aim_form_of(struct cx *cx, const struct aim_count *c, const struct aim_asked *asked,
            struct aim_form *f)
{
    struct forming x = { cx, c, asked, &c->now.instrument, f };

    *f = (struct aim_form){ .group = NEWS(cx->arena, struct aim_group, x.in->tree.n) };
    for (int32_t i = 0; i < (int32_t)x.in->tree.n; i++)
        if (x.in->tree.node[i].how != SCORE_LEAF)
            add_group(&x, i);
    f->loose = NEWS(cx->arena, const struct err *, c->faults.n);
    for (size_t i = 0; i < c->faults.n; i++)
        if (!has_field(f, c->faults.fault[i].err))
            f->loose[f->n_loose++] = c->faults.fault[i].err;
    f->fits = f->n_fields + OTHER_PAIRS <= QUERY_PAIRS_MAX;
}
