/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * document_edit.h — a document's title, who may see it and how long it holds are changed.
 *
 * OURS   A reason is given: what was evidence yesterday is somebody's proof. The file itself is
 *        never changed; a newer copy beside it is (document_renew). Of which organisation it is
 *        stays.
 */
#ifndef GUYUB_DOCUMENT_EDIT_H
#define GUYUB_DOCUMENT_EDIT_H

#include "ground/record/record.h"
#include "office/document/document_part.h"

struct document_edit_form {
    struct str  title;
    int32_t     sensitivity;
    struct date valid_from, valid_to;
    struct str  why;                            /* of the command alone */
    bool        dry_run;
};

extern const struct record_kind document_edit_kind;
extern const struct form        document_edit_flags;

page_fn document_edit_page;                     /* GET and POST of /documents/{code}/edit */
struct err *document_edit_run(struct cx *, struct shell *);

/* Buttons and open drafts, for the document's own page. */
struct err *document_actions(struct cx *, const struct document *, struct html *out);

#endif
