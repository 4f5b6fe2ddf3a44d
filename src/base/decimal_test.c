/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * decimal_test.c — tables of cases, and random ones against school arithmetic on strings of digits.
 */
#include "base/decimal.h"

#include <string.h>

#include "base/arena.h"
#include "base/rand.h"
#include "unit.h"

static struct dec
dec(const char *text)
{
    struct dec d = { .units = 0 };
    bool       ok = dec_parse(str_of(text), &d);

    if (!ok)
        check(text, ok);
    return d;
}

static void
check_dec(const char *name, bool ok, struct dec is, const char *should)
{
    check(name, ok == (should != NULL));
    if (ok && should)
        check_text(name, dec_str(unit_arena(), is), str_of(should));
}

#define NINES_36 "999999999999999999999999999999999999"

TEST(dec_parse)
{
    static const struct { const char *text; bool ok; } row[] = {
        { "0", true }, { "3.315", true }, { "-3.315", true }, { "3.200", true },
        { "0.000000000000000001", true }, { NINES_36, true }, { ("-" NINES_36), true },
        { "999999999999999999.999999999999999999", true },
        { (NINES_36 "9"), false }, { "1000000000000000000.0000000000000000000", false },
        { "0.0000000000000000001", false }, { "", false }, { "-", false }, { ".5", false },
        { "5.", false }, { "-.5", false }, { "+1", false }, { "1.2.3", false }, { "1,2", false },
        { "1e3", false }, { " 1", false }, { "1 ", false }, { "--1", false }, { "1-", false },
        { "NaN", false }, { "0x1", false },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct dec d = { .units = 77, .scale = 7 };
        bool       ok = dec_parse(str_of(row[i].text), &d);

        check(row[i].text, ok == row[i].ok);
        if (ok)
            check_text("round trip", dec_str(unit_arena(), d), str_of(row[i].text));
        else
            check("left alone", d.units == 77 && d.scale == 7);
    }
    check_text("leading zeros go", dec_str(unit_arena(), dec("-007.50")), S("-7.50"));
    check_text("no minus zero", dec_str(unit_arena(), dec("-0.00")), S("0.00"));
}

TEST(dec_text)
{
    static const struct { const char *d, *id, *en; } row[] = {
        { "3.315",       "3,315",         "3.315"         },
        { "-1234567.50", "-1.234.567,50", "-1,234,567.50" },
        { "123",         "123",           "123"           },
        { "-123456",     "-123.456",      "-123,456"      },
        { "1000",        "1.000",         "1,000"         },
        { "0.1234",      "0,1234",        "0.1234"        },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        check_text(row[i].d, dec_text(unit_arena(), LANG_ID, dec(row[i].d)), str_of(row[i].id));
        check_text(row[i].d, dec_text(unit_arena(), LANG_EN, dec(row[i].d)), str_of(row[i].en));
    }
}

