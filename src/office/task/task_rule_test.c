/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "office/task/task_rule.h"

#include "unit.h"

enum { NO = -1 };

TEST(task_step_to)
{
    /* answer, approve, return, extend, drop */
    static const struct { const char *name; enum task_state state; int32_t next[5]; } row[] = {
        { "open",     TASK_OPEN,     { TASK_ANSWERED, NO, NO, TASK_OPEN, TASK_DROPPED } },
        { "answered", TASK_ANSWERED, { TASK_ANSWERED, TASK_APPROVED, TASK_RETURNED, NO,
                                       TASK_DROPPED } },
        { "approved", TASK_APPROVED, { NO, NO, NO, NO, NO } },
        { "returned", TASK_RETURNED, { TASK_ANSWERED, NO, NO, TASK_RETURNED, TASK_DROPPED } },
        { "dropped",  TASK_DROPPED,  { NO, NO, NO, NO, NO } },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        for (int32_t step = 0; step < 5; step++) {
            enum task_state next = TASK_OPEN;
            bool can = task_step_to(row[i].state, (enum task_step)step, &next);

            check(row[i].name, can == (row[i].next[step] != NO));
            check(row[i].name, !can || (int32_t)next == row[i].next[step]);
        }
}

TEST(task_reminder_due)
{
    static const struct {
        const char *name; enum task_state state; const char *today; enum task_reminder sent, due;
    } row[] = {
        { "a week before",               TASK_OPEN,     "2026-03-03", REMIND_NONE, REMIND_WEEK },
        { "eight days before",           TASK_OPEN,     "2026-03-02", REMIND_NONE, REMIND_NONE },
        { "a week before, told already", TASK_OPEN,     "2026-03-04", REMIND_WEEK, REMIND_NONE },
        { "two days before",         TASK_OPEN,     "2026-03-08", REMIND_WEEK, REMIND_TWO_DAYS },
        { "one day before",          TASK_OPEN,     "2026-03-09", REMIND_TWO_DAYS, REMIND_DAY },
        { "on the day, told already", TASK_OPEN,    "2026-03-10", REMIND_DAY,  REMIND_NONE },
        { "the day after",           TASK_OPEN,     "2026-03-11", REMIND_DAY,  REMIND_LATE },
        { "late and told so",        TASK_OPEN,     "2026-04-11", REMIND_LATE, REMIND_NONE },
        { "returned is owed again",  TASK_RETURNED, "2026-03-09", REMIND_NONE, REMIND_DAY  },
        { "answered is not owed",    TASK_ANSWERED, "2026-03-11", REMIND_NONE, REMIND_NONE },
        { "approved is not owed",    TASK_APPROVED, "2026-03-11", REMIND_NONE, REMIND_NONE },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i].name, task_reminder_due(row[i].state, (struct date){ 2026, 3, 10 },
              date_of_iso(str_of(row[i].today)), row[i].sent) == row[i].due);
}

TEST(task_number_is_valid)
{
    static const struct { const char *number; bool is; } row[] = {
        { "3.2.1", true }, { "12", true }, { "A-1", true }, { "4a", true }, { "", false },
        { ".1", false }, { "-1", false }, { "3 1", false }, { "3,1", false }, { "?", false },
        { "12345678901234567890", true }, { "123456789012345678901", false },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i].number, task_number_is_valid(str_of(row[i].number)) == row[i].is);
}

TEST(task_link_is_good_for)
{
    static const struct { const char *name, *items, *number; bool has; } row[] = {
        { "all items",              "",            "3.2.1", true },
        { "its only item",          "3.2.1",       "3.2.1", true },
        { "the last of two",        "3.1 3.2.1",   "3.2.1", true },
        { "another item",           "3.1 3.2.1",   "3.3",   false },
        { "the beginning of one",   "3.2.1",       "3.2",   false },
        { "one that begins with it", "3.2",        "3.2.1", false },
        { "no item",                "3.2",         "",      false },
    };
    static const struct {
        const char *name; int64_t expires, now; bool has_ended, is_open;
    } end[] = {
        { "before its end", 100, 99,  false, true },
        { "at its end",     100, 100, false, false },
        { "after its end",  100, 101, false, false },
        { "taken back",     100, 50,  true,  false },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i].name, task_link_has(str_of(row[i].items), str_of(row[i].number))
                           == row[i].has);
    for (size_t i = 0; i < COUNT(end); i++)
        check(end[i].name, task_link_is_open(end[i].expires, end[i].has_ended ? KNOWN(40)
              : (struct maybe_int){ 0 }, end[i].now) == end[i].is_open);
}
