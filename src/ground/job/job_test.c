/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* job_test.c — jobs on both engines: taken once, done once, whoever dies in between. */
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "ground/job/job_part.h"
#include "ground/job/job_run.h"
#include "ground/job/job_sql.h"
#include "ground/journal/journal_list.h"
#include "module.h"
#include "store/store_test.h"
#include "unit_slices.h"

enum { PARTS = 6, TAKERS = 4, TO_TAKE = 40, DAY_S = 86400 };

static const struct scope kediri = { { "35.71", 5 }, 0 };

/* ---- work for the tests ---------------------------------------------------------------------- */

/* What the next run does at its third part. */
static enum { GO_ON, DIE, FAIL_FOR_NOW, FAIL_FOR_GOOD, BE_STOPPED, BE_LET_GO, LOSE } at_third;
static struct cx *other;        /* somebody else, with a connection of their own */

struct part { struct job *job; int64_t nth; };

static struct err *
part_once(struct cx *cx, void *arg)
{
    const struct part *p = arg;

    TRY(journal_tell(cx, &(struct fact){ .verb = JOURNAL_ADDED, .thing = "toil", .key = S("part"),
                                         .scope = kediri }));
    return job_save(cx, p->job, str_fmt(cx->arena, "%d", (int)p->nth + 1));
}

static struct err *
fails(struct cx *cx, enum err_kind kind)
{
    return err_of(cx->arena, (struct err){
        .kind = kind, .code = "toil.third", .text = MSG("There is no region {0}.", S("99.99")),
        .hint = MSG("Send it again."), .where = S("line 3") });
}

static struct err *
happen(struct cx *cx, const struct job *job)
{
    switch (at_third) {
    case DIE:           raise(SIGKILL); return NULL;
    case FAIL_FOR_NOW:  return fails(cx, ERR_BUSY);
    case FAIL_FOR_GOOD: return fails(cx, ERR_INPUT);
    case BE_STOPPED:    return job_stop(other, job->id);
    case BE_LET_GO:     raise(SIGTERM); return NULL;
    default:            return NULL;
    }
}

static struct err *
steal(void)
{
    struct job_taken taken;
    bool             found;

    other->now_s = clock_now_s() + JOB_LEASE_S + 60;
    TRY(job_take(other, &taken, &found));           /* finds it left alone, and counts the try */
    check("left alone: not taken at once", !found);
    return NULL;
}

static struct err *
toil_run(struct cx *cx, struct job *job)
{
    int64_t nth = 0;

    str_int64(job->saved, &nth);
    for (struct part p = { job, nth }; p.nth < PARTS; p.nth++) {
        job->stepped_us = 0;                        /* every step is written */
        TRY(job_step(cx, job, p.nth, PARTS));
        if (p.nth == 2)
            TRY(happen(cx, job));
        if (p.nth == 2 && at_third == LOSE)
            TRY(steal());
        TRY(store_change(cx, "part", part_once, &p));
    }
    return NULL;
}

static struct err *
read_run(struct cx *cx, struct job *job)
{
    struct str part;
    int64_t    bytes = 0, n = 0;

    do {
        TRY(job_part(cx, job, n++, &part));
        bytes += (int64_t)part.n;
    } while (part.n > 0);
    check("all bytes of the file", bytes == job->file_bytes);
    check("in parts", n - 1 == (bytes + JOB_PART_BYTES - 1) / JOB_PART_BYTES);
    return job_tell(cx, job, &(struct job_line){
        .place = MSG("Line {0}, column {1}", S("3"), S("2")),
        .text = MSG("There is no region {0}.", job->file_name) }, 1);
}

static const struct job_kind toil_kinds[] = {
    { "toil", N_("toil"), MAY_EDIT_FACT, .tries = 3, .run = toil_run },
    { "toil_read", N_("reading"), MAY_EDIT_FACT, .run = read_run },
    { "toil_own", N_("own toil"), MAY_NOTHING, .every = "hour", .run = toil_run },
};
static const struct module        toil_module = { .name = "toil", .jobs = toil_kinds, .n_jobs = 3 };
static const struct module *const modules[] = { &toil_module, &job_module, NULL };

/* ---- help ------------------------------------------------------------------------------------ */

