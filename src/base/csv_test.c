/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* csv_test.c — what is read, what is refused and where, and that what is written can be read. */
#include "base/csv.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/rand.h"
#include "unit.h"

static const char *const wanted[] = { "a", "b" };

/* All fields of all records, as "a1|b1/a2|b2"; unknown reads "~". */
static struct str
read_all(struct csv_reader *r, struct err **fault)
{
    struct buf        out = buf_in(unit_arena(), 1 << 20);
    struct csv_record record;
    bool              more = true;

    while (!*fault && more) {
        *fault = csv_next(r, &record, &more);
        for (size_t i = 0; !*fault && more && i < record.n; i++) {
            buf_byte(&out, i ? '|' : '/');
            buf_add(&out, record.field[i].p ? record.field[i] : S("~"));
        }
    }
    return str_part(buf_str(&out), 1, out.n);
}

TEST(csv_reads)
{
    static const struct { const char *name, *text, *is; } row[] = {
        { "baseline",              "a,b\n1,2\n",                "1|2"          },
        { "no end of the last line", "a,b\n1,2",                "1|2"          },
        { "CRLF",                  "a,b\r\n1,2\r\n3,4\r\n",     "1|2/3|4"      },
        { "mixed line ends",       "a,b\r\n1,2\n3,4\r\n",       "1|2/3|4"      },
        { "a byte order mark",     "\xef\xbb\xbf" "a,b\n1,2\n", "1|2"          },
        { "another order",         "b,a\n1,2\n",                "2|1"          },
        { "more columns",          "x,b,y,a,z\n0,1,0,2,0\n",    "2|1"          },
        { "a quoted name",         "\"a\",\"b\"\n1,2\n",        "1|2"          },
        { "quoted comma",          "a,b\n\"1,2\",3\n",          "1,2|3"        },
        { "quoted quote",          "a,b\n\"1\"\"2\",\"\"\"\"\n", "1\"2|\""     },
        { "quoted line end",       "a,b\n\"1\r\n2\",3\n",       "1\r\n2|3"     },
        { "empty is unknown",      "a,b\n,\"\"\n",              "~|"           },
        { "quoted last, no line end", "a,b\n1,\"2\"",           "1|2"          },
        { "spaces stay",           "a,b\n 1 ,2\n",              " 1 |2"        },
        { "UTF-8",                 "a,b\n\xc3\xa9,\xf0\x9f\x8c\x8b\n",
          "\xc3\xa9|\xf0\x9f\x8c\x8b" },
        { "no records",            "a,b\n",                     ""             },
        { "only a header",         "a,b",                       ""             },
        { "an apostrophe stays",   "a,b\n'=1,2\n",              "'=1|2"        },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct csv_reader *r;
        struct err *e = csv_open_text(unit_arena(), &r, S("f.csv"), str_of(row[i].text), wanted, 2);

        check_text(row[i].name, read_all(r, &e), str_of(row[i].is));
        check(row[i].name, !e);
        csv_close(r);
    }
}

