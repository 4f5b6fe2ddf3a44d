/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * round.h — a year's evaluation (putaran): which instrument, which regions, when, and who assesses.
 *
 * WHAT   A round evaluates regions by one edition of an instrument in one year. Its phases are
 *        data: opening, stage I and its results, stage II, document check, interview, right of
 *        reply, result, each from a day to a day; which phase it is follows from the date, and what
 *        may be done in it from the phase (round_rule.h). Which regions take part follows from a
 *        rule in the language of engine/rule, and from additions and removals with their reason.
 *        Two to five assessors judge a region: a seat is an assessor's post for one region. Seats
 *        are proposed by load; a seat for the own region is refused, one for a region that its
 *        holder mentors or mentored needs an exception with its reason.
 * WHO    RUN_ROUND (the programme's office) writes. Everybody reads rounds, phases and who takes
 *        part; seats are read by who may READ_WORK in the region, and by who sits in them.
 * NOT    Answers (assess/), scores (judge/), what comes out (result/).
 * READ   round_rule.h phases, load, ties (pure) · round.sql · round.c reading · round_edit.h a
 *        round and its phases as records · round_eligible.c, round_join.c who takes part ·
 *        round_seat.c, round_share.c assessors · round_task.c the boards · round_open.c its states
 *        · round_picture.h (pure) · round_look.c, _web.c, _cli.c, _data.c faces
 * LAW    There is no published rule of the ministry for who assesses whom. OURS: no assessor for
 *        the region where they hold or held a post; seats by least load, then by code.
 */
#ifndef GUYUB_ROUND_H
#define GUYUB_ROUND_H

#include "base/json.h"
#include "base/table.h"
#include "city/instrument/instrument.h"
#include "city/round/round_row.h"           /* generated: struct round, round_seat, … */
#include "city/round/round_rule.h"
#include "cx.h"
#include "right.h"

struct module;
struct task_ref;

#define ROUND_THING "round"     /* in tasks and the journal: key is the round's code */

enum { ROUND_REGIONS_MAX = 1000, ROUND_SEATS_MAX = 5, ROUND_SEATS_LEAST = 2 };

/* ---- reading -------------------------------------------------------------------------------- */

struct round_full {
    struct round         round;
    struct round_phase   phase[ROUND_PHASES];       /* by kind; .from_day unknown: not set      */
    enum round_kind      now;                       /* by today's date; ROUND_BEFORE, ROUND_OVER */
    struct date          today;
};

/* Fails: round.unknown (also a draft, for who may not RUN_ROUND). */
struct err *round_get(struct cx *, struct str code, struct round_full *);
/* For panels of "round.more", which stand on the round's page. Fails: round.unknown. */
struct err *round_of_id(struct cx *, int64_t id, struct round *);
struct round_set { struct round_line *row; size_t n; };
/* Newest first. */
struct err *round_list_of(struct cx *, struct round_set *);
/* Which phase each of them is in today; `now` has room for set->n. */
struct err *round_now_of(struct cx *, const struct round_set *, enum round_kind *now);
struct str  round_href(struct arena *, struct str code);            /* "/rounds/CODE" */

/* Who takes part, by code. */
struct round_region_set { struct round_region *row; size_t n; };
struct err *round_regions_of(struct cx *, const struct round *, struct round_region_set *);
/* Those that were taken out, too. */
struct err *round_regions_said(struct cx *, const struct round *, struct round_region_set *);
/* Does it take part? Fails: round.not_in. */
struct err *round_must_take_part(struct cx *, const struct round *, struct str region_code);

/* Is this allowed today in this round? Fails: round.closed (says when it is, or was). */
struct err *round_must_allow(struct cx *, const struct round_full *, enum round_step);
/* The last day of the last phase that allows the step in this stage; year 0: not set. */
struct date round_last_day(const struct round_full *, enum round_step, int64_t stage);
/* The task of a region that owes a stage: opened with the round, moved with its days. Who takes the
 * answers (assess/) steps it with task_step, inside its change. */
struct task_ref round_task_ref(struct arena *, struct str code, struct str region_code,
                               int64_t stage);

/* ---- seats ---------------------------------------------------------------------------------- */

struct round_seat_set { struct round_seat *row; size_t n; };
/* Seats that run: of one region, in order (for who may READ_WORK there, else right.denied); or
 * (region unknown) of the acting post, by region. A seat whose n_holders is 0 is vacant. */
struct err *round_seats_of(struct cx *, const struct round *, struct str region_code,
                           struct round_seat_set *);
/* All of them, the ended ones too, within what the reader may read. Vacant, tied: another is to be
 * named. */
enum round_seat_state { ROUND_SEAT_SITS, ROUND_SEAT_VACANT, ROUND_SEAT_TIED, ROUND_SEAT_ENDED };
bool       round_seat_wants_other(enum round_seat_state);
struct msg round_seat_state_label(enum round_seat_state);
struct round_seat_line { struct round_seat seat; enum round_seat_state state; };
struct round_seat_list { struct round_seat_line *row; size_t n; };
struct err *round_seats_seen(struct cx *, const struct round *, struct round_seat_list *);

/* The seat of the acting post for that region. Fails: round.no_seat (also when it has ended: says
 * when and why), right.denied; round.own_region, round.mentored (whoever acts has a tie that no
 * exception covers). */
struct err *round_my_seat(struct cx *, const struct round *, struct str region_code,
                          struct round_seat *);

/* ---- verbs of the programme's office -------------------------------------------------------- */

struct round_new {
    struct str  instrument, title;
    struct str  rule;       /* "${member} and ${kind} = 'city'": round_eligible.c has the names   */
    int64_t     year;
    struct str  disagreement;                   /* points from which two scores differ: "1"     */
};
/* Fails: right.denied, instrument.unknown, round.twice, round.rule, round.year. */
struct err *round_add(struct cx *, const struct round_new *, struct str *code);

struct round_dates { enum round_kind kind; struct date from, to; };
/* All phases at once: those left out have no days. Fails: round.order, round.dates, round.phase (a
 * needed one has no days), round.published. */
struct err *round_dates_set(struct cx *, struct str code, const struct round_dates *, size_t n,
                            struct str why);

/* Takes the regions that the rule names, keeps what was said by hand. `n_in`: who is in now. */
struct err *round_join_by_rule(struct cx *, struct str code, int64_t *n_in);
/* By hand, with a reason. Fails: region.unknown, round.why. */
struct err *round_join_set(struct cx *, struct str code, struct str region_code, bool in,
                           struct str why);
/* From here on it is read by everybody, and the last days of its stages stand on the boards of the
 * regions. Fails: round.phase, round.nobody, round.state. */
struct err *round_open(struct cx *, struct str code);
/* For result/, inside its change, which has asked its own right: nothing is written any more.
 * Fails: round.state (it is not open). */
struct err *round_publish(struct cx *, const struct round_full *);

struct round_seat_new { struct str region_code, post; struct str exception; };
/* Fails: right.denied, round.seats (five already), round.own_region, round.mentored (and no
 * exception), round.seat_twice, post.unknown, round.not_assessor, round.vacant. */
struct err *round_seat_add(struct cx *, struct str code, const struct round_seat_new *);
/* What was scored stays. Fails: round.no_seat, round.why. */
struct err *round_seat_end(struct cx *, struct str code, struct str region_code, struct str post,
                           struct str why);
/* Who could sit there, the least loaded first; for who may RUN_ROUND. */
struct round_proposal { struct round_assessor assessor; int64_t load; enum round_tie tie; };
struct round_proposals { struct round_proposal *row; size_t n; };
struct err *round_proposals_of(struct cx *, const struct round *, struct str region_code,
                               struct round_proposals *);
/* Fills every region up to `each` seats, the least loaded first, nobody with a tie; of equal loads
 * the first by code. A seat that is vacant or tied is not counted. */
struct err *round_seats_share(struct cx *, struct str code, int64_t each, int64_t *n_new,
                              int64_t *n_short);

extern const struct module round_module;

#endif
