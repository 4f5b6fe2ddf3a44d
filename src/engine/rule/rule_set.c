/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* rule_set.c — a bit a letter for ASCII, ranges beyond it. */
#include "engine/rule/rule_set.h"

enum { ASCII = 128 };

bool
rule_set_add(struct rule_set *s, uint32_t from, uint32_t to)
{
    for (uint32_t c = from; c <= to && c < ASCII; c++)
        s->ascii[c / 64] |= (uint64_t)1 << c % 64;
    if (to < ASCII)
        return true;
    if (s->n == RULE_SET_RANGES_MAX)
        return false;
    s->range[s->n++] = (struct rule_range){ from < ASCII ? ASCII : from, to };
    return true;
}

static void
add_plain_class(struct rule_set *s, char letter)
{
    if (letter == 's') {
        rule_set_add(s, '\t', '\r');
        rule_set_add(s, ' ', ' ');
        return;
    }
    rule_set_add(s, '0', '9');
    if (letter == 'd')
        return;
    rule_set_add(s, 'a', 'z');
    rule_set_add(s, 'A', 'Z');
    rule_set_add(s, '_', '_');
}

bool
rule_set_add_class(struct rule_set *s, char letter)
{
    struct rule_set plain = { .n = 0 };
    bool            other = letter == 'D' || letter == 'W' || letter == 'S';

    if (!other && letter != 'd' && letter != 'w' && letter != 's')
        return false;
    add_plain_class(&plain, other ? (char)(letter - 'A' + 'a') : letter);
    for (int i = 0; i < 2; i++)
        s->ascii[i] |= other ? ~plain.ascii[i] : plain.ascii[i];
    return !other || rule_set_add(s, ASCII, RULE_LETTER_LAST);
}

void
rule_set_negate(struct rule_set *s)
{
    s->ascii[0] = ~s->ascii[0];
    s->ascii[1] = ~s->ascii[1];
    s->negated = !s->negated;
}

bool
rule_set_has(const struct rule_set *s, uint32_t letter)
{
    bool found = false;

    if (letter < ASCII)
        return s->ascii[letter / 64] >> letter % 64 & 1;
    for (uint32_t i = 0; i < s->n && !found; i++)
        found = letter >= s->range[i].from && letter <= s->range[i].to;
    return found != s->negated;
}
