/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* cohort_load.c — counts and members from CSV: those that come with the program, or anyone's. */
#include "city/cohort/cohort_load.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/calendar.h"
#include "base/hash.h"
#include "base/money.h"
#include "city/cohort/cohort_fact.h"
#include "city/cohort/cohort_page.h"
#include "city/cohort/cohort_sql.h"
#include "ground/journal/journal.h"
#include "pack/embedded.h"
#include "store/store.h"

/* The last six columns of both kinds of files are the same. */
enum { OF_SOURCE, OF_PUBLISHER, OF_DATE, OF_URL, OF_NOTE_ID, OF_NOTE_EN, OF_END };

#define SOURCE_COLUMNS "source", "publisher", "source_date", "source_url", "note_id", "note_en"

enum { FACT_YEAR, FACT_MEASURE, FACT_READING, FACT_VALUE, FACT_INFERRED, FACT_SOURCE,
       FACT_END = FACT_SOURCE + OF_END };

static const char *const fact_columns[FACT_END] = {
    "year", "measure", "reading", "value", "inferred", SOURCE_COLUMNS,
};

enum { MEMBER_REGION, MEMBER_NAME, MEMBER_YEAR, MEMBER_SEEN, MEMBER_SOURCE,
       MEMBER_END = MEMBER_SOURCE + OF_END };

static const char *const member_columns[MEMBER_END] = {
    "region_code", "name", "year", "seen_year", SOURCE_COLUMNS,
};

struct cohort_file_kind {
    const char *const *column;
    size_t             n_columns;
    size_t             source;              /* where the six shared columns begin */
    struct err      *(*record)(struct cohort_load *, const struct str *f);
};

static struct str
known(struct str cell)
{
    return cell.n > 0 ? cell : (struct str){ NULL, 0 };
}

static struct err *
refuse(struct cohort_load *load, size_t column, struct err e)
{
    e.kind  = e.kind ? e.kind : ERR_INPUT;
    e.where = csv_where(load->csv, column);
    load->wrong = load->kind->column[column];
    return err_of(load->cx->arena, e);
}

/* ---- checks ---------------------------------------------------------------------------------- */

static struct err *
check_year(struct cohort_load *load, size_t column, struct str cell, int64_t *year)
{
    if (str_int64(cell, year) && *year >= COHORT_YEAR_FIRST && *year <= COHORT_YEAR_LAST)
        return NULL;
    return refuse(load, column, (struct err){ .code = "cohort.year",
        .text = MSG("\"{0}\" is not a year of the movement.", cell),
        .hint = MSG("Write a year from 2017 on.") });
}

static struct err *
check_maybe_year(struct cohort_load *load, size_t column, struct str cell, struct maybe_int *year)
{
    *year = (struct maybe_int){ .known = cell.n > 0 };
    return year->known ? check_year(load, column, cell, &year->n) : NULL;
}

/* A rule names the field; a file has a column of that name. */
static struct err *
at_column(struct cohort_load *load, struct err *err)
{
    for (size_t i = 0; err && i < load->kind->n_columns; i++)
        if (str_eq(err->where, str_of(load->kind->column[i]))) {
            err->where = csv_where(load->csv, i);
            load->wrong = load->kind->column[i];
            return err;
        }
    return err;
}

static struct err *
check_cited(struct cohort_load *load, const struct str *f, bool inferred)
{
    const struct str         *of = f + load->kind->source;
    const struct cohort_cited cited = {
        .source = of[OF_SOURCE], .publisher = of[OF_PUBLISHER], .source_date = of[OF_DATE],
        .source_url = of[OF_URL], .note_id = of[OF_NOTE_ID], .note_en = of[OF_NOTE_EN],
    };

    return at_column(load, cohort_cited_check(load->cx, &cited, inferred));
}

/* ---- what the lines before would have added -------------------------------------------------- */

enum { SEEN_BUCKETS = 4096 };

