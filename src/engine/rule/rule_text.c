/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* rule_text.c — texts by letters and by codes, and values as texts. */
#include "engine/rule/rule_text.h"

#include "base/buf.h"
#include "base/letter.h"

size_t
rule_count_letters(struct str s)
{
    size_t n = 0;

    for (size_t at = 0; at < s.n; n++)
        letter_next(s, &at);
    return n;
}

/* The byte at which the i-th letter begins; the end if there are fewer. */
static size_t
letter_at(struct str s, int64_t i)
{
    size_t at = 0;

    while (i-- > 0 && at < s.n)
        letter_next(s, &at);
    return at;
}

/* An index as XLSForm takes it: without its decimals. */
int64_t
rule_index(struct dec d)
{
    struct dec whole = { 0 };

    if (!dec_round(d, 0, DEC_DOWN, &whole) || whole.units > RULE_INDEX_LAST)
        return RULE_INDEX_LAST;
    return whole.units < -RULE_INDEX_LAST ? -RULE_INDEX_LAST : (int64_t)whole.units;
}

/* The next code of a list that is parted by spaces; false at its end. */
static bool
next_code(struct str *list, struct str *code)
{
    *list = str_trim(*list);
    if (list->n == 0)
        return false;
    str_cut(*list, ' ', code, list);
    return true;
}

bool
rule_is_selected(struct str list, struct str code)
{
    struct str one;

    while (next_code(&list, &one))
        if (str_eq(one, code))
            return true;
    return false;
}

struct str
rule_selected_at(struct str list, int64_t i)
{
    struct str code;

    while (i >= 0 && next_code(&list, &code))
        if (i-- == 0)
            return code;
    return S("");
}

int64_t
rule_count_selected(struct str list)
{
    struct str code;
    int64_t    n = 0;

    while (next_code(&list, &code))
        n++;
    return n;
}

/* From the letter `from` up to, not including, `to`; below zero they count from the end. */
struct str
rule_substr(struct str s, int64_t from, int64_t to)
{
    int64_t all = (int64_t)rule_count_letters(s);
    size_t  at;

    from += from < 0 ? all : 0;
    to += to < 0 ? all : 0;
    at = letter_at(s, from);
    return str_part(s, at, letter_at(s, to) > at ? letter_at(s, to) - at : 0);
}

struct str
rule_part_beside(struct str s, struct str sign, bool before)
{
    size_t at;

    if (s.n == 0 || !str_find(s, sign, &at))
        return S("");
    return before ? str_part(s, 0, at) : str_part(s, at + sign.n, s.n - at - sign.n);
}

/* What a known value is as a text. */
struct str
rule_written(struct arena *a, const struct rule_value *v)
{
    switch (v->type) {
    case RULE_NUMBER:
        return dec_str(a, v->number);
    case RULE_DATE:
        return date_iso(a, v->date);
    case RULE_BOOL:
        return str_bool(v->truth);
    case RULE_TEXT:
        break;
    }
    return v->text;
}

struct str
rule_format_date(struct arena *a, struct date d, struct str s)
{
    struct buf out = buf_in(a, 2 * s.n);

    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] != '%') {
            buf_byte(&out, s.p[i]);
            continue;
        }
        switch (s.p[++i]) {
        case 'Y': buf_fmt(&out, "%04d", d.year);        break;
        case 'y': buf_fmt(&out, "%02d", d.year % 100);  break;
        case 'm': buf_fmt(&out, "%02d", d.month);       break;
        case 'n': buf_fmt(&out, "%d", d.month);         break;
        case 'd': buf_fmt(&out, "%02d", d.day);         break;
        case 'e': buf_fmt(&out, "%d", d.day);           break;
        default:  buf_byte(&out, '%');                  break;
        }
    }
    return buf_str(&out);
}
