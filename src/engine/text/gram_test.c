/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* gram_test.c — grams of a text, packed postings, and who comes first. */
#include "engine/text/gram.h"

#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "test/unit.h"

static struct str
grams_as_text(struct arena *a, struct str folded)
{
    struct gram_set set;
    struct buf      out = buf_in(a, 4096);
    char            key[GRAM_KEY_MAX];

    gram_set_of(folded, &set);
    for (uint32_t i = 0; i < set.n; i++) {
        buf_add(&out, gram_key(set.gram[i], key));
        buf_byte(&out, '|');
    }
    return buf_str(&out);
}

TEST(gram_set_of)
{
    static const struct { const char *name; struct str text, grams; } row[] = {
        { "baseline: one word",        { "batu", 4 },     { "  b| ba|atu|bat|tu |", 20 } },
        { "nothing",                   { "", 0 },         { "", 0 } },
        { "only spaces",               { "   ", 3 },      { "", 0 } },
        { "one letter",                { "x", 1 },        { "  x| x |", 8 } },
        { "two words: each begins",    { "a b", 3 },      { "  a|  b| a | b |", 16 } },
        { "more space is one space",   { " a  b ", 6 },   { "  a|  b| a | b |", 16 } },
        { "a gram counts once",        { "aaaa", 4 },     { "  a| aa|aa |aaa|", 16 } },
        { "letters, not bytes",        { "\xc3\xa9\xe4\xb8\xad", 5 },
                                       { "  \xc3\xa9| \xc3\xa9\xe4\xb8\xad|\xc3\xa9\xe4\xb8\xad |",
                                         19 } },
        { "a broken letter ends",      { "a\xe4", 2 },    { "  a| a\xc3\xa4|a\xc3\xa4 |", 14 } },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check_text(row[i].name, grams_as_text(unit_arena(), row[i].text), row[i].grams);
}

TEST(gram_set_is_bounded)
{
    char            text[4000];
    struct gram_set set;

    for (size_t i = 0; i < sizeof(text); i++)
        text[i] = (char)('a' + (i * i / 7 + i / 26) % 26);
    gram_set_of((struct str){ text, sizeof(text) }, &set);
    check("a long text fills the set and no more", set.n == GRAM_SET_MAX);
    for (uint32_t i = 1; i < set.n; i++)
        if (set.gram[i - 1].n >= set.gram[i].n)
            check("ascending, each once", false);
}

TEST(gram_of_prefix)
{
    static const struct { const char *name; struct str letters; bool ok; const char *key; } row[] =
        {
        { "baseline: two letters",  { "ke", 2 },           true,  " ke" },
        { "one letter",             { "k", 1 },            true,  "  k" },
        { "none",                   { "", 0 },             false, NULL  },
        { "three",                  { "ked", 3 },          false, NULL  },
        { "a letter of two bytes",  { "\xc3\xa9", 2 },     true,  "  \xc3\xa9" },
    };
    char key[GRAM_KEY_MAX];

    for (size_t i = 0; i < COUNT(row); i++) {
        struct gram gram;
        bool        ok = gram_of_prefix(row[i].letters, &gram);

        check(row[i].name, ok == row[i].ok && (!ok || str_eq(gram_key(gram, key),
                str_of(row[i].key))));
    }
}

TEST(posting_round_trip)
{
    static const struct posting given[] = {
        { 0, 1 }, { 1, 255 }, { 128, 7 }, { 16511, 9 }, { 2113662, 3 }, { UINT32_MAX, 12 },
    };
    unsigned char         bytes[COUNT(given) * POSTING_MAX];
    struct posting_writer w = posting_write_to(bytes, sizeof(bytes));
    struct posting_reader r;
    struct posting        back;
    size_t                n = 0;

    for (size_t i = 0; i < COUNT(given); i++)
        posting_put(&w, given[i]);
    r = posting_read_from((struct str){ (char *)bytes, w.n });
    for (; posting_next(&r, &back); n++)
        check("each comes back", n < COUNT(given) && back.id == given[n].id
                                 && back.n_grams == given[n].n_grams);
    check("all of them", n == COUNT(given) && posting_is_whole(&r));
    check("near ids take two bytes", w.n == 2 + 2 + 2 + 3 + 4 + 6);
}

TEST(gram_count_in)
{
    static const struct { const char *name; struct str packed; bool ok; } row[] = {
        { "baseline: id 3 with 2 grams",  { "\x03\x02", 2 },                 true  },
        { "nothing",                      { "", 0 },                         true  },
        { "an id out of range",           { "\x09\x02", 2 },                 false },
        { "cut off in the middle",        { "\x03", 1 },                     false },
        { "a text without grams",         { "\x03\x00", 2 },                 false },
        { "the same id again",            { "\x03\x02\x00\x02", 4 },         false },
        { "a number that never ends",     { "\x80\x80\x80\x80\x80\x80", 6 }, false },
        { "a number over 32 bits",        { "\xff\xff\xff\xff\x7f\x01", 6 }, false },
        { "ids that run over",            { "\x01\x01\xff\xff\xff\xff\x0f\x01", 8 }, false },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct gram_count count[9] = { 0 };

        check(row[i].name, gram_count_in(row[i].packed, count, COUNT(count)) == row[i].ok);
    }
}

TEST(gram_best)
{
    static const struct gram_count count[] = {
        { 4, 10 }, { 5, 10 }, { 0, 0 }, { 5, 10 }, { 10, 10 }, { 1, 2 }, { 5, 10 },
    };
    static const struct { const char *name; size_t most, n; uint32_t id[6]; } row[] = {
        { "baseline: all that share, best first", 10, 6, { 4, 1, 3, 6, 0, 5 } },
        { "the ceiling cuts the worst",            2, 2, { 4, 1 } },
        { "of equals the smaller id stays",        3, 3, { 4, 1, 3 } },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct gram_hit hit[10];
        size_t          n = gram_best(count, COUNT(count), 10, hit, row[i].most);

        check(row[i].name, n == row[i].n);
        for (size_t k = 0; k < n && k < row[i].n; k++)
            check(row[i].name, hit[k].id == row[i].id[k]);
        check("the same grams score full", hit[0].score == GRAM_SCORE_FULL);
    }
}
