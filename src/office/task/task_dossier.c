/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* task_dossier.c — a request, and one organisation's task, as files for examination. */
#include "base/arena.h"
#include "office/dossier/dossier.h"
#include "office/task/task_page.h"
#include "paper/paper.h"
#include "paper/sheet_out.h"

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

static struct err *
tell_task(struct cx *cx, struct str key, struct dossier_record *r)
{
    struct paper_block   *b = NEWS(cx->arena, struct paper_block, BLOCKS_A_TASK);
    struct dossier_thing *thing = NEW(cx->arena, struct dossier_thing);
    struct task           t;

    TRY(task_get(cx, key, &t));
    TRY(task_blocks(cx, &t, b));
    *thing = thing_of(&t);
    *r = (struct dossier_record){
        .name = str_fmt(cx->arena, "%.*s: %.*s", TEXT(t.title), TEXT(task_who(&t))),
        .href = task_href(cx->arena, t.code), .scope = task_owes(&t), .block = b,
        .n = BLOCKS_A_TASK, .thing = thing, .n_things = 1 };
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
    *r = (struct dossier_record){ .name = q.title, .href = task_request_href(cx->arena, q.code),
        .scope = task_request_asks(&q), .block = b, .n = tasks.n * BLOCKS_A_TASK + 1,
        .thing = thing, .n_things = tasks.n + 1 };
    return NULL;
}

/* ---- the figures of a request, a row an answer ----------------------------------------------- */

enum { SHEET_COLUMNS = 9 };

static const struct column sheet_columns[SHEET_COLUMNS] = {
    { "organisation", { .id = N_("Organisation") },     COLUMN_TEXT },
    { "state",    { .id = N_("State") },                COLUMN_TEXT },
    { "due",      { .id = N_("Last day") },             COLUMN_TEXT },
    { "number",   { .id = N_("Number") },               COLUMN_TEXT },
    { "question", { .id = N_("Question") },             COLUMN_TEXT },
    { "text",     { .id = N_("Answer") },               COLUMN_TEXT },
    { "value",    { .id = N_("Answer as a number") },   COLUMN_DEC },
    { "unit",     { .id = N_("Unit") },                 COLUMN_TEXT },
    { "note",     { .id = N_("Note") },                 COLUMN_TEXT },
};

/* A number stands in a column of its own, so that it can be reckoned with. */
static struct err *
put_row(struct cx *cx, const struct task *t, const struct task_line *l, struct sheet_out *out)
{
    enum task_kind kind = TASK_TEXT;
    struct str     cell[SHEET_COLUMNS] = {
        task_who(t), said(cx, task_state_label(task_state_of(t))), t->due, l->item.number,
        l->item.question, S(""), S(""), l->item.unit, l->is_answered ? l->answer.note : S(""),
    };

    task_kind_read(l->item.kind, &kind);
    if (l->is_answered && kind == TASK_NUMBER)
        cell[6] = l->answer.value;
    else if (l->is_answered)
        cell[5] = said(cx, task_value_shown(cx->arena, cx->lang, kind, l->answer.value));
    return sheet_out_row(out, cell);
}

static struct err *
put_task(struct cx *cx, const struct task *t, struct sheet_out *out)
{
    struct task_lines lines;

    TRY(task_lines_of(cx, t, &lines));
    for (size_t i = 0; i < lines.n; i++)
        TRY(put_row(cx, t, &lines.row[i], out));
    return NULL;
}

static struct err *
sheet_of_request(struct cx *cx, struct str key, struct sheet_out *out, struct dossier_steps steps)
{
    struct task_request q;
    struct task_set     tasks;

    TRY(task_request_get(cx, key, &q));
    TRY(task_tasks_of(cx, &q, &tasks));
    TRY(sheet_out_begin(out, said(cx, MSG("Answers")), sheet_columns, SHEET_COLUMNS));
    for (size_t i = 0; i < tasks.n; i++) {
        size_t mark = arena_mark(cx->arena);

        TRY(put_task(cx, &tasks.row[i], out));
        arena_back(cx->arena, mark);
        TRY(steps.step(cx, steps.arg, (int64_t)i + 1, (int64_t)tasks.n));
    }
    return NULL;
}

const struct dossier_kind task_dossiers[TASK_DOSSIERS] = {
    { .thing = "task_request", .label = N_("request for data"), .tell = tell_request,
      .sheet = sheet_of_request },
    { .thing = "task",         .label = N_("task"),             .tell = tell_task },
};
