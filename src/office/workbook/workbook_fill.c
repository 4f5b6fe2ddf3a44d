/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* workbook_fill.c — a copy of the workbook with answers in its cells. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/secret.h"
#include "ground/job/job.h"
#include "office/workbook/workbook_part.h"
#include "site.h"
#include "store/store.h"

enum { PARTS = 3 };         /* of the job's input: document, record, mark */

/* ---- values ---------------------------------------------------------------------------------- */

static size_t
values_of(struct cx *cx, const struct workbook_map *m, const struct workbook_answers *a,
          struct sheet_value *v, struct workbook_filled *filled)
{
    size_t n = 0;

    *filled = (struct workbook_filled){ 0 };
    for (size_t i = 0; i < a->n; i++) {
        const struct workbook_item *item = &a->item[i];
        const struct workbook_cell *c = workbook_cell_of(m, item->number);

        if (!str_is_known(item->cell))
            continue;
        if (c)
            v[n++] = (struct sheet_value){ .at = workbook_place(cx->arena, c),
                                           .kind = item->cell_kind, .text = item->cell };
        else
            filled->n_unmapped++;
    }
    filled->n_cells = (int64_t)n;
    return n;
}

struct err *
workbook_fill_into(struct cx *cx, struct str document, struct str code, int to,
                   struct workbook_filled *filled)
{
    struct workbook_map     m;
    struct workbook_answers answers;
    struct grid_file        from;

    TRY(workbook_get(cx, document, &m));
    TRY(workbook_answers_of(cx, code, &answers));
    struct sheet_value *v = NEWS(cx->arena, struct sheet_value, answers.n + 1);
    size_t              n = values_of(cx, &m, &answers, v, filled);

    if (n == 0)
        return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "workbook.nothing",
            .text = MSG("There is nothing to fill in."),
            .detail = MSG("Answers that no cell is mapped for: {0}",
                          job_number(cx->arena, filled->n_unmapped)),
            .hint = MSG("Map cells to the items that are answered, or answer first.") });
    TRY(workbook_open(cx, &m.document, &from));
    document_taken(cx, &m.document);
    return sheet_fill(cx->arena, from.fd, to, v, n);
}

/* ---- the job --------------------------------------------------------------------------------- */

struct asking { struct str input, key; struct scope scope; int64_t id; };

static struct err *
ask_once(struct cx *cx, void *arg)
{
    struct asking *a = arg;

    return job_ask(cx, &(struct job_new){ .kind = "workbook_fill", .input = a->input,
                                          .key = a->key, .scope = a->scope }, &a->id);
}

struct err *
workbook_fill_ask(struct cx *cx, struct str document, struct str code, int64_t *job)
{
    struct workbook_map     m;
    struct workbook_answers answers;
    struct asking           a = { .id = 0 };

    TRY(workbook_get(cx, document, &m));
    TRY(workbook_answers_of(cx, code, &answers));
    a.scope = str_is_known(answers.org) ? answers.scope : document_scope(&m.document);
    TRY(must(cx, MAY_ADD_DOCUMENT, a.scope));
    a.key = str_fmt(cx->arena, "%.*s %.*s", TEXT(m.document.code), TEXT(answers.code));
    a.input = str_fmt(cx->arena, "%.*s %.*s", TEXT(a.key),
                      TEXT(secret_code(cx->arena, 3)));
    TRY(store_change(cx, "workbook_fill_ask", ask_once, &a));
    *job = a.id;
    return NULL;
}

struct ending { struct job *job; struct workbook_filled filled; struct str code; };

static struct err *
end_once(struct cx *cx, void *arg)
{
    const struct ending *e = arg;
    struct job_line      line[] = {
        { .text = MSG("The filled workbook is document {0}, at /documents/{0}", e->code) },
        { .text = MSG("Cells filled: {0}", job_number(cx->arena, e->filled.n_cells)) },
        { .text = MSG("Answers that no cell is mapped for: {0}",
                      job_number(cx->arena, e->filled.n_unmapped)) },
    };

    TRY(job_save(cx, e->job, e->code));
    return job_tell(cx, e->job, line, COUNT(line));
}

static struct err *
add_document(struct cx *cx, const struct str part[PARTS], int fd, struct str *code)
{
    struct document         d;
    struct workbook_answers a;

    TRY(document_get(cx, part[0], &d));
    TRY(workbook_answers_of(cx, part[1], &a));
    return document_add(cx, &(struct document_new){
        .source = { .fd = fd, .name = d.name, .once = part[2] },
        .title = str_fmt(cx->arena, "%.*s – %.*s", TEXT(d.title), TEXT(a.title)),
        .org = str_is_known(a.org) ? a.org : d.org_code,
        .sensitivity = SENSITIVITY_INTERNAL }, code);
}

static void
close_file(void *fd)
{
    close(*(int *)fd);
}

static struct err *
new_file(struct cx *cx, int *fd)
{
    bool        is_set = cx->site && cx->site->spool.n > 0;
    const char *folder = is_set ? str_z(cx->arena, cx->site->spool) : "/tmp";
    void      **owned = arena_owns(cx->arena, close_file);
    int        *kept = NEW(cx->arena, int);

    *fd = *kept = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (*fd < 0)
        return err_errno(cx->arena, "workbook.disk", MSG("There is no room for the filled copy."),
                         errno);
    *owned = kept;
    return NULL;
}

struct err *
workbook_fill_run(struct cx *cx, struct job *job)
{
    struct ending e = { .job = job };
    struct str    part[PARTS], rest = job->input;
    int           fd;

    if (str_is_known(job->saved) && job->saved.n > 0)
        return NULL;                    /* the last try made it */
    for (size_t i = 0; i < PARTS; i++)
        str_cut(rest, ' ', &part[i], &rest);
    TRY(new_file(cx, &fd));
    TRY(workbook_fill_into(cx, part[0], part[1], fd, &e.filled));
    TRY(job_step(cx, job, 1, 2));
    TRY(add_document(cx, part, fd, &e.code));
    return store_change(cx, "workbook_filled", end_once, &e);
}
