/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/client.h"

#include <arpa/inet.h>
#include <string.h>

#include "base/arena.h"

enum { V6_BITS = 128, V4_PREFIX_BITS = 96, ADDRESS_TEXT_MAX = INET6_ADDRSTRLEN,
       REQUEST_ID_MIN = 8, REQUEST_ID_MAX = 64 };

struct address { uint8_t byte[16]; };

/* ---- addresses ------------------------------------------------------------------------------ */

/* "1.2.3.4" or "2001:db8::1", and nothing beside it. */
static bool
read_bare(struct str s, struct address *out)
{
    static const uint8_t v4_prefix[12] = { [10] = 0xff, [11] = 0xff };
    char z[ADDRESS_TEXT_MAX];

    if (s.n == 0 || s.n >= sizeof z || memchr(s.p, '\0', s.n))
        return false;
    memcpy(z, s.p, s.n);
    z[s.n] = '\0';
    memcpy(out->byte, v4_prefix, sizeof v4_prefix);
    return inet_pton(AF_INET, z, out->byte + sizeof v4_prefix) == 1 ||
           inet_pton(AF_INET6, z, out->byte) == 1;
}

static bool
is_port(struct str s)
{
    int64_t port;

    return s.n > 0 && s.n <= 5 && s.p[0] >= '0' && s.p[0] <= '9' && str_int64(s, &port);
}

/* With a port, or with the brackets that IPv6 then needs. */
static bool
read_address(struct str s, struct address *out)
{
    struct str host, port, first, more;

    if (s.n > 0 && s.p[0] == '[') {
        if (!str_cut(str_part(s, 1, s.n - 1), ']', &host, &port))
            return false;
        if (port.n > 0 && (port.p[0] != ':' || !is_port(str_part(port, 1, port.n - 1))))
            return false;
        return read_bare(host, out);
    }
    if (!str_cut(s, ':', &host, &port) || str_cut(port, ':', &first, &more))
        return read_bare(s, out);
    return is_port(port) && read_bare(host, out);
}

static bool
is_v4(const struct address *a)
{
    static const uint8_t prefix[12] = { [10] = 0xff, [11] = 0xff };

    return memcmp(a->byte, prefix, sizeof prefix) == 0;
}

static struct str
address_text(struct arena *arena, const struct address *a)
{
    char z[ADDRESS_TEXT_MAX];
    bool v4 = is_v4(a);

    if (!inet_ntop(v4 ? AF_INET : AF_INET6, v4 ? a->byte + 12 : a->byte, z, sizeof z))
        return (struct str){ NULL, 0 };
    return str_copy(arena, str_of(z));
}

/* ---- networks ------------------------------------------------------------------------------- */

static bool
read_net(struct str s, struct client_net *out)
{
    struct address a;
    struct str     host, bits;
    int64_t        n;
    bool           has_bits = str_cut(s, '/', &host, &bits);

    if (!read_bare(host, &a))
        return false;
    int32_t most = is_v4(&a) ? V6_BITS - V4_PREFIX_BITS : V6_BITS;

    memcpy(out->byte, a.byte, sizeof a.byte);
    out->bits = V6_BITS;
    if (!has_bits)
        return true;
    if (!str_int64(bits, &n) || n < 0 || n > most)
        return false;
    out->bits = (int32_t)n + V6_BITS - most;
    return true;
}

bool
client_nets_read(struct str list, struct client_nets *out, struct str *wrong)
{
    out->n = 0;
    while (list.p) {
        str_cut(list, ',', wrong, &list);
        *wrong = str_trim(*wrong);
        if (wrong->n == 0)
            continue;
        if (out->n == CLIENT_NETS_MAX || !read_net(*wrong, &out->net[out->n]))
            return false;
        out->n++;
    }
    return true;
}

static bool
is_in(const struct client_net *net, const struct address *a)
{
    size_t  whole = (size_t)net->bits / 8;
    uint8_t mask = (uint8_t)(0xff00u >> (net->bits % 8));

    if (memcmp(net->byte, a->byte, whole) != 0)
        return false;
    return net->bits % 8 == 0 || ((net->byte[whole] ^ a->byte[whole]) & mask) == 0;
}

static bool
is_trusted(const struct client_nets *trusted, const struct address *a)
{
    for (size_t i = 0; i < trusted->n; i++)
        if (is_in(&trusted->net[i], a))
            return true;
    return false;
}

bool
client_is_in(const struct client_nets *nets, struct str text)
{
    struct address a;

    return nets->n > 0 && read_bare(text, &a) && is_trusted(nets, &a);
}

/* ---- what proxies say ----------------------------------------------------------------------- */

/* All fields of the name as one list: a client's own field stands before the proxy's. */
static struct str
field_list(struct arena *a, const struct http_request *rq, const char *name)
{
    struct str value[HTTP_FIELDS_MAX];
    size_t     n = 0;

    for (size_t i = 0; i < rq->n_fields; i++)
        if (http_same(rq->field[i].name, str_of(name)))
            value[n++] = rq->field[i].value;
    return n ? str_join(a, S(","), value, n) : (struct str){ NULL, 0 };
}

