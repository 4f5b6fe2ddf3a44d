/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* workday_test.c — the calendar in a database: loads, local days, weeks, what is refused. */
#include "office/workday/workday.h"

#include <string.h>

#include "ground/journal/journal.h"
#include "ground/org/org.h"
#include "ground/region/region_sql.h"
#include "office/workday/workday_edit.h"
#include "office/workday/workday_page.h"
#include "unit.h"
#include "unit_slices.h"

static const char orgs[] =
    "code,kind,name,short_name,region_code,parent_code,valid_from,valid_to,successor_code,law,"
    "source\n"
    "rsud,agency,RSUD Kota A,RSUD,35.71,,,,,,Perda 1/2020\n"
    "dinas,agency,Dinas A,DA,35.71,,,,,,Perda 1/2020\n";

static bool
begin(struct cx *cx)
{
    static const char *const code[] = { "35", "35.71", "35.72" };
    struct buf               out = buf_in(cx->arena, 4096);
    struct region_id         id;
    int64_t                  n_new;

    cx->who = &who_program;
    for (size_t i = 0; i < COUNT(code); i++)
        if (region_add(cx, &(struct region_add_in){ .code = str_of(code[i]),
                .kind = i ? S("city") : S("province"), .name = str_of(code[i]),
                .parent_code = i ? S("35") : (struct str){ 0 }, .source = S("test") }, &id))
            return false;
    return !org_import_text(cx, S("org.csv"), str_of(orgs), &n_new) && !workday_load(cx, &out);
}

static struct err *
add(struct cx *cx, struct workday_form f)
{
    bool changed;

    return record_change(cx, &workday_new_kind, (struct record_wish){ .key = S("new"),
        .values = &f }, &changed);
}

static struct workday_form
local(const char *region, const char *date)
{
    return (struct workday_form){ .region = str_of(region), .kind = WORKDAY_LOCAL,
        .date = date_of_iso(str_of(date)), .name_id = S("Hari jadi"), .name_en = S(""),
        .source = S("Keputusan 1/2026"), .why = S("") };
}

static struct err *
end_day(struct cx *cx, const char *key)
{
    struct workday_form f = { .decision = S("Keputusan 2/2026") };
    bool                changed;

    return record_change(cx, &workday_end_kind, (struct record_wish){ .key = str_of(key),
        .values = &f, .why = S("kantor tetap buka") }, &changed);
}

static struct err *
set_week(struct cx *cx, const char *org, const char *region, int64_t days)
{
    struct workday_week_form f = { .org = str_of(org), .region = str_of(region), .days = days,
                                   .source = S("Keputusan 3/2026") };
    bool changed;

    return record_change(cx, &workday_week_new_kind, (struct record_wish){ .key = S("new"),
        .values = &f }, &changed);
}

static struct workday_due
due(struct cx *cx, const char *region, const char *org, const char *from, int32_t n)
{
    struct workday_reckoning r = { 0 };
    struct err *e = workday_reckon(cx, (struct workday_wish){ .n = n,
        .from = date_of_iso(str_of(from)), .region = str_of(region), .org = str_of(org) }, &r);

    check("it can be reckoned", !e);
    return r.due;
}

static bool
is_date(struct workday_due d, const char *iso)
{
    return date_cmp(d.date, date_of_iso(str_of(iso))) == 0;
}

ON_BOTH(workday_loads_years)
{
    struct workday_years_set years;
    struct workday_set       set;
    struct buf               out = buf_in(cx->arena, 4096);
    int64_t                  first, again;

    check("it is loaded", begin(cx));
    check("2025 and 2026 are", !workday_years_of(cx, &years) && years.n == 2
          && years.row[0].year == 2025 && years.row[1].year == 2026);
    check("17 holidays and 11 days of leave in 2025",
          !workday_set_of(cx, S(""), 2025, &set) && set.n == 28);
    check("17 and 8 in 2026", !workday_set_of(cx, S(""), 2026, &set) && set.n == 25);
    check("a revision", !workday_revision(cx, &first) && first == 2);
    check("a day that was ended stays ended", !end_day(cx, "2026-02-16"));
    check("the next load keeps it", !workday_load(cx, &out)
          && !workday_set_of(cx, S(""), 2026, &set) && set.n == 24);
    check("and is no change", !workday_revision(cx, &again) && again == first + 1);
}

ON_BOTH(workday_local_days_and_weeks)
{
    struct workday_calendar c;

    check("it is loaded", begin(cx));
    check("Friday and one is Monday", is_date(due(cx, "", "", "2026-07-24", 1), "2026-07-27"));
    check("a city has a day", !add(cx, local("35.71", "2026-07-27")));
    check("its offices are closed",
          is_date(due(cx, "35.71", "", "2026-07-24", 1), "2026-07-28"));
    check("what is of it too", is_date(due(cx, "", "dinas", "2026-07-24", 1), "2026-07-28"));
    check("its neighbour's are open",
          is_date(due(cx, "35.72", "", "2026-07-24", 1), "2026-07-27"));
    check("a province's day is all its cities'", !add(cx, local("35", "2026-07-28")));
    check("so two are", is_date(due(cx, "35.71", "", "2026-07-24", 1), "2026-07-29"));
    check("the nation's and a city's day", !add(cx, local("35.71", "2026-08-17"))
          && !workday_calendar_of(cx, S("35.71"), 0, &c) && c.n == 28 + 25 + 2);
    check("a hospital works on Saturdays", !set_week(cx, "rsud", "", 6));
    check("so does its week", is_date(due(cx, "", "rsud", "2026-07-24", 1), "2026-07-25"));
    check("not the others'", is_date(due(cx, "", "dinas", "2026-07-24", 1), "2026-07-29"));
    check("a whole city", !set_week(cx, "", "35.71", 6));
    check("then all of it", is_date(due(cx, "", "dinas", "2026-07-24", 1), "2026-07-25"));
    check("not its neighbour", is_date(due(cx, "35.72", "", "2026-07-24", 1), "2026-07-27"));
}

