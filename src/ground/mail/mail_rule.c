/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* mail_rule.c — rules only: no clock, no SQL, no network. */
#include "ground/mail/mail_rule.h"

#include <assert.h>

#include "base/arena.h"
#include "base/calendar.h"
#include "base/utf8.h"

enum { LOCAL_MAX = 64, LABEL_MAX = 63, DAY_S = 24 * 3600, HOUR_S = 3600, MINUTE_S = 60 };

/* ---- addresses ------------------------------------------------------------------------------- */

static bool
is_one_of(char c, const char *signs)
{
    for (; *signs; signs++)
        if (c == *signs)
            return true;
    return false;
}

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool
is_alnum(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c);
}

/* RFC 5322 3.2.3, without the signs that shells and old servers read as more than a letter. */
static bool
is_local_sign(char c)
{
    return is_alnum(c) || is_one_of(c, "+-_='&~#$");
}

static bool
is_local(struct str s)
{
    bool after_dot = true;              /* a dot stands neither first nor last nor twice */

    for (size_t i = 0; i < s.n; i++) {
        bool dot = s.p[i] == '.';

        if (dot ? after_dot : !is_local_sign(s.p[i]))
            return false;
        after_dot = dot;
    }
    return s.n > 0 && s.n <= LOCAL_MAX && !after_dot;
}

static bool
is_label(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!is_alnum(s.p[i]) && s.p[i] != '-')
            return false;
    return s.n > 0 && s.n <= LABEL_MAX && s.p[0] != '-' && s.p[s.n - 1] != '-';
}

static bool
is_domain(struct str s)
{
    struct str rest = s, label;

    do {
        str_cut(rest, '.', &label, &rest);
        if (!is_label(label))
            return false;
    } while (str_is_known(rest));
    return true;
}

bool
mail_address_is(struct str s)
{
    struct str local, domain;

    return s.n <= MAIL_ADDRESS_MAX && str_cut(s, '@', &local, &domain) && is_local(local)
        && is_domain(domain);
}

struct str
mail_domain(struct str address)
{
    struct str local, domain;

    str_cut(address, '@', &local, &domain);
    return domain;
}

bool
mail_box_read(struct str s, struct mail_box *box)
{
    struct str name, address;

    s = str_trim(s);
    *box = (struct mail_box){ .address = s };
    if (!str_cut(s, '<', &name, &address))
        return mail_address_is(s);
    name = str_trim(name);
    if (!str_ends(address, S(">")) || !utf8_is_plain(name) || name.n > MAIL_TITLE_MAX)
        return false;
    if (name.n > 1 && name.p[0] == '"' && str_ends(name, S("\"")))
        name = str_part(name, 1, name.n - 2);
    *box = (struct mail_box){ .address = str_part(address, 0, address.n - 1) };
    if (name.n > 0)
        box->name = name;
    return mail_address_is(box->address);
}

/* ---- the server ------------------------------------------------------------------------------ */

/* What cannot be an address is refused where it is looked up; here only that it can be nothing
 * else. */
static bool
is_ip6(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!is_alnum(s.p[i]) && s.p[i] != ':' && s.p[i] != '.')
            return false;
    return s.n > 1;
}

static bool
host_and_port(struct str s, struct str *host, struct str *port)
{
    if (!str_starts(s, S("["))) {
        str_cut(s, ':', host, port);
        return is_domain(*host);
    }
    if (!str_cut(str_part(s, 1, s.n), ']', host, port) || !is_ip6(*host))
        return false;
    if (port->n == 0)
        *port = (struct str){ NULL, 0 };
    else if (str_starts(*port, S(":")))
        *port = str_part(*port, 1, port->n);
    else
        return false;
    return true;
}

