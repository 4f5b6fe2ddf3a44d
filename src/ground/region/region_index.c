/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* region_index.c — writes the search index, and reads names back; see region_index.h. */
#include "ground/region/region_index.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "ground/region/region_search.h"
#include "ground/region/region_sql.h"

enum {
    ENTRIES_MAX = 120000,               /* regions and aliases; the nation has some 91,700 */
    BLOCK_BYTES_MAX = 1 << 20,
    GRAM_BITS = 63, DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS,
};

struct entry { struct str text, code; };

struct name { struct entry *entry; size_t n; };  /* entries of one text: a run of the sorted list */

struct gram_use { uint64_t gram; uint32_t name, n_grams; };

struct index {
    struct cx       *cx;
    struct entry    *entry;   size_t n_entries;
    struct name     *name;    size_t n_names;
    struct gram_use *use;     size_t n_uses;
};

/* ---- collecting ----------------------------------------------------------------------------- */

static void
index_add(struct index *x, struct str text, struct str code)
{
    assert(x->n_entries < ENTRIES_MAX);
    if (text.n > 0 && text.n <= REGION_NAME_MAX)
        x->entry[x->n_entries++] = (struct entry){ text, str_copy(x->cx->arena, code) };
}

static struct err *
index_take_region(struct cx *cx, const struct region_now *r, void *arg)
{
    struct index *x = arg;

    index_add(x, region_name_folded(cx->arena, region_kind_of_word(r->kind), r->name), r->code);
    return NULL;
}

static struct err *
index_take_alias(struct cx *cx, const struct region_alias *r, void *arg)
{
    index_add(arg, utf8_fold(cx->arena, r->alias), r->code);
    return NULL;
}

/* By text, then from the province down (a shorter code is higher), then by code. */
static int
entry_cmp(const void *left, const void *right)
{
    const struct entry *a = left, *b = right;
    int                 by_text = str_cmp(a->text, b->text);

    if (by_text != 0)
        return by_text;
    if (a->code.n != b->code.n)
        return a->code.n < b->code.n ? -1 : 1;
    return str_cmp(a->code, b->code);
}

static int
name_cmp(const void *left, const void *right)
{
    const struct entry *a = ((const struct name *)left)->entry, *b =
        ((const struct name *)right)->entry;

    if (a->code.n != b->code.n)
        return a->code.n < b->code.n ? -1 : 1;
    return str_cmp(a->text, b->text);
}

static void
index_name(struct index *x)
{
    qsort(x->entry, x->n_entries, sizeof(*x->entry), entry_cmp);
    x->name = NEWS(x->cx->arena, struct name, x->n_entries + 1);
    for (size_t i = 0; i < x->n_entries; i++) {
        if (i == 0 || !str_eq(x->entry[i].text, x->entry[i - 1].text))
            x->name[x->n_names++] = (struct name){ .entry = &x->entry[i] };
        x->name[x->n_names - 1].n++;
    }
    qsort(x->name, x->n_names, sizeof(*x->name), name_cmp);
    assert(x->n_names <= REGION_NAMES_MAX);
}

/* ---- writing -------------------------------------------------------------------------------- */

static void
name_write(struct buf *out, const struct name *name)
{
    struct str text = name->entry->text;
    size_t     length = 0;

    for (size_t i = 0; i < name->n; i++)
        length += 1 + name->entry[i].code.n;
    assert(text.n <= UINT8_MAX && length <= UINT16_MAX);
    buf_byte(out, (char)text.n);
    buf_add(out, text);
    buf_byte(out, (char)(length >> 8));
    buf_byte(out, (char)length);
    for (size_t i = 0; i < name->n; i++) {
        buf_byte(out, (char)name->entry[i].code.n);
        buf_add(out, name->entry[i].code);
    }
}

static struct err *
index_write_names(struct index *x)
{
    struct arena *a = x->cx->arena;

    for (size_t from = 0; from < x->n_names; from += REGION_NAMES_PER_BLOCK) {
        size_t     mark = arena_mark(a);
        struct buf out = buf_in(a, BLOCK_BYTES_MAX);

        for (size_t i = from; i < x->n_names && i < from + REGION_NAMES_PER_BLOCK; i++)
            name_write(&out, &x->name[i]);
        TRY(region_name_block_add(x->cx, (int64_t)(from / REGION_NAMES_PER_BLOCK), buf_str(&out),
                                  NULL));
        arena_back(a, mark);
    }
    return NULL;
}

static size_t
index_count_grams(const struct index *x)
{
    struct gram_set set;
    size_t          n = 0;

    for (size_t i = 0; i < x->n_names; i++) {
        gram_set_of(x->name[i].entry->text, &set);
        n += set.n;
    }
    return n;
}

