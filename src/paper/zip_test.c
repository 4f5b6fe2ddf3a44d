/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* zip_test.c — a ZIP of our own comes back as it was; a stranger's is refused before. */
#include <assert.h>
#include <string.h>
#include <unistd.h>

#include "paper/zip_in.h"
#include "paper/zip_out.h"
#include "unit.h"

enum { FILE_MAX = 1 << 20, MANY = 4 << 20 };

static const struct zip_limits small = {
    .entries_max = 3, .entry_bytes_max = 8 << 20, .all_bytes_max = 9 << 20, .ratio_max = 200,
};

static struct err *
write_two(int fd, const char *first, struct str bytes, const char *second)
{
    struct zip_out *z;

    TRY(zip_out_open(unit_arena(), fd, &z));
    TRY(zip_out_begin(z, str_of(first), true));
    TRY(zip_out_add(z, bytes));
    TRY(zip_out_begin(z, str_of(second), false));
    TRY(zip_out_add(z, S("second")));
    return zip_out_close(z);
}

static struct str
bytes_of(int fd)
{
    char   *p = NEWS(unit_arena(), char, FILE_MAX);
    ssize_t n = pread(fd, p, FILE_MAX, 0);

    assert(n >= 0 && n < FILE_MAX);
    return (struct str){ p, (size_t)n };
}

/* Every place of `from` gets as many bytes of `to`. */
static void
patch(int fd, struct str from, struct str to)
{
    struct str s = bytes_of(fd);

    for (size_t i = 0; from.n > 0 && i + from.n <= s.n; i++)
        if (memcmp(s.p + i, from.p, from.n) == 0)
            assert(pwrite(fd, to.p, to.n, (off_t)i) == (ssize_t)to.n);
}

static struct str
read_whole(struct zip_in *z, size_t i, struct err **e)
{
    char  *p = NEWS(unit_arena(), char, MANY + 1);
    size_t n = 0, got = 1;

    *e = zip_in_begin(z, i);
    while (!*e && got > 0) {
        *e = zip_in_read(z, p + n, MANY + 1 - n, &got);
        n += got;
    }
    zip_in_end(z);
    return (struct str){ p, n };
}

TEST(zip_round_trip)
{
    int            fd = unit_file(S("")), again = unit_file(S(""));
    struct zip_in *z;
    struct err    *e;
    size_t         at = 9;

    check("written", !write_two(fd, "xl/a.xml", S("first"), "b.pdf"));
    check("written again", !write_two(again, "xl/a.xml", S("first"), "b.pdf"));
    check("the same bytes", str_eq(bytes_of(fd), bytes_of(again)));
    e = zip_in_open(unit_arena(), fd, &zip_limits_office, &z);
    check("opened", !e);
    if (e)
        return;
    check("two", zip_in_count(z) == 2);
    check("found", zip_in_find(z, S("b.pdf"), &at) && at == 1);
    check("not found", !zip_in_find(z, S("b"), &at));
    check("the second", str_eq(read_whole(z, 1, &e), S("second")) && !e);
    check("the first", str_eq(read_whole(z, 0, &e), S("first")) && !e);
}

TEST(zip_out_twice)
{
    struct err *e = write_two(unit_file(S("")), "a", S("1"), "a");

    check("told", e && strcmp(e->code, "zip.twice") == 0 && str_eq(e->where, S("a")));
}

TEST(zip_out_file_whole)
{
    int             from = unit_file(S("evidence")), to = unit_file(S(""));
    struct zip_out *o;
    struct zip_in  *z = NULL;
    struct err     *e;

    check("opened", !zip_out_open(unit_arena(), to, &o));
    check("added", !zip_out_file(o, S("f"), true, from) && !zip_out_close(o));
    check("read", !zip_in_open(unit_arena(), to, &small, &z));
    check("whole", z && str_eq(read_whole(z, 0, &e), S("evidence")) && !e);
}

