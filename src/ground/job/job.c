/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* job.c — asking: a row, its file in parts and its fact, in the change that needs the work. */
#include "ground/job/job.h"

#include <assert.h>
#include <errno.h>
#include <unistd.h>

#include "base/arena.h"
#include "ground/job/job_part.h"
#include "ground/job/job_sql.h"
#include "ground/journal/journal_word.h"
#include "module.h"

/* ---- words ---------------------------------------------------------------------------------- */

const struct job_kind *
job_kind_named(const struct cx *cx, struct str word)
{
    for (const struct module *const *m = cx->modules; m && *m; m++)
        for (size_t i = 0; i < (*m)->n_jobs; i++)
            if (str_eq(word, str_of((*m)->jobs[i].word)))
                return &(*m)->jobs[i];
    return NULL;
}

struct str
job_key_text(struct arena *a, int64_t id)
{
    return str_int(a, id);
}

struct msg
job_label(const struct job_kind *kind, struct str word)
{
    if (kind)
        return (struct msg){ .id = kind->label };
    return MSG("{0}", word);
}

int64_t
job_most_tries(const struct job_kind *kind)
{
    return kind && kind->tries > 0 ? kind->tries : JOB_TRIES;
}

/* The note is the kind's label: the journal says it in its reader's language. */
struct err *
job_tell_fact(struct cx *cx, const struct job_fact *f)
{
    const struct job_kind *kind = job_kind_named(cx, f->kind);

    if (kind && kind->right == MAY_NOTHING && f->verb != JOURNAL_FAILED)
        return NULL;
    return journal_tell(cx, &(struct fact){
        .verb = f->verb, .thing = "job", .key = job_key_text(cx->arena, f->id),
        .scope = f->scope, .note = kind ? str_of(kind->label) : f->kind,
    });
}

/* ---- the file ------------------------------------------------------------------------------- */

static struct err *
file_err(struct cx *cx, int errnum)
{
    struct msg text = MSG("The file could not be read to its end.");

    if (errnum)
        return err_errno(cx->arena, "job.file", text, errnum);
    return err_of(cx->arena, (struct err){
        .kind = ERR_INPUT, .code = "job.file", .text = text,
        .detail = MSG("It has become shorter meanwhile."), .hint = MSG("Send it again."),
    });
}

/* Exactly n bytes from `at`: a change may be tried again, so nothing is read by position. */
static struct err *
read_part(struct cx *cx, int fd, int64_t at, char *out, size_t n)
{
    size_t got = 0;

    while (got < n) {
        ssize_t more = pread(fd, out + got, n - got, at + (int64_t)got);

        if (more < 0 && errno == EINTR)
            continue;
        if (more <= 0)
            return file_err(cx, more < 0 ? errno : 0);
        got += (size_t)more;
    }
    return NULL;
}

static struct err *
put_parts(struct cx *cx, const struct job_new *job, struct job_id id)
{
    char   *room = job->file_bytes > 0 ? arena_alloc(cx->arena, JOB_PART_BYTES, 1) : NULL;
    int64_t changed;

    for (int64_t at = 0, nth = 0; at < job->file_bytes; at += JOB_PART_BYTES, nth++) {
        int64_t left = job->file_bytes - at;
        size_t  n = (size_t)(left < JOB_PART_BYTES ? left : JOB_PART_BYTES);

        TRY(read_part(cx, job->fd, at, room, n));
        TRY(job_part_add(cx, id, nth, (struct str){ room, n }, &changed));
    }
    return NULL;
}

/* ---- asking --------------------------------------------------------------------------------- */

static struct str
known(struct str s)
{
    return str_is_known(s) ? s : S("");
}

static void
name_asker(const struct cx *cx, struct job_add_in *in)
{
    const struct who *who = cx->who ? cx->who : &who_nobody;

    in->by_kind = journal_actor_word(who->kind);
    in->by_region = S("");
    if (who->kind == WHO_SHELL)
        in->by_machine = who->name;
    if (who->kind != WHO_PERSON)
        return;
    in->by_account_id = who->account_id;
    in->by_subject_id = who->subject_id;
    in->by_name_id = who->name_value;
    if (who->post.post_id == 0)
        return;
    in->by_post_id = who->post.post_id;
    in->by_post_kind = post_kind_word(who->post.kind);
    in->by_hold = journal_hold_word(who->post.as);
    in->by_post = who->post.title;
    in->by_region = known(who->post.scope.region);
    in->by_org = who->post.scope.org;
}

/* One that waits for its next try goes on waiting: new work does not hurry what has just failed. */
static struct err *
find_twin(struct cx *cx, const struct job_new *job, int64_t due_at, int64_t *id)
{
    struct job_twin twin;
    bool            found;

    *id = 0;
    if (job->key.n == 0)
        return NULL;
    TRY(job_waiting_twin(cx, str_of(job->kind), job->key, &twin, &found));
    if (!found)
        return NULL;
    *id = twin.id.n;
    if (twin.tries > 0 || twin.due_at <= due_at)
        return NULL;
    return job_sooner(cx, due_at, twin.id, NULL);
}

static struct err *
check(struct cx *cx, const struct job_new *job)
{
    const struct job_kind *kind = job_kind_named(cx, str_of(job->kind));

    assert(kind);                   /* a slice asks for kinds of the program's tables only */
    if (kind->right != MAY_NOTHING)
        TRY(must(cx, kind->right, job->scope));
    if (job->input.n <= JOB_INPUT_MAX)
        return NULL;
    return err_of(cx->arena, (struct err){
        .kind = ERR_TOO_LARGE, .code = "job.input_large",
        .text = MSG("What was asked for is too long: at most {0} kB.",
                    str_fmt(cx->arena, "%d", JOB_INPUT_MAX >> 10)),
        .hint = MSG("Ask for it in smaller parts."),
    });
}

struct err *
job_ask(struct cx *cx, const struct job_new *job, int64_t *id)
{
    struct job_id     made;
    struct job_add_in in = {
        .kind = str_of(job->kind), .key = known(job->key), .input = known(job->input),
        .region_code = known(job->scope.region), .org_id = job->scope.org,
        .file_name = job->file_name, .file_bytes = job->file_bytes,
        .asked_at = cx->now_s, .due_at = cx->now_s + (job->after_s > 0 ? job->after_s : 0),
    };

    TRY(check(cx, job));
    TRY(find_twin(cx, job, in.due_at, id));
    if (*id)
        return NULL;
    name_asker(cx, &in);
    TRY(job_add(cx, &in, &made));
    TRY(put_parts(cx, job, made));
    *id = made.n;
    return job_tell_fact(cx, &(struct job_fact){
        .id = made.n, .kind = in.kind, .scope = job->scope, .verb = JOURNAL_ASKED });
}

struct err *
job_is_open(struct cx *cx, const char *kind, struct str key, bool *is)
{
    struct job_twin twin;

    return job_open_twin(cx, str_of(kind), key, &twin, is);
}
