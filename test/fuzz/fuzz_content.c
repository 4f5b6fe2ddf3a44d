/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * fuzz_content.c — any bytes as a file of evidence: a kind, or why it is refused.
 *
 * The first byte says how the rest is packed: 'z' as parts of a ZIP ("name\0text\0…"), 'f' as an
 * object stream of a PDF, else as it stands. A refusal is the input's, names the file and says
 * what to do; a second look says the same; what is shown in a page is one of four kinds, and a PDF
 * that is taken has no plain name of a script in it.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

#include "base/arena.h"
#include "base/buf.h"
#include "paper/content.h"
#include "paper/zip_out.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ARENA_BYTES = 256 << 20, INPUT_MAX = 1 << 20 };

static struct arena arena;

static void
put(int fd, struct str s)
{
    assert(s.n == 0 || write(fd, s.p, s.n) == (ssize_t)s.n);
}

static void
put_zip(int fd, struct str rest)
{
    struct zip_out *z;
    struct str      name, text;
    struct err     *e = zip_out_open(&arena, fd, &z);

    assert(!e);
    while (rest.n > 0) {
        str_cut(rest, 0, &name, &rest);
        str_cut(rest, 0, &text, &rest);
        if (name.n > 0 && !zip_out_begin(z, name, true) && text.n > 0)
            assert(!zip_out_add(z, text));
    }
    e = zip_out_close(z);
    assert(!e);
}

static void
put_objects(int fd, struct str objects)
{
    uLongf n = compressBound(objects.n);
    char  *p = NEWS(&arena, char, n);
    int    state = compress((Bytef *)p, &n, (const Bytef *)objects.p, objects.n);

    assert(state == Z_OK);
    put(fd, S("%PDF-1.7\n1 0 obj <</Type/ObjStm/Filter/FlateDecode>> stream\n"));
    put(fd, (struct str){ p, n });
    put(fd, S("\nendstream\n"));
}

static void
check(int fd, struct str bytes)
{
    enum content is, again;
    struct err  *e = content_of(&arena, fd, S("a.txt"), &is);
    struct err  *second = content_of(&arena, fd, S("a.txt"), &again);
    size_t       at;

    assert((e == NULL) == (is != CONTENT_UNKNOWN) && is == again);
    assert((e == NULL) == (second == NULL));
    if (e) {
        assert(e->kind == ERR_INPUT || e->kind == ERR_TOO_LARGE);
        assert(strcmp(e->code, second->code) == 0 && msg_is(e->text));
        (void)err_line(&arena, LANG_ID, e);
        return;
    }
    assert(content_type(is).n > 0 && content_ending(is).n > 0);
    if (is == CONTENT_PDF && bytes.n > 0 && bytes.p[0] != 'f')
        assert(!str_find(bytes, S("/JavaScript "), &at) && !str_find(bytes, S("/Launch>"), &at));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str bytes = { (const char *)data, size };
    int        fd = memfd_create("fuzz", MFD_CLOEXEC);

    assert(fd >= 0);
    if (!arena.base)
        arena = arena_make(ARENA_BYTES);
    if (size > 0 && size <= INPUT_MAX) {
        if (data[0] == 'z')
            put_zip(fd, str_part(bytes, 1, size));
        else if (data[0] == 'f')
            put_objects(fd, str_part(bytes, 1, size));
        else
            put(fd, bytes);
        check(fd, bytes);
    }
    arena_reset(&arena);
    close(fd);
    return 0;
}
