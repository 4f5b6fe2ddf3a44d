/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * bundle_file.h — a bundle as a file: one line that says whose it is, its head, its parts.
 *
 * WHAT   "guyub-bundle 1 KEY SIGNATURE\n", the head as one line of JSON (bundle_rule.h), a line's
 *        end, then the bytes of the parts, one after the other, and nothing behind them. The
 *        signature covers the first word, the key and the head; the head has each part's size and
 *        SHA-256, so it covers every byte. A bundle's hash is the SHA-256 of its head: `sed -n 2p`
 *        and `sha256sum` give it.
 *        It is read where it stands, in 256 kB of memory beside its head; whose it is is known, and
 *        proven, before a byte of the head is interpreted.
 * ERRORS INPUT; bundle.not, bundle.version, bundle.short, bundle.long, bundle.signature, bundle.part
 *        (names it), those of bundle_head_read; bundle.read and bundle.write (BROKEN).
 * LAW    doc/adr/0027.
 */
#ifndef GUYUB_BUNDLE_FILE_H
#define GUYUB_BUNDLE_FILE_H

#include "base/secret.h"
#include "city/bundle/bundle_rule.h"

struct sha;

/* An open bundle; the descriptor stays the caller's. */
struct bundle_file {
    int                fd;
    int64_t            bytes;           /* that are there                           */
    int64_t            from, total;     /* where the parts begin; what it should have */
    struct str         key, signature;  /* as text                                  */
    struct str         text, hash;      /* of the head                              */
    struct bundle_head head;            /* after bundle_file_head                   */
};

/* Whose it is, proven by the signature: the key is not yet one that is trusted. */
struct err *bundle_file_open(struct arena *, int fd, struct bundle_file *);
/* What it says of itself. */
struct err *bundle_file_head(struct arena *, struct bundle_file *);
/* Whether all of it is there, and nothing else: every part by its hash. */
struct err *bundle_file_check(struct arena *, const struct bundle_file *);
/* The bytes of a part into `to`, from its beginning; its hash is asked again. */
struct err *bundle_file_copy(struct arena *, const struct bundle_file *, size_t part, int to);
/* A part that is text, plain UTF-8. */
struct err *bundle_file_text(struct arena *, const struct bundle_file *, size_t part,
                             struct str *text);

/* ---- writing -------------------------------------------------------------------------------- */

/* The signature of a head, as text; and all that stands before the parts. */
struct str bundle_sign(struct arena *, const struct secret_signer *, struct str head);
struct str bundle_lead_of(struct arena *, struct str key, struct str signature, struct str head);
struct str bundle_hash_of(struct arena *, struct str head);
struct str bundle_key_of(struct arena *, const struct secret_signer *);

/* A piece on its way over a line, so that nobody else adds to what arrives. */
struct bundle_piece { struct str hash; int64_t from; struct str sha256; };
struct str bundle_piece_sign(struct arena *, const struct secret_signer *,
                             const struct bundle_piece *);
bool       bundle_piece_is(struct arena *, const struct bundle_piece *, struct str key,
                           struct str signature);

#endif
