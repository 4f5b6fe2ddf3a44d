/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/chart.h"

#include <assert.h>

#include "base/arena.h"
#include "base/money.h"

/* ---- where things stand, in units of the viewBox; y grows downward ----------------------------- */

enum {
    WIDTH      = 600,
    LEFT       = 44,            /* room for the numbers of the axis                       */
    RIGHT      = 28,            /* room for a label that stands beside its mark           */
    TOP        = 46,            /* room for a label above a mark at the end of the axis   */
    TALL       = 260,           /* of the axis                                            */
    BOTTOM     = TOP + TALL,
    YEAR_LINE  = BOTTOM + 34,   /* base line of the years                                 */
    HEIGHT     = BOTTOM + 46,
    COLUMN_MIN = 105,           /* holds "diketahui" at 25 units                          */
    BESIDE     = 13,            /* actual and target each move so far from the middle     */
    BELOW_ROOM = 86,            /* two lines of text need this under a mark               */

    ROW        = 66,            /* of a bar: its label above, the bar below               */
    ROW_LABEL  = 27,
    ROW_BAR    = 38,
    BAR_TALL   = 18,
    AXIS_ROOM  = 36
};

struct plot { int32_t width, column, most; };

static struct plot
plot_of(const struct chart_years *c)
{
    int32_t n = (int32_t)c->n, column = (WIDTH - LEFT - RIGHT) / n;

    assert(c->n >= 1 && c->n <= CHART_YEARS_MAX && c->most >= 1);
    if (column < COLUMN_MIN)
        column = COLUMN_MIN;
    return (struct plot){ .width = LEFT + RIGHT + column * n, .column = column, .most = c->most };
}

/* How far along an axis of `length` units a value is, in tenths of a unit, kept within the axis. */
static int32_t
along_tenths(struct dec v, int32_t most, int32_t length)
{
    struct dec milli = { 0 };
    bool       fits = dec_round(v, 3, DEC_HALF_UP, &milli);

    assert(fits && most >= 1);
    int128 end = (int128)most * 1000, at = milli.units < 0 ? 0 : milli.units > end ? end : milli.units;
    return (int32_t)(at * length * 10 / end);
}

static int32_t
y_tenths(struct plot p, struct dec v)
{
    return BOTTOM * 10 - along_tenths(v, p.most, TALL);
}

static int32_t
column_middle(struct plot p, size_t i)
{
    return LEFT + p.column * (int32_t)i + p.column / 2;
}

/* ---- what the figures say ------------------------------------------------------------------------ */

static struct chart_value
difference(struct chart_value a, struct chart_value b)
{
    struct chart_value d = { .known = false };

    if (a.known && b.known)
        d.known = dec_sub(a.value, b.value, &d.value);
    return d;
}

struct chart_value
chart_change(const struct chart_year *year, size_t i)
{
    if (i == 0)
        return (struct chart_value){ .known = false };
    assert(year[i].year == year[i - 1].year + 1);
    return difference(year[i].actual, year[i - 1].actual);
}

struct chart_value
chart_gap(const struct chart_year *y)
{
    return difference(y->actual, y->target);
}

static bool
is_fall(struct chart_value change)
{
    return change.known && change.value.units < 0;
}

static struct str
size_text(struct arena *a, enum lang lang, struct dec d)
{
    if (d.units < 0)
        d.units = -d.units;
    return dec_text(a, lang, dec_trim(d));
}

struct str
chart_signed(struct arena *a, enum lang lang, struct dec d)
{
    const char *sign = d.units > 0 ? "+" : d.units < 0 ? "\u2212" : "";
    struct str  size = size_text(a, lang, d);

    return str_fmt(a, "%s%.*s", sign, TEXT(size));
}

/* ---- writing ------------------------------------------------------------------------------------- */

struct label { int32_t x, y_tenths; const char *dy, *anchor, *class; };

static void
write_label(struct view *v, struct label at, struct str text)
{
    buf_fmt(&v->out, "<text class=\"%s\" x=\"%d\" y=\"%d.%d\"", at.class, at.x, at.y_tenths / 10,
            at.y_tenths % 10);
    if (at.dy)
        buf_fmt(&v->out, " dy=\"%s\"", at.dy);
    buf_fmt(&v->out, " text-anchor=\"%s\">", at.anchor);
    view_text(v, text);
    view_raw(v, HTML("</text>"));
}

