/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* connect_site_csv.c — a list of sites as CSV. See connect_site.h. */
#include "base/csv.h"
#include "city/connect/connect_site_part.h"

struct err *
connect_sites_read_csv(struct arena *a, struct str name, struct str file,
                       struct connect_sites *out, struct connect_faults *faults)
{
    struct connect_sites_in in = { .arena = a, .name = str_copy(a, name), .faults = faults };
    struct connect_usual   *usual;
    struct connect_asked    asked;
    struct csv_reader      *r;
    struct csv_record       rec;
    struct str              cell[CONNECT_FIELDS];
    bool                    more;

    TRY(connect_sites_open(&in, file));
    TRY(connect_usual_of(a, &usual));
    TRY(connect_asked_of(a, usual, in.name, file, &asked));
    TRY(csv_open_text(a, &r, in.name, file, asked.name, asked.n));
    for (;;) {
        TRY(csv_next(r, &rec, &more));
        if (!more)
            return connect_sites_close(&in, out);
        connect_cells_of(&asked, rec.field, cell);
        TRY(connect_sites_add(&in, cell, NULL, (uint32_t)rec.line));
    }
}
