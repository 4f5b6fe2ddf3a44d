/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* money.c — rupiah as people write them: points between thousands, no cents. */
#include "base/money.h"

#include "base/arena.h"

enum { GROUPED_MAX = 32 };             /* "-9.223.372.036.854.775.808" and room to spare */

bool
idr_add(int64_t a_idr, int64_t b_idr, int64_t *out_idr)
{
    int64_t sum;

    if (__builtin_add_overflow(a_idr, b_idr, &sum))
        return false;
    *out_idr = sum;
    return true;
}

bool
idr_sub(int64_t a_idr, int64_t b_idr, int64_t *out_idr)
{
    int64_t rest;

    if (__builtin_sub_overflow(a_idr, b_idr, &rest))
        return false;
    *out_idr = rest;
    return true;
}

bool
idr_mul(int64_t a_idr, int64_t times, int64_t *out_idr)
{
    int64_t product;

    if (__builtin_mul_overflow(a_idr, times, &product))
        return false;
    *out_idr = product;
    return true;
}

/* Digits with a point at every third from the right, or with none at all; nothing in between. */
static bool
is_well_grouped(struct str s)
{
    size_t from_right = 0;
    bool   grouped = s.n > 3 && s.p[s.n - 4] == '.';

    for (size_t i = s.n; i-- > 0; from_right++) {
        bool at_point = grouped && from_right % 4 == 3;

        if (at_point ? s.p[i] != '.' || i == 0 : s.p[i] < '0' || s.p[i] > '9')
            return false;
    }
    return s.n > 0;
}

bool
idr_parse(struct str s, int64_t *out_idr)
{
    char   digits[GROUPED_MAX];
    size_t n = 0;

    if (str_starts(s, S("-")))
        digits[n++] = '-', s = str_part(s, 1, s.n);
    if (str_starts(s, S("Rp")))
        s = str_part(s, 2, s.n);
    if (s.n > sizeof digits - 2 || !is_well_grouped(s))
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != '.')
            digits[n++] = s.p[i];
    return str_int64((struct str){ digits, n }, out_idr);
}

/* The digits of n without its sign, with `mark` between thousands. */
static struct str
grouped(struct arena *a, int64_t n, char mark)
{
    uint64_t left = n < 0 ? -(uint64_t)n : (uint64_t)n;
    char    *out = arena_alloc(a, GROUPED_MAX, 1), *p = out + GROUPED_MAX;

    for (int written = 0; written == 0 || left > 0; written++, left /= 10) {
        if (written && written % 3 == 0)
            *--p = mark;
        *--p = (char)('0' + left % 10);
    }
    return (struct str){ p, (size_t)(out + GROUPED_MAX - p) };
}

struct str
int_text(struct arena *a, enum lang lang, int64_t n)
{
    struct str digits = grouped(a, n, lang == LANG_ID ? '.' : ',');

    return n < 0 ? str_fmt(a, "-%.*s", TEXT(digits)) : digits;
}

struct str
idr_text(struct arena *a, int64_t idr)
{
    return str_fmt(a, "%sRp%.*s", idr < 0 ? "-" : "", TEXT(grouped(a, idr, '.')));
}

struct str
idr_short(struct arena *a, enum lang lang, int64_t idr)
{
    static const struct { uint64_t idr; const char *name[2]; } unit[] = {
        { 1000000000000u, { [LANG_ID] = "triliun", [LANG_EN] = "trillion" } },
        { 1000000000u,    { [LANG_ID] = "miliar",  [LANG_EN] = "billion"  } },
        { 1000000u,       { [LANG_ID] = "juta",    [LANG_EN] = "million"  } },
    };
    uint64_t size = idr < 0 ? -(uint64_t)idr : (uint64_t)idr;

    for (size_t i = 0; i < COUNT(unit); i++) {
        /* 999.95 million rounds to 1,000.0 million, which reads "1 billion". */
        uint64_t rounding = i + 1 < COUNT(unit) ? unit[i + 1].idr / 20 : 0;

        if (size + rounding < unit[i].idr)
            continue;
        uint64_t   tenths = (size + unit[i].idr / 20) / (unit[i].idr / 10);     /* half up */
        struct str whole = int_text(a, lang, (int64_t)(tenths / 10));
        char       mark = lang == LANG_ID ? ',' : '.';

        return tenths % 10
            ? str_fmt(a, "%sRp%.*s%c%d %s", idr < 0 ? "-" : "", TEXT(whole), mark,
                      (int)(tenths % 10), unit[i].name[lang])
            : str_fmt(a, "%sRp%.*s %s", idr < 0 ? "-" : "", TEXT(whole), unit[i].name[lang]);
    }
    return idr_text(a, idr);
}
