/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * document_zip.h — a ZIP of evidence: each file a document, each cited for the item of its number.
 *
 * WHAT   A slice that asks for evidence by items says so (struct evidence_kind, in its struct
 *        module). Its pages lead to document_zip_href, and all else is here: the page that takes
 *        the ZIP, a job that looks at each file by its content and takes it into the vault as a
 *        document of the organisation, and the page of what became of each file. A file whose name
 *        or folder says one item for sure (document_match) is cited for it; what is in doubt,
 *        fits no item or is refused is listed with its reason, and what was taken can be given to
 *        an item there.
 * ONCE   The same ZIP for the same thing by the same account is the same intake. Row, document,
 *        citation and how far the job came are one change: what was taken is taken once, whatever
 *        stops the job. A ZIP inside of a ZIP is not looked into: it is refused with the way out.
 * NOT    Which items are there and who may answer them: the asking slice's `open`, which is asked
 *        again in each change.
 * READ   document_zip.c verbs · document_zip_job.c the work · document_zip_web.c pages
 * LAW    doc/adr/0025.
 */
#ifndef GUYUB_DOCUMENT_ZIP_H
#define GUYUB_DOCUMENT_ZIP_H

#include "office/document/document.h"

enum { EVIDENCE_PARTS_MAX = 2000, ZIP_FILES_MAX = 10000 };

/* One item: the citation's part ("" is none), the number by which files are matched ("3.2.1";
 * files of one that is no number are given to it by hand), what it asks for. */
struct evidence_part { struct str part, number, title; bool closed; };  /* closed: takes no more */

/* What a thing asks for. */
struct evidence_wanted {
    struct str name, href;              /* of the thing: heading, and the way back       */
    struct str org;                     /* code of the organisation that the documents are of */
    struct evidence_part *part; size_t n;
};

/* A kind of thing with items, in the module of its slice (.evidence). `open` fails as the slice's
 * own get does, and with right.denied where the reader may not answer. */
struct evidence_kind {
    const char *thing;                  /* as it is cited: "task_request" */
    struct err *(*open)(struct cx *, struct str key, struct evidence_wanted *);
};

/* The page that takes a ZIP for it: "/documents/zip?thing=…&key=…". */
struct str  document_zip_href(struct arena *, const char *thing, struct str key);

/* ---- verbs ---------------------------------------------------------------------------------- */

struct document_zip_new {
    struct str  thing, key;
    struct document_source source;      /* the ZIP: a descriptor, or an arrival that is whole */
    enum sensitivity sensitivity;       /* of each document                                   */
    struct date valid_to;               /* year 0: not limited                                */
};

/* Takes the ZIP into the vault and asks for the job. Outside of changes. Fails: zip.thing (nothing
 * asks for evidence so), as `open` does, right.denied, document.empty, document.large,
 * document_zip.not (it is no ZIP), those of zip_in.h, arrival.*, vault.*. */
struct err *document_zip_add(struct cx *, const struct document_zip_new *, struct str *code);

/* Fails: document_zip.unknown, also of who may not answer there. */
struct err *document_zip_get(struct cx *, struct str code, struct document_zip *);

enum { ZIP_PAGE = 50 };

/* Of its files: what waits for somebody first, or only that. */
struct document_zip_files { struct document_zip_file *row; size_t n; bool more; };
struct err *document_zip_files_of(struct cx *, const struct document_zip *, int64_t after,
                                  struct document_zip_files *);

/* Gives the file to an item of the thing: cites its document there, and no longer where it was
 * cited by this ZIP before. Fails: document_zip.unknown, document_zip.file, document_zip.part,
 * document.locked. */
struct err *document_zip_assign(struct cx *, struct str code, int64_t nth, struct str part);

#endif