/* 127.0.0.0/8 in numbers, so that a name which begins like it is not taken for this machine. */
static bool
is_loopback(struct str host)
{
    bool numbers = str_starts(host, S("127."));

    for (size_t i = 0; i < host.n; i++)
        numbers &= is_digit(host.p[i]) || host.p[i] == '.';
    return numbers || str_eq(host, S("localhost")) || str_eq(host, S("::1"));
}

bool
mail_place_read(struct str url, struct mail_place *out)
{
    struct str plain = S("smtp://"), tls = S("smtps://"), port = { NULL, 0 }, rest;

    *out = (struct mail_place){ .tls = str_starts(url, tls) };
    if (!out->tls && !str_starts(url, plain))
        return false;
    rest = str_part(url, out->tls ? tls.n : plain.n, url.n);
    if (str_ends(rest, S("/")))
        rest.n--;
    if (!host_and_port(rest, &out->host, &port))
        return false;
    out->port = out->tls ? 465 : 25;
    out->loopback = is_loopback(out->host);
    return !str_is_known(port)
        || (str_int64(port, &out->port) && out->port > 0 && out->port < 65536);
}

/* ---- the message: fields --------------------------------------------------------------------- */

enum { LINE_MAX_BYTES = 76 };

static const char base64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static void
write_base64(struct buf *b, struct str s)
{
    for (size_t i = 0; i < s.n; i += 3) {
        size_t   n = s.n - i < 3 ? s.n - i : 3;
        uint32_t bits = 0;

        for (size_t k = 0; k < 3; k++)
            bits = bits << 8 | (k < n ? (uint8_t)s.p[i + k] : 0u);
        for (size_t k = 0; k < 4; k++)
            buf_byte(b, k <= n ? base64[bits >> (18 - 6 * k) & 63] : '=');
    }
}

static bool
is_continued(char c)                    /* not the first byte of a letter in UTF-8 */
{
    return ((uint8_t)c & 0xc0) == 0x80;
}

/* At most `n` bytes from the beginning, and no letter in two. */
static struct str
whole_letters(struct str s, size_t n)
{
    if (s.n <= n)
        return s;
    while (n > 0 && is_continued(s.p[n]))
        n--;
    return str_part(s, 0, n);
}

/* RFC 2047: =?UTF-8?B?…?=, each word at most a line. */
static void
write_encoded(struct buf *b, struct str s, size_t used)
{
    enum { AROUND = 12 };

    while (s.n > 0) {
        size_t     most = (LINE_MAX_BYTES - AROUND - used) / 4 * 3;
        struct str word = whole_letters(s, most);

        if (word.n == 0)
            word = str_part(s, 0, most);        /* not UTF-8 at all */
        buf_add(b, S("=?UTF-8?B?"));
        write_base64(b, word);
        buf_add(b, S("?="));
        s = str_part(s, word.n, s.n);
        if (s.n > 0)
            buf_add(b, S("\r\n "));
        used = 1;
    }
}

/* What would end the line, or hide in it, is not part of any name or title. */
static struct str
without_controls(struct arena *a, struct str s)
{
    char  *p = NEWS(a, char, s.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++)
        if ((uint8_t)s.p[i] >= ' ' && s.p[i] != 127)
            p[n++] = s.p[i];
    return str_trim((struct str){ p, n });
}

static bool
is_ascii(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((uint8_t)s.p[i] > 126)
            return false;
    return true;
}

void
mail_write_words(struct buf *b, struct str text, size_t used)
{
    struct str s = whole_letters(without_controls(b->arena, text), MAIL_TITLE_MAX);
    size_t     at;

    assert(used < LINE_MAX_BYTES / 2);
    if (is_ascii(s) && used + s.n <= LINE_MAX_BYTES && !str_find(s, S("=?"), &at))
        buf_add(b, s);
    else
        write_encoded(b, s, used);
}

static bool
is_phrase(struct str s)                 /* needs no quotes before an address */
{
    for (size_t i = 0; i < s.n; i++)
        if (!is_alnum(s.p[i]) && s.p[i] != ' ' && s.p[i] != '-')
            return false;
    return s.n < LINE_MAX_BYTES / 2;
}

