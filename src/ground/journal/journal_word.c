/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* journal_word.c — see journal_word.h. */
#include "ground/journal/journal_word.h"

#include <assert.h>

#include "module.h"

static const struct { const char *word, *label; } verb[JOURNAL_VERBS_N] = {
    [JOURNAL_NOTHING] = { "nothing", NULL },
#define X(name, word, label) [JOURNAL_##name] = { word, label },
    JOURNAL_VERBS(X)
#undef X
};

static const char *const actor[] = {
    [WHO_NOBODY] = "nobody", [WHO_PERSON] = "person", [WHO_SHELL] = "shell",
    [WHO_PROGRAM] = "program",
};

static const char *const hold[] = {
    [HOLD_DEFINITIVE] = "definitive", [HOLD_PLT] = "plt", [HOLD_PLH] = "plh", [HOLD_PJ] = "pj",
    [HOLD_DELEGATED] = "delegated",
};

struct str
journal_verb_word(enum journal_verb v)
{
    assert(v > JOURNAL_NOTHING && v < JOURNAL_VERBS_N);
    return str_of(verb[v].word);
}

enum journal_verb
journal_verb_of(struct str word)
{
    for (enum journal_verb v = JOURNAL_NOTHING + 1; v < JOURNAL_VERBS_N; v++)
        if (str_eq(word, str_of(verb[v].word)))
            return v;
    return JOURNAL_NOTHING;
}

struct msg
journal_verb_label(enum journal_verb v)
{
    assert(v < JOURNAL_VERBS_N);
    return (struct msg){ .id = verb[v].label };
}

struct str
journal_actor_word(enum who_kind kind)
{
    assert(kind < COUNT(actor));
    return str_of(actor[kind]);
}

enum who_kind
journal_actor_of(struct str word)
{
    for (enum who_kind k = WHO_NOBODY; k < COUNT(actor); k++)
        if (str_eq(word, str_of(actor[k])))
            return k;
    return WHO_NOBODY;
}

struct str
journal_hold_word(enum hold_as as)
{
    assert(as < COUNT(hold));
    return str_of(hold[as]);
}

enum hold_as
journal_hold_of(struct str word)
{
    for (enum hold_as as = HOLD_DEFINITIVE; as < COUNT(hold); as++)
        if (str_eq(word, str_of(hold[as])))
            return as;
    return HOLD_DEFINITIVE;
}

struct msg
journal_thing_label(const struct cx *cx, struct str word)
{
    const struct told *thing = told_named(cx, word);

    if (!thing)
        return MSG("{0}", word);
    return (struct msg){ .id = thing->label };
}
