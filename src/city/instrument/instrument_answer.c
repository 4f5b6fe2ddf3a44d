/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* instrument_answer.c — reads item,value, refuses what cannot be so, computes. */
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
refuse(struct answering *x, size_t column, const char *code, struct msg text, struct msg hint)
{
    return err_of(x->arena, (struct err){
        .kind  = ERR_INPUT,
        .code  = code,
        .text  = text,
        .hint  = hint,
        .where = csv_where(x->csv, column),
    });
}

static struct err *
item_unknown(struct answering *x, struct str item)
{
    struct str near = instrument_near_item(x->arena, x->in, item);
    struct msg hint = MSG("See its items with: guyub instrument show {0}", x->in->code);

    if (str_is_known(near))
        hint = MSG("Did you mean \"{0}\"?", near);
    return refuse(x, AT_ITEM, "answer.item_unknown",
                  MSG("{0} has no item \"{1}\".", x->in->code, item), hint);
}

static struct err *
not_a_figure(struct answering *x, struct str item, struct str text)
{
    return refuse(x, AT_VALUE, "answer.value",
                  text.n > 0 ? MSG("\"{0}\" is not a figure.", text)
                             : MSG("\"{0}\" has no figure.", item),
                  MSG("Write digits, with a point before the decimals: 3.31. "
                      "Leave out items that have none."));
}

static struct err *
not_on_scale(struct answering *x, struct str text, const struct score_fault *fault)
{
    struct score_scale scale = x->in->scale;

    if (fault->kind == SCORE_TOO_FINE)
        return refuse(x, AT_VALUE, "answer.too_fine",
                      MSG("{0} has more than {1} decimals.", text, S("9")), MSG("Round it."));
    return refuse(x, AT_VALUE, "answer.outside_scale",
                  MSG("{0} lies outside the scale of {1}, {2} to {3}.", text, x->in->code,
                      dec_str(x->arena, scale.min), dec_str(x->arena, scale.max)),
                  MSG("Check the figure in its source."));
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
        return refuse(x, AT_ITEM, "answer.twice",
                      MSG("\"{0}\" is answered twice; first at {1}.", item, x->where[i]),
                      MSG("Keep one of the lines."));
    if (!dec_parse(text, &value))
        return not_a_figure(x, item, text);
    if (!score_published(value, x->in->scale, &x->given[i], &fault))
        return not_on_scale(x, text, &fault);
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
no_answers(struct answering *x)
{
    return err_of(x->arena, (struct err){
        .kind  = ERR_INPUT,
        .code  = "answer.none",
        .text  = MSG("There are no answers in {0}.", x->name),
        .hint  = MSG("Write one line for each item: item,value"),
        .where = x->name,
    });
}

static struct err *
part_and_whole(struct answering *x, int32_t part, int32_t whole)
{
    return err_of(x->arena, (struct err){
        .kind   = ERR_INPUT,
        .code   = "answer.part_and_whole",
        .text   = MSG("\"{0}\" is answered, and \"{1}\" that it is part of as well.",
                      x->in->item[part].code, x->in->item[whole].code),
        .detail = MSG("The whole stands at {0}.", x->where[whole]),
        .hint   = MSG("Answer the whole or its parts, not both."),
        .where  = x->where[part],
    });
}

static struct err *
check_answers(struct answering *x)
{
    struct score_fault fault;

    if (x->n == 0)
        return no_answers(x);
    if (score_given_check(x->in->tree, x->given, &fault))
        return NULL;
    assert(fault.kind == SCORE_GIVEN_TWICE);
    return part_and_whole(x, fault.node, fault.other);
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
instrument_answer_text(struct arena *a, const struct instrument *in, struct str name,
                       struct str text, struct instrument_answers *out)
{
    struct answering x = { .arena = a, .in = in, .name = name };

    TRY(csv_open_text(a, &x.csv, name, text, columns, AT_END));
    return answer_from(&x, out);
}

struct err *
instrument_answer(struct arena *a, struct str instrument, struct str file,
                  struct instrument_answers *out)
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
    for (size_t i = 0; i < x->n_missing; i++) {
        const struct instrument_item *item = &x->instrument.item[x->missing[i]];
        title[i] = str_fmt(a, "%.*s (%.*s)", TEXT(item->code),
                           TEXT(instrument_say(lang, item->title)));
    }
    return err_of(a, (struct err){
        .kind   = ERR_CONFLICT,
        .code   = "answer.incomplete",
        .text   = MSG("The index is unknown: figures are missing."),
        .detail = MSG("Missing: {0}.", str_join(a, S(", "), title, x->n_missing)),
        .hint   = MSG("Add them to the file; a missing figure does not count as 0."),
    });
}
