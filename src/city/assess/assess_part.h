/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* assess_part.h — what the parts of the slice share. */
#ifndef GUYUB_ASSESS_PART_H
#define GUYUB_ASSESS_PART_H

#include "city/assess/assess.h"
#include "ground/journal/journal.h"

/* May this leaf be answered in this region: it is for its kind, and its score has a source? */
bool assess_is_asked(const struct instrument *, int32_t item, enum region_kind);
/* Its place among the leaves, from 1: by it files of a ZIP are matched. */
int32_t assess_ordinal(const struct instrument *, int32_t item);
/* The item, itself or above it, that repeats; of several for the same ("innovation") the first, so
 * that what is asked of one stands together. NULL: it is answered once. */
const struct instrument_item *assess_each(const struct instrument *, int32_t item);
/* What the voice says of one of those that repeat ("": of the item itself); NULL: nothing. The row
 * is there, with an empty value, after it was taken back. */
const struct assess_number *assess_number_for(const struct assess_line *, struct assess_whose,
                                              struct str of);
const struct assess_number *assess_row_of(const struct assess_line *, struct assess_whose,
                                          struct str of);

/* Is this value an answer to the item? An empty one is none, and sound. Fails: answer.* */
struct err *assess_value_check(struct cx *, const struct assess_full *, struct str item,
                               struct str of, struct str value);

/* ---- what a change begins with (assess_open.c) ----------------------------------------------- */

/* Addresses of the entry, kept from before the change: what is read in a try dies with it. */
struct assess_change { struct assess_full *x; struct str round, region; };
struct assess_change assess_change_of(struct assess_full *);

/* In a change: reads the entry again. Answers may be written now: fails round.closed,
 * assess.locked. */
struct err *assess_begin_change(struct cx *, const struct assess_change *);
/* In a change: there is an entry, and its stage has begun with what the one before ended with. */
struct err *assess_ready(struct cx *, struct assess_full *);
/* In a change: whether the form with this mark was taken before; unknown marks never were. */
struct err *assess_taken(struct cx *, struct str mark, bool *is_again);
struct err *assess_was_taken(struct cx *, struct str mark, bool *was);
/* Has nobody begun the stage that is written now? */
struct err *assess_needs_begin(struct cx *, const struct assess_full *, bool *needs);
/* A region's entries, or (org not 0) those in which the organisation answers; newest first. */
struct err *assess_entries_of(struct cx *, struct str region_code, int64_t org,
                              struct assess_entry_line **, size_t *n);

/* ---- the board (assess_feed.c) --------------------------------------------------------------- */

/* In a change, after items or states have changed: the agency's task stands as its items do. */
struct err *assess_feed(struct cx *, const struct assess_full *, int64_t org, struct str why);
/* In a change: it was taken back, so the region owes the stage (round_task_ref) again. */
struct err *assess_feed_reopened(struct cx *, const struct assess_full *);
/* In a change: it was sent, so nothing of it is owed any more. */
struct err *assess_feed_sent(struct cx *, const struct assess_full *);

/* ---- facts and refusals (assess_fact.c) ------------------------------------------------------ */

struct assess_part_fields   { struct str org, helpers; struct date due; int32_t state; };
struct assess_number_fields { struct str value, note; };
extern const struct form assess_part_told_form, assess_number_told_form;

struct assess_part_fields assess_part_fields_of(struct cx *, const struct assess_line *);
/* In a change: the item is in these hands and this state now; before NULL: it was in none. */
struct assess_part_told { struct str item; const struct assess_part_fields *before, *after;
                          struct str why; };
struct err *assess_tell_part(struct cx *, const struct assess_full *,
                             const struct assess_part_told *);
/* A number of the agency or the city. */
struct assess_told { enum assess_voice voice; struct str item, of; int64_t org;
                     struct assess_number_fields before, after; };
struct err *assess_tell_number(struct cx *, const struct assess_full *, const struct assess_told *);

/* assess.item: none of the reader's; assess.why, unless a reason is given. */
struct err *assess_no_item(struct cx *, struct str item);
struct err *assess_must_say_why(struct cx *, struct str why);
struct scope assess_org_scope(const struct assess_full *, int64_t org);
struct assess_line *assess_line_of(const struct assess_full *, const struct assess_lines *,
                                   struct str item);

/* "/assessments/ROUND/REGION", and below it the page of an agency. */
struct str assess_href(struct arena *, const struct assess_full *);
struct str assess_org_href(struct arena *, const struct assess_full *, struct str org_code);

/* Is the organisation in charge of it, or does it contribute? 0: any does. */
bool assess_is_in(const struct assess_line *, int64_t org);
/* May the reader answer this item: ANSWER in the agency in charge, or in one that contributes? */
bool assess_may_answer(const struct cx *, const struct assess_full *, const struct assess_line *);

/* Does the city say every item? Fails: assess.missing. */
struct err *assess_must_be_whole(struct cx *, const struct assess_full *,
                                 const struct assess_lines *);
/* What would be sent now, as the nth of the stage. */
struct err *assess_freeze_now(struct cx *, const struct assess_full *, const struct assess_lines *,
                              int64_t nth, struct assess_frozen *);

/* The acting post of now, as rows keep it; "" for who acts in none. */
struct str assess_by_post(const struct cx *);

#endif
