/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * post_holding.h — what holding a post is: where a kind stands, who acts for whom, on which days.
 *
 * WHAT   Pure: no clock, no SQL. Days are calendar days in the time of the post's region; a hold is
 *        there from 00:00 of its first day to the end of its last.
 * LAW    UU 30/2014 article 14: a Plh acts while the definitive holder is away for a time, a Plt
 *        when there is none. SE Kepala BKN 1/SE/I/2021: for three months at most, and again.
 *        UU 10/2016 article 201: a Pj of a head of region; Permendagri 4/2023: for a year at most.
 *        Time zones: Keppres 41/1987.
 * OURS   A delegation lasts 30 days at most and is not delegated further; a hold is written down a
 *        year ahead at most.
 */
#ifndef GUYUB_POST_HOLDING_H
#define GUYUB_POST_HOLDING_H

#include "base/calendar.h"
#include "right.h"

enum { POST_IN_NATION = 1, POST_IN_REGION = 2, POST_IN_ORG = 4 };      /* where a kind may stand */

enum {
    POST_ACTING_MONTHS    = 3,
    POST_INTERIM_MONTHS   = 12,
    POST_DELEGATION_DAYS  = 30,
    POST_AHEAD_DAYS       = 366,
};

/* One hold as the rules see it. */
struct post_holding {
    int64_t      account;
    enum hold_as as;
    struct date  from, to;              /* both days included; `to` no date: open            */
    bool         ended;                 /* closed for good, whatever the days and the clock say */
};

/* A hold that is to begin. */
struct post_case {
    enum post_kind             kind;
    struct post_holding        hold;
    struct str                 decree;
    struct date                today;
    const struct post_holding *other;   size_t n_others;    /* of the same post               */
    const struct post_holding *by;      /* who delegates; NULL: nobody                        */
};

/* Why not; code NULL: nothing stands against it. */
struct post_fault { const char *code; struct msg text, hint; const char *where; };

/* The first thing that stands against it; `where` is the field of a form. */
struct post_fault post_fault_of(const struct post_case *);

/* Whether the post is held on that day. */
bool post_holds_on(const struct post_holding *, struct date day);

uint32_t post_places(enum post_kind);           /* a set of POST_IN_*                         */
bool     post_can_act_for(enum post_kind);      /* whether Plt, Plh, Pj and delegation exist  */

/* "35.71-diskominfo-head-of-agency" of the place "35.71-diskominfo"; "" is the nation. */
struct str post_code_of(struct arena *, struct str place, enum post_kind, int64_t ordinal);

int32_t      post_offset_s(struct str region_code);     /* WIB, WITA or WIT; the nation: WIB   */
struct date  post_day(struct str region_code, int64_t now_s);
const char  *hold_as_word(enum hold_as);                /* "plt", as it is stored             */
bool         hold_as_of_word(struct str, enum hold_as *);

#endif
