/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* grid_number.c — "1E+05" and "3.3149999999999999" as the digits that a spreadsheet shows. */
#include <string.h>

#include "base/arena.h"
#include "paper/grid_part.h"

enum { SHOWN = 15, DIGITS_MAX = 64, POWER_MAX = 40 };

struct figure { char digit[DIGITS_MAX + 2]; int32_t n; int64_t point; bool is_negative; };

/* The digits without zeros in front; `point` of them stand before the point. */
static bool
read_figure(struct str s, struct figure *f)
{
    size_t  i = 0, seen = 0;
    bool    after = false;
    int64_t power = 0;

    f->is_negative = s.n > 0 && s.p[0] == '-';
    for (i = f->is_negative; i < s.n && s.p[i] != 'e' && s.p[i] != 'E'; i++) {
        bool is_point = s.p[i] == '.';

        if (is_point ? after : s.p[i] < '0' || s.p[i] > '9')
            return false;
        after |= is_point;
        seen += !is_point;
        if (is_point || (f->n == 0 && s.p[i] == '0')) {
            f->point -= !is_point && after;
            continue;
        }
        if (f->n == DIGITS_MAX)
            return false;
        f->digit[f->n++] = s.p[i];
        f->point += !after;
    }
    if (i < s.n && !str_int64(str_part(s, i + 1, s.n), &power))
        return false;
    f->point += power > 9999 ? 9999 : power < -9999 ? -9999 : power;
    return seen > 0 && (f->n == 0 || (f->point > -POWER_MAX && f->point < POWER_MAX));
}

/* Half up, to 15 digits, without zeros at the end. */
static void
round_figure(struct figure *f)
{
    if (f->n > SHOWN) {
        bool up = f->digit[SHOWN] >= '5';

        f->n = SHOWN;
        while (up && f->n > 0 && f->digit[f->n - 1] == '9')
            f->n--;
        if (up && f->n > 0)
            f->digit[f->n - 1]++;
        else if (up) {
            f->digit[f->n++] = '1';
            f->point++;
        }
    }
    while (f->n > 0 && f->digit[f->n - 1] == '0')
        f->n--;
}

/* Most numbers are plain already: digits, a point at most, no zero in front or behind. */
static bool
is_plain(struct str s)
{
    size_t from = s.n > 0 && s.p[0] == '-', points = 0;

    if (s.n <= from || s.n > SHOWN)
        return false;
    if (s.p[from] == '0' && (s.n == from + 1 ? from > 0 : s.p[from + 1] != '.'))
        return false;
    for (size_t i = from; i < s.n; i++) {
        if (s.p[i] == '.')
            points++;
        else if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    }
    return s.p[from] != '.' && (points == 0 || (points == 1 && s.p[s.n - 1] > '0'));
}

bool
grid_number_plain(struct arena *a, struct str s, struct str *out)
{
    struct figure f = { .n = 0 };
    char          p[2 * DIGITS_MAX + POWER_MAX];
    size_t        n = 0;

    *out = s;
    if (is_plain(s))
        return true;
    if (!read_figure(s, &f))
        return false;
    round_figure(&f);
    if (f.n == 0)
        f = (struct figure){ .digit = "0", .n = 1, .point = 1 };
    if (f.is_negative)
        p[n++] = '-';
    if (f.point <= 0)
        p[n++] = '0';
    for (int64_t i = f.point < 0 ? f.point : 0; i < f.n || i < f.point; i++) {
        if (i == f.point || (f.point <= 0 && i == f.point))
            p[n++] = '.';
        p[n++] = i >= 0 && i < f.n ? f.digit[i] : '0';
    }
    *out = str_copy(a, (struct str){ p, n });
    return true;
}
