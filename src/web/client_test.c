/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* client_test.c — proxies that are trusted, clients that lie, forms from elsewhere. */
#include "web/client.h"

#include "base/arena.h"
#include "unit.h"

/* Reads the fields as they stand in a request's head. */
static const struct http_request *
asked(const char *fields)
{
    struct http_reader *r = NEW(unit_arena(), struct http_reader);

    http_start(r, unit_arena(), &http_limits_default);
    http_feed(r, str_fmt(unit_arena(), "GET / HTTP/1.1\r\nHost: kota.example:8080\r\n%s\r\n",
                         fields));
    check(fields, r->state == HTTP_WHOLE);
    return &r->request;
}

static struct client_nets
nets(const char *list)
{
    struct client_nets n;
    struct str         wrong;

    check(list, client_nets_read(str_of(list), &n, &wrong));
    return n;
}

#define X "X-Forwarded-For: "
#define F "Forwarded: "
#define CLIENT "203.0.113.7"
#define OTHER  "198.51.100.9"
#define PROXY  "10.0.0.1"
#define A_16   "aaaaaaaaaaaaaaaa"

TEST(client_address_behind_proxies)
{
    static const struct { const char *name, *peer, *fields, *is; } row[] = {
        { "baseline",                PROXY, X CLIENT "\r\n", CLIENT },
        { "no proxy speaks",         PROXY, "", PROXY },
        { "a stranger speaks",       OTHER, X CLIENT "\r\n", OTHER },
        { "a stranger forwards",     OTHER, F "for=" CLIENT "\r\n", OTHER },
        { "the client wrote before", PROXY, X OTHER ", " CLIENT "\r\n", CLIENT },
        { "the client wrote a field of its own", PROXY, X OTHER "\r\n" X CLIENT "\r\n", CLIENT },
        { "in other letters",        PROXY, "x-forwarded-for: " CLIENT "\r\n", CLIENT },
        { "two proxies",             PROXY, X CLIENT ", 10.0.0.2\r\n", CLIENT },
        { "the client says it is a proxy", PROXY, X "10.9.9.9, " CLIENT "\r\n", CLIENT },
        { "a client within the trusted net", PROXY, X "10.1.1.1\r\n", "10.1.1.1" },
        { "all are trusted",         PROXY, X "10.1.1.1, 10.2.2.2\r\n", "10.1.1.1" },
        { "nonsense from the client", PROXY, X "\"><script>, " CLIENT "\r\n", CLIENT },
        { "nonsense at the end",     PROXY, X CLIENT ", unknown\r\n", PROXY },
        { "nonsense behind a proxy", PROXY, X CLIENT ", unknown, 10.0.0.2\r\n", "10.0.0.2" },
        { "an empty field",          PROXY, X "\r\n", PROXY },
        { "an empty element",        PROXY, X CLIENT ",\r\n", PROXY },
        { "with a port",             PROXY, X CLIENT ":5123\r\n", CLIENT },
        { "with no port behind the colon", PROXY, X CLIENT ":\r\n", PROXY },
        { "IPv6",                    PROXY, X "2001:DB8:0::7\r\n", "2001:db8::7" },
        { "IPv6 with a port",        PROXY, X "[2001:db8::7]:5123\r\n", "2001:db8::7" },
        { "an open bracket",         PROXY, X "[2001:db8::7\r\n", PROXY },
        { "IPv4 in IPv6",            PROXY, X "::ffff:" CLIENT "\r\n", CLIENT },
        { "a peer by IPv6",          "fd00::1", X CLIENT "\r\n", CLIENT },
        { "a peer by IPv4 in IPv6",  "::ffff:10.0.0.1", X CLIENT "\r\n", CLIENT },
        { "one bit beside the net",  "11.0.0.1", X CLIENT "\r\n", "11.0.0.1" },
        { "a number is no address",  PROXY, X "3232235521\r\n", PROXY },
        { "Forwarded",               PROXY, F "for=" CLIENT ";proto=https\r\n", CLIENT },
        { "Forwarded, quoted",       PROXY, F "For=\"[2001:db8::7]:4711\"\r\n", "2001:db8::7" },
        { "Forwarded, of the client first", PROXY, F "for=" OTHER ", for=" CLIENT "\r\n", CLIENT },
        { "Forwarded, a quote left open", PROXY, F "for=\"" OTHER ", for=" CLIENT "\r\n", CLIENT },
        { "Forwarded, hidden",       PROXY, F "for=_hidden\r\n", PROXY },
        { "Forwarded by whom only",  PROXY, F "by=" CLIENT "\r\n", PROXY },
        { "both say the same",       PROXY, X CLIENT "\r\n" F "for=" CLIENT "\r\n", CLIENT },
        { "the client wrote the other kind", PROXY, X CLIENT "\r\n" F "for=" OTHER "\r\n", PROXY },
        { "no peer",                 NULL,  X CLIENT "\r\n", NULL },
    };
    struct client_nets trusted = nets("10.0.0.0/8, fd00::/8");

    for (size_t i = 0; i < COUNT(row); i++)
        check_text(row[i].name, client_address(unit_arena(), &trusted, str_of(row[i].peer),
                                               asked(row[i].fields)), str_of(row[i].is));
}

