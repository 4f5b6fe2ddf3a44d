/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * form_html.h — draws a form table: the same table that reads the answer.
 *
 * The markup is that of GOV.UK Frontend: label, hint, the message at its field, a summary of all
 * messages that links to them. What was typed is kept, right or wrong. A template draws one with
 * {call form_draw(&f)} and, above the page's heading, {call form_draw_summary(&f)}.
 *
 * A form by POST carries what proves it to be ours (web/html.h). What was typed in a field marked
 * secret is never drawn again.
 *
 * NOT    Reading and checking (base/form.h).
 */
#ifndef GUYUB_WEB_FORM_HTML_H
#define GUYUB_WEB_FORM_HTML_H

#include "base/form.h"
#include "web/html.h"

/* A further way to send the form; the handler finds its name and value in request.given. */
struct form_button { const char *name, *value, *label; };  /* label: msgid, N_() */

struct form_draw {
    const struct form        *form;
    struct str                action;       /* own path */
    bool                      posts;        /* by POST; a search or a filter asks by GET */
    bool                      in_a_row;     /* fields and button on one line: search, filter */
    const void               *values;       /* the struct of `form`; NULL draws empty fields */
    const struct form_faults *faults;       /* NULL or empty when all was well */
    const char               *button;       /* msgid, N_(): what happens, "Search", "Send to ..." */
    const struct form_button *more;   size_t n_more;    /* beside it, less loud */
    const struct pair        *hidden; size_t n_hidden;  /* what is sent along unseen: a version */
};

void form_draw(struct view *, const struct form_draw *);

/* Only the fields, for a page that makes the <form> and its buttons itself. */
void form_draw_fields(struct view *, const struct form_draw *);

/* Whether a field of that name is a password, where its table is not at hand. */
bool form_names_secret(struct str name);

/* Writes nothing when there is no fault. Its links go to the fields that form_draw makes. */
void form_draw_summary(struct view *, const struct form_draw *);

/* What was refused, its detail and what to do, above a form that has no field at fault; NULL:
 * nothing. */
void form_draw_err(struct view *, const struct err *);

/* Round what a template itself says of faults: a sentence, a list of class
 * govuk-error-summary__list. */
void form_begin_summary(struct view *);
void form_end_summary(struct view *);

#endif
