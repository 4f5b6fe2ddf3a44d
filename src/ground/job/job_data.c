/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* job_data.c — jobs as data and as sentences. */
#include "base/arena.h"
#include "base/calendar.h"
#include "base/money.h"
#include "ground/job/job_page.h"
#include "ground/journal/journal_line.h"

/* ---- sentences ------------------------------------------------------------------------------ */

struct str
job_href(struct arena *a, int64_t id)
{
    return str_fmt(a, "/jobs/%lld", (long long)id);
}

struct msg
job_progress_text(struct arena *a, enum lang lang, const struct job_seen *job)
{
    if (job->all > 0)
        return MSG("{0} of {1}", int_text(a, lang, job->done), int_text(a, lang, job->all));
    return job->done > 0 ? MSG("{0} so far", int_text(a, lang, job->done)) : MSG_NONE;
}

static struct msg
waiting_text(struct arena *a, enum lang lang, const struct job_seen *job, int64_t now_s)
{
    if (job->tries > 0)
        return MSG("Try {0} of {1} went wrong. It is tried again by itself at {2}.",
                   int_text(a, lang, job->tries), int_text(a, lang, job->most),
                   journal_when(a, lang, job->due_at));
    if (job->due_at > now_s)
        return MSG("It begins at {0}.", journal_when(a, lang, job->due_at));
    return MSG("It begins as soon as its turn comes. You may close this page.");
}

static struct msg
ended_text(struct arena *a, enum lang lang, const struct job_seen *job)
{
    struct str when = job->ended_at.known ? journal_when(a, lang, job->ended_at.n) : S("");

    if (job->state == JOB_DONE)
        return MSG("It was done at {0}.", when);
    if (job->state == JOB_STOPPED)
        return MSG("It was stopped at {0}. What was done before stays done.", when);
    return job->all > 0 ? MSG("It failed at {0}. What was done before stays done.", when)
                        : MSG("It failed at {0}.", when);
}

struct msg
job_state_text(struct arena *a, enum lang lang, const struct job_seen *job, int64_t now_s)
{
    if (job->state == JOB_WAITING)
        return waiting_text(a, lang, job, now_s);
    if (job->state != JOB_RUNNING)
        return ended_text(a, lang, job);
    return job->stop_asked ? MSG("It was asked to stop and ends at its next step.")
                           : MSG("It is being done. You may close this page.");
}

struct str
job_line_text(struct arena *a, enum lang lang, const struct job_line *line)
{
    struct str place = msg_text(a, lang, line->place), hint = msg_text(a, lang, line->hint);

    return str_fmt(a, "%.*s%s%.*s%s%.*s", TEXT(place), place.n ? ": " : "",
                   TEXT(msg_text(a, lang, line->text)), hint.n ? " " : "", TEXT(hint));
}

/* ---- data ----------------------------------------------------------------------------------- */

static void
time_at(struct json *j, struct arena *a, const char *key, struct maybe_int at)
{
    json_str_at(j, key, at.known ? time_iso(a, at.n) : (struct str){ NULL, 0 });
}

static void
err_at(struct json *j, struct cx *cx, const struct err *e)
{
    json_key(j, "error");
    if (!e) {
        json_unknown(j);
        return;
    }
    json_open(j, '{');
    json_str_at(j, "code", str_of(e->code));
    json_str_at(j, "text", msg_text(cx->arena, cx->lang, e->text));
    json_str_at(j, "detail", msg_text(cx->arena, cx->lang, e->detail));
    json_str_at(j, "hint", msg_text(cx->arena, cx->lang, e->hint));
    json_str_at(j, "where", e->where);
    json_close(j, '}');
}

static void
line_json(struct json *j, struct cx *cx, const struct job_line *line)
{
    json_open(j, '{');
    json_str_at(j, "place", msg_text(cx->arena, cx->lang, line->place));
    json_str_at(j, "text", msg_text(cx->arena, cx->lang, line->text));
    json_str_at(j, "hint", msg_text(cx->arena, cx->lang, line->hint));
    json_close(j, '}');
}