TEST(client_without_trusted_proxies_is_the_peer)
{
    struct client_nets none = nets("");

    check_text("what it says counts for nothing",
               client_address(unit_arena(), &none, S("127.0.0.1"), asked(X CLIENT "\r\n")),
               S("127.0.0.1"));
    check("nor that it came by TLS", !client_by_tls(unit_arena(), &none, S("127.0.0.1"),
                                                    asked("X-Forwarded-Proto: https\r\n")));
}

TEST(client_nets_are_read)
{
    static const struct { const char *name, *list; size_t n; const char *wrong; } row[] = {
        { "baseline",         "127.0.0.1",             1, NULL },
        { "none",             "",                      0, NULL },
        { "several",          " ::1 , 10.0.0.0/8,",    2, NULL },
        { "the whole world",  "0.0.0.0/0, ::/0",       2, NULL },
        { "a name",           "::1, proxy.lan",        0, "proxy.lan" },
        { "too many bits",    "10.0.0.0/33",           0, "10.0.0.0/33" },
        { "bits below zero",  "10.0.0.0/-1",           0, "10.0.0.0/-1" },
        { "no bits",          "10.0.0.0/",             0, "10.0.0.0/" },
        { "a port",           "10.0.0.1:80",           0, "10.0.0.1:80" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct client_nets n;
        struct str         wrong;
        bool               read = client_nets_read(str_of(row[i].list), &n, &wrong);

        check(row[i].name, read == (row[i].wrong == NULL));
        if (read)
            check(row[i].name, n.n == row[i].n);
        else
            check_text(row[i].name, wrong, str_of(row[i].wrong));
    }
}

TEST(client_by_tls_is_the_proxys_word)
{
    static const struct { const char *name, *peer, *fields; bool is; } row[] = {
        { "baseline",            PROXY, "X-Forwarded-Proto: https\r\n", true },
        { "no word",             PROXY, "", false },
        { "a stranger's word",   OTHER, "X-Forwarded-Proto: https\r\n", false },
        { "not by TLS",          PROXY, "X-Forwarded-Proto: http\r\n", false },
        { "the client's word before it", PROXY, "X-Forwarded-Proto: https, http\r\n", false },
        { "Forwarded",           PROXY, F "for=" CLIENT ";proto=https\r\n", true },
        { "Forwarded before it", PROXY, F "proto=https, for=" CLIENT "\r\n", false },
    };
    struct client_nets trusted = nets("10.0.0.0/8");

    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i].name, client_by_tls(unit_arena(), &trusted, str_of(row[i].peer),
                                         asked(row[i].fields)) == row[i].is);
}

