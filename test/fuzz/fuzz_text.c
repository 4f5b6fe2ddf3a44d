/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * fuzz_text.c — any text as the rows of a list: words, terms and weighted sets.
 *
 * A line is a row: an owner's letter, then the title, then after a tab the text.
 *
 * PROPERTY  A word is UTF-8, not longer than it may be, and the same if it is split again. Terms
 *           come out the same a second time. Sets are ascending, each different, and hold what
 *           their rows hold; a row asked for as a draft is its own set. The same bytes as lists of
 *           words are read or refused with their place.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "engine/text/corpus.h"
#include "engine/text/word.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

enum { ROWS = 256 };

struct row { struct str title, text; uint32_t owner; };

static void
check_words(struct str s)
{
    struct word_reader r = word_read(s), again;
    struct word        w, once, more;
    size_t             end = 0;

    while (word_next(&r, &w)) {
        struct str word = { w.p, w.n };

        assert(w.n > 0 && w.n <= LEXICON_WORD_MAX && utf8_is_valid(word, NULL));
        assert(w.seen.p >= s.p && w.seen.n > 0 && utf8_is_valid(w.seen, NULL));
        assert((size_t)(w.seen.p - s.p) + w.seen.n >= end);
        end = (size_t)(w.seen.p - s.p) + w.seen.n;
        again = word_read(word);
        assert(word_next(&again, &once) && once.n == w.n && memcmp(once.p, w.p, w.n) == 0);
        assert(!word_next(&again, &more));
    }
    assert(end <= s.n);
}

static struct row
row_of(struct str line)
{
    struct row r = { .title = line, .text = { NULL, 0 } };

    if (line.n > 0 && line.p[0] >= 'A' && line.p[0] <= 'D') {
        r.owner = (uint32_t)(line.p[0] - 'A');
        r.title = str_part(line, 1, line.n);
    }
    if (str_cut(r.title, '\t', &line, &r.text))
        r.title = line;
    return r;
}

static uint32_t
split_rows(struct str s, struct row *row)
{
    uint32_t   n = 0;
    struct str line, rest = s;

    while (n < ROWS && rest.n > 0) {
        bool more = str_cut(rest, '\n', &line, &rest);

        row[n++] = row_of(more ? line : rest);
        if (!more)
            break;
    }
    return n;
}

static void
check_sets(const struct join_sets *s)
{
    for (uint32_t set = 0; set < s->n; set++) {
        uint32_t n = s->first[set + 1] - s->first[set];

        for (uint32_t i = s->first[set]; i < s->first[set + 1]; i++) {
            assert(s->term[i] < s->n_terms);
            assert(i == s->first[set] || s->term[i - 1] < s->term[i]);
        }
        for (uint32_t other = 0; other < set; other++)
            assert(s->first[other + 1] - s->first[other] != n
                   || memcmp(s->term + s->first[other], s->term + s->first[set],
                             n * sizeof *s->term) != 0);
    }
    for (uint32_t t = 0; t < s->n_terms; t++)
        assert(s->weight[t] >= 1 && s->weight[t] <= JOIN_WEIGHT_MAX);
}

static void
check_rows(struct corpus *c, struct arena *a, const struct row *row, uint32_t n)
{
    const struct join_sets *s = corpus_sets(c);
    size_t                  n_listed = 0;

    for (uint32_t r = 0; r < n; r++) {
        uint32_t          set = corpus_set_of(c, r), terms = s->first[set + 1] - s->first[set];
        struct join_draft d = corpus_draft(c, a, row[r].title, row[r].text, row[r].owner);

        assert((terms == 0) == (corpus_is_plain(c, r) || corpus_is_empty(c, r)));
        assert(d.unknown == 0 && d.n == terms
               && memcmp(d.term, s->term + s->first[set], terms * sizeof *d.term) == 0);
    }
    for (uint32_t set = 0; set < s->n; set++) {
        struct rows of = corpus_rows_of(c, set);

        for (size_t i = 0; i < of.n; i++)
            assert(corpus_set_of(c, of.row[i]) == set && (i == 0 || of.row[i - 1] < of.row[i]));
        n_listed += of.n;
    }
    assert(n_listed == n);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena a;
    struct str          s = { size ? (const char *)data : "", size };
    const struct str    lists = S("word,stem,why\ndan,,x\nyang,,x\nkab,kabupaten,x\n"
                                  "apotik,apotek,x\nelola,kelola,x\nkelola,kelola,x\n");
    struct row          row[ROWS];
    struct lexicon     *l;

    if (!a.base)
        a = arena_make((size_t)64 << 20);
    if (size > 8192 || !utf8_is_valid(s, NULL) || memchr(s.p, 0, s.n))
        return 0;
    check_words(s);
    struct err *e = lexicon_read(&a, S("f"), s, LEXICON_ID, &l);

    assert(!e || str_starts(e->where, S("f:")));
    assert(!lexicon_read(&a, S("words.csv"), lists, (enum lexicon_lang)(size % 3), &l));
    struct terms once = lexicon_terms(l, &a, s), again = lexicon_terms(l, &a, s);

    assert(once.n == again.n && memcmp(once.term, again.term, once.n * sizeof *once.term) == 0);
    struct corpus *c = corpus_open(&a, l);
    uint32_t       n = split_rows(s, row);

    for (uint32_t r = 0; r < n; r++)
        assert(corpus_add(c, row[r].title, row[r].text, row[r].owner) == r);
    assert(corpus_end(c, NULL));
    check_sets(corpus_sets(c));
    check_rows(c, &a, row, n);
    corpus_close(c);
    arena_reset(&a);                    /* and with it the lexicons */
    return 0;
}
