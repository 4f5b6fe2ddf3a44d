/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* dossier_job.c — making one, from its beginning at each try; and what is over goes at night. */
#include "base/arena.h"
#include "ground/job/job.h"
#include "office/dossier/dossier_part.h"
#include "office/dossier/dossier_sql.h"
#include "paper/sheet_out.h"
#include "site.h"
#include "store/store.h"

enum { DAY_SECONDS = 86400 };

/* What a ZIP needs beside the bytes of its files. */
static const int64_t room_beside = INT64_C(64) << 20;

static struct err *
step(struct cx *cx, void *job, int64_t done, int64_t all)
{
    return job_step(cx, job, done, all);
}

struct ending { struct job *job; const struct dossier *row; struct dossier_made made;
                struct str file; };

static struct err *
put_made(struct cx *cx, const struct ending *e)
{
    TRY(job_save(cx, e->job, e->file));
    return dossier_made(cx, &(struct dossier_made_in){
        .made_at = cx->now_s, .ends_at = cx->now_s + (int64_t)DOSSIER_DAYS * DAY_SECONDS,
        .file = e->file, .sha256 = e->made.sha256, .bytes = e->made.bytes,
        .n_files = e->made.n_files, .n_left = e->made.n_left, .n_changed = e->made.n_changed,
        .code = e->row->code }, NULL);
}

static struct err *
end_once(struct cx *cx, void *arg)
{
    const struct ending *e = arg;
    struct job_line      line[] = {
        { .text = MSG("Files in it: {0}", job_number(cx->arena, e->made.n_files)) },
        { .text = MSG("Left out: {0}", job_number(cx->arena, e->made.n_left)) },
        { .text = MSG("Fetch it at /dossiers/{0}; it is kept for 7 days.", e->row->code) },
        { .text = MSG("Files that are not what was taken in: {0}",
                      job_number(cx->arena, e->made.n_changed)) },
    };

    TRY(put_made(cx, e));
    return job_tell(cx, e->job, line, COUNT(line) - (e->made.n_changed == 0));
}

static struct err *
write_file(struct cx *cx, struct ending *e, struct dossier_plan *plan, int fd)
{
    int64_t bytes = room_beside;

    for (size_t i = 0; i < plan->n_files; i++)
        bytes += plan->file[i].copy.bytes;
    TRY(dossier_folder_room(cx, fd, bytes));
    TRY(dossier_write(cx, plan, fd, (struct dossier_steps){ step, e->job }, &e->made));
    TRY(dossier_folder_keep(cx, fd));
    TRY(journal_flush(cx));             /* what was read of others is told before it is given */
    return store_change(cx, "dossier_made", end_once, e);
}

static struct err *
make(struct cx *cx, struct job *job, const struct dossier *row)
{
    struct ending        e = { .job = job, .row = row };
    struct dossier_plan *plan = NEW(cx->arena, struct dossier_plan);
    int                  fd;

    TRY(dossier_plan_of(cx, row->thing, row->key, plan));
    TRY(dossier_folder_new(cx, &e.file, &fd));
    struct err *fault = write_file(cx, &e, plan, fd);

    if (fault)
        dossier_folder_drop(cx, e.file);
    return fault;
}

/* ---- a sheet -------------------------------------------------------------------------------- */

enum { SHEET_STEPS = 2 };               /* its rows are read; the workbook is closed */

struct reading { const struct dossier *row; const char *path; struct sheet_out *out; };

static struct err *
read_once(struct cx *cx, void *arg)
{
    struct reading     *r = arg;
    struct dossier_plan plan;

    cx->reads = NULL;
    TRY(dossier_head_of(cx, &(struct dossier_asking){ .thing = r->row->thing, .key = r->row->key,
                                                      .is_sheet = true }, &plan));
    TRY(sheet_out_open(cx->arena, r->path, cx->lang, &r->out));
    return plan.kind->sheet(cx, r->row->key, r->out);
}

static struct err *
sheet_end_once(struct cx *cx, void *arg)
{
    const struct ending *e = arg;
    struct job_line      line = {
        .text = MSG("Fetch it at /sheets/{0}; it is kept for 7 days.", e->row->code) };

    TRY(put_made(cx, e));
    return job_tell(cx, e->job, &line, 1);
}

static struct err *
write_sheet(struct cx *cx, struct ending *e, const char *path)
{
    struct reading r = { .row = e->row, .path = path };
    int            fd;

    TRY(job_step(cx, e->job, 0, SHEET_STEPS));
    TRY(store_read(cx, "dossier_sheet", read_once, &r));
    TRY(job_step(cx, e->job, 1, SHEET_STEPS));
    TRY(sheet_out_close(r.out));
    TRY(dossier_folder_open(cx, e->file, &fd));
    TRY(dossier_folder_room(cx, fd, 0));
    TRY(dossier_weigh(cx, fd, &e->made));
    TRY(dossier_folder_keep(cx, fd));
    TRY(journal_flush(cx));
    TRY(job_step(cx, e->job, SHEET_STEPS, SHEET_STEPS));
    e->made.n_files = 1;
    return store_change(cx, "dossier_made", sheet_end_once, e);
}

static struct err *
make_sheet(struct cx *cx, struct job *job, const struct dossier *row)
{
    struct ending e = { .job = job, .row = row };
    const char   *path = "";

    TRY(dossier_folder_path(cx, &e.file, &path));
    struct err *fault = write_sheet(cx, &e, path);

    if (fault)
        dossier_folder_drop(cx, e.file);
    return fault;
}

/* ---- both ------------------------------------------------------------------------------------ */

struct err *
dossier_run(struct cx *cx, struct job *job)
{
    struct dossier row;
    bool           found;

    TRY(dossier_by_code(cx, job->input, cx->now_s, &row, &found));
    if (!found || row.made_at.known)
        return NULL;                    /* nobody waits for it any more; or the last try made it */
    cx->lang = str_eq(row.lang, S("en")) ? LANG_EN : LANG_ID;
    return row.is_sheet ? make_sheet(cx, job, &row) : make(cx, job, &row);
}

struct err *
dossier_sweep(struct cx *cx, struct job *job)
{
    (void)job;
    if (!cx->site || cx->site->vault.n == 0)
        return NULL;
    TRY(dossier_end(cx, cx->now_s, NULL));
    return dossier_folder_sweep(cx, cx->now_s - DAY_SECONDS);
}
