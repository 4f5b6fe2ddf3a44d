/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * post.h — posts (jabatan): what rights and open work belong to, whoever holds it today.
 *
 * WHAT   A post stands in an organisation or a region and has a kind, which says what it may
 *        (right.h). A person holds it from a day to a day: definitively, acting (Plt, Plh, Pj) or
 *        delegated for a time. One page, serah terima, ends one holder and begins the next; all
 *        open work is the post's and stays. The journal keeps the name of then.
 * NOT    The grants themselves (right.c), accounts (identity/).
 * READ   post_holding.h holding, overlap, days (pure) · post.sql · post.c, post_hold.c,
 *        post_handover.c, post_account.c verbs · post_enter.c who acts · post_tend.c what ends by
 *        itself · _web.c, _cli.c · doc/adr/0014 why so
 * LAW    Plt, Plh: UU 30/2014 article 14; Pj of heads of regions: UU 10/2016 article 201. What we
 *        call a delegation gives rights for a time, not the answering for them, which in the words
 *        of UU 30/2014 article 14 is a mandate: the other acts on behalf (a.n.) of the holder.
 */
#ifndef GUYUB_POST_H
#define GUYUB_POST_H

#include "cx.h"
#include "ground/identity/identity.h"
#include "ground/org/org.h"
#include "ground/post/post_row.h"           /* generated: struct post_id, post_hold_id, … */
#include "ground/post/post_holding.h"
#include "right.h"

struct module;

/* Adds to `who` the posts it holds today, and puts it into the one that its session acts in (or the
 * first). Auditors' dated access is a hold with an end. */
struct err *post_enter(struct cx *, struct who *);
/* Acts in another of the own posts from now on. Fails: post.not_held. */
struct err *post_act(struct cx *, struct post_id);

/* Fails: post.unknown; right.denied where the reader's post does not reach. */
struct err *post_get(struct cx *, struct str code, struct post *);
struct scope post_scope(const struct post *);

/* One who holds or held a post, with the name of then; unknown: erased. */
struct post_holder {
    struct post_hold_id        id, follows;
    struct identity_account_id account;
    struct str                 name, decree;
    enum hold_as               as;
    struct date                from, to;        /* to: the last day; no date: open            */
    bool                       now, ended;      /* now: today, by the region's clock          */
    int64_t                    moved;
};

/* What a list shows. Zero is the default: all within reach, from the first. */
struct post_filter { enum post_kind kind; struct str within; int64_t after, most; };

struct post_line { struct post post; struct post_holder *now; size_t n_now; };
struct post_list { struct post_line *row; size_t n; int64_t total; };

/* All that a post's page, its JSON and `guyub post show` tell; holders latest first. */
struct post_record { struct post post; struct post_holder *holder; size_t n; };

/* Posts of today within the reader's reach, by code. Fails: region.unknown. */
struct err *post_list_of(struct cx *, struct post_filter, struct post_list *);
/* Fails as post_get does. */
struct err *post_record_get(struct cx *, struct str code, struct post_record *);

struct post_new { enum post_kind kind; struct str title; struct str region_code, org_code; };

/* Fails: right.denied, post.above (this kind is not given by the acting post), post.title_taken,
 * region.unknown, org.unknown, post.scope (this kind stands in an organisation, or in a region). */
struct err *post_add(struct cx *, const struct post_new *, struct post_id *);

struct post_assign {
    struct post_id             post;
    struct identity_account_id account;
    enum hold_as               as;
    struct date                from, to;        /* to: the last day; unknown: open            */
    struct str                 decree;          /* number of the decree (SK), or unknown      */
    struct str                 why;
};
/* Fails: right.denied, post.above, post.own (nobody gives themselves a post), post.account (none,
 * or ended), and by the rules post.held, post.dates, post.decree, post.acting, post.vacant. */
struct err *post_assign(struct cx *, const struct post_assign *, struct post_hold_id *);
/* The hold goes on to the end of `last_day`; a day before today ends it at once. What it delegated
 * ends with it. Fails: post.hold_unknown, post.ended, post.dates, post.last_administrator. */
struct err *post_end(struct cx *, struct post_hold_id, struct date last_day, struct str why);
/* Lends the post that one acts in; .as is not looked at. Fails: post.not_held, post.delegation. */
struct err *post_delegate(struct cx *, const struct post_assign *, struct post_hold_id *);

/* Serah terima: ends the holder, begins the successor, ends what the holder delegated; drafts and
 * tasks stay with the post. `n_moved` counts the open work that the successor finds. */
struct post_handover {
    struct post_id post; struct identity_account_id to; enum hold_as as;
    struct date on, until;                      /* until: of a Plt. or Pj., their last day    */
    struct str decree, why;
};
/* By the holder, or by who may assign the post. Fails: as post_assign, post.vacant, post.reason. */
struct err *post_hand_over(struct cx *, const struct post_handover *, struct post_hold_id *,
                           int64_t *n_moved);

/* People: accounts that hold or held a post within the reader's reach, the latest first. */
struct post_person_post {
    struct str code, title; enum hold_as as; struct date from, to; bool now;
};
struct post_one {
    struct identity_account_id account;
    struct subject_id          subject;
    struct str                 name, state;     /* "invited", "active", "ended"               */
    struct post_person_post   *post; size_t n;  /* latest first                               */
};
struct post_people_list { struct post_one *row; size_t n; int64_t total; };

struct err *post_people_of(struct cx *, int64_t after, int64_t most, struct post_people_list *);
/* Fails: post.person (nobody within reach). */
struct err *post_one_get(struct cx *, struct identity_account_id, struct post_one *);

/* A new account and its first post in one change; `code` lets the person choose a password. It is
 * mailed too, where that can be. */
struct post_invite { struct identity_new person; struct post_assign assign; };
struct post_invited { struct identity_account_id id; struct str code; bool is_mailed; };
struct err *post_invite(struct cx *, const struct post_invite *, struct post_invited *);
/* Fails as post_must_rule, and right.denied. */
struct err *post_give_code(struct cx *, struct identity_account_id, struct str why,
                           struct str *code);
struct err *post_end_sessions(struct cx *, struct identity_account_id, struct str why);
/* Fail as those, and with post.last_administrator. The posts that the account holds end with it. */
struct err *post_end_account(struct cx *, struct identity_account_id, struct str why);
struct err *post_erase_person(struct cx *, struct identity_account_id, struct str why);

/* Whether every post that the account holds is one that the acting post may give, within its reach:
 * who resets a password can be its owner. Fails: post.own, post.account_above. */
struct err *post_must_rule(struct cx *, struct identity_account_id);
/* The right to erase, and the same of all posts that the account ever held. Fails: right.denied and
 * as above. */
struct err *post_must_erase(struct cx *, struct identity_account_id);

/* For `./dev run`: a post without asking who may, in the very first change of a database. */
struct err *post_first(struct cx *, struct identity_account_id);

extern const struct module post_module;

#endif
