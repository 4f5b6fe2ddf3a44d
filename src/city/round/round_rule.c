/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "city/round/round_rule.h"

#include <assert.h>

#include "base/arena.h"

#define AT(kind) (UINT32_C(1) << ROUND_##kind)

static const struct { const char *word, *label; } kinds[ROUND_PHASES] = {
#define X(name, word, label) { word, label },
    ROUND_KINDS(X)
#undef X
};

/* In which phases a step is taken. */
static const uint32_t allowed[ROUND_STEPS] = {
    [ROUND_ANSWER] = AT(STAGE_1) | AT(STAGE_2),
    [ROUND_SCORE]  = AT(JUDGE_1) | AT(CHECK) | AT(INTERVIEW),
    [ROUND_ASK]    = AT(CHECK) | AT(INTERVIEW),
    [ROUND_OBJECT] = AT(REPLY),
    [ROUND_SETTLE] = AT(RESULT_1) | AT(REPLY) | AT(RESULT),
};

/* ---- phases --------------------------------------------------------------------------------- */

static bool
is_set(struct round_days d)
{
    return d.from.year != 0;
}

enum round_kind
round_kind_at(const struct round_days day[ROUND_PHASES], struct date today)
{
    bool before = true, after = true;

    for (int32_t i = 0; i < ROUND_PHASES; i++) {
        if (!is_set(day[i]))
            continue;
        if (date_cmp(today, day[i].from) >= 0 && date_cmp(today, day[i].to) <= 0)
            return (enum round_kind)i;
        before = before && date_cmp(today, day[i].from) < 0;
        after = after && date_cmp(today, day[i].to) > 0;
    }
    return before ? ROUND_BEFORE : after ? ROUND_OVER : ROUND_BETWEEN;
}

bool
round_kind_is_phase(enum round_kind kind)
{
    return kind >= ROUND_OPENING && kind < ROUND_PHASES;
}

bool
round_allows(enum round_kind kind, enum round_step step)
{
    assert(step < ROUND_STEPS);
    return round_kind_is_phase(kind) && (allowed[step] >> kind & 1);
}

int64_t
round_stage_of(enum round_kind kind)
{
    return kind > ROUND_RESULT_1 ? 2 : 1;
}

/* ---- are the days in order? ----------------------------------------------------------------- */

struct days { struct arena *arena; enum lang lang; const struct round_days *day; };

static struct str
label(const struct days *d, int32_t kind)
{
    return msg_text(d->arena, d->lang, round_kind_label((enum round_kind)kind));
}

static struct str
field(const struct days *d, int32_t kind, const char *end)
{
    return str_fmt(d->arena, "%s_%s", kinds[kind].word, end);
}

static struct err *
check_one(const struct days *d, int32_t kind)
{
    struct round_days at = d->day[kind];

    if (is_set(at) && at.to.year != 0 && date_cmp(at.to, at.from) >= 0)
        return NULL;
    if (!is_set(at) && at.to.year == 0)
        return NULL;
    return err_of(d->arena, (struct err){ .kind = ERR_INPUT, .code = "round.dates",
        .text = MSG("“{0}” does not end before it begins, and has both days or none.",
                    label(d, kind)),
        .hint = MSG("A phase of one day has the same day twice."),
        .where = field(d, kind, is_set(at) ? "to" : "from") });
}

static struct err *
check_order(const struct days *d)
{
    int32_t before = -1;

    for (int32_t i = 0; i < ROUND_PHASES; i++) {
        if (!is_set(d->day[i]))
            continue;
        if (before >= 0 && date_cmp(d->day[i].from, d->day[before].to) <= 0)
            return err_of(d->arena, (struct err){ .kind = ERR_INPUT, .code = "round.order",
                .text = MSG("“{0}” begins before “{1}” has ended, on {2}.", label(d, i),
                            label(d, before), date_text(d->arena, d->lang, d->day[before].to)),
                .hint = MSG("One phase is on at a time: let it begin on a later day."),
                .where = field(d, i, "from") });
        before = i;
    }
    return NULL;
}

static struct err *
missing(const struct days *d, int32_t kind)
{
    return err_of(d->arena, (struct err){ .kind = ERR_INPUT, .code = "round.phase",
        .text = MSG("A phase that is needed has no days: {0}.", label(d, kind)),
        .hint = MSG("Stage I needs its assessment and its results; stage II, if there is one, "
                    "a document check or an interview, and a result."),
        .where = field(d, kind, "from") });
}

