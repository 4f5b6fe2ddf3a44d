/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* explain_read.c — the address of a computation: read into answers, and written again. */
#include "city/explain/explain_page.h"

#include "base/arena.h"

enum { INSTANCES_MAX = 1000 };

bool
explain_depends_on_kind(const struct instrument *in)
{
    uint32_t bits = in->kinds.bits;

    for (size_t i = 0; i < in->tree.n; i++)
        bits |= in->item[i].kinds.bits;
    return bits != 0;
}

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

static bool
has_levels(const struct instrument *in, struct str item)
{
    int32_t i = instrument_item_of(in, item);

    return i >= 0 && in->item[i].rubric;
}

static void
take_answer(struct arena *a, const struct instrument *in, const struct pair *pair,
            struct explain_asked *x)
{
    struct instrument_answer *answer = &x->answer[x->n];
    struct str                item, of, value = str_trim(pair->value);

    str_cut(pair->name, '.', &item, &of);
    *answer = (struct instrument_answer){
        .item = item, .of = str_trim(of),
        .value = has_levels(in, item) ? value : with_point(a, value),
        .where = { pair->name, pair->name, pair->name },
    };
    x->typed[x->n++] = value;
    x->is_answered |= value.n > 0;
}

static void
take_pair(struct arena *a, const struct instrument *in, const struct pair *pair,
          struct explain_asked *x)
{
    struct str value = str_trim(pair->value);
    int64_t    n;

    if (str_eq(pair->name, S("lang")))
        return;
    if (str_eq(pair->name, S("kind"))) {
        x->kind_typed = value;
        x->kind       = region_kind_of_word(value);
        if (x->kind > REGION_CITY)
            x->kind = REGION_KIND_NONE;
    } else if (str_eq(pair->name, S("instances"))) {
        if (str_int64(value, &n) && n > 0 && n <= INSTANCES_MAX)
            x->wanted = (size_t)n;
    } else
        take_answer(a, in, pair, x);
}

static bool
is_instance(const struct explain_asked *x, struct str of)
{
    for (size_t i = 0; i < x->n_of; i++)
        if (str_eq(x->of[i], of))
            return true;
    return false;
}

/* Those that have answers, by their names; then 1, 2, 3 up to as many as are wanted. */
static void
list_instances(struct arena *a, struct explain_asked *x)
{
    for (size_t i = 0; i < x->n; i++)
        if (x->answer[i].of.n > 0 && !is_instance(x, x->answer[i].of))
            x->of[x->n_of++] = x->answer[i].of;
    for (size_t k = 1; x->n_of < x->wanted && x->n_of < COUNT(x->of); k++) {
        struct str of = str_fmt(a, "%zu", k);

        if (!is_instance(x, of))
            x->of[x->n_of++] = of;
    }
}

static struct str
with_pair(struct arena *a, struct str address, struct str name, struct str value)
{
    bool       is_first = !str_find(address, S("?"), &(size_t){ 0 });
    struct str key = query_encode(a, name, false), text = query_encode(a, value, false);

    return str_fmt(a, "%.*s%c%.*s=%.*s", TEXT(address), is_first ? '?' : '&', TEXT(key),
                   TEXT(text));
}

static struct str
address_of(struct arena *a, const struct request *rq, const struct explain_asked *x)
{
    struct str address = query_encode(a, rq->path, true);

    if (x->kind_typed.n > 0)
        address = with_pair(a, address, S("kind"), x->kind_typed);
    for (size_t i = 0; i < x->n; i++)
        if (x->typed[i].n > 0)
            address = with_pair(a, address, x->answer[i].where[INSTRUMENT_AT_ITEM], x->typed[i]);
    return address;
}

void
explain_read(struct arena *a, const struct instrument *in, const struct request *rq,
             struct explain_asked *x)
{
    struct query *q = NEW(a, struct query);

    *x = (struct explain_asked){ .kind_typed = S(""), .wanted = 1 };
    if (query_read(a, rq->query, q))
        for (size_t i = 0; i < q->n; i++)
            take_pair(a, in, &q->pair[i], x);
    list_instances(a, x);
    x->address = address_of(a, rq, x);
}
