/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* judge_fact.c — what the journal is told of assessors' work. */
#include "city/judge/judge_part.h"

#define OF(T, member, kind, ...) FIELD(struct T, member, kind, __VA_ARGS__)

static const struct field item_fields[] = {
    OF(judge_item_fields, item,  F_TEXT, .max = 200, .label = N_("Item")),
    OF(judge_item_fields, value, F_TEXT, .max = 200, .label = N_("Number")),
    OF(judge_item_fields, why,   F_TEXT, .max = JUDGE_TEXT_MAX, .label = N_("Reason")),
};
const struct form judge_item_told_form = FORM(struct judge_item_fields, item_fields);

static const struct field question_fields[] = {
    OF(judge_question_fields, item,     F_TEXT, .max = 200, .label = N_("Item")),
    OF(judge_question_fields, question, F_TEXT, .max = JUDGE_TEXT_MAX, .label = N_("Question")),
    OF(judge_question_fields, answer,   F_TEXT, .max = JUDGE_TEXT_MAX, .label = N_("Answer")),
};
const struct form judge_question_told_form = FORM(struct judge_question_fields, question_fields);

static const struct field seat_fields[] = {
    OF(judge_seat_fields, seat,   F_TEXT, .max = 250, .label = N_("Assessor")),
    OF(judge_seat_fields, scores, F_TEXT, .max = 100000, .label = N_("Scores")),
};
const struct form judge_seat_told_form = FORM(struct judge_seat_fields, seat_fields);

struct str
judge_href(struct arena *a, const struct assess_full *x)
{
    return str_fmt(a, "/judging/%.*s/%.*s", TEXT(x->round.round.code),
                   TEXT(x->entry.region_code));
}

struct str
judge_by_post(const struct cx *cx)
{
    return cx->who && cx->who->post.post_id != 0 ? cx->who->post.title : S("");
}

struct err *
judge_tell(struct cx *cx, const struct assess_full *x, struct fact fact)
{
    if (!fact.thing)
        fact.thing = JUDGE_THING;
    fact.key = x->entry.code;
    fact.scope = assess_scope(x);
    return journal_tell(cx, &fact);
}
