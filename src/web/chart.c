/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* chart.c — an index by year: where things stand, then each thing, from back to front. */
#include "web/chart.h"

#include <assert.h>

#include "base/arena.h"
#include "base/money.h"
#include "web/chart_draw.h"

enum {
    LEFT       = 44,            /* room for the numbers of the axis                       */
    RIGHT      = 28,            /* room for a label that stands beside its mark           */
    TOP        = 46,            /* room for a label above a mark at the end of the axis   */
    TALL       = 260,           /* of the axis                                            */
    BOTTOM     = TOP + TALL,
    YEAR_LINE  = BOTTOM + 34,   /* base line of the years                                 */
    HEIGHT     = BOTTOM + 46,
    COLUMN_MIN = 105,           /* holds "diketahui" at 25 units                          */
    BESIDE     = 13,            /* actual and target each move so far from the middle     */
    BELOW_ROOM = 86             /* two lines of text need this under a mark               */
};

#define QUIET "gy-c-soft gy-c-small"

struct plot { int32_t width, column, most; };

static struct plot
plot_of(const struct chart_years *c)
{
    assert(c->n >= 1 && c->n <= CHART_YEARS_MAX && c->most >= 1);
    int32_t n = (int32_t)c->n, column = (CHART_WIDTH - LEFT - RIGHT) / n;

    if (column < COLUMN_MIN)
        column = COLUMN_MIN;
    return (struct plot){ .width = LEFT + RIGHT + column * n, .column = column, .most = c->most };
}

static int32_t
y_tenths(struct plot p, struct dec v)
{
    return BOTTOM * 10 - chart_along_tenths(v, p.most, TALL);
}

static int32_t
column_middle(struct plot p, size_t i)
{
    return LEFT + p.column * (int32_t)i + p.column / 2;
}

static int32_t
actual_x(struct plot p, const struct chart_year *y, size_t i)
{
    return column_middle(p, i) - (y->target.known ? BESIDE : 0);
}

static int32_t
target_x(struct plot p, const struct chart_year *y, size_t i)
{
    return column_middle(p, i) + (y->actual.known ? BESIDE : 0);
}

/* Too near the axis for text below the mark? */
static bool
is_low(struct plot p, const struct chart_year *y)
{
    return y_tenths(p, y->actual.value) > (BOTTOM - BELOW_ROOM) * 10;
}

/* An actual figure has its label below, unless the target is there or the axis is too near. */
static bool
label_goes_below(struct plot p, const struct chart_year *y)
{
    struct chart_value gap = chart_gap(y);

    return !is_low(p, y) && !(gap.known && gap.value.units > 0);
}

/* ---- in words -------------------------------------------------------------------------------- */

/* "2022: 3,31 (naik 0,25), target 3,40." */
static void
describe_year(struct view *v, const struct chart_years *c, size_t i)
{
    const struct chart_year *y = &c->year[i];
    struct chart_value       change = chart_change(c->year, i);

    buf_fmt(&v->out, "%s%d: ", i > 0 ? " " : "", y->year);
    chart_put(v, y->actual);
    if (change.known && change.value.units != 0) {
        struct str size = chart_size(v->arena, v->lang, change.value);

        view_raw(v, HTML(" ("));
        view_msg(v, chart_is_fall(change) ? MSG("down {0}", size) : MSG("up {0}", size));
        view_raw(v, HTML(")"));
    }
    if (y->target.known) {
        view_raw(v, HTML(", "));
        view_msg(v, MSG("target {0}", dec_text(v->arena, v->lang, y->target.value)));
    }
    view_raw(v, HTML("."));
}

/* ---- from back to front ---------------------------------------------------------------------- */

