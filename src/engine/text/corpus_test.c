/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* corpus_test.c — rows as sets: phrases, weights, equal rows, drafts; and a slow way to say all. */
#include "engine/text/corpus.h"

#include <math.h>
#include <string.h>

#include "base/buf.h"
#include "engine/text/corpus_part.h"
#include "test/unit.h"

struct given { const char *title, *text; uint32_t owner; };

static struct lexicon *
lexicon_in(enum lexicon_lang lang)
{
    struct lexicon *l;

    check("lists", !lexicon_read(unit_arena(), S("l"), S("word,stem,why\ndan,,x\ndi,,x\n"), lang,
                                 &l));
    return l;
}

static struct corpus *
corpus_with(const struct given *row, size_t n)
{
    struct corpus *c = corpus_open(unit_arena(), lexicon_in(LEXICON_ID));

    for (size_t i = 0; i < n; i++)
        check("rows are numbered", corpus_add(c, str_of(row[i].title), str_of(row[i].text),
                                              row[i].owner) == i);
    check("it ends", corpus_end(c, NULL));
    return c;
}

/* The words of a set, in the order of their numbers. */
static struct str
words_of(const struct corpus *c, uint32_t set)
{
    const struct join_sets *s = corpus_sets(c);
    struct str              word[64];
    size_t                  n = 0;

    for (uint32_t i = s->first[set]; i < s->first[set + 1]; i++)
        word[n++] = corpus_word(c, s->term[i]);
    return str_join(unit_arena(), S(" "), word, n);
}

static struct str
words_in_row(const struct corpus *c, uint32_t row)
{
    return words_of(c, corpus_set_of(c, row));
}

TEST(corpus_of_nothing)
{
    struct corpus *c = corpus_with(NULL, 0);

    check("no sets", corpus_sets(c)->n == 0 && corpus_sets(c)->first[0] == 0
                     && corpus_sets(c)->n_terms == 0);
    struct join_draft d = corpus_draft(c, unit_arena(), S("jalan raya"), S(""), 1);

    check("a draft is all unknown, of weight 1", d.n == 0 && d.unknown == 2);
    corpus_close(c);
}

TEST(corpus_of_few)
{
    static const struct given row[] = {
        { "Pembangunan jalan",   "di kota", 1 },
        { "jalan",               "membangun kota dan jalan", 2 },
        { "",                    "", 1 },
        { "dan",                 "di", 1 },
        { "jalan raya",          NULL, 1 },
    };
    struct corpus          *c = corpus_with(row, COUNT(row));
    const struct join_sets *s = corpus_sets(c);
    struct rows             same = corpus_rows_of(c, corpus_set_of(c, 0));

    check("three sets, four terms", s->n == 3 && s->n_terms == 4);
    check_text("rare first, then by the alphabet", words_in_row(c, 0), S("pembangunan kota jalan"));
    check("rows that say the same are one set",
          same.n == 2 && same.row[0] == 0 && same.row[1] == 1 && corpus_set_of(c, 1) == 0);
    check("nothing and stop words are empty", corpus_is_empty(c, 2) && corpus_is_empty(c, 3)
                                              && !corpus_is_plain(c, 2) && !corpus_is_empty(c, 0));
    check("in one set without terms", corpus_set_of(c, 2) == corpus_set_of(c, 3)
                                      && s->first[1] == s->first[2]);
    check_text("a rare word", words_in_row(c, 4), S("raya jalan"));
    check("weights: 16 log2(6/2), 16 log2(6/3), 16 log2(6/4), plus 1",
          s->weight[0] == 26 && s->weight[1] == 17 && s->weight[2] == 17 && s->weight[3] == 10);
    corpus_close(c);
}

TEST(corpus_of_one_row)
{
    static const struct given row[] = { { "Gedung sekolah", "", 7 } };
    struct corpus            *c = corpus_with(row, 1);

    check("a term in all rows weighs 1", corpus_sets(c)->n == 1 && corpus_sets(c)->weight[0] == 1);
    corpus_close(c);
}

