/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* task.c — reading tasks: one, and the board. */
#include "office/task/task.h"

#include "base/arena.h"
#include "ground/org/org.h"
#include "ground/post/post_holding.h"
#include "office/task/task_part.h"
#include "office/task/task_sql.h"

struct scope
task_owes(const struct task *t)
{
    return (struct scope){ .region = t->region_code, .org = t->org_id.n };
}

struct scope
task_asks(const struct task *t)
{
    return (struct scope){ .region = t->asker_region, .org = t->asker_org };
}

enum task_state
task_state_of(const struct task *t)
{
    enum task_state state = TASK_OPEN;

    task_state_read(t->state, &state);      /* the table's own rule holds the words */
    return state;
}

struct err *
task_get(struct cx *cx, struct str code, struct task *t)
{
    bool found;

    TRY(task_by_code(cx, code, t, &found));
    if (!found)
        return task_unknown(cx);
    if (may(cx, MAY_READ_WORK, task_owes(t)) || may(cx, MAY_READ_WORK, task_asks(t)))
        return NULL;
    return task_unknown(cx);
}

struct err *
task_extensions_of(struct cx *cx, const struct task *t, struct task_extension_set *set)
{
    return task_extensions(cx, t->id, &set->row, &set->n);
}

/* ---- the board ------------------------------------------------------------------------------ */

const struct choice task_whiches[] = {
    { "running", N_("Everything that runs") }, { "owed", N_("Outstanding") },
    { "answered", N_("Waits for approval") }, { "returned", N_("Returned") },
    { "ended", N_("Approved or dropped") }, { NULL, NULL },
};

struct scope
task_own_scope(const struct cx *cx)
{
    return cx->who && cx->who->kind == WHO_PERSON ? cx->who->post.scope
                                                  : (struct scope){ .region = S("") };
}

/* Of who may ask: what their own post asked. Of an agency's post: its reach is its own already. */
static void
only_mine(const struct cx *cx, struct task_board_in *in)
{
    struct scope own = task_own_scope(cx);

    in->mine = may_somewhere(cx, MAY_ASK) && own.org == 0;
    in->asker_region = own.region;
    in->asker_org = own.org;
}

static struct err *
of_org(struct cx *cx, struct str code, int64_t *org)
{
    struct org row;

    *org = 0;
    if (code.n == 0)
        return NULL;
    TRY(org_get(cx, code, &row));
    *org = row.id.n;
    return NULL;
}

struct err *
task_board_rows(struct cx *cx, struct task_filter f, struct task_set *set)
{
    struct task_board_in in = {
        .thing = f.thing.n > 0 ? f.thing : S(""), .which = str_of(task_whiches[f.which].value),
        .most = TASK_BOARD_MAX + 1, .after = f.after, .asker_region = S(""),
        .region_code = f.region.n > 0 ? f.region : S(""),
    };

    TRY(must_somewhere(cx, MAY_READ_WORK));
    TRY(of_org(cx, f.org, &in.org));
    if (f.mine)
        only_mine(cx, &in);
    TRY(task_board(cx, reach_of(cx, MAY_READ_WORK), &in, &set->row, &set->n));
    set->more = set->n > TASK_BOARD_MAX;
    set->n -= set->more;
    return NULL;
}

struct err *
task_board_of(struct cx *cx, struct task_filter f, struct task_board *board)
{
    struct reach reach = reach_of(cx, MAY_READ_WORK);

    board->today = post_day(task_own_scope(cx).region, cx->now_s);
    TRY(task_board_rows(cx, f, &board->tasks));
    TRY(task_counts(cx, reach, date_iso(cx->arena, board->today), &board->count,
                    &board->n_counts));
    return task_things(cx, reach, &board->thing, &board->n_things);
}