static struct err *
check_needed(const struct days *d)
{
    bool second = false;

    for (int32_t i = 0; i <= ROUND_RESULT_1; i++)
        if (i != ROUND_OPENING && !is_set(d->day[i]))
            return missing(d, i);
    for (int32_t i = ROUND_STAGE_2; i < ROUND_PHASES; i++)
        second = second || is_set(d->day[i]);
    if (!second)
        return NULL;
    if (!is_set(d->day[ROUND_STAGE_2]))
        return missing(d, ROUND_STAGE_2);
    if (!is_set(d->day[ROUND_CHECK]) && !is_set(d->day[ROUND_INTERVIEW]))
        return missing(d, ROUND_CHECK);
    return is_set(d->day[ROUND_RESULT]) ? NULL : missing(d, ROUND_RESULT);
}

struct err *
round_days_check(struct arena *a, enum lang lang, const struct round_days day[ROUND_PHASES])
{
    struct days d = { .arena = a, .lang = lang, .day = day };

    for (int32_t i = 0; i < ROUND_PHASES; i++)
        TRY(check_one(&d, i));
    TRY(check_needed(&d));
    return check_order(&d);
}

/* ---- words ---------------------------------------------------------------------------------- */

bool
round_kind_read(struct str word, enum round_kind *kind)
{
    for (int32_t i = 0; i < ROUND_PHASES; i++)
        if (str_eq(word, str_of(kinds[i].word))) {
            *kind = (enum round_kind)i;
            return true;
        }
    return false;
}

struct str
round_kind_word(enum round_kind kind)
{
    return round_kind_is_phase(kind) ? str_of(kinds[kind].word)
         : kind == ROUND_BEFORE      ? S("before")
         : kind == ROUND_BETWEEN     ? S("between") : S("over");
}

struct msg
round_kind_label(enum round_kind kind)
{
    if (round_kind_is_phase(kind))
        return (struct msg){ .id = kinds[kind].label };
    return kind == ROUND_BEFORE  ? MSG("Not begun yet")
         : kind == ROUND_BETWEEN ? MSG("Between two phases") : MSG("Over");
}

struct msg
round_step_label(enum round_step step)
{
    switch (step) {
    case ROUND_ANSWER: return MSG("Answering");
    case ROUND_SCORE:  return MSG("Scoring");
    case ROUND_ASK:    return MSG("Asking and answering questions");
    case ROUND_OBJECT: return MSG("Objecting");
    default:           return MSG("Deciding and settling");
    }
}

/* ---- seats ---------------------------------------------------------------------------------- */

static bool
lies_in(struct str code, struct str region)
{
    return str_starts(code, region) && (code.n == region.n || code.p[region.n] == '.');
}

/* The government of a regency or city goes down to its districts; a province's ends at itself. */
static bool
is_own(struct str place, struct str region)
{
    enum { PROVINCE = 2 };

    return region.n > PROVINCE ? lies_in(place, region) : str_eq(place, region);
}

static enum round_tie
tie_of_one(struct round_bond bond, struct str region)
{
    if (str_eq(bond.kind, S("assessor")) || bond.region_code.n == 0)
        return ROUND_FREE;
    if (str_eq(bond.kind, S("mentor")))
        return lies_in(region, bond.region_code) ? ROUND_MENTORED : ROUND_FREE;
    return is_own(bond.region_code, region) ? ROUND_OWN : ROUND_FREE;
}

enum round_tie
round_tie_of(const struct round_bond *bond, size_t n, struct str region_code)
{
    enum round_tie worst = ROUND_FREE;

    for (size_t i = 0; i < n; i++) {
        enum round_tie tie = tie_of_one(bond[i], region_code);

        worst = tie > worst ? tie : worst;
    }
    return worst;
}

static bool
comes_before(const struct round_candidate *a, const struct round_candidate *b)
{
    return a->load < b->load || (a->load == b->load && str_cmp(a->post, b->post) < 0);
}

size_t
round_least(const struct round_candidate *c, const enum round_tie *tie, const bool *sits, size_t n)
{
    size_t least = n;

    for (size_t i = 0; i < n; i++)
        if (tie[i] == ROUND_FREE && !sits[i] && (least == n || comes_before(&c[i], &c[least])))
            least = i;
    return least;
}
