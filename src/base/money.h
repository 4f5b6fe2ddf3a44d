/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* money.h — whole rupiah in 64 bits, checked. Only idr_short rounds, for reading. */
#ifndef GUYUB_BASE_MONEY_H
#define GUYUB_BASE_MONEY_H

#include "base/msg.h"

/* False on overflow, and `out` is left alone. */
bool       idr_add(int64_t a_idr, int64_t b_idr, int64_t *out_idr);
bool       idr_sub(int64_t a_idr, int64_t b_idr, int64_t *out_idr);
bool       idr_mul(int64_t a_idr, int64_t times, int64_t *out_idr);
bool       idr_parse(struct str, int64_t *out_idr);  /* "25000000", "25.000.000", "Rp25.000.000" */
struct str idr_text(struct arena *, int64_t idr);              /* "Rp25.000.000", "-Rp1.500" */
struct str idr_short(struct arena *, enum lang, int64_t idr);  /* "Rp1,2 miliar", "Rp1.2 billion" */
struct str int_text(struct arena *, enum lang, int64_t);       /* "1.234.567" / "1,234,567" */

#endif
