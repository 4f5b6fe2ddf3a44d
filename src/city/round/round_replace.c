/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * round_replace.c — seats that want another holder: the job of every morning asks the office.
 *
 * Holds of posts end by their day, without anybody doing something here; so it is looked at once a
 * day, and one task of the round stands on the office's board until no such seat is left.
 */
#include "base/arena.h"
#include "base/money.h"
#include "city/round/round_part.h"
#include "ground/job/job.h"
#include "office/task/task_rule.h"
#include "store/store.h"

enum { WORKDAYS_TO_REPLACE = 3 };

static struct task_ref
ref_of(const struct round *r)
{
    return (struct task_ref){ ROUND_THING, r->code, S("seats") };
}

static int64_t
count(const struct round_seat_list *list)
{
    int64_t n = 0;

    for (size_t i = 0; i < list->n; i++)
        n += round_seat_wants_other(list->row[i].state);
    return n;
}

static struct err *
ask(struct cx *cx, const struct round *r, int64_t n)
{
    struct str code;

    return task_open(cx, &(struct task_new){ .ref = ref_of(r),
        .title = msg_text(cx->arena, LANG_ID, MSG("{0}: seats that need another assessor: {1}",
                                                  r->title, int_text(cx->arena, LANG_ID, n))),
        .href = str_fmt(cx->arena, "/rounds/%.*s/seats?which=replace", TEXT(r->code)),
        .owes = round_nation(), .asks = round_nation(),
        .due = { .from = round_today(cx), .days = WORKDAYS_TO_REPLACE } }, &code);
}

struct err *
round_replace_feed(struct cx *cx, const struct round *r)
{
    struct round_seat_list list = { .n = 0 };
    struct task            there;
    bool                   found;
    int64_t                n;

    if (!str_eq(r->state, S("open")))
        return NULL;
    TRY(round_seats_seen(cx, r, &list));
    TRY(task_find(cx, ref_of(r), &there, &found));
    n = count(&list);
    if (n > 0)
        return found ? NULL : ask(cx, r, n);
    if (!found)
        return NULL;
    TRY(task_step(cx, ref_of(r), TASK_ANSWER, S("")));
    return task_step(cx, ref_of(r), TASK_APPROVE, S(""));
}

static struct err *
look_once(struct cx *cx, void *arg)
{
    struct round_full full;

    TRY(round_find(cx, *(const struct str *)arg, &full));
    return round_replace_feed(cx, &full.round);
}

struct err *
round_replace_run(struct cx *cx, struct job *job)
{
    struct round_set set;

    TRY(round_list_of(cx, &set));
    for (size_t i = 0; i < set.n; i++) {
        TRY(job_step(cx, job, (int64_t)i, (int64_t)set.n));
        TRY(store_change(cx, "round_replace", look_once, &set.row[i].code));
    }
    return NULL;
}
