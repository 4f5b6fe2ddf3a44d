/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * html.c — the writers behind a template's holes.
 *
 * One table says what a byte turns into. The same characters are escaped in text and in
 * attributes: a text that is moved from one to the other stays safe.
 */
#include "web/html.h"

#include <assert.h>
#include <limits.h>
#include <string.h>

#include "base/arena.h"
#include "base/money.h"

static const struct str escape[UCHAR_MAX + 1] = {
    ['&'] = { "&amp;", 5 },  ['<'] = { "&lt;", 4 },   ['>'] = { "&gt;", 4 },
    ['"'] = { "&quot;", 6 }, ['\''] = { "&#39;", 5 },
    [VIEW_TOKEN_MARK] = { "\xef\xbf\xbd", 3 },      /* U+FFFD: only we may leave that mark */
};

/* Appends in runs: the common text has nothing to escape and is copied once. */
static void
add_escaped(struct buf *b, struct str s)
{
    size_t from = 0;

    for (size_t i = 0; i < s.n; i++) {
        struct str as = escape[(unsigned char)s.p[i]];

        if (!as.p)
            continue;
        buf_add(b, str_part(s, from, i - from));
        buf_add(b, as);
        from = i + 1;
    }
    buf_add(b, str_part(s, from, s.n - from));
}

struct html
html_text(struct arena *a, struct str untrusted)
{
    struct buf b = buf_in(a, VIEW_MAX);

    add_escaped(&b, untrusted);
    struct str s = buf_str(&b);
    return (struct html){ s.p, s.n };
}

struct html
html_join(struct arena *a, const struct html *part, size_t n)
{
    struct buf b = buf_in(a, VIEW_MAX);

    for (size_t i = 0; i < n; i++)
        buf_add(&b, (struct str){ part[i].safe, part[i].n });
    struct str s = buf_str(&b);
    return (struct html){ s.p, s.n };
}

bool
html_is_empty(struct html h)
{
    return h.n == 0;
}

struct view
view_in(struct arena *a, enum lang lang)
{
    return (struct view){ .arena = a, .lang = lang, .out = buf_in(a, VIEW_MAX) };
}

struct html
view_html(const struct view *v)
{
    struct str s = buf_str(&v->out);

    return (struct html){ s.p, s.n };
}

void
view_raw(struct view *v, struct html h)
{
    buf_add(&v->out, (struct str){ h.safe, h.n });
}

void
view_text(struct view *v, struct str s)
{
    add_escaped(&v->out, s);
}

void
view_msg(struct view *v, struct msg m)
{
    if (msg_is(m))
        add_escaped(&v->out, msg_text(v->arena, v->lang, m));
}

void
view_int(struct view *v, int64_t n)
{
    buf_add(&v->out, int_text(v->arena, v->lang, n));
}

void
view_dec(struct view *v, struct dec d)
{
    buf_add(&v->out, dec_text(v->arena, v->lang, d));
}

void
view_date(struct view *v, struct date d)
{
    if (d.year == 0)
        return;
    view_raw(v, HTML("<time datetime=\""));
    buf_add(&v->out, date_iso(v->arena, d));
    view_raw(v, HTML("\">"));
    add_escaped(&v->out, date_text(v->arena, v->lang, d));
    view_raw(v, HTML("</time>"));
}

void
view_attr_text(struct view *v, struct str s)
{
    add_escaped(&v->out, s);
}

void
view_attr_msg(struct view *v, struct msg m)
{
    view_msg(v, m);
}

void
view_attr_int(struct view *v, int64_t n)
{
    buf_fmt(&v->out, "%lld", (long long)n);
}

void
view_attr_dec(struct view *v, struct dec d)
{
    buf_add(&v->out, dec_str(v->arena, d));
}

void
view_attr_date(struct view *v, struct date d)
{
    if (d.year != 0)
        buf_add(&v->out, date_iso(v->arena, d));
}

void
view_form_token(struct view *v)
{
    static const char mark[] = { VIEW_TOKEN_MARK };

    view_raw(v, HTML("<input type=\"hidden\" name=\"_token\" value=\""));
    buf_add(&v->out, (struct str){ mark, sizeof mark });
    view_raw(v, HTML("\">"));
}

/* ---- addresses ------------------------------------------------------------------------------ */

/* Browsers drop tabs and line ends and read "\" as "/": a text with any of them is no address. */
static bool
has_trick(struct str url)
{
    for (size_t i = 0; i < url.n; i++) {
        unsigned char c = (unsigned char)url.p[i];

        if (c <= ' ' || c == 0x7f || c == '\\')
            return true;
    }
    return false;
}

/* A path of ours, a place in this page, a query of this page, or another site by http or https. */
static bool
is_address(struct str url)
{
    if (url.n == 0 || has_trick(url))
        return false;
    if (url.p[0] == '#' || url.p[0] == '?')
        return true;
    if (url.p[0] == '/')
        return url.n == 1 || url.p[1] != '/';
    return (str_starts(url, S("https://")) && url.n > 8) ||
           (str_starts(url, S("http://")) && url.n > 7);
}

void
view_url(struct view *v, struct str url)
{
    add_escaped(&v->out, is_address(url) ? url : S("#"));
}

static bool
is_unreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '-' || c == '.' || c == '_' || c == '~';
}

void
view_url_part(struct view *v, struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (is_unreserved(s.p[i]))
            buf_byte(&v->out, s.p[i]);
        else
            buf_fmt(&v->out, "%%%02X", (unsigned)(unsigned char)s.p[i]);
    }
}
