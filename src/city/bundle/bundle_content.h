/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * bundle_content.h — what bundles carry: how a kind is gathered, and what becomes of it when taken.
 *
 * A kind has texts of its own and files of the vault. What the files are (whose, what for, who may
 * see them) stands in one text more, "evidence.json", which bundle_evidence.c writes and reads for
 * all kinds.
 */
#ifndef GUYUB_BUNDLE_CONTENT_H
#define GUYUB_BUNDLE_CONTENT_H

#include "city/bundle/bundle.h"

#define BUNDLE_EVIDENCE "evidence.json"

/* A part as it is sent: `text` unknown is a file of the vault. */
struct bundle_source { struct bundle_part part; struct str text; };
struct bundle_sources { struct bundle_source *row; size_t n, room; };

/* Adds a text, or a file that is there once however often it is added. In any order. */
void bundle_add_text(struct cx *, struct bundle_sources *, const char *name, struct msg title,
                     struct str text);
void bundle_add_file(struct cx *, struct bundle_sources *, struct str title, struct str sha256,
                     int64_t bytes);

/* What was taken of a bundle, part by part as its head has them. */
struct bundle_got {
    const struct bundle              *bundle;
    const struct bundle_head         *head;
    const struct bundle_installation *from;
    struct bundle_part_row           *part;
};

struct bundle_content {
    enum bundle_kind kind;
    /* In the change that sends it. */
    struct err *(*gather)(struct cx *, const struct bundle_new *, struct bundle_sources *);
    /* Before anything is written: whether it will be taken. */
    struct err *(*look)(struct cx *, const struct bundle_got *);
    /* In the change that ends the taking; files are documents by then. */
    struct err *(*take)(struct cx *, const struct bundle_got *);
};

extern const struct bundle_content bundle_answers, bundle_results;

/* ---- files ---------------------------------------------------------------------------------- */

/* One citation: the file for that item, as the sender's vault describes it; its organisation. */
struct bundle_evidence {
    struct str item, sha256, title, name, sensitivity, valid_from, valid_to;
    struct str org, org_kind, org_name;
};
struct bundle_evidences { struct bundle_evidence *row; size_t n; };

struct str  bundle_evidence_write(struct arena *, const struct bundle_evidences *);
/* Fails: bundle.evidence. */
struct err *bundle_evidence_read(struct arena *, struct str text, struct bundle_evidences *);

/* The nth copy of a document as evidence of an item; its file goes into the sources too. */
struct bundle_cited { struct str item, code; int64_t nth; };
struct err *bundle_evidence_add(struct cx *, const struct bundle_cited *, struct bundle_sources *,
                                struct bundle_evidence *);
/* In the change that takes it: cites for `thing` what the list says. */
struct err *bundle_evidence_cite(struct cx *, const struct bundle_got *, const char *thing,
                                 struct str key);
/* The organisation is there, made if it was not. Fails: bundle.org (it is not of the region). */
struct err *bundle_evidence_org(struct cx *, const struct bundle_evidence *, struct str region,
                                struct str hash);

/* ---- help ----------------------------------------------------------------------------------- */

/* A text of what was taken; unknown: there is none of that name. */
struct str  bundle_text_of(const struct bundle_got *, const char *name);

#endif
