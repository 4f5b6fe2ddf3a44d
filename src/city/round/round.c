/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "city/round/round.h"

#include <assert.h>

#include "base/arena.h"
#include "city/round/round_part.h"
#include "city/round/round_sql.h"
#include "ground/post/post_holding.h"

struct scope
round_nation(void)
{
    return (struct scope){ .region = S("") };
}

struct date
round_today(const struct cx *cx)
{
    return post_day(S(""), cx->now_s);
}

/* ---- one round ------------------------------------------------------------------------------ */

static struct err *
unknown(struct cx *cx, struct str code)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_MISSING, .code = "round.unknown",
        .text = MSG("There is no evaluation round with the code {0}.", code),
        .hint = MSG("Look it up in the list of rounds."), .where = S("code") });
}

static void
put_phases(struct round_full *full, const struct round_phase *row, size_t n)
{
    struct round_days day[ROUND_PHASES] = { 0 };
    enum round_kind   kind;

    for (size_t i = 0; i < n; i++)
        if (row[i].round_id.n == full->round.id.n && round_kind_read(row[i].kind, &kind)) {
            full->phase[kind] = row[i];
            day[kind] = (struct round_days){ date_of_iso(row[i].from_day),
                                             date_of_iso(row[i].to_day) };
        }
    full->now = round_kind_at(day, full->today);
}

struct err *
round_find(struct cx *cx, struct str code, struct round_full *full)
{
    struct round_phase *row;
    size_t              n;
    bool                found;

    *full = (struct round_full){ .today = round_today(cx) };
    TRY(round_by_code(cx, code, &full->round, &found));
    if (!found)
        return unknown(cx, code);
    TRY(round_phases(cx, full->round.id, &row, &n));
    put_phases(full, row, n);
    return NULL;
}

struct err *
round_get(struct cx *cx, struct str code, struct round_full *full)
{
    TRY(round_find(cx, code, full));
    if (str_eq(full->round.state, S("draft")) && !may(cx, MAY_RUN_ROUND, round_nation()))
        return unknown(cx, code);
    return NULL;
}

struct err *
round_of_id(struct cx *cx, int64_t id, struct round *r)
{
    bool found;

    TRY(round_by_id(cx, (struct round_id){ id }, r, &found));
    return found ? NULL : unknown(cx, S(""));
}

struct err *
round_find_to_write(struct cx *cx, struct str code, struct round_full *full)
{
    TRY(must(cx, MAY_RUN_ROUND, round_nation()));
    TRY(round_find(cx, code, full));
    if (!str_eq(full->round.state, S("published")))
        return NULL;
    return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "round.published",
        .text = MSG("The results of “{0}” are published; the round is not changed any more.",
                    full->round.title) });
}

struct err *
round_must_why(struct cx *cx, struct str why)
{
    enum { WHY_MIN = 3, WHY_MAX = 500 };

    if (why.n >= WHY_MIN && why.n <= WHY_MAX)
        return NULL;
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "round.why",
        .text = MSG("Give the reason, in 3 to 500 characters."),
        .hint = MSG("The journal keeps it with the decision."), .where = S("why") });
}

struct err *
round_list_of(struct cx *cx, struct round_set *set)
{
    return round_lines(cx, may(cx, MAY_RUN_ROUND, round_nation()), &set->row, &set->n);
}

struct err *
round_now_of(struct cx *cx, const struct round_set *set, enum round_kind *now)
{
    struct round_phase *row;
    size_t              n;

    TRY(round_phases_all(cx, &row, &n));
    for (size_t i = 0; i < set->n; i++) {
        struct round_full full = { .round.id = set->row[i].id, .today = round_today(cx) };

        put_phases(&full, row, n);
        now[i] = full.now;
    }
    return NULL;
}

/* ---- who takes part ------------------------------------------------------------------------- */

struct err *
round_regions_of(struct cx *cx, const struct round *r, struct round_region_set *set)
{
    return round_regions(cx, r->id, false, &set->row, &set->n);
}

struct err *
round_regions_said(struct cx *cx, const struct round *r, struct round_region_set *set)
{
    return round_regions(cx, r->id, true, &set->row, &set->n);
}

struct err *
round_must_take_part(struct cx *cx, const struct round *r, struct str region_code)
{
    struct round_region region;
    bool                found;

    TRY(round_region_at(cx, r->id, region_code, &region, &found));
    if (found && region.is_in)
        return NULL;
    return err_of(cx->arena, (struct err){ .kind = ERR_MISSING, .code = "round.not_in",
        .text = MSG("{0} does not take part in “{1}”.",
                    found && str_is_known(region.name) ? region.name : region_code, r->title),
        .detail = found && region.is_by_hand ? MSG("It was taken out: {0}", region.why)
                                             : MSG_NONE,
        .hint = MSG("The round's page shows who takes part and by which rule."),
        .where = S("region") });
}

/* ---- what is open today --------------------------------------------------------------------- */

struct date
round_last_day(const struct round_full *full, enum round_step step, int64_t stage)
{
    struct date last = { 0 };

    for (int32_t i = 0; i < ROUND_PHASES; i++) {
        enum round_kind kind = (enum round_kind)i;

        if (round_allows(kind, step) && round_stage_of(kind) == stage
            && str_is_known(full->phase[i].to_day))
            last = date_of_iso(full->phase[i].to_day);
    }
    return last;
}

static struct str
shown(struct cx *cx, struct str iso)
{
    return date_text(cx->arena, cx->lang, date_of_iso(iso));
}

/* When the step is taken next; if it is over, when it was taken last. */
static struct msg
when(struct cx *cx, const struct round_full *full, enum round_step step)
{
    struct msg last = MSG("The round has no phase for it.");

    for (int32_t i = 0; i < ROUND_PHASES; i++) {
        const struct round_phase *p = &full->phase[i];
        struct str                label = msg_text(cx->arena, cx->lang,
                                                   round_kind_label((enum round_kind)i));

        if (!round_allows((enum round_kind)i, step) || !str_is_known(p->from_day))
            continue;
        if (date_cmp(date_of_iso(p->from_day), full->today) > 0)
            return MSG("It is from {0} to {1}: {2}.", shown(cx, p->from_day),
                       shown(cx, p->to_day), label);
        last = MSG("It was from {0} to {1}: {2}.", shown(cx, p->from_day),
                   shown(cx, p->to_day), label);
    }
    return last;
}

struct err *
round_must_allow(struct cx *cx, const struct round_full *full, enum round_step step)
{
    struct str what = msg_text(cx->arena, cx->lang, round_step_label(step));
    struct err closed = { .kind = ERR_CONFLICT, .code = "round.closed",
        .text = MSG("{0} is not open today in “{1}”.", what, full->round.title) };

    if (str_eq(full->round.state, S("open")) && round_allows(full->now, step))
        return NULL;
    if (str_eq(full->round.state, S("draft")))
        closed.detail = MSG("The programme's office has not opened the round yet.");
    else if (str_eq(full->round.state, S("published")))
        closed.detail = MSG("The results are published.");
    else
        closed.detail = when(cx, full, step);
    closed.hint = MSG("The round's page shows all phases.");
    return err_of(cx->arena, closed);
}
