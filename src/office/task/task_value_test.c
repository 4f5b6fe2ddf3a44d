/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "office/task/task_value.h"

#include "unit.h"

TEST(task_value_read)
{
    static const struct {
        const char *name; enum task_kind kind; const char *typed, *value; bool is_wrong;
    } row[] = {
        { "nothing",                     TASK_NUMBER, "", "", false },
        { "blanks are nothing",          TASK_NUMBER, "  ", "", false },
        { "a whole number",              TASK_NUMBER, "12", "12", false },
        { "a comma before decimals",     TASK_NUMBER, "3,314", "3.314", false },
        { "points between thousands",    TASK_NUMBER, "1.234.567,5", "1234567.5", false },
        { "one point could be either",   TASK_NUMBER, "1.234", "", true },
        { "words are no number",         TASK_NUMBER, "dua belas", "", true },
        { "a date as officers write it", TASK_DATE, "28/02/2026", "2026-02-28", false },
        { "a date in data form",         TASK_DATE, "2026-02-28", "2026-02-28", false },
        { "a day that is not",           TASK_DATE, "31/02/2026", "", true },
        { "yes in Indonesian",           TASK_YES_NO, "Ya", "1", false },
        { "no in Indonesian",            TASK_YES_NO, "tidak", "0", false },
        { "there is",                    TASK_YES_NO, "Ada", "1", false },
        { "perhaps",                     TASK_YES_NO, "mungkin", "", true },
        { "text as it is",               TASK_TEXT, " =1+1\nbaris ", "=1+1\nbaris", false },
        { "a document has no text",      TASK_DOCUMENT, "SK 1", "", true },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct str value = S("unset");
        struct msg wrong = task_value_read(unit_arena(), row[i].kind, str_of(row[i].typed),
                                           &value);

        check(row[i].name, msg_is(wrong) == row[i].is_wrong);
        if (!row[i].is_wrong)
            check_text(row[i].name, value, str_of(row[i].value));
    }
}

/* What a form shows again must be read as what it was. */
TEST(task_value_typed)
{
    static const struct { const char *name; enum task_kind kind; const char *value; } row[] = {
        { "whole",          TASK_NUMBER, "1234567" },
        { "decimals",       TASK_NUMBER, "3.314" },
        { "three decimals", TASK_NUMBER, "1.234" },
        { "below zero",     TASK_NUMBER, "-0.5" },
        { "date",           TASK_DATE,   "2026-02-28" },
        { "yes",            TASK_YES_NO, "1" },
        { "text",           TASK_TEXT,   "1.234 orang" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct str typed = task_value_typed(unit_arena(), row[i].kind, str_of(row[i].value));
        struct str value;

        check(row[i].name, !msg_is(task_value_read(unit_arena(), row[i].kind, typed, &value)));
        check_text(row[i].name, value, str_of(row[i].value));
    }
}
