/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* letter_signed_test.c — files that begin with ours, and what stands after it. */
#include "office/letter/letter_signed.h"

#include "base/buf.h"
#include "base/sha.h"
#include "unit.h"

static const char ours[] = "%PDF-1.5 ours %%EOF\n";     /* 20 bytes */

static struct str
digest_of(struct str s)
{
    struct sha sha;

    sha_begin(&sha);
    sha_add(&sha, s);
    return sha_hex(&sha, unit_arena());
}

static struct letter_signing
look(struct str file)
{
    struct letter_issued  issued = { .bytes = sizeof ours - 1, .sha256 = digest_of(str_of(ours)) };
    struct letter_signing is = { .is_ours = false };
    struct err           *e = letter_look_signed(unit_arena(), unit_file(file), issued, &is);

    check("it can be read", e == NULL);
    return is;
}

/* `added` after our bytes. */
static struct letter_signing
look_added(const char *added)
{
    return look(str_fmt(unit_arena(), "%s%s", ours, added));
}

TEST(letter_signed_ranges)
{
    /* "/ByteRange[0 52 56 1] <ab> ." stands at 20; what it leaves out at 42. */
    static const struct {
        const char *row, *added;
        int32_t     signatures, wrong;
        bool        covers_all;
    } row[] = {
        { "nothing",              "",                                0, 0, false },
        { "no signature",         "abc",                             0, 0, false },
        { "one",                  "/ByteRange[0 42 46 1] <ab>.",     1, 0, true },
        { "with spaces",          "/ByteRange [0 43 47 1]<ab>.",     0, 1, false },
        { "more after it",        "/ByteRange[0 42 46 1] <ab>..",    1, 0, false },
        { "an empty place",       "/ByteRange[0 42 46 1] <00>.",     0, 1, false },
        { "no string left out",   "/ByteRange[0 42 46 1] (ab).",     0, 1, false },
        { "no hexadecimal",       "/ByteRange[0 42 46 1] <xy>.",     0, 1, false },
        { "not from the beginning", "/ByteRange[1 41 46 1] <ab>.",   0, 1, false },
        { "less than ours",       "/ByteRange[0 19 46 1] <ab>.",     0, 1, false },
        { "backwards",            "/ByteRange[0 46 42 1] <ab>.",     0, 1, false },
        { "beyond the end",       "/ByteRange[0 42 46 9] <ab>.",     0, 1, false },
        { "far beyond",  "/ByteRange[0 42 46 9223372036854775807] <ab>.", 0, 1, false },
        { "more than a number",   "/ByteRange[0 42 46 99999999999999999999] <ab>.", 0, 1, false },
        { "below nothing",        "/ByteRange[0 42 46 -1] <ab>.",    0, 1, false },
        { "words",                "/ByteRange[a b c d] <ab>.",       0, 1, false },
        { "cut off",              "/ByteRange[0 42",                 0, 1, false },
        { "only the word",        "/ByteRange",                      0, 1, false },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct letter_signing is = look_added(row[i].added);

        check(row[i].row, is.is_ours);
        check(row[i].row, is.signatures == row[i].signatures);
        check(row[i].row, is.wrong == row[i].wrong);
        check(row[i].row, is.covers_all == row[i].covers_all);
    }
}

TEST(letter_signed_others)
{
    check("nothing", !look(S("")).is_ours);
    check("shorter than ours", !look(str_part(str_of(ours), 0, sizeof ours - 2)).is_ours);
    check("ours", look(str_of(ours)).is_ours && look(str_of(ours)).added == 0);
    check("one byte changed", !look(S("%PDF-1.5 0urs %%EOF\n/ByteRange[0 42 46 1] <ab>.")).is_ours);
    check("not at the beginning", !look(S(" %PDF-1.5 ours %%EOF\n")).is_ours);
}

/* The word may stand anywhere: also where pieces that are read meet. */
TEST(letter_signed_at_each_place)
{
    enum { AROUND = 64 << 10 };
    struct arena *a = unit_arena();

    for (int32_t pad = AROUND - 300; pad < AROUND + 20; pad += 7) {
        size_t     mark = arena_mark(a);
        struct buf b = buf_in(a, 2 * AROUND);

        buf_add(&b, str_of(ours));
        for (int32_t i = 0; i < pad; i++)
            buf_byte(&b, 'x');
        int32_t at = (int32_t)b.n;

        buf_fmt(&b, "/ByteRange[0 %06d %06d 000001]<ab>.", at + 34, at + 38);
        struct letter_signing is = look(buf_str(&b));

        check("found once", is.signatures == 1 && is.wrong == 0 && is.covers_all);
        arena_back(a, mark);
    }
}