struct seen_one {
    struct str           key;
    struct cohort_fact   fact;
    struct cohort_member member;
    struct seen_one     *next;
};

struct cohort_seen { struct seen_one *bucket[SEEN_BUCKETS]; };

static struct seen_one *
seen_find(const struct cohort_load *load, struct str key)
{
    struct seen_one *one = NULL;

    if (load->seen)
        one = load->seen->bucket[hash_64(key) % SEEN_BUCKETS];
    while (one && !str_eq(one->key, key))
        one = one->next;
    return one;
}

static struct seen_one *
seen_add(const struct cohort_load *load, struct str key)
{
    struct seen_one **first = &load->seen->bucket[hash_64(key) % SEEN_BUCKETS];
    struct seen_one  *one = NEW(load->cx->arena, struct seen_one);

    one->key = str_copy(load->cx->arena, key);
    one->next = *first;
    *first = one;
    return one;
}

/* ---- counts ---------------------------------------------------------------------------------- */

static struct err *
check_measure(struct cohort_load *load, const struct str *f)
{
    if (cohort_measure_of(f[FACT_MEASURE]) != COHORT_MEASURE_NONE)
        return NULL;
    return refuse(load, FACT_MEASURE, (struct err){ .code = "cohort.measure",
        .text = MSG("\"{0}\" is not a measure.", f[FACT_MEASURE]),
        .hint = MSG("Use joined, provinces, total, invited, attended, assessed, mentored, "
                    "evaluated_1 or evaluated_2.") });
}

static struct err *
check_value(struct cohort_load *load, const struct str *f, int64_t *value)
{
    if (str_int64(f[FACT_VALUE], value) && *value >= 0 && *value <= COHORT_COUNT_MAX)
        return NULL;
    return refuse(load, FACT_VALUE, (struct err){ .code = "cohort.value",
        .text = MSG("\"{0}\" is not a number of regions.", f[FACT_VALUE]),
        .hint = MSG("Write a whole number from 0 to 1000.") });
}

static struct err *
check_inferred(struct cohort_load *load, const struct str *f, bool *inferred)
{
    *inferred = str_eq(f[FACT_INFERRED], S("yes"));
    if (*inferred || str_eq(f[FACT_INFERRED], S("no")))
        return NULL;
    return refuse(load, FACT_INFERRED, (struct err){ .code = "cohort.inferred",
        .text = MSG("Is the count inferred? \"{0}\" does not say.", f[FACT_INFERRED]),
        .hint = MSG("Write yes or no.") });
}

static struct str
fact_key(struct arena *a, const struct cohort_fact_add_in *in, int64_t reading)
{
    return str_fmt(a, "%lld/%.*s/%lld", (long long)in->year, TEXT(in->measure),
                   (long long)reading);
}

/* In the database, or in a line before that is only checked. */
static struct err *
find_fact(struct cohort_load *load, const struct cohort_fact_add_in *in, int64_t reading,
          struct cohort_fact *there, bool *found)
{
    struct seen_one *one = seen_find(load, fact_key(load->cx->arena, in, reading));

    *found = one != NULL;
    if (!one)
        return cohort_fact_at(load->cx, in->year, in->measure, reading, there, found);
    *there = one->fact;
    return NULL;
}

static struct err *
put_fact(struct cohort_load *load, const struct cohort_fact_add_in *in)
{
    struct arena         *a = load->cx->arena;
    struct cohort_fact_id id;

    load->n_new++;
    if (!load->seen)
        return cohort_fact_add(load->cx, in, &id);
    seen_add(load, fact_key(a, in, in->reading))->fact = (struct cohort_fact){
        .value = in->value, .inferred = in->inferred, .source = str_copy(a, in->source),
        .publisher = str_copy(a, in->publisher),
    };
    return NULL;
}

