/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/turn/forged.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/secret.h"

/* The browser's own token; unknown if it has none, or one that we did not make. */
static struct str
of_browser(const struct turn *t)
{
    struct str token = cookie_value(t->rq.cookies, FORM_COOKIE);

    return secret_is_token(token) ? token : (struct str){ NULL, 0 };
}

static bool
is_same(struct str given, struct str token)
{
    return token.n > 0 && given.n > 0 && secret_same(given, token);
}

bool
form_is_proven(const struct turn *t)
{
    struct str given = query_value(t->rq.given, S(FORM_FIELD));
    bool       is_in = t->who.kind == WHO_PERSON;

    if (t->from == FROM_FOREIGN)
        return false;
    if (is_in && is_same(given, t->who.form_token))
        return true;
    return (!is_in || t->from == FROM_OWN) && is_same(given, of_browser(t));
}

static struct str
token_of(struct turn *t)
{
    if (t->who.kind == WHO_PERSON)
        return t->who.form_token;
    struct str token = of_browser(t);

    if (token.n > 0)
        return token;
    t->form_cookie = secret_token(t->cx->arena);
    return t->form_cookie;
}

static size_t
count_marks(struct str page)
{
    size_t n = 0;

    for (size_t i = 0; i < page.n; i++)
        n += page.p[i] == VIEW_TOKEN_MARK;
    return n;
}

struct str
form_tokens_put(struct turn *t, struct str page)
{
    size_t n = count_marks(page);
    struct str rest = page, part;

    if (n == 0)
        return page;
    struct str token = token_of(t);
    struct buf b = buf_in(t->cx->arena, page.n + n * token.n);

    assert(token.n > 0);
    assert(t->is_personal || !t->route || !t->route->keeps);    /* others would be given it */
    t->is_personal = true;
    while (rest.p) {
        bool marked = str_cut(rest, VIEW_TOKEN_MARK, &part, &rest);

        buf_add(&b, part);
        if (marked)
            buf_add(&b, token);
    }
    return buf_str(&b);
}
