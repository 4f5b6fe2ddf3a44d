/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ground/mail/mail_rule.h"

#include <string.h>

#include "base/arena.h"
#include "unit.h"

/* ---- addresses ------------------------------------------------------------------------------- */

static struct str
many(char c, size_t n)
{
    char *p = arena_alloc(unit_arena(), n, 1);

    memset(p, c, n);
    return (struct str){ p, n };
}

TEST(mail_address)
{
    static const struct { const char *name, *address; bool is; } row[] = {
        { "baseline",                 "siti@kedirikota.go.id", true },
        { "points and a plus",        "s.iti+guyub@kota.go.id", true },
        { "capitals",                 "Siti@Kota.GO.ID", true },
        { "a host of one label",      "root@localhost", true },
        { "digits",                   "198501@10.id", true },
        { "no domain",                "siti@", false },
        { "no local part",            "@kota.go.id", false },
        { "no at",                    "siti.kota.go.id", false },
        { "two ats",                  "siti@kota@go.id", false },
        { "a point first",            ".siti@kota.go.id", false },
        { "a point last",             "siti.@kota.go.id", false },
        { "two points",               "s..iti@kota.go.id", false },
        { "an empty label",           "siti@kota..id", false },
        { "a point at the end",       "siti@kota.go.id.", false },
        { "a hyphen before a label",  "siti@-kota.go.id", false },
        { "a line of its own",        "siti@kota.go.id\r\nBcc: x@y.id", false },
        { "a line feed",              "siti@kota.go.id\nDATA", false },
        { "a second recipient",       "siti@kota.go.id,ani@kota.go.id", false },
        { "brackets",                 "<siti@kota.go.id>", false },
        { "an option of SMTP",        "siti@kota.go.id> NOTIFY=NEVER", false },
        { "a comment",                "siti(x)@kota.go.id", false },
        { "quotes",                   "\"siti x\"@kota.go.id", false },
        { "a route",                  "@a.id:siti@kota.go.id", false },
        { "a percent route",          "siti%kota.go.id@relay.id", false },
        { "a bang path",              "a!b@kota.go.id", false },
        { "a pipe",                   "|sh@kota.go.id", false },
        { "a blank",                  "siti @kota.go.id", false },
        { "an address in numbers",    "siti@[127.0.0.1]", false },
        { "letters beyond ASCII",     "s\xc3\xadti@kota.go.id", false },
        { "a domain beyond ASCII",    "siti@k\xc3\xb3ta.go.id", false },
        { "nothing",                  "", false },
    };
    char nul[] = "siti@kota\0go.id";

    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i].name, mail_address_is(str_of(row[i].address)) == row[i].is);
    check("a NUL", !mail_address_is((struct str){ nul, sizeof nul - 1 }));
    check("unknown", !mail_address_is((struct str){ NULL, 0 }));
    struct str at[] = { many('a', 64), S("kota.go.id") }, over[] = { many('a', 65), at[1] };

    check("64 before the at", mail_address_is(str_join(unit_arena(), S("@"), at, 2)));
    check("65 before the at", !mail_address_is(str_join(unit_arena(), S("@"), over, 2)));
}

TEST(mail_box)
{
    static const struct { const char *name, *text, *box, *address; } row[] = {
        { "baseline",           "Guyub <guyub@kota.go.id>", "Guyub", "guyub@kota.go.id" },
        { "an address alone",   "guyub@kota.go.id", "", "guyub@kota.go.id" },
        { "brackets alone",     "<guyub@kota.go.id>", "", "guyub@kota.go.id" },
        { "quotes",             "\"Kota Kediri, Guyub\" <g@kota.go.id>", "Kota Kediri, Guyub",
          "g@kota.go.id" },
        { "not closed",         "Guyub <guyub@kota.go.id", NULL, NULL },
        { "something behind",   "Guyub <guyub@kota.go.id> x", NULL, NULL },
        { "a header in it",     "Guyub\r\nBcc: x@y.id <guyub@kota.go.id>", NULL, NULL },
        { "two addresses",      "<a@b.id><guyub@kota.go.id>", NULL, NULL },
        { "no address",         "Guyub <>", NULL, NULL },
        { "nothing",            "", NULL, NULL },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct mail_box box;
        bool            is = mail_box_read(str_of(row[i].text), &box);

        check(row[i].name, is == (row[i].address != NULL));
        if (!is || !row[i].address)
            continue;
        check_text(row[i].name, box.address, str_of(row[i].address));
        check_text(row[i].name, str_is_known(box.name) ? box.name : S(""), str_of(row[i].box));
    }
}

