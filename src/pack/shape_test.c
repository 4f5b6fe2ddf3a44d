/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* shape_test.c — a pack that is right, then one thing wrong a row, with the exact words. */
#include "pack/shape.h"

#include "unit.h"

static const char *const HOWS[] = { "leaf", "weighted mean", NULL };

static const struct shape PART;         /* parts have parts */

static const struct shape_key PART_KEYS[] = {
    { .key = "id",     .kind = SHAPE_ID,   .required = true, .help = "A short name." },
    { .key = "weight", .kind = SHAPE_DEC,  .min = 0, .max = 100, .help = "per cent" },
    { .key = "parts",  .kind = SHAPE_LIST, .items = SHAPE_MAP, .of = &PART, .max = 2,
      .help = "what it is made of" },
};
static const struct shape PART = SHAPE(PART_KEYS);

static const struct shape_key TOP_KEYS[] = {
    { .key = "title",  .kind = SHAPE_TEXT,   .required = true, .min = 3, .max = 10,
      .help = "What it is called." },
    { .key = "year",   .kind = SHAPE_INT,    .min = 2017, .max = 2100, .help = "of the edition" },
    { .key = "from",   .kind = SHAPE_DATE,   .help = "the first day" },
    { .key = "url",    .kind = SHAPE_URL,    .help = "where it is published" },
    { .key = "how",    .kind = SHAPE_CHOICE, .choices = HOWS, .help = "leaf or weighted mean" },
    { .key = "places", .kind = SHAPE_INT,    .help = "any whole number" },
    { .key = "tags",   .kind = SHAPE_LIST,   .items = SHAPE_TEXT, .min = 1, .max = 2,
      .help = "words" },
    { .key = "rows",   .kind = SHAPE_LIST,   .items = SHAPE_ROW, .min = 1, .max = 2,
      .help = "of a table" },
    { .key = "part",   .kind = SHAPE_MAP,    .of = &PART, .help = "the tree" },
};
static const struct shape TOP = SHAPE(TOP_KEYS);

static struct pack_faults
faults_of(const char *yaml, struct pack *pack)
{
    struct pack_faults f;

    check(yaml, pack_read_text(unit_arena(), S("p"), str_of(yaml), pack) == NULL);
    f = pack_faults_in(unit_arena(), pack);
    shape_check(pack->root, &TOP, &f);
    return f;
}

TEST(shape_getters)
{
    struct pack pack;
    struct dec  weight;
    size_t      n;
    const struct pack_node *part, *tag;

    check("no fault",
          faults_of("title: ' Evaluasi '\nyear: 2024\nfrom: 2024-08\nhow: weighted mean\n"
                                "tags: [a, b]\npart: {id: impact, weight: 12.50}\n", &pack).n == 0);
    check_text("a text, trimmed", pack_text(pack.root, "title"), S("Evaluasi"));
    check("a whole number", pack_int(pack.root, "year").known
          && pack_int(pack.root, "year").n == 2024);
    check("a month", pack_date(pack.root, "from").month == 8
          && pack_date(pack.root, "from").day == 0);
    check("a choice", pack_choice(pack.root, "how", HOWS) == 1);
    tag = pack_list(pack.root, "tags", &n);
    check("a list", n == 2 && str_eq(tag->text, S("a")) && str_eq(tag->next->text, S("b")));
    part = pack_at(pack.root, "part");
    check("a decimal keeps its places", pack_dec(part, "weight", &weight) && weight.units == 1250);
    check("an absent number", !pack_int(pack.root, "places").known);
    check("an absent text", !str_is_known(pack_text(pack.root, "url")));
    check("an absent list", pack_list(part, "parts", &n) == NULL && n == 0);
}