TEST(csv_refuses)
{
    static const struct { const char *name; struct str text; const char *code, *where; } row[] = {
#define ROW(name, text, code, where) { name, { text, sizeof(text) - 1 }, code, where }
        ROW("a quote inside",             "a,b\n1,x\"y\n",          "csv.quote_inside", "2:4"),
        ROW("a quote after a space",      "a,b\n1, \"y\"\n",        "csv.quote_inside", "2:4"),
        ROW("text after the quote",       "a,b\n\"1\"x,2\n",        "csv.after_quote", "2:4"),
        ROW("a space after the quote",    "a,b\n\"1\" ,2\n",        "csv.after_quote", "2:4"),
        ROW("an open quote",              "a,b\n1,\"2\n3,4\n",      "csv.quote_open", "2:3"),
        ROW("an open quote at the end",   "a,b\n1,\"",              "csv.quote_open", "2:3"),
        ROW("a NUL",                      "a,b\n1,2\0\n",           "csv.nul", "2:4"),
        ROW("a NUL in quotes",            "a,b\n\"1\n\0\",2\n",     "csv.nul", "3:1"),
        ROW("Latin-1",                    "a,b\n1,caf\xe9\n",       "csv.utf8", "2:6"),
        ROW("cut UTF-8 at the end",       "a,b\n1,\xe2\x82",        "csv.utf8", "2:3"),
        ROW("a surrogate",                "a,b\n\xed\xa0\x80,2\n",  "csv.utf8", "2:1"),
        ROW("UTF-16",                     "\xff\xfe" "a\0,\0b\0",   "csv.utf8", "1:1"),
        ROW("columns count letters",      "a,b\n\xc3\xa9\xc3\xa9,\xf0\x9f\x8c\x8bx\"\n",
            "csv.quote_inside", "2:6"),
        ROW("too few cells",              "a,b\n1,2\n3\n",          "csv.fields", "3:1"),
        ROW("too many cells",             "a,b\n1,2\n3,4,5\n",      "csv.fields", "3:5"),
        ROW("an empty line",              "a,b\n1,2\n\n3,4\n",      "csv.fields", "3:1"),
        ROW("lines in quotes count",      "a,b\n\"1\n\n\",2\n3\n",  "csv.fields", "5:1"),
        ROW("a bare carriage return",     "a,b\r1,2\r",             "csv.return", "1:4"),
        ROW("a return inside a cell",     "a,b\n1\r2,3\n",          "csv.return", "2:2"),
        ROW("a column is missing",        "a,c\n1,2\n",             "csv.column_missing", "1:1"),
        ROW("names are exact",            "a, b\n1,2\n",            "csv.column_missing", "1:1"),
        ROW("a workbook",                 "PK\3\4\24\0\6\0",         "csv.workbook", "1:1"),
        ROW("an old workbook",            "\xd0\xcf\x11\xe0\xa1\xb1", "csv.workbook", "1:1"),
        ROW("semicolons",                 "a;b\n1,5;2\n",           "csv.separator", "1:1"),
        ROW("tabs",                       "a\tb\n1\t2\n",         "csv.separator", "1:1"),
        ROW("a semicolon among commas",   "a;b,c\n1,2\n",          "csv.column_missing", "1:1"),
        ROW("a column is there twice",    "a,b,a\n1,2,3\n",         "csv.column_twice", "1:5"),
        ROW("an empty file",              "",                       "csv.column_missing", "1:1"),
        ROW("only a byte order mark",     "\xef\xbb\xbf",           "csv.column_missing", "1:1"),
#undef ROW
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct csv_reader *r;
        struct err *e = csv_open_text(unit_arena(), &r, S("f.csv"), row[i].text, wanted, 2);

        read_all(r, &e);
        check(row[i].name, e && strcmp(e->code, row[i].code) == 0);
        check_text(row[i].name, e ? e->where : S("no error"),
                   str_fmt(unit_arena(), "f.csv:%s", row[i].where));
        check("an error is final", csv_next(r, &(struct csv_record){ 0 }, &(bool){ false }) == e);
    }
}

TEST(csv_limits)
{
    struct arena *a = unit_arena();
    struct buf    wide = buf_in(a, 10000), tall = buf_in(a, 3 << 20), most = buf_in(a, 3 << 20);
    struct csv_reader *r;
    struct err *e;

    for (int i = 0; i < CSV_FIELDS_MAX; i++)
        buf_add(&wide, S("a,"));
    e = csv_open_text(a, &r, S("f"), buf_str(&wide), wanted, 2);
    check("cells", e && e->kind == ERR_TOO_LARGE && strcmp(e->code, "csv.too_many_fields") == 0);

    buf_add(&tall, S("a,b\n1,\""));
    for (int i = 0; i <= CSV_RECORD_MAX; i++)
        buf_byte(&tall, 'x');
    e = csv_open_text(a, &r, S("f"), buf_str(&tall), wanted, 2);
    read_all(r, &e);
    check("bytes", e && e->kind == ERR_TOO_LARGE && strcmp(e->code, "csv.too_long") == 0);
    check_text("where the record began", e->where, S("f:2:1"));

    buf_add(&most, S("a,b\n"));
    for (int i = 0; i < CSV_RECORD_MAX; i++)
        buf_byte(&most, 'x');
    buf_byte(&most, ',');
    struct csv_record record;
    bool more = false;

    e = csv_open_text(a, &r, S("f"), buf_str(&most), wanted, 2);
    check("the most", !e && !csv_next(r, &record, &more) && more
          && record.field[0].n == CSV_RECORD_MAX);
}

