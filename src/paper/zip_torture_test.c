/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * zip_torture_test.c — ZIPs that no program writes: they lie, overlap, are too many. Each is
 * refused by name, before more is unpacked than it said, and in a few megabytes of memory.
 */
#include <assert.h>
#include <string.h>
#define ZLIB_CONST
#include <zlib.h>

#include "base/arena.h"
#include "base/buf.h"
#include "paper/zip_in.h"
#include "unit.h"

enum { FILE_BYTES = 4 << 20, BIG = 5 << 20, MEMORY = 24 << 20 };

/* What the directory says of an entry; -1 in `at`: where it is. */
struct says { uint64_t packed, bytes; int64_t at; bool zip64; };

struct made { struct buf all, directory; uint64_t n; };

static void
put(struct buf *b, uint64_t n, int bytes)
{
    for (int i = 0; i < bytes; i++)
        buf_byte(b, (char)(n >> (8 * i) & 0xff));
}

static void
put_head(struct buf *b, uint32_t crc, uint64_t packed, uint64_t bytes)
{
    put(b, 20, 2);                              /* version needed */
    put(b, 0x0800, 2);                          /* names are UTF-8 */
    put(b, 8, 2);                               /* deflated */
    put(b, UINT32_C(0x00210000), 4);            /* 1980-01-01 */
    put(b, crc, 4);
    put(b, packed, 4);
    put(b, bytes, 4);
}

static void
put_directory(struct made *m, struct str name, uint32_t crc, struct says s)
{
    struct buf *d = &m->directory;

    put(d, 0x02014b50, 4);
    put(d, 20, 2);
    put_head(d, crc, s.packed, s.zip64 ? UINT32_MAX : s.bytes);
    put(d, name.n, 2);
    put(d, s.zip64 ? 12 : 0, 2);
    put(d, 0, 6);                               /* comment, disk, attributes */
    put(d, 0, 4);
    put(d, (uint64_t)s.at, 4);
    buf_add(d, name);
    if (s.zip64) {
        put(d, 1, 2);
        put(d, 8, 2);
        put(d, s.bytes, 8);
    }
    m->n++;
}

static struct str
deflated(struct arena *a, struct str bytes)
{
    uLong    room = compressBound((uLong)bytes.n) + 16;
    char    *p = NEWS(a, char, room);
    z_stream z = { .next_in = (const Bytef *)bytes.p, .avail_in = (uInt)bytes.n,
                   .next_out = (Bytef *)p, .avail_out = (uInt)room };
    int      state = deflateInit2(&z, 9, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY);

    assert(state == Z_OK);
    state = deflate(&z, Z_FINISH);
    assert(state == Z_STREAM_END);
    deflateEnd(&z);
    return (struct str){ p, z.total_out };
}

/* An entry; where `says` has zeros, what is so. */
static void
add(struct made *m, struct str name, struct str bytes, struct says s)
{
    struct str packed = deflated(unit_arena(), bytes);
    uint32_t   crc = (uint32_t)crc32(0, (const Bytef *)bytes.p, (uInt)bytes.n);

    s.packed = s.packed ? s.packed : packed.n;
    s.bytes = s.bytes ? s.bytes : bytes.n;
    s.at = s.at < 0 ? (int64_t)m->all.n : s.at;
    put(&m->all, 0x04034b50, 4);
    put_head(&m->all, crc, packed.n, s.zip64 ? UINT32_MAX : bytes.n);
    put(&m->all, name.n, 2);
    put(&m->all, 0, 2);
    buf_add(&m->all, name);
    buf_add(&m->all, packed);
    put_directory(m, name, crc, s);
}

static struct made
begun(void)
{
    return (struct made){ .all = buf_in(unit_arena(), FILE_BYTES),
                          .directory = buf_in(unit_arena(), FILE_BYTES) };
}

/* `n`, `at`: what its end says of the number of entries and of the directory's place. */
static int
file_of(struct made *m, uint64_t n, uint64_t at)
{
    buf_add(&m->all, buf_str(&m->directory));
    put(&m->all, 0x06054b50, 4);
    put(&m->all, 0, 4);
    put(&m->all, n, 2);
    put(&m->all, n, 2);
    put(&m->all, m->directory.n, 4);
    put(&m->all, at, 4);
    put(&m->all, 0, 2);
    assert(!m->all.full && !m->directory.full);
    return unit_file(buf_str(&m->all));
}

