/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * http_test.c — what the reader takes and what it refuses, and that the verdict does not depend on
 * how the bytes were cut: every row is fed whole, byte by byte, and cut in two at every place.
 */
#include "web/http.h"

#include "base/arena.h"
#include "unit.h"

#define BYTES(lit) { "" lit, sizeof("" lit) - 1 }
#define END        "Host: a\r\n\r\n"
#define POST_TO    "POST /x HTTP/1.1\r\nHost: a\r\n"
#define CHUNKED    POST_TO "Transfer-Encoding: chunked\r\n\r\n"
#define X10(lit)   lit lit lit lit lit lit lit lit lit lit
#define X64(lit)   X10(lit) X10(lit) X10(lit) X10(lit) X10(lit) X10(lit) lit lit lit lit

/* Feeds `first` bytes, then pieces of `then` bytes. Returns how many were taken. */
static size_t
feed(struct http_reader *r, struct arena *a, struct str bytes, size_t first, size_t then)
{
    size_t at = 0, piece = first;

    http_start(r, a, &http_limits_default);
    while (at < bytes.n && r->state == HTTP_MORE) {
        struct str part = str_part(bytes, at, piece);

        at += http_feed(r, part);
        piece = then;
    }
    return at;
}

static bool
same_request(const struct http_request *a, const struct http_request *b)
{
    bool same = a->method == b->method && a->minor == b->minor && a->n_fields == b->n_fields &&
                a->keep_alive == b->keep_alive && str_eq(a->path, b->path) &&
                str_eq(a->query, b->query) && str_eq(a->host, b->host) && str_eq(a->body, b->body);

    for (size_t i = 0; same && i < a->n_fields; i++)
        same = str_eq(a->field[i].name, b->field[i].name) &&
               str_eq(a->field[i].value, b->field[i].value);
    return same;
}

static bool
same_verdict(const struct http_reader *a, const struct http_reader *b)
{
    if (a->state != b->state || a->refusal != b->refusal)
        return false;
    return a->state != HTTP_WHOLE || same_request(&a->request, &b->request);
}

/* Whole, byte by byte, and cut in two everywhere: one verdict, one number of bytes taken. */
static bool
cuts_agree(struct str bytes)
{
    struct arena a = arena_make(1 << 20), b = arena_make(1 << 20);
    struct http_reader whole, cut;
    size_t taken = feed(&whole, &a, bytes, bytes.n, 1);
    bool   same = true;

    for (size_t at = 1; same && at <= bytes.n; at++) {
        size_t then = at == bytes.n ? 1 : bytes.n;
        size_t first = at == bytes.n ? 1 : at;

        same = feed(&cut, &b, bytes, first, then) == taken && same_verdict(&whole, &cut);
        arena_reset(&b);
    }
    arena_drop(&a);
    arena_drop(&b);
    return same;
}

