/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * dossier.h — berkas pemeriksaan: what an auditor takes away, one ZIP a record.
 *
 * WHAT   index.html that opens without Guyub, the record as its page shows it, its documents, its
 *        papers, its history with the head of the journal, and SHA256SUMS of all. What the asker
 *        may not read is listed as left out. Asked for in a change, made by a job as the asker
 *        and in their language, kept for DOSSIER_DAYS, gone then; asking and fetching are facts.
 *        The rows of a list may be had alone, as a workbook (a sheet), in the same way.
 * FEED   A slice tells its records by a struct dossier_kind in its struct module (`dossiers`) and
 *        puts dossier_link on a record's page, dossier_sheet_href beside its CSV.
 * WHO    A ZIP: TAKE_DOSSIER in the record's scope, when asked and when fetched. A sheet holds no
 *        more than its page shows the asker, so the kind's `head` decides, at both times too.
 *        Either is fetched by who asked, in the post of then: it holds what that post may read.
 * MOMENT The rows of a sheet are read in one read unit, which writes nothing: how far it came is
 *        told before and after, and who stops it waits until the rows are read. They go straight
 *        into the file: memory does not grow with them. If the unit runs again, the file begins
 *        anew.
 * NOT    Who may read the documents in it (office/document): they are asked as the asker would be.
 * READ   dossier_rule.h names in the ZIP (pure) · dossier.sql · dossier.c verbs · dossier_plan.c
 *        what goes in · dossier_make.c, dossier_job.c the job · dossier_index.c what opens without
 *        Guyub · dossier_told.c documents and papers as records · _web.c, _sheet_web.c, _cli.c
 * LIMITS DOSSIER_*_MAX below.
 */
#ifndef GUYUB_DOSSIER_H
#define GUYUB_DOSSIER_H

#include "cx.h"
#include "office/dossier/dossier_row.h"     /* generated: struct dossier */
#include "paper/paper.h"
#include "right.h"
#include "web/html.h"

struct module;

enum {
    DOSSIER_DAYS          = 7,
    DOSSIER_THINGS_MAX    = 2000,
    DOSSIER_DOCUMENTS_MAX = 5000,
    DOSSIER_PAPERS_MAX    = 500,
    DOSSIER_FACTS_MAX     = 20000,
};

/* ---- what a slice tells --------------------------------------------------------------------- */

/* The record itself, or something of it: its history is told, and what it cites (document_cite)
 * comes along, in the copy that was seen there. */
struct dossier_thing {
    const char  *thing;                 /* as in the journal and in citations: "task_item"      */
    struct str   key;
    struct scope scope;                 /* whose journal it is                                  */
    struct str   name;                  /* for people: "3. Number of households"; may be unknown */
};

/* A document that nothing of the record cites. */
struct dossier_document { struct str code; int64_t nth; };      /* the nth copy; 0: the newest  */

struct dossier_record {
    struct str               name;      /* "Permintaan data 2026-14: evaluasi tahap 2"          */
    struct str               href;      /* its page: "/requests/2026-14"                        */
    struct scope             scope;     /* in which TAKE_DOSSIER is asked                       */
    const struct paper_block      *block;    size_t n;           /* as its page shows it        */
    const struct dossier_thing    *thing;    size_t n_things;    /* the record itself first     */
    const struct dossier_document *document; size_t n_documents; /* perhaps none                */
    const struct str              *paper;    size_t n_papers;    /* codes of letters (letter.h) */
};

/* How far the writing is; an error ends it. */
struct dossier_steps {
    struct err *(*step)(struct cx *, void *arg, int64_t done, int64_t all);
    void        *arg;
};

struct sheet_out;

struct dossier_kind {
    const char *thing;                  /* "task_request"                                       */
    const char *label;                  /* msgid: N_("request for data")                        */

    /* Both read, in cx's language, in the cx's arena, and fail as the slice's own get does, also
     * for who may not see the record. `head` reads its name, href and scope and no more; NULL:
     * `tell` is as light. `tell` reads all of it; NULL: there is no ZIP of it. */
    struct err *(*head)(struct cx *, struct str key, struct dossier_record *);
    struct err *(*tell)(struct cx *, struct str key, struct dossier_record *);

    /* The rows of its page's CSV into a workbook (paper/sheet_out.h), within the reader's reach, a
     * part at a time, in a read unit. Fails as `head` does. NULL: it has none. */
    struct err *(*sheet)(struct cx *, struct str key, struct sheet_out *);
};

/* ---- asking and fetching -------------------------------------------------------------------- */

/* `ask`: by chance, of the form that asks; sent twice, it is one. `is_sheet`: no ZIP but the
 * workbook. */
struct dossier_asking { struct str thing, key, ask; bool is_sheet; };

/* Fails: dossier.thing, dossier.no_sheet, as the kind's head does, right.denied. Asked again while
 * one is being made: that one's code. */
struct err *dossier_ask(struct cx *, const struct dossier_asking *, struct str *code);

struct dossier_set { struct dossier *row; size_t n; };

/* ZIPs, or sheets, of the acting account, the latest first. */
struct err *dossiers_of(struct cx *, bool is_sheet, struct dossier_set *);
/* Fails: dossier.unknown (also another's, what is over, and a ZIP that is asked for as a sheet). */
struct err *dossier_get(struct cx *, struct str code, bool is_sheet, struct dossier *);
/* For taking it away, which is a fact; closes with the arena. Fails: dossier.not_made,
 * dossier.other_post (another of one's posts asked), dossier.folder; a ZIP: right.denied; a sheet:
 * as the kind's head does. */
struct err *dossier_open(struct cx *, const struct dossier *, int *fd);
/* "Permintaan data 2026-14.zip", for the reader's disk. */
struct str  dossier_file_name(struct arena *, const struct dossier *);

/* For the record's page: a link to ask for its file; nothing for who may not. */
struct err *dossier_link(struct cx *, const char *thing, struct str key, struct scope,
                         struct html *out);
/* "/sheets/new?…": beside CSV and JSON on the page of the rows. */
struct str  dossier_sheet_href(struct arena *, const char *thing, struct str key);

extern const struct module dossier_module;

#endif
