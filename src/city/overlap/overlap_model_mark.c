/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* overlap_model_mark.c — reads the words that begin a name, and finds one. */
#include "city/overlap/overlap_model.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/utf8.h"

enum { AT_WORD, AT_IS, AT_MEANS, AT_END };

static const char *const columns[AT_END] = { "word", "is", "means" };

static const char *const kinds[] = {
    [OVERLAP_MARK_NONE] = "",        [OVERLAP_MARK_UNIT]  = "unit",  [OVERLAP_MARK_PLACE] = "place",
    [OVERLAP_MARK_PART] = "part",    [OVERLAP_MARK_SIDE]  = "side",  [OVERLAP_MARK_STAGE] = "stage",
    [OVERLAP_MARK_REGION] = "region", [OVERLAP_MARK_FUND] = "fund",
    [OVERLAP_MARK_PASSED] = "passed",
};

static struct err *
refuse(struct arena *a, struct csv_reader *csv, size_t column, struct err e)
{
    e.kind  = ERR_INPUT;
    e.code  = "overlap.mark";
    e.where = csv_where(csv, column);
    return err_of(a, e);
}

static bool
is_one_word(struct arena *a, struct str s)
{
    size_t at;

    return s.n > 0 && str_eq(utf8_fold(a, s), s) && !str_find(s, S(" "), &at);
}

static struct err *
read_mark(struct arena *a, struct csv_reader *csv, const struct csv_record *rec,
          struct overlap_mark *out)
{
    struct str word = rec->field[AT_WORD], means = rec->field[AT_MEANS];
    size_t     kind = OVERLAP_MARK_NONE + 1;

    while (kind < COUNT(kinds) && !str_eq(rec->field[AT_IS], str_of(kinds[kind])))
        kind++;
    if (!is_one_word(a, word))
        return refuse(a, csv, AT_WORD, (struct err){
            .text = MSG("\"{0}\" is not one word in small letters without marks.", word) });
    if (kind == COUNT(kinds))
        return refuse(a, csv, AT_IS, (struct err){
            .text = MSG("\"{0}\" is not a kind of word.", rec->field[AT_IS]),
            .hint = MSG("Use unit, place, part, side, stage, region, fund or passed.") });
    if (means.n > 0 && !is_one_word(a, means))
        return refuse(a, csv, AT_MEANS, (struct err){
            .text = MSG("\"{0}\" is not one word in small letters without marks.", means) });
    out->word  = str_copy(a, word);
    out->means = means.n > 0 ? str_copy(a, means) : out->word;
    out->is    = (enum overlap_mark_kind)kind;
    return NULL;
}

static int
by_word(const void *a, const void *b)
{
    return str_cmp(((const struct overlap_mark *)a)->word, ((const struct overlap_mark *)b)->word);
}

static struct err *
check_once(struct arena *a, const struct overlap_marks *marks, struct str name)
{
    for (size_t i = 1; i < marks->n; i++)
        if (str_eq(marks->mark[i].word, marks->mark[i - 1].word))
            return err_of(a, (struct err){ .kind = ERR_INPUT, .code = "overlap.mark",
                .text = MSG("The line \"{0}\" stands twice.", marks->mark[i].word),
                .hint = MSG("Keep one of the two."), .where = name });
    return NULL;
}

struct err *
overlap_marks_read(struct arena *a, struct str name, struct str lines, struct overlap_marks *out)
{
    struct csv_reader *csv;
    struct csv_record  rec;
    bool               more;

    *out = (struct overlap_marks){ .mark = NEWS(a, struct overlap_mark, OVERLAP_MARKS_MAX) };
    TRY(csv_open_text(a, &csv, name, lines, columns, AT_END));
    for (;;) {
        TRY(csv_next(csv, &rec, &more));
        if (!more)
            break;
        if (out->n == OVERLAP_MARKS_MAX)
            return refuse(a, csv, AT_WORD, (struct err){
                .text = MSG("There are over {0} words.",
                            str_fmt(a, "%d", OVERLAP_MARKS_MAX)) });
        TRY(read_mark(a, csv, &rec, &out->mark[out->n++]));
    }
    csv_close(csv);
    qsort(out->mark, out->n, sizeof *out->mark, by_word);
    return check_once(a, out, name);
}

const struct overlap_mark *
overlap_mark_of(const struct overlap_marks *marks, struct str word)
{
    struct overlap_mark asked = { .word = word };

    return bsearch(&asked, marks->mark, marks->n, sizeof *marks->mark, by_word);
}