/* Whole numbers say what the logarithm says, wherever it is not between two. */
TEST(corpus_weight_is_exact)
{
    static const uint32_t rows[] = { 1, 2, 60, 999, 500000, CORPUS_ROWS_MAX };
    size_t                n_wrong = 0;

    for (size_t i = 0; i < COUNT(rows); i++)
        for (uint32_t with = 0; with <= rows[i]; with += 1 + with / 1000) {
            double log = 16 * log2((rows[i] + 1.0) / (with + 1.0));

            n_wrong += fabs(log - floor(log) - 0.5) > 1e-6
                    && corpus_weight(rows[i], with) != (uint32_t)round(log) + 1;
        }
    check("every weight", n_wrong == 0);
    check("in all rows", corpus_weight(1000, 1000) == 1);
    check("in a thousandth", corpus_weight(999999, 999) == 160);
}

/* The example of the header: 279 times in one office, once in another. */
TEST(corpus_phrase_of_an_office)
{
    enum { TIMES = 279 };
    struct corpus *c = corpus_open(unit_arena(), lexicon_in(LEXICON_ID));
    struct str     title = S("Belanja Perjalanan Dinas Biasa");
    bool           is_plain = true;

    for (uint32_t i = 0; i < TIMES; i++)
        corpus_add(c, title, S(""), 1);
    uint32_t other = corpus_add(c, title, S(""), 2);
    uint32_t wisata = corpus_add(c, S("Belanja perjalanan dinas"), S("perjalanan wisata dinas"), 1);
    uint32_t across = corpus_add(c, S("Gedung belanja"), S("perjalanan dinas"), 1);

    check("it ends", corpus_end(c, NULL));
    for (uint32_t i = 0; i < TIMES; i++)
        is_plain = is_plain && corpus_is_plain(c, i) && corpus_set_of(c, i) == corpus_set_of(c, 0);
    check("plain where it is said all the time", is_plain && !corpus_is_empty(c, 0));
    check("not elsewhere", !corpus_is_plain(c, other));
    check_text("words outside of the phrase count", words_in_row(c, wisata),
               S("wisata dinas perjalanan"));
    check_text("a phrase does not cross from title to text", words_in_row(c, across),
               S("gedung belanja dinas perjalanan"));

    struct join_draft at_one = corpus_draft(c, unit_arena(), title, S("wisata"), 1);
    struct join_draft at_two = corpus_draft(c, unit_arena(), title, S("wisata air air"), 2);

    check("a draft of the office drops it too", at_one.n == 1 && at_one.unknown == 0);
    check_text("and keeps the rest", corpus_word(c, at_one.term[0]), S("wisata"));
    check("one of another does not", at_two.n == 5);
    check("what no row says is weighed once", at_two.unknown == 131);    /* 16 log2(283) */
    corpus_close(c);
}

TEST(corpus_phrase_limits)
{
    static const struct { const char *name; uint32_t rows, with; bool is_plain; } row[] = {
        { "baseline: 20 of 20",           20,  20, true },
        { "19 of 19 are too few",         19,  19, false },
        { "20 of 399: more than a 20th",  399, 20, true },
        { "20 of 400: not more",          400, 20, false },
        { "21 of 400",                    400, 21, true },
        { "50 of 1000",                   1000, 50, false },
        { "51 of 1000",                   1000, 51, true },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct corpus *c = corpus_open(unit_arena(), lexicon_in(LEXICON_PLAIN));

        for (uint32_t r = 0; r < row[i].rows; r++)
            corpus_add(c, r < row[i].with ? S("satu dua tiga satu dua tiga")
                                          : str_fmt(unit_arena(), "lain%u", r), S(""), 3);
        check("it ends", corpus_end(c, NULL));
        check(row[i].name, corpus_is_plain(c, 0) == row[i].is_plain);
        corpus_close(c);
    }
}

struct asked { uint64_t last, all; uint32_t n, most; };

