/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * form.c — one reader a kind of field; each takes text that is already plain and not empty.
 *
 * A complaint does not name its field: the page shows it at the field, the shell puts the name
 * before it. It says what is wanted, in words.
 */
#include "base/form.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/money.h"
#include "base/utf8.h"

enum { SHOWN_BYTES = 60, CHOICES_TEXT_MAX = 2000 };

/* What was given, short enough to stand in a sentence. */
static struct str
shown(struct arena *a, struct str given)
{
    if (given.n <= SHOWN_BYTES)
        return given;
    size_t n = SHOWN_BYTES;

    while (n > 0 && ((unsigned char)given.p[n] & 0xc0) == 0x80)
        n--;
    return str_fmt(a, "%.*s…", (int)n, given.p);
}

/* ---- a reader a kind; MSG_NONE is success --------------------------------------------------- */

static struct msg
read_text(struct arena *a, const struct field *f, struct str given, void *out)
{
    struct str text = utf8_nfc(a, given);
    int64_t    n = (int64_t)utf8_count(text);

    if (n < f->min)
        return MSG("This has {0} characters; at least {1} are needed.", str_int(a, n),
                   str_int(a, f->min));
    if (n > f->max)
        return MSG("This has {0} characters; at most {1} fit.", str_int(a, n), str_int(a, f->max));
    *(struct str *)out = text;
    return MSG_NONE;
}

static struct msg
read_int(struct arena *a, const struct field *f, struct str given, void *out)
{
    int64_t n;

    if (!str_int64(given, &n))
        return MSG("\"{0}\" is not a whole number.", shown(a, given));
    if (n < f->min)
        return MSG("{0} is too small; the least is {1}.", str_int(a, n), str_int(a, f->min));
    if (n > f->max)
        return MSG("{0} is too large; the most is {1}.", str_int(a, n), str_int(a, f->max));
    *(int64_t *)out = n;
    return MSG_NONE;
}

static struct msg
read_money(struct arena *a, const struct field *f, struct str given, void *out)
{
    int64_t idr;

    if (!idr_parse(given, &idr))
        return MSG("\"{0}\" is not an amount of whole rupiah such as 25.000.000.", shown(a, given));
    if (idr < f->min)
        return MSG("{0} is too small; the least is {1}.", idr_text(a, idr), idr_text(a, f->min));
    if (idr > f->max)
        return MSG("{0} is too large; the most is {1}.", idr_text(a, idr), idr_text(a, f->max));
    *(int64_t *)out = idr;
    return MSG_NONE;
}

static struct msg
read_dec(struct arena *a, const struct field *f, struct str given, void *out)
{
    struct dec d;

    if (!dec_parse(given, &d))
        return MSG("\"{0}\" is not a number such as 3.31, written with a point.", shown(a, given));
    if (dec_cmp(d, DEC(f->min)) < 0)
        return MSG("{0} is too small; the least is {1}.", dec_str(a, d), str_int(a, f->min));
    if (dec_cmp(d, DEC(f->max)) > 0)
        return MSG("{0} is too large; the most is {1}.", dec_str(a, d), str_int(a, f->max));
    *(struct dec *)out = d;
    return MSG_NONE;
}

static struct msg
read_date(struct arena *a, const struct field *f, struct str given, void *out)
{
    struct date d;

    (void)f;
    if (!date_parse(given, &d) || d.day == 0)
        return MSG("\"{0}\" is not a date such as 2024-08-13.", shown(a, given));
    *(struct date *)out = d;
    return MSG_NONE;
}

static struct str
choice_values(struct arena *a, const struct choice *c)
{
    struct buf list = buf_in(a, CHOICES_TEXT_MAX);

    for (size_t i = 0; c[i].value && !list.full; i++) {
        if (list.n > 0)
            buf_add(&list, S(", "));
        buf_add(&list, str_of(c[i].value));
    }
    return (struct str){ list.p, list.n };
}

static struct msg
read_choice(struct arena *a, const struct field *f, struct str given, void *out)
{
    for (int32_t i = 0; f->choices[i].value; i++)
        if (str_eq(given, str_of(f->choices[i].value))) {
            *(int32_t *)out = i;
            return MSG_NONE;
        }
    return MSG("\"{0}\" is not one of: {1}.", shown(a, given), choice_values(a, f->choices));
}

