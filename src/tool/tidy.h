/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * tidy.h — the style as a program: says what does not hold in the tree, where, and what to do.
 *
 * WHAT   Who includes whom against src/DEPS, banned calls, the size and shape of functions, lines
 *        and files, headers that stand alone, decisions that no source cites. What is wrong stops;
 *        what is a debt is counted, and src/tool/tidy.ratchet holds the counts: they only fall.
 * NOT    A parser of C. It reads text in which comments and literals are blanked, and leans on the
 *        layout that it asks for: a function's brace and name stand at the start of a line.
 * READ   tidy_read.c the files · tidy_law.c includes · tidy_call.c banned calls ·
 *        tidy_line.c lines · tidy_function.c functions · tidy_tree.c the tree · tidy_ratchet.c
 */
#ifndef GUYUB_TOOL_TIDY_H
#define GUYUB_TOOL_TIDY_H

#include "tool/source.h"

enum { TIDY_FILES_MAX = 4000, TIDY_SLICES_MAX = 64, TIDY_WORDS_MAX = 32 };

struct tidy_file {
    struct source text;                 /* its `file` is the path from the root: "src/base/str.c" */
    struct str    code;                 /* the same length, comments and literals blanked; C only */
};

/* A line of src/DEPS. */
struct tidy_slice {
    struct str name;
    struct str may[TIDY_WORDS_MAX];     size_t n_may;      /* slices                  */
    struct str also[TIDY_WORDS_MAX];    size_t n_also;     /* folders: "engine/text"  */
};

enum tidy_debt {
    DEBT_WIDE_LINE, DEBT_LONG_FUNCTION, DEBT_DEEP_FUNCTION, DEBT_MANY_PARAMETERS,
    DEBT_SILENT_HEADER, DEBT_UNTOLD_SLICE, TIDY_DEBTS
};

struct tidy {
    struct arena     *arena;
    const char       *root;             /* the tree, without a slash at the end */
    const char       *cc;               /* compiles headers; NULL: that check is left out */
    const char       *generated;        /* the folder of generated headers, or NULL */
    struct tidy_file *file;             size_t n_files;
    struct tidy_slice slice[TIDY_SLICES_MAX];   size_t n_slices;
    struct buf        report;           /* "FILE:LINE: what; what to do", a line each */
    size_t            n_faults;
    size_t            debt[TIDY_DEBTS];
    struct buf        debts[TIDY_DEBTS];        /* where they are */
};

/* An empty tree, and a file for it: what tidy_read is made of, and what tests call. */
void        tidy_begin(struct arena *, const char *root, struct tidy *);
struct err *tidy_add(struct tidy *, struct str path, struct str text);

/* Reads the tree below `root`: src/, test/ (without its fixtures), doc/adr/. */
struct err *tidy_read(struct arena *, const char *root, struct tidy *);

void tidy_law(struct tidy *);  /* fills slice[] from src/DEPS; its own mistakes are faults */
void tidy_includes(struct tidy *, const struct tidy_file *);
void tidy_calls(struct tidy *, const struct tidy_file *);
void tidy_lines(struct tidy *, const struct tidy_file *);
void tidy_functions(struct tidy *, const struct tidy_file *);
void tidy_comments(struct tidy *, const struct tidy_file *);    /* of public functions */
void tidy_headers_alone(struct tidy *);
void tidy_decisions(struct tidy *);     /* doc/adr: each is cited by a source */
void tidy_stories(struct tidy *);       /* each slice is told by a story */

/* All of the above. */
void tidy_check(struct tidy *);

/* Holds the counts against the ratchet's text; `lower` gets the text with what fell. */
void tidy_hold(struct tidy *, const struct source *ratchet, struct str *lower);

/* ---- what the checks share --------------------------------------------------------------- */

/* A finding, and a debt: the file, the byte at which it is, "what; what to do". */
void tidy_fault(struct tidy *, const struct tidy_file *, size_t at, struct str what);
void tidy_owe(struct tidy *, enum tidy_debt, const struct tidy_file *, size_t at, struct str what);
const char *tidy_debt_name(enum tidy_debt);

bool tidy_is_c(const struct tidy_file *);               /* .c or .h */
bool tidy_is_test(const struct tidy_file *);            /* beside the code, or below test/ */
bool tidy_below(const struct tidy_file *, const char *folder);      /* "src/base/" */

struct tidy_line { struct str text; size_t at, next; };         /* without its line end */
bool tidy_next_line(struct str all, struct tidy_line *);        /* begins with { .next = 0 } */

#endif
