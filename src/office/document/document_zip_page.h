/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* document_zip_page.h — what the pages of a ZIP of evidence show. */
#ifndef GUYUB_DOCUMENT_ZIP_PAGE_H
#define GUYUB_DOCUMENT_ZIP_PAGE_H

#include "office/document/document_zip_part.h"
#include "web/form_html.h"

/* Where a ZIP is sent. */
struct zip_send_page {
    const struct evidence_wanted *wanted;
    const struct form_draw       *draw;
    struct str thing, key;
    struct msg fault;                   /* of the file; MSG_NONE: none */
};

/* A line of the list. */
struct zip_line {
    const struct document_zip_file *file;
    struct msg  why;
    struct str  value;                  /* that stands in its field                 */
    bool        is_wrong;               /* what was typed there                     */
    bool        waits;                  /* in doubt, or without an item             */
    bool        is_cited;
};

struct zip_page {
    const struct document_zip *zip;
    struct evidence_wanted     wanted;  /* empty: it takes nothing more             */
    struct document_zip_counted count;
    struct zip_line           *line; size_t n;
    struct str                 next, first;     /* addresses; unknown: none         */
    struct str                 action;          /* where a file is given to an item */
    struct str                 job;             /* how far it is                    */
    const struct err          *fault;           /* NULL: all is well                */
    struct str                 fault_href;      /* "#part-7"                        */
    int64_t                    after;
};

#endif
