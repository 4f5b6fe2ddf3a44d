/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* asset.c — addresses: NAME.HASH.EXT, the hash being eight hexadecimal digits of the content's. */
#include "web/asset.h"

#include <assert.h>
#include <inttypes.h>

#include "base/arena.h"
#include "web/answer.h"
#include "web/negotiate.h"

enum { HASH_DIGITS = 8 };

static uint32_t
short_hash(const struct asset *a)
{
    return (uint32_t)(a->hash >> 32);
}

/* Where the last dot of the name stands; the end if there is none. */
static size_t
extension_at(struct str path)
{
    for (size_t i = path.n; i > 0 && path.p[i - 1] != '/'; i--)
        if (path.p[i - 1] == '.')
            return i - 1;
    return path.n;
}

static const struct asset *
find(struct str path)
{
    size_t low = 0, high = asset_list_n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int    order = str_cmp(path, str_of(asset_list[middle].path));

        if (order == 0)
            return &asset_list[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

struct str
asset_href(struct arena *a, const char *path)
{
    const struct asset *asset = find(str_of(path));

    assert(asset);
    struct str name = str_of(path);
    size_t     dot = extension_at(name);
    struct str stem = str_part(name, 0, dot), ending = str_part(name, dot, name.n - dot);

    return str_fmt(a, "/assets/%.*s.%08" PRIx32 "%.*s", TEXT(stem), short_hash(asset),
                   TEXT(ending));
}

static bool
hash_text_is(struct str s, uint32_t hash)
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < HASH_DIGITS; i++)
        if (s.p[i] != digits[(hash >> (28 - 4 * i)) & 15])
            return false;
    return true;
}

const struct asset *
asset_at(struct str request_path)
{
    char path[256];

    if (!str_starts(request_path, S("/assets/")))
        return NULL;
    struct str name = str_part(request_path, 8, request_path.n - 8);
    size_t     dot = extension_at(name);

    if (name.n > sizeof path || dot < HASH_DIGITS + 2 || name.p[dot - HASH_DIGITS - 1] != '.')
        return NULL;
    struct str hash = str_part(name, dot - HASH_DIGITS, HASH_DIGITS);
    size_t     n = 0;

    for (size_t i = 0; i < dot - HASH_DIGITS - 1; i++)
        path[n++] = name.p[i];
    for (size_t i = dot; i < name.n; i++)
        path[n++] = name.p[i];
    const struct asset *asset = find((struct str){ path, n });

    return asset && hash_text_is(hash, short_hash(asset)) ? asset : NULL;
}

bool
asset_answer(struct arena *a, const struct http_request *rq, struct answer *out)
{
    const struct asset *asset = asset_at(rq->path);

    if (!asset || (rq->method != HTTP_GET && rq->method != HTTP_HEAD))
        return false;
    enum packing packing = negotiate_packing(http_value(rq, "accept-encoding"),
                                             asset->gzip.p != NULL, asset->brotli.p != NULL);

    *out = (struct answer){ .status = 200, .route = "/assets", .body = asset->plain };
    if (packing == PACK_GZIP)
        out->body = asset->gzip;
    if (packing == PACK_BROTLI)
        out->body = asset->brotli;
    answer_field(out, "Content-Type", str_of(asset->type));
    answer_field(out, "Cache-Control", S("public, max-age=31536000, immutable"));
    answer_field(out, "Vary", S("Accept-Encoding"));
    answer_tag(a, out, asset->hash);
    if (packing != PACK_PLAIN)
        answer_field(out, "Content-Encoding", packing == PACK_GZIP ? S("gzip") : S("br"));
    if (answer_is_known(out, http_value(rq, "if-none-match")))
        answer_unchanged(out);
    return true;
}