#define BOTH_JOBS(name)                                                       \
    static void name(struct cx *);                                            \
    TEST(name##_sqlite)   { on(STORE_SQLITE, name); }                         \
    TEST(name##_postgres) { on(STORE_POSTGRES, name); }                       \
    static void name(struct cx *cx)

static enum store_kind engine;

static void
on(enum store_kind kind, void (*test)(struct cx *))
{
    static const struct who shell = { .kind = WHO_SHELL, .name = { "budi", 4 } };
    struct cx *cx = unit_slices_cx(kind);

    if (!cx)
        return;
    engine = kind;
    at_third = GO_ON;
    cx->modules = modules;
    cx->who = &shell;
    cx->now_s = clock_now_s();
    other = unit_other_cx(kind);
    other->modules = modules;
    other->who = &shell;
    other->now_s = cx->now_s;
    test(cx);
}

struct asking { const struct job_new *job; int64_t id; };

static struct err *
ask_once(struct cx *cx, void *arg)
{
    struct asking *a = arg;

    return job_ask(cx, a->job, &a->id);
}

static int64_t
ask(struct cx *cx, const struct job_new *job)
{
    struct asking a = { job, 0 };

    check_ok("asked for", store_change(cx, "ask", ask_once, &a));
    return a.id;
}

static int64_t
ask_toil(struct cx *cx)
{
    return ask(cx, &(struct job_new){ .kind = "toil", .input = S("in"), .scope = kediri });
}

static bool
take_at(struct cx *cx, int64_t now_s, struct job_taken *taken)
{
    bool found = false;

    cx->now_s = now_s;
    check_ok("taken", job_take(cx, taken, &found));
    return found;
}

static void
run_next(struct cx *cx, int64_t now_s)
{
    struct job_taken taken;
    const struct who *who = cx->who;

    check("something is due", take_at(cx, now_s, &taken));
    check_ok("its end is written", job_run(cx, &taken));
    cx->who = who;
}

static struct job_row
row_of(struct cx *cx, int64_t id)
{
    struct job_row row = { .state = S("?") };
    bool           found = false;

    check_ok("the row", job_by_id(cx, (struct job_id){ id }, &row, &found));
    return row;
}

static void
check_state(struct cx *cx, const char *name, int64_t id, const char *state)
{
    check_text(name, row_of(cx, id).state, str_of(state));
}

static int64_t
told_of(struct cx *cx, const char *thing, struct str key)
{
    struct journal_topic topic = { thing, key, kediri };
    struct journal_lines lines = { 0 };

    check_ok("lines", journal_of(cx, &topic, &lines));
    return (int64_t)lines.n;
}

static void
check_parts(struct cx *cx, const char *name, int64_t n)
{
    check(name, told_of(cx, "toil", S("part")) == n);
}

/* ---- asking ---------------------------------------------------------------------------------- */

BOTH_JOBS(job_is_asked_for_once_by_key)
{
    struct job_new job = { .kind = "toil", .key = S("one"), .after_s = 100 };
    int64_t        first = ask(cx, &job), now = cx->now_s;
    bool           open = false;

    check("the same again", ask(cx, &job) == first);
    job.after_s = 0;
    check("sooner is the same", ask(cx, &job) == first);
    check("and is due sooner", row_of(cx, first).due_at == now);
    check_ok("open", job_is_open(cx, "toil", S("one"), &open));
    check("it is open", open);
    job.key = S("two");
    check("another key is another", ask(cx, &job) != first);
    job.key = S("");
    check("without a key always another", ask(cx, &job) != ask(cx, &job));
}

BOTH_JOBS(job_asking_needs_the_right)
{
    struct who     who = { .kind = WHO_PERSON, .account_id = 7,
                           .post = { .id = 1, .post_id = 9, .kind = POST_WALIDATA } };
    struct asking  a = { &(struct job_new){ .kind = "toil", .scope = kediri }, 0 };
    struct asking  large = { &(struct job_new){ .kind = "toil", .input = { "", 70000 } }, 0 };

    check("too large an input", is_code(store_change(cx, "ask", ask_once, &large),
                                        "job.input_large"));
    cx->who = &who;
    check("no right", is_code(store_change(cx, "ask", ask_once, &a), "right.denied"));
}

BOTH_JOBS(job_has_its_file_in_parts)
{
    char    path[] = "/tmp/guyub-job-XXXXXX", line[1000] = "x";
    int     fd = mkstemp(path);
    int64_t bytes = 600 * (int64_t)sizeof line, id;

    unlink(path);
    for (int i = 0; i < 600; i++)
        check("written", write(fd, line, sizeof line) == (ssize_t)sizeof line);
    struct asking longer = { &(struct job_new){ .kind = "toil_read", .fd = fd,
                                                .file_bytes = bytes + 1 }, 0 };

    check("shorter than it was said", is_code(store_change(cx, "ask", ask_once, &longer),
                                              "job.file"));
    id = ask(cx, &(struct job_new){ .kind = "toil_read", .fd = fd, .file_bytes = bytes,
                                    .file_name = S("hasil.csv") });
    close(fd);
    run_next(cx, cx->now_s);
    struct job_seen seen;
    struct job_part part;
    bool            found;

    check_ok("seen", job_get(cx, id, &seen));
    check("done", seen.state == JOB_DONE && seen.n_lines == 1);
    check_text("what it told", msg_text(cx->arena, LANG_EN, seen.line[0].text),
               S("There is no region hasil.csv."));
    check_text("where", msg_text(cx->arena, LANG_EN, seen.line[0].place), S("Line 3, column 2"));
    check("no hint", !msg_is(seen.line[0].hint));
    check_ok("parts", job_part_at(cx, (struct job_id){ id }, 0, &part, &found));
    check("its file is gone with its end", !found && seen.file_bytes == 0);
}

/* ---- trying ---------------------------------------------------------------------------------- */

BOTH_JOBS(job_is_tried_again_with_growing_waits)
{
    int64_t         id = ask_toil(cx), now = cx->now_s;
    struct job_seen seen;

    at_third = FAIL_FOR_NOW;
    run_next(cx, now);
    check_state(cx, "waits", id, "waiting");
    check("ten seconds", row_of(cx, id).due_at - cx->now_s == 10);
    check("not before", !take_at(other, cx->now_s + 9, &(struct job_taken){ 0 }));
    run_next(cx, cx->now_s + 11);
    check("forty seconds", row_of(cx, id).due_at - cx->now_s == 40);
    run_next(cx, cx->now_s + 41);
    check_state(cx, "the third try was the last", id, "failed");
    check_ok("seen", job_get(cx, id, &seen));
    check("its error", seen.err && seen.err->kind == ERR_BUSY && seen.tries == 3);
    check_text("kept in words", msg_text(cx->arena, LANG_EN, seen.err->text),
               S("There is no region 99.99."));
    check("and read in the reader's language",
          !str_eq(msg_text(cx->arena, LANG_ID, seen.err->text), S("There is no region 99.99.")));
    check_text("where", seen.err->where, S("line 3"));
    check_parts(cx, "its first two parts were done once", 2);
    at_third = GO_ON;
    check_ok("again", job_again(cx, id));
    check("only what failed", is_code(job_again(cx, id), "job.not_failed"));
    run_next(cx, cx->now_s);
    check_state(cx, "done", id, "done");
    check_parts(cx, "from what was saved", PARTS);
}

BOTH_JOBS(job_with_a_wrong_input_fails_at_once)
{
    int64_t id = ask_toil(cx);

    at_third = FAIL_FOR_GOOD;
    run_next(cx, cx->now_s);
    check_state(cx, "failed", id, "failed");
    check("one try", row_of(cx, id).tries == 1);
}

BOTH_JOBS(job_is_stopped)
{
    int64_t waiting = ask_toil(cx), running;

    check_ok("a waiting one", job_stop(cx, waiting));
    check_state(cx, "ends at once", waiting, "stopped");
    check("not twice", is_code(job_stop(cx, waiting), "job.ended"));
    check("none such", is_code(job_stop(cx, 12345), "job.unknown"));
    running = ask_toil(cx);
    at_third = BE_STOPPED;
    run_next(cx, cx->now_s);
    check_state(cx, "a running one at its next step", running, "stopped");
    check_parts(cx, "what was done stays, the part that met it never was", 2);
    check("nothing is due", !take_at(cx, cx->now_s + DAY_S, &(struct job_taken){ 0 }));
}

/* As in a runner's child: SIGTERM is blocked, and waits until the next step asks for it. */
BOTH_JOBS(job_is_put_back_when_its_runner_stops)
{
    int64_t         id = ask_toil(cx);
    struct job_seen seen;
    sigset_t        term, before;

    sigemptyset(&term);
    sigaddset(&term, SIGTERM);
    sigprocmask(SIG_BLOCK, &term, &before);
    at_third = BE_LET_GO;
    run_next(cx, cx->now_s);
    check("the signal was left for others", sigtimedwait(&term, NULL, &(struct timespec){ 0 }) > 0);
    sigprocmask(SIG_SETMASK, &before, NULL);
    check_state(cx, "it waits", id, "waiting");
    check("due at once", row_of(cx, id).due_at <= cx->now_s);
    check_ok("seen", job_get(cx, id, &seen));
    check("uncounted, and nothing went wrong", seen.tries == 0 && !seen.err);
    check_parts(cx, "the part before the step was done", 3);
    at_third = GO_ON;
    run_next(cx, cx->now_s);
    check_state(cx, "done", id, "done");
    check_parts(cx, "from what was saved", PARTS);
    check("one try", row_of(cx, id).tries == 1);
}

/* ---- leases ---------------------------------------------------------------------------------- */

BOTH_JOBS(job_with_a_lost_lease_changes_nothing)
{
    int64_t id = ask_toil(cx);

    at_third = LOSE;
    run_next(cx, cx->now_s);
    check_state(cx, "it waits for another", id, "waiting");
    check("the try counts", row_of(cx, id).tries == 1);
    check_parts(cx, "the part after the loss never was", 2);
    at_third = GO_ON;
    run_next(cx, clock_now_s() + JOB_LEASE_S + 120);
    check_state(cx, "done", id, "done");
    check_parts(cx, "each part once", PARTS);
}

BOTH_JOBS(job_lease_is_renewed_and_given_back)
{
    struct job_taken taken, stranger;
    enum job_hold    hold;
    int64_t          id = ask_toil(cx), now = cx->now_s;

    check("taken", take_at(cx, now, &taken) && taken.id == id && taken.seconds == JOB_SECONDS);
    cx->now_s = now + 20;
    check_ok("renewed", job_renew(cx, &taken, &hold));
    check("held", hold == JOB_HELD && row_of(cx, id).leased_until == now + 20 + JOB_LEASE_S);
    check("nobody else's meanwhile", !take_at(other, now + 45, &stranger));
    check_ok("stop", job_stop(other, id));
    check_ok("renewed", job_renew(cx, &taken, &hold));
    check("it is to stop", hold == JOB_STOPPING);
    stranger = taken;
    stranger.lease++;
    check_ok("a wrong number", job_renew(cx, &stranger, &hold));
    check("is nothing", hold == JOB_GONE);
    check_ok("nor does it end it", job_lost(cx, &stranger, JOB_DIED));
    check_state(cx, "still running", id, "running");
    check_ok("lost", job_lost(cx, &taken, JOB_DIED));
    check_state(cx, "stopped", id, "stopped");
    id = ask_toil(cx);
    check("taken", take_at(cx, cx->now_s, &taken));
    check_ok("given back", job_lost(cx, &taken, JOB_GIVEN_BACK));
    check("no try", row_of(cx, id).tries == 0);
    check("due at once", row_of(cx, id).due_at <= cx->now_s);
}

static struct cx *
own_cx(struct arena *a, struct cx *cx)
{
    static struct who program = { .kind = WHO_PROGRAM };

    *cx = (struct cx){ .arena = a, .now_s = clock_now_s(), .modules = modules, .who = &program };
    return store_open(a, &cx->store, unit_url(engine), (struct store_options){ 0 }) ? NULL : cx;
}

/* The whole life of a child: takes, runs, and dies where it is told to. */
static void
child_runs(void)
{
    struct arena     a = arena_make(64 << 20);
    struct cx        cx;
    struct job_taken taken;
    bool             found = false;

    if (own_cx(&a, &cx) && !job_take(&cx, &taken, &found) && found)
        job_run(&cx, &taken);
    _exit(1);
}

BOTH_JOBS(job_goes_on_after_its_process_was_killed)
{
    int64_t id = ask_toil(cx);
    int     status = 0;

    at_third = DIE;
    pid_t child = fork();
    if (child == 0)
        child_runs();
    waitpid(child, &status, 0);
    check("killed", WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    at_third = GO_ON;
    check_parts(cx, "two parts were saved", 2);
    check("its lease still stands", !take_at(cx, clock_now_s(), &(struct job_taken){ 0 }));
    take_at(cx, clock_now_s() + JOB_LEASE_S + 1, &(struct job_taken){ 0 });
    run_next(cx, cx->now_s + 11);
    check_state(cx, "done", id, "done");
    check("two tries", row_of(cx, id).tries == 2);
    check_parts(cx, "each part once", PARTS);
}

/* Takes until nothing is due, and tells each number over the pipe. */
static void
child_takes(int tell)
{
    struct arena     a = arena_make(64 << 20);
    struct cx        cx;
    struct job_taken taken;
    bool             found = true;

    if (!own_cx(&a, &cx))
        _exit(1);
    for (int n = 0; n < 2000; n++) {
        struct err *e = job_take(&cx, &taken, &found);

        if (e && e->kind != ERR_BUSY && !str_eq(str_of(e->code), S("store.conflict")))
            _exit(2);
        if (!e && !found)
            _exit(0);
        if (!e && write(tell, &taken.id, sizeof taken.id) != (ssize_t)sizeof taken.id)
            _exit(3);
    }
    _exit(4);
}

BOTH_JOBS(job_is_taken_by_one_of_four)
{
    int     tell[2], status;
    int64_t first = ask_toil(cx), id, times[TO_TAKE] = { 0 }, n = 0;

    for (int i = 1; i < TO_TAKE; i++)
        ask_toil(cx);
    check("a pipe", pipe(tell) == 0);
    for (int i = 0; i < TAKERS; i++)
        if (fork() == 0)
            child_takes(tell[1]);
    close(tell[1]);
    for (; read(tell[0], &id, sizeof id) == (ssize_t)sizeof id; n++)
        if (id >= first && id < first + TO_TAKE)
            times[id - first]++;
    close(tell[0]);
    for (int i = 0; i < TAKERS; i++)
        check("a taker ended well", wait(&status) > 0 && WIFEXITED(status)
              && WEXITSTATUS(status) == 0);
    check("as many as there are", n == TO_TAKE);
    for (int i = 0; i < TO_TAKE; i++)
        check("each once", times[i] == 1);
}

/* ---- schedules, forgetting ------------------------------------------------------------------- */

static int64_t
count_of(struct cx *cx, enum job_state state)
{
    struct job_list list = { 0 };

    check_ok("list", job_list_of(cx, &(struct job_list_filter){ .state = state }, &list));
    return (int64_t)list.n;
}

BOTH_JOBS(job_schedule_asks_once_for_what_was_missed)
{
    int64_t now = cx->now_s;

    check_ok("met for the first time", job_tend(cx));
    check("only gets its time", count_of(cx, JOB_WAITING) == 0);
    cx->now_s = now + 3 * DAY_S;
    check_ok("off for three days", job_tend(cx));
    check_ok("and again", job_tend(cx));
    check("one of each", count_of(cx, JOB_WAITING) == 2);
    cx->now_s += 3601;
    check_ok("an hour later, not run yet", job_tend(cx));
    check("still one of each", count_of(cx, JOB_WAITING) == 2);
}

BOTH_JOBS(job_forgets_what_ended_long_ago)
{
    int64_t         done = ask_toil(cx), failed, last, now = cx->now_s;
    struct job_seen seen;
    struct job      self = { 0 };
    struct job_taken taken;

    run_next(cx, now);
    failed = ask_toil(cx);
    at_third = FAIL_FOR_GOOD;
    run_next(cx, cx->now_s);
    at_third = GO_ON;
    last = ask(cx, &(struct job_new){ .kind = "toil_own" });
    check("taken", take_at(cx, cx->now_s, &taken) && taken.id == last);
    self = (struct job){ .id = taken.id, .lease = taken.lease, .stepped_us = INT64_MAX };
    cx->now_s = now + 8 * DAY_S;
    check_ok("after eight days", job_clean(cx, &self));
    check_text("a failed one's input is gone", row_of(cx, failed).input, S(""));
    check("and it is not tried again", is_code(job_again(cx, failed), "job.not_failed"));
    check_ok("its row stays", job_get(cx, failed, &seen));
    cx->now_s = now + 91 * DAY_S;
    check_ok("after three months", job_clean(cx, &self));
    check("gone", is_code(job_get(cx, failed, &seen), "job.unknown"));
    check("gone, too", is_code(job_get(cx, done, &seen), "job.unknown"));
    check_ok("the running one stays", job_get(cx, last, &seen));
}

/* ---- who sees, what is told ------------------------------------------------------------------ */

static struct who
person(int64_t account, enum post_kind kind, const char *region)
{
    return (struct who){
        .kind = WHO_PERSON, .account_id = account, .subject_id = 1,
        .post = { .id = 1, .post_id = 9, .kind = kind, .title = S("Kantor Program"),
                  .scope = { .region = str_of(region) } },
    };
}

BOTH_JOBS(job_is_seen_by_its_asker_and_by_the_right)
{
    static const struct { const char *name; int64_t account; enum post_kind post;
                          const char *region; bool sees; } row[] = {
        { "its asker",                          1, POST_PROGRAMME_OFFICE, "",      true  },
        { "its asker, in a post without right", 1, POST_MENTOR,           "35.71", true  },
        { "another with the right",             2, POST_PROGRAMME_OFFICE, "",      true  },
        { "with the right in its region",       2, POST_PROGRAMME_OFFICE, "35",    true  },
        { "with the right elsewhere",           2, POST_PROGRAMME_OFFICE, "51",    false },
        { "without the right",                  2, POST_WALIDATA,         "35.71", false },
        { "without a post",                     2, POST_NONE,             "",      false },
    };
    struct who asker = person(1, POST_PROGRAMME_OFFICE, "");
    int64_t    id;

    cx->who = &asker;
    id = ask_toil(cx);
    for (size_t i = 0; i < COUNT(row); i++) {
        struct who      who = person(row[i].account, row[i].post, row[i].region);
        struct job_seen seen;
        struct err     *e;

        cx->who = &who;
        e = job_get(cx, id, &seen);
        check(row[i].name, row[i].sees ? !e : is_code(e, "job.unknown"));
        check(row[i].name, count_of(cx, JOB_NO_STATE) == (row[i].sees ? 1 : 0));
        if (!row[i].sees)
            check(row[i].name, is_code(job_stop(cx, id), "job.unknown"));
    }
}

BOTH_JOBS(job_is_tried_again_with_the_right_of_today)
{
    struct who      asker = person(1, POST_PROGRAMME_OFFICE, "");
    struct who      mentor = person(1, POST_MENTOR, "35.71");
    struct job_seen seen;
    int64_t         id;

    cx->who = &asker;
    id = ask_toil(cx);
    at_third = FAIL_FOR_GOOD;
    run_next(cx, cx->now_s);
    at_third = GO_ON;
    cx->who = &mentor;
    check_ok("its asker still sees it", job_get(cx, id, &seen));
    check("and is not offered it", !job_may_again(cx, &seen));
    check("nor may do it", is_code(job_again(cx, id), "right.denied"));
    cx->who = &asker;
    check_ok("with the right", job_again(cx, id));
}

BOTH_JOBS(job_tells_the_journal_what_people_asked_for)
{
    int64_t id = ask_toil(cx), own;

    run_next(cx, cx->now_s);
    check("asked for, carried out", told_of(cx, "job", job_key_text(cx->arena, id)) == 2);
    own = ask(cx, &(struct job_new){ .kind = "toil_own" });
    run_next(cx, cx->now_s);
    check("the program's own are not told", told_of(cx, "job", job_key_text(cx->arena, own)) == 0);
    own = ask(cx, &(struct job_new){ .kind = "toil_own" });
    at_third = FAIL_FOR_GOOD;
    run_next(cx, cx->now_s);
    check("unless they fail", told_of(cx, "job", job_key_text(cx->arena, own)) == 1);
}

BOTH_JOBS(job_counts_and_findings)
{
    struct job_counts counts;
    struct findings  *f = NEW(cx->arena, struct findings);

    check_ok("examined", job_examine(cx, f));
    check("well", f->n == 1 && f->row[0].level == FINDING_WELL);
    ask_toil(cx);
    at_third = FAIL_FOR_GOOD;
    run_next(cx, cx->now_s);
    *f = (struct findings){ 0 };
    check_ok("examined", job_examine(cx, f));
    check("what its asker sent is its asker's", f->n == 1 && f->row[0].level == FINDING_WELL);
    ask(cx, &(struct job_new){ .kind = "toil_own" });
    at_third = FAIL_FOR_GOOD;
    run_next(cx, cx->now_s);
    ask_toil(cx);
    cx->now_s += 61;
    check_ok("counts", job_counts_of(cx, &counts));
    check("one waits and is due", counts.waiting == 1 && counts.due == 1 && counts.running == 0);
    check("for a minute", counts.oldest_due_s >= 61 && counts.failed_week == 2);
    *f = (struct findings){ 0 };
    check_ok("examined", job_examine(cx, f));
    check("one failed, nobody works", f->n == 2 && f->row[0].level == FINDING_DOUBT
          && f->row[1].level == FINDING_BAD);
}