TEST(shape_faults)
{
    static const struct { const char *yaml, *says; } row[] = {
        { "title: abc\n", NULL },
        { "year: 2024\n", "p:1:1: \"title\" is missing here. What it is called." },
        { "title: abc\nyears: 2024\n",
          "p:2:1: There is no key \"years\" here. Did you mean \"year\"?" },
        { "title: abc\npart: {id: a, colour: red}\n",
          "p:2:15: There is no key \"colour\" here. Allowed: id, weight, parts." },
        { "title: ab\n", "p:1:8: \"title\" is shorter than 3 characters. Write more." },
        { "title: abcdefghijk\n", "p:1:8: \"title\" is longer than 10 characters. Shorten it." },
        { "title: ''\n", "p:1:8: \"title\" is empty. Write its text, or remove the key." },
        { "title:\n", "p:1:7: \"title\" is empty. Write its text, or remove the key." },
        { "title: [a]\n", "p:1:8: \"title\" has the wrong form. Write one value after the colon." },
        { "title: abc\nyear: 2016\n",
          "p:2:7: \"year\" is 2016, outside 2017 to 2100. Write a figure in that range." },
        { "title: abc\nyear: two\n",
          "p:2:7: \"year\" is not a whole number: \"two\". Write digits only." },
        { "title: abc\nfrom: 2024-02-30\n",
          "p:2:7: \"from\" is not a date: \"2024-02-30\". "
          "Write it as 2024-08-13; 2024-08 or 2024 if that is all that is known." },
        { "title: abc\nfrom: 13 Agustus 2024\n",
          "p:2:7: \"from\" is not a date: \"13 Agustus 2024\". "
          "Write it as 2024-08-13; 2024-08 or 2024 if that is all that is known." },
        { "title: abc\nfrom: 13/08/2024\n",
          "p:2:7: \"from\" is not a date: \"13/08/2024\". "
          "Write it as 2024-08-13; 2024-08 or 2024 if that is all that is known." },
        { "title: abc\nurl: ftp://a\n",
          "p:2:6: \"url\" is not a web address: \"ftp://a\". "
          "Begin it with https:// or http://, without spaces." },
        { "title: abc\nurl: https://a b\n",
          "p:2:6: \"url\" is not a web address: \"https://a b\". "
          "Begin it with https:// or http://, without spaces." },
        { "title: abc\nhow: median\n",
          "p:2:6: \"how\" cannot be \"median\". Choose one of: leaf, weighted mean." },
        { "title: abc\ntags: a\n",
          "p:2:7: \"tags\" has the wrong form. Write a list: one line with a dash for each item." },
        { "title: abc\ntags: []\n",
          "p:2:7: \"tags\" is empty. Write a list: one line with a dash for each item." },
        { "title: abc\ntags: [a, b, c]\n",
          "p:2:7: \"tags\" has more than 2 items. Remove what is too many." },
        { "title: abc\ntags: [a, {b: c}]\n",
          "p:2:11: \"tags\" has the wrong form. Write one value after the colon." },
        { "title: abc\npart: [a]\n",
          "p:2:7: \"part\" has the wrong form. Write keys below it, indented by two spaces." },
        { "title: abc\nrows: [[a, 1], [b, 2]]\n", NULL },
        { "title: abc\nrows:\n  - [a, 1]\n  - b\n",
          "p:4:5: \"rows\" has the wrong form. Write the cells of a row in brackets: [1, 2]." },
        { "title: abc\nrows: [[a, [b]]]\n",
          "p:2:12: \"rows\" has the wrong form. Write one value after the colon." },
        { "title: abc\nrows: [[a, '']]\n",
          "p:2:12: \"rows\" is empty. Write its text, or remove the key." },
        { "title: abc\nrows: [[a], []]\n",
          "p:2:13: \"rows\" is empty. Write a list: one line with a dash for each item." },
        { "title: abc\nrows: [[a], [b], [c]]\n",
          "p:2:7: \"rows\" has more than 2 items. Remove what is too many." },
        { "title: abc\ntags: {a: b}\n",
          "p:2:7: \"tags\" has the wrong form. Write a list: one line with a dash for each item." },
        { "title: abc\npart: {id: Kota Kediri}\n",
          "p:2:12: \"id\" cannot be an id: \"Kota Kediri\". "
          "Use small letters, digits, _ and -, a letter first, 64 at most." },
        { "title: abc\npart: a\n",
          "p:2:7: \"part\" has the wrong form. Write keys below it, indented by two spaces." },
        { "title: abc\npart: {id: 2a}\n",
          "p:2:12: \"id\" cannot be an id: \"2a\". "
          "Use small letters, digits, _ and -, a letter first, 64 at most." },
        { "title: abc\npart: {id: a, weight: '10%'}\n",
          "p:2:23: \"weight\" is not a number: \"10%\". "
          "Write digits, with a point before the decimals: 3.31." },
        { "title: abc\npart: {id: a, weight: '7,10'}\n",
          "p:2:23: \"weight\" is written with a comma: \"7,10\". "
          "Write a point before the decimals: 7.10." },
        { "title: abc\npart: {id: a, weight: '1,000,000'}\n",
          "p:2:23: \"weight\" is not a number: \"1,000,000\". "
          "Write digits, with a point before the decimals: 3.31." },
        { "title: abc\npart: {id: a, weight: 1.000.000}\n",
          "p:2:23: \"weight\" is not a number: \"1.000.000\". "
          "Write digits, with a point before the decimals: 3.31." },
        { "title: abc\npart: {id: a, weight: 100.5}\n",
          "p:2:23: \"weight\" is 100.5, outside 0 to 100. Write a figure in that range." },
        { "title: abc\npart:\n  id: a\n  parts:\n    - {id: b}\n    - weight: 3\n",
          "p:6:7: \"id\" is missing here. A short name." },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct pack        pack;
        struct pack_faults f = faults_of(row[i].yaml, &pack);
        check(row[i].yaml, f.n == (row[i].says ? 1 : 0));
        if (f.n == 1)
            check_text(row[i].yaml, pack_fault_line(&f, LANG_EN, 0), str_of(row[i].says));
    }
}

TEST(shape_collects_all)
{
    struct pack        pack;
    struct pack_faults f = faults_of("titel: abc\nyear: x\nfrom: y\nhow: z\n", &pack);

    check("five faults", f.n == 5);
    check("the first by place is the missing title", f.fault[0].line == 1 && f.fault[1].line == 1
                                                  && f.fault[4].line == 4);
}

#define NINE "\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9"

TEST(shape_quotes_little)
{
    struct pack        pack;
    struct pack_faults f = faults_of("title: abc\nyear: " NINE NINE "x\xC3\xA9\xC3\xA9\n", &pack);

    check_text("cut between letters", pack_fault_line(&f, LANG_EN, 0),
               S("p:2:7: \"year\" is not a whole number: \"" NINE NINE "x\xC3\xA9...\". "
                 "Write digits only."));
}
