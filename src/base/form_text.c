/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * form_text.c — a form's struct written back to texts, and two of them compared.
 *
 * A text is exactly what form_read reads the field from again, so a draft, a line of the journal
 * and an input of a page hold the same bytes. Two values are the same when their texts are: 3.2 and
 * 3.20 differ, because a figure's places say how exact it is.
 */
#include "base/form.h"

#include <string.h>

#include "base/arena.h"
#include "base/money.h"

static const void *
at(const struct field *f, const void *values)
{
    return (const char *)values + f->offset;
}

static void
clear_field(const struct field *f, char *values)
{
    void *out = values + f->offset;

    switch (f->kind) {
    case F_TEXT:
    case F_DATE:
    case F_FLAG:
        memset(out, 0, f->size);
        return;
    case F_INT:
    case F_MONEY:
        *(int64_t *)out = f->min > INT64_MIN ? f->min - 1 : 0;
        return;
    case F_DEC:
        *(struct dec *)out = DEC((int128)f->min - 1);
        return;
    case F_CHOICE:
        *(int32_t *)out = -1;
        return;
    }
}

void
form_clear(const struct form *form, void *values)
{
    for (size_t i = 0; i < form->n; i++)
        clear_field(&form->field[i], values);
}

/* ---- one field ------------------------------------------------------------------------------ */

static struct str
whole_text(struct arena *a, const struct field *f, int64_t n)
{
    if (n < f->min || n > f->max)
        return (struct str){ 0 };
    return str_int(a, n);
}

static struct str
decimal_text(struct arena *a, const struct field *f, struct dec d)
{
    if (dec_cmp(d, DEC(f->min)) < 0 || dec_cmp(d, DEC(f->max)) > 0)
        return (struct str){ 0 };
    return dec_str(a, d);
}

struct str
form_text(struct arena *a, const struct field *f, const void *values)
{
    const void *in = at(f, values);
    struct str  text;
    struct date date;
    struct dec  dec;
    int64_t     n;
    int32_t     chosen;
    bool        is;

    switch (f->kind) {
    case F_TEXT:
        memcpy(&text, in, sizeof text);
        return text.n > 0 ? text : (struct str){ 0 };
    case F_INT:
    case F_MONEY:
        memcpy(&n, in, sizeof n);
        return whole_text(a, f, n);
    case F_DEC:
        memcpy(&dec, in, sizeof dec);
        return decimal_text(a, f, dec);
    case F_DATE:
        memcpy(&date, in, sizeof date);
        return date.year ? date_iso(a, date) : (struct str){ 0 };
    case F_CHOICE:
        memcpy(&chosen, in, sizeof chosen);
        return chosen >= 0 ? str_of(f->choices[chosen].value) : (struct str){ 0 };
    case F_FLAG:
        memcpy(&is, in, sizeof is);
        return is ? S("1") : (struct str){ 0 };
    }
    return (struct str){ 0 };
}

size_t
form_pairs(struct arena *a, const struct form *form, const void *values, struct pair *out)
{
    size_t n = 0;

    for (size_t i = 0; i < form->n; i++) {
        struct str text = form_text(a, &form->field[i], values);

        if (str_is_known(text))
            out[n++] = (struct pair){ str_of(form->field[i].name), text };
    }
    return n;
}

/* ---- for people ----------------------------------------------------------------------------- */

static struct msg
choice_shown(const struct field *f, struct str text)
{
    for (size_t i = 0; f->choices[i].value; i++)
        if (str_eq(text, str_of(f->choices[i].value)))
            return (struct msg){ .id = f->choices[i].label };
    return MSG("{0}", text);
}

struct msg
form_shown(struct arena *a, enum lang lang, const struct field *f, struct str text)
{
    struct date date;
    struct dec  dec;
    int64_t     idr;

    if (text.n == 0)
        return MSG_NONE;
    if (f->kind == F_CHOICE)
        return choice_shown(f, text);
    if (f->kind == F_FLAG)
        return MSG("yes");
    if (f->kind == F_DATE && date_parse(text, &date))
        return MSG("{0}", date_text(a, lang, date));
    if (f->kind == F_DEC && dec_parse(text, &dec))
        return MSG("{0}", dec_text(a, lang, dec));
    if (f->kind == F_MONEY && idr_parse(text, &idr))
        return MSG("{0}", idr_text(a, idr));
    return MSG("{0}", text);        /* whole numbers too: years among them are not grouped */
}

/* ---- two structs ---------------------------------------------------------------------------- */

static bool
same(struct str before, struct str after)
{
    return str_is_known(before) == str_is_known(after) && str_eq(before, after);
}

static struct str
text_or_nothing(struct arena *a, const struct field *f, const void *values)
{
    return values ? form_text(a, f, values) : (struct str){ 0 };
}

size_t
form_changes(struct arena *a, const struct form *form, const void *before, const void *after,
             struct form_change *out)
{
    size_t n = 0;

    for (size_t i = 0; i < form->n; i++) {
        const struct field *f = &form->field[i];
        struct str          was = text_or_nothing(a, f, before);
        struct str          is = text_or_nothing(a, f, after);

        if (!same(was, is))
            out[n++] = (struct form_change){ f, was, is };
    }
    return n;
}
