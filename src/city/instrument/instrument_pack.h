/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * instrument_pack.h — reading an instrument's pack: its shape, for checkers and editors, and what
 * the files that read it share.
 */
#ifndef GUYUB_INSTRUMENT_PACK_H
#define GUYUB_INSTRUMENT_PACK_H

#include "city/instrument/instrument.h"
#include "pack/shape.h"

enum {
    INSTRUMENT_LEVEL_MAX   = 1000,          /* the greatest number of a level */
    INSTRUMENT_TABLES_MAX  = 20,
    INSTRUMENT_COLUMNS_MAX = 20,
    INSTRUMENT_ROWS_MAX    = 1000
};

extern const struct shape instrument_shape;

/* Words of the pack, in the order of their enums; each list ends with NULL. */
extern const char *const instrument_hows[];
extern const char *const instrument_standings[];
extern const char *const instrument_weights[];
extern const char *const instrument_kind_words[];
extern const char *const instrument_column_types[];     /* number, text, date */

struct instrument_reader {
    struct arena       *arena;
    const struct pack  *pack;
    struct instrument  *in;
    struct pack_faults *faults;
};

/* Unknown texts if the map has no such key. */
struct instrument_words instrument_words_at(const struct pack_node *map, const char *key);
struct instrument_kinds instrument_kinds_at(const struct pack_node *map);
struct str              instrument_scale_text(struct arena *, struct score_scale);

/* instrument_level.c. The levels of a list, checked against each other. */
struct instrument_rubric *instrument_read_levels(struct instrument_reader *,
                                                 const struct pack_node *list);
void instrument_read_rubrics(struct instrument_reader *);
void instrument_read_bands  (struct instrument_reader *);      /* after the tree */

/* instrument_table.c, before the tree; the word of a column's type */
void       instrument_read_tables(struct instrument_reader *);
struct str instrument_column_type(enum rule_type);

/* instrument_tree.c, which asks instrument_check.c */
void instrument_read_tree(struct instrument_reader *);

struct tree_reader {
    struct instrument_reader *r;
    struct score_node        *node;
    struct instrument_item   *item;
    const struct pack_node  **from;         /* the pack's node of each item, for faults */
    int32_t                   n;
};

/* What goes with what in one item; then what the tree is as a whole. */
void instrument_check_item(struct tree_reader *, int32_t i);
void instrument_check_tree(struct tree_reader *);

#endif
