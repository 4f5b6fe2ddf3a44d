/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * round_picture.h — where the phases of a round lie in a picture of its time: pure.
 *
 * The picture goes from the first day of the first month to the last day of the last month in which
 * a phase lies. Its units are those of the viewBox.
 */
#ifndef GUYUB_ROUND_PICTURE_H
#define GUYUB_ROUND_PICTURE_H

#include "city/round/round_rule.h"

enum { ROUND_PICTURE_WIDTH = 600, ROUND_PICTURE_ROW = 58, ROUND_PICTURE_MONTHS = 36,
       ROUND_PICTURE_LEAST = 4 };

enum round_time { ROUND_PAST, ROUND_ON, ROUND_TO_COME };

/* A phase: its row from the top, the bar in it. One day is at least ROUND_PICTURE_LEAST wide. */
struct round_bar  { enum round_kind kind; enum round_time time; int32_t y, x, width; };
struct round_tick { int32_t x, month; };

struct round_picture {
    struct round_bar  bar[ROUND_PHASES];           size_t n;
    struct round_tick tick[ROUND_PICTURE_MONTHS];  size_t n_ticks;
    int32_t           height;                      /* of the rows, without the months below  */
    int32_t           today;                       /* x; below 0: not in the picture         */
};

/* `n` is 0 if no phase has days. */
struct round_picture round_picture_of(const struct round_days day[ROUND_PHASES],
                                      struct date today);

#endif
