/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * bundle.h — a city with an installation of its own and the nation send each other signed bundles.
 *
 * WHAT   A bundle (kiriman) is one file: answers with their evidence to the nation, results and
 *        findings back. It goes on a stick or over HTTPS, and is the same file. It is signed by the
 *        installation that made it, for one that it names; every byte is covered. What was sent is
 *        frozen: sending again makes a new one with the next number if something changed, and is
 *        the same one if nothing did. Who takes a bundle gives a receipt, signed too, that names
 *        its hash. Taken twice it counts once; what was stopped in the middle goes on there.
 * TRUST  An installation's pair of keys follows from its key file, so there is nothing more to
 *        keep. The other side's public key is entered by an administrator, who types the 40 digits
 *        that the other side reads out, and says whose answers it may bring.
 * WHO    Answers: sent by CONSOLIDATE or STATE in the region, taken by RUN_ROUND. Results: sent by
 *        RUN_ROUND, taken by CONSOLIDATE or STATE in the region. What comes over HTTPS from an
 *        installation that is trusted is taken by the program. TRUST says which those are. Read:
 *        READ_WORK.
 * NOT    What stands in a bundle: a slice that is joined as a struct bundle_content. Secrecy: who
 *        finds the stick can read it; the line is HTTPS's.
 * READ   bundle_rule.h heads, keys, order (pure) · bundle_file.h the file · bundle.sql ·
 *        bundle.c reading, writing it out · bundle_trust.c installations · bundle_send.c ·
 *        bundle_take.c verbs · bundle_line.c, bundle_arrive.h HTTPS · bundle_content.h what is
 *        carried · _web.c, _cli.c
 * LAW    doc/adr/0027. RFC 8032.
 */
#ifndef GUYUB_BUNDLE_H
#define GUYUB_BUNDLE_H

#include "base/table.h"
#include "city/bundle/bundle_row.h"         /* generated: struct bundle, bundle_installation, … */
#include "city/bundle/bundle_rule.h"
#include "cx.h"
#include "right.h"

struct module;

/* ---- installations -------------------------------------------------------------------------- */

/* This one's own. Fails: bundle.no_key (without a key file there is nothing to sign with). */
struct bundle_key { struct str key, fingerprint; };
struct err *bundle_own_key(struct cx *, struct bundle_key *);

struct bundle_installation_set { struct bundle_installation *row; size_t n; };
/* Those that are trusted first. */
struct err *bundle_installations_of(struct cx *, struct bundle_installation_set *);
/* One that is trusted. Fails: bundle.installation. */
struct err *bundle_installation_get(struct cx *, struct str code, struct bundle_installation *);

struct bundle_trust { struct str key, fingerprint, code, name, region, url; };
/* Fails: right.denied, bundle.key (it is none), bundle.key_own, bundle.fingerprint (what was typed
 * is not the key's), bundle.trusted (the key or the code is there already), bundle.url,
 * region.unknown. */
struct err *bundle_trust_put(struct cx *, const struct bundle_trust *);
/* From now on nothing of it is taken; what was taken stays. Fails: bundle.installation,
 * bundle.why. */
struct err *bundle_trust_end(struct cx *, struct str code, struct str why);

/* ---- reading -------------------------------------------------------------------------------- */

struct bundle_set { struct bundle *row; size_t n; bool more; };
enum { BUNDLE_PAGE = 50 };

/* Sent and taken, the newest first. */
struct err *bundle_list_of(struct cx *, int64_t after, struct bundle_set *);
/* What came over HTTPS whole and is not taken: it waits, or was refused; the newest first. */
struct bundle_arrival_set { struct bundle_arrival *row; size_t n; };
struct err *bundle_arrivals_of(struct cx *, struct bundle_arrival_set *);
/* By its hash; sent and taken are two where one installation did both. Fails: bundle.unknown. */
struct err *bundle_get(struct cx *, struct str hash, struct bundle *);
struct err *bundle_head_of(struct cx *, const struct bundle *, struct bundle_head *);
/* Beside the one before it. */
struct err *bundle_differences_of(struct cx *, const struct bundle *,
                                  struct bundle_differences *);
/* What people call its file: "35.71-smart-city-evaluation-2026-answers-1-2.guyub". */
struct str  bundle_file_name(struct arena *, const struct bundle *);

/* ---- sending -------------------------------------------------------------------------------- */

struct bundle_new { enum bundle_kind kind; struct str round, region, to; int64_t stage; };
/* Freezes what stands there now; `is_again`: it is what was sent last. Fails: right.denied,
 * bundle.installation, bundle.direction, bundle.large, those of the content's gather. */
struct err *bundle_send(struct cx *, const struct bundle_new *, struct bundle *, bool *is_again);
/* The file, whole and checked, without a name; it closes with the arena. Of ours alone. */
struct err *bundle_make(struct cx *, const struct bundle *, int *fd);
/* The receipt: of ours what came, else what we gave. Fails: bundle.no_receipt. */
struct err *bundle_receipt_make(struct cx *, const struct bundle *, int *fd);

/* ---- taking --------------------------------------------------------------------------------- */

struct bundle_taken {
    enum bundle_kind kind;
    struct str       hash;          /* of a receipt: of the bundle that it is about */
    bool             is_again;      /* it was taken before: nothing was done        */
};
/*
 * A bundle or a receipt, outside of changes. Nothing is written before all of it was checked.
 * Fails: those of bundle_file.h, bundle.stranger (the key is not trusted), bundle.ended,
 * bundle.other (it is for another installation), bundle.own, bundle.direction (that installation
 * may not bring this), bundle.older, bundle.about (a receipt of what was never sent), right.denied,
 * those of the content.
 */
struct err *bundle_take(struct cx *, int fd, struct bundle_taken *);

/* ---- HTTPS ---------------------------------------------------------------------------------- */

/* Hands a bundle of ours to its recipient, from where an earlier try was cut off, and takes the
 * receipt if it is there. Fails: bundle.no_url, bundle.line (what the other side said, or that it
 * did not answer). */
struct err *bundle_deliver(struct cx *, const struct bundle *, bool *has_receipt);

extern const struct module bundle_module;

#endif
