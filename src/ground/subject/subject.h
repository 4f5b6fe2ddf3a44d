/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * subject.h — personal data: one key per person, so that forgetting the key forgets the person.
 *
 * WHAT   A data subject has a key of its own, wrapped by the installation's key (base/secret.h).
 *        Every personal value stands sealed under it in one table, with its class: what it is for,
 *        on which legal basis it is held and for how long. Other tables point to the value and hold
 *        nothing personal; the journal holds a salted digest, whose salt is sealed with the value.
 *        Erasing destroys the key: the values, in this database and in every backup that was made
 *        without the table of keys, cannot be read any more, and the journal still verifies.
 * NOT    Accounts (identity/), who may read (right.h), the record of reading (journal/).
 * READ   subject_rule.h classes and retention (pure) · subject.sql · subject.c verbs ·
 *        subject_cli.c; the page of who it is about: identity/identity_data.c
 * LAW    UU 27/2022 on the protection of personal data; each class cites its articles.
 */
#ifndef GUYUB_SUBJECT_H
#define GUYUB_SUBJECT_H

#include "base/json.h"
#include "base/table.h"
#include "cx.h"
#include "ground/subject/subject_row.h"     /* generated: struct subject_id, … */
#include "ground/subject/subject_rule.h"    /* enum personal: PERSONAL_NONE 0, PERSONAL_NAME, … */

struct module;

/* A value that was put: where it stands, and what the journal says of it. */
struct subject_put { struct subject_value_id value; struct str digest; };   /* digest: hex */

struct err *subject_new(struct cx *, struct subject_id *);
/* A new value; the one of the same class before it stays until retention or erasure, because the
 * journal points to it. Fails: subject.erased. */
struct err *subject_put(struct cx *, struct subject_id, enum personal, struct str value,
                        struct subject_put *);
/* The newest value of the class with this text, past ones too; value.n is 0 if there is none. */
struct err *subject_find(struct cx *, struct subject_id, enum personal, struct str value,
                         struct subject_put *);
/* The text, or unknown if the person was erased. Reading is not told to the journal here: the
 * caller knows why it reads (journal_read). */
struct err *subject_get(struct cx *, struct subject_value_id, struct str *value);
/* In a change: the value has served and is not kept any longer. Nothing of the journal may point to
 * it. */
struct err *subject_drop(struct cx *, struct subject_value_id);
/* Whether what stands there, with its salt, gives this digest: a proof for as long as it stands. */
struct err *subject_proves(struct cx *, struct subject_value_id, struct str digest, bool *proves);

/* All that is held of the person, newest first, in clear: for the person and for who may. */
struct subject_held {
    struct subject_value_id id; enum personal personal; struct str value;
    int64_t at; struct maybe_int past_at;
};
/* Erased: nothing can be read any more; when is unknown in an old copy of the database. */
struct subject_holding {
    struct subject_held *row; size_t n; bool erased; struct maybe_int erased_at;
};
struct err *subject_holding_of(struct cx *, struct subject_id, struct subject_holding *);

/* Destroys the key and the sealed values. Cannot be undone; again changes nothing. After the change
 * has committed, subject_forget takes the deleted bytes out of the database's files; the module
 * tends to it by itself within a second. */
struct err *subject_erase(struct cx *, struct subject_id);
struct err *subject_forget(struct cx *);

/* The account has ended: from now on the days count for which its values are still kept. */
struct err *subject_end(struct cx *, struct subject_id);

/*
 * Retention. What was kept as long as its class says is removed, at most once an hour: who tends
 * asks whether it is due, and tells the journal in the same change how many of which class went
 * (this slice is below the journal, so it cannot).
 */
struct subject_retired { int64_t of[PERSONALS_N], n; };
struct err *subject_retire_is_due(struct cx *, bool *is);
struct err *subject_retire(struct cx *, struct subject_retired *);

/* Whether this database was begun with a key file: then a missing one is not to be made anew. */
struct err *subject_is_begun(struct cx *, bool *is);
/* Fails: subject.key_wrong when the key file is not the one this database was begun with. The first
 * call on a new database remembers which it is. */
struct err *subject_check_key(struct cx *);

extern const struct module subject_module;

#endif
