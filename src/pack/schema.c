/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* schema.c — every shape below the top is a definition, named by the key that first leads to it. */
#include "pack/schema.h"

#include "base/arena.h"

#include <assert.h>

struct schema {
    struct arena       *arena;
    struct json        *json;
    enum lang           lang;
    const struct shape *shape[SCHEMA_SHAPES_MAX];
    struct str          name[SCHEMA_SHAPES_MAX];
    size_t              n;
};

/* ---- definitions ----------------------------------------------------------------------------- */

static size_t
index_of(const struct schema *s, const struct shape *shape)
{
    size_t i = 0;

    while (i < s->n && s->shape[i] != shape)
        i++;
    return i;
}

static struct str
free_name(const struct schema *s, const char *key)
{
    struct str name = str_of(key);
    size_t     tries = 1;

    for (size_t i = 0; i < s->n; i++)
        if (str_eq(s->name[i], name)) {
            name = str_fmt(s->arena, "%s-%zu", key, ++tries);
            i = (size_t)-1;             /* from the start, with the new name */
        }
    return name;
}

static void
collect(struct schema *s, const struct shape *shape)
{
    for (size_t i = 0; i < shape->n; i++) {
        const struct shape_key *k = &shape->key[i];

        if (!k->of || index_of(s, k->of) < s->n)
            continue;
        assert(s->n < SCHEMA_SHAPES_MAX);
        s->name[s->n]    = free_name(s, k->key);
        s->shape[s->n++] = k->of;
        collect(s, k->of);
    }
}

/* ---- values ---------------------------------------------------------------------------------- */

/* The types under which an editor's reader may know the value. */
static void
types(struct json *j, const struct str *type, size_t n)
{
    json_key(j, "type");
    json_open(j, '[');
    for (size_t i = 0; i < n; i++)
        json_str(j, type[i]);
    json_close(j, ']');
}

#define TYPES(j, ...) \
    types(j, (const struct str[]){ __VA_ARGS__ }, COUNT(((const struct str[]){ __VA_ARGS__ })))

static void
bounds(struct json *j, const struct shape_key *k)
{
    if (k->min == 0 && k->max == 0)
        return;
    json_int_at(j, "minimum", k->min);
    json_int_at(j, "maximum", k->max);
}

/* The bounds count what is left when blanks at both ends are cut off. */
static void
text_schema(struct schema *s, const struct shape_key *k)
{
    int64_t min = k->min > 0 ? k->min : 1, max = k->max > 0 ? k->max : SHAPE_TEXT_MAX;

    TYPES(s->json, S("string"), S("number"), S("boolean"));
    json_str_at(s->json, "pattern",
                str_fmt(s->arena, "^[ \\t\\r\\n]*(?![ \\t\\r\\n])[\\s\\S]{%lld,%lld}[^ \\t\\r\\n]"
                                  "[ \\t\\r\\n]*$", (long long)min - 1, (long long)max - 1));
}

/* Editors that know the keyword say the sentence in place of the pattern. */
static void
pattern(struct schema *s, struct str regex, struct msg todo)
{
    json_str_at(s->json, "pattern", regex);
    json_str_at(s->json, "patternErrorMessage", msg_text(s->arena, s->lang, todo));
}

static void
choice_schema(struct json *j, const struct shape_key *k)
{
    json_key(j, "enum");
    json_open(j, '[');
    for (const char *const *choice = k->choices; *choice; choice++)
        json_str(j, str_of(*choice));
    json_close(j, ']');
}

static void
id_schema(struct schema *s)
{
    json_str_at(s->json, "type", S("string"));
    pattern(s, S("^[a-z][a-z0-9_-]{0,63}$"),
            MSG("Use small letters, digits, _ and -, a letter first, 64 at most."));
}

static void
int_schema(struct schema *s, const struct shape_key *k)
{
    TYPES(s->json, S("integer"), S("string"));
    pattern(s, S("^[+-]?[0-9]+$"), MSG("Write digits only."));
    bounds(s->json, k);
}

static void
dec_schema(struct schema *s, const struct shape_key *k)
{
    TYPES(s->json, S("number"), S("string"));
    pattern(s, S("^-?[0-9]+(\\.[0-9]+)?$"),
            MSG("Write digits, with a point before the decimals: 3.31."));
    bounds(s->json, k);
}

