/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ground/identity/identity_rule.h"

#include <arpa/inet.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/utf8.h"

/* ---- logins ---------------------------------------------------------------------------------- */

static struct str
small(struct arena *a, struct str s)
{
    char *p = NEWS(a, char, s.n + 1);

    for (size_t i = 0; i < s.n; i++)
        p[i] = s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] - 'A' + 'a') : s.p[i];
    return (struct str){ p, s.n };
}

struct str
identity_login_fold(struct arena *a, struct str login)
{
    return small(a, str_trim(login));
}

static bool
is_alnum(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool
identity_login_is_valid(struct str s)
{
    if (s.n < IDENTITY_LOGIN_MIN || s.n > IDENTITY_LOGIN_MAX)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (!is_alnum(s.p[i]) && (s.p[i] == '\0' || !strchr("._-+@", s.p[i])))
            return false;
    return is_alnum(s.p[0]) && is_alnum(s.p[s.n - 1]);
}

/* ---- passwords ------------------------------------------------------------------------------- */

/* What is left of a common password without the digits and marks around it. */
static const char *const common[] = {
    "password", "passwordpassword", "passw0rd", "p@ssw0rd", "admin", "adminadmin", "administrator",
    "qwerty", "qwertyuiop", "qwertyuiopasdf", "asdfghjkl", "zxcvbnm", "letmein", "welcome",
    "iloveyou", "changeme", "default", "secret", "login", "user", "test", "testing", "guest",
    "superman", "master",
    "katasandi", "sandi", "sandisandi", "rahasia", "rahasiasekali", "rahasianegara", "bismillah",
    "bismillahirrahmanirrahim", "alhamdulillah", "assalamualaikum", "insyaallah", "subhanallah",
    "indonesia", "indonesiaku", "indonesiaraya", "indonesiamerdeka", "indonesiajaya", "merdeka",
    "pancasila", "garuda", "garudapancasila", "bhinnekatunggalika", "nusantara", "jakarta",
    "surabaya",
    "bandung", "semarang", "yogyakarta", "medan", "makassar", "denpasar", "kediri", "sayang",
    "sayangku", "cintaku", "akucintakamu", "akusayangkamu", "anakku", "keluargaku", "terimakasih",
    "selamatpagi", "pemerintah", "pemda", "pemkot", "pemkab", "kominfo", "komdigi", "diskominfo",
    "kotacerdas", "smartcity", "guyub",
};

static bool
is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

/* Letters between what stands around them: "indonesia" of "!Indonesia2024". */
static struct str
stem(struct str s)
{
    while (s.n > 0 && !is_letter(s.p[0]))
        s = str_part(s, 1, s.n);
    while (s.n > 0 && !is_letter(s.p[s.n - 1]))
        s.n--;
    return s;
}

static bool
is_common(struct str folded)
{
    struct str rest = stem(folded);

    for (size_t i = 0; i < COUNT(common); i++)
        if (str_eq(rest, str_of(common[i])))
            return true;
    return false;
}

/* The same few characters again and again ("abcabcabcabc"), or a row ("123456789012"). */
static bool
is_pattern(struct str s)
{
    bool up = true, down = true;

    for (size_t unit = 1; unit <= 4 && unit < s.n; unit++)
        if (memcmp(s.p, s.p + unit, s.n - unit) == 0)
            return true;
    for (size_t i = 1; i < s.n; i++) {
        int step = s.p[i] - s.p[i - 1];

        up   = up   && (step == 1  || (s.p[i - 1] == '9' && s.p[i] == '0'));
        down = down && (step == -1 || (s.p[i - 1] == '0' && s.p[i] == '9'));
    }
    return up || down;
}

/* The person's own word, with digits or marks around it. */
static bool
is_own(struct str folded, struct str own)
{
    return own.n > 0 && (str_eq(folded, own) || str_eq(stem(folded), stem(own)));
}

struct msg
identity_password_fault(struct arena *a, struct str password, struct str login, struct str name)
{
    struct str folded = small(a, password);
    size_t     n = utf8_count(password);

    if (n < IDENTITY_PASSWORD_MIN)
        return MSG("Choose at least 12 characters; a few words in a row are easy to remember.");
    if (n > IDENTITY_PASSWORD_MAX)
        return MSG("Choose at most 200 characters.");
    if (is_own(folded, small(a, login)) || is_own(folded, small(a, name)))
        return MSG("Choose something other than your own name or login.");
    if (is_common(folded) || is_pattern(folded))
        return MSG("This is among the first that others try. Choose another one.");
    return (struct msg){ .id = NULL };
}

struct str
identity_code_fold(struct arena *a, struct str typed)
{
    struct buf b = buf_in(a, 64);
    size_t     n = 0;

    for (size_t i = 0; i < typed.n; i++) {
        char c = typed.p[i];

        if (c == ' ' || c == '-')
            continue;
        if (n > 0 && n % 4 == 0)
            buf_byte(&b, '-');
        buf_byte(&b, c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c);
        n++;
    }
    return b.full ? S("") : buf_str(&b);
}

/* "/\\host" and "//host" are other hosts to a browser. */
bool
identity_path_is_own(struct str path)
{
    size_t at;

    if (!str_starts(path, S("/")) || str_starts(path, S("//")) || str_starts(path, S("/sign-")))
        return false;
    for (size_t i = 0; i < path.n; i++)
        if ((unsigned char)path.p[i] <= ' ' || path.p[i] == 0x7f)
            return false;
    return !str_find(path, S("\\"), &at);
}

/* ---- tries ----------------------------------------------------------------------------------- */

/* So many are free; then one second, doubled with each, up to the longest; one is forgotten in so
 * long. At its longest an account is tried about once an hour, 25 times a day, from wherever. */
static const struct { int64_t free, longest_s, forget_s; } slow[] = {
    [IDENTITY_BY_ACCOUNT] = { 5, 3600, 3600 },
    [IDENTITY_BY_ADDRESS] = { 20, 900, 900 },       /* many people may stand behind one */
    [IDENTITY_BY_DEVICE]  = { 5, 300, 300 },
};

int64_t
identity_tries_left(enum identity_try_kind kind, int64_t n, int64_t last_at, int64_t now_s)
{
    int64_t gone = now_s > last_at ? (now_s - last_at) / slow[kind].forget_s : 0;

    return gone < n ? n - gone : 0;
}

/* A try of a time to come was counted while the clock was wrong; nobody waits until that time
 * is here. */
int64_t
identity_wait_s(enum identity_try_kind kind, int64_t n, int64_t last_at, int64_t now_s)
{
    int64_t over = n - slow[kind].free, wait, gone = now_s > last_at ? now_s - last_at : 0;

    if (over < 0 || last_at > now_s + slow[kind].longest_s)
        return 0;
    wait = over < 20 ? (int64_t)1 << over : slow[kind].longest_s;
    if (wait > slow[kind].longest_s)
        wait = slow[kind].longest_s;
    return gone >= wait ? 0 : wait - gone;
}

struct str
identity_network(struct arena *a, struct str address)
{
    struct in6_addr in;
    char            text[INET6_ADDRSTRLEN];

    if (address.n == 0 || address.n >= sizeof(text)
        || inet_pton(AF_INET6, str_z(a, address), &in) != 1)
        return address;
    if (IN6_IS_ADDR_V4MAPPED(&in))
        return str_of(strrchr(str_z(a, address), ':') + 1);
    memset(in.s6_addr + 8, 0, 8);
    inet_ntop(AF_INET6, &in, text, sizeof(text));
    return str_fmt(a, "%s/64", text);
}

/* ---- sessions -------------------------------------------------------------------------------- */

enum identity_life
identity_life(struct identity_times t, int64_t now_s)
{
    if (t.made_at > now_s + IDENTITY_SKEW_S || t.seen_at > now_s + IDENTITY_SKEW_S)
        return IDENTITY_AHEAD;
    if (now_s - t.made_at >= (t.proven ? IDENTITY_WHOLE_S : IDENTITY_PROVE_S))
        return IDENTITY_OLD;
    return now_s - t.seen_at >= IDENTITY_IDLE_S ? IDENTITY_IDLE : IDENTITY_ALIVE;
}

/* The first that is found decides: many browsers name their elders too. */
struct sign { const char *in_agent, *word; };

static const struct sign programs[] = {
    { "Edg", "Edge" }, { "OPR/", "Opera" }, { "SamsungBrowser", "Samsung Internet" },
    { "UCBrowser", "UC Browser" }, { "Firefox", "Firefox" }, { "FxiOS", "Firefox" },
    { "CriOS", "Chrome" }, { "Chrome", "Chrome" }, { "Safari", "Safari" }, { "curl", "curl" },
};
static const struct sign systems[] = {
    { "Android", "Android" }, { "iPhone", "iPhone" }, { "iPad", "iPad" }, { "Windows", "Windows" },
    { "Macintosh", "macOS" }, { "CrOS", "ChromeOS" }, { "Linux", "Linux" },
};

static const char *
sign_of(struct str agent, const struct sign *sign, size_t n)
{
    size_t at;

    for (size_t i = 0; i < n; i++)
        if (str_find(agent, str_of(sign[i].in_agent), &at))
            return sign[i].word;
    return "?";
}

struct str
identity_browser(struct arena *a, struct str agent)
{
    return str_fmt(a, "%s, %s", sign_of(agent, programs, COUNT(programs)),
                   sign_of(agent, systems, COUNT(systems)));
}
