/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "office/dossier/dossier_rule.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/utf8.h"

enum { ENDING_MAX = 12 };

static bool
is_forbidden(char c)
{
    static const char forbidden[] = "/\\:*?\"<>|'`$&;%";

    for (size_t i = 0; i + 1 < sizeof forbidden; i++)
        if (c == forbidden[i])
            return true;
    return (unsigned char)c < ' ' || c == 0x7f;
}

static struct str
last_of_path(struct str name)
{
    for (size_t i = name.n; i > 0; i--)
        if (name.p[i - 1] == '/' || name.p[i - 1] == '\\')
            return str_part(name, i, name.n);
    return name;
}

/* ".pdf"; nothing where the last dot begins no short ending. */
static struct str
ending_of(struct str name)
{
    for (size_t i = name.n; i > 1 && name.n - i < ENDING_MAX; i--)
        if (name.p[i - 1] == '.')
            return str_part(name, i - 1, name.n);
    return S("");
}

/* At most `most` bytes, not within a sign of UTF-8. */
static struct str
cut(struct str s, size_t most)
{
    size_t n = s.n < most ? s.n : most;

    while (n > 0 && n < s.n && ((unsigned char)s.p[n] & 0xc0) == 0x80)
        n--;
    return str_part(s, 0, n);
}

/* Windows drops what ends with a dot or a space; such a name would be another's. */
static struct str
without_tail(struct str s)
{
    while (s.n > 0 && (s.p[s.n - 1] == '.' || s.p[s.n - 1] == ' '))
        s.n--;
    return s;
}

static void
add_safe(struct buf *b, struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        buf_byte(b, is_forbidden(s.p[i]) ? '_' : s.p[i]);
}

struct str
dossier_name(struct arena *a, int64_t n, struct str given)
{
    struct buf b = buf_in(a, DOSSIER_NAME_MAX + 32);
    struct str name = without_tail(str_trim(last_of_path(given)));

    if (name.n == 0 || !utf8_is_plain(name))
        name = S("file");
    struct str ending = ending_of(name);
    struct str stem = str_part(name, 0, name.n - ending.n);

    buf_fmt(&b, "%03lld-", (long long)n);
    add_safe(&b, without_tail(cut(stem, DOSSIER_NAME_MAX - ENDING_MAX)));
    add_safe(&b, ending);
    return buf_str(&b);
}
