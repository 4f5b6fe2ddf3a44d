/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * sheet_text.h — what a workbook can hold of a text, a number and a date, for those who write
 * one.
 *
 * LAW    XML 1.0, 2.2: which characters a document may have. ECMA-376 1, 22.9.2.19 (ST_Xstring):
 *        the letters _xHHHH_ mean a character, so that a text that says them is escaped. A cell
 *        holds 32,767 characters, a number 15 digits, a sheet's name 31 characters.
 */
#ifndef GUYUB_PAPER_SHEET_TEXT_H
#define GUYUB_PAPER_SHEET_TEXT_H

#include "base/calendar.h"
#include "base/decimal.h"

enum { SHEET_CELL_MAX = 32767, SHEET_DIGITS_MAX = 15, SHEET_NAME_MAX = 31,
       SHEET_ROWS_MAX = 1048576, SHEET_COLUMNS_MAX = 16384 };

/* What no document may have, and what is not UTF-8, becomes U+FFFD; _xHHHH_ is escaped. */
struct str sheet_text_plain(struct arena *, struct str);
/* The characters that a workbook counts: UTF-16 units. */
size_t     sheet_text_units(struct str);
/* Whether all of its digits stand in a cell's number. */
bool       sheet_number_fits(struct dec);
/* A day's number; `is_1904`: as the first Macintosh counted. False: before its first day. */
bool       sheet_date_serial(struct date, bool is_1904, int64_t *serial);

#endif
