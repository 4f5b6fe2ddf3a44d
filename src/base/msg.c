/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* msg.c — looks a message up in the catalogue and fills its holes. */
#include "base/msg.h"

#include <assert.h>
#include <string.h>

#include "base/buf.h"

bool
msg_is(struct msg m)
{
    return m.id != NULL;
}

/* The text in the reader's language; the build sees to it that none is missing. */
static const char *
in_language(enum lang lang, const char *id)
{
    size_t low = 0, high = lang == LANG_ID ? msg_catalog_n : 0;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int    c = strcmp(id, msg_catalog[middle].id);

        if (c == 0)
            return msg_catalog[middle].indonesian;
        if (c < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return id;
}

/* "{0}" to "{3}" at z: its number, else -1. */
static int
hole_at(const char *z)
{
    return z[0] == '{' && z[1] >= '0' && z[1] <= '3' && z[2] == '}' ? z[1] - '0' : -1;
}

static size_t
filled_length(const char *text, const struct str *arg)
{
    size_t n = 0;

    for (const char *z = text; *z; z++) {
        int hole = hole_at(z);

        n += hole < 0 ? 1 : arg[hole].n;
        z += hole < 0 ? 0 : 2;
    }
    return n;
}

struct str
msg_text(struct arena *a, enum lang lang, struct msg m)
{
    if (!m.id)
        return (struct str){ NULL, 0 };
    const char *text = in_language(lang, m.id);

    if (!strchr(text, '{'))
        return str_of(text);
    struct buf out = buf_in(a, filled_length(text, m.arg));

    for (const char *z = text; *z;) {
        const char *brace = strchrnul(z + 1, '{');
        int         hole = hole_at(z);
        struct str  literal = { z, (size_t)(brace - z) };

        buf_add(&out, hole < 0 ? literal : m.arg[hole]);
        z += hole < 0 ? literal.n : 3;
    }
    return buf_str(&out);
}

struct str
lang_code(enum lang lang)
{
    assert(lang == LANG_ID || lang == LANG_EN);
    return lang == LANG_ID ? S("id") : S("en");
}
