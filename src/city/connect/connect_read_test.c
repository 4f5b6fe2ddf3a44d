/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Cells, columns, places, the walk through JSON. */
#include <math.h>
#include <string.h>

#include "base/buf.h"
#include "city/connect/connect_read.h"
#include "city/connect/connect_told_test.h"

#include "unit.h"

struct str
connect_told(const struct connect_faults *f)
{
    struct buf b = buf_in(unit_arena(), 1 << 16);

    for (size_t i = 0; i < f->n; i++)
        buf_fmt(&b, "%s%s%s@%.*s", i ? " " : "", f->fault[i].code + strlen("connect."),
                f->fault[i].is_doubt ? "?" : "", TEXT(f->fault[i].where));
    return buf_str(&b);
}

TEST(connect_degrees)
{
    static const struct { const char *name, *text; enum connect_degrees is;
                          double value; } row[] = {
        { "a number", "-7.8166", CONNECT_DEGREES, -7.8166 },
        { "with a plus", "+112.0114", CONNECT_DEGREES, 112.0114 },
        { "whole", "112", CONNECT_DEGREES, 112 },
        { "with spaces", " -7.8 ", CONNECT_DEGREES, -7.8 },
        { "as databases have it", "-7.8E-1", CONNECT_DEGREES, -0.78 },
        { "of sixteen places", "-1.6003605122592972", CONNECT_DEGREES, -1.6003605122592972 },
        { "empty", "", CONNECT_DEGREES_NONE, 0 },
        { "a dash", "-", CONNECT_DEGREES_NONE, 0 },
        { "null", "NULL", CONNECT_DEGREES_NONE, 0 },
        { "a decimal comma", "-7,8166", CONNECT_DEGREES_COMMA, 0 },
        { "minutes", "7\xc2\xb0" "48'", CONNECT_DEGREES_WRONG, 0 },
        { "a letter behind", "7.8S", CONNECT_DEGREES_WRONG, 0 },
        { "two points", "-7.816.6", CONNECT_DEGREES_WRONG, 0 },
        { "hexadecimal", "0x10", CONNECT_DEGREES_WRONG, 0 },
        { "infinity", "inf", CONNECT_DEGREES_WRONG, 0 },
        { "with fewer than a place", ".5", CONNECT_DEGREES, 0.5 },
        { "with zeros in front", "-0007.8", CONNECT_DEGREES, -7.8 },
        { "too small to matter", "1e-999", CONNECT_DEGREES, 0 },
        { "as small as it gets", "0.00000000000000000000000000000001", CONNECT_DEGREES, 0 },
        { "more digits than are looked at", "112.011400000000000000000000009", CONNECT_DEGREES,
          112.0114 },
        { "large, and not on the earth", "1120114000000000000000", CONNECT_DEGREES,
          1120114000000000000000.0 },
        { "a point alone", ".", CONNECT_DEGREES_WRONG, 0 },
        { "an exponent alone", "1e", CONNECT_DEGREES_WRONG, 0 },
        { "longer than any", "1.0000000000000000000000000000000000000000000000000000",
          CONNECT_DEGREES_WRONG, 0 },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        double value = 0;

        check(row[i].name, connect_degrees_read(str_of(row[i].text), &value) == row[i].is);
        check(row[i].name, row[i].is != CONNECT_DEGREES
              || fabs(value - row[i].value) <= fabs(row[i].value) * 1e-14);
    }
}

TEST(connect_counts)
{
    static const struct { const char *name, *text; int32_t scale; bool is; int64_t n; } row[] = {
        { "whole",              "350",         0, true,  350 },
        { "as tables have it",  "350.0",       0, true,  350 },
        { "nobody",             "0",           0, true,  0 },
        { "half a person",      "0.5",         0, false, 0 },
        { "half a Mbps",        "0.5",         3, true,  500 },
        { "less than a kbps",   "0.0001",      3, false, 0 },
        { "20 Mbps",            "20",          3, true,  20000 },
        { "less than none",     "-1",          0, false, 0 },
        { "more than there are", "1000000001", 0, false, 0 },
        { "longer than any",    "11111111111111111111111111111111111111111111", 0, false, 0 },
        { "words",              "tiga",        0, false, 0 },
        { "empty",              "",            0, false, 0 },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        int64_t n = 0;

        check(row[i].name,
              connect_count_read(str_of(row[i].text), row[i].scale, &n) == row[i].is);
        check(row[i].name, n == row[i].n);
    }
}