/* As the baseline, "one/x" and "two/x", but for what is patched. */
TEST(zip_in_refuses)
{
    static const struct { const char *name; struct str from, to; const char *code; } row[] = {
        { "the baseline", { "", 0 }, { "", 0 }, NULL },
        { "out of the folder", { "one/x", 5 }, { "../xy", 5 }, "zip.name" },
        { "out by the middle", { "one/x", 5 }, { "a/../", 5 }, "zip.name" },
        { "absolute", { "one/x", 5 }, { "/etcx", 5 }, "zip.name" },
        { "a drive", { "one/x", 5 }, { "C:one", 5 }, "zip.name" },
        { "a backslash", { "one/x", 5 }, { "..\\xy", 5 }, "zip.name" },
        { "an empty part", { "one/x", 5 }, { "a///x", 5 }, "zip.name" },
        { "NUL", { "one/x", 5 }, { "on\0/x", 5 }, "zip.name" },
        { "a line's end", { "one/x", 5 }, { "on\n/x", 5 }, "zip.name" },
        { "not UTF-8", { "one/x", 5 }, { "on\xff/x", 5 }, "zip.name" },
        { "twice", { "two/x", 5 }, { "one/x", 5 }, "zip.twice" },
        { "encrypted", { "PK\1\2\x14\0\x14\0\0", 9 }, { "PK\1\2\x14\0\x14\0\1", 9 },
          "zip.encrypted" },
        { "a method", { "\x08\0\0\0\x21\0", 6 }, { "\x0c\0\0\0\x21\0", 6 }, "zip.method" },
        { "no end", { "PK\5\6", 4 }, { "PK\5\7", 4 }, "zip.malformed" },
        { "no directory", { "PK\1\2", 4 }, { "PK\1\3", 4 }, "zip.malformed" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        int            fd = unit_file(S(""));
        struct zip_in *z;

        check(row[i].name, !write_two(fd, "one/x", S("first"), "two/x"));
        patch(fd, row[i].from, row[i].to);
        struct err *e = zip_in_open(unit_arena(), fd, &small, &z);

        check(row[i].name, row[i].code ? e && strcmp(e->code, row[i].code) == 0 : !e);
    }
}

TEST(zip_in_bounds)
{
    static const struct {
        const char *name;
        size_t      n;
        struct zip_limits limit;
        const char *code;
    } row[] = {
        { "small grows as it likes", 1 << 20, { 3, 8 << 20, 9 << 20, 200 }, NULL },
        { "a bomb", MANY, { 3, 8 << 20, 9 << 20, 200 }, "zip.ratio" },
        { "one too large", MANY, { 3, MANY - 1, 9 << 20, 2000 }, "zip.large" },
        { "all too large", MANY, { 3, MANY, MANY, 2000 }, "zip.large" },
        { "just so large", MANY, { 3, MANY, MANY + 6, 2000 }, NULL },
        { "too many", 5, { 1, 8 << 20, 9 << 20, 200 }, "zip.many" },
    };
    const char *zeros = NEWS(unit_arena(), char, MANY);

    for (size_t i = 0; i < COUNT(row); i++) {
        int            fd = unit_file(S(""));
        struct zip_in *z;
        struct err    *e = write_two(fd, "a", (struct str){ zeros, row[i].n }, "b");

        check(row[i].name, !e);
        e = zip_in_open(unit_arena(), fd, &row[i].limit, &z);
        check(row[i].name, row[i].code ? e && strcmp(e->code, row[i].code) == 0 : !e);
    }
}

TEST(zip_in_content_changed)
{
    int            fd = unit_file(S(""));
    struct zip_in *z = NULL;
    struct err    *e;

    check("written", !write_two(fd, "a", S("first"), "b"));
    patch(fd, S("second"), S("sEcond"));
    check("opened", !zip_in_open(unit_arena(), fd, &small, &z));
    if (!z)
        return;
    (void)read_whole(z, 1, &e);
    check("its checksum", e && strcmp(e->code, "zip.malformed") == 0 && str_eq(e->where, S("b")));
    (void)read_whole(z, 0, &e);
    check("the other is read", !e);
}

TEST(zip_in_cut_anywhere)
{
    int        fd = unit_file(S(""));
    struct err *e = write_two(fd, "a", S("first"), "b");
    struct str whole = bytes_of(fd);

    check("written", !e);
    for (size_t n = 0; n < whole.n; n++) {
        int            cut = unit_file(str_part(whole, 0, n));
        struct zip_in *z;

        e = zip_in_open(unit_arena(), cut, &small, &z);
        check("refused", e && strcmp(e->code, "zip.malformed") == 0);
    }
}
