/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* pogen_check.c — what is said against what is translated, and the table in C. */
#include "tool/pogen.h"

#include <assert.h>
#include <stdlib.h>

enum { REPORT_MAX = 4 << 20, CATALOG_MAX = 8 << 20 };

static int
by_id(const void *a, const void *b)
{
    const struct po_entry *x = a, *y = b;
    int                    c = str_cmp(x->id, y->id);

    return c ? c : (x->at > y->at) - (x->at < y->at);
}

static const struct po_entry *
find(const struct po *po, struct str id)
{
    size_t low = 0, high = po->n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int    c = str_cmp(id, po->entry[middle].id);

        if (c == 0)
            return &po->entry[middle];
        if (c < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

static bool
has_letter(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (is_letter(s.p[i]) || (s.p[i] & 0x80))
            return true;
    return false;
}

/* Which of {0} to {9} stand in the text: bit n for {n}. */
static uint32_t
holes(struct str s)
{
    uint32_t set = 0;

    for (size_t i = 0; i + 2 < s.n; i++) {
        uint32_t digit = (uint32_t)(unsigned char)s.p[i + 1] - '0';

        if (s.p[i] == '{' && digit <= 9 && s.p[i + 2] == '}')
            set |= 1u << digit;
    }
    return set;
}

/* "…" with PO's escapes. C reads them the same way. */
static void
write_quoted(struct buf *b, struct str s)
{
    buf_byte(b, '"');
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];

        if (c == '"' || c == '\\')
            buf_byte(b, '\\');
        if (c == '\n')
            buf_add(b, S("\\n"));
        else if (c == '\t')
            buf_add(b, S("\\t"));
        else
            buf_byte(b, c);
    }
    buf_byte(b, '"');
}

/* "FILE:LINE: " — an entry is found by its line alone. */
static void
write_place(struct po_verdict *v, const struct po *po, size_t at)
{
    buf_fmt(&v->report, "%.*s:%lld: ", TEXT(po->source->file),
            (long long)source_line(po->source, at));
}

static void
missing(struct po_verdict *v, const struct po *texts, const struct po_entry *said)
{
    const struct po_entry *empty = find(texts, said->id);

    v->n_missing++;
    write_place(v, texts, empty ? empty->at : texts->source->text.n);
    buf_fmt(&v->report, "no Indonesian text for what %.*s says; %s:\n", TEXT(said->used_at),
            empty ? "fill in its msgstr" : "add it");
    buf_add(&v->report, S("msgid "));
    write_quoted(&v->report, said->id);
    buf_add(&v->report, S("\nmsgstr \"\"\n\n"));
}

static void
wrong(struct po_verdict *v, const struct po *texts, const struct po_entry *e, const char *what)
{
    v->n_wrong++;
    write_place(v, texts, e->at);
    buf_fmt(&v->report, "%s: ", what);
    write_quoted(&v->report, e->id);
    buf_byte(&v->report, '\n');
}

static void
check_text(struct po_verdict *v, const struct po *texts, size_t i)
{
    const struct po_entry *e = &texts->entry[i];
    size_t                 at;

    if (i > 0 && str_eq(e->id, texts->entry[i - 1].id))
        wrong(v, texts, e, "this message stands twice; keep one");
    if (e->text.n > 0 && holes(e->text) != holes(e->id))
        wrong(v, texts, e,
              "the holes {0} to {3} of msgstr are not those of msgid; make them agree");
    if (str_find(e->text, S("!"), &at))
        wrong(v, texts, e, "an exclamation mark; say it calmly");
}

static void
check_said(struct po_verdict *v, const struct po *said, const struct po *texts, size_t i)
{
    const struct po_entry *e = &said->entry[i], *text = find(texts, e->id);

    if (has_letter(e->id) && (!text || text->text.n == 0))
        missing(v, texts, e);
}

static void
stale(struct po_verdict *v, const struct po *texts, const struct po_entry *e)
{
    v->n_stale++;
    write_place(v, texts, e->at);
    buf_add(&v->report, S("nothing says this any more; remove the entry: "));
    write_quoted(&v->report, e->id);
    buf_byte(&v->report, '\n');
}

void
pogen_check(struct po *said, struct po *texts, struct po_verdict *v)
{
    *v = (struct po_verdict){ .report = buf_in(texts->source->arena, REPORT_MAX) };
    qsort(said->entry, said->n, sizeof said->entry[0], by_id);
    qsort(texts->entry, texts->n, sizeof texts->entry[0], by_id);
    for (size_t i = 0; i < said->n; i++)
        check_said(v, said, texts, i);
    for (size_t i = 0; i < texts->n; i++) {
        check_text(v, texts, i);
        if (!find(said, texts->entry[i].id))
            stale(v, texts, &texts->entry[i]);
    }
}

struct str
pogen_catalog(const struct po *said, const struct po *texts)
{
    struct buf c = buf_in(texts->source->arena, CATALOG_MAX);
    size_t     n = 0;

    buf_fmt(&c, "/* Compiled from %.*s by tool/pogen. */\n", TEXT(texts->source->file));
    buf_add(&c, S("#include \"base/msg.h\"\n\nconst struct msg_entry msg_catalog[] = {\n"));
    for (size_t i = 0; i < texts->n; i++) {
        const struct po_entry *e = &texts->entry[i];

        assert(i == 0 || str_cmp(texts->entry[i - 1].id, e->id) <= 0);
        if (e->text.n == 0 || !find(said, e->id))
            continue;
        buf_add(&c, S("    { "));
        write_quoted(&c, e->id);
        buf_add(&c, S(",\n      "));
        write_quoted(&c, e->text);
        buf_add(&c, S(" },\n"));
        n++;
    }
    buf_fmt(&c, "    { NULL, NULL },\n};\n\nconst size_t msg_catalog_n = %zu;\n", n);
    return buf_str(&c);
}
