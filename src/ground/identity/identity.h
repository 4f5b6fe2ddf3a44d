/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * identity.h — accounts and sessions: whether somebody is who they say.
 *
 * WHAT   An account belongs to a data subject and has a login name, a password (argon2id) and, if
 *        the person wants it, a second factor (TOTP with recovery codes). A session is a random
 *        token of which the database holds the digest; it ends when idle, when old, when revoked,
 *        and when its cookie turns up in another browser. Trying passwords is slowed down per
 *        account and per address, without locking out the owner's own browser. ADR 0013 says why.
 * NOT    What one may (right.h), posts and invitations into them (post/).
 * READ   identity_rule.h names, passwords, delays, times (pure) · identity.sql · identity.c
 *        accounts · identity_session.c · identity_login.c · identity_factor.c · identity_mail.c
 *        what owners are written · _web.c, _cli.c
 */
#ifndef GUYUB_IDENTITY_H
#define GUYUB_IDENTITY_H

#include "cx.h"
#include "ground/identity/identity_row.h"   /* generated: struct identity_account_id, … */
#include "ground/identity/identity_rule.h"
#include "ground/journal/journal.h"
#include "ground/mail/mail.h"
#include "ground/subject/subject.h"
#include "right.h"

struct module;

#define IDENTITY_COOKIE "gy_session"
#define IDENTITY_DEVICE_COOKIE "gy_browser"

/* What a browser shows at the door. */
struct visit { struct str token, agent; };

/* Who comes with this token: kind, account, subject, session, name, form_token; posts are added by
 * post_enter. Nobody when the token is unknown, expired or revoked. When the browser's agent is not
 * the one that signed in, or a token comes back after its successor was used, the session is
 * revoked and told to the journal. `fresh` is the token that the browser is to have from now on;
 * unknown: the same; empty: none, its session is over. Writes at most once a minute a session
 * (last seen). */
struct err *identity_enter(struct cx *, struct visit, struct who *, struct str *fresh);

/* The person's own name for pages and the journal. */
struct err *identity_name(struct cx *, struct identity_account_id, struct str *name);

/* What every mail to the account's owner begins with: whose it is, where to, in which language.
 * `can` false: there is no mail server, or no address to which mail can be sent. */
struct err *identity_mail_to(struct cx *, const struct identity_account *, struct mail *,
                             bool *can);
/* How every such mail ends. */
void        identity_mail_end(struct mail *);

struct identity_new { struct str login, name, email, phone; };  /* email and phone may be unknown */

/* A new account without a password and the one-time code that lets its owner choose one (an
 * invitation). Fails: identity.login_taken, identity.login (not a login name). */
struct err *identity_add(struct cx *, struct identity_new, struct identity_account_id *,
                         struct str *code);
/* A one-time code for who has lost the password; earlier codes end. Who may is the caller's to
 * ask. */
struct err *identity_code(struct cx *, struct identity_account_id, struct str *code);
/* Whoever gave a code to a contributor shall not open a secretary's account with it: in the change
 * that gives the account a post. */
struct err *identity_end_resets(struct cx *, struct identity_account_id);
struct err *identity_find(struct cx *, struct str login, struct identity_account_id *, bool *found);
struct err *identity_end_sessions(struct cx *, struct identity_account_id, struct str why);
/* Nobody signs in with it any more; what it did stays. Both first let other slices end what hangs
 * on the account, and fail as those do: post.last_administrator. */
struct err *identity_end(struct cx *, struct identity_account_id, struct str why);
/* Sessions, codes, factors and login end; the subject's key is destroyed; posts keep "erased". */
struct err *identity_erase(struct cx *, struct identity_account_id, struct str why);

/* For `guyub init` and ./dev run: one administrator with a random password if there is no
 * account. */
struct identity_first { struct identity_account_id id; struct str password; bool made; };
struct err *identity_first(struct cx *, struct str login, struct str name, struct identity_first *);

/* ---- the account, for its owner and for who may ---------------------------------------------- */

struct identity_profile { struct str name, login, email, phone; int32_t lang; };

extern const struct choice identity_langs[];
extern const struct form identity_profile_form;     /* name, email, phone, lang; the login stays */

struct err *identity_get(struct cx *, struct identity_account_id, struct identity_account *);
struct err *identity_list(struct cx *, struct identity_account **, size_t *n);    /* by number */
struct err *identity_profile(struct cx *, const struct identity_account *,
                             struct identity_profile *);
