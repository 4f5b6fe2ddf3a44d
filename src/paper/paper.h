/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * paper.h — a letter, a table, a report as a few kinds of blocks; a PDF of it.
 *
 * WHAT   What a paper says is data: blocks in their order, with texts that are already in the
 *        reader's language. The PDF (A4, cairo and pango, structure tagged) and the page on the
 *        screen are made from the same blocks, so that they say the same. The same blocks give the
 *        same bytes: no clock, no name of a machine, no fonts but those named in pdf.c.
 * NOT    HTML (the slice's view draws the blocks), numbers of letters, signing. Personal data: a
 *        paper is frozen and hashed for good, so nobody's erasure could reach into it; of persons
 *        it holds the name and number of who signs in office, and nothing more. The slice sees to
 *        it. /Lang and texts for pictures in the PDF: cairo 1.16 writes neither.
 * READ   paper.c what is right · freeze.c the text that is hashed · pdf.c, pdf_block.c, pdf_flow.c
 * LAW    OURS: a text is one line or paragraph, known, UTF-8 without control or direction signs.
 * LIMITS PAPER_*_MAX below.
 */
#ifndef GUYUB_PAPER_PAPER_H
#define GUYUB_PAPER_PAPER_H

#include "base/buf.h"
#include "base/calendar.h"
#include "base/err.h"

enum {
    PAPER_BLOCKS_MAX  = 20000,
    PAPER_TEXTS_MAX   = 200000,         /* of all blocks                                        */
    PAPER_TEXT_MAX    = 64 << 10,       /* bytes of one                                         */
    PAPER_WORD_MAX    = 500,            /* bytes without a space: such lines are slow to find   */
    PAPER_COLUMNS_MAX = 12,
    PAPER_FROZEN_MAX  = 16 << 20,       /* bytes                                                */
    PAPER_PDF_MAX     = 64 << 20,       /* bytes                                                */
    PAPER_PAGES_MAX   = 2000,
};

/* kind, word in the frozen text, fewest and most texts. The word is frozen: it does not change. */
#define PAPER_KINDS(X)                                                                           \
    X(HEAD,    "head",    1, 8)       /* letterhead: text[0] the office, the rest its address */ \
    X(TITLE,   "title",   1, 3)       /* text[0], and smaller lines below it: its number      */ \
    X(HEADING, "heading", 1, 1)                                                                  \
    X(TEXT,    "text",    1, 1)                                                                  \
    X(LIST,    "list",    1, 1000)    /* numbered: text[i]                                    */ \
    X(FIELDS,  "fields",  2, 1000)    /* pairs: text[2i] the name, text[2i+1] the value       */ \
    X(TABLE,   "table",   1, 200000)  /* n_columns; the first row is the head, on every page  */ \
    X(SIGN,    "sign",    4, 4)       /* place and date, post, name, number (may be empty)    */ \
    X(QR,      "qr",      2, 2)       /* text[0] the address, text[1] what it is for          */ \
    X(NOTE,    "note",    1, 1)       /* small                                                */

enum paper_kind {
#define X(name, word, fewest, most) PAPER_##name,
    PAPER_KINDS(X)
#undef X
    PAPER_KINDS_N
};

struct paper_block {
    enum paper_kind   kind;
    const struct str *text;     size_t n;
    size_t            n_columns;        /* of a table; else 0                                   */
    const bool       *is_number;        /* of a table's columns: to the right                   */
};

struct paper {
    struct str                title;
    struct str                language;         /* "id" or "en"                                 */
    struct str                author;           /* the organisation                             */
    struct date               date;             /* of the paper, whole                          */
    struct str                foot;             /* of each page, before "2 / 7"; may be unknown */
    const struct paper_block *block;    size_t n;
};

/* Blocks as they are written, one after the other. */
struct paper_blocks { struct arena *arena; struct paper_block *row; size_t n, room; };
struct paper_blocks paper_blocks_in(struct arena *, size_t room);      /* the most there may be  */
/* The next block, of texts that live as long as the arena. */
void        paper_put(struct paper_blocks *, enum paper_kind, const struct str *text, size_t n);
/* A table; its first n_columns texts are the head. */
void        paper_put_table(struct paper_blocks *, const struct str *text, size_t n,
                            size_t n_columns, const bool *is_number);

/* Whether it can be frozen and drawn. Fails: paper.title, paper.language, paper.date, paper.text,
 * paper.shape, paper.large; says which block. */
struct err *paper_check(struct arena *, const struct paper *);

/* Adds the PDF. Fails as paper_check does; paper.pages (over PAPER_PAGES_MAX), paper.large (of
 * bytes), paper.font (a font is not installed), paper.pdf. */
struct err *paper_pdf(struct arena *, const struct paper *, struct buf *);
/* How many pages its PDF has; over PAPER_PAGES_MAX: at least so many. Fails as paper_check does;
 * paper.font. */
struct err *paper_pages(struct arena *, const struct paper *, int64_t *pages);

/* The canonical text: JSON in one order, without white space. What is frozen, and what a hash is
 * made of. Fails as paper_check does; paper.large. */
struct err *paper_freeze(struct arena *, const struct paper *, struct str *frozen);
/* Takes only what paper_freeze gives: freezing it again gives the same bytes. Fails: paper.frozen;
 * as paper_check does. */
struct err *paper_thaw(struct arena *, struct str frozen, struct paper *);
/* SHA-256 in hex. */
struct str  paper_hash(struct arena *, struct str frozen);

/* "table" of PAPER_TABLE. */
struct str  paper_kind_word(enum paper_kind);

#endif
