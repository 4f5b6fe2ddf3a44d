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
 * BLIND  Until all are done nobody sees another's score: no seat, no office, no region, no shell,
 *        no journal, whose lines say only how many items were scored. assess_lines_of gives the own
 *        ones; the whole is read in one place, judge_lines_of, and only where the bench is open.
 *        A seat that ended unfinished keeps what it scored, and does not count; one that had
 *        finished counts. Fewer than ROUND_SEATS_LEAST that finished never open.
 * WHO    SCORE by who sits there (round_my_seat). OBJECT in the region; CONSOLIDATE there answers
 *        what is asked.
 *        Locking: RUN_ROUND; the final of a single item also by a seat when all are done.
 * NOT    Numbers themselves (assess_number_put), seats and phases (round/), ranks, findings and
 *        papers (result/).
 * READ   judge_rule.h what differs, what is proposed (pure) · judge_value.h answers as scores
 *        (pure) · judge.sql · judge.c, judge_desk.c reading · judge_score.c, judge_ask.c,
 *        judge_object.c, judge_settle.c verbs · judge_feed.c the board · _web.c, _cli.c
 * LAW    There is no published rule of the ministry for how assessors' scores become one. OURS: the
 *        mean of figures; of levels the one that most gave, the lower of two equals, marked as not
 *        agreed; an upheld objection replaces it.
 */
#ifndef GUYUB_JUDGE_H
#define GUYUB_JUDGE_H

#include "city/assess/assess.h"
#include "city/judge/judge_row.h"           /* generated: struct judge_work, judge_question, … */
#include "city/judge/judge_rule.h"
#include "cx.h"

struct module;

#define JUDGE_THING "judge"                 /* in the journal and in tasks: key is the entry */

enum { JUDGE_WHY_MIN = 3, JUDGE_TEXT_MAX = 4000, JUDGE_BENCH_MAX = 100 };

/* ---- who judges a region at a stage (full->stage), and whether they see each other ----------- */

struct judge_seat {
    int64_t    id;
    struct str name;                        /* the post */
    bool       is_mine, has_ended, is_done;
    int64_t    items;                       /* how many it has scored */
    struct maybe_int saved_at;
};
struct judge_bench {
    struct judge_seat *seat;    size_t n;   /* open ones first; those that ended and had begun */
    int64_t            mine;                /* of the acting post; 0: none                     */
    bool               is_open;             /* all are done: they see each other               */
    bool               is_locked;           /* the final numbers stand                         */
    struct judge_lock  lock;
};
struct err *judge_bench_of(struct cx *, const struct assess_full *, struct judge_bench *);
struct err *judge_is_locked(struct cx *, const struct assess_full *, int64_t stage, bool *is);

/* ---- one region, item by item --------------------------------------------------------------- */

/* What one voice says of an item; number NULL: nothing, or it may not be seen. */
struct judge_said {
    const struct assess_number *number;
    struct judge_score          score;
    enum judge_turn             turn;       /* of a seat: what it did to the city's number */
};

struct judge_line {
    const struct assess_line     *line;
    struct str                    of;       /* which of those that repeat; "": the item itself */
    struct judge_said             city, objection, final;
    struct judge_said            *seat;     /* as the bench has them                          */
    struct judge_spread           spread;   /* of those that finished; unknown before all are */
    struct judge_proposal         proposal;
    const struct judge_question  *question; size_t n_questions;
    const struct judge_objection *reply;    /* or NULL */
    bool                          is_open;  /* somebody has to settle it: not agreed, or an
                                             * objection that nobody has decided */
};
struct judge_lines { struct judge_line *row; size_t n; };
/* Of full->stage, in the order of the tree: items that the city answered, once an instance. */
struct err *judge_lines_of(struct cx *, const struct assess_full *, const struct judge_bench *,
                           struct judge_lines *);

/* What waits for the acting assessor in all open rounds: regions, how far, until when. */
struct judge_desk_row {
    struct round_full  round;
    struct round_seat  seat;
    struct str         region_name;
    bool               is_sent;             /* the region has sent this stage's answers */
    int64_t            stage, items, scored;
    bool               is_done, is_open, is_locked;
    int64_t            to_decide;           /* objections that nobody has decided yet   */
    struct date        until;               /* year 0: not set                          */
    struct err        *tie;                 /* why the seat may not be used; NULL       */
};
struct judge_desk { struct judge_desk_row *row; size_t n; };
struct err *judge_desk_of(struct cx *, struct judge_desk *);

/* How far the assessors of a round are, region by region: no number of anybody. `stage` 0: the one
 * of now. Fails: right.denied, round.unknown. */
struct judge_progress_list {
    struct round_full      round;
    struct judge_progress *row;     size_t n;
    int64_t                stage;
};
struct err *judge_progress_of(struct cx *, struct str round, int64_t stage,
                              struct judge_progress_list *);

/* ---- scoring -------------------------------------------------------------------------------- */

/* The scores of the acting seat: as assess_save, an empty value takes a score back, and one that is
 * not the city's without a note is a fault. Partly is well. Fails: right.denied, round.no_seat,
 * round.closed, round.own_region, round.mentored, judge.not_sent, judge.done, judge.locked. */
struct err *judge_save(struct cx *, struct assess_full *, struct assess_saving *);
/* This seat has finished its stage. Fails: as above, judge.missing (names items). */
struct err *judge_finish(struct cx *, struct assess_full *);

/* ---- questions ------------------------------------------------------------------------------ */

/* Fails: as above; judge.text (nothing is asked), answer.item_unknown. */
struct err *judge_ask(struct cx *, struct assess_full *, struct str item, struct str question);
/* By who may CONSOLIDATE in the region. Fails: right.denied, round.closed, judge.no_question,
 * judge.text, judge.changed_meanwhile. `seen`: the version that the reader saw, -1: any. */
struct err *judge_answer(struct cx *, struct assess_full *, int64_t question, int64_t seen,
                         struct str answer);

/* ---- right of reply, final numbers ---------------------------------------------------------- */

struct judge_reply { struct str item, of, value, why; };
/* Fails: right.denied, round.closed, judge.blind, judge.locked, judge.objected, judge.why,
 * answer.* */
struct err *judge_object(struct cx *, struct assess_full *, const struct judge_reply *);
/* By a seat; upheld, its number is the final one. Fails: as judge_save; judge.no_objection,
 * judge.why. */
struct err *judge_decide(struct cx *, struct assess_full *, const struct judge_reply *,
                         bool upheld);

/* One item by hand, with a reason. Fails: right.denied, round.closed, judge.blind, judge.locked,
 * judge.why, judge.objection (one waits for its decision, or was upheld), answer.* */
struct err *judge_final_set(struct cx *, struct assess_full *, const struct judge_reply *);
/* Takes proposals where nothing was settled, and locks the stage. Fails: right.denied,
 * round.closed, judge.reply (the region may still object), judge.blind (seats that have not
 * finished), judge.open (names objections undecided and items that differ and that nobody
 * settled), judge.locked. */
struct err *judge_lock(struct cx *, struct assess_full *);

extern const struct module judge_module;

#endif
