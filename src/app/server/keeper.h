/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * keeper.h — the process beside the workers that does what nobody asks for: it tends every module.
 *
 * Twice a second it calls each module's `tend` (module.h) as the program itself, with a database
 * connection of its own and an arena that is emptied after each. A tend that fails is told in the
 * log and called again in the next round; the others are not held up. The database may go away and
 * come back. When it is asked to end it goes round once more, so that what the workers wrote last
 * is sealed too.
 */
#ifndef GUYUB_APP_KEEPER_H
#define GUYUB_APP_KEEPER_H

#include "base/secret.h"
#include "base/str.h"

struct module;
struct site;

struct keeper_plan {
    struct str                  db;         /* for store_open                        */
    const struct secret_key    *key;        /* of this installation                  */
    const struct module *const *modules;    /* ends with NULL                        */
    const struct site          *site;
};

/* Returns after SIGTERM or SIGUSR1, which must be blocked when this is called. SIGINT from a
 * terminal reaches all processes at once and is left to the supervisor. */
void keeper_run(const struct keeper_plan *);

#endif
