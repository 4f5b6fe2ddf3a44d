/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* connect_read_cell.c — cells as numbers and words. See connect_read.h. */
#include <string.h>

#include "base/decimal.h"
#include "city/connect/connect_read.h"

enum { NUMBER_BYTES_MAX = 48, COUNT_MAX = 1000000000 };

bool
connect_is_mark(const char *marks, char c)
{
    return c != '\0' && strchr(marks, c);
}

/* ---- words ----------------------------------------------------------------------------------- */

static char
lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool
is_word(struct str s, const char *word)
{
    size_t n = strlen(word);

    for (size_t i = 0; i < s.n && i < n; i++)
        if (lower(s.p[i]) != word[i])
            return false;
    return s.n == n;
}

static bool
is_one_of(struct str s, const char *const *word, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (is_word(s, word[i]))
            return true;
    return false;
}

struct str
connect_cell(struct str s)
{
    static const char *const none[] = { "", "-", "null", "nan", "n/a" };

    s = str_trim(s);
    return is_one_of(s, none, COUNT(none)) ? (struct str){ NULL, 0 } : s;
}

bool
connect_yes_read(struct str s, bool *is)
{
    static const char *const yes[] = { "ya", "yes", "y", "true", "1", "ada", "sudah" };
    static const char *const no[] = { "tidak", "no", "n", "false", "0", "tidak ada", "belum",
                                      "none" };

    *is = is_one_of(s, yes, COUNT(yes));
    return *is || is_one_of(s, no, COUNT(no));
}

bool
connect_radio_read(struct str s, enum connect_radio *out)
{
    static const struct { const char *word; enum connect_radio is; } radio[] = {
        { "2g", CONNECT_RADIO_2G },  { "gsm", CONNECT_RADIO_2G },  { "3g", CONNECT_RADIO_3G },
        { "umts", CONNECT_RADIO_3G }, { "4g", CONNECT_RADIO_4G },  { "lte", CONNECT_RADIO_4G },
        { "4g/lte", CONNECT_RADIO_4G }, { "5g", CONNECT_RADIO_4G }, { "nr", CONNECT_RADIO_4G },
    };
    bool is;

    for (size_t i = 0; i < COUNT(radio); i++)
        if (is_word(s, radio[i].word)) {
            *out = radio[i].is;
            return true;
        }
    if (!connect_yes_read(s, &is))
        return false;
    *out = is ? CONNECT_RADIO_4G : CONNECT_RADIO_NONE;
    return true;
}

static bool
tech_read(struct str s, uint32_t *bit)
{
    static const struct { const char *word; enum connect_tech is; } tech[] = {
        { "fibre", CONNECT_FIBRE },            { "fiber", CONNECT_FIBRE },
        { "fiber optik", CONNECT_FIBRE },      { "serat optik", CONNECT_FIBRE },
        { "serat", CONNECT_FIBRE },            { "fo", CONNECT_FIBRE },
        { "microwave", CONNECT_MICROWAVE },    { "gelombang mikro", CONNECT_MICROWAVE },
        { "p2p", CONNECT_MICROWAVE },          { "radio", CONNECT_MICROWAVE },
        { "cellular", CONNECT_CELLULAR },      { "seluler", CONNECT_CELLULAR },
        { "satellite", CONNECT_SATELLITE },    { "satelit", CONNECT_SATELLITE },
        { "vsat", CONNECT_SATELLITE },
    };

    for (size_t i = 0; i < COUNT(tech); i++)
        if (is_word(s, tech[i].word)) {
            *bit = (uint32_t)1 << tech[i].is;
            return true;
        }
    return false;
}

bool
connect_techs_read(struct str s, uint32_t *bits)
{
    size_t   from = 0;
    uint32_t all = 0, one = 0;

    for (size_t i = 0; i <= s.n; i++) {
        if (i < s.n && !connect_is_mark(",;|+/", s.p[i]))
            continue;
        if (!tech_read(str_trim(str_part(s, from, i - from)), &one))
            return false;
        all |= one;
        from = i + 1;
    }
    *bits = all;
    return true;
}

