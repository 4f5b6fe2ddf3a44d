/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* judge_ask.c — document check and interview: assessors ask, the city answers, item by item. */
#include "base/arena.h"
#include "city/judge/judge_part.h"
#include "city/judge/judge_sql.h"
#include "store/store.h"

struct asking {
    struct judge_work_on   w;
    struct str             item, text;
    int64_t                id, seen;
    struct judge_question *question;
};

/* ---- asking --------------------------------------------------------------------------------- */

static struct err *
ask_once(struct cx *cx, void *arg)
{
    struct asking              *a = arg;
    const struct assess_full   *x = a->w.full;
    struct judge_line          *line;
    struct judge_question_fields after = { .item = a->item, .question = str_trim(a->text) };

    TRY(judge_begin_seat(cx, &a->w, ROUND_ASK));
    TRY(judge_line_named(cx, &a->w, a->item, S(""), &line));
    TRY(judge_must_say(cx, a->text, "question"));
    TRY(judge_question_put(cx, &(struct judge_question_put_in){ .entry_id = x->entry.id,
        .stage = x->stage, .item = a->item, .seat_id = a->w.seat.id,
        .asked_by = judge_by_post(cx), .question = after.question, .asked_at = cx->now_s },
        NULL));
    TRY(judge_tell(cx, x, (struct fact){ .verb = JOURNAL_ASKED,
        .form = &judge_question_told_form, .after = &after }));
    return judge_feed_questions(cx, x);
}

struct err *
judge_ask(struct cx *cx, struct assess_full *x, struct str item, struct str question)
{
    struct asking a = { .w.full = x, .item = item, .text = question };

    return store_change(cx, "judge_ask", ask_once, &a);
}

/* ---- answering ------------------------------------------------------------------------------ */

static struct err *
find_question(struct cx *cx, struct asking *a)
{
    struct judge_question *row;
    size_t                 n;

    TRY(judge_questions(cx, a->w.full->entry.id, a->w.full->stage, &row, &n));
    for (size_t i = 0; i < n; i++)
        if (row[i].id.n == a->id) {
            a->question = &row[i];
            return NULL;
        }
    return err_of(cx->arena, (struct err){ .kind = ERR_MISSING, .code = "judge.no_question",
        .text = MSG("There is no such question in this stage.") });
}

static struct err *
changed_meanwhile(struct cx *cx, const struct judge_question *q)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_CONFLICT, .code = "judge.changed_meanwhile",
        .text = MSG("Meanwhile somebody else answered: {0}",
                    str_is_known(q->answer) ? q->answer : S("-")),
        .hint = MSG("Look at the page again, then answer.") });
}

static struct err *
answer_once(struct cx *cx, void *arg)
{
    struct asking               *a = arg;
    struct judge_question_fields before, after;
    int64_t                      n;

    TRY(judge_begin(cx, &a->w, MAY_CONSOLIDATE, ROUND_ASK));
    TRY(find_question(cx, a));
    TRY(judge_must_say(cx, a->text, "answer"));
    if (a->seen >= 0 && a->seen != a->question->version)
        return changed_meanwhile(cx, a->question);
    before = (struct judge_question_fields){ a->question->item, a->question->question,
                                             a->question->answer };
    after = before;
    after.answer = str_trim(a->text);
    TRY(judge_question_answer(cx, &(struct judge_question_answer_in){ .id = a->question->id,
        .version = a->question->version, .answer = after.answer,
        .answered_at = KNOWN(cx->now_s), .answered_by = judge_by_post(cx) }, &n));
    if (n == 0)
        return changed_meanwhile(cx, a->question);
    TRY(judge_tell(cx, a->w.full, (struct fact){ .verb = JOURNAL_CHANGED,
        .form = &judge_question_told_form, .before = &before, .after = &after,
        .note = a->question->item }));
    return judge_feed_questions(cx, a->w.full);
}

struct err *
judge_answer(struct cx *cx, struct assess_full *x, int64_t question, int64_t seen,
             struct str answer)
{
    struct asking a = { .w.full = x, .id = question, .seen = seen, .text = answer };

    return store_change(cx, "judge_answer", answer_once, &a);
}
