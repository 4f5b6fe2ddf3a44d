/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* judge_feed.c — what the region owes its assessors stands on the board: answers to questions. */
#include "base/arena.h"
#include "city/judge/judge_part.h"
#include "city/judge/judge_sql.h"
#include "office/task/task.h"

static struct err *
unanswered(struct cx *cx, const struct assess_full *x, size_t *n)
{
    struct judge_question *q;
    size_t                 all;

    TRY(judge_questions(cx, x->entry.id, x->stage, &q, &all));
    *n = 0;
    for (size_t i = 0; i < all; i++)
        *n += !str_is_known(q[i].answer);
    return NULL;
}

static struct err *
open_task(struct cx *cx, const struct assess_full *x, struct task_ref ref)
{
    struct date due = round_last_day(&x->round, ROUND_ASK, x->stage);
    struct str  code;

    return task_open(cx, &(struct task_new){ .ref = ref,
        .title = str_fmt(cx->arena, "Pertanyaan asesor: %.*s", TEXT(x->round.round.title)),
        .href = judge_href(cx->arena, x), .owes = assess_scope(x),
        .asks = { .region = S("") }, .due = { .date = due } }, &code);
}

struct err *
judge_feed_questions(struct cx *cx, const struct assess_full *x)
{
    struct task_ref ref = { .thing = JUDGE_THING, .key = x->entry.code,
                            .part = str_fmt(cx->arena, "questions-%lld", (long long)x->stage) };
    struct task     task;
    bool            there;
    size_t          n;

    TRY(unanswered(cx, x, &n));
    TRY(task_find(cx, ref, &task, &there));
    if (n > 0)
        return there ? NULL : open_task(cx, x, ref);
    if (!there)
        return NULL;
    TRY(task_step(cx, ref, TASK_ANSWER, S("")));
    return task_step(cx, ref, TASK_APPROVE, S(""));
}
