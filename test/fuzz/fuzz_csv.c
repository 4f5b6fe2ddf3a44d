/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * fuzz_csv.c — any bytes as a CSV file: read or refused with a place, never a crash or a hang.
 *
 * The same bytes through the window of a file give the same records as from memory, and what was
 * read, written again, reads the same.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/csv.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { RECORDS_MAX = 4096, OUT_MAX = 4 << 20 };

static const char *const columns[] = { "a", "b" };

static struct err *
open_as_file(struct arena *a, struct csv_reader **r, const uint8_t *data, size_t size)
{
    int fd = memfd_create("fuzz", MFD_CLOEXEC);

    assert(fd >= 0 && write(fd, data, size) == (ssize_t)size);
    struct err *e = csv_open(a, r, str_fmt(a, "/proc/self/fd/%d", fd), columns, COUNT(columns));

    close(fd);
    return e;
}

/* All records as CSV, and the error that ended them. */
static struct err *
read_all(struct csv_reader *r, struct err *e, struct buf *out)
{
    struct csv_record record;
    bool              more = true;

    csv_write(out, (struct str[]){ S("a"), S("b") }, 2, false);
    for (int i = 0; !e && more && i < RECORDS_MAX; i++) {
        e = csv_next(r, &record, &more);
        if (e || !more)
            break;
        assert(record.n == 2 && record.line >= 2);
        assert(utf8_is_valid(record.field[0], NULL) && utf8_is_valid(record.field[1], NULL));
        csv_write(out, record.field, record.n, false);
    }
    csv_close(r);
    return e;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena       a = arena_make(64 << 20);
    struct buf         from_text = buf_in(&a, OUT_MAX), from_file = from_text, again = from_text;
    struct str         text = { (const char *)data, size };
    struct csv_reader *r;
    struct err        *e = csv_open_text(&a, &r, S("f"), text, columns, COUNT(columns));

    e = read_all(r, e, &from_text);
    assert(!e || (str_starts(e->where, S("f:")) && msg_is(e->text)));

    struct err *f = open_as_file(&a, &r, data, size);

    f = read_all(r, f, &from_file);
    assert(!e == !f && (!e || strcmp(e->code, f->code) == 0));
    assert(str_eq(buf_str(&from_text), buf_str(&from_file)));

    e = csv_open_text(&a, &r, S("f"), buf_str(&from_text), columns, COUNT(columns));
    e = read_all(r, e, &again);
    assert(!e && str_eq(buf_str(&from_text), buf_str(&again)));
    arena_drop(&a);
    return 0;
}
