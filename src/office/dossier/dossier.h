/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * dossier.h — berkas pemeriksaan: what an auditor takes away, one ZIP a record.
 *
 * WHAT   index.html that opens without Guyub, the record as its page shows it, its documents, its
 *        papers, its history with the head of the journal, and SHA256SUMS of all. What the asker
 *        may not read is listed as left out. Asked for in a change, made by a job as the asker
 *        and in their language, kept for DOSSIER_DAYS, gone then; asking and fetching are facts.
 *        Where a record has figures, they may be had alone, as a workbook, in the same way.
 * FEED   A slice tells its records by a struct dossier_kind in its struct module (`dossiers`) and
 *        puts dossier_link on a record's page.
 * WHO    TAKE_DOSSIER in the record's scope, when asked and when fetched; only who asked for it
 *        fetches it, since it holds what that post may read.
 * NOT    Who may read the documents in it (office/document): they are asked as the asker would be.
 * READ   dossier_rule.h names in the ZIP (pure) · dossier.sql · dossier.c verbs · dossier_make.c
 *        the job · dossier_index.c what opens without Guyub · dossier_told.c documents and papers
 *        as records · _web.c, _cli.c
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

    /* Reads, in cx's language; in the cx's arena. Fails as the slice's own get does, also for who
     * may not see the record. */
    struct err *(*tell)(struct cx *, struct str key, struct dossier_record *);

    /* Its figures as rows of a workbook (paper/sheet_out.h); NULL: it has none. */
    struct err *(*sheet)(struct cx *, struct str key, struct sheet_out *, struct dossier_steps);
};

/* ---- asking and fetching -------------------------------------------------------------------- */

/* `ask`: by chance, of the form that asks; sent twice, it is one. `is_sheet`: no ZIP but the
 * workbook. */
struct dossier_asking { struct str thing, key, ask; bool is_sheet; };

/* Fails: dossier.thing, dossier.no_sheet, as the kind's tell does, right.denied. Asked again while
 * one is being made: that one's code. */
struct err *dossier_ask(struct cx *, const struct dossier_asking *, struct str *code);

struct dossier_set { struct dossier *row; size_t n; };

/* Of the acting account, the latest first. */
struct err *dossiers_of(struct cx *, struct dossier_set *);
/* Fails: dossier.unknown (also another's, and what is over). */
struct err *dossier_get(struct cx *, struct str code, struct dossier *);
/* For taking it away, which is a fact; closes with the arena. Fails: dossier.not_made,
 * dossier.other_post (another of one's posts asked), right.denied, dossier.folder. */
struct err *dossier_open(struct cx *, const struct dossier *, int *fd);
/* "Permintaan data 2026-14.zip", for the reader's disk. */
struct str  dossier_file_name(struct arena *, const struct dossier *);

/* For the record's page: a link to ask for its file; nothing for who may not. */
struct err *dossier_link(struct cx *, const char *thing, struct str key, struct scope,
                         struct html *out);

extern const struct module dossier_module;

#endif
