/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/answer_file.h"

#include <string.h>

#include "base/arena.h"

enum { NAME_MAX_BYTES = 1000 };

/* ---- its name ------------------------------------------------------------------------------- */

static bool
is_plain(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* What old clients read: all that is not plain becomes "_". */
static void
put_ascii(struct buf *b, struct str name)
{
    for (size_t i = 0; i < name.n; i++) {
        unsigned char c = (unsigned char)name.p[i];

        buf_byte(b, is_plain(c) || (c && strchr(" ._-()+,=&", c)) ? (char)c : '_');
    }
}

/* RFC 8187, 3.2.1: attr-char stands as it is. */
static void
put_encoded(struct buf *b, struct str name)
{
    for (size_t i = 0; i < name.n; i++) {
        unsigned char c = (unsigned char)name.p[i];

        if (is_plain(c) || (c && strchr("!#$&+-.^_`|~", c)))
            buf_byte(b, (char)c);
        else
            buf_fmt(b, "%%%02X", c);
    }
}

static struct str
disposition(struct arena *a, struct str name, bool shown)
{
    struct buf b = buf_in(a, 64 + 4 * NAME_MAX_BYTES);

    name = str_part(name, 0, NAME_MAX_BYTES);
    buf_add(&b, shown ? S("inline") : S("attachment"));
    if (name.n == 0)
        return buf_str(&b);
    buf_add(&b, S("; filename=\""));
    put_ascii(&b, name);
    buf_add(&b, S("\"; filename*=UTF-8''"));
    put_encoded(&b, name);
    return buf_str(&b);
}

/* ---- which bytes ---------------------------------------------------------------------------- */

enum range { RANGE_NONE, RANGE_PART, RANGE_BEYOND };

/* Digits alone; false also for more than anybody's file has. */
static bool
number(struct str s, int64_t *n)
{
    *n = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9' || *n > (int64_t)1 << 55)
            return false;
        *n = *n * 10 + (s.p[i] - '0');
    }
    return s.n > 0;
}

/* "bytes=0-499", "bytes=500-", "bytes=-500" of `bytes` in all. */
static enum range
range_of(struct str field, int64_t bytes, struct answer_part *part)
{
    struct str unit, set, from, to;
    int64_t    first, last = bytes - 1;

    if (!str_cut(field, '=', &unit, &set) || !http_same(str_trim(unit), S("bytes")))
        return RANGE_NONE;
    if (!str_cut(str_trim(set), '-', &from, &to))
        return RANGE_NONE;
    if (from.n == 0) {
        if (!number(to, &first))
            return RANGE_NONE;
        first = first < bytes ? bytes - first : 0;
    } else if (!number(from, &first) || (to.n > 0 && (!number(to, &last) || last < first))) {
        return RANGE_NONE;
    }
    if (first >= bytes)
        return RANGE_BEYOND;
    last = last < bytes ? last : bytes - 1;
    part->from = first;
    part->n = last - first + 1;
    return RANGE_PART;
}

/* What the client has a part of must be the very same: a tag, and a strong one. A date is not. */
static bool
is_same(const struct http_request *rq, struct str tag)
{
    struct str if_range = http_value(rq, "if-range");

    return !if_range.p || (tag.n > 0 && str_eq(if_range, tag));
}

static void
take_range(struct arena *a, struct answer *out, struct str field)
{
    long long  bytes = out->file.n;
    enum range range = range_of(field, out->file.n, &out->file);

    if (range == RANGE_PART) {
        out->status = 206;
        answer_field(out, "Content-Range",
                     str_fmt(a, "bytes %lld-%lld/%lld", (long long)out->file.from,
                             (long long)(out->file.from + out->file.n - 1), bytes));
    } else if (range == RANGE_BEYOND) {
        out->status = 416;
        out->file.n = 0;
        answer_field(out, "Content-Range", str_fmt(a, "bytes */%lld", bytes));
    }
}

/* ---- the answer ----------------------------------------------------------------------------- */

static bool
can_be_shown(struct str type)
{
    static const char *const types[] = { "application/pdf", "image/png", "image/jpeg",
                                         "image/gif", "image/webp" };

    for (size_t i = 0; i < COUNT(types); i++)
        if (str_eq(type, str_of(types[i])))
            return true;
    return false;
}

void
answer_file(struct arena *a, struct answer *out, const struct file *file,
            const struct http_request *rq)
{
    bool       shown = file->shown && can_be_shown(file->type);
    struct str range = http_value(rq, "range"), tag = S("");

    out->body = S("");
    out->file = (struct answer_part){ file->fd, 0, file->bytes };
    out->policy = shown ? ANSWER_SHOWN : ANSWER_FILE;
    answer_field(out, "Content-Type", file->type);
    answer_field(out, "Content-Disposition", disposition(a, file->name, shown));
    answer_field(out, "Accept-Ranges", S("bytes"));
    if (file->digest.n > 0) {
        tag = str_fmt(a, "\"%.*s\"", TEXT(file->digest));
        answer_field(out, "ETag", tag);
    }
    if (answer_is_known(out, http_value(rq, "if-none-match")))
        return;                             /* dispatch answers 304, whatever range is asked for */
    if (rq->method == HTTP_GET && range.p && is_same(rq, tag))
        take_range(a, out, range);
}
