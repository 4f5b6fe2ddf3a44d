/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/care/backup_job.h"

#include "app/care/backup.h"
#include "app/care/disk.h"
#include "app/care/findings.h"
#include "base/arena.h"
#include "base/calendar.h"
#include "base/money.h"
#include "ground/job/job.h"
#include "site.h"

/* ---- the job --------------------------------------------------------------------------------- */

struct nightly { struct cx *cx; struct job *job; struct backup_made made; };

/* The job's own connection writes how far it is; the other one reads a single moment. */
static struct err *
step(struct cx *cx, void *arg, int64_t done, int64_t all)
{
    struct nightly *n = arg;

    (void)cx;
    return job_step(n->cx, n->job, done, all);
}

static struct err *
tell_once(struct cx *cx, void *arg)
{
    struct nightly *n = arg;
    struct job_line line[] = {
        { .text = MSG("Copy made and tried: {0}, {1} bytes.", n->made.dir,
                      int_text(cx->arena, cx->lang, n->made.manifest.bytes)) },
        { .text = MSG("Older copies that were removed: {0}.",
                      int_text(cx->arena, cx->lang, n->made.n_gone)) },
    };

    return job_tell(cx, n->job, line, COUNT(line));
}

static struct err *
make(struct cx *cx, struct nightly *n)
{
    struct cx     there = *cx;
    struct backup b = {
        .folder = cx->site->backup_folder, .keep = cx->site->backup_keep, .watch = { step, n },
    };

    there.reads = NULL;
    TRY(store_open(cx->arena, &there.store, cx->site->db, (struct store_options){ 0 }));
    struct err *e = backup_make(&there, &b, &n->made);

    store_close(there.store);
    return e;
}

static struct err *
not_well(struct cx *cx, const struct finding *bad)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_CONFLICT, .code = "backup.not_well",
        .text = MSG("A copy was made, but what was copied is not well."),
        .detail = bad->is,
        .hint = MSG("No older copy was removed. See: guyub doctor"),
    });
}

static struct err *
run(struct cx *cx, struct job *job)
{
    struct nightly *n = NEW(cx->arena, struct nightly);

    if (!cx->site || !str_is_known(cx->site->backup_folder))
        return NULL;            /* the doctor says that there are no copies */
    *n = (struct nightly){ .cx = cx, .job = job };
    TRY(make(cx, n));
    const struct finding *bad = findings_bad(&n->made.findings, "");

    return bad ? not_well(cx, bad) : store_change(cx, "backup_tell", tell_once, n);
}

static const struct job_kind kinds[] = {
    { .word = "backup", .label = N_("nightly copy"), .right = MAY_NOTHING, .tries = 3,
      .seconds = 6 * 60 * 60, .every = "day 02:30", .run = run },
};

/* ---- what the doctor says -------------------------------------------------------------------- */

enum { OLD_S = 2 * 24 * 60 * 60, HOUR_S = 60 * 60 };

static void
no_folder(struct findings *f)
{
    found(f, FINDING_BAD, "backup.none", MSG("No copies are made: backup_folder is not set."),
          MSG("Set backup_folder in the file of settings to a folder on another disk."));
}

static void
judge_age(struct cx *cx, const struct backup_copies *copies, struct findings *f)
{
    if (copies->n == 0) {
        found(f, FINDING_BAD, "backup.none", MSG("There is no copy in {0}.",
                                                 cx->site->backup_folder),
              MSG("Make one now: guyub backup"));
        return;
    }
    const struct backup_copy *newest = &copies->row[copies->n - 1];
    struct str hours = int_text(cx->arena, cx->lang, (cx->now_s - newest->at) / HOUR_S);

    if (!str_is_known(newest->manifest.program))
        found(f, FINDING_BAD, "backup.damaged", MSG("The newest copy, {0}, cannot be read.",
                                                    newest->name),
              MSG("Make one now: guyub backup"));
    else if (cx->now_s - newest->at > OLD_S)
        found(f, FINDING_BAD, "backup.old", MSG("The newest copy is {0} hours old.", hours),
              MSG("Look at the job \"backup\" on the page /jobs, or make one now: guyub backup"));
    else
        found(f, FINDING_WELL, "backup.age",
              MSG("The newest copy was made and tried {0} hours ago. Copies in all: {1}.", hours,
                  int_text(cx->arena, cx->lang, (int64_t)copies->n)), MSG_NONE);
}

static void
judge_keys(struct cx *cx, struct findings *f)
{
    if (!disk_is_there(cx->arena, backup_keys(cx->arena, cx->site->backup_folder)))
        found(f, FINDING_BAD, "backup.keys",
              MSG("The persons' keys are missing: with this copy alone nobody's name, address or "
                  "login comes back."),
              MSG("Make one now: guyub backup"));
}

static struct err *
examine(struct cx *cx, struct findings *f)
{
    struct backup_copies copies;

    if (!cx->site || !str_is_known(cx->site->backup_folder)) {
        no_folder(f);
        return NULL;
    }
    TRY(backup_list(cx->arena, cx->site->backup_folder, &copies));
    judge_age(cx, &copies, f);
    if (copies.n > 0)
        judge_keys(cx, f);
    return NULL;
}

const struct module backup_module = {
    .name    = "backup",
    .jobs    = kinds,       .n_jobs = COUNT(kinds),
    .examine = examine,
};
