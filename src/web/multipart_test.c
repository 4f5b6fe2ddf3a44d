/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * multipart_test.c — which forms are read and which refused, however their bytes were cut: every
 * row is fed whole, byte by byte, and in pieces of every other size.
 */
#include "web/multipart.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "unit.h"

#define TYPE     "multipart/form-data; boundary=x-Y"
#define BYTES(l) { "" l, sizeof("" l) - 1 }
#define PART     "--x-Y\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n"
#define FIELD    "--x-Y\r\nContent-Disposition: form-data; "
#define END      "\r\n--x-Y--\r\n"
#define X8(l)    l l l l l l l l

struct outcome { struct str told; enum multipart_refusal refusal; bool whole; };

static void
tell_part(struct buf *b, const struct multipart *m)
{
    buf_fmt(b, "[%.*s", TEXT(m->name));
    if (str_is_known(m->file))
        buf_fmt(b, " file=%.*s", TEXT(m->file));
    if (str_is_known(m->type))
        buf_fmt(b, " type=%.*s", TEXT(m->type));
    buf_byte(b, '|');
}

/* The parts as a line: "[name file=… type=…|content]". */
static struct outcome
feed(const char *type, struct str bytes, size_t step)
{
    struct multipart *m = NEW(unit_arena(), struct multipart);
    struct buf        b = buf_in(unit_arena(), 1 << 20);
    size_t            at = 0, taken;

    multipart_start(m, str_of(type));
    for (;;) {
        enum multipart_event event = multipart_feed(m, str_part(bytes, at, step), &taken);

        at += taken;
        if (event == MULTIPART_BEGINS)
            tell_part(&b, m);
        else if (event == MULTIPART_PIECE)
            buf_add(&b, m->piece);
        else if (event == MULTIPART_ENDS)
            buf_byte(&b, ']');
        else if (event == MULTIPART_REFUSED || at == bytes.n)
            break;
    }
    bool whole = multipart_is_whole(m);

    return (struct outcome){ buf_str(&b), m->refusal, whole };
}

static void
check_row(const char *name, struct str bytes, const char *told, enum multipart_refusal refusal)
{
    for (size_t step = 1; step <= bytes.n; step++) {
        struct outcome o = feed(TYPE, bytes, step);

        check_text(name, o.told, str_of(told));
        check(name, o.refusal == refusal && o.whole == !refusal);
    }
}

