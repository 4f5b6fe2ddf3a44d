/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * document_vault.h — the folder in which the bytes of documents stand, under their SHA-256.
 *
 * WHAT   VAULT/3f/3f79bb7b…: a file is there whole or not at all, and never changes. It is
 *        written under another name, synced, renamed, its folder is synced, then a row names it.
 *        VAULT/arriving/CODE: a file that comes in pieces. VAULT/new: what is being written.
 *        VAULT/lock: shared by who adds until the row is committed, alone for who sweeps.
 * NOT    Who may read what (document.h).
 * ERRORS Besides those named below: vault.unset (nothing says where it is), vault.folder (it
 *        cannot be made or entered), vault.full (no room), vault.disk.
 * LAW    doc/adr/0025.
 */
#ifndef GUYUB_DOCUMENT_VAULT_H
#define GUYUB_DOCUMENT_VAULT_H

#include "cx.h"

enum { VAULT_HEX = 64, VAULT_RESERVE = 64 << 20 };  /* bytes of the disk that are left free */

struct vault_file { struct str sha256; int64_t bytes; };

/* A file that is held against others: until vault_release, at the latest the arena's end. */
struct vault_hold { int fd; void **place; };

/* From here to vault_release nothing is swept. */
struct err *vault_hold(struct cx *, struct vault_hold *);
void        vault_release(struct vault_hold *);     /* of zeros: nothing is held */

/* Copies what fd has, from its beginning, into the vault. */
struct err *vault_put(struct cx *, int fd, struct vault_file *);

/* The same of a file whose hash is known and which nobody writes any more: by another name for it,
 * without reading it, if it lies on the vault's disk. */
struct err *vault_adopt(struct cx *, int fd, const struct vault_file *);

/* For reading; closes with the arena. Fails: vault.missing. */
struct err *vault_open(struct cx *, struct str sha256, int *fd);

/* Reads all of it: whether it is what its name says. Fails: vault.missing. */
struct err *vault_verify(struct cx *, const struct vault_file *, bool *well);

/* ---- arriving files ------------------------------------------------------------------------ */

/* Opens (and makes) the file of an arrival, held alone. Fails: vault.busy (somebody has it). */
struct err *vault_arriving(struct cx *, struct str code, struct vault_hold *);

/* What fd has is the whole file of an arrival: by another name for it where that can be. */
struct err *vault_arrived(struct cx *, struct str code, int fd);

struct sha;
/* Copies `n` bytes of `from` from place `skip` on to place `at`, onto the disk for good. */
struct vault_piece { int from; int64_t skip, n, at; };
struct err *vault_write(struct cx *, int fd, struct vault_piece, struct sha *);

/* It is whole: from now on it stands under its hash, too, until vault_forget. */
struct err *vault_keep(struct cx *, struct str code, struct str sha256);
void        vault_forget(struct cx *, struct str code);

/* ---- sweeping ------------------------------------------------------------------------------ */

/* Removes files last written before `before_s` of which `is_wanted` says no; `n` counts them. */
struct vault_sweep {
    int64_t before_s;
    struct err *(*is_wanted)(struct cx *, struct str sha256, bool *);
    struct err *(*is_awaited)(struct cx *, struct str code, bool *);    /* an arrival */
    int64_t n;
};
struct err *vault_sweep(struct cx *, struct vault_sweep *);

#endif
