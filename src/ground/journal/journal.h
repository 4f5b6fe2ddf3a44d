/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * journal.h — what happened: who did what to which thing, when, from what to what, and why.
 *
 * WHAT   A verb tells its fact inside its own change, so that there is no change without a line
 *        and no line without a change. Rows wait unchained in a short tail; within a second a
 *        process seals them, in batches, into a chain of digests in which a changed, missing or
 *        swapped byte shows. The head of a day can be printed and kept outside. Reading personal
 *        data, and all that an auditor reads, are facts too.
 *        Personal values are not in here: the line holds a salted digest and points to the sealed
 *        value (subject/), which an erasure destroys while the chain still verifies.
 * NOT    A log of the program (base/log.h). Undo: a fact is never changed and never removed.
 * READ   journal_rule.h what a line's digest covers (pure) · journal.sql · journal.c telling ·
 *        journal_seal.c the chain · journal_history.c the panel on a record · _web.c, _cli.c
 */
#ifndef GUYUB_JOURNAL_H
#define GUYUB_JOURNAL_H

#include "base/form.h"
#include "base/json.h"
#include "base/table.h"
#include "cx.h"
#include "ground/journal/journal_row.h"     /* generated */
#include "ground/subject/subject.h"
#include "right.h"
#include "web/html.h"

struct module;

/* verb, word in data, label. The word is stored: it does not change. Slices add theirs here. */
#define JOURNAL_VERBS(X)                                       \
    X(ADDED,      "added",      N_("added"))                   \
    X(CHANGED,    "changed",    N_("changed"))                 \
    X(ENDED,      "ended",      N_("ended"))                   \
    X(LOADED,     "loaded",     N_("loaded"))                  \
    X(READ,       "read",       N_("read"))                    \
    X(EXPORTED,   "exported",   N_("exported"))                \
    X(ERASED,     "erased",     N_("erased data"))             \
    X(INVITED,    "invited",    N_("invited"))                 \
    X(ACCEPTED,   "accepted",   N_("accepted the invitation")) \
    X(SIGNED_IN,  "signed_in",  N_("signed in"))               \
    X(SIGNED_OUT, "signed_out", N_("signed out"))              \
    X(REFUSED,    "refused",    N_("was refused"))             \
    X(REVOKED,    "revoked",    N_("ended a session"))         \
    X(GAVE_CODE,  "gave_code",  N_("gave a one-time code"))    \
    X(ASSIGNED,   "assigned",   N_("assigned"))                \
    X(DELEGATED,  "delegated",  N_("delegated"))               \
    X(HANDED_OVER, "handed_over", N_("handed over"))           \
    X(WROTE,      "wrote",      N_("wrote"))                   \
    X(ASKED,      "asked",      N_("asked for"))               \
    X(DONE,       "done",       N_("carried out"))             \
    X(FAILED,     "failed",     N_("failed"))                  \
    X(STOP_ASKED, "stop_asked", N_("asked to stop"))           \
    X(STOPPED,    "stopped",    N_("stopped"))

enum journal_verb { JOURNAL_NOTHING,
#define X(name, word, label) JOURNAL_##name,
    JOURNAL_VERBS(X)
#undef X
    JOURNAL_VERBS_N
};

struct fact {
    enum journal_verb  verb;
    const char        *thing;           /* "org": the slice's word for its records               */
    struct str         key;             /* by which people know the record: "35.71-diskominfo"   */
    struct scope       scope;           /* whose journal it is                                   */
    const struct form *form;            /* the fields of the record; NULL: none to compare       */
    const void        *before, *after;  /* structs of the form; NULL: it was or is not there     */
    struct subject_id  subject;         /* whose values the fields marked personal are; 0: none  */
    struct str         note;            /* more, never personal: "Plt. until 2026-12-31"         */
    struct str         why;             /* the reason given; unknown: none was asked             */
};

/* Inside a change. Only fields that differ are told; fields marked secret never are. A CHANGED fact
 * without a difference is not told. Actor, post and time come from the cx. */
struct err *journal_tell(struct cx *, const struct fact *);

/* Remembers that something was read, by whom the cx says; journal_flush tells it in a change of its
 * own, before the answer leaves (app does so after every page and command). The same thing read
 * twice is told once. What a failed try of a read has remembered dies with its scratch memory: who
 * tries again begins with cx->reads = NULL. */
struct reads;
void        journal_read(struct cx *, const char *thing, struct str key, struct scope,
                         struct subject_id);
void        journal_exported(struct cx *, const char *thing, struct str key, struct scope,
                             struct subject_id);    /* taken along as a file */
struct err *journal_flush(struct cx *);

/* ---- history: the panel of every record, and the same as rows -------------------------------- */

/* Of which record. Its fields have their labels from module.h: struct told. */
struct journal_topic {
    const char  *thing;
    struct str   key;
    struct scope scope;
};

/* One field of a fact, in words. A personal value that was erased is unknown. */
struct journal_field { struct msg label; struct str before, after; bool personal; };

struct journal_line {
    int64_t           seq, at;              /* seq 0: not sealed yet                              */
    enum journal_verb verb;
    struct str        thing, key, note, why;
    struct msg        thing_label;          /* "organisation"                                     */
    struct str        shown_key;            /* the key for people: "jabatan 35.71-coordinator"    */
    enum who_kind     by;
    struct str        actor;                /* the name of then; unknown: erased, or not shown    */
    bool              erased;               /* there was a name, and the person was erased        */
    struct str        post;                 /* the post of then: "Plt. Kepala Dinas …"            */
    struct journal_field *field; size_t n_fields;
};
struct journal_lines { struct journal_line *row; size_t n; };

/* Of one record, newest first, at most 100. Names only for who may READ_WORK there; other personal
 * values only for who may READ_PERSON there, and that reading is a fact. */
struct err *journal_of(struct cx *, const struct journal_topic *, struct journal_lines *);
struct err *journal_history(struct cx *, const struct journal_topic *, struct html *out);
/* The latest fact of a record, for "changed meanwhile by …"; `found` false: none. */
struct err *journal_latest(struct cx *, const struct journal_topic *, struct journal_line *,
                           bool *found);

/* ---- the chain ------------------------------------------------------------------------------- */

struct journal_verdict {
    bool       holds;
    int64_t    n_sealed, n_tail;            /* the tail is not covered yet                        */
    int64_t    wrong_seq;                   /* the first that does not follow; 0: none            */
    struct msg what;                        /* what is wrong with it                              */
    struct str head;                        /* hex, of the last                                   */
};

struct err *journal_seal(struct cx *, int64_t *n_sealed);      /* at most a batch; 0: all sealed */
struct err *journal_verify(struct cx *, struct journal_verdict *);

/* Lines that are not sealed yet, and how long the oldest of them has waited; 0: none does. */
struct journal_tail_counts { int64_t lines, oldest_s; };
struct err *journal_tail_counts_of(struct cx *, struct journal_tail_counts *);

extern const struct module journal_module;

#endif
