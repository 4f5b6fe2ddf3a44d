/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* lexicon_list.c — see lexicon_list.h. */
#include "engine/text/lexicon_list.h"

#include <stdlib.h>

#include "base/csv.h"
#include "engine/text/word.h"

static int
by_word(const void *a, const void *b)
{
    const struct listed *x = a, *y = b;
    int                  order = str_cmp(x->word, y->word);

    return order ? order : (x->line > y->line) - (x->line < y->line);
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
refuse_word(struct arena *a, struct str where, struct listed given)
{
    return err_of(a, (struct err){
        .kind = ERR_INPUT, .code = "lexicon.word", .where = where,
        .text = MSG("\"{0}\", \"{1}\": each must be one word of small letters without accents; "
                    "the second may be empty.", given.word, given.stem),
    });
}

static struct err *
read_lines(struct arena *a, struct csv_reader *csv, struct lexicon_list *list)
{
    struct csv_record record;
    bool              more;

    for (;;) {
        TRY(csv_next(csv, &record, &more));
        if (!more)
            return NULL;
        struct listed given = { str_copy(a, record.field[0]), str_copy(a, record.field[1]),
                                record.line };

        if (!is_folded(given.word) || (given.stem.n > 0 && !is_folded(given.stem)))
            return refuse_word(a, csv_where(csv, 0), given);
        list->listed[list->n++] = given;
    }
}

static struct err *
refuse_twice(struct arena *a, struct str name, const struct lexicon_list *list)
{
    for (size_t i = 1; i < list->n; i++)
        if (str_eq(list->listed[i - 1].word, list->listed[i].word))
            return err_of(a, (struct err){
                .kind = ERR_INPUT, .code = "lexicon.twice",
                .text = MSG("The word \"{0}\" is there twice.", list->listed[i].word),
                .where = str_fmt(a, "%.*s:%jd:1", TEXT(name), (intmax_t)list->listed[i].line),
            });
    return NULL;
}

struct err *
lexicon_list_read(struct arena *a, struct str name, struct str text, struct lexicon_list *list)
{
    static const char *const column[] = { "word", "stem", "why" };
    struct csv_reader       *csv;
    size_t                   lines = 1;

    for (size_t i = 0; i < text.n; i++)
        lines += text.p[i] == '\n';
    *list = (struct lexicon_list){ .listed = NEWS(a, struct listed, lines) };
    TRY(csv_open_text(a, &csv, name, text, column, COUNT(column)));
    TRY(read_lines(a, csv, list));
    qsort(list->listed, list->n, sizeof *list->listed, by_word);
    return refuse_twice(a, name, list);
}

bool
lexicon_list_find(const struct lexicon_list *list, struct str word, struct str *stem)
{
    size_t from = 0, to = list->n;

    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int    order = str_cmp(word, list->listed[middle].word);

        if (order == 0) {
            *stem = list->listed[middle].stem;
            return true;
        }
        if (order < 0)
            to = middle;
        else
            from = middle + 1;
    }
    return false;
}
