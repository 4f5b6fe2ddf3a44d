/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * sheet_bench.c — what sheet.mjs measures: a table in as CSV or as a workbook, and out as one.
 *
 *   sheet_bench idle            nothing: what the process costs before it reads
 *   sheet_bench in FILE         every cell is read, and its bytes counted
 *   sheet_bench out CSV FILE    the CSV into a workbook, numbers as numbers, texts as texts
 *
 * Prints CPU time in milliseconds, of all its own threads, and the most memory it had, in KB.
 */
#include <assert.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/arena.h"
#include "paper/grid.h"
#include "paper/sheet_out.h"

enum { ARENA_BYTES = 64 << 20, COLUMNS = 20 };

static struct arena arena;

static void
must_go_well(struct err *e)
{
    if (!e)
        return;
    fprintf(stderr, "%.*s\n", TEXT(err_line(&arena, LANG_EN, e)));
    _exit(1);
}

static struct grid *
open_grid(const char *path)
{
    struct grid_file f = { .fd = open(path, O_RDONLY | O_CLOEXEC), .name = str_of(path) };
    struct grid     *g;

    assert(f.fd >= 0);
    must_go_well(grid_open(&arena, &f, &g));
    return g;
}

/* Of this program alone: what getrusage says begins with who started it. */
static long
peak_kb(void)
{
    FILE   *f = fopen("/proc/self/status", "r");
    char    line[256];
    int64_t kb = 0;

    assert(f);
    while (fgets(line, sizeof line, f)) {
        struct str head, rest, number;

        if (str_cut(str_of(line), ':', &head, &rest) && str_eq(head, S("VmHWM"))
            && str_cut(str_trim(rest), ' ', &number, &rest) && str_int64(number, &kb))
            break;
    }
    fclose(f);
    return (long)kb;
}

struct counted { int64_t rows, cells, bytes; };

static struct counted
read_in(const char *path)
{
    const struct grid_cell *cell;
    struct grid            *g = open_grid(path);
    struct counted          c = { 0 };
    size_t                  n;
    bool                    more = true;

    for (;;) {
        must_go_well(grid_next(g, &cell, &n, &more));
        if (!more)
            return c;
        c.rows++;
        c.cells += (int64_t)n;
        for (size_t i = 0; i < n; i++)
            c.bytes += (int64_t)cell[i].text.n;
    }
}

static struct counted
write_out(const char *from, const char *to)
{
    static struct column    column[COLUMNS];
    struct str              text[COLUMNS];
    const struct grid_cell *cell;
    struct grid            *g = open_grid(from);
    struct sheet_out       *o;
    struct counted          c = { 0 };
    size_t                  n;
    bool                    more;

    must_go_well(grid_next(g, &cell, &n, &more));
    assert(more && n == COLUMNS);
    for (size_t i = 0; i < n; i++)
        column[i] = (struct column){ .key = str_z(&arena, cell[i].text),
                                     .kind = i % 4 == 1 ? COLUMN_DEC : COLUMN_TEXT };
    must_go_well(sheet_out_open(&arena, to, LANG_EN, &o));
    must_go_well(sheet_out_begin(o, S("Data"), column, COLUMNS));
    for (;; c.rows++, c.cells += COLUMNS) {
        must_go_well(grid_next(g, &cell, &n, &more));
        if (!more)
            break;
        for (size_t i = 0; i < COLUMNS; i++)
            text[i] = i < n ? cell[i].text : S("");
        must_go_well(sheet_out_row(o, text));
    }
    must_go_well(sheet_out_close(o));
    return c;
}

int
main(int argc, char **argv)
{
    struct counted c = { 0 };
    struct rusage  used;

    arena = arena_make(ARENA_BYTES);
    if (argc == 3 && strcmp(argv[1], "in") == 0)
        c = read_in(argv[2]);
    else if (argc == 4 && strcmp(argv[1], "out") == 0)
        c = write_out(argv[2], argv[3]);
    else if (argc != 2 || strcmp(argv[1], "idle") != 0)
        return 2;
    getrusage(RUSAGE_SELF, &used);
    printf("{\"rows\":%jd,\"cells\":%jd,\"bytes\":%jd,\"cpu_ms\":%jd,\"peak_kb\":%ld}\n",
           (intmax_t)c.rows, (intmax_t)c.cells, (intmax_t)c.bytes,
           (intmax_t)((used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000
                      + (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1000), peak_kb());
    arena_drop(&arena);
    return 0;
}
