/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* chart_draw.c — see chart_draw.h; and the differences that pictures and tables both tell. */
#include "web/chart_draw.h"

#include <assert.h>

#include "base/arena.h"

int32_t
chart_along_tenths(struct dec v, int32_t most, int32_t length)
{
    struct dec milli = { 0 };
    bool       fits = dec_round(v, 3, DEC_HALF_UP, &milli);

    assert(fits && most >= 1);
    int128 end = (int128)most * 1000;
    int128 at = milli.units < 0 ? 0 : milli.units > end ? end : milli.units;
    return (int32_t)(at * length * 10 / end);
}

int32_t
chart_step(int32_t most)
{
    return most <= 6 ? 1 : (most + 4) / 5;
}

/* ---- what the figures say -------------------------------------------------------------------- */

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

bool
chart_is_fall(struct chart_value change)
{
    return change.known && change.value.units < 0;
}

struct str
chart_size(struct arena *a, enum lang lang, struct dec d)
{
    if (d.units < 0)
        d.units = -d.units;
    return dec_text(a, lang, dec_trim(d));
}

struct str
chart_signed(struct arena *a, enum lang lang, struct dec d)
{
    const char *sign = d.units > 0 ? "+" : d.units < 0 ? "\u2212" : "";
    struct str  size = chart_size(a, lang, d);

    return str_fmt(a, "%s%.*s", sign, TEXT(size));
}

/* ---- writing --------------------------------------------------------------------------------- */

void
chart_label(struct view *v, struct chart_label at, struct str text)
{
    buf_fmt(&v->out, "<text class=\"%s\" x=\"%d\" y=\"%d.%d\"", at.class, at.x,
            at.y_tenths / 10, at.y_tenths % 10);
    if (at.dy)
        buf_fmt(&v->out, " dy=\"%s\"", at.dy);
    buf_fmt(&v->out, " text-anchor=\"%s\">", at.anchor);
    view_text(v, text);
    view_raw(v, HTML("</text>"));
}

void
chart_open(struct view *v, struct str id, struct msg title, int32_t width, int32_t height)
{
    view_raw(v, width > CHART_WIDTH ? HTML("<svg class=\"gy-c-wide\"") : HTML("<svg"));
    buf_fmt(&v->out, " viewBox=\"0 0 %d %d\" role=\"img\" focusable=\"false\"", width, height);
    buf_fmt(&v->out, " aria-labelledby=\"%.*s-title %.*s-desc\">", TEXT(id), TEXT(id));
    buf_fmt(&v->out, "<title id=\"%.*s-title\">", TEXT(id));
    view_msg(v, title);
    buf_fmt(&v->out, "</title><desc id=\"%.*s-desc\">", TEXT(id));
}

void
chart_put(struct view *v, struct chart_value x)
{
    if (x.known)
        view_dec(v, x.value);
    else
        view_msg(v, MSG("unknown"));
}
