/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * manifest.h — manifest.json: what a copy is said to hold, so that a drill can hold it to that.
 *
 * Beside it SHA256SUMS has the digests of all files of the copy, the manifest's too, as sha256sum
 * writes and checks them; those of documents stand in vault.sums, whose digest is in both.
 */
#ifndef GUYUB_APP_MANIFEST_H
#define GUYUB_APP_MANIFEST_H

#include "base/json.h"
#include "base/maybe.h"
#include "store/copy.h"

enum { MANIFEST_MAX = 4 << 20 };        /* bytes of the file */

/* The files of documents that the rows name (vault_copy.h). */
struct manifest_vault {
    bool       known;                       /* false: of a copy before there were any, or of an
                                             * older schema: they were not taken along           */
    int64_t    files, bytes;                /* as the rows have it                               */
    int64_t    lost;                        /* of these files: not in the vault, or changed      */
    struct str sha256;                      /* of vault.sums                                     */
};

struct manifest {
    struct str          program, commit;    /* that made it: "0.1.0", "82c5bd940b0e"             */
    enum store_kind     kind;
    struct str          file;               /* "data.db" or "data.dump"                          */
    struct str          sha256;  int64_t bytes;     /* of that file                              */
    int64_t             at, ended_at;       /* the moment that it holds; when it was done        */
    struct store_steps  steps;
    struct store_tables tables;
    struct maybe_int    journal_sealed, journal_waiting;    /* unknown: of another schema        */
    struct str          journal_head;       /* hex; unknown as well                              */
    bool                journal_holds;      /* as it was proved when the copy was made           */
    struct manifest_vault vault;
};

struct str  manifest_file_of(enum store_kind);          /* "data.db", "data.dump" */
void        manifest_json(struct json *, const void *manifest);
/* Fails: manifest.wrong. `where` is for people. */
struct err *manifest_parse(struct arena *, struct str text, struct str where, struct manifest *);

/* Lines of SHA256SUMS. */
struct sum { struct str name, sha256; };
enum { SUMS_MAX = 8 };
struct sums { struct sum row[SUMS_MAX]; size_t n; };
struct str  sums_text(struct arena *, const struct sums *);
bool        sums_parse(struct str text, struct sums *);

#endif
