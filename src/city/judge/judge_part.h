/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* judge_part.h — what the parts of the slice share: how verbs begin, refusals, facts. */
#ifndef GUYUB_JUDGE_PART_H
#define GUYUB_JUDGE_PART_H

#include "city/judge/judge.h"
#include "city/judge/judge_value.h"
#include "ground/journal/journal.h"

/* ---- how a verb begins, inside its change (judge_begin.c) ------------------------------------ */

/* What a verb works on, read anew in its change. */
struct judge_work_on {
    struct assess_full *full;
    struct judge_bench  bench;
    struct judge_lines  lines;
    struct round_seat   seat;               /* of an assessor's verb */
};

/* Who sits there, in a phase that allows it, on what was sent and is not locked. */
struct err *judge_begin_seat(struct cx *, struct judge_work_on *, enum round_step);
/* With a right in the region, or in the nation. */
struct err *judge_begin(struct cx *, struct judge_work_on *, enum right, enum round_step);
/* All seats see each other; what each of them scored is told to the journal, once. Fails:
 * judge.blind. */
struct err *judge_must_be_open(struct cx *, struct judge_work_on *);
/* Fails: answer.item_unknown. */
struct err *judge_line_named(struct cx *, struct judge_work_on *, struct str item, struct str of,
                             struct judge_line **);

/* ---- refusals -------------------------------------------------------------------------------- */

/* At most JUDGE_TEXT_MAX characters, all of which can be seen, and line ends. */
bool judge_is_text(struct str);
/* judge.why, unless a reason is given that fits. */
struct err *judge_must_say_why(struct cx *, struct str why);
/* judge.text */
struct err *judge_must_say(struct cx *, struct str text, const char *field);

/* ---- facts (judge_fact.c) -------------------------------------------------------------------- */

/* "/judging/smart-city-evaluation-2026/35.71" */
struct str judge_href(struct arena *, const struct assess_full *);
/* The acting post of now, as rows keep it. */
struct str judge_by_post(const struct cx *);

#define JUDGE_SEAT_THING "judge_seat"       /* what a seat scored, once told */

struct judge_item_fields { struct str item, value, why; };
struct judge_question_fields { struct str item, question, answer; };
struct judge_seat_fields { struct str seat, scores; };
extern const struct form judge_item_told_form, judge_question_told_form, judge_seat_told_form;

/* Of an entry: what was done, without a field (note), or with the struct of a form. */
struct err *judge_tell(struct cx *, const struct assess_full *, struct fact);

/* ---- the board (judge_feed.c) ---------------------------------------------------------------- */

/* A task of the region stands there as long as a question has no answer. */
struct err *judge_feed_questions(struct cx *, const struct assess_full *);

#endif
