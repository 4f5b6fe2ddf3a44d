/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* job_list.c — see job_list.h. */
#include "ground/job/job_list.h"

#include "base/arena.h"
#include "ground/job/job_part.h"
#include "ground/job/job_sql.h"
#include "ground/job/job_text.h"
#include "ground/journal/journal_line.h"
#include "ground/journal/journal_word.h"
#include "module.h"
#include "store/store.h"

/* ---- a row as people see it ----------------------------------------------------------------- */

static bool
is_mine(const struct cx *cx, const struct job_row *row)
{
    return cx->who && cx->who->kind == WHO_PERSON && cx->who->account_id == row->by_account_id;
}

/* Without a right of its own a kind is the program's, which only who holds the database sees. */
static bool
may_see(const struct cx *cx, const struct job_row *row)
{
    const struct job_kind *kind = job_kind_named(cx, row->kind);

    if (cx->who && (cx->who->kind == WHO_SHELL || cx->who->kind == WHO_PROGRAM))
        return true;
    return is_mine(cx, row)
        || (kind && !kind->is_own
            && may(cx, kind->right, (struct scope){ row->region_code, row->org_id }));
}

/* The post and the name of then, as far as the reader may know names. */
static struct err *
asker_text(struct cx *cx, const struct job_row *row, struct str *out)
{
    struct journal_line line = {
        .by = journal_actor_of(row->by_kind), .actor = row->by_machine, .post = row->by_post,
    };
    struct scope scope = { row->region_code, row->org_id };

    if (row->by_name_id && (is_mine(cx, row) || may(cx, MAY_READ_WORK, scope))) {
        TRY(subject_get(cx, (struct subject_value_id){ row->by_name_id }, &line.actor));
        line.erased = !str_is_known(line.actor);
    }
    *out = msg_text(cx->arena, cx->lang, journal_who(cx->arena, cx->lang, &line));
    return NULL;
}

static struct err *
see(struct cx *cx, const struct job_row *row, struct job_seen *out)
{
    const struct job_kind *kind = job_kind_named(cx, row->kind);

    *out = (struct job_seen){
        .id = row->id.n, .kind = row->kind, .known = kind, .state = job_state_of(row->state),
        .mine = is_mine(cx, row), .stop_asked = row->stop_asked,
        .scope = { row->region_code, row->org_id }, .file_name = row->file_name,
        .file_bytes = row->file_bytes, .tries = row->tries, .most = job_most_tries(kind),
        .done = row->done_n, .all = row->all_n, .asked_at = row->asked_at, .due_at = row->due_at,
        .begun_at = row->begun_at, .ended_at = row->ended_at,
        .err = job_err_read(cx->arena, cx->lang, row->error),
        .label = job_label(kind, row->kind),
    };
    struct job_lines told = job_lines_read(cx->arena, cx->lang, row->told);

    out->line = told.row;
    out->n_lines = told.n;
    return asker_text(cx, row, &out->asker);
}

/* ---- one ------------------------------------------------------------------------------------ */

struct err *
job_unknown(struct cx *cx, struct str number)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_MISSING, .code = "job.unknown",
        .text = MSG("There is no work with the number {0}, or it is not yours to see.",
                    number),
        .hint = MSG("What has ended is forgotten after {0} days; the journal keeps it.",
                    str_fmt(cx->arena, "%d", JOB_KEPT_DAYS)),
    });
}

static struct err *
row_of(struct cx *cx, int64_t id, struct job_row *row)
{
    bool found;

    TRY(job_by_id(cx, (struct job_id){ id }, row, &found));
    return found && may_see(cx, row) ? NULL : job_unknown(cx, job_key_text(cx->arena, id));
}

struct err *
job_get(struct cx *cx, int64_t id, struct job_seen *out)
{
    struct job_row row;

    TRY(row_of(cx, id, &row));
    return see(cx, &row, out);
}

/* ---- many ----------------------------------------------------------------------------------- */

/* Rows of several lists, the newest first, each once. */
struct merge { struct job_row *row; size_t n; };

