/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * decimal.c — sign and magnitude; products and quotients pass through 256 bits.
 *
 * 36 digits fit 120 bits. The numerator of a division may need 36 + 36 digits, which 256 bits hold,
 * so that whatever the result can express is computed exactly and rounded once.
 */
#include "base/decimal.h"

#include <assert.h>

#include "base/arena.h"

__extension__ typedef unsigned __int128 uint128;

struct wide { uint128 high, low; };             /* 256 bits, no sign */

#define SIZE_LIMIT ((uint128)1000000000000000000u * 1000000000000000000u)  /* 10^DEC_DIGITS_MAX */

static uint128
ten_to(int32_t n)
{
    uint128 p = 1;

    assert(n >= 0 && n <= DEC_DIGITS_MAX);
    while (n-- > 0)
        p *= 10;
    return p;
}

static uint128
magnitude(int128 n)
{
    return n < 0 ? -(uint128)n : (uint128)n;
}

static bool
is_dec(struct dec d)
{
    return d.scale >= 0 && d.scale <= DEC_SCALE_MAX && magnitude(d.units) < SIZE_LIMIT;
}

/* Stores the result if it has a place in 36 digits. */
static bool
give(bool minus, uint128 size, int32_t scale, struct dec *out)
{
    if (size >= SIZE_LIMIT)
        return false;
    out->units = minus ? -(int128)size : (int128)size;
    out->scale = scale;
    return true;
}

/* ---- 256 bits ------------------------------------------------------------------------------- */

static struct wide
wide_mul(uint128 a, uint128 b)
{
    uint128 a0 = (uint64_t)a, a1 = a >> 64, b0 = (uint64_t)b, b1 = b >> 64;
    uint128 low = a0 * b0, left = a1 * b0, right = a0 * b1;
    uint128 middle = (low >> 64) + (uint64_t)left + (uint64_t)right;

    return (struct wide){
        .high = a1 * b1 + (left >> 64) + (right >> 64) + (middle >> 64),
        .low = middle << 64 | (uint64_t)low,
    };
}

static int
wide_cmp(struct wide a, struct wide b)
{
    if (a.high != b.high)
        return a.high < b.high ? -1 : 1;
    return (a.low > b.low) - (a.low < b.low);
}

static struct wide
wide_twice(struct wide w)
{
    return (struct wide){ .high = w.high << 1 | w.low >> 127, .low = w.low << 1 };
}

/*
 * n / d and what is left. Decimals never bring two wide numbers here: only one of them was scaled
 * up. So d is greater than n, or it fits the machine and long division goes bit by bit.
 */
static struct wide
wide_div(struct wide n, struct wide d, struct wide *left)
{
    struct wide quotient = { 0, 0 };

    assert(n.high == 0 || (d.high == 0 && d.low >> 127 == 0));
    *left = n;
    if (d.high)
        return quotient;
    if (n.high == 0) {
        left->low = n.low % d.low;
        return (struct wide){ 0, n.low / d.low };
    }
    *left = (struct wide){ 0, 0 };
    for (int bit = 255; bit >= 0; bit--) {
        uint128 word = bit >= 128 ? n.high : n.low;

        left->low = left->low << 1 | (word >> (bit % 128) & 1);
        quotient = wide_twice(quotient);
        if (left->low >= d.low) {
            left->low -= d.low;
            quotient.low |= 1;
        }
    }
    return quotient;
}

/* n / d, rounded; false if it does not fit 128 bits. */
static bool
divide(struct wide n, struct wide d, enum dec_round how, uint128 *out)
{
    struct wide left, quotient = wide_div(n, d, &left);
    int         half = wide_cmp(wide_twice(left), d);
    bool        up = how == DEC_HALF_UP ? half >= 0
                   : how == DEC_HALF_EVEN ? half > 0 || (half == 0 && (quotient.low & 1))
                   : false;

    if (quotient.high || (up && quotient.low == (uint128)-1))
        return false;
    *out = quotient.low + up;
    return true;
}

/* ---- reading and writing -------------------------------------------------------------------- */

bool
dec_parse(struct str s, struct dec *out)
{
    bool    minus = str_starts(s, S("-"));
    uint128 size = 0;
    int32_t scale = -1;                         /* -1: the point has not come yet */
    size_t  digits = 0;

    for (size_t i = minus; i < s.n; i++) {
        if (s.p[i] == '.' && scale < 0 && digits > 0) {
            scale = 0;
            continue;
        }
        if (s.p[i] < '0' || s.p[i] > '9' || scale == DEC_SCALE_MAX)
            return false;
        uint64_t digit = (uint64_t)(s.p[i] - '0');

        size = size * 10 + digit;
        if (size >= SIZE_LIMIT)
            return false;
        digits++;
        scale += scale >= 0;
    }
    if (digits == 0 || scale == 0)
        return false;
    return give(minus, size, scale < 0 ? 0 : scale, out);
}

size_t
dec_write(struct dec d, char out[static DEC_TEXT_MAX])
{
    char    reversed[DEC_TEXT_MAX];
    uint128 size = magnitude(d.units);
    size_t  n = 0, length = 0;

    assert(is_dec(d));
    for (int32_t place = 0; place <= d.scale || size > 0; place++, size /= 10) {
        if (place == d.scale && d.scale > 0)
            reversed[n++] = '.';
        reversed[n++] = (char)('0' + (int)(size % 10));
    }
    if (d.units < 0)
        reversed[n++] = '-';
    while (n > 0)
        out[length++] = reversed[--n];
    assert(length < DEC_TEXT_MAX);
    return length;
}

