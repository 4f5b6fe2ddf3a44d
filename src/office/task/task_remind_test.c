/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* task_remind_test.c — the text for WhatsApp and its link; deadlines when the calendar changes. */
#include "office/task/task_remind.h"

#include "base/arena.h"
#include "office/workday/workday_rule.h"
#include "unit.h"

#define ABOUT "https://guyub.kota.go.id/tasks/K7WM"

/* Units have no Indonesian texts; the story reads them. Dates are Indonesian already. */
TEST(task_message_texts)
{
    static const struct { const char *name; struct task_message m; const char *text; } row[] = {
        { "before its day",
          { .title = { "Data 2026", 9 }, .who = { "Dinkes", 6 }, .due = { 2026, 11, 26 },
            .left = 3, .link = { ABOUT, sizeof ABOUT - 1 } },
          "To Dinkes:\n“Data 2026” is awaited by Thursday, 26 November 2026 "
          "(3 working days left).\n" ABOUT },
        { "on its day",
          { .title = { "Data 2026", 9 }, .due = { 2026, 11, 26 }, .left = 0 },
          "“Data 2026” is awaited by Thursday, 26 November 2026 (this is the last day)." },
        { "after its day",
          { .title = { "Data 2026", 9 }, .due = { 2026, 11, 26 }, .left = -2 },
          "“Data 2026” was awaited by Thursday, 26 November 2026 (past its last day)." },
        { "provisional",
          { .title = { "Data 2026", 9 }, .due = { 2027, 1, 4 }, .left = 9,
            .is_provisional = true },
          "“Data 2026” is awaited by Monday, 4 Januari 2027 (9 working days left).\n"
          "The day is provisional: a year's holidays are not decreed yet." },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check_text(row[i].name, task_message_text(unit_arena(), &row[i].m), str_of(row[i].text));
}

TEST(task_message_links)
{
    static const struct { const char *name, *text, *number, *href; } row[] = {
        { "letters and digits stay", "Az09-._~", "", "https://wa.me/?text=Az09-._~" },
        { "blanks, lines, signs", "a b\nc&d=e?f#g", "",
          "https://wa.me/?text=a%20b%0Ac%26d%3De%3Ff%23g" },
        { "beyond ASCII", "“é”", "", "https://wa.me/?text=%E2%80%9C%C3%A9%E2%80%9D" },
        { "a percent sign", "5%", "", "https://wa.me/?text=5%25" },
        { "a number with a zero", "x", "0812-3456-7890", "https://wa.me/6281234567890?text=x" },
        { "a number with its country", "x", "+62 812 3456 7890",
          "https://wa.me/6281234567890?text=x" },
        { "no number", "x", "nanti saja", "https://wa.me/?text=x" },
        { "too short a number", "x", "0812", "https://wa.me/?text=x" },
        { "too long a number", "x", "08123456789012345678", "https://wa.me/?text=x" },
        { "a second plus", "x", "+62+81234567", "https://wa.me/?text=x" },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check_text(row[i].name, task_message_href(unit_arena(), str_of(row[i].text),
                                                  str_of(row[i].number)), str_of(row[i].href));
}
