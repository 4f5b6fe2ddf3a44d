/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* post_tend.c — closes by itself what has passed its last day, once and for good. */
#include "base/arena.h"
#include "ground/post/post_part.h"
#include "store/store.h"

enum { ACTING_KEPT_S = 30 * 86400 };

static const char easternmost[] = "91";         /* WIT, where a day begins first */

struct over { struct post_over *row; size_t n; };

static struct err *
close_once(struct cx *cx, void *arg)
{
    const struct over *o = arg;

    for (size_t i = 0; i < o->n; i++) {
        struct date today = post_day(o->row[i].region_code, cx->now_s);

        if (date_cmp(date_of_iso(o->row[i].to_day), today) < 0)
            TRY(post_hold_clip(cx, o->row[i].to_day, KNOWN(cx->now_s), o->row[i].id, NULL));
    }
    return NULL;
}

static bool
any_is_over(const struct over *o, int64_t now_s)
{
    for (size_t i = 0; i < o->n; i++)
        if (date_cmp(date_of_iso(o->row[i].to_day), post_day(o->row[i].region_code, now_s)) < 0)
            return true;
    return false;
}

/* Reads first: a change, even an empty one, costs readers what was kept for them. */
struct err *
post_tend(struct cx *cx)
{
    struct over        o;
    struct post_acting old;
    bool               found;
    struct str         day = date_iso(cx->arena, post_day(str_of(easternmost), cx->now_s));

    TRY(post_holds_over(cx, day, &o.row, &o.n));
    if (any_is_over(&o, cx->now_s))
        TRY(store_change(cx, "post_tend", close_once, &o));
    TRY(post_acting_old(cx, cx->now_s - ACTING_KEPT_S, &old, &found));
    return found ? post_acting_sweep(cx, cx->now_s - ACTING_KEPT_S, NULL) : NULL;
}
