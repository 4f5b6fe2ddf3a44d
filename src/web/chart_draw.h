/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * chart_draw.h — what the pictures of chart.h share: the axis, labels, the head of an SVG.
 *
 * Private to chart*.c. Units are those of the viewBox; y grows downward and is carried in tenths.
 */
#ifndef GUYUB_WEB_CHART_DRAW_H
#define GUYUB_WEB_CHART_DRAW_H

#include "web/chart.h"

enum { CHART_WIDTH = 600 };

struct chart_label { int32_t x, y_tenths; const char *dy, *anchor, *class; };

/* How far along an axis of `length` units a value is, in tenths of a unit, kept within the axis. */
int32_t chart_along_tenths(struct dec, int32_t most, int32_t length);

/* "<svg …><title>…</title><desc>"; the caller writes the description and closes it. */
void    chart_open(struct view *, struct str id, struct msg title, int32_t width, int32_t height);
void    chart_label(struct view *, struct chart_label, struct str text);
void    chart_put(struct view *, struct chart_value);       /* the number, or the word */
bool    chart_is_fall(struct chart_value change);
int32_t chart_step(int32_t most);                           /* from tick to tick       */

#endif
