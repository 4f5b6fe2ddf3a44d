/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * torture.c — one story, again and again, and each time something else fails under it.
 *
 *     torture [--db URL] [SECONDS]
 *
 * Without URL a SQLite file is made, with one that database is used (PostgreSQL: empty). SECONDS is
 * how long it may take: every k-th point of each kind then; 0, or none: every point.
 *
 * A point is a child process: it tells the story with its n-th malloc, arena request, statement or
 * call of the disk failing, and looks at what is left: an answer in words or success; a change
 * with its line, or neither; nothing left in memory. Then it tells the story without a fault.
 */
#include "story.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "fault.h"

enum { FAULTS_SHOWN = 5, POINTS_LEAST = 50, CHILD_S = 100, SECOND_US = 1000 * 1000 };
enum { RENEW_POINTS = 100 };    /* each proves the whole journal, which grows by every story */

/* A way to fail; what it is called; how often the story comes by. */
struct way { enum fault_kind kind; bool stays; const char *name; long points, tried, wrong; };

static struct way ways[] = {
    { FAULT_MALLOC,    false, "malloc",         0, 0, 0 },
    { FAULT_MALLOC,    true,  "malloc and on",  0, 0, 0 },
    { FAULT_ARENA,     false, "arena",          0, 0, 0 },
    { FAULT_STATEMENT, false, "statement",      0, 0, 0 },
    { FAULT_DISK,      false, "disk",           0, 0, 0 },
    { FAULT_DISK,      true,  "disk and on",    0, 0, 0 },
};
enum { WAYS = sizeof ways / sizeof *ways };

#define DIED "it died"

/* What a child leaves behind for its parent. */
static struct report { char wrong[400]; long count[FAULT_KINDS]; } *report;

static void
wrong(const char *what, const char *more)
{
    if (!report->wrong[0])
        snprintf(report->wrong, sizeof report->wrong, "%s%s%s", what, *more ? ": " : "", more);
}

static void
check_story(struct tale *tale, bool must_succeed)
{
    char what[200] = "";

    if (must_succeed && tale->said[0])
        wrong("without a fault the story fails", tale->said);
    else if (!story_is_whole(tale, what, sizeof what))
        wrong("what is left does not agree with what was said", what);
}

/* In a child. The story was told once before the fork, so that what libraries keep is there. */
static void
one_point(const struct way *way, long nth)
{
    struct tale tale = { 0 };
    long        live = fault_live();

    fault_arm(way ? way->kind : FAULT_MALLOC, nth, way && way->stays);
    story_tell(&tale);
    fault_rest();
    for (int i = 0; i < FAULT_KINDS; i++)
        report->count[i] = fault_count((enum fault_kind)i);
    long left = fault_live() - live;

    check_story(&tale, nth == 0);
    if (left > 0) {
        char text[40];

        snprintf(text, sizeof text, "%ld pieces", left);
        wrong("memory is not given back", text);
    }
    tale = (struct tale){ 0 };
    story_tell(&tale);
    check_story(&tale, true);
}

static bool
run_point(const struct way *way, long nth, bool loud)
{
    int   status = 0;
    pid_t child;

    memset(report, 0, sizeof *report);
    fflush(stdout);
    child = fork();
    if (child == 0) {
        if (!loud && !freopen("/dev/null", "w", stderr))
            _exit(9);
        alarm(CHILD_S);
        one_point(way, nth);
        _exit(0);
    }
    waitpid(child, &status, 0);
    if (WIFSIGNALED(status))
        wrong(DIED, strsignal(WTERMSIG(status)));
    else if (WEXITSTATUS(status) != 0)
        wrong("it ended by itself", "");
    return !report->wrong[0];
}

static void
try_point(struct way *way, long nth)
{
    if (way->tried++ % RENEW_POINTS == 0 && !story_renew()) {
        way->wrong++;
        return;
    }
    if (run_point(way, nth, false) || way->wrong++ >= FAULTS_SHOWN)
        return;
    printf("  %s %ld: %s\n", way->name, nth, report->wrong);
    if (strncmp(report->wrong, DIED, strlen(DIED)) == 0)
        run_point(way, nth, true);      /* for its last words */
}

/* A way with few points has at least some of them tried. */
static long
step_of(const struct way *way, long step)
{
    long fine = way->points / POINTS_LEAST;

    return fine < 1 ? 1 : fine < step ? fine : step;
}

/* Every `step`-th point of each way, from a first one by chance. */
static void
go_through(long step, uint64_t seed)
{
    for (size_t i = 0; i < WAYS; i++) {
        long each = step_of(&ways[i], step);

        long first = 1 + (long)((seed + i * 7919) % (uint64_t)each);

        for (long n = first; n <= ways[i].points; n += each)
            try_point(&ways[i], n);
    }
}

static long
step_for(int64_t seconds)
{
    int64_t began = clock_mono_us();
    long    all = 0;

    if (!run_point(NULL, 0, true)) {
        printf("torture: without a fault: %s\n", report->wrong);
        exit(1);
    }
    int64_t took = clock_mono_us() - began;

    for (size_t i = 0; i < WAYS; i++)
        all += ways[i].points = report->count[ways[i].kind];
    int64_t room = seconds * SECOND_US / (took ? took : 1);

    return seconds == 0 || room >= all ? 1 : all / (room > 0 ? room : 1) + 1;
}

static int
summary(long step, uint64_t seed, int64_t seconds)
{
    long points = 0, tried = 0, bad = 0;

    for (size_t i = 0; i < WAYS; i++) {
        printf("%s: %ld points, %ld tried, %ld wrong\n", ways[i].name, ways[i].points,
               ways[i].tried, ways[i].wrong);
        points += ways[i].points;
        tried += ways[i].tried;
        bad += ways[i].wrong;
    }
    printf("torture: %ld points, %ld tried (each %ldth, seed %" PRIu64 "), %ld wrong, %" PRId64
           " s\n", points, tried, step, seed, bad, seconds);
    return bad > 0;
}

int
main(int argc, char **argv)
{
    const char *url = argc > 2 && strcmp(argv[1], "--db") == 0 ? argv[2] : NULL;
    const char *limit = argv[url ? 3 : 1] ? argv[url ? 3 : 1] : "0";
    const char *given = getenv("GUYUB_SEED");
    uint64_t    seed = given ? strtoull(given, NULL, 10) : (uint64_t)time(NULL);
    int64_t     began = clock_mono_us(), seconds = strtoll(limit, NULL, 10);

    log_from(LOG_ERROR);
    report = mmap(NULL, sizeof *report, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (report == MAP_FAILED || !story_begin(url))
        return 2;
    long step = step_for(seconds);

    go_through(step, seed);
    int status = summary(step, seed, (clock_mono_us() - began) / SECOND_US);

    story_end();
    return status;
}
