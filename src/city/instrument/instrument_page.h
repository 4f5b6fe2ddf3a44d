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
bool         instrument_weighs(const struct instrument *, size_t item);
struct str   instrument_parent_code(const struct instrument *, size_t item);    /* or unknown */

/* instrument_web.c: one line of a page's tree */
int32_t    instrument_depth_of(const struct instrument *, size_t item);
/* The first part of an item, and the one after a part of the same whole; -1: there is none. */
int32_t    instrument_first_of(const struct instrument *, int32_t item);
int32_t    instrument_next_of(const struct instrument *, int32_t item);
/* How its figure is found, with what belongs to that: "sum over at least 10". */
struct str instrument_how_text(struct view *, const struct instrument *, size_t item);
bool       instrument_has_weights(const struct instrument *);       /* of any item */
/* Does a reader see the tree at once, or branch by branch? */
bool       instrument_is_large(const struct instrument *);
/* What band [i] reaches: "2,6 to below 3,5", "60,01 to 100". */
struct str instrument_reach_text(struct view *, const struct instrument *, size_t band);
/* A cell as people read it: "1.234,5", "13 Agustus 2024". */
struct str instrument_cell_text(struct view *, const struct rule_table *, size_t row,
                                size_t column);
/* "20 %"; empty for what has no weight. */
struct str instrument_weight_text(struct arena *, enum lang, const struct instrument *,
                                  size_t item);
/* Words for a stored standing; unknown is modelled. */
struct msg instrument_standing_label(struct str code);

#endif
