/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* judge_item_web.c — one item: all that is said of it, questions, objection, final number. */
#include "base/arena.h"
#include "city/judge/judge_page.h"
#include "city/judge/judge_part.h"
#include "city/judge/judge_view.h"

static const struct field of_fields[] = {
    FIELD(struct judge_of_query, of,    F_TEXT, .max = 200, .label = N_("Of which")),
    FIELD(struct judge_of_query, stage, F_INT, .min = 1, .max = 2, .label = N_("Stage")),
};
const struct form judge_of_form = FORM(struct judge_of_query, of_fields);

/* ---- the page ------------------------------------------------------------------------------- */

static struct err *
unknown(struct cx *cx, struct str item)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_MISSING, .code = "judge.item_unknown",
        .text = MSG("There is no answer of the region to \"{0}\".", item),
        .hint = MSG("The region's page lists its items.") });
}

static const struct judge_line *
line_of(const struct judge_page *p, struct str item, struct str of)
{
    for (size_t i = 0; i < p->lines.n; i++)
        if (str_eq(judge_item_of(p, &p->lines.row[i])->code, item)
            && str_eq(p->lines.row[i].of, of))
            return &p->lines.row[i];
    return NULL;
}

static struct str
known(struct str s)
{
    return str_is_known(s) ? s : S("");
}

static struct err *
item_of(struct cx *cx, const struct request *rq, struct str of, int64_t stage,
        struct judge_item_page *i)
{
    struct document_cited_set cited;

    TRY(judge_page_of(cx, rq, stage, &i->page));
    i->line = line_of(&i->page, rq->arg[2], known(of));
    if (!i->line)
        return unknown(cx, rq->arg[2]);
    i->item = judge_item_of(&i->page, i->line);
    TRY(documents_of(cx, ASSESS_THING, i->page.full.entry.code, &cited));
    i->document = judge_documents_at(&cited, i->item->code, &i->n_documents);
    i->agency = assess_number_of(i->line->line, ASSESS_AGENCY, 0);
    i->question = i->line->question;
    i->n_questions = i->line->n_questions;
    i->href = judge_item_href(cx->arena, &i->page, i->line);
    return NULL;
}

static struct err *
draw(struct cx *cx, struct reply *rp, struct judge_item_page *i)
{
    struct view v = view_in(cx->arena, cx->lang);

    judge_item_view(&v, i);
    reply_crumb(rp, i->page.href, MSG("Scores: {0}", i->page.full.region_name));
    reply_page(rp, MSG("{0}: {1}", instrument_say(cx->lang, i->item->title),
                       i->page.full.region_name), &v);
    if (i->page.wrong)
        rp->status = err_status(i->page.wrong);
    return NULL;
}

/* The one line as rows. */
static struct table
line_table(struct cx *cx, const struct judge_item_page *i)
{
    struct judge_line  line = *i->line;
    struct judge_lines one = { &line, 1 };

    return judge_table(cx, &i->page.full, &i->page.bench, &one);
}

struct err *
judge_item_show_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct judge_of_query *q = rq->form;
    struct judge_item_page       i = { .n_questions = 0 };

    TRY(form_err(cx->arena, rq->faults));
    TRY(item_of(cx, rq, q->of, q->stage, &i));
    if (rq->wants != AS_HTML) {
        struct table t = line_table(cx, &i);
        reply_table(cx, rq, rp, &t);
        return NULL;
    }
    return draw(cx, rp, &i);
}

/* ---- forms ---------------------------------------------------------------------------------- */

/* Line ends as they are kept; browsers send CR LF. */
static struct str
given(struct cx *cx, const struct request *rq, const char *name)
{
    struct str value = query_value(rq->given, str_of(name));
    char      *p;
    size_t     n = 0;

    if (!str_is_known(value))
        return S("");
    p = NEWS(cx->arena, char, value.n + 1);
    for (size_t i = 0; i < value.n; i++)
        if (value.p[i] != '\r')
            p[n++] = value.p[i];
    return str_trim((struct str){ p, n });
}

/* A comma before decimals is how people write here. */
static struct str
number_given(struct cx *cx, const struct request *rq)
{
    struct str value = given(cx, rq, "value"), head, rest, more;

    if (!str_cut(value, ',', &head, &rest) || str_cut(rest, ',', &more, &more))
        return value;
    return str_fmt(cx->arena, "%.*s.%.*s", TEXT(head), TEXT(rest));
}

static struct judge_reply
reply_of(struct cx *cx, const struct request *rq)
{
    return (struct judge_reply){ .item = rq->arg[2], .of = given(cx, rq, "of"),
        .value = number_given(cx, rq), .why = given(cx, rq, "why") };
}

static struct err *
after(struct cx *cx, const struct request *rq, struct reply *rp, struct err *e, struct msg done)
{
    struct judge_item_page i = { .page.wrong = e, .typed_value = given(cx, rq, "value"),
                                 .typed_why = given(cx, rq, "why") };

    if (e && e->kind != ERR_INPUT && e->kind != ERR_CONFLICT)
        return e;
    TRY(item_of(cx, rq, given(cx, rq, "of"), 0, &i));
    if (e)
        return draw(cx, rp, &i);
    reply_done(rp, done);
    reply_see(rp, i.href);
    return NULL;
}

struct err *
judge_ask_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct assess_full x;

    TRY(judge_get(cx, rq->arg[0], rq->arg[1], &x));
    return after(cx, rq, rp, judge_ask(cx, &x, rq->arg[2], given(cx, rq, "question")),
                 MSG("The region sees your question."));
}

struct err *
judge_answer_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct assess_full x;
    int64_t            question = 0, seen = -1;

    TRY(judge_get(cx, rq->arg[0], rq->arg[1], &x));
    if (!str_int64(given(cx, rq, "question_id"), &question))
        question = 0;
    if (!str_int64(given(cx, rq, "version"), &seen))
        seen = -1;
    return after(cx, rq, rp, judge_answer(cx, &x, question, seen, given(cx, rq, "answer")),
                 MSG("The answer is with the assessors."));
}

struct err *
judge_object_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct judge_reply reply = reply_of(cx, rq);
    struct assess_full x;

    TRY(judge_get(cx, rq->arg[0], rq->arg[1], &x));
    return after(cx, rq, rp, judge_object(cx, &x, &reply),
                 MSG("The objection is with the assessors."));
}

struct err *
judge_decide_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct judge_reply reply = reply_of(cx, rq);
    struct assess_full x;
    bool               upholds = str_eq(given(cx, rq, "do"), S("uphold"));

    TRY(judge_get(cx, rq->arg[0], rq->arg[1], &x));
    return after(cx, rq, rp, judge_decide(cx, &x, &reply, upholds),
                 upholds ? MSG("Upheld: the region's number is the final one.")
                         : MSG("Refused, with your reason."));
}

struct err *
judge_settle_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct judge_reply reply = reply_of(cx, rq);
    struct assess_full x;

    TRY(judge_get(cx, rq->arg[0], rq->arg[1], &x));
    return after(cx, rq, rp, judge_final_set(cx, &x, &reply), MSG("The final number is set."));
}
