/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* round_edit.c — rounds and their phases are added and changed; a round is opened, and published. */
#include "city/round/round_edit.h"

#include "base/arena.h"
#include "city/round/round_part.h"
#include "store/store.h"

enum { YEAR_FIRST = 2000, YEAR_LAST = 2100, CODE_MAX = 60, TITLE_MAX = 200, RULE_MAX = 1000 };

/* ---- forms ---------------------------------------------------------------------------------- */

#define OF_NEW(T, must)                                                                        \
    FIELD(T, instrument, F_TEXT, .max = CODE_MAX, .required = (must),                          \
          .label = N_("Instrument (code)"),                                                    \
          .hint = N_("The edition that is answered. It stays, as the year does.")),            \
    FIELD(T, year, F_INT, .min = YEAR_FIRST, .max = YEAR_LAST, .required = (must),             \
          .label = N_("Year that is evaluated"))
#define OF_EDIT(T, must)                                                                       \
    FIELD(T, title, F_TEXT, .min = 3, .max = TITLE_MAX, .required = (must),                    \
          .label = N_("Name of the round")),                                                            \
    FIELD(T, rule, F_TEXT, .min = 1, .max = RULE_MAX, .required = (must),                      \
          .label = N_("Who takes part (rule)"),                                                \
          .hint = N_("${member} and ${kind} != 'province'. A rule may ask for code, name, "    \
                     "kind (province, regency, city), member, joined (year), index and "       \
                     "index_year (the last that was published).")),                            \
    FIELD(T, disagreement, F_TEXT, .max = 10, .required = (must),                              \
          .label = N_("Points from which two assessors differ"),                               \
          .hint = N_("Such as 1: scores that are this far apart are marked."))

static const struct field new_fields[] = { OF_NEW(struct round_form, true),
                                           OF_EDIT(struct round_form, true) };
static const struct field edit_fields[] = { OF_EDIT(struct round_form, true) };
static const struct field new_flag_fields[] = { OF_NEW(struct round_form, false),
    OF_EDIT(struct round_form, false), RECORD_FLAGS(struct round_form) };
static const struct field edit_flag_fields[] = { OF_EDIT(struct round_form, false),
                                                 RECORD_FLAGS(struct round_form) };

static const struct form new_form = FORM(struct round_form, new_fields);
static const struct form edit_form = FORM(struct round_form, edit_fields);
const struct form round_told_form = FORM(struct round_form, new_fields);
const struct form round_new_flags = FORM(struct round_form, new_flag_fields);
const struct form round_edit_flags = FORM(struct round_form, edit_flag_fields);

