/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * form_html.h — draws a form table: the same table that reads the answer.
 *
 * The markup is that of GOV.UK Frontend: label, hint, the message at its field, a summary of all
 * messages that links to them. What was typed is kept, right or wrong. A template draws one with
 * {call form_draw(&f)} and, above the page's heading, {call form_draw_summary(&f)}.
 *
 * NOT    Reading and checking (base/form.h); session and CSRF fields, which come with accounts.
 */
#ifndef GUYUB_WEB_FORM_HTML_H
#define GUYUB_WEB_FORM_HTML_H

#include "base/form.h"
#include "web/html.h"

struct form_draw {
    const struct form        *form;
    struct str                action;       /* own path */
    bool                      posts;        /* by POST; a search or a filter asks by GET */
    bool                      in_a_row;     /* fields and button on one line: search, filter */
    const void               *values;       /* the struct of `form`; NULL draws empty fields */
    const struct form_faults *faults;       /* NULL or empty when all was well */
    const char               *button;       /* msgid, N_(): what happens, "Search", "Send to ..." */
};

void form_draw(struct view *, const struct form_draw *);

/* Only the fields, for a page that makes the <form> and its buttons itself. */
void form_draw_fields(struct view *, const struct form_draw *);

/* Writes nothing when there is no fault. Its links go to the fields that form_draw makes. */
void form_draw_summary(struct view *, const struct form_draw *);

#endif
