/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* connect_site.c — from cells to sites, and what a list tells of itself. See connect_site.h. */
#include "city/connect/connect_site.h"

#include <string.h>

#include "base/arena.h"
#include "base/hash.h"
#include "city/connect/connect_site_part.h"

enum { TEXT_BYTES_MAX = 400, ALL_TECHS = (1 << CONNECT_TECHS) - 1, MBPS_SCALE = 3 };

static const uint32_t NO_SITE = UINT32_MAX;

/* ---- faults ---------------------------------------------------------------------------------- */

static struct str
where(const struct connect_sites_in *in, uint32_t line)
{
    if (in->is_json)
        return str_fmt(in->arena, "%.*s#/features/%u", TEXT(in->name), line - 1);
    return str_fmt(in->arena, "%.*s:%u", TEXT(in->name), line);
}

void
connect_sites_fault(struct connect_sites_in *in, uint32_t line, struct connect_fault f)
{
    f.where = where(in, line);
    f.line = in->is_json ? 0 : line;
    connect_fault_add(in->arena, in->faults, f);
}

/* What was said of a fault that found no room, if there were `n` before. */
static void
forget(struct connect_sites_in *in, size_t mark, size_t n)
{
    if (in->faults->n == n)
        arena_back(in->arena, mark);
}

/* A cell that is not understood is taken as not known. */
static void
doubt_cell(struct connect_sites_in *in, uint32_t line, struct str cell, struct msg hint)
{
    struct str shown = cell.n <= TEXT_BYTES_MAX ? str_copy(in->arena, cell) : S("…");

    connect_sites_fault(in, line, (struct connect_fault){ .code = "connect.cell",
        .is_doubt = true, .hint = hint,
        .says = MSG("\"{0}\" is not understood and taken as not known.", shown) });
}

/* ---- one site -------------------------------------------------------------------------------- */

static struct str
text_of(struct arena *a, struct str cell)
{
    struct str s = connect_cell(cell);

    return str_is_known(s) ? str_copy(a, str_part(s, 0, s.n <= TEXT_BYTES_MAX ? s.n : 0)) : s;
}

static void
count(struct connect_sites_in *in, uint32_t line, struct str cell, int32_t scale,
      struct maybe_int *out)
{
    cell = connect_cell(cell);
    if (!str_is_known(cell))
        return;
    out->known = connect_count_read(cell, scale, &out->n);
    if (!out->known)
        doubt_cell(in, line, cell, scale == 0 ? MSG("Write a whole number without marks, as 350.")
                                              : MSG("Write Mbps, as 20 or 0.5."));
}

static uint32_t
techs(struct connect_sites_in *in, uint32_t line, struct str cell, uint32_t otherwise)
{
    uint32_t bits;

    cell = connect_cell(cell);
    if (!str_is_known(cell))
        return otherwise;
    if (connect_techs_read(cell, &bits))
        return bits;
    doubt_cell(in, line, cell, MSG("Write fibre, microwave, cellular or satellite, with a "
                                   "semicolon between two."));
    return otherwise;
}

static struct maybe_int
cover(struct connect_sites_in *in, uint32_t line, struct str cell)
{
    enum connect_radio radio;

    cell = connect_cell(cell);
    if (!str_is_known(cell))
        return (struct maybe_int){ .known = false };
    if (connect_radio_read(cell, &radio))
        return KNOWN(radio >= CONNECT_RADIO_3G);
    doubt_cell(in, line, cell, MSG("Write yes or no, or 2G, 3G, 4G."));
    return (struct maybe_int){ .known = false };
}

static bool
connected(struct connect_sites_in *in, uint32_t line, struct str cell)
{
    bool is = false;

    cell = connect_cell(cell);
    if (str_is_known(cell) && !connect_yes_read(cell, &is))
        doubt_cell(in, line, cell, MSG("Write yes or no."));
    return is;
}

static void
fill(struct connect_sites_in *in, const struct str cell[CONNECT_FIELDS], uint32_t line,
     struct connect_site *s)
{
    struct arena *a = in->arena;

    s->line = line;
    s->id = text_of(a, cell[CONNECT_ID]);
    s->name = text_of(a, cell[CONNECT_NAME]);
    s->kind = text_of(a, cell[CONNECT_KIND]);
    s->region = text_of(a, cell[CONNECT_REGION]);
    count(in, line, cell[CONNECT_USERS], 0, &s->users);
    count(in, line, cell[CONNECT_KBPS], 0, &s->kbps);
    if (!s->kbps.known)
        count(in, line, cell[CONNECT_MBPS], MBPS_SCALE, &s->kbps);
    s->allowed = techs(in, line, cell[CONNECT_ALLOWED], ALL_TECHS);
    s->must = techs(in, line, cell[CONNECT_MUST], 0);
    s->has_cover = cover(in, line, cell[CONNECT_COVER]);
    s->is_connected = connected(in, line, cell[CONNECT_CONNECTED]);
}

struct err *
connect_sites_add(struct connect_sites_in *in, const struct str cell[CONNECT_FIELDS],
                  const struct place *at, uint32_t line)
{
    struct place         p;
    struct connect_fault fault;
    struct connect_site *s;
    size_t               mark = arena_mark(in->arena), n = in->faults->n;

    in->n_seen++;
    if (at) {
        p = *at;
    } else if (!connect_place_read(in->arena, cell, &p, &fault)) {
        connect_sites_fault(in, line, fault);
        forget(in, mark, n);
        return NULL;
    }
    s = connect_rows_add(&in->rows);
    if (!s)
        return err_of(in->arena, (struct err){ .kind = ERR_TOO_LARGE, .code = "connect.sites",
            .text = MSG("The list has more than {0} sites.",
                        str_fmt(in->arena, "%d", CONNECT_SITES_MAX)),
            .hint = MSG("Split it by region and plan the parts."), .where = in->name });
    s->at = p;
    fill(in, cell, line, s);
    return NULL;
}

