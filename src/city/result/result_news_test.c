/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "city/result/result_news.h"

#include "base/arena.h"
#include "unit.h"

static struct str
with(const char *at, const char *last, const char *finding)
{
    return str_fmt(unit_arena(), "{\"news\":1,\"at\":%s,\"by\":\"Kantor Program\",\"last\":%s,"
                   "\"findings\":[%s]}", at, last, finding);
}

#define FINDING(id, kind, text) "{\"id\":" id ",\"at\":9,\"kind\":\"" kind \
    "\",\"item\":\"people\",\"text\":\"" text "\",\"by\":\"Asesor 1\"}"

TEST(result_news_read)
{
    static const struct { const char *name, *at, *last, *finding; bool is; } row[] = {
        { "no findings", "7", "true", "", true },
        { "one", "7", "false", FINDING("3", "weakness", "Belum ada SK"), true },
        { "two lines", "7", "false", FINDING("3", "strength", "Satu.\\nDua."), true },
        { "published never", "0", "true", "", false },
        { "a day as text", "\"7\"", "true", "", false },
        { "last is no yes", "7", "1", "", false },
        { "a number of none", "7", "true", FINDING("0", "weakness", "Belum ada SK"), false },
        { "a kind that is none", "7", "true", FINDING("3", "praise", "Belum ada SK"), false },
        { "no words", "7", "true", FINDING("3", "weakness", "x"), false },
        { "a control sign", "7", "true", FINDING("3", "weakness", "SK \\u0007 ada"), false },
        { "a blank too much", "7 ", "true", "", false },
        { "a list in a list", "7", "true", "[]", false },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct str         text = with(row[i].at, row[i].last, row[i].finding);
        struct result_news n;

        check(row[i].name, result_news_read(unit_arena(), text, &n) == row[i].is);
        check(row[i].name, !row[i].is || str_eq(result_news_write(unit_arena(), &n), text));
    }
}

TEST(result_news_no_text)
{
    struct result_news n;

    check("unknown", !result_news_read(unit_arena(), (struct str){ NULL, 0 }, &n));
    check("a list", !result_news_read(unit_arena(), S("[]"), &n));
    check("a key twice", !result_news_read(unit_arena(), S("{\"news\":1,\"news\":1}"), &n));
}