/* Readings are numbered from 1 without a gap, so that there is always one that is added up. */
static struct err *
check_reading(struct cohort_load *load, const struct str *f, struct cohort_fact_add_in *row)
{
    struct cohort_fact before;
    bool               found = true;

    if (!str_int64(f[FACT_READING], &row->reading) || row->reading < 1)
        return refuse(load, FACT_READING, (struct err){ .code = "cohort.reading",
            .text = MSG("\"{0}\" is not the number of a reading.", f[FACT_READING]),
            .hint = MSG("Write 1 for the reading that is added up, 2 and on for others.") });
    if (row->reading > 1)
        TRY(find_fact(load, row, row->reading - 1, &before, &found));
    if (!found)
        return refuse(load, FACT_READING, (struct err){ .code = "cohort.reading",
            .text = MSG("Reading {0} stands before the one that goes before it.", f[FACT_READING]),
            .hint = MSG("Write 1 for the reading that is added up, 2 and on for others.") });
    return NULL;
}

static bool
same_fact(const struct cohort_fact *there, const struct cohort_fact_add_in *in)
{
    return there->value == in->value && there->inferred == in->inferred
        && str_eq(there->source, in->source) && str_eq(there->publisher, in->publisher);
}

static struct err *
add_fact(struct cohort_load *load, const struct cohort_fact_add_in *in)
{
    struct arena      *a = load->cx->arena;
    struct cohort_fact there;
    bool               found;

    TRY(find_fact(load, in, in->reading, &there, &found));
    if (found && (load->keeps || same_fact(&there, in))) {
        load->n_kept += !same_fact(&there, in);
        return NULL;
    }
    if (found)
        return refuse(load, FACT_VALUE, (struct err){ .kind = ERR_CONFLICT,
            .code   = "cohort.differs",
            .text   = MSG("{0} of {1} is known already, with another figure or source.",
                          in->measure, str_int(a, in->year)),
            .detail = MSG("Known: {0} ({1}).", str_int(a, there.value),
                          there.source),
            .hint   = MSG("Give what another source says as a further reading.") });
    return put_fact(load, in);
}

static struct err *
fact_record(struct cohort_load *load, const struct str *f)
{
    const struct str         *of = f + FACT_SOURCE;
    struct cohort_fact_add_in row = {
        .measure = f[FACT_MEASURE], .source = of[OF_SOURCE], .publisher = of[OF_PUBLISHER],
        .source_date = known(of[OF_DATE]), .source_url = known(of[OF_URL]),
        .note_id = known(of[OF_NOTE_ID]), .note_en = known(of[OF_NOTE_EN]),
    };

    TRY(check_year(load, FACT_YEAR, f[FACT_YEAR], &row.year));
    TRY(check_measure(load, f));
    TRY(check_reading(load, f, &row));
    TRY(check_value(load, f, &row.value));
    TRY(check_inferred(load, f, &row.inferred));
    TRY(check_cited(load, f, row.inferred));
    return add_fact(load, &row);
}

/* ---- members --------------------------------------------------------------------------------- */

/* The name stands beside the code so that a wrong digit is found: they must be one region's. */
static struct err *
check_region(struct cohort_load *load, const struct str *f, const struct region *region)
{
    TRY(at_column(load, cohort_region_check(load->cx, region)));
    if (!str_eq(f[MEMBER_NAME], region->name))
        return refuse(load, MEMBER_NAME, (struct err){ .code = "cohort.name",
            .text = MSG("{0} is {1}, not \"{2}\".", f[MEMBER_REGION], region->name, f[MEMBER_NAME]),
            .hint = MSG("Write the name as the list of regions has it.") });
    return NULL;
}

static struct err *
check_years(struct cohort_load *load, const struct str *f, struct cohort_member_add_in *row)
{
    TRY(check_maybe_year(load, MEMBER_YEAR, f[MEMBER_YEAR], &row->year));
    TRY(check_maybe_year(load, MEMBER_SEEN, f[MEMBER_SEEN], &row->seen_year));
    return at_column(load, cohort_years_check(load->cx, row->year, row->seen_year));
}