TEST(csv_where)
{
    struct csv_reader *r;
    struct csv_record  record;
    bool               more;
    struct err *e = csv_open_text(unit_arena(), &r, S("f.csv"),
                                  S("b,a\n1,2\n\"x\ny\",\xc3\xa9\n"), wanted, 2);

    check("opens", !e && !csv_next(r, &record, &more) && record.line == 2);
    check_text("a", csv_where(r, 0), S("f.csv:2:3"));
    check_text("b", csv_where(r, 1), S("f.csv:2:1"));
    check("next", !csv_next(r, &record, &more) && record.line == 3);
    check_text("behind a line end in quotes", csv_where(r, 0), S("f.csv:4:4"));
}

/* ---- files ---------------------------------------------------------------------------------- */

static struct str
temporary(struct str text)
{
    char name[] = "/tmp/guyub-csv-XXXXXX";
    int  fd = mkstemp(name);

    check("written", fd >= 0 && write(fd, text.p, text.n) == (ssize_t)text.n);
    close(fd);
    return str_copy(unit_arena(), str_of(name));
}

/* A file many times the window, with quoted cells that cross its edges. */
TEST(csv_streams_a_file)
{
    enum { RECORDS = 40000 };
    struct arena *a = unit_arena();
    struct buf    text = buf_in(a, 8 << 20);

    buf_add(&text, S("a,b\r\n"));
    for (int i = 0; i < RECORDS; i++)
        buf_fmt(&text, "%d,\"k\xc3\xa9%d \"\"x\"\"\r\n%d\"\r\n", i, i, i % 7);
    struct str         file = temporary(buf_str(&text));
    struct csv_reader *r;
    struct csv_record  record;
    struct err        *e = csv_open(a, &r, file, wanted, 2);
    bool               more = true, same = !e;
    int                n = 0;

    for (size_t mark = arena_mark(a); same && !csv_next(r, &record, &more) && more; n++) {
        same = str_eq(record.field[0], str_fmt(a, "%d", n))
            && str_eq(record.field[1], str_fmt(a, "k\xc3\xa9%d \"x\"\r\n%d", n, n % 7))
            && record.line == 2 + 2 * n;
        arena_back(a, mark);        /* what a loader does: a record costs nothing for long */
    }
    check("every record", same && n == RECORDS);
    csv_close(r);
    csv_close(r);
    unlink(str_z(a, file));
}

TEST(csv_file_faults)
{
    struct csv_reader *r;
    struct err *missing = csv_open(unit_arena(), &r, S("/nonexistent/x.csv"), wanted, 2);

    check("missing", missing && missing->kind == ERR_INPUT
          && strcmp(missing->code, "csv.file") == 0);
    check_text("which", missing->where, S("/nonexistent/x.csv"));
    csv_close(r);
    struct err *folder = csv_open(unit_arena(), &r, S("/tmp"), wanted, 2);

    check("a folder", folder && folder->kind == ERR_INPUT && strcmp(folder->code, "csv.file") == 0);
    csv_close(r);
}

/* ---- writing -------------------------------------------------------------------------------- */

