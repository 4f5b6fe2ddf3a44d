/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* paste.c — see paste.h. */
#include "office/paste/paste.h"

#include "base/arena.h"
#include "office/paste/paste_view.h"
#include "site.h"

enum { FIRST_ROWS = 5 };

struct err *
paste_grid(struct cx *cx, const struct request *rq, struct grid **g, bool *given)
{
    struct str           rows = query_value(rq->given, S("rows"));
    const struct upload *up = request_file(rq);

    *given = up || str_trim(rows).n > 0;
    if (up)
        return grid_open(cx->arena, &(struct grid_file){
            .fd = up->fd, .name = up->name,
            .folder = cx->site ? cx->site->spool : (struct str){ NULL, 0 } }, g);
    return *given ? grid_open_text(cx->arena, rows, g) : NULL;
}

struct paste_box
paste_box_of(const struct request *rq, const struct form *form)
{
    struct str rows = rq->given ? query_value(rq->given, S("rows")) : (struct str){ NULL, 0 };

    return (struct paste_box){ .form = form, .rows = str_is_known(rows) ? rows : S("") };
}

/* ---- cells with their faults ----------------------------------------------------------------- */

static const struct table_fault *
fault_at(const struct table_seen *seen, int64_t row, int32_t column)
{
    for (size_t i = 0; i < seen->n_kept; i++)
        if (seen->fault[i].row == row && seen->fault[i].column == column)
            return &seen->fault[i];
    return NULL;
}

static bool
is_at_fault(const struct table_seen *seen, int64_t row)
{
    for (size_t i = 0; i < seen->n_kept; i++)
        if (seen->fault[i].row == row)
            return true;
    return false;
}

static void
add_row(struct cx *cx, struct paste_marks *m, int64_t nth, const struct grid_cell *cell, size_t n)
{
    struct paste_row *r = &m->row[m->n_rows++];
    size_t            least = 0;

    for (size_t i = 0; i < m->seen->n_kept; i++)        /* a fault may stand where no cell is */
        if (m->seen->fault[i].row == nth && m->seen->fault[i].column >= (int32_t)least)
            least = (size_t)m->seen->fault[i].column + 1;
    r->n = nth;
    r->n_cells = n > least ? n : least;
    r->n_cells = r->n_cells > PASTE_COLUMNS_SHOWN ? PASTE_COLUMNS_SHOWN : r->n_cells;
    r->cell = NEWS(cx->arena, struct paste_cell, r->n_cells + 1);
    r->fault = fault_at(m->seen, nth, TABLE_NO_COLUMN);
    for (size_t i = 0; i < r->n_cells; i++)
        r->cell[i] = (struct paste_cell){
            .text = i < n ? str_copy(cx->arena, cell[i].text) : S(""),
            .fault = fault_at(m->seen, nth, (int32_t)i) };
    m->n_columns = r->n_cells > m->n_columns ? r->n_cells : m->n_columns;
}

/* Faults that have no cell of those shown. */
static void
add_others(struct cx *cx, struct paste_marks *m)
{
    m->other = NEWS(cx->arena, const struct table_fault *, TABLE_FAULTS_MAX);
    for (size_t i = 0; i < m->seen->n_kept; i++) {
        const struct table_fault *f = &m->seen->fault[i];
        bool                      is_shown = false;

        for (size_t k = 0; k < m->n_rows; k++)
            is_shown |= m->row[k].n == f->row && f->column >= 0
                        && (size_t)f->column < m->row[k].n_cells;
        if (!is_shown)
            m->other[m->n_others++] = f;
    }
    m->n_not_shown = m->seen->n_faults - (int64_t)m->seen->n_kept;
}

struct err *
paste_marked(struct cx *cx, struct grid *g, const struct form *form, const struct table_seen *seen,
             struct paste_marks *m)
{
    const struct grid_cell *cell;
    size_t                  n;
    bool                    more = true;

    *m = (struct paste_marks){ .seen = seen, .form = form,
                               .row = NEWS(cx->arena, struct paste_row, PASTE_ROWS_SHOWN) };
    for (int64_t i = 0; more && m->n_rows < PASTE_ROWS_SHOWN; i++) {
        TRY(grid_next(g, &cell, &n, &more));
        if (more && (i < FIRST_ROWS || is_at_fault(seen, grid_row(g))))
            add_row(cx, m, grid_row(g), cell, n);
    }
    add_others(cx, m);
    return NULL;
}

void
paste_draw_marks(struct view *v, const struct paste_marks *m)
{
    paste_marks_view(v, m);
}

void
paste_draw_box(struct view *v, const struct paste_box *b)
{
    paste_box_view(v, b);
}
