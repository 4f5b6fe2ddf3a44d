/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/care/child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"

enum { POLL_MS = 100, SAID_BYTES = 2000, ENV_MAX = 1000 };

/* ---- errors ---------------------------------------------------------------------------------- */

static struct err *
absent(struct cx *cx, const struct child *c)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_BROKEN, .code = "child.absent",
        .text = MSG("The program {0} is not on this machine.", str_of(c->arg[0])),
        .hint = MSG("Install it: it comes with the package {0}.", str_of(c->package)),
    });
}

/* The end of what it complained of, on one line. */
static struct str
said_last(struct arena *a, int fd)
{
    struct stat st;
    char       *p = arena_alloc(a, SAID_BYTES, 1);
    bool        known = fstat(fd, &st) == 0;
    off_t       from = known && st.st_size > SAID_BYTES ? st.st_size - SAID_BYTES : 0;
    ssize_t     n = known ? pread(fd, p, SAID_BYTES, from) : 0;

    for (ssize_t i = 0; i < n; i++)
        if ((unsigned char)p[i] < ' ')
            p[i] = ' ';
    return str_trim((struct str){ p, n > 0 ? (size_t)n : 0 });
}

static struct err *
failed(struct cx *cx, const struct child *c, int status, int said)
{
    struct str what = said_last(cx->arena, said);

    if (what.n == 0)
        what = str_fmt(cx->arena, "%d", WIFEXITED(status) ? WEXITSTATUS(status) : -1);
    return err_of(cx->arena, (struct err){
        .kind = ERR_BROKEN, .code = "child.failed",
        .text = MSG("The program {0} did not succeed.", str_of(c->arg[0])),
        .detail = MSG("It says: {0}", what),
    });
}

/* ---- running --------------------------------------------------------------------------------- */

/* Ours, in English so that what it says is the same everywhere, and the secret. */
static char *const *
environment(struct arena *a, const char *secret)
{
    char **env = NEWS(a, char *, ENV_MAX + 3);
    size_t n = 0;

    for (char **e = environ; *e && n < ENV_MAX; e++)
        if (strncmp(*e, "LC_", 3) != 0 && strncmp(*e, "PGPASSWORD=", 11) != 0)
            env[n++] = *e;
    env[n++] = (char *)"LC_ALL=C.UTF-8";
    if (secret)
        env[n++] = (char *)secret;
    return env;
}

/* A job blocks and ignores signals by which its children are to be ended. */
static int
take_signals(posix_spawnattr_t *attr)
{
    sigset_t none, all;
    int      rc = posix_spawnattr_init(attr);

    sigemptyset(&none);
    sigfillset(&all);
    if (!rc)
        rc = posix_spawnattr_setsigmask(attr, &none);
    if (!rc)
        rc = posix_spawnattr_setsigdefault(attr, &all);
    return rc ? rc : posix_spawnattr_setflags(attr, POSIX_SPAWN_SETSIGMASK
                                                    | POSIX_SPAWN_SETSIGDEF);
}

static int
start(struct cx *cx, const struct child *c, int said, pid_t *pid)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t          attr;
    int                        rc = posix_spawn_file_actions_init(&files);

    if (rc)
        return rc;
    rc = take_signals(&attr);
    if (!rc)
        rc = posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    if (!rc)
        rc = posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    if (!rc)
        rc = posix_spawn_file_actions_adddup2(&files, said, STDERR_FILENO);
    if (!rc)
        rc = posix_spawnp(pid, c->arg[0], &files, &attr, (char *const *)c->arg,
                          environment(cx->arena, c->secret));
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attr);
    return rc;
}

static int64_t
bytes_of(struct cx *cx, struct str path)
{
    struct stat st;

    return str_is_known(path) && stat(str_z(cx->arena, path), &st) == 0 ? st.st_size : 0;
}

/* Until it ends, or its watch ends it. */
static struct err *
follow(struct cx *cx, const struct child *c, pid_t pid, int *status)
{
    static const struct timespec pause = { .tv_nsec = POLL_MS * 1000000 };
    struct err *stopped = NULL;
    size_t      mark = arena_mark(cx->arena);
    pid_t       ended;

    while ((ended = waitpid(pid, status, WNOHANG)) == 0 || (ended < 0 && errno == EINTR)) {
        if (!stopped && c->watch.step) {
            stopped = c->watch.step(cx, c->watch.arg, bytes_of(cx, c->grows), 0);
            if (stopped)
                kill(pid, SIGTERM);
            else
                arena_back(cx->arena, mark);
        }
        nanosleep(&pause, NULL);
    }
    return stopped;
}

struct err *
child_run(struct cx *cx, const struct child *c)
{
    pid_t pid;
    int   status = 0, said = memfd_create("guyub-said", MFD_CLOEXEC);

    if (said < 0)
        return err_errno(cx->arena, "child.failed", MSG("Another program could not be started."),
                         errno);
    int         rc = start(cx, c, said, &pid);
    struct err *e = rc == ENOENT ? absent(cx, c)
                  : rc ? err_errno(cx->arena, "child.failed",
                                   MSG("Another program could not be started."), rc)
                       : follow(cx, c, pid, &status);

    if (!e && (!WIFEXITED(status) || WEXITSTATUS(status) != 0))
        e = failed(cx, c, status, said);
    close(said);
    return e;
}
