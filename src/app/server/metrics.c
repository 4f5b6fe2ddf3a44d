/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/server/metrics.h"

#include <inttypes.h>
#include <stddef.h>

#include "ground/job/job_run.h"
#include "ground/journal/journal.h"
#include "ground/mail/mail.h"

/* One figure of every seat, by its place in the struct. */
struct figure { const char *name, *kind, *help; size_t offset; };

#define SEAT(member) offsetof(struct board_seat, member)

static const struct figure figures[] = {
    { "connections_open", "gauge", "Connections open now", SEAT(open) },
    { "connections_accepted_total", "counter", "Connections accepted", SEAT(accepted) },
    { "connections_turned_away_total", "counter", "Connections over a ceiling",
      SEAT(turned_away) },
    { "connections_evicted_total", "counter", "Idle connections that made room", SEAT(evicted) },
    { "requests_refused_total", "counter", "Requests that were none", SEAT(refused) },
    { "requests_slow_total", "counter", "Requests that took too long to come", SEAT(slow) },
    { "answers_kept_total", "counter", "Answers given again", SEAT(kept) },
    { "bytes_in_total", "counter", "Bytes received", SEAT(bytes_in) },
    { "bytes_out_total", "counter", "Bytes of answers", SEAT(bytes_out) },
    { "workers_without_database", "gauge", "Workers whose database is away", SEAT(store_away) },
};

static uint64_t
sum_of(const struct board *board, size_t offset)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < board->n_seats; i++)
        sum += *(const board_count *)((const char *)&board->seat[i] + offset);
    return sum;
}

static void
head(struct buf *b, const char *name, const char *kind, const char *help)
{
    buf_fmt(b, "# HELP guyub_%s %s.\n# TYPE guyub_%s %s\n", name, help, name, kind);
}

static void
one(struct buf *b, const struct figure *f, uint64_t value)
{
    head(b, f->name, f->kind, f->help);
    buf_fmt(b, "guyub_%s %" PRIu64 "\n", f->name, value);
}

static void
requests(struct buf *b, const struct board *board)
{
    head(b, "requests_total", "counter", "Requests answered, by class of status");
    for (size_t i = 1; i < COUNT(board->seat[0].answered); i++)
        buf_fmt(b, "guyub_requests_total{class=\"%zuxx\"} %" PRIu64 "\n", i,
                sum_of(board, SEAT(answered) + i * sizeof(board_count)));
}

/* Seconds with six digits after the point. */
static void
seconds(struct buf *b, uint64_t us)
{
    buf_fmt(b, "%" PRIu64 ".%06" PRIu64, us / 1000000, us % 1000000);
}

static void
times(struct buf *b, const struct board *board)
{
    uint64_t n = 0;

    head(b, "request_seconds", "histogram", "From a whole request to its whole answer");
    for (size_t i = 0; i < BOARD_TOOK_N; i++) {
        n += sum_of(board, SEAT(took) + i * sizeof(board_count));
        buf_add(b, S("guyub_request_seconds_bucket{le=\""));
        if (i + 1 < BOARD_TOOK_N)
            seconds(b, board_took_us[i]);
        else
            buf_add(b, S("+Inf"));
        buf_fmt(b, "\"} %" PRIu64 "\n", n);
    }
    buf_add(b, S("guyub_request_seconds_sum "));
    seconds(b, sum_of(board, SEAT(took_us)));
    buf_fmt(b, "\nguyub_request_seconds_count %" PRIu64 "\n", n);
}

void
metrics_of_board(struct buf *b, const struct board *board)
{
    head(b, "build_info", "gauge", "Which program this is");
    buf_fmt(b, "guyub_build_info{version=\"%s\",commit=\"%s\"} 1\n", GUYUB_VERSION, GUYUB_COMMIT);
    one(b, &(struct figure){ "start_time_seconds", "gauge", "When the server began", 0 },
        board->started_s);
    one(b, &(struct figure){ "worker_deaths_total", "counter",
                             "Processes that ended without being asked", 0 }, board->deaths);
    one(b, &(struct figure){ "restarts_total", "counter", "Restarts without a pause", 0 },
        board->restarts);
    one(b, &(struct figure){ "workers", "gauge", "Processes that answer requests", 0 },
        board->n_seats);
    requests(b, board);
    times(b, board);
    for (size_t i = 0; i < COUNT(figures); i++)
        one(b, &figures[i], sum_of(board, figures[i].offset));
}

/* ---- what waits in the database -------------------------------------------------------------- */

struct waiting {
    struct job_counts          jobs;
    struct mail_counts         mails;
    struct journal_tail_counts tail;
};

static struct err *
ask(struct cx *cx, struct waiting *w)
{
    TRY(job_counts_of(cx, &w->jobs));
    TRY(mail_counts_of(cx, &w->mails));
    return journal_tail_counts_of(cx, &w->tail);
}

static void
gauge(struct buf *b, const char *name, int64_t value, const char *help)
{
    head(b, name, "gauge", help);
    buf_fmt(b, "guyub_%s %" PRId64 "\n", name, value);
}

static void
write_waiting(struct buf *b, const struct waiting *w)
{
    head(b, "jobs", "gauge", "Jobs that have not ended, by state");
    buf_fmt(b, "guyub_jobs{state=\"waiting\"} %" PRId64 "\nguyub_jobs{state=\"running\"} %" PRId64
            "\n", w->jobs.waiting, w->jobs.running);
    gauge(b, "jobs_oldest_due_seconds", w->jobs.oldest_due_s,
          "How long the first job that is due has waited");
    gauge(b, "jobs_failed_week", w->jobs.failed_week, "Jobs that failed in the last seven days");
    gauge(b, "mails_waiting", w->mails.waiting, "Mails that wait to be sent");
    gauge(b, "mails_oldest_seconds", w->mails.oldest_s, "How long the oldest of them has waited");
    gauge(b, "journal_tail_lines", w->tail.lines, "Lines of the journal that are not sealed yet");
    gauge(b, "journal_tail_oldest_seconds", w->tail.oldest_s,
          "How long the oldest of them has waited");
}

void
metrics_of_store(struct buf *b, struct cx *cx)
{
    static struct waiting waiting;      /* of this process: what was found out last */
    static int64_t        asked_s;

    if (!cx->store)
        return;
    if (cx->now_s - asked_s >= METRICS_ASK_S || cx->now_s < asked_s) {
        if (ask(cx, &waiting))
            return;
        asked_s = cx->now_s;
    }
    write_waiting(b, &waiting);
}
