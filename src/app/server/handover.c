/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/server/handover.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"

enum { TEXT_MAX = 4096, ARGS_MAX = 300 };

/* ---- what was given ------------------------------------------------------------------------- */

static struct err *
bad_socket(struct arena *a, struct msg detail)
{
    return err_of(a, (struct err){
        .kind = ERR_INPUT, .code = "serve.socket", .where = S("LISTEN_FDS"), .detail = detail,
        .text = MSG("The service manager did not give a socket that can be served at."),
        .hint = MSG("Give one socket of TCP that listens, such as {0} in the socket's unit.",
                    S("ListenStream=8080")),
    });
}

static bool
option_is(int fd, int option, int *value)
{
    socklen_t n = sizeof *value;

    return getsockopt(fd, SOL_SOCKET, option, value, &n) == 0;
}

static struct err *
take_socket(struct arena *a, int fd)
{
    int listens = 0, domain = 0, flags = fcntl(fd, F_GETFL);

    if (flags < 0 || !option_is(fd, SO_ACCEPTCONN, &listens) || !listens)
        return bad_socket(a, MSG("It does not listen."));
    if (!option_is(fd, SO_DOMAIN, &domain) || (domain != AF_INET && domain != AF_INET6))
        return bad_socket(a, MSG("It is not of TCP."));
    if (fcntl(fd, F_SETFL, flags | O_NONBLOCK) != 0 || fcntl(fd, F_SETFD, FD_CLOEXEC) != 0)
        return err_errno(a, "serve.socket", MSG("The socket could not be taken over."), errno);
    return NULL;
}

/* The variable's number; `otherwise` where there is none. */
static int64_t
number_in(const char *name, int64_t otherwise)
{
    const char *value = getenv(name);
    int64_t     n;

    return value && str_int64(str_of(value), &n) ? n : otherwise;
}

static bool
next_number(struct str *rest, int64_t *out)
{
    struct str one;

    if (!str_is_known(*rest))
        return false;
    str_cut(*rest, ' ', &one, rest);
    return str_int64(one, out);
}

/* Written by ourselves; what cannot be read ends the list. */
static void
read_own(struct str said, struct handover *out)
{
    int64_t stays, pid;

    if (!next_number(&said, &out->restarts) || !next_number(&said, &stays))
        return;
    out->stays = stays == 1;
    while (out->n_old < HANDOVER_OLD_MAX && next_number(&said, &pid))
        if (pid > 1 && pid <= INT_MAX)
            out->old[out->n_old++] = (pid_t)pid;
}

struct err *
handover_take(struct arena *a, struct handover *out)
{
    bool        for_us = number_in("LISTEN_PID", 0) == getpid();
    int64_t     n = for_us ? number_in("LISTEN_FDS", 0) : 0;
    const char *own = for_us ? getenv("GUYUB_HANDOVER") : NULL;

    *out = (struct handover){ .fd = n == 1 ? HANDOVER_FD : -1, .stays = n > 0 };
    if (own)
        read_own(str_copy(a, str_of(own)), out);
    unsetenv("LISTEN_PID");
    unsetenv("LISTEN_FDS");
    unsetenv("LISTEN_FDNAMES");
    unsetenv("GUYUB_HANDOVER");
    if (n > 1)
        return bad_socket(a, MSG("There are {0} of them.", str_int(a, n)));
    return n == 1 ? take_socket(a, HANDOVER_FD) : NULL;
}

/* ---- the program ---------------------------------------------------------------------------- */

/* Where the running file lies now. */
static const char *
path_of_file(struct arena *a)
{
    char   *path = arena_alloc(a, PATH_MAX, 1);
    ssize_t n = readlink("/proc/self/exe", path, PATH_MAX - 1);

    return n > 0 ? path : "/proc/self/exe";
}

/* By the name it was started with: a link there may lead to a newer file tomorrow. */
struct program
program_of_process(struct arena *a, const char *const *argv)
{
    unsigned long at = getauxval(AT_EXECFN);
    const char   *path;
    char          folder[PATH_MAX];

    memcpy(&path, &at, sizeof path);
    if (!path || strncmp(path, "/proc/", 6) == 0 || strncmp(path, "/dev/", 5) == 0)
        path = path_of_file(a);
    else if (path[0] != '/' && getcwd(folder, sizeof folder))
        path = str_z(a, str_fmt(a, "%s/%s", folder, path));
    return (struct program){ path, argv };
}

/* exec wants texts that it could change, and does not change them. */
static char *const *
words_of(struct arena *a, const struct program *program, const char *more)
{
    const char **word = NEWS(a, const char *, ARGS_MAX);
    char      ***out = NEW(a, char **);
    size_t       n = 0;

    for (; n < ARGS_MAX - 2 && program->argv[n]; n++)
        word[n] = program->argv[n];
    word[n] = more;
    memcpy(out, &word, sizeof *out);
    return *out;
}

static void
check_in_child(const struct program *program, char *const *word)
{
    sigset_t none;
    int      nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);

    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (nowhere >= 0)
        dup2(nowhere, STDOUT_FILENO);
    alarm(CHECK_S);
    execv(program->path, word);
    _exit(127);
}

pid_t
program_check(struct arena *a, const struct program *program)
{
    size_t       mark = arena_mark(a);
    char *const *word = words_of(a, program, "--check");
    pid_t        pid = fork();

    if (pid == 0)
        check_in_child(program, word);
    arena_back(a, mark);
    return pid;
}

static struct str
own_text(struct arena *a, const struct handover *h)
{
    struct buf b = buf_in(a, TEXT_MAX);

    buf_fmt(&b, "%jd %d", (intmax_t)h->restarts, h->stays);
    for (size_t i = 0; i < h->n_old; i++)
        buf_fmt(&b, " %d", (int)h->old[i]);
    assert(!b.full);
    return buf_str(&b);
}

void
program_become(struct arena *a, const struct program *program, const struct handover *h)
{
    char *const *word = words_of(a, program, NULL);

    assert(h->fd == HANDOVER_FD && h->n_old <= HANDOVER_OLD_MAX);
    setenv("LISTEN_PID", str_z(a, str_fmt(a, "%d", (int)getpid())), 1);
    setenv("LISTEN_FDS", "1", 1);
    setenv("GUYUB_HANDOVER", str_z(a, own_text(a, h)), 1);
    fcntl(h->fd, F_SETFD, 0);
    execv(program->path, word);
    int errnum = errno;

    fcntl(h->fd, F_SETFD, FD_CLOEXEC);
    unsetenv("LISTEN_PID");
    unsetenv("LISTEN_FDS");
    unsetenv("GUYUB_HANDOVER");
    errno = errnum;
}
