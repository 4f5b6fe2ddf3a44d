/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * cohort_fact_edit.c — counts and members, changed by the posts that may. A count is the nation's,
 * a member its region's. Neither is ever taken away; its history stays with it.
 */
#include "base/arena.h"
#include "base/money.h"
#include "city/cohort/cohort_fact.h"
#include "city/cohort/cohort_page.h"
#include "city/cohort/cohort_sql.h"
#include "ground/record/record.h"
#include "store/store.h"

enum { TITLE_MAX = 300, ADDRESS_MAX = 1000, NOTE_MAX = 1000 };

#define CITED_FIELDS(T, must)                                                                  \
    FIELD(T, source, F_TEXT, .max = TITLE_MAX, .required = (must), .label = N_("Source"),      \
          .hint = N_("The title of a decree, a report, a page.")),                             \
    FIELD(T, publisher, F_TEXT, .max = TITLE_MAX, .required = (must), .label = N_("Publisher")), \
    FIELD(T, source_date, F_TEXT, .max = 10, .label = N_("Date of the source"),                \
          .hint = N_("2024-10-21, 2024-10 or 2024.")),                                         \
    FIELD(T, source_url, F_TEXT, .max = ADDRESS_MAX, .label = N_("Address of the source")),    \
    FIELD(T, note_id, F_TEXT, .max = NOTE_MAX, .label = N_("Note in Indonesian")),             \
    FIELD(T, note_en, F_TEXT, .max = NOTE_MAX, .label = N_("Note in English"))

/* ---- counts --------------------------------------------------------------------------------- */

#define COUNT_FIELDS(T, must)                                                                  \
    FIELD(T, value, F_INT, .min = 0, .max = COHORT_COUNT_MAX, .required = (must),              \
          .label = N_("Number of regions")),                                                   \
    FIELD(T, inferred, F_FLAG, .label = N_("Inferred"),                                        \
          .hint = N_("No source states it; the note says how it follows.")),                   \
    CITED_FIELDS(T, must)

struct count_form {
    int64_t    value;
    bool       inferred;
    struct str source, publisher, source_date, source_url, note_id, note_en;
};

static const struct field count_fields[] = { COUNT_FIELDS(struct count_form, true) };
const struct form  cohort_count_form = FORM(struct count_form, count_fields);

static struct err *
count_unknown(struct cx *cx, struct str key)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_MISSING, .code = "cohort.count_unknown",
        .text = MSG("There is no count {0}.", key),
        .hint = MSG("Write YEAR/MEASURE/READING, as the page of the years has it."),
    });
}

/* "2022/joined/1" */
static struct err *
count_place(struct cx *cx, struct str key, struct cohort_fact *at)
{
    struct str year, measure, reading;

    if (!str_cut(key, '/', &year, &reading) || !str_cut(reading, '/', &measure, &reading)
        || !str_int64(year, &at->year) || !str_int64(reading, &at->reading)
        || at->year < COHORT_YEAR_FIRST || at->year > COHORT_YEAR_LAST || at->reading < 1
        || cohort_measure_of(measure) == COHORT_MEASURE_NONE)
        return count_unknown(cx, key);
    at->measure = measure;
    return NULL;
}

static struct str
count_name(struct cx *cx, const struct cohort_fact *f)
{
    struct str year = year_text(cx->arena, f->year);
    struct str what = msg_text(cx->arena, cx->lang,
                               cohort_measure_label(cohort_measure_of(f->measure)));

    if (f->reading == 1)
        return msg_text(cx->arena, cx->lang, MSG("{0}: {1}", year, what));
    return msg_text(cx->arena, cx->lang, MSG("{0}: {1}, reading {2}", year, what,
                                             int_text(cx->arena, cx->lang, f->reading)));
}

static struct count_form *
count_values(struct arena *a, const struct cohort_fact *f)
{
    struct count_form *v = NEW(a, struct count_form);

    *v = (struct count_form){
        .value = f->value, .inferred = f->inferred, .source = f->source,
        .publisher = f->publisher, .source_date = f->source_date, .source_url = f->source_url,
        .note_id = f->note_id, .note_en = f->note_en,
    };
    return v;
}

