/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * workbook_kind.h — what fills a workbook and is read from one: records of a slice whose items have
 * answers.
 *
 * A slice tells them by a struct workbook_kind in its struct module (`workbooks`). Codes of records
 * are by chance, so one code is one record of one kind.
 */
#ifndef GUYUB_WORKBOOK_KIND_H
#define GUYUB_WORKBOOK_KIND_H

#include "cx.h"
#include "paper/grid.h"
#include "right.h"

enum { WORKBOOK_NUMBER_MAX = 80 };          /* bytes of an item's number */

struct workbook_item {
    struct str     number, question;        /* "3.2.1", "people"; as people read it          */
    struct str     now;                     /* what is answered; unknown: nothing            */
    struct str     cell;                    /* the same as a cell has it; unknown: it is not */
    enum grid_kind cell_kind;               /* for a cell                                    */
};

struct workbook_answers {
    const struct workbook_kind *kind;
    struct str                  code, title, href;
    struct str                  org;        /* who owes it; unknown: no organisation         */
    struct scope                scope;      /* of who owes it                                */
    bool                        may_take;   /* the reader may answer                         */
    struct workbook_item       *item;  size_t n;
    void                       *record;     /* the slice's own                               */
};

struct workbook_given { size_t item; struct str value, note; };     /* value: as `read` gave it */

struct workbook_kind {
    const char *label;                      /* msgid: N_("task") */
    /* By its code, for who may read it; `found` false: it is none of this kind. */
    struct err *(*tell)(struct cx *, struct str code, struct workbook_answers *, bool *found);
    /* A cell that is not empty as the item's answer, or what is wrong with it. */
    struct msg  (*read)(struct cx *, const struct workbook_answers *, size_t item,
                        const struct grid_cell *, struct str *value);
    /* All or none, as one saving; asks the right to answer. Fails: workbook.fault. */
    struct err *(*take)(struct cx *, const struct workbook_answers *,
                        const struct workbook_given *, size_t n, size_t *n_taken);
};

#endif
