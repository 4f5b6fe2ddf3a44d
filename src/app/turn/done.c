/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/turn/done.h"

#include "base/arena.h"
#include "base/secret.h"
#include "web/query.h"

static struct str
seal_of(struct cx *cx, struct str text)
{
    struct secret_key key = secret_key_for(cx->key, "done");
    struct str        seal = secret_hex(cx->arena, secret_mac(cx->arena, &key, text));

    secret_forget(&key, sizeof key);
    return seal;
}

/* Whole characters of the text that fit. */
static struct str
shortened(struct arena *a, struct str text)
{
    size_t n = DONE_TEXT_MAX;

    if (text.n <= n)
        return text;
    while (n > 0 && ((unsigned char)text.p[n] & 0xc0) == 0x80)
        n--;
    return str_fmt(a, "%.*s…", (int)n, text.p);
}

struct str
done_value(struct cx *cx, struct msg done)
{
    if (!cx->key || !msg_is(done))
        return (struct str){ NULL, 0 };
    struct str text = shortened(cx->arena, msg_text(cx->arena, cx->lang, done));

    return str_fmt(cx->arena, "%.*s.%.*s", TEXT(seal_of(cx, text)),
                   TEXT(query_encode(cx->arena, text, false)));
}

struct str
done_text(struct cx *cx, struct str value)
{
    struct str   seal, encoded;
    struct query q;

    if (!cx->key || !str_cut(value, '.', &seal, &encoded))
        return (struct str){ NULL, 0 };
    if (!query_read(cx->arena, str_fmt(cx->arena, "t=%.*s", TEXT(encoded)), &q) || q.n != 1)
        return (struct str){ NULL, 0 };
    struct str text = q.pair[0].value;

    return secret_same(seal, seal_of(cx, text)) ? text : (struct str){ NULL, 0 };
}
