/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* aim_entry.c — to begin with what a region has answered in a round, for who may read it. */
#include "city/aim/aim_page.h"

#include "base/arena.h"
#include "city/assess/assess.h"

static struct err *
other_instrument(struct cx *cx, const struct assess_full *x)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_INPUT, .code = "aim.round", .where = S("round"),
        .text = MSG("Round {0} asks another instrument.", x->round.round.code),
        .hint = MSG("Choose {0}, or leave the round out.", x->round.round.instrument_code),
    });
}

static size_t
numbers_in(const struct assess_lines *lines)
{
    size_t n = 0;

    for (size_t i = 0; i < lines->n; i++)
        n += lines->row[i].n_numbers;
    return n;
}

static bool
is_of(const struct assess_number *number, enum assess_voice voice)
{
    return number->value.n > 0 && str_eq(number->voice, assess_voice_word(voice));
}

/* Does the city say something itself of this instance? */
static bool
city_says(const struct assess_line *line, struct str of)
{
    for (size_t k = 0; k < line->n_numbers; k++)
        if (is_of(&line->number[k], ASSESS_CITY) && str_eq(line->number[k].of, of))
            return true;
    return false;
}

static struct instrument_answer
answer_of(struct arena *a, struct str item, const struct assess_number *number)
{
    struct str name = number->of.n > 0 ? str_fmt(a, "%.*s.%.*s", TEXT(item), TEXT(number->of))
                                       : item;

    return (struct instrument_answer){ .item = item, .of = number->of, .value = number->value,
                                       .where = { name, name, name } };
}

static void
take_line(struct arena *a, const struct assess_full *x, const struct assess_line *line,
          struct aim_start *out)
{
    struct str item = x->instrument.item[line->item].code;

    for (size_t k = 0; k < line->n_numbers; k++) {
        const struct assess_number *number = &line->number[k];

        if (is_of(number, ASSESS_CITY)
            || (is_of(number, ASSESS_AGENCY) && !city_says(line, number->of)))
            out->answer[out->n++] = answer_of(a, item, number);
    }
}

struct err *
aim_entry_start(struct cx *cx, struct str round, struct str region, struct str instrument,
                struct aim_start *out)
{
    struct assess_full *x = NEW(cx->arena, struct assess_full);
    struct assess_lines lines = { .n = 0 };

    TRY(assess_get(cx, round, region, x));
    if (!str_eq(x->round.round.instrument_code, instrument))
        return other_instrument(cx, x);
    if (x->entry.id.n != 0)
        TRY(assess_lines_of(cx, x, &lines));
    out->round  = x->round.round.code;
    out->title  = x->round.round.title;
    out->answer = NEWS(cx->arena, struct instrument_answer, numbers_in(&lines) + 1);
    for (size_t i = 0; i < lines.n; i++)
        take_line(cx->arena, x, &lines.row[i], out);
    return NULL;
}

/* ---- which rounds the reader may begin with ------------------------------------------------- */

/* A round that cannot be read is not offered: that is no error of this page. */
static bool
may_read(struct cx *cx, struct str round, struct str region)
{
    struct assess_full *x = NEW(cx->arena, struct assess_full);

    return !assess_get(cx, round, region, x) && x->entry.id.n != 0;
}

struct err *
aim_rounds_of(struct cx *cx, struct str region, struct str instrument, struct aim_start **out,
              size_t *n)
{
    struct round_set set = { .n = 0 };

    *n = 0;
    if (!cx->who || cx->who->kind != WHO_PERSON)
        return NULL;
    TRY(round_list_of(cx, &set));
    *out = NEWS(cx->arena, struct aim_start, set.n);
    for (size_t i = 0; i < set.n; i++)
        if (str_eq(set.row[i].instrument_code, instrument) && may_read(cx, set.row[i].code, region))
            (*out)[(*n)++] = (struct aim_start){ .round = set.row[i].code,
                                                 .title = set.row[i].title };
    return NULL;
}
