/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* tplgen.c — tplgen X_view.html X_view.h X_view.c: compiles a template, see tplgen.h. */
#include "tool/tplgen.h"

#include <stdio.h>

#include "base/arena.h"

/* "some/folder/region_view.h" is "region_view". */
static struct str
stem_of(struct str path)
{
    size_t at, dot;

    while (str_find(path, S("/"), &at))
        path = str_part(path, at + 1, path.n);
    return str_find(path, S("."), &dot) ? str_part(path, 0, dot) : path;
}

static struct err *
compile(struct arena *a, const char *from, const char *header, const char *source)
{
    struct source        s;
    struct template_code code;

    TRY(source_read(a, from, &s));
    TRY(tplgen_make(&s, stem_of(str_of(header)), &code));
    TRY(source_write(a, header, code.header));
    return source_write(a, source, code.source);
}

int
main(int argc, char **argv)
{
    struct arena a = arena_make(256 << 20);

    if (argc != 4) {
        fprintf(stderr, "usage: tplgen TEMPLATE.html OUT.h OUT.c\n");
        return 2;
    }
    return tool_exit(&a, compile(&a, argv[1], argv[2], argv[3]));
}
