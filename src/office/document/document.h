/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * document.h — the evidence vault (bukti dukung): uploaded once, cited everywhere.
 *
 * WHAT   A document belongs to an organisation, has a title, a sensitivity and perhaps a time in
 *        which it holds, and one copy or more: the newest is the one that is read. What a file is
 *        by its bytes is looked at before it is taken (paper/content.h): what could act is refused.
 *        Its bytes stand in the vault under their SHA-256, so two documents may share them.
 *        Others cite a document by thing, key and part, with the copy that they saw. When a newer
 *        copy comes, citations that are not locked wait to be looked at again; the locked keep
 *        theirs.
 * ARRIVE A file may come in pieces, each with the place at which it begins; an arrival knows how
 *        much it has, so that after a cut line or a crash it goes on there, from any process.
 * WHO    public: everybody. internal: who may READ_WORK in its scope. restricted: its own
 *        organisation, and who may READ_RESTRICTED there. Who may not see one is told that there is
 *        none. Reading and taking away a restricted one are facts in the journal.
 * NOT    What a document proves: the slice that cites it says so. Taking back: evidence stays.
 * READ   document_rule.h (pure) · document_vault.h the folder · document.sql · document.c reading ·
 *        document_add.c, document_cite.c, document_arrival.c verbs · document_job.c sweeping
 * LAW    doc/adr/0025.
 */
#ifndef GUYUB_DOCUMENT_H
#define GUYUB_DOCUMENT_H

#include "cx.h"
#include "office/document/document_row.h"       /* generated: struct document, document_copy, ... */
#include "office/document/document_rule.h"
#include "right.h"
#include "web/html.h"

struct module;
struct sha;

/* ---- reading -------------------------------------------------------------------------------- */

/* Fails: document.unknown (also for who may not see it). Of a restricted one it is a fact. */
struct err *document_get(struct cx *, struct str code, struct document *);
struct scope document_scope(const struct document *);

struct document_copies { struct document_copy *row; size_t n; };
struct document_cites  { struct document_cite *row; size_t n; };
struct document_set    { struct document *row; size_t n; bool more; };

/* The copies of a document that document_get gave, newest first; and who cites it. */
struct err *document_copies_of(struct cx *, const struct document *, struct document_copies *);
struct err *document_cites_to(struct cx *, const struct document *, struct document_cites *);

/* For reading, from its beginning; it closes with the cx's arena. Fails: document.copy_unknown,
 * vault.missing (the row is there, the bytes are not), vault.disk. */
struct err *document_open(struct cx *, const struct document *, int64_t nth,
                          struct document_copy *, int *fd);
/* It leaves as a file: of a restricted one that is a fact. */
void        document_taken(struct cx *, const struct document *);

enum { DOCUMENT_PAGE = 50, DOCUMENT_PAGE_MAX = 200 };

/* Which ones: of one organisation (0: all), that end before a day (no date: all). */
struct document_filter { int64_t org; struct date before; int64_t after, most; };

/* What the reader may see, what ends first first. */
struct err *document_list_of(struct cx *, struct document_filter, struct document_set *);

/* ---- adding --------------------------------------------------------------------------------- */

/*
 * Where the bytes come from: a descriptor of a file, or an arrival that is whole. The same arrival
 * again, or the same `once` by the same account within days, gives what came of it the first time:
 * a form that is sent twice counts once.
 */
struct document_source {
    int        fd;
    struct str name, arrival;               /* arrival unknown: fd and name                     */
    struct str sha256;                      /* of the fd's bytes; unknown: they are read for it */
    const struct sha *sha;                  /* of them, before its end; NULL: not known         */
    struct str once;                        /* as secret_code makes them; unknown: none         */
};

struct document_new {
    struct document_source source;
    struct str       title, org;            /* code of the organisation */
    enum sensitivity sensitivity;
    struct date      valid_from, valid_to;  /* year 0: not limited      */
    struct err     *(*then)(struct cx *, struct str code, void *arg);   /* in the same change, */
    void            *arg;                   /* which may run again; NULL: nothing more         */
};

/*
 * Outside of changes: the bytes are taken into the vault before. Fails: right.denied, org.unknown,
 * document.empty, document.large, document.order (of the dates), content.* (what is not taken),
 * arrival.unknown, arrival.short, vault.*.
 */
struct err *document_add(struct cx *, const struct document_new *, struct str *code);

/* A newer copy of the document; the same bytes again are document.same. */
struct err *document_renew(struct cx *, struct str code, const struct document_source *);

/*
 * The same for a file that is large: what it is takes long to find out, so a job does it, as who
 * asks for it now. The file is an arrival from here on, whose .document_code is known when all is
 * well, and whose job says what is wrong. `renews` unknown: a new document. Fails: as document_add
 * before it looks at the bytes.
 */
bool        document_is_large(struct cx *, const struct document_source *);
struct err *document_later(struct cx *, const struct document_new *, struct str renews,
                           struct str *arrival);

/* ---- citing, inside the citing slice's change, which has asked for its own right ------------- */

struct citation { const char *thing; struct str key, part; };      /* part: "" for the whole */

/* Of the newest copy; twice is once. The reader must see the document. */
struct err *document_cite(struct cx *, struct str code, struct citation);
struct err *document_uncite(struct cx *, struct str code, struct citation);    /* document.locked */
/* All that is cited there stays as it was seen, whatever newer copies come. */
struct err *document_lock(struct cx *, struct citation);
/* The newest copy was looked at. */
struct err *document_looked(struct cx *, struct str code, struct citation);

/* What a thing cites. Of a document that the reader may not see: only that it is there. */
struct document_cited_set { struct document_cited *row; size_t n; };
struct err *documents_of(struct cx *, const char *thing, struct str key,
                         struct document_cited_set *);
bool document_waits(const struct document_cited *);    /* a newer copy waits to be looked at */

/* The same as a list for the thing's own page: title, who may see it, until when it holds, whether
 * a newer copy waits. `part` unknown: all parts, under their names. Empty: nothing is cited. */
struct err *documents_draw(struct cx *, const char *thing, struct str key, struct str part,
                           struct html *out);

/* ---- arriving ------------------------------------------------------------------------------- */

/* Which organisation it is for is known from the beginning: it is who may send it. */
struct arrival_new { struct str org, name; int64_t total; };

/* Fails: right.denied, org.unknown, document.empty, document.large. */
struct err *arrival_begin(struct cx *, const struct arrival_new *, struct document_arrival *);

/* How much is there, of those who sent it; .document_code known: which document it became. Fails:
 * arrival.unknown. */
struct err *arrival_get(struct cx *, struct str code, struct document_arrival *);

/* It is not wanted any more. Outside of changes. Fails: arrival.unknown, vault.busy. */
struct err *arrival_stop(struct cx *, struct str code);

/* `n` bytes of fd, from its beginning, which belong at `from`. What is there already is passed
 * over. When it gives no error, those bytes are on the disk. Outside of changes. Fails:
 * arrival.unknown, arrival.gap (CONFLICT; the detail says from where to go on), arrival.beyond,
 * vault.busy and others of the vault. */
struct piece { int64_t from, n; int fd; };
struct err *arrival_take(struct cx *, struct str code, struct piece, struct document_arrival *);

extern const struct module document_module;

#endif
