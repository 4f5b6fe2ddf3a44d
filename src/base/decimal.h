/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * decimal.h — exact decimal numbers with checked arithmetic.
 *
 * A value is units x 10^-scale, scale 0 to 18. The scale is kept: "3.200" is a figure published to
 * three places and "3.2" to one, which is what tells how far it may have been rounded. No function
 * overflows in silence: it returns false and leaves `out` alone.
 */
#ifndef GUYUB_BASE_DECIMAL_H
#define GUYUB_BASE_DECIMAL_H

#include "base/msg.h"

__extension__ typedef __int128 int128;

enum { DEC_SCALE_MAX = 18, DEC_DIGITS_MAX = 36, DEC_TEXT_MAX = 48 };

struct dec { int128 units; int32_t scale; };     /* |units| < 10^36 */

enum dec_round { DEC_HALF_EVEN, DEC_HALF_UP, DEC_DOWN };   /* half up: away from zero */

#define DEC(whole) ((struct dec){ .units = (whole) })

bool       dec_parse(struct str, struct dec *);     /* [-]digits[.digits]: a point, no exponent  */
struct str dec_str(struct arena *, struct dec);     /* "3.315"; round trip with dec_parse        */
struct str dec_text(struct arena *, enum lang, struct dec);     /* "1.234,5" / "1,234.5"         */

/* The digits of dec_str into `out`; returns how many bytes. */
size_t     dec_write(struct dec, char out[static DEC_TEXT_MAX]);

bool       dec_add(struct dec, struct dec, struct dec *out);
bool       dec_sub(struct dec, struct dec, struct dec *out);
bool       dec_mul(struct dec, struct dec, struct dec *out);    /* half even if over 18 places */
bool       dec_div(struct dec, struct dec, int32_t scale, enum dec_round, struct dec *out);
bool       dec_round(struct dec, int32_t scale, enum dec_round, struct dec *out);
struct dec dec_trim(struct dec);                                /* without trailing zeros     */
int        dec_cmp(struct dec, struct dec);                     /* by value: 3.2 equals 3.200 */

/*
 * The values that round (half up, to its own scale) to `shown`: low included, high excluded.
 * Figures are taken not to be negative: zero's interval begins at zero, and a negative `shown` is
 * refused.
 */
bool       dec_rounding_interval(struct dec shown, struct dec *low, struct dec *high);

#endif
