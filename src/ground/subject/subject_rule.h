/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * subject_rule.h — the classes of personal data: what each is for, on which basis, for how long.
 *
 * LAW    UU 27/2022 article 20 (2) names the bases; article 42 (1) a ends the processing of what
 *        was kept for its time; article 31 asks for a record of all processing, which
 *        `guyub subject classes` prints from this table.
 * OURS   The days. The law gives none for accounts; doc/adr/0011 says how they were chosen.
 */
#ifndef GUYUB_SUBJECT_RULE_H
#define GUYUB_SUBJECT_RULE_H

#include <stdbool.h>

#include "base/maybe.h"
#include "base/msg.h"

/* From when the days count. */
enum personal_from {
    FROM_PAST,      /* from when a newer one took its place, or the account ended */
    FROM_SEEN,      /* from when it was put                                       */
};

#define TASK  N_("UU 27/2022 article 20 (2) e: a task in the public interest")
#define GUARD N_("UU 27/2022 article 20 (2) c: a duty of law, to keep the data safe (article 35)")

/* class, word in data, label, purpose, legal basis, days count from, days. The word is stored. */
#define PERSONALS(X)                                                                               \
    X(NAME, "name", N_("Name"),                                                                    \
      N_("Says who did or decided something, to colleagues and auditors"), TASK, FROM_PAST, 3650) \
    X(LOGIN, "login", N_("Login name"),                                                            \
      N_("Lets the person sign in"), GUARD, FROM_PAST, 365)                                    \
    X(EMAIL, "email", N_("Email"),                                                                 \
      N_("Lets colleagues and the programme reach the person"), TASK, FROM_PAST, 30)           \
    X(PHONE, "phone", N_("Telephone"),                                                             \
      N_("Lets colleagues and the programme reach the person"), TASK, FROM_PAST, 30)           \
    X(NIP, "nip", N_("Employee number (NIP)"),                                                     \
      N_("Tells apart people of the same name in decrees"), TASK, FROM_PAST, 3650)             \
    X(MAIL, "mail", N_("Mail that waits to be sent"),                                              \
      N_("Brings the person codes, invitations and warnings about the account"), TASK,             \
      FROM_SEEN, 7)                                                                                \
    X(CLIENT, "client", N_("Network address"),                                                     \
      N_("Shows the person, and who looks into a break-in, from where somebody signed in"), GUARD, \
      FROM_SEEN, 90)                                                                               \
    X(AGENT, "agent", N_("Browser"),                                                               \
      N_("Shows the person on which device a session is, and ends one that was stolen"), GUARD,    \
      FROM_SEEN, 90)

enum personal { PERSONAL_NONE,
#define X(name, word, label, purpose, basis, from, days) PERSONAL_##name,
    PERSONALS(X)
#undef X
    PERSONALS_N
};

struct personal_class {
    const char        *word, *label, *purpose, *basis;      /* the last three: msgid */
    enum personal_from from;
    int32_t            days;
};

const struct personal_class *personal_class_of(enum personal);  /* asserts that it is one        */
enum personal                personal_of(struct str word);      /* PERSONAL_NONE: no such class  */

/* What of a value is shown to the person and taken along: of a mail its address and title, since
 * the text may hold a code that is good for whoever reads it. */
struct str                   personal_shown(enum personal, struct str value);

/* From which second on a value is no longer kept; unknown: it is in use and kept. `at` is when it
 * was put, `past_at` when a newer one came or the account ended. */
struct maybe_int             personal_due(enum personal, int64_t at, struct maybe_int past_at);
/* The same turned round: whose days began at this second or before are due at `now_s`. */
int64_t                      personal_due_until(enum personal, int64_t now_s);

#endif
