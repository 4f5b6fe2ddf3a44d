/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* round_look.c — a round as its page shows it: who takes part, who assesses, how it is shared. */
#include <stdlib.h>

#include "base/arena.h"
#include "base/money.h"
#include "city/round/round_page.h"
#include "city/round/round_part.h"
#include "office/workday/workday_rule.h"

struct msg
round_state_label(struct str state)
{
    return str_eq(state, S("draft")) ? MSG("Draft")
         : str_eq(state, S("open"))  ? MSG("Open") : MSG("Published");
}

struct msg
round_tie_label(enum round_tie tie)
{
    return tie == ROUND_OWN      ? MSG("own region")
         : tie == ROUND_MENTORED ? MSG("mentors or mentored it: needs an exception")
                                 : MSG("no tie");
}

struct str
round_count(struct arena *a, enum lang lang, int64_t n)
{
    return int_text(a, lang, n);
}

struct str
round_month(struct arena *a, enum lang lang, int32_t month)
{
    enum { LETTERS = 3 };

    return str_part(msg_text(a, lang, workday_month_name(month)), 0, LETTERS);
}

static void
keep_by_hand(struct cx *cx, const struct round_region_set *said, struct round_page *p)
{
    p->by_hand.row = NEWS(cx->arena, struct round_region, said->n);
    p->regions.row = NEWS(cx->arena, struct round_region, said->n);
    for (size_t i = 0; i < said->n; i++) {
        if (said->row[i].is_by_hand)
            p->by_hand.row[p->by_hand.n++] = said->row[i];
        if (said->row[i].is_in)
            p->regions.row[p->regions.n++] = said->row[i];
    }
}

static struct round_load *
load_of(struct round_page *p, const struct round_seat *s)
{
    for (size_t i = 0; i < p->n_loads; i++)
        if (str_eq(p->load[i].post, s->post_code))
            return &p->load[i];
    p->load[p->n_loads] = (struct round_load){ .post = s->post_code, .title = s->post_title };
    return &p->load[p->n_loads++];
}

static int
by_load(const void *a, const void *b)
{
    const struct round_load *x = a, *y = b;

    return x->n != y->n ? (x->n < y->n) - (x->n > y->n) : str_cmp(x->post, y->post);
}

static void
look_at_seats(struct cx *cx, struct round_page *p)
{
    size_t n = 0;

    p->load = NEWS(cx->arena, struct round_load, p->seats.n);
    for (size_t i = 0; i < p->seats.n; i++) {
        if (p->seats.row[i].state == ROUND_SEAT_ENDED)
            continue;
        p->seats.row[n++] = p->seats.row[i];
        load_of(p, &p->seats.row[n - 1].seat)->n++;
        p->n_sitting += p->seats.row[n - 1].state == ROUND_SEAT_SITS;
    }
    p->seats.n = n;
    p->n_replace = (int64_t)n - p->n_sitting;
    if (p->n_loads > 0)
        qsort(p->load, p->n_loads, sizeof *p->load, by_load);
}

/* Regions and seats both come in the order of codes. */
static int64_t
count_short(const struct round_page *p)
{
    int64_t n = 0;

    for (size_t i = 0, at = 0; i < p->regions.n; i++) {
        struct str code = p->regions.row[i].region_code;
        int64_t    sitting = 0;

        for (; at < p->seats.n && str_cmp(p->seats.row[at].seat.region_code, code) <= 0; at++)
            sitting += p->seats.row[at].state == ROUND_SEAT_SITS
                    && str_eq(p->seats.row[at].seat.region_code, code);
        n += sitting < ROUND_SEATS_LEAST;
    }
    return n;
}

static void
draw(struct round_page *p)
{
    const struct round_full *full = &p->full;
    struct round_days        day[ROUND_PHASES];

    for (int32_t i = 0; i < ROUND_PHASES; i++)
        day[i] = (struct round_days){ date_of_iso(full->phase[i].from_day),
                                      date_of_iso(full->phase[i].to_day) };
    p->picture = round_picture_of(day, full->today);
    if (round_kind_is_phase(full->now))
        p->days_left = date_days(day[full->now].to) - date_days(full->today);
}

struct err *
round_page_of(struct cx *cx, struct str code, struct round_page *p)
{
    struct round_region_set said;

    *p = (struct round_page){ .cx = cx, .may_run = may(cx, MAY_RUN_ROUND, round_nation()),
                              .may_seats = may_somewhere(cx, MAY_READ_WORK) };
    TRY(round_get(cx, code, &p->full));
    TRY(round_regions_said(cx, &p->full.round, &said));
    TRY(round_seats_seen(cx, &p->full.round, &p->seats));
    keep_by_hand(cx, &said, p);
    look_at_seats(cx, p);
    draw(p);
    p->n_short = p->may_run ? count_short(p) : 0;
    return NULL;
}
