/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * fuzz_http.c — a stream of requests as a hostile client would send it.
 *
 * PROPERTY  Fed whole, byte by byte, or in pieces of a size that the input chooses, the reader
 *           takes the same requests, refuses for the same reason at the same byte, and what it
 *           took keeps its promises: paths are plain UTF-8 and begin with a slash, names are
 *           tokens, values hold no line ends. A body that is passed on piece by piece is the one
 *           that is gathered.
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

enum way { UNASKED, GATHERED, PASSED };         /* what becomes of bodies */

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
judge(struct trace *t, const struct http_request *rq, struct str body)
{
    assert(rq->path.n > 0 && (rq->path.p[0] == '/' || str_eq(rq->path, S("*"))));
    assert(utf8_is_plain(rq->path));
    assert(rq->minor == 0 || rq->host.n > 0);
    mix(t, rq->path);
    mix(t, rq->query);
    mix(t, rq->host);
    mix(t, body);
    for (size_t i = 0; i < rq->n_fields; i++) {
        assert(http_is_token(rq->field[i].name));
        assert(!holds(rq->field[i].value, '\r') && !holds(rq->field[i].value, '\n'));
        mix(t, rq->field[i].name);
        mix(t, rq->field[i].value);
    }
    t->digest += (uint64_t)rq->method * 8 + (uint64_t)rq->minor * 2 + rq->keep_alive;
}

static void
ask(struct http_reader *r, enum way way)
{
    if (r->state == HTTP_HEADED && way == PASSED)
        http_pass(r, r->limits->body);
    else if (r->state == HTTP_HEADED)
        http_gather(r);
}

static struct trace
run(struct arena a[static 2], struct str bytes, size_t piece, enum way way)
{
    struct trace       t = { .n_requests = 0 };
    struct http_reader r;

    arena_reset(&a[0]);
    arena_reset(&a[1]);
    http_start(&r, &a[0], &http_limits_default);
    r.asks = way != UNASKED;
    struct buf passed = buf_in(&a[1], http_limits_default.body);

    while (t.taken < bytes.n && r.state != HTTP_REFUSED && t.n_requests < REQUESTS_MAX) {
        t.taken += http_feed(&r, str_part(bytes, t.taken, piece));
        buf_add(&passed, r.piece);
        ask(&r, way);
        if (r.state == HTTP_WHOLE) {
            assert(way != PASSED || r.request.body.n == 0);
            judge(&t, &r.request, way == PASSED ? buf_str(&passed) : r.request.body);
            passed.n = 0;
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
    static struct arena a[2];
    struct str bytes = { (const char *)data, n };

    if (!a[0].base) {
        a[0] = arena_make(8 << 20);
        a[1] = arena_make(4 << 20);
    }
    if (n == 0)
        return 0;
    size_t       some = 2 + data[n - 1] % 61;
    struct trace whole = run(a, bytes, n, UNASKED), other[] = {
        run(a, bytes, 1, UNASKED), run(a, bytes, some, UNASKED), run(a, bytes, n, GATHERED),
        run(a, bytes, n, PASSED), run(a, bytes, 1, PASSED), run(a, bytes, some, PASSED),
    };

    for (size_t i = 0; i < COUNT(other); i++)
        same(&whole, &other[i]);
    return 0;
}
