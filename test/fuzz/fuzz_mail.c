/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * fuzz_mail.c — what mail takes from people, from the operator and from a mail server.
 *
 * The first line is an address, the next a sender, the next the server's address, the next a title;
 * the rest is the text, and each of its lines an answer of a server.
 *
 * PROPERTY  What is an address holds no sign that ends it. Whatever title, name and text are, the
 *           message has nine fields, lines that end with CRLF, are 7-bit and short, and none that
 *           begins with a point. The code of an answer is digits, points and a blank.
 */
#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "ground/mail/mail_rule.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
must_be_narrow(struct str address)
{
    assert(address.n <= MAIL_ADDRESS_MAX);
    for (size_t i = 0; i < address.n; i++)
        assert(address.p[i] > ' ' && address.p[i] < 127
               && !strchr("<>()[]\",:;\\%!|", address.p[i]));
}

/* Returns whether it is the blank line that ends the header. */
static bool
must_be_a_line(struct str line, bool in_head, int *fields)
{
    assert(str_ends(line, S("\r")) && line.n <= 300);
    line.n--;
    for (size_t i = 0; i < line.n; i++)
        assert((line.p[i] >= ' ' && line.p[i] < 127) || (line.p[i] == '\t' && !in_head));
    assert(in_head || line.n == 0 || (line.p[0] != '.' && line.n <= 76));
    *fields += in_head && line.n > 0 && line.p[0] != ' ';
    return in_head && line.n == 0;
}

static void
must_be_a_message(struct str m)
{
    struct str rest = m, line;
    bool       in_head = true;
    int        fields = 0;

    while (rest.n > 0) {
        str_cut(rest, '\n', &line, &rest);
        assert(str_is_known(rest));             /* the last line ends too */
        if (must_be_a_line(line, in_head, &fields))
            in_head = false;
    }
    assert(!in_head && fields == 9);
}

static void
write_one(struct arena *a, struct str name, struct str title, struct str text)
{
    struct buf b = buf_in(a, MAIL_BYTES_MAX);

    mail_write(&b, &(struct mail_letter){
        .from = { name, S("guyub@kota.go.id") }, .to = S("siti@kota.go.id"), .title = title,
        .text = text, .message_id = S("abc@kota.go.id"), .at = 1795334463 });
    must_be_a_message(buf_str(&b));
}

static void
hear(struct arena *a, struct str text)
{
    struct str line;

    while (text.n > 0) {
        struct mail_reply r;

        str_cut(text, '\n', &line, &text);
        if (!mail_reply_read(a, line, &r))
            continue;
        for (size_t i = 0; i < r.code.n; i++)
            assert(strchr("0123456789. ", r.code.p[i]));
        for (enum mail_step step = MAIL_AT_GREETING; step <= MAIL_AT_TEXT; step++)
            assert(mail_judge(step, &r) > MAIL_TAKEN);
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static struct arena a;
    struct str          rest = { (const char *)data, n }, address, sender, server, title;
    struct mail_box     box;
    struct mail_place   place;

    if (!a.base)
        a = arena_make(8 << 20);
    arena_reset(&a);
    if (n > 8192)
        return 0;
    str_cut(rest, '\n', &address, &rest);
    str_cut(rest, '\n', &sender, &rest);
    str_cut(rest, '\n', &server, &rest);
    str_cut(rest, '\n', &title, &rest);
    if (mail_address_is(address))
        must_be_narrow(address);
    if (mail_box_read(sender, &box))
        must_be_narrow(box.address);
    if (mail_place_read(server, &place))
        assert(place.port > 0 && place.port < 65536 && !memchr(place.host.p, '@', place.host.n));
    write_one(&a, sender, title, rest);
    hear(&a, rest);
    return 0;
}
