/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* sheet_fill_test.c — hand-made workbooks, filled, and what each part of them says after it. */
#include "paper/sheet_fill.h"

#include <string.h>

#include "base/buf.h"
#include "paper/zip_in.h"
#include "paper/zip_out.h"
#include "unit.h"

#define MAIN "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define SHEET(data) \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<worksheet " MAIN ">" data "</worksheet>"

enum { PART_MAX = 1 << 16 };

static void
put(struct zip_out *z, const char *name, const char *text)
{
    check(name, !zip_out_begin(z, str_of(name), true));
    check(name, !zip_out_add(z, str_of(text)));
}

/* Two sheets, "Data" with this XML and "It's" with a formula; `book` stands behind the sheets. */
static int
workbook(const char *data, const char *before, const char *book, const char *more)
{
    int             fd = unit_file(S(""));
    struct zip_out *z;

    check("a workbook", !zip_out_open(unit_arena(), fd, &z));
    put(z, "[Content_Types].xml", "<Types/>");
    put(z, "_rels/.rels", "<Relationships><Relationship Id=\"rId1\" Type=\"" OFFICE
        "/officeDocument\" "
        "Target=\"xl/workbook.xml\"/></Relationships>");
    put(z, "xl/workbook.xml", str_z(unit_arena(), str_fmt(unit_arena(),
        "<workbook " MAIN ">%s<sheets><sheet name=\"Data\" sheetId=\"1\" r:id=\"rId1\"/>"
        "<sheet name=\"It's\" sheetId=\"2\" r:id=\"rId2\"/><sheet name=\"Chart\" sheetId=\"3\" "
        "r:id=\"rId3\"/></sheets>%s</workbook>", before, book)));
    put(z, "xl/_rels/workbook.xml.rels", "<Relationships>"
        "<Relationship Id=\"rId1\" Type=\"" OFFICE "/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
        "<Relationship Id=\"rId2\" Type=\"" OFFICE "/worksheet\""
        " Target=\"/xl/worksheets/sheet2.xml\"/>"
        "<Relationship Id=\"rId3\" Type=\"" OFFICE "/chartsheet\""
        " Target=\"chartsheets/sheet1.xml\"/>"
        "</Relationships>");
    put(z, "xl/worksheets/sheet1.xml", data);
    put(z, "xl/worksheets/sheet2.xml",
        SHEET("<sheetData><row r=\"1\"><c r=\"A1\" t=\"str\"><f>Data!A1</f><v>old</v></c></row>"
            "</sheetData>"));
    put(z, "xl/chartsheets/sheet1.xml", "<chartsheet/>");
    put(z, "xl/media/image1.png", "\x89PNG picture");
    if (more)
        put(z, more, "x");
    check("a workbook", !zip_out_close(z));
    return fd;
}

/* The same with this in its first sheet, and nothing else about it. */
static int
book_with(const char *inside)
{
    struct str sheet = str_fmt(unit_arena(), SHEET("%s"), inside);

    return workbook(str_z(unit_arena(), sheet), "", "", NULL);
}

struct filled { int fd; struct err *e; };

static struct filled
fill(int book, const struct sheet_value *v, size_t n)
{
    struct filled f = { .fd = unit_file(S("")) };

    f.e = sheet_fill(unit_arena(), book, f.fd, v, n);
    return f;
}

static bool
is_refused(int book, const struct sheet_value *v, size_t n, const char *code)
{
    struct err *e = fill(book, v, n).e;

    return e && strcmp(e->code, code) == 0;
}

static struct str
part_of(int fd, const char *name)
{
    struct zip_in *z;
    char          *p = NEWS(unit_arena(), char, PART_MAX);
    size_t         at, n = 0, got = 1;

    if (zip_in_open(unit_arena(), fd, &zip_limits_office, &z) || !zip_in_find(z, str_of(name), &at)
        || zip_in_begin(z, at))
        return S("no such part");
    for (; got > 0; n += got)
        if (zip_in_read(z, p + n, PART_MAX - n, &got))
            return S("unreadable");
    zip_in_end(z);
    return (struct str){ p, n };
}

static struct sheet_value
value(const char *at, enum grid_kind kind, const char *text)
{
    struct sheet_value v = { .kind = kind, .text = str_of(text) };

    check(at, sheet_place_parse(unit_arena(), str_of(at), &v.at));
    return v;
}

