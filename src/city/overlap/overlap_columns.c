/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* overlap_columns.c — which column of a list is what, from what a person typed. */
#include "base/arena.h"
#include "base/near.h"
#include "city/overlap/overlap.h"
#include "pack/usual.h"

/* By enum overlap_field: the word in data and in --by, and the label on screen. */
static const struct { struct str word; const char *label; } field[OVERLAP_FIELDS] = {
    [OVERLAP_OFFICE]   = { { "office", 6 },   N_("Office") },
    [OVERLAP_UNIT]     = { { "unit", 4 },     N_("Sub-unit") },
    [OVERLAP_CODE]     = { { "code", 4 },     N_("Code") },
    [OVERLAP_EDITION]  = { { "edition", 7 },  N_("Edition of the code") },
    [OVERLAP_PLACE]    = { { "place", 5 },    N_("Place") },
    [OVERLAP_CITY]     = { { "city", 4 },     N_("Regency or city") },
    [OVERLAP_TARGET]   = { { "target", 6 },   N_("Target group") },
    [OVERLAP_FUNCTION] = { { "function", 8 }, N_("Function") },
    [OVERLAP_FUND]     = { { "fund", 4 },     N_("Source of money") },
    [OVERLAP_YEAR]     = { { "year", 4 },     N_("Year") },
    [OVERLAP_MONEY]    = { { "money", 5 },    N_("Budget") },
};

struct msg
overlap_field_label(enum overlap_field f)
{
    return (struct msg){ .id = field[f].label };
}

struct str
overlap_field_word(enum overlap_field f)
{
    return field[f].word;
}

/* ---- what was typed -------------------------------------------------------------------------- */

static struct usual_fields
all_words(struct arena *a)
{
    struct str *word = NEWS(a, struct str, OVERLAP_FIELDS);

    for (size_t f = 0; f < OVERLAP_FIELDS; f++)
        word[f] = field[f].word;
    return (struct usual_fields){ word, OVERLAP_FIELDS };
}

static struct err *
no_meaning(struct arena *a, struct str given, struct str near)
{
    return err_of(a, (struct err){ .kind = ERR_INPUT, .code = "overlap.column_meaning",
        .text = MSG("What the column \"{0}\" holds is not known.", given),
        .detail = str_is_known(near) && near.n ? MSG("Did you mean \"{0}\"?", near) : MSG_NONE,
        .hint = MSG("Say it as FIELD=COLUMN, where FIELD is one of: {0}.",
                    str_join(a, S(", "), all_words(a).word, OVERLAP_FIELDS)),
        .where = S("--by") });
}

/* "satker" by its usual meaning; "office=nama_satker", or "satker=nama_satker", as it says. */
static struct err *
meaning(struct arena *a, const struct usual *u, struct str given, enum overlap_field *is,
        struct str *column)
{
    struct str word;

    if (!str_cut(given, '=', &word, column))
        *column = given;
    *column = str_trim(*column);
    word = str_trim(word);
    for (size_t i = 0; i < u->n; i++)
        if (str_eq(u->name[i], word)) {
            *is = (enum overlap_field)u->is[i];
            return NULL;
        }
    return no_meaning(a, word, near_word(word, u->name, u->n));
}

static struct err *
read_by(struct arena *a, const struct usual *u, struct str by, struct overlap_columns *out)
{
    struct str one;

    while (by.n > 0) {
        enum overlap_field is = OVERLAP_FIELDS;
        struct str         column;

        str_cut(by, ',', &one, &by);
        one = str_trim(one);
        if (one.n == 0)
            continue;
        TRY(meaning(a, u, one, &is, &column));
        if (str_is_known(out->by[is]))
            return err_of(a, (struct err){ .kind = ERR_INPUT, .code = "overlap.column_twice",
                .text = MSG("Two columns are given for one thing: {0}.", field[is].word),
                .hint = MSG("Give \"{0}\" or \"{1}\", not both.", out->by[is], column),
                .where = S("--by") });
        out->by[is] = column;
    }
    return NULL;
}

static struct err *
read_text(struct arena *a, struct str text, struct overlap_columns *out)
{
    struct str one;

    while (text.n > 0) {
        str_cut(text, ',', &one, &text);
        one = str_trim(one);
        if (one.n > 0 && out->n_text < OVERLAP_TEXTS_MAX)
            out->text[out->n_text++] = one;
        else if (one.n > 0)
            out->n_text = OVERLAP_TEXTS_MAX + 1;
        if (out->n_text > OVERLAP_TEXTS_MAX)
            break;
    }
    if (out->n_text > 0 && out->n_text <= OVERLAP_TEXTS_MAX)
        return NULL;
    return err_of(a, (struct err){ .kind = ERR_INPUT, .code = "overlap.column_text",
        .text = MSG("One to four columns of text are compared, the title first."),
        .hint = MSG("Name them: --text nama,uraian"), .where = S("--text") });
}

struct err *
overlap_columns_read(struct arena *a, struct str id, struct str text, struct str by,
                     struct overlap_columns *out)
{
    struct usual *u = NEW(a, struct usual);

    *out = (struct overlap_columns){ .id = id };
    TRY(read_text(a, text, out));
    TRY(usual_read(a, "pack/text/columns.csv", all_words(a), u));
    return read_by(a, u, by, out);
}
