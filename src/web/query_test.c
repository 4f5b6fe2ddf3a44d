/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/query.h"

#include "base/arena.h"
#include "base/buf.h"
#include "unit.h"

/* "name|value" of each pair, joined by ";" */
static struct str
told(const struct query *q)
{
    struct arena *a = unit_arena();
    struct str out = S("");

    for (size_t i = 0; i < q->n; i++)
        out = str_fmt(a, "%.*s%s%.*s|%.*s", TEXT(out), i ? ";" : "", TEXT(q->pair[i].name),
                      TEXT(q->pair[i].value));
    return out;
}

TEST(query_reads)
{
    static const struct { const char *name, *text, *pairs; } row[] = {
        { "baseline",                 "q=kediri&page=2",    "q|kediri;page|2"     },
        { "nothing",                  "",                   ""                    },
        { "no value",                 "q",                  "q|"                  },
        { "an empty value",           "q=",                 "q|"                  },
        { "a plus is a space",        "q=kota+kediri",      "q|kota kediri"       },
        { "an encoded plus",          "q=a%2Bb",            "q|a+b"               },
        { "bytes",                    "q=%C3%A9%26%3d",     "q|\xc3\xa9&="        },
        { "an equals sign in a value", "q=a=b",             "q|a=b"               },
        { "an encoded name",          "%71=x",              "q|x"                 },
        { "the same twice",           "q=1&q=2",            "q|1;q|2"             },
        { "a line end is data here",  "q=a%0Ab",            "q|a\nb"              },
        { "a lone percent",           "q=%",                NULL                  },
        { "half a byte",              "q=%4",               NULL                  },
        { "no hex",                   "q=%zz",              NULL                  },
        { "NUL",                      "q=%00",              NULL                  },
        { "NUL in a name",            "%00=x",              NULL                  },
        { "not UTF-8",                "q=%ff",              NULL                  },
        { "overlong",                 "q=%c0%80",           NULL                  },
        { "no name",                  "=x",                 NULL                  },
        { "an empty pair",            "a=1&&b=2",           NULL                  },
        { "a pair missing at the end", "a=1&",              NULL                  },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct query q;
        bool ok = query_read(unit_arena(), str_of(row[i].text), &q);

        check(row[i].name, ok == (row[i].pairs != NULL));
        if (ok && row[i].pairs)
            check_text(row[i].name, told(&q), str_of(row[i].pairs));
    }
}

TEST(query_refuses_a_bare_nul)
{
    struct query q;

    check("in a value", !query_read(unit_arena(), (struct str){ "q=a\0b", 5 }, &q));
    check("in a name", !query_read(unit_arena(), (struct str){ "q\0=a", 4 }, &q));
}

TEST(query_limits_pairs)
{
    struct buf b = buf_in(unit_arena(), 1000);
    struct query q;

    for (int i = 0; i < QUERY_PAIRS_MAX; i++)
        buf_fmt(&b, "%sa=%d", i ? "&" : "", i);
    check("as many as may be", query_read(unit_arena(), buf_str(&b), &q) && q.n == QUERY_PAIRS_MAX);
    buf_add(&b, S("&a=x"));
    check("one more", !query_read(unit_arena(), buf_str(&b), &q));
}

TEST(query_writes_again)
{
    static const struct { const char *name, *text, *without; } row[] = {
        { "baseline",           "q=a&lang=en&page=2",  "q=a&page=2"           },
        { "it stands first",    "lang=en&q=a",         "q=a"                  },
        { "it stands twice",    "lang=en&lang=id",     ""                     },
        { "it is not there",    "q=a",                 "q=a"                  },
        { "a space and more",   "q=a+%26%3D%25",       "q=a%20%26%3D%25"      },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct query q;

        check(row[i].name, query_read(unit_arena(), str_of(row[i].text), &q));
        check_text(row[i].name, query_without(unit_arena(), &q, S("lang")), str_of(row[i].without));
    }
    check_text("a path keeps its slashes", query_encode(unit_arena(), S("/a b/\xc3\xa9"), true),
               S("/a%20b/%C3%A9"));
}
