/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* post_hand_web.c — serah terima: the page that hands a post over, and its minutes on paper. */
#include "base/arena.h"
#include "base/money.h"
#include "ground/post/post_page.h"
#include "ground/post/post_part.h"
#include "ground/post/post_view.h"

/* ---- handing over ---------------------------------------------------------------------------- */

/* What the successor will find: who holds it now, what is delegated, drafts, what modules show. */
static struct err *
work_of(struct cx *cx, const struct post_record *r, struct html *out)
{
    struct view v = view_in(cx->arena, cx->lang);
    struct html work;

    TRY(panels_draw(cx, "post.work", r->post.id.n, &work));
    post_work_view(&v, r, work);
    *out = view_html(&v);
    return NULL;
}

static struct err *
hand_reply(struct cx *cx, struct reply *rp, const struct post_record *r,
           struct post_form_page *page)
{
    page->title = MSG("Hand over this post");
    page->about = r->post.title;
    page->lead = MSG("One step ends the holder, begins the successor and leaves all open work with "
                     "the post. What was decided until then keeps the name of then.");
    page->form = &post_hand_form;
    page->action = str_fmt(cx->arena, "/posts/%.*s/hand-over", TEXT(r->post.code));
    page->button = N_("Hand over");
    TRY(work_of(cx, r, &page->before));
    post_form_reply(cx, rp, page);
    post_crumbs(cx, rp, &r->post);
    return NULL;
}

struct err *
post_hand_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct post_record    r;
    struct post_hand_form values = { 0 };
    struct post_form_page page = { .values = &values };

    TRY(post_record_get(cx, rq->arg[0], &r));
    TRY(post_must_hand_over(cx, &r.post));
    values.on = post_day(r.post.region_code, cx->now_s);
    return hand_reply(cx, rp, &r, &page);
}

/* The choices of the form leave Plh. out. */
static enum hold_as
held_as(int32_t choice)
{
    static const enum hold_as as[] = { HOLD_DEFINITIVE, HOLD_PLT, HOLD_PJ };

    return as[choice];
}

struct err *
post_hand_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct post_hand_form *f = rq->form;
    struct post_form_page page = {
        .values = f, .faults = *rq->faults, .form = &post_hand_form };
    struct post_record           r;
    struct post_hold_id          id = { 0 };
    int64_t                      moved;
    struct post_handover         in = {
        .as = held_as(f->as), .on = f->on, .until = f->until, .decree = f->decree, .why = f->why };

    TRY(post_record_get(cx, rq->arg[0], &r));
    TRY(post_must_hand_over(cx, &r.post));
    in.post = r.post.id;
    if (page.faults.n > 0)
        return hand_reply(cx, rp, &r, &page);
    struct err *e = post_person_of(cx, f->person, &in.to);

    e = post_form_take(cx, &page, e ? e : post_hand_over(cx, &in, &id, &moved));
    if (e || page.faults.n > 0)
        return e ? e : hand_reply(cx, rp, &r, &page);
    reply_see(rp, str_fmt(cx->arena, "/posts/%.*s/hand-over/%lld", TEXT(r.post.code),
                          (long long)id.n));
    reply_done(rp, MSG("The post is handed over. Print these minutes; both sign them."));
    return NULL;
}

/* ---- minutes (berita acara) ------------------------------------------------------------------ */

static const struct post_holder *
holder_by(const struct post_record *r, int64_t id)
{
    for (size_t i = 0; i < r->n; i++)
        if (r->holder[i].id.n == id)
            return &r->holder[i];
    return NULL;
}

/* Both who sign the minutes read them, whatever post they have by now. */
static bool
signs(const struct cx *cx, const struct post_minutes *m)
{
    return m->from && cx->who->kind == WHO_PERSON
        && (cx->who->account_id == m->from->account.n || cx->who->account_id == m->to->account.n);
}

struct err *
post_minutes_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct post_record  r;
    struct post_minutes m = { .post = &r.post };
    struct view         v = view_in(cx->arena, cx->lang);
    int64_t             id = 0;

    TRY(post_record_find(cx, rq->arg[0], &r));
    str_int64(rq->arg[1], &id);
    m.to = holder_by(&r, id);
    m.from = m.to ? holder_by(&r, m.to->follows.n) : NULL;
    if (!signs(cx, &m))
        TRY(must(cx, MAY_READ_WORK, post_scope(&r.post)));
    if (!m.from)
        return err_of(cx->arena, (struct err){ .kind = ERR_MISSING, .code = "post.no_hand_over",
            .text = MSG("Nothing was handed over there.") });
    m.moved = m.to->moved;
    m.moved_text = int_text(cx->arena, cx->lang, m.moved);
    post_minutes_view(&v, &m);
    if (may(cx, MAY_READ_WORK, post_scope(&r.post)))
        post_crumbs(cx, rp, &r.post);
    reply_page(rp, MSG("Minutes of the hand-over: {0}", r.post.title), &v);
    return NULL;
}
