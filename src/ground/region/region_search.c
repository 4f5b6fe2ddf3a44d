/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* region_search.c — from a text to regions, best first; see region_search.h. */
#include "ground/region/region_search.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/edit.h"
#include "base/utf8.h"
#include "cx.h"
#include "ground/region/region_index.h"
#include "ground/region/region_sql.h"

enum {
    GRAMS_ASKED_MAX = 2 * GRAM_SET_MAX,     /* distinct grams of one question                  */
    WHOLE_NAMES = 48,           /* candidates that the whole question gives                    */
    WORD_NAMES = 20,            /* candidates that each word alone gives                       */
    NAMES_MAX = 240,            /* candidates in all                                           */
    PREFIX_NAMES = 120,         /* candidates that one or two letters give                     */
    FITS_MAX = 4,               /* runs of words that a name is kept for                       */
    FIT_LEAST = 550,            /* a run that is less like the name than this is not its       */
    SCORE_LEAST = 450,          /* a region under this is not shown                            */
    LETTERS_MAX = 160,          /* of a run of words, without spaces                           */
    BLOCK_WIDTH = 6,            /* of an item in the lists that the statements take apart      */
    HINT_RIGHT = 25,            /* "kota kediri" means the city                                 */
    HINT_WRONG = 60,            /* and not the regency,                                        */
    HINT_FAR = 220,             /* still less a village                                        */
    DOUBT = 40,                 /* what a question costs that may not have been meant so       */
    LIKE_NAME = 1040, LIKE_BEGINNING = 1000, LIKE_WORD = 900,   /* of one or two letters asked */
};

/* A province is a little likelier to be meant than a village of the same likeness, never more. */
static const int32_t level_bonus[REGION_LEVEL_MAX + 1] = { 0, 36, 30, 15, 0 };

/* A run of the question's words, [from, to), and how alike the name is to it. */
struct fit { size_t from, to; int32_t likeness; bool with_hint; };

struct candidate {
    uint32_t                 number;
    struct region_index_name name;
    struct fit               fit[FITS_MAX];  size_t n_fits;     /* most alike first */
};

struct found { struct str code; int32_t score; };

struct known_gram { struct str gram, postings; };
struct known_block { int64_t block; struct str names; };

struct search {
    struct cx             *cx;
    struct region_question q;
    size_t                 letters;                 /* of all words                      */
    struct known_gram      gram[GRAMS_ASKED_MAX];   size_t n_grams;
    struct known_block     block[NAMES_MAX];        size_t n_blocks;
    struct candidate       candidate[NAMES_MAX];    size_t n_candidates;
    struct found           found[REGION_HITS_MAX];  size_t n_found, most;
    int32_t                doubt;                   /* taken off every score             */
};

/* ---- candidates: names that share trigrams with the question -------------------------------- */

/* The texts of a row die with it. */
static struct err *
search_take_gram(struct cx *cx, const struct region_gram *row, void *arg)
{
    struct search *s = arg;

    assert(s->n_grams < GRAMS_ASKED_MAX);
    s->gram[s->n_grams++] = (struct known_gram){ str_copy(cx->arena, row->gram),
                                                 str_copy(cx->arena, row->postings) };
    return NULL;
}

static void
list_grams(struct buf *list, const struct gram_set *set)
{
    char key[GRAM_KEY_MAX];

    for (uint32_t i = 0; i < set->n; i++)
        buf_add(list, gram_key(set->gram[i], key));
}

/*
 * Whatever part of the question will be asked, its grams are among these: words are padded one by
 * one.
 */
static struct err *
search_read_grams(struct search *s, struct str whole)
{
    struct gram_set set;
    struct buf      list = buf_in(s->cx->arena, GRAMS_ASKED_MAX * GRAM_KEY_MAX);

    gram_set_of(whole, &set);
    list_grams(&list, &set);
    if (!str_eq(whole, s->q.all)) {
        gram_set_of(s->q.all, &set);
        list_grams(&list, &set);
    }
    return region_grams_among(s->cx, buf_str(&list), search_take_gram, s);
}

