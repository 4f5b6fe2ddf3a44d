/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* task_rows.c — the answers of a request, and the board, as rows of a workbook, part by part. */
#include "base/arena.h"
#include "ground/org/org.h"
#include "office/dossier/dossier.h"
#include "office/task/task_page.h"
#include "paper/sheet_out.h"
#include "web/query.h"

static struct str
said(struct cx *cx, struct msg m)
{
    return msg_text(cx->arena, cx->lang, m);
}

/* ---- a request, a row an item of an organisation --------------------------------------------- */

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

struct err *
task_rows_of_request(struct cx *cx, struct str key, struct sheet_out *out)
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
    }
    return NULL;
}

/* ---- the board ------------------------------------------------------------------------------- */

struct str
task_board_words(struct arena *a, const struct task_filter *f)
{
    return str_fmt(a, "which=%s&org=%.*s&thing=%.*s%s", task_whiches[f->which].value,
                   TEXT(query_encode(a, f->org, false)), TEXT(query_encode(a, f->thing, false)),
                   f->mine ? "&mine=1" : "");
}

/* What an address of the board asks for, from its beginning. */
static struct err *
filter_of(struct cx *cx, struct str key, struct task_filter *f)
{
    struct query            *q = NEW(cx->arena, struct query);
    struct form_faults      *faults = NEW(cx->arena, struct form_faults);
    struct task_board_query *asked = NEW(cx->arena, struct task_board_query);

    if (!query_read(cx->arena, key, q))
        q->n = 0;
    form_read(cx->arena, &task_board_form, q->pair, q->n, asked, faults);
    TRY(form_err(cx->arena, faults));
    *f = task_board_filter(asked);
    f->after = 0;
    return NULL;
}

/* For who reads the board at all; of an organisation that there is. */
struct err *
task_board_head(struct cx *cx, struct str key, struct dossier_record *r)
{
    struct task_filter f;
    struct org         org;

    TRY(must_somewhere(cx, MAY_READ_WORK));
    TRY(filter_of(cx, key, &f));
    *r = (struct dossier_record){
        .name = said(cx, MSG("Outstanding")), .scope = task_own_scope(cx),
        .href = str_fmt(cx->arena, "/tasks?%.*s", TEXT(task_board_words(cx->arena, &f))) };
    if (f.org.n == 0)
        return NULL;
    TRY(org_get(cx, f.org, &org));
    r->name = str_fmt(cx->arena, "%.*s: %.*s", TEXT(r->name), TEXT(org.name));
    return NULL;
}

static struct err *
put_page(struct cx *cx, const struct task_filter *f, struct sheet_out *out, bool *more)
{
    struct task_set set;
    struct table    t;

    TRY(task_board_rows(cx, *f, &set));
    t = task_table(cx, &set);
    for (size_t i = 0; i < t.n_rows; i++)
        TRY(sheet_out_row(out, &t.cell[i * t.n_columns]));
    *more = set.more;
    return NULL;
}

struct err *
task_rows_of_board(struct cx *cx, struct str key, struct sheet_out *out)
{
    struct table       empty = task_table(cx, &(struct task_set){ .n = 0 });
    struct task_filter f;

    TRY(filter_of(cx, key, &f));
    TRY(sheet_out_begin(out, said(cx, MSG("Outstanding")), empty.column, empty.n_columns));
    for (bool more = true; more; f.after += TASK_BOARD_MAX) {
        size_t mark = arena_mark(cx->arena);

        TRY(put_page(cx, &f, out, &more));
        arena_back(cx->arena, mark);
    }
    return NULL;
}
