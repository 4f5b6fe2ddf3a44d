/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * grid_value.h — what people write into cells as data form: numbers, amounts, dates.
 *
 * LAW    PUEBI and Permendagri on official writing: a comma before the decimals, a point between
 *        thousands, the day before the month. English programs do it the other way round.
 * OURS   Where both signs stand, the last is the decimal one. Where one stands and could be either
 *        ("1.234"), the grid's own habit decides: a CSV between semicolons has decimal commas, one
 *        between commas decimal points. Else it is told, not guessed.
 *        A date's month is never first; a year has four digits.
 */
#ifndef GUYUB_PAPER_GRID_VALUE_H
#define GUYUB_PAPER_GRID_VALUE_H

#include "base/msg.h"
#include "paper/grid.h"

/* What a text is as such a value; `out` is in data form if MSG_NONE is returned, else the message
 * says what is wrong and what to write. `mark` is the decimal sign of the grid: grid_mark. */
struct msg grid_number_of(struct arena *, struct str, char mark, struct str *out);  /* "1234.5" */
struct msg grid_whole_of(struct arena *, struct str, struct str *out);  /* "25000000": Rp, points */
struct msg grid_date_of(struct arena *, struct str, struct str *out);           /* "2025-12-31" */
/* '.' or ',': what the grid puts before decimals; 0: it is not known. */
char       grid_mark(const struct grid *);

#endif