TEST(dec_add)
{
    static const struct { const char *name, *a, *b, *sum, *difference; } row[] = {
        { "baseline",           "1.5",     "2.5",   "4.0",   "-1.0" },
        { "scales differ",      "1.5",     "0.025", "1.525", "1.475" },
        { "to zero",            "-1.50",   "1.5",   "0.00",  "-3.00" },
        { "over 36 digits",     NINES_36,  "1",     NULL,
          "999999999999999999999999999999999998" },
        { "just 36 digits",     NINES_36,  "0",     NINES_36, NINES_36 },
        { "no place for the scale", "1000000000000000000", "0.000000000000000001", NULL,
          "999999999999999999.999999999999999999" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct dec sum, rest;
        bool added = dec_add(dec(row[i].a), dec(row[i].b), &sum);
        bool taken = dec_sub(dec(row[i].a), dec(row[i].b), &rest);

        check_dec(row[i].name, added, sum, row[i].sum);
        check_dec(row[i].name, taken, rest, row[i].difference);
    }
}

TEST(dec_mul)
{
    static const struct { const char *name, *a, *b, *is; } row[] = {
        { "exact",              "3.315", "0.20",  "0.66300" },
        { "signs",              "-2",    "-3.5",  "7.0" },
        { "zero keeps places",  "0.00",  "5.0",   "0.000" },
        { "half to even, down", "0.000000001", "0.0000000005", "0.000000000000000000" },
        { "half to even, up",   "0.000000003", "0.0000000005", "0.000000000000000002" },
        { "more than half",     "0.000000001", "0.00000000051", "0.000000000000000001" },
        { "wide in between",    "1.000000000000000000", "100000000000000000.000000000000000000",
          "100000000000000000.000000000000000000" },
        { "over 36 digits",     NINES_36, "2", NULL },
        { "far over",           NINES_36, NINES_36, NULL },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct dec out = { .units = 77 };
        bool       ok = dec_mul(dec(row[i].a), dec(row[i].b), &out);

        check_dec(row[i].name, ok, out, row[i].is);
        if (!ok)
            check("left alone", out.units == 77);
    }
}

TEST(dec_div)
{
    static const struct {
        const char *name, *a, *b; int32_t scale; enum dec_round how; const char *is;
    } row[] = {
        { "exact",               "1",    "4",  2, DEC_HALF_EVEN, "0.25" },
        { "a third",             "1",    "3",  4, DEC_HALF_EVEN, "0.3333" },
        { "two thirds",          "2",    "3",  4, DEC_HALF_EVEN, "0.6667" },
        { "two thirds, cut",     "2",    "3",  4, DEC_DOWN,      "0.6666" },
        { "half to even, down",  "0.25", "1",  1, DEC_HALF_EVEN, "0.2" },
        { "half to even, up",    "0.35", "1",  1, DEC_HALF_EVEN, "0.4" },
        { "half up",             "0.25", "1",  1, DEC_HALF_UP,   "0.3" },
        { "half up, negative, goes away from zero", "-0.25", "1", 1, DEC_HALF_UP, "-0.3" },
        { "down, negative, goes to zero", "-0.29", "1", 1, DEC_DOWN, "-0.2" },
        { "just under half",     "0.2499999999999999", "1", 1, DEC_HALF_UP, "0.2" },
        { "signs",               "-6",   "-3", 0, DEC_HALF_EVEN, "2" },
        { "by a fraction",       "1",    "0.000000000000000001", 18, DEC_HALF_EVEN,
          NULL },      /* 37 digits */
        { "by zero",             "1",    "0",  2, DEC_HALF_EVEN, NULL },
        { "zero by zero",        "0",    "0.0", 2, DEC_HALF_EVEN, NULL },
        { "no place for the scale", NINES_36, "1", 1, DEC_HALF_EVEN, NULL },
        { "large by large",      NINES_36, NINES_36, 18, DEC_HALF_EVEN, "1.000000000000000000" },
        { "large by large, cut", NINES_36, NINES_36, 18, DEC_DOWN, "1.000000000000000000" },
        { "small by large",      "0.000000000000000001", NINES_36, 18, DEC_HALF_EVEN,
          "0.000000000000000000" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct dec out;
        bool ok = dec_div(dec(row[i].a), dec(row[i].b), row[i].scale, row[i].how, &out);

        check_dec(row[i].name, ok, out, row[i].is);
    }
}

TEST(dec_round)
{
    static const struct {
        const char *name, *d; int32_t scale; enum dec_round how; const char *is;
    } row[] = {
        { "a published index",     "3.3150", 2, DEC_HALF_UP,   "3.32" },
        { "the same, to even",     "3.3150", 2, DEC_HALF_EVEN, "3.32" },
        { "an even neighbour",     "3.3250", 2, DEC_HALF_EVEN, "3.32" },
        { "cut",                   "3.3199", 2, DEC_DOWN,      "3.31" },
        { "more places",           "3.3",    3, DEC_HALF_UP,   "3.300" },
        { "carries",               "9.995",  2, DEC_HALF_UP,   "10.00" },
        { "to whole",              "0.5",    0, DEC_HALF_UP,   "1" },
        { "to whole, even",        "0.5",    0, DEC_HALF_EVEN, "0" },
        { "no place",              NINES_36, 1, DEC_HALF_UP,   NULL },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct dec out;

        check_dec(row[i].name, dec_round(dec(row[i].d), row[i].scale, row[i].how, &out), out,
                  row[i].is);
    }
    check_text("trim", dec_str(unit_arena(), dec_trim(dec("3.200"))), S("3.2"));
    check_text("trim to whole", dec_str(unit_arena(), dec_trim(dec("-300.00"))), S("-300"));
    check_text("trim beyond 64 bits",
               dec_str(unit_arena(), dec_trim(dec("123456789012345678901.500000"))),
               S("123456789012345678901.5"));
    check_text("trim below -64 bits",
               dec_str(unit_arena(), dec_trim(dec("-123456789012345678901.500000"))),
               S("-123456789012345678901.5"));
    check_text("trim zero", dec_str(unit_arena(), dec_trim(dec("0.000"))), S("0"));
}

TEST(dec_cmp)
{
    static const char *const rising[] = {
        ("-" NINES_36), "-1.01", "-1.009", "-0.000000000000000001", "0", "0.000000000000000001",
        "3.199", "3.2", "3.2000000001", "999999999999999999.999999999999999999", NINES_36,
    };

    for (size_t i = 0; i < COUNT(rising); i++)
        for (size_t j = 0; j < COUNT(rising); j++)
            check(rising[i], dec_cmp(dec(rising[i]), dec(rising[j])) == (i > j) - (i < j));
    check("by value", dec_cmp(dec("3.2"), dec("3.200")) == 0);
    check("zero has no sign", dec_cmp(dec("0"), dec("-0.00")) == 0);
}

TEST(dec_rounding_interval)
{
    static const struct { const char *shown, *low, *high; } row[] = {
        { "3.31",  "3.305",  "3.315"  },
        { "3.200", "3.1995", "3.2005" },
        { "3",     "2.5",    "3.5"    },
        { "0.00",  "0.000",  "0.005"  },
        { "0.01",  "0.005",  "0.015"  },
        { "0.000000000000000001", NULL, NULL },
        { "-0.25", NULL,     NULL     },
        { NINES_36, NULL,    NULL     },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct dec low = { .units = 0 }, high = low, back;
        bool ok = dec_rounding_interval(dec(row[i].shown), &low, &high);

        check_dec(row[i].shown, ok, low, row[i].low);
        check_dec(row[i].shown, ok, high, row[i].high);
        if (!ok)
            continue;
        dec_round(low, dec(row[i].shown).scale, DEC_HALF_UP, &back);
        check("the low end rounds to it", dec_cmp(back, dec(row[i].shown)) == 0);
        dec_round(high, dec(row[i].shown).scale, DEC_HALF_UP, &back);
        check("the high end no longer does", dec_cmp(back, dec(row[i].shown)) > 0);
    }
}

/* ---- against school arithmetic -------------------------------------------------------------- */

/*
 * A whole number as its decimal digits, lowest first, without sign: slow, obvious, and with nothing
 * in common with the code under test.
 */
enum { DIGITS = 160 };

struct school { int digit[DIGITS]; };

static struct school
school_of(struct str digits)
{
    struct school s = { { 0 } };
    int at = 0;

    for (size_t i = digits.n; i-- > 0;)
        if (digits.p[i] != '.' && digits.p[i] != '-')
            s.digit[at++] = digits.p[i] - '0';
    return s;
}

static struct school
school_times_ten_to(struct school s, int n)
{
    struct school out = { { 0 } };

    for (int i = 0; i + n < DIGITS; i++)
        out.digit[i + n] = s.digit[i];
    return out;
}

static int
school_cmp(const struct school *a, const struct school *b)
{
    for (int i = DIGITS; i-- > 0;)
        if (a->digit[i] != b->digit[i])
            return a->digit[i] < b->digit[i] ? -1 : 1;
    return 0;
}

static struct school
school_add(struct school a, struct school b)
{
    for (int i = 0, carry = 0; i < DIGITS; i++) {
        int sum = a.digit[i] + b.digit[i] + carry;

        a.digit[i] = sum % 10;
        carry = sum / 10;
    }
    return a;
}

static struct school
school_sub(struct school a, struct school b)
{
    for (int i = 0, borrow = 0; i < DIGITS; i++) {
        int rest = a.digit[i] - b.digit[i] - borrow;

        borrow = rest < 0;
        a.digit[i] = rest + 10 * borrow;
    }
    return a;
}

static struct school
school_mul(struct school a, struct school b)
{
    struct school out = { { 0 } };

    for (int i = 0; i < DIGITS / 2; i++)
        for (int times = 0; times < b.digit[i]; times++)
            out = school_add(out, school_times_ten_to(a, i));
    return out;
}

/* a / b and what is left, by taking away, from the highest place down. */
static struct school
school_div(struct school a, struct school b, struct school *left)
{
    struct school out = { { 0 } };

    for (int i = DIGITS / 2; i-- > 0;) {
        struct school part = school_times_ten_to(b, i);

        while (school_cmp(&a, &part) >= 0) {
            a = school_sub(a, part);
            out.digit[i]++;
        }
    }
    *left = a;
    return out;
}

static struct school
school_round(struct school q, struct school left, struct school by, enum dec_round how)
{
    struct school one = { { 1 } }, twice = school_add(left, left);
    int half = school_cmp(&twice, &by);
    bool up = how == DEC_HALF_UP ? half >= 0
            : how == DEC_HALF_EVEN && (half > 0 || (half == 0 && q.digit[0] % 2));

    return up ? school_add(q, one) : q;
}

/* "-12.345", or NULL if it has more than 36 digits. */
static const char *
school_text(bool minus, struct school s, int scale)
{
    static char text[DIGITS + 4];
    int top = DIGITS - 1, at = 0;
    struct school zero = { { 0 } };

    while (top > 0 && s.digit[top] == 0)
        top--;
    if (top >= DEC_DIGITS_MAX)
        return NULL;
    if (minus && school_cmp(&s, &zero) != 0)
        text[at++] = '-';
    for (int i = top > scale ? top : scale; i >= 0; i--) {
        text[at++] = (char)('0' + s.digit[i]);
        if (i == scale && scale > 0)
            text[at++] = '.';
    }
    text[at] = '\0';
    return text;
}

static struct dec
random_dec(struct rand *r)
{
    char     text[DEC_TEXT_MAX];
    size_t   n = 0, digits = 1 + rand_below(r, rand_below(r, 2) ? 36 : 8);
    size_t   places = rand_below(r, (uint32_t)(digits < 19 ? digits : 19));
    struct dec d = { .units = 0 };

    if (rand_below(r, 2))
        text[n++] = '-';
    for (size_t i = 0; i < digits; i++) {
        if (i > 0 && i == digits - places)
            text[n++] = '.';
        text[n++] = "055012345678998765432100555"[rand_below(r, 27)];
    }
    if (!dec_parse((struct str){ text, n }, &d))
        check("a random decimal", false);
    return d;
}

struct pair_of { struct dec a, b; struct school x, y; bool minus; };

static struct pair_of
random_pair(struct rand *r)
{
    struct pair_of p = { .a = random_dec(r), .b = random_dec(r) };

    p.x = school_of(dec_str(unit_arena(), p.a));
    p.y = school_of(dec_str(unit_arena(), p.b));
    p.minus = (p.a.units < 0) != (p.b.units < 0);
    return p;
}

enum { ROUNDS = 1500 };

TEST(dec_add_as_at_school)
{
    struct rand r = { .state = 21 };

    for (int i = 0; i < ROUNDS; i++) {
        struct pair_of p = random_pair(&r);
        int            scale = p.a.scale > p.b.scale ? p.a.scale : p.b.scale;
        struct school  x = school_times_ten_to(p.x, scale - p.a.scale);
        struct school  y = school_times_ten_to(p.y, scale - p.b.scale);
        bool           x_larger = school_cmp(&x, &y) >= 0;
        bool           minus = x_larger ? p.a.units < 0 : p.b.units < 0;
        struct school  sum = !p.minus ? school_add(x, y)
                           : x_larger ? school_sub(x, y) : school_sub(y, x);
        struct dec     out;

        check_dec("sum", dec_add(p.a, p.b, &out), out, school_text(minus, sum, scale));
        arena_reset(unit_arena());
    }
}

TEST(dec_mul_as_at_school)
{
    struct rand r = { .state = 22 };

    for (int i = 0; i < ROUNDS; i++) {
        struct pair_of p = random_pair(&r);
        int            scale = p.a.scale + p.b.scale, drop = scale > 18 ? scale - 18 : 0;
        struct school  by = school_times_ten_to((struct school){ { 1 } }, drop), left;
        struct school  q = school_div(school_mul(p.x, p.y), by, &left);
        struct dec     out;

        check_dec("product", dec_mul(p.a, p.b, &out), out,
                  school_text(p.minus, school_round(q, left, by, DEC_HALF_EVEN), scale - drop));
        arena_reset(unit_arena());
    }
}

TEST(dec_div_as_at_school)
{
    struct rand r = { .state = 23 };

    for (int i = 0; i < ROUNDS; i++) {
        struct pair_of p = random_pair(&r);
        int32_t        scale = (int32_t)rand_below(&r, 19);
        enum dec_round how = (enum dec_round)rand_below(&r, 3);
        int            up = scale + p.b.scale - p.a.scale;
        struct school  n = school_times_ten_to(p.x, up > 0 ? up : 0);
        struct school  by = school_times_ten_to(p.y, up < 0 ? -up : 0), left;
        struct dec     out;

        if (p.b.units == 0)
            continue;
        struct school q = school_div(n, by, &left);

        check_dec("quotient", dec_div(p.a, p.b, scale, how, &out), out,
                  school_text(p.minus, school_round(q, left, by, how), scale));
        arena_reset(unit_arena());
    }
}

TEST(dec_cmp_as_at_school)
{
    struct rand r = { .state = 24 };

    for (int i = 0; i < ROUNDS; i++) {
        struct pair_of p = random_pair(&r);
        struct school  x = school_times_ten_to(p.x, 18 - p.a.scale);
        struct school  y = school_times_ten_to(p.y, 18 - p.b.scale);
        struct school  zero = { { 0 } };
        int            size = school_cmp(&x, &y);
        bool           both_zero = !school_cmp(&x, &zero) && !school_cmp(&y, &zero);
        bool           x_minus = p.a.units < 0, y_minus = p.b.units < 0;
        int            should = both_zero ? 0
                              : x_minus != y_minus ? (x_minus ? -1 : 1) : x_minus ? -size : size;

        check("order", dec_cmp(p.a, p.b) == should);
        arena_reset(unit_arena());
    }
}
