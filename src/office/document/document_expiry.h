/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * document_expiry.h — evidence that ends before a day, such as the first of the next round.
 *
 * WHAT   What is over already, then what ends before that day, each with how many citations that
 *        are not decided hang on it: those have to be renewed. What the reader may see.
 */
#ifndef GUYUB_DOCUMENT_EXPIRY_H
#define GUYUB_DOCUMENT_EXPIRY_H

#include "base/table.h"
#include "module.h"
#include "office/document/document_part.h"

enum { EXPIRY_DAYS = 90, EXPIRY_DOCTOR_DAYS = 30 };     /* ahead, unless a day is named */

struct expiring { struct document *document; int64_t n_open; bool is_over; };
struct expiring_set { struct expiring *row; size_t n; bool more; struct date today, next; };

/* `next` of year 0: so many days ahead. `after`: of how many rows the page goes on. */
struct err *document_expiring(struct cx *, int64_t org, struct date next, int64_t after,
                              struct expiring_set *);

struct expiring_page {
    struct expiring_set     set;
    const struct form_draw *filter;
    struct str              more, first;        /* addresses; unknown: none */
    bool                    may_renew;
};

page_fn document_expiring_page;                 /* GET /documents/expiring */
extern const struct form document_expiring_form;

/* Of the doctor. */
struct err *document_examine_expiry(struct cx *, struct findings *);

#endif