TEST(sheet_place)
{
    static const struct { const char *text, *sheet; uint32_t row, column; const char *again; }
        row[] = {
        { "Data!C5", "Data", 4, 2, "Data!C5" },
        { "Data!$C$5", "Data", 4, 2, "Data!C5" },
        { "Data!xfd1048576", "Data", 1048575, 16383, "Data!XFD1048576" },
        { "'Lembar 1'!AA12", "Lembar 1", 11, 26, "'Lembar 1'!AA12" },
        { "'It''s'!Z1", "It's", 0, 25, "'It''s'!Z1" },
        { "'a!b'!A1", "a!b", 0, 0, "'a!b'!A1" },
        { "AB1!A1", "AB1", 0, 0, "'AB1'!A1" },
        { "Data!C0", NULL, 0, 0, NULL }, { "Data!XFE1", NULL, 0, 0, NULL },
        { "Data!A1048577", NULL, 0, 0, NULL }, { "Data!A", NULL, 0, 0, NULL },
        { "Data!5", NULL, 0, 0, NULL }, { "C5", NULL, 0, 0, NULL }, { "!C5", NULL, 0, 0, NULL },
        { "'It's'!A1", NULL, 0, 0, NULL }, { "Data!A99999999999999999999", NULL, 0, 0, NULL },
        { "", NULL, 0, 0, NULL },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct sheet_place p;
        bool               is = sheet_place_parse(unit_arena(), str_of(row[i].text), &p);

        check(row[i].text, is == (row[i].sheet != NULL));
        if (!is || !row[i].sheet)
            continue;
        check(row[i].text, p.row == row[i].row && p.column == row[i].column);
        check_text(row[i].text, p.sheet, str_of(row[i].sheet));
        check_text(row[i].text, sheet_place_text(unit_arena(), &p), str_of(row[i].again));
    }
}

