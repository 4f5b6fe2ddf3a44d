/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* judge_web.c — the desk, a round's progress, one region's table; finishing and locking. */
#include <string.h>

#include "base/arena.h"
#include "city/judge/judge_page.h"
#include "city/judge/judge_part.h"
#include "city/judge/judge_view.h"
#include "ground/journal/journal.h"

static const struct field stage_fields[] = {
    FIELD(struct judge_stage_query, stage, F_INT, .min = 1, .max = 2, .label = N_("Stage")),
};
const struct form judge_stage_form = FORM(struct judge_stage_query, stage_fields);

/* ---- the desk, the round -------------------------------------------------------------------- */

struct err *
judge_desk_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct judge_desk desk;
    struct view       v = view_in(cx->arena, cx->lang);

    TRY(judge_desk_of(cx, &desk));
    if (rq->wants != AS_HTML) {
        struct table t = judge_desk_table(cx, &desk);
        reply_table(cx, rq, rp, &t);
        return NULL;
    }
    judge_desk_view(&v, &desk);
    reply_page(rp, MSG("Regions to score"), &v);
    return NULL;
}

struct err *
judge_progress_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct judge_stage_query *q = rq->form;
    struct judge_progress_list      l = { .n = 0 };
    struct view                     v = view_in(cx->arena, cx->lang);

    TRY(form_err(cx->arena, rq->faults));
    TRY(judge_progress_of(cx, rq->arg[0], q->stage, &l));
    if (rq->wants != AS_HTML) {
        struct table t = judge_progress_table(cx, l.row, l.n);
        reply_table(cx, rq, rp, &t);
        return NULL;
    }
    judge_progress_view(&v, &l);
    reply_page(rp, MSG("Scoring: {0}", l.round.round.title), &v);
    return NULL;
}

/* ---- one region ----------------------------------------------------------------------------- */

static bool
is_assessor(const struct cx *cx)
{
    return cx->who && cx->who->kind == WHO_PERSON && cx->who->post.kind == POST_ASSESSOR;
}

struct err *
judge_get(struct cx *cx, struct str round, struct str region, struct assess_full *x)
{
    struct round_full full;
    struct round_seat seat;
    struct err       *e;

    if (is_assessor(cx)) {
        TRY(round_get(cx, round, &full));
        e = round_my_seat(cx, &full.round, region, &seat);
        if (e && strcmp(e->code, "round.no_seat") == 0)
            return e;
    }
    return assess_get(cx, round, region, x);
}

static void
count(struct judge_page *p)
{
    for (size_t i = 0; i < p->lines.n; i++) {
        const struct judge_line *l = &p->lines.row[i];

        p->differ += l->spread.differs;
        p->open += l->is_open;
        for (size_t k = 0; k < l->n_questions; k++)
            p->unanswered += !str_is_known(l->question[k].answer);
    }
    for (size_t i = 0; i < p->bench.n; i++)
        if (p->bench.seat[i].is_mine)
            p->scored = (size_t)p->bench.seat[i].items;
}

static bool
my_seat_is_done(const struct judge_page *p)
{
    for (size_t i = 0; i < p->bench.n; i++)
        if (p->bench.seat[i].is_mine)
            return p->bench.seat[i].is_done;
    return true;
}

/* What the verbs would allow today; they ask again. */
static void
allow(struct cx *cx, struct judge_page *p)
{
    enum round_kind now = p->full.round.now;
    struct scope    region = assess_scope(&p->full), nation = { .region = S("") };
    bool            is_now = p->stage_now == p->full.stage && p->is_sent && !p->bench.is_locked;
    bool            sits = is_now && p->bench.mine != 0 && !p->seat_wrong
                        && may(cx, MAY_SCORE, region);
    bool            runs = may(cx, MAY_RUN_ROUND, nation);
    bool            settles = is_now && p->bench.is_open && round_allows(now, ROUND_SETTLE);

    p->may_score = sits && round_allows(now, ROUND_SCORE) && !my_seat_is_done(p);
    p->may_ask = sits && round_allows(now, ROUND_ASK);
    p->may_answer = is_now && round_allows(now, ROUND_ASK) && may(cx, MAY_CONSOLIDATE, region);
    p->may_object = is_now && p->bench.is_open && round_allows(now, ROUND_OBJECT)
                 && may(cx, MAY_OBJECT, region);
    p->may_decide = settles && sits;
    p->may_settle = settles && (sits || runs);
    p->may_lock = settles && runs && now != ROUND_REPLY;
}

