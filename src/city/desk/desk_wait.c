/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* desk_wait.c — what waits for the reader's post in a region: from the board, from rounds. */
#include "base/arena.h"
#include "base/money.h"
#include "city/assess/assess.h"
#include "city/desk/desk_head.h"
#include "city/desk/desk_part.h"
#include "city/desk/desk_sql.h"
#include "city/judge/judge.h"
#include "office/task/task.h"
#include "office/task/task_rule.h"

/* ---- words ----------------------------------------------------------------------------------- */

static const char *const words[DESK_WAIT_KINDS] = {
    [DESK_STATE] = "state",     [DESK_CONSOLIDATE] = "consolidate", [DESK_REPLY] = "answer",
    [DESK_OBJECT] = "object",   [DESK_APPROVE] = "approve",         [DESK_TIME] = "time",
    [DESK_CLOSE] = "close",     [DESK_GIVE] = "give",
};

struct str
desk_wait_word(enum desk_wait_kind kind)
{
    return str_of(words[kind]);
}

struct msg
desk_wait_label(const struct desk_wait *w)
{
    static const char *const label[DESK_WAIT_KINDS] = {
        [DESK_STATE]       = N_("State that the answers are true, and send"),
        [DESK_CONSOLIDATE] = N_("Consolidate the answers"),
        [DESK_REPLY]       = N_("Answer what the region is asked"),
        [DESK_OBJECT]      = N_("Object to scores, or leave them"),
        [DESK_APPROVE]     = N_("Approve or return an answer"),
        [DESK_TIME]        = N_("Grant or refuse more time"),
        [DESK_CLOSE]       = N_("Close a finding, or send it back"),
        [DESK_GIVE]        = N_("Give findings to agencies"),
    };

    return (struct msg){ .id = label[w->kind] };
}

struct msg
desk_wait_note(struct arena *a, const struct desk_wait *w)
{
    struct str n = str_int(a, w->n);

    if (w->kind == DESK_GIVE)
        return w->n == 1 ? MSG("1 finding") : MSG("{0} findings", n);
    if (w->kind == DESK_STATE || w->kind == DESK_CONSOLIDATE)
        return MSG("{0} of {1} items have the city's number", n, str_int(a, w->of));
    return MSG_NONE;
}

/* ---- in order -------------------------------------------------------------------------------- */

/* What has no day comes last. */
static void
put(struct desk_head *h, struct desk_wait w)
{
    size_t at = h->n_waits++;

    for (; at > 0 && str_is_known(w.due)
           && (!str_is_known(h->wait[at - 1].due) || str_cmp(w.due, h->wait[at - 1].due) < 0); at--)
        h->wait[at] = h->wait[at - 1];
    h->wait[at] = w;
}

/* What a region decides waits for the region's own posts, not for those above it that could. */
static bool
stands_here(const struct cx *cx, const struct desk_head *h)
{
    return str_eq(task_own_scope(cx).region, h->region.code);
}

/* ---- from the board -------------------------------------------------------------------------- */

static struct desk_wait
of_task(const struct task *t, enum desk_wait_kind kind, struct str href)
{
    return (struct desk_wait){ .kind = kind, .title = t->title, .who = t->org_name, .due = t->due,
                               .href = href };
}

static struct str
task_page(struct cx *cx, const struct task *t)
{
    return str_fmt(cx->arena, "/tasks/%.*s", TEXT(t->code));
}

/* How many items have the city's number. */
static struct err *
count_items(struct cx *cx, const struct assess_full *x, struct desk_wait *w)
{
    struct assess_lines lines = { .n = 0 };

    TRY(assess_lines_of(cx, x, &lines));
    w->of = (int64_t)lines.n;
    for (size_t i = 0; i < lines.n; i++)
        w->n += assess_says(&lines.row[i], ASSESS_CITY) > 0;
    return NULL;
}

/* Is it the stage that is written today, and not sent? */
static bool
is_on(struct cx *cx, const struct assess_full *x, const struct task *t)
{
    struct task_ref now = round_task_ref(cx->arena, x->round.round.code, x->entry.region_code,
                                         x->stage);

    return str_eq(t->part, now.part) && !assess_is_locked(x)
        && round_allows(x->round.now, ROUND_ANSWER);
}

/* A stage that is not sent: stated by the head, made ready by who consolidates. */
static struct err *
put_stage(struct cx *cx, struct desk_head *h, const struct task *t)
{
    bool               states = may(cx, MAY_STATE, task_owes(t));
    struct assess_full x;
    struct desk_wait   w = of_task(t, states ? DESK_STATE : DESK_CONSOLIDATE,
        str_fmt(cx->arena, "/assessments/%.*s/%.*s/%s", TEXT(t->key), TEXT(t->region_code),
                states ? "statement" : "city"));
    struct err        *e;

    if (!states && !may(cx, MAY_CONSOLIDATE, task_owes(t)))
        return NULL;
    e = assess_get(cx, t->key, t->region_code, &x);
    if (e)
        return e->kind == ERR_MISSING ? NULL : e;
    if (!is_on(cx, &x, t))
        return NULL;
    TRY(count_items(cx, &x, &w));
    put(h, w);
    return NULL;
}

