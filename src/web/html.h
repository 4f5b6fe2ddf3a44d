/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * html.h — HTML is escaped by construction.
 *
 * `struct html` is text that may stand in a page as it is. Only three things make one: a literal
 * (HTML), the escape of a text (html_text), and templates, which tool/tplgen compiles to functions
 * that write into a `struct view`. The struct is flat on purpose: a struct str does not convert to
 * it, by value, in a list or by pointer.
 *
 * A template's holes call view_put(v, x), which picks the writer by the type of x; a type without a
 * writer (a bare char *, a pointer) does not compile. In an attribute tplgen calls view_put_attr,
 * in href, src and action view_url.
 */
#ifndef GUYUB_WEB_HTML_H
#define GUYUB_WEB_HTML_H

#include "base/buf.h"
#include "base/calendar.h"
#include "base/decimal.h"
#include "base/msg.h"

struct html { const char *safe; size_t n; };

#define HTML(lit) ((struct html){ "" lit, sizeof("" lit) - 1 })

struct html html_text(struct arena *, struct str untrusted);    /* the one road from str to html */
struct html html_join(struct arena *, const struct html *part, size_t n);
bool        html_is_empty(struct html);

/* Where a template writes. */
struct view {
    struct arena *arena;
    enum lang     lang;
    struct buf    out;
};

enum { VIEW_MAX = 4 << 20 };

struct view view_in(struct arena *, enum lang);
struct html view_html(const struct view *);          /* what was written so far */

void view_raw(struct view *, struct html);
void view_text(struct view *, struct str);           /* escapes & < > " ' */
void view_msg(struct view *, struct msg);            /* in the reader's language, escaped */
void view_int(struct view *, int64_t);               /* 1.234 / 1,234 */
void view_dec(struct view *, struct dec);            /* 3,31 / 3.31 */
void view_date(struct view *, struct date);          /* <time> around 13 Agustus 2024 */

void view_attr_text(struct view *, struct str);      /* as data: escaped, for a quoted attribute */
void view_attr_msg(struct view *, struct msg);
void view_attr_int(struct view *, int64_t);          /* ungrouped: 1234 */
void view_attr_dec(struct view *, struct dec);       /* with a point: 3.31 */
void view_attr_date(struct view *, struct date);     /* ISO */
void view_url(struct view *, struct str);            /* own paths, https:, http:; else "#" */
void view_url_part(struct view *, struct str);       /* percent-encoded: a segment, a value */

/*
 * The hidden field that proves a form by POST to be one of ours (app/turn/forged.h). form_draw and
 * tplgen write it into each such form. What stands in it is known only when the page is framed:
 * until then it is VIEW_TOKEN_MARK, a byte that no other writer lets into a page.
 */
#define VIEW_TOKEN_MARK '\x1a'
void view_form_token(struct view *);

#define view_put(v, x) _Generic((x),                                                         \
    struct html: view_raw,  struct str: view_text, struct msg: view_msg,                     \
    int32_t: view_int,      int64_t: view_int,                                               \
    struct dec: view_dec,   struct date: view_date)((v), (x))

#define view_put_attr(v, x) _Generic((x),                                                    \
    struct str: view_attr_text, struct msg: view_attr_msg,                                   \
    int32_t: view_attr_int,     int64_t: view_attr_int,                                      \
    struct dec: view_attr_dec,  struct date: view_attr_date)((v), (x))

#endif