/* The first and the last day of each phase, in their order. */
#define DAYS(T, phase, word, first, last)                                                      \
    { .name = word "_from", .kind = F_DATE, .offset = offsetof(T, from[ROUND_##phase]),        \
      .size = sizeof(struct date), .label = (first) },                                         \
    { .name = word "_to", .kind = F_DATE, .offset = offsetof(T, to[ROUND_##phase]),            \
      .size = sizeof(struct date), .label = (last) }
#define ALL_DAYS(T)                                                                            \
    DAYS(T, OPENING, "opening", N_("Opening: first day"), N_("Opening: last day")),            \
    DAYS(T, STAGE_1, "stage_1", N_("Stage I, self-assessment: first day"),                     \
         N_("Stage I, self-assessment: last day")),                                            \
    DAYS(T, JUDGE_1, "judge_1", N_("Stage I, assessment: first day"),                          \
         N_("Stage I, assessment: last day")),                                                 \
    DAYS(T, RESULT_1, "result_1", N_("Stage I, results: first day"),                           \
         N_("Stage I, results: last day")),                                                    \
    DAYS(T, STAGE_2, "stage_2", N_("Stage II, self-assessment: first day"),                    \
         N_("Stage II, self-assessment: last day")),                                           \
    DAYS(T, CHECK, "check", N_("Document check: first day"), N_("Document check: last day")),  \
    DAYS(T, INTERVIEW, "interview", N_("Interview: first day"), N_("Interview: last day")),    \
    DAYS(T, REPLY, "reply", N_("Right of reply: first day"), N_("Right of reply: last day")),  \
    DAYS(T, RESULT, "result", N_("Result: first day"), N_("Result: last day"))

static const struct field dates_fields[] = { ALL_DAYS(struct round_dates_form) };
static const struct field dates_flag_fields[] = { ALL_DAYS(struct round_dates_form),
                                                  RECORD_FLAGS(struct round_dates_form) };
const struct form round_dates_form = FORM(struct round_dates_form, dates_fields);
const struct form round_dates_flags = FORM(struct round_dates_form, dates_flag_fields);

/* ---- a round -------------------------------------------------------------------------------- */

static struct record_state
state_of(struct arena *a, const struct round *r)
{
    return (struct record_state){ .version = r->version, .scope = round_nation(),
        .key = r->code, .name = r->title, .href = round_href(a, r->code) };
}

static struct err *
load(struct cx *cx, struct str code, struct record_state *state)
{
    struct round_form *f = NEW(cx->arena, struct round_form);
    struct round_full  full;

    TRY(round_get(cx, code, &full));
    *state = state_of(cx->arena, &full.round);
    *f = (struct round_form){ .instrument = full.round.instrument_code,
        .title = full.round.title, .rule = full.round.rule, .year = full.round.year,
        .disagreement = full.round.disagreement };
    state->values = f;
    return NULL;
}

static struct err *
load_new(struct cx *cx, struct str key, struct record_state *state)
{
    struct round_form *f = NEW(cx->arena, struct round_form);

    form_clear(&round_told_form, f);
    f->year = round_today(cx).year;
    f->instrument = INSTRUMENT_SMART_CITY;
    f->rule = S("${member} and ${kind} != 'province'");
    f->disagreement = S("1");
    *state = (struct record_state){ .proposal = f, .key = key, .href = S("/rounds"),
        .scope = round_nation(),
        .name = msg_text(cx->arena, cx->lang, MSG("Evaluation rounds")) };
    return NULL;
}

static struct err *
check(struct cx *cx, const struct round_form *f)
{
    const struct rule *rule;
    struct dec         points;

    TRY(round_rule_check(cx, f->rule, &rule));
    if (dec_parse(f->disagreement, &points) && dec_cmp(points, DEC(0)) > 0)
        return NULL;
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "round.disagreement",
        .text = MSG("{0} is no number of points above 0.", f->disagreement),
        .hint = MSG("Write it with a point: 1 or 0.5."), .where = S("disagreement") });
}

static struct err *
save(struct cx *cx, struct record_state *state, const void *values, bool *done)
{
    const struct round_form *f = values;
    struct round_full        full;
    int64_t                  n;

    TRY(round_find_to_write(cx, state->key, &full));
    TRY(check(cx, f));
    TRY(round_change(cx, &(struct round_change_in){ .code = state->key,
        .version = state->version, .title = f->title, .rule = f->rule,
        .disagreement = f->disagreement }, &n));
    *done = n == 1;
    state->name = f->title;
    return NULL;
}

static struct err *
there_already(struct cx *cx, const struct round_form *f)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "round.twice",
        .text = MSG("There is a round of this instrument for {0} already.",
                    year_text(cx->arena, f->year)),
        .hint = MSG("Change that one, or choose another year."), .where = S("year") });
}

static struct err *
find_instrument(struct cx *cx, struct str code)
{
    struct instrument in;
    struct err       *e = instrument_get(cx, code, &in);

    if (e)
        e->where = S("instrument");
    return e;
}

static struct err *
save_new(struct cx *cx, struct record_state *state, const void *values, bool *done)
{
    const struct round_form *f = values;
    struct round             r = { .title = f->title, .version = 1 };
    struct round_id          id;

    TRY(must(cx, MAY_RUN_ROUND, round_nation()));
    TRY(find_instrument(cx, f->instrument));
    TRY(check(cx, f));
    r.code = str_fmt(cx->arena, "%.*s-%lld", TEXT(f->instrument), (long long)f->year);
    TRY(round_put(cx, &(struct round_put_in){ .code = r.code, .instrument_code = f->instrument,
        .year = f->year, .title = f->title, .rule = f->rule,
        .disagreement = f->disagreement }, &id));
    if (id.n == 0)
        return there_already(cx, f);
    *state = state_of(cx->arena, &r);
    *done = true;
    return NULL;
}

/* ---- its phases ----------------------------------------------------------------------------- */

static struct err *
load_dates(struct cx *cx, struct str code, struct record_state *state)
{
    struct round_dates_form *f = NEW(cx->arena, struct round_dates_form);
    struct round_full        full;

    TRY(round_get(cx, code, &full));
    *state = state_of(cx->arena, &full.round);
    *f = (struct round_dates_form){ .why = S("") };
    for (int32_t i = 0; i < ROUND_PHASES; i++) {
        f->from[i] = date_of_iso(full.phase[i].from_day);
        f->to[i] = date_of_iso(full.phase[i].to_day);
    }
    state->values = f;
    return NULL;
}

