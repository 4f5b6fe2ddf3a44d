/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * task.h — who owes what by when, on one board: "Belum masuk".
 *
 * WHAT   A task is owed by an organisation (or by a region itself) to another, until a day, for a
 *        row of a slice (thing, key, part): an answer, a finding, a signature. Its deadline is a
 *        date, or so many working days after a day. It is open, answered, approved, returned or
 *        dropped. More time is asked for with a reason, and granted or refused with one.
 *        A request (permintaan data) is ours: items that are asked of many organisations, a task
 *        for each. An item's answer is a value in data form, a note, and documents of the vault.
 *        What stood there before is in the journal.
 * WHO    MAY_ASK in the scope of who asked: ask, chase, grant, drop. MAY_ANSWER in the scope of
 *        who owes: answer, send, ask for more time, give links. MAY_APPROVE there: approve, return.
 * LINK   A contributor without an account gets a link: a token by chance of which only the digest
 *        is kept, for one task, all of its items or some. It reads and answers those and nothing
 *        else; who uses it acts as a contributor of the organisation that owes, and approves
 *        nothing. It may be used again until it ends, unless it was made for one answer. It ends by
 *        approval, by its day, or by being taken back; a link that is wrong and one that has ended
 *        give the same answer, and forms sent by such are slowed down.
 * FEED   Later slices open, move and step tasks inside their own changes, with their own rights.
 * NOT    Working days (office/workday), what a slice's own row holds.
 * READ   task_rule.h (pure) · task.sql · task.c reading · task_feed.c · task_step.c ·
 *        task_request.c · task_answer.c · task_link.c · _web.c, _cli.c · task_due.c, task_remind.c
 */
#ifndef GUYUB_TASK_H
#define GUYUB_TASK_H

#include "cx.h"
#include "office/document/document.h"
#include "office/task/task_row.h"       /* generated: struct task, task_request, task_item, ... */
#include "office/task/task_value.h"
#include "right.h"

struct module;

enum { TASK_ITEMS_MAX = 200, TASK_ORGS_MAX = 500, TASK_BOARD_MAX = 1000 };

struct task_set  { struct task *row; size_t n; bool more; };

/* ---- feeding the board, inside the feeding slice's change, which has asked its own right ---- */

/* For which row of which slice a task is owed; part "" for the whole. */
struct task_ref { const char *thing; struct str key, part; };

/* A date, or (days > 0) so many working days after `from`, by the calendar of who owes. */
struct task_deadline { struct date date, from; int32_t days; };

struct task_new {
    struct task_ref      ref;
    struct str           title;             /* "Data layanan kesehatan 2026"                      */
    struct str           href;              /* where it is answered; "": on the task's own page   */
    struct scope         owes, asks;
    struct task_deadline due;
};

/* Fails: task.owed (it is running already), task.due (no such deadline). */
struct err *task_open(struct cx *, const struct task_new *, struct str *code);
/* Another deadline. Fails: task.unknown (none is running for it), task.due. */
struct err *task_move(struct cx *, struct task_ref, struct task_deadline, struct str why);
/* Answered, approved, returned, dropped by the slice. Fails: task.unknown, task.state. */
struct err *task_step(struct cx *, struct task_ref, enum task_step, struct str why);
/* The running one of that row; `found` false: none is. */
struct err *task_find(struct cx *, struct task_ref, struct task *, bool *found);

/* ---- reading -------------------------------------------------------------------------------- */

/* In whose scope it is to be answered, and in whose it was asked. */
struct scope task_owes(const struct task *);
struct scope task_asks(const struct task *);
enum task_state task_state_of(const struct task *);

/* Fails: task.unknown (also for who may READ_WORK neither of who owes nor of who asked). */
struct err *task_get(struct cx *, struct str code, struct task *);

enum task_which { TASKS_RUNNING, TASKS_OWED, TASKS_ANSWERED, TASKS_RETURNED, TASKS_ENDED };
extern const struct choice task_whiches[];

/* mine: asked by the post that acts, if it may ask; else what waits for its organisation. region:
 * of who owes, that region itself and its organisations. Empty: all. */
struct task_filter { struct str org, thing, region; enum task_which which; bool mine;
                     int64_t after; };

struct task_board {
    struct task_set    tasks;               /* what is due first, first                           */
    struct task_count *count;  size_t n_counts;     /* by organisation, of all that run           */
    struct task_thing *thing;  size_t n_things;
    struct date        today;               /* of the reader's region                             */
};
/* Within the reader's reach. Fail: right.denied, org.unknown. */
struct err *task_board_of(struct cx *, struct task_filter, struct task_board *);
/* Its tasks alone: TASK_BOARD_MAX of them. */
struct err *task_board_rows(struct cx *, struct task_filter, struct task_set *);
/* Of the post that acts; else the nation. */
struct scope task_own_scope(const struct cx *);

/* More time that was asked for, the latest first. */
struct task_extension_set { struct task_extension *row; size_t n; };
struct err *task_extensions_of(struct cx *, const struct task *, struct task_extension_set *);

/* ---- steps by people ------------------------------------------------------------------------ */

/* `version`: of the task as the reader saw it; 0: whatever it is now. */
struct task_wish { struct str code; int64_t version; struct str why; };

/* Sent for approval. Fails: right.denied, task.state, task.missing (required items). */
struct err *task_send(struct cx *, struct task_wish);
/* Fail: right.denied, task.state, task.changed_meanwhile; returning also task.why. What is approved
 * is locked, with the documents that it cites, and its links end. */
