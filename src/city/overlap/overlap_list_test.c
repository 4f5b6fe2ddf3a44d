/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "city/overlap/overlap.h"

#include "unit.h"

TEST(overlap_money)
{
    static const struct { const char *name, *text; bool is; int64_t idr; } row[] = {
        { "digits alone",                   "25000000",           true,  25000000 },
        { "points between thousands",       "25.000.000",         true,  25000000 },
        { "commas between thousands",       "25,000,000",         true,  25000000 },
        { "with Rp",                        "Rp25.000.000",       true,  25000000 },
        { "with Rp and spaces",             " Rp 25.000.000 ",    true,  25000000 },
        { "with Rp. as on letters",         "Rp. 25.000.000",     true,  25000000 },
        { "with the dash of cheques",       "Rp25.000.000,-",     true,  25000000 },
        { "with IDR",                       "IDR 25000000",       true,  25000000 },
        { "cents behind a comma",           "1.000.000,50",       true,  1000001  },
        { "cents behind a point",           "1,000,000.49",       true,  1000000  },
        { "a database's decimals",          "999995334.78",       true,  999995335 },
        { "one mark and three digits",      "1.000",              true,  1000     },
        { "one mark and two digits",        "1000,00",            true,  1000     },
        { "less than nothing",              "-1.500",             true,  -1500    },
        { "nothing",                        "0",                  true,  0        },
        { "the largest",                    "9223372036854775807", true, INT64_MAX },
        { "over the largest",               "9223372036854775808", false, 0       },
        { "no digits",                      "Rp",                 false, 0        },
        { "empty",                          "",                   false, 0        },
        { "words",                          "25 juta",            false, 0        },
        { "an exponent",                    "2.5E+07",            false, 0        },
        { "groups of two",                  "25.00.000",          false, 0        },
        { "a mark at the end",              "25.",                false, 0        },
        { "a mark at the start",            ".5",                 false, 0        },
        { "two fractions",                  "1.000,5,5",          false, 0        },
        { "a first group of four",          "1000.000",           false, 0        },
        { "longer than any amount",         "11111111111111111111111111111111111111111",
          false, 0 },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        int64_t idr = -77;
        bool    is = overlap_money_read(str_of(row[i].text), &idr);

        check(row[i].name, is == row[i].is);
        check(row[i].name, idr == (row[i].is ? row[i].idr : -77));
    }
}

TEST(overlap_years)
{
    static const struct { const char *name, *text; bool is; int64_t from, to; } row[] = {
        { "a year",               "2025",                 true,  2025, 2025 },
        { "a span",               "2025-2029",            true,  2025, 2029 },
        { "a span with spaces",   " 2025 - 2029 ",        true,  2025, 2029 },
        { "a span with a dash",   "2025\xe2\x80\x93" "2029", true, 2025, 2029 },
        { "a span with a slash",  "2025/2026",            true,  2025, 2026 },
        { "a span in words",      "2025 s.d. 2029",       true,  2025, 2029 },
        { "a date",               "2025-01-31",           true,  2025, 2025 },
        { "a date and a time",    "2025-01-31 14:00:00",  true,  2025, 2025 },
        { "a span backwards",     "2029-2025",            false, 0, 0 },
        { "two digits",           "25",                   false, 0, 0 },
        { "five digits",          "20255",                false, 0, 0 },
        { "too long ago",         "1066",                 false, 0, 0 },
        { "a month alone",        "2025-01",              false, 0, 0 },
        { "money",                "250000000",            false, 0, 0 },
        { "words",                "tahun ini",            false, 0, 0 },
        { "empty",                "",                     false, 0, 0 },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        int64_t from = 0, to = 0;

        check(row[i].name, overlap_years_read(str_of(row[i].text), &from, &to) == row[i].is);
        check(row[i].name, from == row[i].from && to == row[i].to);
    }
}

