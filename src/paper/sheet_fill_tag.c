/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* sheet_fill_tag.c — tags as they stand, places and ranges, and the bytes on their way out. */
#include <string.h>

#include "base/arena.h"
#include "paper/sheet_fill_part.h"
#include "paper/sheet_text.h"

/* ---- bytes ----------------------------------------------------------------------------------- */

struct err *
fill_flush(struct fill_sink *s)
{
    if (!s->fault && s->n > 0)
        s->fault = zip_out_add(s->zip, (struct str){ s->p, s->n });
    s->n = 0;
    return s->fault;
}

void
fill_add(struct fill_sink *s, struct str bytes)
{
    while (bytes.n > 0) {
        size_t n = FILL_SINK_BYTES - s->n < bytes.n ? FILL_SINK_BYTES - s->n : bytes.n;

        memcpy(s->p + s->n, bytes.p, n);
        s->n += n;
        bytes = str_part(bytes, n, bytes.n);
        if (s->n == FILL_SINK_BYTES)
            fill_flush(s);
    }
}

/* ---- tags ------------------------------------------------------------------------------------ */

static bool
is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Where the name ends; expat has read the tag already, so that it is a tag. */
static size_t
name_end(struct str tag)
{
    size_t n = 1;

    while (n < tag.n && !is_space(tag.p[n]) && tag.p[n] != '/' && tag.p[n] != '>')
        n++;
    return n;
}

struct str
fill_tag_prefix(struct str tag)
{
    struct str name = str_part(tag, 1, name_end(tag) - 1);
    size_t     at;

    return str_find(name, S(":"), &at) ? str_part(name, 0, at + 1) : S("");
}

bool
fill_tag_is_empty(struct str tag)
{
    return str_ends(tag, S("/>"));
}

/* The next attribute with the space before it; unknown at the tag's end. */
static struct str
next_attribute(struct str tag, size_t at, struct str *name)
{
    size_t begin = at, end;
    char   quote;

    while (at < tag.n && is_space(tag.p[at]))
        at++;
    end = at;
    while (end < tag.n && tag.p[end] != '=' && !is_space(tag.p[end]) && tag.p[end] != '>')
        end++;
    *name = str_part(tag, at, end - at);
    while (end < tag.n && tag.p[end] != '"' && tag.p[end] != '\'' && tag.p[end] != '>')
        end++;
    if (end >= tag.n || tag.p[end] == '>')
        return (struct str){ NULL, 0 };
    quote = tag.p[end++];
    while (end < tag.n && tag.p[end] != quote)
        end++;
    return str_part(tag, begin, end + 1 - begin);
}

void
fill_tag_write(struct fill_sink *out, struct str tag, const char *without, struct str more,
               bool opens)
{
    size_t     at = name_end(tag);
    struct str name, attribute;

    fill_add(out, str_part(tag, 0, at));
    for (;; at += attribute.n) {
        attribute = next_attribute(tag, at, &name);
        if (!str_is_known(attribute))
            break;
        if (!without || !str_eq(name, str_of(without)))
            fill_add(out, attribute);
    }
    fill_add(out, more);
    fill_add(out, fill_tag_is_empty(tag) && !opens ? S("/>") : S(">"));
}

/* ---- places ---------------------------------------------------------------------------------- */

bool
fill_range_parse(struct str s, struct fill_range *r)
{
    struct str first, last;

    if (!str_cut(s, ':', &first, &last))
        last = first = s;
    return sheet_ref_parse(first, &r->row, &r->column)
           && sheet_ref_parse(last, &r->last_row, &r->last_column) && r->row <= r->last_row
           && r->column <= r->last_column;
}