static void
add_row(struct merge *m, const struct job_row *row)
{
    size_t at = m->n;

    for (size_t i = 0; i < m->n; i++)
        if (m->row[i].id.n == row->id.n)
            return;
    while (at > 0 && m->row[at - 1].id.n < row->id.n)
        at--;
    for (size_t i = m->n; i > at; i--)
        m->row[i] = m->row[i - 1];
    m->row[at] = *row;
    m->n++;
}

static void
add_rows(struct merge *m, const struct job_row *row, size_t n)
{
    for (size_t i = 0; i < n; i++)
        add_row(m, &row[i]);
}

struct asked { struct str state; int64_t before; };

static struct err *
add_kind(struct cx *cx, const struct job_kind *kind, const struct asked *a, struct merge *m)
{
    struct job_row *row;
    size_t          n;

    if (kind->is_own || !may_somewhere(cx, kind->right))
        return NULL;
    TRY(job_list_reach(cx, reach_of(cx, kind->right), str_of(kind->word), a->state, a->before,
                       JOB_PAGE + 1, &row, &n));
    add_rows(m, row, n);
    return NULL;
}

static struct err *
add_kinds(struct cx *cx, const struct asked *a, struct merge *m)
{
    for (const struct module *const *mod = cx->modules; mod && *mod; mod++)
        for (size_t i = 0; i < (*mod)->n_jobs; i++)
            TRY(add_kind(cx, &(*mod)->jobs[i], a, m));
    return NULL;
}

static size_t
n_kinds(const struct cx *cx)
{
    size_t n = 0;

    for (const struct module *const *mod = cx->modules; mod && *mod; mod++)
        n += (*mod)->n_jobs;
    return n;
}

static struct err *
rows_of(struct cx *cx, const struct asked *a, struct merge *m)
{
    struct job_row *row;
    size_t          n;

    if (cx->who && (cx->who->kind == WHO_SHELL || cx->who->kind == WHO_PROGRAM)) {
        TRY(job_list_reach(cx, reach_of(cx, MAY_READ_WORK), S(""), a->state, a->before,
                           JOB_PAGE + 1, &m->row, &m->n));
        return NULL;
    }
    m->row = NEWS(cx->arena, struct job_row, (n_kinds(cx) + 1) * (JOB_PAGE + 1));
    if (cx->who && cx->who->kind == WHO_PERSON) {
        TRY(job_list_own(cx, cx->who->account_id, a->state, a->before, JOB_PAGE + 1, &row, &n));
        add_rows(m, row, n);
    }
    return add_kinds(cx, a, m);
}

struct err *
job_list_of(struct cx *cx, const struct job_list_filter *f, struct job_list *out)
{
    struct asked a = { f->state ? job_state_word(f->state) : S(""),
                       f->before > 0 ? f->before : INT64_MAX };
    struct merge m = { 0 };

    TRY(rows_of(cx, &a, &m));
    *out = (struct job_list){ .n = m.n > JOB_PAGE ? JOB_PAGE : m.n };
    out->row = NEWS(cx->arena, struct job_seen, out->n);
    for (size_t i = 0; i < out->n; i++)
        TRY(see(cx, &m.row[i], &out->row[i]));
    if (m.n > JOB_PAGE)
        out->older = m.row[JOB_PAGE - 1].id.n;
    return NULL;
}

/* ---- stopping ------------------------------------------------------------------------------- */

static struct err *
ended_err(struct cx *cx, const struct job_row *row)
{
    struct msg state = job_state_label(job_state_of(row->state));

    return err_of(cx->arena, (struct err){
        .kind = ERR_CONFLICT, .code = "job.ended",
        .text = MSG("This work has ended already: {0}.", msg_text(cx->arena, cx->lang, state)),
        .detail = MSG("There is nothing left to stop."),
    });
}

static struct err *
tell_asked(struct cx *cx, const struct job_row *row, enum journal_verb verb)
{
    return job_tell_fact(cx, &(struct job_fact){
        .id = row->id.n, .kind = row->kind, .scope = { row->region_code, row->org_id },
        .verb = verb });
}

