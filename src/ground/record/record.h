/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * record.h — how a record is changed, once for all: form, draft, reason, two at once, history.
 *
 * WHAT   A slice describes its record in a struct record_kind (a form table and two functions); in
 *        return it has a page to change it and a command that does the same. The page keeps a
 *        draft for the post, lists what is wrong on top with links to the fields, asks for a reason
 *        where a decision is made, and when somebody else was faster shows whose change it was and
 *        what differs, field by field, and lets the reader go on with either.
 * HOW    A record has a version that every change raises by one. The page carries the version that
 *        its reader saw and the values that stood there then, so that three texts of a field can be
 *        compared: when the reader began, now, typed. The slice's `save` changes the row only if it
 *        still has the version that `load` gave.
 * NOT    Rules of the record itself (the slice), rights (right.h, asked here by the kind's right).
 *        Records with secret fields: passwords and codes have pages of their own.
 * READ   record_rule.h what two changes make of a field (pure) · record.sql drafts · record.c the
 *        verb · record_draft.h · record_page.c, record_view.html the page · record_cli.c
 *        doc/adr/0015 why so
 */
#ifndef GUYUB_RECORD_H
#define GUYUB_RECORD_H

#include "base/form.h"
#include "cx.h"
#include "ground/journal/journal.h"
#include "module.h"
#include "right.h"
#include "web/route.h"

enum { RECORD_WHY_MIN = 3, RECORD_WHY_MAX = 250, RECORD_DRAFT_MAX = 64 << 10 };

/* A record as it is now. */
struct record_state {
    void             *values;       /* a struct of the kind's form; NULL: it is not there yet     */
    const void       *proposal;     /* what the form of one that is not there yet begins with     */
    int64_t           version;      /* from 1; 0: it is not there yet                             */
    struct scope      scope;
    struct subject_id subject;      /* whose values the fields marked personal are; 0: none       */
    struct str        key;          /* canonical: "35.71-diskominfo"                              */
    struct str        name;         /* "Dinas Komunikasi dan Informatika Kota Kediri"             */
    struct str        href;         /* its page; before it is there: that of the list it joins    */
};

/* One way to change records of a thing. A thing may have several: a form to change, one to end. */
struct record_kind {
    const char        *thing;       /* "org", as the journal says                                 */
    const char        *step;        /* "edit": the form's address is the record's and this        */
    const struct form *form;        /* without version and reason, which are added here           */
    enum right         right;
    enum journal_verb  verb;        /* JOURNAL_CHANGED, _ADDED, _ENDED: how the journal tells it  */
    bool               decides;     /* a reason must be given                                     */
    const char        *title;       /* msgid, hole: the name. N_("Change {0}")                    */
    const char        *button;      /* msgid of what leads here: N_("Edit")                       */
    const char        *done;        /* msgid, hole: the name. N_("{0} is changed.")               */

    /* Fails as the slice's own get does: org.unknown. `key` may hold slashes. */
    struct err *(*load)(struct cx *, struct str key, struct record_state *);

    /* In a change: the rules, then the row if it still has the version of `state`; `done` false: it
     * has not. Sets the name if it changes; of a new record also key, href and scope, whose right
     * it asks itself. Does not tell the journal: that is done here, in the same change. The err of
     * a rule is ERR_INPUT and has the field's name in .where. */
    struct err *(*save)(struct cx *, struct record_state *, const void *values, bool *done);
};

/* GET and POST of the form's page; the slice's route has no form: the pairs are read by the kind's.
 * Buttons: save, keep as a draft, throw the draft away. */
struct err *record_page(struct cx *, const struct request *, struct reply *,
                        const struct record_kind *, struct str key);

/* What is wanted: of which record, as seen in which version (0: whatever it is now), and why. */
struct record_wish { struct str key; int64_t version; const void *values; struct str why; };

/* The same as a verb; `changed` false: nothing was different, nothing is told. Fails: right.denied,
 * record.changed_meanwhile (CONFLICT: by whom), record.reason, and as the kind's functions do. */
struct err *record_change(struct cx *, const struct record_kind *, struct record_wish,
                          bool *changed);

/* What a command that changes takes beside the record's fields: the last two members of its struct,
 * which begins with the form's. Its fields are the form's without `.required`, since what is not
 * given stays. */
#define RECORD_FLAGS(T)                                                                      \
    FIELD(T, why,     F_TEXT, .min = RECORD_WHY_MIN, .max = RECORD_WHY_MAX,                  \
          .label = N_("Reason, for the history")),                                           \
    FIELD(T, dry_run, F_FLAG, .label = N_("Only say what would change"))

/* The command: flags that were not given keep what the record has; "" empties a field. Says field
 * by field what is changed, from what to what. */
struct err *record_command(struct cx *, struct shell *, const struct record_kind *,
                           struct str key);

/* For a record's own page, the kinds of which end with NULL: what one may do here (buttons for who
 * may, open drafts), which stands under its heading; and what was changed, which ends it. */
struct err *record_actions(struct cx *, const struct record_kind *const *kinds,
                           const struct record_state *, struct html *out);
struct err *record_history(struct cx *, const struct record_kind *, const struct record_state *,
                           struct html *out);

/* Both, one after the other, where a record is a part of a page. */
struct err *record_panel(struct cx *, const struct record_kind *const *kind, size_t n,
                         const struct record_state *, struct html *out);

/* How many drafts wait in a post: open work that its holders hand over. */
struct err *record_drafts_of(struct cx *, int64_t post_id, int64_t *n);

extern const struct module record_module;

#endif
