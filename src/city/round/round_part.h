/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* round_part.h — what the verbs of round.h share: its row, its day, its rights, what is told. */
#ifndef GUYUB_ROUND_PART_H
#define GUYUB_ROUND_PART_H

#include "city/round/round.h"
#include "city/round/round_sql.h"
#include "ground/journal/journal.h"
#include "office/task/task.h"

/* The programme's day: of the nation, in WIB. */
struct date  round_today(const struct cx *);
struct scope round_nation(void);

/* The round with its phases, a draft too. Fails: round.unknown. */
struct err *round_find(struct cx *, struct str code, struct round_full *);
/* For who may write it: RUN_ROUND of the nation. Fails: right.denied, round.unknown,
 * round.published. */
struct err *round_find_to_write(struct cx *, struct str code, struct round_full *);
/* Decisions tell why. Fails: round.why. */
struct err *round_must_why(struct cx *, struct str why);

/* round_eligible.c. Fails, at "rule": round.rule, with what is wrong where. */
struct err *round_rule_check(struct cx *, struct str text, const struct rule **);
/* The regions that the round's rule names, by code; what the rule cannot know is no. */
struct round_eligible { struct str *code; size_t n; };
struct err *round_eligible_of(struct cx *, const struct round *, struct round_eligible *);

/* round_task.c: "stage I is to be answered", a task for each region and stage while it is open. */
struct err *round_tasks_open(struct cx *, const struct round_full *, struct str region_code);
struct err *round_tasks_move(struct cx *, const struct round_full *, struct str why);
struct err *round_tasks_drop(struct cx *, const struct round_full *, struct str region_code,
                             struct str why);

/* round_seat.c: who may be named, with all that their holders hold and held. */
struct round_pool {
    struct round_assessor *assessor;  size_t n;         /* by code                               */
    struct round_held     *held;      size_t n_held;    /* by post                               */
};
struct err    *round_pool_of(struct cx *, struct round_pool *);
enum round_tie round_pool_tie(struct cx *, const struct round_pool *, struct post_id,
                              struct str region_code);
enum round_seat_state round_seat_state_of(const struct round_seat *, enum round_tie);
/* Inside a change, after all was asked: writes the seat and tells it. */
struct err    *round_seat_give(struct cx *, const struct round *, const struct round_assessor *,
                               struct str region_code, struct str exception);

/* round_replace.c: the office's task while seats want another holder, inside a change; and the job
 * of every morning that looks. */
struct job;
struct err    *round_replace_feed(struct cx *, const struct round *);
struct err    *round_replace_run(struct cx *, struct job *);

#endif
