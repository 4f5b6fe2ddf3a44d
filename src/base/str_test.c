/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* str_test.c */
#include "base/str.h"

#include <string.h>

#include "unit.h"

static const struct str unknown = { NULL, 0 };

TEST(str_compares)
{
    static const struct { const char *name; struct str a, b; int order; } row[] = {
        { "equal",                    { "abc", 3 },    { "abc", 3 },    0  },
        { "one byte differs",         { "abc", 3 },    { "abd", 3 },    -1 },
        { "a prefix comes first",     { "ab", 2 },     { "abc", 3 },    -1 },
        { "bytes, not letters",       { "Z", 1 },      { "a", 1 },      -1 },
        { "high bytes come last",     { "z", 1 },      { "\xc3\xa9", 2 }, -1 },
        { "a NUL is a byte",          { "a\0b", 3 },   { "a\0c", 3 },   -1 },
        { "empty before all",         { "", 0 },       { "a", 1 },      -1 },
        { "unknown has no bytes",     { NULL, 0 },     { "", 0 },       0  },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        int there = str_cmp(row[i].a, row[i].b), back = str_cmp(row[i].b, row[i].a);

        check(row[i].name, (there > 0) - (there < 0) == row[i].order);
        check(row[i].name, (back > 0) - (back < 0) == -row[i].order);
        check(row[i].name, str_eq(row[i].a, row[i].b) == (row[i].order == 0));
    }
}

TEST(str_views)
{
    struct arena *a = unit_arena();
    size_t at = 99;

    check("starts", str_starts(S("35.71.01"), S("35.71")));
    check("starts with all of itself", str_starts(S("35"), S("35")));
    check("does not start with more", !str_starts(S("35"), S("35.")));
    check("everything starts with nothing", str_starts(unknown, S("")));
    check("ends", str_ends(S("regions.json"), S(".json")));
    check("does not end", !str_ends(S("json"), S(".json")));
    check_text("trim", str_trim(S(" \t a b\r\n ")), S("a b"));
    check_text("trim all", str_trim(S(" \n")), S(""));
    check_text("trim unknown", str_trim(unknown), unknown);
    check_text("part", str_part(S("kediri"), 2, 3), S("dir"));
    check_text("part is clipped", str_part(S("kediri"), 4, 99), S("ri"));
    check_text("part behind the end", str_part(S("kediri"), 9, 1), S(""));
    check("find", str_find(S("kota kediri"), S("kediri"), &at) && at == 5);
    check("find the empty", str_find(S("x"), S(""), &at) && at == 0);
    check("find not", !str_find(S("kota"), S("kotamadya"), &at) && at == 0);
    check("find in unknown", !str_find(unknown, S("a"), &at));
    check_text("of", str_of("abc"), S("abc"));
    check_text("of NULL", str_of(NULL), unknown);
    check_text("copy", str_copy(a, S("abc")), S("abc"));
    check_text("copy of unknown", str_copy(a, unknown), unknown);
    check_text("copy of empty", str_copy(a, S("")), S(""));
    check("z", strcmp(str_z(a, str_part(S("abcd"), 1, 2)), "bc") == 0);
    check_text("fmt", str_fmt(a, "%.*s-%03d", TEXT(S("ab")), 7), S("ab-007"));
}

TEST(str_cut)
{
    static const struct { const char *name; struct str s, head, rest; bool there; } row[] = {
        { "once",        { "a=b", 3 },   { "a", 1 },  { "b", 1 },   true  },
        { "at the first", { "a=b=c", 5 }, { "a", 1 },  { "b=c", 3 }, true  },
        { "at the end",  { "a=", 2 },    { "a", 1 },  { "", 0 },    true  },
        { "at the start", { "=b", 2 },    { "", 0 },   { "b", 1 },   true  },
        { "not there",   { "ab", 2 },    { "ab", 2 }, { NULL, 0 },  false },
        { "empty",       { "", 0 },      { "", 0 },   { NULL, 0 },  false },
        { "unknown",     { NULL, 0 },    { NULL, 0 }, { NULL, 0 },  false },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct str head, rest;

        check(row[i].name, str_cut(row[i].s, '=', &head, &rest) == row[i].there);
        check_text(row[i].name, head, row[i].head);
        check_text(row[i].name, rest, row[i].rest);
    }
}

TEST(str_join)
{
    struct arena *a = unit_arena();
    struct str part[] = { S("a"), S(""), unknown, S("d") };

    check_text("four", str_join(a, S(", "), part, 4), S("a, , , d"));
    check_text("one", str_join(a, S(", "), part, 1), S("a"));
    check_text("none", str_join(a, S(", "), NULL, 0), S(""));
    check_text("without a separator", str_join(a, unknown, part, 4), S("ad"));
}

TEST(str_int64)
{
    static const struct { const char *text; bool ok; int64_t n; } row[] = {
        { "0",                    true,  0         },
        { "42",                   true,  42        },
        { "-42",                  true,  -42       },
        { "+42",                  true,  42        },
        { "007",                  true,  7         },
        { "9223372036854775807",  true,  INT64_MAX },
        { "-9223372036854775808", true,  INT64_MIN },
        { "9223372036854775808",  false, 0         },
        { "-9223372036854775809", false, 0         },
        { "99999999999999999999", false, 0         },
        { "",                     false, 0         },
        { "-",                    false, 0         },
        { "+-1",                  false, 0         },
        { " 1",                   false, 0         },
        { "1 ",                   false, 0         },
        { "1.0",                  false, 0         },
        { "0x10",                 false, 0         },
        { "1\xc2\xa0",            false, 0         },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        int64_t n = 12345;
        bool    ok = str_int64(str_of(row[i].text), &n);

        check(row[i].text, ok == row[i].ok);
        check(row[i].text, n == (row[i].ok ? row[i].n : 12345));
    }
}

TEST(str_int_bool_are_data)
{
    struct arena *a = unit_arena();

    check("negative", str_eq(str_int(a, -12), S("-12")));
    check("not grouped", str_eq(str_int(a, 1234567), S("1234567")));
    check("the least", str_eq(str_int(a, INT64_MIN), S("-9223372036854775808")));
    check("yes", str_eq(str_bool(true), S("true")));
    check("no", str_eq(str_bool(false), S("false")));
}
