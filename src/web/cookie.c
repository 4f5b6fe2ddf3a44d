/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/cookie.h"

#include <assert.h>

#include "base/arena.h"

/* What RFC 6265 lets stand in a value without quotes. */
static bool
is_value(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];

        if (c <= ' ' || c >= 0x7f || c == '"' || c == ',' || c == ';' || c == '\\')
            return false;
    }
    return true;
}

void
reply_cookie(struct reply *rp, struct cookie c)
{
    assert(rp->n_cookies < COUNT(rp->cookie) && is_value(c.value));
    rp->cookie[rp->n_cookies++] = c;
}

struct str
cookie_value(struct str cookies, const char *name)
{
    struct str pair, key, value;

    while (cookies.p) {
        str_cut(cookies, ';', &pair, &cookies);
        if (str_cut(str_trim(pair), '=', &key, &value) && str_eq(key, str_of(name)))
            return value;
    }
    return (struct str){ NULL, 0 };
}

struct str
cookie_field(struct arena *a, struct cookie c, bool secure)
{
    struct str age = S("");

    if (c.keep_s != 0)
        age = str_fmt(a, "; Max-Age=%lld", c.keep_s > 0 ? (long long)c.keep_s : 0LL);
    return str_fmt(a, "%s=%.*s; Path=/%.*s; SameSite=Lax; HttpOnly%s", c.name, TEXT(c.value),
                   TEXT(age), secure ? "; Secure" : "");
}
