/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ground/post/post_holding.h"

#include <assert.h>

#include "base/arena.h"

enum { HOUR_S = 3600 };

/* Where a kind may stand, and whether another may act for its holder: a chair that is given to a
 * person for what they know (assessor, council member) or by a dated letter (auditor) has none. */
static const struct { uint32_t places; bool acts; } kinds[POST_KINDS] = {
    [POST_ADMINISTRATOR]    = { POST_IN_NATION | POST_IN_REGION, true },
    [POST_PROGRAMME_OFFICE] = { POST_IN_NATION, true },
    [POST_COMPANION]        = { POST_IN_NATION | POST_IN_REGION, false },
    [POST_MENTOR]           = { POST_IN_NATION | POST_IN_REGION, false },
    [POST_ASSESSOR]         = { POST_IN_NATION | POST_IN_REGION, false },
    [POST_HEAD_OF_REGION]   = { POST_IN_REGION, true },
    [POST_REGION_SECRETARY] = { POST_IN_REGION, true },
    [POST_COUNCIL_MEMBER]   = { POST_IN_REGION, false },
    [POST_COORDINATOR]      = { POST_IN_REGION, true },
    [POST_WALIDATA]         = { POST_IN_NATION | POST_IN_REGION, true },
    [POST_HEAD_OF_AGENCY]   = { POST_IN_ORG, true },
    [POST_CONTRIBUTOR]      = { POST_IN_ORG, false },
    [POST_AUDITOR]          = { POST_IN_NATION | POST_IN_REGION, false },
    [POST_INVESTOR]         = { POST_IN_ORG, false },
};

static const char *const as_word[] = {
    [HOLD_DEFINITIVE] = "definitive", [HOLD_PLT] = "plt", [HOLD_PLH] = "plh", [HOLD_PJ] = "pj",
    [HOLD_DELEGATED] = "delegated",
};

static const struct post_fault fine = { .code = NULL };

uint32_t
post_places(enum post_kind kind)
{
    return kinds[kind].places;
}

bool
post_can_act_for(enum post_kind kind)
{
    return kinds[kind].acts;
}

const char *
hold_as_word(enum hold_as as)
{
    return as_word[as];
}

bool
hold_as_of_word(struct str word, enum hold_as *as)
{
    for (size_t i = 0; i < COUNT(as_word); i++)
        if (str_eq(word, str_of(as_word[i]))) {
            *as = (enum hold_as)i;
            return true;
        }
    return false;
}

struct str
post_code_of(struct arena *a, struct str place, enum post_kind kind, int64_t ordinal)
{
    struct str code = str_fmt(a, "%.*s%s%.*s", TEXT(place), place.n ? "-" : "",
                              TEXT(post_kind_word(kind)));
    char      *p = NEWS(a, char, code.n + 1);

    for (size_t i = 0; i < code.n; i++)
        p[i] = code.p[i];
    for (size_t i = place.n; i < code.n; i++)
        if (p[i] == '_')
            p[i] = '-';
    code = (struct str){ p, code.n };
    return ordinal > 1 ? str_fmt(a, "%.*s-%lld", TEXT(code), (long long)ordinal) : code;
}

/* ---- days ------------------------------------------------------------------------------------ */

/* By province: WIT in Maluku and Papua (8x, 9x), WITA in Bali, Nusa Tenggara and Sulawesi (5x, 7x)
 * and in South, East and North Kalimantan (63 to 65), WIB elsewhere. */
int32_t
post_offset_s(struct str region_code)
{
    struct str province = str_part(region_code, 0, 2);

    if (province.n < 2)
        return 7 * HOUR_S;
    if (province.p[0] == '8' || province.p[0] == '9')
        return 9 * HOUR_S;
    if (province.p[0] == '5' || province.p[0] == '7')
        return 8 * HOUR_S;
    if (province.p[0] == '6' && province.p[1] >= '3')
        return 8 * HOUR_S;
    return 7 * HOUR_S;
}

