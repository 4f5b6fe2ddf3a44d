/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* shape.c — one checker a kind; all of them say what was found, what is allowed, and where. */
#include "pack/shape.h"

#include "base/near.h"
#include "base/utf8.h"

#include <assert.h>
#include <string.h>

enum { SHOWN_MAX = 40 };

static void value_check(const struct pack_node *, const struct shape_key *, enum shape_kind,
                        struct pack_faults *);

/* A value as a fault quotes it: not longer than a reader wants. */
static struct str
shown(struct pack_faults *f, struct str s)
{
    size_t n = SHOWN_MAX;

    if (s.n <= SHOWN_MAX)
        return s;
    while (((unsigned char)s.p[n] & 0xC0) == 0x80)
        n--;
    return str_fmt(f->arena, "%.*s...", (int)n, s.p);
}

static struct str
name(const struct shape_key *k)
{
    return str_of(k->key);
}

/* ---- scalars -------------------------------------------------------------------------------- */

static void
text_check(const struct pack_node *v, const struct shape_key *k, struct pack_faults *f)
{
    struct str text = str_trim(v->text);
    int64_t    n    = (int64_t)utf8_count(text);
    int64_t    max  = k->max > 0 ? k->max : SHAPE_TEXT_MAX;
    int64_t    min  = k->min > 0 ? k->min : 1;

    if (n == 0)
        pack_fault_at(f, v, MSG("\"{0}\" is empty.", name(k)),
                      MSG("Write its text, or remove the key."));
    else if (n < min)
        pack_fault_at(f, v,
                      MSG("\"{0}\" is shorter than {1} characters.",
                          name(k), str_int(f->arena, min)),
                      MSG("Write more."));
    else if (n > max)
        pack_fault_at(f, v, MSG("\"{0}\" is longer than {1} characters.",
                                name(k), str_int(f->arena, max)),
                      MSG("Shorten it."));
}

static bool
is_id(struct str s)
{
    if (s.n == 0 || s.n > SHAPE_ID_MAX || s.p[0] < 'a' || s.p[0] > 'z')
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789_-", s.p[i]) || !s.p[i])
            return false;
    return true;
}

static void
id_check(const struct pack_node *v, const struct shape_key *k, struct pack_faults *f)
{
    if (!is_id(v->text))
        pack_fault_at(f, v, MSG("\"{0}\" cannot be an id: \"{1}\".", name(k), shown(f, v->text)),
                      MSG("Use small letters, digits, _ and -, a letter first, 64 at most."));
}

static void
range_fault(const struct pack_node *v, const struct shape_key *k, struct pack_faults *f)
{
    pack_fault_at(f, v, MSG("\"{0}\" is {1}, outside {2} to {3}.", name(k), shown(f, v->text),
                            str_int(f->arena, k->min), str_int(f->arena, k->max)),
                  MSG("Write a figure in that range."));
}

static bool
is_bounded(const struct shape_key *k)
{
    return k->min != 0 || k->max != 0;
}

static void
int_check(const struct pack_node *v, const struct shape_key *k, struct pack_faults *f)
{
    int64_t n;

    if (!str_int64(v->text, &n))
        pack_fault_at(f, v,
                      MSG("\"{0}\" is not a whole number: \"{1}\".", name(k), shown(f, v->text)),
                      MSG("Write digits only."));
    else if (is_bounded(k) && (n < k->min || n > k->max))
        range_fault(v, k, f);
}

/* "7,10" as "7.10"; unknown if the text is no such number. */
static struct str
with_point(struct pack_faults *f, struct str text)
{
    struct str whole, places, pointed;
    struct dec d;

    if (text.n > SHOWN_MAX || !str_cut(text, ',', &whole, &places))
        return (struct str){ NULL, 0 };
    pointed = str_fmt(f->arena, "%.*s.%.*s", TEXT(whole), TEXT(places));
    return dec_parse(pointed, &d) ? pointed : (struct str){ NULL, 0 };
}

static void
dec_check(const struct pack_node *v, const struct shape_key *k, struct pack_faults *f)
{
    struct dec d;
    struct str pointed = with_point(f, v->text);

    if (str_is_known(pointed))
        pack_fault_at(f, v, MSG("\"{0}\" is written with a comma: \"{1}\".", name(k), v->text),
                      MSG("Write a point before the decimals: {0}.", pointed));
    else if (!dec_parse(v->text, &d))
        pack_fault_at(f, v, MSG("\"{0}\" is not a number: \"{1}\".", name(k), shown(f, v->text)),
                      MSG("Write digits, with a point before the decimals: 3.31."));
    else if (is_bounded(k) && (dec_cmp(d, DEC(k->min)) < 0 || dec_cmp(d, DEC(k->max)) > 0))
        range_fault(v, k, f);
}

