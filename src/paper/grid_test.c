/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* grid_test.c — rows as CSV, pasted, and from a workbook made of its XML. */
#include <assert.h>
#include <string.h>

#include "base/buf.h"
#include "paper/grid_part.h"
#include "paper/zip_out.h"
#include "unit.h"

TEST(grid_number_plain)
{
    static const struct { const char *text, *plain; } row[] = {
        { "0", "0" }, { "-0.0", "0" }, { "1E+05", "100000" }, { "1.5e-3", "0.0015" },
        { "3.3149999999999999", "3.315" }, { "0.1", "0.1" }, { "0.10000000000000001", "0.1" },
        { "-12.50", "-12.5" }, { "99999999999999.99", "100000000000000" }, { "45517", "45517" },
        { "1.2345E2", "123.45" }, { "1E400", NULL }, { "x", NULL }, { "", NULL }, { "1.2.3", NULL },
        { "-", NULL }, { "1e", NULL },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct str out;
        bool       ok = grid_number_plain(unit_arena(), str_of(row[i].text), &out);

        check(row[i].text, row[i].plain ? ok && str_eq(out, str_of(row[i].plain)) : !ok);
    }
}

/* All rows as "1:a|b;2:c;", or the code of what is wrong. */
static struct str
shown(struct grid *g, struct err *e)
{
    struct buf              b = buf_in(unit_arena(), 4096);
    const struct grid_cell *cell;
    size_t                  n = 0;
    bool                    more = true;

    while (!e && more) {
        e = grid_next(g, &cell, &n, &more);
        if (e || !more)
            break;
        buf_fmt(&b, "%d:", (int)grid_row(g));
        for (size_t i = 0; i < n; i++)
            buf_fmt(&b, "%s%.*s", i > 0 ? "|" : "", TEXT(cell[i].text));
        buf_byte(&b, ';');
    }
    return e ? str_of(e->code) : buf_str(&b);
}

static struct err *
open_file(int fd, struct grid **g)
{
    return grid_open(unit_arena(), &(struct grid_file){ .fd = fd, .name = S("f") }, g);
}