static bool
go_on(void *arg, uint64_t done, uint64_t all)
{
    struct asked *asked = arg;

    check("what is done grows and stays within all", done >= asked->last && done <= all);
    *asked = (struct asked){ done, all, asked->n + 1, asked->most };
    return asked->n <= asked->most;
}

/* Rows of many words, of two owners; a third of each row is the same. */
static void
add_long_rows(struct corpus *c, uint32_t n_rows, uint32_t n_words)
{
    for (uint32_t r = 0; r < n_rows; r++) {
        size_t     mark = arena_mark(unit_arena());
        struct buf text = buf_in(unit_arena(), 1 << 20);

        for (uint32_t i = 0; i < n_words; i++)
            buf_fmt(&text, " w%u", i % 3 ? (r + 7) * (i + 13) % 5000 : i);
        corpus_add(c, S("satu dua tiga"), buf_str(&text), r % 2);
        arena_back(unit_arena(), mark);
    }
}

TEST(corpus_stops)
{
    for (uint32_t most = 0; most < 6; most++) {
        struct corpus  *c = corpus_open(unit_arena(), lexicon_in(LEXICON_PLAIN));
        struct asked    asked = { .most = most };
        struct progress progress = { &asked, go_on };

        add_long_rows(c, 300, 1000);
        bool is_done = corpus_end(c, &progress);

        check("stopped as soon as it is told to", asked.n == (is_done ? most : most + 1));
        check("five steps for each of 300,000 words, told every 262,144", is_done == (most == 5));
        corpus_close(c);
    }
}

/* ---- the same, slowly ------------------------------------------------------------------------ */

enum { ROWS = 240, WORDS = 14, VOCABULARY = 24 };

struct plain_row { uint32_t word[2][WORDS]; size_t n[2]; uint32_t owner; bool passed[2][WORDS]; };

static uint64_t
chance(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *state >> 33;
}

/* A word often follows the one before it, so that phrases come again. */
static void
make_part(struct plain_row *row, int part, uint64_t *seed)
{
    size_t n = chance(seed) % WORDS;

    for (size_t i = 0; i < n; i++) {
        bool     follows = i > 0 && chance(seed) % 8 > 0;
        uint32_t word = (uint32_t)(chance(seed) % VOCABULARY);

        row->word[part][i] = follows ? (row->word[part][i - 1] + 1) % VOCABULARY : word;
    }
    row->n[part] = n;
}

static void
make_rows(struct plain_row *row, uint64_t seed)
{
    for (size_t r = 0; r < ROWS; r++) {
        row[r] = (struct plain_row){ .owner = (uint32_t)(chance(&seed) % 2) };
        make_part(&row[r], 0, &seed);
        make_part(&row[r], 1, &seed);
    }
}

static bool
has_phrase(const struct plain_row *row, const uint32_t *phrase)
{
    for (int part = 0; part < 2; part++)
        for (size_t i = 0; i + 3 <= row->n[part]; i++)
            if (memcmp(row->word[part] + i, phrase, 3 * sizeof *phrase) == 0)
                return true;
    return false;
}

static bool
is_common(const struct plain_row *row, uint32_t owner, const uint32_t *phrase)
{
    size_t rows = 0, with = 0;

    for (size_t r = 0; r < ROWS; r++) {
        rows += row[r].owner == owner;
        with += row[r].owner == owner && has_phrase(&row[r], phrase);
    }
    return with >= CORPUS_PHRASE_LEAST && with * 1000 > rows * CORPUS_PHRASE_SHARE;
}

static void
pass_phrases(struct plain_row *row)
{
    for (size_t r = 0; r < ROWS; r++)
        for (int part = 0; part < 2; part++)
            for (size_t i = 0; i + 3 <= row[r].n[part]; i++)
                if (is_common(row, row[r].owner, row[r].word[part] + i))
                    memset(row[r].passed[part] + i, true, 3);
}

static bool
row_says(const struct plain_row *row, uint32_t word)
{
    for (int part = 0; part < 2; part++)
        for (size_t i = 0; i < row->n[part]; i++)
            if (row->word[part][i] == word && !row->passed[part][i])
                return true;
    return false;
}

