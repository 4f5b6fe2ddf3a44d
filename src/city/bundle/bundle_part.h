/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* bundle_part.h — what the files of the slice share: facts, refusals, the scratch file. */
#ifndef GUYUB_BUNDLE_PART_H
#define GUYUB_BUNDLE_PART_H

#include "city/bundle/bundle_content.h"
#include "city/bundle/bundle_file.h"
#include "ground/journal/journal.h"

#define BUNDLE_THING       "bundle"
#define BUNDLE_PEER_THING  "bundle_installation"

/* What facts tell. */
struct bundle_fields {
    int32_t    kind;                    /* index into bundle_kinds_sent */
    struct str installation, round, sha256;
    int64_t    stage, nth, bytes;
};
struct bundle_trust_fields { struct str name, region, key, url; };

extern const struct choice bundle_kinds_sent[];     /* as enum bundle_kind; not the receipt */
extern const struct form bundle_told_form, bundle_trust_told_form;

/* `done`: when the fact is that it was taken or sent. */
struct err *bundle_tell(struct cx *, const struct bundle *, enum journal_verb);
struct str  bundle_by_post(const struct cx *);
struct scope bundle_scope(struct str region);

/* bundle.c */
struct err *bundle_unknown(struct cx *);
struct err *bundle_signer(struct cx *, struct secret_signer *);
/* A file without a name on the vault's disk; it closes with the arena. */
struct err *bundle_scratch(struct cx *, int *fd);
struct err *bundle_write(struct cx *, int fd, struct str);
struct err *bundle_parts_of(struct cx *, const struct bundle *, struct bundle_part_row **,
                            size_t *n);

/* bundle_trust.c: whoever had that key last; it may be trusted no more. */
struct err *bundle_installation_of_key(struct cx *, struct str key, struct bundle_installation *,
                                       bool *found);

/* bundle_take.c: of a file that may not be whole yet: whether it is one that would be taken, by its
 * first lines. Fails: as bundle_take does for those. */
struct err *bundle_expect(struct cx *, int fd, struct bundle_file *,
                          struct bundle_installation *from);

/* bundle_content.c */
/* Fails: bundle.kind (nobody joined it). */
struct err *bundle_content_of(struct cx *, enum bundle_kind, const struct bundle_content **);
/* Who may send, or take, a bundle of that kind about that region. */
struct err *bundle_must_send(struct cx *, enum bundle_kind, struct str region);
struct err *bundle_must_take(struct cx *, enum bundle_kind, struct str region);

/* bundle_receipt.c: in a change. */
struct err *bundle_receipt_give(struct cx *, const struct bundle *);
/* Of a receipt that came: which bundle of ours it is about, and whether it came before. */
struct err *bundle_receipt_take(struct cx *, const struct bundle_file *,
                                const struct bundle_installation *, struct bundle_taken *);

#endif
