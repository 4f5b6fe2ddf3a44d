/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* workday_pack.c — reading a year's free days. */
#include "office/workday/workday_pack.h"

#include <stdlib.h>

enum { YEAR_FIRST = 1945, YEAR_LAST = 9999 };

static const struct shape_key words_keys[] = {
    { .key = "id", .kind = SHAPE_TEXT, .required = true, .help = N_("The text in Indonesian.") },
    { .key = "en", .kind = SHAPE_TEXT, .required = true, .help = N_("The text in English.") },
};
static const struct shape words = SHAPE(words_keys);

static const struct shape_key holiday_keys[] = {
    { .key = "date", .kind = SHAPE_DATE, .required = true, .help = N_("The day, in full.") },
    { .key = "name", .kind = SHAPE_MAP, .of = &words, .required = true,
      .help = N_("What the day is called.") },
};
static const struct shape holiday = SHAPE(holiday_keys);

static const struct shape_key top_keys[] = {
    { .key = "id", .kind = SHAPE_TEXT, .required = true, .min = 4, .max = 4,
      .help = N_("The year, as a name.") },
    { .key = "title", .kind = SHAPE_MAP, .of = &words, .required = true,
      .help = N_("Its name, in Indonesian (id) and English (en).") },
    { .key = "year", .kind = SHAPE_INT, .required = true, .min = YEAR_FIRST, .max = YEAR_LAST,
      .help = N_("The year of which every day is.") },
    { .key = "decree", .kind = SHAPE_TEXT, .required = true, .min = 3,
      .help = N_("The decree that says so, with its number and date.") },
    { .key = "holidays", .kind = SHAPE_LIST, .items = SHAPE_MAP, .of = &holiday, .required = true,
      .min = 1, .max = WORKDAY_FREE_MAX, .help = N_("The national holidays.") },
    { .key = "shared_leave", .kind = SHAPE_LIST, .items = SHAPE_DATE, .required = true,
      .max = WORKDAY_FREE_MAX, .help = N_("The days of shared leave (cuti bersama).") },
};
static const struct shape top = SHAPE(top_keys);

static void
check_day(struct workday_decree *y, const struct pack_node *at, struct date date,
          struct pack_faults *faults)
{
    if (date.day == 0 || date.year != y->year) {
        pack_fault_at(faults, at, MSG("{0} is no day of the pack's year.", at->text),
                      MSG("Write year, month and day: 2026-03-19."));
        return;
    }
    for (size_t i = 0; i < y->n; i++)
        if (date_cmp(y->free[i].date, date) == 0)
            pack_fault_at(faults, at, MSG("{0} stands here twice.", at->text),
                          MSG("Keep the holiday and leave out the shared leave."));
}

static void
add_holidays(const struct pack_node *root, struct workday_decree *y, struct pack_faults *faults)
{
    size_t                  n;
    const struct pack_node *row = pack_list(root, "holidays", &n);

    for (; row; row = row->next) {
        const struct pack_node *name = pack_at(row, "name");
        struct date             date = pack_date(row, "date");

        check_day(y, pack_at(row, "date"), date, faults);
        y->free[y->n++] = (struct workday_free){ .date = date,
            .name_id = pack_text(name, "id"), .name_en = pack_text(name, "en") };
    }
}

static void
add_leave(const struct pack_node *root, struct workday_decree *y, struct pack_faults *faults)
{
    size_t                  n;
    const struct pack_node *day = pack_list(root, "shared_leave", &n);
    struct date             date;

    for (; day; day = day->next) {
        if (!date_parse(day->text, &date))      /* the shape has said so already */
            continue;
        check_day(y, day, date, faults);
        y->free[y->n++] = (struct workday_free){ .date = date, .is_leave = true };
    }
}

static int
by_date(const void *a, const void *b)
{
    return date_cmp(((const struct workday_free *)a)->date,
                    ((const struct workday_free *)b)->date);
}

static void
read_year(struct arena *a, const struct pack *pack, struct workday_decree *y,
          struct pack_faults *faults)
{
    *faults = pack_faults_in(a, pack);
    shape_check(pack->root, &top, faults);
    if (faults->n > 0)
        return;
    *y = (struct workday_decree){ .year = (int32_t)pack_int(pack->root, "year").n,
        .decree = pack_text(pack->root, "decree"),
        .free = NEWS(a, struct workday_free, 2 * WORKDAY_FREE_MAX) };
    add_holidays(pack->root, y, faults);
    add_leave(pack->root, y, faults);
    qsort(y->free, y->n, sizeof *y->free, by_date);
}

static void
pack_check(struct arena *a, const struct pack *pack, struct pack_faults *faults)
{
    struct workday_decree year;

    read_year(a, pack, &year, faults);
}

const struct pack_kind workday_pack_kind = {
    .name  = "calendar",
    .shape = &top,
    .help  = N_("The days of a year on which offices are closed besides weekends."),
    .check = pack_check,
};

struct err *
workday_decree_of(struct arena *a, const struct pack *pack, struct workday_decree *year)
{
    struct pack_faults *faults = NEW(a, struct pack_faults);

    read_year(a, pack, year, faults);
    return pack_faults_err(faults);
}