static void
times_json(struct json *j, struct arena *a, const struct job_seen *job)
{
    bool waits = job->state == JOB_WAITING;

    time_at(j, a, "asked_at", KNOWN(job->asked_at));
    time_at(j, a, "due_at", (struct maybe_int){ waits, job->due_at });
    time_at(j, a, "begun_at", job->begun_at);
    time_at(j, a, "ended_at", job->ended_at);
}

void
job_json(struct json *j, const void *model)
{
    const struct job_said *said = model;
    const struct job_seen *job = said->job;
    struct cx             *cx = said->cx;

    json_open(j, '{');
    json_int_at(j, "id", job->id);
    json_str_at(j, "kind", job->kind);
    json_str_at(j, "label", msg_text(cx->arena, cx->lang, job->label));
    json_str_at(j, "state", job_state_word(job->state));
    json_bool_at(j, "stop_asked", job->stop_asked);
    json_str_at(j, "asked_by", job->asker);
    times_json(j, cx->arena, job);
    json_int_at(j, "tries", job->tries);
    json_int_at(j, "tries_most", job->most);
    json_int_at(j, "done", job->done);
    json_int_at(j, "all", job->all);
    json_str_at(j, "file", job->file_name);
    json_key(j, "told");
    json_open(j, '[');
    for (size_t i = 0; i < job->n_lines; i++)
        line_json(j, cx, &job->line[i]);
    json_close(j, ']');
    err_at(j, cx, job->err);
    json_close(j, '}');
}

static const struct column columns[] = {
    { "id",       { .id = N_("Number") },    COLUMN_INT },
    { "kind",     { .id = N_("Work") },      COLUMN_TEXT },
    { "state",    { .id = N_("State") },     COLUMN_TEXT },
    { "done",     { .id = N_("Parts done") }, COLUMN_INT },
    { "all",      { .id = N_("Parts in all") }, COLUMN_INT },
    { "tries",    { .id = N_("Tries") },     COLUMN_INT },
    { "asked_at", { .id = N_("Asked for") }, COLUMN_TEXT },
    { "ended_at", { .id = N_("Ended") },     COLUMN_TEXT },
    { "asked_by", { .id = N_("Asked by") },  COLUMN_TEXT },
    { "error",    { .id = N_("Error") },     COLUMN_TEXT },
};

static void
fill(struct arena *a, struct str *cell, const struct job_seen *job)
{
    cell[0] = str_int(a, job->id);
    cell[1] = job->kind;
    cell[2] = job_state_word(job->state);
    cell[3] = str_int(a, job->done);
    if (job->all > 0)
        cell[4] = str_int(a, job->all);
    cell[5] = str_int(a, job->tries);
    cell[6] = time_iso(a, job->asked_at);
    if (job->ended_at.known)
        cell[7] = time_iso(a, job->ended_at.n);
    cell[8] = job->asker;
    if (job->err)
        cell[9] = str_of(job->err->code);
}

struct table
job_table(struct cx *cx, const struct job_list *list)
{
    struct table t = table_in(cx->arena, columns, COUNT(columns), list->n);

    for (size_t i = 0; i < list->n; i++)
        fill(cx->arena, table_row(&t), &list->row[i]);
    return t;
}

struct job_list_filter
job_filter_of(const struct job_query *q)
{
    return (struct job_list_filter){ .state = (enum job_state)q->state, .before = q->before };
}

/* By the numbers of enum job_state. */
const struct choice job_state_choices[] = {
    [JOB_NO_STATE] = { "",        N_("any") },
    [JOB_WAITING]  = { "waiting", N_("Waiting") },
    [JOB_RUNNING]  = { "running", N_("Running") },
    [JOB_DONE]     = { "done",    N_("Done") },
    [JOB_FAILED]   = { "failed",  N_("Failed") },
    [JOB_STOPPED]  = { "stopped", N_("Stopped") },
    { NULL, NULL },
};
