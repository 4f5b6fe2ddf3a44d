/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * explain.h — every index with its reasons, line by line: one tried out, one published.
 *
 * WHAT   /instruments/{id}/score asks every item of an instrument and says what index follows, and
 *        how: item, answer, figure, weight, share, what it adds. The answers are the address of the
 *        page, so it can be sent and kept; nothing is stored. /regions/{code}/results/{id}/{year}
 *        is one published result in full: what was published, from which source, what its parts
 *        give when they are computed again, and whether the two agree. Both print on paper.
 * NOT    The arithmetic and its words (instrument/), charts and the region's panel (portal/), who
 *        answers when and with which evidence (assess/).
 * READ   explain_read.c the address · explain_form.c what is asked · explain_line.c reasons ·
 *        explain_score.c, explain_result.c the two pages · explain_data.c rows
 * LAW    The packs name their sources. OURS: what is tried out is nobody's result, and a figure
 *        that was computed again never takes the place of the published one; both pages say so.
 */
#ifndef GUYUB_EXPLAIN_H
#define GUYUB_EXPLAIN_H

struct module;

extern const struct module explain_module;

#endif
