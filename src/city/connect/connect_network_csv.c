/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* connect_network_csv.c — a CSV of points: nodes, or cell sites where it says their radio. */
#include "base/arena.h"
#include "base/csv.h"
#include "city/connect/connect_network_part.h"

enum { CELL_BYTES_MAX = 400 };

static struct err *
tower_add(struct connect_network_in *in, const struct connect_tower_in *t)
{
    struct connect_tower_in *added = connect_rows_add(&in->towers);

    if (!added)
        return connect_network_full(in);
    *added = *t;
    return NULL;
}

static struct err *
node_add(struct connect_network_in *in, const struct connect_node_in *n)
{
    struct connect_node_in *added = connect_rows_add(&in->nodes);

    if (!added)
        return connect_network_full(in);
    *added = *n;
    return NULL;
}

static struct str
kept(struct connect_network_in *in, struct str cell)
{
    struct str s = connect_cell(cell);

    return str_is_known(s) && s.n <= CELL_BYTES_MAX ? str_copy(in->arena, s)
                                                    : (struct str){ NULL, 0 };
}

static struct err *
line_read(struct connect_network_in *in, const struct str cell[CONNECT_FIELDS], uint32_t line)
{
    const struct maybe_int unknown = { .known = false };
    struct str             where = str_fmt(in->arena, "%.*s:%u", TEXT(in->name), line);
    struct str             id = kept(in, cell[CONNECT_ID]);
    struct place           at;
    struct connect_fault   fault;
    enum connect_radio     radio;

    in->n_seen++;
    if (!connect_place_read(in->arena, cell, &at, &fault)) {
        connect_network_fault(in, where, line, fault);
        return NULL;
    }
    if (connect_radio_read(connect_cell(cell[CONNECT_RADIO]), &radio)
        && radio != CONNECT_RADIO_NONE)
        return tower_add(in, &(struct connect_tower_in){ .where = where, .line = line,
            .tower = { .id = id, .at = at, .is_4g = radio == CONNECT_RADIO_4G } });
    return node_add(in, &(struct connect_node_in){ .where = where, .line = line,
        .node = { .id = id, .name = kept(in, cell[CONNECT_NAME]), .at = at,
                  .is = connect_state_of(in, kept(in, cell[CONNECT_STATUS]), &unknown,
                                         where) } });
}

struct err *
connect_network_read_csv(struct connect_network_in *in, struct str file)
{
    struct connect_asked asked;
    struct csv_reader   *r;
    struct csv_record    rec;
    struct str           cell[CONNECT_FIELDS];
    bool                 more;

    TRY(connect_asked_of(in->arena, in->usual, in->name, file, &asked));
    TRY(csv_open_text(in->arena, &r, in->name, file, asked.name, asked.n));
    for (;;) {
        TRY(csv_next(r, &rec, &more));
        if (!more)
            return NULL;
        connect_cells_of(&asked, rec.field, cell);
        TRY(line_read(in, cell, (uint32_t)rec.line));
    }
}
