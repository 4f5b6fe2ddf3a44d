/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* aim_read.c — what is asked, and the published figures with which it begins. */
#include "city/aim/aim_page.h"

#include "base/arena.h"

/* ---- the address ---------------------------------------------------------------------------- */

/* "3,31" as "3.31", where it can only be a decimal comma. */
static struct str
with_point(struct arena *a, struct str value)
{
    struct str whole, rest;
    size_t     at;

    if (str_find(value, S("."), &at) || !str_cut(value, ',', &whole, &rest)
        || str_find(rest, S(","), &at))
        return value;
    return str_fmt(a, "%.*s.%.*s", TEXT(whole), TEXT(rest));
}

static void
take_answer(struct arena *a, const struct instrument *in, const struct pair *pair,
            struct aim_asked *x)
{
    struct instrument_answer *tried = &x->tried[x->n];
    struct str                item, of, value = str_trim(pair->value);
    int32_t                   i;

    str_cut(pair->name, '.', &item, &of);
    i = instrument_item_of(in, item);
    *tried = (struct instrument_answer){
        .item = item, .of = str_trim(of),
        .value = i >= 0 && in->item[i].rubric ? value : with_point(a, value),
        .where = { pair->name, pair->name, pair->name },
    };
    x->typed[x->n++] = value;
}

static int64_t
year_of(struct str value)
{
    int64_t year;

    if (value.n == 0)
        return 0;
    return str_int64(value, &year) && year > 0 ? year : -1;
}

void
aim_read(struct arena *a, const struct instrument *in, const struct pair *pair, size_t n,
         struct aim_asked *x)
{
    *x = (struct aim_asked){ .target = S("") };
    for (size_t i = 0; i < n; i++) {
        struct str value = str_trim(pair[i].value);

        if (str_eq(pair[i].name, S("lang")))
            continue;
        if (str_eq(pair[i].name, S("from")))
            x->from = year_of(value);
        else if (str_eq(pair[i].name, S("year")))
            x->year = year_of(value);
        else if (str_eq(pair[i].name, S("target")))
            x->target = with_point(a, value);
        else if (x->n < QUERY_PAIRS_MAX)
            take_answer(a, in, &pair[i], x);
    }
}

/* ---- what was published --------------------------------------------------------------------- */

struct publishing {
    struct arena                   *arena;
    const struct instrument        *in;
    const struct instrument_result *result;
    enum region_kind                kind;
    struct instrument_answer       *out;
    size_t                          n;
};

static int32_t
end_of(const struct instrument *in, int32_t item)
{
    int32_t end = item + 1;

    while (end < (int32_t)in->tree.n && in->tree.node[end].parent >= item)
        end++;
    return end;
}

/* As an answer says it: the digits, or the number of a level; unknown if it cannot be answered. */
static struct str
value_of(const struct publishing *p, int32_t i)
{
    const struct instrument_item *item = &p->in->item[i];
    struct score_given            given = p->result->actual[i].given;

    if (!given.known || instrument_says(item->unknown) || instrument_says(item->each)
        || !instrument_is_for(item->kinds, p->kind))
        return (struct str){ NULL, 0 };
    if (!item->rubric)
        return dec_str(p->arena, given.value);
    for (size_t l = 0; l < item->rubric->n; l++)
        if (dec_cmp(item->rubric->level[l].value, given.value) == 0)
            return str_fmt(p->arena, "%d", item->rubric->level[l].number);
    return (struct str){ NULL, 0 };
}

static bool
has_all_leaves(const struct publishing *p, int32_t item)
{
    for (int32_t i = item, end = end_of(p->in, item); i < end; i++)
        if (p->in->tree.node[i].how == SCORE_LEAF && !str_is_known(value_of(p, i)))
            return false;
    return true;
}

static bool
publish(struct publishing *p, int32_t i)
{
    struct str value = value_of(p, i), code = p->in->item[i].code;

    if (!str_is_known(value))
        return false;
    p->out[p->n++] = (struct instrument_answer){
        .item = code, .of = S(""), .value = value, .where = { code, code, code },
    };
    return true;
}

size_t
aim_published(struct arena *a, const struct instrument *in, const struct instrument_result *r,
              enum region_kind kind, struct instrument_answer *out)
{
    struct publishing p = { a, in, r, kind, out, 0 };

    for (int32_t i = 0; i < (int32_t)in->tree.n; i++) {
        bool is_leaf = in->tree.node[i].how == SCORE_LEAF;

        if (instrument_says(in->item[i].each)
            || (i > 0 && !is_leaf && !has_all_leaves(&p, i) && publish(&p, i)))
            i = end_of(in, i) - 1;
        else if (is_leaf)
            publish(&p, i);
    }
    return p.n;
}

/* ---- the start with what is tried in its place ---------------------------------------------- */

static bool
is_above(const struct instrument *in, int32_t above, int32_t item)
{
    while (item > above)
        item = in->tree.node[item].parent;
    return item == above;
}

/* Named itself; or a part of it is tried, or what it is part of. */
static bool
is_replaced(const struct instrument *in, struct str item, const struct aim_asked *x)
{
    int32_t i = instrument_item_of(in, item);

    for (size_t k = 0; k < x->n; k++) {
        int32_t tried = instrument_item_of(in, x->tried[k].item);

        if (tried == i || (tried >= 0 && x->tried[k].value.n > 0
                           && (is_above(in, tried, i) || is_above(in, i, tried))))
            return true;
    }
    return false;
}

size_t
aim_put_together(const struct instrument *in, const struct instrument_answer *start, size_t n_start,
                 const struct aim_asked *x, struct instrument_answer *out)
{
    size_t n = 0;

    for (size_t i = 0; i < n_start; i++)
        if (!is_replaced(in, start[i].item, x))
            out[n++] = start[i];
    for (size_t i = 0; i < x->n; i++)
        if (x->tried[i].value.n > 0)
            out[n++] = x->tried[i];
    return n;
}
