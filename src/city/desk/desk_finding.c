/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* desk_finding.c — a region's open findings, of all rounds, and whose they are. */
#include "base/arena.h"
#include "city/desk/desk_head.h"
#include "city/desk/desk_part.h"
#include "city/desk/desk_sql.h"

/* A strength asks nothing of anybody. */
bool
desk_is_open(const struct result_finding *f)
{
    return !f->closed_at.known && !str_eq(f->kind, result_kind_word(RESULT_STRENGTH));
}

struct str
desk_findings_href(struct arena *a, struct str round, struct str region_code)
{
    return str_fmt(a, "/rounds/%.*s/regions/%.*s/findings", TEXT(round), TEXT(region_code));
}

/* The last round of an instrument tells what is open of those before it. A region that was taken
 * out of a round does not read it any more. */
static struct err *
read_sets(struct cx *cx, struct desk_head *h)
{
    struct desk_finding_round *row;
    size_t                     n;

    TRY(desk_finding_rounds(cx, reach_of(cx, MAY_READ_WORK), h->region.code, &row, &n));
    h->set = NEWS(cx->arena, struct result_finding_set, n + 1);
    for (size_t i = 0; i < n; i++) {
        struct err *e;

        if (i > 0 && str_eq(row[i].instrument_code, row[i - 1].instrument_code))
            continue;
        e = result_findings_of(cx, row[i].code, h->region.code, &h->set[h->n_sets]);
        if (e && e->kind != ERR_MISSING)
            return e;
        h->n_sets += e == NULL;
    }
    return NULL;
}

/* ---- as the page shows them ------------------------------------------------------------------ */

static struct desk_finding
told(const struct desk_head *h, const struct result_finding_set *set,
     const struct result_finding *f)
{
    struct cx          *cx = h->cx;
    enum result_kind    kind = RESULT_WEAKNESS;
    int32_t             item = instrument_item_of(&set->instrument, f->item);
    struct desk_finding out = { .text = f->text, .org = f->org_name, .due = f->due,
        .href = desk_findings_href(cx->arena, set->round.round.code, h->region.code) };

    result_kind_read(f->kind, &kind);
    out.kind = result_kind_label(kind);
    if (item >= 0)
        out.item = instrument_say(cx->lang, set->instrument.item[item].title);
    if (str_is_known(f->due))
        out.days = desk_days_late(h, f->due);
    return out;
}

/* Those with a day first, the first day first; then those that are nobody's. */
static bool
is_before(const struct desk_finding *a, const struct desk_finding *b)
{
    if (!str_is_known(a->due) || !str_is_known(b->due))
        return str_is_known(a->due) && !str_is_known(b->due);
    return str_cmp(a->due, b->due) < 0;
}

static void
put_in_order(struct desk_head *h, struct desk_finding f)
{
    size_t at = h->n_findings++;

    for (; at > 0 && is_before(&f, &h->finding[at - 1]); at--)
        h->finding[at] = h->finding[at - 1];
    h->finding[at] = f;
}

struct err *
desk_findings_of(struct cx *cx, struct desk_head *h)
{
    size_t all = 0;

    TRY(read_sets(cx, h));
    for (size_t i = 0; i < h->n_sets; i++)
        all += h->set[i].n;
    h->finding = NEWS(cx->arena, struct desk_finding, all + 1);
    for (size_t i = 0; i < h->n_sets; i++)
        for (size_t k = 0; k < h->set[i].n; k++)
            if (desk_is_open(&h->set[i].row[k]))
                put_in_order(h, told(h, &h->set[i], &h->set[i].row[k]));
    return NULL;
}
