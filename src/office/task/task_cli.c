/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* task_cli.c — `guyub task …`, `guyub request …`. */
#include "base/arena.h"
#include "office/task/task_page.h"

static struct err *
list_run(struct cx *cx, struct shell *sh)
{
    const struct task_board_query *q = sh->flags;
    struct task_board              b;

    TRY(task_board_of(cx, (struct task_filter){ .org = q->org, .thing = q->thing,
        .which = (enum task_which)q->which, .after = q->after }, &b));
    struct table t = task_table(cx, &b.tasks);
    shell_table(cx, sh, &t);
    return NULL;
}

static void
say_items(struct cx *cx, struct shell *sh, const struct task_sheet *s)
{
    for (size_t i = 0; i < s->n; i++) {
        const struct task_field *f = &s->field[i];
        struct str value = msg_is(f->shown) ? msg_text(cx->arena, cx->lang, f->shown) : S("-");

        shell_say(cx, sh, MSG("{0} {1}: {2}", f->line->item.number, f->line->item.question,
                              value));
    }
}

static struct err *
show_run(struct cx *cx, struct shell *sh)
{
    struct task_page  p = { 0 };
    struct task_lines lines;

    TRY(task_page_of(cx, sh->arg[0], &p));
    TRY(task_lines_of(cx, &p.task, &lines));
    TRY(task_sheet_of(cx, &p.task, &lines, NULL, &p.sheet));
    if (sh->json) {
        shell_json(sh, task_json, &p);
        return NULL;
    }
    shell_line(cx, sh, MSG("What is owed"), p.task.title);
    shell_line(cx, sh, MSG("Who owes"), task_who(&p.task));
    shell_line(cx, sh, MSG("State"),
               msg_text(cx->arena, cx->lang, task_state_label(task_state_of(&p.task))));
    shell_line(cx, sh, MSG("Last day"), p.task.due);
    shell_line(cx, sh, MSG("Reason"), p.task.why);
    say_items(cx, sh, &p.sheet);
    return NULL;
}

static struct err *
requests_run(struct cx *cx, struct shell *sh)
{
    struct task_request_set set;

    TRY(task_requests_of(cx, 0, &set));
    struct table t = task_requests_table(cx, &set);
    shell_table(cx, sh, &t);
    return NULL;
}

static struct err *
request_run(struct cx *cx, struct shell *sh)
{
    struct task_request q;
    struct task_set     tasks;

    TRY(task_request_get(cx, sh->arg[0], &q));
    TRY(task_tasks_of(cx, &q, &tasks));
    struct table t = task_table(cx, &tasks);
    shell_table(cx, sh, &t);
    return NULL;
}

const struct command task_commands[TASK_COMMANDS] = {
    { "task list", NEEDS_STORE, true, &task_board_form, list_run,
      N_("List who owes what by when") },
    { "task show CODE", NEEDS_STORE, true, NULL, show_run, N_("Show one task and its answers") },
    { "request list", NEEDS_STORE, true, NULL, requests_run, N_("List requests for data") },
    { "request show CODE", NEEDS_STORE, true, NULL, request_run,
      N_("Show who has answered a request") },
};
