/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* job_tend.c — what happens by the clock: schedules ask, what ended long ago is forgotten. */
#include "base/arena.h"
#include "base/money.h"
#include "ground/job/job_part.h"
#include "ground/job/job_run.h"
#include "ground/job/job_sql.h"
#include "ground/job/job_text.h"
#include "module.h"
#include "store/store.h"

enum { DAY_S = 86400, LATE_S = 60 };

/* ---- schedules ------------------------------------------------------------------------------ */

struct schedules { struct job_schedule *row; size_t n; };

static const struct job_schedule *
schedule_of(const struct schedules *s, const struct job_kind *kind)
{
    for (size_t i = 0; i < s->n; i++)
        if (str_eq(s->row[i].kind, str_of(kind->word))
            && str_eq(s->row[i].every, str_of(kind->every)))
            return &s->row[i];
    return NULL;
}

static bool
is_due(const struct cx *cx, const struct schedules *s, const struct job_kind *kind)
{
    const struct job_schedule *row = kind->every ? schedule_of(s, kind) : NULL;

    return kind->every && (!row || row->next_at <= cx->now_s);
}

/* However often it was missed while nothing ran, it is asked for once. A schedule that is met for
 * the first time only gets its time. */
static struct err *
ask_one(struct cx *cx, const struct schedules *s, const struct job_kind *kind)
{
    int64_t next = cx->now_s + DAY_S, id;

    if (!is_due(cx, s, kind))
        return NULL;
    job_every_next(str_of(kind->every), cx->now_s, &next);
    TRY(job_schedule_put(cx, str_of(kind->word), str_of(kind->every), next, NULL));
    if (!schedule_of(s, kind))
        return NULL;
    return job_ask(cx, &(struct job_new){ .kind = kind->word, .key = S("every") }, &id);
}

static struct err *
ask_all(struct cx *cx, void *arg)
{
    struct schedules s = { 0 };

    (void)arg;
    TRY(job_schedules(cx, &s.row, &s.n));
    for (const struct module *const *m = cx->modules; m && *m; m++)
        for (size_t i = 0; i < (*m)->n_jobs; i++)
            TRY(ask_one(cx, &s, &(*m)->jobs[i]));
    return NULL;
}

static bool
any_is_due(const struct cx *cx, const struct schedules *s)
{
    for (const struct module *const *m = cx->modules; m && *m; m++)
        for (size_t i = 0; i < (*m)->n_jobs; i++)
            if (is_due(cx, s, &(*m)->jobs[i]))
                return true;
    return false;
}

/* Reads first: a change, even an empty one, costs readers what was kept for them. */
struct err *
job_tend(struct cx *cx)
{
    struct schedules s = { 0 };

    TRY(job_schedules(cx, &s.row, &s.n));
    return any_is_due(cx, &s) ? store_change(cx, "job_tend", ask_all, NULL) : NULL;
}

/* ---- forgetting ----------------------------------------------------------------------------- */

static struct err *
forget_once(struct cx *cx, void *arg)
{
    struct job_old *old;
    size_t          n;

    (void)arg;
    TRY(job_files_old(cx, cx->now_s - JOB_FILE_KEPT_DAYS * DAY_S, &old, &n));
    for (size_t i = 0; i < n; i++) {
        TRY(job_parts_drop(cx, old[i].id, NULL));
        TRY(job_forget_input(cx, old[i].id, NULL));
    }
    TRY(job_rows_old(cx, cx->now_s - JOB_KEPT_DAYS * DAY_S, &old, &n));
    for (size_t i = 0; i < n; i++)
        TRY(job_drop(cx, old[i].id, NULL));
    return NULL;
}

struct err *
job_clean(struct cx *cx, struct job *job)
{
    TRY(job_step(cx, job, 0, 0));
    return store_change(cx, "job_clean", forget_once, NULL);
}

/* ---- health --------------------------------------------------------------------------------- */

/* What was sent was wrong: who sent it is told, and nobody else can do anything. */
static bool
is_its_askers(struct cx *cx, const struct job_failed *row)
{
    const struct job_kind *kind = job_kind_named(cx, row->kind);
    const struct err      *e = job_err_read(cx->arena, cx->lang, row->error);

    return kind && kind->right != MAY_NOTHING && e && e->kind == ERR_INPUT;
}

static void
find_failed(struct cx *cx, const struct job_failed *row, struct findings *f)
{
    struct msg label = job_label(job_kind_named(cx, row->kind), row->kind);
    struct str number = job_key_text(cx->arena, row->id.n);

    found(f, FINDING_DOUBT, "job.failed",
          MSG("Work {0} failed in the last seven days: {1}.", number,
              msg_text(cx->arena, cx->lang, label)),
          MSG("guyub job show {0} says why; guyub job again {0} tries it again.", number));
}

struct err *
job_examine(struct cx *cx, struct findings *f)
{
    struct job_counts  counts;
    struct job_failed *failed;
    size_t             n, n_found = 0;

    TRY(job_counts_of(cx, &counts));
    TRY(job_failed_since(cx, cx->now_s - 7 * DAY_S, &failed, &n));
    for (size_t i = 0; i < n; i++) {
        if (is_its_askers(cx, &failed[i]))
            continue;
        find_failed(cx, &failed[i], f);
        n_found++;
    }
    if (counts.oldest_due_s > LATE_S)
        found(f, FINDING_BAD, "job.nobody_works",
              MSG("{0} pieces of work are due; the first has waited for {1} seconds.",
                  int_text(cx->arena, cx->lang, counts.due),
                  int_text(cx->arena, cx->lang, counts.oldest_due_s)),
              MSG("Start guyub serve with GUYUB_JOBS above 0, or guyub work."));
    if (n_found == 0 && counts.oldest_due_s <= LATE_S)
        found(f, FINDING_WELL, "job.well", MSG("Work in the background is done in time."),
              MSG_NONE);
    return NULL;
}
