/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* grid_value.c — see grid_value.h. */
#include "paper/grid_value.h"

#include <string.h>

#include "base/arena.h"
#include "base/calendar.h"
#include "base/utf8.h"
#include "paper/grid_part.h"

enum { DIGITS_MAX = 40, PARTS = 3, SHOWN_BYTES = 60 };

char
grid_mark(const struct grid *g)
{
    return g->mark;
}

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static struct str
shown(struct arena *a, struct str given)
{
    size_t n = SHOWN_BYTES;

    if (given.n <= n)
        return given;
    while (n > 0 && ((unsigned char)given.p[n] & 0xc0) == 0x80)
        n--;
    return str_fmt(a, "%.*s…", (int)n, given.p);
}

/* ---- numbers --------------------------------------------------------------------------------- */

/* How often a sign stands in it, and where last. */
struct sign { size_t n, last; };

static struct sign
sign_in(struct str s, char c)
{
    struct sign is = { 0, 0 };

    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == c)
            is = (struct sign){ is.n + 1, i };
    return is;
}

/* "1.234.567": one to three digits, then threes. */
static bool
is_grouped(struct str s, char by)
{
    struct str  group, rest = s;
    bool        first = true, more;

    do {
        more = str_cut(rest, by, &group, &rest);
        if (group.n == 0 || group.n > 3 || (!first && group.n != 3))
            return false;
        for (size_t i = 0; i < group.n; i++)
            if (!is_digit(group.p[i]))
                return false;
        first = false;
    } while (more);
    return true;
}

static bool
are_digits(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!is_digit(s.p[i]))
            return false;
    return true;
}

/* Without the signs between thousands, the decimal one as a point; 0: it has none. */
static struct str
plain(struct arena *a, struct str s, char decimal, bool is_negative)
{
    char  *p = NEWS(a, char, s.n + 3);
    size_t n = 0;

    if (is_negative)
        p[n++] = '-';
    if (s.p[0] == decimal)
        p[n++] = '0';
    for (size_t i = 0; i < s.n; i++)
        if (is_digit(s.p[i]) || s.p[i] == decimal)
            p[n++] = is_digit(s.p[i]) ? s.p[i] : '.';
    return (struct str){ p, n };
}

/* The decimal sign of "1.234,5", 0 if there is none; false: it is no number. */
static bool
decimal_of(struct str s, char mark, char *decimal, bool *is_either)
{
    struct sign point = sign_in(s, '.'), comma = sign_in(s, ',');
    char        last = point.n && (!comma.n || point.last > comma.last) ? '.' : ',';
    char        other = last == '.' ? ',' : '.';
    struct sign is = last == '.' ? point : comma;
    struct str  before = str_part(s, 0, is.last), after = str_part(s, is.last + 1, s.n);

    *decimal = 0;
    if (point.n + comma.n == 0)
        return are_digits(s);
    if (is.n > 1)                               /* the same twice: between thousands */
        return is_grouped(s, last) && !sign_in(s, other).n;
    if (after.n == 0 || !are_digits(after))
        return false;
    *decimal = last;
    if (sign_in(before, other).n > 0)
        return is_grouped(before, other);
    if (!are_digits(before))
        return false;
    if (after.n == 3 && is_grouped(s, last) && s.p[0] != '0') {
        *is_either = mark == 0;
        *decimal = mark == last ? last : 0;
    }
    return true;
}

struct msg
grid_number_of(struct arena *a, struct str given, char mark, struct str *out)
{
    struct str s = str_trim(given);
    bool       is_negative = str_starts(s, S("-")), is_either = false;
    char       decimal;

    s = is_negative ? str_part(s, 1, s.n) : s;
    if (s.n == 0 || s.n > DIGITS_MAX || !decimal_of(s, mark, &decimal, &is_either))
        return MSG("\"{0}\" is not a number such as 1.234,5 or 1234.5.", shown(a, given));
    if (is_either)
        return MSG("\"{0}\" can be read in two ways. Write {1}, or {2}.", given,
                   plain(a, s, 0, is_negative),
                   str_fmt(a, "%.*s0", TEXT(plain(a, s, sign_in(s, '.').n ? '.' : ',',
                                                  is_negative))));
    *out = plain(a, s, decimal, is_negative);
    return MSG_NONE;
}

/* Behind "Rp", "Rp." or "IDR", in any case. */
static struct str
behind_currency(struct str s)
{
    static const char *const word[] = { "rp.", "rp", "idr" };

    for (size_t i = 0; i < COUNT(word); i++) {
        size_t n = strlen(word[i]), k = 0;

        while (k < n && k < s.n && (s.p[k] | (word[i][k] == '.' ? 0 : 0x20)) == word[i][k])
            k++;
        if (k == n)
            return str_trim(str_part(s, n, s.n));
    }
    return s;
}

/* Without ",00", ",0", ".00" or ",-" at its end. */
static struct str
before_zeros(struct str s)
{
    static const struct str end[] = { { ",00", 3 }, { ".00", 3 }, { ",0", 2 }, { ".0", 2 },
                                      { ",-", 2 },  { ".-", 2 } };

    for (size_t i = 0; i < COUNT(end); i++)
        if (str_ends(s, end[i]))
            return str_part(s, 0, s.n - end[i].n);
    return s;
}

