/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* sheet_out_test.c — a workbook of our own, looked at as the ZIP and the XML that it is. */
#include "paper/sheet_out.h"

#include <assert.h>
#include <fcntl.h>
#include <minizip/unzip.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "paper/sheet_text.h"
#include "unit.h"

enum { PART_MAX = 1 << 20 };

static const struct column columns[] = {
    { "name", { .id = "Name" }, COLUMN_TEXT },
    { "n", { .id = "Number" }, COLUMN_INT },
    { "score", { .id = "Score" }, COLUMN_DEC },
    { "yes", { .id = "Yes" }, COLUMN_BOOL },
};

static const char *
new_path(void)
{
    char *path = NEWS(unit_arena(), char, 32);
    int   fd;

    memcpy(path, "/tmp/unit-sheet-XXXXXX", sizeof "/tmp/unit-sheet-XXXXXX");
    fd = mkstemp(path);
    assert(fd >= 0);
    close(fd);
    return path;
}

static struct str
file_bytes(const char *path)
{
    char       *p = NEWS(unit_arena(), char, PART_MAX);
    int         fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t     n = read(fd, p, PART_MAX);

    close(fd);
    assert(n > 0 && n < PART_MAX);
    return (struct str){ p, (size_t)n };
}

static struct str
part_of(const char *path, const char *part)
{
    char   *p = NEWS(unit_arena(), char, PART_MAX);
    unzFile z = unzOpen64(path);
    int     n = -1;

    assert(z);
    if (unzLocateFile(z, part, 1) == UNZ_OK && unzOpenCurrentFile(z) == UNZ_OK)
        n = unzReadCurrentFile(z, p, PART_MAX);
    unzClose(z);
    return n < 0 ? S("") : (struct str){ p, (size_t)n };
}

static struct err *
one_row(const char *path, const struct str *cell)
{
    struct sheet_out *o;

    TRY(sheet_out_open(unit_arena(), path, LANG_EN, &o));
    TRY(sheet_out_begin(o, S("Data"), columns, COUNT(columns)));
    TRY(sheet_out_row(o, cell));
    return sheet_out_close(o);
}

