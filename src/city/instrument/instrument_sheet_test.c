/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* instrument_sheet_test.c — levels, repetition, kinds, bands: answers to a small instrument. */
#include "city/instrument/instrument_answer.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "unit.h"

#define T(x) "title: {id: " x ", en: " x "}"

static const char pack_text_small[] =
    "id: small\n" T("Small") "\nsummary: {id: Ringkas, en: Short}\nvalid_from: 2021\n"
    "scale: {min: 0, max: 10, places: 1}\n"
    "bands:\n"
    "  - {from: 0, below: 5, " T("Low") "}\n"
    "  - {from: 5, to: 10, " T("High") "}\n"
    "rubrics:\n"
    "  - id: steps\n"
    "    " T("Steps") "\n"
    "    levels:\n"
    "      - {level: 1, value: 3, " T("First") "}\n"
    "      - {level: 2, value: 6, " T("Second") "}\n"
    "      - {level: 3, value: 9, " T("Third") "}\n"
    "tree:\n"
    "  id: index\n  " T("Index") "\n  how: weighted mean\n  parts:\n"
    "    - {id: rules, " T("Rules") ", weight: 50, how: leaf, rubric: steps,"
    " not_applicable: allowed}\n"
    "    - id: run\n      " T("Run") "\n      weight: 30\n      how: sum over at least\n"
    "      least: 2\n      parts:\n"
    "        - id: innovation\n          " T("Innovation") "\n"
    "          each: {id: inovasi, en: innovation}\n          how: plain mean\n          parts:\n"
    "            - {id: law, " T("Law") ", how: leaf, rubric: steps}\n"
    "            - {id: money, " T("Money") ", how: leaf}\n"
    "    - {id: coast, " T("Coast") ", weight: 20, how: leaf, applies_to: [province]}\n"
    "sources:\n  - {id: s, title: T, publisher: P}\n";

static struct instrument
read_pack(const char *text)
{
    struct instrument in = { .places = -1 };
    struct pack       pack;
    struct err       *err = pack_read_text(unit_arena(), S("p"), str_of(text), &pack);

    if (!err)
        err = instrument_read(unit_arena(), &pack, &in, NULL);
    check_text("sound", err ? err_line(unit_arena(), LANG_EN, err) : S(""), S(""));
    assert(!err);
    return in;
}

static struct err *
answer(const char *pack, const char *csv, enum region_kind kind, struct instrument_answers *x)
{
    struct instrument in = read_pack(pack);

    return instrument_answer_text(unit_arena(), &in,
        (struct instrument_sheet){ .name = S("a.csv"), .lang = LANG_EN, .kind = kind },
        str_of(csv), x);
}

/* "12.5" or "unknown", by the code of an item of the expanded tree. */
static struct str
figure(const struct instrument_answers *x, const char *code)
{
    int32_t i = instrument_item_of(&x->instrument, str_of(code));

    if (i < 0)
        return S("no such item");
    return score_has_figure(&x->step[i]) ? dec_str(unit_arena(), dec_trim(x->step[i].value))
         : x->step[i].state == SCORE_NOT_APPLICABLE ? S("n/a")
         : x->step[i].state == SCORE_UNDEFINED ? S("undefined") : S("unknown");
}

