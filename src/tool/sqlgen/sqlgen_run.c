/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* sqlgen_run.c — from the sources to the C text: read, load, check, emit. */
#include "tool/sqlgen/sqlgen.h"

#include <assert.h>

/* Reads one file and makes its tables; earlier slices were checked when they were generated. */
static bool
take_source(struct gen *g, const struct source *s)
{
    struct file *f = NEW(g->arena, struct file);

    f->path = s->path;
    f->text = s->text;
    f->slice = s->slice;
    f->dir = s->dir;
    g->file[g->n_files++] = f;
    return read_file(g) && schema_load(g);
}

bool
sqlgen(struct gen *g, const struct source *source, size_t n, struct emitted *out)
{
    bool ok = true;

    assert(g->arena && n > 0 && n <= FILES_MAX);
    schema_open(g);
    for (size_t i = 0; ok && i < n; i++)
        ok = take_source(g, &source[i]);
    ok = ok && read_queries(g) && check_queries(g);
    if (ok)
        *out = emit(g);
    schema_close(g);
    return ok;
}
