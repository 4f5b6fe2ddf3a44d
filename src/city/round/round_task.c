/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* round_task.c — the deadlines of an open round on the boards: who owes which stage until when. */
#include "base/arena.h"
#include "city/round/round_part.h"
#include "city/round/round_sql.h"
#include "office/task/task_rule.h"

enum { STAGES = 2 };

struct task_ref
round_task_ref(struct arena *a, struct str code, struct str region_code, int64_t stage)
{
    return (struct task_ref){ ROUND_THING, code,
        str_fmt(a, "%.*s/%lld", TEXT(region_code), (long long)stage) };
}

/* Stored, so in the office's language. */
static struct str
title_of(struct cx *cx, const struct round_full *full, int64_t stage)
{
    return msg_text(cx->arena, LANG_ID, stage == 1 ? MSG("{0}: stage I", full->round.title)
                                                   : MSG("{0}: stage II", full->round.title));
}

static bool
is_open(const struct round_full *full)
{
    return str_eq(full->round.state, S("open"));
}

static struct err *
open_one(struct cx *cx, const struct round_full *full, struct str region_code, int64_t stage)
{
    struct task_ref ref = round_task_ref(cx->arena, full->round.code, region_code, stage);
    struct date     last = round_last_day(full, ROUND_ANSWER, stage);
    struct task     there;
    struct str      code;
    bool            found;

    TRY(task_find(cx, ref, &there, &found));
    if (found || last.year == 0 || date_cmp(last, full->today) < 0)
        return NULL;
    return task_open(cx, &(struct task_new){ .ref = ref, .title = title_of(cx, full, stage),
        .href = str_fmt(cx->arena, "/assessments/%.*s/%.*s", TEXT(full->round.code),
                        TEXT(region_code)), .owes = { .region = region_code },
        .asks = round_nation(), .due = { .date = last } }, &code);
}

struct err *
round_tasks_open(struct cx *cx, const struct round_full *full, struct str region_code)
{
    if (!is_open(full))
        return NULL;
    for (int64_t stage = 1; stage <= STAGES; stage++)
        TRY(open_one(cx, full, region_code, stage));
    return NULL;
}

static struct err *
drop_one(struct cx *cx, struct task_ref ref, struct str why)
{
    struct task there;
    bool        found;

    TRY(task_find(cx, ref, &there, &found));
    return found ? task_step(cx, ref, TASK_DROP, why) : NULL;
}

struct err *
round_tasks_drop(struct cx *cx, const struct round_full *full, struct str region_code,
                 struct str why)
{
    if (!is_open(full))
        return NULL;
    for (int64_t stage = 1; stage <= STAGES; stage++)
        TRY(drop_one(cx, round_task_ref(cx->arena, full->round.code, region_code, stage), why));
    return NULL;
}

/* To the day as it is now; a stage that lost its days is not owed, one that got some is. */
static struct err *
move_one(struct cx *cx, const struct round_full *full, struct str region_code, int64_t stage,
         struct str why)
{
    struct task_ref ref = round_task_ref(cx->arena, full->round.code, region_code, stage);
    struct date     last = round_last_day(full, ROUND_ANSWER, stage);
    struct task     there;
    bool            found;

    TRY(task_find(cx, ref, &there, &found));
    if (!found)
        return NULL;
    if (last.year == 0)
        return task_step(cx, ref, TASK_DROP, why);
    if (date_cmp(date_of_iso(there.due), last) == 0)
        return NULL;
    return task_move(cx, ref, (struct task_deadline){ .date = last }, why);
}

struct err *
round_tasks_move(struct cx *cx, const struct round_full *full, struct str why)
{
    struct round_region_set set;

    if (!is_open(full))
        return NULL;
    TRY(round_regions_of(cx, &full->round, &set));
    for (size_t i = 0; i < set.n; i++)
        for (int64_t stage = 1; stage <= STAGES; stage++)
            TRY(move_one(cx, full, set.row[i].region_code, stage, why));
    return NULL;
}