static void
open_picture(struct view *v, struct str id, struct msg title, int32_t width, int32_t height)
{
    view_raw(v, width > WIDTH ? HTML("<svg class=\"gy-c-wide\"") : HTML("<svg"));
    buf_fmt(&v->out, " viewBox=\"0 0 %d %d\" role=\"img\" focusable=\"false\"", width, height);
    buf_fmt(&v->out, " aria-labelledby=\"%.*s-title %.*s-desc\">", TEXT(id), TEXT(id));
    buf_fmt(&v->out, "<title id=\"%.*s-title\">", TEXT(id));
    view_msg(v, title);
    buf_fmt(&v->out, "</title><desc id=\"%.*s-desc\">", TEXT(id));
}

static void
write_value(struct view *v, struct chart_value x)
{
    if (x.known)
        view_dec(v, x.value);
    else
        view_msg(v, MSG("unknown"));
}

/* ---- years --------------------------------------------------------------------------------------- */

/* "2022: 3,31 (naik 0,25), target 3,40." */
static void
describe_year(struct view *v, const struct chart_years *c, size_t i)
{
    const struct chart_year *y = &c->year[i];
    struct chart_value       change = chart_change(c->year, i);

    buf_fmt(&v->out, "%s%d: ", i > 0 ? " " : "", y->year);
    write_value(v, y->actual);
    if (change.known && change.value.units != 0) {
        struct str size = size_text(v->arena, v->lang, change.value);

        view_raw(v, HTML(" ("));
        view_msg(v, is_fall(change) ? MSG("down {0}", size) : MSG("up {0}", size));
        view_raw(v, HTML(")"));
    }
    if (y->target.known) {
        view_raw(v, HTML(", "));
        view_msg(v, MSG("target {0}", dec_text(v->arena, v->lang, y->target.value)));
    }
    view_raw(v, HTML("."));
}

static void
draw_axis(struct view *v, struct plot p)
{
    for (int32_t step = 0; step <= p.most; step++) {
        int32_t y = BOTTOM * 10 - along_tenths(DEC(step), p.most, TALL);

        buf_fmt(&v->out, "<path class=\"%s\" d=\"M%d %d.%dh%d\" stroke=\"#ccc\"/>",
                step == 0 ? "gy-c-axis" : "gy-c-grid", LEFT, y / 10, y % 10, p.width - LEFT - RIGHT);
        write_label(v, (struct label){ LEFT - 10, y, ".35em", "end", "gy-c-soft gy-c-small" },
                    int_text(v->arena, v->lang, step));
    }
}

/* An unknown year is a gap that says so, on two lines where the words are two. */
static void
draw_unknown(struct view *v, struct plot p, size_t i)
{
    int32_t    x = column_middle(p, i), y = BOTTOM * 10;
    struct str head, rest;
    bool       two = str_cut(msg_text(v->arena, v->lang, MSG("unknown")), ' ', &head, &rest);

    buf_fmt(&v->out, "<rect class=\"gy-c-gap\" x=\"%d\" y=\"10\" width=\"%d\" height=\"%d\" rx=\"4\""
            " fill=\"#eee\" stroke-dasharray=\"5 5\"/>", x - p.column / 2 + 5, p.column - 10, BOTTOM - 10);
    write_label(v, (struct label){ x, y, two ? "-1.8em" : "-.7em", "middle", "gy-c-soft gy-c-small" }, head);
    if (two)
        write_label(v, (struct label){ x, y, "-.7em", "middle", "gy-c-soft gy-c-small" }, rest);
}

static int32_t
actual_x(struct plot p, const struct chart_year *y, size_t i)
{
    return column_middle(p, i) - (y->target.known ? BESIDE : 0);
}