struct err *
cohort_count_state(struct cx *cx, struct str key, struct record_state *s, struct cohort_fact *fact)
{
    struct cohort_fact at = { 0 };
    bool               found;

    TRY(count_place(cx, key, &at));
    TRY(cohort_fact_at(cx, at.year, at.measure, at.reading, fact, &found));
    if (!found)
        *fact = at;
    struct str path = str_fmt(cx->arena, "%lld/%.*s/%lld", (long long)at.year, TEXT(at.measure),
                              (long long)at.reading);
    *s = (struct record_state){
        .values = found ? count_values(cx->arena, fact) : NULL,
        .version = found ? fact->version : 0,
        .key = path, .name = count_name(cx, &at),
        .href = str_fmt(cx->arena, "/cohorts/counts/%.*s", TEXT(path)),
    };
    return NULL;
}

static struct err *
count_load(struct cx *cx, struct str key, struct record_state *s)
{
    struct cohort_fact fact;

    TRY(cohort_count_state(cx, key, s, &fact));
    return s->values ? NULL : count_unknown(cx, key);
}

static struct err *
known_already(struct cx *cx, const struct record_state *s)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_CONFLICT, .code = "cohort.known_already",
        .text = MSG("{0} is known already.", s->name),
        .hint = MSG("Open it, and change it there."),
    });
}

static struct err *
count_load_new(struct cx *cx, struct str key, struct record_state *s)
{
    struct cohort_fact fact;

    TRY(cohort_count_state(cx, key, s, &fact));
    TRY(must(cx, MAY_EDIT_FACT, s->scope));
    return s->values ? known_already(cx, s) : NULL;
}

static struct err *
count_check(struct cx *cx, const struct count_form *v)
{
    return cohort_cited_check(cx, &(struct cohort_cited){
        .source = v->source, .publisher = v->publisher, .source_date = v->source_date,
        .source_url = v->source_url, .note_id = v->note_id, .note_en = v->note_en,
    }, v->inferred);
}

static struct err *
count_change(struct cx *cx, struct record_state *s, const void *values, bool *done)
{
    const struct count_form *v = values;
    struct cohort_fact       at = { 0 };
    int64_t                  n;

    TRY(count_place(cx, s->key, &at));
    TRY(count_check(cx, v));
    TRY(cohort_fact_change(cx, &(struct cohort_fact_change_in){
        .year = at.year, .measure = at.measure, .reading = at.reading, .version = s->version,
        .value = v->value, .inferred = v->inferred, .source = v->source,
        .publisher = v->publisher, .source_date = v->source_date, .source_url = v->source_url,
        .note_id = v->note_id, .note_en = v->note_en,
    }, &n));
    *done = n == 1;
    return NULL;
}

/* Readings are numbered without a gap, so that there is always one that is added up. */
static struct err *
check_reading(struct cx *cx, const struct cohort_fact *at)
{
    struct cohort_fact before;
    bool               found = true;

    if (at->reading > 1)
        TRY(cohort_fact_at(cx, at->year, at->measure, at->reading - 1, &before, &found));
    if (found)
        return NULL;
    return err_of(cx->arena, (struct err){
        .kind = ERR_INPUT, .code = "cohort.reading",
        .text = MSG("Reading {0} stands before the one that goes before it.",
                    int_text(cx->arena, cx->lang, at->reading)),
        .hint = MSG("Write 1 for the reading that is added up, 2 and on for others."),
    });
}

static struct err *
count_begin(struct cx *cx, struct record_state *s, const void *values, bool *done)
{
    const struct count_form *v = values;
    struct cohort_fact       at = { 0 };
    struct cohort_fact_id    id;

    TRY(count_place(cx, s->key, &at));
    TRY(check_reading(cx, &at));
    TRY(count_check(cx, v));
    TRY(cohort_fact_begin(cx, &(struct cohort_fact_begin_in){
        .year = at.year, .measure = at.measure, .reading = at.reading,
        .value = v->value, .inferred = v->inferred, .source = v->source,
        .publisher = v->publisher, .source_date = v->source_date, .source_url = v->source_url,
        .note_id = v->note_id, .note_en = v->note_en,
    }, &id));
    *done = id.n != 0;
    return NULL;
}

