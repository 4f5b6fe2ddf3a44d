/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "office/task/task_value.h"

#include "base/arena.h"
#include "base/decimal.h"
#include "base/utf8.h"
#include "paper/grid_value.h"

static struct msg
yes_no_of(struct arena *a, struct str typed, struct str *value)
{
    static const struct { const char *word, *value; } word[] = {
        { "ya", "1" }, { "y", "1" }, { "yes", "1" }, { "1", "1" }, { "sudah", "1" },
        { "ada", "1" }, { "tidak", "0" }, { "t", "0" }, { "no", "0" }, { "n", "0" }, { "0", "0" },
        { "belum", "0" }, { "tidak ada", "0" },
    };
    struct str folded = utf8_fold(a, typed);

    for (size_t i = 0; i < COUNT(word); i++)
        if (str_eq(folded, str_of(word[i].word))) {
            *value = str_of(word[i].value);
            return MSG_NONE;
        }
    return MSG("Write “yes” or “no”.");
}

static struct msg
text_of(struct str typed, struct str *value)
{
    if (utf8_count(typed) > TASK_VALUE_MAX)
        return MSG("This is longer than 4,000 characters. Attach the rest as a document.");
    *value = typed;
    return MSG_NONE;
}

/* Where a comma stands it is the decimal one, as the page says: "3,314"; a point alone may be
 * either, and is told. */
static struct msg
number_of(struct arena *a, struct str text, struct str *value)
{
    size_t at;

    return grid_number_of(a, text, str_find(text, S(","), &at) ? ',' : 0, value);
}

struct msg
task_value_read(struct arena *a, enum task_kind kind, struct str typed, struct str *value)
{
    struct str text = str_trim(typed);

    *value = S("");
    if (text.n == 0)
        return MSG_NONE;
    switch (kind) {
    case TASK_NUMBER:   return number_of(a, text, value);
    case TASK_DATE:     return grid_date_of(a, text, value);
    case TASK_YES_NO:   return yes_no_of(a, text, value);
    case TASK_DOCUMENT: return MSG("This is answered by a document: attach it on the page.");
    case TASK_TEXT:     break;
    }
    return text_of(text, value);
}

/* A number without points between thousands: "1234,5", which reads back as itself. */
static struct msg
number_shown(struct arena *a, enum lang lang, struct str value)
{
    struct dec d;

    if (!dec_parse(value, &d))
        return MSG("{0}", value);
    return MSG("{0}", dec_text(a, lang, d));
}

struct msg
task_value_shown(struct arena *a, enum lang lang, enum task_kind kind, struct str value)
{
    struct date d;

    if (value.n == 0)
        return MSG_NONE;
    if (kind == TASK_NUMBER)
        return number_shown(a, lang, value);
    if (kind == TASK_DATE && date_parse(value, &d))
        return MSG("{0}", date_text(a, lang, d));
    if (kind == TASK_YES_NO)
        return str_eq(value, S("1")) ? MSG("Yes") : MSG("No");
    return MSG("{0}", value);
}

struct str
task_value_typed(struct arena *a, enum task_kind kind, struct str value)
{
    char  *p;
    size_t at;

    if (kind != TASK_NUMBER || !str_find(value, S("."), &at))
        return value;
    p = NEWS(a, char, value.n);
    for (size_t i = 0; i < value.n; i++)
        p[i] = i == at ? ',' : value.p[i];
    return (struct str){ p, value.n };
}
