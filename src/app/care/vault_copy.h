/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * vault_copy.h — the bytes of documents in a copy: every file that the copied rows name.
 *
 * WHAT   COPY/vault/3f/3f79bb7b…: as in the vault itself. COPY/vault.sums: a line each, in the
 *        order of their hashes, as sha256sum writes and checks them.
 * OURS   The rows are copied first, then the bytes (office/document/document_care.h says why). A
 *        file that the copy before has is a second name of that one, so that a night costs what is
 *        new; where the file system has no such names, or they are used up, it is copied. So a byte
 *        that the disk loses is lost to all copies on it: each night reads some of them, others
 *        each day, `guyub backup check` all. What the vault and the row say differently is told,
 *        and what the copy before still has well is kept.
 * MEMORY A page of hashes and a part of one file.
 */
#ifndef GUYUB_APP_VAULT_COPY_H
#define GUYUB_APP_VAULT_COPY_H

#include "app/care/manifest.h"
#include "module.h"

/* Where a copy is, and who is told how far it came. */
struct vault_work { struct str dir; struct store_watch watch; };

/* Inside of the moment that is copied: writes down what its rows name. */
struct err *vault_copy_list(struct cx *, struct str dir, struct manifest_vault *);

/* Then their bytes, while the vault is held; `before`: folder of the copy before, or unknown. */
struct err *vault_copy_make(struct cx *, const struct vault_work *, struct str before,
                            struct manifest_vault *, struct findings *);

/* Whether they stand in the copy; and of `most` bytes (below 0: of all) whether they are what their
 * names say. Codes "copy.vault". */
struct err *vault_copy_check(struct cx *, const struct vault_work *, const struct manifest_vault *,
                             int64_t most, struct findings *);

/* Brings them into the vault of this installation: what stands there well stays. Fails:
 * restore.vault (no folder is set), vault.*. A file that is not what its name says is a finding. */
struct err *vault_copy_restore(struct cx *, const struct vault_work *,
                               const struct manifest_vault *, struct findings *);

/* The names only: other copies may have the same files. What is not there is fine. */
struct err *vault_copy_remove(struct arena *, struct str dir);

#endif
