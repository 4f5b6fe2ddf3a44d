/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* cohort_growth.c — how many take part, year by year: the geometry and the words of one picture. */
#include "city/cohort/cohort_page.h"

#include "base/arena.h"
#include "base/money.h"
#include "city/cohort/cohort_view.h"

enum { BASE = 262, LENGTH = 210, GAP_SHARE = 3 };   /* a third of a slot is left free */

static const struct cohort_year *
year_at(const struct cohort_series *s, int64_t year)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->year[i].year == year)
            return &s->year[i];
    return NULL;
}

/* The end of the axis: the last total that is known. */
static int64_t
most_of(const struct cohort_series *s)
{
    int64_t most = 1;

    for (size_t i = 0; i < s->n; i++)
        if (s->year[i].so_far.known && s->year[i].so_far.n > most)
            most = s->year[i].so_far.n;
    return most;
}

static void
fill_year(struct cx *cx, const struct cohort_year *y, int64_t most, struct cohort_column *out)
{
    if (!y->joined.known || !y->so_far.known)
        return;
    out->known = true;
    out->inferred = y->is_inferred;
    out->joined = int_text(cx->arena, cx->lang, y->joined.n);
    out->so_far = int_text(cx->arena, cx->lang, y->so_far.n);
    int64_t before = y->so_far.n - y->joined.n;

    out->before = cohort_span_of(0, before, most, BASE, LENGTH);
    out->added = cohort_span_of(before, y->joined.n, most, BASE, LENGTH);
}

static void
growth_of(struct cx *cx, const struct cohort_series *s, struct cohort_growth *out)
{
    *out = (struct cohort_growth){ .n = 0 };
    if (s->n == 0)
        return;
    int64_t last = s->year[s->n - 1].year, first = s->year[0].year, most = most_of(s);

    if (last - first >= COHORT_GROWTH_MAX)
        first = last - COHORT_GROWTH_MAX + 1;
    out->n = (size_t)(last - first + 1);
    int32_t slot = COHORT_GROWTH_WIDTH / (int32_t)out->n;

    for (size_t i = 0; i < out->n; i++) {
        struct cohort_column *y = &out->year[i];
        const struct cohort_year  *known = year_at(s, first + (int64_t)i);

        y->year = year_text(cx->arena, first + (int64_t)i);
        y->width = slot - slot / GAP_SHARE;
        y->x = slot * (int32_t)i + (slot - y->width) / 2;
        y->middle = slot * (int32_t)i + slot / 2;
        if (known)
            fill_year(cx, known, most, y);
        out->some_inferred |= y->inferred;
    }
}

struct html
cohort_growth_html(struct cx *cx, const struct cohort_series *s)
{
    struct cohort_growth g;
    struct view          v = view_in(cx->arena, cx->lang);

    growth_of(cx, s, &g);
    cohort_growth_view(&v, s, &g);
    return view_html(&v);
}
