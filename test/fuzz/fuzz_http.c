/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * fuzz_http.c — a stream of requests as a hostile client would send it.
 *
 * PROPERTY  Fed whole, byte by byte, or in pieces of a size that the input chooses, the reader
 *           takes the same requests, refuses for the same reason at the same byte, and what it
 *           took keeps its promises: paths are plain UTF-8 and begin with a slash, names are
 *           tokens, values hold no line ends.
 */
#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "web/http.h"
#include "web/query.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

enum { REQUESTS_MAX = 16 };

/* What became of a stream: how many requests, a digest of all their parts, the end. */
struct trace {
    size_t            n_requests, taken;
    uint64_t          digest;
    enum http_state   state;
    enum http_refusal refusal;
};

static void
mix(struct trace *t, struct str s)
{
    uint64_t part[3] = { t->digest, hash_64(s), s.n };

    t->digest = hash_64((struct str){ (const char *)part, sizeof part });
}

static bool
holds(struct str s, char c)
{
    return s.n > 0 && memchr(s.p, c, s.n) != NULL;
}

static void
judge(struct trace *t, const struct http_request *rq)
{
    assert(rq->path.n > 0 && (rq->path.p[0] == '/' || str_eq(rq->path, S("*"))));
    assert(utf8_is_plain(rq->path));
    assert(rq->minor == 0 || rq->host.n > 0);
    mix(t, rq->path);
    mix(t, rq->query);
    mix(t, rq->host);
    mix(t, rq->body);
    for (size_t i = 0; i < rq->n_fields; i++) {
        assert(http_is_token(rq->field[i].name));
        assert(!holds(rq->field[i].value, '\r') && !holds(rq->field[i].value, '\n'));
        mix(t, rq->field[i].name);
        mix(t, rq->field[i].value);
    }
    t->digest += (uint64_t)rq->method * 8 + (uint64_t)rq->minor * 2 + rq->keep_alive;
}

static struct trace
run(struct arena *a, struct str bytes, size_t piece)
{
    struct trace       t = { .n_requests = 0 };
    struct http_reader r;

    arena_reset(a);
    http_start(&r, a, &http_limits_default);
    while (t.taken < bytes.n && r.state != HTTP_REFUSED && t.n_requests < REQUESTS_MAX) {
        t.taken += http_feed(&r, str_part(bytes, t.taken, piece));
        if (r.state == HTTP_WHOLE) {
            judge(&t, &r.request);
            t.n_requests++;
            http_next(&r);
        }
    }
    t.state = r.state;
    t.refusal = r.refusal;
    return t;
}

static void
same(const struct trace *a, const struct trace *b)
{
    assert(a->n_requests == b->n_requests && a->taken == b->taken && a->digest == b->digest);
    assert(a->state == b->state && a->refusal == b->refusal);
    assert((a->state == HTTP_REFUSED) == (a->refusal != HTTP_NO_REFUSAL));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static struct arena a;
    struct str bytes = { (const char *)data, n };

    if (!a.base)
        a = arena_make(8 << 20);
    if (n == 0)
        return 0;
    struct trace whole = run(&a, bytes, n);
    struct trace single = run(&a, bytes, 1);
    struct trace pieces = run(&a, bytes, 2 + data[n - 1] % 61);

    same(&whole, &single);
    same(&whole, &pieces);
    return 0;
}