/* Empty when no name has the gram. */
static struct str
search_postings(const struct search *s, struct gram gram)
{
    char       key[GRAM_KEY_MAX];
    struct str text = gram_key(gram, key);

    for (size_t i = 0; i < s->n_grams; i++)
        if (str_eq(s->gram[i].gram, text))
            return s->gram[i].postings;
    return S("");
}

static struct err *
search_index_broken(struct cx *cx)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_BROKEN, .code = "region.index_broken",
        .text = MSG("The search index of regions cannot be read."),
        .hint = MSG("Write it anew with: guyub init"),
    });
}

static void
search_keep_name(struct search *s, uint32_t number)
{
    for (size_t i = 0; i < s->n_candidates; i++)
        if (s->candidate[i].number == number)
            return;
    if (s->n_candidates < NAMES_MAX)
        s->candidate[s->n_candidates++].number = number;
}

/* The names that share most with `text` become candidates. */
static struct err *
search_ask(struct search *s, struct str text, size_t most)
{
    struct arena      *a = s->cx->arena;
    struct gram_set    asked;
    struct gram_hit    hit[WHOLE_NAMES];
    size_t             mark = arena_mark(a);
    struct gram_count *count = NEWS(a, struct gram_count, REGION_NAMES_MAX);

    assert(most <= WHOLE_NAMES);
    gram_set_of(text, &asked);
    for (uint32_t i = 0; i < asked.n; i++)
        if (!gram_count_in(search_postings(s, asked.gram[i]), count, REGION_NAMES_MAX))
            return search_index_broken(s->cx);
    size_t n = asked.n > 0 ? gram_best(count, REGION_NAMES_MAX, asked.n, hit, most) : 0;
    arena_back(a, mark);
    for (size_t i = 0; i < n; i++)
        search_keep_name(s, hit[i].id);
    return NULL;
}

/*
 * One or two letters: names that have a word which begins so; the smaller number is the likelier.
 */
static void
search_ask_prefix(struct search *s, struct gram gram)
{
    struct posting_reader r = posting_read_from(search_postings(s, gram));
    struct posting        p;

    while (s->n_candidates < PREFIX_NAMES && posting_next(&r, &p))
        search_keep_name(s, p.id);
}

static struct str
search_join(struct search *s, size_t from, size_t to)
{
    struct str part[REGION_WORDS_MAX];

    for (size_t i = from; i < to; i++)
        part[i - from] = s->q.word[i].text;
    return str_join(s->cx->arena, S(" "), part, to - from);
}

static struct err *
search_candidates(struct search *s)
{
    struct str  whole = search_join(s, 0, s->q.n);
    struct gram prefix;

    TRY(search_read_grams(s, whole));
    TRY(search_ask(s, whole, WHOLE_NAMES));
    if (gram_of_prefix(whole, &prefix))
        search_ask_prefix(s, prefix);
    if (!str_eq(whole, s->q.all))
        TRY(search_ask(s, s->q.all, WORD_NAMES));
    for (size_t i = 0; s->q.n > 1 && i < s->q.n; i++) {
        TRY(search_ask(s, s->q.word[i].text, WORD_NAMES));
        if (i + 1 < s->q.n)
            TRY(search_ask(s, search_join(s, i, i + 2), WORD_NAMES));
    }
    return NULL;
}

static struct err *
search_take_block(struct cx *cx, const struct region_name_block *row, void *arg)
{
    struct search *s = arg;

    assert(s->n_blocks < NAMES_MAX);
    s->block[s->n_blocks++] = (struct known_block){ row->block, str_copy(cx->arena, row->names) };
    return NULL;
}

static struct str
search_block(const struct search *s, uint32_t number)
{
    for (size_t i = 0; i < s->n_blocks; i++)
        if (s->block[i].block == number / REGION_NAMES_PER_BLOCK)
            return s->block[i].names;
    return S("");
}

/* A block is asked for once, by the first of its names. */
static struct err *
search_read_blocks(struct search *s)
{
    struct buf list = buf_in(s->cx->arena, NAMES_MAX * BLOCK_WIDTH);

    for (size_t i = 0; i < s->n_candidates; i++) {
        uint32_t block = s->candidate[i].number / REGION_NAMES_PER_BLOCK;
        size_t   k = 0;

        while (k < i && s->candidate[k].number / REGION_NAMES_PER_BLOCK != block)
            k++;
        if (k == i)
            buf_fmt(&list, "%0*u", BLOCK_WIDTH, block);
    }
    return region_name_blocks_among(s->cx, buf_str(&list), search_take_block, s);
}

