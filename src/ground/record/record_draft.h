/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * record_draft.h — drafts: kept for the post, found by its next holder, gone when saved.
 *
 * What is kept are the pairs as the form sent them, faulty or not, but no field that is marked
 * personal. Shells and programs have no drafts.
 */
#ifndef GUYUB_RECORD_DRAFT_H
#define GUYUB_RECORD_DRAFT_H

#include "ground/record/record.h"
#include "ground/record/record_row.h"       /* generated: struct record_draft */

/* What is to be kept, of which form. */
struct record_draft_new {
    struct scope scope;
    struct str   thing, key, href, name;        /* name: of the form, for lists           */
    struct str   body;                          /* made by record_draft_body              */
    int64_t      base_version;                  /* of the record when the form was begun  */
};

struct record_draft_set { struct record_draft *row; size_t n; };

/* The drafts that the acting post has of this form, latest first. */
struct err *record_drafts_at(struct cx *, struct str href, struct record_draft_set *);
/* All of the acting post, latest first. */
struct err *record_drafts_mine(struct cx *, struct record_draft_set *);
struct err *record_drafts_of_post(struct cx *, int64_t post_id, struct record_draft_set *);

/* Keeps or replaces the own one. Fails: record.draft_large. */
struct err *record_draft_keep(struct cx *, const struct record_draft_new *);
/* Ends the own one of this form, and the one with `id` if it is the post's; 0: no other. */
struct err *record_draft_end(struct cx *, struct str href, int64_t id);

/* Pairs as a form sends them, without the fields that are personal. */
struct str  record_draft_body(struct arena *, const struct form *, const struct pair *, size_t n);

/* "kept 22 November 2026, 08.30 by Budi": who, if the name still stands. */
struct err *record_draft_note(struct cx *, const struct record_draft *, struct msg *);

#endif
