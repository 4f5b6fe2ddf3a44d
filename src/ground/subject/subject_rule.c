/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* subject_rule.c — rules only: no clock, no SQL, no HTTP, no allocation. */
#include "ground/subject/subject_rule.h"

#include <assert.h>

enum { DAY_S = 24 * 60 * 60 };

static const struct personal_class class[PERSONALS_N] = {
#define X(name, w, l, p, b, f, d) \
    [PERSONAL_##name] = { .word = (w), .label = (l), .purpose = (p), .basis = (b), .from = (f), \
                          .days = (d) },
    PERSONALS(X)
#undef X
};

const struct personal_class *
personal_class_of(enum personal p)
{
    assert(p > PERSONAL_NONE && p < PERSONALS_N);
    return &class[p];
}

enum personal
personal_of(struct str word)
{
    for (enum personal p = PERSONAL_NONE + 1; p < PERSONALS_N; p++)
        if (str_eq(str_of(class[p].word), word))
            return p;
    return PERSONAL_NONE;
}

struct str
personal_shown(enum personal p, struct str value)
{
    struct str address, title, rest;

    if (p != PERSONAL_MAIL || !str_cut(value, '\n', &address, &rest))
        return value;
    str_cut(rest, '\n', &title, &rest);
    return str_part(value, 0, address.n + 1 + title.n);
}

int64_t
personal_due_until(enum personal p, int64_t now_s)
{
    return now_s - (int64_t)personal_class_of(p)->days * DAY_S;
}

struct maybe_int
personal_due(enum personal p, int64_t at, struct maybe_int past_at)
{
    const struct personal_class *c = personal_class_of(p);
    int64_t                      kept_s = (int64_t)c->days * DAY_S;

    if (c->from == FROM_SEEN)
        return KNOWN(at + kept_s);
    return past_at.known ? KNOWN(past_at.n + kept_s) : past_at;
}
