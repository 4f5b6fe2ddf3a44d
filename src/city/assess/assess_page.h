/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* assess_page.h — what the faces of assess.h share: pages, data, forms, commands. */
#ifndef GUYUB_ASSESS_PAGE_H
#define GUYUB_ASSESS_PAGE_H

#include "city/assess/assess_part.h"
#include "ground/org/org.h"
#include "module.h"
#include "office/document/document_zip.h"
#include "office/dossier/dossier.h"
#include "office/paste/paste.h"
#include "office/workbook/workbook_kind.h"

struct job;

enum {
    ASSESS_ROUTES   = 23,
    ASSESS_COMMANDS = 5,
    ASSESS_SHOWN    = 15,           /* items of one part of an agency's page, each with a file */
    ASSESS_CITY_SHOWN = 40          /* of the city's page: what one form can carry               */
};

struct assess_from_query { int64_t from; };
struct assess_each_query { struct str of; int64_t from; };
extern const struct form assess_from_form, assess_each_form;

extern const struct route         assess_routes[ASSESS_ROUTES];
extern const struct command       assess_commands[ASSESS_COMMANDS];
extern const struct panel         assess_panels[1];
extern const struct evidence_kind assess_evidence[1];       /* assess_evidence.c */
extern const struct dossier_kind  assess_dossiers[1];       /* assess_dossier.c  */
extern const struct workbook_kind assess_workbooks[1];      /* assess_workbook.c */

/* ---- an item as people see it ---------------------------------------------------------------- */

struct assess_field {
    const struct assess_line     *line;
    const struct instrument_item *item;
    const struct instrument_item *group;            /* of which it is a part                     */
    bool                          begins_group;
    struct str                    id;               /* of its input: "v-indicator-01"            */
    struct str                    value, note;      /* as typed, or as it stands                 */
    struct msg                    fault, note_fault;
    const struct assess_number   *agency, *city, *own, *objection, *final;
    const struct document_cited  *document; size_t n_documents;
    const struct document_cited  *last;     size_t n_last;      /* evidence of what stood before */
    enum assess_state             state;
    int32_t                       nth;              /* its place in the instrument, from 1       */
    const struct instrument_item *each;             /* answered once for each of these, or NULL  */
    struct str                    each_href;        /* where they are answered one by one        */
    int64_t                       version;          /* of what the sheet's voice says; 0: nothing */
    bool                          may_write, may_each;      /* here; where each_href leads       */
};

struct assess_sheet {
    struct assess_field *field; size_t n;           /* those of this part                        */
    enum assess_voice    voice;                     /* whose numbers are written here            */
    struct str           action, mark, seen;
    struct str           back, on;                  /* the parts before and after; "": none      */
    size_t               n_faults, from, all;
};

/* Which items: of an agency (in charge or contributing), or all (0). `typed` NULL: as it stands. */
struct assess_sheet_wish {
    enum assess_voice           voice;
    int64_t                     org;
    size_t                      from, most;
    const struct assess_saving *typed;
    struct str                  href;               /* of the page, without its query            */
    const struct instrument_item *each;             /* NULL: all items; else those of one of     */
    struct str                  of;                 /* them, with this name                      */
};
struct err *assess_sheet_of(struct cx *, const struct assess_full *, const struct assess_lines *,
                            const struct assess_sheet_wish *, struct assess_sheet *);
/* The pairs of a form as typed rows: v.ITEM, n.ITEM; of: for which of those that repeat. */
void        assess_typed_of(struct cx *, const struct query *, struct assess_saving *);
/* The versions that the page showed, as it tells them: "indicator-01:2 …". */
int64_t     assess_seen_in(struct str seen, struct str item);
struct str  assess_mark(struct cx *);
bool        assess_is_blank(const struct assess_field *);       /* to be answered on the page    */
size_t      assess_sheet_blank(const struct assess_sheet *);

/* ---- pages ----------------------------------------------------------------------------------- */

/* An agency with what it owes. */
struct assess_agency {
    struct str code, name, due;
    size_t     n, n_answered, n_waits, n_approved, n_returned;
    bool       is_late;
};

struct assess_page {
    struct assess_full     x;
    struct assess_lines    lines;
    struct assess_sheet    sheet;
    struct assess_agency  *agency; size_t n_agencies;
    struct assess_sent_set sent;
    struct instrument_answers of_agency, of_city, of_final;
    struct date            due;                     /* the last day of the stage; year 0: none   */
    bool may_ask, may_state, is_locked, is_open, needs_begin;
    struct err            *closed;                  /* why nothing is answered now; NULL: it is   */
    struct html            more, history, dossier;  /* more: of later slices */
    struct err            *wrong;                   /* what a step was refused for; NULL: nothing */
};

