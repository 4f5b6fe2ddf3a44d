/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * bundle_rule.h — rules of bundles: keys as people compare them, who may bring what, what is newer,
 * how two sendings differ, and the head of a bundle as text.
 *
 * Pure: no clock, no SQL, no file, nothing kept.
 */
#ifndef GUYUB_BUNDLE_RULE_H
#define GUYUB_BUNDLE_RULE_H

#include "base/err.h"

/* The word stands in files: it does not change. */
#define BUNDLE_KINDS(X)                                 \
    X(ANSWERS, "answers", N_("answers and evidence"))   \
    X(RESULTS, "results", N_("results and findings"))   \
    X(RECEIPT, "receipt", N_("receipt"))

enum bundle_kind {
#define X(name, word, label) BUNDLE_##name,
    BUNDLE_KINDS(X)
#undef X
    BUNDLE_KINDS_N
};

bool       bundle_kind_read(struct str word, enum bundle_kind *);
struct str bundle_kind_word(enum bundle_kind);
struct msg bundle_kind_label(enum bundle_kind);

enum {
    BUNDLE_KEY_HEX   = 64,              /* of a public key; of a SHA-256 too    */
    BUNDLE_PARTS_MAX = 5000,
    BUNDLE_HEAD_MAX  = 4 << 20,         /* bytes of the head's text             */
    BUNDLE_TEXT_MAX  = 8 << 20,         /* bytes of a part that is text         */
    BUNDLE_TITLE_MAX = 200,             /* bytes of a part's name for people    */
    BUNDLE_NTH_MAX   = 100000,
};

#define BUNDLE_BYTES_MAX (INT64_C(64) << 30)
#define BUNDLE_FILE_MAX  (INT64_C(2) << 30)     /* of one part */

/* ---- keys ----------------------------------------------------------------------------------- */

bool bundle_is_hash(struct str);        /* 64 hexadecimal digits in lower case */

/* "48213 90331 …": eight groups of five digits that follow from the key, to be read out on the
 * telephone. A false key with the same 40 digits would take 2^132 tries. */
struct str bundle_fingerprint(struct arena *, struct str key);
/* Whether somebody typed it, whatever stands between the digits. */
bool       bundle_fingerprint_is(struct arena *, struct str key, struct str typed);

/* ---- who may bring what --------------------------------------------------------------------- */

/* An installation of a region brings answers of it and of what lies below; the nation's brings
 * results; both receive what the other brings. `region` empty: the nation's. */
bool bundle_may_bring(enum bundle_kind, struct str region, struct str about);
bool bundle_may_get(enum bundle_kind, struct str region, struct str about);

/* ---- the head ------------------------------------------------------------------------------- */

/* A part: text of ours ("answers.json") or a file under its hash ("file-3f79…"). Never a path. */
struct bundle_part { struct str name, title, sha256; int64_t bytes; };

struct bundle_head {
    enum bundle_kind    kind;
    struct str          from, to;       /* public keys                                   */
    struct str          round, region;  /* codes; region empty: the nation               */
    int64_t             stage, nth;     /* the nth sending of this kind, round, region, stage */
    int64_t             at;             /* seconds, UTC                                  */
    struct str          before;         /* hash of the sending before; empty: none       */
    struct str          about;          /* of a receipt: the bundle's hash; else empty   */
    struct bundle_part *part; size_t n;
};

/* Canonical JSON in one line: the same head, the same bytes. */
struct str  bundle_head_write(struct arena *, const struct bundle_head *);
/* Only what bundle_head_write would write. Fails: bundle.head (its detail says which), bundle.large,
 * bundle.name. */
struct err *bundle_head_read(struct arena *, struct str text, struct bundle_head *);

bool    bundle_part_is_file(struct str name);
int64_t bundle_parts_bytes(const struct bundle_head *);

/* ---- one after the other -------------------------------------------------------------------- */

enum bundle_order { BUNDLE_IS_NEW, BUNDLE_IS_SAME, BUNDLE_IS_OLDER };

/* Beside the last that came of its kind, round, region and stage; nth 0: none did. Another with the
 * number of the last is no newer one. */
enum bundle_order bundle_order_of(int64_t last_nth, struct str last_hash, int64_t nth,
                                  struct str hash);

enum bundle_change { BUNDLE_KEPT, BUNDLE_ADDED, BUNDLE_CHANGED, BUNDLE_GONE };

struct bundle_difference { enum bundle_change change; const struct bundle_part *part; };
struct bundle_differences { struct bundle_difference *row; size_t n, n_of[4]; };

/* By name: what changed, came and went first, then what stayed. `was` NULL: all came. */
void bundle_compare(struct arena *, const struct bundle_head *was, const struct bundle_head *is,
                    struct bundle_differences *);

#endif
