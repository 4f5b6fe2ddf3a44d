/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ground/identity/identity_rule.h"

#include "unit.h"

TEST(identity_login)
{
    static const struct { const char *name, *login; bool is; } row[] = {
        { "baseline",              "budi.santoso",   true },
        { "three letters",         "ani",            true },
        { "an address of mail",    "ani@kota.go.id", true },
        { "a number of employee",  "198501012010011001", true },
        { "two letters",           "an",             false },
        { "a blank inside",        "budi santoso",   false },
        { "a point at the end",    "budi.",          false },
        { "a hyphen at the start", "-budi",          false },
        { "a letter with accent",  "b\xc3\xa9ni",    false },
        { "a slash",               "budi/ani",       false },
        { "nothing",               "",               false },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i].name, identity_login_is_valid(str_of(row[i].login)) == row[i].is);
    check_text("capitals and blanks", identity_login_fold(unit_arena(), S(" Budi.Santoso ")),
               S("budi.santoso"));
    char nul[] = "bu\0di";

    check("a NUL inside", !identity_login_is_valid((struct str){ nul, 5 }));
}

TEST(identity_password)
{
    static const struct { const char *name, *password; bool is; } row[] = {
        { "baseline",                  "kuda makan rumput",         true },
        { "twelve characters",         "hujanderas77",              true },
        { "twelve that are not ASCII",
          "\xc3\xa9\xc3\xa8\xc3\xaa\xc3\xabk\xc3\xa0l\xc3\xa2r\xc3\xbcm\xc3\xa7", true },
        { "no digit, no mark",         "payunghitamdirumah",        true },
        { "a common word within more", "indonesia tanah airku",     true },
        { "eleven characters",         "hujanderas7",               false },
        { "nothing",                   "",                          false },
        { "a common word and a year",  "indonesia2024",             false },
        { "the same in capitals",      "INDONESIA!2024",            false },
        { "common in Indonesia",       "bismillah123",              false },
        { "common elsewhere",          "password1234",              false },
        { "a row of the keyboard",     "qwertyuiop12",              false },
        { "one letter",                "aaaaaaaaaaaa",              false },
        { "three again and again",     "abcabcabcabcab",            false },
        { "a row of digits",           "123456789012",              false },
        { "a row down",                "lkjihgfedcba",              false },
        { "digits alone, no row",      "859203174625",              true },
        { "the own login",             "budi.santoso",              false },
        { "the own login and a year",  "budi.santoso2026",          false },
        { "the own name",              "Budi Santoso Wibowo",       false },
        { "part of the own name",      "budi beli sepeda",          true },
    };
    struct arena *a = unit_arena();

    for (size_t i = 0; i < COUNT(row); i++) {
        struct msg fault = identity_password_fault(a, str_of(row[i].password), S("budi.santoso"),
                                                   S("Budi Santoso Wibowo"));

        check(row[i].name, msg_is(fault) == !row[i].is);
    }
    char long_one[IDENTITY_PASSWORD_MAX + 1];

    for (size_t i = 0; i < sizeof long_one; i++)
        long_one[i] = (char)('a' + i * i % 23);
    check("200 characters", !msg_is(identity_password_fault(a,
          (struct str){ long_one, IDENTITY_PASSWORD_MAX }, S(""), S(""))));
    check("201 characters", msg_is(identity_password_fault(a,
          (struct str){ long_one, IDENTITY_PASSWORD_MAX + 1 }, S(""), S(""))));
}

TEST(identity_code_fold)
{
    static const struct { const char *name, *typed, *code; } row[] = {
        { "baseline",           "K7WM-3F9T-XR42",     "K7WM-3F9T-XR42" },
        { "small letters",      "k7wm-3f9t-xr42",     "K7WM-3F9T-XR42" },
        { "without hyphens",    "k7wm3f9txr42",       "K7WM-3F9T-XR42" },
        { "blanks instead",     " k7wm 3f9t xr42 ",   "K7WM-3F9T-XR42" },
        { "nothing",            "",                   "" },
        { "more than any code",
          "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "" },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check_text(row[i].name, identity_code_fold(unit_arena(), str_of(row[i].typed)),
                   str_of(row[i].code));
}

TEST(identity_path_is_own)
{
    static const struct { const char *name, *path; bool is; } row[] = {
        { "baseline",          "/regions/35.71?page=2", true },
        { "the first page",    "/",                     true },
        { "nothing",           "",                      false },
        { "another host",      "https://example.org/",  false },
        { "without a scheme",  "//example.org",         false },
        { "turned round",      "/\\example.org",        false },
        { "turned later",      "/a\\b",                 false },
        { "a line end",        "/a\nSet-Cookie: x",     false },
        { "a tab before",      "/\t/example.org",       false },
        { "a script",          "javascript:alert(1)",   false },
        { "the door again",    "/sign-in",              false },
        { "the way out",       "/sign-out",             false },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i].name, identity_path_is_own(str_of(row[i].path)) == row[i].is);
}

