/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* workbook_cli.c — `guyub workbook …`. */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/arena.h"
#include "office/workbook/workbook_page.h"

static struct err *
cells_run(struct cx *cx, struct shell *sh)
{
    struct workbook_map m;

    TRY(workbook_get(cx, sh->arg[0], &m));
    struct table t = workbook_cells_table(cx->arena, &m);

    shell_table(cx, sh, &t);
    return NULL;
}

/* ---- mapping --------------------------------------------------------------------------------- */

static void
close_file(void *fd)
{
    close(*(int *)fd);
}

static struct err *
open_file(struct cx *cx, struct str path, int how, int *fd)
{
    void **owned = arena_owns(cx->arena, close_file);
    int   *kept = NEW(cx->arena, int);

    *fd = *kept = open(str_z(cx->arena, path), how | O_CLOEXEC, 0600);
    if (*fd < 0)
        return err_errno(cx->arena, "workbook.file", MSG("{0} cannot be opened.", path), errno);
    *owned = kept;
    return NULL;
}

static void
say_faults(struct cx *cx, struct shell *sh, const struct table_seen *seen)
{
    sh->says_no = true;
    for (size_t i = 0; i < seen->n_kept; i++)
        shell_line(cx, sh, seen->fault[i].place,
                   msg_text(cx->arena, cx->lang, seen->fault[i].text));
    shell_say(cx, sh, MSG("Nothing was taken. Faults in the table: {0}",
                          int_text(cx->arena, cx->lang, seen->n_faults)));
}

static struct err *
map_run(struct cx *cx, struct shell *sh)
{
    struct workbook_wishes w;
    struct workbook_map    m;
    struct grid           *g;
    int                    fd;

    TRY(workbook_get(cx, sh->arg[0], &m));
    TRY(open_file(cx, sh->arg[1], O_RDONLY, &fd));
    TRY(grid_open(cx->arena, &(struct grid_file){ .fd = fd, .name = sh->arg[1] }, &g));
    TRY(workbook_wishes_read(cx, &m.document, g, &w));
    if (w.seen->n_faults > 0) {
        say_faults(cx, sh, w.seen);
        return NULL;
    }
    TRY(workbook_map_set(cx, sh->arg[0], w.row, w.n));
    shell_line(cx, sh, MSG("Mapped cells"), int_text(cx->arena, cx->lang, (int64_t)w.n));
    return NULL;
}

/* ---- filling --------------------------------------------------------------------------------- */

struct fill_flags { struct str record, out; };

static const struct field fill_fields[] = {
    FIELD(struct fill_flags, record, F_TEXT, .min = 1, .max = 120, .required = true,
          .label = N_("Task or self-assessment (code)")),
    FIELD(struct fill_flags, out, F_TEXT, .min = 1, .max = 1000, .required = true,
          .label = N_("The workbook to write")),
};
static const struct form fill_form = FORM(struct fill_flags, fill_fields);

static struct err *
fill_run(struct cx *cx, struct shell *sh)
{
    const struct fill_flags *flags = sh->flags;
    struct workbook_filled   filled;
    int                      fd;

    TRY(open_file(cx, flags->out, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, &fd));
    struct err *e = workbook_fill_into(cx, sh->arg[0], flags->record, fd, &filled);

    if (e) {
        unlink(str_z(cx->arena, flags->out));
        return e;
    }
    shell_line(cx, sh, MSG("Cells filled"), int_text(cx->arena, cx->lang, filled.n_cells));
    shell_line(cx, sh, MSG("Answers without a cell"),
               int_text(cx->arena, cx->lang, filled.n_unmapped));
    return NULL;
}

/* ---- reading --------------------------------------------------------------------------------- */

struct read_flags { struct str from, record; bool take, replace; };

static const struct field read_fields[] = {
    FIELD(struct read_flags, from, F_TEXT, .min = 1, .max = 40, .required = true,
          .label = N_("Filled workbook (document)")),
    FIELD(struct read_flags, record, F_TEXT, .min = 1, .max = 120, .required = true,
          .label = N_("Task or self-assessment (code)")),
    FIELD(struct read_flags, take, F_FLAG, .label = N_("Take it as answers")),
    FIELD(struct read_flags, replace, F_FLAG, .label = N_("Replace answers that differ")),
};
static const struct form read_form = FORM(struct read_flags, read_fields);

static struct err *
read_run(struct cx *cx, struct shell *sh)
{
    const struct read_flags *flags = sh->flags;
    struct workbook_reading  w;

    TRY(workbook_read(cx, &(struct workbook_read_wish){
        .document = sh->arg[0], .from = flags->from, .record = flags->record,
        .replaces = flags->replace }, &w));
    if (flags->take)
        TRY(workbook_take(cx, &w, S("")));
    struct table t = workbook_reading_table(cx, &w);

    shell_table(cx, sh, &t);
    sh->says_no = w.n_faults > 0;
    return NULL;
}

const struct command workbook_commands[WORKBOOK_COMMANDS] = {
    { "workbook cells DOCUMENT", NEEDS_STORE, true, NULL, cells_run,
      N_("Which cell of a workbook is which item's") },
    { "workbook map DOCUMENT FILE", NEEDS_STORE, false, NULL, map_run,
      N_("Map cells by a table (CSV, XLSX) of item, sheet, cell") },
    { "workbook fill DOCUMENT", NEEDS_STORE, false, &fill_form, fill_run,
      N_("Write a copy of a workbook with answers in its cells") },
    { "workbook read DOCUMENT", NEEDS_STORE, true, &read_form, read_run,
      N_("Tell what a filled workbook would answer; with --take, take it") },
};
