/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * lexicon.c — see lexicon.h.
 *
 * A word is looked up folded; only one that was never met asks the lists and the stemmer. Words and
 * stems stand in two tables; a word that is its own stem, such as a number, stands in that of stems
 * only. What grows has an arena of its own, which is replaced by one of twice its size; all of them
 * go with the caller's.
 */
#include "engine/text/lexicon.h"

#include <assert.h>
#include <libstemmer.h>
#include <string.h>

#include "base/hash.h"
#include "engine/text/lexicon_list.h"
#include "engine/text/word.h"

enum { SLOTS_FIRST = 1 << 12, TERMS_FIRST = 1 << 10, ANSWER_FIRST = 64 };

static const size_t TEXT_BYTES = (size_t)1 << 30, SLACK_BYTES = (size_t)1 << 12;

/* Open addressing; `p` is NULL in an empty slot. */
struct slot  { const char *p; uint32_t tag; term_t term; };      /* tag: hash, and length below */
struct table { struct arena arena; struct slot *slot; uint32_t n_slots, n; };

struct met   { const char *stem, *word; uint8_t n_stem, n_word; };

struct lexicon {
    struct arena       *home;
    enum lexicon_lang   lang;
    struct lexicon_list list;
    struct sb_stemmer  *stemmer;        /* NULL for LEXICON_PLAIN   */
    struct arena        texts;          /* bytes of words and stems */
    struct table        words, stems;
    struct arena        terms;
    struct met         *met;            /* by term, in `terms`      */
    uint32_t            n_met, room_met;
};

/* ---- a table of texts ------------------------------------------------------------------------ */

static uint32_t
tag_of(uint64_t hash, size_t n)
{
    return ((uint32_t)(hash >> 32) & ~0xFFu) | (uint32_t)n;
}

/* Where the text stands, or the empty slot where it belongs. */
static struct slot *
slot_of(const struct table *t, struct str s)
{
    uint64_t hash = hash_64(s);
    uint32_t tag = tag_of(hash, s.n), at = (uint32_t)hash & (t->n_slots - 1);

    while (t->slot[at].p && (t->slot[at].tag != tag || memcmp(t->slot[at].p, s.p, s.n) != 0))
        at = (at + 1) & (t->n_slots - 1);
    return &t->slot[at];
}

static void
table_grow(struct table *t)
{
    struct table old = *t;

    t->n_slots = old.n_slots ? 2 * old.n_slots : SLOTS_FIRST;
    t->arena = arena_make(t->n_slots * sizeof *t->slot + SLACK_BYTES);
    t->slot = NEWS(&t->arena, struct slot, t->n_slots);
    for (uint32_t i = 0; i < old.n_slots; i++)
        if (old.slot[i].p)
            *slot_of(t, (struct str){ old.slot[i].p, old.slot[i].tag & 0xFF }) = old.slot[i];
    if (old.slot)
        arena_drop(&old.arena);
}

/* `s` is not there yet and lives as long as the table. */
static void
table_put(struct table *t, struct str s, term_t term)
{
    assert(s.n <= UINT8_MAX);
    if (t->n >= t->n_slots / 2)
        table_grow(t);
    *slot_of(t, s) = (struct slot){ s.p, tag_of(hash_64(s), s.n), term };
    t->n++;
}

/* ---- making ---------------------------------------------------------------------------------- */

static void
end_stemmer(void *stemmer)
{
    sb_stemmer_delete(stemmer);
}

static void
end_lexicon(void *what)
{
    struct lexicon *l = what;

    arena_drop(&l->texts);
    arena_drop(&l->words.arena);
    arena_drop(&l->stems.arena);
    arena_drop(&l->terms);
}

/* Room for twice as many terms. */
static void
terms_grow(struct lexicon *l)
{
    struct arena old = l->terms;
    struct met  *met = l->met;

    l->room_met = met ? 2 * l->room_met : TERMS_FIRST;
    l->terms = arena_make(l->room_met * sizeof *l->met + SLACK_BYTES);
    l->met = NEWS(&l->terms, struct met, l->room_met);
    if (met) {
        memcpy(l->met, met, l->n_met * sizeof *met);
        arena_drop(&old);
    }
}

/* Debian's libstemmer has both languages; a program linked elsewhere may find that it does not. */
static struct err *
make_stemmer(struct lexicon *l)
{
    static const char *const name[] = { [LEXICON_ID] = "indonesian", [LEXICON_EN] = "english" };
    void                   **place = arena_owns(l->home, end_stemmer);

    *place = l->stemmer = sb_stemmer_new(name[l->lang], "UTF_8");
    if (!l->stemmer)
        return err_of(l->home, (struct err){
            .kind = ERR_BROKEN, .code = "lexicon.stemmer",
            .text = MSG("libstemmer has no stems for \"{0}\".", str_of(name[l->lang])),
            .hint = MSG("Install libstemmer 2.0 or later."),
        });
    return NULL;
}

struct err *
lexicon_read(struct arena *a, struct str name, struct str lists, enum lexicon_lang lang,
             struct lexicon **out)
{
    struct lexicon *l = *out = NEW(a, struct lexicon);
    void          **place = arena_owns(a, end_lexicon);

    l->home = a;
    l->lang = lang;
    TRY(lexicon_list_read(a, name, lists, &l->list));
    if (lang != LEXICON_PLAIN)
        TRY(make_stemmer(l));
    l->texts = arena_make(TEXT_BYTES);
    table_grow(&l->words);
    table_grow(&l->stems);
    terms_grow(l);
    *place = l;
    return NULL;
}