/* Takes the last element off the list; false if none is left. */
static bool
take_last(struct str *list, struct str *last)
{
    size_t from = list->n;

    if (!list->p)
        return false;
    while (from > 0 && list->p[from - 1] != ',')
        from--;
    *last = str_trim(str_part(*list, from, list->n - from));
    *list = from > 0 ? str_part(*list, 0, from - 1) : (struct str){ NULL, 0 };
    return true;
}

static struct str
unquoted(struct str s)
{
    bool quoted = s.n >= 2 && s.p[0] == '"' && s.p[s.n - 1] == '"';

    return quoted ? str_part(s, 1, s.n - 2) : s;
}

/* What one element of Forwarded says under that name: for=192.0.2.60;proto=https */
static struct str
said(struct str element, struct str name)
{
    struct str pair, key, value;

    while (element.p) {
        str_cut(element, ';', &pair, &element);
        if (str_cut(str_trim(pair), '=', &key, &value) && http_same(key, name))
            return unquoted(value);
    }
    return (struct str){ NULL, 0 };
}

/* From the right to the first that is not trusted; what cannot be read ends the way before it. */
static struct address
walk(const struct client_nets *trusted, struct address peer, struct str list, bool forwarded)
{
    struct address at = peer, next;
    struct str     element;

    while (is_trusted(trusted, &at) && take_last(&list, &element)) {
        if (!read_address(forwarded ? said(element, S("for")) : element, &next))
            break;
        at = next;
    }
    return at;
}

struct str
client_address(struct arena *a, const struct client_nets *trusted, struct str peer,
               const struct http_request *rq)
{
    struct address at;

    if (trusted->n == 0 || !read_bare(peer, &at))
        return peer;
    if (!is_trusted(trusted, &at))
        return address_text(a, &at);
    struct str by_x = field_list(a, rq, "x-forwarded-for");
    struct str by_rfc = field_list(a, rq, "forwarded");
    struct address x = walk(trusted, at, by_x, false), rfc = walk(trusted, at, by_rfc, true);

    if (by_x.p && by_rfc.p)
        return address_text(a, memcmp(&x, &rfc, sizeof x) == 0 ? &x : &at);
    return address_text(a, by_rfc.p ? &rfc : &x);
}

bool
client_by_tls(struct arena *a, const struct client_nets *trusted, struct str peer,
              const struct http_request *rq)
{
    struct address at;
    struct str     last;

    if (trusted->n == 0 || !read_bare(peer, &at) || !is_trusted(trusted, &at))
        return false;
    struct str by_x = field_list(a, rq, "x-forwarded-proto");
    struct str by_rfc = field_list(a, rq, "forwarded");

    if (take_last(&by_x, &last))
        return http_same(last, S("https"));
    return take_last(&by_rfc, &last) && http_same(said(last, S("proto")), S("https"));
}

static bool
is_request_id(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];

        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
              c == '-'))
            return false;
    }
    return s.n >= REQUEST_ID_MIN && s.n <= REQUEST_ID_MAX;
}

struct str
client_request_id(const struct client_nets *trusted, struct str peer,
                  const struct http_request *rq)
{
    struct str id = { NULL, 0 };
    size_t     n = 0;

    for (size_t i = 0; i < rq->n_fields; i++)
        if (http_same(rq->field[i].name, S("x-request-id"))) {
            id = rq->field[i].value;
            n++;
        }
    bool counts = n == 1 && is_request_id(id) && client_is_in(trusted, peer);

    return counts ? id : (struct str){ NULL, 0 };
}

/* ---- where a form came from ----------------------------------------------------------------- */

/* "https://kediri.go.id:8443/regions" -> "kediri.go.id:8443"; unknown if it is no such address. */
static struct str
host_of(struct str url)
{
    struct str host, rest;
    size_t     at;

    if (!str_find(url, S("://"), &at))
        return (struct str){ NULL, 0 };
    str_cut(str_part(url, at + 3, url.n), '/', &host, &rest);
    return host;
}

static enum client_from
from_url(const struct http_request *rq, struct str url)
{
    struct str host = host_of(url);

    return str_is_known(host) && str_is_known(rq->host) && http_same(host, rq->host)
               ? FROM_OWN : FROM_FOREIGN;
}

enum client_from
client_from(const struct http_request *rq)
{
    struct str site = http_value(rq, "sec-fetch-site");
    struct str origin = http_value(rq, "origin"), referer = http_value(rq, "referer");
    bool       own_site = http_same(site, S("same-origin"));

    if (str_is_known(site) && !own_site && !http_same(site, S("none")))
        return FROM_FOREIGN;
    if (str_is_known(origin))
        return from_url(rq, origin);
    if (str_is_known(referer))
        return from_url(rq, referer);
    return own_site ? FROM_OWN : FROM_UNSAID;
}
