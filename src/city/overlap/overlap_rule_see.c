/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* overlap_rule_see.c — what is seen in one row: folded texts, names in its title and office. */
#include "city/overlap/overlap_rule.h"

#include "base/utf8.h"

enum { YEAR_FIRST = 1990, YEAR_LAST = 2100 };       /* a number of a title that is a year */

static void
split(struct str folded, struct overlap_words *out)
{
    struct str rest = folded;

    out->n = 0;
    while (rest.n > 0 && out->n < OVERLAP_TEXT_WORDS_MAX)
        str_cut(rest, ' ', &out->word[out->n++], &rest);
}

void
overlap_words_of(struct arena *a, const struct overlap_marks *marks, struct str text,
                 struct overlap_words *out)
{
    split(utf8_fold(a, text), out);
    for (size_t i = 0; i < out->n; i++) {
        const struct overlap_mark *mark = overlap_mark_of(marks, out->word[i]);

        if (mark)
            out->word[i] = mark->means;
    }
}

/* ---- the names in a title -------------------------------------------------------------------- */

struct reading {
    struct arena               *arena;
    const struct overlap_marks *marks;
    struct overlap_words        words;
    size_t                      at;             /* the word being read */
    struct overlap_seen        *seen;
    struct overlap_names       *names;
};

static enum overlap_mark_kind
kind_at(const struct reading *t, size_t at)
{
    const struct overlap_mark *mark =
        at < t->words.n ? overlap_mark_of(t->marks, t->words.word[at]) : NULL;

    return mark ? mark->is : OVERLAP_MARK_NONE;
}

static bool
is_number(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return s.n > 0;
}

static bool
is_year(struct str word, int64_t *year)
{
    return word.n == 4 && is_number(word) && str_int64(word, year) && *year >= YEAR_FIRST
        && *year <= YEAR_LAST;
}

/* "ii" to "xv"; one letter only where it ends the title, elsewhere it may stand for anything. */
static bool
is_roman(struct str word, bool is_last)
{
    static const char *const roman[] = { "ii", "iii", "iv", "vi", "vii", "viii", "ix", "xi", "xii",
                                         "xiii", "xiv", "xv" };

    for (size_t i = 0; i < COUNT(roman); i++)
        if (str_eq(word, str_of(roman[i])))
            return true;
    return is_last && word.n == 1 && word.p[0] >= 'a' && word.p[0] <= 'z';
}

/* "01" and "1" are one number. */
static struct str
bare(struct str word)
{
    size_t zeros = 0;

    if (!is_number(word))
        return word;
    while (zeros + 1 < word.n && word.p[zeros] == '0')
        zeros++;
    return str_part(word, zeros, word.n - zeros);
}

static void
add_name(struct reading *t, struct str mark, struct str name, enum overlap_mark_kind is)
{
    if (t->names->n < OVERLAP_NAMES_MAX)
        t->names->name[t->names->n++] = (struct overlap_name){ mark, name, is };
}

/* Can the word at `at` be a name, after words that are passed over? */
static bool
find_name(const struct reading *t, size_t *at)
{
    while (kind_at(t, *at) == OVERLAP_MARK_PASSED)
        ++*at;
    enum overlap_mark_kind kind = kind_at(t, *at);

    return *at < t->words.n && (kind == OVERLAP_MARK_NONE || kind == OVERLAP_MARK_SIDE);
}

/*
 * The name after a mark: one word, with a side of the compass behind it ("margahayu selatan"), and
 * of a sub-unit's number with the word behind it ("2 ciparay"). Nothing if a mark follows.
 */
static void
read_name(struct reading *t, const struct overlap_mark *mark)
{
    size_t     at = t->at + 1;
    struct str part[2];

    if (!find_name(t, &at))
        return;
    part[0] = bare(t->words.word[at]);
    bool numbered = mark->is == OVERLAP_MARK_UNIT && is_number(part[0])
        && at + 1 < t->words.n && kind_at(t, at + 1) == OVERLAP_MARK_NONE;
    bool sided = kind_at(t, at + 1) == OVERLAP_MARK_SIDE;

    part[1] = numbered || sided ? t->words.word[at + 1] : S("");
    t->at = numbered || sided ? at + 1 : at;
    add_name(t, mark->means,
             numbered || sided ? str_join(t->arena, S(" "), part, 2) : part[0], mark->is);
}

static void
see_year(struct overlap_seen *seen, int64_t year)
{
    if (seen->row->from.known)
        return;
    if (!seen->from.known || year < seen->from.n)
        seen->from = KNOWN(year);
    if (!seen->to.known || year > seen->to.n)
        seen->to = KNOWN(year);
}

static void
read_word(struct reading *t)
{
    struct str                 word = t->words.word[t->at];
    const struct overlap_mark *mark = overlap_mark_of(t->marks, word);
    int64_t                    year;

    if (is_year(word, &year))
        see_year(t->seen, year);
    else if (is_number(word) || is_roman(word, t->at > 0 && t->at + 1 == t->words.n))
        add_name(t, S(""), bare(word), OVERLAP_MARK_PART);
    else if (mark && mark->is == OVERLAP_MARK_STAGE)
        add_name(t, S(""), mark->means, OVERLAP_MARK_STAGE);
    else if (mark && (mark->is == OVERLAP_MARK_UNIT || mark->is == OVERLAP_MARK_PLACE
                      || mark->is == OVERLAP_MARK_PART))
        read_name(t, mark);
}

static void
read_names(struct reading *t, struct str folded, struct overlap_names *out)
{
    t->names = out;
    split(folded, &t->words);
    for (t->at = 0; t->at < t->words.n; t->at++)
        read_word(t);
}

void
overlap_see(struct arena *a, const struct overlap_marks *marks, const struct overlap_row *row,
            struct overlap_seen *out)
{
    struct reading t = { .arena = a, .marks = marks, .seen = out };

    *out = (struct overlap_seen){ .row = row, .title = utf8_fold(a, row->title),
                                  .from = row->from,
                                  .to = row->to.known ? row->to : row->from };
    read_names(&t, out->title, &out->in_title);
    read_names(&t, utf8_fold(a, row->office), &out->in_office);
}
