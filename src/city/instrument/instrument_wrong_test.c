/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* instrument_wrong_test.c — one sound pack, and what it says when one thing in it is wrong. */
#include "city/instrument/instrument.h"

#include <string.h>

#include "base/arena.h"
#include "unit.h"

static const char sound[] =
    /*  1 */ "id: small\n"
    /*  2 */ "title: {id: Kecil, en: Small}\n"
    /*  3 */ "summary: {id: Ringkas, en: Short}\n"
    /*  4 */ "standing: modelled\n"
    /*  5 */ "valid_from: 2021\n"
    /*  6 */ "applies_to: [regency, city]\n"
    /*  7 */ "weights: of the whole\n"
    /*  8 */ "scale: {min: 0, max: 5, places: 2}\n"
    /*  9 */ "bands:\n"
    /* 10 */ "  - {from: 0, below: 2.5, title: {id: Kurang, en: Poor}}\n"
    /* 11 */ "  - {from: 2.5, to: 5, title: {id: Baik, en: Good}}\n"
    /* 12 */ "rubrics:\n"
    /* 13 */ "  - {id: process, title: {id: Proses, en: Process},\n"
    /* 14 */ "     levels: [\n"
    /* 15 */ "        {level: 1, title: {id: Rintisan, en: Initial}},\n"
    /* 16 */ "        {level: 3, value: 5, title: {id: Optimum, en: Optimum}}]}\n"
    /* 17 */ "tree:\n"
    /* 18 */ "  id: index\n"
    /* 19 */ "  title: {id: Indeks, en: Index}\n"
    /* 20 */ "  how: weighted mean\n"
    /* 21 */ "  parts:\n"
    /* 22 */ "    - id: policy\n"
    /* 23 */ "      title: {id: Kebijakan, en: Policy}\n"
    /* 24 */ "      weight: 40\n"
    /* 25 */ "      how: weighted mean\n"
    /* 26 */ "      parts:\n"
    /* 27 */"        - {id: rules, title: {id: A, en: A}, weight: 15, how: leaf, rubric: process}\n"
    /* 28 */"        - {id: plans, title: {id: B, en: B}, weight: 25, how: leaf, rubric: process}\n"
    /* 29 */ "    - id: reach\n"
    /* 30 */ "      title: {id: Jangkauan, en: Reach}\n"
    /* 31 */ "      weight: 60\n"
    /* 32 */ "      how: expression\n"
    /* 33 */ "      expression: \"${online} + ${run}\"\n"
    /* 34 */ "      round: 2\n"
    /* 35 */ "      parts:\n"
    /* 36 */ "        - id: online\n"
    /* 37 */ "          title: {id: C, en: C}\n"
    /* 38 */ "          how: ratio\n"
    /* 39 */ "          factor: 2\n"
    /* 40 */ "          parts:\n"
    /* 41 */ "            - {id: some, title: {id: D, en: D}, how: leaf}\n"
    /* 42 */ "            - {id: all, title: {id: E, en: E}, how: leaf}\n"
    /* 43 */ "        - id: run\n"
    /* 44 */ "          title: {id: F, en: F}\n"
    /* 45 */ "          how: sum over at least\n"
    /* 46 */ "          least: 10\n"
    /* 47 */ "          parts:\n"
    /* 48 */ "            - {id: one, title: {id: G, en: G}, how: leaf, each: {id: H, en: H}}\n"
    /* 49 */ "notes:\n"
    /* 50 */ "  - about: {id: Apa, en: What}\n"
    /* 51 */ "    text: {id: Ini, en: This}\n"
    /* 52 */ "    readings: [{says: {id: Begini, en: So}, source: law}]\n"
    /* 53 */ "sources:\n"
    /* 54 */ "  - {id: law, title: T, publisher: P}\n"
    /* 55 */ "tables:\n"
    /* 56 */ "  - id: classes\n"
    /* 57 */ "    title: {id: Kelas, en: Classes}\n"
    /* 58 */ "    columns: [{id: class, type: text}, {id: points, type: number},\n"
    /* 59 */ "              {id: since, type: date}]\n"
    /* 60 */ "    rows:\n"
    /* 61 */ "      - [A, 5, 2021-01-31]\n"
    /* 62 */ "      - [\"B, C\", 2.5, 2022-02-28]\n";