/* The row's XML holds it. */
TEST(sheet_out_cells)
{
    static const struct { const char *name; struct str cell[4]; const char *has; } row[] = {
        { "a text", { { "Kediri", 6 } }, "<t>Kediri</t>" },
        { "an equals sign is text", { { "=1+1", 4 } }, "t=\"inlineStr\"><is><t>=1+1</t>" },
        { "a plus and an at too", { { "@SUM(A1)", 8 } }, "<t>@SUM(A1)</t>" },
        { "a link is text", { { "https://a.id", 12 } }, "<t>https://a.id</t>" },
        { "marks are escaped", { { "a<b&c", 5 } }, "a&lt;b&amp;c" },
        { "a day of ours", { { "2024-08-13", 10 } }, "<v>45517</v>" },
        { "the last day before the odd one", { { "1900-02-28", 10 } }, "<v>59</v>" },
        { "the first after it", { { "1900-03-01", 10 } }, "<v>61</v>" },
        { "a day before all", { { "1899-12-31", 10 } }, "<t>1899-12-31</t>" },
        { "half a date is text", { { "2024-08", 7 } }, "<t>2024-08</t>" },
        { "a whole number", { { "", 0 }, { "17", 2 } }, "<v>17</v>" },
        { "15 digits", { { "", 0 }, { "123456789012345", 15 } }, "<v>123456789012345</v>" },
        { "16 digits are text", { { "", 0 }, { "3506012345678901", 16 } },
          "<t>3506012345678901</t>" },
        { "a negative number", { { "", 0 }, { "-5", 2 } }, "<v>-5</v>" },
        { "a decimal", { { "", 0 }, { "", 0 }, { "3.315", 5 } }, "<v>3.315</v>" },
        { "a small one", { { "", 0 }, { "", 0 }, { "0.1", 3 } }, "<v>0.1</v>" },
        { "yes", { { "", 0 }, { "", 0 }, { "", 0 }, { "true", 4 } }, "t=\"b\"><v>1</v>" },
        { "no", { { "", 0 }, { "", 0 }, { "", 0 }, { "false", 5 } }, "t=\"b\"><v>0</v>" },
        { "what XML cannot carry", { { "a\x01z", 3 } }, "<t>a\xEF\xBF\xBDz</t>" },
        { "what is not UTF-8", { { "a\xFFz", 3 } }, "<t>a\xEF\xBF\xBDz</t>" },
        { "an escape of its own", { { "_x0041_", 7 } }, "_x005F_x0041_" },
        { "space at an end stays", { { " a ", 3 } }, "<t xml:space=\"preserve\"> a </t>" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        const char *path = new_path();
        struct err *e = one_row(path, row[i].cell);
        size_t      at;

        check(row[i].name, !e);
        struct str xml = part_of(path, "xl/worksheets/sheet1.xml"), data = S("");

        if (str_find(xml, S("<row r=\"2\""), &at))
            data = str_part(xml, at, xml.n);
        if (!str_find(data, str_of(row[i].has), &at))
            check_text(row[i].name, str_part(data, 0, 300), str_of(row[i].has));
        check("no formula", !str_find(xml, S("<f>"), &at));
        unlink(path);
    }
}

TEST(sheet_out_same_bytes)
{
    const struct str cell[4] = { S("Kediri"), S("1"), S("3.200"), S("true") };
    const char      *one = new_path(), *two = new_path();

    check("one", !one_row(one, cell));
    sleep(2);                   /* the dates in a ZIP have steps of two seconds */
    check("two", !one_row(two, cell));
    check("the same bytes", str_eq(file_bytes(one), file_bytes(two)));
    unlink(one);
    unlink(two);
}

TEST(sheet_out_sheets)
{
    static const struct { const char *name, *wanted, *is; } row[] = {
        { "as it is", "Data", "name=\"Data\"" },
        { "the same again", "data", "name=\"data 2\"" },
        { "what no sheet may be called", "a/b:c", "name=\"a b c\"" },
        { "nothing", "", "name=\"Data 3\"" },
        { "too long", "Dinas Komunikasi dan Informatika Kota",
          "name=\"Dinas Komunikasi dan Informatik\"" },
    };
    const char       *path = new_path();
    const struct str  cell[4] = { S("a"), S("1"), S("1"), S("true") };
    struct sheet_out *o;
    size_t            at;

    check("open", !sheet_out_open(unit_arena(), path, LANG_EN, &o));
    for (size_t i = 0; i < COUNT(row); i++) {
        check(row[i].name, !sheet_out_begin(o, str_of(row[i].wanted), columns, COUNT(columns)));
        check(row[i].name, !sheet_out_row(o, cell));
    }
    check("close", !sheet_out_close(o));
    struct str book = part_of(path, "xl/workbook.xml");

    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i].name, str_find(book, str_of(row[i].is), &at));
    check("the head stays", str_find(part_of(path, "xl/worksheets/sheet2.xml"),
        S("state=\"frozen\""), &at));
    unlink(path);
}

TEST(sheet_out_limits)
{
    const char       *path = new_path();
    char             *p = NEWS(unit_arena(), char, SHEET_CELL_MAX + 1);
    struct str        cell[4] = { { p, SHEET_CELL_MAX } };
    struct sheet_out *o;
    struct err       *e;

    memset(p, 'a', SHEET_CELL_MAX + 1);
    check("as long as may be", !one_row(path, cell));
    cell[0].n++;
    e = one_row(path, cell);
    check("longer", e && strcmp(e->code, "sheet.long") == 0);
    e = one_row("/tmp/no-such-folder/a.xlsx", cell);
    check("no such folder", e && e->kind != ERR_NONE);

    cell[0] = S("");
    check("open", !sheet_out_open(unit_arena(), path, LANG_ID, &o));
    check("begin", !sheet_out_begin(o, S("Data"), columns, 1));
    e = NULL;
    for (size_t i = 1; i < SHEET_ROWS_MAX && !e; i++)
        e = sheet_out_row(o, cell);
    check("1,048,575 and the head", !e);
    e = sheet_out_row(o, cell);
    check("one more", e && strcmp(e->code, "sheet.rows") == 0);
    unlink(path);
}