static void
index_gram(struct index *x)
{
    struct gram_set set;

    x->use = NEWS(x->cx->arena, struct gram_use, index_count_grams(x) + 1);
    for (size_t i = 0; i < x->n_names; i++) {
        gram_set_of(x->name[i].entry->text, &set);
        for (uint32_t k = 0; k < set.n; k++)
            x->use[x->n_uses++] = (struct gram_use){ set.gram[k].n, (uint32_t)i, set.n };
    }
}

/* One pass of a radix sort; it is stable, and false if there was nothing to do for this digit. */
static bool
sort_by_digit(const struct gram_use *from, struct gram_use *to, size_t n, unsigned shift)
{
    size_t at[DIGITS + 1] = { 0 };

    for (size_t i = 0; i < n; i++)
        at[(from[i].gram >> shift) % DIGITS + 1]++;
    for (size_t i = 1; i <= DIGITS; i++) {
        if (at[i] == n)
            return false;
        at[i] += at[i - 1];
    }
    for (size_t i = 0; i < n; i++)
        to[at[(from[i].gram >> shift) % DIGITS]++] = from[i];
    return true;
}

/*
 * By gram; within a gram the names stay in order. A tenth of the time that qsort takes for a
 * million.
 */
static void
index_sort_uses(struct index *x)
{
    struct gram_use *other = NEWS(x->cx->arena, struct gram_use, x->n_uses + 1);

    for (unsigned shift = 0; shift < GRAM_BITS; shift += DIGIT_BITS)
        if (sort_by_digit(x->use, other, x->n_uses, shift)) {
            struct gram_use *sorted = other;

            other = x->use;
            x->use = sorted;
        }
}

static struct err *
index_write_gram(struct index *x, size_t from, size_t to)
{
    struct arena         *a = x->cx->arena;
    size_t                mark = arena_mark(a), room = (to - from) * POSTING_MAX;
    struct posting_writer w = posting_write_to(NEWS(a, unsigned char, room), room);
    char                  key[GRAM_KEY_MAX];

    for (size_t i = from; i < to; i++)
        posting_put(&w, (struct posting){ x->use[i].name, x->use[i].n_grams });
    TRY(region_gram_add(x->cx, gram_key((struct gram){ x->use[from].gram }, key),
                        (struct str){ (const char *)w.p, w.n }, NULL));
    arena_back(a, mark);
    return NULL;
}

static struct err *
index_write_grams(struct index *x)
{
    size_t to;

    index_sort_uses(x);
    for (size_t from = 0; from < x->n_uses; from = to) {
        for (to = from + 1; to < x->n_uses && x->use[to].gram == x->use[from].gram;)
            to++;
        TRY(index_write_gram(x, from, to));
    }
    return NULL;
}

static struct err *
region_search_rebuild_once(struct cx *cx, void *arg)
{
    struct index x = { .cx = cx, .entry = NEWS(cx->arena, struct entry, ENTRIES_MAX) };

    (void)arg;
    TRY(region_now(cx, index_take_region, &x));
    TRY(region_aliases(cx, index_take_alias, &x));
    TRY(region_name_block_clear(cx, NULL));
    TRY(region_gram_clear(cx, NULL));
    index_name(&x);
    TRY(index_write_names(&x));
    index_gram(&x);
    return index_write_grams(&x);
}

struct err *
region_search_rebuild(struct cx *cx)
{
    size_t      mark = arena_mark(cx->arena);
    struct err *err = store_change(cx, "region_search_rebuild", region_search_rebuild_once, NULL);

    if (!err)
        arena_back(cx->arena, mark);
    return err;
}

/* ---- reading -------------------------------------------------------------------------------- */

bool
region_index_next_code(struct str *codes, struct str *code)
{
    size_t n;

    if (codes->n == 0)
        return false;
    n = (unsigned char)codes->p[0];
    *code = str_part(*codes, 1, n);
    *codes = str_part(*codes, 1 + n, codes->n);
    return code->n == n;
}

/* Takes one name off the front of a block; false if the bytes end too early. */
static bool
name_take(struct str *block, struct region_index_name *name)
{
    size_t n = block->n > 0 ? (unsigned char)block->p[0] : 0, codes;

    if (block->n < n + 3)
        return false;
    name->text = str_part(*block, 1, n);
    codes = (size_t)(unsigned char)block->p[n + 1] << 8 | (unsigned char)block->p[n + 2];
    name->codes = str_part(*block, n + 3, codes);
    *block = str_part(*block, n + 3 + codes, block->n);
    return name->codes.n == codes;
}

struct err *
region_index_name_in(struct cx *cx, struct str block, uint32_t number,
                     struct region_index_name *name)
{
    bool whole = true;

    for (uint32_t i = 0; whole && i <= number % REGION_NAMES_PER_BLOCK; i++)
        whole = name_take(&block, name);
    if (whole)
        return NULL;
    return err_of(cx->arena, (struct err){
        .kind = ERR_BROKEN, .code = "region.index_broken",
        .text = MSG("The search index of regions cannot be read."),
        .hint = MSG("Write it anew with: guyub init"),
    });
}
