/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* assess_frozen.c — what was sent, as a text and back, and how two of them differ. */
#include "city/assess/assess_frozen.h"

#include "base/arena.h"
#include "base/buf.h"

static const char first_line[] = "guyub self-assessment 1";

enum { FACTS = 9, CELLS = 6 };

/* ---- the facts at the head, in their order --------------------------------------------------- */

static const char *const fact_name[FACTS] = {
    "round", "instrument", "digest", "region", "name", "stage", "sending", "stated-by", "at",
};

static void
facts_of(struct assess_frozen *f, struct str *fact[static FACTS])
{
    fact[0] = &f->round;
    fact[1] = &f->instrument;
    fact[2] = &f->digest;
    fact[3] = &f->region;
    fact[4] = &f->name;
    fact[5] = &f->stage;
    fact[6] = &f->nth;
    fact[7] = &f->stated_by;
    fact[8] = &f->at;
}

static void
cells_of(struct assess_frozen_row *row, struct str *cell[static CELLS])
{
    cell[0] = &row->item;
    cell[1] = &row->of;
    cell[2] = &row->value;
    cell[3] = &row->org;
    cell[4] = &row->note;
    cell[5] = &row->evidence;
}

/* ---- freezing -------------------------------------------------------------------------------- */

static void
put_escaped(struct buf *b, struct str text)
{
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];

        if (c == '\\' || c == '\t' || c == '\n')
            buf_byte(b, '\\');
        buf_byte(b, c == '\t' ? 't' : c == '\n' ? 'n' : c);
    }
}

static size_t
size_of(const struct assess_frozen *f)
{
    size_t n = 4096;

    for (size_t i = 0; i < f->n; i++) {
        struct assess_frozen_row row = f->row[i];
        struct str              *cell[CELLS];

        cells_of(&row, cell);
        n += 32;
        for (size_t k = 0; k < CELLS; k++)
            n += 2 * cell[k]->n;
    }
    return n + 2 * (f->name.n + f->stated_by.n);
}

static void
put_row(struct buf *b, const struct assess_frozen_row *row)
{
    struct assess_frozen_row copy = *row;
    struct str              *cell[CELLS];

    cells_of(&copy, cell);
    buf_add(b, S("item"));
    for (size_t k = 0; k < CELLS; k++) {
        buf_byte(b, '\t');
        put_escaped(b, *cell[k]);
    }
    buf_byte(b, '\n');
}

struct str
assess_freeze(struct arena *a, const struct assess_frozen *f)
{
    struct buf           b = buf_in(a, size_of(f));
    struct assess_frozen head = *f;
    struct str          *fact[FACTS];

    facts_of(&head, fact);
    buf_fmt(&b, "%s\n", first_line);
    for (size_t i = 0; i < FACTS; i++) {
        buf_fmt(&b, "%s\t", fact_name[i]);
        put_escaped(&b, *fact[i]);
        buf_byte(&b, '\n');
    }
    for (size_t i = 0; i < f->n; i++)
        put_row(&b, &f->row[i]);
    return buf_str(&b);
}

/* ---- thawing --------------------------------------------------------------------------------- */

static struct str
unescaped(struct arena *a, struct str text)
{
    char  *p = NEWS(a, char, text.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];

        if (c == '\\' && i + 1 < text.n) {
            c = text.p[++i];
            c = c == 't' ? '\t' : c == 'n' ? '\n' : c;
        }
        p[n++] = c;
    }
    return (struct str){ p, n };
}

static bool
thaw_fact(struct arena *a, struct str line, const char *name, struct str *fact)
{
    struct str word, value;

    if (!str_cut(line, '\t', &word, &value) || !str_eq(word, str_of(name)))
        return false;
    *fact = unescaped(a, value);
    return true;
}

static bool
thaw_row(struct arena *a, struct str line, struct assess_frozen_row *row)
{
    struct str *cell[CELLS], word, rest;

    cells_of(row, cell);
    if (!str_cut(line, '\t', &word, &rest) || !str_eq(word, S("item")))
        return false;
    for (size_t k = 0; k < CELLS; k++) {
        bool more = str_cut(rest, '\t', &word, &rest);

        if (more != (k + 1 < CELLS))
            return false;
        *cell[k] = unescaped(a, word);
    }
    return true;
}

static size_t
lines_in(struct str text)
{
    size_t n = 0;

    for (size_t i = 0; i < text.n; i++)
        n += text.p[i] == '\n';
    return n;
}

bool
assess_thaw(struct arena *a, struct str text, struct assess_frozen *f)
{
    struct str *fact[FACTS], rest, line;

    *f = (struct assess_frozen){ .row = NEWS(a, struct assess_frozen_row, lines_in(text) + 1) };
    facts_of(f, fact);
    if (!str_cut(text, '\n', &line, &rest) || !str_eq(line, str_of(first_line)))
        return false;
    for (size_t i = 0; i < FACTS; i++)
        if (!str_cut(rest, '\n', &line, &rest) || !thaw_fact(a, line, fact_name[i], fact[i]))
            return false;
    while (rest.n > 0)
        if (!str_cut(rest, '\n', &line, &rest) || !thaw_row(a, line, &f->row[f->n++]))
            return false;
    return true;
}

/* ---- differences ----------------------------------------------------------------------------- */

static const struct assess_frozen_row *
same_in(const struct assess_frozen *f, const struct assess_frozen_row *row)
{
    for (size_t i = 0; i < f->n; i++)
        if (str_eq(f->row[i].item, row->item) && str_eq(f->row[i].of, row->of))
            return &f->row[i];
    return NULL;
}

static bool
differs(const struct assess_frozen_row *was, const struct assess_frozen_row *is,
        struct assess_difference *d)
{
    *d = (struct assess_difference){ .item = is->item, .of = is->of, .after = is->value };
    if (was)
        d->before = was->value;
    d->note_differs = !was || !str_eq(was->note, is->note);
    d->evidence_differs = !was || !str_eq(was->evidence, is->evidence);
    return !was || !str_eq(was->value, is->value) || d->note_differs || d->evidence_differs;
}

size_t
assess_differences(const struct assess_frozen *before, const struct assess_frozen *after,
                   struct assess_difference *out)
{
    size_t n = 0;

    for (size_t i = 0; i < after->n; i++)
        n += differs(same_in(before, &after->row[i]), &after->row[i], &out[n]);
    for (size_t i = 0; i < before->n; i++)
        if (!same_in(after, &before->row[i]))
            out[n++] = (struct assess_difference){ .item = before->row[i].item,
                .of = before->row[i].of, .before = before->row[i].value };
    return n;
}
