/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * cohort_import.c — a file of counts or members as a job: all is checked, then added in parts.
 *
 * A part is a change of its own, which also saves how many lines are done: a run that goes on after
 * a death reads past them. The file is opened anew for each part, because a change may run twice.
 */
#include <string.h>

#include "base/arena.h"
#include "city/cohort/cohort_load.h"
#include "city/cohort/cohort_page.h"
#include "city/cohort/cohort_sql.h"
#include "store/store.h"

enum { PART_LINES = 100, STEP_LINES = 50 };

/* ---- asking --------------------------------------------------------------------------------- */

struct asking { const struct cohort_file *file; int64_t id; };

static struct err *
ask_once(struct cx *cx, void *arg)
{
    struct asking           *a = arg;
    const struct cohort_file *f = a->file;

    return job_ask(cx, &(struct job_new){
        .kind = "cohort_import", .input = f->why, .fd = f->fd, .file_bytes = f->bytes,
        .file_name = f->name }, &a->id);
}

struct err *
cohort_import_ask(struct cx *cx, const struct cohort_file *file, int64_t *job_id)
{
    struct asking a = { file, 0 };

    TRY(must(cx, MAY_EDIT_FACT, (struct scope){ .org = 0 }));
    TRY(store_change(cx, "cohort_import_ask", ask_once, &a));
    *job_id = a.id;
    return NULL;
}

/* ---- the file ------------------------------------------------------------------------------- */

struct import {
    struct job *job;
    struct str  text;
    int64_t     done, n_new, all;           /* lines: added so far, new among them, in the file  */
};

static struct err *
read_file(struct cx *cx, struct import *im)
{
    char      *all = arena_alloc(cx->arena, (size_t)im->job->file_bytes + 1, 1);
    size_t     at = 0;
    struct str part;

    for (int64_t n = 0;; n++) {
        size_t mark = arena_mark(cx->arena);

        TRY(job_part(cx, im->job, n, &part));
        if (part.n == 0 || at + part.n > (size_t)im->job->file_bytes)
            break;
        memcpy(all + at, part.p, part.n);
        at += part.n;
        arena_back(cx->arena, mark);
    }
    im->text = (struct str){ all, at };
    return NULL;
}

/* ---- checking ------------------------------------------------------------------------------- */

struct faults { struct job_line line[JOB_LINES_MAX]; size_t n; int64_t total; };

static void
add_fault(struct faults *f, struct job_line line)
{
    f->total++;
    if (f->n < JOB_LINES_MAX - 1)      /* the last one counts the rest */
        f->line[f->n++] = line;
}

/* What stands in the holes may be the line's own bytes, which die with the next one. */
static struct msg
kept(struct arena *a, struct msg m)
{
    for (size_t i = 0; i < COUNT(m.arg); i++)
        if (str_is_known(m.arg[i]))
            m.arg[i] = str_copy(a, m.arg[i]);
    return m;
}

static struct job_line
fault_line(struct cx *cx, const struct cohort_load *load, const struct err *e)
{
    struct job_line line = { .text = kept(cx->arena, e->text), .hint = kept(cx->arena, e->hint) };
    struct str      number = str_int(cx->arena, load->rec.line);

    line.place = load->wrong ? MSG("Line {0}, column {1}", number, str_of(load->wrong))
                             : MSG("Line {0}", number);
    return line;
}

static struct err *
check_line(struct cx *cx, struct cohort_load *load, struct faults *f)
{
    struct err *e = cohort_load_line(cx, load);

    if (e && job_is_moments(e))
        return e;
    if (e)
        add_fault(f, fault_line(cx, load, e));
    return NULL;
}

static struct job_line
too_long(struct cx *cx)
{
    return (struct job_line){
        .text = MSG("A file may have {0} lines; this one has more.",
                    job_number(cx->arena, COHORT_LINES_MAX)),
        .hint = MSG("Send it in several files."),
    };
}

static struct err *
check_lines(struct cx *cx, struct import *im, struct cohort_load *load, struct faults *f)
{
    bool more = true;

    for (im->all = 0; more; im->all += more) {
        struct err *e = cohort_load_next(load, &more);

        if (e) {                            /* no CSV from here on: nothing behind it is read */
            add_fault(f, (struct job_line){ MSG("{0}", e->where), e->text, e->hint });
            return NULL;
        }
        if (more && im->all == COHORT_LINES_MAX) {
            add_fault(f, too_long(cx));
            return NULL;
        }
        if (more)
            TRY(check_line(cx, load, f));
        if (im->all % STEP_LINES == 0)
            TRY(job_step(cx, im->job, im->all, 0));
    }
    return NULL;
}

static struct err *
check_room(struct cx *cx, const struct cohort_load *load, struct faults *f)
{
    struct cohort_total known;
    bool                found;

    TRY(cohort_fact_count(cx, &known, &found));
    if (known.n + load->n_new > COHORT_FACTS_MAX)
        add_fault(f, (struct job_line){
            .text = MSG("There is room for {0} counts altogether; {1} are known and {2} are new.",
                        job_number(cx->arena, COHORT_FACTS_MAX),
                        job_number(cx->arena, known.n),
                        job_number(cx->arena, load->n_new)) });
    return NULL;
}

