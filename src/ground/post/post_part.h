/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* post_part.h — what the verbs of post.h share: rows as rules see them, and how they are told. */
#ifndef GUYUB_POST_PART_H
#define GUYUB_POST_PART_H

#include "ground/journal/journal.h"
#include "ground/post/post.h"
#include "ground/post/post_sql.h"

enum { POST_TITLE_MIN = 4, POST_TITLE_MAX = 200 };

/* What the journal keeps of a post, and of a hold. */
struct post_facts { int32_t kind; struct str title, place; struct date last_day; };
struct post_hold_facts {
    struct str holder; int32_t held_as; struct date from, to; struct str decree;
};

extern const struct form post_form, post_hold_form;

struct post_holding post_holding_of(const struct post_hold_row *);

/* All holds of a post, for the rules. */
struct post_book {
    struct post          post;
    struct post_hold_row *row;
    struct post_holding  *hold;         /* the same, row by row */
    size_t                n;
    struct date           today;        /* in the region's time */
};
struct err *post_book_of(struct cx *, struct post_id, struct post_book *);

/* Of a post that is closed, or will be; no date: of none. */
struct date post_last_day(const struct post *);
/* Fails: post.title_taken, by another post in the same place. */
struct err *post_title_free(struct cx *, const struct post *);
/* Fails: post.closed, when the hold would go beyond the post's last day. */
struct err *post_must_last(struct cx *, const struct post *, const struct post_holding *);

/* The acting post gives posts of this kind, there. Fails: right.denied, post.above. */
struct err *post_must_assign(struct cx *, const struct post *);
/* The post is the one that is acted in. Fails: right.denied, post.not_held. */
struct err *post_must_hold(struct cx *, const struct post *);
/* By its holder, or by who gives it. */
struct err *post_must_hand_over(struct cx *, const struct post *);
/* Nobody gives a post to themselves. Fails: post.own. */
struct err *post_not_own(struct cx *, struct identity_account_id);
struct err *post_fault_err(struct cx *, struct post_fault);
/* Fails: post.account. */
struct err *post_account_get(struct cx *, struct identity_account_id, struct post_account *);
struct err *post_no_account(struct cx *);       /* post.account, at "person" */
struct err *post_reason(struct cx *, struct str why);

/* Writes the hold and tells it. */
struct post_begin {
    const struct post_book *book;
    struct post_account     account;
    struct post_holding     hold;
    struct str              decree, why;
    struct post_hold_id     by;         /* who delegated                                    */
    struct post_hold_id     follows;    /* whom it takes the post over from                 */
    int64_t                 moved;      /* drafts that are handed over                      */
    enum journal_verb       verb;
};
struct err *post_hold_begin(struct cx *, const struct post_begin *, struct post_hold_id *);

/* Ends the hold of `row` after `last`, and what it delegated. */
/* Without asking who reads: the caller does. Fail: post.unknown. */
struct err *post_find(struct cx *, struct str code, struct post *);
struct err *post_record_find(struct cx *, struct str code, struct post_record *);

struct err *post_hold_close(struct cx *, const struct post_book *, size_t row, struct date last,
                            struct str why);
/* Fails: post.last_administrator, inside the change that would leave none. */
struct err *post_keep_administrator(struct cx *, const struct post *);

/* Of the module: ends what the account holds, and what it delegated, at once. Fails:
 * post.last_administrator. */
struct err *post_person_ends(struct cx *, int64_t account_id, struct str why);

/* Closes what has passed its last day, so that a clock that goes back does not open it again. */
struct err *post_tend(struct cx *);

#endif
