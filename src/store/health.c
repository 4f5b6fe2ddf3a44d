/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/health.h"

#include "store/engine.h"

void
store_note(struct store_notes *notes, enum store_health level, const char *code, struct msg is,
           struct msg hint)
{
    if (notes->n < STORE_NOTES_MAX)
        notes->row[notes->n++] = (struct store_note){ level, code, is, hint };
}

struct err *
store_durable(struct cx *cx, struct store_notes *notes)
{
    notes->n = 0;
    return cx->store->engine->durable(cx, notes);
}

struct err *
store_examine(struct cx *cx, struct store_notes *notes)
{
    notes->n = 0;
    TRY(cx->store->engine->durable(cx, notes));
    return cx->store->engine->examine(cx, notes);
}
