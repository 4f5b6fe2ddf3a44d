/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* utf8.h — validity, code points and folding, by utf8proc. */
#ifndef GUYUB_BASE_UTF8_H
#define GUYUB_BASE_UTF8_H

#include "base/str.h"

/* Refuses surrogates, overlong forms and what is over U+10FFFF; says where the first fault is. */
bool       utf8_is_valid(struct str, size_t *bad_at);
bool       utf8_is_plain(struct str);  /* valid; no control, line or direction signs */
size_t     utf8_count(struct str);     /* code points; asserts validity */
struct str utf8_nfc(struct arena *, struct str);

/* For comparing names: lower case, accents off, everything but letters and digits to one space. */
struct str utf8_fold(struct arena *, struct str);

/* The same for one code point at a time, without an arena: what it is folded into, none for a mark
 * or what cannot be seen; and whether a folded one is a letter or digit. */
enum { UTF8_FOLD_MAX = 18 };
size_t     utf8_fold_one(uint32_t code_point, int32_t out[static UTF8_FOLD_MAX]);
bool       utf8_is_word(int32_t folded);

#endif