TEST(instrument_sheet_index)
{
    static const struct {
        const char *name, *csv; enum region_kind kind; const char *item, *figure;
    } row[] = {
        { "a level counts its value", "item,value\nrules,2\n", REGION_CITY, "rules", "6" },
        { "of several proven the highest counts", "item,value\nrules,1 3 2\n", REGION_CITY,
          "rules", "9" },
        { "none proven is the scale's beginning", "item,value\nrules,0\n", REGION_CITY, "rules",
          "0" },
        { "n/a where it is allowed", "item,value\nrules,n/a\n", REGION_CITY, "rules", "n/a" },
        { "an empty value is no answer", "item,value\nrules,2\ncoast,\n", REGION_PROVINCE, "coast",
          "unknown" },
        { "not for a city", "item,value\nrules,2\n", REGION_CITY, "coast", "n/a" },
        { "a province is asked for it", "item,value\nrules,2\n", REGION_PROVINCE, "coast",
          "unknown" },
        { "once for each", "item,of,value\nlaw,A,1\nmoney,A,5\nlaw,B,3\nmoney,B,7\n", REGION_CITY,
          "innovation[2]", "8" },
        { "the sum over how many there are",
          "item,of,value\nlaw,A,1\nmoney,A,5\nlaw,B,3\nmoney,B,7\nlaw,C,1\nmoney,C,1\n",
          REGION_CITY, "run", "4.666666666666666667" },
        { "one alone is divided by the least", "item,of,value\nlaw,A,1\nmoney,A,5\n", REGION_CITY,
          "run", "2" },
        { "in any order", "item,value,of\nmoney,7,B\nlaw,1,A\nlaw,3,B\nmoney,5,A\n", REGION_CITY,
          "innovation[1].law", "9" },
        { "one unanswered leaves the sum unknown", "item,of,value\nlaw,A,1\n", REGION_CITY, "run",
          "unknown" },
        { "there are none", "item,value\ninnovation,0\n", REGION_CITY, "run", "0" },
        { "an instance as it was published", "item,of,value\ninnovation,A,8\n", REGION_CITY, "run",
          "4" },
        { "the weight of what is not applicable goes to the others",
          "item,of,value\nrules,,2\nlaw,A,3\nmoney,A,9\nlaw,B,3\nmoney,B,9\n", REGION_CITY,
          "index", "7.125" },
        { "nothing left out", "item,value\nrules,2\ninnovation,0\ncoast,10\n", REGION_PROVINCE,
          "index", "5" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct instrument_answers x;
        struct err *err = answer(pack_text_small, row[i].csv, row[i].kind, &x);
        check_text(row[i].name, err ? err_line(unit_arena(), LANG_EN, err)
                                    : figure(&x, row[i].item), str_of(row[i].figure));
    }
}

TEST(instrument_sheet_faults)
{
    static const struct {
        const char *name, *csv; enum region_kind kind; const char *says;
    } row[] = {
        { "the kind is not said", "item,value\nrules,2\n", REGION_KIND_NONE,
          "a.csv: What small asks depends on the kind of region. "
          "Say for which kind this is: province, regency or city." },
        { "a level that is none", "item,value\nrules,4\n", REGION_CITY,
          "a.csv:2:7: \"rules\" has no level \"4\". "
          "Its levels are 1, 2, 3; \"n/a\" if it does not apply." },
        { "half a level", "item,of,value\nlaw,A,2.5\n", REGION_CITY,
          "a.csv:2:7: \"innovation[1].law\" has no level \"2.5\". Its levels are 1, 2, 3." },
        { "one wrong level in a list", "item,value\nrules,1 x\n", REGION_CITY,
          "a.csv:2:7: \"rules\" has no level \"x\". "
          "Its levels are 1, 2, 3; \"n/a\" if it does not apply." },
        { "n/a where it is not allowed", "item,of,value\nlaw,A,n/a\n", REGION_CITY,
          "a.csv:2:7: \"innovation[1].law\" applies to every region; \"n/a\" is no answer to it. "
          "Answer it, or leave it out if it is not known." },
        { "not for this kind", "item,value\ncoast,5\n", REGION_CITY,
          "a.csv:2:1: \"coast\" is not for this kind of region. "
          "It is for: province. Leave this line out." },
        { "for which one", "item,value\nlaw,2\n", REGION_CITY,
          "a.csv:2:1: \"law\" is answered once for each of several: innovation. "
          "Say for which one, by name or number, in the column \"of\"." },
        { "for one where there is but one", "item,of,value\nrules,A,2\n", REGION_CITY,
          "a.csv:2:7: \"rules\" is answered once, not for \"A\". Leave \"of\" empty." },
        { "twice for the same", "item,of,value\nlaw,A,2\nlaw,B,2\nlaw,A,3\n", REGION_CITY,
          "a.csv:4:1: \"innovation[1].law\" is answered twice; first at a.csv:2:1. "
          "Keep one of the lines." },
        { "an instance and a part of it", "item,of,value\ninnovation,A,8\nlaw,A,2\n", REGION_CITY,
          "a.csv:3:1: \"innovation[1].law\" is answered, and \"innovation[1]\" that it is part of "
          "as well. The whole stands at a.csv:2:1. Answer the whole or its parts, not both." },
        { "none, and one of them", "item,of,value\ninnovation,,0\nlaw,A,2\n", REGION_CITY,
          "a.csv:3:1: \"innovation[1].law\" is answered, and \"innovation[1]\" that it is part of "
          "as well. The whole stands at a.csv:2:1. Answer the whole or its parts, not both." },
        { "outside the scale", "item,of,value\nmoney,A,11\n", REGION_CITY,
          "a.csv:2:9: 11 lies outside the scale of small, 0 to 10. "
          "Check the figure in its source." },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct instrument_answers x;
        struct err *err = answer(pack_text_small, row[i].csv, row[i].kind, &x);
        check_text(row[i].name, err ? err_line(unit_arena(), LANG_EN, err) : S("accepted"),
                   str_of(row[i].says));
        check(row[i].name, err && err_exit(err) == 2);
    }
}

/* A form has all its faults at once, each with its answer and the part of it that is wrong. */
TEST(instrument_sheet_all_faults)
{
    static const struct instrument_answer given[] = {
        { .item = { "rules", 5 }, .value = { "9", 1 }, .where = { [2] = { "f-rules", 7 } } },
        { .item = { "coast", 5 }, .value = { "3", 1 } },
        { .item = { "nothing", 7 }, .value = { "3", 1 } },
        { .item = { "index", 5 }, .value = { "", 0 } },
        { .item = { "money", 5 }, .value = { "good", 4 }, .of = { "A", 1 } },
    };
    static const struct { size_t answer; enum instrument_at at; const char *code; } row[] = {
        { 0, INSTRUMENT_AT_VALUE, "answer.level" }, { 1, INSTRUMENT_AT_ITEM, "answer.applies" },
        { 2, INSTRUMENT_AT_ITEM, "answer.item_unknown" },
        { 4, INSTRUMENT_AT_VALUE, "answer.value" },
    };
    struct instrument               in = read_pack(pack_text_small);
    struct instrument_sheet         sheet = { .answer = given, .n = COUNT(given),
                                              .kind = REGION_CITY, .name = S("form") };
    struct instrument_answers       x;
    struct instrument_answer_faults f;

    check("refused", !instrument_answer_items(unit_arena(), &in, &sheet, &x, &f));
    check("four of five", f.n == COUNT(row));
    for (size_t i = 0; i < COUNT(row) && i < f.n; i++)
        check(row[i].code, f.fault[i].answer == row[i].answer && f.fault[i].at == row[i].at
              && strcmp(f.fault[i].err->code, row[i].code) == 0);
    check_text("where the form says", f.fault[0].err->where, S("f-rules"));
    sheet.n = 1000000;
    check("too many are refused before they are read",
          !instrument_answer_items(unit_arena(), &in, &sheet, &x, &f) && f.n == 1
          && f.fault[0].at == INSTRUMENT_AT_SHEET);
}

static struct cx
english(void)
{
    return (struct cx){ .arena = unit_arena(), .lang = LANG_EN };
}

TEST(instrument_sheet_bands)
{
    static const struct { const char *name, *csv, *band; } row[] = {
        { "below the border", "item,value\nindex,4.9\n", "Low" },
        { "on the border, which its rounding crosses", "item,value\nindex,5.0\n", "Low or High" },
        { "above the border", "item,value\nindex,5.1\n", "High" },
        { "the end of the scale", "item,value\nindex,10\n", "High" },
    };
    struct cx cx = english();

    for (size_t i = 0; i < COUNT(row); i++) {
        struct instrument_answers x;
        struct err *err = answer(pack_text_small, row[i].csv, REGION_CITY, &x);
        check(row[i].name, !err);
        if (!err)
            check_text(row[i].name, instrument_band_text(&cx, &x.instrument, x.step[0].range),
                       str_of(row[i].band));
    }
}

/* ---- ratio, rounding, an expression, a score without a source ------------------------------- */

static const char other[] =
    "id: other\n" T("Other") "\nsummary: {id: Ringkas, en: Short}\nvalid_from: 2021\n"
    "scale: {min: 0, max: 100, places: 2}\n"
    "tree:\n"
    "  id: index\n  " T("Index") "\n  how: expression\n"
    "  expression: \"(${online} + ${best}) div 2\"\n  round: 1\n  parts:\n"
    "    - id: online\n      " T("Online") "\n      how: ratio\n      factor: 100\n      parts:\n"
    "        - {id: some, " T("Some") ", how: leaf}\n"
    "        - {id: all, " T("All") ", how: leaf}\n"
    "    - id: best\n      " T("Best") "\n      how: highest\n      parts:\n"
    "        - {id: one, " T("One") ", how: leaf, not_applicable: allowed}\n"
    "        - {id: two, " T("Two") ", how: leaf, not_applicable: allowed,"
    " unknown: {id: Tidak ada, en: Its weight was never published}}\n"
    "sources:\n  - {id: s, title: T, publisher: P}\n";

TEST(instrument_sheet_reasons)
{
    static const struct { const char *name, *csv, *item, *figure, *why; } row[] = {
        { "a ratio times its factor", "item,value\nsome,1\nall,3\n", "online",
          "33.333333333333333333", "its first part over its second" },
        { "a division by 0", "item,value\nsome,1\nall,0\n", "online", "undefined",
          "no figure: a division by 0" },
        { "what stands above it", "item,value\nsome,1\nall,0\nbest,1\n", "index", "undefined",
          "no figure: a part of it has none" },
        { "outside its scale", "item,value\nsome,3\nall,1\n", "online", "undefined",
          "no figure: 300 lies outside its scale" },
        { "the expression, rounded half up", "item,value\nonline,60.25\nbest,20.05\n", "index",
          "40.2", "computed from its parts by an expression" },
        { "given", "item,value\nindex,50\n", "index", "50", "as answered" },
        { "not needed", "item,value\nindex,50\n", "some", "unknown",
          "not needed: what it is part of is given" },
        { "not answered", "item,value\none,5\n", "some", "unknown", "unknown: not answered" },
        { "above what is not answered", "item,value\none,5\n", "online", "unknown",
          "unknown: a part of it is" },
        { "no source", "item,value\none,5\n", "two", "unknown",
          "unknown: Its weight was never published" },
        { "said to be not applicable", "item,value\none,n/a\nall,1\n", "one", "n/a",
          "answered as not applicable" },
    };
    struct cx cx = english();

    for (size_t i = 0; i < COUNT(row); i++) {
        struct instrument_answers x;
        struct err *err = answer(other, row[i].csv, REGION_KIND_NONE, &x);
        check(row[i].name, !err);
        if (err)
            continue;
        check_text(row[i].name, figure(&x, row[i].item), str_of(row[i].figure));
        check_text(row[i].name,
                   instrument_why_text(&cx, &x, (size_t)instrument_item_of(&x.instrument,
                                                                         str_of(row[i].item))),
                   str_of(row[i].why));
    }
}

/* ---- an expression that looks up a table ---------------------------------------------------- */

static const char classes[] =
    "id: classes\n" T("Classes") "\nsummary: {id: Ringkas, en: Short}\nvalid_from: 2021\n"
    "scale: {min: 0, max: 100, places: 2}\n"
    "tables:\n"
    "  - id: points\n    " T("Points") "\n"
    "    columns: [{id: class, type: text}, {id: counts, type: number}]\n"
    "    rows: [[0, 10], [1, 32.5], [2, 100], [1, 99]]\n"
    "tree:\n"
    "  id: index\n  " T("Index") "\n  how: plain mean\n  parts:\n"
    "    - id: level\n      " T("Level") "\n      how: expression\n      expression: >\n"
    "        pulldata('points', 'counts', 'class', string(${class}))\n      parts:\n"
    "        - {id: class, " T("Class") ", how: leaf, not_applicable: allowed}\n"
    "sources:\n  - {id: s, title: T, publisher: P}\n";

#define PULL "pulldata('points', 'counts', 'class', string(${class}))"

TEST(instrument_sheet_tables)
{
    static const struct { const char *name, *csv, *item, *figure, *why; } row[] = {
        { "the first row that holds the key", "item,value\nclass,1\n", "level", "32.5",
          "computed from its parts by an expression" },
        { "zeros at the end are not kept", "item,value\nclass,2.0\n", "index", "100",
          "plain mean of its parts" },
        { "no row", "item,value\nclass,3\n", "level", "undefined",
          "no figure: " PULL " finds no row in its table." },
        { "what stands above it", "item,value\nclass,3\n", "index", "undefined",
          "no figure: a part of it has none" },
        { "no key", "item,value\nindex,5\n", "level", "unknown",
          "not needed: what it is part of is given" },
    };
    struct cx cx = english();

    for (size_t i = 0; i < COUNT(row); i++) {
        struct instrument_answers x;
        struct err *err = answer(classes, row[i].csv, REGION_KIND_NONE, &x);
        check(row[i].name, !err);
        if (err)
            continue;
        check_text(row[i].name, figure(&x, row[i].item), str_of(row[i].figure));
        check_text(row[i].name,
                   instrument_why_text(&cx, &x, (size_t)instrument_item_of(&x.instrument,
                                                                         str_of(row[i].item))),
                   str_of(row[i].why));
    }
}

static bool
holds(struct str text, const char *part)
{
    size_t at;

    return str_find(text, str_of(part), &at);
}

TEST(instrument_sheet_tables_json)
{
    struct instrument         in = read_pack(classes);
    struct instrument_answers x;
    struct buf                out = buf_in(unit_arena(), 1 << 16);
    struct json               j = json_to(&out), k;
    struct buf                told = buf_in(unit_arena(), 1 << 16);

    instrument_json(&j, &in);
    check("a table with its types and figures",
          holds(buf_str(&out), "\"tables\":[{\"id\":\"points\",\"title\":{\"id\":\"Points\","
                "\"en\":\"Points\"},\"columns\":[{\"id\":\"class\",\"type\":\"text\"},"
                "{\"id\":\"counts\",\"type\":\"number\"}],\"rows\":[[\"0\",10],"
                "[\"1\",32.5],[\"2\",100],[\"1\",99]]}]"));
    check("no row", !answer(classes, "item,value\nclass,3\n", REGION_KIND_NONE, &x));
    k = json_to(&told);
    instrument_answers_json(&k, &x);
    check("its code and its reason",
          holds(buf_str(&told), "\"state\":\"undefined\",\"why\":\"no_value\"")
          && holds(buf_str(&told), "\"en\":\"" PULL " finds no row in its table.\""));
}

TEST(instrument_sheet_no_source)
{
    struct instrument_answers x;
    struct err *err = answer(other, "item,value\ntwo,5\n", REGION_KIND_NONE, &x);

    check_text("refused with its reason", err ? err_line(unit_arena(), LANG_EN, err) : S(""),
               S("a.csv:2:5: \"two\" cannot be scored: Its weight was never published. "
                 "Leave this line out; the total stays unknown."));
    check("without it", !answer(other, "item,value\nsome,1\nall,2\none,5\n", REGION_KIND_NONE, &x));
    err = instrument_answer_err(unit_arena(), LANG_EN, &x);
    check("there is no total", err && strcmp(err->code, "answer.incomplete") == 0);
    if (err)
        check_text("and the reason is told", err_line(unit_arena(), LANG_EN, err),
                   S("The index is unknown: figures are missing. Missing: two (Two). Some scores "
                     "have no source, so that there is no total: Its weight was never published"));
    check("undefined is no total either",
          !answer(other, "item,value\nsome,1\nall,0\nbest,1\n", REGION_KIND_NONE, &x));
    err = instrument_answer_err(unit_arena(), LANG_EN, &x);
    check("and says so", err && strcmp(err->code, "answer.undefined") == 0 && err_exit(err) == 1);
}