/* The sound pack with its first `from` made `to`. */
static struct str
changed(const char *from, const char *to)
{
    struct str pack = str_of(sound);
    size_t     at;

    if (!from)
        return pack;
    check(from, str_find(pack, str_of(from), &at));
    return str_fmt(unit_arena(), "%.*s%s%s", (int)at, pack.p, to, pack.p + at + strlen(from));
}

static struct str
fault_line(const struct err *err, const struct pack_faults *f)
{
    if (!err)
        return S("accepted");
    return f->n > 0 ? pack_fault_line(f, LANG_EN, 0) : err_line(unit_arena(), LANG_EN, err);
}

TEST(instrument_wrong_pack)
{
    static const struct { const char *name, *from, *to, *says; } row[] = {
        { "baseline", NULL, NULL, "accepted" },

        /* what YAML itself refuses */
        { "a tab", "\nstanding: modelled", "\n\tstanding: modelled",
          "p:4:1: This line is indented with a tab. Indent with spaces only." },
        { "a key twice", "valid_from: 2021\n", "valid_from: 2021\nvalid_from: 2022\n",
          "p:6:1: The key \"valid_from\" stands here a second time; the first is in line 5. "
          "Keep one of them." },
        { "an open bracket", "[regency, city]", "[regency, city",
          "p:6:13: The bracket that opens here is not closed, or a comma is missing in it. "
          "Separate with commas, and close every [ with ] and { with }." },
        { "an alias", "places: 2", "places: *two",
          "p:8:33: The sign * cannot stand before a value in a pack. Remove it; if it belongs "
          "to the text, put the text in double quotes." },

        /* what the shape refuses */
        { "a key that is none", "least: 10", "leest: 10",
          "p:46:11: There is no key \"leest\" here. Did you mean \"least\"?" },
        { "a key that is missing", "valid_from: 2021\n", "",
          "p:1:1: \"valid_from\" is missing here. When it came into use." },
        { "a standing that is none", "standing: modelled", "standing: semi",
          "p:4:11: \"standing\" cannot be \"semi\". Choose one of: official, modelled." },
        { "a kind that is none", "[regency, city]", "[regency, kota]",
          "p:6:23: \"applies_to\" cannot be \"kota\". Choose one of: province, regency, city." },
        { "a comma in a figure", "below: 2.5", "below: \"2,5\"",
          "p:10:22: \"below\" is written with a comma: \"2,5\". Write a point before the "
          "decimals: 2.5." },
        { "a date that is none", "valid_from: 2021", "valid_from: 2021-13",
          "p:5:13: \"valid_from\" is not a date: \"2021-13\". Write it as 2024-08-13; 2024-08 "
          "or 2024 if that is all that is known." },
        { "an id with capitals", "id: rules", "id: Rules",
          "p:27:16: \"id\" cannot be an id: \"Rules\". Use small letters, digits, _ and -, a "
          "letter first, 64 at most." },
        { "English is missing", "{id: Kecil, en: Small}", "{id: Kecil}",
          "p:2:1: \"en\" is missing here. The text in English." },
        { "a level that is no number", "level: 3", "level: three",
          "p:16:17: \"level\" is not a whole number: \"three\". Write digits only." },

        /* what the figures mean */
        { "weights that do not add up to the part's own", "weight: 25", "weight: 26",
          "p:26:7: The weights of \"policy\" add up to 41, not to 40 (rules 15, plans 26). "
          "Change them until they add up." },
        { "weights that do not add up to the whole", "weight: 60", "weight: 59",
          "p:21:3: The weights of \"index\" add up to 99, not to 100 (policy 40, reach 59). "
          "Change them until they add up." },
        { "a weight is missing", "weight: 25, ", "",
          "p:28:11: \"plans\" needs a weight: its parent is a weighted mean. Add its weight in "
          "per cent." },
        { "a weight where none belongs", "{id: C, en: C}", "{id: C, en: C}\n          weight: 5",
          "p:38:11: \"online\" has a weight, but its parent is no weighted mean. Remove the "
          "weight, or make the parent a weighted mean." },
        { "a weight of nothing", "weight: 15", "weight: 0",
          "p:27:46: \"rules\" has a weight that is not above 0, or finer than 6 decimals. "
          "Write it in per cent: 12.5." },
        { "a gap between bands", "from: 2.5,", "from: 2.6,",
          "p:11:12: Between 2.5 and 2.6 figures are called nothing. Let this band begin where "
          "the one before it ends." },
        { "bands that overlap", "from: 2.5,", "from: 2.4,",
          "p:11:12: This band begins at 2.4, and the one before it reaches to 2.5. Let this "
          "band begin where the one before it ends." },
        { "bands that begin above the scale", "from: 0,", "from: 1,",
          "p:10:12: The bands begin at 1, the scale at 0. Let the first band begin where the "
          "scale does." },
        { "bands that end below the scale", "to: 5,", "to: 4.9,",
          "p:11:21: The bands end at 4.9, the scale at 5. Let the last band end where the "
          "scale does." },
        { "a band that leaves the scale", "to: 5,", "to: 6,",
          "p:11:21: 6 lies outside the scale, 0 \xE2\x80\x93 5. Let the band lie on the scale." },
        { "a band without an end", "to: 5, ", "",
          "p:11:5: A band does not say where it ends. Write \"below\" for an end that does not "
          "belong to it, \"to\" for one that does." },
        { "a band with two ends", "to: 5, ", "to: 5, below: 5, ",
          "p:11:17: A band has both \"below\" and \"to\". Write \"below\" for an end that does "
          "not belong to it, \"to\" for one that does." },
        { "a last band that lets its end out", "to: 5, ", "below: 5, ",
          "p:11:17: The last band ends below a figure, which is called nothing. End it with "
          "\"to\"." },
        { "bands of two sorts", "  - {from: 2.5,",
          "  - {from: 2.5, to: 3, title: {id: Cukup, en: Fair}}\n  - {from: 3,",
          "p:11:17: Some bands end with \"to\", others with \"below\". Use \"below\" in all "
          "but the last; or \"to\" in all, if figures are rounded before they are called "
          "something." },
        { "bands that end with figures finer than the scale", "below: 2.5", "to: 2.495",
          "p:10:19: 2.495 is finer than the figures, which are rounded first. Write it with as "
          "many decimals as \"places\" says." },
        { "a band upside down", "below: 2.5", "below: 0",
          "p:10:22: This band begins at 0 and ends at 0. Let it end above its beginning." },
        { "a level twice", "level: 3", "level: 1",
          "p:16:17: Level 1 stands here twice. Keep one of them." },
        { "levels downwards", "level: 3", "level: 0",
          "p:16:17: Level 0 stands after level 1. Write the lowest level first." },
        { "a level that counts less than the one below", "value: 5", "value: 0.5",
          "p:16:20: Level 3 counts 0.5, less than the level below it (1). A higher level "
          "counts at least as much as a lower one." },
        { "a level outside the scale", "value: 5", "value: 6",
          "p:27:69: Level 3 counts 6, outside the scale of \"rules\", 0 \xE2\x80\x93 5. "
          "Correct the level, or give the item a scale of its own." },
        { "a rubric that is none", "rubric: process}", "rubric: proces}",
          "p:27:77: There is no rubric \"proces\" in this pack. Did you mean \"process\"?" },
        { "a rubric twice", "tree:\n",
          "  - {id: process, title: {id: A, en: A}, "
          "levels: [{level: 1, title: {id: A, en: A}}]}\ntree:\n",
          "p:17:10: The rubric \"process\" stands here twice. Give one of them another id." },
        { "a rubric and levels", "rubric: process}",
          "rubric: process, levels: [{level: 1, title: {id: A, en: A}}]}",
          "p:27:69: \"rules\" has levels of its own and a rubric. Keep one of them." },
        { "a rubric of a mean", "how: expression\n", "how: expression\n      rubric: process\n",
          "p:33:7: \"reach\" has \"rubric\", which does not go with \"how: expression\". "
          "Remove it, or write \"how: leaf\"." },
        { "a leaf with parts", "how: ratio\n          factor: 2", "how: leaf",
          "p:39:11: \"online\" is a leaf, but has parts. Make it a weighted mean or a plain "
          "mean, or remove the parts." },
        { "a mean without parts", "how: leaf, each", "how: plain mean, each",
          "p:48:15: \"one\" has no parts to find its figure from. Add its parts, or make it a "
          "leaf." },
        { "a ratio of three", "            - {id: all,",
          "            - {id: half, title: {id: H, en: H}, how: leaf}\n            - {id: all,",
          "p:40:11: \"online\" is a ratio and has not two parts. Write two parts: what is "
          "divided, then by what." },
        { "least is missing", "          least: 10\n", "",
          "p:43:11: \"run\" needs \"least\": it is found by \"how: sum over at least\". Add "
          "it, or change \"how\"." },
        { "a factor of no ratio", "least: 10", "least: 10\n          factor: 2",
          "p:47:11: \"run\" has \"factor\", which does not go with \"how: sum over at least\". "
          "Remove it, or write \"how: ratio\"." },
        { "an expression is missing", "      expression: \"${online} + ${run}\"\n", "",
          "p:29:7: \"reach\" needs \"expression\": it is found by \"how: expression\". Add it, "
          "or change \"how\"." },
        { "an expression with a name that is none", "+ ${run}", "+ ${runs}",
          "p:33:32: There is nothing with the name runs. Did you mean run?" },
        { "an expression that ends early", "+ ${run}", "+",
          "p:33:31: The expression ends where a value is needed. Write a number, a text in "
          "quotes, a name in ${name} or a function." },
        { "an expression of texts", "${online} + ${run}", "concat(${online}, 'x')",
          "p:33:19: The expression of \"reach\" gives no number. Write one that gives a figure "
          "on its scale." },
        { "an item twice", "id: plans", "id: rules",
          "p:28:16: The item \"rules\" stands in the tree twice. Give one of them another id." },
        { "a scale upside down", "max: 5, places", "max: 0, places",
          "p:8:22: The scale ends where it begins, or before. Make max greater than min." },
        { "an item's scale upside down", "how: leaf, each",
          "how: leaf, scale: {min: 1, max: 1}, each",
          "p:48:80: The scale ends where it begins, or before. Make max greater than min." },
        { "a part with a wider scale than its mean", "how: leaf, rubric: process}",
          "how: leaf, scale: {min: 0, max: 9}}",
          "p:27:69: The scale of \"rules\" goes beyond that of the mean it is part of. Give it "
          "a scale inside its parent's, or its parent a wider one." },
        { "a divisor that may be below 0", "{id: E, en: E}, how: leaf",
          "{id: E, en: E}, how: leaf, scale: {min: -1, max: 5}",
          "p:42:59: \"all\" divides a ratio, and its scale reaches below 0. Let its scale "
          "begin at 0 or above." },
        { "repeated below a mean", "how: leaf, rubric: process}",
          "how: leaf, each: {id: a, en: a}}",
          "p:27:69: \"rules\" repeats, but is no part of a sum. Make its parent a sum, or a "
          "sum over at least." },
        { "for a kind that the instrument is not for", "how: leaf, each",
          "how: leaf, applies_to: [province], each",
          "p:48:72: \"one\" is for \"province\", but what it is part of is not. Remove it "
          "here, or add it to \"applies_to\" above." },
        { "an end before the beginning", "valid_from: 2021\n", "valid_from: 2021\nvalid_to: 2020\n",
          "p:6:11: The instrument ends before it begins. Make valid_to later than valid_from." },
        { "a reading without its source", "source: law", "source: press",
          "p:52:53: There is no source \"press\" in this pack. Add it under \"sources\", or "
          "name one that is there." },
        { "a source twice", "  - {id: law, title: T, publisher: P}\n",
          "  - {id: law, title: T, publisher: P}\n  - {id: law, title: U, publisher: Q}\n",
          "p:55:10: The source \"law\" stands here twice. Give one of them another id." },

        /* what tables hold, and what expressions look up there */
        { "an expression that looks up a table", "${online} + ${run}",
          "pulldata('classes', 'points', 'class', string(${run}))", "accepted" },
        { "a table that is none", "${online} + ${run}",
          "pulldata('clases', 'points', 'class', string(${run}))",
          "p:33:29: There is no table clases. Did you mean classes?" },
        { "a column that is none", "${online} + ${run}",
          "pulldata('classes', 'point', 'class', string(${run}))",
          "p:33:40: The table classes has no column point. Did you mean points?" },
        { "rows found by a number", "${online} + ${run}",
          "pulldata('classes', 'points', 'points', string(${run}))",
          "p:33:50: The column points is not of texts, so no row is found by it. Look the row up "
          "by a column of codes." },
        { "a table twice", "tables:\n",
          "tables:\n  - {id: classes, title: {id: A, en: A}, columns: [{id: a, type: text}], "
          "rows: [[b]]}\n",
          "p:57:9: The table \"classes\" stands here twice. Give one of them another id." },
        { "a column twice", "{id: since, type: date}", "{id: class, type: date}",
          "p:59:20: The column \"class\" stands in its table twice. Give one of them another id." },
        { "a type that is none", "type: number", "type: bool",
          "p:58:59: \"type\" cannot be \"bool\". Choose one of: number, text, date." },
        { "a row with too few cells", "[A, 5, 2021-01-31]", "[A, 5]",
          "p:61:9: The cells of this row are 2, the columns of \"classes\" are 3. Write one cell "
          "for each column, in their order." },
        { "a row with too many cells", "[\"B, C\", 2.5,", "[B, C, 2.5,",
          "p:62:9: The cells of this row are 4, the columns of \"classes\" are 3. Write one cell "
          "for each column, in their order." },
        { "a row without brackets", "[A, 5, 2021-01-31]", "A, 5, 2021-01-31",
          "p:61:9: \"rows\" has the wrong form. Write the cells of a row in brackets: [1, 2]." },
        { "a cell with a comma", " 2.5, 2022", " \"2,5\", 2022",
          "p:62:18: \"points\" is written with a comma: \"2,5\". Write a point before the "
          "decimals: 2.5." },
        { "a cell that is no number", "[A, 5,", "[A, five,",
          "p:61:13: \"points\" is not a number: \"five\". Write digits, with a point before the "
          "decimals: 3.31." },
        { "a cell that is no date", "2021-01-31", "2021-02-31",
          "p:61:16: \"since\" is not a date: \"2021-02-31\". Write it as 2024-08-13; 2024-08 or "
          "2024 if that is all that is known." },
        { "a cell that is no whole day", "2021-01-31", "2021-01",
          "p:61:16: \"since\" is not a whole day: \"2021-01\". Write year, month and day: "
          "2024-08-13." },
        { "a table without rows", "    rows:\n      - [A, 5, 2021-01-31]\n"
          "      - [\"B, C\", 2.5, 2022-02-28]\n", "    rows: []\n",
          "p:60:11: \"rows\" is empty. Write a list: one line with a dash for each item." },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct instrument  in;
        struct pack        pack;
        struct pack_faults f = { .n = 0 };
        struct err        *err = pack_read_text(unit_arena(), S("p"),
                                                changed(row[i].from, row[i].to), &pack);
        if (!err)
            err = instrument_read(unit_arena(), &pack, &in, &f);
        check_text(row[i].name, fault_line(err, &f), str_of(row[i].says));
        check(row[i].name, !err || (err->kind == ERR_INPUT && strncmp(err->code, "pack.", 5) == 0));
        check("one thing wrong is one fault", f.n <= 1);
    }
}

/* The sound pack with `n` rows in the place of the first of its table. */
static struct str
rows_said(size_t n)
{
    struct buf         rows = buf_in(unit_arena(), 1 << 16);
    struct instrument  in;
    struct pack        pack;
    struct pack_faults f = { .n = 0 };
    struct err        *err;

    for (size_t i = 0; i < n; i++)
        buf_add(&rows, S("      - [A, 5, 2021-01-31]\n"));
    err = pack_read_text(unit_arena(), S("p"),
                         changed("      - [A, 5, 2021-01-31]\n",
                                 str_z(unit_arena(), buf_str(&rows))), &pack);
    if (!err)
        err = instrument_read(unit_arena(), &pack, &in, &f);
    return fault_line(err, &f);
}

TEST(instrument_wrong_rows)
{
    check_text("a thousand", rows_said(999), S("accepted"));
    check_text("and one", rows_said(1000),
               S("p:61:7: \"rows\" has more than 1000 items. Remove what is too many."));
}
