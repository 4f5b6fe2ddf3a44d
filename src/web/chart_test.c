/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * chart_test.c — pictures as text: two goldens, and what must hold for every picture.
 *
 * A golden is renewed with GUYUB_GOLDEN=write; the difference is then reviewed like code.
 */
#include "web/chart.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "unit.h"

/* ---- samples --------------------------------------------------------------------------------- */

static struct chart_value
value(const char *text)
{
    struct chart_value v = { .known = false };

    if (text)
        v.known = dec_parse(str_of(text), &v.value);
    return v;
}

static struct chart_value
tenths(int32_t n)
{
    return (struct chart_value){ n >= 0, { .units = n < 0 ? 0 : n, .scale = 1 } };
}

typedef struct html years_fn(struct arena *, enum lang, const struct chart_years *);
typedef struct html bars_fn(struct arena *, enum lang, const struct chart_bars *);

/* Kota Kediri as published: a rise, a target missed, a fall, a year without a figure. */
static struct html
kediri(struct arena *a, enum lang lang, years_fn *draw)
{
    const struct chart_year year[] = {
        { 2020, value("2.87"),  value(NULL)   },
        { 2021, value("3.06"),  value(NULL)   },
        { 2022, value("3.31"),  value("3.40") },
        { 2023, value("3.200"), value(NULL)   },
        { 2024, value(NULL),    value("3.55") },
    };

    return draw(a, lang, &(struct chart_years){ S("index"), MSG("{0}", S("Kota <Kediri>")), 4,
                                                year, COUNT(year) });
}

static struct html
parts(struct arena *a, enum lang lang, bars_fn *draw)
{
    const struct chart_bar bar[] = {
        { MSG("{0}", S("Baseline")), MSG("{0}", S("weight 10%")), S("10%"), 0,
          value("3.60"), false },
        { MSG("{0}", S("Nothing")),  MSG("{0}", S("weight 20%")), S("20%"), 1,
          value("0"), false },
        { MSG("{0}", S("All")),      MSG("{0}", S("weight 30%")), S("30%"), 6,
          value("4.00"), false },
        { MSG("{0}", S("A & B")),    { .id = NULL }, { NULL, 0 }, 2, value(NULL),   false },
    };

    return draw(a, lang, &(struct chart_bars){
        S("parts"), MSG("{0}", S("Parts")), MSG("{0}", S("Part")), MSG("{0}", S("Weight")),
        MSG("{0}", S("Figure")), 4, bar, COUNT(bar) });
}

static struct html
one_year(struct arena *a, int32_t actual, int32_t target)
{
    const struct chart_year year = { 2024, tenths(actual), tenths(target) };

    return chart_years(a, LANG_EN,
                       &(struct chart_years){ S("one"), MSG("{0}", S("One")), 4, &year, 1 });
}

/* ---- reading a picture back ------------------------------------------------------------------ */

static size_t
count_of(struct html h, const char *needle)
{
    struct str s = { h.safe, h.n };
    size_t     n = 0, at;

    for (; str_find(s, str_of(needle), &at); n++)
        s = str_part(s, at + 1, s.n);
    return n;
}

static bool
has(struct html h, const char *needle)
{
    return count_of(h, needle) > 0;
}

/* The number after the first `name="` that follows the first `after`; -1 if there is none. */
static double
number_in(struct str s, const char *after, const char *name)
{
    size_t at;

    if (!str_find(s, str_of(after), &at))
        return -1;
    s = str_part(s, at, s.n);
    if (!str_find(s, str_of(name), &at))
        return -1;
    s = str_part(s, at + strlen(name), 12);
    return strtod(str_z(unit_arena(), s), NULL);
}

static double
number(struct html h, const char *after, const char *name)
{
    return number_in((struct str){ h.safe, h.n }, after, name);
}

/* What a <text> covers when a letter is 0.62 of the font's size wide, as in the widest font. */
static bool
text_fits(struct str tag, struct str words, double width, double height)
{
    double size = str_find(tag, S("gy-c-small"), &(size_t){ 0 }) ? 22 : 25;
    double wide = 0.62 * size * (double)utf8_count(words);
    double x = number_in(tag, "", " x=\""), y = number_in(tag, "", " y=\"");
    double left = str_find(tag, S("\"middle\""), &(size_t){ 0 }) ? x - wide / 2
                : str_find(tag, S("\"end\""), &(size_t){ 0 })    ? x - wide : x;

    if (str_find(tag, S(" dy=\""), &(size_t){ 0 }))
        y += size * number_in(tag, "", " dy=\"");
    return left >= 0 && left + wide <= width && y - 0.75 * size >= 0 && y + 0.25 * size <= height;
}