static void
date_check(const struct pack_node *v, const struct shape_key *k, struct pack_faults *f)
{
    struct date d;

    if (!date_parse(v->text, &d))
        pack_fault_at(f, v, MSG("\"{0}\" is not a date: \"{1}\".", name(k), shown(f, v->text)),
                      MSG("Write it as 2024-08-13; 2024-08 or 2024 if that is all that is known."));
}

static bool
is_url(struct str s)
{
    bool   plain = str_starts(s, S("http://")) && s.n > 7;
    bool   sealed = str_starts(s, S("https://")) && s.n > 8;
    size_t space;

    return (plain || sealed) && s.n <= SHAPE_URL_MAX && utf8_is_plain(s)
        && !str_find(s, S(" "), &space);
}

static void
url_check(const struct pack_node *v, const struct shape_key *k, struct pack_faults *f)
{
    if (!is_url(v->text))
        pack_fault_at(f, v,
                      MSG("\"{0}\" is not a web address: \"{1}\".", name(k), shown(f, v->text)),
                      MSG("Begin it with https:// or http://, without spaces."));
}

static struct str
choices_text(struct pack_faults *f, const char *const *choices)
{
    struct str all = str_of(choices[0]);

    for (size_t i = 1; choices[i]; i++)
        all = str_fmt(f->arena, "%.*s, %s", TEXT(all), choices[i]);
    return all;
}

static int32_t
choice_index(struct str text, const char *const *choices)
{
    for (int32_t i = 0; choices[i]; i++)
        if (str_eq(text, str_of(choices[i])))
            return i;
    return -1;
}

static void
choice_check(const struct pack_node *v, const struct shape_key *k, struct pack_faults *f)
{
    if (choice_index(v->text, k->choices) < 0)
        pack_fault_at(f, v, MSG("\"{0}\" cannot be \"{1}\".", name(k), shown(f, v->text)),
                      MSG("Choose one of: {0}.", choices_text(f, k->choices)));
}

/* ---- lists and maps ------------------------------------------------------------------------- */

static void
list_check(const struct pack_node *v, const struct shape_key *k, struct pack_faults *f)
{
    int64_t max = k->max > 0 ? k->max : SHAPE_ITEMS_MAX;

    if (v->n == 0 && k->min > 0)
        pack_fault_at(f, v, MSG("\"{0}\" is empty.", name(k)),
                      MSG("Write a list: one line with a dash for each item."));
    else if ((int64_t)v->n < k->min)
        pack_fault_at(f, v, MSG("\"{0}\" has fewer than {1} items.",
                                name(k), str_int(f->arena, k->min)),
                      MSG("Add what is missing."));
    if ((int64_t)v->n > max)
        pack_fault_at(f, v, MSG("\"{0}\" has more than {1} items.",
                                name(k), str_int(f->arena, max)),
                      MSG("Remove what is too many."));
    for (const struct pack_node *item = v->first; item; item = item->next)
        value_check(item, k, k->items, f);
}

struct shape_key
shape_row(const struct shape_key *k)
{
    return (struct shape_key){ .key = k->key, .kind = SHAPE_LIST, .items = SHAPE_TEXT, .min = 1 };
}

static void
row_check(const struct pack_node *v, const struct shape_key *k, struct pack_faults *f)
{
    struct shape_key row = shape_row(k);

    list_check(v, &row, f);
}

static struct msg
kind_wanted(enum shape_kind kind)
{
    if (kind == SHAPE_ROW)
        return MSG("Write the cells of a row in brackets: [1, 2].");
    if (kind == SHAPE_LIST)
        return MSG("Write a list: one line with a dash for each item.");
    if (kind == SHAPE_MAP)
        return MSG("Write keys below it, indented by two spaces.");
    return MSG("Write one value after the colon.");
}

static enum pack_form
node_kind(enum shape_kind kind)
{
    return kind == SHAPE_LIST || kind == SHAPE_ROW ? PACK_LIST
         : kind == SHAPE_MAP ? PACK_MAP : PACK_TEXT;
}

/* A list's row checks its items too; its bounds count them, so they do not bind them. */
static void
value_check(const struct pack_node *v, const struct shape_key *k, enum shape_kind kind,
            struct pack_faults *f)
{
    struct shape_key unbound = { .key = k->key, .kind = kind, .choices = k->choices, .of = k->of };