TEST(mail_place)
{
    static const struct {
        const char *name, *url, *host; int64_t port; bool tls, loopback;
    } row[] = {
        { "baseline",             "smtp://mail.kota.go.id:587", "mail.kota.go.id", 587, false,
          false },
        { "without a port",       "smtp://mail.kota.go.id", "mail.kota.go.id", 25, false, false },
        { "TLS at once",          "smtps://mail.kota.go.id", "mail.kota.go.id", 465, true, false },
        { "a slash at the end",   "smtp://localhost/", "localhost", 25, false, true },
        { "this machine",         "smtp://127.0.0.1:2525", "127.0.0.1", 2525, false, true },
        { "this machine by IPv6", "smtp://[::1]:25", "::1", 25, false, true },
        { "IPv6 without a port",  "smtp://[2001:db8::1]", "2001:db8::1", 25, false, false },
        { "only looks like here", "smtp://localhost.x.id", "localhost.x.id", 25, false, false },
        { "another scheme",       "http://mail.kota.go.id", NULL, 0, false, false },
        { "no scheme",            "mail.kota.go.id", NULL, 0, false, false },
        { "a user in it",         "smtp://user@mail.kota.go.id", NULL, 0, false, false },
        { "a path",               "smtp://mail.kota.go.id/x", NULL, 0, false, false },
        { "no host",              "smtp://", NULL, 0, false, false },
        { "port nought",          "smtp://mail.kota.go.id:0", NULL, 0, false, false },
        { "a port too high",      "smtp://mail.kota.go.id:65536", NULL, 0, false, false },
        { "no port after all",    "smtp://mail.kota.go.id:", NULL, 0, false, false },
        { "a bracket not closed", "smtp://[::1", NULL, 0, false, false },
        { "a line feed",          "smtp://mail\nkota", NULL, 0, false, false },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct mail_place p;
        bool              is = mail_place_read(str_of(row[i].url), &p);

        check(row[i].name, is == (row[i].host != NULL));
        if (!is || !row[i].host)
            continue;
        check_text(row[i].name, p.host, str_of(row[i].host));
        check(row[i].name, p.port == row[i].port && p.tls == row[i].tls
              && p.loopback == row[i].loopback);
    }
}

/* 127.evil.id begins like this machine and is not it: only numbers are. */
TEST(mail_place_loopback)
{
    static const struct { const char *url; bool loopback; } row[] = {
        { "smtp://127.0.0.1", true },  { "smtp://127.1.2.3", true },
        { "smtp://127.evil.id", false }, { "smtp://127.0.0.1.evil.id", false },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct mail_place p;

        check(row[i].url, mail_place_read(str_of(row[i].url), &p)
              && p.loopback == row[i].loopback);
    }
}

/* ---- the message ----------------------------------------------------------------------------- */

static struct str
words_of(const char *text)
{
    struct buf b = buf_in(unit_arena(), 4096);

    mail_write_words(&b, str_of(text), 9);
    return buf_str(&b);
}

