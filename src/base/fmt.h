/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * fmt.h — the part of printf's language that pages are written in, without printf's price.
 *
 * buf_fmt and str_fmt ask here first and the C library when the answer is no, so that a format
 * means the same everywhere and the compiler checks it.
 */
#ifndef GUYUB_BASE_FMT_H
#define GUYUB_BASE_FMT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * Writes what vsnprintf would, without a NUL, if the format has no directives but %s %.*s %c %d
 * %04d %ld %lld %jd %zu %% and all of it fits into `cap` bytes. False: it is not so, and nothing
 * is promised of the bytes.
 */
bool fmt_plain(char *out, size_t cap, size_t *n, const char *fmt, va_list args)
    __attribute__((format(printf, 4, 0)));

#endif
