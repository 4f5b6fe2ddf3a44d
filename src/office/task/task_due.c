/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "office/task/task_due.h"

#include "base/arena.h"
#include "ground/job/job.h"
#include "office/task/task_part.h"
#include "office/task/task_remind.h"
#include "office/task/task_sql.h"
#include "office/workday/workday.h"
#include "store/store.h"

enum { PART = 50 };             /* deadlines in one change */

/* ---- seeing that it changed ----------------------------------------------------------------- */

static struct err *
ask_once(struct cx *cx, void *arg)
{
    const int64_t *revision = arg;
    int64_t        id;

    TRY(task_calendar_set(cx, *revision, NULL));
    return job_ask(cx, &(struct job_new){ .kind = TASK_DUE_JOB, .key = S("calendar"),
                                          .input = S("") }, &id);
}

struct err *
task_tend_due(struct cx *cx)
{
    struct task_calendar seen = { .revision = 0 };
    int64_t              revision;
    bool                 found;

    TRY(workday_revision(cx, &revision));
    TRY(task_calendar_now(cx, &seen, &found));
    if (seen.revision == revision)
        return NULL;
    return store_change(cx, "task_tend_due", ask_once, &revision);
}

/* ---- one deadline --------------------------------------------------------------------------- */

static struct err *
write_moved(struct cx *cx, const struct task *t, struct date now)
{
    struct task_letter letter = { .what = "task_moved", .task = t,
        .title = MSG("Another last day: {0}", t->title) };

    letter.line[letter.n++] = (struct task_letter_line){ N_("“{0}” was due on {1}."),
                                                         date_of_iso(t->due) };
    letter.line[letter.n++] = (struct task_letter_line){ N_("“{0}” is now due on {1}."), now };
    letter.line[letter.n++] = (struct task_letter_line){
        N_("Why: the calendar of working days was changed, and the deadline is counted in "
           "working days."), { 0 } };
    TRY(task_letter_send(cx, task_owes(t), MAY_ANSWER, &letter));
    return task_letter_send(cx, task_asks(t), MAY_ASK, &letter);
}

static struct err *
move(struct cx *cx, const struct task_counted *row, struct task_deadline deadline,
     struct date now)
{
    struct task t;
    bool        found;

    TRY(task_by_id(cx, row->id, &t, &found));
    if (!found)
        return NULL;
    TRY(task_set_due(cx, &t, deadline, msg_text(cx->arena, cx->lang,
                                                MSG("The calendar of working days was changed."))));
    return write_moved(cx, &t, now);
}

static struct err *
count_again(struct cx *cx, const struct task_counted *row)
{
    struct scope         owes = { row->region_code, row->org_id.n };
    struct task_deadline deadline = { .from = date_of_iso(row->due_from),
                                      .days = (int32_t)row->due_days.n };
    struct workday_due   due;

    TRY(task_due_of(cx, owes, deadline, &due));
    if (date_cmp(due.date, date_of_iso(row->due)) != 0)
        return move(cx, row, deadline, due.date);
    if (due.is_provisional != row->is_provisional)
        return task_sure_set(cx, due.is_provisional, row->id, NULL);
    return NULL;
}

/* ---- the job -------------------------------------------------------------------------------- */

struct part { struct job *job; const struct task_counted *row; size_t n; };

static struct err *
part_once(struct cx *cx, void *arg)
{
    const struct part *p = arg;

    for (size_t i = 0; i < p->n; i++)
        TRY(count_again(cx, &p->row[i]));
    return job_save(cx, p->job, str_int(cx->arena, p->row[p->n - 1].id.n));
}

static struct err *
requests_once(struct cx *cx, void *arg)
{
    int64_t                     *after = arg;
    struct task_request_counted *row;
    struct workday_due           due;
    size_t                       n;

    TRY(task_request_counted_page(cx, *after, &row, &n));
    for (size_t i = 0; i < n; i++) {
        TRY(task_due_of(cx, (struct scope){ row[i].region_code, row[i].org_id.n },
                        (struct task_deadline){ .from = date_of_iso(row[i].due_from),
                                                .days = (int32_t)row[i].due_days.n }, &due));
        if (date_cmp(due.date, date_of_iso(row[i].due)) != 0
            || due.is_provisional != row[i].is_provisional)
            TRY(task_request_due_set(cx, date_iso(cx->arena, due.date), due.is_provisional,
                                     row[i].id, NULL));
    }
    *after = n > 0 ? row[n - 1].id.n : INT64_MAX;
    return NULL;
}

struct requests { int64_t from, to; };

static struct err *
requests_page(struct cx *cx, void *arg)
{
    struct requests *r = arg;

    r->to = r->from;            /* it may run again */
    return requests_once(cx, &r->to);
}

static struct err *
count_requests(struct cx *cx, struct job *job)
{
    struct requests r = { 0 };

    while (r.from != INT64_MAX) {
        TRY(job_step(cx, job, 0, 0));
        TRY(store_change(cx, "task_due_requests", requests_page, &r));
        r.from = r.to;
    }
    return NULL;
}

struct err *
task_due_run(struct cx *cx, struct job *job)
{
    int64_t              after = 0, done = 0;
    struct task_counted *row;
    size_t               n = 1;

    if (str_is_known(job->saved) && !str_int64(job->saved, &after))
        after = 0;
    while (n > 0) {
        size_t mark = arena_mark(cx->arena);

        TRY(task_counted_page(cx, after, &row, &n));
        for (size_t i = 0; i < n; i += PART) {
            struct part p = { job, row + i, n - i < PART ? n - i : PART };

            TRY(store_change(cx, "task_due", part_once, &p));
            TRY(job_step(cx, job, done += (int64_t)p.n, 0));
        }
        after = n > 0 ? row[n - 1].id.n : after;
        arena_back(cx->arena, mark);
    }
    return count_requests(cx, job);
}
