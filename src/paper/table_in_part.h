/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* table_in_part.h — what the files of table_in.h share; not for others. */
#ifndef GUYUB_PAPER_TABLE_IN_PART_H
#define GUYUB_PAPER_TABLE_IN_PART_H

#include "paper/grid_part.h"
#include "paper/table_in.h"

enum { TABLE_KEPT_BYTES = 256 << 10, TABLE_GIVEN_BYTES = 200, TABLE_SHOWN_BYTES = 60,
       TABLE_FAULT_BYTES_MAX = 8 << 10 };

struct table_in {
    struct arena           *arena;
    struct grid            *grid;
    const struct form      *form;
    int32_t                 column[TABLE_FIELDS_MAX];   /* of each field; TABLE_NO_COLUMN */
    bool                    has_head, row_is_bad;
    const struct grid_cell *cell;                       /* of the row being read */
    size_t                  n_cells;
    int64_t                 row;                        /* of what is told */
    uint64_t                told;                       /* its fields at fault, by bits */
    char                   *kept, *texts, *before;      /* faults'; the row's; the defaults */
    size_t                  n_kept_bytes;
    struct table_seen       seen;
};

/* Its first letters. */
struct str table_shortened(struct arena *, struct str, size_t bytes);
/* A fault of the row being read. */
void       table_note(struct table_in *, int32_t column, const struct field *, struct str given,
                      struct msg text);
/* Finds the head and the columns of the fields (table_in_head.c). */
struct err *table_head(struct table_in *);
/* A cell as form_read takes it; empty: nothing is given (table_in_cell.c). */
struct msg table_cell(struct table_in *, const struct field *, const struct grid_cell *,
                      struct str *out);

#endif
