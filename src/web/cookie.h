/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * cookie.h — a reply's cookie as the field that sets it. Handlers call route.h's functions.
 *
 * A cookie that a browser sends twice (one was set for another path) counts with its first value.
 */
#ifndef GUYUB_WEB_COOKIE_H
#define GUYUB_WEB_COOKIE_H

#include "web/route.h"

/* The value of Set-Cookie: Path=/, SameSite=Lax, HttpOnly; Secure when the client came by TLS. */
struct str cookie_field(struct arena *, struct cookie, bool secure);

#endif