struct str
dec_str(struct arena *a, struct dec d)
{
    char   text[DEC_TEXT_MAX];
    size_t n = dec_write(d, text);

    return str_copy(a, (struct str){ text, n });
}

struct str
dec_text(struct arena *a, enum lang lang, struct dec d)
{
    char       text[DEC_TEXT_MAX], mark = lang == LANG_ID ? '.' : ',';
    struct str whole, part, all = { text, dec_write(d, text) };
    char      *out = arena_alloc(a, 2 * DEC_TEXT_MAX, 1);
    size_t     n = 0;

    str_cut(all, '.', &whole, &part);
    for (size_t i = 0; i < whole.n; i++) {
        if (i > 0 && (whole.n - i) % 3 == 0 && whole.p[i - 1] != '-')
            out[n++] = mark;
        out[n++] = whole.p[i];
    }
    if (str_is_known(part))
        out[n++] = lang == LANG_ID ? ',' : '.';
    for (size_t i = 0; i < part.n; i++)
        out[n++] = part.p[i];
    return (struct str){ out, n };
}

/* ---- arithmetic ----------------------------------------------------------------------------- */

/*
 * The units of d at a larger scale. What overflows here is so large that no second operand could
 * bring the result back into 36 digits.
 */
static bool
at_scale(struct dec d, int32_t scale, int128 *units)
{
    return !__builtin_mul_overflow(d.units, (int128)ten_to(scale - d.scale), units);
}

bool
dec_add(struct dec a, struct dec b, struct dec *out)
{
    int32_t scale = a.scale > b.scale ? a.scale : b.scale;
    int128  x, y, sum;

    assert(is_dec(a) && is_dec(b));
    if (!at_scale(a, scale, &x) || !at_scale(b, scale, &y) || __builtin_add_overflow(x, y, &sum))
        return false;
    return give(sum < 0, magnitude(sum), scale, out);
}

bool
dec_sub(struct dec a, struct dec b, struct dec *out)
{
    return dec_add(a, (struct dec){ .units = -b.units, .scale = b.scale }, out);
}

bool
dec_mul(struct dec a, struct dec b, struct dec *out)
{
    int32_t scale = a.scale + b.scale, drop = scale > DEC_SCALE_MAX ? scale - DEC_SCALE_MAX : 0;
    uint128 size;

    assert(is_dec(a) && is_dec(b));
    if (!divide(wide_mul(magnitude(a.units), magnitude(b.units)), (struct wide){ 0, ten_to(drop) },
                DEC_HALF_EVEN, &size))
        return false;
    return give((a.units < 0) != (b.units < 0), size, scale - drop, out);
}

bool
dec_div(struct dec a, struct dec b, int32_t scale, enum dec_round how, struct dec *out)
{
    /* a / b = a.units / b.units x 10^(b.scale - a.scale) */
    int32_t up = scale + b.scale - a.scale;
    uint128 size;

    assert(is_dec(a) && is_dec(b) && scale >= 0 && scale <= DEC_SCALE_MAX);
    if (b.units == 0)
        return false;
    if (!divide(wide_mul(magnitude(a.units), ten_to(up > 0 ? up : 0)),
                wide_mul(magnitude(b.units), ten_to(up < 0 ? -up : 0)), how, &size))
        return false;
    return give((a.units < 0) != (b.units < 0), size, scale, out);
}

bool
dec_round(struct dec d, int32_t scale, enum dec_round how, struct dec *out)
{
    return dec_div(d, DEC(1), scale, how, out);
}

/* Of numbers that fit into 64 bits, as nearly all do, the machine makes a multiplication. */
static int128
a_tenth(int128 n)
{
    return n == (int64_t)n ? (int64_t)n / 10 : n / 10;
}

struct dec
dec_trim(struct dec d)
{
    assert(is_dec(d));
    for (; d.scale > 0; d.scale--) {
        int128 tenth = a_tenth(d.units);

        if (tenth * 10 != d.units)
            break;
        d.units = tenth;
    }
    return d;
}

int
dec_cmp(struct dec a, struct dec b)
{
    bool a_minus = a.units < 0, b_minus = b.units < 0;

    assert(is_dec(a) && is_dec(b));
    if (a_minus != b_minus)
        return a_minus ? -1 : 1;
    int c = wide_cmp(wide_mul(magnitude(a.units), ten_to(b.scale)),
                     wide_mul(magnitude(b.units), ten_to(a.scale)));

    return a_minus ? -c : c;
}

bool
dec_rounding_interval(struct dec shown, struct dec *low, struct dec *high)
{
    struct dec half = { .units = 5, .scale = shown.scale + 1 }, from, to;

    assert(is_dec(shown));
    if (shown.units < 0 || half.scale > DEC_SCALE_MAX)
        return false;
    if (!dec_sub(shown, half, &from) || !dec_add(shown, half, &to))
        return false;
    if (from.units < 0)
        from.units = 0;
    *low = from;
    *high = to;
    return true;
}
