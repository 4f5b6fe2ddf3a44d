/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* desk_head.c — a region at a glance: who may, and its parts put together. */
#include "city/desk/desk_head.h"

#include "base/arena.h"
#include "base/money.h"
#include "city/desk/desk_part.h"
#include "city/desk/desk_sql.h"
#include "ground/post/post_holding.h"

/* ---- who may --------------------------------------------------------------------------------- */

static bool
is_assessor(const struct cx *cx)
{
    return cx->who && cx->who->kind == WHO_PERSON && cx->who->post.kind == POST_ASSESSOR;
}

bool
desk_head_may(const struct cx *cx, struct str region_code)
{
    return !is_assessor(cx) && may(cx, MAY_READ_WORK, (struct scope){ .region = region_code });
}

static struct err *
must_see(struct cx *cx, struct str region_code)
{
    TRY(must(cx, MAY_READ_WORK, (struct scope){ .region = region_code }));
    if (!is_assessor(cx))
        return NULL;
    return err_of(cx->arena, (struct err){ .kind = ERR_DENIED, .code = "right.denied",
        .text = MSG("An assessor does not read the page of a region's head."),
        .hint = MSG("What you may read of a region stands under Regions to score.") });
}

/* ---- its parts ------------------------------------------------------------------------------- */

static struct err *
must_be_evaluated(struct cx *cx, const struct region *r)
{
    enum region_kind kind = region_kind_of_word(r->kind);

    if (kind >= REGION_PROVINCE && kind <= REGION_CITY)
        return NULL;
    return err_of(cx->arena, (struct err){ .kind = ERR_MISSING, .code = "desk.kind",
        .text = MSG("{0} has no head whose page this is: it is for provinces, regencies and "
                    "cities.", r->name) });
}

/* Instruments with published figures, in the order of the list; without the one that is shown. */
static struct err *
others_of(struct cx *cx, struct desk_head *h)
{
    struct instrument_brief *brief;
    struct desk_instrument  *row;
    size_t                   n, rows;

    TRY(instrument_list_of(cx, &brief, &n));
    TRY(desk_instruments(cx, h->region.code, &row, &rows));
    h->other = NEWS(cx->arena, struct instrument_brief, n + 1);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < rows; k++)
            if (str_eq(brief[i].code, row[k].instrument_code)
                && !str_eq(brief[i].code, h->index.series.instrument.code))
                h->other[h->n_others++] = brief[i];
    return NULL;
}

int64_t
desk_days_late(const struct desk_head *h, struct str due)
{
    return (int64_t)date_days(h->today) - date_days(date_of_iso(due));
}

/* ---- words ----------------------------------------------------------------------------------- */

struct msg
desk_late_text(struct arena *a, enum lang lang, int64_t days)
{
    return days == 1 ? MSG("1 day late") : MSG("{0} days late", int_text(a, lang, days));
}

struct msg
desk_items_text(struct arena *a, enum lang lang, int64_t n)
{
    return n == 1 ? MSG("1 item") : MSG("{0} items", int_text(a, lang, n));
}

struct msg
desk_weakest_text(struct arena *a, enum lang lang, const struct desk_index *x)
{
    if (x->n_weak == 0)
        return x->weakest;
    return MSG("{0}, {1}", msg_text(a, lang, x->weakest), str_int(a, x->weak_year));
}

/* ---- all of it ------------------------------------------------------------------------------- */

struct err *
desk_head_of(struct cx *cx, struct str region_code, struct str instrument, struct desk_head *h)
{
    *h = (struct desk_head){ .cx = cx };
    TRY(must_see(cx, region_code));
    TRY(region_get(cx, region_code, &h->region));
    TRY(must_be_evaluated(cx, &h->region));
    h->today = post_day(h->region.code, cx->now_s);
    if (cx->who && cx->who->kind == WHO_PERSON)
        h->post = cx->who->post.title;
    TRY(desk_index_of(cx, &h->region, instrument, &h->index));
    TRY(others_of(cx, h));
    TRY(desk_lates(cx, reach_of(cx, MAY_READ_WORK), h->region.code,
                   date_iso(cx->arena, h->today), &h->late, &h->n_lates));
    TRY(desk_findings_of(cx, h));
    return desk_waits_of(cx, h);
}
