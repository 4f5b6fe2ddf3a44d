/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * letter.h — one code point after the other, for inner loops over letters.
 *
 * Texts are valid UTF-8 (the edges refused the rest); a byte that is not is taken for one letter,
 * so that the loops end whatever they are given. Small on purpose and inlined.
 */
#ifndef GUYUB_BASE_LETTER_H
#define GUYUB_BASE_LETTER_H

#include "base/str.h"

static inline size_t
letter_bytes(unsigned char first)
{
    return first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

/* The letter at *at, which moves behind it; asserts nothing and never reads past the end. */
static inline uint32_t
letter_next(struct str s, size_t *at)
{
    unsigned char first = (unsigned char)s.p[*at];
    size_t        n = letter_bytes(first) <= s.n - *at ? letter_bytes(first) : 1;
    uint32_t      letter = n == 1 ? first : first & (0x7Fu >> n);

    for (size_t i = 1; i < n; i++)
        letter = letter << 6 | ((unsigned char)s.p[*at + i] & 0x3Fu);
    *at += n;
    return letter & 0x1FFFFF;
}

/* Writes it as UTF-8; returns the bytes: 1 to 4. */
static inline size_t
letter_put(uint32_t letter, char *out)
{
    size_t n = letter < 0x80 ? 1 : letter < 0x800 ? 2 : letter < 0x10000 ? 3 : 4;

    if (n == 1) {
        out[0] = (char)letter;
        return n;
    }
    for (size_t i = n - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (letter & 0x3F));
        letter >>= 6;
    }
    out[0] = (char)((0xF00u >> n & 0xF0u) | letter);
    return n;
}

#endif
