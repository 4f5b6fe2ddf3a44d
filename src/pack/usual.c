/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* usual.c — see usual.h. */
#include "pack/usual.h"

#include "base/arena.h"
#include "base/csv.h"
#include "pack/embedded.h"

static struct err *
read_line(struct arena *a, struct csv_reader *r, const struct csv_record *rec,
          struct usual_fields fields, struct usual *u)
{
    for (size_t f = 0; f < fields.n && u->n < USUAL_MAX; f++)
        if (str_eq(fields.word[f], rec->field[0])) {
            u->is[u->n] = f;
            u->name[u->n++] = str_copy(a, rec->field[1]);
            return NULL;
        }
    return err_of(a, (struct err){ .kind = ERR_BROKEN, .code = "pack.usual",
        .text = MSG("The list of usual names of columns does not hold."),
        .where = csv_where(r, 0) });
}

struct err *
usual_read(struct arena *a, const char *table, struct usual_fields fields, struct usual *u)
{
    static const char *const wanted[] = { "field", "name" };
    struct csv_reader       *r;
    struct csv_record        rec;
    struct str               text = S("");
    bool                     more;

    u->n = 0;
    embedded_find(str_of(table), &text);
    TRY(csv_open_text(a, &r, str_of(table), text, wanted, COUNT(wanted)));
    for (;;) {
        TRY(csv_next(r, &rec, &more));
        if (!more)
            return NULL;
        TRY(read_line(a, r, &rec, fields, u));
    }
}
