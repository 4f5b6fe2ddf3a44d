/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* job_text.c — see job_text.h. jansson reads what is written here. */
#include "ground/job/job_text.h"

#include <jansson.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/money.h"

enum { HOLES = 4, TEXT_MAX = 1 << 20 };

/* ---- numbers -------------------------------------------------------------------------------- */

static const char number_mark = '\x1f';     /* before a number's digits: no text of people has it */

struct str
job_number(struct arena *a, int64_t n)
{
    return str_fmt(a, "%c%lld", number_mark, (long long)n);
}

/* ---- writing -------------------------------------------------------------------------------- */

static void
write_arg(struct json *j, struct str arg)
{
    int64_t n;

    if (arg.n > 1 && arg.p[0] == number_mark && str_int64(str_part(arg, 1, arg.n), &n))
        json_int(j, n);
    else
        json_str(j, arg);
}

static void
write_msg(struct json *j, struct msg m)
{
    size_t n = HOLES;

    json_open(j, '{');
    json_str_at(j, "id", str_of(m.id));
    while (n > 0 && !str_is_known(m.arg[n - 1]))
        n--;
    json_key(j, "arg");
    json_open(j, '[');
    for (size_t i = 0; i < n; i++)
        write_arg(j, m.arg[i]);
    json_close(j, ']');
    json_close(j, '}');
}

static void
write_msg_at(struct json *j, const char *key, struct msg m)
{
    if (!msg_is(m))
        return;
    json_key(j, key);
    write_msg(j, m);
}

static void
write_line(struct json *j, struct job_line line)
{
    json_open(j, '{');
    write_msg_at(j, "place", line.place);
    write_msg_at(j, "text", line.text);
    write_msg_at(j, "hint", line.hint);
    json_close(j, '}');
}

struct str
job_lines_write(struct arena *a, const struct job_line *line, size_t n)
{
    struct buf  b = buf_in(a, TEXT_MAX);
    struct json j = json_to(&b);
    size_t      most = n > JOB_LINES_MAX ? JOB_LINES_MAX : n;
    struct str  more = job_number(a, (int64_t)(n - most));

    json_open(&j, '[');
    for (size_t i = 0; i < most; i++)
        write_line(&j, line[i]);
    if (n > most)
        write_line(&j, (struct job_line){ .text = MSG("and {0} more", more) });
    json_close(&j, ']');
    return b.full ? S("[]") : buf_str(&b);
}

struct str
job_err_write(struct arena *a, const struct err *e)
{
    struct buf  b = buf_in(a, TEXT_MAX);
    struct json j = json_to(&b);

    if (!e)
        return (struct str){ NULL, 0 };
    json_open(&j, '{');
    json_int_at(&j, "kind", e->kind);
    json_str_at(&j, "code", str_of(e->code));
    write_msg_at(&j, "text", e->text);
    write_msg_at(&j, "detail", e->detail);
    write_msg_at(&j, "hint", e->hint);
    json_str_at(&j, "where", e->where);
    json_close(&j, '}');
    return b.full ? (struct str){ NULL, 0 } : buf_str(&b);
}

/* ---- reading -------------------------------------------------------------------------------- */

static struct str
read_str(struct arena *a, const json_t *value)
{
    if (!json_is_string(value))
        return (struct str){ NULL, 0 };
    return str_copy(a, (struct str){ json_string_value(value), json_string_length(value) });
}

/* The words of a stored text, for one reader. */
struct reading { struct arena *arena; enum lang lang; };

static struct str
read_arg(const struct reading *r, const json_t *value)
{
    if (json_is_integer(value))
        return int_text(r->arena, r->lang, json_integer_value(value));
    return read_str(r->arena, value);
}

static struct msg
read_msg(const struct reading *r, const json_t *value)
{
    struct msg    m = MSG_NONE;
    const json_t *arg = json_object_get(value, "arg");
    struct str    id = read_str(r->arena, json_object_get(value, "id"));

    if (id.n > 0)
        m.id = str_z(r->arena, id);
    for (size_t i = 0; i < HOLES; i++)
        m.arg[i] = read_arg(r, json_array_get(arg, i));
    return m;
}

static json_t *
read_json(struct str text)
{
    json_error_t at;

    return text.n > 0 ? json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, &at) : NULL;
}

static struct job_line
read_line(const struct reading *r, const json_t *value)
{
    return (struct job_line){
        .place = read_msg(r, json_object_get(value, "place")),
        .text = read_msg(r, json_object_get(value, "text")),
        .hint = read_msg(r, json_object_get(value, "hint")),
    };
}

struct job_lines
job_lines_read(struct arena *a, enum lang lang, struct str text)
{
    struct reading   r = { a, lang };
    json_t          *all = read_json(text);
    struct job_lines lines = { .n = json_array_size(all) };

    lines.row = NEWS(a, struct job_line, lines.n);
    for (size_t i = 0; i < lines.n; i++)
        lines.row[i] = read_line(&r, json_array_get(all, i));
    json_decref(all);
    return lines;
}

struct err *
job_err_read(struct arena *a, enum lang lang, struct str text)
{
    struct reading r = { a, lang };
    json_t        *all = read_json(text);
    struct err    *e = NULL;
    struct str     code = read_str(a, json_object_get(all, "code"));
    int64_t        kind = json_integer_value(json_object_get(all, "kind"));
    struct msg     said = read_msg(&r, json_object_get(all, "text"));

    if (code.n > 0 && kind > ERR_NONE && kind <= ERR_BROKEN && msg_is(said))
        e = err_of(a, (struct err){
            .kind = (enum err_kind)kind, .code = str_z(a, code), .text = said,
            .detail = read_msg(&r, json_object_get(all, "detail")),
            .hint = read_msg(&r, json_object_get(all, "hint")),
            .where = read_str(a, json_object_get(all, "where")),
        });
    json_decref(all);
    return e;
}
