/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "office/letter/letter_rule.h"

#include "base/arena.h"

enum { DIGITS = 64 };

static char
small_hex(char c)
{
    if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))
        return c;
    return c >= 'A' && c <= 'F' ? (char)(c - 'A' + 'a') : '\0';
}

bool
letter_digest(struct arena *a, struct str typed, struct str *sha256)
{
    char  *out = NEWS(a, char, DIGITS);
    size_t n = 0;

    for (size_t i = 0; i < typed.n; i++) {
        if (typed.p[i] == ' ')
            continue;
        if (n == DIGITS || !small_hex(typed.p[i]))
            return false;
        out[n++] = small_hex(typed.p[i]);
    }
    *sha256 = (struct str){ out, n };
    return n == DIGITS;
}

enum letter_match
letter_match_of(const struct letter_digests *d, struct str sha256)
{
    if (str_eq(sha256, d->text))
        return LETTER_SAME_TEXT;
    return str_eq(sha256, d->pdf) || (str_is_known(d->pdf_now) && str_eq(sha256, d->pdf_now))
               ? LETTER_SAME_PDF : LETTER_OTHER;
}
