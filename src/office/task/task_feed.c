/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* task_feed.c — what other slices call inside their changes: open, move, step; and deadlines. */
#include "base/arena.h"
#include "base/secret.h"
#include "office/task/task_part.h"
#include "office/task/task_sql.h"
#include "office/workday/workday.h"

/* ---- deadlines ------------------------------------------------------------------------------ */

static struct err *
no_such_due(struct cx *cx)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "task.due",
        .text = MSG("Give the last day, or how many working days after which day."),
        .where = S("due") });
}

struct err *
task_due_of(struct cx *cx, struct scope owes, struct task_deadline d, struct workday_due *due)
{
    struct workday_calendar calendar;

    if (d.days == 0) {
        *due = (struct workday_due){ .date = d.date };
        return date_is_valid(d.date) && d.date.day ? NULL : no_such_due(cx);
    }
    if (d.days < 0 || d.days > WORKDAYS_MAX || !date_is_valid(d.from) || !d.from.day)
        return no_such_due(cx);
    TRY(workday_calendar_of(cx, owes.region, owes.org, &calendar));
    *due = workday_after(&calendar, d.from, d.days);
    return NULL;
}

struct err *
task_set_due(struct cx *cx, const struct task *t, struct task_deadline d, struct str why)
{
    struct task_fields after = task_fields_of(t);
    struct workday_due due = { .is_provisional = false };

    TRY(task_due_of(cx, task_owes(t), d, &due));
    TRY(task_due_set(cx, &(struct task_due_set_in){ .id = t->id,
        .due = date_iso(cx->arena, due.date), .is_provisional = due.is_provisional,
        .due_from = d.days ? date_iso(cx->arena, d.from) : (struct str){ 0 },
        .due_days = d.days ? KNOWN(d.days) : (struct maybe_int){ 0 } }, NULL));
    after.due = due.date;
    return task_tell(cx, &(struct task_told){ .before = t, .after = after, .why = why });
}

/* ---- opening -------------------------------------------------------------------------------- */

static struct err *
owed_already(struct cx *cx, const struct task *t)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "task.owed",
        .text = MSG("“{0}” is asked for already, until {1}.", t->title,
                    date_text(cx->arena, cx->lang, date_of_iso(t->due))) });
}

static struct err *
tell_opened(struct cx *cx, struct str code)
{
    struct task        t;
    struct task_fields after;
    bool               found;

    TRY(task_by_code(cx, code, &t, &found));
    after = task_fields_of(&t);
    return journal_tell(cx, &(struct fact){ .verb = JOURNAL_ASKED, .thing = "task",
        .key = code, .scope = task_owes(&t), .form = &task_told_form, .after = &after });
}

struct err *
task_open(struct cx *cx, const struct task_new *new, struct str *code)
{
    struct task        there;
    struct workday_due due = { .is_provisional = false };
    bool               found;

    TRY(task_find(cx, new->ref, &there, &found));
    if (found)
        return owed_already(cx, &there);
    TRY(task_due_of(cx, new->owes, new->due, &due));
    *code = secret_code(cx->arena, 3);
    struct task_put_in in = {
        .code = *code, .region_code = new->owes.region, .org_id = { new->owes.org },
        .asker_region = new->asks.region, .asker_org = new->asks.org,
        .thing = str_of(new->ref.thing), .key = new->ref.key, .part = new->ref.part,
        .title = new->title, .href = new->href.n > 0 ? new->href : S(""),
        .due = date_iso(cx->arena, due.date), .is_provisional = due.is_provisional,
        .due_from = new->due.days ? date_iso(cx->arena, new->due.from) : (struct str){ 0 },
        .due_days = new->due.days ? KNOWN(new->due.days) : (struct maybe_int){ 0 },
        .opened_at = cx->now_s };

    TRY(task_put(cx, &in, NULL));
    return tell_opened(cx, *code);
}

/* ---- moving and stepping -------------------------------------------------------------------- */

struct err *
task_find(struct cx *cx, struct task_ref ref, struct task *t, bool *found)
{
    return task_running_of(cx, str_of(ref.thing), ref.key, ref.part, t, found);
}

static struct err *
running(struct cx *cx, struct task_ref ref, struct task *t)
{
    bool found;

    TRY(task_find(cx, ref, t, &found));
    return found ? NULL : task_unknown(cx);
}

struct err *
task_move(struct cx *cx, struct task_ref ref, struct task_deadline due, struct str why)
{
    struct task t;

    TRY(running(cx, ref, &t));
    return task_set_due(cx, &t, due, why);
}

struct err *
task_set_state(struct cx *cx, const struct task *t, enum task_step step, struct str why)
{
    struct task_fields after = task_fields_of(t);
    enum task_state    next;
    int64_t            n;

    if (!task_step_to(task_state_of(t), step, &next) || step == TASK_EXTEND)
        return task_wrong_state(cx, t);
    TRY(task_step_set(cx, &(struct task_step_set_in){ .id = t->id, .was = t->version,
        .state = task_state_word(next),
        .why = next == TASK_RETURNED || next == TASK_DROPPED ? why : (struct str){ 0 },
        .answered_at = next == TASK_ANSWERED ? KNOWN(cx->now_s) : t->answered_at,
        .ended_at = task_has_ended(next) ? KNOWN(cx->now_s) : (struct maybe_int){ 0 } }, &n));
    if (n == 0)
        return task_changed_meanwhile(cx, t);
    if (task_has_ended(next))
        TRY(task_links_end_all(cx, t->id, next == TASK_APPROVED ? "approved" : "dropped"));
    after.state = (int32_t)next;
    return task_tell(cx, &(struct task_told){ .before = t, .after = after, .why = why });
}

struct err *
task_step(struct cx *cx, struct task_ref ref, enum task_step step, struct str why)
{
    struct task t;

    TRY(running(cx, ref, &t));
    return task_set_state(cx, &t, step, why);
}