TEST(mail_words)
{
    static const struct { const char *name, *text, *written; } row[] = {
        { "plain",                  "Kode untuk kata sandi", "Kode untuk kata sandi" },
        { "a letter beyond ASCII",  "caf\xc3\xa9", "=?UTF-8?B?Y2Fmw6k=?=" },
        { "looks encoded already",  "=?UTF-8?Q?x?=", "=?UTF-8?B?PT9VVEYtOD9RP3g/PQ==?=" },
        { "a line feed goes",       "a\r\nBcc: x@y.id", "aBcc: x@y.id" },
        { "other controls go",      "a\tb\x1b[0m\x7f", "ab[0m" },
        { "blanks around go",       "  a  ", "a" },
        { "nothing",                "", "" },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check_text(row[i].name, words_of(row[i].text), str_of(row[i].written));
}

/* No line over 76, no letter in two words. */
TEST(mail_words_folded)
{
    const char *long_title = "\xe2\x82\xac""uro \xe2\x82\xac\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac"
        "\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac"
        "\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac";
    struct str written = words_of(long_title), line, rest = written;
    int        lines = 0;

    for (; str_is_known(rest); lines++) {
        str_cut(rest, '\n', &line, &rest);
        check("a line", line.n + (lines == 0 ? 9 : 0) <= 77);   /* with its CR */
        struct str word = str_trim(line);

        check("a word", str_starts(word, S("=?UTF-8?B?")) && str_ends(word, S("?=")));
        check("whole letters: no filling but at the end",
              !str_is_known(rest) || word.p[word.n - 3] != '=' || lines == 0);
    }
    check("more than one", lines > 1);
}

static struct str
letter(struct str title, struct str text, struct str name)
{
    struct buf b = buf_in(unit_arena(), MAIL_BYTES_MAX);

    mail_write(&b, &(struct mail_letter){
        .from = { name, S("guyub@kota.go.id") }, .to = S("siti@kota.go.id"), .title = title,
        .text = text, .message_id = S("abc@kota.go.id"), .at = 1795334463 });
    return buf_str(&b);
}

static struct str
body_of(struct str message)
{
    size_t at = 0;

    check("a blank line", str_find(message, S("\r\n\r\n"), &at));
    return str_part(message, at + 4, message.n);
}

TEST(mail_message)
{
    struct str m = letter(S("Undangan"), S("Yth. Siti,\n\nKode: AB=1\n"), S("Guyub"));

    check_text("the whole", m, S(
        "Date: Sun, 22 Nov 2026 08:01:03 +0000\r\n"
        "From: Guyub\r\n <guyub@kota.go.id>\r\n"
        "To: <siti@kota.go.id>\r\n"
        "Message-ID: <abc@kota.go.id>\r\n"
        "Subject: Undangan\r\n"
        "Auto-Submitted: auto-generated\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=UTF-8\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n"
        "\r\n"
        "Yth. Siti,\r\n\r\nKode: AB=3D1\r\n"));
}

TEST(mail_text)
{
    static const struct { const char *name, *text, *written; } row[] = {
        { "a point alone",          ".\n", "=2E\r\n" },
        { "a point first",          "..x\n", "=2E.x\r\n" },
        { "a blank at the end",     "a \n", "a=20\r\n" },
        { "a blank inside",         "a b\n", "a b\r\n" },
        { "a letter beyond ASCII",  "\xc3\xa9\n", "=C3=A9\r\n" },
        { "no line feed at the end", "a", "a\r\n" },
        { "a carriage return goes", "a\rb\n", "ab\r\n" },
        { "an escape goes",         "a\x1b" "b\n", "ab\r\n" },
        { "an empty line",          "\n", "\r\n" },
        { "nothing",                "", "" },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check_text(row[i].name, body_of(letter(S("t"), str_of(row[i].text), S(""))),
                   str_of(row[i].written));
    struct str body = body_of(letter(S("t"), many('a', 100), S("")));

    check("a long line is broken softly", body.n == 100 + 3 + 2 && body.p[75] == '=');
    struct str points = body_of(letter(S("t"), many('.', 200), S(""))), line;

    for (struct str rest = points; rest.n > 0;) {
        str_cut(rest, '\n', &line, &rest);
        check("no line begins with a point", !str_starts(line, S(".")) && line.n <= 77);
    }
}

/* Whatever a name or title holds, the fields of the header are these and no others. */
TEST(mail_hostile)
{
    static const struct { const char *name, *title, *from; } row[] = {
        { "baseline",              "Kode", "Guyub" },
        { "a header in the title", "Kode\r\nBcc: x@y.id", "Guyub" },
        { "a body in the title",   "Kode\r\n\r\nhalo", "Guyub" },
        { "bare line feed",        "Kode\nX-Evil: 1", "Guyub" },
        { "bare return",           "Kode\rX-Evil: 1", "Guyub" },
        { "another sender",        "Kode", "Guyub <x@y.id>, y" },
        { "quotes",                "Kode", "\"Guyub" },
        { "a comment",             "Kode", "Guyub (x" },
        { "a long name",           "Kode", "Dinas Komunikasi dan Informatika Kota Kediri Provinsi "
          "Jawa Timur Republik Indonesia, Bidang Layanan Elektronik, Seksi Kota Cerdas" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct str m = letter(str_of(row[i].title), S("x\n"), str_of(row[i].from)), line;
        struct str head = str_part(m, 0, m.n - body_of(m).n), rest = head;
        int        fields = 0;

        while (rest.n > 0) {
            str_cut(rest, '\n', &line, &rest);
            check(row[i].name, str_ends(line, S("\r")) && line.n <= 79);
            fields += line.n > 1 && line.p[0] != ' ';
        }
        check(row[i].name, fields == 9);
    }
}

TEST(mail_dates)
{
    static const struct { const char *name; int64_t at; const char *text; } row[] = {
        { "the epoch",      0, "Thu, 1 Jan 1970 00:00:00 +0000" },
        { "a leap day",     1709210096, "Thu, 29 Feb 2024 12:34:56 +0000" },
        { "the last second", 1798761599, "Thu, 31 Dec 2026 23:59:59 +0000" },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check_text(row[i].name, mail_date(unit_arena(), row[i].at), str_of(row[i].text));
}

/* ---- answers --------------------------------------------------------------------------------- */

TEST(mail_reply)
{
    static const struct {
        const char *name, *line; int32_t number; const char *code, *words;
    } row[] = {
        { "baseline",            "550 5.1.1 <x@y.id> unknown", 550, "550 5.1.1",
          "5.1.1 <x@y.id> unknown" },
        { "no enhanced code",    "421 try later", 421, "421", "try later" },
        { "goes on",             "250-SIZE 1000", 250, "250", "SIZE 1000" },
        { "the number alone",    "354", 354, "354", "" },
        { "half a code",         "550 5.1 x", 550, "550", "5.1 x" },
        { "a code too long",     "550 5.1234.1 x", 550, "550", "5.1234.1 x" },
        { "letters in the code", "550 5.a.1 x", 550, "550", "5.a.1 x" },
        { "a sign behind",       "550x", 0, NULL, NULL },
        { "below all numbers",   "150 x", 0, NULL, NULL },
        { "above all numbers",   "600 x", 0, NULL, NULL },
        { "two digits",          "55", 0, NULL, NULL },
        { "no number",           "hello", 0, NULL, NULL },
        { "nothing",             "", 0, NULL, NULL },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct mail_reply r;
        bool              is = mail_reply_read(unit_arena(), str_of(row[i].line), &r);

        check(row[i].name, is == (row[i].code != NULL));
        if (!is || !row[i].code)
            continue;
        check(row[i].name, r.number == row[i].number);
        check_text(row[i].name, r.code, str_of(row[i].code));
        check_text(row[i].name, r.words, str_of(row[i].words));
    }
}

TEST(mail_judge)
{
    static const struct { const char *name; enum mail_step step; const char *line;
                          enum mail_answer answer; } row[] = {
        { "no such recipient",     MAIL_AT_RECIPIENT, "550 5.1.1 no", MAIL_REFUSED },
        { "greylisted",            MAIL_AT_RECIPIENT, "451 4.7.1 later", MAIL_LATER },
        { "full box",              MAIL_AT_RECIPIENT, "452 4.2.2 full", MAIL_LATER },
        { "relaying denied",       MAIL_AT_RECIPIENT, "554 5.7.1 relay", MAIL_POLICY },
        { "closing for all",       MAIL_AT_RECIPIENT, "421 4.3.2 bye", MAIL_BUSY },
        { "sign in first",         MAIL_AT_SENDER,    "530 5.7.0 auth", MAIL_LOGIN },
        { "a sender not ours",     MAIL_AT_SENDER,    "553 5.7.1 no", MAIL_SENDER },
        { "sender later",          MAIL_AT_SENDER,    "451 4.3.0 later", MAIL_BUSY },
        { "no service",            MAIL_AT_GREETING,  "554 no", MAIL_SENDER },
        { "wrong password",        MAIL_AT_LOGIN,     "535 5.7.8 no", MAIL_LOGIN },
        { "password later",        MAIL_AT_LOGIN,     "454 4.7.0 later", MAIL_BUSY },
        { "no TLS after all",      MAIL_AT_TLS,       "454 4.7.0 no", MAIL_UNSAFE },
        { "taken for spam",        MAIL_AT_TEXT,      "554 5.7.1 spam", MAIL_UNWANTED },
        { "text later",            MAIL_AT_TEXT,      "451 4.3.0 later", MAIL_LATER },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct mail_reply r;

        check(row[i].name, mail_reply_read(unit_arena(), str_of(row[i].line), &r)
              && mail_judge(row[i].step, &r) == row[i].answer);
    }
    for (enum mail_answer m = MAIL_NOTHING + 1; m < MAIL_ANSWERS_N; m++)
        check("its word names it", mail_answer_of(mail_answer_word(m)) == m);
    check("no such word", mail_answer_of(S("nothing")) == MAIL_NOTHING);
}

/* A code that is good for an hour is tried often enough to pass a server that asks for patience. */
TEST(mail_waits)
{
    int64_t at = 0, before = 0;
    int     within_hour = 0;

    for (int64_t nth = 1; nth <= 40; nth++) {
        int64_t wait_s = mail_wait_s(nth);

        check("waits grow", wait_s >= before && wait_s <= 6 * 3600);
        within_hour += at < 3600;
        at += wait_s;
        before = wait_s;
    }
    check("within the first hour", within_hour == 5);
}
