/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * identity_rule.h — logins, passwords, delays and the life of a session. Pure: no clock, no SQL.
 *
 * LAW    NIST SP 800-63B: a least length instead of composition rules, a list of what is too
 *        common, no forced change (5.1.1); slowing down of tries (5.2.2); reauthentication after
 *        12 hours or an hour without activity (4.2.3). RFC 6238 for the second factor.
 * OURS   Tries are slowed down per account, per address and per known browser, each by itself, so
 *        that a stranger cannot keep an owner out of the owner's own browser.
 */
#ifndef GUYUB_IDENTITY_RULE_H
#define GUYUB_IDENTITY_RULE_H

#include "base/msg.h"

enum {
    IDENTITY_LOGIN_MIN      = 3,            /* characters */
    IDENTITY_LOGIN_MAX      = 100,
    IDENTITY_PASSWORD_MIN   = 12,
    IDENTITY_PASSWORD_MAX   = 200,
    IDENTITY_INVITATION_S   = 72 * 3600,    /* a code is good for */
    IDENTITY_RESET_S        = 24 * 3600,
    IDENTITY_MAILED_S       = 3600,         /* one that was asked for at the door and mailed  */
    IDENTITY_MAIL_EVERY_S   = 900,          /* at most one such mail to an account            */
    IDENTITY_WARNINGS_A_DAY = 5,            /* mails of one kind about what was done to it    */
    IDENTITY_CODE_GROUPS    = 4,            /* of four: 80 bits */
    IDENTITY_RECOVERY_N     = 10,

    IDENTITY_IDLE_S         = 3600,        /* a session ends without a request for so long        */
    IDENTITY_WHOLE_S        = 12 * 3600,   /* and so long after the sign-in                       */
    IDENTITY_PROVE_S        = 600,         /* and so long before its second factor was given      */
    IDENTITY_SKEW_S         = 120,         /* so far ahead of the clock it is still believed      */
    IDENTITY_TURN_S         = 900,         /* a token is replaced after                           */
    IDENTITY_OLD_S          = 60,          /* and the one before is still taken for               */
    IDENTITY_SEEN_S         = 60,          /* the last request is written at most so often        */
    IDENTITY_DEVICE_S       = 400 * 86400, /* a browser is known for                              */
    IDENTITY_TRY_S          = 2 * 86400,   /* a counter is dropped after so long without a try    */
    IDENTITY_STEP_S         = 30,           /* RFC 6238 */
};

/* ---- logins and passwords -------------------------------------------------------------------- */

/* As it is looked up: without blanks around it, in small letters. */
struct str identity_login_fold(struct arena *, struct str login);
/* A folded login: 3 to 100 of a-z 0-9 . _ - + @, with a letter or digit at both ends. */
bool       identity_login_is_valid(struct str folded);

/* What is wrong with a password for this account, or a message without an id. */
struct msg identity_password_fault(struct arena *, struct str password, struct str login,
                                   struct str name);

/* A code as it was typed, as it was given: without blanks and hyphens, in capitals, in groups. */
struct str identity_code_fold(struct arena *, struct str typed);

/* Where a sign-in may lead: a path of our own, and not the door again. */
bool       identity_path_is_own(struct str path);

/* ---- tries ----------------------------------------------------------------------------------- */

enum identity_try_kind { IDENTITY_BY_ACCOUNT, IDENTITY_BY_ADDRESS, IDENTITY_BY_DEVICE };

/* How many of `n` tries in vain, the last at `last_at`, still count: time forgets one after the
 * other. A last try in the future (the clock went back) counts as one of this moment. */
int64_t    identity_tries_left(enum identity_try_kind, int64_t n, int64_t last_at, int64_t now_s);
/* Seconds until another try is looked at; 0: now. Never over an hour. */
int64_t    identity_wait_s(enum identity_try_kind, int64_t n, int64_t last_at, int64_t now_s);
/* The network that counts as one address: an IPv4 address, the first 64 bits of an IPv6 one. */
struct str identity_network(struct arena *, struct str address);

/* ---- sessions -------------------------------------------------------------------------------- */

enum identity_life { IDENTITY_ALIVE, IDENTITY_IDLE, IDENTITY_OLD, IDENTITY_AHEAD };

struct identity_times { int64_t made_at, seen_at; bool proven; };

enum identity_life identity_life(struct identity_times, int64_t now_s);
/* "Firefox, Windows": for people to know their browsers again; "?" where it is not known. */
struct str         identity_browser(struct arena *, struct str agent);

#endif