static uint32_t
rows_with(const struct plain_row *row, uint32_t word)
{
    uint32_t n = 0;

    for (size_t r = 0; r < ROWS; r++)
        n += row_says(&row[r], word);
    return n;
}

static struct str
text_of(const struct plain_row *row, int part)
{
    struct buf out = buf_in(unit_arena(), 4096);

    for (size_t i = 0; i < row->n[part]; i++)
        buf_fmt(&out, "%sw%u", i ? i % 2 ? " dan, " : " " : "", row->word[part][i]);
    return buf_str(&out);
}

static uint32_t
word_number(struct str word)
{
    int64_t n = -1;

    check("a word of the vocabulary", str_int64(str_part(word, 1, word.n), &n));
    return (uint32_t)n;
}

/* A row's set has exactly the words that the slow way keeps, in order, with their weights. */
static void
check_row(const struct corpus *c, const struct plain_row *row, uint32_t r)
{
    const struct join_sets *s = corpus_sets(c);
    uint32_t                set = corpus_set_of(c, r), n = 0, said = 0, before = 0;

    for (uint32_t i = s->first[set]; i < s->first[set + 1]; i++) {
        uint32_t word = word_number(corpus_word(c, s->term[i])), with = rows_with(row, word);
        double   weight = round(16 * log2((ROWS + 1.0) / (with + 1.0))) + 1;

        check("the row says it", row_says(&row[r], word));
        check("ascending", i == s->first[set] || s->term[i - 1] < s->term[i]);
        check("rare first", before <= with);
        check("weighed", s->weight[s->term[i]] == (uint32_t)weight);
        before = with;
        n++;
    }
    for (uint32_t word = 0; word < VOCABULARY; word++)
        said += row_says(&row[r], word);
    check("nothing is missing", n == said);
    check("plain or empty", corpus_is_empty(c, r) == (row[r].n[0] + row[r].n[1] == 0)
        && corpus_is_plain(c, r) == (row[r].n[0] + row[r].n[1] > 0 && said == 0));
}

static bool
say_the_same(const struct plain_row *a, const struct plain_row *b)
{
    for (uint32_t word = 0; word < VOCABULARY; word++)
        if (row_says(a, word) != row_says(b, word))
            return false;
    return true;
}

static void
check_groups(const struct corpus *c, const struct plain_row *row)
{
    size_t n = 0;

    for (uint32_t a = 0; a < ROWS; a++)
        for (uint32_t b = 0; b < a; b++)
            check("one set if they say the same", say_the_same(&row[a], &row[b])
                  == (corpus_set_of(c, a) == corpus_set_of(c, b)));
    for (uint32_t set = 0; set < corpus_sets(c)->n; set++) {
        struct rows of = corpus_rows_of(c, set);

        for (size_t i = 0; i < of.n; i++, n++)
            check("its rows, ascending", corpus_set_of(c, of.row[i]) == set
                                         && (i == 0 || of.row[i - 1] < of.row[i]));
        check("sets stand in the order of their first rows",
              of.n > 0 && (set == 0 || corpus_rows_of(c, set - 1).row[0] < of.row[0]));
    }
    check("each row in one", n == ROWS);
}

/* A draft that says what a row says, for the same owner, is that row. */
static void
check_draft(struct corpus *c, const struct plain_row *row, uint32_t r)
{
    const struct join_sets *s = corpus_sets(c);
    uint32_t                set = corpus_set_of(c, r), n = s->first[set + 1] - s->first[set];
    struct join_draft       d = corpus_draft(c, unit_arena(), text_of(row, 0), text_of(row, 1),
                                             row->owner);

    check("a row as a draft", d.n == n && d.unknown == 0
          && memcmp(d.term, s->term + s->first[set], n * sizeof *d.term) == 0);
}

