/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/cookie.h"

#include "base/arena.h"
#include "unit.h"

TEST(cookie_value_of_one_name)
{
    static const struct { const char *name, *cookies, *value; } row[] = {
        { "baseline",                  "a=1",                "1"   },
        { "none at all",               NULL,                 NULL  },
        { "another",                   "b=1",                NULL  },
        { "the second",                "b=2; a=1",           "1"   },
        { "without a space",           "b=2;a=1",            "1"   },
        { "the first of two",          "a=1; a=2",           "1"   },
        { "a name that ends like it",  "xa=2; a=1",          "1"   },
        { "a name that begins so",     "ab=2; a=1",          "1"   },
        { "an empty value",            "a=",                 ""    },
        { "a value with a sign",       "a=1=2",              "1=2" },
        { "a name without a value",    "a; b=2",             NULL  },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct str value = cookie_value(str_of(row[i].cookies), "a");

        check_text(row[i].name, value, str_of(row[i].value));
        check(row[i].name, str_is_known(value) == (row[i].value != NULL));
    }
}

TEST(cookie_field_says_how_it_is_kept)
{
    static const struct {
        const char *name; int64_t keep_s; bool secure; const char *field;
    } row[] = {
        { "for the while", 0,  false, "a=1; Path=/; SameSite=Lax; HttpOnly" },
        { "for a minute",  60, false, "a=1; Path=/; Max-Age=60; SameSite=Lax; HttpOnly" },
        { "not any more",  -1, false, "a=1; Path=/; Max-Age=0; SameSite=Lax; HttpOnly" },
        { "by TLS only",   0,  true,  "a=1; Path=/; SameSite=Lax; HttpOnly; Secure" },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check_text(row[i].name, cookie_field(unit_arena(), (struct cookie){
            .name = "a", .value = S("1"), .keep_s = row[i].keep_s }, row[i].secure),
            str_of(row[i].field));
}
