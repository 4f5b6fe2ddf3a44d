/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* workday.c — reading the calendar, reckoning on it, adding many days at once. */
#include "office/workday/workday.h"

#include <assert.h>

#include "base/arena.h"
#include "ground/journal/journal.h"
#include "ground/org/org.h"
#include "office/workday/workday_edit.h"
#include "office/workday/workday_sql.h"
#include "store/store.h"

enum { WEEK_DAYS = 5, ISO_DATE = 10 };

/* ---- the calendar ---------------------------------------------------------------------------- */

static struct err *
loaded_years(struct cx *cx, struct workday_years *run)
{
    struct workday_years_set set;

    TRY(workday_years_of(cx, &set));
    int32_t *year = NEWS(cx->arena, int32_t, set.n + 1);
    for (size_t i = 0; i < set.n; i++)
        year[i] = (int32_t)set.row[i].year;
    *run = workday_run(year, set.n);
    return NULL;
}

/* By date; a day that the nation and a region have is one. */
static void
free_dates(struct arena *a, const struct workday_set *set, struct workday_calendar *c)
{
    struct date *free = NEWS(a, struct date, set->n + 1);

    for (size_t i = 0; i < set->n; i++)
        if (i == 0 || !str_eq(set->row[i].date, set->row[i - 1].date))
            free[c->n++] = date_of_iso(set->row[i].date);
    c->free = free;
}

static struct err *
calendar_with(struct cx *cx, struct scope of, struct workday_set *set, struct workday_calendar *c)
{
    struct workday_week_days *week;
    struct workday_years      run;
    size_t                    n;

    *c = (struct workday_calendar){ .days = WEEK_DAYS };
    TRY(workday_days_of(cx, of.region, &set->row, &set->n));
    TRY(workday_week_for(cx, of.org, of.region, &week, &n));
    TRY(loaded_years(cx, &run));
    if (n > 0)
        c->days = (int32_t)week[0].days;
    c->loaded_from = run.first;
    c->loaded_to   = run.last;
    free_dates(cx->arena, set, c);
    return NULL;
}

struct err *
workday_calendar_of(struct cx *cx, struct str region, int64_t org, struct workday_calendar *c)
{
    struct workday_set set;

    return calendar_with(cx, (struct scope){ region.n > 0 ? region : S(""), org }, &set, c);
}

struct err *
workday_revision(struct cx *cx, int64_t *n)
{
    struct workday_revision row = { 0 };
    bool                    found;

    TRY(workday_revision_now(cx, &row, &found));
    *n = found ? row.n : 0;
    return NULL;
}

/* ---- lists ----------------------------------------------------------------------------------- */

struct err *
workday_set_of(struct cx *cx, struct str region, int32_t year, struct workday_set *set)
{
    struct region there;
    struct str    first = date_iso(cx->arena, (struct date){ year, 1, 1 });
    struct str    last = date_iso(cx->arena, (struct date){ year, 12, 31 });

    if (region.n > 0)
        TRY(region_get(cx, region, &there));
    return workday_days_between(cx, first, last, region.n > 0 ? region : S(""), &set->row,
                                &set->n);
}

struct err *
workday_years_of(struct cx *cx, struct workday_years_set *set)
{
    return workday_years(cx, &set->row, &set->n);
}

struct err *
workday_weeks_of(struct cx *cx, struct workday_weeks_set *set)
{
    return workday_weeks(cx, &set->row, &set->n);
}

/* ---- reckoning ------------------------------------------------------------------------------- */

static struct err *
wrong(struct cx *cx, const char *field, const char *code, struct msg text)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = code, .text = text,
                                           .where = str_of(field) });
}

static struct err *
scope_of_wish(struct cx *cx, const struct workday_wish *w, struct scope *of)
{
    struct region region;
    struct org    org;

    *of = (struct scope){ .region = w->region.n > 0 ? w->region : S("") };
    if (w->region.n > 0)
        TRY(region_get(cx, w->region, &region));
    if (w->org.n == 0)
        return NULL;
    TRY(org_get(cx, w->org, &org));
    of->org = org.id.n;
    if (of->region.n == 0 && str_is_known(org.region_code))
        of->region = org.region_code;
    return NULL;
}

const struct workday_day *
workday_free_day(const struct workday_set *set, struct date date)
{
    for (size_t i = 0; i < set->n; i++)
        if (date_cmp(date_of_iso(set->row[i].date), date) == 0)
            return &set->row[i];
    return NULL;
}

/* Every day from the one after the first to the deadline; a count of 0 begins with the first. */
static void
add_steps(const struct workday_set *set, const struct workday_calendar *c,
          struct workday_reckoning *r)
{
    int32_t day = date_days(r->wish.from) + (r->wish.n > 0), last = date_days(r->due.date);
    int32_t nth = 0;