/* The line from the year before; a fall is dashed and carries a mark that points down. */
static void
draw_segment(struct view *v, struct plot p, const struct chart_years *c, size_t i)
{
    struct chart_value change = chart_change(c->year, i);

    if (!change.known)
        return;
    int32_t x1 = actual_x(p, &c->year[i - 1], i - 1), x2 = actual_x(p, &c->year[i], i);
    int32_t y1 = y_tenths(p, c->year[i - 1].actual.value), y2 = y_tenths(p, c->year[i].actual.value);

    buf_fmt(&v->out, "<line class=\"gy-c-line%s\" x1=\"%d\" y1=\"%d.%d\" x2=\"%d\" y2=\"%d.%d\""
            " stroke=\"#000\" stroke-width=\"3.5\"%s/>", is_fall(change) ? " gy-c-fall" : "",
            x1, y1 / 10, y1 % 10, x2, y2 / 10, y2 % 10, is_fall(change) ? " stroke-dasharray=\"9 5\"" : "");
    if (is_fall(change))
        buf_fmt(&v->out, "<path class=\"gy-c-fall\" d=\"M%d %dh16l-8 13z\"/>", (x1 + x2) / 2 - 8,
                (y1 + y2) / 20 - 14);
}

/* Below its mark, unless the target is there or the axis is too near. */
static bool
label_goes_below(struct plot p, const struct chart_year *y)
{
    struct chart_value gap = chart_gap(y);

    return y_tenths(p, y->actual.value) <= (BOTTOM - BELOW_ROOM) * 10 && !(gap.known && gap.value.units > 0);
}

static void
draw_actual(struct view *v, struct plot p, const struct chart_years *c, size_t i)
{
    const struct chart_year *year = &c->year[i];
    struct chart_value       change = chart_change(c->year, i);
    int32_t                  x = actual_x(p, year, i), y = y_tenths(p, year->actual.value);
    bool                     below = label_goes_below(p, year), low = y > (BOTTOM - BELOW_ROOM) * 10;
    const char              *anchor = !below && year->target.known ? "end" : "middle";

    if (!below && year->target.known)
        x += 10;
    write_label(v, (struct label){ x, y, below ? "1.55em" : "-.75em", anchor, "gy-c-value gy-c-halo" },
                dec_text(v->arena, v->lang, year->actual.value));
    if (!change.known || change.value.units == 0)
        return;
    struct str text = chart_signed(v->arena, v->lang, change.value);

    write_label(v, (struct label){ x, y, below ? "3em" : low ? "-2.2em" : "1.6em", anchor,
                    is_fall(change) ? "gy-c-fall gy-c-small gy-c-halo" : "gy-c-soft gy-c-small gy-c-halo" },
                is_fall(change) ? str_fmt(v->arena, "\u25bc\u00a0%.*s", TEXT(text)) : text);
}

static void
draw_target(struct view *v, struct plot p, const struct chart_year *year, size_t i)
{
    int32_t x = column_middle(p, i) + (year->actual.known ? BESIDE : 0), y = y_tenths(p, year->target.value);
    bool    above = !year->actual.known || label_goes_below(p, year);

    buf_fmt(&v->out, "<circle class=\"gy-c-target\" cx=\"%d\" cy=\"%d.%d\" r=\"7.5\" fill=\"#fff\""
            " stroke=\"#000\" stroke-width=\"3.5\"/>", x, y / 10, y % 10);
    write_label(v, (struct label){ above ? x : x + 13, y, above ? "-.8em" : ".35em",
                    above ? "middle" : "start", "gy-c-goal gy-c-halo" },
                dec_text(v->arena, v->lang, year->target.value));
}

static void
draw_mark(struct view *v, struct plot p, const struct chart_year *year, size_t i)
{
    int32_t y = y_tenths(p, year->actual.value);

    buf_fmt(&v->out, "<circle class=\"gy-c-mark\" cx=\"%d\" cy=\"%d.%d\" r=\"8\"/>", actual_x(p, year, i),
            y / 10, y % 10);
}

