/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* result.c — what was published: a ranking, one result with its reasons, a text's proof. */
#include "base/arena.h"
#include "city/result/result_part.h"
#include "city/result/result_sql.h"

/* ---- a round -------------------------------------------------------------------------------- */

static struct err *
stages_of(struct cx *cx, struct result_ranking *r, int64_t *last)
{
    struct result_stage *stage;
    size_t               n;

    *last = 0;
    TRY(result_stages(cx, r->round.round.id, &stage, &n));
    for (size_t i = 0; i < n; i++) {
        r->has_stage[stage[i].stage] = true;
        *last = stage[i].stage;
    }
    return NULL;
}

struct err *
result_ranking_of(struct cx *cx, struct str round, int64_t stage, struct result_ranking *r)
{
    int64_t last;

    *r = (struct result_ranking){ .stage = stage };
    TRY(round_get(cx, round, &r->round));
    TRY(stages_of(cx, r, &last));
    if (stage == 0)
        r->stage = last;
    return result_lines(cx, r->round.round.id, r->stage, &r->row, &r->n);
}

/* ---- one result ----------------------------------------------------------------------------- */

static struct err *
unknown(struct cx *cx, const struct result_one *o)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_MISSING, .code = "result.unknown",
        .text = MSG("No result of {0} in this round is published.", o->region.name),
        .hint = MSG("The round's results list the regions that have one.") });
}

static bool
compute(struct cx *cx, struct result_one *o, const struct instrument *in)
{
    const struct result_frozen      *f = &o->frozen;
    struct instrument_answer        *answer = NEWS(cx->arena, struct instrument_answer,
                                                   f->n_answers + 1);
    struct instrument_sheet          sheet = { .answer = answer, .n = f->n_answers,
        .kind = region_kind_of_word(o->region.kind), .name = f->round, .lang = cx->lang };
    struct instrument_answer_faults  faults;

    for (size_t i = 0; i < f->n_answers; i++)
        answer[i] = (struct instrument_answer){ .item = f->answer[i].item,
            .of = f->answer[i].of, .value = f->answer[i].value };
    return instrument_answer_items(cx->arena, in, &sheet, &o->answers, &faults);
}

static struct err *
answers_of(struct cx *cx, struct result_one *o)
{
    struct instrument in;

    TRY(instrument_get(cx, o->frozen.instrument, &in));
    if (!str_eq(in.digest, o->frozen.digest))
        return NULL;
    o->has_answers = compute(cx, o, &in);
    o->agrees = o->has_answers && score_has_figure(&o->answers.step[0])
             && str_eq(dec_str(cx->arena, o->answers.step[0].value), o->frozen.exact);
    return NULL;
}

struct err *
result_get(struct cx *cx, struct str round, struct str region_code, int64_t stage,
           struct result_one *o)
{
    struct result_ranking r = { .stage = 0 };
    int64_t               last;
    bool                  found;

    *o = (struct result_one){ .has_answers = false };
    TRY(round_get(cx, round, &r.round));
    TRY(region_get(cx, region_code, &o->region));
    TRY(stages_of(cx, &r, &last));
    o->round = r.round;
    TRY(result_at(cx, r.round.round.id, region_code, stage ? stage : last, &o->result, &found));
    if (!found)
        return unknown(cx, o);
    if (!result_thaw(cx->arena, o->result.frozen, &o->frozen))
        return err_of(cx->arena, (struct err){ .kind = ERR_BROKEN, .code = "result.changed",
            .text = MSG("The result's text is not what was published."),
            .hint = MSG("Compare the database with a backup.") });
    return answers_of(cx, o);
}

struct err *
result_find(struct cx *cx, struct str sha256, struct result_proven *p, bool *found)
{
    return result_by_digest(cx, sha256, p, found);
}
