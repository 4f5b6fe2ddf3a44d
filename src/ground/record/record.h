/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * record.h — how a record is changed, once for all slices: form, draft, reason, two at once, history.
 *
 * WHAT   A slice describes its record in a struct record_kind (a form table and three functions); in
 *        return it has a page to change it and a command that does the same. The page keeps a draft
 *        for the post, lists what is wrong on top with links to the fields, asks for a reason where a
 *        decision is made, and when somebody else was faster shows whose change it was and what
 *        differs, field by field, and lets the reader go on with either.
 * HOW    A record has a version that every change raises by one. The form carries the version that
 *        its reader saw; the slice's `save` changes the row only if it still is that version.
 * NOT    Rules of the record itself (the slice), rights (right.h, asked here by the kind's right).
 */
#ifndef GUYUB_RECORD_H
#define GUYUB_RECORD_H

#include "base/form.h"
#include "cx.h"
#include "ground/journal/journal.h"
#include "module.h"
#include "right.h"
#include "web/route.h"

struct record_state {
    void        *values;            /* a struct of the kind's form, as it is now                    */
    int64_t      version;
    struct scope scope;
    struct str   key;               /* canonical: "35.71-diskominfo"                                */
    struct msg   name;              /* "Dinas Komunikasi dan Informatika Kota Kediri"               */
    struct str   href;              /* its page                                                     */
};

struct record_kind {
    const char        *thing;       /* "org", as the journal says                                   */
    const struct form *form;        /* without version and reason, which record adds                */
    enum right         right;
    bool               decides;     /* a reason is asked for                                        */
    const char        *title;       /* msgid with one hole: N_("Change {0}")                        */
    /* Fails as the slice's own get does: org.unknown. `key` may hold slashes: "2024/index/actual". */
    struct err *(*load)(struct cx *, struct str key, struct record_state *);
    /* In a change: the rules, then the row if it still has `version`; `done` false: it has not. Does
     * not tell the journal, which record does in the same change. A rule's err has a field in .where */
    struct err *(*save)(struct cx *, const struct record_state *before, const void *values, bool *done);
};

/* GET and POST of the edit page; the slice's route has `.form = NULL`: record reads the pairs by the
 * kind. Buttons: save, keep as draft, throw the draft away. */
struct err *record_page(struct cx *, const struct request *, struct reply *, const struct record_kind *,
                        struct str key);

/* The same change as a verb and as a command; `version` 0: whatever it is now. Fails: right.denied,
 * form.refused, record.changed_meanwhile (CONFLICT: by whom, when, which fields), record.reason. */
struct err *record_change(struct cx *, const struct record_kind *, struct str key, int64_t version,
                          const void *values, struct str why);
/* Flags that were not given keep what the record has. */
struct err *record_command(struct cx *, struct shell *, const struct record_kind *, struct str key,
                           const struct pair *given, size_t n, struct str why);

/* For the record's own page: "Change" for who may, a note of an open draft, and the history. */
struct err *record_panel(struct cx *, const struct record_kind *, const struct record_state *,
                         struct html *out);

extern const struct module record_module;

#endif