/* Every text lies in the viewBox at the largest size that guyub.css gives it, every mark too. */
static bool
all_fits(struct html h)
{
    struct str s = { h.safe, h.n }, tag, words;
    double     width = number(h, "<svg", "viewBox=\"0 0 ");
    size_t     at;

    str_find(s, S("viewBox=\"0 0 "), &at);
    double height = strtod(strchr(str_z(unit_arena(), str_part(s, at + 13, 12)), ' '), NULL);

    while (str_find(s, S("<text "), &at)) {
        s = str_part(s, at, s.n);
        if (!str_cut(s, '>', &tag, &s) || !str_cut(s, '<', &words, &s))
            return false;
        if (!text_fits(tag, words, width, height))
            return false;
    }
    s = (struct str){ h.safe, h.n };
    while (str_find(s, S("<circle "), &at)) {
        s = str_part(s, at + 1, s.n);
        double x = number_in(s, "", "cx=\""), y = number_in(s, "", "cy=\"");
        if (x < 10 || x > width - 10 || y < 10 || y > height - 10)
            return false;
    }
    return true;
}

/* ---- goldens --------------------------------------------------------------------------------- */

static void
check_golden(const char *name, struct html is)
{
    struct arena *a = unit_arena();
    const char   *path = str_z(a, str_fmt(a, "%s/test/golden/%s", GUYUB_SOURCE_DIR, name));
    bool          write = getenv("GUYUB_GOLDEN") != NULL;
    FILE         *f = fopen(path, write ? "w" : "r");
    char         *text = NEWS(a, char, 64 << 10);

    check(path, f != NULL);
    if (!f)
        return;
    if (write) {
        fprintf(f, "%.*s\n", (int)is.n, is.safe);
    } else {
        struct str should = { text, fread(text, 1, 64 << 10, f) };

        check_text(name, (struct str){ is.safe, is.n }, str_trim(should));
    }
    fclose(f);
}

TEST(chart_golden)
{
    struct arena *a = unit_arena();

    check_golden("chart-years.svg", kediri(a, LANG_EN, chart_years));
    check_golden("chart-years-table.html", kediri(a, LANG_EN, chart_years_table));
    check_golden("chart-bars.svg", parts(a, LANG_EN, chart_bars));
    check_golden("chart-bars-table.html", parts(a, LANG_EN, chart_bars_table));
}

/* ---- what must hold -------------------------------------------------------------------------- */

TEST(chart_marks_rise_with_their_value)
{
    double last = 1e9;

    for (int32_t v = 0; v <= 40; v++) {
        double y = number(one_year(unit_arena(), v, -1), "gy-c-mark", "cy=\"");

        check("a tenth more stands higher", y > 0 && y < last);
        last = y;
    }
    check("a target stands as high as an actual figure of the same value",
          number(one_year(unit_arena(), 20, 31), "gy-c-target", "cy=\"") ==
          number(one_year(unit_arena(), 31, -1), "gy-c-mark", "cy=\""));
    check("0 stands on the axis", number(one_year(unit_arena(), 0, -1), "gy-c-mark", "cy=\"") ==
          number(one_year(unit_arena(), 0, -1), "gy-c-axis", "d=\"M44 "));
}

TEST(chart_keeps_within_its_picture)
{
    struct chart_year year[CHART_YEARS_MAX];

    for (int32_t actual = -1; actual <= 40; actual++)
        for (int32_t target = -1; target <= 40; target += 3)
            check("one year", all_fits(one_year(unit_arena(), actual, target)));
    for (size_t n = 1; n <= CHART_YEARS_MAX; n++) {
        year[n - 1] = (struct chart_year){ 2000 + (int32_t)n, tenths((int32_t)(n * 17 % 42) - 1),
                                           tenths((int32_t)(n * 23 % 42) - 1) };
        check("many years", all_fits(chart_years(unit_arena(), LANG_EN,
              &(struct chart_years){ S("many"), MSG("{0}", S("Many")), 4, year, n })));
    }
    check("bars", all_fits(parts(unit_arena(), LANG_EN, chart_bars)));
    check("what is over the end of the axis is drawn at its end",
          number(one_year(unit_arena(), 55, -1), "gy-c-mark", "cy=\"") ==
          number(one_year(unit_arena(), 40, -1), "gy-c-mark", "cy=\""));
}

