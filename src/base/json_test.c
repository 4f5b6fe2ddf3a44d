/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* json_test.c */
#include "base/json.h"

#include "unit.h"

TEST(json_nesting)
{
    struct buf  out = buf_in(unit_arena(), 1000);
    struct json j = json_to(&out);

    json_open(&j, '{');
    json_str_at(&j, "code", S("35.71"));
    json_int_at(&j, "n", -46);
    json_bool_at(&j, "open", true);
    json_dec_at(&j, "index", (struct dec){ .units = 3200, .scale = 3 });
    json_key(&j, "list");
    json_open(&j, '[');
    json_unknown(&j);
    json_open(&j, '[');
    json_close(&j, ']');
    json_open(&j, '{');
    json_close(&j, '}');
    json_bool(&j, false);
    json_close(&j, ']');
    json_str_at(&j, "name", (struct str){ NULL, 0 });
    json_close(&j, '}');
    json_end(&j);
    check_text("all kinds", buf_str(&out),
               S("{\"code\":\"35.71\",\"n\":-46,\"open\":true,\"index\":3.200,"
                 "\"list\":[null,[],{},false],\"name\":null}"));
}

TEST(json_text)
{
    static const struct { const char *name; struct str s; const char *is; } row[] = {
        { "plain",          { "Kediri", 6 },           "\"Kediri\""              },
        { "empty",          { "", 0 },                 "\"\""                    },
        { "unknown",        { NULL, 0 },               "null"                    },
        { "quote",          { "a\"b", 3 },             "\"a\\\"b\""              },
        { "backslash",      { "\\", 1 },               "\"\\\\\""                },
        { "line ends, tab", { "\r\n\t", 3 },           "\"\\r\\n\\t\""           },
        { "control",        { "\x01\x1f", 2 },         "\"\\u0001\\u001f\""      },
        { "NUL",            { "a\0b", 3 },             "\"a\\u0000b\""           },
        { "UTF-8 stays",    { "caf\xc3\xa9", 5 },      "\"caf\xc3\xa9\""         },
        { "not UTF-8",      { "a\xff\"\xe2\x82", 5 },
          "\"a\xef\xbf\xbd\\\"\xef\xbf\xbd\xef\xbf\xbd\"" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct buf  out = buf_in(unit_arena(), 100);
        struct json j = json_to(&out);

        json_str(&j, row[i].s);
        check_text(row[i].name, buf_str(&out), str_of(row[i].is));
    }
}

enum mistake { NO_KEY, KEY_IN_ARRAY, TWO_KEYS, WRONG_BRACKET, CLOSED_AFTER_KEY, LEFT_OPEN,
               MISTAKES };

static void
make_mistake(void *arg)
{
    struct buf  out = buf_in(unit_arena(), 100);
    struct json j = json_to(&out);
    enum mistake which = *(enum mistake *)arg;

    json_open(&j, which == KEY_IN_ARRAY ? '[' : '{');
    if (which != NO_KEY && which != WRONG_BRACKET && which != LEFT_OPEN)
        json_key(&j, "a");
    switch (which) {
    case NO_KEY:           json_int(&j, 1);          break;
    case TWO_KEYS:         json_key(&j, "b");        break;
    case WRONG_BRACKET:    json_close(&j, ']');      break;
    case CLOSED_AFTER_KEY: json_close(&j, '}');      break;
    default:               json_end(&j);
    }
}

TEST(json_asserts)
{
    for (enum mistake m = NO_KEY; m < MISTAKES; m++)
        check("a mistake of ours stops", unit_aborts(make_mistake, &m));
}
