/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* clock.h — the only place that reads the time. Everything else is given it. */
#ifndef GUYUB_BASE_CLOCK_H
#define GUYUB_BASE_CLOCK_H

#include <stdint.h>

int64_t clock_now_s(void);          /* seconds since 1970-01-01 UTC; GUYUB_NOW sets it for tests */
int64_t clock_mono_us(void);        /* microseconds that only go forward; for limits and measures */

#endif
