/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* print_test.c — a text in, its print out, and back. */
#include "pack/print.h"

#include "unit.h"

static const struct shape_key PART_KEYS[] = {
    { .key = "id",    .kind = SHAPE_ID,   .help = "a short name" },
    { .key = "parts", .kind = SHAPE_LIST, .items = SHAPE_TEXT, .help = "what it is made of" },
};
static const struct shape PART = SHAPE(PART_KEYS);

static const struct shape_key TOP_KEYS[] = {
    { .key = "a",    .kind = SHAPE_TEXT, .help = "a text" },
    { .key = "part", .kind = SHAPE_MAP,  .of = &PART, .help = "a part" },
    { .key = "list", .kind = SHAPE_LIST, .items = SHAPE_MAP, .of = &PART, .help = "parts" },
};
static const struct shape TOP = SHAPE(TOP_KEYS);

static struct str
printed(struct str yaml, struct pack *pack)
{
    struct buf out = buf_in(unit_arena(), 1 << 20);

    check("read", !pack_read_text(unit_arena(), S("p"), yaml, pack));
    check("printed", !pack_print(unit_arena(), pack, &TOP, &out));
    return buf_str(&out);
}

#define LONG "Keadaan sebelum tahun yang dinilai pada evaluasi pertama yaitu keadaan sebelum ikut" \
             " program dan sesudahnya"
#define FOLDED_LONG "Keadaan sebelum tahun yang dinilai pada evaluasi pertama yaitu keadaan" \
                    " sebelum ikut program\n  dan sesudahnya\n"

TEST(print_texts)
{
    static const struct { const char *name, *yaml, *print; } row[] = {
        { "plain",                 "a: 'b'\n",                  "a: b\n"               },
        { "a figure as written",   "a: \"3.10\"\n",             "a: 3.10\n"            },
        { "a colon inside",        "a: \"b: c\"\n",             "a: 'b: c'\n"          },
        { "a colon without blank", "a: 'b:c'\n",                "a: b:c\n"             },
        { "a comment's sign",      "a: 'b # c'\n",              "a: 'b # c'\n"         },
        { "an apostrophe",         "a: Jum'at\n",               "a: Jum'at\n"          },
        { "an apostrophe, quoted", "a: \"Jum'at: hari\"\n",     "a: 'Jum''at: hari'\n" },
        { "empty",                 "a: ''\n",                   "a: \"\"\n"            },
        { "yes to other readers",  "a: Yes\n",                  "a: \"Yes\"\n"         },
        { "nothing to others",     "a: ~\n",                    "a: \"~\"\n"           },
        { "blanks at the ends",    "a: ' b '\n",                "a: \" b \"\n"         },
        { "two blanks",            "a: b  c\n",                 "a: \"b  c\"\n"        },
        { "a tab",                 "a: \"b\\tc\"\n",            "a: \"b\\tc\"\n"       },
        { "beyond ASCII",          "a: \"caf\xC3\xA9\"\n",      "a: caf\xC3\xA9\n"     },
        { "a break at the end",    "a: >\n  b\n  c\n",          "a: >\n  b c\n"        },
        { "two lines",             "a: |\n  b\n  c\n",          "a: |\n  b\n  c\n"     },
        { "two lines, no break after", "a: |-\n  b\n  c\n",     "a: |-\n  b\n  c\n"    },
        { "an empty line inside",  "a: \"b\\n\\nc\"\n",         "a: \"b\\n\\nc\"\n"    },
        { "a carriage return",     "a: \"b\\rc\"\n",            "a: \"b\\rc\"\n"       },
        { "long",                  "a: " LONG "\n",             "a: >-\n  " FOLDED_LONG },
        { "long, with a break",    "a: >\n  " LONG "\n",        "a: >\n  " FOLDED_LONG },
        { "keys in the shape's order", "part: {parts: [b], id: c}\na: b\n",
          "a: b\npart:\n  id: c\n  parts:\n  - b\n" },
        { "unknown keys last, as they stood", "z: {w: 1, v: 2}\na: b\n",
          "a: b\nz:\n  w: 1\n  v: 2\n" },
        { "keys in lists of maps", "list:\n  - parts: []\n    id: c\n",
          "list:\n- id: c\n  parts: []\n" },
        { "a list in a list is a row", "rows:\n- - a\n  - 'b: c'\n- [d, Yes]\n",
          "rows:\n- [a, 'b: c']\n- [d, \"Yes\"]\n" },
        { "an empty map",          "part: {}\n",                "part: {}\n"           },
        { "a key that needs quotes", "'a: b': c\n",             "'a: b': c\n"          },
        { "comments are not kept", "# x\na: b   # y\n",         "a: b\n"               },
        { "no keys",               "{}\n",                      "{}\n"                 },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct pack pack, again;
        struct str  print = printed(str_of(row[i].yaml), &pack);

        check_text(row[i].name, print, str_of(row[i].print));
        check_text(row[i].name, printed(print, &again), print);
        if (pack_at(pack.root, "a"))
            check_text(row[i].name, pack_at(again.root, "a")->text, pack_at(pack.root, "a")->text);
    }
}

TEST(print_full)
{
    struct pack pack;
    struct buf  small = buf_in(unit_arena(), 8);
    struct err *err;

    check("read", !pack_read_text(unit_arena(), S("p"), S("a: a text\n"), &pack));
    err = pack_print(unit_arena(), &pack, &TOP, &small);
    check("refused", err && err->kind == ERR_BROKEN);
}
