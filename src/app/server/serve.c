/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/server/serve.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "app/care/doctor.h"
#include "app/modules.h"
#include "app/server/board.h"
#include "app/server/handover.h"
#include "app/server/health.h"
#include "app/server/keeper.h"
#include "app/server/runner.h"
#include "app/server/supervisor.h"
#include "app/server/worker.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "ground/subject/subject.h"
#include "site.h"
#include "store/store.h"

enum { BACKLOG = 1024 };

/* ---- the address ---------------------------------------------------------------------------- */

struct address { struct str host; struct str port; };

/* "127.0.0.1:8080", "[::1]:8080", "localhost:8080" */
static bool
read_address(struct str listen, struct address *out)
{
    size_t colon = listen.n;

    while (colon > 0 && listen.p[colon - 1] != ':')
        colon--;
    if (colon < 2)
        return false;
    out->port = str_part(listen, colon, listen.n - colon);
    out->host = str_part(listen, 0, colon - 1);
    if (out->host.p[0] == '[' && out->host.n > 2 && out->host.p[out->host.n - 1] == ']')
        out->host = str_part(out->host, 1, out->host.n - 2);

    int64_t port;

    return str_int64(out->port, &port) && port >= 0 && port <= 65535;
}

static struct err *
bad_address(struct arena *a, struct str listen)
{
    return err_of(a, (struct err){
        .kind = ERR_INPUT, .code = "serve.listen",
        .text = MSG("\"{0}\" is not an address to listen at.", listen),
        .hint = MSG("Give an address and a port, such as {0}.", S("127.0.0.1:8080")),
        .where = S("GUYUB_LISTEN"),
    });
}

/* What went wrong at bind(), as the person at the keyboard would want to hear it. */
static struct err *
bind_err(struct arena *a, struct str listen, int errnum)
{
    struct msg text = MSG("The server could not listen at {0}.", listen);

    if (errnum == EADDRINUSE)
        return err_of(a, (struct err){
            .kind = ERR_BROKEN, .code = "serve.in_use", .text = text,
            .detail = MSG("Another program listens there already."),
            .hint = MSG("Stop that program, or choose another port with --listen."),
        });
    if (errnum == EACCES)
        return err_of(a, (struct err){
            .kind = ERR_BROKEN, .code = "serve.denied", .text = text,
            .detail = MSG("This user may not use that port; ports below 1024 are for root."),
            .hint = MSG("Choose a port from 1024 up with --listen."),
        });
    if (errnum == EADDRNOTAVAIL)
        return err_of(a, (struct err){
            .kind = ERR_BROKEN, .code = "serve.elsewhere", .text = text,
            .detail = MSG("This machine does not have that address."),
            .hint = MSG("Use 127.0.0.1 for this machine alone or 0.0.0.0 for the whole network."),
        });
    return err_errno(a, "serve.listen", text, errnum);
}

/* A listening socket, or -1 with errno. */
static int
open_socket(const struct addrinfo *at)
{
    int yes = 1;
    int fd = socket(at->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(fd, at->ai_addr, at->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0)
        return fd;
    int errnum = errno;

    close(fd);
    errno = errnum;
    return -1;
}

/* To be freed with freeaddrinfo. */
static struct err *
find_address(struct arena *a, struct str where, struct addrinfo **found)
{
    struct addrinfo hints = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV };
    struct address  address;

    if (!read_address(where, &address))
        return bad_address(a, where);
    if (getaddrinfo(str_z(a, address.host), str_z(a, address.port), &hints, found) != 0)
        return bad_address(a, where);
    return NULL;
}

/* At the place where a handover has it. */
static bool
settle(int *fd)
{
    if (*fd == HANDOVER_FD)
        return true;
    int settled = dup3(*fd, HANDOVER_FD, O_CLOEXEC);

    if (settled < 0)
        return false;
    close(*fd);
    *fd = settled;
    return true;
}

static struct err *
listen_at(struct arena *a, struct str where, int *fd)
{
    struct addrinfo *found = NULL;

    TRY(find_address(a, where, &found));
    *fd = found ? open_socket(found) : -1;
    bool done = *fd >= 0 && settle(fd);
    int  errnum = errno;

    freeaddrinfo(found);
    return done ? NULL : bind_err(a, where, errnum);
}