const struct record_kind cohort_edit_count = {
    .thing = "cohort_count", .step = "edit", .form = &cohort_count_form, .right = MAY_EDIT_FACT,
    .verb = JOURNAL_CHANGED, .decides = true, .title = N_("Change {0}"), .button = N_("Edit"),
    .done = N_("{0} is changed."), .load = count_load, .save = count_change,
};

const struct record_kind cohort_add_count = {
    .thing = "cohort_count", .step = "add", .form = &cohort_count_form, .right = MAY_EDIT_FACT,
    .verb = JOURNAL_ADDED, .decides = true, .title = N_("Add {0}"), .button = N_("Add"),
    .done = N_("{0} is added."), .load = count_load_new, .save = count_begin,
};

/* ---- members -------------------------------------------------------------------------------- */

#define MEMBER_FIELDS(T, must)                                                                 \
    FIELD(T, year, F_INT, .min = COHORT_YEAR_FIRST, .max = COHORT_YEAR_LAST,                   \
          .label = N_("Year of joining"), .hint = N_("Leave it empty if no source says.")),    \
    FIELD(T, seen_year, F_INT, .min = COHORT_YEAR_FIRST, .max = COHORT_YEAR_LAST,              \
          .label = N_("Took part in"),                                                         \
          .hint = N_("If the year of joining is not known: the earliest year in which a source " \
                     "shows it taking part.")),                                                \
    CITED_FIELDS(T, must)

struct member_form {
    int64_t    year, seen_year;             /* 0: not known */
    struct str source, publisher, source_date, source_url, note_id, note_en;
};

static const struct field member_fields[] = { MEMBER_FIELDS(struct member_form, true) };
const struct form  cohort_member_form = FORM(struct member_form, member_fields);

static struct maybe_int
maybe_year(int64_t year)
{
    return (struct maybe_int){ .known = year >= COHORT_YEAR_FIRST, .n = year };
}

static struct member_form *
member_values(struct arena *a, const struct cohort_member *m)
{
    struct member_form *v = NEW(a, struct member_form);

    *v = (struct member_form){
        .year = m->year.known ? m->year.n : 0,
        .seen_year = m->seen_year.known ? m->seen_year.n : 0, .source = m->source,
        .publisher = m->publisher, .source_date = m->source_date, .source_url = m->source_url,
        .note_id = m->note_id, .note_en = m->note_en,
    };
    return v;
}

struct err *
cohort_member_state(struct cx *cx, struct str code, struct record_state *s,
                    struct cohort_member *m)
{
    struct region region;
    bool          found;

    TRY(region_get(cx, code, &region));
    TRY(cohort_member_find(cx, region.code, m, &found));
    *s = (struct record_state){
        .values = found ? member_values(cx->arena, m) : NULL,
        .version = found ? m->version : 0,
        .scope = { .region = region.code }, .key = region.code,
        .name = msg_text(cx->arena, cx->lang, MSG("{0} as a participant", region.name)),
        .href = str_fmt(cx->arena, "/cohorts/members/%.*s", TEXT(region.code)),
    };
    return NULL;
}

struct err *
cohort_not_member(struct cx *cx, const struct record_state *s)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_MISSING, .code = "cohort.no_member",
        .text = MSG("No source here names the region {0} as a participant.", s->key),
        .hint = MSG("The participants that are known by name are in a list."),
    });
}

static struct err *
member_load(struct cx *cx, struct str key, struct record_state *s)
{
    struct cohort_member m;

    TRY(cohort_member_state(cx, key, s, &m));
    return s->values ? NULL : cohort_not_member(cx, s);
}

static struct err *
member_load_new(struct cx *cx, struct str key, struct record_state *s)
{
    struct cohort_member m;

    TRY(cohort_member_state(cx, key, s, &m));
    TRY(must(cx, MAY_EDIT_FACT, s->scope));
    return s->values ? known_already(cx, s) : NULL;
}

