/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* task_remind.c — the job of every morning: reminders, each once. */
#include "office/task/task_remind.h"

#include "base/arena.h"
#include "ground/job/job.h"
#include "ground/mail/mail.h"
#include "office/task/task_part.h"
#include "office/task/task_sql.h"
#include "office/workday/workday.h"
#include "store/store.h"

enum { WIB_S = 25200, AHEAD_DAYS = 7, PART = 20 };

static struct date
today(const struct cx *cx)
{
    return date_of_time(cx->now_s, WIB_S);
}

static void
write_reminder(struct task_letter *letter, enum task_reminder reminder, const struct task_owed *row)
{
    static const char *const line[] = {
        [REMIND_NONE]     = NULL,
        [REMIND_WEEK]     = N_("“{0}” is awaited from you by {1}."),
        [REMIND_TWO_DAYS] = N_("“{0}” is awaited from you by {1}."),
        [REMIND_DAY]      = N_("“{0}” is awaited from you by {1}: not much time is left."),
        [REMIND_LATE]     = N_("“{0}” was awaited from you by {1} and has not come in."),
    };

    letter->line[letter->n++] = (struct task_letter_line){ line[reminder], date_of_iso(row->due) };
    if (row->is_provisional)
        letter->line[letter->n++] = (struct task_letter_line){
            N_("The day is provisional: a year's holidays are not decreed yet."), { 0 } };
    letter->line[letter->n++] = (struct task_letter_line){
        N_("If it cannot be done in time, ask for more time there, with the reason."), { 0 } };
}

/* In a change; a task that was changed meanwhile is left to the next morning. */
static struct err *
remind(struct cx *cx, const struct task_owed *row)
{
    struct task_letter letter = { .what = "task_reminder",
        .title = MSG("Outstanding: {0}", row->title) };
    enum task_state    state;
    enum task_reminder reminder;
    struct task        t;
    bool               found;

    if (!task_state_read(row->state, &state))
        return NULL;
    reminder = task_reminder_due(state, date_of_iso(row->due), today(cx),
                                 (enum task_reminder)row->reminded);
    if (reminder == REMIND_NONE)
        return NULL;
    TRY(task_by_id(cx, row->id, &t, &found));
    if (!found || t.reminded != row->reminded || !str_eq(t.state, row->state))
        return NULL;
    letter.task = &t;
    write_reminder(&letter, reminder, row);
    TRY(task_letter_send(cx, task_owes(&t), MAY_ANSWER, &letter));
    if (letter.n_sent == 0)
        return NULL;
    return task_reminded_set(cx, (int64_t)reminder, row->id, row->reminded, NULL);
}

struct part { struct job *job; const struct task_owed *row; size_t n; };

static struct err *
part_once(struct cx *cx, void *arg)
{
    const struct part *p = arg;

    for (size_t i = 0; i < p->n; i++)
        TRY(remind(cx, &p->row[i]));
    return job_save(cx, p->job, str_int(cx->arena, p->row[p->n - 1].id.n));
}

struct err *
task_remind_run(struct cx *cx, struct job *job)
{
    struct date       until = date_from_days(date_days(today(cx)) + AHEAD_DAYS);
    int64_t           after = 0, done = 0;
    struct task_owed *row;
    size_t            n = 1;

    if (!mail_can(cx))
        return NULL;
    if (str_is_known(job->saved) && !str_int64(job->saved, &after))
        after = 0;
    while (n > 0) {
        size_t mark = arena_mark(cx->arena);

        TRY(task_owed_page(cx, date_iso(cx->arena, until), after, &row, &n));
        for (size_t i = 0; i < n; i += PART) {
            struct part p = { job, row + i, n - i < PART ? n - i : PART };

            TRY(store_change(cx, "task_remind", part_once, &p));
            TRY(job_step(cx, job, done += (int64_t)p.n, 0));
        }
        after = n > 0 ? row[n - 1].id.n : after;
        arena_back(cx->arena, mark);
    }
    return NULL;
}

struct err *
task_message_of(struct cx *cx, const struct task *t, struct task_message *m)
{
    struct workday_calendar calendar;
    struct str              link = mail_link(cx, str_fmt(cx->arena, "/tasks/%.*s", TEXT(t->code)));
    struct date             due = date_of_iso(t->due);

    TRY(workday_calendar_of(cx, t->region_code, t->org_id.n, &calendar));
    *m = (struct task_message){ .title = t->title, .due = due,
        .who = str_is_known(t->org_name) ? t->org_name
             : str_is_known(t->region_name) ? t->region_name : S(""),
        .left = workday_between(&calendar, today(cx), due),
        .is_provisional = t->is_provisional, .link = str_is_known(link) ? link : S("") };
    if (m->left >= 0 && date_cmp(due, today(cx)) < 0)
        m->left = -1;           /* over a weekend ago, by no working day */
    return NULL;
}
