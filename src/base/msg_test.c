/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* msg_test.c — holes; the catalogue itself is checked when it is made. */
#include "base/msg.h"

#include <string.h>

#include "unit.h"

TEST(msg_holes)
{
    struct { const char *name; struct msg m; struct str is; } row[] = {
        { "none",               MSG("plain"),                        S("plain")   },
        { "one",                MSG("<{0}>", S("a")),                S("<a>")     },
        { "four, out of order", MSG("{3}{1}{0}{2}", S("a"), S("b"), S("c"), S("d")), S("dbac") },
        { "the same twice",     MSG("{0}{0}", S("ab")),              S("abab")    },
        { "unknown is nothing", MSG("<{0}>", { NULL, 0 }),           S("<>")      },
        { "braces of a text stay", MSG("{0}", S("{1}")),             S("{1}")     },
        { "what is no hole stays", MSG("{4} {x} {", S("a")),         S("{4} {x} {") },
        { "nothing to say",     MSG_NONE,                            { NULL, 0 }  },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        for (enum lang lang = LANG_ID; lang <= LANG_EN; lang++)
            check_text(row[i].name, msg_text(unit_arena(), lang, row[i].m), row[i].is);
    check("is", msg_is(MSG("a")) && !msg_is(MSG_NONE));
}

TEST(msg_every_entry_is_found)
{
    for (size_t i = 0; i < msg_catalog_n; i++) {
        const struct msg_entry *e = &msg_catalog[i];
        struct msg m = { .id = e->id, .arg = { S("{0}"), S("{1}"), S("{2}"), S("{3}") } };

        check_text(e->id, msg_text(unit_arena(), LANG_ID, m), str_of(e->indonesian));
        check_text(e->id, msg_text(unit_arena(), LANG_EN, m), str_of(e->id));
        if (i > 0)
            check("sorted, for the binary search", strcmp(msg_catalog[i - 1].id, e->id) < 0);
    }
    check_text("codes", lang_code(LANG_ID), S("id"));
    check_text("codes", lang_code(LANG_EN), S("en"));
}
