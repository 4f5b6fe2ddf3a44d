/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * qr.h — a text as a QR code: its modules, and the outline of a picture in SVG.
 *
 * LAW    ISO/IEC 18004; error correction M (about 15 %), a byte a letter.
 */
#ifndef GUYUB_PAPER_QR_H
#define GUYUB_PAPER_QR_H

#include "base/str.h"

enum { QR_QUIET = 4 };              /* modules of nothing that belong round it             */

struct qr {
    int64_t              size;      /* modules a side, without the quiet zone              */
    const unsigned char *dark;      /* size * size, row by row: 0 or 1                     */
};

/* False: the text is too long for a QR code, or empty. */
bool       qr_of(struct arena *, struct str text, struct qr *);
bool       qr_is_dark(const struct qr *, int64_t x, int64_t y);     /* false outside of it */

/* Of the dark modules, the `d` of a path in a view box of size + 2 * QR_QUIET. */
struct str qr_path(struct arena *, const struct qr *);

#endif