TEST(identity_wait)
{
    enum { NOW = 1000000 };
    static const struct { const char *name; enum identity_try_kind kind; int64_t n, last, wait; }
    row[] = {
        { "nothing was tried",              IDENTITY_BY_ACCOUNT, 0,  0,          0 },
        { "four in vain",                   IDENTITY_BY_ACCOUNT, 4,  NOW,        0 },
        { "the fifth costs a second",       IDENTITY_BY_ACCOUNT, 5,  NOW,        1 },
        { "doubled",                        IDENTITY_BY_ACCOUNT, 10, NOW,        32 },
        { "doubled, some of it gone",       IDENTITY_BY_ACCOUNT, 10, NOW - 30,   2 },
        { "doubled, all of it gone",        IDENTITY_BY_ACCOUNT, 10, NOW - 32,   0 },
        { "the longest",                    IDENTITY_BY_ACCOUNT, 18, NOW,        3600 },
        { "no longer than that",            IDENTITY_BY_ACCOUNT, 10000, NOW,     3600 },
        { "more than a shift can hold",     IDENTITY_BY_ACCOUNT, INT64_MAX, NOW, 3600 },
        { "the clock went back an hour",    IDENTITY_BY_ACCOUNT, 10, NOW + 3600, 32 },
        { "it had been further ahead",       IDENTITY_BY_ACCOUNT, 10, NOW + 3601, 0 },
        { "an address has more for free",   IDENTITY_BY_ADDRESS, 19, NOW,        0 },
        { "and waits less",                 IDENTITY_BY_ADDRESS, 60, NOW,        900 },
        { "the own browser",                IDENTITY_BY_DEVICE,  4,  NOW,        0 },
        { "it waits least",                 IDENTITY_BY_DEVICE,  60, NOW,        300 },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i].name,
              identity_wait_s(row[i].kind, row[i].n, row[i].last, NOW) == row[i].wait);
}

TEST(identity_tries_left)
{
    enum { NOW = 1000000 };
    static const struct { const char *name; enum identity_try_kind kind; int64_t n, last, left; }
    row[] = {
        { "baseline",               IDENTITY_BY_ACCOUNT, 7, NOW,         7 },
        { "not an hour",            IDENTITY_BY_ACCOUNT, 7, NOW - 3599,  7 },
        { "an hour",                IDENTITY_BY_ACCOUNT, 7, NOW - 3600,  6 },
        { "a day",                  IDENTITY_BY_ACCOUNT, 7, NOW - 86400, 0 },
        { "the clock went back",    IDENTITY_BY_ACCOUNT, 7, NOW + 86400, 7 },
        { "an address, an hour",    IDENTITY_BY_ADDRESS, 7, NOW - 3600,  3 },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i].name,
              identity_tries_left(row[i].kind, row[i].n, row[i].last, NOW) == row[i].left);
}

/* However patient: what is taken up in a week by one who comes back at the first allowed second. */
TEST(identity_tries_of_a_week)
{
    int64_t now = 0, n = 0, last = 0, tries = 0;

    while (now < 7 * 86400) {
        now += identity_wait_s(IDENTITY_BY_ACCOUNT, n, last, now);
        n = identity_tries_left(IDENTITY_BY_ACCOUNT, n, last, now) + 1;
        last = now;
        tries++;
    }
    check("under thirty a day", tries < 7 * 30);
    check("and it is not locked for good", tries > 7 * 20);
}

TEST(identity_network)
{
    static const struct { const char *name, *address, *network; } row[] = {
        { "IPv4",                     "127.0.3.9",            "127.0.3.9" },
        { "IPv6",                     "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64" },
        { "a neighbour of it",        "2001:db8:1:2::9",      "2001:db8:1:2::/64" },
        { "another network",          "2001:db8:1:3::9",      "2001:db8:1:3::/64" },
        { "IPv4 in IPv6",             "::ffff:10.1.2.3",      "10.1.2.3" },
        { "no address",               "unix",                 "unix" },
        { "nothing",                  "",                     "" },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check_text(row[i].name, identity_network(unit_arena(), str_of(row[i].address)),
                   str_of(row[i].network));
}

TEST(identity_life)
{
    enum { NOW = 1000000, HOUR = 3600 };
    static const struct { const char *name; struct identity_times t; enum identity_life life; }
    row[] = {
        { "baseline",                     { NOW - HOUR, NOW - 60, true },          IDENTITY_ALIVE },
        { "just now",                     { NOW, NOW, true },                      IDENTITY_ALIVE },
        { "idle for a second less",       { NOW - 2 * HOUR, NOW - HOUR + 1, true },
          IDENTITY_ALIVE },
        { "idle for an hour",             { NOW - 2 * HOUR, NOW - HOUR, true },    IDENTITY_IDLE },
        { "busy for a second less",       { NOW - 12 * HOUR + 1, NOW, true },      IDENTITY_ALIVE },
        { "busy for twelve hours",        { NOW - 12 * HOUR, NOW, true },          IDENTITY_OLD },
        { "begun a day ahead",            { NOW + 24 * HOUR, NOW, true },          IDENTITY_AHEAD },
        { "begun a minute ahead",         { NOW + 60, NOW + 60, true },            IDENTITY_ALIVE },
        { "the clock went back an hour",  { NOW - HOUR, NOW + HOUR, true },        IDENTITY_AHEAD },
        { "back, and old all the same",   { NOW - 12 * HOUR, NOW + 60, true },     IDENTITY_OLD },
        { "half way in for 9 minutes",    { NOW - 540, NOW - 540, false },         IDENTITY_ALIVE },
        { "half way in for 10 minutes",   { NOW - 600, NOW - 600, false },         IDENTITY_OLD },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i].name, identity_life(row[i].t, NOW) == row[i].life);
}

TEST(identity_browser)
{
    static const struct { const char *agent, *words; } row[] = {
        { "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
          "Firefox, Linux" },
        { "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
          "Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0", "Edge, Windows" },
        { "Mozilla/5.0 (Linux; Android 14; SM-A146P) AppleWebKit/537.36 (KHTML, like Gecko) "
          "SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36",
          "Samsung Internet, Android" },
        { "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 "
          "(KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1", "Safari, iPhone" },
        { "", "?, ?" },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check_text(row[i].words, identity_browser(unit_arena(), str_of(row[i].agent)),
                   str_of(row[i].words));
}
