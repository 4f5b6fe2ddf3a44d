/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* unit.c — runs the registered tests with cmocka and counts. */
#include "unit.h"

#include <assert.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { TESTS_MAX = 2000 };

static const size_t ARENA_BYTES = (size_t)1 << 30;

struct unit_test { const char *name, *file; void (*run)(void); };

static struct {
    struct unit_test test[TESTS_MAX];
    size_t           n;
    struct arena     arena;
    long             checks, checks_all, faults;     /* of this test, of all, of this test */
    int              skipped;
    bool             skip;
} unit;

void
unit_add(const char *name, const char *file, void (*run)(void))
{
    assert(unit.n < TESTS_MAX);
    unit.test[unit.n++] = (struct unit_test){ name, file, run };
}

struct arena *
unit_arena(void)
{
    return &unit.arena;
}

void
unit_skip(const char *why)
{
    print_message("           skipped: %s\n", why);
    unit.skip = true;
}

void
unit_check(const char *row_name, bool ok, const char *what, const char *file, int line)
{
    unit.checks++;
    if (ok)
        return;
    unit.faults++;
    print_error("%s:%d: %s: not so: %s\n", file, line, row_name, what);
}

void
check_text(const char *row_name, struct str is, struct str should)
{
    bool same = str_eq(is, should) && str_is_known(is) == str_is_known(should);

    unit.checks++;
    if (same)
        return;
    unit.faults++;
    print_error("%s\n    is:     %.*s%s\n    should: %.*s%s\n", row_name,
                TEXT(is), is.p ? "" : "(unknown)", TEXT(should), should.p ? "" : "(unknown)");
}

bool
unit_aborts(void (*call)(void *), void *arg)
{
    int   status = 0;
    pid_t child = fork();

    assert(child >= 0);
    if (child == 0) {
        int null = open("/dev/null", O_WRONLY);

        dup2(null, STDERR_FILENO);
        signal(SIGABRT, SIG_DFL);
        call(arg);
        _exit(0);
    }
    waitpid(child, &status, 0);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

static void
run_one(void **state)
{
    const struct unit_test *t = *state;

    arena_reset(&unit.arena);
    unit.checks = unit.faults = 0;
    unit.skip = false;
    t->run();
    unit.checks_all += unit.checks;
    if (unit.faults)
        fail_msg("%s: %ld of %ld checks failed", t->file, unit.faults, unit.checks);
    if (unit.skip) {
        unit.skipped++;
        skip();
    }
    if (unit.checks == 0)
        fail_msg("%s: %s checked nothing", t->file, t->name);
}

static bool
is_wanted(const char *name, char **filter)
{
    if (!*filter)
        return true;
    for (; *filter; filter++)
        if (strstr(name, *filter))
            return true;
    return false;
}

static int
by_file_and_name(const void *a, const void *b)
{
    const struct unit_test *x = a, *y = b;
    int c = strcmp(x->file, y->file);

    return c ? c : strcmp(x->name, y->name);
}

static int
list(void)
{
    for (size_t i = 0; i < unit.n; i++)
        printf("%s\t%s\n", unit.test[i].name, unit.test[i].file);
    return 0;
}

int
main(int argc, char **argv)
{
    static struct CMUnitTest run[TESTS_MAX];
    size_t n = 0;

    (void)argc;
    qsort(unit.test, unit.n, sizeof unit.test[0], by_file_and_name);
    if (argv[1] && strcmp(argv[1], "--list") == 0)
        return list();
    for (size_t i = 0; i < unit.n; i++)
        if (is_wanted(unit.test[i].name, argv + 1))
            run[n++] = (struct CMUnitTest){
                .name = unit.test[i].name, .test_func = run_one, .initial_state = &unit.test[i],
            };
    if (n == 0) {
        fprintf(stderr, "unit: no test has such a name\n");
        return 2;
    }
    unit.arena = arena_make(ARENA_BYTES);
    int failed = _cmocka_run_group_tests("unit", run, n, NULL, NULL);

    arena_drop(&unit.arena);
    printf("unit: %zu passed, %d failed, %d skipped (%ld checks)\n",
           n - (size_t)failed - (size_t)unit.skipped, failed, unit.skipped, unit.checks_all);
    return failed != 0;
}
