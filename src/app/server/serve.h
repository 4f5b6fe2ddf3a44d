/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * serve.h — `guyub serve`: binds the address, checks the database, runs supervisor and workers.
 *
 * WHAT   Everything that can be wrong is found before the first request: the routes, the address,
 *        the database and its schema. Then one line for people says where the server answers.
 *        After SIGHUP it does so again as the program that lies on the disk now (handover.h).
 * READ   serve.c this · supervisor.c processes that are replaced and renewed · handover.c the
 *        socket from one program to the next · notify.c what the service manager hears · worker.c
 *        the event loop · conn.c one connection · dispatch.c a request's way · frame.c its answer ·
 *        keeper.c, runner.c the processes beside the workers · health.c, metrics.c how it is
 */
#ifndef GUYUB_APP_SERVE_H
#define GUYUB_APP_SERVE_H

#include "app/shell/settings.h"
#include "base/secret.h"

/*
 * Runs until SIGTERM or SIGINT; NULL after a stop in good order. `argv` is the command line, to be
 * run again. Fails before that: serve.listen, serve.in_use, serve.denied, serve.elsewhere,
 * serve.socket, serve.addresses, serve.memory, web.* (routes), store.* and key.* (database); and
 * serve.workers_die when workers die faster than they can be replaced.
 */
struct err *app_serve(struct arena *, const struct settings *, const char *const *argv);

/* Whether app_serve would begin with these settings, without taking the address; fails as it does.
 * This is `guyub serve --check`. */
struct err *app_serve_check(struct arena *, const struct settings *);

/* Opens and closes it once: an absent or old database, or another one's key, is told now and not to
 * the first visitor; what is bad about its durability goes to the log. Fails: store.*, key.* */
struct err *app_check_store(struct arena *, const struct settings *, struct secret_key *);

#endif