/* ---- the database --------------------------------------------------------------------------- */

static struct err *
read_key(struct cx *cx, struct str file, struct secret_key *key)
{
    size_t n;
    const struct migration *const *list = app_migrations(cx->arena, &n);

    TRY(store_is_current(cx, list, n));
    TRY(secret_key_file(cx->arena, key, file, false));
    cx->key = key;
    return subject_check_key(cx);
}

struct err *
app_check_store(struct arena *a, const struct settings *s, struct secret_key *key)
{
    struct cx cx = { .arena = a, .modules = app_modules };

    TRY(store_open(a, &cx.store, s->db, (struct store_options){ .busy_ms = 0 }));
    struct err *e = read_key(&cx, s->key, key);

    if (!e)
        doctor_warn(&cx);
    store_close(cx.store);
    return e;
}

/* ---- all together --------------------------------------------------------------------------- */

struct service {
    struct arena         *arena;
    const struct settings *settings;
    struct program        program;
    struct dispatch       dispatch;
    struct worker_plan    plan;
    struct site           site;
    struct handover       handover;
    struct health         health;
};

static void
work(void *arg, size_t seat)
{
    struct worker_plan *plan = &((struct service *)arg)->plan;

    plan->seat = seat;
    worker_run(plan);
}

static void
run_jobs(void *arg)
{
    const struct worker_plan *plan = &((struct service *)arg)->plan;

    close(plan->listen_fd);
    runner_run(&(struct runner_plan){
        .db = plan->db, .key = &plan->key, .modules = app_modules, .site = plan->site,
        .jobs = plan->site->jobs,
    });
}

static void
keep(void *arg)
{
    const struct worker_plan *plan = &((struct service *)arg)->plan;

    close(plan->listen_fd);
    keeper_run(&(struct keeper_plan){ plan->db, &plan->key, app_modules, plan->site });
}

static void
stopping(void *arg)
{
    close(((struct service *)arg)->plan.listen_fd);
}

/* The port that was given, or the one that the system chose for port 0. */
static void
say_where(struct arena *a, const struct settings *s, int fd)
{
    struct sockaddr_storage at;
    socklen_t n = sizeof at;
    char      host[NI_MAXHOST], port[NI_MAXSERV];

    if (getsockname(fd, (struct sockaddr *)&at, &n) != 0 ||
        getnameinfo((struct sockaddr *)&at, n, host, sizeof host, port, sizeof port,
                    NI_NUMERICHOST | NI_NUMERICSERV) != 0)
        return;
    bool is_v6 = strchr(host, ':') != NULL;
    struct str url = str_fmt(a, is_v6 ? "http://[%s]:%s" : "http://%s:%s", host, port);
    struct str line = msg_text(a, s->lang, MSG("Guyub serves at {0}", url));

    printf("%.*s\n", TEXT(line));
    fflush(stdout);
}

static struct err *
read_nets(struct arena *a, struct str list, const char *variable, struct client_nets *out)
{
    struct str wrong;

    if (client_nets_read(list, out, &wrong))
        return NULL;
    return err_of(a, (struct err){
        .kind = ERR_INPUT, .code = "serve.addresses", .where = str_of(variable),
        .text = MSG("\"{0}\" is not an address or network, or is one too many.", wrong),
        .hint = MSG("Give up to 32 addresses or networks, such as {0}.",
                    S("127.0.0.1, 10.0.0.0/8")),
    });
}

/* Everything that can be wrong before the address and the database are asked. */
static struct err *
prepare(struct service *v)
{
    const struct settings *s = v->settings;

    v->plan = (struct worker_plan){
        .dispatch = &v->dispatch, .db = s->db, .keep_bytes = (size_t)s->keep_mb << 20,
        .site = &v->site,
    };
    settings_site(s, &v->site);
    limits_of(s, &v->plan.limits);
    TRY(dispatch_make(v->arena, &v->dispatch, app_modules));
    v->dispatch.source_code = s->source;
    v->dispatch.health = &v->health;
    TRY(read_nets(v->arena, s->trusted_proxies, "GUYUB_TRUSTED_PROXIES", &v->dispatch.trusted));
    return read_nets(v->arena, s->metrics_from, "GUYUB_METRICS_FROM", &v->health.metrics_from);
}

