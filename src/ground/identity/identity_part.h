/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* identity_part.h — what the files of identity.h share. */
#ifndef GUYUB_IDENTITY_PART_H
#define GUYUB_IDENTITY_PART_H

#include "base/secret.h"
#include "ground/identity/identity.h"
#include "ground/identity/identity_sql.h"
#include "store/store.h"

/* The installation's key for one purpose: "login", "token", … Fails: identity.no_key. */
struct err *identity_key(struct cx *, const char *purpose, struct secret_key *);
struct err *identity_mac(struct cx *, const char *purpose, struct str, struct str *mac);

/* The account that has this login today; `found` false: none. `mac` is of the folded login. */
struct err *identity_by_login(struct cx *, struct str login, struct str *mac,
                              struct identity_account *, bool *found);

/* The person of the account, acting in no post. */
struct err *identity_person(struct cx *, const struct identity_account *, struct who *);
/* Tells a fact about an account as `by`; NULL: as the cx says. */
struct identity_fact {
    enum journal_verb          verb;
    struct identity_account_id account;
    struct str                 note, why;
};
struct err *identity_tell(struct cx *, const struct who *by, struct identity_fact);

/* identity.password, with what is wrong in the detail; NULL: it may be taken. */
struct err *identity_password_check(struct cx *, const struct identity_account *,
                                    struct str password);
struct err *identity_is_ended(struct cx *);
/* Whether it is the present one of cx->who, slowed down as at the door. Fails:
 * identity.old_password, identity.wait. */
struct err *identity_password_is(struct cx *, const struct identity_account *, struct str password,
                                 struct identity_pass *);

/* ---- identity_mail.c ------------------------------------------------------------------------- */

/* In a change: tells the owner, if mail can be sent. */
enum identity_warning { IDENTITY_PASSWORD_IS_NEW, IDENTITY_FACTOR_IS_OFF, IDENTITY_EMAIL_IS_NEW,
                        IDENTITY_BROWSER_IS_NEW };
struct err *identity_warn(struct cx *, const struct identity_account *, enum identity_warning);
/* In the change of a sign-in, before the browser is made known: one never seen before is told, at
 * most once a day, and never the first of an account. */
struct err *identity_warn_browser(struct cx *, const struct identity_account *,
                                  const struct identity_knock *);
/* Of the module: mails what was asked for at the door. */
struct err *identity_lost_serve(struct cx *);
/* In a change: one more code, beside those that are there. */
struct err *identity_code_put(struct cx *, struct identity_account_id, int64_t good_s,
                              struct str *code);

/* ---- identity_session.c ---------------------------------------------------------------------- */

struct identity_open { const struct identity_account *account; struct str agent; bool proven; };

/* In a change. `token` is what the browser gets. */
struct err *identity_session_open(struct cx *, struct identity_open, struct identity_session_id *,
                                  struct str *token);
/* The session that the token belongs to, whatever its state; at most one. */
struct err *identity_session_find(struct cx *, struct str token, struct identity_session *,
                                  bool *found);
struct str  identity_agent_digest(struct arena *, struct str agent);

/* ---- identity_try.c -------------------------------------------------------------------------- */

/* What is counted for one try: one browser that is known, or the account and the address. */
struct identity_tries { enum identity_try_kind kind[2]; struct str what[2]; size_t n; };

/* `login_mac` as the login was typed, of an account or not; `account` 0: none. */
struct err *identity_tries_of(struct cx *, const struct identity_knock *, struct str login_mac,
                              struct identity_account_id account, struct identity_tries *);
/* For codes that name their account themselves: the address alone. */
struct err *identity_tries_of_code(struct cx *, struct identity_tries *);
/* For asking for a code: apart from trying passwords, so that neither stands in the other's way. */
struct err *identity_tries_of_lost(struct cx *, struct str login_mac, struct identity_tries *);
/* For secrets that a signed-in person gives again: who finds a browser open must not be able to
 * guess. */
struct err *identity_tries_of_own(struct cx *, struct identity_tries *);
/* Counts a try before it is looked at, in a change of its own. Fails: identity.wait, with the
 * seconds in `wait_s`; then nothing is counted. */
struct err *identity_try_begin(struct cx *, const struct identity_tries *, int64_t *wait_s);
/* When it was not in vain: an account or a browser begins anew; of an address only this try is
 * taken back, since others stand behind it too. */
struct err *identity_try_good(struct cx *, const struct identity_tries *);
/* Makes the browser known for the account, in a change; `device` is a new token when it had
 * none. */
struct err *identity_device_known(struct cx *, struct identity_account_id, struct str had,
                                  struct str *device);
/* Counted, to be told once an hour. `account` 0: no such login. */
struct err *identity_refusal(struct cx *, struct identity_account_id account);
struct err *identity_refusals_tell(struct cx *);

/* ---- identity_factor.c ----------------------------------------------------------------------- */

/* Whether signing in asks for a second factor. */
struct err *identity_factor_is_on(struct cx *, struct identity_account_id, bool *is_on);
/* In a change: uses up the step or the recovery code. */
struct err *identity_factor_takes(struct cx *, struct identity_account_id, struct str code,
                                  bool *takes);

#endif
