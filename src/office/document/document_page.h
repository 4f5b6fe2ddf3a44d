/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* document_page.h — what the faces of document.h share. */
#ifndef GUYUB_DOCUMENT_PAGE_H
#define GUYUB_DOCUMENT_PAGE_H

#include "ground/job/job_list.h"
#include "module.h"
#include "office/document/document_part.h"
#include "web/form_html.h"

enum { DOCUMENT_ROUTES = 12, DOCUMENT_COMMANDS = 5 };

extern const struct route   document_routes[DOCUMENT_ROUTES];
extern const struct command document_commands[DOCUMENT_COMMANDS];

/* document_arrival_web.c */
extern const struct form arrival_begin_form, arrival_piece_form;
page_fn arrival_new_do, arrival_show, arrival_piece_do, arrival_stop_do;

/* ---- the list ------------------------------------------------------------------------------- */

struct document_query { struct str org; struct date before; int64_t after; };
extern const struct form document_query_form;

struct document_listing {
    const struct form_draw *filter;
    struct document_set     set;
    struct date             today;
    bool                    may_add, is_filtered;
    struct str              previous, next;             /* addresses; unknown: none */
};

/* Those that the query asks for. Fails: org.unknown. */
struct err *document_listed(struct cx *, const struct document_query *, int64_t most,
                            struct document_set *);

/* ---- one document --------------------------------------------------------------------------- */

struct document_record {
    struct document        d;
    struct document_copies copies;
    struct document_cites  cites;
    struct date            today;
    bool                   may_renew, is_picture, is_pdf;
    struct html            actions, history, more;      /* more: of later slices */
};

/* Its copies and who cites it, too. Fails: document.unknown. */
struct err *document_record_get(struct cx *, struct str code, struct document_record *);

/* ---- forms ---------------------------------------------------------------------------------- */

struct document_form {
    struct str  title, org;
    int32_t     sensitivity;
    struct date valid_from, valid_to;
};
extern const struct form document_new_form;

/* `about` unknown: a new document, with fields; else a newer copy of it. */
struct document_form_page {
    struct str              about, action, back;
    struct str              org;        /* of the copy's document; asset/document-upload.js     */
    struct str              once;       /* the form's own code: sent twice, it counts once      */
    struct document_arrival arrival;    /* whose file is here already; id 0: none               */
    const struct form_draw *draw;
    struct msg              fault;      /* of the file; MSG_NONE: none                          */
};

/* Whose file is here, and is looked at by a job. */
struct document_waiting { struct document_arrival arrival; struct job_seen job; };

/* ---- document_data.c ------------------------------------------------------------------------ */

struct table document_table(struct arena *, const struct document_set *);
void         document_record_json(struct json *, const void *document_record);
void         document_arrival_json(struct json *, const void *document_arrival);
struct msg   document_size_text(struct arena *, enum lang, int64_t bytes);      /* "1.9 MB" */
struct msg   document_seen_text(struct str sensitivity);        /* who may see it */
struct msg   document_type_text(struct str type);               /* "PDF", "workbook (XLSX)" */
struct msg   document_validity_text(struct arena *, enum lang, const struct document *,
                                    struct date today);
bool         document_is_late(const struct document *, struct date today);

#endif
