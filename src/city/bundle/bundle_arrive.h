/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * bundle_arrive.h — a bundle that another installation hands over in pieces.
 *
 * Nobody is signed in: a bundle is known by its signature, which is asked of its first lines before
 * anything is written, and of each piece. What has arrived is as long as its file, so nothing is
 * counted twice. When it is whole, a job takes it as the program.
 */
#ifndef GUYUB_BUNDLE_ARRIVE_H
#define GUYUB_BUNDLE_ARRIVE_H

#include "city/bundle/bundle_part.h"

/* state: "unknown", "arriving", "waiting" (for the job), "taken" (with its receipt, as it stands in
 * a file), "refused" (with why). */
struct bundle_arrived { const char *state; struct str hash, receipt, why; int64_t have, total; };

struct err *bundle_arrived_of(struct cx *, struct str hash, struct bundle_arrived *);

/* Its first lines. Fails: as bundle_take does for those, vault.*. */
struct err *bundle_arrive_begin(struct cx *, int fd, struct bundle_arrived *);

/* `n` bytes of fd that belong at `from`. What is there already is passed over. Fails:
 * bundle.unknown (it was not begun), bundle.piece (who sends the bundle did not sign it),
 * bundle.gap, vault.*. */
struct bundle_arriving { int fd; int64_t from, n; struct str sha256, signature; };
struct err *bundle_arrive_piece(struct cx *, struct str hash, const struct bundle_arriving *,
                                struct bundle_arrived *);

#endif
