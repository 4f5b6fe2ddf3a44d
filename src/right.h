/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * right.h — who may what: posts, rights and how far they go, asked in one place.
 *
 * WHAT   A right belongs to a post (jabatan), never to a person; a person holds posts from a day to
 *        a day and acts in one of them at a time. A post stands in a region (with all below it) or
 *        in one organisation, and its rights go no further. The default is none.
 * HOW    A verb that changes or shows one thing asks `must(cx, RIGHT, scope of the thing)`. A
 *        statement that reads many takes a `struct reach`: sqlgen refuses to generate a statement
 *        on a table with a `scope` column without it (store/DIALECT.md). A route names the right
 *        that its page begins with; dispatch asks it before the handler runs.
 * NOT    Accounts and sessions (ground/identity), posts and their holders (ground/post): they fill
 *        `struct who`, and app hangs it into the cx.
 * READ   right.c the table of grants; `guyub rights` prints it.
 */
#ifndef GUYUB_RIGHT_H
#define GUYUB_RIGHT_H

#include "base/err.h"

struct cx;

/* kind, word in data, name on screen. The word is stored: it does not change. */
#define POSTS(X)                                                                   \
    X(ADMINISTRATOR,    "administrator",    N_("Administrator"))                   \
    X(PROGRAMME_OFFICE, "programme_office", N_("Programme office"))                \
    X(COMPANION,        "companion",        N_("Ministry's companion"))            \
    X(MENTOR,           "mentor",           N_("Mentor"))                          \
    X(ASSESSOR,         "assessor",         N_("Assessor"))                        \
    X(HEAD_OF_REGION,   "head_of_region",   N_("Head of region"))                  \
    X(REGION_SECRETARY, "region_secretary", N_("Secretary of the region"))         \
    X(COUNCIL_MEMBER,   "council_member",   N_("Council member"))                  \
    X(COORDINATOR,      "coordinator",      N_("Smart city coordinator"))          \
    X(WALIDATA,         "walidata",         N_("Data steward (Walidata)"))         \
    X(HEAD_OF_AGENCY,   "head_of_agency",   N_("Head of agency"))                  \
    X(CONTRIBUTOR,      "contributor",      N_("Contributor"))                     \
    X(AUDITOR,          "auditor",          N_("Auditor"))                         \
    X(INVESTOR,         "investor",         N_("Investor"))

enum post_kind { POST_NONE,
#define X(name, word, label) POST_##name,
    POSTS(X)
#undef X
    POST_KINDS
};

/* right, word in data, what it lets one do. The first three need no post. */
#define RIGHTS(X)                                                                            \
    X(READ_PUBLIC,    "read_public",    N_("read what is public"))                           \
    X(ENTER,          "enter",          N_("sign in, accept an invitation, use a code"))     \
    X(OWN_ACCOUNT,    "own_account",    N_("see and change the own account"))                \
    X(HAND_OVER,      "hand_over",      N_("hand over or delegate the own post"))            \
    X(READ_WORK,      "read_work",      N_("read the office's records, posts and holders"))  \
    X(READ_JOURNAL,   "read_journal",   N_("read the journal"))                              \
    X(READ_PERSON,    "read_person",    N_("read the personal data of accounts"))            \
    X(EDIT_REGION,    "edit_region",    N_("change regions"))                                \
    X(EDIT_ORG,       "edit_org",       N_("change organisations"))                          \
    X(ADD_DOCUMENT,   "add_document",   N_("add documents and newer copies of them"))        \
    X(READ_RESTRICTED, "read_restricted", N_("read restricted documents of others"))         \
    X(ASK,            "ask",            N_("ask agencies for data, set deadlines, chase"))   \
    X(ANSWER,         "answer",         N_("answer what the organisation is asked"))         \
    X(APPROVE,        "approve",        N_("approve or return the organisation's answers"))  \
    X(EDIT_CALENDAR,  "edit_calendar",  N_("change holidays and working weeks"))             \
    X(ISSUE_PAPER,    "issue_paper",    N_("issue papers, end them, add signed copies"))     \
    X(TAKE_DOSSIER,   "take_dossier",   N_("take away a record's file for examination"))     \
    X(RUN_ROUND,      "run_round",      N_("open evaluations, name assessors, publish"))     \
    X(CONSOLIDATE,    "consolidate",    N_("give the evaluation's items, consolidate answers"))  \
    X(STATE,          "state",          N_("state that the region's answers are true"))      \
    X(SCORE,          "score",          N_("score regions as an assessor"))                  \
    X(OBJECT,         "object",         N_("object to scores of the region"))                \
    X(EDIT_FACT,      "edit_fact",      N_("change published figures"))                      \
    X(ASSIGN_POST,    "assign_post",    N_("make posts and say who holds them"))             \
    X(MANAGE_ACCOUNT, "manage_account", N_("invite, give one-time codes, end sessions"))     \
    X(ERASE_PERSON,   "erase_person",   N_("erase a person's data"))                         \
    X(TRUST,          "trust",          N_("say which other installations are trusted"))