    for (; day <= last && r->n_steps < WORKDAY_STEPS_MAX; day++) {
        struct workday_step *s = &r->step[r->n_steps++];

        *s = (struct workday_step){ .date = date_from_days(day) };
        if (workday_is(c, s->date)) {
            s->nth = ++nth;
            continue;
        }
        s->by = workday_free_day(set, s->date);
        r->n_free     += s->by != NULL;
        r->n_weekends += s->by == NULL;
    }
}

struct err *
workday_reckon(struct cx *cx, struct workday_wish w, struct workday_reckoning *r)
{
    struct workday_calendar c;
    struct workday_set      set;
    struct scope            of;

    if (!date_is_valid(w.from) || w.from.day == 0)
        return wrong(cx, "from", "workday.from",
                     MSG("Give the day from which is counted, in full."));
    if (w.n < 0 || w.n > WORKDAY_RECKON_MAX)
        return wrong(cx, "days", "workday.n", MSG("Count 0 to 250 working days."));
    TRY(scope_of_wish(cx, &w, &of));
    TRY(calendar_with(cx, of, &set, &c));
    *r = (struct workday_reckoning){ .wish = w, .due = workday_after(&c, w.from, w.n),
        .week = c.days, .loaded_from = c.loaded_from, .loaded_to = c.loaded_to,
        .step = NEWS(cx->arena, struct workday_step, WORKDAY_STEPS_MAX) };
    add_steps(&set, &c, r);
    return NULL;
}

/* ---- keys ------------------------------------------------------------------------------------ */

struct str
workday_key(struct arena *a, struct date date, struct str region)
{
    struct str iso = date_iso(a, date);

    return region.n > 0 ? str_fmt(a, "%.*s-%.*s", TEXT(iso), TEXT(region)) : iso;
}

bool
workday_key_read(struct str key, struct date *date, struct str *region)
{
    struct str day = str_part(key, 0, ISO_DATE);

    *region = S("");
    if (day.n != ISO_DATE || !date_parse(day, date) || date->day == 0)
        return false;
    if (key.n == ISO_DATE)
        return true;
    *region = str_part(key, ISO_DATE + 1, key.n);
    return key.p[ISO_DATE] == '-' && region_code_is_valid(*region);
}

struct scope
workday_scope(struct str region)
{
    return (struct scope){ .region = region.n > 0 ? region : S("") };
}

/* ---- many days ------------------------------------------------------------------------------- */

static bool
is_same(const struct workday_day *a, const struct workday_day *b)
{
    return str_eq(a->kind, b->kind) && str_eq(a->name_id, b->name_id)
        && str_eq(a->name_en, b->name_en) && str_eq(a->source, b->source) && !b->is_ended;
}

static struct err *
put_day(struct cx *cx, struct workday_many *many, struct workday_day day)
{
    struct workday_day there;
    bool               found;

    day.source = many->source;
    TRY(workday_day_at(cx, many->region, day.date, &there, &found));
    if (found) {
        many->n_kept += !is_same(&day, &there);
        return NULL;
    }
    many->n_new++;
    return workday_day_put(cx, &(struct workday_day_put_in){ .region_code = many->region,
        .date = day.date, .kind = day.kind, .name_id = day.name_id, .name_en = day.name_en,
        .source = day.source }, NULL);
}

static struct err *
put_year(struct cx *cx, struct workday_many *many, bool *is_new)
{
    struct workday_year_id id = { 0 };

    *is_new = false;
    if (many->year == 0)
        return NULL;
    TRY(workday_year_put(cx, many->year, many->source, cx->now_s, &id));
    *is_new = id.n != 0;
    return NULL;
}

struct err *
workday_put_many(struct cx *cx, struct workday_many *many)
{
    bool is_new_year;

    many->n_new = many->n_kept = 0;
    many->region = many->region.n > 0 ? many->region : S("");
    for (size_t i = 0; i < many->n; i++)
        TRY(put_day(cx, many, many->day[i]));
    TRY(put_year(cx, many, &is_new_year));
    if (many->n_new == 0 && !is_new_year)
        return NULL;
    TRY(workday_revision_raise(cx, NULL));
    return journal_tell(cx, &(struct fact){ .verb = JOURNAL_LOADED, .thing = "calendar",
        .key = many->year ? year_text(cx->arena, many->year) : many->region.n > 0
                          ? many->region : S("nation"),
        .scope = workday_scope(many->region), .why = many->source,
        .note = str_int(cx->arena, many->n_new) });
}

static struct err *
add_many_once(struct cx *cx, void *arg)
{
    return workday_put_many(cx, arg);
}

struct err *
workday_add_many(struct cx *cx, struct workday_many *many)
{
    TRY(must(cx, MAY_EDIT_CALENDAR, workday_scope(many->region)));
    return store_change(cx, "workday_add_many", add_many_once, many);
}