/* The page of an agency. */
struct assess_org_page {
    struct assess_page   p;
    struct org           org;
    struct assess_agency sum;
    struct document_set  vault;                     /* to choose from                            */
    bool may_answer, may_send, may_approve;
};

/* Those that repeat: which there are, and the one that is open. */
struct assess_instance { struct str of, href; size_t n_agency, n_city; };   /* items answered    */
struct assess_each_page {
    struct assess_org_page        o;                /* .org.id.n 0: the city's own page          */
    const struct instrument_item *each;
    enum assess_voice             voice;
    struct str                    href;             /* of the page, without its query            */
    struct str                    of, word;         /* the open one, "": none; "innovation"      */
    struct assess_instance       *row; size_t n;
    size_t                        n_items;          /* that are asked of each                    */
    bool                          may_write;
};

struct assess_diff_line { struct assess_difference d; struct str title; };
struct assess_sent_page {
    struct assess_page       p;
    struct assess_sent       sent;
    struct assess_frozen     frozen;
    struct assess_diff_line *diff; size_t n_diffs;
    bool                     has_before;            /* something was sent before it              */
    struct err              *missing;               /* why it cannot be sent yet; NULL: it can   */
};

struct assess_org_choice { struct str code, name; };
struct assess_give_page {
    struct assess_page        p;
    struct assess_org_choice *org; size_t n_orgs;
    struct str                chosen, due;
    struct paste_box          box;
    const struct paste_marks *marks;
};

struct assess_paste_page {
    struct assess_org_page   *o;
    struct paste_box          box;
    const struct paste_marks *marks;
    struct str                mark;
};

/* assess_web.c: all of an entry's page but its sheet; then how a step ends. */
struct err *assess_page_of(struct cx *, const struct request *, struct assess_page *);
struct err *assess_after(struct reply *, struct str href, struct msg done);
bool        assess_is_shown(const struct err *);    /* is it the reader's to mend, on the page?  */
void        assess_crumbs(struct cx *, struct reply *, const struct assess_page *);
void        assess_sum(struct cx *, const struct assess_page *, int64_t org,
                       struct assess_agency *);
struct err *assess_org_page_of(struct cx *, const struct request *, struct assess_org_page *);

/* ---- words (assess_data.c) ------------------------------------------------------------------- */

struct str assess_title(enum lang, const struct instrument_item *);
/* "3 Terdefinisi", "3,25", "does not apply"; "" for nothing. */
struct str assess_value_text(struct arena *, enum lang, const struct instrument_item *,
                             struct str value);
struct str assess_number_text(struct arena *, enum lang, const struct instrument_item *,
                              const struct assess_number *);
/* The index that follows, at the instrument's places; unknown while something is missing. */
struct str assess_index_text(struct arena *, enum lang, const struct instrument_answers *);
struct msg assess_stage_label(int64_t stage);
enum assess_state assess_state_of_word(struct str);
/* "indicator-01:3 indicator-02:1": the versions of the parts, as the head sees them. */
struct str assess_versions(struct arena *, const struct assess_sheet *);
bool       assess_is_level(struct str value, int32_t number);   /* the highest of those proven */
struct table assess_table(struct cx *, const struct assess_page *);
void         assess_json(struct json *, const void *page);      /* struct assess_page          */
void         assess_sent_json(struct json *, const void *page); /* struct assess_sent_page     */

page_fn assess_show_page, assess_begin_do, assess_reopen_do;                    /* _web.c        */
page_fn assess_org_show_page, assess_answers_do, assess_documents_do;           /* _agency_web.c */
page_fn assess_approve_page, assess_approve_do;                                 /* _agency_web.c */
page_fn assess_paste_page, assess_paste_do;                                     /* _paste_web.c  */
page_fn assess_give_page, assess_give_do, assess_give_paste_do;                 /* _give_web.c   */
page_fn assess_each_page, assess_each_do;                                       /* _each_web.c   */
page_fn assess_city_each_page, assess_city_each_do;                             /* _each_web.c   */
page_fn assess_city_page, assess_city_do, assess_return_do;                     /* _city_web.c   */
page_fn assess_state_page, assess_state_do, assess_sent_show_page;              /* _send_web.c   */
struct err *assess_region_panel(struct cx *, int64_t region, struct html *out);

#endif