    if (k->kind == SHAPE_LIST && kind != SHAPE_LIST)
        k = &unbound;
    if (v->kind != node_kind(kind)) {
        pack_fault_at(f, v, MSG("\"{0}\" has the wrong form.", name(k)), kind_wanted(kind));
        return;
    }
    switch (kind) {
    case SHAPE_TEXT:   text_check(v, k, f);         break;
    case SHAPE_ID:     id_check(v, k, f);           break;
    case SHAPE_INT:    int_check(v, k, f);          break;
    case SHAPE_DEC:    dec_check(v, k, f);          break;
    case SHAPE_DATE:   date_check(v, k, f);         break;
    case SHAPE_URL:    url_check(v, k, f);          break;
    case SHAPE_CHOICE: choice_check(v, k, f);       break;
    case SHAPE_LIST:   list_check(v, k, f);         break;
    case SHAPE_ROW:    row_check(v, k, f);          break;
    case SHAPE_MAP:    shape_check(v, k->of, f);    break;
    }
}

void
shape_check_cell(const struct pack_node *cell, const struct shape_key *k, struct pack_faults *f)
{
    value_check(cell, k, k->kind, f);
}

const struct shape_key *
shape_key_of(const struct shape *s, struct str key)
{
    for (size_t i = 0; i < s->n; i++)
        if (str_eq(key, str_of(s->key[i].key)))
            return &s->key[i];
    return NULL;
}

static void
unknown_key(const struct pack_node *v, const struct shape *s, struct pack_faults *f)
{
    struct str known[PACK_KEYS_MAX], near;
    struct msg todo;

    assert(s->n <= PACK_KEYS_MAX);
    for (size_t i = 0; i < s->n; i++)
        known[i] = name(&s->key[i]);
    near = near_word(v->key, known, s->n);
    todo = str_is_known(near) ? MSG("Did you mean \"{0}\"?", near)
                              : MSG("Allowed: {0}.", str_join(f->arena, S(", "), known, s->n));
    pack_fault_key(f, v, MSG("There is no key \"{0}\" here.", shown(f, v->key)), todo);
}

void
shape_check(const struct pack_node *map, const struct shape *s, struct pack_faults *f)
{
    assert(map->kind == PACK_MAP);
    for (const struct pack_node *v = map->first; v; v = v->next) {
        const struct shape_key *k = shape_key_of(s, v->key);
        if (k)
            value_check(v, k, k->kind, f);
        else
            unknown_key(v, s, f);
    }
    for (size_t i = 0; i < s->n; i++)
        if (s->key[i].required && !pack_at(map, s->key[i].key))
            pack_fault_key(f, map, MSG("\"{0}\" is missing here.", name(&s->key[i])),
                           (struct msg){ .id = s->key[i].help });
}

/* ---- getters -------------------------------------------------------------------------------- */

struct str
pack_text(const struct pack_node *map, const char *key)
{
    const struct pack_node *v = pack_at(map, key);

    assert(!v || v->kind == PACK_TEXT);
    return v ? str_trim(v->text) : (struct str){ NULL, 0 };
}

struct maybe_int
pack_int(const struct pack_node *map, const char *key)
{
    const struct pack_node *v = pack_at(map, key);
    struct maybe_int        n = { .known = v != NULL };

    if (v) {
        bool whole = str_int64(v->text, &n.n);
        assert(whole);
    }
    return n;
}

bool
pack_dec(const struct pack_node *map, const char *key, struct dec *out)
{
    const struct pack_node *v = pack_at(map, key);

    if (v) {
        bool number = dec_parse(v->text, out);
        assert(number);
    }
    return v != NULL;
}

struct date
pack_date(const struct pack_node *map, const char *key)
{
    const struct pack_node *v = pack_at(map, key);
    struct date             d = { 0, 0, 0 };

    if (v) {
        bool date = date_parse(v->text, &d);
        assert(date);
    }
    return d;
}

int32_t
pack_choice(const struct pack_node *map, const char *key, const char *const *choices)
{
    const struct pack_node *v = pack_at(map, key);

    return v ? choice_index(v->text, choices) : -1;
}

const struct pack_node *
pack_list(const struct pack_node *map, const char *key, size_t *n)
{
    const struct pack_node *v = pack_at(map, key);

    assert(!v || v->kind == PACK_LIST);
    *n = v ? v->n : 0;
    return v ? v->first : NULL;
}
