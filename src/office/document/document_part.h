/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* document_part.h — what the parts of the slice share: facts, refusals, the form of facts. */
#ifndef GUYUB_DOCUMENT_PART_H
#define GUYUB_DOCUMENT_PART_H

#include "ground/journal/journal.h"
#include "ground/org/org.h"
#include "office/document/document.h"

struct job;
struct sha;

/* What facts of a document tell. */
struct document_fields {
    struct str  title, org;
    int32_t     sensitivity;                    /* index into sensitivities */
    struct date valid_from, valid_to;
    struct str  name, type, sha256;
    int64_t     bytes;
};

extern const struct form document_told_form;

struct document_fields document_fields_of(const struct document *);

/* document.c: nobody is told that it is there. */
struct err *document_unknown(struct cx *, struct str code);
struct document_reader document_reader_of(const struct cx *, struct scope);

/* The organisation and its scope, in which the right to add is asked. */
struct err *document_owner(struct cx *, struct str org_code, struct org *, struct scope *);
struct err *document_size_fault(struct cx *, int64_t bytes);       /* NULL: it may be taken */
struct err *document_check_dates(struct cx *, struct date from, struct date to);

/* document_arrival.c, of an arrival that is whole. */
struct vault_hold;
struct err *arrival_finish(struct cx *, struct str code, struct document_arrival *,
                           struct vault_hold *);
void        arrival_sha(const struct document_arrival *, struct sha *);
/* In the change: remembers what came of it. CONFLICT, arrival.twice: somebody was faster. */
struct err *arrival_done(struct cx *, const struct document_arrival *, struct str document);
struct err *arrival_once(struct cx *, struct str once, struct scope, struct str document);
/* Which document came of the source before; unknown: none did. */
/* A file that is here whole as an arrival under that code. */
struct arrival_whole { struct str code, org, name; int64_t bytes; int fd; const struct sha *sha; };
struct err *arrival_of_file(struct cx *, const struct arrival_whole *);
/* In a change: a job looks at it. */
struct err *arrival_asked(struct cx *, struct str code, int64_t job_id);
struct err *arrival_made(struct cx *, const struct document_source *, struct str *document);

/* document_later.c */
struct err *document_later_run(struct cx *, struct job *);

/* document_job.c */
struct err *document_sweep(struct cx *, struct job *);

#endif