ON_BOTH(workday_provisional)
{
    struct workday_day  day = { .date = S("2027-01-01"), .kind = S("national"),
                                .name_id = S("Tahun Baru"), .name_en = S("New Year") };
    struct workday_many many = { .region = S(""), .source = S("SKB 2027"), .year = 2027,
                                 .day = &day, .n = 1 };

    check("it is loaded", begin(cx));
    check("within 2026 it is sure", !due(cx, "", "", "2026-12-28", 3).is_provisional);
    check("beyond it is not", due(cx, "", "", "2026-12-28", 4).is_provisional
          && is_date(due(cx, "", "", "2026-12-28", 4), "2027-01-01"));
    check("2027 comes", !workday_add_many(cx, &many) && many.n_new == 1);
    check("then it is sure, and another day", !due(cx, "", "", "2026-12-28", 4).is_provisional
          && is_date(due(cx, "", "", "2026-12-28", 4), "2027-01-04"));
}

ON_BOTH(workday_explains)
{
    struct workday_reckoning r;
    int32_t                  nth = 0;

    check("it is loaded", begin(cx));
    check("over Lebaran", !workday_reckon(cx, (struct workday_wish){ .n = 5,
        .from = { 2026, 3, 16 }, .region = S(""), .org = S("") }, &r));
    check("every day to the last", r.n_steps == 14 && is_date(r.due, "2026-03-30"));
    for (size_t i = 0; i < r.n_steps; i++)
        if (r.step[i].nth > 0)
            check("days are counted in order", r.step[i].nth == ++nth);
        else
            check("a free day has its source or is of a weekend", r.step[i].by
                  ? r.step[i].by->source.n > 0
                  : workday_weekday(r.step[i].date) >= WORKDAY_SATURDAY);
    check("five of them", nth == 5);
    check("seven free days, two more of weekends", r.n_free == 7 && r.n_weekends == 2);
}

ON_BOTH(workday_refuses)
{
    static const struct {
        const char *name, *region, *date, *code; int32_t kind;
    } row[] = {
        { "baseline",                    "35.71", "2026-07-27", NULL,             WORKDAY_LOCAL },
        { "a region that is none",       "35.99", "2026-07-27", "workday.region", WORKDAY_LOCAL },
        { "a code that is none",         "kota",  "2026-07-27", "workday.region", WORKDAY_LOCAL },
        { "a national day of a region",  "35.71", "2026-07-27", "workday.kind", WORKDAY_NATIONAL },
        { "a local day of the nation",   "",      "2026-07-27", "workday.kind",   WORKDAY_LOCAL },
        { "a day that is free already",  "",      "2026-08-17", "workday.taken",
          WORKDAY_NATIONAL },
    };

    check("it is loaded", begin(cx));
    for (size_t i = 0; i < COUNT(row); i++) {
        struct workday_form f = local(row[i].region, row[i].date);
        struct err         *e;

        f.kind = row[i].kind;
        e = add(cx, f);
        check(row[i].name, row[i].code ? e && strcmp(e->code, row[i].code) == 0 : !e);
    }
    check("a day that is not there", end_day(cx, "2026-07-26") != NULL);
    check("a key that is none", end_day(cx, "yesterday") != NULL);
    check("a day twice ended", !end_day(cx, "2026-07-27-35.71")
          && end_day(cx, "2026-07-27-35.71") != NULL);
    check("and free again", !add(cx, local("35.71", "2026-07-27")));
}

/* Whose post stands in a region changes its days, and no others. */
ON_BOTH(workday_asks_whose_day)
{
    struct hold hold = { .id = 1, .post_id = 1, .kind = POST_COORDINATOR,
                         .scope = { .region = { "35.71", 5 } } };
    struct who  who = { .kind = WHO_PERSON, .account_id = 1, .post = hold, .hold = &hold,
                        .n_holds = 1 };
    struct workday_form national = local("", "2026-07-29");
    struct err         *e;

    check("it is loaded", begin(cx));
    cx->who = &who;
    national.kind = WORKDAY_NATIONAL;
    check("its own", !add(cx, local("35.71", "2026-07-27")));
    e = add(cx, local("35.72", "2026-07-27"));
    check("not its neighbour's", e && strcmp(e->code, "right.denied") == 0);
    e = add(cx, national);
    check("not the nation's", e && strcmp(e->code, "right.denied") == 0);
    e = end_day(cx, "2026-08-17");
    check("nor may it end one", e && strcmp(e->code, "right.denied") == 0);
    e = set_week(cx, "", "35", 6);
    check("nor set its province's week", e && strcmp(e->code, "right.denied") == 0);
}
