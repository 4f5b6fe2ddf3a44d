/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * connect_read_json.c — a walk through JSON. See connect_read.h.
 *
 * Where a value ends is found here, without memory and to a stated depth; only then does jansson
 * read it, if it is small. So neither a long nor a deep file costs more than one value.
 */
#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "city/connect/connect_read.h"

static struct err *
refused(const struct connect_walk *w, struct msg detail)
{
    size_t line = 1, from = 0, at = w->at < w->text.n ? w->at : w->text.n;

    for (size_t i = 0; i < at; i++)
        if (w->text.p[i] == '\n') {
            line++;
            from = i + 1;
        }
    return err_of(w->arena, (struct err){ .kind = ERR_INPUT, .code = "connect.json",
        .text = MSG("The file was not read in."), .detail = detail,
        .hint = MSG("Export it again as GeoJSON or OFDS in UTF-8; nothing has been planned."),
        .where = str_fmt(w->arena, "%.*s:%zu:%zu", TEXT(w->name), line, at - from + 1) });
}

static struct err *
expected(const struct connect_walk *w, char mark)
{
    return refused(w, MSG("Here the file is not JSON: {0} is expected.",
                          str_fmt(w->arena, "%c", mark)));
}

/* ---- where a value ends ---------------------------------------------------------------------- */

char
connect_walk_next(struct connect_walk *w)
{
    while (w->at < w->text.n && connect_is_mark(" \t\r\n", w->text.p[w->at]))
        w->at++;
    return w->at < w->text.n ? w->text.p[w->at] : '\0';
}

/* Behind the closing quote of the text that begins at `at`; the length of all: there is none. */
static size_t
text_end(struct str s, size_t at)
{
    for (at++; at < s.n && s.p[at] != '"'; at++)
        at += s.p[at] == '\\';
    return at < s.n ? at + 1 : s.n;
}

static size_t
word_end(struct str s, size_t at)
{
    while (at < s.n && !connect_is_mark(" \t\r\n,:]}[{\"", s.p[at]))
        at++;
    return at;
}

/* Of the brackets that are open, the deepest last: one is an object. */
struct nest { uint64_t is_object; size_t depth; };

static bool
close_fits(struct nest *n, char mark)
{
    bool fits = n->depth > 0 && (n->is_object & 1) == (mark == '}');

    n->is_object >>= 1;
    n->depth -= n->depth > 0;
    return fits;
}

/* Behind the value that begins at w->at; w->at is moved only to say where it is wrong. */
static struct err *
value_end(struct connect_walk *w, size_t *end)
{
    struct nest n = { .depth = 0 };
    struct str  s = w->text;
    size_t      at = w->at;

    do {
        char mark = (w->at = at, connect_walk_next(w));

        at = w->at;
        if (at == s.n)
            return refused(w, MSG("The file ends in the midst of it."));
        if (mark == '{' || mark == '[') {
            if (n.depth++ == CONNECT_VALUE_DEPTH)
                return refused(w, MSG("It is nested too deeply here."));
            n.is_object = n.is_object << 1 | (mark == '{');
            at++;
        } else if (mark == '}' || mark == ']') {
            if (!close_fits(&n, mark))
                return expected(w, n.is_object & 1 ? '}' : ']');
            at++;
        } else {
            at = mark == '"' ? text_end(s, at) : mark == ',' || mark == ':' ? at + 1
                                                                          : word_end(s, at);
        }
    } while (n.depth > 0);
    *end = at;
    return NULL;
}

/* ---- values ---------------------------------------------------------------------------------- */

static void
drop(void *value)
{
    json_decref(value);
}

struct connect_walk
connect_walk_of(struct arena *a, struct str name, struct str text, void *arg)
{
    struct connect_walk w = { .arena = a, .name = name, .text = text, .arg = arg,
                              .value = arena_owns(a, drop) };

    if (str_starts(text, S("\xef\xbb\xbf")))
        w.at = 3;
    return w;
}

void
connect_walk_drop(struct connect_walk *w)
{
    json_decref(*w->value);
    *w->value = NULL;
}

struct err *
connect_walk_take(struct connect_walk *w, json_t **value)
{
    json_error_t error;
    size_t       start = (connect_walk_next(w), w->at), end = start;

    assert(!*w->value);
    *value = NULL;
    TRY(value_end(w, &end));
    w->at = end;
    if (end - start > CONNECT_VALUE_MAX)
        return NULL;
    *value = json_loadb(w->text.p + start, end - start, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES,
                        &error);
    *w->value = *value;
    if (*value)
        return NULL;
    w->at = start + (error.position > 0 ? (size_t)error.position : 0);
    if (w->at > end)
        w->at = end;
    return refused(w, MSG("Here the file is not JSON: {0}.",
                          str_copy(w->arena, str_of(error.text))));
}

struct err *
connect_walk_skip(struct connect_walk *w)
{
    json_t *value;

    TRY(connect_walk_take(w, &value));
    connect_walk_drop(w);
    return NULL;
}