/* ---- terms ----------------------------------------------------------------------------------- */

static bool
is_own_stem(const struct lexicon *l, const struct word *w)
{
    return l->lang == LEXICON_PLAIN || w->has_digit;
}

/* The stem of a word: what the lists say of it, or of what the stemmer leaves; empty: a stop word.
 * It dies at the next call. */
static struct str
stem_of(const struct lexicon *l, const struct word *w)
{
    struct str listed, word = { w->p, w->n };

    if (is_own_stem(l, w))
        return word;
    if (lexicon_list_find(&l->list, word, &listed))
        return listed;
    const sb_symbol *p = sb_stemmer_stem(l->stemmer, (const sb_symbol *)word.p, (int)word.n);
    struct str stem = { (const char *)p, p ? (size_t)sb_stemmer_length(l->stemmer) : 0 };

    if (stem.n == 0)                            /* no memory for it, or nothing left */
        return word;
    return lexicon_list_find(&l->list, stem, &listed) && listed.n > 0 ? listed : stem;
}

/* In small letters as far as ASCII goes, no longer than a word; the stem itself if they agree. */
static struct str
for_people(struct lexicon *l, struct str seen, struct str stem)
{
    size_t     n = seen.n < LEXICON_WORD_MAX ? seen.n : LEXICON_WORD_MAX;
    char       p[LEXICON_WORD_MAX];
    struct str small = { p, 0 };

    while (n < seen.n && n > 0 && ((unsigned char)seen.p[n] & 0xC0) == 0x80)
        n--;
    for (; small.n < n; small.n++) {
        char c = seen.p[small.n];

        p[small.n] = c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
    }
    return str_eq(small, stem) ? stem : str_copy(&l->texts, small);
}

/* The term of a stem, which is a new one if nobody has said it yet. */
static term_t
term_of_stem(struct lexicon *l, struct str stem, struct str seen)
{
    const struct slot *slot = slot_of(&l->stems, stem);

    if (slot->p)
        return slot->term;
    if (l->n_met == LEXICON_TERMS_MAX)
        arena_alloc(&l->texts, SIZE_MAX, 1);    /* full, as the header says */
    if (l->n_met == l->room_met)
        terms_grow(l);
    stem = str_copy(&l->texts, stem);
    struct str word = for_people(l, seen, stem);

    table_put(&l->stems, stem, l->n_met);
    l->met[l->n_met] = (struct met){ stem.p, word.p, (uint8_t)stem.n, (uint8_t)word.n };
    return l->n_met++;
}

static term_t
learn(struct lexicon *l, const struct word *w)
{
    struct str stem = stem_of(l, w);
    term_t     term = stem.n > 0 ? term_of_stem(l, stem, w->seen) : LEXICON_NONE;

    if (!is_own_stem(l, w))
        table_put(&l->words, str_copy(&l->texts, (struct str){ w->p, w->n }), term);
    return term;
}

static term_t
term_of(struct lexicon *l, const struct word *w)
{
    const struct table *t = is_own_stem(l, w) ? &l->stems : &l->words;
    const struct slot  *slot = slot_of(t, (struct str){ w->p, w->n });

    return slot->p ? slot->term : learn(l, w);
}

/* "jalan-jalan", "buah-buahan": said twice, meant once. "01-01" is no such word. */
static bool
is_said_again(const struct word *w, term_t before, term_t term)
{
    return w->is_joined && term == before && term != LEXICON_NONE && !w->has_digit;
}

static void
put_term(struct arena *a, struct terms *t, size_t *room, term_t term)
{
    if (t->n == *room) {
        bool grows = arena_extend(a, t->term, *room * sizeof(term_t), *room * sizeof(term_t));

        if (!grows)
            arena_alloc(a, SIZE_MAX, 1);        /* nothing is behind it: the arena is full */
        *room *= 2;
    }
    t->term[t->n++] = term;
}

struct terms
lexicon_terms(struct lexicon *l, struct arena *a, struct str text)
{
    struct word_reader r = word_read(text);
    struct word        w;
    size_t             room = ANSWER_FIRST;
    struct terms       t = { .term = NEWS(a, term_t, room) };

    l->texts.full = a->full;
    while (word_next(&r, &w)) {
        term_t term = term_of(l, &w);

        if (t.n == 0 || !is_said_again(&w, t.term[t.n - 1], term))
            put_term(a, &t, &room, term);
    }
    return t;
}

/* ---- what was met ---------------------------------------------------------------------------- */

struct str
lexicon_stem(const struct lexicon *l, term_t term)
{
    assert(term < l->n_met);
    return (struct str){ l->met[term].stem, l->met[term].n_stem };
}

struct str
lexicon_word(const struct lexicon *l, term_t term)
{
    assert(term < l->n_met);
    return (struct str){ l->met[term].word, l->met[term].n_word };
}

uint32_t
lexicon_n(const struct lexicon *l)
{
    return l->n_met;
}

term_t
lexicon_find(const struct lexicon *l, struct str word)
{
    struct word_reader r = word_read(word);
    struct word        w;

    if (!word_next(&r, &w))
        return LEXICON_NONE;
    struct str         stem = stem_of(l, &w);
    const struct slot *slot = slot_of(&l->stems, stem);

    return stem.n > 0 && slot->p ? slot->term : LEXICON_NONE;
}
