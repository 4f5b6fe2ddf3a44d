/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* chart_table.c — the tables that say what the pictures of chart.h show. */
#include "web/chart.h"

#include "base/arena.h"
#include "web/chart_draw.h"

#define NUMBER_CELL "<td class=\"govuk-table__cell gy-num\">"

static void
open_table(struct view *v, struct msg caption, const struct msg *head, size_t n)
{
    view_raw(v, HTML("<table class=\"govuk-table\">"
                     "<caption class=\"govuk-table__caption govuk-table__caption--s\">"));
    view_msg(v, caption);
    view_raw(v, HTML("</caption><thead class=\"govuk-table__head\">"
                     "<tr class=\"govuk-table__row\">"));
    for (size_t i = 0; i < n; i++) {
        if (!msg_is(head[i]))
            continue;
        view_raw(v, i == 0 ? HTML("<th scope=\"col\" class=\"govuk-table__header\">")
                           : HTML("<th scope=\"col\" class=\"govuk-table__header gy-num\">"));
        view_msg(v, head[i]);
        view_raw(v, HTML("</th>"));
    }
    view_raw(v, HTML("</tr></thead><tbody class=\"govuk-table__body\">"));
}

static void
open_row(struct view *v, struct str head)
{
    view_raw(v, HTML("<tr class=\"govuk-table__row\">"
                     "<th scope=\"row\" class=\"govuk-table__header\">"));
    view_text(v, head);
    view_raw(v, HTML("</th>"));
}

/* A dash for the eye, the word for the ear: a table of many unknowns stays calm. */
static void
write_cell(struct view *v, struct str text)
{
    view_raw(v, HTML(NUMBER_CELL));
    if (str_is_known(text)) {
        view_text(v, text);
    } else {
        view_raw(v, HTML("<span aria-hidden=\"true\">\u2013</span>"
                         "<span class=\"govuk-visually-hidden\">"));
        view_msg(v, MSG("unknown"));
        view_raw(v, HTML("</span>"));
    }
    view_raw(v, HTML("</td>"));
}

/* The figure itself says the word when it is not known. */
static void
write_figure(struct view *v, struct chart_value x)
{
    view_raw(v, x.known ? HTML(NUMBER_CELL)
                        : HTML("<td class=\"govuk-table__cell gy-num gy-unknown\">"));
    chart_put(v, x);
    view_raw(v, HTML("</td>"));
}

static struct str
number_text(struct view *v, struct chart_value x)
{
    return x.known ? dec_text(v->arena, v->lang, x.value) : (struct str){ NULL, 0 };
}

static struct str
signed_text(struct view *v, struct chart_value x)
{
    return x.known ? chart_signed(v->arena, v->lang, x.value) : (struct str){ NULL, 0 };
}

static struct str
change_text(struct view *v, struct chart_value change)
{
    struct str size;

    if (!chart_is_fall(change))
        return signed_text(v, change);
    size = chart_size(v->arena, v->lang, change.value);
    return msg_text(v->arena, v->lang, MSG("down {0}", size));
}

struct html
chart_years_table(struct arena *a, enum lang lang, const struct chart_years *c)
{
    struct view      v = view_in(a, lang);
    const struct msg head[] = { MSG("Year"), MSG("Actual"), MSG("Target"), MSG("To target"),
                                MSG("Change") };

    open_table(&v, c->title, head, COUNT(head));
    for (size_t i = 0; i < c->n; i++) {
        open_row(&v, str_fmt(a, "%d", c->year[i].year));
        write_figure(&v, c->year[i].actual);
        write_cell(&v, number_text(&v, c->year[i].target));
        write_cell(&v, signed_text(&v, chart_gap(&c->year[i])));
        write_cell(&v, change_text(&v, chart_change(c->year, i)));
        view_raw(&v, HTML("</tr>"));
    }
    view_raw(&v, HTML("</tbody></table>"));
    return view_html(&v);
}

struct html
chart_bars_table(struct arena *a, enum lang lang, const struct chart_bars *c)
{
    struct view      v = view_in(a, lang);
    const struct msg head[] = { c->label_head, c->note_head, c->value_head };

    open_table(&v, c->title, head, COUNT(head));
    for (size_t i = 0; i < c->n; i++) {
        const struct chart_bar *b = &c->bar[i];

        open_row(&v, msg_text(a, lang, b->label));
        if (msg_is(c->note_head))
            write_cell(&v, b->cell);
        write_figure(&v, b->value);
        view_raw(&v, HTML("</tr>"));
    }
    view_raw(&v, HTML("</tbody></table>"));
    return view_html(&v);
}
