/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/care/keyring.h"

#include "app/care/disk.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/calendar.h"
#include "base/secret.h"
#include "base/sha.h"
#include "ground/subject/subject_copy.h"

#define FIRST_LINE "guyub keys 1"

enum { SLACK_BYTES = 1 << 20 };

static struct str
sha_of(struct arena *a, struct str text)
{
    struct sha sha;

    sha_begin(&sha);
    sha_add(&sha, text);
    return sha_hex(&sha, a);
}

static struct err *
too_many(struct cx *cx)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_TOO_LARGE, .code = "keyring.too_many",
        .text = MSG("There are more keys of persons than fit into one file of them."),
        .detail = MSG("It may have {0} MB.", str_fmt(cx->arena, "%d", KEYRING_MAX >> 20)),
        .hint = MSG("Report this as a fault; nothing was changed."),
    });
}

/* ---- writing --------------------------------------------------------------------------------- */

struct writing { struct buf out; int64_t n; };

static struct err *
write_key(struct cx *cx, struct subject_id id, struct str wrapped, void *arg)
{
    struct writing *w = arg;

    buf_fmt(&w->out, "%jd %.*s\n", (intmax_t)id.n, TEXT(secret_hex(cx->arena, wrapped)));
    w->n++;
    return NULL;
}

struct err *
keyring_write(struct cx *cx, struct str path, bool has_keys)
{
    struct arena   room = arena_make(KEYRING_MAX + SLACK_BYTES);
    struct writing w = { .out = buf_in(&room, KEYRING_MAX) };

    buf_fmt(&w.out, "%s\n%.*s\n", FIRST_LINE, TEXT(time_iso(cx->arena, cx->now_s)));
    struct err *e = has_keys ? subject_keys_each(cx, write_key, &w) : NULL;

    if (!e && !w.out.full)
        buf_fmt(&w.out, "end %jd %.*s\n", (intmax_t)w.n, TEXT(sha_of(cx->arena, buf_str(&w.out))));
    if (!e)
        e = w.out.full ? too_many(cx) : disk_write(cx->arena, path, buf_str(&w.out));
    arena_drop(&room);
    return e;
}

/* ---- reading --------------------------------------------------------------------------------- */

static struct err *
damaged(struct arena *a, struct str path)
{
    return err_of(a, (struct err){
        .kind = ERR_INPUT, .code = "keyring.damaged", .where = str_copy(a, path),
        .text = MSG("This is not a whole file of the persons' keys."),
        .detail = MSG("A byte of it was changed, or its end is missing."),
        .hint = MSG("Make a new one with `guyub backup` while the database is there; otherwise "
                    "name another with --keys."),
    });
}

/* The last line begins after the last but one end of a line. */
static size_t
last_line(struct str text)
{
    size_t at = text.n > 0 ? text.n - 1 : 0;

    while (at > 0 && text.p[at - 1] != '\n')
        at--;
    return at;
}

/* "end COUNT SHA256": whether it is true of all that stands before it. */
static bool
end_is_true(struct arena *a, struct str text, size_t at, int64_t *n)
{
    struct str end, count, digest, line = str_trim(str_part(text, at, text.n));

    return str_ends(text, S("\n")) && str_cut(line, ' ', &end, &line) && str_eq(end, S("end"))
        && str_cut(line, ' ', &count, &digest) && str_int64(count, n)
        && str_eq(digest, sha_of(a, str_part(text, 0, at)));
}

/* The second line is a time; keyring.at is for people, so what cannot be read is 0. */
static int64_t
time_of(struct str line)
{
    struct date date;
    int64_t     hour, minute, second;

    if (line.n != S("2026-11-22T19:30:00Z").n || !date_parse(str_part(line, 0, 10), &date)
        || !str_int64(str_part(line, 11, 2), &hour) || !str_int64(str_part(line, 14, 2), &minute)
        || !str_int64(str_part(line, 17, 2), &second))
        return 0;
    return (int64_t)date_days(date) * 86400 + hour * 3600 + minute * 60 + second;
}

struct err *
keyring_read(struct arena *a, struct str path, struct keyring *out)
{
    struct str text, first, at;

    TRY(disk_read(a, path, KEYRING_MAX, &text));
    size_t end = last_line(text);

    if (!end_is_true(a, text, end, &out->n))
        return damaged(a, path);
    if (!str_cut(str_part(text, 0, end), '\n', &first, &out->lines)
        || !str_eq(first, S(FIRST_LINE)) || !str_cut(out->lines, '\n', &at, &out->lines))
        return damaged(a, path);
    out->at = time_of(at);
    return NULL;
}

static int
nibble(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool
bytes_of(struct arena *a, struct str hex, struct str *out)
{
    char *p = arena_alloc(a, hex.n / 2 + 1, 1);

    for (size_t i = 0; i + 1 < hex.n; i += 2) {
        int high = nibble(hex.p[i]), low = nibble(hex.p[i + 1]);

        if (high < 0 || low < 0)
            return false;
        p[i / 2] = (char)(high << 4 | low);
    }
    *out = (struct str){ p, hex.n / 2 };
    return hex.n > 0 && hex.n % 2 == 0;
}

static struct err *
join_line(struct cx *cx, struct str line, int64_t *n_joined)
{
    struct subject_id id;
    struct str        person, hex, wrapped;
    bool              joined;

    if (!str_cut(line, ' ', &person, &hex) || !str_int64(person, &id.n)
        || !bytes_of(cx->arena, hex, &wrapped))
        return damaged(cx->arena, S("-"));
    TRY(subject_key_join(cx, id, wrapped, &joined));
    *n_joined += joined;
    return NULL;
}

struct err *
keyring_join(struct cx *cx, const struct keyring *ring, int64_t *n_joined)
{
    struct str line, rest = ring->lines;

    *n_joined = 0;
    while (rest.n > 0) {
        size_t mark = arena_mark(cx->arena);

        str_cut(rest, '\n', &line, &rest);
        struct err *e = join_line(cx, line, n_joined);

        if (e)
            return e;
        arena_back(cx->arena, mark);
    }
    return NULL;
}