/* The region itself owes it. */
static struct err *
put_owed(struct cx *cx, struct desk_head *h, const struct task *t)
{
    enum right right = str_eq(t->thing, S(JUDGE_THING)) ? MAY_CONSOLIDATE : MAY_ANSWER;

    if (str_eq(t->thing, S(ROUND_THING)))
        return put_stage(cx, h, t);
    if (may(cx, right, task_owes(t)))
        put(h, of_task(t, DESK_REPLY, t->href.n > 0 ? t->href : task_page(cx, t)));
    return NULL;
}

/* An agency has answered it. */
static void
put_answered(struct cx *cx, struct desk_head *h, const struct task *t)
{
    if (str_eq(t->thing, S(RESULT_FINDING))) {
        if (may(cx, MAY_CONSOLIDATE, task_asks(t)))
            put(h, of_task(t, DESK_CLOSE, t->href));
        return;
    }
    if (!may(cx, MAY_APPROVE, task_owes(t)))
        return;
    if (str_eq(t->thing, S(ASSESS_THING)))
        put(h, of_task(t, DESK_APPROVE, str_fmt(cx->arena, "%.*s/approve", TEXT(t->href))));
    else
        put(h, of_task(t, DESK_APPROVE, task_page(cx, t)));
}

/* More time is granted by who asked, and by nobody above. */
static void
put_wish(struct cx *cx, struct desk_head *h, const struct task *t)
{
    struct scope asks = task_asks(t), own = task_own_scope(cx);

    if (str_is_known(t->wish) && str_eq(asks.region, own.region) && may(cx, MAY_ASK, asks))
        put(h, of_task(t, DESK_TIME, task_page(cx, t)));
}

static struct err *
put_tasks(struct cx *cx, struct desk_head *h, const struct task_set *set)
{
    for (size_t i = 0; i < set->n; i++) {
        const struct task *t = &set->row[i];
        enum task_state    state = task_state_of(t);

        put_wish(cx, h, t);
        if (!stands_here(cx, h))
            continue;
        if (task_is_owed(state) && t->org_id.n == 0)
            TRY(put_owed(cx, h, t));
        if (state == TASK_ANSWERED)
            put_answered(cx, h, t);
    }
    return NULL;
}

/* ---- from rounds ----------------------------------------------------------------------------- */

/* The right of reply is on, the region sent answers, and its final numbers are not locked. */
static struct err *
may_object(struct cx *cx, const struct round_full *round, struct str region_code, bool *is)
{
    struct assess_full x;
    bool               is_locked = true;
    struct err        *e;

    *is = false;
    if (!round_allows(round->now, ROUND_OBJECT))
        return NULL;
    e = assess_get(cx, round->round.code, region_code, &x);
    if (e)
        return e->kind == ERR_MISSING ? NULL : e;
    if (x.entry.id.n == 0 || !assess_is_locked(&x))
        return NULL;
    TRY(judge_is_locked(cx, &x, x.stage, &is_locked));
    *is = !is_locked;
    return NULL;
}

static struct err *
put_replies(struct cx *cx, struct desk_head *h, const struct desk_round *row, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct round_full round;
        bool              is = false;

        TRY(round_get(cx, row[i].code, &round));
        TRY(may_object(cx, &round, h->region.code, &is));
        if (is)
            put(h, (struct desk_wait){ .kind = DESK_OBJECT, .title = row[i].title,
                .due = round.phase[ROUND_REPLY].to_day,
                .href = str_fmt(cx->arena, "/judging/%.*s/%.*s", TEXT(row[i].code),
                                TEXT(h->region.code)) });
    }
    return NULL;
}

/* ---- from findings --------------------------------------------------------------------------- */

static void
put_findings(struct cx *cx, struct desk_head *h)
{
    for (size_t i = 0; i < h->n_sets; i++) {
        const struct result_finding_set *set = &h->set[i];
        struct desk_wait w = { .kind = DESK_GIVE, .title = set->round.round.title,
            .href = desk_findings_href(cx->arena, set->round.round.code, h->region.code) };

        for (size_t k = 0; k < set->n; k++)
            w.n += desk_is_open(&set->row[k]) && set->row[k].org_id.n == 0;
        if (w.n > 0)
            put(h, w);
    }
}

struct err *
desk_waits_of(struct cx *cx, struct desk_head *h)
{
    struct scope       scope = { .region = h->region.code };
    bool               is_here = stands_here(cx, h);
    struct task_set    tasks;
    struct desk_round *round;
    size_t             rounds;

    TRY(task_board_rows(cx, (struct task_filter){ .which = TASKS_RUNNING,
        .region = h->region.code }, &tasks));
    TRY(desk_rounds(cx, h->region.code, &round, &rounds));
    h->wait = NEWS(cx->arena, struct desk_wait, 2 * tasks.n + h->n_sets + rounds + 1);
    TRY(put_tasks(cx, h, &tasks));
    if (is_here && may(cx, MAY_OBJECT, scope))
        TRY(put_replies(cx, h, round, rounds));
    if (is_here && may(cx, MAY_CONSOLIDATE, scope))
        put_findings(cx, h);
    return NULL;
}
