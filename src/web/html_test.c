/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/html.h"

#include "base/arena.h"
#include "unit.h"

static struct str
written(const struct view *v)
{
    struct html h = view_html(v);

    return (struct str){ h.safe, h.n };
}

TEST(html_escapes)
{
    static const struct { const char *name, *in, *out; } row[] = {
        { "baseline",               "Kota Kediri",       "Kota Kediri"                        },
        { "empty",                  "",                  ""                                   },
        { "less than",              "<",                 "&lt;"                               },
        { "greater than",           ">",                 "&gt;"                               },
        { "ampersand",              "&",                 "&amp;"                              },
        { "double quote",           "\"",                "&quot;"                             },
        { "single quote",           "'",                 "&#39;"                              },
        { "an entity is text too",  "&lt;",              "&amp;lt;"                           },
        { "an element",             "<script>alert(1)</script>",
                                    "&lt;script&gt;alert(1)&lt;/script&gt;"                   },
        { "the end of a quote",     "\" onload=\"x",     "&quot; onload=&quot;x"              },
        { "at both ends",           "<a>",               "&lt;a&gt;"                          },
        { "the mark of a token",    "a\x1a" "b",         "a\xef\xbf\xbd" "b"                   },
        { "UTF-8 stays",            "caf\xc3\xa9 & \xe2\x80\x9cx\xe2\x80\x9d",
                                    "caf\xc3\xa9 &amp; \xe2\x80\x9cx\xe2\x80\x9d"             },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct view text = view_in(unit_arena(), LANG_ID), attr = view_in(unit_arena(), LANG_ID);
        struct html h = html_text(unit_arena(), str_of(row[i].in));

        view_text(&text, str_of(row[i].in));
        view_attr_text(&attr, str_of(row[i].in));
        check_text(row[i].name, (struct str){ h.safe, h.n }, str_of(row[i].out));
        check_text(row[i].name, written(&text), str_of(row[i].out));
        check_text(row[i].name, written(&attr), str_of(row[i].out));
    }
}

TEST(html_writes_addresses)
{
    static const struct { const char *name, *in, *out; } row[] = {
        { "baseline",                     "/regions/35.71",        "/regions/35.71"           },
        { "the home page",                "/",                     "/"                        },
        { "a question",                   "/regions?q=a&page=2",   "/regions?q=a&amp;page=2"  },
        { "a place in the page",          "#content",              "#content"                 },
        { "a question of this page",      "?lang=en",              "?lang=en"                 },
        { "another site",                 "https://kediri.go.id/", "https://kediri.go.id/"    },
        { "another site without TLS",     "http://kediri.go.id/",  "http://kediri.go.id/"     },
        { "a quote is escaped",           "/\"x",                  "/&quot;x"                 },
        { "a script",                     "javascript:alert(1)",   "#"                        },
        { "a script in capitals",         "JavaScript:alert(1)",   "#"                        },
        { "a script behind a space",      " javascript:alert(1)",  "#"                        },
        { "a script behind a tab",        "\tjavascript:alert(1)", "#"                        },
        { "a script with a line end",     "java\nscript:alert(1)", "#"                        },
        { "data",                         "data:text/html,x",      "#"                        },
        { "another host by two slashes",  "//evil.example/",       "#"                        },
        { "another host by a backslash",  "/\\evil.example/",      "#"                        },
        { "backslashes alone",            "\\\\evil.example/",     "#"                        },
        { "a tab between slashes",        "/\t/evil.example",      "#"                        },
        { "a scheme without a host",      "https://",              "#"                        },
        { "a relative path",              "regions",               "#"                        },
        { "mail",                         "mailto:a@b",            "#"                        },
        { "nothing",                      "",                      "#"                        },
        { "a control character",          "/a\x01",                "#"                        },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct view v = view_in(unit_arena(), LANG_ID);

        view_url(&v, str_of(row[i].in));
        check_text(row[i].name, written(&v), str_of(row[i].out));
    }
}

TEST(html_writes_parts_of_addresses)
{
    static const struct { const char *name, *in, *out; } row[] = {
        { "a code stays",            "35.71",          "35.71"                    },
        { "all that may stay",       "aZ09-._~",       "aZ09-._~"                 },
        { "a space",                 "kota kediri",    "kota%20kediri"            },
        { "a slash",                 "a/b",            "a%2Fb"                    },
        { "the marks of a question", "?a=b&c#d",       "%3Fa%3Db%26c%23d"         },
        { "a quote",                 "\"'<>",          "%22%27%3C%3E"             },
        { "UTF-8",                   "\xc3\xa9",       "%C3%A9"                   },
        { "a percent sign",          "%2F",            "%252F"                    },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct view v = view_in(unit_arena(), LANG_ID);

        view_url_part(&v, str_of(row[i].in));
        check_text(row[i].name, written(&v), str_of(row[i].out));
    }
}

TEST(html_writes_by_type_and_language)
{
    static const struct { const char *name; enum lang lang; const char *text, *attr; } row[] = {
        { "Indonesian", LANG_ID,
          "1.234.567|3,315|<time datetime=\"2024-08-13\">13 Agustus 2024</time>",
          "1234567|3.315|2024-08-13" },
        { "English", LANG_EN,
          "1,234,567|3.315|<time datetime=\"2024-08-13\">13 August 2024</time>",
          "1234567|3.315|2024-08-13" },
    };
    struct dec  index = { .units = 3315, .scale = 3 };
    struct date day = { 2024, 8, 13 };
    int64_t     people = 1234567;

    for (size_t i = 0; i < COUNT(row); i++) {
        struct view text = view_in(unit_arena(), row[i].lang), attr = text;

        view_put(&text, people);
        view_put(&text, HTML("|"));
        view_put(&text, index);
        view_put(&text, HTML("|"));
        view_put(&text, day);
        view_put_attr(&attr, people);
        view_put_attr(&attr, S("|"));
        view_put_attr(&attr, index);
        view_put_attr(&attr, S("|"));
        view_put_attr(&attr, day);
        check_text(row[i].name, written(&text), str_of(row[i].text));
        check_text(row[i].name, written(&attr), str_of(row[i].attr));
    }
}

TEST(html_says_nothing_of_the_unknown)
{
    struct view v = view_in(unit_arena(), LANG_ID);

    view_text(&v, (struct str){ NULL, 0 });
    view_msg(&v, MSG_NONE);
    view_date(&v, (struct date){ 0, 0, 0 });
    view_attr_date(&v, (struct date){ 0, 0, 0 });
    check("nothing was written", html_is_empty(view_html(&v)));
}

TEST(html_joins)
{
    struct html part[] = { HTML("<b>"), html_text(unit_arena(), S("a&b")), HTML("</b>") };
    struct html whole = html_join(unit_arena(), part, COUNT(part));

    check_text("three parts", (struct str){ whole.safe, whole.n }, S("<b>a&amp;b</b>"));
    check("no parts", html_is_empty(html_join(unit_arena(), NULL, 0)));
}
