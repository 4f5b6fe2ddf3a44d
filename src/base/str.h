/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * str.h — a string is a view: a pointer and a length, never owned, never changed, NUL or not.
 *
 * INVARIANTS  `p` may be NULL only when `n` is 0; a NULL `p` means "unknown" (SQL NULL), an empty
 *             string with a `p` means "known to be empty". Bytes are UTF-8 wherever they come from
 *             a person; the edges (forms, CSV, packs) refuse what is not.
 * LIFETIME    Views die with the arena (or literal) that holds their bytes.
 */
#ifndef GUYUB_BASE_STR_H
#define GUYUB_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

struct str { const char *p; size_t n; };

#define S(lit)   ((struct str){ "" lit, sizeof("" lit) - 1 })   /* only for literals           */
#define TEXT(s)  (int)(s).n, (s).p                              /* the pair that "%.*s" expects */
#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

bool       str_is_known(struct str);                /* false for SQL NULL                    */
bool       str_eq(struct str, struct str);          /* same bytes                            */
int        str_cmp(struct str, struct str);         /* byte order; the same on every engine  */
bool       str_starts(struct str, struct str prefix);
bool       str_ends(struct str, struct str suffix);
struct str str_trim(struct str);                    /* without space, tab, CR, LF at the ends */
struct str str_part(struct str, size_t from, size_t n);     /* clipped to the view            */
bool       str_find(struct str, struct str needle, size_t *at);

/* Splits at the first `by` and returns whether there was one; if not, `rest` is unknown. */
bool       str_cut(struct str, char by, struct str *head, struct str *rest);

struct str str_of(const char *z);                   /* view of a NUL-ended text; NULL is unknown */
struct str str_copy(struct arena *, struct str);
const char *str_z(struct arena *, struct str);  /* NUL-ended copy; asserts that no NUL is inside */
struct str str_fmt(struct arena *, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
struct str str_int(struct arena *, int64_t);         /* "-12"                                */
struct str str_bool(bool);                          /* "true" or "false"                    */
struct str str_join(struct arena *, struct str by, const struct str *part, size_t n);

/* A whole decimal number with or without a sign, the whole view; false on anything else. */
bool       str_int64(struct str, int64_t *out);

#endif
