/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* form_test.c — every kind of field, every fault. */
#include "base/form.h"

#include "base/utf8.h"
#include "unit.h"

struct sample {
    struct str  title;
    int64_t     year, cost_idr;
    struct dec  index;
    struct date start;
    int32_t     kind;
    bool        open;
};

static const struct choice kinds[] = {
    { "city", N_("City") }, { "regency", N_("Regency") }, { NULL, NULL },
};

static const struct field fields[] = {
    FIELD(struct sample, title,    F_TEXT,   .min = 3, .max = 5, .required = true,
          .label = N_("Title")),
    FIELD(struct sample, year,     F_INT,    .min = 2020, .max = 2045, .label = N_("Year")),
    FIELD(struct sample, cost_idr, F_MONEY,  .min = 0, .max = 5000, .label = N_("Cost")),
    FIELD(struct sample, index,    F_DEC,    .min = 0, .max = 4, .label = N_("Index")),
    FIELD(struct sample, start,    F_DATE,   .label = N_("Start")),
    FIELD(struct sample, kind,     F_CHOICE, .choices = kinds, .label = N_("Kind")),
    FIELD(struct sample, open,     F_FLAG,   .label = N_("Open")),
};
static const struct form form = FORM(struct sample, fields);

static const struct sample defaults = {
    .title = { "none", 4 }, .year = 2024, .cost_idr = 7, .kind = 1, .index = { .units = 1 },
};

TEST(form_reads_every_kind)
{
    static const struct pair pair[] = {
        { { "title", 5 },    { " cafe\xcc\x81 ", 8 } },
        { { "year", 4 },     { "2025", 4 } },
        { { "cost_idr", 8 }, { "Rp5.000", 7 } },
        { { "index", 5 },    { "3.310", 5 } },
        { { "start", 5 },    { "2024-08-13", 10 } },
        { { "kind", 4 },     { "city", 4 } },
        { { "open", 4 },     { NULL, 0 } },
        { { "other", 5 },    { "ignored", 7 } },
    };
    struct sample      out = defaults;
    struct form_faults faults;

    form_read(unit_arena(), &form, pair, COUNT(pair), &out, &faults);
    check("no fault", faults.n == 0 && !form_err(unit_arena(), &faults));
    check_text("trimmed and composed", out.title, S("caf\xc3\xa9"));
    check("int", out.year == 2025);
    check("money", out.cost_idr == 5000);
    check("decimal, with its places", out.index.units == 3310 && out.index.scale == 3);
    check("date", date_cmp(out.start, (struct date){ 2024, 8, 13 }) == 0);
    check("choice", out.kind == 0);
    check("flag", out.open);
}

TEST(form_faults)
{
    static const struct { const char *name; struct pair pair; const char *says; } row[] = {
        { "too short",      { { "title", 5 }, { "ab", 2 } },
          "This has 2 characters; at least 3 are needed." },
        { "too long, in letters not bytes", { { "title", 5 },
            { "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9", 12 } },
          "This has 6 characters; at most 5 fit." },
        { "a control",      { { "title", 5 }, { "a\x07" "bc", 4 } },
          "This holds characters that cannot be used here, such as line breaks." },
        { "not UTF-8",      { { "title", 5 }, { "ab\xff", 3 } },
          "This holds characters that cannot be used here, such as line breaks." },
        { "not a number",   { { "year", 4 }, { "soon", 4 } },   "\"soon\" is not a whole number." },
        { "a fraction",     { { "year", 4 }, { "2024.5", 6 } },
          "\"2024.5\" is not a whole number." },
        { "too small",      { { "year", 4 }, { "2019", 4 } },
          "2019 is too small; the least is 2020." },
        { "too large",      { { "year", 4 }, { "2046", 4 } },
          "2046 is too large; the most is 2045." },
        { "cents",          { { "cost_idr", 8 }, { "10,50", 5 } },
          "\"10,50\" is not an amount of whole rupiah such as 25.000.000." },
        { "less than nothing", { { "cost_idr", 8 }, { "-1", 2 } },
          "-Rp1 is too small; the least is Rp0." },
        { "over the ceiling", { { "cost_idr", 8 }, { "5001", 4 } },
          "Rp5.001 is too large; the most is Rp5.000." },
        { "a comma",        { { "index", 5 }, { "3,31", 4 } },
          "\"3,31\" is not a number such as 3.31, written with a point." },
        { "over 4",         { { "index", 5 }, { "4.001", 5 } },
          "4.001 is too large; the most is 4." },
        { "below 0",        { { "index", 5 }, { "-0.1", 4 } },
          "-0.1 is too small; the least is 0." },
        { "half a date",    { { "start", 5 }, { "2024-08", 7 } },
          "\"2024-08\" is not a date such as 2024-08-13." },
        { "no such day",    { { "start", 5 }, { "2023-02-29", 10 } },
          "\"2023-02-29\" is not a date such as 2024-08-13." },
        { "no such choice", { { "kind", 4 }, { "City", 4 } },
          "\"City\" is not one of: city, regency." },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct pair pair[] = { { S("title"), S("good") }, row[i].pair };
        size_t      skip = str_eq(row[i].pair.name, S("title"));
        struct sample      out = defaults;
        struct form_faults faults;

        form_read(unit_arena(), &form, pair + skip, COUNT(pair) - skip, &out, &faults);
        check(row[i].name, faults.n == 1);
        struct err *e = form_err(unit_arena(), &faults);

        check(row[i].name, e && e->kind == ERR_INPUT);
        check_text(row[i].name, e ? e->where : S(""), row[i].pair.name);
        check_text(row[i].name, msg_text(unit_arena(), LANG_EN, e->text), str_of(row[i].says));
        check("a refused value leaves the default",
              out.year == 2024 && out.cost_idr == 7 && out.kind == 1);
    }
}

