/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* assess_feed.c — the board: what agencies owe of their items, what the region owes as a whole. */
#include "base/arena.h"
#include "city/assess/assess_part.h"
#include "city/assess/assess_sql.h"
#include "office/task/task.h"

/* An agency's task has the agency's code as its part. */
static struct task_ref
ref_of(const struct assess_full *x, struct str part)
{
    return (struct task_ref){ ASSESS_THING, x->entry.code, part };
}

static struct str
title_of(struct cx *cx, const struct assess_full *x)
{
    return str_fmt(cx->arena, "%.*s (%s)", TEXT(x->round.round.title), x->stage == 2 ? "II" : "I");
}

/* ---- one agency ------------------------------------------------------------------------------ */

struct owing { struct str org_code, due; enum assess_state *state; size_t n; };

static struct err *
owing_of(struct cx *cx, const struct assess_full *x, int64_t org, struct owing *o)
{
    struct assess_lines lines;

    TRY(assess_lines_whole(cx, x, x->stage, &lines));
    *o = (struct owing){ .state = NEWS(cx->arena, enum assess_state, lines.n + 1), .due = S("") };
    for (size_t i = 0; i < lines.n; i++) {
        const struct assess_part *p = &lines.row[i].part;

        if (p->id.n == 0 || p->org_id.n != org)
            continue;
        assess_state_read(p->state, &o->state[o->n++]);
        o->org_code = p->org_code;
        if (str_cmp(p->due, o->due) > 0)
            o->due = p->due;
    }
    return NULL;
}

static struct err *
open_task(struct cx *cx, const struct assess_full *x, int64_t org, const struct owing *o)
{
    struct str code;

    return task_open(cx, &(struct task_new){ .ref = ref_of(x, o->org_code),
        .title = title_of(cx, x), .href = assess_org_href(cx->arena, x, o->org_code),
        .owes = assess_org_scope(x, org), .asks = assess_scope(x),
        .due = { .date = date_of_iso(o->due) } }, &code);
}

static struct str
more_items(struct cx *cx)
{
    return msg_text(cx->arena, LANG_ID, MSG("More items were given."));
}

/* From where the task stands to where the items stand. */
static struct err *
step_task(struct cx *cx, struct task_ref ref, enum task_state now, enum assess_state all,
          struct str why)
{
    bool is_owed = task_is_owed(now);

    if (is_owed && (all == ASSESS_ANSWERED || all == ASSESS_APPROVED))
        TRY(task_step(cx, ref, TASK_ANSWER, S("")));
    if (all == ASSESS_APPROVED)
        return task_step(cx, ref, TASK_APPROVE, S(""));
    if (!is_owed && all != ASSESS_ANSWERED)
        return task_step(cx, ref, TASK_RETURN, why.n > 0 ? why : more_items(cx));
    return NULL;
}

/* It owes nothing any more: its items were given to others. */
static struct err *
drop_task(struct cx *cx, const struct assess_full *x, int64_t org)
{
    struct assess_org who;
    struct task       t;
    bool              found;

    TRY(assess_org_of(cx, (struct org_id){ org }, &who, &found));
    if (found)
        TRY(task_find(cx, ref_of(x, who.code), &t, &found));
    return found ? task_step(cx, ref_of(x, who.code), TASK_DROP, S("")) : NULL;
}

struct err *
assess_feed(struct cx *cx, const struct assess_full *x, int64_t org, struct str why)
{
    struct owing      o;
    struct task       t;
    enum assess_state all;
    bool              found;

    TRY(owing_of(cx, x, org, &o));
    if (o.n == 0)
        return drop_task(cx, x, org);
    all = assess_state_of_all(o.state, o.n);
    TRY(task_find(cx, ref_of(x, o.org_code), &t, &found));
    if (!found && all == ASSESS_APPROVED)
        return NULL;
    if (!found) {
        TRY(open_task(cx, x, org, &o));
        return step_task(cx, ref_of(x, o.org_code), TASK_OPEN, all, why);
    }
    if (!str_eq(t.due, o.due))
        TRY(task_move(cx, ref_of(x, o.org_code),
                      (struct task_deadline){ .date = date_of_iso(o.due) }, S("")));
    return step_task(cx, ref_of(x, o.org_code), task_state_of(&t), all, why);
}

/* ---- the region as a whole ------------------------------------------------------------------- */

static struct task_ref
region_ref(struct cx *cx, const struct assess_full *x)
{
    return round_task_ref(cx->arena, x->round.round.code, x->entry.region_code, x->stage);
}

struct err *
assess_feed_reopened(struct cx *cx, const struct assess_full *x)
{
    struct task t;
    struct str  code;
    bool        found;

    TRY(task_find(cx, region_ref(cx, x), &t, &found));
    if (found)
        return NULL;
    return task_open(cx, &(struct task_new){ .ref = region_ref(cx, x), .title = title_of(cx, x),
        .href = str_fmt(cx->arena, "%.*s/statement", TEXT(assess_href(cx->arena, x))),
        .owes = assess_scope(x), .asks = { .region = S("") },
        .due = { .date = round_last_day(&x->round, ROUND_ANSWER, x->stage) } }, &code);
}

/* What waits for approval is told as approved: it was sent. What was not answered is dropped. */
static struct err *
end_task(struct cx *cx, struct task_ref ref, bool is_done)
{
    struct task t;
    bool        found;

    TRY(task_find(cx, ref, &t, &found));
    if (!found)
        return NULL;
    if (!is_done && task_is_owed(task_state_of(&t)))
        return task_step(cx, ref, TASK_DROP, S(""));
    if (task_is_owed(task_state_of(&t)))
        TRY(task_step(cx, ref, TASK_ANSWER, S("")));
    return task_step(cx, ref, TASK_APPROVE, S(""));
}

struct err *
assess_feed_sent(struct cx *cx, const struct assess_full *x)
{
    struct assess_lines lines;

    TRY(assess_lines_whole(cx, x, x->stage, &lines));
    for (size_t i = 0; i < lines.n; i++)
        if (lines.row[i].part.id.n != 0)
            TRY(end_task(cx, ref_of(x, lines.row[i].part.org_code), false));
    return end_task(cx, region_ref(cx, x), true);
}
