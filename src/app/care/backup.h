/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * backup.h — copies of the database: made while it is used, tried, and kept in number (ADR 0020).
 *
 * WHAT   FOLDER/guyub-20261122T193000Z/ holds data.db (SQLite) or data.dump (PostgreSQL) of one
 *        moment, without the keys of persons; vault/ with the files of documents that its rows name
 *        (vault_copy.h); manifest.json, which says what is in it; SHA256SUMS.
 *        FOLDER/keys/persons.keys holds those keys, always only the latest, so that who was erased
 *        stays erased in every copy (ADR 0011). A copy has its name only after it was restored in a
 *        scratch place and held to its manifest.
 * NOT    The installation's key file, which is kept apart from both. Archived logs of PostgreSQL,
 *        by which it goes back to any second: the administrator's guide.
 * READ   backup_rule.h names, retention (pure) · backup.c · drill.c · manifest.c · keyring.c ·
 *        vault_copy.c · restore.c · backup_cli.c · backup_job.c every night
 */
#ifndef GUYUB_APP_BACKUP_H
#define GUYUB_APP_BACKUP_H

#include "app/care/manifest.h"
#include "module.h"

struct backup {
    struct str         folder;      /* made if it is not there                                   */
    int64_t            keep;        /* copies that stay; 0: all                                  */
    struct store_watch watch;
};

struct backup_made {
    struct str      dir;            /* of the new copy                                           */
    struct manifest manifest;
    struct findings findings;       /* of its drill                                              */
    int64_t         n_gone;         /* older copies that were removed                            */
};

/* Fails: backup.folder (it is not there), backup.busy (another one is at work), backup.drill (it
 * did not stand its drill and is gone), disk.file, copy.file, child.*, store.*, and what watch.step
 * gives. Nothing half is left. */
struct err *backup_make(struct cx *, const struct backup *, struct backup_made *);

/* Whole copies, oldest first; what cannot be read has no manifest (program unknown). */
struct backup_copy   { struct str name; int64_t at; struct manifest manifest; };
struct backup_copies { struct backup_copy *row; size_t n; };
struct err *backup_list(struct arena *, struct str folder, struct backup_copies *);

/* Where the persons' keys of the copies in this folder are. */
struct str  backup_keys(struct arena *, struct str folder);

#endif
