/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* task_evidence.c — a ZIP of evidence for a task's items (office/document/document_zip.h). */
#include "base/arena.h"
#include "office/task/task_page.h"
#include "office/task/task_part.h"

static struct err *
task_evidence_open(struct cx *cx, struct str code, struct evidence_wanted *wanted)
{
    struct task       t;
    struct task_lines lines;

    TRY(task_get(cx, code, &t));
    TRY(must(cx, MAY_ANSWER, task_owes(&t)));
    if (task_has_ended(task_state_of(&t)))
        return task_wrong_state(cx, &t);
    TRY(task_lines_of(cx, &t, &lines));
    *wanted = (struct evidence_wanted){
        .name = t.title, .org = t.org_code, .n = lines.n,
        .href = task_href(cx->arena, t.code),
        .part = NEWS(cx->arena, struct evidence_part, lines.n + 1) };
    for (size_t i = 0; i < lines.n; i++)
        wanted->part[i] = (struct evidence_part){ .part = lines.row[i].item.number,
            .number = lines.row[i].item.number, .title = lines.row[i].item.question };
    return NULL;
}

const struct evidence_kind task_evidence[TASK_EVIDENCE] = { { "task", task_evidence_open } };