struct date
post_day(struct str region_code, int64_t now_s)
{
    return date_of_time(now_s, post_offset_s(region_code));
}

static bool
is_open(struct date to)
{
    return to.year == 0;
}

bool
post_holds_on(const struct post_holding *h, struct date day)
{
    return !h->ended && date_cmp(h->from, day) <= 0
        && (is_open(h->to) || date_cmp(day, h->to) <= 0);
}

static bool
overlap(const struct post_holding *a, const struct post_holding *b)
{
    return (is_open(a->to) || date_cmp(b->from, a->to) <= 0)
        && (is_open(b->to) || date_cmp(a->from, b->to) <= 0);
}

/* Whether every day of `inner` is a day of `outer`. */
static bool
covers(const struct post_holding *outer, const struct post_holding *inner)
{
    return date_cmp(outer->from, inner->from) <= 0
        && (is_open(outer->to)
            || (!is_open(inner->to) && date_cmp(inner->to, outer->to) <= 0));
}

/* The last of so many months that begin with `from`: three from 10 January end on 9 April. */
static struct date
last_of_months(struct date from, int32_t months)
{
    int32_t     at = from.year * 12 + from.month - 1 + months;
    struct date d = { at / 12, at % 12 + 1, from.day };

    while (!date_is_valid(d))
        d.day--;
    return d.day < from.day ? d : date_from_days(date_days(d) - 1);
}

/* ---- what stands against a hold -------------------------------------------------------------- */

static struct post_fault
days_fault(const struct post_case *c)
{
    const struct post_holding *h = &c->hold;

    if (h->from.day == 0)
        return (struct post_fault){ "post.dates", MSG("A post is held from a whole day."),
                                    MSG("Give the first day."), "from" };
    if (!is_open(h->to) && date_cmp(h->to, h->from) < 0)
        return (struct post_fault){ "post.dates", MSG("The last day is before the first."),
                                    MSG("Give a last day that is not before the first."), "to" };
    if (date_days(h->from) - date_days(c->today) > POST_AHEAD_DAYS)
        return (struct post_fault){ "post.dates",
            MSG("The first day is more than a year ahead."), MSG("Check the year."), "from" };
    if (c->kind == POST_AUDITOR && is_open(h->to))
        return (struct post_fault){ "post.dates", MSG("An auditor's access has a last day."),
            MSG("Give the last day of the letter of assignment."), "to" };
    return fine;
}

static struct post_fault
decree_fault(const struct post_case *c)
{
    bool asks = c->hold.as == HOLD_PLT || c->hold.as == HOLD_PLH || c->hold.as == HOLD_PJ;

    if (asks && c->decree.n == 0)
        return (struct post_fault){ "post.decree", MSG("Who acts needs the number of a decree."),
            MSG("Give the number of the decree or letter of order."), "decree" };
    return fine;
}

static struct post_fault
acting_days_fault(const struct post_case *c)
{
    bool    interim = c->hold.as == HOLD_PJ || c->kind == POST_HEAD_OF_REGION;
    int32_t months = interim ? POST_INTERIM_MONTHS : POST_ACTING_MONTHS;

    if (is_open(c->hold.to))
        return (struct post_fault){ "post.dates", MSG("Who acts has a last day."),
                                    MSG("Give the last day that the decree names."), "to" };
    if (date_cmp(c->hold.to, last_of_months(c->hold.from, months)) <= 0)
        return fine;
    if (interim)
        return (struct post_fault){ "post.dates", MSG("This is for a year at most."),
            MSG("Give an earlier last day; a new decree may go on from there."), "to" };
    return (struct post_fault){ "post.dates", MSG("A Plt. or Plh. is for three months at most."),
        MSG("Give an earlier last day; a new decree may go on from there."), "to" };
}

