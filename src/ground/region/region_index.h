/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * region_index.h — the search index of names, as it lies in the database. Private to the slice.
 *
 * WHAT   Region names repeat ("Sukamaju" is some hundred villages), so the index is of names: each
 *        distinct folded name, and each alias, has a number. region_gram holds, per trigram, the
 *        numbers of the names that have it; region_name_block holds the names, 64 a row, each with
 *        the codes of its regions. A region's ancestors are in its code, so a search reads no
 *        other table until it knows which few regions to show.
 * ORDER  A name that a province has comes before one that only a regency has, and so down; then by
 *        the alphabet. A smaller number is therefore the likelier name, which settles ties alike on
 *        every engine.
 * WHY    ADR 0004.
 * NOT    Kept up row by row: it is written whole (0.3 s) by what changes regions, in its
 *        transaction.
 */
#ifndef GUYUB_REGION_INDEX_H
#define GUYUB_REGION_INDEX_H

#include "base/err.h"
#include "engine/text/gram.h"
#include "ground/region/region_rule.h"

struct cx;

enum { REGION_NAMES_MAX = 1 << 17, REGION_NAMES_PER_BLOCK = 64 };

struct region_index_name {
    struct str text;                    /* folded                                             */
    struct str codes;                   /* of its regions: a length byte, the code, and so on */
};

/* Takes the first code off `codes`; false when there is none (or the bytes are not ours). */
bool        region_index_next_code(struct str *codes, struct str *code);

/* Name number `number`, from its block; fails: region.index_broken. */
struct err *region_index_name_in(struct cx *, struct str block, uint32_t number,
                                 struct region_index_name *);

#endif
