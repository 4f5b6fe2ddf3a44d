/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * pdf.h — inside of the PDF: a page that is being filled, from above to below.
 *
 * WHAT   All that a paper says is rows of cells: a paragraph is a row with one, a table row has
 *        many. pdf_row puts one onto the page, or onto the next. A paper is set twice: once without
 *        drawing, to know how many pages it has.
 * UNITS  Points, 72 to the inch; y grows downwards.
 */
#ifndef GUYUB_PAPER_PDF_H
#define GUYUB_PAPER_PDF_H

#include "paper/paper.h"

/* Of cairo and pango. */
typedef struct _cairo       cairo_t;
typedef struct _PangoLayout PangoLayout;

/* A4, ISO 216. The margins are those of letters of Indonesian offices. */
#define PDF_WIDTH  595.276
#define PDF_HEIGHT 841.890
#define PDF_LEFT   71.0
#define PDF_RIGHT  57.0
#define PDF_TOP    54.0
#define PDF_BOTTOM 71.0                 /* below it is the foot                                 */
#define PDF_INNER  (PDF_WIDTH - PDF_LEFT - PDF_RIGHT)

/* A row is set, and while it goes on over pages a head and a foot are. */
enum { PDF_OF_ROW, PDF_OF_HEAD = PAPER_COLUMNS_MAX, PDF_OF_ONE = 2 * PAPER_COLUMNS_MAX,
       PDF_LAYOUTS };

enum pdf_align { PDF_TO_LEFT, PDF_TO_MIDDLE, PDF_TO_RIGHT };

struct pdf_style {
    double         size;                /* of the letters                                       */
    bool           bold, underlined;
    enum pdf_align align;
    double         grey;                /* 0 black to 1 white                                   */
    double         leading;             /* of a line, in letters' size                          */
};

struct pdf_cell {
    struct str              text;
    double                  x, width;   /* x from the left edge of the page                     */
    const struct pdf_style *style;
    const char             *tag;        /* of the structure; NULL: none                         */
};

struct pdf_row {
    struct pdf_cell cell[PAPER_COLUMNS_MAX];
    size_t          n;
    const char     *tag;                /* round the cells; NULL: none                          */
    double          above, below;       /* space; the first falls away on top of a page         */
    double          pad;                /* inside, above and below the texts                    */
    double          needs;              /* so much more has to fit below it on the same page    */
    bool            ruled, filled;      /* a line below it; a grey ground                       */
    bool            repeats;            /* a table's head on a later page                       */
};

struct pdf {
    const struct paper   *paper;
    cairo_t              *cr;
    PangoLayout *const   *layout;       /* PDF_LAYOUTS                                          */
    const struct pdf_row *head;         /* of the table that is being set: on every page        */
    double                y;
    int64_t               page, pages;  /* from 1; of the run before, 0 while it runs           */
    bool                  draws;
};

/* Over PAPER_PAGES_MAX pages nothing more is set. */
bool   pdf_is_full(const struct pdf *);
/* Puts it below what stands, cut between lines where it is higher than a page. */
void   pdf_row(struct pdf *, const struct pdf_row *);
/* Goes to the next page unless so much room is left on this one. */
void   pdf_room(struct pdf *, double height);
/* Draws the foot and gives the page away. */
void   pdf_page_end(struct pdf *);
/* Of the structure; NULL: nothing. */
void   pdf_tag(struct pdf *, const char *tag);
void   pdf_tag_end(struct pdf *, const char *tag);
/* One text at a place of this page, whole. */
void   pdf_text(struct pdf *, const struct pdf_cell *, double y);
double pdf_text_height(struct pdf *, const struct pdf_cell *);

/* Sets a block that paper_check lets pass; the arena is for what it needs meanwhile. */
void   pdf_block(struct pdf *, struct arena *, const struct paper_block *);

#endif