static void
write_from(struct buf *b, const struct mail_box *from)
{
    struct str name = without_controls(b->arena, from->name);
    struct str field = S("From: ");

    buf_add(b, field);
    if (is_phrase(name))
        buf_add(b, name);
    else
        write_encoded(b, name, field.n);
    buf_fmt(b, "%s<%.*s>\r\n", name.n > 0 ? "\r\n " : "", TEXT(from->address));
}

struct str
mail_date(struct arena *a, int64_t at)
{
    static const char *const day[] = { "Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed" };
    static const char *const month[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug",
                                         "Sep", "Oct", "Nov", "Dec" };
    struct date d = date_of_time(at, 0);
    int64_t     days = date_days(d), s = at - days * DAY_S;

    return str_fmt(a, "%s, %d %s %d %02d:%02d:%02d +0000", day[(days % 7 + 7) % 7], d.day,
                   month[d.month - 1], d.year, (int)(s / HOUR_S), (int)(s / MINUTE_S % 60),
                   (int)(s % 60));
}

/* ---- the message: text ----------------------------------------------------------------------- */

/* RFC 2045 6.7. A point that begins a line is written as a number too: no server between can take
 * it for the end. */
static bool
is_plain_here(struct str line, size_t i, size_t used)
{
    char c = line.p[i];

    if (c == ' ' || c == '\t')
        return i + 1 < line.n;
    return c > ' ' && c < 127 && c != '=' && (c != '.' || used > 0);
}

static void
write_line(struct buf *b, struct str line)
{
    size_t used = 0;

    for (size_t i = 0; i < line.n; i++) {
        bool   plain = is_plain_here(line, i, used);
        size_t n = plain ? 1 : 3;

        if (used + n > LINE_MAX_BYTES - 1) {
            buf_add(b, S("=\r\n"));
            used = 0;
            plain = is_plain_here(line, i, used);
            n = plain ? 1 : 3;
        }
        if (plain)
            buf_byte(b, line.p[i]);
        else
            buf_fmt(b, "=%02X", (unsigned)(uint8_t)line.p[i]);
        used += n;
    }
    buf_add(b, S("\r\n"));
}

static struct str
printable(struct arena *a, struct str line)
{
    char  *p = NEWS(a, char, line.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < line.n; i++)
        if ((uint8_t)line.p[i] >= ' ' || line.p[i] == '\t')
            p[n++] = line.p[i];
    return (struct str){ p, n };
}

static void
write_text(struct buf *b, struct str text)
{
    struct str rest = text, line;

    while (rest.n > 0) {
        str_cut(rest, '\n', &line, &rest);
        write_line(b, printable(b->arena, line));
    }
}

void
mail_write(struct buf *b, const struct mail_letter *l)
{
    struct str subject = S("Subject: ");

    assert(mail_address_is(l->to) && mail_address_is(l->from.address));
    buf_fmt(b, "Date: %.*s\r\n", TEXT(mail_date(b->arena, l->at)));
    write_from(b, &l->from);
    buf_fmt(b, "To: <%.*s>\r\n", TEXT(l->to));
    buf_fmt(b, "Message-ID: <%.*s>\r\n", TEXT(l->message_id));
    buf_add(b, subject);
    mail_write_words(b, l->title, subject.n);
    buf_add(b, S("\r\nAuto-Submitted: auto-generated\r\n"
                 "MIME-Version: 1.0\r\n"
                 "Content-Type: text/plain; charset=UTF-8\r\n"
                 "Content-Transfer-Encoding: quoted-printable\r\n\r\n"));
    write_text(b, l->text);
}

/* ---- answers --------------------------------------------------------------------------------- */

