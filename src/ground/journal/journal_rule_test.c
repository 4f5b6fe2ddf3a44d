/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* journal_rule_test.c — what differs, as JSON, for every kind of field; what a digest covers. */
#include "ground/journal/journal_rule.h"

#include "ground/journal/journal_line.h"
#include "unit.h"

struct sample {
    struct str  title, email, password;
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
    FIELD(struct sample, email,    F_TEXT,   .max = 50, .label = N_("Email"), .personal = 1),
    FIELD(struct sample, password, F_TEXT,   .max = 50, .label = N_("Password"), .secret = true),
    FIELD(struct sample, year,     F_INT,    .min = 2020, .max = 2045, .label = N_("Year")),
    FIELD(struct sample, cost_idr, F_MONEY,  .min = 0, .max = 50000000, .label = N_("Cost")),
    FIELD(struct sample, index,    F_DEC,    .min = 0, .max = 4, .label = N_("Index")),
    FIELD(struct sample, start,    F_DATE,   .label = N_("Start")),
    FIELD(struct sample, kind,     F_CHOICE, .choices = kinds, .label = N_("Kind")),
    FIELD(struct sample, open,     F_FLAG,   .label = N_("Open")),
};
static const struct form form = FORM(struct sample, fields);

static const struct sample baseline = {
    .title = { "Satu Data", 9 }, .email = { "a@b.id", 6 }, .password = { "rahasia", 7 },
    .year = 2024, .cost_idr = 1500, .index = { .units = 331, .scale = 2 },
    .start = { 2024, 8, 13 }, .kind = 0, .open = true,
};

static struct str
side(const struct sample *before, const struct sample *after, enum journal_side which)
{
    struct journal_change c[COUNT(fields)];
    struct buf            b = buf_in(unit_arena(), 1 << 16);
    struct json           j = json_to(&b);
    size_t                n = journal_changes(unit_arena(), &form, before, after, c);

    for (size_t i = 0; i < n; i++) {
        c[i].before = (struct journal_sealed){ 7, S("aa") };
        c[i].after = (struct journal_sealed){ 8, S("bb") };
    }
    journal_side_json(&j, c, n, which);
    return buf_str(&b);
}

