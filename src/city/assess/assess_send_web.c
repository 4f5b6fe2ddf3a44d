/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* assess_send_web.c — the head of region states that it is true; what was sent, what differs. */
#include "base/arena.h"
#include "city/assess/assess_page.h"
#include "city/assess/assess_sent_view.h"

/* ---- how it differs from what was sent before ------------------------------------------------ */

static struct err *
diffs_of(struct cx *cx, struct assess_sent_page *s, const struct assess_frozen *before,
         const struct assess_frozen *after)
{
    struct assess_difference *d = NEWS(cx->arena, struct assess_difference,
                                       before->n + after->n + 1);
    const struct instrument  *in = &s->p.x.instrument;

    s->n_diffs = assess_differences(before, after, d);
    s->diff = NEWS(cx->arena, struct assess_diff_line, s->n_diffs + 1);
    for (size_t i = 0; i < s->n_diffs; i++) {
        int32_t item = instrument_item_of(in, d[i].item);

        s->diff[i] = (struct assess_diff_line){ d[i],
            item < 0 ? S("") : assess_title(cx->lang, &in->item[item]) };
    }
    s->has_before = true;
    return NULL;
}

/* The sending before the one of (stage, nth): of the same stage, or the last of stage I. nth 0:
 * there is none. */
static struct err *
sent_before(struct cx *cx, const struct assess_page *p, int64_t stage, int64_t nth,
            struct assess_sent *out)
{
    *out = (struct assess_sent){ .nth = 0 };
    for (size_t i = 0; i < p->sent.n; i++) {
        const struct assess_sent_line *l = &p->sent.row[i];

        if (l->stage < stage || (l->stage == stage && l->nth < nth))
            return assess_frozen_of(cx, &p->x, l->stage, l->nth, out);
    }
    return NULL;
}

static struct err *
with_before(struct cx *cx, struct assess_sent_page *s, int64_t stage, int64_t nth,
            const struct assess_frozen *now)
{
    struct assess_frozen was;
    struct assess_sent   before;

    TRY(sent_before(cx, &s->p, stage, nth, &before));
    if (before.nth == 0 || !assess_thaw(cx->arena, before.frozen, &was))
        return NULL;
    return diffs_of(cx, s, &was, now);
}

/* ---- the statement --------------------------------------------------------------------------- */

enum { NTH_NEXT = 1000000 };

static struct err *
draw_state(struct cx *cx, const struct request *rq, struct reply *rp, struct err *wrong)
{
    struct assess_sent_page *s = NEW(cx->arena, struct assess_sent_page);
    struct view              v = view_in(cx->arena, cx->lang);
    struct assess_frozen     now;

    TRY(assess_page_of(cx, rq, &s->p));
    TRY(must(cx, MAY_READ_WORK, assess_scope(&s->p.x)));
    TRY(assess_sheet_of(cx, &s->p.x, &s->p.lines, &(struct assess_sheet_wish){
        .voice = ASSESS_CITY, .most = s->p.lines.n, .href = S("") }, &s->p.sheet));
    TRY(assess_freeze_now(cx, &s->p.x, &s->p.lines, NTH_NEXT, &now));
    if (!s->p.is_locked)
        TRY(with_before(cx, s, s->p.x.stage, NTH_NEXT, &now));
    s->missing = assess_must_be_whole(cx, &s->p.x, &s->p.lines);
    s->p.wrong = wrong;
    assess_state_view(&v, s, assess_mark(cx));
    assess_crumbs(cx, rp, &s->p);
    reply_page(rp, MSG("State and send"), &v);
    if (wrong)
        rp->status = err_status(wrong);
    return NULL;
}

struct err *
assess_state_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    return draw_state(cx, rq, rp, NULL);
}

static struct err *
not_stated(struct cx *cx)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "assess.not_stated",
        .text = MSG("Tick that the answers are true and complete, then send."),
        .where = S("states") });
}

struct err *
assess_state_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct assess_full x;
    struct err        *e;

    TRY(assess_get(cx, rq->arg[0], rq->arg[1], &x));
    e = query_value(rq->given, S("states")).n == 0
        ? not_stated(cx) : assess_send(cx, &x, query_value(rq->given, S("mark")));
    if (e)
        return assess_is_shown(e) ? draw_state(cx, rq, rp, e) : e;
    return assess_after(rp, assess_href(cx->arena, &x),
                        MSG("The self-assessment is sent. What was sent is kept as it was."));
}

/* ---- what was sent --------------------------------------------------------------------------- */

static struct err *
no_such(struct cx *cx)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_MISSING, .code = "assess.not_sent",
        .text = MSG("There is no such sending.") });
}

struct err *
assess_sent_show_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct assess_sent_page *s = NEW(cx->arena, struct assess_sent_page);
    struct view              v = view_in(cx->arena, cx->lang);
    int64_t                  stage, nth;

    TRY(assess_page_of(cx, rq, &s->p));
    if (!str_int64(rq->arg[2], &stage) || !str_int64(rq->arg[3], &nth) || nth < 1)
        return no_such(cx);
    TRY(assess_frozen_of(cx, &s->p.x, stage, nth, &s->sent));
    if (!assess_thaw(cx->arena, s->sent.frozen, &s->frozen))
        return no_such(cx);
    TRY(with_before(cx, s, stage, nth, &s->frozen));
    if (rq->wants != AS_HTML) {
        reply_json(cx, rp, assess_sent_json, s);
        return NULL;
    }
    assess_sent_view(&v, s);
    assess_crumbs(cx, rp, &s->p);
    reply_page(rp, MSG("What was sent"), &v);
    return NULL;
}
