/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "city/assess/assess_rule.h"

#include "base/arena.h"
#include "city/assess/assess_frozen.h"
#include "unit.h"

TEST(assess_voices)
{
    enum assess_voice voice;

    for (int32_t i = 0; i < ASSESS_VOICE_N; i++)
        check("there and back", assess_voice_read(assess_voice_word((enum assess_voice)i), &voice)
                                && (int32_t)voice == i);
    check("no such voice", !assess_voice_read(S("mayor"), &voice));
}

enum { NO = -1 };

TEST(assess_step_to)
{
    /* send, approve, return */
    static const struct { const char *name; enum assess_state state; int32_t next[3]; } row[] = {
        { "given",    ASSESS_GIVEN,    { ASSESS_ANSWERED, NO, NO } },
        { "answered", ASSESS_ANSWERED, { NO, ASSESS_APPROVED, ASSESS_RETURNED } },
        { "approved", ASSESS_APPROVED, { NO, NO, ASSESS_RETURNED } },
        { "returned", ASSESS_RETURNED, { ASSESS_ANSWERED, NO, NO } },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        for (int32_t step = 0; step < 3; step++) {
            enum assess_state next = ASSESS_GIVEN;
            bool can = assess_step_to(row[i].state, (enum assess_step)step, &next);

            check(row[i].name, can == (row[i].next[step] != NO));
            check(row[i].name, !can || (int32_t)next == row[i].next[step]);
        }
}

TEST(assess_state_of_all)
{
    static const struct { const char *name; enum assess_state state[3], all; } row[] = {
        { "all approved", { ASSESS_APPROVED, ASSESS_APPROVED, ASSESS_APPROVED },
          ASSESS_APPROVED },
        { "one waits", { ASSESS_APPROVED, ASSESS_ANSWERED, ASSESS_APPROVED }, ASSESS_ANSWERED },
        { "one is not answered", { ASSESS_APPROVED, ASSESS_ANSWERED, ASSESS_GIVEN },
          ASSESS_GIVEN },
        { "one is returned", { ASSESS_GIVEN, ASSESS_RETURNED, ASSESS_APPROVED },
          ASSESS_RETURNED },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i].name, assess_state_of_all(row[i].state, 3) == row[i].all);
}

TEST(assess_value_of_typed)
{
    static const struct { const char *name, *typed; bool of_levels; const char *value; } row[] = {
        { "a level",                    "3",         true,  "3" },
        { "levels",                     "1 3",       true,  "1 3" },
        { "levels with commas",         "1, 3",      true,  "1 3" },
        { "blanks at the ends",         "  3 ",      true,  "3" },
        { "a comma at the end",         "3,",        true,  "3" },
        { "a figure with a comma",      "3,25",      false, "3.25" },
        { "a figure with a point",      "3.25",      false, "3.25" },
        { "it does not apply",          "n/a",       false, "n/a" },
        { "nothing",                    "",          false, "" },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check_text(row[i].name, assess_value_of_typed(unit_arena(), str_of(row[i].typed),
                                                      row[i].of_levels), str_of(row[i].value));
}

/* ---- what was sent --------------------------------------------------------------------------- */

static struct assess_frozen
a_frozen(struct assess_frozen_row *row, size_t n)
{
    return (struct assess_frozen){ .round = S("spbe-2026"), .instrument = S("spbe-2020"),
        .digest = S("ab"), .region = S("35.71"), .name = S("Kota Kediri"), .stage = S("1"),
        .nth = S("1"), .stated_by = S("Wali Kota"), .at = S("1780000000"), .row = row, .n = n };
}

TEST(assess_freeze_and_thaw)
{
    struct assess_frozen_row row[] = {
        { S("i-01"), S(""), S("3"), S("35.71-diskominfo"), S("two\nlines\tand \\ all"),
          S("AB:1:00ff CD:2:11") },
        { S("i-02"), S("Lapor Cepat"), S("n/a"), S(""), S(""), S("") },
    };
    struct assess_frozen f = a_frozen(row, 2), back;
    struct str           text = assess_freeze(unit_arena(), &f);
    size_t               at;

    check("thawed", assess_thaw(unit_arena(), text, &back));
    check_text("the same again", assess_freeze(unit_arena(), &back), text);
    check_text("a note", back.row[0].note, row[0].note);
    check_text("of which", back.row[1].of, S("Lapor Cepat"));
    check("two rows", back.n == 2);
    check("one line an item", str_find(text, S("\nitem\ti-02\tLapor Cepat\tn/a\t\t\t\n"), &at));
    check("another text", !assess_thaw(unit_arena(), S("guyub self-assessment 2\n"), &back));
    check("cut off", !assess_thaw(unit_arena(), str_part(text, 0, text.n - 1), &back));
    check("a fact is missing", !assess_thaw(unit_arena(), S("guyub self-assessment 1\n"), &back));
    check("nothing", !assess_thaw(unit_arena(), S(""), &back));
}

TEST(assess_differences)
{
    struct assess_frozen_row was[] = {
        { S("same"), S(""), S("3"), S("o"), S("n"), S("e") },
        { S("value"), S(""), S("3"), S("o"), S("n"), S("e") },
        { S("note"), S(""), S("3"), S("o"), S("n"), S("e") },
        { S("evidence"), S(""), S("3"), S("o"), S("n"), S("e") },
        { S("gone"), S(""), S("3"), S("o"), S("n"), S("e") },
    };
    struct assess_frozen_row is[] = {
        { S("same"), S(""), S("3"), S("other"), S("n"), S("e") },
        { S("value"), S(""), S("4"), S("o"), S("n"), S("e") },
        { S("note"), S(""), S("3"), S("o"), S("m"), S("e") },
        { S("evidence"), S(""), S("3"), S("o"), S("n"), S("e f") },
        { S("new"), S(""), S("2"), S("o"), S(""), S("") },
    };
    struct assess_frozen     before = a_frozen(was, 5), after = a_frozen(is, 5);
    struct assess_difference d[11];

    check("five", assess_differences(&before, &after, d) == 5);
    check_text("value before", d[0].before, S("3"));
    check_text("value after", d[0].after, S("4"));
    check("only the value", !d[0].note_differs && !d[0].evidence_differs);
    check("only the note", d[1].note_differs && !d[1].evidence_differs);
    check("only evidence", !d[2].note_differs && d[2].evidence_differs);
    check("new", !str_is_known(d[3].before) && str_eq(d[3].after, S("2")));
    check("gone", str_eq(d[4].item, S("gone")) && !str_is_known(d[4].after));
    check("with itself none", assess_differences(&after, &after, d) == 0);
}
