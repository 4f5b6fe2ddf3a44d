/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * lexicon.c — see lexicon.h.
 *
 * A word is looked up folded; only one that was never met asks the lists and the stemmer. Words and
 * stems stand in two tables of their own arena, which goes with the caller's.
 */
#include "engine/text/lexicon.h"

#include <assert.h>
#include <libstemmer.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/hash.h"
#include "engine/text/word.h"

enum { SLOTS_FIRST = 1 << 12, TERMS_FIRST = 1 << 10, ANSWER_FIRST = 64 };

static const size_t LEXICON_BYTES = (size_t)1 << 30;

/* Open addressing; `p` is NULL in an empty slot. */
struct slot  { const char *p; uint32_t tag; term_t term; };      /* tag: hash, and length below */
struct table { struct slot *slot; uint32_t n_slots, n; };

struct listed { struct str word, stem; int64_t line; };
struct met    { struct str stem, word; };

struct lexicon {
    struct arena      *home, own;       /* `own` ends with `home` */
    enum lexicon_lang  lang;
    struct sb_stemmer *stemmer;         /* NULL for LEXICON_PLAIN  */
    struct listed     *listed;          /* by word                 */
    size_t             n_listed;
    struct table       words, stems;
    struct met        *met;             /* by term                 */
    uint32_t           n_met, room_met;
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
table_grow(struct arena *a, struct table *t)
{
    struct table old = *t;

    t->n_slots = old.n_slots ? 2 * old.n_slots : SLOTS_FIRST;
    t->slot = NEWS(a, struct slot, t->n_slots);
    for (uint32_t i = 0; i < old.n_slots; i++)
        if (old.slot[i].p)
            *slot_of(t, (struct str){ old.slot[i].p, old.slot[i].tag & 0xFF }) = old.slot[i];
}

/* `s` is not there yet and lives as long as the arena. */
static void
table_put(struct arena *a, struct table *t, struct str s, term_t term)
{
    if (t->n >= t->n_slots / 2)
        table_grow(a, t);
    *slot_of(t, s) = (struct slot){ s.p, tag_of(hash_64(s), s.n), term };
    t->n++;
}

/* ---- the lists ------------------------------------------------------------------------------- */

static int
by_word(const void *a, const void *b)
{
    const struct listed *x = a, *y = b;
    int                  order = str_cmp(x->word, y->word);

    return order ? order : (x->line > y->line) - (x->line < y->line);
}

static const struct listed *
find_listed(const struct lexicon *l, struct str word)
{
    size_t from = 0, to = l->n_listed;

    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int    order = str_cmp(word, l->listed[middle].word);

        if (order == 0)
            return &l->listed[middle];
        if (order < 0)
            to = middle;
        else
            from = middle + 1;
    }
    return NULL;
}

/* One word, written as it comes out of a text. */
static bool
is_folded(struct str s)
{
    struct word_reader r = word_read(s);
    struct word        w;

    return word_next(&r, &w) && str_eq((struct str){ w.p, w.n }, s);
}

static struct err *
read_lists(struct lexicon *l, struct str name, struct str lists)
{
    static const char *const column[] = { "word", "stem", "why" };
    struct csv_reader       *csv;
    struct csv_record        record;
    size_t                   room = 0;
    bool                     more;

    for (size_t i = 0; i < lists.n; i++)
        room += lists.p[i] == '\n';
    l->listed = NEWS(l->home, struct listed, room + 1);
    TRY(csv_open_text(l->home, &csv, name, lists, column, COUNT(column)));
    for (;;) {
        TRY(csv_next(csv, &record, &more));
        if (!more)
            return NULL;
        struct str word = record.field[0], stem = record.field[1];

        if (!is_folded(word) || (stem.n > 0 && !is_folded(stem)))
            return err_of(l->home, (struct err){
                .kind = ERR_INPUT, .code = "lexicon.word", .where = csv_where(csv, 0),
                .text = MSG("\"{0}\", \"{1}\": each must be one word of small letters without "
                            "accents; the second may be empty.", str_copy(l->home, word),
                            str_copy(l->home, stem)),
            });
        l->listed[l->n_listed++] = (struct listed){
            str_copy(l->home, word), str_copy(l->home, stem), record.line };
    }
}

static struct err *
refuse_twice(struct lexicon *l, struct str name)
{
    qsort(l->listed, l->n_listed, sizeof *l->listed, by_word);
    for (size_t i = 1; i < l->n_listed; i++)
        if (str_eq(l->listed[i - 1].word, l->listed[i].word))
            return err_of(l->home, (struct err){
                .kind = ERR_INPUT, .code = "lexicon.twice",
                .text = MSG("The word \"{0}\" is there twice.", l->listed[i].word),
                .where = str_fmt(l->home, "%.*s:%jd:1", TEXT(name), (intmax_t)l->listed[i].line),
            });
    return NULL;
}

