/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* dossier_part.h — what the parts of the slice share: what goes into a file, how it is written. */
#ifndef GUYUB_DOSSIER_PART_H
#define GUYUB_DOSSIER_PART_H

#include "ground/journal/journal_list.h"
#include "office/document/document.h"
#include "office/dossier/dossier.h"
#include "office/letter/letter.h"

struct job;

/* What the copying found. */
enum dossier_is { DOSSIER_WELL, DOSSIER_CHANGED, DOSSIER_MISSING };

/* A document, in one of its copies. */
struct dossier_file {
    struct document      document;
    struct document_copy copy;
    struct str           places;        /* where the record cites it, for people                */
    struct str           name;          /* in the folder documents/                             */
    enum dossier_is      is;
};

struct dossier_paper {
    struct letter   letter;
    struct paper    paper;
    struct str      name;               /* in the folder papers/, without ".pdf" and ".json"    */
    enum dossier_is is;
    bool            is_same_pdf;        /* made anew: the bytes of the day of issue             */
};

struct dossier_left { struct msg what, why; };

/* All that was read, as of one moment; the bytes of documents come later. */
struct dossier_plan {
    const struct dossier_kind *kind;
    struct str                 key;
    struct dossier_record      record;
    struct dossier_thing      *thing;   size_t n_things;    /* of the record, papers, documents */
    struct dossier_file       *file;    size_t n_files;
    struct dossier_paper      *paper;   size_t n_papers;
    struct dossier_left       *left;    size_t n_left;
    struct journal_line       *fact;    size_t n_facts;     /* oldest first                     */
    struct journal_head        head;
    bool                       facts_cut;                   /* there are more than is taken     */
};

struct dossier_made { int64_t bytes, n_files, n_left, n_changed; struct str sha256; };

/* ---- dossier_plan.c ------------------------------------------------------------------------- */

/* Fails: dossier.thing (no slice tells such), as the kind's tell does, right.denied. */
struct err *dossier_plan_of(struct cx *, struct str thing, struct str key, struct dossier_plan *);
/* Only the kind, and of the record what its head tells, with the right asked. Fails as dossier_ask
 * does. */
struct err *dossier_head_of(struct cx *, const struct dossier_asking *, struct dossier_plan *);
void        dossier_leave(struct dossier_plan *, struct dossier_left);

/* ---- dossier_make.c ------------------------------------------------------------------------- */

/* Writes the ZIP into an empty file; says in the plan what it found. Fails: zip.write, vault.* (but
 * for a missing file, which is left out), and as the steps do. */
struct err *dossier_write(struct cx *, struct dossier_plan *, int fd, struct dossier_steps,
                          struct dossier_made *);

/* How many bytes it has, and their digest. */
struct err *dossier_weigh(struct cx *, int fd, struct dossier_made *);

/* dossier_index.c: parts of the pages, given away as they are made. */
struct dossier_sink { struct err *(*add)(void *arg, struct str); void *arg; };
struct err *dossier_index(struct cx *, const struct dossier_plan *, struct dossier_sink);
struct err *dossier_history(struct cx *, const struct dossier_plan *, struct dossier_sink);
struct err *dossier_history_csv(struct cx *, const struct dossier_plan *, struct dossier_sink);

/* ---- dossier_folder.c: the made files, in the folder `dossier` of the vault ----------------- */

/* A new file, to write and read; closes with the arena. Fails: vault.unset, dossier.folder. */
struct err *dossier_folder_new(struct cx *, struct str *name, int *fd);
/* The same for who makes the file by its path. */
struct err *dossier_folder_path(struct cx *, struct str *name, const char **path);
/* It is on the disk, with its name. */
struct err *dossier_folder_keep(struct cx *, int fd);
/* For reading; closes with the arena. Fails: dossier.folder. */
struct err *dossier_folder_open(struct cx *, struct str name, int *fd);
void        dossier_folder_drop(struct cx *, struct str name);
/* Fails: vault.full, unless so many bytes more find room. */
struct err *dossier_folder_room(struct cx *, int fd, int64_t bytes);
/* Removes files last written before that time which no row names. */
struct err *dossier_folder_sweep(struct cx *, int64_t before_s);

/* ---- dossier_job.c -------------------------------------------------------------------------- */

/* Makes what the job's input, a code, was asked for; and, at night, takes away what is over. */
struct err *dossier_run(struct cx *, struct job *);
struct err *dossier_sweep(struct cx *, struct job *);

/* dossier_told.c: what stands before this slice. */
enum { DOSSIER_TOLD = 2 };
extern const struct dossier_kind dossier_told[DOSSIER_TOLD];

#endif
