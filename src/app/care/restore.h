/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * restore.h — a copy becomes the database again, with the latest keys of persons (ADR 0020).
 *
 * The files of documents go into the vault of this installation before their rows are there; what
 * stands in it well stays. When one of them is not what its name says, nothing else is changed.
 * Nothing that is there is overwritten: an SQLite file that stands in the place is moved aside, a
 * PostgreSQL database has to be empty.
 */
#ifndef GUYUB_APP_RESTORE_H
#define GUYUB_APP_RESTORE_H

#include "app/care/manifest.h"
#include "module.h"

struct restore {
    struct str         dir;         /* the copy's folder                                         */
    struct str         db;          /* where it goes: "sqlite:PATH" or "postgresql://…"          */
    struct str         keys;        /* file of the persons' keys; unknown: ../keys/persons.keys  */
    bool               replace;     /* SQLite: a file that is there is moved aside               */
    struct store_watch watch;
};

struct restored {
    struct manifest manifest;
    struct findings findings;
    struct str      aside;          /* where the file before is now; unknown: there was none     */
    int64_t         n_keys;         /* of persons, joined                                        */
    bool            is_done;        /* false: the copy is not whole, nothing was changed         */
};

/* Fails: restore.exists, restore.in_use, restore.not_empty, restore.kind, restore.replace,
 * keyring.damaged, disk.file, child.*, store.*. */
struct err *restore_run(struct cx *, const struct restore *, struct restored *);

#endif
