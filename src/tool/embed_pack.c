/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* embed_pack.c — gzip by zlib, brotli by its own library, both at their best: a build has time. */
#define ZLIB_CONST                     /* zlib reads through const pointers then */

#include "tool/embed.h"

#include <assert.h>
#include <brotli/encode.h>
#include <string.h>
#include <zlib.h>

#include "base/arena.h"
#include "base/buf.h"

static const struct { const char *ending, *type; } types[] = {
    { ".css",  "text/css; charset=utf-8" },
    { ".js",   "text/javascript; charset=utf-8" },
    { ".svg",  "image/svg+xml" },
    { ".png",  "image/png" },
    { ".ico",  "image/x-icon" },
    { ".json", "application/json" },
    { ".txt",  "text/plain; charset=utf-8" },
    { ".webmanifest", "application/manifest+json" },
};

const char *
embed_type(struct str name)
{
    for (size_t i = 0; i < COUNT(types); i++)
        if (str_ends(name, str_of(types[i].ending)))
            return types[i].type;
    return NULL;
}

struct str
embed_without_map(struct arena *a, struct str text)
{
    size_t at, end;

    if (!str_find(text, S("# sourceMappingURL="), &at) || at < 2)
        return text;
    struct str after = str_part(text, at, text.n);
    bool       block = text.p[at - 1] == '*';

    if (!str_find(after, block ? S("*/") : S("\n"), &end))
        end = after.n;
    else
        end += block ? 2 : 0;
    return str_fmt(a, "%.*s%.*s", (int)at - 2, text.p, TEXT(str_part(after, end, after.n)));
}

/* The rule round `at`: behind the brace or comment before its selector, to behind its own brace. */
static void
rule_round(struct str css, size_t at, size_t *from, size_t *to)
{
    size_t open = at;

    while (open > 0 && css.p[open] != '{')
        open--;
    for (*from = open; *from > 0; --*from)
        if (css.p[*from - 1] == '}' || css.p[*from - 1] == '{' || css.p[*from - 1] == '/')
            break;
    for (*to = at; *to < css.n && css.p[*to] != '}';)
        ++*to;
    *to += *to < css.n;
}

struct str
embed_without_foreign(struct arena *a, struct str css)
{
    struct buf out = buf_in(a, css.n + 1);
    size_t     at, from, to;

    while (str_find(css, S("url(/assets/"), &at)) {
        rule_round(css, at, &from, &to);
        buf_add(&out, str_part(css, 0, from));
        css = str_part(css, to, css.n);
    }
    buf_add(&out, css);
    return buf_str(&out);
}

static struct str
if_smaller(struct str packed, struct str plain)
{
    return packed.n < plain.n ? packed : (struct str){ NULL, 0 };
}

struct str
embed_gzip(struct arena *a, struct str plain)
{
    enum { GZIP_HEADER = 16, WINDOW_BITS = 15, MEMORY_LEVEL = 9 };
    z_stream z = { .next_in = (const Bytef *)plain.p, .avail_in = (uInt)plain.n };
    int      ready = deflateInit2(&z, Z_BEST_COMPRESSION, Z_DEFLATED, WINDOW_BITS + GZIP_HEADER,
                                  MEMORY_LEVEL, Z_DEFAULT_STRATEGY);

    assert(ready == Z_OK);
    z.avail_out = (uInt)deflateBound(&z, plain.n);
    char *out = NEWS(a, char, z.avail_out);
    z.next_out = (Bytef *)out;
    int done = deflate(&z, Z_FINISH);
    assert(done == Z_STREAM_END);
    struct str packed = { out, z.total_out };
    deflateEnd(&z);
    return if_smaller(packed, plain);
}

struct str
embed_brotli(struct arena *a, struct str plain)
{
    size_t n = BrotliEncoderMaxCompressedSize(plain.n);
    char  *out = NEWS(a, char, n + 1);
    bool packed = BrotliEncoderCompress(BROTLI_MAX_QUALITY, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT,
                                        plain.n, (const uint8_t *)plain.p, &n, (uint8_t *)out);

    assert(packed);
    return if_smaller((struct str){ out, n }, plain);
}