/* The address that was there before is told of another one. Fails: identity.changed_meanwhile,
 * mail.address. */
struct err *identity_profile_put(struct cx *, const struct identity_account *,
                                 const struct identity_profile *);
/* Chooses the password without being asked for the old one: for the shell. Ends all sessions.
 * Fails: identity.password (what is wrong with it), identity.ended. */
struct err *identity_password_set(struct cx *, struct identity_account_id, struct str password);

/* ---- at the door (identity_login.c) ---------------------------------------------------------- */

/* What came with a form of the door. `device` is the browser's long-lived token, or unknown. */
struct identity_knock { struct visit visit; struct str device; };

/* What the browser is given. */
struct identity_pass {
    struct str token, device;       /* unknown: nothing new               */
    bool       wants_factor;        /* the token is good for that alone   */
    int64_t    wait_s;              /* with identity.wait: try again then */
};

/* Fails: identity.refused (the login or the password, it does not say which), identity.wait. */
struct err *identity_sign_in(struct cx *, const struct identity_knock *, struct str login,
                             struct str password, struct identity_pass *);
/* The second step, by a code of the authenticator or a recovery code. Fails: identity.code,
 * identity.wait, identity.step (no sign-in has begun in this browser, or too long ago). */
struct err *identity_prove(struct cx *, const struct identity_knock *, struct str code,
                           struct identity_pass *);
struct err *identity_sign_out(struct cx *);             /* the session of cx->who */

/* Somebody at the door has lost the password of this login. The same is done for every login; who
 * tends mails the owner a code that is good for an hour, at most every quarter of one. Fails:
 * identity.wait. */
struct err *identity_forgotten(struct cx *, struct str login, struct identity_pass *);

/* Whom an invitation's code is for. Fails: identity.code_unknown, identity.wait. */
struct err *identity_invited(struct cx *, struct str code, struct identity_account *,
                             struct identity_pass *);
/* Uses the code up and signs in. Fails as the one above, and identity.password. */
struct identity_choice {
    struct str login;               /* unknown: an invitation, whose code names its account alone */
    struct str code, password;
};
struct err *identity_accept(struct cx *, const struct identity_knock *, struct identity_choice,
                            struct identity_pass *);

/* ---- the owner's own (identity_session.c, identity_factor.c) --------------------------------- */

/* Codes for a new password go to the email, so a change of it asks for the password. Fails as
 * identity_profile_put, and identity.old_password, identity.wait. */
struct err *identity_details_put(struct cx *, const struct identity_profile *,
                                 struct str password, struct identity_pass *);

/* Fails: identity.old_password, identity.wait, identity.password. Ends the other sessions. */
struct err *identity_password_change(struct cx *, struct str old, struct str password,
                                     struct identity_pass *);

struct identity_seen { struct identity_session_id id; int64_t made_at, seen_at;
                       struct str browser, client; bool is_own; };
struct identity_seen_list { struct identity_seen *row; size_t n; };
struct err *identity_sessions(struct cx *, struct identity_account_id, struct identity_seen_list *);
/* One of the own; id 0: all but the present one. */
struct err *identity_session_revoke(struct cx *, struct identity_session_id);

/* The second factor. While it is being set up `secret` (base32) and `uri` (otpauth:) are shown. */
struct identity_factor_state { bool is_on; struct str secret, uri; int64_t n_recovery; };
struct err *identity_factor_state(struct cx *, const struct identity_account *,
                                  struct identity_factor_state *);
/* A new secret, which asks for nothing until it is confirmed by a code. */
struct err *identity_factor_set_up(struct cx *);
struct identity_recovery_codes { struct str code[IDENTITY_RECOVERY_N]; };
/* Asks for the password too: an open browser alone gives nobody a factor of their own. Fails:
 * identity.old_password, identity.code, identity.wait, identity.factor (nothing is being set
 * up). */
struct err *identity_factor_turn_on(struct cx *, struct str password, struct str code,
                                    struct identity_recovery_codes *, struct identity_pass *);
/* Both ask for the password. Fail: identity.old_password, identity.wait. */
struct err *identity_factor_turn_off(struct cx *, struct str password, struct identity_pass *);
struct err *identity_recovery_renew(struct cx *, struct str password,
                                    struct identity_recovery_codes *,
                                    struct identity_pass *);
/* For who has lost telephone and recovery codes, after somebody has seen who it is. */
struct err *identity_factor_drop(struct cx *, struct identity_account_id, struct str why);

extern const struct module identity_module;

#endif