TEST(client_from_own_pages_or_others)
{
    static const struct { const char *name, *fields; enum client_from is; } row[] = {
        { "nothing is said",      "", FROM_UNSAID },
        { "our page",             "Origin: http://kota.example:8080\r\n", FROM_OWN },
        { "our page behind TLS",  "Origin: https://kota.example:8080\r\n", FROM_OWN },
        { "in other letters",     "Origin: http://Kota.Example:8080\r\n", FROM_OWN },
        { "another host",         "Origin: http://evil.example\r\n", FROM_FOREIGN },
        { "another port",         "Origin: http://kota.example:9090\r\n", FROM_FOREIGN },
        { "a host that ends like ours", "Origin: http://xkota.example:8080\r\n", FROM_FOREIGN },
        { "a host that begins so", "Origin: http://kota.example:8080.evil.id\r\n", FROM_FOREIGN },
        { "ours as a user's name", "Origin: http://kota.example:8080@evil.id\r\n", FROM_FOREIGN },
        { "a page that hides",    "Origin: null\r\n", FROM_FOREIGN },
        { "an empty origin",      "Origin: \r\n", FROM_FOREIGN },
        { "our page by Referer",  "Referer: http://kota.example:8080/a?b\r\n", FROM_OWN },
        { "another by Referer",   "Referer: http://evil.id/kota.example:8080\r\n", FROM_FOREIGN },
        { "the origin counts first",
          "Referer: http://kota.example:8080/\r\nOrigin: http://evil.id\r\n", FROM_FOREIGN },
        { "same origin",          "Sec-Fetch-Site: same-origin\r\n", FROM_OWN },
        { "by the reader's hand", "Sec-Fetch-Site: none\r\n", FROM_UNSAID },
        { "the same site's other host", "Sec-Fetch-Site: same-site\r\n", FROM_FOREIGN },
        { "another site",         "Sec-Fetch-Site: cross-site\r\n", FROM_FOREIGN },
        { "another site with our origin",
          "Sec-Fetch-Site: cross-site\r\nOrigin: http://kota.example:8080\r\n", FROM_FOREIGN },
        { "our site with another origin",
          "Sec-Fetch-Site: same-origin\r\nOrigin: http://evil.example\r\n", FROM_FOREIGN },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i].name, client_from(asked(row[i].fields)) == row[i].is);
}

TEST(client_request_id_of_a_trusted_proxy)
{
    static const struct { const char *name, *peer, *fields, *is; } row[] = {
        { "baseline",            PROXY, "X-Request-Id: 0a-Zz9-77\r\n", "0a-Zz9-77" },
        { "a stranger's",        OTHER, "X-Request-Id: 0a-Zz9-77\r\n", NULL },
        { "none",                PROXY, "", NULL },
        { "seven characters",    PROXY, "X-Request-Id: 1234567\r\n", NULL },
        { "eight",               PROXY, "X-Request-Id: 12345678\r\n", "12345678" },
        { "64",                  PROXY, "X-Request-Id: " A_16 A_16 A_16 A_16 "\r\n",
          A_16 A_16 A_16 A_16 },
        { "65",                  PROXY, "X-Request-Id: " A_16 A_16 A_16 A_16 "a\r\n", NULL },
        { "another character",   PROXY, "X-Request-Id: 1234_5678\r\n", NULL },
        { "two of them",         PROXY,
          "X-Request-Id: 12345678\r\nX-Request-Id: 12345678\r\n", NULL },
    };
    struct client_nets trusted = nets("10.0.0.0/8");

    for (size_t i = 0; i < COUNT(row); i++)
        check_text(row[i].name,
                   client_request_id(&trusted, str_of(row[i].peer), asked(row[i].fields)),
                   str_of(row[i].is));
}

TEST(client_is_in_a_network)
{
    static const struct { const char *list, *address; bool is; } row[] = {
        { "10.0.0.0/8", "10.9.9.9", true },  { "10.0.0.0/8", "11.0.0.1", false },
        { "::1", "::1", true },              { "", "10.0.0.1", false },
        { "10.0.0.0/8", "", false },         { "10.0.0.0/8", "nonsense", false },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct client_nets in = nets(row[i].list);

        check(row[i].address, client_is_in(&in, str_of(row[i].address)) == row[i].is);
    }
}
