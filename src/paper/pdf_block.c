/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* pdf_block.c — each kind of block as rows: its letters, its space, its place in the structure. */
#include <assert.h>
#include <cairo.h>
#include <stdio.h>

#include "base/utf8.h"
#include "paper/pdf.h"
#include "paper/qr.h"

static const struct pdf_style
    office    = { .size = 14, .bold = true, .align = PDF_TO_MIDDLE, .leading = 1.15 },
    address   = { .size = 9, .align = PDF_TO_MIDDLE, .leading = 1.2 },
    title     = { .size = 13, .bold = true, .align = PDF_TO_MIDDLE, .leading = 1.2 },
    subtitle  = { .size = 10.5, .align = PDF_TO_MIDDLE, .leading = 1.2 },
    heading   = { .size = 11.5, .bold = true, .leading = 1.2 },
    body      = { .size = 10.5, .leading = 1.35 },
    name      = { .size = 10.5, .grey = 0.25, .leading = 1.35 },
    cell      = { .size = 9, .leading = 1.2 },
    number    = { .size = 9, .leading = 1.2, .align = PDF_TO_RIGHT },
    cell_head = { .size = 9, .bold = true, .leading = 1.2 },
    number_head = { .size = 9, .bold = true, .leading = 1.2, .align = PDF_TO_RIGHT },
    note      = { .size = 8.5, .grey = 0.25, .leading = 1.25 },
    signatory = { .size = 10.5, .bold = true, .underlined = true, .leading = 1.3 };

/* A row of one cell over the whole width. */
static struct pdf_row
one(struct str text, const struct pdf_style *style, const char *tag)
{
    return (struct pdf_row){ .cell = { { text, PDF_LEFT, PDF_INNER, style, tag } }, .n = 1 };
}

static void
put(struct pdf *d, struct pdf_row r, double above, double below)
{
    r.above = above;
    r.below = below;
    pdf_row(d, &r);
}

static void
line(struct pdf *d, double y, double width)
{
    if (!d->draws)
        return;
    cairo_set_source_rgb(d->cr, 0, 0, 0);
    cairo_set_line_width(d->cr, width);
    cairo_move_to(d->cr, PDF_LEFT, y);
    cairo_line_to(d->cr, PDF_WIDTH - PDF_RIGHT, y);
    cairo_stroke(d->cr);
}

static void
put_head(struct pdf *d, const struct paper_block *b)
{
    put(d, one(b->text[0], &office, "P"), 0, 2);
    for (size_t i = 1; i < b->n; i++)
        put(d, one(b->text[i], &address, "P"), 0, 0);
    line(d, d->y + 6, 1.8);
    line(d, d->y + 8.6, 0.6);
    d->y += 20;
}

static void
put_title(struct pdf *d, const struct paper_block *b)
{
    put(d, one(b->text[0], &title, "H1"), 8, 2);
    for (size_t i = 1; i < b->n; i++)
        put(d, one(b->text[i], &subtitle, "P"), 0, 0);
    d->y += 12;
}

static void
put_heading(struct pdf *d, const struct paper_block *b)
{
    struct pdf_row r = one(b->text[0], &heading, "H2");

    r.needs = 48;
    put(d, r, 10, 4);
}

static void
put_list(struct pdf *d, const struct paper_block *b)
{
    char label[24];

    pdf_tag(d, "L");
    for (size_t i = 0; i < b->n; i++) {
        snprintf(label, sizeof label, "%zu.", i + 1);
        struct pdf_row r = { .n = 2, .tag = "LI", .below = 4, .cell = {
            { str_of(label), PDF_LEFT, 26, &body, "Lbl" },
            { b->text[i], PDF_LEFT + 26, PDF_INNER - 26, &body, "LBody" } } };

        pdf_row(d, &r);
    }
    pdf_tag_end(d, "L");
    d->y += 4;
}

