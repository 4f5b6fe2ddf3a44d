/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * fuzz_pack.c — any bytes as a pack: read or refused with a place, never a crash or a hang.
 *
 * What was read must hold what pack.h promises: depth, counts, places, keys in maps only.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/near.h"
#include "pack/shape.h"

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
check(struct arena *a, const struct pack *pack)
{
    struct pack_faults f = pack_faults_in(a, pack);

    assert(walk(pack->root, 0) <= PACK_NODES_MAX);
    shape_check(pack->root, &PART, &f);
    assert(f.n <= PACK_FAULTS_MAX);
    for (size_t i = 0; i < f.n; i++)
        assert(pack_fault_line(&f, LANG_ID, i).n > 0);
    for (size_t i = 1; i < f.n; i++)
        assert(f.fault[i - 1].line <= f.fault[i].line);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static struct arena arena;
    struct pack         pack;
    struct err         *err;

    if (!arena.base)
        arena = arena_make((size_t)256 << 20);
    err = pack_read_text(&arena, S("f"), (struct str){ (const char *)bytes, n }, &pack);
    if (err)
        assert(str_starts(err->where, S("f")) && msg_is(err->text));
    else
        check(&arena, &pack);
    arena_reset(&arena);
    return 0;
}
