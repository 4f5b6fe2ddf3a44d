/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* word.c — see word.h. */
#include "engine/text/word.h"

#include "base/letter.h"

enum part { LETTER, APOSTROPHE, HYPHEN, BETWEEN };

enum { HYPHEN_U = 0x2010, QUOTE_LEFT = 0x2018, QUOTE_RIGHT = 0x2019, APOSTROPHE_U = 0x02BC,
       SPACE_OF_NO_WIDTH = 0x200B };

enum { LETTER_BIT = 0x40 };         /* letters of ASCII have it, digits do not */

/* Of the word that is being read. */
struct ending { size_t to, apostrophe; bool is_cut; };

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
    return utf8_is_word(c) ? LETTER : BETWEEN;
}

/* Folds the letter beyond ASCII at r->at into the queue; a mark becomes nothing. */
static void
fold_into_queue(struct word_reader *r)
{
    r->from = r->at;
    uint32_t letter = letter_next(r->text, &r->at);

    r->at_queue = 0;
    r->n_queue = utf8_fold_one(letter, r->queue);
    if (letter == SPACE_OF_NO_WIDTH)
        r->queue[r->n_queue++] = ' ';
}

/* Room is kept for a whole letter; what comes after the first that does not fit is left out. */
static void
put(struct word *w, int32_t c, bool *is_cut)
{
    char   bytes[4];
    size_t n = letter_put((uint32_t)c, bytes);

    *is_cut = *is_cut || w->n + n > LEXICON_WORD_MAX;
    if (*is_cut)
        return;
    w->has_digit = w->has_digit || (c >= '0' && c <= '9');
    for (size_t i = 0; i < n; i++)
        w->p[w->n++] = bytes[i];
}

/* The run of ASCII letters and digits at r->at; whether there was one. */
static bool
put_run(struct word_reader *r, struct word *w, bool *is_cut)
{
    const unsigned char *begin = (const unsigned char *)r->text.p + r->at, *at = begin;
    const unsigned char *end = begin + (r->text.n - r->at), *stop = end;
    size_t               room = *is_cut ? 0 : LEXICON_WORD_MAX - w->n;
    char                *to = w->p + w->n;
    unsigned             c, in_all = LETTER_BIT;

    if ((size_t)(end - begin) > room)
        stop = begin + room;
    for (; at < stop && (c = folded[*at]) != 0; at++) {
        *to++ = (char)c;
        in_all &= c;
    }
    w->n = (size_t)(to - w->p);
    w->has_digit = w->has_digit || in_all == 0;
    for (; at < end && folded[*at]; at++)
        *is_cut = true;
    r->at += (size_t)(at - begin);
    return at > begin;
}

struct word_reader
word_read(struct str text)
{
    return (struct word_reader){ .text = text, .n_between = 2 };
}

static void
note_between(struct word_reader *r, bool is_hyphen)
{
    r->is_hyphen = is_hyphen;
    r->n_between += r->n_between < 2;
}

/* Up to a letter, which is in the queue or, if it is ASCII, at r->at; false at the end. */
static bool
pass_between(struct word_reader *r)
{
    while (r->at_queue < r->n_queue || r->at < r->text.n) {
        unsigned char byte = r->at < r->text.n ? (unsigned char)r->text.p[r->at] : 0;

        if (r->at_queue < r->n_queue) {
            enum part part = part_of(r->queue[r->at_queue]);

            if (part == LETTER)
                return true;
            note_between(r, part == HYPHEN);
            r->at_queue++;
        } else if (byte >= 0x80) {
            fold_into_queue(r);
        } else if (folded[byte]) {
            r->from = r->at;
            return true;
        } else {
            note_between(r, byte == '-');
            r->at++;
        }
    }
    return false;
}

/* Takes what comes next, if it belongs to the word. */
static bool
take_more(struct word_reader *r, struct word *w, struct ending *e)
{
    if (r->at_queue < r->n_queue) {
        int32_t   c = r->queue[r->at_queue];
        enum part part = part_of(c);

        if (part == LETTER) {
            put(w, c, &e->is_cut);
            e->to = r->at;
        } else if (part == APOSTROPHE) {
            e->apostrophe = w->n;
        } else {
            return false;
        }
        r->at_queue++;
        return true;
    }
    if (put_run(r, w, &e->is_cut))
        e->to = r->at;
    if (r->at == r->text.n)
        return false;
    if ((unsigned char)r->text.p[r->at] >= 0x80) {
        fold_into_queue(r);
        return true;
    }
    if (r->text.p[r->at] != '\'')
        return false;
    e->apostrophe = w->n;
    r->at++;
    return true;
}

bool
word_next(struct word_reader *r, struct word *w)
{
    struct ending e = { .to = 0 };

    if (!pass_between(r))
        return false;
    size_t from = r->from;

    w->n = 0;
    w->has_digit = false;
    w->is_joined = r->is_hyphen && r->n_between == 1;
    while (take_more(r, w, &e))
        continue;
    if (e.apostrophe > 0 && e.apostrophe + 1 == w->n && w->p[e.apostrophe] == 's')
        w->n--;
    w->seen = str_part(r->text, from, e.to - from);
    r->n_between = 0;
    r->is_hyphen = false;
    return true;
}
