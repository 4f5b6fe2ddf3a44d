/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/answer.h"

#include <assert.h>
#include <inttypes.h>
#include <time.h>
#include <zlib.h>

#include "base/arena.h"
#include "web/negotiate.h"
#include "web/reply.h"

enum { HEAD_MAX = 32 << 10 };

/* Nothing may run, load, send or frame unless it comes from here; a page may not be framed. */
#define OF_PAGES                                                                            \
    "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; "       \
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "            \
    "frame-ancestors 'none'"

/* Chromium shows no PDF in a sandbox, so what a page of ours shows has none: it is of a type that
 * can do nothing (answer_file.c), and what is not named here may not be loaded. */
static const char *const policies[] = {
    [ANSWER_PAGE]    = OF_PAGES,
    [ANSWER_SHOWING] = OF_PAGES "; frame-src 'self'; object-src 'self'",
    [ANSWER_FILE]    = "default-src 'none'; form-action 'none'; base-uri 'none'; "
                       "frame-ancestors 'none'; sandbox",
    [ANSWER_SHOWN]   = "default-src 'none'; form-action 'none'; base-uri 'none'; "
                       "frame-ancestors 'self'",
};

static const char security[] =
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: same-origin\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n"
    "Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()\r\n";

static bool
is_field_value(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7f)
            return false;
    return true;
}

void
answer_field(struct answer *a, const char *name, struct str value)
{
    assert(a->n_fields < ANSWER_FIELDS_MAX);
    assert(http_is_token(str_of(name)) && is_field_value(value));
    a->field[a->n_fields++] = (struct http_field){ str_of(name), value };
}

void
answer_tag(struct arena *a, struct answer *answer, uint64_t hash)
{
    answer_field(answer, "ETag", str_fmt(a, "W/\"%016" PRIx64 "\"", hash));
}

/* With its quotes, without the W/ of a weak one. */
static struct str
opaque(struct str tag)
{
    return str_starts(tag, S("W/")) ? str_part(tag, 2, tag.n - 2) : tag;
}

/* The comparison is weak: a client's W/ does not matter, so the quoted part is looked for. */
bool
answer_is_known(const struct answer *answer, struct str if_none_match)
{
    size_t at;

    if (!if_none_match.n || answer->status != 200)
        return false;
    for (size_t i = 0; i < answer->n_fields; i++) {
        struct str tag = answer->field[i].value;

        if (str_eq(answer->field[i].name, S("ETag")))
            return str_eq(if_none_match, S("*")) || str_find(if_none_match, opaque(tag), &at);
    }
    return false;
}

void
answer_unchanged(struct answer *answer)
{
    size_t n = 0;

    for (size_t i = 0; i < answer->n_fields; i++)
        if (!str_eq(answer->field[i].name, S("Content-Encoding")))
            answer->field[n++] = answer->field[i];
    answer->n_fields = n;
    answer->status = 304;
    answer->body = S("");
    answer->file = (struct answer_part){ .n = 0 };
}

int64_t
answer_bytes(const struct answer *answer)
{
    return (int64_t)answer->body.n + answer->file.n;
}

/* ---- packing -------------------------------------------------------------------------------- */

static void *
zlib_alloc(void *arena, unsigned n, unsigned size)
{
    return arena_alloc(arena, arena_bytes(n, size), 16);
}

static void
zlib_free(void *arena, void *p)
{
    (void)arena;
    (void)p;
}

/* A window of 16 kB and half the usual tables: pages are small, and each has a state of its own. */
static struct str
gzip(struct arena *a, struct str plain)
{
    enum { LEVEL = 6, WINDOW_BITS = 14, AS_GZIP = 16, MEMORY_LEVEL = 7 };
    size_t   cap = plain.n;
    char    *out = NEWS(a, char, cap);
    size_t   mark = arena_mark(a);
    z_stream z = { .zalloc = zlib_alloc, .zfree = zlib_free, .opaque = a };

    if (deflateInit2(&z, LEVEL, Z_DEFLATED, WINDOW_BITS + AS_GZIP, MEMORY_LEVEL,
                     Z_DEFAULT_STRATEGY) != Z_OK)
        return (struct str){ NULL, 0 };
    z.next_in = (z_const Bytef *)plain.p;
    z.avail_in = (uInt)plain.n;
    z.next_out = (Bytef *)out;
    z.avail_out = (uInt)cap;
    int    end = deflate(&z, Z_FINISH);
    size_t n = cap - z.avail_out;

    deflateEnd(&z);
    arena_back(a, mark);
    return end == Z_STREAM_END ? (struct str){ out, n } : (struct str){ NULL, 0 };
}

void
answer_pack(struct arena *a, struct answer *answer, struct str accept_encoding)
{
    struct str packed;

    if (answer->body.n < ANSWER_PACK_FROM || answer->body.n > UINT32_MAX ||
        negotiate_packing(accept_encoding, true, false) != PACK_GZIP)
        return;
    packed = gzip(a, answer->body);
    if (!packed.p)
        return;                         /* it would have grown */
    answer->body = packed;
    answer_field(answer, "Content-Encoding", S("gzip"));
}

/* ---- the head ------------------------------------------------------------------------------- */

static void
put_two_digits(struct buf *b, int n)
{
    buf_byte(b, (char)('0' + n / 10));
    buf_byte(b, (char)('0' + n % 10));
}

/* "Sun, 06 Nov 1994 08:49:37 GMT", whatever the locale */
static void
put_date(struct buf *b, int64_t now_s)
{
    static const char days[] = "SunMonTueWedThuFriSat";
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    time_t    t = (time_t)now_s;
    struct tm tm;

    gmtime_r(&t, &tm);
    buf_fmt(b, "Date: %.*s, ", 3, days + (size_t)tm.tm_wday * 3);
    put_two_digits(b, tm.tm_mday);
    buf_fmt(b, " %.*s %d ", 3, months + (size_t)tm.tm_mon * 3, tm.tm_year + 1900);
    put_two_digits(b, tm.tm_hour);
    buf_byte(b, ':');
    put_two_digits(b, tm.tm_min);
    buf_byte(b, ':');
    put_two_digits(b, tm.tm_sec);
    buf_add(b, S(" GMT\r\n"));
}

struct str
answer_head(struct arena *a, const struct answer *answer, int64_t now_s, bool keep_alive)
{
    struct buf b = buf_in(a, HEAD_MAX);

    buf_fmt(&b, "HTTP/1.1 %d %s\r\n", answer->status, reply_reason(answer->status));
    put_date(&b, now_s);
    for (size_t i = 0; i < answer->n_fields; i++)
        buf_fmt(&b, "%.*s: %.*s\r\n", TEXT(answer->field[i].name), TEXT(answer->field[i].value));
    if (answer->status != 304)
        buf_fmt(&b, "Content-Length: %lld\r\n", (long long)answer_bytes(answer));
    if (!keep_alive)
        buf_add(&b, S("Connection: close\r\n"));
    buf_fmt(&b, "Content-Security-Policy: %s\r\n", policies[answer->policy]);
    buf_add(&b, (struct str){ security, sizeof security - 1 });
    buf_add(&b, S("\r\n"));
    return buf_str(&b);
}