TEST(journal_one_field_differs)
{
    static const struct { const char *name; size_t field; const char *before, *after; } row[] = {
        { "nothing",        COUNT(fields), "{}", "{}" },
        { "a text",         0, "{\"title\":\"Satu Data\"}", "{\"title\":\"Dua \\\"Data\\\"\"}" },
        { "a personal one", 1, "{\"email\":{\"digest\":\"aa\",\"value\":7}}",
          "{\"email\":{\"digest\":\"bb\",\"value\":8}}" },
        { "a secret one is not told", 2, "{}", "{}" },
        { "a whole number", 3, "{\"year\":\"2024\"}", "{\"year\":\"2025\"}" },
        { "an amount",      4, "{\"cost_idr\":\"1500\"}", "{\"cost_idr\":\"0\"}" },
        { "a decimal, by its places too", 5, "{\"index\":\"3.31\"}", "{\"index\":\"3.310\"}" },
        { "a date to none", 6, "{\"start\":\"2024-08-13\"}", "{\"start\":null}" },
        { "a choice",       7, "{\"kind\":\"city\"}", "{\"kind\":\"regency\"}" },
        { "a flag to no",   8, "{\"open\":\"1\"}", "{\"open\":null}" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct sample after = baseline;

        switch (row[i].field) {
        case 0: after.title = S("Dua \"Data\"");                           break;
        case 1: after.email = S("c@d.id");                                 break;
        case 2: after.password = S("lain");                                break;
        case 3: after.year = 2025;                                         break;
        case 4: after.cost_idr = 0;                                        break;
        case 5: after.index = (struct dec){ .units = 3310, .scale = 3 };   break;
        case 6: after.start = (struct date){ 0 };                          break;
        case 7: after.kind = 1;                                            break;
        case 8: after.open = false;                                        break;
        }
        check_text(row[i].name, side(&baseline, &after, JOURNAL_BEFORE), str_of(row[i].before));
        check_text(row[i].name, side(&baseline, &after, JOURNAL_AFTER), str_of(row[i].after));
    }
}

TEST(journal_a_record_begins_and_ends)
{
    struct sample some = { .title = S("Satu"), .year = 2024, .index = DEC(9), .kind = -1 };

    form_clear(&form, &some);
    some.title = S("Satu");
    check_text("what is not given is not told", side(NULL, &some, JOURNAL_AFTER),
               S("{\"title\":\"Satu\"}"));
    check_text("the end tells what was", side(&some, NULL, JOURNAL_BEFORE),
               S("{\"title\":\"Satu\"}"));
    check_text("and that nothing is", side(&some, NULL, JOURNAL_AFTER), S("{\"title\":null}"));
}

/* ---- what a digest covers ------------------------------------------------------------------- */

static struct str
canonical(const struct journal_row *r)
{
    struct buf b = buf_in(unit_arena(), 1 << 16);

    journal_canonical(&b, S("before"), r);
    return buf_str(&b);
}

TEST(journal_no_two_lines_are_the_same_bytes)
{
    static const struct { const char *name; struct journal_row row; } row[] = {
        { "baseline", { .seq = 1, .note = { "ab", 2 }, .why = { "c", 1 } } },
        { "a letter goes over to the next field",
          { .seq = 1, .note = { "a", 1 }, .why = { "bc", 2 } } },
        { "unknown", { .seq = 1, .note = { "ab", 2 } } },
        { "empty",   { .seq = 1, .note = { "ab", 2 }, .why = { "", 0 } } },
        { "another number", { .seq = 2, .note = { "ab", 2 }, .why = { "c", 1 } } },
        { "below zero", { .seq = -1, .note = { "ab", 2 }, .why = { "c", 1 } } },
        { "another time", { .seq = 1, .at = 1, .note = { "ab", 2 }, .why = { "c", 1 } } },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        for (size_t k = 0; k < COUNT(row); k++)
            check(row[k].name, str_eq(canonical(&row[i].row), canonical(&row[k].row)) == (i == k));
}

TEST(journal_note_for_people)
{
    static const struct {
        const char *name; enum journal_verb verb; const char *note, *is;
    } row[] = {
        { "tries", JOURNAL_REFUSED, "3 in the hour from 1795330800",
          "3 times in the hour from 22 November 2026, 14:00 WIB" },
        { "an hour that somebody made up", JOURNAL_REFUSED,
          "3 in the hour from 9223372036854775807",
          "3 times in the hour from 31 December 9999, 22:30 WIB" },
        { "an hour before all hours", JOURNAL_REFUSED,
          "3 in the hour from -9223372036854775808",
          "3 times in the hour from 1 January 1, 15:29 WIB" },
        { "no hour",  JOURNAL_REFUSED, "3 in the hour from noon", "3 in the hour from noon" },
        { "loaded",   JOURNAL_LOADED,  "38",  "New: 38" },
        { "sessions", JOURNAL_REVOKED, "2",   "Sessions: 2" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct journal_line line = { .verb = row[i].verb, .note = str_of(row[i].note) };
        struct msg          note = journal_note(unit_arena(), LANG_EN, &line);

        check_text(row[i].name, msg_text(unit_arena(), LANG_EN, note), str_of(row[i].is));
    }
}

TEST(journal_canonical_is_what_is_written_down)
{
    struct journal_row r = { .seq = 258, .verb = S("x") };
    struct str         c = canonical(&r);

    check("previous first", str_starts(c, S("before")));
    check_text("a number is eight bytes, most significant first", str_part(c, 6, 8),
               (struct str){ "\0\0\0\0\0\0\1\2", 8 });
    check_text("a text: known, its length, its bytes", str_part(c, 22, 10),
               (struct str){ "\1\0\0\0\0\0\0\0\1x", 10 });
    check_text("unknown: one zero and no length", str_part(c, 32, 9),
               (struct str){ "\0\0\0\0\0\0\0\0\0", 9 });
}
