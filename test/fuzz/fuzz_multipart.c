/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * fuzz_multipart.c — the body of a form with files, as a hostile client would send it.
 *
 * The first line of the input is the body's Content-Type, the rest is the body.
 *
 * PROPERTY  Fed whole, byte by byte, or in pieces of a size that the input chooses, the reader
 *           tells the same parts with the same bytes, and refuses for the same reason at the same
 *           byte. A part begins and ends in turns, its name is plain, and no content holds the
 *           delimiter.
 */
#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "web/multipart.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* What became of a body: all that was told, one after the other. */
struct trace { struct buf told; size_t taken; bool whole; struct multipart reader; };

static void
begin(struct trace *t)
{
    const struct multipart *m = &t->reader;

    assert(m->name.n > 0 && utf8_is_plain(m->name));
    assert(!str_is_known(m->file) || utf8_is_valid(m->file, NULL));
    buf_fmt(&t->told, "(%.*s,%.*s,%.*s)", TEXT(m->name), TEXT(m->file), TEXT(m->type));
}

static void
end(struct trace *t, size_t from)
{
    struct str content = { t->told.p + from, t->told.n - from };
    struct str delimiter = { t->reader.delimiter, t->reader.delimiter_n };
    size_t     at;

    assert(!str_find(content, delimiter, &at));
}

static void
run(struct arena *a, struct trace *t, struct str type, struct str bytes, size_t step)
{
    bool   in_part = false, over = false;
    size_t from = 0, taken;

    t->told = buf_in(a, 8 << 20);
    t->taken = 0;
    multipart_start(&t->reader, type);
    while (!over) {
        enum multipart_event event =
            multipart_feed(&t->reader, str_part(bytes, t->taken, step), &taken);

        t->taken += taken;
        over = event == MULTIPART_REFUSED || (event == MULTIPART_MORE && t->taken == bytes.n);
        assert(event != MULTIPART_BEGINS || !in_part);
        assert((event != MULTIPART_PIECE && event != MULTIPART_ENDS) || in_part);
        if (event == MULTIPART_BEGINS) {
            begin(t);
            from = t->told.n;
            in_part = true;
        } else if (event == MULTIPART_PIECE) {
            assert(t->reader.piece.n > 0);
            buf_add(&t->told, t->reader.piece);
        } else if (event == MULTIPART_ENDS) {
            end(t, from);
            in_part = false;
        }
    }
    t->whole = multipart_is_whole(&t->reader);
}

static void
same(const struct trace *a, const struct trace *b)
{
    assert(str_eq(buf_str(&a->told), buf_str(&b->told)));
    assert(a->taken == b->taken && a->whole == b->whole);
    assert(a->reader.refusal == b->reader.refusal && a->whole == !a->reader.refusal);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static struct arena a;
    static struct trace whole, single, pieces;
    struct str type, body, input = { (const char *)data, n };

    if (!a.base)
        a = arena_make(64 << 20);
    if (n == 0 || n > 1 << 20 || !str_cut(input, '\n', &type, &body))
        return 0;
    arena_reset(&a);
    run(&a, &whole, type, body, body.n + 1);
    run(&a, &single, type, body, 1);
    run(&a, &pieces, type, body, 2 + data[n - 1] % 61);
    same(&whole, &single);
    same(&whole, &pieces);
    return 0;
}