static struct err *
member_check(struct cx *cx, const struct member_form *v)
{
    TRY(cohort_years_check(cx, maybe_year(v->year), maybe_year(v->seen_year)));
    return cohort_cited_check(cx, &(struct cohort_cited){
        .source = v->source, .publisher = v->publisher, .source_date = v->source_date,
        .source_url = v->source_url, .note_id = v->note_id, .note_en = v->note_en,
    }, false);
}

static struct err *
member_change(struct cx *cx, struct record_state *s, const void *values, bool *done)
{
    const struct member_form *v = values;
    int64_t                   n;

    TRY(member_check(cx, v));
    TRY(cohort_member_change(cx, &(struct cohort_member_change_in){
        .region_code = s->key, .version = s->version, .year = maybe_year(v->year),
        .seen_year = maybe_year(v->seen_year), .source = v->source, .publisher = v->publisher,
        .source_date = v->source_date, .source_url = v->source_url, .note_id = v->note_id,
        .note_en = v->note_en,
    }, &n));
    *done = n == 1;
    return NULL;
}

static struct err *
member_begin(struct cx *cx, struct record_state *s, const void *values, bool *done)
{
    const struct member_form *v = values;
    struct cohort_member_id   id;
    struct region             region;

    TRY(region_get(cx, s->key, &region));
    TRY(cohort_region_check(cx, &region));
    TRY(member_check(cx, v));
    TRY(cohort_member_begin(cx, &(struct cohort_member_begin_in){
        .region_code = region.code, .year = maybe_year(v->year),
        .seen_year = maybe_year(v->seen_year), .source = v->source, .publisher = v->publisher,
        .source_date = v->source_date, .source_url = v->source_url, .note_id = v->note_id,
        .note_en = v->note_en,
    }, &id));
    *done = id.n != 0;
    return NULL;
}

const struct record_kind cohort_edit_member = {
    .thing = "cohort_member", .step = "edit", .form = &cohort_member_form, .right = MAY_EDIT_FACT,
    .verb = JOURNAL_CHANGED, .decides = true, .title = N_("Change {0}"), .button = N_("Edit"),
    .done = N_("{0} is changed."), .load = member_load, .save = member_change,
};

const struct record_kind cohort_add_member = {
    .thing = "cohort_member", .step = "add", .form = &cohort_member_form, .right = MAY_EDIT_FACT,
    .verb = JOURNAL_ADDED, .decides = true, .title = N_("Add {0}"), .button = N_("Add"),
    .done = N_("{0} is added."), .load = member_load_new, .save = member_begin,
};

/* ---- shell ---------------------------------------------------------------------------------- */

struct count_flags {
    int64_t    value;
    bool       inferred;
    struct str source, publisher, source_date, source_url, note_id, note_en, why;
    bool       dry_run;
};

static const struct field count_flag_fields[] = {
    COUNT_FIELDS(struct count_flags, false), RECORD_FLAGS(struct count_flags),
};
const struct form cohort_count_flags = FORM(struct count_flags, count_flag_fields);

struct member_flags {
    int64_t    year, seen_year;
    struct str source, publisher, source_date, source_url, note_id, note_en, why;
    bool       dry_run;
};

static const struct field member_flag_fields[] = {
    MEMBER_FIELDS(struct member_flags, false), RECORD_FLAGS(struct member_flags),
};
const struct form cohort_member_flags = FORM(struct member_flags, member_flag_fields);

struct err *
cohort_count_edit_run(struct cx *cx, struct shell *sh)
{
    return record_command(cx, sh, &cohort_edit_count, sh->arg[0]);
}

struct err *
cohort_count_add_run(struct cx *cx, struct shell *sh)
{
    return record_command(cx, sh, &cohort_add_count, sh->arg[0]);
}

struct err *
cohort_member_edit_run(struct cx *cx, struct shell *sh)
{
    return record_command(cx, sh, &cohort_edit_member, sh->arg[0]);
}

struct err *
cohort_member_add_run(struct cx *cx, struct shell *sh)
{
    return record_command(cx, sh, &cohort_add_member, sh->arg[0]);
}
