/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* word.c — see word.h. */
#include "engine/text/word.h"

#include <assert.h>
#include <utf8proc.h>

#include "base/letter.h"

enum part { LETTER, APOSTROPHE, HYPHEN, BETWEEN };

enum { HYPHEN_U = 0x2010, QUOTE_LEFT = 0x2018, QUOTE_RIGHT = 0x2019, APOSTROPHE_U = 0x02BC,
       SPACE_OF_NO_WIDTH = 0x200B };

#define SAME(c) [c] = (c)
#define LOWER(c) [c] = (c), [(c) - ('a' - 'A')] = (c)

/* A letter or digit of ASCII in lower case; 0 for everything else. */
static const unsigned char folded[256] = {
    SAME('0'), SAME('1'), SAME('2'), SAME('3'), SAME('4'), SAME('5'), SAME('6'), SAME('7'),
    SAME('8'), SAME('9'),
    LOWER('a'), LOWER('b'), LOWER('c'), LOWER('d'), LOWER('e'), LOWER('f'), LOWER('g'),
    LOWER('h'), LOWER('i'), LOWER('j'), LOWER('k'), LOWER('l'), LOWER('m'), LOWER('n'),
    LOWER('o'), LOWER('p'), LOWER('q'), LOWER('r'), LOWER('s'), LOWER('t'), LOWER('u'),
    LOWER('v'), LOWER('w'), LOWER('x'), LOWER('y'), LOWER('z'),
};

static enum part
part_of(int32_t c)
{
    if (c < 0x80)
        return folded[c] ? LETTER : c == '\'' ? APOSTROPHE : c == '-' ? HYPHEN : BETWEEN;
    if (c == QUOTE_RIGHT || c == QUOTE_LEFT || c == APOSTROPHE_U)
        return APOSTROPHE;
    if (c == HYPHEN_U)
        return HYPHEN;
    utf8proc_category_t k = utf8proc_category(c);

    return (k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_LO)
        || (k >= UTF8PROC_CATEGORY_ND && k <= UTF8PROC_CATEGORY_NO) ? LETTER : BETWEEN;
}

/* Folds the letter beyond ASCII at r->at into the queue; a mark becomes nothing. */
static void
fold_into_queue(struct word_reader *r)
{
    static const utf8proc_option_t how = (utf8proc_option_t)(UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE
        | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK | UTF8PROC_IGNORE);
    int      boundary = 0;
    int32_t  c = (int32_t)letter_next(r->text, &r->at);

    r->at_queue = r->n_queue = 0;
    if (c == SPACE_OF_NO_WIDTH) {
        r->queue[r->n_queue++] = ' ';
        return;
    }
    utf8proc_ssize_t n = utf8proc_decompose_char(c, r->queue, WORD_QUEUE_MAX, how, &boundary);

    assert(n <= WORD_QUEUE_MAX);
    r->n_queue = n > 0 ? (size_t)n : 0;
}

/* The folded letter or sign that comes next; false at the end. */
static bool
look(struct word_reader *r, int32_t *c)
{
    while (r->at_queue == r->n_queue) {
        if (r->at == r->text.n)
            return false;
        r->from = r->at;
        if ((unsigned char)r->text.p[r->at] < 0x80) {
            unsigned char byte = (unsigned char)r->text.p[r->at++];

            r->queue[0] = folded[byte] ? folded[byte] : byte;
            r->at_queue = 0;
            r->n_queue = 1;
        } else {
            fold_into_queue(r);
        }
    }
    *c = r->queue[r->at_queue];
    return true;
}

/* Room is kept for a whole letter; what comes after the first that does not fit is left out. */
static void
put(struct word *w, int32_t c, bool *is_cut)
{
    char   bytes[4];
    size_t n = letter_put((uint32_t)c, bytes);

    *is_cut = *is_cut || w->n + n > LEXICON_WORD_MAX;
    for (size_t i = 0; !*is_cut && i < n; i++)
        w->p[w->n++] = bytes[i];
}

/* The run of ASCII letters and digits at r->at, if nothing else waits; whether there was one. */
static bool
put_run(struct word_reader *r, struct word *w, bool *is_cut)
{
    const unsigned char *p = (const unsigned char *)r->text.p;
    size_t               at = r->at, end = r->at_queue == r->n_queue ? r->text.n : at;
    unsigned char        c;

    while (at < end && (c = folded[p[at]]) != 0) {
        *is_cut = *is_cut || w->n == LEXICON_WORD_MAX;
        if (!*is_cut)
            w->p[w->n++] = (char)c;
        at++;
    }
    bool is_some = at > r->at;

    r->at = at;
    return is_some;
}

struct word_reader
word_read(struct str text)
{
    return (struct word_reader){ .text = text, .n_between = 2 };
}

/* Signs before a word; false at the end. */
static bool
pass(struct word_reader *r)
{
    int32_t   c;
    enum part part;

    while (look(r, &c) && (part = part_of(c)) != LETTER) {
        r->is_hyphen = part == HYPHEN;
        r->n_between += r->n_between < 2;
        r->at_queue++;
    }
    return r->at_queue < r->n_queue;
}

/* The letters of a word, and where the last of them ends in the text. */
static size_t
take_letters(struct word_reader *r, struct word *w)
{
    size_t    to = r->from, apostrophe = 0;
    int32_t   c;
    bool      is_cut = false;
    enum part part;

    while (look(r, &c) && ((part = part_of(c)) == LETTER || part == APOSTROPHE)) {
        if (part == LETTER)
            put(w, c, &is_cut);
        else
            apostrophe = w->n;
        r->at_queue++;
        if (part == LETTER)
            to = r->at;
        if (put_run(r, w, &is_cut))
            to = r->at;
    }
    if (apostrophe > 0 && apostrophe + 1 == w->n && w->p[apostrophe] == 's')
        w->n--;
    return to;
}

bool
word_next(struct word_reader *r, struct word *w)
{
    if (!pass(r))
        return false;
    size_t from = r->from;

    w->n = 0;
    w->is_joined = r->is_hyphen && r->n_between == 1;
    w->seen = str_part(r->text, from, take_letters(r, w) - from);
    r->n_between = 0;
    r->is_hyphen = false;
    return true;
}
