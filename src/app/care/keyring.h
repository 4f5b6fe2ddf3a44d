/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * keyring.h — the file that holds the persons' keys beside the copies (ADR 0011, 0020).
 *
 * Lines of text: "guyub keys 1", the time, a line "PERSON WRAPPED" in hexadecimal digits for each
 * key, and "end COUNT SHA256" over all that stands before it. A changed byte shows.
 */
#ifndef GUYUB_APP_KEYRING_H
#define GUYUB_APP_KEYRING_H

#include "base/err.h"
#include "cx.h"

enum { KEYRING_MAX = 64 << 20 };        /* bytes of the file: 400,000 persons */

/* The keys of this moment into a new file, synced; none of a schema that had none yet. */
struct err *keyring_write(struct cx *, struct str path, bool has_keys);

struct keyring { struct str lines; int64_t n, at; };    /* `lines`: only those of keys */

/* Fails: disk.file, keyring.damaged. */
struct err *keyring_read(struct arena *, struct str path, struct keyring *);

/* In a change: joins what belongs to persons who are in this database and were not erased. */
struct err *keyring_join(struct cx *, const struct keyring *, int64_t *n_joined);

#endif