static struct err *
make_board(struct service *v)
{
    struct worker_plan *plan = &v->plan;

    plan->board = board_make((size_t)v->settings->workers, plan->limits.slots);
    if (!plan->board)
        return err_errno(v->arena, "serve.memory", MSG("The server could not get memory."), errno);
    v->health.board = plan->board;
    plan->board->started_s = (uint64_t)clock_now_s();
    plan->board->restarts = (uint64_t)v->handover.restarts;
    return NULL;
}

/* A program that took over from another was proven a moment ago, and the other's workers are still
 * answering: a database that has gone since then is waited for and ends nobody. */
static struct err *
open_up(struct service *v)
{
    const struct settings *s = v->settings;

    TRY(make_board(v));
    if (v->handover.restarts > 0) {
        v->plan.listen_fd = v->handover.fd;
        return secret_key_file(v->arena, &v->plan.key, s->key, false);
    }
    v->plan.listen_fd = v->handover.fd;
    if (v->handover.fd < 0)
        TRY(listen_at(v->arena, s->listen, &v->plan.listen_fd));
    struct err *e = app_check_store(v->arena, s, &v->plan.key);

    if (e)
        close(v->plan.listen_fd);
    return e;
}

/* ---- another program ------------------------------------------------------------------------ */

static pid_t
prove(void *arg)
{
    struct service *v = arg;

    return program_check(v->arena, &v->program);
}

static void
renew(void *arg, const pid_t *child, size_t n)
{
    struct service *v = arg;
    struct handover next = {
        .fd = v->plan.listen_fd, .stays = v->handover.stays,
        .restarts = v->handover.restarts + 1, .n_old = n,
    };

    memcpy(next.old, child, n * sizeof child[0]);
    program_become(v->arena, &v->program, &next);
}

/* ---- all together --------------------------------------------------------------------------- */

/* At a terminal SIGHUP says that the terminal has gone: that is the end. */
static struct crew
crew_of(struct service *v)
{
    const struct settings *s = v->settings;

    return (struct crew){
        .n_workers = (size_t)s->workers, .work = work, .keep = keep,
        .run_jobs = s->jobs > 0 ? run_jobs : NULL, .stopping = stopping,
        .prove = isatty(STDIN_FILENO) ? NULL : prove, .renew = renew, .arg = v,
        .board = v->plan.board, .old = v->handover.old, .n_old = v->handover.n_old,
        .socket_stays = v->handover.stays,
    };
}

struct err *
app_serve(struct arena *a, const struct settings *s, const char *const *argv)
{
    struct service *v = NEW(a, struct service);

    v->arena = a;
    v->settings = s;
    v->program = program_of_process(a, argv);
    TRY(handover_take(a, &v->handover));
    TRY(prepare(v));
    TRY(open_up(v));
    secret_hashers(s->workers > 1 ? (int)s->workers / 2 : 1);
    say_where(a, s, v->plan.listen_fd);
    LOG(LOG_INFO, "serve.begins", LOG_NUMBER("pid", getpid()), LOG_NUMBER("workers", s->workers),
        LOG_NUMBER("jobs", s->jobs), LOG_NUMBER("restarts", v->handover.restarts));
    struct crew crew = crew_of(v);
    struct err *e = supervise(a, &crew);

    LOG(LOG_INFO, "serve.ended", LOG_NUMBER("pid", getpid()));
    return e;
}

struct err *
app_serve_check(struct arena *a, const struct settings *s)
{
    struct service  *v = NEW(a, struct service);
    struct addrinfo *found = NULL;

    v->arena = a;
    v->settings = s;
    TRY(prepare(v));
    TRY(find_address(a, s->listen, &found));
    freeaddrinfo(found);
    return app_check_store(a, s, &v->plan.key);
}
