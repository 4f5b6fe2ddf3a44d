/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * fuzz_identity.c — what is typed at the door: a login, a code, a password, and where to go then.
 *
 * PROPERTY  A path of our own stays with us, however a browser reads it. What folds folds no
 *           further. A login that is valid is plain ASCII; a network reads as an address, or is
 *           what it was.
 */
#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "ground/identity/identity_rule.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* As the URL standard reads a path: tabs and line ends are dropped, a backslash is a slash. */
static bool
leads_away(struct str path)
{
    char   z[3] = { 0 };
    size_t n = 0;

    for (size_t i = 0; i < path.n && n < 2; i++)
        if (!strchr("\t\r\n", path.p[i]))
            z[n++] = (char)(path.p[i] == '\\' ? '/' : path.p[i]);
    return z[0] != '/' || z[1] == '/';
}

static void
check_texts(struct arena *a, struct str s)
{
    struct str login = identity_login_fold(a, s), code = identity_code_fold(a, s);

    assert(str_eq(identity_login_fold(a, login), login));
    assert(str_eq(identity_code_fold(a, code), code));
    if (identity_login_is_valid(login))
        for (size_t i = 0; i < login.n; i++)
            assert(login.p[i] > ' ' && login.p[i] < 0x7f);
    (void)identity_password_fault(a, s, S("sri"), S("Sri Lestari"));
    assert(identity_browser(a, s).n > 0);
    struct str network = identity_network(a, s);

    assert(str_eq(identity_network(a, network), network));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static struct arena a;
    struct str          s = { n ? (const char *)data : "", n };

    if (!a.base)
        a = arena_make(4 << 20);
    arena_reset(&a);
    if (n > 2048 || memchr(s.p, '\0', n) || !utf8_is_valid(s, NULL))
        return 0;
    assert(!identity_path_is_own(s) || !leads_away(s));
    check_texts(&a, s);
    return 0;
}