TEST(connect_words)
{
    enum { F = 1 << CONNECT_FIBRE, M = 1 << CONNECT_MICROWAVE, C = 1 << CONNECT_CELLULAR,
           T = 1 << CONNECT_SATELLITE };
    static const struct { const char *name, *text; bool is; uint32_t bits; } row[] = {
        { "one",                     "fibre",              true,  F },
        { "in Indonesian",           "Serat Optik",        true,  F },
        { "two",                     "fiber; satelit",     true,  F | T },
        { "as people say it",        "serat/satelit",      true,  F | T },
        { "and shorter",             "FO",                 true,  F },
        { "all",                     "fibre,p2p|seluler+vsat", true, F | M | C | T },
        { "one that is none",        "fibre;pigeon",       false, 0 },
        { "empty between",           "fibre;;satellite",   false, 0 },
    };
    enum connect_radio radio;
    bool               yes;

    for (size_t i = 0; i < COUNT(row); i++) {
        uint32_t bits = 0;

        check(row[i].name, connect_techs_read(str_of(row[i].text), &bits) == row[i].is);
        check(row[i].name, bits == row[i].bits);
    }
    check("4G/LTE", connect_radio_read(S("4G/LTE"), &radio) && radio == CONNECT_RADIO_4G);
    check("2G", connect_radio_read(S("2G"), &radio) && radio == CONNECT_RADIO_2G);
    check("no signal", connect_radio_read(S("tidak"), &radio) && radio == CONNECT_RADIO_NONE);
    check("no radio", !connect_radio_read(S("GPON"), &radio));
    check("ya", connect_yes_read(S("Ya"), &yes) && yes);
    check("False", connect_yes_read(S("False"), &yes) && !yes);
    check("perhaps", !connect_yes_read(S("mungkin"), &yes));
}

TEST(connect_headers)
{
    static const struct { const char *name, *text; size_t n; const char *last; } row[] = {
        { "names",                     "id,lat,lon\n1,2,3",        3, "lon" },
        { "a byte order mark",         "\xef\xbb\xbf" "id\r\n",    1, "id" },
        { "quotes",                    "id,\"lat, lon\"\n",        2, "lat, lon" },
        { "a quote within",            "\"a\"\"b\"",               1, "a\"b" },
        { "a line within",             "id,\"a\nb\"\n1,2\n",       2, "a\nb" },
        { "one without a name",        ",id\n",                    2, "id" },
        { "a last one without a name", "id,\n",                    2, NULL },
        { "not UTF-8",                 "id,\xff\n",                2, NULL },
        { "nothing",                   "",                         1, NULL },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct str name[CONNECT_COLUMNS_MAX];
        size_t     n = connect_header_of(unit_arena(), str_of(row[i].text), name);

        check(row[i].name, n == row[i].n);
        check_text(row[i].name, name[n - 1], str_of(row[i].last));
    }
}

/* Of two columns for one thing the better name's, in whichever letters and marks. */
TEST(connect_usual_names)
{
    static const struct { const char *name, *header; enum connect_field f;
                          size_t column; } row[] = {
        { "Indonesian", "nama,lintang,bujur", CONNECT_LAT, 1 },
        { "English", "Longitude,Latitude", CONNECT_LAT, 1 },
        { "capitals and marks", "KODE-FASKES,Garis Lintang", CONNECT_ID, 0 },
        { "the better of two", "school_id,id", CONNECT_ID, 1 },
        { "in any order", "id,school_id", CONNECT_ID, 0 },
        { "none", "a,b", CONNECT_LON, 2 },
        { "a part of a name", "latar,bujuran", CONNECT_LAT, 2 },
    };
    struct connect_usual *usual;

    check("the list holds", connect_usual_of(unit_arena(), &usual) == NULL);
    for (size_t i = 0; i < COUNT(row); i++) {
        struct str name[CONNECT_COLUMNS_MAX];
        size_t     of[CONNECT_FIELDS];
        size_t     n = connect_header_of(unit_arena(), str_of(row[i].header), name);

        connect_usual_columns(unit_arena(), usual, name, n, of);
        check(row[i].name, of[row[i].f] == row[i].column);
    }
}

