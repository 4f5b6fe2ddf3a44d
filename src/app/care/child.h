/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * child.h — another program, run without a shell, watched until it ends.
 *
 * It reads nothing, what it writes is thrown away, and what it complains of comes back. It is given
 * secrets in its environment only, where no other user can read them.
 */
#ifndef GUYUB_APP_CHILD_H
#define GUYUB_APP_CHILD_H

#include "store/copy.h"

struct child {
    const char *const *arg;         /* the program's name first, found on PATH; ends with NULL    */
    const char        *secret;      /* one more variable, "PGPASSWORD=…"; NULL: none              */
    struct store_watch watch;       /* asked ten times a second; its error ends the program       */
    struct str         grows;       /* the file that shows how far it is; unknown: none           */
    const char        *package;     /* where to get the program: "postgresql-client"              */
};

/* Fails: child.absent, child.failed (with what it said last), and what watch.step gives. */
struct err *child_run(struct cx *, const struct child *);

#endif