static void
draw_axis(struct view *v, struct plot p)
{
    for (int32_t step = 0; step <= p.most; step += chart_step(p.most)) {
        int32_t     y = y_tenths(p, DEC(step));
        const char *class = step == 0 ? "gy-c-axis" : "gy-c-grid";

        buf_fmt(&v->out, "<path class=\"%s\" d=\"M%d %d.%dh%d\" stroke=\"#ccc\"/>", class, LEFT,
                y / 10, y % 10, p.width - LEFT - RIGHT);
        chart_label(v, (struct chart_label){ LEFT - 10, y, ".35em", "end", QUIET },
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

    buf_fmt(&v->out, "<rect class=\"gy-c-gap\" x=\"%d\" y=\"10\" width=\"%d\" height=\"%d\"",
            x - p.column / 2 + 5, p.column - 10, BOTTOM - 10);
    view_raw(v, HTML(" rx=\"4\" fill=\"#eee\" stroke-dasharray=\"5 5\"/>"));
    chart_label(v, (struct chart_label){ x, y, two ? "-1.8em" : "-.7em", "middle", QUIET }, head);
    if (two)
        chart_label(v, (struct chart_label){ x, y, "-.7em", "middle", QUIET }, rest);
}

/* The line from the year before; a fall is dashed and carries a mark that points down. */
static void
draw_segment(struct view *v, struct plot p, const struct chart_years *c, size_t i)
{
    struct chart_value change = chart_change(c->year, i);

    if (!change.known)
        return;
    const struct chart_year *to = &c->year[i], *from = to - 1;
    int32_t x1 = actual_x(p, from, i - 1), y1 = y_tenths(p, from->actual.value);
    int32_t x2 = actual_x(p, to, i), y2 = y_tenths(p, to->actual.value);
    bool    fall = chart_is_fall(change);

    buf_fmt(&v->out, "<line class=\"gy-c-line%s\" x1=\"%d\" y1=\"%d.%d\" x2=\"%d\" y2=\"%d.%d\"",
            fall ? " gy-c-fall" : "", x1, y1 / 10, y1 % 10, x2, y2 / 10, y2 % 10);
    buf_fmt(&v->out, " stroke=\"#000\" stroke-width=\"3.5\"%s/>",
            fall ? " stroke-dasharray=\"9 5\"" : "");
    if (fall)
        buf_fmt(&v->out, "<path class=\"gy-c-fall\" d=\"M%d %dh16l-8 13z\"/>", (x1 + x2) / 2 - 8,
                (y1 + y2) / 20 - 14);
}

static void
draw_mark(struct view *v, struct plot p, const struct chart_year *year, size_t i)
{
    int32_t y = y_tenths(p, year->actual.value);

    buf_fmt(&v->out, "<circle class=\"gy-c-mark\" cx=\"%d\" cy=\"%d.%d\" r=\"8\"/>",
            actual_x(p, year, i), y / 10, y % 10);
}

static void
draw_target(struct view *v, struct plot p, const struct chart_year *year, size_t i)
{
    int32_t            x = target_x(p, year, i), y = y_tenths(p, year->target.value);
    bool               above = !year->actual.known || label_goes_below(p, year);
    struct chart_label at = { above ? x : x + 13, y, above ? "-.8em" : ".35em",
                              above ? "middle" : "start", "gy-c-goal gy-c-halo" };

    buf_fmt(&v->out, "<circle class=\"gy-c-target\" cx=\"%d\" cy=\"%d.%d\" r=\"7.5\"", x, y / 10,
            y % 10);
    view_raw(v, HTML(" fill=\"#fff\" stroke=\"#000\" stroke-width=\"3.5\"/>"));
    chart_label(v, at, dec_text(v->arena, v->lang, year->target.value));
}

static void
draw_change(struct view *v, struct chart_label at, struct chart_value change)
{
    struct str text = chart_signed(v->arena, v->lang, change.value);

    at.class = QUIET " gy-c-halo";
    if (chart_is_fall(change)) {
        at.class = "gy-c-fall gy-c-small gy-c-halo";
        text = str_fmt(v->arena, "\u25bc\u00a0%.*s", TEXT(text));
    }
    chart_label(v, at, text);
}

/* Figure and change stand together below the mark, or above it, or on either side of it. */
static void
draw_figure(struct view *v, struct plot p, const struct chart_years *c, size_t i)
{
    const struct chart_year *year = &c->year[i];
    struct chart_value       change = chart_change(c->year, i);
    bool                     below = label_goes_below(p, year);
    bool                     aside = !below && year->target.known;
    struct chart_label       at = {
        .x = actual_x(p, year, i) + (aside ? 10 : 0),
        .y_tenths = y_tenths(p, year->actual.value),
        .dy = below ? "1.55em" : "-.75em",
        .anchor = aside ? "end" : "middle",
        .class = "gy-c-value gy-c-halo",
    };

    chart_label(v, at, dec_text(v->arena, v->lang, year->actual.value));
    if (!change.known || change.value.units == 0)
        return;
    at.dy = below ? "3em" : is_low(p, year) ? "-2.2em" : "1.6em";
    draw_change(v, at, change);
}

static void
draw_year(struct view *v, struct plot p, const struct chart_years *c, size_t i)
{
    const struct chart_year *year = &c->year[i];
    struct chart_label       at = { .x = column_middle(p, i), .y_tenths = YEAR_LINE * 10,
                                    .anchor = "middle", .class = "gy-c-soft" };

    chart_label(v, at, str_fmt(v->arena, "%d", year->year));
    if (year->actual.known)
        draw_mark(v, p, year, i);
    if (year->target.known)
        draw_target(v, p, year, i);
    if (year->actual.known)
        draw_figure(v, p, c, i);
}

struct html
chart_years(struct arena *a, enum lang lang, const struct chart_years *c)
{
    struct plot p = plot_of(c);
    struct view v = view_in(a, lang);

    chart_open(&v, c->id, c->title, p.width, HEIGHT);
    for (size_t i = 0; i < c->n; i++)
        describe_year(&v, c, i);
    view_raw(&v, HTML("</desc>"));
    draw_axis(&v, p);
    for (size_t i = 0; i < c->n; i++)
        if (!c->year[i].actual.known)
            draw_unknown(&v, p, i);
    for (size_t i = 0; i < c->n; i++)
        draw_segment(&v, p, c, i);
    for (size_t i = 0; i < c->n; i++)
        draw_year(&v, p, c, i);
    view_raw(&v, HTML("</svg>"));
    return view_html(&v);
}
