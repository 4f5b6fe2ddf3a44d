/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* fuzz_decimal.c — texts as decimals: what is read is written back, and the laws of sums hold. */
#include <assert.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/decimal.h"
#include "base/money.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_one(struct arena *a, struct str s, struct dec d)
{
    struct dec back, low, high;
    struct str text = dec_str(a, d);
    bool       read = dec_parse(text, &back);

    assert(text.n <= s.n && read && back.units == d.units && back.scale == d.scale);
    assert(dec_cmp(dec_trim(d), d) == 0 && dec_cmp(d, d) == 0);
    if (!dec_rounding_interval(d, &low, &high))
        return;
    bool in = dec_cmp(low, d) <= 0 && dec_cmp(d, high) < 0;
    bool rounded = dec_round(low, d.scale, DEC_HALF_UP, &back);

    assert(in && (!rounded || dec_cmp(back, d) == 0));
}

static void
check_two(struct dec x, struct dec y)
{
    struct dec there, back;

    assert(dec_cmp(x, y) == -dec_cmp(y, x));
    if (dec_add(x, y, &there)) {
        bool same = dec_add(y, x, &back) && dec_cmp(there, back) == 0;

        assert(same);
        if (dec_sub(there, y, &back))
            assert(dec_cmp(back, x) == 0);
    }
    if (dec_mul(x, y, &there)) {
        bool same = dec_mul(y, x, &back) && dec_cmp(there, back) == 0;

        assert(same);
    }
    /* Rounded down, a quotient times its divisor comes back to at most the dividend. */
    if (dec_div(x, y, 0, DEC_DOWN, &there) && dec_mul(there, y, &back)) {
        struct dec size_x = { x.units < 0 ? -x.units : x.units, x.scale };
        struct dec size_back = { back.units < 0 ? -back.units : back.units, back.scale };

        assert(dec_cmp(size_back, size_x) <= 0);
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = arena_make(1 << 20);
    struct str   all = { (const char *)data, size }, first, second;
    struct dec   x, y;
    int64_t      idr, back_idr;

    str_cut(all, ' ', &first, &second);
    if (dec_parse(first, &x)) {
        check_one(&a, first, x);
        if (dec_parse(second, &y))
            check_two(x, y);
    }
    if (idr_parse(first, &idr)) {
        bool same = idr_parse(idr_text(&a, idr), &back_idr) && back_idr == idr;

        assert(same);
    }
    arena_drop(&a);
    return 0;
}