static struct err *
search_read_names(struct search *s)
{
    if (s->n_candidates == 0)
        return NULL;
    TRY(search_read_blocks(s));
    for (size_t i = 0; i < s->n_candidates; i++) {
        struct candidate *c = &s->candidate[i];

        TRY(region_index_name_in(s->cx, search_block(s, c->number), c->number, &c->name));
    }
    return NULL;
}

/* ---- how alike a name is to which words ----------------------------------------------------- */

/*
 * Words are compared without the spaces, which people put where they like: "fak fak",
 * "tanjungbalai".
 */
static struct str
add_letters(char *room, size_t n, struct str text)
{
    for (size_t i = 0; i < text.n && n < LETTERS_MAX; i++)
        if (text.p[i] != ' ')
            room[n++] = text.p[i];
    return (struct str){ room, n };
}

/* The whole question is taken as it was typed, so that "lima puluh kota" keeps its last word. */
static struct str
run_letters(const struct region_question *q, struct fit run, char *room)
{
    struct str letters = { room, 0 };

    if (run.with_hint && run.from == 0 && run.to == q->n)
        return add_letters(room, 0, q->all);
    for (size_t i = run.from; i < run.to; i++) {
        if (run.with_hint && str_is_known(q->word[i].hint_text))
            letters = add_letters(room, letters.n, q->word[i].hint_text);
        letters = add_letters(room, letters.n, q->word[i].text);
    }
    return letters;
}

/*
 * A beginning counts as more than its edit distance says: people stop when they see what they
 * want.
 */
static int32_t
likeness_of(struct str asked, struct str name)
{
    int32_t likeness, beginning = 0;
    size_t  longer = asked.n > name.n ? asked.n : name.n, shorter = asked.n + name.n - longer;

    if (shorter == 0)
        return 0;
    if (str_starts(name, asked))
        beginning = (int32_t)(750 + 250 * asked.n / name.n);
    else if (str_ends(name, asked))
        beginning = (int32_t)(600 + 250 * asked.n / name.n);
    likeness = 2 * shorter < longer ? 0 : edit_likeness(asked, name);
    return likeness > beginning ? likeness : beginning;
}

/* So short a text is only a beginning: how much of the name it is says nothing. */
static int32_t
likeness_of_few(struct str asked, struct str name)
{
    if (str_eq(name, asked))
        return LIKE_NAME;
    return str_starts(name, asked) ? LIKE_BEGINNING : LIKE_WORD;
}

static bool
fit_is_better(struct fit a, struct fit b)
{
    size_t a_words = a.to - a.from, b_words = b.to - b.from;

    if (a.likeness * (int32_t)a_words != b.likeness * (int32_t)b_words)
        return a.likeness * (int32_t)a_words > b.likeness * (int32_t)b_words;
    return a.from < b.from;
}

static void
candidate_keep(struct candidate *c, struct fit fit)
{
    size_t at = c->n_fits;

    if (c->n_fits < FITS_MAX)
        c->n_fits++;
    else if (fit_is_better(fit, c->fit[FITS_MAX - 1]))
        at = FITS_MAX - 1;
    else
        return;
    while (at > 0 && fit_is_better(fit, c->fit[at - 1])) {
        c->fit[at] = c->fit[at - 1];
        at--;
    }
    c->fit[at] = fit;
}

static void
candidate_fit(const struct region_question *q, struct candidate *c, size_t from, size_t to)
{
    char       name_room[LETTERS_MAX], room[LETTERS_MAX];
    struct str name = add_letters(name_room, 0, c->name.text);
    struct fit fit = { .from = from, .to = to }, hinted =
        { .from = from, .to = to, .with_hint = true };
    bool       has_hint = false;

    for (size_t i = from; i < to; i++)
        has_hint = has_hint || str_is_known(q->word[i].hint_text);
    fit.likeness = q->all.n <= 2 ? likeness_of_few(q->all, name)
        : likeness_of(run_letters(q, fit, room), name);
    if (has_hint)
        hinted.likeness = likeness_of(run_letters(q, hinted, room), name);
    if (hinted.likeness > fit.likeness)
        fit = hinted;
    if (fit.likeness >= FIT_LEAST)
        candidate_keep(c, fit);
}

