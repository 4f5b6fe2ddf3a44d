/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* load_program.c — rows by the program's words; see load.h. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/csv.h"
#include "load.h"

enum { AT_ONCE = 512, COLUMNS_MAX = 16, LISTS_MAX = 1 << 20 };

static void
fail_if(struct arena *a, const struct err *e)
{
    if (!e)
        return;
    fprintf(stderr, "%.*s\n", TEXT(err_line(a, LANG_EN, e)));
    exit(2);
}

static struct lexicon *
lexicon_of(struct arena *a, const char *file)
{
    FILE           *f = fopen(file, "rb");
    char           *text = NEWS(a, char, LISTS_MAX);
    size_t          n = f ? fread(text, 1, LISTS_MAX, f) : 0;
    struct lexicon *lexicon;

    if (f)
        fclose(f);
    if (n == 0) {
        fprintf(stderr, "%s: the lexicon's lists cannot be read\n", file);
        exit(2);
    }
    fail_if(a, lexicon_read(a, str_of(file), (struct str){ text, n }, LEXICON_ID, &lexicon));
    return lexicon;
}

/* ---- made rows, some at a time --------------------------------------------------------------- */

struct text { struct str title, text; uint32_t owner; };

/* Where texts stand until they are added; the arena is emptied after that. */
struct batch { struct arena arena; struct text text[AT_ONCE]; size_t n; };

static void
add_batch(struct loaded *l, struct batch *b)
{
    struct gauge from = gauge_now();

    for (size_t i = 0; i < b->n; i++)
        corpus_add(l->corpus, b->text[i].title, b->text[i].text, b->text[i].owner);
    gauge_add(&l->took, gauge_since(from));
    b->n = 0;
    arena_reset(&b->arena);
}

static void
put_made(struct loaded *l, struct batch *b, const struct made_row *r, uint32_t owner)
{
    char *title = NEWS(&b->arena, char, MADE_TEXT_MAX);
    char *text = NEWS(&b->arena, char, MADE_TEXT_MAX);

    b->text[b->n++] = (struct text){ made_text(l->made, r->word, r->n_title, title),
        made_text(l->made, r->word + r->n_title, r->n - r->n_title, text), owner };
}

static void
add_made(struct arena *a, struct loaded *l, struct batch *b, struct load_plan plan)
{
    for (uint32_t i = 0; i < plan.n; i++) {
        struct made_row r;

        made_row(l->made, i, &r);
        if (r.source != MADE_NO_SOURCE)
            l->planted[l->n_planted++] = (struct planted){ r.source, i };
        put_made(l, b, &r, plan.has_owners ? r.owner : i);
        if (l->title)
            l->title[i] = str_copy(a, b->text[b->n - 1].title);
        if (b->n == AT_ONCE)
            add_batch(l, b);
    }
    add_batch(l, b);
    l->n = plan.n;
}

/* ---- a CSV ----------------------------------------------------------------------------------- */

static size_t
columns_of(struct arena *a, const char *list, const char **column)
{
    struct str rest = str_of(list), head;
    size_t     n = 0;

    for (bool more = true; more && n < COLUMNS_MAX;) {
        more = str_cut(rest, ',', &head, &rest);
        column[n++] = str_z(a, head);
    }
    return n;
}

static void
put_record(struct batch *b, const struct csv_record *record, uint32_t owner)
{
    struct str *part = NEWS(&b->arena, struct str, record->n);

    for (size_t i = 0; i < record->n; i++)
        part[i] = str_copy(&b->arena, record->field[i]);
    b->text[b->n++] = (struct text){ part[0],
        str_join(&b->arena, S(" "), part + 1, record->n - 1), owner };
}

static void
add_csv(struct arena *a, struct loaded *l, struct batch *b, struct load_csv csv, uint32_t most)
{
    const char        *column[COLUMNS_MAX];
    size_t             n_columns = columns_of(a, csv.columns, column);
    struct csv_reader *reader;
    struct csv_record  record;
    bool               more = true;

    fail_if(a, csv_open(a, &reader, str_of(csv.file), column, n_columns));
    while (l->n < most) {
        fail_if(a, csv_next(reader, &record, &more));
        if (!more)
            break;
        put_record(b, &record, l->n);
        if (l->title)
            l->title[l->n] = str_copy(a, b->text[b->n - 1].title);
        l->n++;
        if (b->n == AT_ONCE)
            add_batch(l, b);
    }
    add_batch(l, b);
    csv_close(reader);
}

/* ---- both ------------------------------------------------------------------------------------ */

/* From rows to their sets. */
static void
settle_planted(struct loaded *l)
{
    size_t n = 0, kept = 0;

    for (size_t i = 0; i < l->n_planted; i++) {
        uint32_t a = corpus_set_of(l->corpus, l->planted[i].a);
        uint32_t b = corpus_set_of(l->corpus, l->planted[i].b);

        l->n_same += a == b;
        if (a != b)
            l->planted[n++] = (struct planted){ a < b ? a : b, a < b ? b : a };
    }
    qsort(l->planted, n, sizeof *l->planted, by_planted);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || by_planted(&l->planted[i - 1], &l->planted[i]) != 0)
            l->planted[kept++] = l->planted[i];
    l->n_planted = kept;
}

struct loaded
load_program(struct arena *a, struct load_plan plan)
{
    struct batch *b = NEW(a, struct batch);
    bool          is_made = plan.corpus != 'c';
    struct loaded l = { .made = is_made ? made_open(a, LOAD_SEED, plan.corpus == 'e') : NULL,
                        .planted = NEWS(a, struct planted, is_made ? plan.n : 0),
                        .title = plan.keeps_titles ? NEWS(a, struct str, plan.n) : NULL,
                        .corpus = corpus_open(a, lexicon_of(a, plan.lists)) };

    b->arena = arena_make((size_t)1 << 30);
    if (is_made)
        add_made(a, &l, b, plan);
    for (size_t i = 0; i < plan.n_csv; i++)
        add_csv(a, &l, b, plan.csv[i], plan.n);
    struct gauge from = gauge_now();
    bool         is_whole = corpus_end(l.corpus, NULL);

    assert(is_whole);
    gauge_add(&l.took, gauge_since(from));
    arena_drop(&b->arena);
    l.sets = *corpus_sets(l.corpus);
    settle_planted(&l);
    return l;
}