static const struct { const char *word, *text; bool holds_all; } answer[MAIL_ANSWERS_N] = {
#define X(name, w, t, all) [MAIL_##name] = { .word = (w), .text = (t), .holds_all = (all) },
    MAIL_ANSWERS(X)
#undef X
};

struct str
mail_answer_word(enum mail_answer m)
{
    assert(m > MAIL_NOTHING && m < MAIL_ANSWERS_N);
    return str_of(answer[m].word);
}

struct msg
mail_answer_text(enum mail_answer m)
{
    assert(m < MAIL_ANSWERS_N);
    return (struct msg){ .id = answer[m].text };
}

bool
mail_holds_all(enum mail_answer m)
{
    assert(m < MAIL_ANSWERS_N);
    return answer[m].holds_all;
}

enum mail_answer
mail_answer_of(struct str word)
{
    for (enum mail_answer m = MAIL_NOTHING + 1; m < MAIL_ANSWERS_N; m++)
        if (str_eq(word, str_of(answer[m].word)))
            return m;
    return MAIL_NOTHING;
}

/* RFC 3463: "5.1.1 " at the beginning, each number of at most three digits. */
static size_t
enhanced(struct str s)
{
    size_t at = 0;

    for (int part = 0; part < 3; part++) {
        size_t from = at;

        while (at < s.n && is_digit(s.p[at]))
            at++;
        if (at == from || at - from > 3)
            return 0;
        if (part < 2 && (at == s.n || s.p[at++] != '.'))
            return 0;
    }
    return at == s.n || s.p[at] == ' ' ? at : 0;
}

bool
mail_reply_read(struct arena *a, struct str line, struct mail_reply *r)
{
    struct str rest = str_trim(str_part(line, 4, line.n));
    size_t     n = enhanced(rest);

    *r = (struct mail_reply){ 0 };
    for (size_t i = 0; i < 3; i++) {
        if (i >= line.n || !is_digit(line.p[i]))
            return false;
        r->number = r->number * 10 + (line.p[i] - '0');
    }
    if (r->number < 200 || r->number > 599
        || (line.n > 3 && !is_one_of(line.p[3], " -\r\n")))
        return false;
    r->code = n == 0 ? str_part(line, 0, 3)
                     : str_fmt(a, "%d %.*s", (int)r->number, TEXT(str_part(rest, 0, n)));
    r->words = without_controls(a, whole_letters(rest, MAIL_TITLE_MAX));
    if (!utf8_is_plain(r->words))
        r->words = r->code;
    return true;
}

enum mail_answer
mail_judge(enum mail_step step, const struct mail_reply *r)
{
    bool   later = r->number < 500;
    size_t at;

    if (r->number == 421)
        return MAIL_BUSY;
    if (r->number == 530)               /* RFC 4954: authentication required */
        return MAIL_LOGIN;
    switch (step) {
    case MAIL_AT_TLS:
        return MAIL_UNSAFE;
    case MAIL_AT_LOGIN:
        return later ? MAIL_BUSY : MAIL_LOGIN;
    case MAIL_AT_GREETING:
    case MAIL_AT_SENDER:
        return later ? MAIL_BUSY : MAIL_SENDER;
    case MAIL_AT_RECIPIENT:
        if (!later && str_find(r->code, S(" 5.7."), &at))
            return MAIL_POLICY;         /* of us all, perhaps: "relay access denied" */
        return later ? MAIL_LATER : MAIL_REFUSED;
    case MAIL_AT_TEXT:
        break;
    }
    return later ? MAIL_LATER : MAIL_UNWANTED;
}

/* In minutes. A code that is good for an hour is tried five times. */
int64_t
mail_wait_s(int64_t nth)
{
    static const int32_t minutes[] = { 1, 5, 10, 20, 40, 60, 120, 240, 360 };

    assert(nth > 0);
    return minutes[(size_t)nth <= COUNT(minutes) ? nth - 1 : (int64_t)COUNT(minutes) - 1]
         * (int64_t)MINUTE_S;
}
