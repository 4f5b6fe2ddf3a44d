/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* pgtool.h — pg_dump and pg_restore, reaching the database that a store reaches. */
#ifndef GUYUB_APP_PGTOOL_H
#define GUYUB_APP_PGTOOL_H

#include "store/copy.h"

/* Inside store_read: that moment into the new file `path`, without the rows of `without`. */
struct err *pgtool_dump(struct cx *, struct str path, const char *without, struct store_watch);
/* Reads all of a dump and throws it away. */
struct err *pgtool_read(struct cx *, struct str path, struct store_watch);
/* Into the empty database of the store, whole or not at all. */
struct err *pgtool_restore(struct cx *, struct str path, struct store_watch);

#endif