/* ---- places ---------------------------------------------------------------------------------- */

TEST(connect_judge)
{
    /* Kediri, one of them the other way round. */
    static const struct place kediri[] = {
        { -7.8166, 112.0114 }, { -7.8200, 112.0200 }, { -7.8300, 112.0300 }, { 112.01, -7.82 },
        { -7.7000, 112.1000 },
    };
    /* Fiji, on both sides of the 180th meridian. */
    static const struct place fiji[] = { { -17, 179.9 }, { -17, -179.9 }, { -16.8, 179.8 } };
    /* All of it the other way round. */
    static const struct place wrong[] = { { 112.0114, -7.8166 }, { 112.02, -7.82 } };
    static const struct { const char *name; const struct place *list; size_t n; struct place at;
                          enum connect_verdict is; } row[] = {
        { "among them",               kediri, 5, { -7.9, 112 },      CONNECT_FINE },
        { "a few villages away",      kediri, 5, { -8.2, 111.6 },    CONNECT_FINE },
        { "zero",                     kediri, 5, { 0, 0 },           CONNECT_ZERO },
        { "nearly zero",              kediri, 5, { 0.0002, -0.0001 }, CONNECT_ZERO },
        { "one of the two is 0",      kediri, 5, { -7.8, 0 },        CONNECT_ZERO },
        { "without its minus",        kediri, 5, { 7.8, 112 },       CONNECT_FAR },
        { "no such latitude",         kediri, 5, { -90.1, 112 },     CONNECT_OUTSIDE },
        { "no such longitude",        kediri, 5, { -7.8, 180.1 },    CONNECT_OUTSIDE },
        { "without its point",        kediri, 5, { -78166, 112.01 }, CONNECT_OUTSIDE },
        { "the other way round",      kediri, 5, { 112, -7.9 },      CONNECT_SWAPPED },
        { "in another country",       kediri, 5, { 52, 13 },         CONNECT_FAR },
        { "over the meridian",        fiji,   3, { -17.5, -179.5 },  CONNECT_FINE },
        { "the meridian from afar",   fiji,   3, { -17.5, 10 },      CONNECT_FAR },
        { "all the other way round",  wrong,  2, { 112.0, -7.8 },    CONNECT_SWAPPED },
        { "an empty list",            NULL,   0, { 52, 13 },         CONNECT_FINE },
        { "off the earth, of none",   NULL,   0, { 152, 13 },        CONNECT_OUTSIDE },
    };
    double metres;

    for (size_t i = 0; i < COUNT(row); i++) {
        struct connect_middle m;

        connect_middle_of(unit_arena(), row[i].list, row[i].n, sizeof(struct place), &m);
        check(row[i].name, connect_judge(&m, row[i].at, &metres) == row[i].is);
    }
}

/* What is longer than is looked at is taken evenly. */
TEST(connect_judge_long_list)
{
    enum { N = 100000 };
    struct place         *at = NEWS(unit_arena(), struct place, N);
    struct connect_middle m;
    double                metres;

    for (size_t i = 0; i < N; i++)
        at[i] = i % 3 == 0 ? (struct place){ 112, -7.8 } : (struct place){ -7.8, 112 };
    connect_middle_of(unit_arena(), at, N, sizeof *at, &m);
    check("most of them", connect_judge(&m, at[1], &metres) == CONNECT_FINE);
    check("the rest", connect_judge(&m, at[0], &metres) == CONNECT_SWAPPED);
}

/* ---- JSON ------------------------------------------------------------------------------------ */

struct seen { size_t n; char where[8][32]; size_t wrong; };

