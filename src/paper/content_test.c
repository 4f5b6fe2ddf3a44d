/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* content_test.c — files by their bytes, each made here. */
#include "paper/content.h"

#include <assert.h>
#include <string.h>
#include <zlib.h>

#include "base/buf.h"
#include "paper/zip_out.h"
#include "unit.h"

#define TYPE "application/vnd.openxmlformats-officedocument."
#define RELS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

/* The kind's ending, or the error's code. */
static struct str
said(int fd, const char *name)
{
    enum content is;
    struct err  *e = content_of(unit_arena(), fd, str_of(name), &is);

    if (!e)
        return content_ending(is);
    check("an error says what to do", msg_is(e->hint) || !str_starts(str_of(e->code),
        S("content.")));
    check("and gives no kind", is == CONTENT_UNKNOWN);
    return str_of(e->code);
}

TEST(content_by_bytes)
{
    static const struct { const char *name, *file; struct str bytes; const char *is; } row[] = {
#define BYTES(lit) { "" lit, sizeof("" lit) - 1 }
        { "PNG", "a.png", BYTES("\x89PNG\r\n\x1A\n\0\0\0\rIHDR"), "png" },
        { "JPEG", "a.jpg", BYTES("\xFF\xD8\xFF\xE0\0\x10JFIF"), "jpg" },
        { "WebP", "a.webp", BYTES("RIFF\x10\0\0\0WEBPVP8 "), "webp" },
        { "a sound", "a.wav", BYTES("RIFF\x10\0\0\0WAVEfmt "), "content.unknown" },
        { "MP4", "a.mp4", BYTES("\0\0\0\x18" "ftypmp42\0\0\0\0"), "mp4" },
        { "HEIC", "a.heic", BYTES("\0\0\0\x18" "ftypheic\0\0\0\0"), "content.unknown" },
        { "GIF", "a.gif", BYTES("GIF89a"), "content.unknown" },
        { "text", "a.txt", BYTES("Surat\r\n\tnomor 1 \xC3\xA9\n"), "txt" },
        { "text with a mark", "a.txt", BYTES("\xEF\xBB\xBFSurat"), "txt" },
        { "CSV", "A.CSV", BYTES("a;b\n1;2\n"), "csv" },
        { "text that says MZ", "a.txt", BYTES("MZ adalah"), "txt" },
        { "text that says BM", "a.txt", BYTES("BMKG menyatakan"), "txt" },
        { "text about tags", "a.txt", BYTES("1 < 2 <script>"), "txt" },
        { "nothing", "a.txt", BYTES(""), "content.unknown" },
        { "Latin-1", "a.txt", BYTES("caf\xE9"), "content.unknown" },
        { "text with NUL", "a.txt", BYTES("a\0b"), "content.unknown" },
        { "UTF-16", "a.txt", BYTES("\xFF\xFE" "a\0"), "content.unknown" },
        { "HTML", "a.pdf", BYTES("<!DOCTYPE HTML><p>"), "content.acts" },
        { "HTML after a mark and a space", "a.txt", BYTES("\xEF\xBB\xBF \n<p><SCRIPT>"),
          "content.acts" },
        { "SVG", "a.svg", BYTES("<?xml version=\"1.0\"?><svg xmlns=\"\">"), "content.acts" },
        { "XML", "a.xml", BYTES("<?xml version=\"1.0\"?><a/>"), "content.unknown" },
        { "a shell script", "a.txt", BYTES("#!/bin/sh\nrm\n"), "content.acts" },
        { "a script by its name", "a.bat", BYTES("@echo off\n"), "content.acts" },
        { "ELF", "a.pdf", BYTES("\x7F" "ELF\x02\x01"), "content.acts" },
        { "a program of Windows", "a.pdf", BYTES("MZ\x90\0\x03\0"), "content.acts" },
        { "PostScript", "a.ps", BYTES("%!PS-Adobe-3.0\n"), "content.acts" },
        { "a shortcut", "a.lnk", BYTES("L\0\0\0\x01\x14\x02\0\0"), "content.acts" },
        { "an old office file", "a.doc", BYTES("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
          "content.unknown" },
        { "RTF", "a.doc", BYTES("{\\rtf1}"), "content.unknown" },
        { "RAR", "a.rar", BYTES("Rar!\x1A\x07\x01"), "content.unknown" },
        { "a broken ZIP", "a.zip", BYTES("PK\x03\x04 and no more"), "zip.malformed" },
#undef BYTES
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check_text(row[i].name, said(unit_file(row[i].bytes), row[i].file), str_of(row[i].is));
}

TEST(content_text_over_pieces)
{
    struct buf b = buf_in(unit_arena(), 1 << 20);

    for (size_t i = 0; i < 100000; i++)
        buf_add(&b, S("\xE2\x82\xAC"));             /* three bytes each:
            cut in two by every piece */
    check_text("letters over a piece's end", said(unit_file(buf_str(&b)), "a.txt"), S("txt"));
    buf_add(&b, S("\xE2\x82"));
    check_text("half a letter at the end", said(unit_file(buf_str(&b)), "a.txt"),
        S("content.unknown"));
}

TEST(content_names)
{
    static const struct { enum content is; const char *name; bool fits; } row[] = {
        { CONTENT_PDF, "a.pdf", true }, { CONTENT_PDF, "a.PDF", true }, { CONTENT_PDF, "a.jpg",
          false },
        { CONTENT_JPEG, "a.jpeg", true }, { CONTENT_JPEG, "scan.pdf", false }, { CONTENT_PDF,
          "pdf", false },
        { CONTENT_PDF, "a.pdf/b", false }, { CONTENT_TEXT, "a.md", true }, { CONTENT_TEXT,
          "a.pdf", false },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i].name, content_name_fits(row[i].is, str_of(row[i].name)) == row[i].fits);
    check_text("type", content_type(CONTENT_CSV), S("text/csv"));
    check("shows", content_shows(CONTENT_PDF) && !content_shows(CONTENT_ZIP));
}

/* ---- PDF ------------------------------------------------------------------------------------- */

static struct str
deflated(struct str s)
{
    uLongf n = compressBound(s.n);
    char  *p = NEWS(unit_arena(), char, n);
    int    state = compress((Bytef *)p, &n, (const Bytef *)s.p, s.n);

    assert(state == Z_OK);
    return (struct str){ p, n };
}

static int
pdf(const char *objects)
{
    return unit_file(str_fmt(unit_arena(), "%%PDF-1.7\n%s\ntrailer << /Root 1 0 R >>\n%%%%EOF\n",
        objects));
}

TEST(content_pdf)
{
    static const struct { const char *name, *objects, *is; } row[] = {
        { "pages", "1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj", "pdf" },
        { "a script", "1 0 obj << /S /JavaScript >> endobj", "content.acts" },
        { "a script without spaces", "1 0 obj<</S/JavaScript/JS(app.alert(1))>>endobj",
          "content.acts" },
        { "a script in another spelling", "1 0 obj << /S /J#61va#53cript >> endobj",
          "content.acts" },
        { "a longer name is another", "1 0 obj << /S /JavaScripts >> endobj", "pdf" },
        { "a shorter one too", "1 0 obj << /S /JavaScrip >> endobj", "pdf" },
        { "small letters are another", "1 0 obj << /S /javascript >> endobj", "pdf" },
        { "the word alone", "1 0 obj (JavaScript) endobj", "pdf" },
        { "a program", "<< /S /Launch /F (a.exe) >>", "content.acts" },
        { "on opening, a place that LaTeX writes",
          "<< /OpenAction 5 0 R >> endobj 5 0 obj << /S /GoTo /D [4 0 R /Fit] >>", "pdf" },
        { "the same written out", "<< /OpenAction << /S /GoTo /D [4 0 R /Fit] >> >>", "pdf" },
        { "on opening, an address",
          "<< /OpenAction 5 0 R >> endobj 5 0 obj << /S /URI /URI (http://x) >>", "content.acts" },
        { "on opening, another file",
          "<< /OpenAction 5 0 R >> endobj 5 0 obj << /S /GoToR /F (x) >>", "content.acts" },
        { "an address before it", "<< /S/URI/URI(x) >> << /OpenAction 5 0 R >>", "content.acts" },
        { "an address alone", "<< /S/URI/URI(http://x) >>", "pdf" },
        { "on opening, a name", "<< /OpenAction /x >>", "content.acts" },
        { "on opening, in itself", "<< /OpenAction<</S/URI>> >>", "content.acts" },
        { "a page to open at", "<< /OpenAction [3 0 R /Fit] >>", "pdf" },
        { "the same without space", "<< /OpenAction[3 0 R/XYZ null null 0]>>", "pdf" },
        { "on other events", "<< /AA << /O 5 0 R >> >>", "content.acts" },
        { "a script's short name", "<< /JS 5 0 R >>", "content.acts" },
        { "a file in it", "<< /Type /EmbeddedFile >>", "content.acts" },
        { "RichMedia", "<< /Subtype /RichMedia >>", "content.acts" },
        { "XFA", "<< /AcroForm << /XFA 5 0 R >> >>", "content.acts" },
        { "a signature", "<< /AcroForm << /SigFlags 3 >> /Type /Sig /Filter /Adobe.PPKLite >>",
          "pdf" },
        { "an object that hides in a text", "1 0 obj (\n2 0 obj << /S /Launch >> endobj\n)"
          " endobj", "content.acts" },
        { "one that hides in a stream", "1 0 obj << >> stream\n2 0 obj << /S /Launch"
          " >>\nendstream", "content.acts" },
        { "two letters in a stream are chance", "1 0 obj << >> stream\n\x01\x02/JS\x03 /AA"
          " \nendstream endobj", "pdf" },
        { "two letters behind it are none", "1 0 obj << >> stream\n..\nendstream endobj << /AA 1"
          " 0 R >>", "content.acts" },
        { "objects packed in an uncommon way", "1 0 obj << /Type /ObjStm /Filter /LZWDecode >>"
          " stream\nabc\nendstream",
          "content.acts" },
        { "objects under a password", "1 0 obj << /Type /ObjStm >>"
          " stream\n\xF1\xF2\xF3\xF4\nendstream", "content.acts" },
        { "a name at the very end", "/Launch", "content.acts" },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check_text(row[i].name, said(pdf(row[i].objects), "a.pdf"), str_of(row[i].is));
    check_text("a head that comes late", said(unit_file(S("junk \x01\n%PDF-1.4\n/Launch ")),
        "a.pdf"), S("content.acts"));
    check_text("behind a page", said(unit_file(S("<html>%PDF-1.4\n")), "a.pdf"), S("content.acts"));
}

static int
pdf_with_stream(struct str head, struct str body)
{
    struct buf b = buf_in(unit_arena(), 1 << 20);

    buf_fmt(&b, "%%PDF-1.7\n4 0 obj << %.*s /Filter /FlateDecode >>\r\nstream\r\n", TEXT(head));
    buf_add(&b, body);
    buf_add(&b, S("\r\nendstream endobj\n"));
    return unit_file(buf_str(&b));
}

TEST(content_pdf_packed)
{
    struct str bad = S("1 0 2 20 << /Type /Catalog >> << /S /JavaScript >>"),
        good = S("1 0 << /Type /Catalog >>");
    struct str cut = deflated(bad), picture = S("\x80\x81/Launch ");
    char      *zeros = NEWS(unit_arena(), char, 300 << 20);

    check_text("an object stream", said(pdf_with_stream(S("/Type /ObjStm"), deflated(good)),
        "a.pdf"), S("pdf"));
    check_text("with a script", said(pdf_with_stream(S("/Type /ObjStm"), deflated(bad)),
        "a.pdf"), S("content.acts"));
    check_text("that does not say so", said(pdf_with_stream(S(""), deflated(bad)), "a.pdf"),
        S("content.acts"));
    check_text("a name at its end", said(pdf_with_stream(S(""), deflated(S("1 0 /Launch"))),
        "a.pdf"), S("content.acts"));
    cut.n -= 4;
    check_text("cut off", said(pdf_with_stream(S(""), cut), "a.pdf"), S("content.acts"));
    check_text("a picture", said(pdf_with_stream(S("/Subtype /Image"), deflated(picture)),
        "a.pdf"), S("pdf"));
    memset(zeros, ' ', 300 << 20);
    zeros[0] = '1';
    check_text("a bomb", said(pdf_with_stream(S(""), deflated((struct str){ zeros, 300 << 20 })),
        "a.pdf"), S("content.large"));
}

/* ---- ZIP ------------------------------------------------------------------------------------- */

struct part { const char *name, *text; };

static int
zip_of(const struct part *part, size_t n)
{
    int             fd = unit_file(S(""));
    struct zip_out *z;

    check("a ZIP", !zip_out_open(unit_arena(), fd, &z));
    for (size_t i = 0; i < n && part[i].name; i++)
        check(part[i].name, !zip_out_begin(z, str_of(part[i].name), false) && !zip_out_add(z,
            str_of(part[i].text)));
    check("a ZIP", !zip_out_close(z));
    return fd;
}

#define MAIN(kind) \
    "<Types><Override PartName=\"/m.xml\" ContentType=\"" TYPE kind ".main+xml\"/></Types>"
#define SHEETS { "[Content_Types].xml", MAIN("spreadsheetml.sheet") }
#define LINK(type, mode) \
    "<Relationships><Relationship Id=\"r\" Type=\"" RELS "/" type "\"" \
    " Target=\"http://a.id\"" mode "/></Relationships>"
#define LINKS "xl/externalLinks/_rels/externalLink1.xml.rels"
#define PATH(target)                                                                         \
    "<Relationships><Relationship Id=\"r\" Type=\"" RELS "/externalLinkPath\" Target=\"" target \
    "\" TargetMode=\"External\"/></Relationships>"
#define ODT { "mimetype", "application/vnd.oasis.opendocument.text" }

TEST(content_zip)
{
    static const struct { const char *name; struct part part[3]; const char *is; } row[] = {
        { "XLSX", { SHEETS }, "xlsx" },
        { "DOCX", { { "[Content_Types].xml", MAIN("wordprocessingml.document") } }, "docx" },
        { "PPTX", { { "[Content_Types].xml", MAIN("presentationml.presentation") } }, "pptx" },
        { "a template", { { "[Content_Types].xml", MAIN("spreadsheetml.template") } },
          "content.unknown" },
        { "macros by its kind", { { "[Content_Types].xml",
          "<Types><Override ContentType="
          "\"application/vnd.ms-excel.sheet.macroEnabled.main+xml\"/></Types>" } },
          "content.acts" },
        { "macros by a part", { SHEETS, { "xl/vbaProject.bin", "x" } }, "content.acts" },
        { "macros under another case", { SHEETS, { "xl/VBAPROJECT.BIN", "x" } }, "content.acts" },
        { "macros of 1992", { SHEETS, { "xl/macrosheets/sheet1.xml", "<a/>" } }, "content.acts" },
        { "another program's object", { SHEETS, { "xl/embeddings/oleObject1.bin", "x" } },
          "content.acts" },
        { "a chart's data", { SHEETS, { "xl/embeddings/Sheet1.xlsx", "x" } }, "xlsx" },
        { "a control", { SHEETS, { "xl/activeX/activeX1.bin", "x" } }, "content.acts" },
        { "a link to click", { SHEETS, { "xl/_rels/a.xml.rels", LINK("hyperlink",
          " TargetMode=\"External\"") } }, "xlsx" },
        { "a template from elsewhere", { SHEETS, { "word/_rels/a.xml.rels",
          LINK("attachedTemplate", " TargetMode=\"External\"") } },
          "content.acts" },
        { "a part of its own", { SHEETS, { "xl/_rels/a.xml.rels", LINK("image", "") } }, "xlsx" },
        { "another workbook on a disk", { SHEETS, { LINKS, PATH("file:///C:\\Data\\b.xlsx") } },
          "xlsx" },
        { "another beside it", { SHEETS, { LINKS, PATH("Anggaran%202025.xlsx") } }, "xlsx" },
        { "another on a server", { SHEETS, { LINKS, PATH("file:///\\\\server\\b.xlsx") } },
          "content.acts" },
        { "the same by slashes", { SHEETS, { LINKS, PATH("file:////server/b.xlsx") } },
          "content.acts" },
        { "another on the web", { SHEETS, { LINKS, PATH("https://a.id/b.xlsx") } },
          "content.acts" },
        { "a path that is no link's", { SHEETS, { "xl/_rels/a.xml.rels", PATH("b.xlsx") } },
          "content.acts" },
        { "DDE", { SHEETS, { "xl/externalLinks/externalLink1.xml",
          "<externalLink><ddeLink/></externalLink>" } }, "content.acts" },
        { "an entity in its parts", { SHEETS, { "xl/_rels/a.xml.rels",
          "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>" } },
          "xml.malformed" },
        { "broken XML", { { "[Content_Types].xml", "<Types>" } }, "xml.malformed" },
        { "ODT", { ODT, { "content.xml", "<a/>" } }, "odt" },
        { "ODS", { { "mimetype", "application/vnd.oasis.opendocument.spreadsheet" } }, "ods" },
        { "a presentation", { { "mimetype", "application/vnd.oasis.opendocument.presentation" }
          }, "content.unknown" },
        { "the type is not the first", { { "content.xml", "<a/>" }, ODT }, "content.unknown" },
        { "macros of an open office", { ODT, { "Basic/Standard/Module1.xml", "<a/>" } },
          "content.acts" },
        { "scripts", { ODT, { "Scripts/python/a.py", "x" } }, "content.acts" },
        { "a button that calls one", { ODT, { "content.xml",
          "<a b:href=\"vnd.sun.star.script:a\"/>" } }, "content.acts" },
        { "a link in a text", { ODT, { "content.xml", "<text:a xlink:href=\"https://a.id\"/>" }
          }, "odt" },
        { "a picture from elsewhere", { ODT, { "content.xml",
          "<draw:image xlink:href=\"https://a.id/b.png\"/>" } }, "content.acts" },
        { "its own picture", { ODT, { "content.xml", "<draw:image"
          " xlink:href=\"Pictures/b.png\"/>" } }, "odt" },
        { "under a password", { ODT, { "META-INF/manifest.xml",
          "<m:m><m:encryption-data/></m:m>" } }, "content.unknown" },
        { "a ZIP of files", { { "1.2.pdf", "x" }, { "a/b.jpg", "x" } }, "zip" },
        { "Java", { { "META-INF/MANIFEST.MF", "x" } }, "content.acts" },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check_text(row[i].name, said(zip_of(row[i].part, 3), "a.zip"), str_of(row[i].is));
}