static struct err *
stop_waiting(struct cx *cx, const struct job_row *row)
{
    bool changed;

    TRY(job_put_end(cx, &(struct job_ending){ row->id.n, (uint64_t)row->lease, JOB_STOPPED, NULL },
                    &changed));
    return changed ? tell_asked(cx, row, JOURNAL_STOPPED) : NULL;
}

static struct err *
stop_once(struct cx *cx, void *arg)
{
    struct job_row row;

    TRY(row_of(cx, *(const int64_t *)arg, &row));
    if (job_has_ended(job_state_of(row.state)))
        return ended_err(cx, &row);
    if (job_state_of(row.state) == JOB_WAITING)
        return stop_waiting(cx, &row);
    if (row.stop_asked)
        return NULL;
    TRY(job_ask_stop(cx, row.id, NULL));
    return tell_asked(cx, &row, JOURNAL_STOP_ASKED);
}

struct err *
job_stop(struct cx *cx, int64_t id)
{
    return store_change(cx, "job_stop", stop_once, &id);
}

/* ---- again ---------------------------------------------------------------------------------- */

static struct err *
not_failed(struct cx *cx, const struct job_seen *job)
{
    bool forgotten = job->state == JOB_FAILED;

    return err_of(cx->arena, (struct err){
        .kind = ERR_CONFLICT, .code = "job.not_failed",
        .text = MSG("Only work that failed is tried again."),
        .detail = forgotten ? MSG("What it was given is kept for {0} days and is gone by now.",
                                  str_fmt(cx->arena, "%d", JOB_FILE_KEPT_DAYS))
                            : MSG_NONE,
        .hint = MSG("Ask for it anew where you asked for it first."),
    });
}

/* To try again is to ask anew: its asker may have lost the right since. */
static bool
may_ask(const struct cx *cx, const struct job_seen *job)
{
    return !job->known || job->known->right == MAY_NOTHING
        || may(cx, job->known->right, job->scope);
}

bool
job_may_again(const struct cx *cx, const struct job_seen *job)
{
    int64_t ended_at = job->ended_at.known ? job->ended_at.n : 0;

    return job->state == JOB_FAILED && may_ask(cx, job)
        && cx->now_s - ended_at < JOB_FILE_KEPT_DAYS * 86400;
}

static struct err *
again_once(struct cx *cx, void *arg)
{
    struct job_row  row;
    struct job_seen job;

    TRY(row_of(cx, *(const int64_t *)arg, &row));
    TRY(see(cx, &row, &job));
    if (!may_ask(cx, &job))
        return must(cx, job.known->right, job.scope);
    if (!job_may_again(cx, &job))
        return not_failed(cx, &job);
    TRY(job_revive(cx, cx->now_s, row.id, NULL));
    return tell_asked(cx, &row, JOURNAL_ASKED);
}

struct err *
job_again(struct cx *cx, int64_t id)
{
    return store_change(cx, "job_again", again_once, &id);
}

/* ---- a scheduled kind, now ------------------------------------------------------------------ */

struct asking_now { struct str kind; int64_t id; };

static struct err *
now_once(struct cx *cx, void *arg)
{
    struct asking_now *a = arg;

    return job_ask(cx, &(struct job_new){ .kind = str_z(cx->arena, a->kind), .key = S("every") },
                   &a->id);
}

struct err *
job_ask_now(struct cx *cx, struct str word, int64_t *id)
{
    const struct job_kind *kind = job_kind_named(cx, word);
    struct asking_now      a = { word, 0 };

    if (!kind)
        return err_of(cx->arena, (struct err){
            .kind = ERR_MISSING, .code = "job.no_kind",
            .text = MSG("There is no kind of work called {0}.", word),
            .hint = MSG("guyub job kinds lists them."),
        });
    if (!kind->every)
        return err_of(cx->arena, (struct err){
            .kind = ERR_INPUT, .code = "job.not_scheduled",
            .text = MSG("{0} is not work that the program does by the clock.", word),
            .hint = MSG("It is asked for where it is needed, with what it needs."),
        });
    TRY(store_change(cx, "job_now", now_once, &a));
    *id = a.id;
    return NULL;
}