static bool
fills(enum hold_as as)
{
    return as == HOLD_DEFINITIVE || as == HOLD_PLT || as == HOLD_PJ;
}

/* Two who fill the post, or two who act for it, on the same day. */
static bool
stands_against(const struct post_holding *a, const struct post_holding *b)
{
    if (a->as == HOLD_DELEGATED || b->as == HOLD_DELEGATED)
        return false;
    if (fills(a->as) && fills(b->as))
        return true;
    return a->as != HOLD_DEFINITIVE && b->as != HOLD_DEFINITIVE;
}

static struct post_fault
held_fault(const struct post_case *c)
{
    for (size_t i = 0; i < c->n_others; i++) {
        const struct post_holding *o = &c->other[i];

        if (o->ended || !overlap(o, &c->hold))
            continue;
        if (o->account == c->hold.account)
            return (struct post_fault){ "post.held",
                MSG("This person holds the post on some of these days already."),
                MSG("End that first, or choose other days."), "from" };
        if (stands_against(o, &c->hold))
            return (struct post_fault){ "post.held",
                MSG("The post is held by somebody else on some of these days."),
                MSG("Hand the post over, or choose days after the other's last."), "from" };
    }
    return fine;
}

static struct post_fault
away_fault(const struct post_case *c)
{
    for (size_t i = 0; i < c->n_others; i++)
        if (!c->other[i].ended && c->other[i].as == HOLD_DEFINITIVE
            && covers(&c->other[i], &c->hold))
            return fine;
    return (struct post_fault){ "post.vacant",
        MSG("A Plh. acts for a definitive holder who is away, and there is none on all "
            "these days."),
        MSG("Where there is no definitive holder it is a Plt."), "as" };
}

static struct post_fault
delegation_fault(const struct post_case *c)
{
    if (!c->by || c->by->ended)
        return (struct post_fault){ "post.delegation", MSG("Only a holder delegates a post."),
                                    MSG("The holder does this in the own post."), "as" };
    if (c->by->as == HOLD_DELEGATED || c->by->as == HOLD_PLH)
        return (struct post_fault){ "post.delegation",
            MSG("What is held for somebody else cannot be delegated further."),
            MSG("Ask the holder of the post."), "as" };
    if (is_open(c->hold.to)
        || date_days(c->hold.to) - date_days(c->hold.from) >= POST_DELEGATION_DAYS)
        return (struct post_fault){ "post.delegation", MSG("A delegation is for 30 days at most."),
                                    MSG("Give an earlier last day."), "to" };
    if (date_cmp(c->hold.from, c->today) < 0)
        return (struct post_fault){ "post.delegation",
            MSG("A delegation does not begin in the past."), MSG("Give today or a later day."),
            "from" };
    if (!covers(c->by, &c->hold))
        return (struct post_fault){ "post.delegation",
            MSG("A delegation ends with the days of who gives it."),
            MSG("Give days on which the post is your own."), "to" };
    return fine;
}

static struct post_fault
kind_fault(const struct post_case *c)
{
    if (c->hold.as == HOLD_DEFINITIVE || post_can_act_for(c->kind))
        return fine;
    return (struct post_fault){ "post.acting",
        MSG("Nobody acts for the holder of this kind of post."),
        MSG("Give the post itself to another person."), "as" };
}

struct post_fault
post_fault_of(const struct post_case *c)
{
    struct post_fault f = days_fault(c);

    if (!f.code)
        f = kind_fault(c);
    if (!f.code)
        f = decree_fault(c);
    if (!f.code && (c->hold.as == HOLD_PLT || c->hold.as == HOLD_PLH || c->hold.as == HOLD_PJ))
        f = acting_days_fault(c);
    if (!f.code && c->hold.as == HOLD_DELEGATED)
        f = delegation_fault(c);
    if (!f.code)
        f = held_fault(c);
    if (!f.code && c->hold.as == HOLD_PLH)
        f = away_fault(c);
    return f;
}