/* Opened with the limits of evidence and unpacked to its end. */
static struct err *
taken(int fd, uint64_t *unpacked)
{
    static struct arena a;
    static struct err   first;
    struct zip_in      *zip;

    if (!a.base)
        a = arena_make(MEMORY);                 /* more ends the test */
    struct err *e = zip_in_open(&a, fd, &zip_limits_evidence, &zip);
    char       *part = e ? NULL : NEWS(&a, char, 64 << 10);
    size_t      n = 1;

    for (size_t i = 0; !e && i < zip_in_count(zip); i++) {
        e = zip_in_begin(zip, i);
        for (n = 1; !e && n > 0; *unpacked += e ? 0 : n)
            e = zip_in_read(zip, part, 64 << 10, &n);
        zip_in_end(zip);
    }
    if (e)
        first = *e;
    arena_reset(&a);
    return e ? &first : NULL;
}

static void
check_taken(const char *name, int fd, const char *code, uint64_t most)
{
    uint64_t    unpacked = 0;
    struct err *e = taken(fd, &unpacked);

    if (code && e)
        check_text(name, str_of(e->code), str_of(code));
    check(name, !code == !e);
    check(name, unpacked <= most);
}

/* ---- one entry that lies -------------------------------------------------------------------- */

TEST(zip_in_lies)
{
    static const struct { const char *name; struct says says; const char *code; } row[] = {
        { "the baseline",          { .at = -1 },                                 NULL            },
        { "it is larger",          { .at = -1, .bytes = 100 },                   "zip.malformed" },
        { "it is smaller",         { .at = -1, .bytes = BIG + 1 },               "zip.malformed" },
        { "its packed end",        { .at = -1, .packed = 90000 },                "zip.malformed" },
        { "packed beyond the file", { .at = -1, .packed = 1 << 30 },             "zip.malformed" },
        { "it lies elsewhere",     { .at = 3 },                                  "zip.malformed" },
        { "it lies beyond",        { .at = 1 << 30 },                            "zip.malformed" },
        { "ZIP64: what is so",     { .at = -1, .bytes = BIG, .zip64 = true },    "zip.large"     },
        { "ZIP64: 4 EB",           { .at = -1, .bytes = UINT64_C(1) << 62, .zip64 = true },
          "zip.large" },
        { "ZIP64: below nothing",  { .at = -1, .bytes = UINT64_MAX, .zip64 = true }, "zip.large" },
        { "a bomb that says so",   { .at = -1, .bytes = UINT64_C(3) << 30 },     "zip.ratio"     },
    };
    char *bytes = NEWS(unit_arena(), char, BIG);

    for (size_t i = 0; i < BIG; i++)            /* grows to 50 times: within the limit */
        bytes[i] = (char)(i % 300 == 0 ? i * 2654435761u >> 24 : 'x');
    for (size_t i = 0; i < COUNT(row); i++) {
        struct made m = begun();

        add(&m, S("3.2.1.txt"), (struct str){ bytes, BIG }, row[i].says);
        check_taken(row[i].name, file_of(&m, 1, m.all.n), row[i].code, BIG);
    }
}

/* ---- the directory -------------------------------------------------------------------------- */

TEST(zip_in_directory_lies)
{
    static const struct { const char *name; uint64_t n, off; const char *code; } row[] = {
        { "the baseline",         2,     0,       NULL            },
        { "more than there are",  3,     0,       "zip.malformed" },
        { "65,535",               65535, 0,       "zip.many"      },
        { "it lies beyond",       2,     1 << 30, "zip.malformed" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct made m = begun();

        add(&m, S("a"), S("first"), (struct says){ .at = -1 });
        add(&m, S("b"), S("second"), (struct says){ .at = -1 });
        check_taken(row[i].name, file_of(&m, row[i].n, m.all.n + row[i].off), row[i].code, 11);
    }
}

/* Many names for the same packed bytes: 300 kB that would become 4 GB. */
TEST(zip_in_overlapping)
{
    struct str  zeros = { NEWS(unit_arena(), char, 900 << 10), 900 << 10 };
    struct says says = { .packed = deflated(unit_arena(), zeros).n, .bytes = zeros.n };
    struct made m = begun();
    uint32_t    crc = (uint32_t)crc32(0, (const Bytef *)zeros.p, (uInt)zeros.n);

    add(&m, S("0"), zeros, (struct says){ .at = -1 });
    for (uint64_t i = 1; i < 4000; i++)
        put_directory(&m, str_fmt(unit_arena(), "%llu", (unsigned long long)i), crc, says);
    check_taken("overlapping", file_of(&m, m.n, m.all.n), "zip.malformed", 0);
}

TEST(zip_in_many)
{
    static const struct { uint64_t n; const char *code; } row[] = {
        { 10000, NULL }, { 10001, "zip.many" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct made m = begun();

        for (uint64_t k = 0; k < row[i].n; k++)
            add(&m, str_fmt(unit_arena(), "%llu.txt", (unsigned long long)k), S("x"),
                (struct says){ .at = -1 });
        check_taken("many", file_of(&m, m.n, m.all.n), row[i].code, 10000);
    }
}
