/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * document_care.h — what copies of the vault and the doctor ask: which bytes have to be there.
 *
 * OURS   Rows first, then bytes: a row is written after its bytes stand in the vault, and bytes are
 *        never changed, so every file that a moment's rows name is there afterwards too, as long as
 *        nothing is swept (vault_hold).
 */
#ifndef GUYUB_DOCUMENT_CARE_H
#define GUYUB_DOCUMENT_CARE_H

#include "module.h"
#include "office/document/document_vault.h"

/* Calls `take` with every file that a row names, once each, in the order of their hashes; its error
 * ends it. Inside of store_read it is one moment's. */
struct document_files {
    struct err *(*take)(struct cx *, void *arg, const struct vault_file *);
    void         *arg;
};
struct err *document_files_each(struct cx *, struct document_files);

/* How many there are and how large together. */
struct err *document_files_count(struct cx *, int64_t *n, int64_t *bytes);

/* Of the doctor: whether the vault is there, how much it has, whether files are missing or not what
 * their names say (of some, other ones each day), and which evidence ends soon. */
struct err *document_examine(struct cx *, struct findings *);

extern const struct module document_care_module;    /* ZIPs, changes, what ends, the doctor */

#endif
