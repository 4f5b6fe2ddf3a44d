/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * chart.h — pictures of an index as SVG made here, and the tables that say the same.
 *
 * WHAT   A picture and its table are made from one struct, so they cannot differ. The axis is fixed
 *        from 0 to `most`; a target is a hollow mark, the actual figure a solid one; a fall is
 *        drawn as a fall; what is unknown is a gap with the word, never a zero. Each picture has a
 *        title and a description with all its figures, for those who hear the page.
 * NOT    Colours and sizes of text: asset/guyub.css, by class. What the figures mean: the slices.
 * READ   chart.c years · chart_bars.c parts · chart_table.c both in words · chart_draw.h shared
 *
 * Numbers are written as the reader's language writes them. A picture is readable from 288 px: its
 * text is sized by a container query, so the geometry leaves room for text of 25 units.
 */
#ifndef GUYUB_WEB_CHART_H
#define GUYUB_WEB_CHART_H

#include "web/html.h"

enum { CHART_YEARS_MAX = 24, CHART_BARS_MAX = 24, CHART_TONES = 6 };

struct chart_value { bool known; struct dec value; };

struct chart_year { int32_t year; struct chart_value actual, target; };

struct chart_years {
    struct str               id;        /* unique on the page: "index" makes "index-title"      */
    struct msg               title;
    int32_t                  most;      /* end of the axis: 4                                   */
    const struct chart_year *year;      /* one after the other: a year left out is an unknown   */
    size_t                   n;         /* 1 to CHART_YEARS_MAX                                 */
};

/* The picture, an <svg>, and the same as a <table>. */
struct html chart_years(struct arena *, enum lang, const struct chart_years *);
struct html chart_years_table(struct arena *, enum lang, const struct chart_years *);

struct chart_bar {
    struct msg         label, note;     /* note: "weight 20%", or nothing                       */
    struct str         cell;            /* the note in the table, whose head names it: "20%"    */
    int32_t            tone;            /* 0, or 1 to CHART_TONES: one thing, one colour        */
    struct chart_value value;
    bool               hollow;          /* a target: a hollow mark where it lies, not a bar     */
};

struct chart_bars {
    struct str              id;
    struct msg              title;
    struct msg              label_head, note_head, value_head;     /* of the table; a head that
                                           is nothing leaves its column out                     */
    int32_t                 most;
    const struct chart_bar *bar;
    size_t                  n;          /* 1 to CHART_BARS_MAX                                  */
};

/* The picture, an <svg>, and the same as a <table>. */
struct html chart_bars(struct arena *, enum lang, const struct chart_bars *);
struct html chart_bars_table(struct arena *, enum lang, const struct chart_bars *);

/* A number without its sign and needless zeros: "0,11" for -0.110. */
struct str chart_size(struct arena *, enum lang, struct dec);

/* A difference as people write it, without needless zeros: "+0,25", "−0,11", "0". */
struct str chart_signed(struct arena *, enum lang, struct dec difference);

/* Actual less the year before, actual less target: unknown unless both are known. */
struct chart_value chart_change(const struct chart_year *, size_t i);
struct chart_value chart_gap(const struct chart_year *);

#endif
