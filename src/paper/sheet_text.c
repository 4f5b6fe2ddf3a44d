/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* sheet_text.c — see sheet_text.h. */
#include "paper/sheet_text.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/letter.h"
#include "base/utf8.h"

enum { DAYS_BEFORE_1970 = 25569, DAYS_1904 = 1462, FIRST_OF_MARCH_1900 = 61 };

static bool
is_xml(uint32_t c)
{
    return c == '\t' || c == '\n' || c == '\r' || (c >= ' ' && c != 0xFFFE && c != 0xFFFF);
}

static bool
is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* "_x000D_" */
static bool
is_escape(struct str s)
{
    return s.n >= 7 && s.p[0] == '_' && s.p[1] == 'x' && is_hex(s.p[2]) && is_hex(s.p[3])
           && is_hex(s.p[4]) && is_hex(s.p[5]) && s.p[6] == '_';
}

/* The next letter's bytes, or the one byte that is none. */
static size_t
take(struct str s, size_t at, bool *good)
{
    size_t n = letter_bytes((unsigned char)s.p[at]);

    *good = n <= s.n - at && utf8_is_valid(str_part(s, at, n), NULL);
    if (*good) {
        size_t letter = at;

        *good = is_xml(letter_next(s, &letter));
        return n;
    }
    return 1;
}

struct str
sheet_text_plain(struct arena *a, struct str s)
{
    struct buf b = buf_in(a, 7 * s.n + 1);      /* "_" becomes "_x005F_" */

    for (size_t at = 0, n; at < s.n; at += n) {
        bool good;

        n = take(s, at, &good);
        if (!good)
            buf_add(&b, S("\xEF\xBF\xBD"));
        else if (is_escape(str_part(s, at, 7)))
            buf_add(&b, S("_x005F_"));
        else
            buf_add(&b, str_part(s, at, n));
    }
    return buf_str(&b);
}

size_t
sheet_text_units(struct str s)
{
    size_t n = 0;

    for (size_t at = 0; at < s.n;)
        n += letter_next(s, &at) > 0xFFFF ? 2 : 1;
    return n;
}

bool
sheet_number_fits(struct dec d)
{
    int128 most = 1;

    for (int i = 0; i < SHEET_DIGITS_MAX; i++)
        most *= 10;
    return d.units < most && d.units > -most;
}

/* THE LAW (ECMA-376 1, 18.17.4.1): the 1900 system has a 29 February 1900 that never was. */
bool
sheet_date_serial(struct date d, bool is_1904, int64_t *serial)
{
    int64_t days = (int64_t)date_days(d) + DAYS_BEFORE_1970;

    if (is_1904)
        days -= DAYS_1904;
    else if (days < FIRST_OF_MARCH_1900)
        days--;
    *serial = days;
    return days >= (is_1904 ? 0 : 1);
}
