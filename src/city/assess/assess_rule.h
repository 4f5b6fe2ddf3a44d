/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* assess_rule.h — voices, states of an item, how two sendings differ: pure. */
#ifndef GUYUB_ASSESS_RULE_H
#define GUYUB_ASSESS_RULE_H

#include "base/msg.h"
#include "base/str.h"

struct arena;

/* Whose number it is, in the order in which they are shown. The word is stored. */
#define ASSESS_VOICES(X)                              \
    X(AGENCY,    "agency",    N_("Agency"))           \
    X(CITY,      "city",      N_("City"))             \
    X(ASSESSOR,  "assessor",  N_("Assessor"))         \
    X(OBJECTION, "objection", N_("Objection"))        \
    X(FINAL,     "final",     N_("Final"))

enum assess_voice {
#define X(name, word, label) ASSESS_##name,
    ASSESS_VOICES(X)
#undef X
    ASSESS_VOICE_N
};

bool       assess_voice_read(struct str word, enum assess_voice *);
struct str assess_voice_word(enum assess_voice);
struct msg assess_voice_label(enum assess_voice);

/* An item in the hands of its agency. */
enum assess_state { ASSESS_GIVEN, ASSESS_ANSWERED, ASSESS_APPROVED, ASSESS_RETURNED };
enum assess_step  { ASSESS_SEND, ASSESS_APPROVE, ASSESS_RETURN };

struct str assess_state_word(enum assess_state);    /* "given": stored, does not change */
bool       assess_state_read(struct str word, enum assess_state *);
struct msg assess_state_label(enum assess_state);

/* Whether the step can be taken in that state; if so, `next` is the state after it. What is
 * approved can be returned too: the city asks for more before it is sent. */
bool       assess_step_to(enum assess_state, enum assess_step, enum assess_state *next);

/* How all items of an agency stand together: the furthest behind says it, a returned one first. */
enum assess_state assess_state_of_all(const enum assess_state *, size_t n);

/* A figure or levels as people type them, in the form of instrument_answer.h: "3,25" is 3.25 and
 * "1, 3" is 1 3; blanks at the ends are none. */
struct str assess_value_of_typed(struct arena *, struct str typed, bool of_levels);

#endif
