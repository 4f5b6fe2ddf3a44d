/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * desk.h — the evaluation at a glance: for the head of a region, and for the programme's office.
 *
 * WHAT   /regions/{code}/head, made for a phone: the index against the target, the three weakest
 *        sub-dimensions, agencies that are late, findings that are open, decisions that wait for
 *        who reads; the same on one A4 page as a paper. /rounds/{code}/office: how far each region
 *        is, on one screen, what each assessor carries, what stands out, and exports of it all.
 *        How much agencies take part: who was asked, who answered, in time, with evidence; the
 *        formula stands on the page and in desk_rule.h.
 * WHO    The head's page: READ_WORK in the region. The office's: RUN_ROUND.
 * NOT    Figures of its own: all come from the slices below, as they hand them out.
 * READ   desk_rule.h degree of participation, weakest, what stands out (pure) · desk.sql counts over
 *        many rows · desk_head.c, desk_office.c, desk_paper.c, desk_export.c · _web.c, _cli.c
 * LAW    There is no published formula for taking part. OURS: the mean of three shares (answered, in
 *        time, with evidence) of the items that were given; nothing given is unknown, never 0.
 */
#ifndef GUYUB_DESK_H
#define GUYUB_DESK_H

#include "city/desk/desk_row.h"             /* generated */
#include "city/desk/desk_rule.h"
#include "city/result/result.h"

struct module;

/* How far a region is in a round, for one line of the office's screen. */
struct desk_region_set { struct desk_region *row; size_t n; };
struct err *desk_regions_of(struct cx *, struct str round, struct desk_region_set *);

struct desk_load_set { struct desk_load *row; size_t n; };
struct err *desk_loads_of(struct cx *, struct str round, struct desk_load_set *);

/* Agencies of a region in a round. */
struct desk_agency_set { struct desk_agency *row; size_t n; };
struct err *desk_agencies_of(struct cx *, struct str round, struct str region_code,
                             struct desk_agency_set *);

extern const struct module desk_module;

#endif