TEST(form_absent)
{
    static const struct { const char *name; struct pair pair; size_t n, faults; } row[] = {
        { "given",                    { { "title", 5 }, { "good", 4 } }, 1, 0 },
        { "required, not there",      { { "title", 5 }, { "good", 4 } }, 0, 1 },
        { "required, empty",          { { "title", 5 }, { "", 0 } },     1, 1 },
        { "required, blank",          { { "title", 5 }, { " \t ", 3 } }, 1, 1 },
        { "required, unknown",        { { "title", 5 }, { NULL, 0 } },   1, 1 },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct pair        pair[] = { row[i].pair };
        struct sample      out = defaults;
        struct form_faults faults;

        form_read(unit_arena(), &form, pair, row[i].n, &out, &faults);
        check(row[i].name, faults.n == row[i].faults);
        check("what is absent keeps its default", out.year == 2024 && !out.open);
    }
}

TEST(form_collects_all_faults)
{
    static const struct pair pair[] = {
        { { "year", 4 }, { "x", 1 } }, { { "index", 5 }, { "y", 1 } },
        { { "kind", 4 }, { "city", 4 } }, { { "kind", 4 }, { "city", 4 } },
        { { "start", 5 }, { "", 0 } },
    };
    struct sample      out = defaults;
    struct form_faults faults;

    form_read(unit_arena(), &form, pair, COUNT(pair), &out, &faults);
    check("title, year, index, kind", faults.n == 4);
    check_text("in the order of the table", str_of(faults.fault[0].field->name), S("title"));
    check_text("twice", msg_text(unit_arena(), LANG_EN, faults.fault[3].text),
               S("This was given more than once."));
    check_text("what was given is kept for the page", faults.fault[1].given, S("x"));
}

TEST(form_long_values_are_shortened)
{
    enum { LETTERS = 200 };
    char letters[2 * LETTERS];

    for (size_t i = 0; i < COUNT(letters); i++)
        letters[i] = "\xc3\xa9"[i % 2];        /* a cut must not halve a letter */
    struct pair pair[] = {
        { S("title"), S("good") }, { S("year"), { letters, COUNT(letters) } },
    };
    struct sample      out = defaults;
    struct form_faults faults;

    form_read(unit_arena(), &form, pair, COUNT(pair), &out, &faults);
    struct str says = msg_text(unit_arena(), LANG_EN, faults.fault[0].text);

    check("short and whole", utf8_count(says) == 1 + 30 + 1 + 24 && utf8_is_valid(says, NULL));
}

static void
read_wrong_table(void *arg)
{
    struct sample      out = defaults;
    struct form_faults faults;

    form_read(unit_arena(), arg, NULL, 0, &out, &faults);
}

TEST(form_asserts_its_table)
{
    static const struct field wrong[] = {
        FIELD(struct sample, kind,  F_INT,  .max = 1),
        FIELD(struct sample, title, F_TEXT, .min = 1),
        FIELD(struct sample, year,  F_INT,  .min = 2, .max = 1),
        FIELD(struct sample, kind,  F_CHOICE, .max = 0),
    };

    for (size_t i = 0; i < COUNT(wrong); i++) {
        struct form one = { .field = &wrong[i], .n = 1, .size = sizeof(struct sample) };
        check("a wrong table stops at its first use", unit_aborts(read_wrong_table, &one));
    }
    struct form small = { .field = fields, .n = 1, .size = 4 };
    check("a member outside the struct", unit_aborts(read_wrong_table, &small));
}
