/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* workbook_test.c — which cells can be mapped to which items. */
#include "base/arena.h"
#include "office/workbook/workbook_page.h"
#include "unit.h"

TEST(workbook_wish_check)
{
    static struct grid_sheet sheet[] = {
        { { "Daftar", 6 }, true }, { { "Isian", 5 }, false }, { { "Lembar 2", 8 }, false },
    };
    static const struct { const char *name; struct workbook_wish wish; const char *is; } row[] = {
        { "a cell of the sheet", { { "1.1", 3 }, { "Lembar 2", 8 }, { "C5", 2 } },
          "'Lembar 2'!C5" },
        { "no sheet: the first in sight", { { "1.1", 3 }, { "", 0 }, { "c5", 2 } }, "Isian!C5" },
        { "with its sheet", { { "1.1", 3 }, { "Isian", 5 }, { "'Lembar 2'!$AA$12", 17 } },
          "'Lembar 2'!AA12" },
        { "a hidden one by its name", { { "1.1", 3 }, { "Daftar", 6 }, { "A1", 2 } }, "Daftar!A1" },
        { "a code", { { "quick_win-2.b", 13 }, { "Isian", 5 }, { "D7", 2 } }, "Isian!D7" },
        { "no cell any more", { { "1.1", 3 }, { "", 0 }, { "", 0 } }, "" },
        { "no item", { { "", 0 }, { "", 0 }, { "C5", 2 } },
          "!\"\" is not an item's number or code, such as 3.2.1." },
        { "an odd item", { { "1 1", 3 }, { "", 0 }, { "C5", 2 } },
          "!\"1 1\" is not an item's number or code, such as 3.2.1." },
        { "an odd cell", { { "1.1", 3 }, { "", 0 }, { "5C", 2 } },
          "!\"5C\" is not a cell such as C5." },
        { "row 0", { { "1.1", 3 }, { "", 0 }, { "C0", 2 } }, "!\"C0\" is not a cell such as C5." },
        { "too far right", { { "1.1", 3 }, { "", 0 }, { "XFD1", 4 } },
          "!\"XFD1\" is not a cell such as C5." },
        { "a sheet that is not there", { { "1.1", 3 }, { "isian", 5 }, { "C5", 2 } },
          "!The workbook has no sheet \"isian\"." },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct sheet_place at;
        struct msg         wrong = workbook_wish_check(unit_arena(), sheet, COUNT(sheet),
                                                       &row[i].wish, &at);
        struct str         is = msg_is(wrong)
                                ? str_fmt(unit_arena(), "!%.*s",
                                          TEXT(msg_text(unit_arena(), LANG_EN, wrong)))
                                : str_is_known(at.sheet) ? sheet_place_text(unit_arena(), &at)
                                                         : S("");

        check(row[i].name, str_eq(is, str_of(row[i].is)));
    }
}

TEST(workbook_names)
{
    static const struct workbook_item item = { .number = { "1.2", 3 },
                                               .question = { "Cakupan layanan", 15 } };
    static const struct { const char *text; bool is; } row[] = {
        { "1.2", true }, { " 1.2\n", true }, { "1.2 Cakupan", true }, { "1.2. Cakupan", true },
        { "Cakupan layanan", true }, { "1.20", false }, { "1.2.1", false }, { "1.2.", false },
        { "", false }, { "Cakupan", false }, { "11.2", false },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i].text, workbook_names(str_of(row[i].text), &item) == row[i].is);
}