static void
search_fit_names(struct search *s)
{
    for (size_t i = 0; i < s->n_candidates; i++)
        for (size_t from = 0; from < s->q.n; from++)
            for (size_t to = from + 1; to <= s->q.n; to++)
                candidate_fit(&s->q, &s->candidate[i], from, to);
}

/* ---- regions -------------------------------------------------------------------------------- */

static size_t
run_weight(const struct search *s, struct fit run)
{
    size_t n = 0;

    for (size_t i = run.from; i < run.to; i++)
        n += s->q.word[i].text.n;
    return n;
}

static uint32_t
run_mask(struct fit run)
{
    return ((1u << run.to) - 1) & ~((1u << run.from) - 1);
}

static bool
name_has_code(const struct candidate *c, struct str code)
{
    struct str codes = c->name.codes, one;

    while (region_index_next_code(&codes, &one) && one.n <= code.n)  /* shorter codes come first */
        if (str_eq(one, code))
            return true;
    return false;
}

/* What the name of the region `above` adds with words that are still free; they are then taken. */
static int64_t
search_above(const struct search *s, struct str above, uint32_t *taken)
{
    struct fit best = { 0 };

    for (size_t i = 0; i < s->n_candidates; i++) {
        const struct candidate *c = &s->candidate[i];

        for (size_t k = 0; k < c->n_fits; k++)
            if ((run_mask(c->fit[k]) & *taken) == 0 && fit_is_better(c->fit[k], best)
                && name_has_code(c, above))
                best = c->fit[k];
    }
    *taken |= run_mask(best);
    return (int64_t)best.likeness * (int64_t)run_weight(s, best);
}

static int32_t
hint_bonus(const struct region_question *q, struct fit fit, struct str code)
{
    enum region_kind hint = q->word[fit.from].hint;

    if (hint == REGION_KIND_NONE || fit.with_hint)
        return 0;
    if (hint == region_kind_of_code(code))
        return HINT_RIGHT;
    return region_kind_level(hint) == region_code_level(code) ? -HINT_WRONG : -HINT_FAR;
}

static int32_t
search_score(const struct search *s, struct fit fit, struct str code)
{
    uint32_t taken = run_mask(fit), all = (1u << s->q.n) - 1;
    int64_t  sum = (int64_t)fit.likeness * (int64_t)run_weight(s, fit);

    for (struct str above = region_code_parent(code); str_is_known(above) && taken != all;
         above = region_code_parent(above))
        sum += search_above(s, above, &taken);
    return (int32_t)(sum / (int64_t)s->letters) + level_bonus[region_code_level(code)]
         + hint_bonus(&s->q, fit, code);
}

static bool
found_is_better(struct found a, struct found b)
{
    if (a.score != b.score)
        return a.score > b.score;
    if (a.code.n != b.code.n)
        return a.code.n < b.code.n;
    return str_cmp(a.code, b.code) < 0;
}

/* Takes out a region that is there with a lower score; false if it is there with a better one. */
static bool
search_drop(struct search *s, struct found new)
{
    for (size_t i = 0; i < s->n_found; i++) {
        if (!str_eq(s->found[i].code, new.code))
            continue;
        if (!found_is_better(new, s->found[i]))
            return false;
        memmove(&s->found[i], &s->found[i + 1], (s->n_found - i - 1) * sizeof(new));
        s->n_found--;
        return true;
    }
    return true;
}

static void
search_keep(struct search *s, struct found new)
{
    size_t at;

    if (new.score < SCORE_LEAST
        || (s->n_found == s->most && !found_is_better(new, s->found[s->n_found - 1]))
        || !search_drop(s, new))
        return;
    at = s->n_found < s->most ? s->n_found++ : s->most - 1;
    while (at > 0 && found_is_better(new, s->found[at - 1])) {
        s->found[at] = s->found[at - 1];
        at--;
    }
    s->found[at] = new;
}

