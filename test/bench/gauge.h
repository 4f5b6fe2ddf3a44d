/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* gauge.h — how long it took, on all processors together, and the most memory so far. */
#ifndef GUYUB_BENCH_GAUGE_H
#define GUYUB_BENCH_GAUGE_H

struct gauge { double wall_s, cpu_s; };

struct gauge gauge_now(void);
struct gauge gauge_since(struct gauge);             /* what went by             */
void         gauge_add(struct gauge *, struct gauge);
double       gauge_peak_mb(void);                   /* resident, of the process */

/* The beginning of a line of JSON: what was measured, with the most memory so far. */
void         gauge_print(const char *what, struct gauge);

#endif
