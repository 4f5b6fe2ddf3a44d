/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* job_cli.c — `guyub job …`: the same verbs as the pages, and a line that follows one job. */
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "ground/job/job_page.h"
#include "ground/job/job_part.h"
#include "ground/journal/journal_line.h"

enum { WATCH_MS = 500, WATCH_HOURS_MAX = 24, LINE_MAX = 200 };

static struct err *
number_of(struct cx *cx, struct shell *sh, int64_t *id)
{
    if (str_int64(sh->arg[0], id) && *id > 0)
        return NULL;
    return job_unknown(cx, sh->arg[0]);
}

/* ---- list, kinds ---------------------------------------------------------------------------- */

static const struct field list_fields[] = {
    FIELD(struct job_query, state,  F_CHOICE, .choices = job_state_choices, .label = N_("State")),
    FIELD(struct job_query, before, F_INT, .min = 0, .max = INT64_MAX,
          .label = N_("Only before this number")),
};
static const struct form list_form = FORM(struct job_query, list_fields);

static struct err *
list_run(struct cx *cx, struct shell *sh)
{
    struct job_list_filter filter = job_filter_of(sh->flags);
    struct job_list        list;

    TRY(job_list_of(cx, &filter, &list));
    struct table t = job_table(cx, &list);

    shell_table(cx, sh, &t);
    if (list.older > 0 && !sh->json)
        shell_say(cx, sh, MSG("There is more: --before {0}", job_key_text(cx->arena, list.older)));
    return NULL;
}

/* "every day at 02:30"; as it is written for programs. */
static struct str
every_text(struct cx *cx, const struct shell *sh, struct str every)
{
    struct str word, time, hour, minute;

    if (sh->json)
        return every;
    if (str_eq(every, S("hour")))
        return msg_text(cx->arena, cx->lang, MSG("every hour"));
    str_cut(every, ' ', &word, &time);
    str_cut(time, ':', &hour, &minute);
    time = str_fmt(cx->arena, cx->lang == LANG_EN ? "%.*s:%.*s" : "%.*s.%.*s", TEXT(hour),
                   TEXT(minute));
    return msg_text(cx->arena, cx->lang, MSG("every day at {0}", time));
}

static void
add_kind(struct cx *cx, const struct shell *sh, struct table *t, const struct job_kind *kind)
{
    struct str *cell = table_row(t);

    cell[0] = str_of(kind->word);
    cell[1] = msg_text(cx->arena, cx->lang, (struct msg){ .id = kind->label });
    cell[2] = kind->every ? every_text(cx, sh, str_of(kind->every)) : (struct str){ NULL, 0 };
}

static struct err *
kinds_run(struct cx *cx, struct shell *sh)
{
    static const struct column columns[] = {
        { "kind",  { .id = N_("Kind") },     COLUMN_TEXT },
        { "label", { .id = N_("Work") },     COLUMN_TEXT },
        { "every", { .id = N_("By the clock (WIB)") }, COLUMN_TEXT },
    };
    size_t       n = 0;

    for (const struct module *const *m = cx->modules; *m; m++)
        n += (*m)->n_jobs;
    struct table t = table_in(cx->arena, columns, COUNT(columns), n);

    for (const struct module *const *m = cx->modules; *m; m++)
        for (size_t i = 0; i < (*m)->n_jobs; i++)
            add_kind(cx, sh, &t, &(*m)->jobs[i]);
    shell_table(cx, sh, &t);
    return NULL;
}

/* ---- show ----------------------------------------------------------------------------------- */

static struct str
when(struct cx *cx, struct maybe_int at)
{
    return at.known ? journal_when(cx->arena, cx->lang, at.n) : (struct str){ NULL, 0 };
}

static void
show(struct cx *cx, struct shell *sh, const struct job_seen *job)
{
    struct arena *a = cx->arena;

    shell_line(cx, sh, MSG("Work"), msg_text(a, cx->lang, job->label));
    shell_line(cx, sh, MSG("State"), msg_text(a, cx->lang, job_state_label(job->state)));
    shell_line(cx, sh, MSG("Progress"),
               msg_text(a, cx->lang, job_progress_text(a, cx->lang, job)));
    shell_line(cx, sh, MSG("Asked by"), job->asker);
    shell_line(cx, sh, MSG("Asked for"), journal_when(a, cx->lang, job->asked_at));
    shell_line(cx, sh, MSG("File"), job->file_name);
    shell_line(cx, sh, MSG("Last begun"), when(cx, job->begun_at));
    shell_line(cx, sh, MSG("Ended"), when(cx, job->ended_at));
    shell_say(cx, sh, job_state_text(a, cx->lang, job, cx->now_s));
    if (job->err && job->state != JOB_DONE)
        shell_say(cx, sh, MSG("{0}", err_line(a, cx->lang, job->err)));
    for (size_t i = 0; i < job->n_lines; i++)
        shell_say(cx, sh, MSG("{0}", job_line_text(a, cx->lang, &job->line[i])));
}