/* ---- making ---------------------------------------------------------------------------------- */

static void
end_stemmer(void *stemmer)
{
    sb_stemmer_delete(stemmer);
}

static void
end_arena(void *arena)
{
    arena_drop(arena);
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
    void          **place = arena_owns(a, end_arena);

    l->home = a;
    l->lang = lang;
    TRY(read_lists(l, name, lists));
    TRY(refuse_twice(l, name));
    if (lang != LEXICON_PLAIN)
        TRY(make_stemmer(l));
    l->own = arena_make(LEXICON_BYTES);
    *place = &l->own;
    l->own.full = a->full;
    table_grow(&l->own, &l->words);
    table_grow(&l->own, &l->stems);
    return NULL;
}

/* ---- terms ----------------------------------------------------------------------------------- */

static bool
has_digit(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] >= '0' && s.p[i] <= '9')
            return true;
    return false;
}

/* The stem of a word: what the lists say of it, or of what the stemmer leaves; empty: a stop word.
 * It dies at the next call. */
static struct str
stem_of(const struct lexicon *l, struct str word)
{
    const struct listed *listed;

    if (l->lang == LEXICON_PLAIN || has_digit(word))
        return word;
    if ((listed = find_listed(l, word)) != NULL)
        return listed->stem;
    const sb_symbol *p = sb_stemmer_stem(l->stemmer, (const sb_symbol *)word.p, (int)word.n);

    struct str stem = { (const char *)p, p ? (size_t)sb_stemmer_length(l->stemmer) : 0 };

    if (stem.n == 0)                            /* no memory for it, or nothing left */
        return word;
    listed = find_listed(l, stem);
    return listed && listed->stem.n > 0 ? listed->stem : stem;
}

/* In small letters as far as ASCII goes, and no longer than a word. */
static struct str
for_people(struct arena *a, struct str seen)
{
    size_t n = seen.n < LEXICON_WORD_MAX ? seen.n : LEXICON_WORD_MAX;
    char  *p = NEWS(a, char, n + 1);

    while (n < seen.n && n > 0 && ((unsigned char)seen.p[n] & 0xC0) == 0x80)
        n--;
    for (size_t i = 0; i < n; i++)
        p[i] = seen.p[i] >= 'A' && seen.p[i] <= 'Z' ? (char)(seen.p[i] + ('a' - 'A')) : seen.p[i];
    return (struct str){ p, n };
}

static void
make_room(struct lexicon *l)
{
    struct met *old = l->met;

    if (l->n_met < l->room_met)
        return;
    l->room_met = old ? 2 * l->room_met : TERMS_FIRST;
    l->met = NEWS(&l->own, struct met, l->room_met);
    if (old)
        memcpy(l->met, old, l->n_met * sizeof *old);
}

/* The term of a stem, which is a new one if nobody has said it yet. */
static term_t
term_of_stem(struct lexicon *l, struct str stem, struct str seen)
{
    const struct slot *slot = slot_of(&l->stems, stem);

    if (slot->p)
        return slot->term;
    make_room(l);
    stem = str_copy(&l->own, stem);
    table_put(&l->own, &l->stems, stem, l->n_met);
    l->met[l->n_met] = (struct met){ stem, for_people(&l->own, seen) };
    return l->n_met++;
}

static term_t
learn(struct lexicon *l, const struct word *w)
{
    struct str word = str_copy(&l->own, (struct str){ w->p, w->n });
    struct str stem = stem_of(l, word);
    term_t     term = stem.n > 0 ? term_of_stem(l, stem, w->seen) : LEXICON_NONE;

    table_put(&l->own, &l->words, word, term);
    return term;
}

static term_t
term_of(struct lexicon *l, const struct word *w)
{
    const struct slot *slot = slot_of(&l->words, (struct str){ w->p, w->n });

    return slot->p ? slot->term : learn(l, w);
}

/* "jalan-jalan", "buah-buahan": said twice, meant once. "01-01" is no such word. */
static bool
is_said_again(const struct word *w, term_t before, term_t term)
{
    return w->is_joined && term == before && term != LEXICON_NONE
        && !has_digit((struct str){ w->p, w->n });
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

    l->own.full = a->full;
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
    return l->met[term].stem;
}

struct str
lexicon_word(const struct lexicon *l, term_t term)
{
    assert(term < l->n_met);
    return l->met[term].word;
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
    struct str         stem = stem_of(l, (struct str){ w.p, w.n });
    const struct slot *slot = slot_of(&l->stems, stem);

    return stem.n > 0 && slot->p ? slot->term : LEXICON_NONE;
}