/* ---- walking --------------------------------------------------------------------------------- */

static struct err *
mark_taken(struct connect_walk *w, char mark)
{
    if (connect_walk_next(w) != mark)
        return expected(w, mark);
    w->at++;
    return NULL;
}

/* After a value: another one, behind the comma, or the closing bracket, which is taken. */
static struct err *
another(struct connect_walk *w, char close, bool *more)
{
    *more = connect_walk_next(w) == ',';
    if (*more) {
        w->at++;
        return NULL;
    }
    return mark_taken(w, close);
}

/* The key, as it is written, with the colon behind it. */
static struct err *
key_taken(struct connect_walk *w, struct str *key)
{
    size_t from;

    TRY(mark_taken(w, '"'));
    from = w->at--;
    w->at = text_end(w->text, w->at);
    *key = str_part(w->text, from, w->at > from ? w->at - from - 1 : 0);
    return mark_taken(w, ':');
}

struct err *
connect_walk_members(struct connect_walk *w, const char *const *key, size_t n,
                     struct err *(*each)(struct connect_walk *, size_t key))
{
    uint64_t   seen = 0;
    struct str is;
    bool       more;
    size_t     k;

    assert(w->depth < CONNECT_PATH_MAX && n < 64);
    TRY(mark_taken(w, '{'));
    if (connect_walk_next(w) == '}')
        return mark_taken(w, '}');
    do {
        TRY(key_taken(w, &is));
        for (k = 0; k < n && !str_eq(str_of(key[k]), is);)
            k++;
        if (k < n && seen >> k & 1)
            return refused(w, MSG("\"{0}\" is there twice.", is));
        if (k < n) {
            seen |= (uint64_t)1 << k;
            w->path[w->depth++].key = key[k];
            TRY(each(w, k));
            w->depth--;
        } else {
            TRY(connect_walk_skip(w));
        }
        TRY(another(w, '}', &more));
    } while (more);
    return NULL;
}

struct err *
connect_walk_items(struct connect_walk *w,
                   struct err *(*each)(struct connect_walk *, size_t index))
{
    bool more;

    assert(w->depth < CONNECT_PATH_MAX);
    TRY(mark_taken(w, '['));
    if (connect_walk_next(w) == ']')
        return mark_taken(w, ']');
    size_t depth = w->depth++, i = 0;

    w->path[depth].key = NULL;
    do {
        w->path[depth].index = i;
        TRY(each(w, i++));
        TRY(another(w, ']', &more));
    } while (more);
    w->depth--;
    return NULL;
}

struct err *
connect_walk_end(struct connect_walk *w)
{
    if (connect_walk_next(w) == '\0' && w->at == w->text.n)
        return NULL;
    return refused(w, MSG("Something follows behind the end."));
}

static struct err *
on_features(struct connect_walk *w, size_t key)
{
    (void)key;
    w->has_features = true;
    return connect_walk_items(w, w->feature);
}

struct err *
connect_walk_features(struct connect_walk *w, struct err *(*each)(struct connect_walk *,
                                                                  size_t index))
{
    static const char *const member[] = { "features" };

    w->feature = each;
    TRY(connect_walk_members(w, member, COUNT(member), on_features));
    return connect_walk_end(w);
}

struct str
connect_walk_where(const struct connect_walk *w)
{
    struct str part[CONNECT_PATH_MAX];

    for (size_t i = 0; i < w->depth; i++)
        part[i] = w->path[i].key ? str_fmt(w->arena, "/%s", w->path[i].key)
                                 : str_fmt(w->arena, "/%zu", w->path[i].index);
    return str_fmt(w->arena, "%.*s#%.*s", TEXT(w->name),
                   TEXT(str_join(w->arena, S(""), part, w->depth)));
}

struct str
connect_json_text(struct arena *a, const json_t *value)
{
    if (json_is_string(value))
        return str_copy(a, (struct str){ json_string_value(value), json_string_length(value) });
    if (json_is_integer(value))
        return str_fmt(a, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    if (json_is_real(value))
        return str_fmt(a, "%.15g", json_real_value(value));
    if (json_is_boolean(value))
        return str_bool(json_is_true(value));
    return (struct str){ NULL, 0 };
}

bool
connect_json_position(const json_t *position, struct place *at)
{
    const json_t *lon = json_array_get(position, 0), *lat = json_array_get(position, 1);

    if (!json_is_number(lon) || !json_is_number(lat))
        return false;
    *at = (struct place){ json_number_value(lat), json_number_value(lon) };
    return true;
}

enum connect_degrees
connect_json_point(const json_t *geometry, struct place *at)
{
    const char *type = json_string_value(json_object_get(geometry, "type"));

    if (!geometry || json_is_null(geometry))
        return CONNECT_DEGREES_NONE;
    if (!type || strcmp(type, "Point") != 0)
        return CONNECT_DEGREES_WRONG;
    return connect_json_position(json_object_get(geometry, "coordinates"), at)
        ? CONNECT_DEGREES : CONNECT_DEGREES_WRONG;
}