enum right { MAY_NOTHING,       /* never: the default of a route, which then refuses to start */
#define X(name, word, text) MAY_##name,
    RIGHTS(X)
#undef X
    RIGHTS_N
};

/* Where a thing belongs. Empty region: the nation. org 0: no single organisation. */
struct scope { struct str region; int64_t org; };

/* How a post is held. Acting and delegated holders have its rights, but for what right_of_hold
 * leaves to the holder; the journal says which it was. */
enum hold_as { HOLD_DEFINITIVE, HOLD_PLT, HOLD_PLH, HOLD_PJ, HOLD_DELEGATED };

/* A post that the person holds at this moment. */
struct hold {
    int64_t        id, post_id;
    enum post_kind kind;            /* POST_NONE: no post at all */
    enum hold_as   as;
    struct str     title;           /* "Kepala Dinas Komunikasi dan Informatika Kota Kediri" */
    struct scope   scope;
    struct str     scope_name;      /* "Kota Kediri", the organisation's name; empty: the nation */
};

enum who_kind { WHO_NOBODY, WHO_PERSON, WHO_SHELL, WHO_PROGRAM };

/* Who acts in this unit of work. */
struct who {
    enum who_kind kind;
    int64_t       account_id, subject_id, session_id;   /* WHO_PERSON */
    struct str    name;             /* the person's, or the machine's user of a shell           */
    int64_t       name_value;       /* WHO_PERSON: the sealed value (subject/) of it; 0: none  */
    struct hold   post;             /* in which it acts now                                     */
    struct hold  *hold;             /* all that could be acted in, the one above among them     */
    size_t        n_holds;
    struct str    form_token;       /* what the person's forms carry against forged requests    */
};

/* How far the acting post reaches, as statements are given it: low <= code < high, and the
 * organisation unless it is 0. A post of an agency does not reach the agency's units. */
struct reach { struct str low, high; int64_t org; };

/* ---- the one place -------------------------------------------------------------------------- */

/* A shell may all that a post may: who can run it holds the database. */
bool         may(const struct cx *, enum right, struct scope of);
/* Fails: right.sign_in (nobody is signed in), right.denied (says what is missing and who may). */
struct err  *must(struct cx *, enum right, struct scope of);
/* Whether the right is there in any scope: for routes and for links that lead to a page. */
bool         may_somewhere(const struct cx *, enum right);
struct err  *must_somewhere(struct cx *, enum right);
/* For statements; reaches nothing if the right is not there. */
struct reach reach_of(const struct cx *, enum right);
bool         scope_covers(struct scope post, struct scope thing);

/* ---- the tables, for pages, `guyub rights` and tests ---------------------------------------- */

bool           right_of_post(enum right, enum post_kind);
/* As it is held: a Plh. or a delegation leaves posts and accounts to the holder. */
bool           right_of_hold(enum right, enum post_kind, enum hold_as);
/* Whom a post may put into which posts, within its scope: nobody makes a post above their own. */
bool           post_may_assign(enum post_kind by, enum post_kind what);
enum post_kind post_kind_of(struct str word);           /* POST_NONE: no such */
struct str     post_kind_word(enum post_kind);
struct msg     post_kind_label(enum post_kind);
struct str     right_word(enum right);
struct msg     right_text(enum right);
struct msg     hold_as_label(enum hold_as);             /* "Plt.", nothing for the definitive one */

extern const struct who who_nobody, who_program;

#endif