TEST(http_accepts)
{
    static const struct {
        const char *name;
        struct str bytes, path, query, body;
        enum http_method method;
        bool keep;
    } row[] = {
        { "baseline", BYTES("GET / HTTP/1.1\r\n" END),
          BYTES("/"), { 0 }, BYTES(""), HTTP_GET, true },
        { "a head is asked for", BYTES("HEAD / HTTP/1.1\r\n" END),
          BYTES("/"), { 0 }, BYTES(""), HTTP_HEAD, true },
        { "a known method that is not served", BYTES("DELETE / HTTP/1.1\r\n" END),
          BYTES("/"), { 0 }, BYTES(""), HTTP_OTHER, true },
        { "options of the server", BYTES("OPTIONS * HTTP/1.1\r\n" END),
          BYTES("*"), { 0 }, BYTES(""), HTTP_OTHER, true },
        { "a query", BYTES("GET /regions?q=kediri&x=%41 HTTP/1.1\r\n" END),
          BYTES("/regions"), BYTES("q=kediri&x=%41"), BYTES(""), HTTP_GET, true },
        { "an empty query is known", BYTES("GET /? HTTP/1.1\r\n" END),
          BYTES("/"), BYTES(""), BYTES(""), HTTP_GET, true },
        { "a code with a dot", BYTES("GET /regions/35.71 HTTP/1.1\r\n" END),
          BYTES("/regions/35.71"), { 0 }, BYTES(""), HTTP_GET, true },
        { "percent-encoded UTF-8", BYTES("GET /a%20%C3%A9 HTTP/1.1\r\n" END),
          BYTES("/a \xc3\xa9"), { 0 }, BYTES(""), HTTP_GET, true },
        { "three dots are a name", BYTES("GET /... HTTP/1.1\r\n" END),
          BYTES("/..."), { 0 }, BYTES(""), HTTP_GET, true },
        { "HTTP/1.0 closes", BYTES("GET / HTTP/1.0\r\n" END),
          BYTES("/"), { 0 }, BYTES(""), HTTP_GET, false },
        { "HTTP/1.0 may go without Host", BYTES("GET / HTTP/1.0\r\n\r\n"),
          BYTES("/"), { 0 }, BYTES(""), HTTP_GET, false },
        { "HTTP/1.0 does not keep alive", BYTES("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"),
          BYTES("/"), { 0 }, BYTES(""), HTTP_GET, false },
        { "close is asked for", BYTES("GET / HTTP/1.1\r\nConnection: foo , CLOSE\r\n" END),
          BYTES("/"), { 0 }, BYTES(""), HTTP_GET, false },
        { "an upgrade is passed over",
          BYTES("GET / HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n" END),
          BYTES("/"), { 0 }, BYTES(""), HTTP_GET, true },
        { "absolute form of the same host", BYTES("GET http://a/x?y HTTP/1.1\r\n" END),
          BYTES("/x"), BYTES("y"), BYTES(""), HTTP_GET, true },
        { "absolute form without a path", BYTES("GET http://A HTTP/1.1\r\n" END),
          BYTES("/"), { 0 }, BYTES(""), HTTP_GET, true },
        { "a port", BYTES("GET / HTTP/1.1\r\nHost: localhost:8080\r\n\r\n"),
          BYTES("/"), { 0 }, BYTES(""), HTTP_GET, true },
        { "an IPv6 host", BYTES("GET / HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n"),
          BYTES("/"), { 0 }, BYTES(""), HTTP_GET, true },
        { "space round a value", BYTES("GET / HTTP/1.1\r\nHost: \t a \t\r\n\r\n"),
          BYTES("/"), { 0 }, BYTES(""), HTTP_GET, true },
        { "an empty value", BYTES("GET / HTTP/1.1\r\nX:\r\n" END),
          BYTES("/"), { 0 }, BYTES(""), HTTP_GET, true },
        { "bytes over 0x7f in a value", BYTES("GET / HTTP/1.1\r\nX: \xff\xfe\r\n" END),
          BYTES("/"), { 0 }, BYTES(""), HTTP_GET, true },
        { "64 fields", BYTES("GET / HTTP/1.0\r\n" X64("X: y\r\n") "\r\n"),
          BYTES("/"), { 0 }, BYTES(""), HTTP_GET, false },
        { "a post without a body", BYTES(POST_TO "\r\n"),
          BYTES("/x"), { 0 }, BYTES(""), HTTP_POST, true },
        { "a body", BYTES(POST_TO "Content-Length: 5\r\n\r\na=b\r\nrest"),
          BYTES("/x"), { 0 }, BYTES("a=b\r\n"), HTTP_POST, true },
        { "a length of nothing", BYTES(POST_TO "Content-Length: 0\r\n\r\n"),
          BYTES("/x"), { 0 }, BYTES(""), HTTP_POST, true },
        { "chunks", BYTES(CHUNKED "3\r\na=b\r\n00A\r\n0123456789\r\n0\r\n\r\n"),
          BYTES("/x"), { 0 }, BYTES("a=b0123456789"), HTTP_POST, true },
        { "no chunk but the last", BYTES(CHUNKED "0\r\n\r\n"),
          BYTES("/x"), { 0 }, BYTES(""), HTTP_POST, true },
        { "a chunk extension is dropped", BYTES(CHUNKED "1;a=\"b c\"\r\nx\r\n0;z\r\n\r\n"),
          BYTES("/x"), { 0 }, BYTES("x"), HTTP_POST, true },
        { "trailers are dropped",
          BYTES(CHUNKED "1\r\nx\r\n0\r\nContent-Length: 9\r\nX: y\r\n\r\n"),
          BYTES("/x"), { 0 }, BYTES("x"), HTTP_POST, true },
        { "a body that waits for a go-ahead",
          BYTES(POST_TO "Expect: 100-Continue\r\nContent-Length: 1\r\n\r\nx"),
          BYTES("/x"), { 0 }, BYTES("x"), HTTP_POST, true },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct arena a = arena_make(1 << 20);
        struct http_reader r;
        size_t taken = feed(&r, &a, row[i].bytes, row[i].bytes.n, 1);
        bool   leaves_rest = str_ends(row[i].bytes, S("rest"));

        check(row[i].name, r.state == HTTP_WHOLE && r.request.method == row[i].method);
        check(row[i].name, r.request.keep_alive == row[i].keep);
        check(row[i].name, taken == row[i].bytes.n - (leaves_rest ? 4 : 0));
        check(row[i].name, r.request.query.p ? row[i].query.p != NULL : !row[i].query.p);
        check_text(row[i].name, r.request.path, row[i].path);
        check_text(row[i].name, r.request.query, row[i].query);
        check_text(row[i].name, r.request.body, row[i].body);
        check(row[i].name, cuts_agree(row[i].bytes));
        arena_drop(&a);
    }
}

