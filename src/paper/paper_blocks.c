/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* paper_blocks.c — the blocks of a paper while it is written. */
#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "paper/paper.h"

struct paper_blocks
paper_blocks_in(struct arena *a, size_t room)
{
    return (struct paper_blocks){ .arena = a, .row = NEWS(a, struct paper_block, room),
                                  .room = room };
}

void
paper_put(struct paper_blocks *b, enum paper_kind kind, const struct str *text, size_t n)
{
    struct str *kept = NEWS(b->arena, struct str, n);

    assert(b->n < b->room);
    memcpy(kept, text, n * sizeof *text);
    b->row[b->n++] = (struct paper_block){ .kind = kind, .text = kept, .n = n };
}

void
paper_put_table(struct paper_blocks *b, const struct str *text, size_t n, size_t n_columns,
                const bool *is_number)
{
    paper_put(b, PAPER_TABLE, text, n);
    b->row[b->n - 1].n_columns = n_columns;
    b->row[b->n - 1].is_number = is_number;
}
