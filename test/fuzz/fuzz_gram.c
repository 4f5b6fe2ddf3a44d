/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * fuzz_gram.c — any text as what is searched for, and any bytes as the postings of an index.
 *
 * PROPERTY  The grams of a text stand in order, each once, and are UTF-8. Postings that are read
 *           ascend, and counting them stays within the texts that there are; what is found is best
 *           first, and has shared something.
 */
#include <assert.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "engine/text/gram.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

enum { TEXTS = 4096, HITS = 20 };

static void
check_grams(struct arena *a, struct str s)
{
    struct gram_set *set = NEW(a, struct gram_set);
    char             key[GRAM_KEY_MAX];

    gram_set_of(utf8_fold(a, s), set);
    assert(set->n <= GRAM_SET_MAX);
    for (uint32_t i = 0; i < set->n; i++) {
        assert(i == 0 || set->gram[i - 1].n < set->gram[i].n);
        assert(utf8_is_valid(gram_key(set->gram[i], key), NULL));
    }
}

static void
check_postings(struct arena *a, struct str packed)
{
    struct gram_count    *count = NEWS(a, struct gram_count, TEXTS);
    struct gram_hit       hit[HITS];
    struct posting_reader r = posting_read_from(packed);
    struct posting        p = { .id = 0 };
    int64_t               last = -1;
    bool                  is_small = true;

    while (posting_next(&r, &p)) {
        assert((int64_t)p.id > last && p.n_grams >= 1 && p.n_grams <= GRAM_SET_MAX);
        last = p.id;
        is_small = is_small && p.id < TEXTS;
    }
    assert(gram_count_in(packed, count, TEXTS) == (posting_is_whole(&r) && is_small));
    size_t n = gram_best(count, TEXTS, 3, hit, HITS);

    for (size_t i = 0; i < n; i++) {
        assert(hit[i].id < TEXTS && hit[i].score > 0 && hit[i].score <= GRAM_SCORE_FULL);
        assert(i == 0 || hit[i - 1].score >= hit[i].score);
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static struct arena a;
    struct str          s = { n ? (const char *)data : "", n };

    if (!a.base)
        a = arena_make(16 << 20);
    arena_reset(&a);
    if (n > 4096)
        return 0;
    if (utf8_is_valid(s, NULL))
        check_grams(&a, s);
    check_postings(&a, s);
    return 0;
}