#define R(name) HTTP_##name##_REFUSED

TEST(http_refuses)
{
    static const struct { const char *name; struct str bytes; enum http_refusal why; } row[] = {
        /* line ends and bytes */
        { "LF alone ends the request line", BYTES("GET / HTTP/1.1\nHost: a\r\n\r\n"), R(BARE_LF) },
        { "LF alone ends a field", BYTES("GET / HTTP/1.1\r\nHost: a\n\r\n"), R(BARE_LF) },
        { "CR within the request line", BYTES("GET /\r HTTP/1.1\r\n" END), R(BARE_CR) },
        { "CR within a value", BYTES("GET / HTTP/1.1\r\nX: a\rb\r\n" END), R(BARE_CR) },
        { "CR CR LF", BYTES("GET / HTTP/1.1\r\r\n" END), R(BARE_CR) },
        { "NUL in a value", BYTES("GET / HTTP/1.1\r\nX: a\0b\r\n" END), R(CONTROL) },
        { "NUL in the address", BYTES("GET /a\0b HTTP/1.1\r\n" END), R(CONTROL) },
        { "BEL in a value", BYTES("GET / HTTP/1.1\r\nX: \a\r\n" END), R(CONTROL) },
        { "DEL in a value", BYTES("GET / HTTP/1.1\r\nX: \x7f\r\n" END), R(CONTROL) },
        { "the first bytes of TLS", BYTES("\x16\x03\x01\x02\x00\x01"), R(CONTROL) },
        { "an empty line first", BYTES("\r\nGET / HTTP/1.1\r\n" END), R(REQUEST_LINE) },
        /* request line */
        { "HTTP/0.9", BYTES("GET /\r\n"), R(REQUEST_LINE) },
        { "only a word", BYTES("GET\r\n"), R(REQUEST_LINE) },
        { "two spaces before the address", BYTES("GET  / HTTP/1.1\r\n" END), R(REQUEST_LINE) },
        { "two spaces after the address", BYTES("GET /  HTTP/1.1\r\n" END), R(VERSION) },
        { "a space first", BYTES(" GET / HTTP/1.1\r\n" END), R(REQUEST_LINE) },
        { "a space last", BYTES("GET / HTTP/1.1 \r\n" END), R(VERSION) },
        { "tabs for spaces", BYTES("GET\t/\tHTTP/1.1\r\n" END), R(REQUEST_LINE) },
        { "a tab in the address", BYTES("GET /a\tb HTTP/1.1\r\n" END), R(TARGET) },
        { "a space in the address", BYTES("GET /a b HTTP/1.1\r\n" END), R(VERSION) },
        { "a colon in the method", BYTES("GET: / HTTP/1.1\r\n" END), R(METHOD) },
        { "a method in small letters", BYTES("get / HTTP/1.1\r\n" END), R(METHOD_UNKNOWN) },
        { "an unknown method", BYTES("BREW / HTTP/1.1\r\n" END), R(METHOD_UNKNOWN) },
        { "a tunnel", BYTES("CONNECT a:80 HTTP/1.1\r\n" END), R(METHOD_UNKNOWN) },
        { "the preface of HTTP/2", BYTES("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), R(VERSION_OTHER) },
        { "HTTP/1.2", BYTES("GET / HTTP/1.2\r\n" END), R(VERSION_OTHER) },
        { "HTTP/3.0", BYTES("GET / HTTP/3.0\r\n" END), R(VERSION_OTHER) },
        { "HTTP/1.10", BYTES("GET / HTTP/1.10\r\n" END), R(VERSION) },
        { "HTTP/1", BYTES("GET / HTTP/1\r\n" END), R(VERSION) },
        { "http in small letters", BYTES("GET / http/1.1\r\n" END), R(VERSION) },
        /* addresses */
        { "no slash first", BYTES("GET x HTTP/1.1\r\n" END), R(TARGET) },
        { "an asterisk for GET", BYTES("GET * HTTP/1.1\r\n" END), R(TARGET) },
        { "a fragment", BYTES("GET /a#b HTTP/1.1\r\n" END), R(TARGET) },
        { "a backslash", BYTES("GET /a\\b HTTP/1.1\r\n" END), R(TARGET) },
        { "an angle bracket", BYTES("GET /<script> HTTP/1.1\r\n" END), R(TARGET) },
        { "raw bytes over 0x7f", BYTES("GET /\xc3\xa9 HTTP/1.1\r\n" END), R(TARGET) },
        { "a quote in the query", BYTES("GET /?a=\" HTTP/1.1\r\n" END), R(TARGET) },
        { "a lone percent", BYTES("GET /% HTTP/1.1\r\n" END), R(PERCENT) },
        { "half a percent", BYTES("GET /%4 HTTP/1.1\r\n" END), R(PERCENT) },
        { "a percent without hex", BYTES("GET /%zz HTTP/1.1\r\n" END), R(PERCENT) },
        { "a percent without hex in the query", BYTES("GET /?a=%g1 HTTP/1.1\r\n" END), R(PERCENT) },
        { "an encoded slash", BYTES("GET /a%2fb HTTP/1.1\r\n" END), R(PATH_SLASH) },
        { "an encoded NUL", BYTES("GET /a%00b HTTP/1.1\r\n" END), R(PATH_SLASH) },
        { "up and out", BYTES("GET /../etc/passwd HTTP/1.1\r\n" END), R(PATH_DOTS) },
        { "a dot segment at the end", BYTES("GET /a/. HTTP/1.1\r\n" END), R(PATH_DOTS) },
        { "encoded dots", BYTES("GET /%2e%2E/a HTTP/1.1\r\n" END), R(PATH_DOTS) },
        { "an overlong slash", BYTES("GET /%c0%af HTTP/1.1\r\n" END), R(PATH_TEXT) },
        { "a surrogate", BYTES("GET /%ed%a0%80 HTTP/1.1\r\n" END), R(PATH_TEXT) },
        { "an encoded line end", BYTES("GET /a%0d%0aX:%20y HTTP/1.1\r\n" END), R(PATH_TEXT) },
        { "an encoded escape", BYTES("GET /%1b HTTP/1.1\r\n" END), R(PATH_TEXT) },
        { "absolute form by https", BYTES("GET https://a/ HTTP/1.1\r\n" END), R(TARGET) },
        { "absolute form of another host", BYTES("GET http://b/ HTTP/1.1\r\n" END),
          R(HOST_DIFFERS) },
        { "absolute form of another port", BYTES("GET http://a:1/ HTTP/1.1\r\n" END),
          R(HOST_DIFFERS) },
        { "absolute form with a user", BYTES("GET http://u@a/ HTTP/1.1\r\n" END), R(TARGET) },
        { "absolute form of no host", BYTES("GET http:/// HTTP/1.1\r\n" END), R(TARGET) },
        /* fields */
        { "a folded field", BYTES("GET / HTTP/1.1\r\nX: a\r\n b\r\n" END), R(FIELD_FOLDED) },
        { "a fold by tab", BYTES("GET / HTTP/1.1\r\nX: a\r\n\tb\r\n" END), R(FIELD_FOLDED) },
        { "space before the first field", BYTES("GET / HTTP/1.1\r\n Host: a\r\n\r\n"),
          R(FIELD_FOLDED) },
        { "space before the colon", BYTES("GET / HTTP/1.1\r\nHost : a\r\n\r\n"), R(FIELD_NAME) },
        { "a tab before the colon", BYTES("GET / HTTP/1.1\r\nHost\t: a\r\n\r\n"), R(FIELD_NAME) },
        { "no colon", BYTES("GET / HTTP/1.1\r\nHost a\r\n\r\n"), R(FIELD_NAME) },
        { "no name", BYTES("GET / HTTP/1.1\r\n: a\r\n" END), R(FIELD_NAME) },
        { "a name in brackets", BYTES("GET / HTTP/1.1\r\n(X): a\r\n" END), R(FIELD_NAME) },
        { "a name over 0x7f", BYTES("GET / HTTP/1.1\r\n\xc3\xa9: a\r\n" END), R(FIELD_NAME) },
        { "65 fields", BYTES("GET / HTTP/1.0\r\n" X64("X: y\r\n") "X: y\r\n\r\n"), R(FIELDS_MANY) },
        /* host */
        { "no host", BYTES("GET / HTTP/1.1\r\n\r\n"), R(HOST_MISSING) },
        { "two hosts", BYTES("GET / HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n"), R(HOST_SEVERAL) },
        { "an empty host", BYTES("GET / HTTP/1.1\r\nHost:\r\n\r\n"), R(HOST) },
        { "a host with a path", BYTES("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"), R(HOST) },
        { "a host with a user", BYTES("GET / HTTP/1.1\r\nHost: u@a\r\n\r\n"), R(HOST) },
        { "two hosts in one field", BYTES("GET / HTTP/1.1\r\nHost: a, b\r\n\r\n"), R(HOST) },
        { "a port that is no number", BYTES("GET / HTTP/1.1\r\nHost: a:x\r\n\r\n"), R(HOST) },
        { "a signed port", BYTES("GET / HTTP/1.1\r\nHost: a:+1\r\n\r\n"), R(HOST) },
        { "a port over the highest", BYTES("GET / HTTP/1.1\r\nHost: a:65536\r\n\r\n"), R(HOST) },
        { "an open bracket", BYTES("GET / HTTP/1.1\r\nHost: [::1\r\n\r\n"), R(HOST) },
        /* framing */
        { "two lengths that agree",
          BYTES(POST_TO "Content-Length: 1\r\ncontent-length: 1\r\n\r\nx"),
          R(LENGTH_SEVERAL) },
        { "two lengths that differ",
          BYTES(POST_TO "Content-Length: 1\r\nContent-Length: 2\r\n\r\nx"),
          R(LENGTH_SEVERAL) },
        { "a list of lengths", BYTES(POST_TO "Content-Length: 1, 1\r\n\r\nx"), R(LENGTH) },
        { "a signed length", BYTES(POST_TO "Content-Length: +1\r\n\r\nx"), R(LENGTH) },
        { "a negative length", BYTES(POST_TO "Content-Length: -1\r\n\r\nx"), R(LENGTH) },
        { "a hex length", BYTES(POST_TO "Content-Length: 0x1\r\n\r\nx"), R(LENGTH) },
        { "an empty length", BYTES(POST_TO "Content-Length:\r\n\r\n"), R(LENGTH) },
        { "a length over 64 bits", BYTES(POST_TO "Content-Length: 18446744073709551617\r\n\r\nx"),
          R(BODY_LARGE) },
        { "a length over the limit", BYTES(POST_TO "Content-Length: 1048577\r\n\r\n"),
          R(BODY_LARGE) },
        { "length and chunks",
          BYTES(POST_TO "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
          R(LENGTH_AND_CODING) },
        { "chunks and length",
          BYTES(POST_TO "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n"),
          R(LENGTH_AND_CODING) },
        { "gzip in transfer", BYTES(POST_TO "Transfer-Encoding: gzip, chunked\r\n\r\n"),
          R(CODING) },
        { "chunks twice", BYTES(POST_TO "Transfer-Encoding: chunked, chunked\r\n\r\n"), R(CODING) },
        { "chunks in two fields",
          BYTES(POST_TO "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n"),
          R(CODING_SEVERAL) },
        { "identity", BYTES(POST_TO "Transfer-Encoding: identity\r\n\r\n"), R(CODING) },
        { "an empty coding", BYTES(POST_TO "Transfer-Encoding:\r\n\r\n"), R(CODING) },
        { "a word like chunked", BYTES(POST_TO "Transfer-Encoding: xchunked\r\n\r\n"), R(CODING) },
        { "chunked behind a vertical tab", BYTES(POST_TO "Transfer-Encoding: \vchunked\r\n\r\n"),
          R(CONTROL) },
        { "chunks in HTTP/1.0", BYTES("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"),
          R(CODING_IN_1_0) },
        { "another expectation", BYTES(POST_TO "Expect: 200-ok\r\n\r\n"), R(EXPECTATION) },
        { "a packed body",
          BYTES(POST_TO "Content-Encoding: gzip\r\nContent-Length: 1\r\n\r\nx"), R(PACKED) },
        { "a packed body in chunks",
          BYTES(POST_TO "Transfer-Encoding: chunked\r\ncontent-encoding: br\r\n\r\n"),
          R(PACKED) },
        /* chunks */
        { "a chunk size of nothing", BYTES(CHUNKED "\r\n"), R(CHUNK) },
        { "a chunk size without hex", BYTES(CHUNKED "g\r\n"), R(CHUNK) },
        { "a signed chunk size", BYTES(CHUNKED "+1\r\nx\r\n"), R(CHUNK) },
        { "0x before a chunk size", BYTES(CHUNKED "0x1\r\nx\r\n"), R(CHUNK) },
        { "space before a chunk size", BYTES(CHUNKED " 1\r\nx\r\n"), R(CHUNK) },
        { "space after a chunk size", BYTES(CHUNKED "1 \r\nx\r\n"), R(CHUNK) },
        { "nine digits of chunk size", BYTES(CHUNKED "000000001\r\nx\r\n"), R(CHUNK) },
        { "a chunk over the limit", BYTES(CHUNKED "100001\r\n"), R(BODY_LARGE) },
        { "a chunk of 4 GB", BYTES(CHUNKED "ffffffff\r\n"), R(BODY_LARGE) },
        { "LF alone after a chunk size", BYTES(CHUNKED "1\nx\r\n"), R(BARE_LF) },
        { "a chunk longer than its size", BYTES(CHUNKED "1\r\nxy\r\n"), R(CHUNK) },
        { "LF alone after a chunk", BYTES(CHUNKED "1\r\nx\n0\r\n\r\n"), R(CHUNK) },
        { "CR alone after a chunk", BYTES(CHUNKED "1\r\nx\rz"), R(CHUNK) },
        { "CR within an extension", BYTES(CHUNKED "1;a\rb\r\nx"), R(BARE_CR) },
        { "NUL within an extension", BYTES(CHUNKED "1;\0\r\nx"), R(CONTROL) },
        { "a long extension", BYTES(CHUNKED "1;" X64("01234567") "\r\nx\r\n"), R(CHUNK_EXTENSION) },
        { "many extensions", BYTES(CHUNKED X10("1;" X10("0123456789ab") "\r\nx\r\n")),
          R(CHUNK_EXTENSION) },
        { "a folded trailer", BYTES(CHUNKED "0\r\nX: a\r\n b\r\n\r\n"), R(FIELD_FOLDED) },
        { "a trailer without a colon", BYTES(CHUNKED "0\r\nX\r\n\r\n"), R(FIELD_NAME) },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct arena a = arena_make(1 << 20);
        struct http_reader r;

        feed(&r, &a, row[i].bytes, row[i].bytes.n, 1);
        check_text(row[i].name, str_of(http_refusal_code(r.refusal)),
                   str_of(http_refusal_code(row[i].why)));
        check(row[i].name, r.state == HTTP_REFUSED && http_refusal_status(r.refusal) >= 400);
        check(row[i].name, cuts_agree(row[i].bytes));
        arena_drop(&a);
    }
}

TEST(http_waits_for_the_rest)
{
    static const struct { const char *name; struct str bytes; } row[] = {
        { "nothing yet",            BYTES("") },
        { "half a request line",    BYTES("GET / HT") },
        { "CR without its LF yet",  BYTES("GET / HTTP/1.1\r\nHost: a\r\n\r") },
        { "no empty line yet",      BYTES("GET / HTTP/1.1\r\nHost: a\r\n") },
        { "half a body",            BYTES(POST_TO "Content-Length: 5\r\n\r\nab") },
        { "half a chunk",           BYTES(CHUNKED "5\r\nab") },
        { "no last chunk yet",      BYTES(CHUNKED "1\r\nx\r\n") },
        { "no end of trailers yet", BYTES(CHUNKED "0\r\n") },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct http_reader r;

        feed(&r, unit_arena(), row[i].bytes, row[i].bytes.n, 1);
        check(row[i].name, r.state == HTTP_MORE);
        check(row[i].name, cuts_agree(row[i].bytes));
    }
}

/* Bytes up to a limit pass and one more does not. */
TEST(http_limits)
{
    static const struct {
        const char *name; size_t n; bool in_target; enum http_refusal why;
    } row[] = {
        { "an address of the greatest length", 4096,          true,  HTTP_NO_REFUSAL },
        { "one byte more",                     4097,          true,  R(TARGET_LONG)  },
        { "an address that fills the head",    20000,         true,  R(TARGET_LONG)  },
        { "a head of the greatest length",     16384 - 14 - 7 - 3, false, HTTP_NO_REFUSAL },
        { "one byte more of head",             16384 - 14 - 7 - 2, false, R(HEAD_LONG) },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct buf b = buf_in(unit_arena(), 1 << 16);
        struct http_reader r;

        buf_add(&b, row[i].in_target ? S("GET ") : S("GET / HTTP/1.1\r\nX: "));
        for (size_t k = 0; k < row[i].n; k++)
            buf_byte(&b, k == 0 ? '/' : 'a');
        buf_add(&b, row[i].in_target ? S(" HTTP/1.1\r\n" END) : S("\r\n" END));
        feed(&r, unit_arena(), buf_str(&b), b.n, 1);
        check_text(row[i].name, str_of(http_refusal_code(r.refusal)),
                   str_of(http_refusal_code(row[i].why)));
        check(row[i].name, (r.state == HTTP_WHOLE) == (row[i].why == HTTP_NO_REFUSAL));
    }
}

TEST(http_reads_pipelined_requests_in_order)
{
    struct str bytes = S("GET /1 HTTP/1.1\r\n" END CHUNKED "1\r\nx\r\n0\r\n\r\n"
                         "GET /3 HTTP/1.1\r\n" END);
    static const char *const path[] = { "/1", "/x", "/3" };
    struct http_reader r;

    http_start(&r, unit_arena(), &http_limits_default);
    for (size_t i = 0; i < COUNT(path); i++) {
        size_t taken = http_feed(&r, bytes);

        check(path[i], r.state == HTTP_WHOLE);
        check_text(path[i], r.request.path, str_of(path[i]));
        bytes = str_part(bytes, taken, bytes.n - taken);
        http_next(&r);
        check(path[i], r.state == HTTP_MORE && !r.begun);
    }
    check("nothing is left", bytes.n == 0);
}

TEST(http_says_when_a_client_waits)
{
    struct http_reader r;
    struct str head = S(POST_TO "Expect: 100-continue\r\nContent-Length: 1\r\n\r\n");

    http_start(&r, unit_arena(), &http_limits_default);
    http_feed(&r, head);
    check("the head is over, the body is awaited", r.state == HTTP_MORE && r.expects);
    http_feed(&r, S("x"));
    check("the body is there", r.state == HTTP_WHOLE && !r.expects);
    http_start(&r, unit_arena(), &http_limits_default);
    http_feed(&r, S(POST_TO "Expect: 100-continue\r\n\r\n"));
    check("no body, nothing to wait for", r.state == HTTP_WHOLE && !r.expects);
}

/* ---- bodies that are passed on -------------------------------------------------------------- */

struct passed { char text[200]; size_t n, taken; enum http_refusal refusal; bool whole; };

/* Feeds pieces of `step` bytes and gathers what is passed on. */
static struct passed
pass(struct str bytes, size_t step, size_t most)
{
    struct arena       a = arena_make(1 << 20);
    struct http_reader r;
    struct passed      p = { .n = 0 };

    http_start(&r, &a, &http_limits_default);
    r.asks = true;
    while (p.taken < bytes.n && (r.state == HTTP_MORE || r.state == HTTP_HEADED)) {
        if (r.state == HTTP_HEADED)
            http_pass(&r, most);
        p.taken += http_feed(&r, str_part(bytes, p.taken, step));
        for (size_t i = 0; i < r.piece.n && p.n < sizeof p.text; i++)
            p.text[p.n++] = r.piece.p[i];
    }
    if (r.state == HTTP_HEADED)
        http_pass(&r, most);
    p.refusal = r.refusal;
    p.whole = r.state == HTTP_WHOLE && r.request.body.n == 0;
    arena_drop(&a);
    return p;
}

TEST(http_passes_a_body_on)
{
    static const struct {
        const char *name;
        struct str bytes;
        size_t most;
        const char *body;
        enum http_refusal refusal;
    } row[] = {
        { "baseline", BYTES(POST_TO "Content-Length: 5\r\n\r\nabcde"), 5, "abcde", 0 },
        { "in chunks", BYTES(CHUNKED "2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n"), 5, "abcde", 0 },
        { "no body", BYTES(POST_TO "\r\n"), 0, "", 0 },
        { "no bytes in chunks", BYTES(CHUNKED "0\r\n\r\n"), 0, "", 0 },
        { "more than it may", BYTES(POST_TO "Content-Length: 5\r\n\r\nabcde"), 4, "",
          HTTP_BODY_LARGE_REFUSED },
        { "more in chunks", BYTES(CHUNKED "2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n"), 4, "ab",
          HTTP_BODY_LARGE_REFUSED },
        { "a length beyond all numbers",
          BYTES(POST_TO "Content-Length: 99999999999999999999999\r\n\r\n"), 4, "",
          HTTP_BODY_LARGE_REFUSED },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        for (size_t step = 1; step <= row[i].bytes.n; step++) {
            struct passed p = pass(row[i].bytes, step, row[i].most);

            check_text(row[i].name, (struct str){ p.text, p.n }, str_of(row[i].body));
            check(row[i].name, p.refusal == row[i].refusal);
            check(row[i].name, p.whole == (row[i].refusal == 0));
        }
}

TEST(http_asks_where_a_body_goes_before_it_comes)
{
    struct arena       a = arena_make(1 << 20);
    struct http_reader r;
    struct str         bytes = S(POST_TO "Expect: 100-continue\r\nContent-Length: 3\r\n\r\nabc");

    http_start(&r, &a, &http_limits_default);
    r.asks = true;
    size_t n = http_feed(&r, bytes);

    check("it stops at the end of the head", r.state == HTTP_HEADED && n == bytes.n - 3);
    check("and knows what comes", r.expects && r.length == 3);
    http_gather(&r);
    http_feed(&r, str_part(bytes, n, 3));
    check("gathered", r.state == HTTP_WHOLE && str_eq(r.request.body, S("abc")));
    http_next(&r);
    http_feed(&r, bytes);
    check("it asks the next time too", r.state == HTTP_HEADED);
    arena_drop(&a);
}
