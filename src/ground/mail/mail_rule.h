/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * mail_rule.h — rules only: what an address is, what a message looks like, what an answer means.
 *
 * LAW    RFC 5321 (SMTP: sizes of addresses 4.5.3.1, meaning of replies 4.2.1, waits 4.5.4.1),
 *        RFC 5322 (the message; lines of at most 998 bytes, 2.1.1), RFC 2047 (other letters in
 *        header fields), RFC 2045 6.7 (quoted-printable), RFC 3834 (Auto-Submitted), RFC 3463
 *        ("5.1.1").
 * OURS   An address is narrower than RFC 5321 lets it be: letters, digits and the signs of a
 *        dot-atom, no quotes, no comments, no letters beyond ASCII. What is narrow cannot smuggle
 *        a header, a second recipient or a command.
 */
#ifndef GUYUB_MAIL_RULE_H
#define GUYUB_MAIL_RULE_H

#include "base/buf.h"
#include "base/msg.h"

enum {
    MAIL_ADDRESS_MAX = 254,             /* bytes */
    MAIL_TITLE_MAX   = 200,             /* bytes of UTF-8; longer ones are cut at a letter        */
    MAIL_TEXT_MAX    = 32 << 10,
    MAIL_BYTES_MAX   = 256 << 10,       /* of a message as it travels                             */
    MAIL_DAYS_MAX    = 5,               /* tried so long (RFC 5321 4.5.4.1 asks for 4 to 5)       */
};

/* ---- addresses ------------------------------------------------------------------------------- */

/* "siti@kedirikota.go.id" */
bool mail_address_is(struct str);
/* The part after the '@' of what is one. */
struct str mail_domain(struct str address);
/* "Guyub <guyub@kedirikota.go.id>" or an address alone; `name` is then unknown. */
struct mail_box { struct str name, address; };
bool mail_box_read(struct str, struct mail_box *);

/* ---- the server ------------------------------------------------------------------------------ */

/* "smtp://HOST[:PORT]" (25) or "smtps://HOST[:PORT]" (465); HOST a name, an IPv4 address or an IPv6
 * address in brackets. */
struct mail_place { struct str host; int64_t port; bool tls, loopback; };
bool mail_place_read(struct str url, struct mail_place *);

/* ---- the message ----------------------------------------------------------------------------- */

struct mail_letter {
    struct mail_box from;
    struct str      to;                 /* an address                                             */
    struct str      title, text;        /* UTF-8; lines of `text` end with LF                     */
    struct str      message_id;         /* without < and >                                        */
    int64_t         at;                 /* when it was written, UTC                               */
};

/* Header and body, lines with CRLF, 7-bit, none over 78 bytes but for an address. */
void mail_write(struct buf *, const struct mail_letter *);
/* The value of a header field that people wrote, encoded and folded; `used` bytes are on the line
 * already. Signs that would end the line are left out. */
void mail_write_words(struct buf *, struct str text, size_t used);
/* "Sun, 22 Nov 2026 08:01:03 +0000" */
struct str mail_date(struct arena *, int64_t at);

/* ---- answers --------------------------------------------------------------------------------- */

/* How far the conversation was when it ended. */
enum mail_step { MAIL_AT_GREETING, MAIL_AT_TLS, MAIL_AT_LOGIN, MAIL_AT_SENDER, MAIL_AT_RECIPIENT,
                 MAIL_AT_TEXT };

/* answer, word in data, what it means, whether the whole box waits. The word is stored. */
#define MAIL_ANSWERS(X)                                                                           \
    X(TAKEN,     "taken",     N_("The mail server has taken it."), false)                         \
    X(REFUSED,   "refused",   N_("The mail server refuses this recipient."), false)               \
    X(UNWANTED,  "unwanted",  N_("The mail server refuses this mail."), false)                    \
    X(POLICY,    "policy",    N_("The mail server's rules do not let this mail through."), false) \
    X(LATER,     "later",     N_("The mail server asks to try this mail later."), false)          \
    X(BUSY,      "busy",      N_("The mail server asks to come back later."), true)               \
    X(LOGIN,     "login",     N_("The mail server refuses our user or password."), true)          \
    X(SENDER,    "sender",    N_("The mail server takes no mail from this sender."), true)        \
    X(UNSAFE,    "unsafe",    N_("There is no safe connection (TLS) to the mail server."), true)  \
    X(AWAY,      "away",      N_("The mail server cannot be reached."), true)                     \
    X(SLOW,      "slow",      N_("The mail server did not answer in time."), true)                \
    X(CUT,       "cut",       N_("The mail server broke off in the middle."), true)               \
    X(SETTINGS,  "settings",  N_("The settings of mail are not complete."), true)                 \
    X(ERASED,    "erased",    N_("The person was erased; there is nothing to send."), false)      \
    X(REPLACED,  "replaced",  N_("A newer one took its place, or the account ended."), false)     \
    X(OLD,       "old",       N_("It was not sent in the time for which it was good."), false)

enum mail_answer { MAIL_NOTHING,
#define X(name, word, text, all) MAIL_##name,
    MAIL_ANSWERS(X)
#undef X
    MAIL_ANSWERS_N
};

struct str       mail_answer_word(enum mail_answer);
struct msg       mail_answer_text(enum mail_answer);
enum mail_answer mail_answer_of(struct str word);       /* MAIL_NOTHING: no such word */
bool             mail_holds_all(enum mail_answer);      /* the next mail would fare no better */

/* A line of the server's: "550 5.1.1 <x> unknown user". `code` is "550" or "550 5.1.1": digits and
 * points alone, so that it can be kept. False: not such a line. */
struct mail_reply { int32_t number; struct str code, words; };
bool mail_reply_read(struct arena *, struct str line, struct mail_reply *);
/* What a refusal (400 and above) at this step means. */
enum mail_answer mail_judge(enum mail_step, const struct mail_reply *);

/* How long to wait after try `nth` (from 1) was in vain: a minute, growing to six hours. */
int64_t mail_wait_s(int64_t nth);

#endif
