/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * fuzz_client.c — what a client, or somebody who plays the proxy, says of where it comes from.
 *
 * The first line is the list of trusted proxies, the next ones are fields by their order: both
 * forwarded ones, the protocol, Origin, Referer, Sec-Fetch-Site, Cookie.
 *
 * PROPERTY  From a peer that is not trusted the address is the peer's and TLS is not believed,
 *           whatever is said. From a trusted one the address is an address. What the client itself
 *           put in front of an honest proxy's word changes nothing.
 */
#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "web/client.h"
#include "web/cookie.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const char *const field[] = {
    "x-forwarded-for", "forwarded", "x-forwarded-proto", "origin", "referer", "sec-fetch-site",
    "cookie",
};

static void
add(struct http_request *rq, const char *name, struct str value)
{
    rq->field[rq->n_fields++] = (struct http_field){ str_of(name), value };
}

static bool
is_address(struct str text)
{
    struct client_nets net;
    struct str         wrong;

    return client_nets_read(text, &net, &wrong) && net.n == 1;
}

/* The proxy at ::1 is honest: it adds the address that it sees at the right of what was said. */
static void
honest_proxy(struct arena *a, struct str said)
{
    struct client_nets  trusted;
    struct http_request rq = { .host = S("guyub.test") };
    struct str          wrong, part[] = { said, S("203.0.113.9") };

    if (memchr(said.p, '\n', said.n) || !client_nets_read(S("::1"), &trusted, &wrong))
        return;
    add(&rq, "x-forwarded-for", said.n ? str_join(a, S(", "), part, 2) : part[1]);
    assert(str_eq(client_address(a, &trusted, S("::1"), &rq), S("203.0.113.9")));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static struct arena  a;
    struct str           rest = { (const char *)data, n }, list, line, wrong;
    struct http_request  rq = { .host = S("guyub.test") };
    struct client_nets   trusted, nobody = { .n = 0 };

    if (!a.base)
        a = arena_make(4 << 20);
    arena_reset(&a);
    if (n > 4096 || memchr(data ? (const void *)data : "", 0, n))
        return 0;
    str_cut(rest, '\n', &list, &rest);
    for (size_t i = 0; i < COUNT(field) && str_is_known(rest); i++) {
        str_cut(rest, '\n', &line, &rest);
        add(&rq, field[i], line);
    }
    assert(str_eq(client_address(&a, &nobody, S("198.51.100.7"), &rq), S("198.51.100.7")));
    assert(!client_by_tls(&a, &nobody, S("198.51.100.7"), &rq));
    if (client_nets_read(list, &trusted, &wrong))
        assert(is_address(client_address(&a, &trusted, S("127.0.0.1"), &rq)));
    honest_proxy(&a, list);
    assert(client_from(&rq) <= FROM_FOREIGN);
    struct str value = cookie_value(http_value(&rq, "cookie"), "gy_session");

    assert(!str_is_known(value) || !memchr(value.p, ';', value.n));
    return 0;
}
