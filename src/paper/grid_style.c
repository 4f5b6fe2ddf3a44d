/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * grid_style.c — which cells of a workbook are dates, and which day a number is.
 *
 * THE LAW  ECMA-376 1, 18.8.30 (formats of numbers), 18.17.4 (day 1 is 1900-01-01, and 1900-02-29
 *          is counted as if it had been; or 1904-01-01 is day 0).
 * OURS     A time of day is rounded to the second. A format of a time alone is no date: the cell
 *          stays a number.
 */
#include <string.h>

#include "base/arena.h"
#include "base/calendar.h"
#include "base/decimal.h"
#include "paper/grid_part.h"

enum { STYLES_MAX = 65536, FORMATS_MAX = 65536, DAY_1904 = -24107, DAY_1900 = -25569,
       DAY_LAST = 2950000, DAY_S = 86400, ISO_BYTES = 10 };

struct styles { struct grid_styles *out; bool *format_is_date, in_cells; };

/* A format with a letter for days or years, outside of quotation marks, brackets and escapes. */
static bool
shows_date(struct str code)
{
    char until = 0;

    for (size_t i = 0; i < code.n; i++) {
        char c = code.p[i];

        if (until != 0)
            until = c == until ? 0 : until;
        else if (c == '"' || c == '[')
            until = c == '"' ? '"' : ']';
        else if (c == '\\' || c == '_' || c == '*')
            i++;
        else if (strchr("yYdD", c))
            return true;
    }
    return false;
}

static void
on_style(struct xml_in *x, struct str name, const char **attribute)
{
    struct styles *s = x->to->arg;
    struct str     id, code;
    int64_t        n = 0;

    s->in_cells |= str_eq(name, S("cellXfs"));
    if (!xml_attribute(attribute, "numFmtId", &id) || !str_int64(id, &n) || n < 0
        || n >= FORMATS_MAX)
        n = 0;
    if (str_eq(name, S("numFmt")) && xml_attribute(attribute, "formatCode", &code))
        s->format_is_date[n] = shows_date(code);
    if (s->in_cells && str_eq(name, S("xf")) && s->out->n < STYLES_MAX)
        s->out->is_date[s->out->n++] = s->format_is_date[n] || (n >= 14 && n <= 17) || n == 22;
}

static void
on_style_end(struct xml_in *x, struct str name)
{
    struct styles *s = x->to->arg;

    if (str_eq(name, S("cellXfs")))
        s->in_cells = false;
}

struct err *
grid_styles_read(struct grid *g, struct zip_in *z, size_t entry, struct grid_styles *out)
{
    struct styles s = { .out = out, .format_is_date = NEWS(g->arena, bool, FORMATS_MAX) };
    struct xml_to to = { .start = on_style, .end = on_style_end, .arg = &s };

    *out = (struct grid_styles){ .is_date = NEWS(g->arena, bool, STYLES_MAX) };
    return xml_in_part(g->arena, z, entry, &to);
}

/* A day's number as the day and the second in it; most are whole. */
static bool
day_of(struct str number, int64_t *day, int64_t *s)
{
    struct dec d, whole = { 0 };

    *s = 0;
    if (str_int64(number, day))
        return *day >= 0 && *day <= DAY_LAST;
    if (!dec_parse(number, &d) || d.units < 0 || dec_cmp(d, DEC(DAY_LAST)) > 0
        || !dec_mul(d, DEC(DAY_S), &d) || !dec_round(d, 0, DEC_HALF_UP, &whole))
        return false;
    *day = (int64_t)(whole.units / DAY_S);
    *s = (int64_t)(whole.units % DAY_S);
    return true;
}

/* "2024-08-13", without printf: half of a sheet may be dates. */
static struct str
iso(struct arena *a, int32_t day)
{
    struct date d = date_from_days(day);
    char       *p = NEWS(a, char, ISO_BYTES);
    int32_t     part[3] = { d.year, d.month, d.day };

    for (int i = 2, at = ISO_BYTES; i >= 0; i--) {
        for (int k = 0; k < (i == 0 ? 4 : 2); k++, part[i] /= 10)
            p[--at] = (char)('0' + part[i] % 10);
        if (i > 0)
            p[--at] = '-';
    }
    return (struct str){ p, ISO_BYTES };
}

bool
grid_day_text(struct arena *a, struct str number, bool is_1904, struct str *out)
{
    int64_t day, s;

    if (!day_of(number, &day, &s) || (!is_1904 && (day < 1 || day == 60)))
        return false;
    day += is_1904 ? DAY_1904 : day < 60 ? DAY_1900 + 1 : DAY_1900;
    *out = iso(a, (int32_t)day);
    if (s > 0)
        *out = str_fmt(a, "%.*sT%02d:%02d:%02d", TEXT(*out), (int)(s / 3600), (int)(s / 60 % 60),
                       (int)(s % 60));
    return true;
}
