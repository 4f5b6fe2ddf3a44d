/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* workbook_task.c — a task of office/task as what fills a workbook and is read from one. */
#include "base/arena.h"
#include "office/task/task.h"
#include "office/workbook/workbook_part.h"

static enum task_kind
kind_of(const struct task_line *l)
{
    enum task_kind kind = TASK_TEXT;

    task_kind_read(l->item.kind, &kind);
    return kind;
}

static struct workbook_item
item_of(struct cx *cx, const struct task_line *l)
{
    struct workbook_item i = { .number = l->item.number, .question = l->item.question,
                               .cell_kind = GRID_TEXT };
    enum task_kind       kind = kind_of(l);

    if (!l->is_answered || l->answer.value.n == 0)
        return i;
    i.now = l->answer.value;
    if (kind == TASK_DOCUMENT)
        return i;
    i.cell_kind = kind == TASK_NUMBER ? GRID_NUMBER : kind == TASK_DATE ? GRID_DATE : GRID_TEXT;
    i.cell = kind != TASK_YES_NO ? i.now
             : msg_text(cx->arena, cx->lang, task_value_shown(cx->arena, cx->lang, kind, i.now));
    return i;
}

static struct err *
tell(struct cx *cx, struct str code, struct workbook_answers *a, bool *found)
{
    struct task_lines *lines = NEW(cx->arena, struct task_lines);
    struct task        task;
    struct err        *e = task_get(cx, code, &task);

    *found = !e;
    if (e)
        return e->kind == ERR_MISSING ? NULL : e;
    TRY(task_lines_of(cx, &task, lines));
    *a = (struct workbook_answers){ .code = task.code, .title = task.title,
        .href = str_fmt(cx->arena, "/tasks/%.*s", TEXT(task.code)), .org = task.org_code,
        .scope = task_owes(&task), .may_take = may(cx, MAY_ANSWER, task_owes(&task)),
        .item = NEWS(cx->arena, struct workbook_item, lines->n + 1), .n = lines->n,
        .record = lines };
    for (size_t i = 0; i < lines->n; i++)
        a->item[i] = item_of(cx, &lines->row[i]);
    return NULL;
}

/* A cell as people would type it, so that the task's own rule reads it. */
static struct msg
read_cell(struct cx *cx, const struct workbook_answers *a, size_t item,
          const struct grid_cell *c, struct str *value)
{
    const struct task_lines *lines = a->record;
    enum task_kind           kind = kind_of(&lines->row[item]);
    struct str               typed = c->text;

    if (kind == TASK_DOCUMENT)
        return MSG("This item is answered by a document, not by a cell.");
    if (c->kind == GRID_NUMBER && kind == TASK_NUMBER)
        typed = task_value_typed(cx->arena, TASK_NUMBER, c->text);
    if (c->kind == GRID_TRUTH && kind == TASK_YES_NO)
        typed = str_eq(c->text, S("true")) ? S("ya") : S("tidak");
    return task_value_read(cx->arena, kind, typed, value);
}

/* What is typed goes through the task's rule once more, so it is given as people write it. */
static struct err *
take(struct cx *cx, const struct workbook_answers *a, const struct workbook_given *given,
     size_t n, size_t *n_taken)
{
    const struct task_lines *lines = a->record;
    struct task_typed       *typed = NEWS(cx->arena, struct task_typed, n + 1);
    struct task_saving       s = { .code = a->code, .typed = typed, .n = n };

    for (size_t i = 0; i < n; i++) {
        const struct task_line *l = &lines->row[given[i].item];
        bool                    is_number = kind_of(l) == TASK_NUMBER;

        typed[i] = (struct task_typed){ .number = l->item.number, .seen = -1,
            .value = is_number ? task_value_typed(cx->arena, TASK_NUMBER, given[i].value)
                               : given[i].value, .note = given[i].note };
    }
    TRY(task_save(cx, &s));
    if (s.n_faults > 0)
        return workbook_fault(cx, s.fault[0].text, typed[s.fault[0].row].number);
    *n_taken = s.n_saved;
    return NULL;
}

const struct workbook_kind workbook_tasks[1] = { { N_("task"), tell, read_cell, take } };
