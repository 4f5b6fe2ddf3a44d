/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * document_later.c — large files: their bytes are here, and a job finds out what they are.
 *
 * Which takes a worker as long as it takes to read them (content.h), in which it answers nobody.
 * What the form said goes with the job as a query; the job does what the form would have done.
 */
#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/secret.h"
#include "ground/job/job.h"
#include "office/document/document_page.h"
#include "store/store.h"
#include "web/query.h"

enum { LOOK_AT_ONCE = 32 << 20 };       /* bytes: some tenths of a second of a worker */

/* ---- asking --------------------------------------------------------------------------------- */

static int64_t
bytes_of(const struct document_source *source)
{
    struct stat st;

    return fstat(source->fd, &st) == 0 ? st.st_size : 0;
}

bool
document_is_large(struct cx *cx, const struct document_source *source)
{
    struct document_arrival arrival;

    if (!str_is_known(source->arrival))
        return source->sha && bytes_of(source) > LOOK_AT_ONCE;
    return !arrival_get(cx, source->arrival, &arrival) && arrival.total > LOOK_AT_ONCE &&
           arrival.have == arrival.total && !str_is_known(arrival.document_code);
}

/* It names a file: as secret_code makes it, nothing else. */
static bool
is_code(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!(s.p[i] >= '0' && s.p[i] <= '9') && !(s.p[i] >= 'A' && s.p[i] <= 'Z') &&
            s.p[i] != '-')
            return false;
    return s.n >= 8 && s.n <= 40;
}

static struct str
input_of(struct cx *cx, const struct document_new *new, struct str arrival, struct str renews)
{
    struct document_form f = { .title = new->title, .org = new->org,
        .sensitivity = (int32_t)new->sensitivity, .valid_from = new->valid_from,
        .valid_to = new->valid_to };
    struct buf  b = buf_in(cx->arena, JOB_INPUT_MAX);
    struct pair pair[8];
    size_t      n = form_pairs(cx->arena, &document_new_form, &f, pair);

    buf_fmt(&b, "arrival=%.*s&renews=%.*s", TEXT(arrival), TEXT(renews));
    for (size_t i = 0; i < n; i++)
        buf_fmt(&b, "&%.*s=%.*s", TEXT(pair[i].name),
                TEXT(query_encode(cx->arena, pair[i].value, false)));
    return buf_str(&b);
}

struct asking { struct str code, input; struct scope scope; };

static struct err *
ask_once(struct cx *cx, void *arg)
{
    struct asking *a = arg;
    int64_t        id;

    TRY(job_ask(cx, &(struct job_new){ .kind = "document_take", .input = a->input,
                                       .key = a->code, .scope = a->scope }, &id));
    return arrival_asked(cx, a->code, id);
}

/* In a form it comes by one request: it becomes an arrival, by the form's own code. */
static struct err *
arrive(struct cx *cx, const struct document_new *new, struct str *code)
{
    const struct document_source *s = &new->source;

    *code = s->arrival;
    if (str_is_known(s->arrival))
        return NULL;
    *code = str_is_known(s->once) && is_code(s->once) ? s->once : secret_code(cx->arena, 4);
    return arrival_of_file(cx, &(struct arrival_whole){ .code = *code, .org = new->org,
        .name = s->name, .bytes = bytes_of(s), .fd = s->fd, .sha = s->sha });
}

struct err *
document_later(struct cx *cx, const struct document_new *new, struct str renews,
               struct str *arrival)
{
    const struct document_source *s = &new->source;
    struct asking a = { .code = { NULL, 0 } };
    struct org    org;
    struct str    made;

    *arrival = str_is_known(s->arrival) ? s->arrival : s->once;
    TRY(arrival_made(cx, s, &made));
    if (str_is_known(made))
        return NULL;
    TRY(document_owner(cx, new->org, &org, &a.scope));
    TRY(document_check_dates(cx, new->valid_from, new->valid_to));
    TRY(arrive(cx, new, &a.code));
    a.input = input_of(cx, new, a.code, renews);
    *arrival = a.code;
    return store_change(cx, "document_later", ask_once, &a);
}

/* ---- the job -------------------------------------------------------------------------------- */

static struct err *
add_later(struct cx *cx, const struct query *given, const struct document_source *source)
{
    struct document_form f = { .sensitivity = SENSITIVITY_RESTRICTED };
    struct form_faults   faults;
    struct str           code;

    form_read(cx->arena, &document_new_form, given->pair, given->n, &f, &faults);
    TRY(form_err(cx->arena, &faults));
    return document_add(cx, &(struct document_new){ .source = *source, .title = f.title,
        .org = f.org, .sensitivity = (enum sensitivity)f.sensitivity,
        .valid_from = f.valid_from, .valid_to = f.valid_to }, &code);
}

/* Run again after its process died, it finds what came of it before. */
struct err *
document_later_run(struct cx *cx, struct job *job)
{
    struct query           *given = NEW(cx->arena, struct query);
    struct document_source  source = { .fd = -1 };

    if (!query_read(cx->arena, job->input, given))
        return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "document.job",
            .text = MSG("What was asked for cannot be read.") });
    struct str renews = query_value(given, S("renews"));

    source.arrival = query_value(given, S("arrival"));
    TRY(job_step(cx, job, 0, 0));
    return renews.n > 0 ? document_renew(cx, renews, &source) : add_later(cx, given, &source);
}