static void
put_fields(struct pdf *d, const struct paper_block *b)
{
    double names = PDF_INNER * 0.32;

    pdf_tag(d, "Table");
    for (size_t i = 0; i + 1 < b->n; i += 2) {
        struct pdf_row r = { .n = 2, .tag = "TR", .below = 2, .cell = {
            { b->text[i], PDF_LEFT, names - 10, &name, "TH" },
            { b->text[i + 1], PDF_LEFT + names, PDF_INNER - names, &body, "TD" } } };

        pdf_row(d, &r);
    }
    pdf_tag_end(d, "Table");
    d->y += 6;
}

/* ---- tables ---------------------------------------------------------------------------------- */

#define CELL_PAD  4.0           /* to the left and right of a cell's text                       */
#define ONE_SIGN  4.9           /* of 9 points, on average                                      */
#define ONE_DIGIT 5.6           /* of 9 points bold, and a little                               */

/* What the columns want: all of their longest text on one line, and at least its longest word. */
struct widths { double want[PAPER_COLUMNS_MAX], least[PAPER_COLUMNS_MAX], all, all_least; };

static size_t
longest_word(struct str text)
{
    size_t     most = 0;
    struct str word, rest = text;

    while (rest.n > 0) {
        str_cut(rest, ' ', &word, &rest);
        size_t n = utf8_count(word);

        most = n > most ? n : most;
    }
    return most;
}

static void
column_wants(const struct paper_block *b, size_t column, double *want, double *least)
{
    size_t most = 1, word = 1;

    for (size_t i = column; i < b->n; i += b->n_columns) {
        size_t n = utf8_count(b->text[i]), w = longest_word(b->text[i]);

        most = n > most ? n : most;
        word = w > word ? w : word;
    }
    bool is_number = b->is_number[column];

    word = word > 24 ? 24 : word;
    *want = (double)most * (is_number ? ONE_DIGIT : ONE_SIGN) + 2 * CELL_PAD;
    *least = is_number && most <= 24 ? *want : (double)word * ONE_DIGIT + 2 * CELL_PAD;
    *want = *want < *least ? *least : *want;
}

static void
widths_of(const struct paper_block *b, double out[static PAPER_COLUMNS_MAX])
{
    struct widths w = { .all = 0 };

    for (size_t i = 0; i < b->n_columns; i++) {
        column_wants(b, i, &w.want[i], &w.least[i]);
        w.all += w.want[i];
        w.all_least += w.least[i];
    }
    double room = PDF_INNER - w.all_least, asked = w.all - w.all_least;

    for (size_t i = 0; i < b->n_columns; i++)
        out[i] = w.all <= PDF_INNER ? w.want[i] * PDF_INNER / w.all
               : room <= 0          ? w.least[i] * PDF_INNER / w.all_least
                                    : w.least[i] + (w.want[i] - w.least[i]) * room / asked;
}

static struct pdf_row
table_row(const struct paper_block *b, size_t from, const double width[static PAPER_COLUMNS_MAX])
{
    bool           is_head = from == 0;
    struct pdf_row r = { .n = b->n_columns, .tag = "TR", .pad = 3, .ruled = true,
                         .filled = is_head, .needs = is_head ? 24 : 0 };
    double         x = PDF_LEFT;

    for (size_t i = 0; i < b->n_columns; i++) {
        const struct pdf_style *head = b->is_number[i] ? &number_head : &cell_head;
        const struct pdf_style *other = b->is_number[i] ? &number : &cell;

        r.cell[i] = (struct pdf_cell){ b->text[from + i], x + CELL_PAD, width[i] - 2 * CELL_PAD,
                                       is_head ? head : other, is_head ? "TH" : "TD" };
        x += width[i];
    }
    return r;
}

/* On later pages the head is a decoration, not a row of its own. */
static struct pdf_row
head_again(struct pdf_row head)
{
    head.tag = NULL;
    head.repeats = true;
    for (size_t i = 0; i < head.n; i++)
        head.cell[i].tag = NULL;
    return head;
}

