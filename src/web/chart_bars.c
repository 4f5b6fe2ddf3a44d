/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* chart_bars.c — the parts of an index: one bar each, its name and figure above it. */
#include "web/chart.h"

#include <assert.h>

#include "base/arena.h"
#include "base/money.h"
#include "web/chart_draw.h"

enum {
    ROW       = 66,
    LABEL     = 27,             /* base line of name and figure, from the row's top */
    BAR       = 38,
    BAR_TALL  = 18,
    LENGTH    = CHART_WIDTH - 2,
    AXIS_ROOM = 36
};

static void
draw_words(struct view *v, const struct chart_bar *b, int32_t top)
{
    buf_fmt(&v->out, "<text x=\"0\" y=\"%d\">", top + LABEL);
    view_msg(v, b->label);
    if (msg_is(b->note)) {
        view_raw(v, HTML("<tspan class=\"gy-c-soft gy-c-small\" dx=\"10\">"));
        view_msg(v, b->note);
        view_raw(v, HTML("</tspan>"));
    }
    buf_fmt(&v->out, "</text><text class=\"%s\" x=\"%d\" y=\"%d\" text-anchor=\"end\">",
            b->value.known ? "gy-c-value" : "gy-c-soft", CHART_WIDTH, top + LABEL);
    chart_put(v, b->value);
    view_raw(v, HTML("</text>"));
}

static void
draw_bar(struct view *v, const struct chart_bar *b, int32_t most, int32_t top)
{
    bool        known = b->value.known;
    int32_t     wide = known ? chart_along_tenths(b->value.value, most, LENGTH) : 0;
    const char *dashes = known ? "" : " stroke-dasharray=\"5 5\"";

    buf_fmt(&v->out, "<rect class=\"%s\" x=\"1\" y=\"%d\" width=\"%d\" height=\"%d\"",
            known ? "gy-c-track" : "gy-c-gap", top + BAR, LENGTH, BAR_TALL);
    buf_fmt(&v->out, " rx=\"3\" fill=\"#eee\"%s/>", dashes);
    if (known && b->hollow) {
        buf_fmt(&v->out, "<circle class=\"gy-c-target\" cx=\"%d.%d\" cy=\"%d\" r=\"11\"",
                1 + wide / 10, wide % 10, top + BAR + BAR_TALL / 2);
        view_raw(v, HTML(" fill=\"#fff\" stroke=\"#888\" stroke-width=\"4\"/>"));
    }
    if (!known || b->hollow)
        return;
    buf_fmt(&v->out, "<rect class=\"gy-c-mark gy-c-tone%d\" x=\"1\" y=\"%d\"", b->tone, top + BAR);
    buf_fmt(&v->out, " width=\"%d.%d\" height=\"%d\" rx=\"3\"/>", wide / 10, wide % 10, BAR_TALL);
}

static void
draw_scale(struct view *v, int32_t most, int32_t top)
{
    for (int32_t step = 0; step <= most; step += chart_step(most)) {
        int32_t     x = 1 + step * LENGTH / most;
        const char *anchor = step == 0 ? "start" : x > LENGTH ? "end" : "middle";

        buf_fmt(&v->out, "<path class=\"gy-c-axis\" d=\"M%d %dv7\" stroke=\"#888\"/>", x, top);
        chart_label(v, (struct chart_label){ x, (top + AXIS_ROOM - 6) * 10, NULL, anchor,
                        "gy-c-soft gy-c-small" }, int_text(v->arena, v->lang, step));
    }
}

static void
describe_bars(struct view *v, const struct chart_bars *c)
{
    for (size_t i = 0; i < c->n; i++) {
        view_msg(v, c->bar[i].label);
        view_raw(v, HTML(": "));
        chart_put(v, c->bar[i].value);
        view_raw(v, i + 1 < c->n ? HTML("; ") : HTML("."));
    }
}

struct html
chart_bars(struct arena *a, enum lang lang, const struct chart_bars *c)
{
    struct view v = view_in(a, lang);
    int32_t     end = ROW * (int32_t)c->n;

    assert(c->n >= 1 && c->n <= CHART_BARS_MAX && c->most >= 1);
    chart_open(&v, c->id, c->title, CHART_WIDTH, end + AXIS_ROOM);
    describe_bars(&v, c);
    view_raw(&v, HTML("</desc>"));
    for (size_t i = 0; i < c->n; i++) {
        assert(c->bar[i].tone >= 0 && c->bar[i].tone <= CHART_TONES);
        draw_words(&v, &c->bar[i], ROW * (int32_t)i);
        draw_bar(&v, &c->bar[i], c->most, ROW * (int32_t)i);
    }
    draw_scale(&v, c->most, end);
    view_raw(&v, HTML("</svg>"));
    return view_html(&v);
}