static struct err *
put_dates(struct cx *cx, struct round_id id, const struct round_dates_form *f)
{
    for (int32_t i = 0; i < ROUND_PHASES; i++) {
        struct str word = round_kind_word((enum round_kind)i);

        if (f->from[i].year == 0)
            TRY(round_phase_drop(cx, id, word, NULL));
        else
            TRY(round_phase_put(cx, id, word, date_iso(cx->arena, f->from[i]),
                                date_iso(cx->arena, f->to[i]), NULL));
    }
    return NULL;
}

static struct err *
save_dates(struct cx *cx, struct record_state *state, const void *values, bool *done)
{
    const struct round_dates_form *f = values;
    struct round_days              day[ROUND_PHASES];
    struct round_full              full;
    int64_t                        n;

    TRY(round_find_to_write(cx, state->key, &full));
    for (int32_t i = 0; i < ROUND_PHASES; i++)
        day[i] = (struct round_days){ f->from[i], f->to[i] };
    TRY(round_days_check(cx->arena, cx->lang, day));
    TRY(round_raise(cx, state->key, state->version, &n));
    *done = n == 1;
    if (!*done)
        return NULL;
    TRY(put_dates(cx, full.round.id, f));
    TRY(round_find(cx, state->key, &full));
    return round_tasks_move(cx, &full, msg_text(cx->arena, LANG_ID,
                                                MSG("The round's days changed.")));
}

/* ---- kinds ---------------------------------------------------------------------------------- */

const struct record_kind round_new_kind = {
    .thing = ROUND_THING, .step = "new", .form = &new_form, .right = MAY_RUN_ROUND,
    .verb = JOURNAL_ADDED, .title = N_("Add an evaluation round"),
    .button = N_("Add an evaluation round"),
    .done = N_("{0} is a draft. Give its phases their days next."), .load = load_new,
    .save = save_new,
};

const struct record_kind round_edit_kind = {
    .thing = ROUND_THING, .step = "edit", .form = &edit_form, .right = MAY_RUN_ROUND,
    .verb = JOURNAL_CHANGED, .decides = true, .title = N_("Change {0}"), .button = N_("Edit"),
    .done = N_("{0} is changed."), .load = load, .save = save,
};

const struct record_kind round_dates_kind = {
    .thing = ROUND_THING, .step = "dates", .form = &round_dates_form, .right = MAY_RUN_ROUND,
    .verb = JOURNAL_CHANGED, .decides = true, .title = N_("Days of the phases: {0}"),
    .button = N_("Set the days of the phases"),
    .done = N_("{0} has new days; deadlines on the boards moved with them."),
    .load = load_dates, .save = save_dates,
};

struct err *
round_changes_of(struct cx *cx, const struct round *r, struct round_changes *c)
{
    bool                            over = str_eq(r->state, S("published"));
    const struct record_kind *const kinds[] = { over ? NULL : &round_dates_kind,
                                                over ? NULL : &round_edit_kind, NULL };
    struct record_state             state = state_of(cx->arena, r);

    TRY(record_actions(cx, kinds, &state, &c->actions));
    return record_history(cx, &round_edit_kind, &state, &c->history);
}

/* ---- the same as verbs ---------------------------------------------------------------------- */

struct err *
round_add(struct cx *cx, const struct round_new *new, struct str *code)
{
    struct round_form f = { .instrument = new->instrument, .title = new->title,
        .rule = new->rule, .year = new->year, .disagreement = new->disagreement };
    bool              changed;

    if (f.year < YEAR_FIRST || f.year > YEAR_LAST)
        return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "round.year",
            .text = MSG("A round's year is from 2000 to 2100."), .where = S("year") });
    *code = str_fmt(cx->arena, "%.*s-%lld", TEXT(f.instrument), (long long)f.year);
    return record_change(cx, &round_new_kind,
                         (struct record_wish){ .key = S("new"), .values = &f }, &changed);
}

struct err *
round_dates_set(struct cx *cx, struct str code, const struct round_dates *dates, size_t n,
                struct str why)
{
    struct round_dates_form f = { .why = S("") };
    bool                    changed;

    for (size_t i = 0; i < n; i++) {
        f.from[dates[i].kind] = dates[i].from;
        f.to[dates[i].kind] = dates[i].to;
    }
    return record_change(cx, &round_dates_kind,
                         (struct record_wish){ .key = code, .values = &f, .why = why }, &changed);
}