static void
put_table(struct pdf *d, const struct paper_block *b)
{
    double         width[PAPER_COLUMNS_MAX];
    struct pdf_row head, again;

    widths_of(b, width);
    head = table_row(b, 0, width);
    again = head_again(head);
    d->y += d->y > PDF_TOP ? 4 : 0;
    pdf_tag(d, "Table");
    pdf_row(d, &head);
    d->head = &again;
    for (size_t i = b->n_columns; i < b->n && !pdf_is_full(d); i += b->n_columns) {
        struct pdf_row r = table_row(b, i, width);

        pdf_row(d, &r);
    }
    d->head = NULL;
    pdf_tag_end(d, "Table");
    d->y += 10;
}

/* ---- who signs, and where to look it up ------------------------------------------------------ */

static void
put_sign(struct pdf *d, const struct paper_block *b)
{
    static const struct { const struct pdf_style *style; double below; } part[] = {
        { &body, 0 }, { &body, 62 }, { &signatory, 0 }, { &body, 0 },
    };
    double x = PDF_LEFT + PDF_INNER * 0.5;

    d->y += d->y > PDF_TOP ? 18 : 0;
    pdf_room(d, 170);
    for (size_t i = 0; i < COUNT(part); i++) {
        struct pdf_row r = { .n = 1, .below = part[i].below, .cell = {
            { b->text[i], x, PDF_INNER * 0.5, part[i].style, "P" } } };

        if (b->text[i].n > 0)
            pdf_row(d, &r);
    }
    d->y += 10;
}

static void
draw_qr(struct pdf *d, const struct qr *q, double side)
{
    double unit = side / (double)q->size;

    pdf_tag(d, "Figure");
    cairo_set_source_rgb(d->cr, 0, 0, 0);
    for (int64_t y = 0; y < q->size; y++)
        for (int64_t x = 0; x < q->size; x++) {
            if (qr_is_dark(q, x, y))
                cairo_rectangle(d->cr, PDF_LEFT + (double)x * unit, d->y + (double)y * unit, unit,
                                unit);
        }
    cairo_fill(d->cr);
    pdf_tag_end(d, "Figure");
}

static void
put_qr(struct pdf *d, struct arena *a, const struct paper_block *b)
{
    const double    side = 74, gap = 14;
    struct qr       q;
    bool            has = qr_of(a, b->text[0], &q);
    double          x = PDF_LEFT + (has ? side + gap : 0), width = PDF_WIDTH - PDF_RIGHT - x;
    struct pdf_cell says = { b->text[1], x, width, &note, "P" };
    struct pdf_cell where = { b->text[0], x, width, &note, "P" };
    double          first = pdf_text_height(d, &says) + 3;
    double          height = first + pdf_text_height(d, &where);

    height = has && height < side ? side : height;
    d->y += d->y > PDF_TOP ? 12 : 0;
    pdf_room(d, height);
    if (d->draws && has)
        draw_qr(d, &q, side);
    pdf_text(d, &says, d->y);
    pdf_text(d, &where, d->y + first);
    d->y += height + 10;
}

void
pdf_block(struct pdf *d, struct arena *a, const struct paper_block *b)
{
    switch (b->kind) {
    case PAPER_HEAD:    put_head(d, b); return;
    case PAPER_TITLE:   put_title(d, b); return;
    case PAPER_HEADING: put_heading(d, b); return;
    case PAPER_TEXT:    put(d, one(b->text[0], &body, "P"), 0, 6); return;
    case PAPER_LIST:    put_list(d, b); return;
    case PAPER_FIELDS:  put_fields(d, b); return;
    case PAPER_TABLE:   put_table(d, b); return;
    case PAPER_SIGN:    put_sign(d, b); return;
    case PAPER_QR:      put_qr(d, a, b); return;
    case PAPER_NOTE:    put(d, one(b->text[0], &note, "P"), 0, 4); return;
    case PAPER_KINDS_N: break;
    }
    assert(false);          /* paper_check lets no other kind in */
}
