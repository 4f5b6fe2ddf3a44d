/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * judge.h — assessors at work: scores blind to each other, questions, disagreement, right of reply,
 * the final number.
 *
 * WHAT   An assessor in a seat sees the city's number, note and evidence beside the rubric, and
 *        confirms, lowers or raises it, the last two with a reason. Each scores without seeing the
 *        others until all seats of the region are done; then they see each other, and items that
 *        differ by the round's points or more are marked. In document check and interview assessors
 *        ask and the city answers, item by item. In the right of reply the region objects to an
 *        item, with its own number and why; an assessor upholds or refuses with a reason. The final
 *        number is proposed by a rule (judge_rule.h), settled by a person, and locked.
 * WHO    SCORE by who sits there (round_my_seat). OBJECT in the region. Settling and locking:
 *        RUN_ROUND; the final of a single item also by a seat when all are done.
 * NOT    Numbers themselves (assess_number_put), seats and phases (round/), ranks, findings and
 *        papers (result/).
 * READ   judge_rule.h what differs, what is proposed (pure) · judge.sql · judge_score.c,
 *        judge_ask.c, judge_object.c, judge_settle.c verbs · judge_feed.c the board · _web.c, _cli.c
 * LAW    There is no published rule of the ministry for how assessors' scores become one. OURS: the
 *        mean of figures; of levels the one that most gave, the lower of two equals, marked as not
 *        agreed; an upheld objection replaces it.
 */
#ifndef GUYUB_JUDGE_H
#define GUYUB_JUDGE_H

#include "city/assess/assess.h"
#include "city/judge/judge_row.h"           /* generated: struct judge_done, judge_question, … */
#include "city/judge/judge_rule.h"
#include "cx.h"

struct module;

/* ---- scoring -------------------------------------------------------------------------------- */

/* Confirms (value empty), lowers or raises the city's number of items. As assess_save; a change
 * without a reason is a fault. Fails: round.no_seat, round.closed, judge.done, round.own_region,
 * round.mentored. */
struct err *judge_save(struct cx *, struct assess_full *, struct assess_saving *);
/* This seat has finished its stage. Fails: judge.missing (names items), judge.done. */
struct err *judge_finish(struct cx *, struct assess_full *);
/* Have all seats of the region finished this stage? Then they see each other. */
struct err *judge_all_done(struct cx *, const struct assess_full *, bool *all);

/* ---- one region, item by item --------------------------------------------------------------- */

struct judge_line {
    struct assess_line     *line;
    struct judge_spread     spread;         /* of the seats' scores; unknown before all are done */
    struct judge_question  *question;  size_t n_questions;
    struct judge_objection *objection;      /* or NULL */
    struct judge_proposal   proposal;
};
struct judge_lines { struct judge_line *row; size_t n; };
struct err *judge_lines_of(struct cx *, const struct assess_full *, const struct assess_lines *,
                           struct judge_lines *);

/* What waits for the acting assessor: regions, how far, until when. */
struct judge_desk { struct judge_desk_row *row; size_t n; };
struct err *judge_desk_of(struct cx *, struct str round, struct judge_desk *);

/* ---- questions ------------------------------------------------------------------------------- */

struct err *judge_ask(struct cx *, struct assess_full *, struct str item, struct str question);
struct err *judge_answer(struct cx *, struct assess_full *, int64_t question, struct str answer);

/* ---- right of reply -------------------------------------------------------------------------- */

struct judge_reply { struct str item, value, why; };
/* Fails: right.denied, round.closed, judge.objected, answer.* */
struct err *judge_object(struct cx *, struct assess_full *, const struct judge_reply *);
/* By a seat. Fails: judge.no_objection, judge.why. */
struct err *judge_decide(struct cx *, struct assess_full *, struct str item, bool upheld,
                         struct str why);

/* ---- final ----------------------------------------------------------------------------------- */

/* One item by hand, with a reason. */
struct err *judge_final_set(struct cx *, struct assess_full *, const struct judge_reply *);
/* Takes proposals where nothing was settled, and locks the stage. Fails: right.denied,
 * judge.not_done (seats that have not finished), judge.open (objections undecided, items that
 * differ and that nobody settled), judge.locked. */
struct err *judge_lock(struct cx *, struct assess_full *);

extern const struct module judge_module;

#endif