/* ---- numbers --------------------------------------------------------------------------------- */

static size_t
digits_at(struct str s, size_t at)
{
    size_t n = 0;

    while (at + n < s.n && s.p[at + n] >= '0' && s.p[at + n] <= '9')
        n++;
    return n;
}

static size_t
sign_at(struct str s, size_t at)
{
    return at < s.n && (s.p[at] == '-' || s.p[at] == '+');
}

/* [-+]digits[.digits][e[-+]digits], with `point` for the point; the whole text. */
static bool
is_number(struct str s, char point)
{
    size_t at = sign_at(s, 0), whole = digits_at(s, at), part = 0;

    at += whole;
    if (at < s.n && s.p[at] == point) {
        part = digits_at(s, at + 1);
        at += 1 + part;
    }
    if (whole + part == 0)
        return false;
    if (at < s.n && lower(s.p[at]) == 'e') {
        at += 1 + sign_at(s, at + 1);
        if (digits_at(s, at) == 0)
            return false;
        at += digits_at(s, at);
    }
    return at == s.n;
}

static double
power_of_ten(int64_t n)
{
    double power = 1;

    for (int64_t i = 0; i < n; i++)
        power *= 10;
    return power;
}

/* What stands behind the e; more than a number of this length can need is as good as any. */
static int64_t
power_at(struct str s)
{
    enum { MOST = 100 };
    int64_t n = s.p[0] == '-' ? -MOST : MOST;

    if (str_int64(s, &n) && (n > MOST || n < -MOST))
        n = n > 0 ? MOST : -MOST;
    return n;
}

/* A number of that form, by its first fifteen digits: they and the power of ten are exact, so that
 * it is the same on every machine, and off by less than a millionth of a millimetre. */
static double
number_value(struct str s)
{
    enum { DIGITS = 15, POWER_MAX = 22 };
    int64_t digits = 0, exponent = 0, n = 0;
    size_t  at = sign_at(s, 0);
    bool    is_part = false;

    for (; at < s.n && lower(s.p[at]) != 'e'; at++) {
        if (s.p[at] == '.') {
            is_part = true;
        } else if (n < DIGITS) {
            digits = digits * 10 + (s.p[at] - '0');
            n += digits > 0;
            exponent -= is_part;
        } else {
            exponent += !is_part;
        }
    }
    if (at < s.n)
        exponent += power_at(str_part(s, at + 1, s.n));
    double value = exponent < -POWER_MAX ? 0
        : exponent < 0 ? (double)digits / power_of_ten(-exponent)
                       : (double)digits * power_of_ten(exponent);

    return s.p[0] == '-' ? -value : value;
}

enum connect_degrees
connect_degrees_read(struct str s, double *out)
{
    s = connect_cell(s);
    if (!str_is_known(s))
        return CONNECT_DEGREES_NONE;
    if (s.n > NUMBER_BYTES_MAX)
        return CONNECT_DEGREES_WRONG;
    if (!is_number(s, '.'))
        return is_number(s, ',') ? CONNECT_DEGREES_COMMA : CONNECT_DEGREES_WRONG;
    *out = number_value(s);
    return CONNECT_DEGREES;
}

bool
connect_count_read(struct str s, int32_t scale, int64_t *out)
{
    struct dec value;
    int128     units;

    if (s.n > DEC_DIGITS_MAX / 2 || !dec_parse(s, &value) || value.units < 0)
        return false;
    value = dec_trim(value);
    if (value.scale > scale)
        return false;
    units = value.units;
    for (int32_t i = value.scale; i < scale; i++)
        units *= 10;
    if (units > COUNT_MAX)
        return false;
    *out = (int64_t)units;
    return true;
}