static struct err *
show_run(struct cx *cx, struct shell *sh)
{
    int64_t         id;
    struct job_seen job;

    TRY(number_of(cx, sh, &id));
    TRY(job_get(cx, id, &job));
    if (sh->json)
        shell_json(sh, job_json, &(struct job_said){ cx, &job });
    else
        show(cx, sh, &job);
    return NULL;
}

/* ---- watch ---------------------------------------------------------------------------------- */

/* While the command still runs; its answer comes at the end. */
static void
speak(const struct buf *out)
{
    size_t  at = 0;
    ssize_t n = 1;

    for (; !out->full && at < out->n && n > 0; at += n > 0 ? (size_t)n : 0)
        n = write(STDERR_FILENO, out->p + at, out->n - at);
}

/* One line on the terminal, written over; elsewhere a line only when it says something else. */
static void
rewrite(struct cx *cx, const struct job_seen *job, struct str *last)
{
    struct buf out = buf_in(cx->arena, LINE_MAX);
    bool       screen = isatty(STDERR_FILENO);
    struct str state = msg_text(cx->arena, cx->lang, job_state_label(job->state));
    struct str so_far = msg_text(cx->arena, cx->lang,
                                 job_progress_text(cx->arena, cx->lang, job));
    struct str line = str_fmt(cx->arena, "%.*s%s%.*s", TEXT(state), so_far.n ? ": " : "",
                              TEXT(so_far));

    if (str_eq(line, *last))
        return;
    buf_fmt(&out, screen ? "\r\033[K%.*s" : "%.*s\n", TEXT(line));
    speak(&out);
    *last = line;
}

static struct err *
watch_run(struct cx *cx, struct shell *sh)
{
    int64_t         id;
    struct job_seen job;
    char            kept[LINE_MAX], newline[] = "\n";
    struct str      last = S("");
    size_t          mark = arena_mark(cx->arena);
    int64_t         most = (int64_t)WATCH_HOURS_MAX * 3600 * 1000 / WATCH_MS;

    TRY(number_of(cx, sh, &id));
    TRY(job_get(cx, id, &job));
    for (int64_t i = 0; i < most && !job_has_ended(job.state); i++) {
        rewrite(cx, &job, &last);
        last.n = last.n < LINE_MAX ? last.n : LINE_MAX;
        for (size_t k = 0; k < last.n; k++)
            kept[k] = last.p[k];
        last.p = kept;
        arena_back(cx->arena, mark);
        nanosleep(&(struct timespec){ .tv_nsec = WATCH_MS * 1000000L }, NULL);
        TRY(job_get(cx, id, &job));
    }
    rewrite(cx, &job, &last);
    if (isatty(STDERR_FILENO))
        speak(&(struct buf){ .p = newline, .n = 1 });
    cx->now_s = clock_now_s();
    sh->says_no = job.state != JOB_DONE;
    show(cx, sh, &job);
    return NULL;
}

/* ---- stop, again, run ----------------------------------------------------------------------- */

static struct err *
stop_run(struct cx *cx, struct shell *sh)
{
    int64_t         id;
    struct job_seen job;

    TRY(number_of(cx, sh, &id));
    TRY(job_stop(cx, id));
    TRY(job_get(cx, id, &job));
    shell_say(cx, sh, job.state == JOB_STOPPED ? MSG("It is stopped.")
                                               : MSG("It was asked to stop."));
    return NULL;
}

static struct err *
again_run(struct cx *cx, struct shell *sh)
{
    int64_t id;

    TRY(number_of(cx, sh, &id));
    TRY(job_again(cx, id));
    shell_say(cx, sh, MSG("It is tried again, from where it had come."));
    return NULL;
}

static struct err *
run_run(struct cx *cx, struct shell *sh)
{
    int64_t id;

    TRY(job_ask_now(cx, sh->arg[0], &id));
    shell_say(cx, sh, MSG("Asked for, with the number {0}.", job_key_text(cx->arena, id)));
    return NULL;
}

const struct command job_commands[JOB_COMMANDS] = {
    { "job list", NEEDS_STORE, true, &list_form, list_run,
      N_("List background work, the newest first") },
    { "job kinds", NEEDS_STORE, true, NULL, kinds_run,
      N_("List the kinds of background work, and which go by the clock") },
    { "job show ID", NEEDS_STORE, true, NULL, show_run,
      N_("Show one piece of work: how far it came, what it found") },
    { "job watch ID", NEEDS_STORE, false, NULL, watch_run,
      N_("Follow one piece of work until it has ended") },
    { "job stop ID", NEEDS_STORE, false, NULL, stop_run, N_("Stop a piece of work") },
    { "job again ID", NEEDS_STORE, false, NULL, again_run, N_("Try again what failed") },
    { "job run KIND", NEEDS_STORE, false, NULL, run_run,
      N_("Ask now for work that goes by the clock") },
};
