/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * identity.h — accounts and sessions: whether somebody is who they say.
 *
 * WHAT   An account belongs to a data subject and has a login name, a password (argon2id) and, if the
 *        person wants or the post asks for it, a second factor (TOTP with recovery codes). A session
 *        is a random token of which the database holds the digest; it ends when idle, when old, when
 *        revoked, and when its cookie turns up in another browser. Trying passwords is slowed down
 *        per account and per address, without locking out the owner's own browser.
 * NOT    What one may (right.h), posts and invitations into them (post/), mail.
 * READ   identity_rule.h names, passwords, delays, times (pure) · identity.sql · identity.c accounts ·
 *        identity_session.c · identity_login.c · identity_factor.c · _web.c, _cli.c
 */
#ifndef GUYUB_IDENTITY_H
#define GUYUB_IDENTITY_H

#include "cx.h"
#include "ground/identity/identity_row.h"   /* generated: struct identity_account_id, … */
#include "ground/identity/identity_rule.h"
#include "ground/journal/journal.h"
#include "ground/subject/subject.h"
#include "right.h"

struct module;

#define IDENTITY_COOKIE "gy_session"

/* What a browser shows at the door. */
struct visit { struct str token, agent; };

/* Who comes with this token: kind, account, subject, session, name, form_token; posts are added by
 * post_enter. Nobody when the token is unknown, expired or revoked. When the browser's agent is not
 * the one that signed in, or a token comes back after its successor was used, the session is revoked
 * and told to the journal. `fresh` is the token that the browser is to have from now on; unknown: the
 * same. Writes at most once a minute a session (last seen). */
struct err *identity_enter(struct cx *, struct visit, struct who *, struct str *fresh);

/* The person's own name for pages and the journal. */
struct err *identity_name(struct cx *, struct identity_account_id, struct str *name);

struct identity_new { struct str login, name, email, phone; };      /* email and phone may be unknown */

/* A new account without a password and the one-time code that lets its owner choose one (an
 * invitation). Fails: identity.login_taken, identity.login (not a login name). */
struct err *identity_add(struct cx *, struct identity_new, struct identity_account_id *, struct str *code);
/* A one-time code for who has lost the password; earlier codes end. Who may is the caller's to ask. */
struct err *identity_code(struct cx *, struct identity_account_id, struct str *code);
struct err *identity_find(struct cx *, struct str login, struct identity_account_id *, bool *found);
struct err *identity_end_sessions(struct cx *, struct identity_account_id, struct str why);
/* Sessions, codes, factors and login end; the subject's key is destroyed; posts keep "erased". */
struct err *identity_erase(struct cx *, struct identity_account_id, struct str why);

/* For `guyub init` and ./dev run: one administrator with a random password if there is no account. */
struct err *identity_first(struct cx *, struct str login, struct str name,
                           struct identity_account_id *, struct str *password, bool *made);

extern const struct module identity_module;

#endif