/* ---- kinds ---------------------------------------------------------------------------------- */

typedef struct msg field_reader(struct arena *, const struct field *, struct str given, void *out);

static const struct { field_reader *read; size_t size; } kinds[] = {
    [F_TEXT]   = { read_text,   sizeof(struct str)  },
    [F_INT]    = { read_int,    sizeof(int64_t)     },
    [F_MONEY]  = { read_money,  sizeof(int64_t)     },
    [F_DEC]    = { read_dec,    sizeof(struct dec)  },
    [F_DATE]   = { read_date,   sizeof(struct date) },
    [F_CHOICE] = { read_choice, sizeof(int32_t)     },
    [F_FLAG]   = { NULL,        sizeof(bool)        },
};

/* A table that is wrong is our mistake, and shows at its first use. */
static void
assert_field(const struct form *form, const struct field *f)
{
    assert(f->name && f->kind < COUNT(kinds));
    assert(f->size == kinds[f->kind].size && f->offset + f->size <= form->size);
    assert(f->min <= f->max);
    assert(f->kind != F_TEXT || (f->min >= 0 && f->max > 0));
    assert((f->kind == F_CHOICE) == (f->choices != NULL));
    (void)form, (void)f;
}

/* ---- the form ------------------------------------------------------------------------------- */

static void
add_fault(struct form_faults *faults, const struct field *f, struct str given, struct msg text)
{
    if (faults->n < FORM_FAULTS_MAX)
        faults->fault[faults->n++] = (struct form_fault){
            .field = f, .given = given, .text = text, .bare = true };
}

static const struct pair *
find_pair(const struct pair *pair, size_t n, const char *name, size_t *times)
{
    const struct pair *first = NULL;

    *times = 0;
    for (size_t i = 0; i < n; i++)
        if (str_eq(pair[i].name, str_of(name)) && (*times)++ == 0)
            first = &pair[i];
    return first;
}

/* The value of a field that is there; what a browser sends for an untouched input is as absent. */
static struct msg
read_value(struct arena *a, const struct field *f, struct str given, char *out)
{
    struct str trimmed = str_trim(given);

    if (!utf8_is_plain(trimmed))
        return MSG("This holds characters that cannot be used here, such as line breaks.");
    if (trimmed.n == 0)
        return f->required ? MSG("This must be given.") : MSG_NONE;
    return kinds[f->kind].read(a, f, trimmed, out + f->offset);
}

static struct msg
read_field(struct arena *a, const struct field *f, const struct pair *pair, size_t times, char *out)
{
    if (f->kind == F_FLAG) {
        if (pair)
            *(bool *)(out + f->offset) = true;
        return f->required && !pair ? MSG("This must be given.") : MSG_NONE;
    }
    if (!pair)
        return f->required ? MSG("This must be given.") : MSG_NONE;
    if (times > 1)
        return MSG("This was given more than once.");
    return read_value(a, f, pair->value, out);
}

void
form_read(struct arena *a, const struct form *form, const struct pair *pairs, size_t n_pairs,
          void *out, struct form_faults *faults)
{
    faults->n = 0;
    for (size_t i = 0; i < form->n; i++) {
        const struct field *f = &form->field[i];
        size_t              times;

        assert_field(form, f);
        const struct pair *pair = find_pair(pairs, n_pairs, f->name, &times);
        struct msg         text = read_field(a, f, pair, times, out);

        if (msg_is(text))
            add_fault(faults, f, pair ? pair->value : (struct str){ NULL, 0 }, text);
    }
}

struct form_faults *
form_faults_with(struct arena *a, const struct field *field, struct msg text,
                 const struct form_faults *faults)
{
    struct form_faults *all = NEW(a, struct form_faults);

    if (msg_is(text))
        all->fault[all->n++] = (struct form_fault){ .field = field, .text = text };
    for (size_t i = 0; faults && i < faults->n && all->n < FORM_FAULTS_MAX; i++)
        all->fault[all->n++] = faults->fault[i];
    return all;
}

struct err *
form_err(struct arena *a, const struct form_faults *faults)
{
    if (faults->n == 0)
        return NULL;
    return err_of(a, (struct err){
        .kind = ERR_INPUT, .code = "form.refused", .text = faults->fault[0].text,
        .where = str_of(faults->fault[0].field->name),
    });
}
