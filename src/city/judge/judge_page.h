/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* judge_page.h — what the faces of judge.h share: pages, data, commands. */
#ifndef GUYUB_JUDGE_PAGE_H
#define GUYUB_JUDGE_PAGE_H

#include "city/judge/judge.h"
#include "city/judge/judge_value.h"
#include "module.h"
#include "office/document/document.h"
#include "office/dossier/dossier.h"
#include "web/route.h"

enum { JUDGE_ROUTES = 13, JUDGE_COMMANDS = 3, JUDGE_PANELS = 2, JUDGE_DOSSIERS = 1,
       JUDGE_SHOWN = 12 };

extern const struct route        judge_routes[JUDGE_ROUTES];
extern const struct command      judge_commands[JUDGE_COMMANDS];
extern const struct panel        judge_panels[JUDGE_PANELS];
extern const struct dossier_kind judge_dossiers[JUDGE_DOSSIERS];
extern const struct form         judge_stage_form, judge_from_form, judge_of_form;

struct judge_stage_query { int64_t stage; };        /* 0: the one of now */
struct judge_from_query  { int64_t from; };
struct judge_of_query    { struct str of; int64_t stage; };

/* ---- one region ------------------------------------------------------------------------------ */

/* A region's table of numbers, and what the reader may do there. */
struct judge_page {
    struct assess_full full;                /* .stage: the one that is shown                */
    struct judge_bench bench;
    struct judge_lines lines;
    struct str         href;
    int64_t            stage_now;
    bool is_sent, may_score, may_ask, may_answer, may_object, may_decide, may_settle, may_lock;
    struct err        *seat_wrong;          /* why the reader's seat may not be used; NULL  */
    size_t             scored, differ, open, unanswered;
    struct date        until;               /* the last day of what is done now; year 0     */
    struct err        *wrong;               /* of what was just tried                       */
    struct html        history, dossier;
};

/* As assess_get; an assessor without a seat is told so. */
struct err *judge_get(struct cx *, struct str round, struct str region, struct assess_full *);
struct err *judge_page_of(struct cx *, const struct request *, int64_t stage, struct judge_page *);
/* After a form: the page again with what was wrong, or what was done on the page `to`. */
struct err *judge_after(struct cx *, const struct request *, struct reply *, struct err *,
                        struct msg done);

/* ---- judge_data.c ---------------------------------------------------------------------------- */

/* One row a voice: item, of, voice, seat, value, turn, reason. */
struct table judge_table(struct cx *, const struct assess_full *, const struct judge_bench *,
                         const struct judge_lines *);
struct table judge_desk_table(struct cx *, const struct judge_desk *);
struct table judge_progress_table(struct cx *, const struct judge_progress *, size_t n);

const struct instrument_item *judge_item_of(const struct judge_page *, const struct judge_line *);
struct str judge_digit(int64_t stage);              /* "1", "2": in an address */
struct str judge_item_href(struct arena *, const struct judge_page *, const struct judge_line *);
/* "3 Defined", "3,25", "unknown", of a number that may be NULL. */
struct msg judge_said_text(struct view *, const struct judge_page *, const struct judge_line *,
                           const struct assess_number *);
struct msg judge_proposal_text(struct view *, const struct judge_page *,
                               const struct judge_line *);
struct msg judge_seat_state(const struct judge_seat *);
struct msg judge_reply_state(struct str state);
/* The phase and until when: "Interview, until 20 November 2026". */
struct msg judge_phase_text(struct view *, const struct judge_page *);
bool       judge_turn_is_change(enum judge_turn);

/* ---- scoring --------------------------------------------------------------------------------- */

/* An item with what the seat gave it, or what was typed. */
struct judge_field {
    const struct judge_line      *line;
    const struct instrument_item *item;
    struct str id, name;                    /* "s-people", "people" (with "~of")            */
    struct str value, note;                 /* value: an answer, or "" for not scored       */
    struct str city;                        /* the city's answer, as the radio has it       */
    struct msg fault;
    struct str section;                     /* what the item stands below; "" as before     */
    const struct document_cited *document; size_t n_documents;
};

struct judge_sheet {
    struct judge_page   page;
    struct judge_field *field;  size_t n;
    size_t              from, all, n_faults;
    struct str          action, seen, back, on;
};

bool judge_field_is(const struct judge_field *, struct str value);      /* is it the one chosen? */
bool judge_field_is_other(const struct judge_field *);      /* a figure that is not the city's  */
bool judge_has_none(const struct judge_sheet *, const struct judge_field *);
size_t judge_sheet_open(const struct judge_sheet *);        /* items of this part without a score */

/* ---- one item -------------------------------------------------------------------------------- */

struct judge_item_page {
    struct judge_page             page;
    const struct judge_line      *line;
    const struct instrument_item *item;
    const struct document_cited  *document; size_t n_documents;
    const struct assess_number   *agency;
    const struct judge_question  *question; size_t n_questions;
    struct str                    href, typed_value, typed_why;
};

/* Documents that an item cites: they come sorted by their part. */
const struct document_cited *judge_documents_at(const struct document_cited_set *,
                                                struct str item, size_t *n);

page_fn judge_desk_page, judge_progress_page, judge_show_page, judge_score_page,
        judge_score_do, judge_finish_do, judge_lock_do, judge_item_show_page, judge_ask_do,
        judge_answer_do, judge_object_do, judge_decide_do, judge_settle_do;

#endif
