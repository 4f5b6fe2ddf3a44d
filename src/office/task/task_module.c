/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* task_module.c — what the slice shows to the program. */
#include "ground/job/job.h"
#include "office/task/task_due.h"
#include "office/task/task_page.h"
#include "office/task/task_part.h"
#include "office/task/task_remind.h"
#include "office/task/task_sql.h"

static const struct told told[] = {
    { "task", N_("task"), { &task_told_form, &task_answer_told_form } },
    { "task_request", N_("request for data"), { &task_request_told_form } },
    { "task_agenda", N_("agenda's address"), { NULL } },
    { "task_link", N_("link for a contributor"), { &task_link_told_form } },
};

static const struct job_kind kinds[] = {
    { .word = TASK_DUE_JOB, .label = N_("deadlines by a changed calendar"), .right = MAY_NOTHING,
      .run = task_due_run },
    { .word = TASK_REMIND_JOB, .label = N_("reminders of what is outstanding"),
      .right = MAY_NOTHING, .every = "day 07:00", .run = task_remind_run },
};

static struct err *
tend(struct cx *cx)
{
    TRY(task_tend_links(cx));
    return task_tend_due(cx);
}

const struct module task_module = {
    .name       = "task",
    .routes     = task_routes,     .n_routes     = TASK_ROUTES,
    .commands   = task_commands,   .n_commands   = TASK_COMMANDS,
    .migrations = task_migrations, .n_migrations = TASK_MIGRATIONS,
    .statements = task_statements, .n_statements = TASK_STATEMENTS,
    .panels     = task_panels,     .n_panels     = TASK_PANELS,
    .told       = told,            .n_told       = COUNT(told),
    .dossiers   = task_dossiers,   .n_dossiers   = TASK_DOSSIERS,
    .evidence   = task_evidence,   .n_evidence   = TASK_EVIDENCE,
    .jobs       = kinds,           .n_jobs       = COUNT(kinds),
    .tend       = tend,
};
