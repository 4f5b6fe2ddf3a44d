/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* embed.c — embed assets|data LIST.txt OUT.c OUT.bin OUT.d: files into the program, see embed.h. */
#include "tool/embed.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"

static struct err *
compile(struct arena *a, bool assets, char **path)
{
    struct source      list;
    struct embed_files files;
    struct embed_code  code;
    struct str         blob = str_of(path[2]);

    TRY(source_read(a, path[0], &list));
    TRY(embed_list(&list, &files));
    TRY(assets ? embed_assets(a, &files, blob, &code) : embed_data(a, &files, blob, &code));
    TRY(source_write(a, path[1], code.source));
    TRY(source_write(a, path[2], code.blob));
    return source_write(a, path[3],
                        str_fmt(a, "%s %s: %.*s\n", path[1], path[2],
                                TEXT(buf_str(&files.depends))));
}

int
main(int argc, char **argv)
{
    struct arena a = arena_make((size_t)1 << 30);

    if (argc != 6 || (strcmp(argv[1], "assets") != 0 && strcmp(argv[1], "data") != 0)) {
        fprintf(stderr, "usage: embed assets|data LIST.txt OUT.c OUT.bin OUT.d\n");
        return 2;
    }
    return tool_exit(&a, compile(&a, strcmp(argv[1], "assets") == 0, argv + 2));
}
