/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* pogen.c — pogen error|warn po/id.po messages.pot catalog.c: compiles the catalog, see pogen.h. */
#include "tool/pogen.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"

static struct err *
read_po(struct arena *a, const char *path, struct po *po)
{
    struct source *s = NEW(a, struct source);

    TRY(source_read(a, path, s));
    while (str_starts(s->file, S("../")))           /* people stand at the top of the tree */
        s->file = str_part(s->file, 3, s->file.n);
    return po_read(s, po);
}

static struct err *
verdict(struct arena *a, bool lenient, const struct po_verdict *v)
{
    bool stop = v->n_wrong > 0 || (!lenient && v->n_missing + v->n_stale > 0);

    fprintf(stderr, "%.*s", v->report.n ? (int)v->report.n : 0, v->report.p);
    if (!stop)
        return NULL;
    return err_of(a, (struct err){
        .kind = ERR_INPUT, .code = "tool.refused", .where = S("po/id.po"),
        .text = MSG("{0} texts are missing, {1} are said by nothing, {2} are wrong; see above, and "
                    "-Dmissing_texts=warn while texts are being written.",
                    str_fmt(a, "%zu", v->n_missing), str_fmt(a, "%zu", v->n_stale),
                    str_fmt(a, "%zu", v->n_wrong)) });
}

static struct err *
compile(struct arena *a, bool lenient, char **path)
{
    struct po         texts, said;
    struct po_verdict v;

    TRY(read_po(a, path[0], &texts));
    TRY(read_po(a, path[1], &said));
    pogen_check(&said, &texts, &v);
    TRY(verdict(a, lenient, &v));
    return source_write(a, path[2], pogen_catalog(&said, &texts));
}

int
main(int argc, char **argv)
{
    struct arena a = arena_make(512 << 20);

    if (argc != 5) {
        fprintf(stderr, "usage: pogen error|warn TEXTS.po MESSAGES.pot OUT.c\n");
        return 2;
    }
    return tool_exit(&a, compile(&a, strcmp(argv[1], "warn") == 0, argv + 2));
}