struct telling { struct job *job; const struct job_line *line; size_t n; struct str saved; };

static struct err *
tell_once(struct cx *cx, void *arg)
{
    const struct telling *t = arg;

    if (str_is_known(t->saved))
        TRY(job_save(cx, t->job, t->saved));
    return job_tell(cx, t->job, t->line, t->n);
}

static struct err *
refuse(struct cx *cx, struct import *im, struct faults *f)
{
    struct str number = job_number(cx->arena, f->total);

    if (f->total > (int64_t)f->n)
        f->line[f->n++] = (struct job_line){ .text = MSG("and {0} more",
            job_number(cx->arena, f->total - (int64_t)f->n)) };
    TRY(store_change(cx, "cohort_import_faults", tell_once,
                     &(struct telling){ .job = im->job, .line = f->line, .n = f->n }));
    return err_of(cx->arena, (struct err){
        .kind = ERR_INPUT, .code = "cohort.file_faults",
        .text = MSG("Faults in the file: {0}. Nothing was brought in.", number),
        .hint = MSG("Mend the lines named below and send the file again."),
    });
}

static struct str
saved_text(struct arena *a, const struct import *im)
{
    return str_fmt(a, "%lld %lld %lld", (long long)im->done, (long long)im->n_new,
                   (long long)im->all);
}

static struct err *
check_all(struct cx *cx, struct import *im)
{
    struct cohort_load load = { .name = im->job->file_name, .text = im->text };
    struct faults     *f = NEW(cx->arena, struct faults);

    TRY(cohort_load_open(cx, &load, true));
    struct err *e = check_lines(cx, im, &load, f);

    cohort_load_close(&load);
    if (e)
        return e;
    TRY(check_room(cx, &load, f));
    if (f->total > 0)
        return refuse(cx, im, f);
    return store_change(cx, "cohort_import_checked", tell_once,
                        &(struct telling){ .job = im->job, .saved = saved_text(cx->arena, im) });
}

/* ---- adding --------------------------------------------------------------------------------- */

/* `from` stays as it is, so that a part can be tried again. */
struct part { struct import *im; int64_t n, n_new; };

static struct err *
add_lines(struct cx *cx, struct cohort_load *load, struct part *p)
{
    bool more = true;

    for (int64_t i = 0; i < p->im->done + PART_LINES && more; i++) {
        TRY(cohort_load_next(load, &more));
        if (!more || i < p->im->done)
            continue;
        TRY(cohort_load_line(cx, load));
        p->n++;
    }
    p->n_new = load->n_new;
    return cohort_load_tell(cx, load, p->im->job->input);
}

static struct err *
part_once(struct cx *cx, void *arg)
{
    struct part       *p = arg;
    struct cohort_load load = { .name = p->im->job->file_name, .text = p->im->text };
    struct import      after = *p->im;

    p->n = 0;
    TRY(cohort_load_open(cx, &load, false));
    struct err *e = add_lines(cx, &load, p);

    cohort_load_close(&load);
    if (e)
        return e;
    after.done += p->n;
    after.n_new += p->n_new;
    return job_save(cx, p->im->job, saved_text(cx->arena, &after));
}

static struct err *
add_all(struct cx *cx, struct import *im)
{
    struct part p = { .im = im, .n = 1 };

    while (im->done < im->all && p.n > 0) {
        size_t mark = arena_mark(cx->arena);

        TRY(job_step(cx, im->job, im->done, im->all));
        TRY(store_change(cx, "cohort_import_part", part_once, &p));
        im->done += p.n;
        im->n_new += p.n_new;
        arena_back(cx->arena, mark);
    }
    return job_step(cx, im->job, im->all, im->all);
}

static struct err *
tell_end(struct cx *cx, const struct import *im)
{
    struct job_line line[] = {
        { .text = MSG("Lines read: {0}", job_number(cx->arena, im->all)) },
        { .text = MSG("New: {0}", job_number(cx->arena, im->n_new)) },
        { .text = MSG("Known already, and the same: {0}",
                      job_number(cx->arena, im->all - im->n_new)) },
    };

    return store_change(cx, "cohort_import_end", tell_once,
                        &(struct telling){ .job = im->job, .line = line, .n = COUNT(line) });
}

/* "done new all", as saved_text has it. */
static void
go_on_from(struct import *im)
{
    struct str done, rest, n_new, all;

    str_cut(im->job->saved, ' ', &done, &rest);
    str_cut(rest, ' ', &n_new, &all);
    str_int64(done, &im->done);
    str_int64(n_new, &im->n_new);
    str_int64(all, &im->all);
}

struct err *
cohort_import_run(struct cx *cx, struct job *job)
{
    struct import im = { .job = job };

    TRY(read_file(cx, &im));
    if (str_is_known(job->saved))
        go_on_from(&im);
    else
        TRY(check_all(cx, &im));
    TRY(add_all(cx, &im));
    return tell_end(cx, &im);
}
