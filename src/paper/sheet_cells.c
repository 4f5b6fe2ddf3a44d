/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* sheet_cells.c — a few cells of a workbook by their names, read by grid.h. */
#include "base/arena.h"
#include "paper/sheet_fill.h"

struct picking {
    struct arena             *arena;
    const struct sheet_place *place;
    size_t                    n;
    struct grid_cell         *out;
    struct str                sheet, folder;
};

static uint32_t
last_row(const struct picking *p)
{
    uint32_t last = 0;

    for (size_t i = 0; i < p->n; i++)
        if (str_eq(p->place[i].sheet, p->sheet) && p->place[i].row > last)
            last = p->place[i].row;
    return last;
}

static void
pick(const struct picking *p, int64_t row, const struct grid_cell *cell, size_t n)
{
    for (size_t i = 0; i < p->n; i++) {
        const struct sheet_place *at = &p->place[i];

        if (str_eq(at->sheet, p->sheet) && at->row + 1 == row && at->column < n)
            p->out[i] = (struct grid_cell){ .kind = cell[at->column].kind,
                                            .text = str_copy(p->arena, cell[at->column].text) };
    }
}

static struct err *
read_sheet(const struct picking *p, int fd)
{
    const struct grid_cell *cell;
    struct grid            *g;
    int64_t                 last = (int64_t)last_row(p) + 1;
    size_t                  n;
    bool                    more;

    TRY(grid_open(p->arena, &(struct grid_file){ .fd = fd, .sheet = p->sheet,
                                                 .folder = p->folder }, &g));
    do {
        TRY(grid_next(g, &cell, &n, &more));
        if (more)
            pick(p, grid_row(g), cell, n);
    } while (more && grid_row(g) < last);
    return NULL;
}

struct err *
sheet_cells_read(struct arena *a, const struct grid_file *f, const struct sheet_place *place,
                 size_t n, struct grid_cell *out)
{
    struct picking p = { .arena = a, .place = place, .n = n, .out = out, .folder = f->folder };

    for (size_t i = 0; i < n; i++)
        out[i] = (struct grid_cell){ .kind = GRID_EMPTY, .text = S("") };
    for (size_t i = 0; i < n; i++) {
        bool seen = false;

        for (size_t k = 0; k < i; k++)
            seen |= str_eq(place[k].sheet, place[i].sheet);
        p.sheet = place[i].sheet;
        if (!seen)
            TRY(read_sheet(&p, f->fd));
    }
    return NULL;
}