/* From back to front: gaps, lines, marks, then the text, which nothing may cover. */
static void
draw_years(struct view *v, struct plot p, const struct chart_years *c)
{
    for (size_t i = 0; i < c->n; i++)
        if (!c->year[i].actual.known)
            draw_unknown(v, p, i);
    for (size_t i = 0; i < c->n; i++)
        draw_segment(v, p, c, i);
    for (size_t i = 0; i < c->n; i++) {
        write_label(v, (struct label){ column_middle(p, i), YEAR_LINE * 10, NULL, "middle", "gy-c-soft" },
                    str_fmt(v->arena, "%d", c->year[i].year));
        if (c->year[i].actual.known)
            draw_mark(v, p, &c->year[i], i);
        if (c->year[i].target.known)
            draw_target(v, p, &c->year[i], i);
        if (c->year[i].actual.known)
            draw_actual(v, p, c, i);
    }
}

struct html
chart_years(struct arena *a, enum lang lang, const struct chart_years *c)
{
    struct plot p = plot_of(c);
    struct view v = view_in(a, lang);

    open_picture(&v, c->id, c->title, p.width, HEIGHT);
    for (size_t i = 0; i < c->n; i++)
        describe_year(&v, c, i);
    view_raw(&v, HTML("</desc>"));
    draw_axis(&v, p);
    draw_years(&v, p, c);
    view_raw(&v, HTML("</svg>"));
    return view_html(&v);
}

/* ---- bars ---------------------------------------------------------------------------------------- */

static void
draw_bar(struct view *v, const struct chart_bars *c, size_t i)
{
    const struct chart_bar *b = &c->bar[i];
    int32_t                 top = ROW * (int32_t)i;

    buf_fmt(&v->out, "<text x=\"0\" y=\"%d\">", top + ROW_LABEL);
    view_msg(v, b->label);
    if (msg_is(b->note)) {
        view_raw(v, HTML("<tspan class=\"gy-c-soft gy-c-small\" dx=\"10\">"));
        view_msg(v, b->note);
        view_raw(v, HTML("</tspan>"));
    }
    buf_fmt(&v->out, "</text><text class=\"%s\" x=\"%d\" y=\"%d\" text-anchor=\"end\">",
            b->value.known ? "gy-c-value" : "gy-c-soft", WIDTH, top + ROW_LABEL);
    write_value(v, b->value);
    buf_fmt(&v->out, "</text><rect class=\"%s\" x=\"1\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"3\""
            " fill=\"#eee\"%s/>", b->value.known ? "gy-c-track" : "gy-c-gap", top + ROW_BAR, WIDTH - 2,
            BAR_TALL, b->value.known ? "" : " stroke-dasharray=\"5 5\"");
    if (!b->value.known)
        return;
    int32_t wide = along_tenths(b->value.value, c->most, WIDTH - 2);

    buf_fmt(&v->out, "<rect class=\"gy-c-mark gy-c-tone%d\" x=\"1\" y=\"%d\" width=\"%d.%d\""
            " height=\"%d\" rx=\"3\"/>", b->tone, top + ROW_BAR, wide / 10, wide % 10, BAR_TALL);
}

static void
draw_scale(struct view *v, const struct chart_bars *c, int32_t height)
{
    for (int32_t step = 0; step <= c->most; step++) {
        int32_t x = 1 + step * (WIDTH - 2) / c->most;

        buf_fmt(&v->out, "<path class=\"gy-c-axis\" d=\"M%d %dv7\" stroke=\"#888\"/>", x, height - AXIS_ROOM);
        write_label(v, (struct label){ x, (height - 6) * 10, NULL,
                        step == 0 ? "start" : step == c->most ? "end" : "middle", "gy-c-soft gy-c-small" },
                    int_text(v->arena, v->lang, step));
    }
}

static void
describe_bars(struct view *v, const struct chart_bars *c)
{
    for (size_t i = 0; i < c->n; i++) {
        view_msg(v, c->bar[i].label);
        view_raw(v, HTML(": "));
        write_value(v, c->bar[i].value);
        view_raw(v, i + 1 < c->n ? HTML("; ") : HTML("."));
    }
}

