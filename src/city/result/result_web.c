/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* result_web.c — a round's results, one region's result, publishing, and the proof of a text. */
#include "base/arena.h"
#include "base/money.h"
#include "city/result/result_page.h"
#include "city/result/result_paper_page.h"
#include "city/result/result_part.h"
#include "city/result/result_view.h"

enum { STAGES = 2, DIGEST_DIGITS = 64 };

static const struct field stage_fields[] = {
    FIELD(struct result_stage_query, stage, F_INT, .min = 1, .max = STAGES, .label = N_("Stage")),
};
const struct form result_stage_form = FORM(struct result_stage_query, stage_fields);

static const struct field hash_fields[] = {
    FIELD(struct result_hash_query, sha256, F_TEXT, .max = DIGEST_DIGITS, .label = N_("SHA-256")),
};
const struct form result_hash_form = FORM(struct result_hash_query, hash_fields);

/* ---- the ranking ---------------------------------------------------------------------------- */

/* The first stage that has days and is not published. */
static int64_t
next_stage(const struct result_ranking *r)
{
    bool has_second = str_is_known(r->round.phase[ROUND_STAGE_2].from_day);

    if (!r->has_stage[1])
        return 1;
    return has_second && !r->has_stage[2] ? 2 : 0;
}

static struct err *
draw_ranking(struct cx *cx, struct reply *rp, struct result_ranking_page *p)
{
    struct view v = view_in(cx->arena, cx->lang);

    p->next = next_stage(&p->ranking);
    p->may_publish = p->next != 0 && str_eq(p->ranking.round.round.state, S("open"))
                  && may(cx, MAY_RUN_ROUND, (struct scope){ .region = S("") });
    result_ranking_view(&v, cx, p);
    reply_crumb(rp, round_href(cx->arena, p->ranking.round.round.code),
                MSG("{0}", p->ranking.round.round.title));
    reply_page(rp, MSG("Results: {0}", p->ranking.round.round.title), &v);
    if (p->wrong)
        rp->status = err_status(p->wrong);
    return NULL;
}

struct err *
result_ranking_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct result_stage_query *q = rq->form;
    struct result_ranking_page       p = { .wrong = NULL };

    TRY(form_err(cx->arena, rq->faults));
    TRY(result_ranking_of(cx, rq->arg[0], q->stage, &p.ranking));
    if (rq->wants != AS_HTML) {
        struct table t = result_ranking_table(cx, &p.ranking);
        reply_table(cx, rq, rp, &t);
        return NULL;
    }
    return draw_ranking(cx, rp, &p);
}

static int64_t
stage_given(const struct request *rq)
{
    int64_t stage = 0;

    if (!str_int64(query_value(rq->given, S("stage")), &stage) || stage < 1 || stage > STAGES)
        return 1;
    return stage;
}

struct err *
result_publish_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct result_wish         wish = { rq->arg[0], stage_given(rq),
        str_eq(query_value(rq->given, S("leaves_out")), S("1")) };
    struct result_ranking_page p = { .wrong = NULL };
    struct result_outcome      out;

    p.wrong = result_publish(cx, &wish, &out);
    if (p.wrong && p.wrong->kind != ERR_CONFLICT && p.wrong->kind != ERR_INPUT)
        return p.wrong;
    if (p.wrong) {
        TRY(result_ranking_of(cx, rq->arg[0], 0, &p.ranking));
        return draw_ranking(cx, rp, &p);
    }
    reply_done(rp, MSG("{0} results are published, {1} regions are left out.",
                       int_text(cx->arena, cx->lang, out.n_new),
                       int_text(cx->arena, cx->lang, out.n_left)));
    reply_see(rp, str_fmt(cx->arena, "%.*s/results", TEXT(round_href(cx->arena, rq->arg[0]))));
    return NULL;
}

/* ---- one result ----------------------------------------------------------------------------- */

static void
say(struct cx *cx, const struct result_one *o, struct result_one_page *p)
{
    const struct instrument_answers *a = &o->answers;

    p->one = o;
    p->href = str_fmt(cx->arena, "%.*s/regions/%.*s/result",
                      TEXT(round_href(cx->arena, o->round.round.code)), TEXT(o->region.code));
    if (o->has_answers && score_has_figure(&a->step[0]))
        p->band = instrument_band_text(cx, &a->instrument, a->step[0].range);
}

struct err *
result_one_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct result_stage_query *q = rq->form;
    struct result_one                o = { .agrees = false };
    struct result_one_page           p = { .one = NULL };
    struct view                      v = view_in(cx->arena, cx->lang);

    TRY(form_err(cx->arena, rq->faults));
    TRY(result_get(cx, rq->arg[0], rq->arg[1], q->stage, &o));
    if (rq->wants != AS_HTML) {
        rp->type = S("application/json");
        rp->body = o.result.frozen;
        return NULL;
    }
    say(cx, &o, &p);
    p.write = result_paper_href(cx, o.round.round.code, &o.result);
    TRY(result_papers_of(cx, &o.result, &p.papers));
    result_one_view(&v, cx, &p);
    reply_crumb(rp, str_fmt(cx->arena, "%.*s/results",
                            TEXT(round_href(cx->arena, o.round.round.code))),
                MSG("Results: {0}", o.round.round.title));
    reply_page(rp, MSG("Result of {0}", o.region.name), &v);
    return NULL;
}

/* ---- the proof ------------------------------------------------------------------------------ */

static void
verify_json(struct json *j, const void *model)
{
    const struct result_verify_page *p = model;

    json_open(j, '{');
    json_str_at(j, "sha256", p->asked);
    json_bool_at(j, "published", p->found);
    json_str_at(j, "round", p->proven.round_code);
    json_str_at(j, "region", p->proven.region_code);
    json_str_at(j, "value", p->proven.value);
    json_close(j, '}');
}

struct err *
result_verify_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct result_hash_query *q = rq->form;
    struct result_verify_page       p = { .asked = q->sha256, .is_asked = q->sha256.n > 0 };
    struct view                     v = view_in(cx->arena, cx->lang);

    TRY(form_err(cx->arena, rq->faults));
    if (p.is_asked)
        TRY(result_find(cx, p.asked, &p.proven, &p.found));
    if (rq->wants != AS_HTML) {
        reply_json(cx, rp, verify_json, &p);
        return NULL;
    }
    result_verify_view(&v, &p);
    reply_page(rp, MSG("Is this a published result?"), &v);
    return NULL;
}
