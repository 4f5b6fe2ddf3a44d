/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* task_dossier.c — a request, and one organisation's task, as files for examination. */
#include "base/arena.h"
#include "office/dossier/dossier.h"
#include "office/task/task_page.h"
#include "paper/paper.h"

enum { COLUMNS = 4, BLOCKS_A_TASK = 3 };

static struct str
said(struct cx *cx, struct msg m)
{
    return msg_text(cx->arena, cx->lang, m);
}

/* ---- blocks ---------------------------------------------------------------------------------- */

static struct paper_block
task_facts(struct cx *cx, const struct task *t)
{
    struct str *text = NEWS(cx->arena, struct str, 6);

    text[0] = said(cx, MSG("State"));
    text[1] = said(cx, task_state_label(task_state_of(t)));
    text[2] = said(cx, MSG("Last day"));
    text[3] = date_text(cx->arena, cx->lang, date_of_iso(t->due));
    text[4] = said(cx, MSG("Code"));
    text[5] = t->code;
    return (struct paper_block){ .kind = PAPER_FIELDS, .text = text, .n = 6 };
}

static void
line_cells(struct cx *cx, const struct task_line *l, struct str cell[static COLUMNS])
{
    enum task_kind kind = TASK_TEXT;
    struct msg     shown;

    task_kind_read(l->item.kind, &kind);
    shown = task_value_shown(cx->arena, cx->lang, kind, l->answer.value);
    cell[0] = l->item.number;
    cell[1] = l->item.question;
    cell[2] = msg_is(shown) ? said(cx, shown) : said(cx, MSG("not answered"));
    cell[3] = l->is_answered ? l->answer.note : S("");
}

static struct paper_block
answers_table(struct cx *cx, const struct task_lines *lines)
{
    static const bool is_number[COLUMNS];
    struct str       *text = NEWS(cx->arena, struct str, (lines->n + 1) * COLUMNS);

    text[0] = said(cx, MSG("Number"));
    text[1] = said(cx, MSG("Question"));
    text[2] = said(cx, MSG("Answer"));
    text[3] = said(cx, MSG("Note"));
    for (size_t i = 0; i < lines->n; i++)
        line_cells(cx, &lines->row[i], &text[(i + 1) * COLUMNS]);
    return (struct paper_block){ .kind = PAPER_TABLE, .text = text,
                                 .n = (lines->n + 1) * COLUMNS, .n_columns = COLUMNS,
                                 .is_number = is_number };
}

/* Heading, facts and answers of one organisation. */
static struct err *
task_blocks(struct cx *cx, const struct task *t, struct paper_block *b)
{
    struct str       *name = NEW(cx->arena, struct str);
    struct task_lines lines;

    *name = task_who(t);
    TRY(task_lines_of(cx, t, &lines));
    b[0] = (struct paper_block){ .kind = PAPER_HEADING, .text = name, .n = 1 };
    b[1] = task_facts(cx, t);
    b[2] = answers_table(cx, &lines);
    return NULL;
}

static struct dossier_thing
thing_of(const struct task *t)
{
    return (struct dossier_thing){ "task", t->code, task_owes(t), task_who(t) };
}

/* ---- one task -------------------------------------------------------------------------------- */

static struct dossier_record
head_of_task(struct cx *cx, const struct task *t)
{
    return (struct dossier_record){
        .name = str_fmt(cx->arena, "%.*s: %.*s", TEXT(t->title), TEXT(task_who(t))),
        .href = task_href(cx->arena, t->code), .scope = task_owes(t) };
}

static struct err *
head_task(struct cx *cx, struct str key, struct dossier_record *r)
{
    struct task t;

    TRY(task_get(cx, key, &t));
    *r = head_of_task(cx, &t);
    return NULL;
}

static struct err *
tell_task(struct cx *cx, struct str key, struct dossier_record *r)
{
    struct paper_block   *b = NEWS(cx->arena, struct paper_block, BLOCKS_A_TASK);
    struct dossier_thing *thing = NEW(cx->arena, struct dossier_thing);
    struct task           t;

    TRY(task_get(cx, key, &t));
    TRY(task_blocks(cx, &t, b));
    *thing = thing_of(&t);
    *r = head_of_task(cx, &t);
    r->block = b;
    r->n = BLOCKS_A_TASK;
    r->thing = thing;
    r->n_things = 1;
    return NULL;
}

/* ---- a request with all of its tasks --------------------------------------------------------- */

static struct paper_block
request_facts(struct cx *cx, const struct task_request *q)
{
    struct str *text = NEWS(cx->arena, struct str, 6);

    text[0] = said(cx, MSG("What it is for"));
    text[1] = q->body.n > 0 ? q->body : S("-");
    text[2] = said(cx, MSG("Last day"));
    text[3] = date_text(cx->arena, cx->lang, date_of_iso(q->due));
    text[4] = said(cx, MSG("Code"));
    text[5] = q->code;
    return (struct paper_block){ .kind = PAPER_FIELDS, .text = text, .n = 6 };
}

static struct dossier_record
head_of_request(struct cx *cx, const struct task_request *q)
{
    return (struct dossier_record){ .name = q->title, .scope = task_request_asks(q),
                                    .href = task_request_href(cx->arena, q->code) };
}

static struct err *
head_request(struct cx *cx, struct str key, struct dossier_record *r)
{
    struct task_request q;

    TRY(task_request_get(cx, key, &q));
    *r = head_of_request(cx, &q);
    return NULL;
}

static struct err *
tell_request(struct cx *cx, struct str key, struct dossier_record *r)
{
    struct task_request q;
    struct task_set     tasks;

    TRY(task_request_get(cx, key, &q));
    TRY(task_tasks_of(cx, &q, &tasks));
    struct paper_block   *b = NEWS(cx->arena, struct paper_block, tasks.n * BLOCKS_A_TASK + 1);
    struct dossier_thing *thing = NEWS(cx->arena, struct dossier_thing, tasks.n + 1);

    b[0] = request_facts(cx, &q);
    thing[0] = (struct dossier_thing){ "task_request", q.code, task_request_asks(&q), q.title };
    for (size_t i = 0; i < tasks.n; i++) {
        TRY(task_blocks(cx, &tasks.row[i], &b[i * BLOCKS_A_TASK + 1]));
        thing[i + 1] = thing_of(&tasks.row[i]);
    }
    *r = head_of_request(cx, &q);
    r->block = b;
    r->n = tasks.n * BLOCKS_A_TASK + 1;
    r->thing = thing;
    r->n_things = tasks.n + 1;
    return NULL;
}

const struct dossier_kind task_dossiers[TASK_DOSSIERS] = {
    { .thing = "task_request", .label = N_("request for data"), .head = head_request,
      .tell = tell_request, .sheet = task_rows_of_request },
    { .thing = "task",         .label = N_("task"),             .head = head_task,
      .tell = tell_task },
    { .thing = "task_board",   .label = N_("board of tasks"),   .head = task_board_head,
      .sheet = task_rows_of_board },
};
