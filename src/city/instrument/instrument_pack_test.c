/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* instrument_pack_test.c — the pack that ships, and a small one with one thing wrong a row. */
#include "city/instrument/instrument.h"

#include "base/arena.h"
#include "city/instrument/instrument_load.h"
#include "unit.h"

static struct instrument
shipped(void)
{
    struct instrument in = { .places = -1 };
    struct pack       pack;

    check("embedded", !instrument_embedded(unit_arena(), INSTRUMENT_SMART_CITY, &pack));
    check("sound", !instrument_read(unit_arena(), &pack, &in, NULL));
    return in;
}

TEST(instrument_pack_shipped)
{
    static const struct {
        const char *code, *percent; int32_t parent; enum score_how how;
    } row[] = {
        { "index",     "0",  -1, SCORE_WEIGHTED }, { "baseline",    "10", 0, SCORE_LEAF },
        { "output",    "20",  0, SCORE_LEAF },     { "outcome",     "30", 0, SCORE_LEAF },
        { "impact",    "20",  0, SCORE_PLAIN },    { "governance",  "0",  4, SCORE_LEAF },
        { "branding",  "0",   4, SCORE_LEAF },     { "economy",     "0",  4, SCORE_LEAF },
        { "living",    "0",   4, SCORE_LEAF },     { "society",     "0",  4, SCORE_LEAF },
        { "environment", "0", 4, SCORE_LEAF },     { "quick_win",   "20", 0, SCORE_LEAF },
    };
    struct instrument in = shipped();

    check("twelve items", in.tree.n == COUNT(row));
    for (size_t i = 0; i < COUNT(row) && i < in.tree.n; i++) {
        check(row[i].code, str_eq(in.item[i].code, str_of(row[i].code)));
        check(row[i].code, str_eq(dec_str(unit_arena(), in.item[i].percent),
                                  str_of(row[i].percent)));
        check(row[i].code, in.tree.node[i].parent == row[i].parent
              && in.tree.node[i].how == row[i].how);
        check(row[i].code, in.item[i].title.id.n > 0 && in.item[i].title.en.n > 0
              && in.item[i].meaning.id.n > 0);
    }
    check("scale 0 to 4, two places", dec_cmp(in.scale.min, DEC(0)) == 0
          && dec_cmp(in.scale.max, DEC(4)) == 0
                                   && in.places == 2);
    check("the scale says that it is inferred", in.scale_note.id.n > 0 && in.scale_note.en.n > 0);
    check("three readings of the weights", in.n_notes >= 4 && in.note[0].n_readings == 3);
    check("every reading names a source", in.note[0].reading[2].source != NULL);
    check_text("its id", in.code, INSTRUMENT_SMART_CITY);
}

#define HEAD   "id: small\ntitle: {id: Kecil, en: Small}\nsummary: {id: Ringkas, en: Short}\n" \
               "valid_from: 2021\n"
#define SCALE  "scale: {min: 0, max: 4, places: 2}\n"
#define SOURCE "sources:\n  - {id: s, title: T, publisher: P}\n"
#define T2     "title: {id: X, en: X}"
#define TREE(a, b) "tree:\n  id: all\n  " T2 "\n  how: weighted mean\n  parts:\n" \
                   "    - {id: a, " T2 ", how: leaf" a "}\n    - {id: b, " T2 ", how: leaf" b "}\n"