static bool
same_year(struct maybe_int a, struct maybe_int b)
{
    return a.known == b.known && (!a.known || a.n == b.n);
}

static bool
same_member(const struct cohort_member *there, const struct cohort_member_add_in *in)
{
    return same_year(there->year, in->year) && same_year(there->seen_year, in->seen_year)
        && str_eq(there->source, in->source) && str_eq(there->publisher, in->publisher);
}

static struct err *
find_member(struct cohort_load *load, struct str code, struct cohort_member *there, bool *found)
{
    struct seen_one *one = seen_find(load, code);

    *found = one != NULL;
    if (!one)
        return cohort_member_at(load->cx, code, there, found);
    *there = one->member;
    return NULL;
}

static struct err *
put_member(struct cohort_load *load, const struct cohort_member_add_in *in)
{
    struct arena           *a = load->cx->arena;
    struct cohort_member_id id;

    load->n_new++;
    if (!load->seen)
        return cohort_member_add(load->cx, in, &id);
    seen_add(load, in->region_code)->member = (struct cohort_member){
        .name = str_copy(a, in->region_code), .year = in->year, .seen_year = in->seen_year,
        .source = str_copy(a, in->source), .publisher = str_copy(a, in->publisher),
    };
    return NULL;
}

static struct err *
add_member(struct cohort_load *load, const struct cohort_member_add_in *in)
{
    struct cohort_member there;
    bool                 found;

    TRY(find_member(load, in->region_code, &there, &found));
    if (found && (load->keeps || same_member(&there, in))) {
        load->n_kept += !same_member(&there, in);
        return NULL;
    }
    if (found)
        return refuse(load, MEMBER_YEAR, (struct err){ .kind = ERR_CONFLICT,
            .code   = "cohort.differs",
            .text   = MSG("{0} is known already, with another year or source.", there.name),
            .detail = MSG("Known: {0} ({1}).", msg_text(load->cx->arena, load->cx->lang,
                          cohort_member_text(load->cx->arena, &there)), there.source),
            .hint   = MSG("What is known is not overwritten; leave this line out.") });
    return put_member(load, in);
}

static struct err *
member_record(struct cohort_load *load, const struct str *f)
{
    const struct str           *of = f + MEMBER_SOURCE;
    struct region               region;
    bool                        found = false;
    struct cohort_member_add_in row = {
        .region_code = f[MEMBER_REGION], .source = of[OF_SOURCE], .publisher = of[OF_PUBLISHER],
        .source_date = known(of[OF_DATE]), .source_url = known(of[OF_URL]),
        .note_id = known(of[OF_NOTE_ID]), .note_en = known(of[OF_NOTE_EN]),
    };

    if (region_code_is_valid(row.region_code))
        TRY(region_find(load->cx, row.region_code, &region, &found));
    if (!found && load->keeps) {            /* this database has ended or recoded the region */
        load->n_kept++;
        return NULL;
    }
    if (!found)
        return refuse(load, MEMBER_REGION, (struct err){ .code = "cohort.region",
            .text = MSG("There is no region with the code {0}.", row.region_code),
            .hint = MSG("Search for its name, or begin with the list of provinces.") });
    if (!load->keeps)
        TRY(check_region(load, f, &region));
    TRY(check_years(load, f, &row));
    TRY(check_cited(load, f, false));
    return add_member(load, &row);
}

/* ---- files ----------------------------------------------------------------------------------- */

static const struct cohort_file_kind counts  = { fact_columns, FACT_END, FACT_SOURCE, fact_record };
static const struct cohort_file_kind members = { member_columns, MEMBER_END, MEMBER_SOURCE,
                                          member_record };