TEST(multipart_reads)
{
    static const struct { const char *name; struct str bytes; const char *told; } row[] = {
        { "baseline",             BYTES(PART "1" END), "[a|1]" },
        { "no line end at last",  BYTES(PART "1\r\n--x-Y--"), "[a|1]" },
        { "two texts",            BYTES(PART "1\r\n" PART "2" END), "[a|1][a|2]" },
        { "an empty one",         BYTES(PART END), "[a|]" },
        { "no part at all",       BYTES("--x-Y--\r\n"), "" },
        { "lines in a text",      BYTES(PART "1\r\n2\n3\r" END), "[a|1\r\n2\n3\r]" },
        { "almost a boundary",    BYTES(PART "\r\n--x-y\r\n-\r\r\n--x" END),
          "[a|\r\n--x-y\r\n-\r\r\n--x]" },
        { "every byte",           BYTES(PART "\x01\xff\x7f" END), "[a|\x01\xff\x7f]" },
        { "a file", BYTES(FIELD "name=\"f\"; filename=\"hasil 1.csv\"\r\nContent-Type: text/csv\r\n"
                          "\r\na,b" END), "[f file=hasil 1.csv type=text/csv|a,b]" },
        { "no file was chosen", BYTES(FIELD "name=\"f\"; filename=\"\"\r\n\r\n" END),
          "[f file=|]" },
        { "a file's name in UTF-8", BYTES(FIELD "filename=\"\xc3\xa9;=\"; name=\"f\"\r\n\r\n1" END),
          "[f file=\xc3\xa9;=|1]" },
        { "a quote in it", BYTES(FIELD "name=\"f\"; filename=\"a%22b%2F\\c\"\r\n\r\n1" END),
          "[f file=a\"b%2F\\c|1]" },
        { "in other letters",
          BYTES("--x-Y\r\ncontent-disposition:FORM-DATA;NAME=\"a\"\r\n\r\n1" END),
          "[a|1]" },
        { "another field", BYTES("--x-Y\r\nContent-Length: 1\r\n"
                                 "Content-Disposition: form-data; name=\"a\"\r\n\r\n1" END),
          "[a|1]" },
        { "a text that says so",
          BYTES(FIELD "name=\"a\"\r\nContent-Type: text/plain;charset=UTF-8\r\n"
                                       "\r\n1" END), "[a type=text/plain;charset=UTF-8|1]" },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check_row(row[i].name, row[i].bytes, row[i].told, MULTIPART_NO_REFUSAL);
}

TEST(multipart_refuses)
{
    static const struct {
        const char *name; struct str bytes; enum multipart_refusal refusal; const char *told;
    } row[] = {
        { "nothing",              BYTES("-"), MULTIPART_CUT_OFF_REFUSED, "" },
        { "something before",     BYTES("\r\n" PART "1" END), MULTIPART_BOUNDARY_REFUSED, "" },
        { "another boundary",     BYTES("--x-Z\r\n"), MULTIPART_BOUNDARY_REFUSED, "" },
        { "a longer boundary",    BYTES("--x-Yy\r\n"), MULTIPART_BOUNDARY_REFUSED, "" },
        { "space behind it",      BYTES("--x-Y \r\n"), MULTIPART_BOUNDARY_REFUSED, "" },
        { "one that goes on",     BYTES(PART "1\r\n--x-Yy" END), MULTIPART_BOUNDARY_REFUSED,
          "[a|1]" },
        { "LF behind it",         BYTES("--x-Y\n"), MULTIPART_BOUNDARY_REFUSED, "" },
        { "half an end",
          BYTES(PART "1\r\n--x-Y-\r\n"), MULTIPART_BOUNDARY_REFUSED, "[a|1]" },
        { "something behind",     BYTES(PART "1" END "x"), MULTIPART_BOUNDARY_REFUSED, "[a|1]" },
        { "two lines behind",     BYTES(PART "1" END "\r\n"), MULTIPART_BOUNDARY_REFUSED, "[a|1]" },
        { "half a line behind",
          BYTES(PART "1\r\n--x-Y--\r"), MULTIPART_CUT_OFF_REFUSED, "[a|1]" },
        { "cut off in a content", BYTES(PART "1"), MULTIPART_CUT_OFF_REFUSED, "[a|1" },
        { "cut off at a boundary", BYTES(PART "1\r\n--x-Y"), MULTIPART_CUT_OFF_REFUSED, "[a|1]" },
        { "cut off in the fields", BYTES(FIELD), MULTIPART_CUT_OFF_REFUSED, "" },
        { "LF alone in the fields", BYTES("--x-Y\r\nX: y\n"), MULTIPART_LINE_END_REFUSED, "" },
        { "CR alone",             BYTES("--x-Y\r\nX: y\rz"), MULTIPART_LINE_END_REFUSED, "" },
        { "NUL",                  BYTES("--x-Y\r\nX: \0y\r\n"), MULTIPART_CONTROL_REFUSED, "" },
        { "DEL",                  BYTES("--x-Y\r\nX: \x7fy\r\n"), MULTIPART_CONTROL_REFUSED, "" },
        { "no colon",             BYTES("--x-Y\r\nX\r\n"), MULTIPART_FIELD_REFUSED, "" },
        { "space before the colon", BYTES("--x-Y\r\nX : y\r\n"), MULTIPART_FIELD_REFUSED, "" },
        { "a folded field",
          BYTES("--x-Y\r\nX: y\r\n z: a\r\n"), MULTIPART_FIELD_REFUSED, "" },
        { "bytes that are no UTF-8", BYTES("--x-Y\r\nX: \xff\r\n"), MULTIPART_FIELD_REFUSED, "" },
        { "nine fields",          BYTES("--x-Y\r\n" X8("X: y\r\n") "X: y\r\n"),
          MULTIPART_FIELDS_MANY_REFUSED, "" },
        { "a line of 1,025 bytes", BYTES("--x-Y\r\n" X8(X8("12345678") X8("12345678")) "1"),
          MULTIPART_LINE_LONG_REFUSED, "" },
        { "no disposition",
          BYTES("--x-Y\r\nX: y\r\n\r\n1" END), MULTIPART_DISPOSITION_REFUSED,
          "" },
        { "no field at all",      BYTES("--x-Y\r\n\r\n1" END), MULTIPART_DISPOSITION_REFUSED, "" },
        { "two dispositions",     BYTES(FIELD "name=\"a\"\r\nContent-Disposition: form-data; "
                                        "name=\"b\"\r\n"), MULTIPART_TWICE_REFUSED, "" },
        { "an attachment", BYTES("--x-Y\r\nContent-Disposition: attachment; name=\"a\"\r\n"),
          MULTIPART_DISPOSITION_REFUSED, "" },
        { "no name",              BYTES("--x-Y\r\nContent-Disposition: form-data\r\n"),
          MULTIPART_NAME_REFUSED, "" },
        { "an empty name",        BYTES(FIELD "name=\"\"\r\n"), MULTIPART_NAME_REFUSED, "" },
        { "a name without quotes", BYTES(FIELD "name=a\r\n"), MULTIPART_NAME_REFUSED, "" },
        { "an open quote",        BYTES(FIELD "name=\"a\r\n"), MULTIPART_DISPOSITION_REFUSED, "" },
        { "an escaped quote",     BYTES(FIELD "name=\"f\"; filename=\"a\\\"b\"\r\n"),
          MULTIPART_NAME_REFUSED, "" },
        { "signs of direction in a name", BYTES(FIELD "name=\"a\xe2\x80\xae\"\r\n"),
          MULTIPART_NAME_REFUSED, "" },
        { "two names",
          BYTES(FIELD "name=\"a\"; name=\"b\"\r\n"), MULTIPART_TWICE_REFUSED,
          "" },
        { "two names of a file",  BYTES(FIELD "name=\"a\"; filename=\"\"; filename=\"b\"\r\n"),
          MULTIPART_TWICE_REFUSED, "" },
        { "a name in another charset", BYTES(FIELD "name=\"a\"; filename*=utf-8''b\r\n"),
          MULTIPART_DISPOSITION_REFUSED, "" },
        { "another parameter",    BYTES(FIELD "name=\"a\"; size=1\r\n"),
          MULTIPART_DISPOSITION_REFUSED, "" },
        { "two types", BYTES("--x-Y\r\nContent-Type: a/b\r\nContent-Type: a/b\r\n"),
          MULTIPART_TWICE_REFUSED, "" },
        { "a type that is none",  BYTES("--x-Y\r\nContent-Type: text\r\n"),
          MULTIPART_PART_TYPE_REFUSED, "" },
        { "parts in a part", BYTES("--x-Y\r\nContent-Type: multipart/mixed; boundary=z\r\n"),
          MULTIPART_PART_TYPE_REFUSED, "" },
        { "a text of another type",
          BYTES(FIELD "name=\"a\"\r\nContent-Type: text/html\r\n\r\n1" END),
          MULTIPART_PART_TYPE_REFUSED, "" },
        { "an encoding", BYTES("--x-Y\r\nContent-Transfer-Encoding: base64\r\n"),
          MULTIPART_ENCODING_REFUSED, "" },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check_row(row[i].name, row[i].bytes, row[i].told, row[i].refusal);
}

TEST(multipart_counts_parts)
{
    struct buf b = buf_in(unit_arena(), 1 << 20);

    for (size_t i = 0; i < MULTIPART_PARTS_MAX; i++)
        buf_fmt(&b, "%s" PART, i > 0 ? "\r\n" : "");
    struct str    most = str_fmt(unit_arena(), "%.*s" END, TEXT(buf_str(&b)));
    struct str    more = str_fmt(unit_arena(), "%.*s\r\n" PART END, TEXT(buf_str(&b)));
    struct outcome all = feed(TYPE, most, most.n), over = feed(TYPE, more, more.n);

    check("as many as may be", all.whole);
    check("one more", over.refusal == MULTIPART_PARTS_MANY_REFUSED);
}

#define M    "multipart/form-data"
#define X10  "1234567890"

TEST(multipart_reads_its_boundary)
{
    static const struct { const char *type, *body; enum multipart_refusal refusal; } row[] = {
        { M "; boundary=x-Y",           "--x-Y--", 0 },
        { M ";boundary=x-Y",            "--x-Y--", 0 },
        { M "; charset=utf-8; Boundary=x", "--x--", 0 },
        { M "; boundary=\"a b\"",       "--a b--", 0 },
        { M "; boundary=\"'()+_,-./:=?\"", "--'()+_,-./:=?--", 0 },
        { M "; boundary=" X10 X10 X10 X10 X10 X10 X10, "--" X10 X10 X10 X10 X10 X10 X10 "--", 0 },
        { M "; boundary=" X10 X10 X10 X10 X10 X10 X10 "1", "", MULTIPART_BOUNDARY_REFUSED },
        { "multipart/mixed; boundary=x", "", MULTIPART_TYPE_REFUSED },
        { "",                           "", MULTIPART_TYPE_REFUSED },
        { M,                            "", MULTIPART_BOUNDARY_REFUSED },
        { M "; boundary=",              "", MULTIPART_BOUNDARY_REFUSED },
        { M "; boundary=\"\"",          "", MULTIPART_BOUNDARY_REFUSED },
        { M "; boundary=\"a \"",        "", MULTIPART_BOUNDARY_REFUSED },
        { M "; boundary=\"a",           "", MULTIPART_BOUNDARY_REFUSED },
        { M "; boundary=\"a<b\"",       "", MULTIPART_BOUNDARY_REFUSED },
        { M "; boundary=a b",           "", MULTIPART_BOUNDARY_REFUSED },
        { M "; boundary=a; boundary=a", "", MULTIPART_BOUNDARY_REFUSED },
        { M "; boundary=\"a\"b",        "", MULTIPART_BOUNDARY_REFUSED },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct outcome o = feed(row[i].type, str_of(row[i].body), 1000);

        check(row[i].type, o.refusal == row[i].refusal && o.whole == !row[i].refusal);
    }
}
