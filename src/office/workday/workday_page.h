/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* workday_page.h — what the faces of workday.h share: pages, commands, the first load. */
#ifndef GUYUB_WORKDAY_PAGE_H
#define GUYUB_WORKDAY_PAGE_H

#include "base/table.h"
#include "module.h"
#include "office/workday/workday.h"
#include "office/workday/workday_edit.h"

enum { MONTHS = 12, MONTH_CELLS = 42, WORKDAY_WEEK = 7 };

/* One month as rows of weeks from Monday; a cell without a day is 0. */
struct workday_cell  { struct date date; bool is_off; const struct workday_day *by; };
struct workday_month { struct msg name; struct workday_cell cell[MONTH_CELLS]; size_t n; };

struct workday_year_page {
    int32_t                  year, week;        /* week: working days of the region's            */
    struct str               region, region_name;       /* "": the nation                        */
    struct workday_set       set;
    struct workday_years_set years;
    const struct workday_year *loaded;          /* NULL: only weekends and local days are known  */
    struct workday_month     month[MONTHS];
    int32_t                  n_work;            /* working days of the year                      */
    struct date              from;              /* what the reckoner begins with                 */
    bool                     may_edit;
};
/* Fails: region.unknown. */
struct err *workday_year_page_of(struct cx *, struct str region, int32_t year,
                                 struct workday_year_page *);

/* workday_data.c */
struct table workday_table(struct arena *, const struct workday_set *);
struct table workday_steps_table(struct arena *, const struct workday_reckoning *);
struct table workday_weeks_table(struct arena *, const struct workday_weeks_set *);
void         workday_reckoning_json(struct json *, const void *reckoning);
void         workday_day_json(struct json *, const void *day);
/* Why a day was passed over, in the reader's language; of a working day: none. */
struct msg   workday_step_why(enum lang, const struct workday_step *);

/* workday_paste.c: the page on which many days are added at once. */
page_fn workday_paste_page, workday_paste_do;

/* workday_load.c: the packs that come with the program. */
struct err *workday_load(struct cx *, struct buf *out);

enum { WORKDAY_ROUTES = 17, WORKDAY_COMMANDS = 9, WORKDAY_PANELS = 1 };
extern const struct route   workday_routes[WORKDAY_ROUTES];
extern const struct command workday_commands[WORKDAY_COMMANDS];
extern const struct panel   workday_panels[WORKDAY_PANELS];

#endif