TEST(instrument_pack_faults)
{
    static const struct { const char *name, *yaml, *says; } row[] = {
        { "baseline", HEAD SCALE TREE(", weight: 40", ", weight: 60") SOURCE, NULL },
        { "weights of 95", HEAD SCALE TREE(", weight: 40", ", weight: 55") SOURCE,
          "p:10:3: The weights of \"all\" add up to 95, not to 100 (a 40, b 55). "
          "Change them until they add up." },
        { "weights with decimals that add up",
          HEAD SCALE TREE(", weight: 33.3", ", weight: 66.7") SOURCE, NULL },
        { "weights of 99.99", HEAD SCALE TREE(", weight: 33.3", ", weight: 66.69") SOURCE,
          "p:10:3: The weights of \"all\" add up to 99.99, not to 100 (a 33.3, b 66.69). "
          "Change them until they add up." },
        { "a weight of nothing", HEAD SCALE TREE(", weight: 100", ", weight: 0") SOURCE,
          "p:12:49: \"b\" has a weight that is not above 0, or finer than 6 decimals. "
          "Write it in per cent: 12.5." },
        { "no weight", HEAD SCALE TREE(", weight: 100", "") SOURCE,
          "p:12:7: \"b\" needs a weight: its parent is a weighted mean. "
          "Add its weight in per cent." },
        { "a weight at the top",
          HEAD SCALE "tree: {id: all, " T2 ", how: leaf, weight: 10}\n" SOURCE,
          "p:6:51: \"all\" has a weight, but its parent is no weighted mean. "
          "Remove the weight, or make the parent a weighted mean." },
        { "a leaf with parts",
          HEAD SCALE "tree:\n  id: all\n  " T2 "\n  how: leaf\n  parts:\n"
          "    - {id: a, " T2 ", how: leaf}\n" SOURCE,
          "p:10:3: \"all\" is a leaf, but has parts. "
          "Make it a weighted mean or a plain mean, or remove the parts." },
        { "a mean of nothing", HEAD SCALE "tree: {id: all, " T2 ", how: plain mean}\n" SOURCE,
          "p:6:1: \"all\" has no parts to find its figure from. "
          "Add its parts, or make it a leaf." },
        { "an item twice", HEAD SCALE "tree:\n  id: all\n  " T2 "\n  how: plain mean\n  parts:\n"
          "    - {id: a, " T2 ", how: leaf}\n    - {id: a, " T2 ", how: leaf}\n" SOURCE,
          "p:12:12: The item \"a\" stands in the tree twice. Give one of them another id." },
        { "a scale upside down",
          HEAD "scale: {min: 4, max: 0, places: 2}\n" TREE(", weight: 40", ", weight: 60") SOURCE,
          "p:5:22: The scale ends where it begins, or before. Make max greater than min." },
        { "no language",
          "id: small\ntitle: {id: Kecil}\nsummary: {id: Ringkas, en: Short}\nvalid_from: 2021\n"
          SCALE TREE(", weight: 40", ", weight: 60") SOURCE,
          "p:2:1: \"en\" is missing here. The text in English." },
        { "a source twice", HEAD SCALE TREE(", weight: 40", ", weight: 60")
          SOURCE "  - {id: s, title: U, publisher: Q}\n",
          "p:15:10: The source \"s\" stands here twice. Give one of them another id." },
        { "a reading without its source", HEAD SCALE TREE(", weight: 40", ", weight: 60") SOURCE
          "notes:\n  - about: {id: B, en: B}\n    text: {id: C, en: C}\n"
          "    readings: [{says: {id: D, en: D}, source: t}]\n",
          "p:18:47: There is no source \"t\" in this pack. "
          "Add it under \"sources\", or name one that is there." },
        { "an end before the beginning",
          HEAD "valid_to: 2020\n" SCALE TREE(", weight: 40", ", weight: 60") SOURCE,
          "p:5:11: The instrument ends before it begins. Make valid_to later than valid_from." },
        { "a slip in a key", HEAD SCALE TREE(", wieght: 40", ", weight: 60") SOURCE,
          "p:11:49: There is no key \"wieght\" here. Did you mean \"weight\"?" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct instrument  in;
        struct pack        pack;
        struct pack_faults f = { .n = 0 };
        struct err *err = pack_read_text(unit_arena(), S("p"), str_of(row[i].yaml), &pack);
        check(row[i].name, !err);
        if (err)
            continue;
        err = instrument_read(unit_arena(), &pack, &in, &f);
        check(row[i].name, (err != NULL) == (row[i].says != NULL) && f.n == (row[i].says ? 1 : 0));
        if (row[i].says && f.n > 0)
            check_text(row[i].name, pack_fault_line(&f, LANG_EN, 0), str_of(row[i].says));
    }
}

TEST(instrument_pack_digest)
{
    struct pack       a, b;
    struct instrument one = { 0 }, other = { 0 };

    check("read", !pack_read_text(unit_arena(), S("p"),
          S(HEAD SCALE TREE(", weight: 40", ", weight: 60") SOURCE), &a));
    check("read", !pack_read_text(unit_arena(), S("p"),
          S(HEAD SCALE TREE(", weight: 40", ", weight: 60") SOURCE "# a remark\n"), &b));
    check("sound", !instrument_read(unit_arena(), &a, &one, NULL)
          && !instrument_read(unit_arena(), &b, &other, NULL));
    check("a remark is another text", !str_eq(one.digest, other.digest) && one.digest.n == 16);
}

/* A chain of plain means of one part each, `depth` levels below the total. */
static struct str
chain(int32_t depth)
{
    struct str tree = S("tree:\n  {id: n0, title: {id: T, en: T}, how: ");

    for (int32_t i = 1; i <= depth; i++)
        tree = str_fmt(unit_arena(), "%.*splain mean, parts: [\n  {id: n%d, title: {id: T, en: T}, "
                       "how: ", TEXT(tree), i);
    tree = str_fmt(unit_arena(), "%.*sleaf", TEXT(tree));
    for (int32_t i = 0; i < depth; i++)
        tree = str_fmt(unit_arena(), "%.*s}]", TEXT(tree));
    return str_fmt(unit_arena(), HEAD SCALE "%.*s}\n" SOURCE, TEXT(tree));
}

TEST(instrument_pack_depth)
{
    struct instrument  in = { 0 };
    struct pack        pack;
    struct pack_faults f = { .n = 0 };

    check("read", !pack_read_text(unit_arena(), S("p"), chain(SCORE_DEPTH_MAX), &pack));
    check("16 levels", !instrument_read(unit_arena(), &pack, &in, NULL)
          && in.tree.n == SCORE_DEPTH_MAX + 1);
    check("read", !pack_read_text(unit_arena(), S("p"), chain(SCORE_DEPTH_MAX + 1), &pack));
    check("17 levels", instrument_read(unit_arena(), &pack, &in, &f) != NULL && f.n == 1);
    check_text("where", pack_fault_line(&f, LANG_EN, 0),
               S("p:24:3: The tree is too large or too deep here. "
                 "An instrument has at most 30,000 items, 16 levels deep."));
}