static void
date_schema(struct schema *s)
{
    TYPES(s->json, S("string"), S("integer"));
    pattern(s, S("^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"),
            MSG("Write it as 2024-08-13; 2024-08 or 2024 if that is all that is known."));
    json_int_at(s->json, "minimum", 1000);
    json_int_at(s->json, "maximum", 9999);
}

static void
url_schema(struct schema *s)
{
    json_str_at(s->json, "type", S("string"));
    pattern(s, S("^https?://[^ ]+$"), MSG("Begin it with https:// or http://, without spaces."));
    json_int_at(s->json, "maxLength", SHAPE_URL_MAX);
}

static void list_schema(struct schema *, const struct shape_key *);

static void
row_schema(struct schema *s, const struct shape_key *k)
{
    struct shape_key row = shape_row(k);

    list_schema(s, &row);
}

/* What has no shape of its own. */
static void
plain_schema(struct schema *s, const struct shape_key *k, enum shape_kind kind)
{
    switch (kind) {
    case SHAPE_ID:     id_schema(s);                return;
    case SHAPE_INT:    int_schema(s, k);            return;
    case SHAPE_DEC:    dec_schema(s, k);            return;
    case SHAPE_DATE:   date_schema(s);              return;
    case SHAPE_URL:    url_schema(s);               return;
    case SHAPE_CHOICE: choice_schema(s->json, k);   return;
    case SHAPE_ROW:    row_schema(s, k);            return;
    default:           text_schema(s, k);
    }
}

static void
map_schema(struct schema *s, const struct shape *shape)
{
    struct str name = s->name[index_of(s, shape)];

    json_str_at(s->json, "$ref", str_fmt(s->arena, "#/$defs/%.*s", TEXT(name)));
}

static void
list_schema(struct schema *s, const struct shape_key *k)
{
    struct shape_key unbound = { .key = k->key, .kind = k->items, .choices = k->choices };

    json_str_at(s->json, "type", S("array"));
    json_int_at(s->json, "minItems", k->min);
    json_int_at(s->json, "maxItems", k->max > 0 ? k->max : SHAPE_ITEMS_MAX);
    json_key(s->json, "items");
    json_open(s->json, '{');
    if (k->items == SHAPE_MAP)
        map_schema(s, k->of);
    else
        plain_schema(s, &unbound, k->items);
    json_close(s->json, '}');
}

static void
value_schema(struct schema *s, const struct shape_key *k)
{
    struct str help = msg_text(s->arena, s->lang, (struct msg){ .id = k->help });

    json_key(s->json, k->key);
    json_open(s->json, '{');
    json_str_at(s->json, "description", help);
    if (k->kind == SHAPE_MAP)
        map_schema(s, k->of);
    else if (k->kind == SHAPE_LIST)
        list_schema(s, k);
    else
        plain_schema(s, k, k->kind);
    json_close(s->json, '}');
}

/* ---- shapes ---------------------------------------------------------------------------------- */

/* The members of an object that is open. */
static void
shape_schema(struct schema *s, const struct shape *shape)
{
    struct json *j = s->json;

    json_str_at(j, "type", S("object"));
    json_bool_at(j, "additionalProperties", false);
    json_key(j, "required");
    json_open(j, '[');
    for (size_t i = 0; i < shape->n; i++)
        if (shape->key[i].required)
            json_str(j, str_of(shape->key[i].key));
    json_close(j, ']');
    json_key(j, "properties");
    json_open(j, '{');
    for (size_t i = 0; i < shape->n; i++)
        value_schema(s, &shape->key[i]);
    json_close(j, '}');
}

static void
definitions(struct schema *s)
{
    json_key(s->json, "$defs");
    json_open(s->json, '{');
    for (size_t i = 0; i < s->n; i++) {
        json_key(s->json, str_z(s->arena, s->name[i]));
        json_open(s->json, '{');
        shape_schema(s, s->shape[i]);
        json_close(s->json, '}');
    }
    json_close(s->json, '}');
}

void
pack_schema(struct arena *a, struct json *j, enum lang lang, const struct pack_kind *kind)
{
    struct schema s = { .arena = a, .json = j, .lang = lang };
    struct str    help = msg_text(a, lang, (struct msg){ .id = kind->help });

    collect(&s, kind->shape);
    json_open(j, '{');
    json_str_at(j, "$schema", S("https://json-schema.org/draft/2020-12/schema"));
    json_str_at(j, "title", str_of(kind->name));
    json_str_at(j, "description", help);
    shape_schema(&s, kind->shape);
    definitions(&s);
    json_close(j, '}');
}
