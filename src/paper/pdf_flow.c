/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* pdf_flow.c — rows onto pages: what fits, what goes to the next one, what is cut between lines. */
#include <assert.h>
#include <pango/pangocairo.h>
#include <stdio.h>

#include "paper/pdf.h"

#define PAGE_END (PDF_HEIGHT - PDF_BOTTOM)

static const struct pdf_style foot_left  = { .size = 8, .grey = 0.35, .leading = 1.2 };
static const struct pdf_style foot_right = { .size = 8, .grey = 0.35, .leading = 1.2,
                                             .align = PDF_TO_RIGHT };

bool
pdf_is_full(const struct pdf *d)
{
    return d->page > PAPER_PAGES_MAX;
}

void
pdf_tag(struct pdf *d, const char *tag)
{
    if (tag && d->draws)
        cairo_tag_begin(d->cr, tag, NULL);
}

void
pdf_tag_end(struct pdf *d, const char *tag)
{
    if (tag && d->draws)
        cairo_tag_end(d->cr, tag);
}

/* ---- one text -------------------------------------------------------------------------------- */

static const PangoAlignment alignment[] = {
    [PDF_TO_LEFT]   = PANGO_ALIGN_LEFT,
    [PDF_TO_MIDDLE] = PANGO_ALIGN_CENTER,
    [PDF_TO_RIGHT]  = PANGO_ALIGN_RIGHT,
};

