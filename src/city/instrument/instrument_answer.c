/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* instrument_answer.c — reads item,value, refuses what cannot be so, computes. See instrument_answer.h. */
#include "city/instrument/instrument_answer.h"

#include <assert.h>

#include "base/arena.h"
#include "base/csv.h"
#include "city/instrument/instrument_load.h"

enum { AT_ITEM, AT_VALUE, AT_END };

static const char *const columns[AT_END] = { "item", "value" };

struct answering {
    struct arena            *arena;
    const struct instrument *in;
    struct csv_reader       *csv;
    struct str               name;
    struct score_given      *given;
    struct str              *where;         /* of each item's figure */
    size_t                   n;
};

static struct err *
refuse(struct answering *x, size_t column, struct err e)
{
    e.kind  = ERR_INPUT;
    e.where = csv_where(x->csv, column);
    return err_of(x->arena, e);
}

static struct err *
item_unknown(struct answering *x, struct str item)
{
    struct str near = instrument_near_item(x->arena, x->in, item);

    return refuse(x, AT_ITEM, (struct err){ .code = "answer.item_unknown",
        .text = MSG("{0} has no item \"{1}\".", x->in->code, item),
        .hint = str_is_known(near) ? MSG("Did you mean \"{0}\"?", near)
                                   : MSG("See its items with: guyub instrument show {0}", x->in->code) });
}

static struct err *
value_refused(struct answering *x, struct str text, const struct score_fault *fault)
{
    if (fault->kind == SCORE_TOO_FINE)
        return refuse(x, AT_VALUE, (struct err){ .code = "answer.too_fine",
            .text = MSG("{0} has more than {1} decimals.", text, S("9")), .hint = MSG("Round it.") });
    return refuse(x, AT_VALUE, (struct err){ .code = "answer.outside_scale",
        .text = MSG("{0} lies outside the scale of {1}, {2} to {3}.", text, x->in->code,
                    dec_str(x->arena, x->in->scale.min), dec_str(x->arena, x->in->scale.max)),
        .hint = MSG("Check the figure in its source.") });
}

static struct err *
take_answer(struct answering *x, const struct csv_record *rec)
{
    struct str         item = rec->field[AT_ITEM], text = str_trim(rec->field[AT_VALUE]);
    int32_t            i = instrument_item_of(x->in, item);
    struct dec         value;
    struct score_fault fault;

    if (i < 0)
        return item_unknown(x, item);
    if (x->given[i].known)
        return refuse(x, AT_ITEM, (struct err){ .code = "answer.twice",
            .text = MSG("\"{0}\" is answered twice; first at {1}.", item, x->where[i]),
            .hint = MSG("Keep one of the lines.") });
    if (!dec_parse(text, &value))
        return refuse(x, AT_VALUE, (struct err){ .code = "answer.value",
            .text = text.n > 0 ? MSG("\"{0}\" is not a figure.", text) : MSG("\"{0}\" has no figure.", item),
            .hint = MSG("Write digits, with a point before the decimals: 3.31. Leave out items that have none.") });
    if (!score_published(value, x->in->scale, &x->given[i], &fault))
        return value_refused(x, text, &fault);
    x->where[i] = csv_where(x->csv, AT_ITEM);
    x->n++;
    return NULL;
}

static struct err *
take_answers(struct answering *x)
{
    struct csv_record rec;
    bool              more;

    for (;;) {
        TRY(csv_next(x->csv, &rec, &more));
        if (!more)
            return NULL;
        TRY(take_answer(x, &rec));
    }
}

static struct err *
check_answers(struct answering *x)
{
    struct score_fault fault;

    if (x->n == 0)
        return err_of(x->arena, (struct err){ .kind = ERR_INPUT, .code = "answer.none",
            .text = MSG("There are no answers in {0}.", x->name),
            .hint = MSG("Write one line for each item: item,value"), .where = x->name });
    if (score_given_check(x->in->tree, x->given, &fault))
        return NULL;
    assert(fault.kind == SCORE_GIVEN_TWICE);
    return err_of(x->arena, (struct err){
        .kind   = ERR_INPUT,
        .code   = "answer.part_and_whole",
        .text   = MSG("\"{0}\" is answered, and \"{1}\" that it is part of as well.", x->in->item[fault.node].code,
                      x->in->item[fault.other].code),
        .detail = MSG("The whole stands at {0}.", x->where[fault.other]),
        .hint   = MSG("Answer the whole or its parts, not both."),
        .where  = x->where[fault.node],
    });
}

static void
compute_answers(struct answering *x, struct instrument_answers *out)
{
    size_t             n = x->in->tree.n;
    struct score_step *step = NEWS(x->arena, struct score_step, n);
    int32_t           *missing = NEWS(x->arena, int32_t, n);

    score_compute(x->in->tree, x->given, step);
    *out = (struct instrument_answers){ .instrument = *x->in, .step = step, .missing = missing };
    out->n_missing = score_missing(x->in->tree, step, missing, n);
    assert((out->n_missing == 0) == (step[0].state != SCORE_UNKNOWN));
}

static struct err *
answer_from(struct answering *x, struct instrument_answers *out)
{
    struct err *err;

    x->given = NEWS(x->arena, struct score_given, x->in->tree.n);
    x->where = NEWS(x->arena, struct str, x->in->tree.n);
    err = take_answers(x);
    csv_close(x->csv);
    TRY(err);
    TRY(check_answers(x));
    compute_answers(x, out);
    return NULL;
}

struct err *
instrument_answer_text(struct arena *a, const struct instrument *in, struct str name, struct str text,
                       struct instrument_answers *out)
{
    struct answering x = { .arena = a, .in = in, .name = name };

    TRY(csv_open_text(a, &x.csv, name, text, columns, AT_END));
    return answer_from(&x, out);
}

struct err *
instrument_answer(struct arena *a, struct str instrument, struct str file, struct instrument_answers *out)
{
    struct instrument in;
    struct pack       pack;
    struct answering  x = { .arena = a, .in = &in, .name = file };

    if (str_ends(instrument, S(".yaml")) || str_ends(instrument, S(".yml")))
        TRY(pack_read(a, instrument, &pack));
    else
        TRY(instrument_embedded(a, instrument, &pack));
    TRY(instrument_read(a, &pack, &in, NULL));
    TRY(csv_open(a, &x.csv, file, columns, AT_END));
    return answer_from(&x, out);
}

struct err *
instrument_answer_err(struct arena *a, enum lang lang, const struct instrument_answers *x)
{
    struct str *title = NEWS(a, struct str, x->n_missing);

    if (x->n_missing == 0)
        return NULL;
    for (size_t i = 0; i < x->n_missing; i++)
        title[i] = str_fmt(a, "%.*s (%.*s)", TEXT(x->instrument.item[x->missing[i]].code),
                           TEXT(instrument_say(lang, x->instrument.item[x->missing[i]].title)));
    return err_of(a, (struct err){
        .kind   = ERR_CONFLICT,
        .code   = "answer.incomplete",
        .text   = MSG("The index is unknown: figures are missing."),
        .detail = MSG("Missing: {0}.", str_join(a, S(", "), title, x->n_missing)),
        .hint   = MSG("Add them to the file; a missing figure does not count as 0."),
    });
}
