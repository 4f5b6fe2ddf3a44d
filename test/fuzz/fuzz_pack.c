/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * fuzz_pack.c — any bytes as a pack: read or refused with a place, never a crash or a hang.
 *
 * What was read must hold what pack.h promises: depth, counts, places, keys in maps only. Its print
 * must read as the same keys and texts, and print as itself. The checker of every registered kind
 * takes it, with all that the shape lets through.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "app/modules.h"
#include "base/arena.h"
#include "pack/kind.h"
#include "pack/print.h"

static const struct shape PART;

static const char *const HOWS[] = { "leaf", "weighted mean", NULL };

static const struct shape_key PART_KEYS[] = {
    { .key = "id",     .kind = SHAPE_ID,     .required = true, .help = "a short name" },
    { .key = "weight", .kind = SHAPE_DEC,    .max = 100,       .help = "per cent" },
    { .key = "how",    .kind = SHAPE_CHOICE, .choices = HOWS,  .help = "leaf or weighted mean" },
    { .key = "from",   .kind = SHAPE_DATE,   .help = "the first day" },
    { .key = "year",   .kind = SHAPE_INT,    .help = "of the edition" },
    { .key = "url",    .kind = SHAPE_URL,    .help = "where it is published" },
    { .key = "title",  .kind = SHAPE_TEXT,   .help = "what it is called" },
    { .key = "tags",   .kind = SHAPE_LIST,   .items = SHAPE_TEXT, .help = "words" },
    { .key = "parts",  .kind = SHAPE_LIST,   .items = SHAPE_MAP, .of = &PART, .help = "parts" },
};
static const struct shape PART = SHAPE(PART_KEYS);

static size_t
walk(const struct pack_node *node, int32_t depth)
{
    size_t all = 1, n = 0;

    assert(depth <= PACK_DEPTH_MAX);
    assert(node->line > 0 && node->column > 0 && node->key_line > 0 && node->key_column > 0);
    for (const struct pack_node *c = node->first; c; c = c->next, n++) {
        assert(str_is_known(c->key) == (node->kind == PACK_MAP));
        all += walk(c, depth + 1);
    }
    assert(n == node->n);
    assert(node->kind != PACK_TEXT || n == 0);
    return all;
}

static void
check_faults(const struct pack_faults *f)
{
    assert(f->n <= PACK_FAULTS_MAX);
    for (size_t i = 0; i < f->n; i++)
        assert(f->fault[i].line > 0 && f->fault[i].column > 0
               && pack_fault_line(f, LANG_ID, i).n > 0 && msg_is(f->fault[i].todo));
    for (size_t i = 1; i < f->n; i++)
        assert(f->fault[i - 1].line <= f->fault[i].line);
}

static void
check(struct arena *a, const struct pack *pack)
{
    struct pack_faults            f = pack_faults_in(a, pack);
    size_t                        n;
    const struct pack_kind *const *kind = app_pack_kinds(a, &n);

    assert(walk(pack->root, 0) <= PACK_NODES_MAX);
    shape_check(pack->root, &PART, &f);
    check_faults(&f);
    for (size_t i = 0; i < n; i++) {
        kind[i]->check(a, pack, &f);
        check_faults(&f);
    }
}

/* The same keys and texts; a shape may have changed the order of keys. */
static bool
is_same(const struct pack_node *a, const struct pack_node *b)
{
    const struct pack_node *item = b->first;

    if (a->kind != b->kind || a->n != b->n || !str_eq(a->text, b->text))
        return false;
    for (const struct pack_node *v = a->first; v; v = v->next, item = item ? item->next : NULL) {
        const struct pack_node *other = a->kind == PACK_MAP ? pack_at_str(b, v->key) : item;

        if (!other || !is_same(v, other))
            return false;
    }
    return true;
}

static struct str
printed(struct arena *a, const struct pack *pack)
{
    struct buf out = buf_in(a, (size_t)32 << 20);

    assert(!pack_print(a, pack, &PART, &out));
    return buf_str(&out);
}

static void
check_print(struct arena *a, const struct pack *pack)
{
    struct str         once = printed(a, pack);
    struct pack        again;
    struct pack_faults f;

    if (once.n > PACK_BYTES_MAX)
        return;                             /* escapes are longer than what they stand for */
    assert(pack_parse(a, S("p"), once, &again, &f));
    assert(is_same(pack->root, again.root));
    assert(str_eq(once, printed(a, &again)));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static struct arena arena;
    struct pack         pack;
    struct pack_faults  faults;

    if (!arena.base)
        arena = arena_make((size_t)256 << 20);
    if (pack_parse(&arena, S("f"), (struct str){ (const char *)bytes, n }, &pack, &faults)) {
        check(&arena, &pack);
        check_print(&arena, &pack);
    } else {
        assert(faults.n > 0);
        check_faults(&faults);
    }
    arena_reset(&arena);
    return 0;
}