/* ---- what was met before --------------------------------------------------------------------- */

/* Sites by their id and by their place: a power of two of rooms each, half of them free. */
struct met { uint32_t *id, *place; size_t rooms; };

static struct met
met_of(struct arena *a, size_t n)
{
    struct met m = { .rooms = 16 };

    while (m.rooms < 2 * n)
        m.rooms *= 2;
    m.id = NEWS(a, uint32_t, m.rooms);
    m.place = NEWS(a, uint32_t, m.rooms);
    memset(m.id, 0xff, m.rooms * sizeof *m.id);
    memset(m.place, 0xff, m.rooms * sizeof *m.place);
    return m;
}

static bool
is_same(const struct connect_site *a, const struct connect_site *b, bool by_id)
{
    return by_id ? str_eq(a->id, b->id) : a->at.lat == b->at.lat && a->at.lon == b->at.lon;
}

static uint64_t
hash_of(const struct connect_site *s, bool by_id)
{
    const double at[] = { s->at.lat + 0.0, s->at.lon + 0.0 };           /* -0 is 0 */

    return hash_64(by_id ? s->id : (struct str){ (const char *)at, sizeof at });
}

/* Which one before it has the same id, or lies at the same place; itself, if none. */
static uint32_t
first_of(const struct met *m, const struct connect_site *row, uint32_t it, bool by_id)
{
    uint32_t *room = by_id ? m->id : m->place;
    size_t    at = hash_of(&row[it], by_id) & (m->rooms - 1);

    for (; room[at] != NO_SITE; at = (at + 1) & (m->rooms - 1))
        if (is_same(&row[room[at]], &row[it], by_id))
            return room[at];
    return room[at] = it;
}

/* ---- the list -------------------------------------------------------------------------------- */

static bool
has_place(struct connect_sites_in *in, const struct connect_middle *middle,
          const struct connect_site *s)
{
    struct connect_fault fault;

    if (!connect_place_fault(in->arena, middle, s->at, &fault))
        return true;
    connect_sites_fault(in, s->line, fault);
    return fault.is_doubt;
}

static bool
has_own_id(struct connect_sites_in *in, const struct met *m, const struct connect_site *row,
           uint32_t it)
{
    if (row[it].id.n == 0)
        return true;
    uint32_t first = first_of(m, row, it, true);

    if (first == it)
        return true;
    connect_sites_fault(in, row[it].line, (struct connect_fault){ .code = "connect.same_id",
        .says = MSG("The id \"{0}\" is there already: {1}.", row[it].id,
                    where(in, row[first].line)),
        .hint = MSG("Give each site an id of its own; only the first is planned.") });
    return false;
}

static void
look_at_place(struct connect_sites_in *in, const struct met *m, const struct connect_site *row,
              uint32_t it)
{
    uint32_t first = first_of(m, row, it, false);

    if (first != it)
        connect_sites_fault(in, row[it].line, (struct connect_fault){ .is_doubt = true,
            .code = "connect.same_place",
            .says = MSG("It lies at the very place of another: {0}.", where(in, row[first].line)),
            .hint = MSG("Are they one site, or two in one building? Both are kept.") });
}

static struct err *
nothing(struct connect_sites_in *in)
{
    const struct connect_fault *f = connect_fault_first(in->faults, in->n_before);
    struct err                  e = { .kind = ERR_INPUT, .code = "connect.no_site",
        .text = MSG("No site of the list can be planned."), .detail = MSG("It is empty."),
        .hint = MSG("Give a list with a line for each site."), .where = in->name };

    return connect_none_left(in->arena, e, in->n_seen > 0 ? f : NULL);
}

struct err *
connect_sites_open(struct connect_sites_in *in, struct str file)
{
    if (file.n > CONNECT_FILE_MAX)
        return err_of(in->arena, (struct err){ .kind = ERR_TOO_LARGE, .code = "connect.file_large",
            .text = MSG("The file is larger than {0} MB.",
                        str_fmt(in->arena, "%d", CONNECT_FILE_MAX >> 20)),
            .hint = MSG("Split it by region and plan the parts."), .where = in->name });
    in->n_before = in->faults->n;
    connect_rows_open(in->arena, &in->rows, sizeof(struct connect_site), CONNECT_SITES_MAX);
    return NULL;
}

struct err *
connect_sites_close(struct connect_sites_in *in, struct connect_sites *out)
{
    struct connect_site  *row = in->rows.row;
    struct met            met = met_of(in->arena, in->rows.n);
    struct connect_middle middle;
    uint32_t              kept = 0;

    connect_middle_of(in->arena, in->rows.n > 0 ? &row->at : NULL, in->rows.n, sizeof *row,
                      &middle);
    for (size_t i = 0; i < in->rows.n; i++) {
        size_t mark = arena_mark(in->arena), n = in->faults->n;

        row[kept] = row[i];
        if (has_place(in, &middle, &row[kept]) && has_own_id(in, &met, row, kept))
            kept++;
        forget(in, mark, n);
    }
    for (uint32_t i = 0; i < kept; i++) {           /* last: lists of towns have many of these */
        size_t mark = arena_mark(in->arena), n = in->faults->n;

        look_at_place(in, &met, row, i);
        forget(in, mark, n);
    }
    connect_fault_sort(in->faults, in->n_before);
    if (kept == 0)
        return nothing(in);
    in->rows.n = kept;
    out->site = connect_rows_take(in->arena, &in->rows, out->site, out->n);
    out->n += kept;
    return NULL;
}
