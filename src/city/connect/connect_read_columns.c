/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* connect_read_columns.c — which column is what, by the names that lists give them. */
#include <string.h>

#include "base/arena.h"
#include "base/csv.h"
#include "base/utf8.h"
#include "city/connect/connect_read.h"

static const struct str field[CONNECT_FIELDS] = {
    [CONNECT_ID]      = { "id", 2 },        [CONNECT_NAME]      = { "name", 4 },
    [CONNECT_KIND]    = { "kind", 4 },      [CONNECT_REGION]    = { "region", 6 },
    [CONNECT_LAT]     = { "lat", 3 },       [CONNECT_LON]       = { "lon", 3 },
    [CONNECT_USERS]   = { "users", 5 },     [CONNECT_KBPS]      = { "kbps", 4 },
    [CONNECT_MBPS]    = { "mbps", 4 },      [CONNECT_ALLOWED]   = { "allowed", 7 },
    [CONNECT_MUST]    = { "must", 4 },      [CONNECT_COVER]     = { "cover", 5 },
    [CONNECT_STATUS]  = { "status", 6 },    [CONNECT_CONNECTED] = { "connected", 9 },
    [CONNECT_RADIO]   = { "radio", 5 },     [CONNECT_START]     = { "start", 5 },
    [CONNECT_END]     = { "end", 3 },
};

/* ---- the usual names ------------------------------------------------------------------------- */

struct err *
connect_usual_of(struct arena *a, struct connect_usual **out)
{
    struct usual *u = &(*out = NEW(a, struct connect_usual))->usual;

    TRY(usual_read(a, "pack/connectivity/column.csv",
                   (struct usual_fields){ field, CONNECT_FIELDS }, u));
    for (size_t i = 0; i < u->n; i++)
        u->name[i] = utf8_fold(a, u->name[i]);
    return NULL;
}

static size_t
rank_of(struct arena *a, const struct usual *u, struct str name)
{
    size_t     mark = arena_mark(a), rank = 0;
    struct str folded = utf8_fold(a, name);

    while (rank < u->n && !str_eq(u->name[rank], folded))
        rank++;
    arena_back(a, mark);
    return rank;
}

/* The keys of JSON come again with each feature: the first ones are kept. */
size_t
connect_usual_rank(struct arena *a, struct connect_usual *u, struct str name)
{
    for (size_t i = 0; i < u->n_asked; i++)
        if (str_eq(u->asked[i].key, name))
            return u->asked[i].rank;
    size_t rank = rank_of(a, &u->usual, name);

    if (u->n_asked < CONNECT_KEYS_MAX) {
        u->asked[u->n_asked].key = str_copy(a, name);
        u->asked[u->n_asked++].rank = rank;
    }
    return rank;
}

void
connect_usual_columns(struct arena *a, struct connect_usual *u, const struct str *name, size_t n,
                      size_t of[CONNECT_FIELDS])
{
    const struct usual *all = &u->usual;
    size_t              best[CONNECT_FIELDS];

    for (size_t f = 0; f < CONNECT_FIELDS; f++) {
        of[f] = n;
        best[f] = all->n;
    }
    for (size_t i = 0; i < n; i++) {
        size_t rank = str_is_known(name[i]) ? connect_usual_rank(a, u, name[i]) : all->n;

        if (rank < all->n && rank < best[all->is[rank]]) {
            best[all->is[rank]] = rank;
            of[all->is[rank]] = i;
        }
    }
}

/* ---- the first line of a CSV file ------------------------------------------------------------ */

/* Where the cell at the start ends: its comma, the end of the line, or of the text. */
static size_t
cell_end(struct str s)
{
    bool   in_quotes = false;
    size_t at = 0;

    for (; at < s.n; at++) {
        if (s.p[at] == '"')
            in_quotes = !in_quotes;
        else if (!in_quotes && (s.p[at] == ',' || s.p[at] == '\r' || s.p[at] == '\n'))
            break;
    }
    return at;
}

/* Without its quotes. What base/csv.h refuses is unknown here, and refused there. */
static struct str
cell_text(struct arena *a, struct str s)
{
    char  *text = NEWS(a, char, s.n + 1);
    size_t n = 0;

    for (size_t at = 0; at < s.n; at++) {
        bool is_quote = s.p[at] == '"';

        if (is_quote && !(at > 0 && at + 1 < s.n && s.p[at + 1] == '"'))
            continue;
        at += is_quote;
        text[n++] = s.p[at];
    }
    struct str out = { text, n };

    return n == 0 || memchr(text, '\0', n) || !utf8_is_valid(out, NULL) ? (struct str){ NULL, 0 }
                                                                        : out;
}

size_t
connect_header_of(struct arena *a, struct str file, struct str name[CONNECT_COLUMNS_MAX])
{
    enum { HEADER_BYTES_MAX = 1 << 16 };
    struct str rest = str_part(file, 0, HEADER_BYTES_MAX);
    size_t     n = 0;
    bool       is_last = false;

    if (str_starts(rest, S("\xef\xbb\xbf")))
        rest = str_part(rest, 3, rest.n);
    while (n < CONNECT_COLUMNS_MAX && !is_last) {
        size_t end = cell_end(rest);

        name[n++] = cell_text(a, str_part(rest, 0, end));
        is_last = end == rest.n || rest.p[end] != ',';
        rest = str_part(rest, end + 1, rest.n);
    }
    return n;
}

/* ---- the columns of a CSV file --------------------------------------------------------------- */

static struct err *
no_place(struct arena *a, struct str name, struct str file, const struct str *column, size_t n)
{
    static const char *const place[] = { "lintang" };
    struct csv_reader       *r;
    struct err              *e = csv_open_text(a, &r, name, file, place, COUNT(place));

    if (e && (file.n == 0 || strcmp(e->code, "csv.column_missing") != 0))
        return e;                           /* a workbook, or not separated by commas */
    return err_of(a, (struct err){ .kind = ERR_INPUT, .code = "connect.no_place",
        .text = MSG("The columns do not say where a place lies."),
        .detail = MSG("The first line names the columns; it has: {0}",
                      str_join(a, S(", "), column, n)),
        .hint = MSG("Name two of them lintang and bujur, or latitude and longitude."),
        .where = str_fmt(a, "%.*s:1", TEXT(name)) });
}

struct err *
connect_asked_of(struct arena *a, struct connect_usual *usual, struct str name, struct str file,
                 struct connect_asked *out)
{
    struct str column[CONNECT_COLUMNS_MAX];
    size_t     n = connect_header_of(a, file, column), of[CONNECT_FIELDS];

    *out = (struct connect_asked){ .n = 0 };
    connect_usual_columns(a, usual, column, n, of);
    if (of[CONNECT_LAT] == n || of[CONNECT_LON] == n)
        return no_place(a, name, file, column, n);
    for (size_t f = 0; f < CONNECT_FIELDS; f++) {
        out->of[f] = CONNECT_FIELDS;
        if (of[f] == n)
            continue;
        out->of[f] = out->n;
        out->name[out->n++] = str_z(a, column[of[f]]);
    }
    return NULL;
}

void
connect_cells_of(const struct connect_asked *asked, const struct str *record,
                 struct str cell[CONNECT_FIELDS])
{
    for (size_t f = 0; f < CONNECT_FIELDS; f++)
        cell[f] = asked->of[f] < CONNECT_FIELDS ? record[asked->of[f]] : (struct str){ NULL, 0 };
}
