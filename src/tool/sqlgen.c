/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * sqlgen.c — the statements of a slice as typed C; see sqlgen/sqlgen.h.
 *
 *     sqlgen [--schema EARLIER.sql]... [--depfile FILE.d] INPUT.sql ROW.h HEAD.h BODY.c
 *
 * The slice is named by its file (region.sql), its folder by the path after the last "src/".
 * Exit 1 with "FILE:LINE:COLUMN: what; what to do" if the text is wrong, 2 if the call is.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "tool/sqlgen/sqlgen.h"

struct order {
    struct str  source[FILES_MAX];      /* earlier slices, then the input */
    size_t      n_sources;
    const char *depfile, *out[3];
};

static int
usage(void)
{
    fputs("usage: sqlgen [--schema EARLIER.sql]... [--depfile FILE.d] "
          "INPUT.sql ROW.h HEAD.h BODY.c\n", stderr);
    return 2;
}

static bool
read_order(int argc, char **argv, struct order *o)
{
    int i = 1;

    for (; i + 1 < argc && str_starts(str_of(argv[i]), S("--")); i += 2) {
        if (strcmp(argv[i], "--depfile") == 0)
            o->depfile = argv[i + 1];
        else if (strcmp(argv[i], "--schema") == 0 && o->n_sources + 1 < FILES_MAX)
            o->source[o->n_sources++] = str_of(argv[i + 1]);
        else
            return false;
    }
    if (argc - i != 4)
        return false;
    o->source[o->n_sources++] = str_of(argv[i]);
    for (int k = 0; k < 3; k++)
        o->out[k] = argv[i + 1 + k];
    return true;
}

static bool
read_text(struct arena *a, struct str path, struct str *text)
{
    FILE *f = fopen(str_z(a, path), "rb");
    char *p = NEWS(a, char, TEXT_MAX);

    if (f) {
        *text = (struct str){ p, fread(p, 1, TEXT_MAX, f) };
        bool ok = !ferror(f) && text->n < TEXT_MAX;

        fclose(f);
        if (ok)
            return true;
    }
    fprintf(stderr, "%.*s: could not be read: %s; name a file under 8 MB\n", TEXT(path),
            errno ? strerror(errno) : "it is too long");
    return false;
}

/* The slice's name and folder from "…/src/ground/region/region.sql". */
static struct source
source_of(struct str path)
{
    struct source s = { .path = path, .slice = path };
    struct str    rest = path, dir = path;
    size_t        at;

    while (str_find(rest, S("/"), &at))
        rest = str_part(rest, at + 1, rest.n);
    s.slice = str_ends(rest, S(".sql")) ? str_part(rest, 0, rest.n - 4) : rest;
    s.dir = rest.n < path.n ? str_part(path, 0, path.n - rest.n - 1) : S(".");
    while (str_find(dir, S("src/"), &at)) {
        dir = str_part(dir, at + 4, dir.n);
        s.dir = dir.n > rest.n ? str_part(dir, 0, dir.n - rest.n - 1) : s.dir;
    }
    return s;
}

static bool
write_text(const char *path, const struct buf *text)
{
    FILE *f = fopen(path, "wb");

    if (f) {
        bool ok = fwrite(text->p, 1, text->n, f) == text->n;

        if (fclose(f) == 0 && ok)
            return true;
    }
    fprintf(stderr, "%s: could not be written: %s; check the folder\n", path, strerror(errno));
    return false;
}

static bool
write_depfile(struct arena *a, const struct order *o)
{
    struct buf text = buf_in(a, TEXT_MAX);

    if (!o->depfile)
        return true;
    buf_fmt(&text, "%s %s %s:", o->out[0], o->out[1], o->out[2]);
    for (size_t i = 0; i < o->n_sources; i++)
        buf_fmt(&text, " %.*s", TEXT(o->source[i]));
    buf_byte(&text, '\n');
    return write_text(o->depfile, &text);
}

int
main(int argc, char **argv)
{
    struct arena   arena = arena_make((size_t)4 << 30);
    struct order   order = { 0 };
    struct source  source[FILES_MAX];
    struct gen    *g = NEW(&arena, struct gen);
    struct emitted e;

    if (!read_order(argc, argv, &order))
        return usage();
    for (size_t i = 0; i < order.n_sources; i++) {
        source[i] = source_of(order.source[i]);
        if (!read_text(&arena, order.source[i], &source[i].text))
            return 1;
    }
    g->arena = &arena;
    if (!sqlgen(g, source, order.n_sources, &e)) {
        fprintf(stderr, "%.*s\n", TEXT(g->fault));
        return 1;
    }
    bool ok = write_text(order.out[0], &e.row) && write_text(order.out[1], &e.head)
           && write_text(order.out[2], &e.body) && write_depfile(&arena, &order);

    arena_drop(&arena);
    return ok ? 0 : 1;
}