static void
search_regions(struct search *s)
{
    for (size_t i = 0; i < s->n_candidates; i++) {
        const struct candidate *c = &s->candidate[i];
        struct str              codes = c->name.codes, code;

        while (region_index_next_code(&codes, &code))
            for (size_t k = 0; k < c->n_fits; k++)
                search_keep(s, (struct found){ code,
                            search_score(s, c->fit[k], code) - s->doubt });
    }
}

/* ---- the answer ----------------------------------------------------------------------------- */

static void
list_code(struct buf *list, struct str code)
{
    buf_fmt(list, "%-*.*s", REGION_CODE_MAX, TEXT(code));
}

/* The regions found and those above them, once or more: rows are few. */
static struct err *
answer_read(struct search *s, struct region **rows, size_t *n)
{
    struct buf list = buf_in(s->cx->arena, REGION_HITS_MAX * REGION_LEVEL_MAX * REGION_CODE_MAX);

    for (size_t i = 0; i < s->n_found; i++)
        for (struct str c = s->found[i].code; str_is_known(c); c = region_code_parent(c))
            list_code(&list, c);
    return region_among(s->cx, buf_str(&list), rows, n);
}

static const struct region *
answer_region(const struct region *rows, size_t n, struct str code)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(rows[i].code, code))
            return &rows[i];
    return NULL;
}

static struct err *
hit_fill(struct search *s, const struct region *rows, size_t n, struct found found,
         struct region_hit *hit)
{
    const struct region *r = answer_region(rows, n, found.code);

    if (!r)
        return search_index_broken(s->cx);
    hit->region = *r;
    hit->score = found.score;
    hit->n_above = (size_t)region_code_level(found.code) - 1;
    for (size_t k = hit->n_above; k > 0; k--) {
        r = answer_region(rows, n, region_code_parent(r->code));
        if (!r)
            return search_index_broken(s->cx);
        hit->above[k - 1] = *r;
    }
    return NULL;
}

static struct err *
search_answer(struct search *s, struct region_hit **hits, size_t *n)
{
    struct region *rows;
    size_t         n_rows;

    *n = s->n_found;
    *hits = NEWS(s->cx->arena, struct region_hit, s->n_found + 1);
    if (s->n_found == 0)
        return NULL;
    TRY(answer_read(s, &rows, &n_rows));
    for (size_t i = 0; i < s->n_found; i++)
        TRY(hit_fill(s, rows, n_rows, s->found[i], &(*hits)[i]));
    return NULL;
}

static struct err *
search_by_code(struct search *s, struct str code)
{
    struct region region;
    bool          found;

    TRY(region_by_code(s->cx, code, &region, &found));
    if (found)
        s->found[s->n_found++] = (struct found){ region.code, 1000 };
    return NULL;
}

static struct err *
search_question(struct search *s)
{
    s->n_grams = s->n_blocks = s->n_candidates = 0;
    memset(s->candidate, 0, sizeof(s->candidate));
    s->letters = run_weight(s, (struct fit){ .to = s->q.n });
    if (s->q.n == 0)
        return NULL;
    TRY(search_candidates(s));
    TRY(search_read_names(s));
    search_fit_names(s);
    search_regions(s);
    return NULL;
}

/* The question as it stands and, if its word for a kind is in doubt, as it may have been meant. */
static struct err *
search_by_name(struct search *s, struct str text)
{
    struct region_question meant;

    region_question_of(s->cx->arena, text, &s->q);
    TRY(search_question(s));
    if (!region_question_doubt(s->cx->arena, &s->q, &meant))
        return NULL;
    s->q = meant;
    s->doubt = DOUBT;
    return search_question(s);
}

struct err *
region_search(struct cx *cx, struct str text, size_t most, struct region_hit **hits, size_t *n)
{
    struct search *s = NEW(cx->arena, struct search);

    assert(most > 0 && most <= REGION_HITS_MAX);
    s->cx = cx;
    s->most = most;
    text = str_trim(text);
    if (region_code_is_valid(text))
        TRY(search_by_code(s, text));
    else
        TRY(search_by_name(s, text));
    return search_answer(s, hits, n);
}