struct msg
grid_whole_of(struct arena *a, struct str given, struct str *out)
{
    struct str s = str_trim(given);
    bool       is_negative = str_starts(s, S("-"));

    s = behind_currency(is_negative ? str_trim(str_part(s, 1, s.n)) : s);
    if (!is_negative && str_starts(s, S("-"))) {
        is_negative = true;
        s = str_part(s, 1, s.n);
    }
    s = before_zeros(s);
    if (s.n == 0 || s.n > DIGITS_MAX
        || (!are_digits(s) && !is_grouped(s, '.') && !is_grouped(s, ',') && !is_grouped(s, ' ')))
        return MSG("\"{0}\" is not a whole number such as 25.000.000.", shown(a, given));
    *out = plain(a, s, 0, is_negative);
    return MSG_NONE;
}

/* ---- dates ----------------------------------------------------------------------------------- */

static const struct { const char *word; int32_t month; } months[] = {
    { "januari", 1 },   { "january", 1 },   { "jan", 1 },
    { "februari", 2 },  { "february", 2 },  { "pebruari", 2 }, { "feb", 2 },  { "peb", 2 },
    { "maret", 3 },     { "march", 3 },     { "mar", 3 },
    { "april", 4 },     { "apr", 4 },       { "mei", 5 },      { "may", 5 },
    { "juni", 6 },      { "june", 6 },      { "jun", 6 },
    { "juli", 7 },      { "july", 7 },      { "jul", 7 },
    { "agustus", 8 },   { "august", 8 },    { "agu", 8 },      { "ags", 8 },  { "agt", 8 },
    { "aug", 8 },       { "september", 9 }, { "sept", 9 },     { "sep", 9 },
    { "oktober", 10 },  { "october", 10 },  { "okt", 10 },     { "oct", 10 },
    { "november", 11 }, { "nopember", 11 }, { "nov", 11 },     { "nop", 11 },
    { "desember", 12 }, { "december", 12 }, { "des", 12 },     { "dec", 12 },
};

/* "12" or "Desember"; 0: neither. */
static int32_t
month_of(struct str folded)
{
    int64_t n;

    if (are_digits(folded) && folded.n <= 2 && str_int64(folded, &n))
        return (int32_t)n;
    for (size_t i = 0; i < COUNT(months); i++)
        if (str_eq(folded, str_of(months[i].word)))
            return months[i].month;
    return 0;
}

/* What stands before a time of day: "2025-12-31T08:00" and "31/12/2025 08.00". */
static struct str
before_time(struct str s)
{
    size_t at;

    if (s.n > 10 && s.p[4] == '-' && (s.p[10] == 'T' || s.p[10] == ' '))
        return str_part(s, 0, 10);
    for (at = s.n; at > 0 && (is_digit(s.p[at - 1]) || s.p[at - 1] == ':'); at--)
        continue;
    return at > 0 && s.p[at - 1] == ' ' && sign_in(str_part(s, at, s.n), ':').n > 0
           ? str_trim(str_part(s, 0, at)) : s;
}

/* The three parts, folded: "31 desember 2025". A weekday before them is passed over. */
static bool
parts_of(struct arena *a, struct str s, struct str part[PARTS])
{
    struct str rest = utf8_fold(a, s), first;
    size_t     n = 0;

    if (rest.n > 0 && !is_digit(rest.p[0]) && str_cut(rest, ' ', &first, &rest)
        && month_of(first) != 0)
        return false;
    while (n < PARTS && str_is_known(rest))
        str_cut(rest, ' ', &part[n++], &rest);
    return n == PARTS && !str_is_known(rest) && are_digits(part[0]) && are_digits(part[2]);
}

static bool
read_year(struct str s, struct date *d)
{
    int64_t n = 0;

    if (s.n != 4 || !str_int64(s, &n))
        return false;
    d->year = (int32_t)n;
    return true;
}

static bool
read_day(struct str s, struct date *d)
{
    int64_t n = 0;

    if (s.n == 0 || s.n > 2 || !str_int64(s, &n))
        return false;
    d->day = (int32_t)n;
    return true;
}

struct msg
grid_date_of(struct arena *a, struct str given, struct str *out)
{
    struct str  part[PARTS];
    struct date d = { 0 };

    if (!parts_of(a, before_time(str_trim(given)), part))
        return MSG("\"{0}\" is not a date such as 31/12/2025 or 2025-12-31.", shown(a, given));
    bool year_first = part[0].n == 4;

    if (!read_year(part[year_first ? 0 : 2], &d))
        return MSG("The year of \"{0}\" needs four digits: 31/12/2025.", shown(a, given));
    d.month = month_of(part[1]);
    if (d.month > 12)
        return MSG("\"{0}\" has no such month: the day stands before the month, as in 31/12/2025.",
                   shown(a, given));
    if (d.month == 0 || !read_day(part[year_first ? 2 : 0], &d) || d.day == 0
        || !date_is_valid(d))
        return MSG("\"{0}\" is not a date such as 31/12/2025 or 2025-12-31.", shown(a, given));
    *out = date_iso(a, d);
    return MSG_NONE;
}
