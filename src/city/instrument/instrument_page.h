/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* instrument_page.h — what the pages and commands of instrument.h are made from. */
#ifndef GUYUB_INSTRUMENT_PAGE_H
#define GUYUB_INSTRUMENT_PAGE_H

#include "city/instrument/instrument.h"
#include "city/instrument/instrument_answer.h"
#include "module.h"

enum { INSTRUMENT_ROUTES = 2, INSTRUMENT_COMMANDS = 5 };
extern const struct route   instrument_routes[INSTRUMENT_ROUTES];
extern const struct command instrument_commands[INSTRUMENT_COMMANDS];

/* instrument_data.c */
struct table instrument_brief_table(struct arena *, const struct instrument_brief *, size_t n);
struct table instrument_item_table(struct arena *, enum lang, const struct instrument *);
struct table instrument_step_table(struct cx *, const struct instrument *,
                                   const struct score_step *);
void instrument_answers_json(struct json *, const void *);      /* struct instrument_answers */

/* instrument_web.c: one line of a page's tree */
struct msg instrument_how_label(enum score_how);
int32_t    instrument_depth_of(const struct instrument *, size_t item);
/* The item's place on govuk's spacing scale. */
int32_t    instrument_indent_of(const struct instrument *, size_t item);
/* "20 %"; empty for what has no weight. */
struct str instrument_weight_text(struct arena *, enum lang, const struct instrument *,
                                  size_t item);
/* "2024": a year is not grouped. */
struct str instrument_year_text(struct arena *, int64_t year);
/* Of a stored date; unknown gives no date. */
struct date instrument_iso_date(struct str iso);

#endif
