/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * serve.h — `guyub serve`: binds the address, checks the database, runs supervisor and workers.
 *
 * WHAT   Everything that can be wrong is found before the first request: the routes, the address,
 *        the database and its schema. Then one line for people says where the server answers.
 * READ   serve.c this · supervisor.c workers that are replaced · worker.c the event loop ·
 *        conn.c one connection · dispatch.c a request's way · frame.c its answer
 */
#ifndef GUYUB_APP_SERVE_H
#define GUYUB_APP_SERVE_H

#include "app/settings.h"
#include "base/err.h"

/*
 * Runs until SIGTERM or SIGINT; NULL after a stop in good order. Fails before that:
 * serve.listen, serve.in_use, serve.denied, serve.elsewhere, serve.workers, web.* (routes),
 * store.* (database); and serve.workers_die when workers die faster than they can be replaced.
 */
struct err *app_serve(struct arena *, const struct settings *);

#endif