TEST(corpus_is_what_the_slow_way_says)
{
    uint32_t n_plain = 0;

    for (uint64_t seed = 1; seed <= 8; seed++) {
        size_t            mark = arena_mark(unit_arena());
        struct plain_row *row = NEWS(unit_arena(), struct plain_row, ROWS);
        struct corpus    *c = corpus_open(unit_arena(), lexicon_in(LEXICON_ID));

        make_rows(row, seed);
        for (uint32_t r = 0; r < ROWS; r++)
            corpus_add(c, text_of(&row[r], 0), text_of(&row[r], 1), row[r].owner);
        check("it ends", corpus_end(c, NULL));
        pass_phrases(row);
        for (uint32_t r = 0; r < ROWS; r++) {
            check_row(c, row, r);
            check_draft(c, &row[r], r);
            n_plain += corpus_is_plain(c, r);
        }
        check_groups(c, row);
        arena_back(unit_arena(), mark);         /* the corpus ends with its arena */
    }
    check("some rows were plain", n_plain > 10);
}

/* Numbers of terms, and so sets and their weights, do not depend on the order of rows. */
TEST(corpus_in_another_order)
{
    enum { N = 200 };
    struct corpus *a = corpus_open(unit_arena(), lexicon_in(LEXICON_PLAIN));
    struct corpus *b = corpus_open(unit_arena(), lexicon_in(LEXICON_PLAIN));

    for (uint32_t i = 0; i < 2 * N; i++) {
        uint32_t   k = i < N ? i : 2 * N - 1 - i;
        struct str text = str_fmt(unit_arena(), "sama selalu begini w%u x%u y%u", k % 17, k % 9, k);

        corpus_add(i < N ? a : b, S("judul"), text, k % 3);
    }
    check("they end", corpus_end(a, NULL) && corpus_end(b, NULL));
    for (uint32_t i = 0; i < N; i++) {
        const struct join_sets *s = corpus_sets(a), *t = corpus_sets(b);
        uint32_t x = corpus_set_of(a, i), y = corpus_set_of(b, N - 1 - i), n = s->first[x + 1]
                                                                              - s->first[x];

        check("the same set", n == t->first[y + 1] - t->first[y]
              && memcmp(s->term + s->first[x], t->term + t->first[y], n * sizeof *s->term) == 0);
    }
    check("the same weights", corpus_sets(a)->n_terms == corpus_sets(b)->n_terms
          && memcmp(corpus_sets(a)->weight, corpus_sets(b)->weight,
                    corpus_sets(a)->n_terms * sizeof(uint32_t)) == 0);
}

TEST(corpus_of_many_equal_rows)
{
    enum { N = 100000 };
    struct corpus *c = corpus_open(unit_arena(), lexicon_in(LEXICON_ID));

    for (uint32_t i = 0; i < N; i++)
        corpus_add(c, S("Gedung sekolah"), S(""), 1);
    check("it ends", corpus_end(c, NULL));
    check("one set", corpus_sets(c)->n == 1 && corpus_rows_of(c, 0).n == N
                     && corpus_rows_of(c, 0).row[N - 1] == N - 1);
    corpus_close(c);
}

TEST(corpus_of_a_long_row)
{
    enum { WORDS_OF_IT = JOIN_TERMS_MAX + 1000 };
    struct corpus *c = corpus_open(unit_arena(), lexicon_in(LEXICON_PLAIN));
    struct buf     text = buf_in(unit_arena(), 8 << 20);

    for (uint32_t i = 0; i < WORDS_OF_IT; i++)
        buf_fmt(&text, " w%u", i);
    corpus_add(c, S("judul"), buf_str(&text), 1);
    corpus_add(c, S("judul"), S("w1 w2"), 1);
    check("it ends", corpus_end(c, NULL));
    const struct join_sets *s = corpus_sets(c);

    check("cut where a set must end", s->first[1] - s->first[0] == JOIN_TERMS_MAX);
    check_text("what is common goes first", corpus_word(c, s->term[s->first[2] - 1]), S("w2"));
    check("and is not in the cut set", s->term[s->first[1] - 1] < s->term[s->first[2] - 3]);
    corpus_close(c);
}
