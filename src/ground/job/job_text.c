/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* job_text.c — see job_text.h. jansson reads what is written here. */
#include "ground/job/job_text.h"

#include <jansson.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/money.h"

enum { HOLES = 4, TEXT_MAX = 1 << 20 };

/* ---- writing -------------------------------------------------------------------------------- */

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
        json_str(j, m.arg[i]);
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
    struct str  more = int_text(a, LANG_EN, (int64_t)(n - most));

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

static struct msg
read_msg(struct arena *a, const json_t *value)
{
    struct msg    m = MSG_NONE;
    const json_t *arg = json_object_get(value, "arg");
    struct str    id = read_str(a, json_object_get(value, "id"));

    if (id.n > 0)
        m.id = str_z(a, id);
    for (size_t i = 0; i < HOLES; i++)
        m.arg[i] = read_str(a, json_array_get(arg, i));
    return m;
}

static json_t *
read_json(struct str text)
{
    json_error_t at;

    return text.n > 0 ? json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, &at) : NULL;
}

static struct job_line
read_line(struct arena *a, const json_t *value)
{
    return (struct job_line){
        .place = read_msg(a, json_object_get(value, "place")),
        .text = read_msg(a, json_object_get(value, "text")),
        .hint = read_msg(a, json_object_get(value, "hint")),
    };
}

void
job_lines_read(struct arena *a, struct str text, struct job_line **line, size_t *n)
{
    json_t *all = read_json(text);

    *n = json_array_size(all);
    *line = NEWS(a, struct job_line, *n);
    for (size_t i = 0; i < *n; i++)
        (*line)[i] = read_line(a, json_array_get(all, i));
    json_decref(all);
}

struct err *
job_err_read(struct arena *a, struct str text)
{
    json_t     *all = read_json(text);
    struct err *e = NULL;
    struct str  code = read_str(a, json_object_get(all, "code"));
    int64_t     kind = json_integer_value(json_object_get(all, "kind"));
    struct msg  said = read_msg(a, json_object_get(all, "text"));

    if (code.n > 0 && kind > ERR_NONE && kind <= ERR_BROKEN && msg_is(said))
        e = err_of(a, (struct err){
            .kind = (enum err_kind)kind, .code = str_z(a, code), .text = said,
            .detail = read_msg(a, json_object_get(all, "detail")),
            .hint = read_msg(a, json_object_get(all, "hint")),
            .where = read_str(a, json_object_get(all, "where")),
        });
    json_decref(all);
    return e;
}
