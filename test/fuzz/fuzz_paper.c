/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * fuzz_paper.c — any bytes as a frozen paper.
 *
 * What is thawed freezes to the same bytes, and thaws from them to the same again. A refusal says
 * what, and what to do. A paper of few letters is also made a PDF, twice the same.
 */
#include <assert.h>
#include <stdint.h>

#include "base/arena.h"
#include "paper/paper.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ARENA_BYTES = 1 << 30, DRAWN_BYTES = 2000 };

static struct arena arena;

static void
check_refusal(const struct err *e)
{
    assert(e->kind == ERR_INPUT || e->kind == ERR_TOO_LARGE);
    assert(msg_is(e->detail) && msg_is(e->hint));
    (void)err_line(&arena, LANG_ID, e);
}

static void
draw(const struct paper *p)
{
    struct buf  one = buf_in(&arena, PAPER_PDF_MAX), other = buf_in(&arena, PAPER_PDF_MAX);
    struct err *e = paper_pdf(&arena, p, &one), *again = paper_pdf(&arena, p, &other);

    assert(!e && !again && str_eq(buf_str(&one), buf_str(&other)));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str   frozen = { (const char *)data, size }, again;
    struct paper p;

    if (!arena.base)
        arena = arena_make(ARENA_BYTES);
    struct err *e = paper_thaw(&arena, frozen, &p);

    if (e) {
        check_refusal(e);
    } else {
        e = paper_freeze(&arena, &p, &again);
        assert(!e && str_eq(again, frozen));
        if (size < DRAWN_BYTES)
            draw(&p);
    }
    arena_reset(&arena);
    return 0;
}
