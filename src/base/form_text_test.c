/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* form_text_test.c — a struct as texts and back; what is the same and what differs. */
#include "base/form.h"

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
    FIELD(struct sample, title,    F_TEXT,   .max = 50, .label = N_("Title")),
    FIELD(struct sample, year,     F_INT,    .min = 2020, .max = 2045, .label = N_("Year")),
    FIELD(struct sample, cost_idr, F_MONEY,  .min = 0, .max = 50000000, .label = N_("Cost")),
    FIELD(struct sample, index,    F_DEC,    .min = -11, .max = 6, .label = N_("Index")),
    FIELD(struct sample, start,    F_DATE,   .label = N_("Start")),
    FIELD(struct sample, kind,     F_CHOICE, .choices = kinds, .label = N_("Kind")),
    FIELD(struct sample, open,     F_FLAG,   .label = N_("Open")),
};
static const struct form form = FORM(struct sample, fields);

static struct sample
baseline(void)
{
    return (struct sample){ .title = { "Caf\xc3\xa9", 5 }, .year = 2024, .cost_idr = 25000000,
        .index = { .units = -7810, .scale = 3 }, .start = { 2024, 8, 13 }, .kind = 1,
        .open = true };
}

static const struct {
    const char *name, *text, *indonesian, *english;
} row[COUNT(fields)] = {
    { "title",    "Caf\xc3\xa9", "Caf\xc3\xa9",     "Caf\xc3\xa9" },
    { "year",     "2024",        "2024",            "2024" },
    { "cost_idr", "25000000",    "Rp25.000.000",    "Rp25.000.000" },
    { "index",    "-7.810",      "-7,810",          "-7.810" },
    { "start",    "2024-08-13",  "13 Agustus 2024", "13 August 2024" },
    { "kind",     "regency",     "Kabupaten",       "Regency" },
    { "open",     "1",           "ya",              "yes" },
};

static struct str
shown(enum lang lang, const struct field *f, struct str text)
{
    return msg_text(unit_arena(), lang, form_shown(unit_arena(), lang, f, text));
}

TEST(form_text_of_every_kind)
{
    struct arena *a = unit_arena();
    struct sample s = baseline(), nothing;

    form_clear(&form, &nothing);
    for (size_t i = 0; i < COUNT(row); i++) {
        struct str text = form_text(a, &fields[i], &s);

        check_text(row[i].name, text, str_of(row[i].text));
        check_text(row[i].name, shown(LANG_EN, &fields[i], text), str_of(row[i].english));
        check(row[i].name, !str_is_known(form_text(a, &fields[i], &nothing)));
        check(row[i].name, !msg_is(form_shown(a, LANG_ID, &fields[i], (struct str){ 0 })));
        check(row[i].name, !msg_is(form_shown(a, LANG_ID, &fields[i], S(""))));
    }
    for (size_t i = 0; i < 5; i++)      /* the labels of this test's choice are nowhere in po/ */
        check_text(row[i].name, shown(LANG_ID, &fields[i], str_of(row[i].text)),
                   str_of(row[i].indonesian));
}

TEST(form_text_is_read_again)
{
    struct arena      *a = unit_arena();
    struct sample      s = baseline(), again;
    struct form_faults faults;
    struct pair        pair[COUNT(fields)];
    struct form_change change[COUNT(fields)];
    size_t             n = form_pairs(a, &form, &s, pair);

    check("every field holds something", n == COUNT(fields));
    form_clear(&form, &again);
    form_read(a, &form, pair, n, &again, &faults);
    check("it reads without a fault", faults.n == 0);
    check("as the same", form_changes(a, &form, &s, &again, change) == 0);
    form_clear(&form, &again);
    check("nothing gives no pair", form_pairs(a, &form, &again, pair) == 0);
}

TEST(form_shown_of_what_no_longer_fits)
{
    static const struct { const char *name; size_t field; const char *text; } other[] = {
        { "a word that the choice has no more", 5, "province" },
        { "a date that is none",                4, "yesterday" },
        { "a decimal that is none",             3, "many" },
        { "an amount that is none",             2, "much" },
    };

    for (size_t i = 0; i < COUNT(other); i++)
        check_text(other[i].name, shown(LANG_ID, &fields[other[i].field], str_of(other[i].text)),
                   str_of(other[i].text));
}

TEST(form_changes_of_one_field)
{
    static const struct { const char *name; size_t field; const char *before, *after; } one[] = {
        { "the same",                          0, NULL, NULL },
        { "another text",                      0, "Caf\xc3\xa9", "Kopi" },
        { "a text that went",                  0, "Caf\xc3\xa9", "" },
        { "another number",                    1, "2024", "2025" },
        { "one place more is another figure",  3, "-7.810", "-7.8100" },
        { "a flag that went",                  6, "1", "" },
    };
    struct sample before = baseline();

    for (size_t i = 0; i < COUNT(one); i++) {
        struct sample after = before;

        if (one[i].field == 0 && one[i].after)
            after.title = str_of(one[i].after);
        if (one[i].field == 1)
            after.year = 2025;
        if (one[i].field == 3)
            after.index = (struct dec){ .units = -78100, .scale = 4 };
        if (one[i].field == 6)
            after.open = false;
        struct form_change change[COUNT(fields)];
        size_t n = form_changes(unit_arena(), &form, &before, &after, change);

        check(one[i].name, n == (one[i].after ? 1 : 0));
        if (n == 0 || !one[i].after)
            continue;
        check(one[i].name, change[0].field == &fields[one[i].field]);
        check_text(one[i].name, change[0].before, str_of(one[i].before));
        check(one[i].name, one[i].after[0] ? str_eq(change[0].after, str_of(one[i].after))
                                           : !str_is_known(change[0].after));
    }
}

TEST(form_changes_from_nothing)
{
    struct form_change change[COUNT(fields)];
    struct sample      s = baseline();

    check("all fields begin", form_changes(unit_arena(), &form, NULL, &s, change) == COUNT(fields));
    check("from nothing", !str_is_known(change[0].before));
    check("all fields end", form_changes(unit_arena(), &form, &s, NULL, change) == COUNT(fields));
    check("in nothing", !str_is_known(change[6].after) && str_is_known(change[6].before));
}
