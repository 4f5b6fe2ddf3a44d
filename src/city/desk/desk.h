/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * desk.h — the evaluation at a glance: for the programme's office, and how agencies take part.
 *
 * WHAT   /rounds/{code}/office: how far each region is, on one screen, what stands out, what an
 *        assessor carries; the same as CSV, JSON, and a workbook; and a workbook of all that the
 *        round holds.
 *        /rounds/{code}/regions/{region}/agencies: how much agencies take part: who was asked, who
 *        answered, in time, with evidence; the formula is on the page and in desk_rule.h.
 *        A region for its head: desk_head.h.
 * WHO    The office's: RUN_ROUND. Agencies: READ_WORK in the region, or in an agency of it.
 * NOT    Figures of its own: all come from the slices below, as they hand them out.
 * READ   desk_rule.h degree of participation, weakest, what stands out (pure) · desk.sql counts
 *        over many rows · desk.c reading · desk_data.c rows · desk_web.c pages
 * LAW    There is no published formula for taking part. OURS: the mean of three shares (answered,
 *        in time, with evidence) of the items that were given; nothing given is unknown, never 0.
 */
#ifndef GUYUB_DESK_H
#define GUYUB_DESK_H

#include "city/desk/desk_row.h"             /* generated */
#include "city/desk/desk_rule.h"
#include "city/round/round.h"
#include "ground/region/region.h"

struct module;

enum { DESK_TIMES = 5 };                    /* how far is "stands out" */

/* ---- a round, region by region --------------------------------------------------------------- */

struct desk_line {
    struct desk_region region;
    struct desk_count  count;               /* of its items in the hands of agencies     */
    bool               is_sent;             /* what this stage asks for                  */
    bool               stands_out;          /* late items, of those given any */
};
enum desk_which { DESK_ALL, DESK_NOT_SENT, DESK_LATE, DESK_STANDS_OUT, DESK_FEW_SEATS,
                  DESK_NOT_LOCKED };

struct desk_office {
    struct cx        *cx;                   /* of the unit of work, for rows in JSON     */
    struct round_full round;
    int64_t           stage;
    enum desk_which   which;
    struct desk_line *line;   size_t n;     /* as filtered                               */
    struct desk_load *load;   size_t n_loads;
    int64_t           n_regions, n_sent, n_late, n_out, n_few, n_locked;        /* of all */
};
struct desk_wanted { int64_t stage; enum desk_which which; };   /* stage 0: the one of today */
/* Fails: right.denied, round.unknown. */
struct err *desk_office_of(struct cx *, struct str round, struct desk_wanted, struct desk_office *);

/* ---- a region, agency by agency -------------------------------------------------------------- */

struct desk_agency {
    struct str         code, name;
    struct desk_share  share;
    struct desk_degree degree;
};
struct desk_agencies {
    struct round_full   round;
    struct region       region;
    int64_t             stage;
    struct desk_agency *row;  size_t n;
};
/* Within the reader's reach: an agency's post has its own line. Fails: right.denied, round.unknown,
 * round.not_in, region.unknown. */
struct err *desk_agencies_of(struct cx *, struct str round, struct str region_code, int64_t stage,
                             struct desk_agencies *);

extern const struct module desk_module;

#endif
