/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* task_due_test.c — what becomes of deadlines when the calendar changes, and of a job cut off. */
#include "office/task/task_due.h"

#include "ground/job/job_run.h"
#include "ground/region/region_sql.h"
#include "office/task/task_part.h"
#include "office/workday/workday.h"
#include "unit.h"
#include "unit_slices.h"

enum { TASKS = 120 };           /* three parts */

static const char orgs[] =
    "code,kind,name,short_name,region_code,parent_code,valid_from,valid_to,successor_code,law,"
    "source\n"
    "a1,agency,Dinas A,DA,35.71,,,,,,Perda 1/2020\n";

static struct scope owes;

static struct err *
open_once(struct cx *cx, void *arg)
{
    const struct task_deadline *d = arg;
    struct str                  code;

    for (int i = 0; i < TASKS; i++)
        TRY(task_open(cx, &(struct task_new){ .title = S("Data"), .owes = owes,
            .ref = { "request", str_fmt(cx->arena, "%d-%d", d->days, i), S("") },
            .asks = { .region = { "35.71", 5 } }, .href = S(""), .due = *d }, &code));
    return NULL;
}

static bool
begin(struct cx *cx, struct task_deadline d)
{
    struct region_id id;
    struct org       org;
    int64_t          n_new;

    cx->who = &who_program;
    if (region_add(cx, &(struct region_add_in){ .code = S("35.71"), .kind = S("city"),
            .name = S("Kota Kediri"), .parent_code = S("35"), .source = S("test") }, &id)
        || org_import_text(cx, S("org.csv"), str_of(orgs), &n_new)
        || org_get(cx, S("a1"), &org))
        return false;
    owes = (struct scope){ S("35.71"), org.id.n };
    return !store_change(cx, "open", open_once, &d);
}

static struct err *
add_days(struct cx *cx, const char *date, int32_t year)
{
    struct workday_day  day = { .date = str_of(date), .kind = S("national"),
                                .name_id = S("Libur"), .name_en = S("Holiday") };
    struct workday_many many = { .region = S(""), .source = S("SKB"), .year = year, .day = &day,
                                 .n = 1 };

    return workday_add_many(cx, &many);
}

/* How many running tasks are due on that day. */
static size_t
due_on(struct cx *cx, const char *date, bool is_provisional)
{
    struct task_board b;
    size_t            n = 0;

    check("the board", !task_board_of(cx, (struct task_filter){ .org = S(""), .thing = S("") },
                                      &b));
    for (size_t i = 0; i < b.tasks.n; i++)
        n += str_eq(b.tasks.row[i].due, str_of(date))
          && b.tasks.row[i].is_provisional == is_provisional;
    return n;
}

static bool
run_next(struct cx *cx)
{
    struct job_taken taken;
    bool             found = false;

    check("a job is looked for", !job_take(cx, &taken, &found));
    if (found)
        check("it runs", !job_run(cx, &taken));
    return found;
}

ON_BOTH(task_due_moves_with_the_calendar)
{
    struct task_deadline d = { .from = { 2026, 11, 20 }, .days = 5 };

    check("tasks are open", begin(cx, d));
    check("provisional while no year is loaded", due_on(cx, "2026-11-27", true) == TASKS);
    check("nothing is to be done yet", !task_tend_due(cx) && !run_next(cx));
    check("the year is loaded, with a free day", !add_days(cx, "2026-11-25", 2026));
    check("it is seen", !task_tend_due(cx) && run_next(cx));
    check("all are moved, and sure", due_on(cx, "2026-11-30", false) == TASKS);
    check("once is enough", !task_tend_due(cx) && !run_next(cx));
    check("a day after the deadline changes nothing", !add_days(cx, "2026-12-01", 0)
          && !task_tend_due(cx) && run_next(cx) && due_on(cx, "2026-11-30", false) == TASKS);
}

ON_BOTH(task_due_given_as_a_date_stays)
{
    struct task_deadline d = { .date = { 2026, 11, 27 } };

    check("tasks are open", begin(cx, d));
    check("their day becomes free", !add_days(cx, "2026-11-27", 2026) && !task_tend_due(cx)
          && run_next(cx));
    check("it stays", due_on(cx, "2026-11-27", false) == TASKS);
}
