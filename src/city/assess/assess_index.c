/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* assess_index.c — numbers checked by the instrument, and the index that follows from a voice's. */
#include "base/arena.h"
#include "city/assess/assess_part.h"
#include "city/assess/assess_sql.h"

/* ---- the index ------------------------------------------------------------------------------ */

static struct instrument_answer
answer_of(struct str item, struct str of, struct str value)
{
    return (struct instrument_answer){ .item = item, .of = of, .value = value,
                                       .where = { S("item"), S("of"), S("value") } };
}

static size_t
answers_of(const struct assess_full *x, const struct assess_lines *lines,
           struct assess_whose whose, struct instrument_answer *out)
{
    size_t n = 0;

    for (size_t i = 0; i < lines->n; i++) {
        const struct assess_line *l = &lines->row[i];

        for (size_t k = 0; k < l->n_numbers; k++)
            if (l->number[k].seat == whose.seat && l->number[k].value.n > 0
                && str_eq(l->number[k].voice, assess_voice_word(whose.voice)))
                out[n++] = answer_of(x->instrument.item[l->item].code, l->number[k].of,
                                     l->number[k].value);
    }
    return n;
}

/* Nothing is answered: every leaf is missing. */
static void
of_nothing(struct cx *cx, const struct assess_full *x, struct instrument_answers *out)
{
    size_t              n = x->instrument.tree.n;
    struct score_given *given = NEWS(cx->arena, struct score_given, n);
    struct score_step  *step = NEWS(cx->arena, struct score_step, n);
    int32_t            *missing = NEWS(cx->arena, int32_t, n);
    struct score_tree   tree = instrument_tree(cx->arena, &x->instrument);

    for (size_t i = 0; i < n; i++)
        given[i].not_applicable = x->kind != REGION_KIND_NONE
                               && !instrument_is_for(x->instrument.item[i].kinds, x->kind);
    score_compute(tree, given, step);
    *out = (struct instrument_answers){ .instrument = x->instrument, .kind = x->kind,
        .given = given, .step = step, .missing = missing,
        .level = NEWS(cx->arena, const struct instrument_level *, n),
        .n_missing = score_missing(tree, step, missing, n) };
}

static size_t
numbers_in(const struct assess_lines *lines)
{
    size_t n = 0;

    for (size_t i = 0; i < lines->n; i++)
        n += lines->row[i].n_numbers;
    return n;
}

static struct instrument_sheet
sheet_of(struct cx *cx, const struct assess_full *x, const struct instrument_answer *answer,
         size_t n)
{
    return (struct instrument_sheet){ .answer = answer, .n = n, .kind = x->kind,
                                      .name = x->entry.code, .lang = cx->lang };
}

struct err *
assess_index_of(struct cx *cx, const struct assess_full *x, const struct assess_lines *lines,
                struct assess_whose whose, struct instrument_answers *out)
{
    struct instrument_answer       *answer = NEWS(cx->arena, struct instrument_answer,
                                                  numbers_in(lines) + 1);
    struct instrument_sheet         sheet;
    struct instrument_answer_faults faults;

    sheet = sheet_of(cx, x, answer, answers_of(x, lines, whose, answer));
    if (sheet.n == 0) {
        of_nothing(cx, x, out);
        return NULL;
    }
    if (instrument_answer_items(cx->arena, &x->instrument, &sheet, out, &faults))
        return NULL;
    return faults.fault[0].err;
}

/* ---- one number ----------------------------------------------------------------------------- */

struct err *
assess_value_check(struct cx *cx, const struct assess_full *x, struct str item, struct str of,
                   struct str value)
{
    struct instrument_answer        answer = answer_of(item, of, value);
    struct instrument_sheet         sheet = sheet_of(cx, x, &answer, 1);
    struct instrument_answers       out;
    struct instrument_answer_faults faults;

    if (value.n == 0 || instrument_answer_items(cx->arena, &x->instrument, &sheet, &out, &faults))
        return NULL;
    return faults.fault[0].err;
}

struct err *
assess_number_put(struct cx *cx, const struct assess_full *x, const struct assess_number_new *new,
                  bool *is_changed)
{
    struct str                  of = str_is_known(new->of) ? new->of : S("");
    struct str                  note = str_is_known(new->note) ? new->note : S("");
    struct assess_number        now = { .value = S(""), .note = S("") };
    bool                        found;

    TRY(assess_value_check(cx, x, new->item, of, new->value));
    TRY(assess_number_at(cx, &(struct assess_number_at_in){ .entry_id = x->entry.id,
        .stage = new->stage, .item = new->item, .of = of, .voice = assess_voice_word(new->voice),
        .seat = new->seat }, &now, &found));
    *is_changed = !str_eq(now.value, new->value) || !str_eq(now.note, note);
    if (!*is_changed)
        return NULL;
    return assess_number_set(cx, &(struct assess_number_set_in){ .entry_id = x->entry.id,
        .stage = new->stage, .item = new->item, .of = of, .value = new->value, .note = note,
        .voice = assess_voice_word(new->voice), .seat = new->seat, .at = cx->now_s,
        .by_post = assess_by_post(cx) }, NULL);
}

struct str
assess_by_post(const struct cx *cx)
{
    return cx->who && cx->who->post.post_id != 0 ? cx->who->post.title : S("");
}
