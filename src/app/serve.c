/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/serve.h"

#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "app/board.h"
#include "app/keeper.h"
#include "app/modules.h"
#include "app/runner.h"
#include "app/supervisor.h"
#include "app/worker.h"
#include "base/arena.h"
#include "base/clock.h"
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

static struct err *
listen_at(struct arena *a, struct str where, int *fd)
{
    struct addrinfo hints = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV };
    struct addrinfo *found;
    struct address   address;

    if (!read_address(where, &address))
        return bad_address(a, where);
    if (getaddrinfo(str_z(a, address.host), str_z(a, address.port), &hints, &found) != 0)
        return bad_address(a, where);
    *fd = open_socket(found);
    int errnum = errno;

    freeaddrinfo(found);
    return *fd < 0 ? bind_err(a, where, errnum) : NULL;
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

/* Opens and closes it once: an absent or old database, or another one's key, is told now and not to
 * the first visitor. */
static struct err *
check_store(struct arena *a, const struct settings *s, struct secret_key *key)
{
    struct cx cx = { .arena = a, .modules = app_modules };

    TRY(store_open(a, &cx.store, s->db, (struct store_options){ .busy_ms = 0 }));
    struct err *e = read_key(&cx, s->key, key);

    store_close(cx.store);
    return e;
}

/* ---- all together --------------------------------------------------------------------------- */

struct service { struct worker_plan plan; struct site site; struct board *board; };

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
trust_proxies(struct arena *a, struct str list, struct client_nets *out)
{
    struct str wrong;

    if (client_nets_read(list, out, &wrong))
        return NULL;
    return err_of(a, (struct err){
        .kind = ERR_INPUT, .code = "serve.trusted_proxies", .where = S("GUYUB_TRUSTED_PROXIES"),
        .text = MSG("\"{0}\" is not an address or network of a proxy, or is one too many.", wrong),
        .hint = MSG("Give up to 32 addresses or networks, such as {0}.",
                    S("127.0.0.1, 10.0.0.0/8")),
    });
}

struct err *
app_serve(struct arena *a, const struct settings *s)
{
    struct dispatch dispatch;
    struct service  service = { .plan = {
        .dispatch = &dispatch, .db = s->db, .keep_bytes = (size_t)s->keep_mb << 20 } };

    settings_site(s, &service.site);
    worker_limits_of(s, &service.plan.limits);
    service.board = board_make((size_t)s->workers, service.plan.limits.slots);
    if (!service.board)
        return err_errno(a, "serve.memory", MSG("The server could not get memory."), errno);
    service.board->started_s = (uint64_t)clock_now_s();
    service.plan.board = service.board;
    service.plan.site = &service.site;
    TRY(dispatch_make(a, &dispatch, app_modules));
    dispatch.source_code = s->source;
    TRY(trust_proxies(a, s->trusted_proxies, &dispatch.trusted));
    TRY(listen_at(a, s->listen, &service.plan.listen_fd));
    struct err *e = check_store(a, s, &service.plan.key);

    if (e) {
        close(service.plan.listen_fd);
        return e;
    }
    secret_hashers(s->workers > 1 ? (int)s->workers / 2 : 1);
    say_where(a, s, service.plan.listen_fd);
    return supervise(a, &(struct crew){
        .n_workers = (size_t)s->workers, .work = work, .keep = keep, .arg = &service,
        .run_jobs = s->jobs > 0 ? run_jobs : NULL, .stopping = stopping, .board = service.board,
    });
}
