/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * workday.h — the calendar of working days: free days, loaded years, working weeks; counting on it.
 *
 * WHAT   The national holidays and days of shared leave of each year, from packs of kind "calendar"
 *        or typed in, and the days that a region adds for itself and all below it. A year is loaded
 *        when all its national days are known; what ends in another is provisional. Offices work
 *        five days a week unless their organisation or region works six. Every change raises the
 *        calendar's revision, by which later slices see that deadlines are to be counted anew.
 * NOT    Deadlines themselves (office/task). Shifts and hours of persons.
 * READ   workday_rule.h counting (pure) · workday_pack.h packs · workday.sql · workday.c reading
 *        workday_load.c packs into the database · workday_edit.h days and weeks as records
 *        workday_paste.c many days at once · _web.c, _view.html, _cli.c, _data.c faces
 * LAW    The yearly joint decree of three ministers; pack/calendar says what we read it in.
 */
#ifndef GUYUB_WORKDAY_H
#define GUYUB_WORKDAY_H

#include "cx.h"
#include "office/workday/workday_row.h"     /* generated: struct workday_day, workday_year, ... */
#include "office/workday/workday_rule.h"
#include "right.h"

struct buf;
struct module;

/* Of who works in that region ("": the nation's offices) for that organisation (0: none). */
struct err *workday_calendar_of(struct cx *, struct str region, int64_t org,
                                struct workday_calendar *);
/* How often the calendar was changed; 0: never. */
struct err *workday_revision(struct cx *, int64_t *n);

struct workday_set       { struct workday_day *row; size_t n; };
struct workday_years_set { struct workday_year *row; size_t n; };
struct workday_weeks_set { struct workday_week *row; size_t n; };

/* The free days of one year, by date; of a region with those of the regions around it. Fails:
 * region.unknown, region.code. */
struct err *workday_set_of(struct cx *, struct str region, int32_t year, struct workday_set *);
/* Of them the one on that date; NULL: it is none of them. */
const struct workday_day *workday_free_day(const struct workday_set *, struct date);
struct err *workday_years_of(struct cx *, struct workday_years_set *);
struct err *workday_weeks_of(struct cx *, struct workday_weeks_set *);

/* ---- one reckoning, each of its days explained ----------------------------------------------- */

enum { WORKDAY_RECKON_MAX = 250, WORKDAY_STEPS_MAX = 1000 };

struct workday_wish { struct date from; int32_t n; struct str region, org; };  /* codes; "": none */

/* A day that was looked at: the nth working day, or (nth 0) passed over, and by which free day. */
struct workday_step { struct date date; int32_t nth; const struct workday_day *by; };

struct workday_reckoning {
    struct workday_wish wish;
    struct workday_due  due;
    int32_t             week, loaded_from, loaded_to;
    struct workday_step *step; size_t n_steps;      /* up to and with the deadline               */
    size_t              n_weekends, n_free;         /* of them passed over                       */
};
/* Fails: region.unknown, org.unknown, workday.from, workday.n (not 0 to WORKDAY_RECKON_MAX). */
struct err *workday_reckon(struct cx *, struct workday_wish, struct workday_reckoning *);

/* ---- changing -------------------------------------------------------------------------------- */

/* A day's key: "2026-05-01", of a region "2026-05-01-35.71". */
struct str  workday_key(struct arena *, struct date, struct str region);
bool        workday_key_read(struct str key, struct date *, struct str *region);
struct scope workday_scope(struct str region);

/* Many days of one source at once; a year: from now on all its national days are known. */
struct workday_many {
    struct str          region, source;             /* "": the nation                            */
    int32_t             year;                       /* 0: none is declared to be complete        */
    struct workday_day *day; size_t n;              /* date, kind, name_id, name_en              */
    int64_t             n_new, n_kept;              /* set: added; there already, left as it is  */
};
/* In a change. Asks for no right. Days known otherwise (or ended) stay and are counted. */
struct err *workday_put_many(struct cx *, struct workday_many *);
/* Fails: right.denied and as above. */
struct err *workday_add_many(struct cx *, struct workday_many *);
/* A pack of kind "calendar"; the right of the nation. Fails: pack.refused, right.denied. */
struct err *workday_import(struct cx *, struct str file, struct workday_many *);

extern const struct module workday_module;

#endif