struct err *task_approve(struct cx *, struct task_wish);
struct err *task_return(struct cx *, struct task_wish);
/* By who asked. Fails as above. */
struct err *task_drop(struct cx *, struct task_wish);
/* By who owes. Fails: task.state, task.why, task.until (not after the deadline), task.wished. */
struct err *task_extend_ask(struct cx *, struct task_wish, struct date until);
/* By who asked. Fails: task.no_wish, task.why (a refusal needs one). */
struct err *task_extend_decide(struct cx *, struct task_wish, bool grants);

/* ---- requests and their items --------------------------------------------------------------- */

struct task_item_new { struct str number, question, unit; enum task_kind kind; bool is_required; };

struct task_request_new {
    struct str                  title, body;
    struct task_deadline        due;
    const struct task_item_new *item;  size_t n_items;
    const struct str           *org;   size_t n_orgs;      /* codes of those that are asked       */
    struct str                  copied_from;               /* unknown: none                       */
    struct scope                asks;                      /* of the post that asks               */
    struct str                  mark;                      /* of the form; unknown: none          */
};
/* Fails: right.denied, org.unknown, task.due, task.items (none, too many, a number twice),
 * task.orgs (none, too many), task.twice (the form was taken already: `code` is of no use). */
struct err *task_request_add(struct cx *, const struct task_request_new *, struct str *code);

struct task_item_set    { struct task_item *row; size_t n; };           /* in their order         */
struct task_request_set { struct task_request_line *row; size_t n; bool more; };

/* Fails: task.request_unknown (also for who is neither of who asks nor of who is asked). */
struct err *task_request_get(struct cx *, struct str code, struct task_request *);
struct scope task_request_asks(const struct task_request *);
struct err *task_items_of(struct cx *, const struct task_request *, struct task_item_set *);
struct err *task_requests_of(struct cx *, int64_t after, struct task_request_set *);
/* Of one request, within the reader's reach, by organisation. */
struct err *task_tasks_of(struct cx *, const struct task_request *, struct task_set *);
/* By task. */
struct task_request_answers { struct task_request_answer *row; size_t n; };
struct err *task_answers_to(struct cx *, const struct task_request *,
                            struct task_request_answers *);
/* How many of its items each of them has answered. */
struct task_answered_set { struct task_answered *row; size_t n; };
struct err *task_answered_to(struct cx *, const struct task_request *, struct task_answered_set *);

/* ---- answers -------------------------------------------------------------------------------- */

/* An item with what stands there. */
struct task_line { struct task_item item; struct task_answer answer; bool is_answered; };
struct task_lines { struct task_line *row; size_t n; };
/* Of a task of a request, in the order of its items; of another slice's task: none. */
struct err *task_lines_of(struct cx *, const struct task *, struct task_lines *);

/* What somebody has typed for one item: as people write, or in data form. */
struct task_typed { struct str number, value, note; int64_t seen; };  /* seen: version, -1: any */
struct task_fault { size_t row; bool in_note; struct msg text; };       /* row: of the typed      */

struct task_saving {
    struct str               code;          /* of the task                                        */
    const struct task_typed *typed; size_t n;
    struct str               mark;          /* of the form; unknown: none                         */
    struct task_fault       *fault; size_t n_faults;        /* what was wrong, one a row at most  */
    size_t                   n_saved;       /* what was different and is there now                */
    bool                     is_again;      /* the form was taken before: nothing is done         */
};
/* All of it, or nothing while there is a fault; a fault is no error. Fails: right.denied,
 * task.state (it has ended), task.unknown. */
struct err *task_save(struct cx *, struct task_saving *);

/* A file into the vault, as the internal document of who owes, cited by the item; a document that
 * is there already; and off again. Fail: right.denied, task.item, task.state, as document_add. */
struct task_attached { struct str number; struct document_source source; };
struct err *task_attach(struct cx *, struct str code, struct task_attached);
struct err *task_cite(struct cx *, struct str code, struct str number, struct str document);
struct err *task_uncite(struct cx *, struct str code, struct str number, struct str document);

/* ---- links ---------------------------------------------------------------------------------- */

struct task_link_new {
    struct str code;           /* of the task */
    struct str name;           /* for whom: personal, sealed */
    struct str items;          /* numbers with blanks or commas between; "": all */
    int32_t    days;           /* from today */
    bool       is_single;
};
/* `token` is told this once. Fails: right.denied, task.state, task.link_items, task.link_days. */
struct err *task_link_give(struct cx *, const struct task_link_new *, struct str *token);
struct err *task_link_revoke(struct cx *, struct str code, int64_t nth);

/* name: for who may READ_WORK there; unknown: erased, or not shown. */
struct task_link_seen { struct task_link link; struct str name; bool is_open; };
struct task_link_set  { struct task_link_seen *row; size_t n; };
struct err *task_links_of(struct cx *, const struct task *, struct task_link_set *);

/* Who comes by a link. `who` acts for the rest of the unit of work: a contributor of who owes. */
struct task_guest { struct task_link link; struct task task; struct who who; };
/* Counts a form that comes by a wrong one. Fails: task.link (wrong or ended, it does not say
 * which), identity.wait. */
struct err *task_enter_by_link(struct cx *, struct str token, struct task_guest *);
/* Of the items that are the link's. */
struct err *task_lines_by_link(struct cx *, const struct task_guest *, struct task_lines *);
/* Fails: task.link_item (an item that is not the link's), and as task_save does. */
struct err *task_save_by_link(struct cx *, const struct task_guest *, struct task_saving *);
/* As task_attach. */
struct err *task_attach_by_link(struct cx *, const struct task_guest *, struct task_attached);

extern const struct module task_module;

#endif