TEST(chart_target_among_bars)
{
    const struct chart_bar bar[] = {
        { .label = MSG("{0}", S("Now")),    .value = value("3.00") },
        { .label = MSG("{0}", S("Target")), .value = value("2.00"), .hollow = true },
    };
    const struct chart_bars c = { .id = S("aim"), .title = MSG("{0}", S("Aim")), .most = 4,
                                  .bar = bar, .n = COUNT(bar) };
    struct html bars = chart_bars(unit_arena(), LANG_EN, &c);

    check("one bar", count_of(bars, "gy-c-mark") == 1);
    check("one hollow mark", count_of(bars, "gy-c-target") == 1);
    check("in the middle of the axis", number(bars, "gy-c-target", "cx=\"") == 300);
    check("both are told", has(bars, "Now: 3.00; Target: 2.00."));
}

TEST(chart_says_what_it_draws)
{
    struct arena *a = unit_arena();
    struct html   years = kediri(a, LANG_EN, chart_years);
    struct html   table = kediri(a, LANG_EN, chart_years_table);
    struct html   bars = parts(a, LANG_EN, chart_bars);

    static const struct { const char *name, *needle; size_t n; } row[] = {
        { "a solid mark for each of four figures",      "gy-c-mark", 4 },
        { "a hollow mark for each of two targets",      "gy-c-target", 2 },
        { "a gap for the year without a figure",        "gy-c-gap", 1 },
        { "no line into the gap",                       "gy-c-line", 3 },
        { "one fall, in the line, the mark, the text",  "gy-c-fall", 3 },
        { "a fall's text points down",                  "\u25bc\u00a0\u22120.11<", 1 },
        { "the description tells the fall",             "2023: 3.200 (down 0.11).", 1 },
        { "the description tells the target",           "2022: 3.31 (up 0.25), target 3.40.", 1 },
        { "the description tells the unknown",          "2024: unknown, target 3.55.", 1 },
        { "the title is escaped",                       "Kota &lt;Kediri&gt;", 1 },
        { "title and description name the picture",    "=\"index-title index-desc\"", 1 },
        { "no style attribute",                         " style=", 0 },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i].name, count_of(years, row[i].needle) == row[i].n);
    check("the table tells the same fall", has(table, ">down 0.11<"));
    check("the table tells the gap to the target", has(table, ">\u22120.09<"));
    check("an unknown bar says so", has(bars, ">unknown</text>"));
    check("and is a gap, not a 0", count_of(bars, "gy-c-gap") == 1);
    check("three known bars", count_of(bars, "gy-c-mark") == 3);
    check("a label is escaped", has(bars, "A &amp; B"));
    check("numbers are the reader's", has(kediri(a, LANG_ID, chart_years), ">3,31</text>"));
}

TEST(chart_signed)
{
    static const struct { const char *is, *id, *en; } row[] = {
        { "0.25",   "+0,25",       "+0.25"       },
        { "-0.110", "\u22120,11",  "\u22120.11"  },
        { "0.00",   "0",           "0"           },
        { "1",      "+1",          "+1"          },
    };
    struct arena *a = unit_arena();

    for (size_t i = 0; i < COUNT(row); i++) {
        check_text(row[i].is, chart_signed(a, LANG_ID, value(row[i].is).value), str_of(row[i].id));
        check_text(row[i].is, chart_signed(a, LANG_EN, value(row[i].is).value), str_of(row[i].en));
    }
}

TEST(chart_differences)
{
    const struct chart_year year[] = {
        { 2020, value("3.31"), value("3.40") },
        { 2021, value("3.2"),  value(NULL)   },
        { 2022, value(NULL),   value("3.5")  },
    };

    check("the first year has no change", !chart_change(year, 0).known);
    check("a change is exact", dec_cmp(chart_change(year, 1).value, value("-0.11").value) == 0);
    check("no change from what is unknown", !chart_change(year, 2).known);
    check("a gap is exact", dec_cmp(chart_gap(&year[0]).value, value("-0.09").value) == 0);
    check("no gap without a target", !chart_gap(&year[1]).known);
    check("no gap without a figure", !chart_gap(&year[2]).known);
}