TEST(grid_csv)
{
    static const struct { const char *name, *text, *rows; } row[] = {
        { "commas", "a,b\r\n1,2\r\n", "1:a|b;2:1|2;" },
        { "semicolons, decimal commas", "a;b\n1,5;2\n", "1:a|b;2:1,5|2;" },
        { "tabs", "a\tb\n1\t2", "1:a|b;2:1|2;" },
        { "a mark", "\xef\xbb\xbf" "a,b\n", "1:a|b;" },
        { "quoted", "\"a,\"\"x\"\"\",b\n", "1:a,\"x\"|b;" },
        { "a line's end in a cell", "\"a\nb\",c\nd,e\n", "1:a\nb|c;3:d|e;" },
        { "an empty cell at the end", "a,\n", "1:a|;" },
        { "nothing", "", "" },
        { "behind a closing mark", "\"a\"b,c\n", "1:ab|c;" },
        { "a mark within", "a\"b,c\n", "1:a\"b|c;" },
        { "empty, but there", "\"\",x\n", "1:|x;" },
        { "only marks", "\"\"\"\"\n", "1:\";" },
        { "an empty line", "a\n\nb\n", "1:a;2:;3:b;" },
        { "a line's end alone", "\r\n", "1:;" },
        { "a NUL", "a,b\nc,\xc0\x80\n", "grid.malformed" },
        { "an open quote", "a,\"b", "grid.malformed" },
        { "not UTF-8", "a,\xff\n", "grid.malformed" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct grid *g;
        struct err  *e = open_file(unit_file(str_of(row[i].text)), &g);

        check(row[i].name, str_eq(shown(g, e), str_of(row[i].rows)));
    }
}

#define BOOK "<workbook xmlns:r='r'><sheets><sheet name='Data' sheetId='1' r:id='r1'/></sheets>" \
             "</workbook>"
#define TYPE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define REL(id, type, at) "<Relationship Id='" id "' Type='" TYPE type "' Target='" at "'/>"
#define RELS "<Relationships>" REL("r1", "worksheet", "worksheets/sheet1.xml") \
             REL("r3", "sharedStrings", "/xl/sharedStrings.xml") REL("r4", "styles", "styles.xml") \
             "</Relationships>"

static int many_strings;        /* in place of the two */

/* Some of them longer than a group of them may be. */
static struct str
string_of(int i)
{
    char *p = NEWS(unit_arena(), char, 600);

    memset(p, 'a' + i % 26, 600);
    return str_fmt(unit_arena(), "%d%.*s", i, i % 500 < 40 ? i % 500 * 10 : i % 7, p);
}

static struct str
strings(void)
{
    struct buf b = buf_in(unit_arena(), 8 << 20);

    if (many_strings == 0)
        return S("<sst><si><t>one</t></si><si><r><t>two </t></r><r><t>&amp; three</t></r><rPh><t>no"
                 "</t></rPh></si></sst>");
    buf_add(&b, S("<sst>"));
    for (int i = 0; i < many_strings; i++)
        buf_fmt(&b, "<si><t>%.*s</t></si>", TEXT(string_of(i)));
    buf_add(&b, S("</sst>"));
    return buf_str(&b);
}

static int
book_with(const char *rows, const char *book, const char *relations)
{
    const char *const part[][2] = {
        { "[Content_Types].xml", "<Types/>" },
        { "_rels/.rels", "<Relationships><Relationship Id='r1' Target='xl/workbook.xml' Type='http:"
          "//schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument'/>"
          "</Relationships>" },
        { "xl/workbook.xml", book },
        { "xl/_rels/workbook.xml.rels", relations },
        { "xl/sharedStrings.xml", str_z(unit_arena(), strings()) },
        { "xl/styles.xml", "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='dd/mm/yyyy'/>"
          "</numFmts><cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='164'/></cellXfs>"
          "</styleSheet>" },
        { "xl/worksheets/sheet1.xml", rows },
    };
    int             fd = unit_file(S(""));
    struct zip_out *z;

    assert(!zip_out_open(unit_arena(), fd, &z));
    for (size_t i = 0; i < COUNT(part); i++)
        assert(!zip_out_begin(z, str_of(part[i][0]), true) && !zip_out_add(z, str_of(part[i][1])));
    assert(!zip_out_close(z));
    return fd;
}

static int
book_of(const char *rows)
{
    return book_with(rows, BOOK, RELS);
}

#define SHEET(rows) "<worksheet><sheetData>" rows "</sheetData></worksheet>"

TEST(grid_book)
{
    static const struct { const char *name, *xml, *rows; } row[] = {
        { "shared", SHEET("<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>1</v></c>"
          "</row>"),
          "1:one|two & three;" },
        { "skips", SHEET("<row r='2'><c r='C2'><v>1E+05</v></c></row><row r='5'><c><v>7</v></c>"
          "</row>"),
          "2:||100000;5:7;" },
        { "dates", SHEET("<row><c s='1'><v>45517</v></c><c s='2'><v>59</v></c></row>"),
          "1:2024-08-13|1900-02-28;" },
        { "a day and a time", SHEET("<row><c s='1'><v>45517.354166666664</v></c><c s='1'><v>45517."
          "999999</v></c></row>"), "1:2024-08-13T08:30:00|2024-08-14;" },
        { "the day that never was", SHEET("<row><c s='1'><v>60</v></c></row>"), "1:60;" },
        { "before the first day", SHEET("<row><c s='1'><v>-1</v></c></row>"), "1:-1;" },
        { "others", SHEET("<row><c t='b'><v>1</v></c><c t='e'><v>#REF!</v></c><c t='inlineStr'>"
          "<is><t>x</t></is></c><c t='str'><f>A1</f><v>y</v></c></row>"), "1:true|#REF!|x|y;" },
        { "no such string", SHEET("<row><c t='s'><v>2</v></c></row>"), "grid.malformed" },
        { "backwards", SHEET("<row r='2'/><row r='1'/>"), "grid.malformed" },
        { "too far right", SHEET("<row><c r='XFD1'><v>1</v></c></row>"), "grid.columns" },
        { "too far down", SHEET("<row r='1048577'/>"), "grid.rows" },
        { "a bomb", "<!DOCTYPE w [<!ENTITY a 'a'>]>" SHEET("<row/>"), "xml.malformed" },
        { "cut", "<worksheet><sheetData><row>", "xml.malformed" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct grid *g;
        struct err  *e = open_file(book_of(row[i].xml), &g);

        check(row[i].name, str_eq(shown(g, e), str_of(row[i].rows)));
    }
}

/* From 1904, as the first Macintosh counted. */
TEST(grid_book_1904)
{
    struct grid *g;
    struct err  *e = open_file(book_with(SHEET("<row><c s='1'><v>0</v></c><c s='1'><v>44055</v></c>"
        "</row>"), "<workbook><workbookPr date1904='1'/><sheets><sheet name='Data' r:id='r1'/>"
        "</sheets></workbook>", RELS), &g);

    check("the first day and a later one", str_eq(shown(g, e), S("1:1904-01-01|2024-08-13;")));
}

#define TWO "<Relationships>" REL("r1", "worksheet", "worksheets/none.xml") \
            REL("r2", "worksheet", "worksheets/sheet1.xml") "</Relationships>"
#define HIDDEN "<workbook><sheets><sheet name='Lists' state='hidden' r:id='r2'/>" \
               "<sheet name='Data' r:id='r2'/></sheets></workbook>"

TEST(grid_sheets)
{
    int                fd = book_with(SHEET("<row><c><v>1</v></c></row>"), HIDDEN, TWO);
    struct grid_sheet *sheet;
    struct grid       *g;
    size_t             n;
    struct err        *e = grid_sheets(unit_arena(), fd, &sheet, &n);

    check("both are told", !e && n == 2 && sheet[0].is_hidden && !sheet[1].is_hidden
          && str_eq(sheet[0].name, S("Lists")));
    e = open_file(fd, &g);
    check("a hidden one is not the first", str_eq(shown(g, e), S("1:1;"))
          && str_eq(g->sheet, S("Data")));
    e = grid_open(unit_arena(), &(struct grid_file){ .fd = fd, .sheet = S("Lists") }, &g);
    check("but is there by its name", str_eq(shown(g, e), S("1:1;")));
    e = grid_open(unit_arena(), &(struct grid_file){ .fd = fd, .sheet = S("None") }, &g);
    check("another is not", e && strcmp(e->code, "grid.sheet") == 0);
    check("a CSV has none",
          !grid_sheets(unit_arena(), unit_file(S("a,b\n")), &sheet, &n) && n == 0);
}

/* What ends where the text ends, in memory of just its size: a sanitizer sees a byte too far. */
TEST(grid_text_ends)
{
    static const struct { const char *text, *rows; } row[] = {
        { "a\t", "1:a|;" }, { "\t", "1:|;" }, { "a\t\"b\"", "1:a|b;" }, { "a\r", "1:a;" },
        { "a\n\t", "1:a;2:|;" }, { "\"", "grid.malformed" }, { "\"a\"\"", "grid.malformed" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct grid *g;
        struct err  *e = grid_open_text(unit_arena(),
                                        str_copy(unit_arena(), str_of(row[i].text)), &g);

        check(row[i].text, str_eq(shown(g, e), str_of(row[i].rows)));
    }
}

/* Rows that reach over the window's end, and one over all of it. */
TEST(grid_csv_long)
{
    struct buf              b = buf_in(unit_arena(), 4 << 20);
    const struct grid_cell *cell;
    struct grid            *g;
    size_t                  n;
    bool                    more = true;
    int64_t                 rows = 0, bytes = 0;

    for (int i = 0; i < 30000; i++)
        buf_fmt(&b, "%d,\"a \"\"%d\"\"\nb\",x%.*s\n", i, i, i % 97,
                "................................................"
                "................................................");
    check("it opens", !open_file(unit_file(buf_str(&b)), &g));
    while (more && !grid_next(g, &cell, &n, &more) && more) {
        struct str wanted = str_fmt(unit_arena(), "a \"%jd\"\nb", (intmax_t)rows);

        if (n != 3 || !str_eq(cell[1].text, wanted) || grid_row(g) != 2 * rows + 1)
            break;
        bytes += (int64_t)cell[2].text.n;
        rows++;
    }
    check("every row is whole", rows == 30000
          && bytes == 30000 + 30000 / 97 * 97 * 96 / 2 + 26 * 27 / 2);
}

/* More strings than stand in memory, asked for forwards and then from the last to the first. */
TEST(grid_strings)
{
    enum { STRINGS = 30000 };
    struct buf              b = buf_in(unit_arena(), 8 << 20);
    const struct grid_cell *cell;
    struct grid            *g;
    size_t                  n;
    bool                    more = true;
    int                     at = 0;

    buf_add(&b, S("<worksheet><sheetData>"));
    for (int i = 0; i < STRINGS; i++)
        buf_fmt(&b, "<row><c t='s'><v>%d</v></c><c t='s'><v>%d</v></c></row>", i, STRINGS - 1 - i);
    buf_add(&b, S("</sheetData></worksheet>"));
    many_strings = STRINGS;
    check("it opens", !open_file(book_of(str_z(unit_arena(), buf_str(&b))), &g));
    many_strings = 0;
    while (more && !grid_next(g, &cell, &n, &more) && more) {
        if (n != 2 || !str_eq(cell[0].text, string_of(at))
            || !str_eq(cell[1].text, string_of(STRINGS - 1 - at)))
            break;
        at++;
    }
    check("each row has its texts", at == STRINGS);
}