static void
style_layout(PangoLayout *l, const struct pdf_style *s)
{
    PangoFontDescription *font = pango_font_description_from_string("Liberation Sans, DejaVu Sans");
    PangoAttrList        *list = pango_attr_list_new();

    pango_font_description_set_absolute_size(font, s->size * PANGO_SCALE);
    pango_font_description_set_weight(font, s->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(l, font);
    pango_font_description_free(font);
    if (s->underlined)
        pango_attr_list_insert(list, pango_attr_underline_new(PANGO_UNDERLINE_SINGLE));
    pango_layout_set_attributes(l, list);
    pango_attr_list_unref(list);
    pango_layout_set_alignment(l, alignment[s->align]);
    pango_layout_set_line_spacing(l, (float)s->leading);
}

static void
set_layout(PangoLayout *l, const struct pdf_cell *c)
{
    style_layout(l, c->style);
    pango_layout_set_wrap(l, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_width(l, (int)(c->width * PANGO_SCALE));
    pango_layout_set_text(l, c->text.p, (int)c->text.n);
}

static double
layout_height(PangoLayout *l)
{
    PangoRectangle all;

    pango_layout_get_extents(l, NULL, &all);
    return (double)all.height / PANGO_SCALE;
}

/* Lines from the `from`th on, as many as fit into `room`; says where the next ones begin. */
struct lines { size_t from, next; double height; };

static void
draw_line(struct pdf *d, const struct pdf_cell *c, PangoLayoutIter *it, double y)
{
    PangoRectangle box;
    double         base = (double)pango_layout_iter_get_baseline(it) / PANGO_SCALE;

    pango_layout_iter_get_line_extents(it, NULL, &box);
    cairo_set_source_rgb(d->cr, c->style->grey, c->style->grey, c->style->grey);
    cairo_move_to(d->cr, c->x + (double)box.x / PANGO_SCALE, y + base);
    pango_cairo_show_layout_line(d->cr, pango_layout_iter_get_line_readonly(it));
}

static void
put_lines(struct pdf *d, PangoLayout *l, const struct pdf_cell *c, double room, struct lines *s)
{
    PangoLayoutIter *it = pango_layout_get_iter(l);
    size_t           at = 0;
    double           first = -1;
    bool             more = true;

    s->height = 0;
    for (; more && at < s->from; at++)
        more = pango_layout_iter_next_line(it);
    if (more)
        pdf_tag(d, c->tag);
    for (bool fits = true; more && fits; ) {
        int top, end;

        pango_layout_iter_get_line_yrange(it, &top, &end);
        first = first < 0 ? (double)top / PANGO_SCALE : first;
        fits = (double)end / PANGO_SCALE - first <= room + 0.01;
        if (!fits)
            break;
        s->height = (double)end / PANGO_SCALE - first;
        if (d->draws)
            draw_line(d, c, it, d->y - first);
        at++;
        more = pango_layout_iter_next_line(it);
    }
    if (first >= 0)
        pdf_tag_end(d, c->tag);
    s->next = at;
    pango_layout_iter_free(it);
}

double
pdf_text_height(struct pdf *d, const struct pdf_cell *c)
{
    set_layout(d->layout[PDF_OF_ONE], c);
    return layout_height(d->layout[PDF_OF_ONE]);
}

void
pdf_text(struct pdf *d, const struct pdf_cell *c, double y)
{
    struct lines all = { .from = 0 };
    double       before = d->y;

    set_layout(d->layout[PDF_OF_ONE], c);
    d->y = y;
    put_lines(d, d->layout[PDF_OF_ONE], c, PDF_HEIGHT, &all);
    d->y = before;
}

static PangoLayout *
layout_of(const struct pdf *d, const struct pdf_row *r, size_t i)
{
    return d->layout[(r->repeats ? PDF_OF_HEAD : PDF_OF_ROW) + i];
}

static double
row_height(struct pdf *d, const struct pdf_row *r)
{
    double most = 0;

    for (size_t i = 0; i < r->n; i++) {
        set_layout(layout_of(d, r, i), &r->cell[i]);
        double h = layout_height(layout_of(d, r, i));

        most = h > most ? h : most;
    }
    return most + 2 * r->pad;
}

/* ---- pages ----------------------------------------------------------------------------------- */

void
pdf_page_end(struct pdf *d)
{
    struct str      foot = str_is_known(d->paper->foot) ? d->paper->foot : S("");
    char            number[48];
    struct pdf_cell left  = { foot, PDF_LEFT, PDF_INNER - 60, &foot_left, NULL };
    struct pdf_cell right = { S(""), PDF_WIDTH - PDF_RIGHT - 60, 60, &foot_right, NULL };

    if (!d->draws)
        return;
    snprintf(number, sizeof number, "%lld / %lld", (long long)d->page, (long long)d->pages);
    right.text = str_of(number);
    pdf_text(d, &left, PDF_HEIGHT - 46);
    pdf_text(d, &right, PDF_HEIGHT - 46);
    cairo_show_page(d->cr);
}

static void
next_page(struct pdf *d)
{
    const struct pdf_row *head = d->head;

    pdf_page_end(d);
    d->page++;
    d->y = PDF_TOP;
    d->head = NULL;
    if (head && !pdf_is_full(d) && row_height(d, head) < (PAGE_END - PDF_TOP) / 3)
        pdf_row(d, head);
    d->head = head;
}

void
pdf_room(struct pdf *d, double height)
{
    if (d->y + height > PAGE_END && d->y > PDF_TOP)
        next_page(d);
}

/* ---- rows ------------------------------------------------------------------------------------ */

static void
ground(struct pdf *d, const struct pdf_row *r, double height)
{
    if (!d->draws || !r->filled)
        return;
    cairo_set_source_rgb(d->cr, 0.93, 0.93, 0.93);
    cairo_rectangle(d->cr, PDF_LEFT, d->y, PDF_INNER, height);
    cairo_fill(d->cr);
}

static void
rule(struct pdf *d, const struct pdf_row *r)
{
    if (!d->draws || !r->ruled)
        return;
    cairo_set_source_rgb(d->cr, 0.6, 0.6, 0.6);
    cairo_set_line_width(d->cr, 0.5);
    cairo_move_to(d->cr, PDF_LEFT, d->y);
    cairo_line_to(d->cr, PDF_WIDTH - PDF_RIGHT, d->y);
    cairo_stroke(d->cr);
}

/* What is left of the row's texts, as far as it fits; true: all of it has been put. */
static bool
put_part(struct pdf *d, const struct pdf_row *r, struct lines *s)
{
    double room = PAGE_END - d->y - 2 * r->pad, most = 0;
    bool   whole = true;

    d->y += r->pad;
    pdf_tag(d, r->tag);
    for (size_t i = 0; i < r->n; i++) {
        PangoLayout *l = layout_of(d, r, i);

        put_lines(d, l, &r->cell[i], room, &s[i]);
        whole = whole && s[i].next == (size_t)pango_layout_get_line_count(l);
        most = s[i].height > most ? s[i].height : most;
        s[i].from = s[i].next;
    }
    pdf_tag_end(d, r->tag);
    d->y += most + r->pad;
    rule(d, r);
    return whole;
}

void
pdf_row(struct pdf *d, const struct pdf_row *r)
{
    struct lines s[PAPER_COLUMNS_MAX] = { { .from = 0 } };
    double       height = row_height(d, r), page = PAGE_END - PDF_TOP - 60;
    double       two_lines = 2 * r->cell[0].style->size * 1.5 + 2 * r->pad;

    assert(r->n > 0 && r->n <= PAPER_COLUMNS_MAX);
    if (pdf_is_full(d))
        return;
    d->y += d->y > PDF_TOP ? r->above : 0;
    double fits = height + r->needs;

    pdf_room(d, fits <= page ? fits : two_lines);
    if (pdf_is_full(d))
        return;
    if (height <= PAGE_END - d->y)
        ground(d, r, height);
    while (!put_part(d, r, s) && !pdf_is_full(d))
        next_page(d);
    d->y += r->below;
}