struct html
chart_bars(struct arena *a, enum lang lang, const struct chart_bars *c)
{
    struct view v = view_in(a, lang);
    int32_t     height = ROW * (int32_t)c->n + AXIS_ROOM;

    assert(c->n >= 1 && c->n <= CHART_BARS_MAX && c->most >= 1);
    open_picture(&v, c->id, c->title, WIDTH, height);
    describe_bars(&v, c);
    view_raw(&v, HTML("</desc>"));
    for (size_t i = 0; i < c->n; i++) {
        assert(c->bar[i].tone >= 0 && c->bar[i].tone <= CHART_TONES);
        draw_bar(&v, c, i);
    }
    draw_scale(&v, c, height);
    view_raw(&v, HTML("</svg>"));
    return view_html(&v);
}

/* ---- tables: the same structs, in words ---------------------------------------------------------- */

static void
open_table(struct view *v, struct msg caption, const struct msg *head, size_t n)
{
    view_raw(v, HTML("<table class=\"govuk-table\"><caption class=\"govuk-table__caption "
                     "govuk-table__caption--s\">"));
    view_msg(v, caption);
    view_raw(v, HTML("</caption><thead class=\"govuk-table__head\"><tr class=\"govuk-table__row\">"));
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
write_row_head(struct view *v, struct html text)
{
    view_raw(v, HTML("<tr class=\"govuk-table__row\"><th scope=\"row\" class=\"govuk-table__header\">"));
    view_raw(v, text);
    view_raw(v, HTML("</th>"));
}

/* A dash for the eye, the word for the ear: a table of many unknowns stays calm. */
static void
write_cell(struct view *v, bool known, struct str text)
{
    view_raw(v, HTML("<td class=\"govuk-table__cell gy-num\">"));
    if (known) {
        view_text(v, text);
    } else {
        view_raw(v, HTML("<span aria-hidden=\"true\">\u2013</span><span class=\"govuk-visually-hidden\">"));
        view_msg(v, MSG("unknown"));
        view_raw(v, HTML("</span>"));
    }
    view_raw(v, HTML("</td>"));
}

/* The figure itself says the word aloud when it is not known. */
static void
write_figure(struct view *v, struct chart_value x)
{
    view_raw(v, x.known ? HTML("<td class=\"govuk-table__cell gy-num\">")
                        : HTML("<td class=\"govuk-table__cell gy-num gy-unknown\">"));
    write_value(v, x);
    view_raw(v, HTML("</td>"));
}

static struct str
change_text(struct view *v, struct chart_value change)
{
    if (!change.known)
        return (struct str){ NULL, 0 };
    if (is_fall(change))
        return msg_text(v->arena, v->lang, MSG("down {0}", size_text(v->arena, v->lang, change.value)));
    return chart_signed(v->arena, v->lang, change.value);
}

static void
write_year(struct view *v, const struct chart_years *c, size_t i)
{
    const struct chart_year *y = &c->year[i];
    struct chart_value       gap = chart_gap(y), change = chart_change(c->year, i);
    struct str               year = str_fmt(v->arena, "%d", y->year);

    write_row_head(v, html_text(v->arena, year));
    write_figure(v, y->actual);
    write_cell(v, y->target.known, y->target.known ? dec_text(v->arena, v->lang, y->target.value) : S(""));
    write_cell(v, gap.known, gap.known ? chart_signed(v->arena, v->lang, gap.value) : S(""));
    write_cell(v, change.known, change_text(v, change));
    view_raw(v, HTML("</tr>"));
}

struct html
chart_years_table(struct arena *a, enum lang lang, const struct chart_years *c)
{
    struct view      v = view_in(a, lang);
    const struct msg head[] = { MSG("Year"), MSG("Actual"), MSG("Target"), MSG("To target"), MSG("Change") };

    open_table(&v, c->title, head, COUNT(head));
    for (size_t i = 0; i < c->n; i++)
        write_year(&v, c, i);
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
        write_row_head(&v, html_text(a, msg_text(a, lang, c->bar[i].label)));
        if (msg_is(c->note_head))
            write_cell(&v, msg_is(c->bar[i].note), msg_text(a, lang, c->bar[i].note));
        write_figure(&v, c->bar[i].value);
        view_raw(&v, HTML("</tr>"));
    }
    view_raw(&v, HTML("</tbody></table>"));
    return view_html(&v);
}
