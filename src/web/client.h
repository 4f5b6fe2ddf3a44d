/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * client.h — who is at the other end: its address behind proxies, TLS, the page a form came from.
 *
 * WHAT   Pure. What a client says of itself counts for nothing: a proxy's word about the client is
 *        taken only when the connection comes from a proxy that the operator trusts, and then only
 *        the part that trusted proxies wrote. Lists are read from the right, where the nearest one
 *        wrote, up to the first address that is not trusted: that is the client.
 * LAW    RFC 7239 (Forwarded); the X-Forwarded fields, which have none; Fetch, "Origin" and
 *        "Sec-Fetch-Site". OURS: where X-Forwarded-For and Forwarded name different clients, one of
 *        them was written by the client, and neither is believed.
 */
#ifndef GUYUB_WEB_CLIENT_H
#define GUYUB_WEB_CLIENT_H

#include "web/http.h"

enum { CLIENT_NETS_MAX = 32 };

struct client_net { uint8_t byte[16]; int32_t bits; };      /* IPv4 as ::ffff:a.b.c.d           */

struct client_nets { struct client_net net[CLIENT_NETS_MAX]; size_t n; };

/* "127.0.0.1, 10.0.0.0/8, ::1, fd00::/8". False: `wrong` could not be read, or is one too many. */
bool client_nets_read(struct str list, struct client_nets *, struct str *wrong);

/* Whether the address is in one of them; a text that is no address is in none. */
bool client_is_in(const struct client_nets *, struct str address);

/* In its shortest form, IPv4 with points. The peer itself when it is not trusted, or when what it
 * says cannot be believed; the peer as it was given when nobody is trusted. */
struct str client_address(struct arena *, const struct client_nets *trusted, struct str peer,
                          const struct http_request *);

/* Whether a trusted proxy says that the client came by TLS. */
bool client_by_tls(struct arena *, const struct client_nets *trusted, struct str peer,
                   const struct http_request *);

/* The number that a trusted proxy has given the request, 8 to 64 letters, digits and "-"; unknown
 * if there is none, or several. */
struct str client_request_id(const struct client_nets *trusted, struct str peer,
                             const struct http_request *);

/* What the browser says of the page that made it send this request. */
enum client_from {
    FROM_UNSAID,                /* neither Origin, nor Referer, nor Sec-Fetch-Site               */
    FROM_OWN,                   /* a page of this host                                           */
    FROM_FOREIGN,               /* any other, or one that hides what it is                       */
};

/* Foreign as soon as one of the three fields says so. */
enum client_from client_from(const struct http_request *);

#endif