static struct err *
open_csv(struct cohort_load *load, const char *const *column, size_t n)
{
    struct arena *a = load->cx->arena;

    return str_is_known(load->text)
         ? csv_open_text(a, &load->csv, load->name, load->text, column, n)
         : csv_open(a, &load->csv, load->name, column, n);
}

/* A file whose header has `measure` tells counts. */
static struct err *
choose_kind(struct cohort_load *load)
{
    struct err *err = open_csv(load, &fact_columns[FACT_MEASURE], 1);

    if (err && strcmp(err->code, "csv.column_missing") != 0)
        return err;
    load->kind = err ? &members : &counts;
    if (!err)
        csv_close(load->csv);
    return NULL;
}

struct err *
cohort_load_open(struct cx *cx, struct cohort_load *load, bool only_checks)
{
    load->cx    = cx;
    load->n_new = load->n_kept = 0;
    load->seen  = only_checks ? NEW(cx->arena, struct cohort_seen) : NULL;
    if (!load->kind)
        TRY(choose_kind(load));
    return open_csv(load, load->kind->column, load->kind->n_columns);
}

struct err *
cohort_load_next(struct cohort_load *load, bool *more)
{
    return csv_next(load->csv, &load->rec, more);
}

struct err *
cohort_load_line(struct cx *cx, struct cohort_load *load)
{
    load->cx    = cx;
    load->wrong = NULL;
    return load->kind->record(load, load->rec.field);
}

struct err *
cohort_load_tell(struct cx *cx, const struct cohort_load *load, struct str why)
{
    if (load->n_new == 0)
        return NULL;
    return journal_tell(cx, &(struct fact){
        .verb = JOURNAL_LOADED, .key = load->name, .why = why,
        .thing = load->kind == &counts ? "cohort_count" : "cohort_member",
        .note = str_int(cx->arena, load->n_new),
    });
}

void
cohort_load_close(struct cohort_load *load)
{
    csv_close(load->csv);
}

static struct err *
load_lines(struct cohort_load *load)
{
    bool more;

    for (;;) {
        TRY(cohort_load_next(load, &more));
        if (!more)
            return NULL;
        TRY(cohort_load_line(load->cx, load));
    }
}

static struct err *
load_once(struct cx *cx, void *arg)
{
    struct cohort_load *load = arg;
    struct err         *err;

    TRY(cohort_load_open(cx, load, false));
    err = load_lines(load);
    cohort_load_close(load);
    return err ? err : cohort_load_tell(cx, load, (struct str){ NULL, 0 });
}

struct err *
cohort_import(struct cx *cx, struct str file, int64_t *n_new)
{
    return cohort_import_text(cx, file, (struct str){ NULL, 0 }, n_new);
}

struct err *
cohort_import_text(struct cx *cx, struct str name, struct str text, int64_t *n_new)
{
    struct cohort_load load = { .name = name, .text = text };

    TRY(store_change(cx, "cohort_import", load_once, &load));
    *n_new = load.n_new;
    return NULL;
}

static struct err *
load_own(struct cx *cx, struct str name, const struct cohort_file_kind *kind,
         struct cohort_load *own)
{
    bool is_there;

    *own = (struct cohort_load){ .name = name, .kind = kind, .keeps = true };
    is_there = embedded_find(name, &own->text);
    assert(is_there);       /* the build embeds it */
    return store_change(cx, "cohort_load", load_once, own);
}

struct err *
cohort_load(struct cx *cx, struct buf *out)
{
    struct cohort_load fact, member;

    TRY(load_own(cx, S("pack/fact/cohort-year.csv"), &counts, &fact));
    TRY(load_own(cx, S("pack/fact/cohort-member.csv"), &members, &member));
    load_say(cx, out, MSG("Participation: {0} counts new, {1} regions by name new.",
                          int_text(cx->arena, cx->lang, fact.n_new),
                          int_text(cx->arena, cx->lang, member.n_new)));
    load_say_kept(cx, out, fact.n_kept + member.n_kept);
    return NULL;
}