TEST(csv_writes)
{
    static const struct {
        const char *name; struct str cell; const char *plain, *shielded;
    } row[] = {
        { "plain",           { "Kediri", 6 },   "Kediri\r\n",        "Kediri\r\n"         },
        { "unknown",         { NULL, 0 },       "\r\n",              "\r\n"               },
        { "empty",           { "", 0 },         "\"\"\r\n",          "\"\"\r\n"           },
        { "comma",           { "a,b", 3 },      "\"a,b\"\r\n",       "\"a,b\"\r\n"        },
        { "quote",           { "a\"b", 3 },     "\"a\"\"b\"\r\n",    "\"a\"\"b\"\r\n"     },
        { "line end",        { "a\nb", 3 },     "\"a\nb\"\r\n",      "\"a\nb\"\r\n"       },
        { "formula",         { "=1+1", 4 },     "=1+1\r\n",          "'=1+1\r\n"          },
        { "formula, quoted", { "=A1,\"", 5 },   "\"=A1,\"\"\"\r\n",  "\"'=A1,\"\"\"\r\n"  },
        { "at",              { "@SUM", 4 },     "@SUM\r\n",          "'@SUM\r\n"          },
        { "plus",            { "+62 354", 7 },  "+62 354\r\n",       "'+62 354\r\n"       },
        { "minus",           { "-x", 2 },       "-x\r\n",            "'-x\r\n"            },
        { "negative number", { "-0.25", 5 },    "-0.25\r\n",         "-0.25\r\n"          },
        { "tab",             { "\t=1", 3 },     "\t=1\r\n",          "'\t=1\r\n"          },
        { "return",          { "\r=1", 3 },     "\"\r=1\"\r\n",      "\"'\r=1\"\r\n"      },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct buf plain = buf_in(unit_arena(), 100), shielded = buf_in(unit_arena(), 100);

        csv_write(&plain, &row[i].cell, 1, false);
        csv_write(&shielded, &row[i].cell, 1, true);
        check_text(row[i].name, buf_str(&plain), str_of(row[i].plain));
        check_text(row[i].name, buf_str(&shielded), str_of(row[i].shielded));
    }
}

static struct str
random_cell(struct arena *a, struct rand *r)
{
    static const struct str piece[] = {
        { "\"", 1 }, { ",", 1 }, { "\r\n", 2 }, { "\n", 1 }, { "\r", 1 }, { "a", 1 }, { " ", 1 },
        { "'", 1 }, { "\xc3\xa9", 2 }, { "\xf0\x9f\x8c\x8b", 4 }, { "=", 1 }, { "\t", 1 },
    };
    struct buf cell = buf_in(a, 100);

    if (rand_below(r, 8) == 0)
        return (struct str){ NULL, 0 };
    for (uint32_t n = rand_below(r, 8); n > 0; n--)
        buf_add(&cell, piece[rand_below(r, COUNT(piece))]);
    return buf_str(&cell);
}

TEST(csv_round_trip)
{
    enum { FILES = 300, RECORDS = 20, CELLS = 3 };
    static const char *const name[CELLS] = { "x", "y", "z" };
    struct arena *a = unit_arena();
    struct rand   rnd = { .state = 5 };

    for (int i = 0; i < FILES; i++) {
        size_t     mark = arena_mark(a);
        struct buf text = buf_in(a, 1 << 16);
        struct str cell[RECORDS][CELLS];
        struct csv_reader *r;
        struct csv_record  record;
        bool more, same = true;

        csv_write(&text, (struct str[]){ S("x"), S("y"), S("z") }, CELLS, false);
        for (size_t n = 0; n < RECORDS; n++) {
            for (size_t c = 0; c < CELLS; c++)
                cell[n][c] = random_cell(a, &rnd);
            csv_write(&text, cell[n], CELLS, false);
        }
        struct err *e = csv_open_text(a, &r, S("f"), buf_str(&text), name, CELLS);

        for (size_t n = 0; !e && n < RECORDS; n++) {
            e = csv_next(r, &record, &more);
            for (size_t c = 0; !e && c < CELLS; c++)
                same = same && str_eq(record.field[c], cell[n][c])
                    && str_is_known(record.field[c]) == str_is_known(cell[n][c]);
        }
        check("what was written is read", !e && same && !csv_next(r, &record, &more) && !more);
        arena_back(a, mark);
    }
}
