/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* assess_give.c — the coordinator gives items to agencies: one in charge, others contributing. */
#include "base/arena.h"
#include "city/assess/assess_part.h"
#include "city/assess/assess_sql.h"
#include "ground/org/org.h"
#include "store/store.h"

struct giving {
    struct assess_change       change;
    const struct assess_given *given;
    size_t                     n;
    struct assess_lines        lines;
    int64_t                   *touched;     /* organisations whose tasks may stand otherwise */
    size_t                     n_touched;
};

/* ---- who is given it ------------------------------------------------------------------------- */

static struct err *
elsewhere(struct cx *cx, const struct assess_full *x, const struct org *org)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "org.elsewhere",
        .text = MSG("{0} is no organisation of {1}.", org->name, x->region_name),
        .hint = MSG("Items are given to agencies of the region that is evaluated."),
        .where = S("org") });
}

static struct err *
org_here(struct cx *cx, const struct assess_full *x, struct str code, struct org *org)
{
    TRY(org_get(cx, code, org));
    return str_eq(org->region_code, x->entry.region_code) ? NULL : elsewhere(cx, x, org);
}

static void
touch(struct giving *g, int64_t org)
{
    for (size_t i = 0; i < g->n_touched; i++)
        if (g->touched[i] == org)
            return;
    if (org != 0)
        g->touched[g->n_touched++] = org;
}

/* ---- one item -------------------------------------------------------------------------------- */

struct placing { const struct assess_line *line; struct str item, due; struct org_id org; };

static struct err *
put_part(struct cx *cx, const struct assess_full *x, const struct placing *p,
         struct assess_part_id *id)
{
    const struct assess_line *l = p->line;
    bool                      stays = l->part.org_id.n == p->org.n;

    *id = l->part.id;
    if (l->part.id.n == 0)
        return assess_part_put(cx, &(struct assess_part_put_in){ .entry_id = x->entry.id,
            .region_code = x->entry.region_code, .org_id = p->org, .item = p->item,
            .stage = x->stage, .due = p->due, .given_at = cx->now_s }, id);
    return assess_part_give(cx, p->org, p->due, stays ? l->part.state : S("given"), l->part.id,
                            NULL);
}

static struct err *
put_helpers(struct cx *cx, const struct giving *g, const struct assess_given *given,
            struct assess_part_id id)
{
    struct org org;

    TRY(assess_helpers_clear(cx, id, NULL));
    for (size_t i = 0; i < given->n_helpers; i++) {
        TRY(org_here(cx, g->change.x, given->helper[i], &org));
        if (!str_eq(org.code, given->org))
            TRY(assess_helper_put(cx, id, org.id, NULL));
    }
    return NULL;
}

static struct str
due_of(struct cx *cx, const struct assess_full *x, struct date due)
{
    return date_iso(cx->arena, due.year != 0 ? due
                                             : round_last_day(&x->round, ROUND_ANSWER, x->stage));
}

static struct err *
give_one(struct cx *cx, struct giving *g, const struct assess_given *given)
{
    const struct assess_full *x = g->change.x;
    struct assess_line       *l = assess_line_of(x, &g->lines, given->item);
    struct assess_part_fields before, after;
    struct assess_part_id     id;
    struct org                org;

    if (!l)
        return assess_no_item(cx, given->item);
    TRY(org_here(cx, x, given->org, &org));
    TRY(put_part(cx, x, &(struct placing){ l, given->item, due_of(cx, x, given->due), org.id },
                 &id));
    TRY(put_helpers(cx, g, given, id));
    before = assess_part_fields_of(cx, l);
    after = (struct assess_part_fields){ .org = org.code,
        .due = date_of_iso(due_of(cx, x, given->due)), .helpers = given->n_helpers > 0
            ? str_join(cx->arena, S(" "), given->helper, given->n_helpers) : S(""),
        .state = l->part.org_id.n == org.id.n ? before.state : (int32_t)ASSESS_GIVEN };
    touch(g, l->part.org_id.n);
    touch(g, org.id.n);
    return assess_tell_part(cx, x, &(struct assess_part_told){ .item = given->item,
        .before = l->part.id.n != 0 ? &before : NULL, .after = &after });
}

/* ---- all or none ----------------------------------------------------------------------------- */

static struct err *
give_once(struct cx *cx, void *arg)
{
    struct giving *g = arg;

    g->n_touched = 0;
    g->touched = NEWS(cx->arena, int64_t, 2 * g->n + 1);
    TRY(assess_begin_change(cx, &g->change));
    TRY(must(cx, MAY_CONSOLIDATE, assess_scope(g->change.x)));
    TRY(assess_ready(cx, g->change.x));
    TRY(assess_lines_whole(cx, g->change.x, g->change.x->stage, &g->lines));
    for (size_t i = 0; i < g->n; i++)
        TRY(give_one(cx, g, &g->given[i]));
    for (size_t i = 0; i < g->n_touched; i++)
        TRY(assess_feed(cx, g->change.x, g->touched[i], S("")));
    return NULL;
}

struct err *
assess_give(struct cx *cx, struct assess_full *x, const struct assess_given *given, size_t n)
{
    struct giving g = { .change = assess_change_of(x), .given = given, .n = n };

    return store_change(cx, "assess_give", give_once, &g);
}
