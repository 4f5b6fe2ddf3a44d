/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * drill.h — whether a copy brings everything back: it is restored, and held to its manifest.
 *
 * A copy that was never restored is a hope. Codes that begin with "copy." say that the copy is not
 * what was copied; those with "data." that what was copied was not well.
 */
#ifndef GUYUB_APP_DRILL_H
#define GUYUB_APP_DRILL_H

#include "app/care/keyring.h"
#include "app/care/manifest.h"
#include "module.h"

struct drill {
    struct str         dir;         /* the copy's folder                                         */
    struct str         keys;        /* file of the persons' keys; unknown: there is none         */
    struct str         scratch;     /* SQLite: a folder to be made and removed                   */
    struct str         into;        /* PostgreSQL: an empty database; unknown: it is only read   */
    struct store_watch watch;
    int64_t            vault_bytes; /* of documents that are read; below 0: all; all must stand  */
};

/* The files against SHA256SUMS, and what the manifest says; it is empty if it cannot be read. Of
 * the drill's members it needs the folder, and of documents how many bytes. */
void        drill_files(struct cx *, const struct drill *, struct manifest *, struct findings *);

/* All of it. The cx needs no store; with a key, values of persons are tried too. */
struct err *drill_run(struct cx *, const struct drill *, struct manifest *, struct findings *);

/*
 * A restored database against the manifest. While it is being restored, `ring` is joined for good
 * and a schema that is behind the program's stays so: what depends on it is not tried. In a drill
 * the keys are joined in a change that is not kept, and the schema is brought up to date.
 */
struct drill_store {
    const struct manifest *manifest;
    const struct keyring  *ring;        /* NULL: there are no keys */
    bool                   restoring;
    int64_t                n_joined;    /* out */
};
struct err *drill_store(struct cx *, struct drill_store *, struct findings *);

#endif
