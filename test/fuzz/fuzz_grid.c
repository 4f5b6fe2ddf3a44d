/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * fuzz_grid.c — any bytes as a table: CSV, a workbook, or pasted. Rows go forwards, their cells are
 * within the limits, or there is a refusal that says what, and what to do. What was pasted is read
 * by a form too: its rows are good or have faults, each with a place and words.
 */
#include <assert.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/arena.h"
#include "paper/table_in.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct arena arena;

static void
check_rows(struct grid *g, struct err *e)
{
    const struct grid_cell *cell;
    int64_t                 last = 0;
    size_t                  n;
    bool                    more = true;

    while (!e && more) {
        e = grid_next(g, &cell, &n, &more);
        if (e || !more)
            break;
        assert(grid_row(g) > last && n <= GRID_COLUMNS_MAX);
        last = grid_row(g);
        for (size_t i = 0; i < n; i++)
            assert(cell[i].text.n <= GRID_CELL_MAX);
    }
    if (e)
        assert(e->kind == ERR_INPUT && msg_is(e->text) && msg_is(e->hint));
}

struct line { struct str name; struct date day; int64_t idr; struct dec value; int32_t kind;
              bool is; };

static const struct choice kinds[] = { { "a", "A" }, { "b", NULL }, { NULL, NULL } };

static const struct field fields[] = {
    FIELD(struct line, name,  F_TEXT, .max = 20, .required = true),
    FIELD(struct line, day,   F_DATE, .label = NULL),
    FIELD(struct line, idr,   F_MONEY, .max = 1000000),
    FIELD(struct line, value, F_DEC, .max = 1000),
    FIELD(struct line, kind,  F_CHOICE, .choices = kinds),
    FIELD(struct line, is,    F_FLAG, .label = NULL),
};
static const struct form form = FORM(struct line, fields);

static void
check_table(struct grid *g)
{
    struct line              line = { 0 };
    struct table_in         *t = NULL;
    struct err              *e = table_in_open(&arena, g, &form, &t);
    const struct table_seen *seen;
    int64_t                  rows = 0;
    bool                     more = true;

    while (!e && more) {
        e = table_in_next(t, &line, &more);
        rows += !e && more;
        assert(e || !more || line.name.n > 0);
    }
    seen = t ? table_in_seen(t) : NULL;
    if (e || !seen)
        return;
    assert(seen->n_good == rows && seen->n_rows >= rows && seen->n_faults >= seen->n_rows - rows);
    for (size_t i = 0; i < seen->n_kept; i++)
        assert(msg_is(seen->fault[i].text) && msg_is(seen->fault[i].place));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int          fd = memfd_create("grid", MFD_CLOEXEC);
    struct grid *g = NULL;
    struct err  *e;

    if (!arena.base)
        arena = arena_make((size_t)512 << 20);
    assert(fd >= 0 && write(fd, data, size) == (ssize_t)size);
    e = grid_open(&arena, &(struct grid_file){ .fd = fd, .name = S("f") }, &g);
    check_rows(g, e);
    e = grid_open_text(&arena, (struct str){ (const char *)data, size }, &g);
    check_rows(g, e);
    e = grid_open_text(&arena, (struct str){ (const char *)data, size }, &g);
    assert(!e);
    check_table(g);
    arena_reset(&arena);
    close(fd);
    return 0;
}