/* One value into one sheet: all of the sheet's XML after it. */
TEST(sheet_fill_cells)
{
    static const struct {
        const char *name, *at; enum grid_kind kind; const char *text, *before, *after;
    } row[] = {
        { "a cell keeps its style", "Data!A1", GRID_NUMBER, "12.50",
          "<sheetData><row r=\"1\"><c r=\"A1\" s=\"3\"><v>1</v></c></row></sheetData>",
          "<sheetData><row r=\"1\"><c r=\"A1\" s=\"3\"><v>12.50</v></c></row></sheetData>" },
        { "an empty one too", "Data!A1", GRID_NUMBER, "1",
          "<sheetData><row r=\"1\"><c r=\"A1\" s=\"3\"/><c r=\"B1\"/></row></sheetData>",
          "<sheetData><row r=\"1\"><c r=\"A1\" s=\"3\"><v>1</v></c><c r=\"B1\"/></row>"
          "</sheetData>" },
        { "a shared text becomes one of its own", "Data!A1", GRID_TEXT, "=A&B <c>",
          "<sheetData><row r=\"1\"><c r=\"A1\" s='3' t=\"s\"><v>0</v></c></row></sheetData>",
          "<sheetData><row r=\"1\"><c r=\"A1\" s=\"3\" t=\"inlineStr\"><is><t"
          " xml:space=\"preserve\">=A&amp;B &lt;c&gt;"
          "</t></is></c></row></sheetData>" },
        { "a day", "Data!A1", GRID_DATE, "2024-08-13", "<sheetData><row r=\"1\"><c r=\"A1\""
          " s=\"1\"/></row></sheetData>",
          "<sheetData><row r=\"1\"><c r=\"A1\" s=\"1\"><v>45517</v></c></row></sheetData>" },
        { "truth", "Data!A1", GRID_TRUTH, "true", "<sheetData><row r=\"1\"><c r=\"A1\" t=\"s\">"
          "<v>3</v></c></row></sheetData>",
          "<sheetData><row r=\"1\"><c r=\"A1\" t=\"b\"><v>1</v></c></row></sheetData>" },
        { "nothing empties", "Data!A1", GRID_EMPTY, "", "<sheetData><row r=\"1\"><c r=\"A1\""
          " s=\"2\"><v>3</v></c></row></sheetData>",
          "<sheetData><row r=\"1\"><c r=\"A1\" s=\"2\"/></row></sheetData>" },
        { "a long number is text", "Data!A1", GRID_NUMBER, "3506012345678901", "<sheetData/>",
          "<sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t"
          " xml:space=\"preserve\">3506012345678901</t></is></c>"
          "</row></sheetData>" },
        { "a sheet without cells", "Data!B3", GRID_NUMBER, "7", "<sheetData/>",
          "<sheetData><row r=\"3\"><c r=\"B3\"><v>7</v></c></row></sheetData>" },
        { "a row before", "Data!B3", GRID_NUMBER, "7", "<sheetData><row r=\"5\"><c r=\"A5\"/>"
          "</row></sheetData>",
          "<sheetData><row r=\"3\"><c r=\"B3\"><v>7</v></c></row><row r=\"5\"><c r=\"A5\"/></row>"
          "</sheetData>" },
        { "a row after", "Data!B7", GRID_NUMBER, "7", "<sheetData>\n<row r=\"5\"><c r=\"A5\"/>"
          "</row>\n</sheetData>",
          "<sheetData>\n<row r=\"5\"><c r=\"A5\"/></row>\n<row r=\"7\"><c r=\"B7\"><v>7</v></c>"
          "</row></sheetData>" },
        { "a row that is empty", "Data!B5", GRID_NUMBER, "7",
          "<sheetData><row r=\"5\" ht=\"20\" spans=\"1:1\"/></sheetData>",
          "<sheetData><row r=\"5\" ht=\"20\"><c r=\"B5\"><v>7</v></c></row></sheetData>" },
        { "a cell before", "Data!A5", GRID_NUMBER, "7", "<sheetData><row r=\"5\" spans=\"2:2\"><c"
          " r=\"B5\"><v>1</v></c></row></sheetData>",
          "<sheetData><row r=\"5\"><c r=\"A5\"><v>7</v></c><c r=\"B5\"><v>1</v></c></row>"
          "</sheetData>" },
        { "a cell after", "Data!AA5", GRID_NUMBER, "7", "<sheetData><row r=\"5\"><c r=\"B5\"><v>1"
          "</v></c></row></sheetData>",
          "<sheetData><row r=\"5\"><c r=\"B5\"><v>1</v></c><c r=\"AA5\"><v>7</v></c></row>"
          "</sheetData>" },
        { "places that are not said", "Data!B2", GRID_NUMBER, "7",
          "<sheetData><row><c/></row><row><c><v>1</v></c><c><v>2</v></c></row></sheetData>",
          "<sheetData><row><c/></row><row><c><v>1</v></c><c r=\"B2\"><v>7</v></c></row>"
          "</sheetData>" },
        { "a new cell looks as its row", "Data!A1", GRID_NUMBER, "7",
          "<sheetData><row r=\"1\" s=\"4\" customFormat=\"1\"/></sheetData>",
          "<sheetData><row r=\"1\" s=\"4\" customFormat=\"1\"><c r=\"A1\" s=\"4\"><v>7</v></c>"
          "</row></sheetData>" },
        { "or as its column", "Data!B1", GRID_NUMBER, "7",
          "<cols><col min=\"2\" max=\"3\" style=\"6\"/></cols><sheetData/>",
          "<cols><col min=\"2\" max=\"3\" style=\"6\"/></cols><sheetData><row r=\"1\"><c r=\"B1\""
          " s=\"6\"><v>7</v></c></row></sheetData>" },
        { "what a formula gave goes, with its type", "Data!B1", GRID_NUMBER, "7",
          "<sheetData><row r=\"1\"><c r=\"A1\" s=\"1\" t=\"str\"><f>B1&amp;\"x\"</f><v>1x</v></c>"
          "<c r=\"B1\"/></row></sheetData>",
          "<sheetData><row r=\"1\"><c r=\"A1\" s=\"1\"><f>B1&amp;\"x\"</f></c><c r=\"B1\"><v>7"
          "</v></c></row></sheetData>" },
        { "a shared formula stays", "Data!A1", GRID_NUMBER, "7",
          "<sheetData><row r=\"1\"><c r=\"A1\"/><c r=\"B1\"><f t=\"shared\" ref=\"B1:B2\""
          " si=\"0\">A1*2</f><v>2</v></c></row>"
          "<row r=\"2\"><c r=\"B2\"><f t=\"shared\" si=\"0\"/><v>4</v></c></row></sheetData>",
          "<sheetData><row r=\"1\"><c r=\"A1\"><v>7</v></c><c r=\"B1\"><f t=\"shared\""
          " ref=\"B1:B2\" si=\"0\">A1*2</f></c></row>"
          "<row r=\"2\"><c r=\"B2\"><f t=\"shared\" si=\"0\"/></c></row></sheetData>" },
        { "the first of merged cells", "Data!A1", GRID_NUMBER, "7",
          "<sheetData/><mergeCells count=\"1\"><mergeCell ref=\"A1:B2\"/></mergeCells>",
          "<sheetData><row r=\"1\"><c r=\"A1\"><v>7</v></c></row></sheetData><mergeCells"
          " count=\"1\"><mergeCell ref=\"A1:B2\"/></mergeCells>" },
        { "the sheet's size grows", "Data!C3", GRID_NUMBER, "7",
          "<dimension ref=\"A1:B2\"/><sheetData/>",
          "<dimension ref=\"A1:C3\"/><sheetData><row r=\"3\"><c r=\"C3\"><v>7</v></c></row>"
          "</sheetData>" },
        { "what is none of ours stays", "Data!A1", GRID_NUMBER, "7",
          "<!-- a --><sheetData/><extLst><ext uri=\"{1}\"><x14:row r=\"1\"><x14:c><x14:f>A1"
          "</x14:f><x14:v>1</x14:v></x14:c>"
          "</x14:row></ext></extLst>",
          "<!-- a --><sheetData><row r=\"1\"><c r=\"A1\"><v>7</v></c></row></sheetData><extLst>"
          "<ext uri=\"{1}\"><x14:row r=\"1\">"
          "<x14:c><x14:f>A1</x14:f><x14:v>1</x14:v></x14:c></x14:row></ext></extLst>" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct sheet_value v = value(row[i].at, row[i].kind, row[i].text);
        struct filled      is = fill(book_with(row[i].before), &v, 1);

        check_text(row[i].name, is.e ? err_line(unit_arena(), LANG_EN, is.e) : S(""), S(""));
        check_text(row[i].name, part_of(is.fd, "xl/worksheets/sheet1.xml"),
                   str_fmt(unit_arena(), SHEET("%s"), row[i].after));
        check_text(row[i].name, part_of(is.fd, "xl/media/image1.png"), S("\x89PNG picture"));
    }
}

TEST(sheet_fill_many)
{
    struct sheet_value v[4] = { value("'It''s'!B1", GRID_NUMBER, "4"), value("Data!B2",
        GRID_NUMBER, "3"),
                                value("Data!B1", GRID_NUMBER, "2"), value("Data!A1", GRID_NUMBER,
                                    "1") };
    struct filled is = fill(book_with("<sheetData/>"), v, COUNT(v));

    check("fills", !is.e);
    check_text("in the order of the cells", part_of(is.fd, "xl/worksheets/sheet1.xml"),
               S(SHEET("<sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"B1\"><v>2</v></c>"
                   "</row>"
                       "<row r=\"2\"><c r=\"B2\"><v>3</v></c></row></sheetData>")));
    check_text("another sheet", part_of(is.fd, "xl/worksheets/sheet2.xml"),
               S(SHEET("<sheetData><row r=\"1\"><c r=\"A1\"><f>Data!A1</f></c><c r=\"B1\"><v>4"
                   "</v></c></row></sheetData>")));
}

TEST(sheet_fill_prefix)
{
    static const char sheet[] = "<x:worksheet xmlns:x=\"m\"><x:sheetData><x:row r=\"1\"/>"
        "</x:sheetData></x:worksheet>";
    struct sheet_value v = value("Data!A1", GRID_TEXT, "a");
    struct filled      is = fill(workbook(sheet, "", "", NULL), &v, 1);

    check("fills", !is.e);
    check_text("the elements have its prefix", part_of(is.fd, "xl/worksheets/sheet1.xml"),
               S("<x:worksheet xmlns:x=\"m\"><x:sheetData><x:row r=\"1\"><x:c r=\"A1\""
                   " t=\"inlineStr\"><x:is>"
                 "<x:t xml:space=\"preserve\">a</x:t></x:is></x:c></x:row></x:sheetData>"
                 "</x:worksheet>"));
}

/* What the workbook asks of whoever opens it. */
TEST(sheet_fill_reckons_anew)
{
    static const struct { const char *name, *before, *after; } row[] = {
        { "where nothing stood", "", "<calcPr fullCalcOnLoad=\"1\"/></workbook>" },
        { "it is added", "<calcPr calcId=\"1\"/>", "<calcPr calcId=\"1\" fullCalcOnLoad=\"1\"/>"
          "</workbook>" },
        { "it is changed", "<calcPr fullCalcOnLoad='0' calcId=\"1\"/>",
          "<calcPr calcId=\"1\" fullCalcOnLoad=\"1\"/></workbook>" },
        { "before what must come behind", "<definedNames/><extLst/>",
          "<definedNames/><calcPr fullCalcOnLoad=\"1\"/><extLst/></workbook>" },
    };
    struct sheet_value v = value("Data!A1", GRID_NUMBER, "1");

    for (size_t i = 0; i < COUNT(row); i++) {
        struct filled is = fill(workbook(SHEET("<sheetData/>"), "", row[i].before, NULL), &v, 1);
        struct str    book = part_of(is.fd, "xl/workbook.xml"), rest = S("");
        size_t        at;

        check(row[i].name, !is.e);
        if (str_find(book, S("</sheets>"), &at))
            rest = str_part(book, at + 9, book.n);
        check_text(row[i].name, rest, str_of(row[i].after));
    }
}

TEST(sheet_fill_1904)
{
    struct sheet_value v = value("Data!A1", GRID_DATE, "2024-08-13");
    int           from = workbook(SHEET("<sheetData/>"), "<workbookPr date1904=\"1\"/>", "", NULL);
    struct filled is = fill(from, &v, 1);

    check("fills", !is.e);
    check_text("counts from 1904", part_of(is.fd, "xl/worksheets/sheet1.xml"),
               S(SHEET("<sheetData><row r=\"1\"><c r=\"A1\"><v>44055</v></c></row></sheetData>")));
}

TEST(sheet_fill_refuses)
{
    static const struct { const char *name, *at; enum grid_kind kind; const char *text, *sheet,
        *code, *where; } row[] = {
        { "a formula", "Data!B1", GRID_NUMBER, "1", "<sheetData><row r=\"1\"><c r=\"B1\"><f>A1"
          "</f></c></row></sheetData>",
          "sheet.formula", "Data!B1" },
        { "a shared formula's second cell", "Data!B2", GRID_NUMBER, "1",
          "<sheetData><row r=\"2\"><c r=\"B2\"><f t=\"shared\" si=\"0\"/></c></row></sheetData>",
          "sheet.formula", "Data!B2" },
        { "a cell that an array fills", "Data!B2", GRID_NUMBER, "1",
          "<sheetData><row r=\"1\"><c r=\"B1\"><f t=\"array\" ref=\"B1:B3\">A1:A3</f></c></row>"
          "<row r=\"2\"><c r=\"B2\"><v>1</v></c>"
          "</row></sheetData>", "sheet.formula", "Data!B2" },
        { "a merged cell but not the first", "Data!B2", GRID_NUMBER, "1",
          "<sheetData/><mergeCells><mergeCell ref=\"A1:B2\"/></mergeCells>", "sheet.merged",
          "Data!B2" },
        { "a name with two colons", "Data!A1", GRID_NUMBER, "1", "<x:y:sheetData/><sheetData/>",
          "xml.malformed", "xl/worksheets/sheet1.xml" },
        { "no such sheet", "data!A1", GRID_NUMBER, "1", "<sheetData/>", "sheet.no_sheet",
          "data!A1" },
        { "a sheet that is a chart", "Chart!A1", GRID_NUMBER, "1", "<sheetData/>",
          "sheet.no_sheet", "Chart!A1" },
        { "no number", "Data!A1", GRID_NUMBER, "1,5", "<sheetData/>", "sheet.value", "Data!A1" },
        { "no UTF-8", "Data!A1", GRID_TEXT, "a\x97", "<sheetData/>", "sheet.value", "Data!A1" },
        { "half a date", "Data!A1", GRID_DATE, "2024-08", "<sheetData/>", "sheet.value",
          "Data!A1" },
        { "no date", "Data!A1", GRID_DATE, "2024-02-30", "<sheetData/>", "sheet.value", "Data!A1" },
        { "an error", "Data!A1", GRID_ERROR, "#REF!", "<sheetData/>", "sheet.value", "Data!A1" },
        { "an array of no cells", "Data!B2", GRID_NUMBER, "1",
          "<sheetData><row><c><f t=\"array\" ref=\"B1B:3\">A1:A3</f></c></row></sheetData>",
          "xml.malformed", "xl/worksheets/sheet1.xml" },
        { "rows that stand upside down", "Data!A1", GRID_NUMBER, "1",
          "<sheetData><row r=\"2\"/><row r=\"1\"/></sheetData>",
          "xml.malformed", "xl/worksheets/sheet1.xml" },
        { "cells that stand twice", "Data!A1", GRID_NUMBER, "1",
          "<sheetData><row r=\"1\"><c r=\"B1\"/><c r=\"B1\"/></row></sheetData>",
          "xml.malformed", "xl/worksheets/sheet1.xml" },
        { "a sheet that has no data", "Data!A1", GRID_NUMBER, "1", "<dimension ref=\"A1\"/>",
          "xml.malformed", "xl/worksheets/sheet1.xml" },
        { "no end", "Data!A1", GRID_NUMBER, "1", "<sheetData>", "xml.malformed",
          "xl/worksheets/sheet1.xml" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct sheet_value v = value(row[i].at, row[i].kind, row[i].text);
        struct err        *e = fill(book_with(row[i].sheet), &v, 1).e;

        check_text(row[i].name, e ? str_of(e->code) : S("no error"), str_of(row[i].code));
        check_text(row[i].name, e ? e->where : S(""), str_of(row[i].where));
        check("it can be said", e && err_line(unit_arena(), LANG_ID, e).n > 0);
    }
}

TEST(sheet_fill_refuses_workbooks)
{
    static const char bomb[] = "<!DOCTYPE a [<!ENTITY b \"bbbbbbbb\"><!ENTITY c \"&b;&b;&b;\">]>"
                               "<worksheet><sheetData>&c;</sheetData></worksheet>";
    struct sheet_value v[2] = { value("Data!A1", GRID_NUMBER, "1"), value("Data!A1", GRID_NUMBER,
        "2") };
    int             macro = workbook(SHEET("<sheetData/>"), "", "", "xl/vbaProject.bin");
    int             none = unit_file(S(""));
    struct zip_out *z;

    check("two into one cell", is_refused(book_with("<sheetData/>"), v, 2, "sheet.twice"));
    check("macros", is_refused(macro, v, 1, "sheet.macros"));
    check("entities", is_refused(workbook(bomb, "", "", NULL), v, 1, "xml.malformed"));
    check("a ZIP", !zip_out_open(unit_arena(), none, &z));
    put(z, "a.txt", "a");
    check("a ZIP", !zip_out_close(z));
    check("no workbook", is_refused(none, v, 1, "xml.malformed"));
}

TEST(sheet_cells_read)
{
    static const struct { const char *at; enum grid_kind kind; const char *text; } row[] = {
        { "Data!A1", GRID_TEXT, "=A&B <c>" }, { "Data!C5", GRID_NUMBER, "12.5" },
        { "'It''s'!C2", GRID_TRUTH, "true" }, { "Data!B2", GRID_EMPTY, "" },
        { "Data!ZZ900000", GRID_EMPTY, "" },
    };
    struct sheet_value v[3];
    struct sheet_place at[COUNT(row)];
    struct grid_cell   is[COUNT(row)];

    for (size_t i = 0; i < COUNT(v); i++)
        v[i] = value(row[i].at, row[i].kind, row[i].text);
    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i].at, sheet_place_parse(unit_arena(), str_of(row[i].at), &at[i]));
    struct filled f = fill(book_with("<sheetData/>"), v, COUNT(v));
    struct err   *e = sheet_cells_read(unit_arena(), &(struct grid_file){ .fd = f.fd }, at,
                                       COUNT(at), is);

    check("fills", !f.e);

    check_text("reads", e ? err_line(unit_arena(), LANG_EN, e) : S(""), S(""));
    for (size_t i = 0; i < COUNT(row) && !e; i++) {
        check(row[i].at, is[i].kind == row[i].kind);
        check_text(row[i].at, is[i].text, str_of(row[i].text));
    }
}