static struct err *
see(struct connect_walk *w, size_t index)
{
    struct seen *s = w->arg;
    json_t      *value;

    (void)index;
    TRY(connect_walk_take(w, &value));
    struct str where = connect_walk_where(w);

    if (s->n < 8 && where.n < 32)
        memcpy(s->where[s->n++], where.p, where.n);
    s->wrong += value == NULL;
    connect_walk_drop(w);
    return NULL;
}

static struct err *
see_list(struct connect_walk *w, size_t key)
{
    (void)key;
    return connect_walk_items(w, see);
}

static struct err *
walk(struct str text, struct seen *s)
{
    static const char *const key[] = { "a", "b" };
    struct connect_walk      w = connect_walk_of(unit_arena(), S("f"), text, s);

    TRY(connect_walk_members(&w, key, COUNT(key), see_list));
    return connect_walk_end(&w);
}

TEST(connect_walk)
{
    static const struct { const char *name, *text; bool is; const char *where; } row[] = {
        { "two lists",                "{\"a\":[1,{}],\"b\":[\"x\"]}", true, NULL },
        { "others passed over",       "{\"x\":{\"a\":[1]},\"a\":[],\"y\":null}", true, NULL },
        { "spaces and lines",         " { \"a\" : [ 1 , 2 ] } \n", true, NULL },
        { "a byte order mark",        "\xef\xbb\xbf{\"a\":[]}", true, NULL },
        { "brackets in texts",        "{\"a\":[\"]}\\\"]\"]}", true, NULL },
        { "empty",                    "",                          false, "f:1:1" },
        { "no object",                "[1]",                       false, "f:1:1" },
        { "no list",                  "{\"a\":1}",                 false, "f:1:6" },
        { "not closed",               "{\"a\":[1",                 false, "f:1:8" },
        { "closed by another",        "{\"a\":[1}",               false, "f:1:8" },
        { "a text not closed",        "{\"a\":[\"x",               false, NULL },
        { "a key twice",              "{\"a\":[],\n\"a\":[]}",     false, "f:2:5" },
        { "a key twice within",       "{\"a\":[{\"k\":1,\"k\":2}]}", false, NULL },
        { "a comma too many",         "{\"a\":[1,]}",              false, "f:1:9" },
        { "something behind",         "{\"a\":[]} x",              false, "f:1:10" },
        { "NUL in a text",            "{\"a\":[\"\\u0000\"]}",     false, NULL },
        { "a word that is none",      "{\"a\":[nul]}",             false, NULL },
        { "passed over, but no JSON", "{\"x\":[nul],\"a\":[]}",    false, NULL },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct seen s = { .n = 0 };
        struct err *e = walk(str_of(row[i].text), &s);

        check(row[i].name, (e == NULL) == row[i].is);
        if (row[i].where)
            check_text(row[i].name, e ? e->where : S(""), str_of(row[i].where));
    }
    struct seen s = { .n = 0 };

    check("it is read", walk(S("{\"a\":[1,{}],\"b\":[\"x\"]}"), &s) == NULL && s.n == 3);
    check_text("the first", str_of(s.where[0]), S("f#/a/0"));
    check_text("the last", str_of(s.where[2]), S("f#/b/0"));
}

static void
put(char *at, const char *text)
{
    while (*text)
        *at++ = *text++;
}

/* Neither a deep nor a large value is read. */
TEST(connect_walk_limits)
{
    enum { LARGE = CONNECT_VALUE_MAX + 100 };
    char       *deep = NEWS(unit_arena(), char, 400), *large = NEWS(unit_arena(), char, LARGE);
    struct seen s = { .n = 0 };

    memset(deep, '[', 400);
    put(deep, "{\"a\":");
    struct err *e = walk((struct str){ deep, 400 }, &s);

    check_text("deep", e ? e->where : S(""), S("f:1:71"));
    memset(large, ' ', LARGE);
    put(large, "{\"a\":[[1");
    put(large + LARGE - 5, "],1]}");
    check("large", walk((struct str){ large, LARGE }, &s) == NULL && s.n == 2 && s.wrong == 1);
}
