/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * source.h — what every build tool does with files: read, complain with a place, write.
 *
 * A complaint reads "FILE:LINE:COLUMN: what; what to do". Tools run inside one arena and stop at
 * the first error unless their own header says otherwise; they speak English only, and the catalog
 * never sees their words.
 */
#ifndef GUYUB_TOOL_SOURCE_H
#define GUYUB_TOOL_SOURCE_H

#include "base/buf.h"
#include "base/err.h"

enum { SOURCE_MAX = 16 << 20 };         /* bytes of one file that a tool reads or writes */

struct source {
    struct arena *arena;
    struct str    file;                 /* the name as people typed it */
    struct str    text;
};

struct err *source_read(struct arena *, const char *path, struct source *);  /* fails: tool.file */
struct err *source_write(struct arena *, const char *path, struct str bytes);    /* tool.file */

/* The complaint at a byte of the text, tool.refused; its place "FILE:LINE:COLUMN"; its line. */
struct err *source_err(const struct source *, size_t at, struct msg what);
struct str  source_where(const struct source *, size_t at);
int64_t     source_line(const struct source *, size_t at);

/* Ends a tool: prints the error, if there is one, and says what main returns. */
int         tool_exit(struct arena *, const struct err *);

bool        is_space(char);             /* ASCII only, whatever the locale */
bool        is_letter(char);
bool        is_digit(char);
bool        is_word(char);              /* letter, digit or underscore: what a C name is made of */

#endif
