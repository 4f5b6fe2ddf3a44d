/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * fuzz_cookie.c — any bytes as the cookies that a browser, or somebody else, sends.
 *
 * PROPERTY  A value is a piece of what came, without the semicolon; what stands behind the first of
 *           a name changes nothing; what we set is found again among the rest; what looks like a
 *           token is nothing but its letters.
 */
#include <assert.h>
#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/secret.h"
#include "web/cookie.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const char *const names[] = { "lang", "gy_session", "gy_browser" };

static void
check_value(struct arena *a, struct str cookies, const char *name)
{
    struct str value = cookie_value(cookies, name), more;

    if (!str_is_known(value))
        return;
    assert(value.n <= cookies.n && (value.n == 0 || !memchr(value.p, ';', value.n)));
    more = str_fmt(a, "%.*s; %s=other", TEXT(cookies), name);
    assert(str_eq(cookie_value(more, name), value));
    if (!secret_is_token(value))
        return;
    for (size_t i = 0; i < value.n; i++)
        assert(isalnum((unsigned char)value.p[i]) || value.p[i] == '-' || value.p[i] == '_');
}

/* Behind all that a stranger put there, as long as the name is not among it. */
static void
check_set(struct arena *a, struct str cookies)
{
    struct str  token = S("0123456789abcdefghijklmnopqrstuv");
    struct str  field = cookie_field(a, (struct cookie){ "own", token, 60 }, true);
    struct str  pair, rest;

    assert(str_cut(field, ';', &pair, &rest));
    if (str_is_known(cookie_value(cookies, "own")))
        return;
    struct str all = str_fmt(a, "%.*s; %.*s", TEXT(cookies), TEXT(pair));

    assert(str_eq(cookie_value(all, "own"), token));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static struct arena a;
    struct str          cookies = { n ? (const char *)data : "", n };

    if (!a.base)
        a = arena_make(4 << 20);
    arena_reset(&a);
    if (n > 4096 || memchr(cookies.p, '\0', n))
        return 0;
    for (size_t i = 0; i < COUNT(names); i++)
        check_value(&a, cookies, names[i]);
    check_set(&a, cookies);
    return 0;
}
