/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* result_feed.c — what an agency owes of a finding stands on the board. */
#include "base/arena.h"
#include "city/result/result_part.h"
#include "office/task/task.h"
#include "office/task/task_rule.h"

static struct task_ref
ref_of(struct cx *cx, const struct result_finding *f)
{
    return (struct task_ref){ .thing = RESULT_FINDING, .part = S(""),
        .key = str_int(cx->arena, f->id.n) };
}

static struct err *
open_task(struct cx *cx, const struct result_finding *f)
{
    struct str code;

    return task_open(cx, &(struct task_new){ .ref = ref_of(cx, f),
        .title = str_fmt(cx->arena, "Catatan evaluasi %lld nomor %lld", (long long)f->year,
                         (long long)f->id.n),
        .href = result_findings_href(cx->arena, f->round_code, f->region_code),
        .owes = { f->region_code, f->org_id.n }, .asks = { .region = f->region_code },
        .due = { .date = date_of_iso(f->due) } }, &code);
}

/* Given: to another agency it is another task. */
static struct err *
give(struct cx *cx, const struct result_finding *before, const struct result_finding *now,
     const struct task *there)
{
    if (there && before->org_id.n == now->org_id.n)
        return str_eq(there->due, now->due) ? NULL
             : task_move(cx, ref_of(cx, now), (struct task_deadline){
                   .date = date_of_iso(now->due) }, S(""));
    if (there)
        TRY(task_step(cx, ref_of(cx, now), TASK_DROP, S("")));
    return open_task(cx, now);
}

struct err *
result_feed(struct cx *cx, const struct result_finding *before, const struct result_finding *now)
{
    struct task_ref ref = ref_of(cx, now);
    struct task     there;
    bool            found;

    TRY(task_find(cx, ref, &there, &found));
    if (str_eq(now->state, S("given")) && str_eq(before->state, S("followed")) && found)
        return task_step(cx, ref, TASK_RETURN, now->why);
    if (str_eq(now->state, S("given")))
        return give(cx, before, now, found ? &there : NULL);
    if (!found)
        return NULL;
    if (task_is_owed(task_state_of(&there)))
        TRY(task_step(cx, ref, TASK_ANSWER, S("")));
    return str_eq(now->state, S("closed")) ? task_step(cx, ref, TASK_APPROVE, S("")) : NULL;
}
