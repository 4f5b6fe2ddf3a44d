/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* workbook_part.h — what the files of workbook.h share; not for others. */
#ifndef GUYUB_WORKBOOK_PART_H
#define GUYUB_WORKBOOK_PART_H

#include "office/workbook/workbook.h"
#include "office/workbook/workbook_kind.h"

/* What the journal compares of a mapped item. */
struct workbook_fields { struct str place; };
extern const struct form workbook_told_form;

/* Where a mapped cell is. */
struct sheet_place workbook_place(struct arena *, const struct workbook_cell *);
/* An item's cell; NULL: none is mapped. */
const struct workbook_cell *workbook_cell_of(const struct workbook_map *, struct str number);

/* The record with that code, of whichever kind. Fails: workbook.record (there is none that the
 * reader may read). */
struct err *workbook_answers_of(struct cx *, struct str code, struct workbook_answers *);
extern const struct workbook_kind workbook_tasks[1];

#endif
