/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * shape.h — what may stand in a pack: a table of keys, checked against the nodes.
 *
 * WHAT   A shape lists the keys of a map with their kinds, bounds and help. shape_check collects
 *        every fault with its place; after it found none, the getters below cannot fail. The table
 *        is plain data, so that the same rows can be printed as a JSON Schema for editors.
 * NOT    What figures mean together (weights that add up, ids that repeat): the slice that owns the
 *        kind of pack checks that with pack_fault_at, after the shape.
 * READ   shape.c
 */
#ifndef GUYUB_PACK_SHAPE_H
#define GUYUB_PACK_SHAPE_H

#include "base/calendar.h"
#include "base/decimal.h"
#include "base/form.h"              /* N_ */
#include "base/maybe.h"
#include "pack/pack.h"

enum { SHAPE_TEXT_MAX = 4000, SHAPE_URL_MAX = 2000, SHAPE_ID_MAX = 64, SHAPE_ITEMS_MAX = 1000 };

enum shape_kind {
    SHAPE_TEXT,         /* plain UTF-8; min and max count code points; max 0 means 4,000       */
    SHAPE_ID,           /* small letters, digits, _ and -, a letter first; 64 at most          */
    SHAPE_INT,          /* whole, between min and max                                          */
    SHAPE_DEC,          /* with a point, between min and max                                   */
    SHAPE_DATE,         /* 2024-08-13, or 2024-08 or 2024 if the day or month is not known     */
    SHAPE_URL,          /* http:// or https://, 2,000 characters at most                       */
    SHAPE_CHOICE,       /* one of `choices`                                                    */
    SHAPE_LIST,         /* of `items`; min and max count them; max 0 means 1,000               */
    SHAPE_ROW,          /* of a list only: a list of texts, the cells of a table's row         */
    SHAPE_MAP           /* of shape `of`                                                       */
};

struct shape_key {
    const char          *key;
    enum shape_kind      kind;
    bool                 required;
    int64_t              min, max;      /* both 0: no bounds, but for texts and lists         */
    const char *const   *choices;       /* ends with NULL                                     */
    enum shape_kind      items;         /* of a list; lists of lists are rows                 */
    const struct shape  *of;            /* of a map, or of a list's maps; may be recursive    */
    const char          *help;          /* msgid, a sentence: what the value is               */
};

struct shape { const struct shape_key *key; size_t n; };

#define SHAPE(keys) { .key = (keys), .n = COUNT(keys) }

/* The row of a key, or NULL. */
const struct shape_key *shape_key_of(const struct shape *, struct str key);

/* A row as the list of texts that it is. */
struct shape_key shape_row(const struct shape_key *);

/* All faults of the map against the shape, added to `faults`; of one value that stands in a row. */
void shape_check     (const struct pack_node *map, const struct shape *, struct pack_faults *);
void shape_check_cell(const struct pack_node *, const struct shape_key *, struct pack_faults *);

/* ---- getters: for a pack whose shape was checked; a key that is absent is unknown ----------- */

struct str       pack_text  (const struct pack_node *map, const char *key);
struct maybe_int pack_int   (const struct pack_node *map, const char *key);
bool             pack_dec   (const struct pack_node *map, const char *key, struct dec *out);
struct date      pack_date  (const struct pack_node *map, const char *key);
/* The index of the choice, or -1. */
int32_t          pack_choice(const struct pack_node *map, const char *key,
                             const char *const *choices);
/* The first item, and how many there are. */
const struct pack_node *pack_list(const struct pack_node *map, const char *key, size_t *n);

#endif
