/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * desk_head.h — a region at a glance, for its head: a page for a phone, and one A4 page as paper.
 *
 * WHAT   The index of the last published result against its target, with ranks; what is weakest in
 *        it; agencies that are late; findings that are open; decisions that wait for the reader's
 *        post, each with the way to where it is made. Each figure leads to the page it comes from.
 * WHO    READ_WORK in the region: its head, secretary, coordinator, council, the programme's
 *        office. Not an assessor, who reads a region as assess/ lets them; not an agency's post.
 * NOT    Figures of its own, and steps: they are taken where they belong.
 * READ   desk_rule.h what is weakest (pure) · desk_head.c, desk_index.c, desk_wait.c reading ·
 *        desk_head_data.c JSON · desk_head_paper.c the A4 page · desk_head_web.c the page
 * LAW    OURS: sub-dimensions are the deepest items above the single questions (an item with levels
 *        is a question): aspects of SPBE and Pemdi, the six dimensions of the smart city, of which
 *        nothing deeper is published. Where they are not on one scale, nothing is called weakest.
 */
#ifndef GUYUB_DESK_HEAD_H
#define GUYUB_DESK_HEAD_H

#include "city/desk/desk.h"
#include "city/result/result.h"

enum { DESK_WEAKEST = 3 };

/* ---- the index ------------------------------------------------------------------------------- */

struct desk_weak { struct str title, within; struct dec figure; };     /* within: may be unknown */

struct desk_index {
    struct instrument_series        series;
    const struct instrument_result *last;       /* with an index; NULL: none is published        */
    const struct instrument_result *aimed;      /* whose target; NULL: none is known             */
    struct instrument_gap           gap;        /* below 0: the target is missed by so much      */
    struct desk_result              result;     /* of a round of this installation               */
    bool                            has_result;
    struct str                      href;       /* where the index is told in full               */
    struct msg                      rank, province_rank;    /* MSG_NONE: not known               */
    struct msg                      weakest;    /* "Weakest aspects"                             */
    struct desk_weak                weak[DESK_WEAKEST];
    size_t                          n_weak;     /* 0: no figures are published                   */
    int64_t                         weak_year;
    struct str                      weak_href;
};
/* `instrument` empty: the one with the last published index. Fails: instrument.unknown. */
struct err *desk_index_of(struct cx *, const struct region *, struct str instrument,
                          struct desk_index *);

/* ---- what waits ------------------------------------------------------------------------------ */

/* Open, of the region; days: how many it is late, below 0 not yet. */
struct desk_finding {
    struct msg kind;
    struct str item, text, org, due, href;      /* org, due: unknown while it is nobody's        */
    int64_t    days;
};

enum desk_wait_kind { DESK_STATE, DESK_CONSOLIDATE, DESK_REPLY, DESK_OBJECT, DESK_APPROVE,
                      DESK_TIME, DESK_CLOSE, DESK_GIVE, DESK_WAIT_KINDS };

struct desk_wait {
    enum desk_wait_kind kind;
    struct str          title, who, due, href;  /* who, due: may be unknown                      */
    int64_t             n, of;                  /* STATE, CONSOLIDATE: items with the city's
                                                 * number, of all; GIVE: findings                */
};
struct str desk_wait_word (enum desk_wait_kind);
struct msg desk_wait_label(const struct desk_wait *);
struct msg desk_wait_note (struct arena *, const struct desk_wait *);      /* MSG_NONE: nothing */

/* ---- all of it ------------------------------------------------------------------------------- */

struct desk_head {
    struct cx               *cx;                /* of the unit of work, for rows in JSON         */
    struct region            region;
    struct date              today;             /* of the region                                 */
    struct str               post;              /* of the reader; may be unknown                 */
    struct desk_index        index;
    struct instrument_brief *other; size_t n_others;    /* instruments with published figures    */
    struct desk_late        *late;  size_t n_lates;
    struct result_finding_set *set; size_t n_sets;      /* of each instrument its last round's   */
    struct desk_finding     *finding; size_t n_findings;
    struct desk_wait        *wait;  size_t n_waits;     /* what is due first, first              */
};
/* Fails: right.denied, region.unknown, desk.kind (no province, regency or city),
 * instrument.unknown. */
struct err *desk_head_of(struct cx *, struct str region_code, struct str instrument,
                         struct desk_head *);
/* May the reader open it? For doors that lead to it. */
bool        desk_head_may(const struct cx *, struct str region_code);
/* How many days a last day is over; below 0: not yet. */
int64_t     desk_days_late(const struct desk_head *, struct str due);
/* "3 days late", "1 item", "Weakest aspects, 2022" */
struct msg  desk_late_text(struct arena *, enum lang, int64_t days);
struct msg  desk_items_text(struct arena *, enum lang, int64_t n);
struct msg  desk_weakest_text(struct arena *, enum lang, const struct desk_index *);

/* The A4 page: as much of each list as fits onto one. Fails as paper_check does. */
struct paper;
struct err *desk_head_paper(const struct desk_head *, struct paper *);

#endif
