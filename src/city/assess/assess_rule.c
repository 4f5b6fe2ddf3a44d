/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* assess_rule.c — voices, states of an item, whose numbers are read when. */
#include "city/assess/assess_rule.h"

#include "base/arena.h"

static const char *const voice_words[] = {
#define X(name, word, label) word,
    ASSESS_VOICES(X)
#undef X
};

static const char *const voice_labels[] = {
#define X(name, word, label) label,
    ASSESS_VOICES(X)
#undef X
};

bool
assess_voice_read(struct str word, enum assess_voice *voice)
{
    for (int32_t i = 0; i < ASSESS_VOICE_N; i++)
        if (str_eq(word, str_of(voice_words[i]))) {
            *voice = (enum assess_voice)i;
            return true;
        }
    return false;
}

struct str
assess_voice_word(enum assess_voice voice)
{
    return str_of(voice_words[voice]);
}

struct msg
assess_voice_label(enum assess_voice voice)
{
    return (struct msg){ .id = voice_labels[voice] };
}

/* ---- states of an item ---------------------------------------------------------------------- */

static const char *const state_words[] = { "given", "answered", "approved", "returned" };

struct str
assess_state_word(enum assess_state state)
{
    return str_of(state_words[state]);
}

bool
assess_state_read(struct str word, enum assess_state *state)
{
    for (size_t i = 0; i < COUNT(state_words); i++)
        if (str_eq(word, str_of(state_words[i]))) {
            *state = (enum assess_state)i;
            return true;
        }
    return false;
}

struct msg
assess_state_label(enum assess_state state)
{
    switch (state) {
    case ASSESS_ANSWERED: return MSG("Waits for approval");
    case ASSESS_APPROVED: return MSG("Approved");
    case ASSESS_RETURNED: return MSG("Returned");
    default:              return MSG("Outstanding");
    }
}

bool
assess_step_to(enum assess_state state, enum assess_step step, enum assess_state *next)
{
    switch (step) {
    case ASSESS_SEND:
        *next = ASSESS_ANSWERED;
        return state == ASSESS_GIVEN || state == ASSESS_RETURNED;
    case ASSESS_APPROVE:
        *next = ASSESS_APPROVED;
        return state == ASSESS_ANSWERED;
    default:
        *next = ASSESS_RETURNED;
        return state == ASSESS_ANSWERED || state == ASSESS_APPROVED;
    }
}

enum assess_state
assess_state_of_all(const enum assess_state *state, size_t n)
{
    bool given = false, answered = false;

    for (size_t i = 0; i < n; i++) {
        if (state[i] == ASSESS_RETURNED)
            return ASSESS_RETURNED;
        given = given || state[i] == ASSESS_GIVEN;
        answered = answered || state[i] == ASSESS_ANSWERED;
    }
    return given ? ASSESS_GIVEN : answered ? ASSESS_ANSWERED : ASSESS_APPROVED;
}

/* ---- what is typed -------------------------------------------------------------------------- */

struct str
assess_value_of_typed(struct arena *a, struct str typed, bool of_levels)
{
    struct str text = str_trim(typed);
    char      *p = NEWS(a, char, text.n + 1);
    size_t     n = 0;

    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i] != ',' ? text.p[i] : of_levels ? ' ' : '.';

        if (c != ' ' || (n > 0 && p[n - 1] != ' '))
            p[n++] = c;
    }
    while (n > 0 && p[n - 1] == ' ')
        n--;
    return (struct str){ p, n };
}