TEST(overlap_columns)
{
    static const struct { const char *name, *text, *by, *code; enum overlap_field is;
                          const char *column; } row[] = {
        { "usual names",        "nama,uraian", "satker,tahun,pagu", NULL, OVERLAP_MONEY, "pagu" },
        { "a name of one's own", "nama", "office=bagian", NULL, OVERLAP_OFFICE, "bagian" },
        { "a usual name as the field", "nama", "satker=bagian", NULL, OVERLAP_OFFICE, "bagian" },
        { "spaces",             " nama , uraian ", " lokasi , dinas ", NULL, OVERLAP_PLACE,
          "lokasi" },
        { "nothing but text",   "nama", "", NULL, OVERLAP_CODE, NULL },
        { "no text",            " , ", "", "overlap.column_text", OVERLAP_CODE, NULL },
        { "five columns of text", "a,b,c,d,e", "", "overlap.column_text", OVERLAP_CODE, NULL },
        { "a name nobody knows", "nama", "satkr", "overlap.column_meaning", OVERLAP_CODE, NULL },
        { "a field nobody knows", "nama", "rumah=x", "overlap.column_meaning", OVERLAP_CODE, NULL },
        { "one field twice",    "nama", "satker,dinas", "overlap.column_twice", OVERLAP_OFFICE,
          "satker" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct overlap_columns c;
        struct err *e = overlap_columns_read(unit_arena(), S("kode"), str_of(row[i].text),
                                             str_of(row[i].by), &c);

        check_text(row[i].name, e ? str_of(e->code) : S(""), row[i].code ? str_of(row[i].code)
                                                                         : S(""));
        check_text(row[i].name, c.by[row[i].is], str_of(row[i].column));
    }
}

/* ---- a file ---------------------------------------------------------------------------------- */

static struct err *
read_text(struct str text, struct overlap_list *list)
{
    static char            name[] = "/tmp/guyub-overlap-XXXXXX";
    char                   path[sizeof name];
    struct overlap_columns c;

    for (size_t i = 0; i < sizeof name; i++)
        path[i] = name[i];
    int fd = mkstemp(path);

    check("the file is written", fd >= 0 && write(fd, text.p, text.n) == (ssize_t)text.n);
    struct err *e = overlap_columns_read(unit_arena(), S("kode"), S("nama,uraian"),
                                         S("satker,tahun,pagu"), &c);

    if (!e)
        e = overlap_list_read(unit_arena(), str_of(path), &c, NULL, list);
    close(fd);
    unlink(path);
    return e;
}

TEST(overlap_list)
{
    struct overlap_list list = { .n = 0 };

    check("it is read", read_text(S("pagu,kode,nama,uraian,satker,tahun,x\n"
                                    "Rp1.000,K1,Jalan,Aspal,DINAS A,2025,\n"
                                    "-,,\"Jembatan\nBaru\",,DINAS A,2025-2027,y\n"),
                                  &list) == NULL);
    check("behind it another", read_text(S("pagu,kode,nama,uraian,satker,tahun\n"
                                           "5,K9,,,,\n"), &list) == NULL);
    check("three rows", list.n == 3);
    const struct overlap_row *r = list.row;

    check_text("id", r[0].id, S("K1"));
    check_text("title", r[0].title, S("Jalan"));
    check_text("text", r[0].text, S("Aspal"));
    check("money", r[0].money.known && r[0].money.n == 1000);
    check_text("no id: the line", r[1].id, S("3"));
    check_text("a line break inside", r[1].title, S("Jembatan\nBaru"));
    check("a dash is unknown", !r[1].money.known && !str_is_known(r[1].text));
    check("a span", r[1].from.n == 2025 && r[1].to.n == 2027);
    check("what repeats is kept once", r[0].office.p == r[1].office.p);
    check("all unknown", !str_is_known(r[2].title) && !r[2].from.known && !r[2].to.known
                             && !str_is_known(r[2].office));
    check("its line", r[2].line == 2);
}

TEST(overlap_list_faults)
{
    static char page[5000] = "pagu,kode,nama,uraian,satker,tahun\n1,K,n,u,";
    struct str  head = str_of(page);

    for (size_t i = head.n; i < sizeof page - 7; i++)
        page[i] = 'x';
    memcpy(page + sizeof page - 7, ",2025\n", 7);
    static const struct { const char *name, *text, *code, *where_ends; } row[] = {
        { "no year", "pagu,kode,nama,uraian,satker,tahun\n1,K,n,u,s,lalu\n", "overlap.year",
          ":2:11" },
        { "no money", "pagu,kode,nama,uraian,satker,tahun\nbanyak,K,n,u,s,2025\n", "overlap.money",
          ":2:1" },
        { "an office of a page", page, "overlap.cell", ":2:9" },
        { "no such column", "pagu,kode,nama,satker,tahun\n", "csv.column_missing", ":1:1" },
        { "bytes that are no text", "pagu,kode,nama,uraian,satker,tahun\n1,K,\xff,u,s,2025\n",
          "csv.utf8", ":2:5" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct overlap_list list = { .n = 0 };
        struct err *e = read_text(str_of(row[i].text), &list);

        check_text(row[i].name, e ? str_of(e->code) : S("none"), str_of(row[i].code));
        check(row[i].name, e && str_ends(e->where, str_of(row[i].where_ends)));
        check(row[i].name, list.n == 0);
    }
}

static bool
stop_at_once(void *arg, uint64_t done, uint64_t all)
{
    (void)arg; (void)done; (void)all;
    return false;
}

TEST(overlap_list_stopped)
{
    const struct progress  p = { .go_on = stop_at_once };
    struct overlap_columns c;
    struct overlap_list    list = { .n = 0 };
    struct str             file = S("/dev/stdin");

    check("columns", !overlap_columns_read(unit_arena(), S("x"), S("x"), S(""), &c));
    int fds[2], kept = dup(STDIN_FILENO);

    check("a pipe", pipe(fds) == 0 && write(fds[1], "x\n1\n", 4) == 4);
    dup2(fds[0], STDIN_FILENO);
    close(fds[0]);
    close(fds[1]);
    struct err *e = overlap_list_read(unit_arena(), file, &c, &p, &list);

    dup2(kept, STDIN_FILENO);
    close(kept);
    check_text("it says so", e ? str_of(e->code) : S("none"), S("overlap.stopped"));
}
