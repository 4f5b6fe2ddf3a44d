/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * post_edit.h — a post renamed and closed, by page and by shell (record/).
 *
 * WHAT   Two forms: /posts/{code}/edit and …/close. A post keeps its code, kind and place for good;
 *        one that is closed keeps its holders and its history. Closing is a decision, and refused
 *        while somebody holds the post after its last day. Again: corrects the last day.
 */
#ifndef GUYUB_POST_EDIT_H
#define GUYUB_POST_EDIT_H

#include "ground/post/post.h"
#include "ground/record/record.h"

/* last_day: of the post, in its region's time. */
struct post_edit { struct str title; struct date last_day; struct str why; bool dry_run; };

extern const struct record_kind post_edit_kind, post_close_kind;
extern const struct form        post_edit_flags, post_close_flags;

/* Buttons for who may, of a post that is not closed. */
struct err *post_changes_of(struct cx *, const struct post *, struct html *actions);

extern page_fn post_edit_page, post_close_page;

#endif