static struct date
until(const struct judge_page *p)
{
    enum round_kind           now = p->full.round.now;
    const struct round_phase *phase;

    if (now < 0 || now >= ROUND_PHASES)
        return (struct date){ 0 };
    phase = &p->full.round.phase[now];
    return str_is_known(phase->to_day) ? date_of_iso(phase->to_day) : (struct date){ 0 };
}

struct err *
judge_page_of(struct cx *cx, const struct request *rq, int64_t stage, struct judge_page *p)
{
    struct round_seat seat;

    TRY(judge_get(cx, rq->arg[0], rq->arg[1], &p->full));
    p->stage_now = p->full.stage;
    p->is_sent = p->full.entry.id.n != 0 && assess_is_locked(&p->full);
    if (stage != 0 && stage <= p->full.stage)
        p->full.stage = stage;
    p->href = judge_href(cx->arena, &p->full);
    if (is_assessor(cx))
        p->seat_wrong = round_my_seat(cx, &p->full.round.round, p->full.entry.region_code, &seat);
    TRY(judge_bench_of(cx, &p->full, &p->bench));
    TRY(judge_lines_of(cx, &p->full, &p->bench, &p->lines));
    count(p);
    allow(cx, p);
    p->until = until(p);
    return NULL;
}

static void
crumbs(struct cx *cx, struct reply *rp)
{
    if (may_somewhere(cx, MAY_SCORE))
        reply_crumb(rp, S("/judging"), MSG("Regions to score"));
}

static struct err *
draw(struct cx *cx, struct reply *rp, struct judge_page *p)
{
    struct journal_topic topic = { JUDGE_THING, p->full.entry.code, assess_scope(&p->full) };
    struct view          v = view_in(cx->arena, cx->lang);

    TRY(dossier_link(cx, JUDGE_THING, p->full.entry.code, topic.scope, &p->dossier));
    TRY(journal_history(cx, &topic, &p->history));
    judge_show_view(&v, p);
    crumbs(cx, rp);
    reply_page(rp, MSG("Scores: {0}", p->full.region_name), &v);
    if (p->wrong)
        rp->status = err_status(p->wrong);
    return NULL;
}

struct err *
judge_show_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct judge_stage_query *q = rq->form;
    struct judge_page               p = { .stage_now = 0 };

    TRY(form_err(cx->arena, rq->faults));
    TRY(judge_page_of(cx, rq, q->stage, &p));
    if (rq->wants != AS_HTML) {
        struct table t = judge_table(cx, &p.full, &p.bench, &p.lines);
        reply_table(cx, rq, rp, &t);
        return NULL;
    }
    return draw(cx, rp, &p);
}

/* ---- forms ---------------------------------------------------------------------------------- */

static bool
is_for_the_page(const struct err *e)
{
    return e->kind == ERR_INPUT || e->kind == ERR_CONFLICT;
}

struct err *
judge_after(struct cx *cx, const struct request *rq, struct reply *rp, struct err *e,
            struct msg done)
{
    struct judge_page p = { .wrong = e };

    if (e && !is_for_the_page(e))
        return e;
    TRY(judge_page_of(cx, rq, 0, &p));
    if (e)
        return draw(cx, rp, &p);
    reply_done(rp, done);
    reply_see(rp, p.href);
    return NULL;
}

struct err *
judge_finish_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct assess_full x;

    TRY(judge_get(cx, rq->arg[0], rq->arg[1], &x));
    return judge_after(cx, rq, rp, judge_finish(cx, &x),
                       MSG("You have finished. Once all assessors have, you see each other."));
}

struct err *
judge_lock_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct assess_full x;

    TRY(judge_get(cx, rq->arg[0], rq->arg[1], &x));
    return judge_after(cx, rq, rp, judge_lock(cx, &x), MSG("The final numbers are locked."));
}
