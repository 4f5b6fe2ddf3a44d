/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* po_read.c — the part of the PO format that a catalog without plurals needs, no more. */
#include "tool/pogen.h"

#include <assert.h>

#include "base/arena.h"

struct reader {
    const struct source *source;
    size_t               at;            /* of the line not yet read           */
    struct str           line;          /* trimmed                            */
    size_t               line_at;       /* where the trimmed line begins      */
    struct str           used_at;       /* of the comment lines so far        */
    bool                 fuzzy;         /* one of them said so                */
};

static struct err *
refuse(const struct reader *r, struct msg what)
{
    return source_err(r->source, r->line_at, what);
}

static bool
next_line(struct reader *r)
{
    struct str head, rest = str_part(r->source->text, r->at, r->source->text.n);

    if (rest.n == 0)
        return false;
    str_cut(rest, '\n', &head, &rest);
    r->line = str_trim(head);
    r->line_at = r->at + (size_t)(r->line.n ? r->line.p - head.p : 0);
    r->at += head.n + 1;
    return true;
}

/* One character after a backslash; 0 if PO has no such escape. */
static char
unescape(char c)
{
    switch (c) {
    case 'n':
        return '\n';
    case 't':
        return '\t';
    case '"':
    case '\\':
        return c;
    default:
        return 0;
    }
}

/* Adds a "…" with its escapes resolved. */
static struct err *
add_quoted(const struct reader *r, struct str quoted, struct buf *out)
{
    if (quoted.n < 2 || quoted.p[0] != '"' || quoted.p[quoted.n - 1] != '"')
        return refuse(r, MSG("here stands a text in quotes; close it on this line"));
    for (size_t i = 1; i + 1 < quoted.n; i++) {
        char c = quoted.p[i];

        if (c == '"')
            return refuse(r, MSG("a quote inside the text; write {0}", S("\\\"")));
        if (c == '\\') {
            c = i + 2 < quoted.n ? unescape(quoted.p[++i]) : 0;
            if (!c)
                return refuse(r, MSG("an escape that is not known here; there are {0}",
                                     S("\\n \\t \\\" \\\\")));
        }
        buf_byte(out, c);
    }
    return out->full ? refuse(r, MSG("a text over 4,000 bytes; split it")) : NULL;
}

/* "keyword "text"" and the quoted lines after it. Leaves r->line at what follows, if `more`. */
static struct err *
read_text(struct reader *r, struct str keyword, struct str *text, bool *more)
{
    struct buf out = buf_in(r->source->arena, PO_TEXT_MAX);

    if (!str_starts(r->line, keyword))
        return refuse(r, MSG("here stands {0}; an entry is msgid, then msgstr", str_trim(keyword)));
    TRY(add_quoted(r, str_trim(str_part(r->line, keyword.n, r->line.n)), &out));
    while ((*more = next_line(r)) && str_starts(r->line, S("\"")))
        TRY(add_quoted(r, r->line, &out));
    *text = out.n ? buf_str(&out) : S("");
    return NULL;
}

/* Comments: "#: file:line" and "#, fuzzy" are kept, "#~" is refused, the rest is for people. */
static struct err *
comment(struct reader *r)
{
    size_t at, end;

    if (str_starts(r->line, S("#~")))
        return refuse(r, MSG("an obsolete entry; remove it, the history has it"));
    if (str_starts(r->line, S("#,")) && str_find(r->line, S("fuzzy"), &at))
        r->fuzzy = true;
    if (!str_starts(r->line, S("#:")) || str_is_known(r->used_at))
        return NULL;
    r->used_at = str_trim(str_part(r->line, 2, r->line.n));
    while (str_starts(r->used_at, S("../")))
        r->used_at = str_part(r->used_at, 3, r->used_at.n);
    if (str_find(r->used_at, S(" "), &end))
        r->used_at = str_part(r->used_at, 0, end);
    return NULL;
}

static struct err *
entry(struct reader *r, struct po *po, bool *more)
{
    struct po_entry e = { .at = r->line_at, .used_at = r->used_at };
    bool            fuzzy = r->fuzzy;

    if (str_starts(r->line, S("msgctxt")) || str_starts(r->line, S("msgid_plural")))
        return refuse(r, MSG("contexts and plurals are not used here; say the message in one way"));
    TRY(read_text(r, S("msgid "), &e.id, more));
    if (!*more)
        return refuse(r, MSG("the file ends in the middle of an entry; add its msgstr"));
    TRY(read_text(r, S("msgstr "), &e.text, more));
    r->used_at = (struct str){ NULL, 0 };
    r->fuzzy = false;
    if (e.id.n == 0)                    /* the header, which xgettext marks fuzzy */
        return NULL;
    if (fuzzy)
        return source_err(r->source, e.at,
                          MSG("a fuzzy entry; read the text again and remove the mark"));
    if (po->n == PO_ENTRIES_MAX)
        return refuse(r, MSG("over 20,000 entries"));
    po->entry[po->n++] = e;
    return NULL;
}

struct err *
po_read(const struct source *s, struct po *po)
{
    struct reader r = { .source = s };
    bool          more;

    *po = (struct po){ .source = s, .entry = NEWS(s->arena, struct po_entry, PO_ENTRIES_MAX) };
    more = next_line(&r);
    while (more) {
        if (r.line.n > 0 && r.line.p[0] != '#') {
            TRY(entry(&r, po, &more));
            continue;
        }
        if (r.line.n > 0)
            TRY(comment(&r));
        more = next_line(&r);
    }
    return NULL;
}
