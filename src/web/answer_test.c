/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/answer.h"

#include <string.h>
#include <zlib.h>

#include "base/arena.h"
#include "unit.h"

static struct str
field_of(const struct answer *a, const char *name)
{
    for (size_t i = 0; i < a->n_fields; i++)
        if (str_eq(a->field[i].name, str_of(name)))
            return a->field[i].value;
    return (struct str){ NULL, 0 };
}

TEST(answer_head)
{
    struct answer a = { .status = 404, .body = S("x") };
    size_t at;

    answer_field(&a, "Content-Type", S("text/plain"));
    struct str head = answer_head(unit_arena(), &a, 784111777, true);

    check("status and reason", str_starts(head, S("HTTP/1.1 404 Not Found\r\n")));
    check("the date", str_find(head, S("Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n"), &at));
    check("its fields", str_find(head, S("\r\nContent-Type: text/plain\r\n"), &at));
    check("the length", str_find(head, S("\r\nContent-Length: 1\r\n"), &at));
    check("the policy", str_find(head, S("\r\nContent-Security-Policy: default-src 'none';"), &at));
    check("kept alive", !str_find(head, S("Connection:"), &at));
    check("an empty line ends it", str_ends(head, S("\r\n\r\n")));
    head = answer_head(unit_arena(), &a, 784111777, false);
    check("closing", str_find(head, S("\r\nConnection: close\r\n"), &at));
    a.status = 304;
    head = answer_head(unit_arena(), &a, 784111777, true);
    check("a 304 has no length", !str_find(head, S("Content-Length"), &at));
}

static void
put_line_end(void *arg)
{
    answer_field(arg, "Location", S("/x\r\nSet-Cookie: a=b"));
}

TEST(answer_fields_hold_no_line_ends)
{
    struct answer a = { .status = 200 };

    check("a line end is our own mistake", unit_aborts(put_line_end, &a));
}

TEST(answer_tag)
{
    static const struct { const char *name, *if_none_match; int32_t status; } row[] = {
        { "no field",            NULL,                                    200 },
        { "the same",            "W/\"00000000000000ab\"",                304 },
        { "a strong twin",       "\"00000000000000ab\"",                  304 },
        { "one of several",      "\"x\", W/\"00000000000000ab\"",         304 },
        { "anything",            "*",                                     304 },
        { "another",             "W/\"00000000000000ac\"",                200 },
        { "without its quotes",  "00000000000000ab",                      200 },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct answer a = { .status = 200, .body = S("text") };

        answer_tag(unit_arena(), &a, 0xab);
        answer_field(&a, "Content-Encoding", S("gzip"));
        if (answer_is_known(&a, str_of(row[i].if_none_match)))
            answer_unchanged(&a);
        check(row[i].name, a.status == row[i].status);
        check(row[i].name, a.body.n == (a.status == 200 ? 4 : 0));
        check_text(row[i].name, field_of(&a, "ETag"), S("W/\"00000000000000ab\""));
        check(row[i].name, str_is_known(field_of(&a, "Content-Encoding")) == (a.status == 200));
    }
}

/* What a client would unpack. */
static struct str
unpacked(struct str gzip)
{
    static char out[1 << 16];
    z_stream z = { .next_in = (z_const Bytef *)gzip.p, .avail_in = (uInt)gzip.n,
                   .next_out = (Bytef *)out, .avail_out = sizeof out };

    inflateInit2(&z, 15 + 16);
    int end = inflate(&z, Z_FINISH);
    size_t n = z.total_out;

    inflateEnd(&z);
    return end == Z_STREAM_END ? (struct str){ out, n } : (struct str){ NULL, 0 };
}

TEST(answer_pack)
{
    struct arena *a = unit_arena();
    struct buf words = buf_in(a, 1 << 16), noise = buf_in(a, 1 << 16);
    uint32_t   x = 1;

    for (int i = 0; i < 4000; i++) {
        buf_fmt(&words, "kota %d ", i % 100);
        x = x * 1664525 + 1013904223;
        buf_byte(&noise, (char)(x >> 24));
    }
    const struct { const char *name; struct str body; const char *accept; bool packs; } row[] = {
        { "baseline",                    buf_str(&words), "gzip", true  },
        { "gzip is not taken",           buf_str(&words), "br",   false },
        { "too short to be worth it",    str_part(buf_str(&words), 0, 999), "gzip", false },
        { "just long enough",            str_part(buf_str(&words), 0, 1000), "gzip", true },
        { "what would grow stays plain", buf_str(&noise), "gzip", false },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct answer answer = { .status = 200, .body = row[i].body };

        answer_pack(a, &answer, str_of(row[i].accept));
        check(row[i].name, field_of(&answer, "Content-Encoding").n == (row[i].packs ? 4 : 0));
        check(row[i].name, row[i].packs ? answer.body.n < row[i].body.n
                                        : answer.body.p == row[i].body.p);
        check(row[i].name, str_eq(row[i].packs ? unpacked(answer.body) : answer.body, row[i].body));
    }
}
