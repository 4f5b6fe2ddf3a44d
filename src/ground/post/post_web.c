/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* post_web.c — /posts: the list, one post, a new one; giving, lending, ending it, acting in it. */
#include "base/arena.h"
#include "base/money.h"
#include "ground/journal/journal.h"
#include "ground/post/post_edit.h"
#include "ground/post/post_page.h"
#include "ground/post/post_part.h"
#include "ground/post/post_view.h"

enum { PAGE_ROWS = 100, DATA_ROWS = 20000 };

struct post_query { int32_t kind; struct str within; int64_t page; };

static const struct field query_fields[] = {
    FIELD(struct post_query, kind,   F_CHOICE, .choices = post_kind_choices, .label = N_("Kind")),
    FIELD(struct post_query, within, F_TEXT, .max = 13, .label = N_("Within (code)")),
    FIELD(struct post_query, page,   F_INT, .min = 1, .max = 1000, .label = N_("Page")),
};
const struct form post_query_form = FORM(struct post_query, query_fields);

/* ---- the list -------------------------------------------------------------------------------- */

/* The form's struct keeps 0 where no kind was given, and that is the first kind: the pairs tell. */
static int32_t
kind_given(const struct request *rq, const struct post_query *q)
{
    struct str given = query_value(rq->given, S("kind"));

    return given.n > 0 ? q->kind : -1;
}

static struct str
list_href(struct arena *a, const struct post_listing *l, int64_t page)
{
    struct str kind = l->kind < 0 ? S("")
                    : str_fmt(a, "kind=%s&", post_kind_choices[l->kind].value);

    return str_fmt(a, "/posts?%.*swithin=%.*s&page=%lld", TEXT(kind), TEXT(l->within),
                   (long long)page);
}

static struct err *
index_page(struct cx *cx, struct post_listing *l, int64_t page, struct reply *rp)
{
    struct view v = view_in(cx->arena, cx->lang);

    l->total_text = int_text(cx->arena, cx->lang, l->list.total);
    if (page > 1)
        l->previous = list_href(cx->arena, l, page - 1);
    if (page * PAGE_ROWS < l->list.total)
        l->next = list_href(cx->arena, l, page + 1);
    l->may_add = may_somewhere(cx, MAY_ASSIGN_POST);
    post_list_view(&v, l);
    reply_page(rp, MSG("Posts"), &v);
    return NULL;
}

struct err *
post_index_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct post_query *q = rq->form;
    bool                     page = rq->wants == AS_HTML;
    int64_t                  number = q->page ? q->page : 1;
    struct post_listing      l = { .kind = kind_given(rq, q) };

    TRY(form_err(cx->arena, rq->faults));
    l.within = q->within.n ? q->within : S("");
    TRY(post_list_of(cx, (struct post_filter){
        .kind = (enum post_kind)(l.kind + 1), .within = l.within,
        .after = page ? (number - 1) * PAGE_ROWS : 0, .most = page ? PAGE_ROWS : DATA_ROWS },
        &l.list));
    if (page)
        return index_page(cx, &l, number, rp);
    struct table t = post_table(cx->arena, &l.list);

    journal_exported(cx, "post", S("list"), post_own_scope(cx), (struct subject_id){ 0 });
    reply_table(cx, rq, rp, &t);
    return NULL;
}

/* ---- one post -------------------------------------------------------------------------------- */

void
post_crumbs(struct cx *cx, struct reply *rp, const struct post *post)
{
    reply_crumb(rp, S("/posts"), MSG("Posts"));
    if (post)
        reply_crumb(rp, post_href(cx->arena, post->code), MSG("{0}", post->title));
}

static bool
may_assign(const struct cx *cx, const struct post *post)
{
    return may(cx, MAY_ASSIGN_POST, post_scope(post))
        && (cx->who->kind != WHO_PERSON
            || post_may_assign(cx->who->post.kind, post_kind_of(post->kind)));
}

static bool
is_closed(const struct cx *cx, const struct post *post)
{
    struct date last = post_last_day(post);

    return last.year && date_cmp(last, post_day(post->region_code, cx->now_s)) < 0;
}

static struct post_acts
acts_of(const struct cx *cx, const struct post_record *r)
{
    bool own = cx->who->kind == WHO_PERSON && cx->who->post.post_id == r->post.id.n
            && may(cx, MAY_HAND_OVER, post_scope(&r->post));
    bool held = false;

    if (is_closed(cx, &r->post))
        return (struct post_acts){ .assign = false };
    for (size_t i = 0; i < r->n; i++)
        held |= r->holder[i].now && r->holder[i].as != HOLD_DELEGATED;
    return (struct post_acts){
        .assign = may_assign(cx, &r->post),
        .hand_over = held && (own || may_assign(cx, &r->post)),
        .delegate = own && post_can_act_for(post_kind_of(r->post.kind)),
        .invite = !held && may_assign(cx, &r->post)
               && may(cx, MAY_MANAGE_ACCOUNT, post_scope(&r->post)),
    };
}

static struct err *
show_page(struct cx *cx, const struct post_record *r, struct reply *rp)
{
    struct post_record_page page = { .record = r, .acts = acts_of(cx, r) };
    struct view             v = view_in(cx->arena, cx->lang);

    for (size_t i = 0; i < r->n; i++)
        page.n_now += r->holder[i].now;
    page.last_day = post_last_day(&r->post);
    page.is_closed = is_closed(cx, &r->post);
    if (may_assign(cx, &r->post))
        TRY(post_changes_of(cx, &r->post, &page.changes));
    TRY(journal_history(cx, &(struct journal_topic){
        .thing = "post", .key = r->post.code, .scope = post_scope(&r->post) },
        &page.history));
    post_record_view(&v, &page);
    post_crumbs(cx, rp, NULL);
    reply_page(rp, MSG("{0}", r->post.title), &v);
    return NULL;
}

struct err *
post_show_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct post_record r;

    TRY(post_record_get(cx, rq->arg[0], &r));
    if (rq->wants == AS_HTML)
        return show_page(cx, &r, rp);
    reply_json(cx, rp, post_record_json, &r);
    return NULL;
}

/* ---- a new post ------------------------------------------------------------------------------ */

static struct err *
new_reply(struct cx *cx, struct reply *rp, struct post_form_page *page)
{
    page->title = MSG("A new post");
    page->lead = MSG("A post is a chair: it has its rights and its open work, whoever sits on it.");
    page->form = &post_new_form;
    page->action = S("/posts/new");
    page->button = N_("Make the post");
    post_form_reply(cx, rp, page);
    post_crumbs(cx, rp, NULL);
    return NULL;
}

struct err *
post_new_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct post_new_form  values = { .kind = -1 };
    struct post_form_page page = { .values = &values };

    (void)rq;
    return new_reply(cx, rp, &page);
}

struct err *
post_new_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct post_new_form *f = rq->form;
    struct post_form_page page = {
        .values = f, .faults = *rq->faults, .form = &post_new_form };
    struct post_new             in = {
        .kind = (enum post_kind)(f->kind + 1), .title = f->title,
        .region_code = f->region_code, .org_code = f->org_code,
    };
    struct post_id              id;
    struct post                 post;
    bool                        found;

    if (page.faults.n > 0)
        return new_reply(cx, rp, &page);
    struct err *e = post_form_take(cx, &page, post_add(cx, &in, &id));

    if (e || page.faults.n > 0)
        return e ? e : new_reply(cx, rp, &page);
    TRY(post_by_id(cx, id, &post, &found));
    reply_see(rp, post_href(cx->arena, post.code));
    reply_done(rp, MSG("The post is there. Now say who holds it."));
    return NULL;
}

/* ---- giving it ------------------------------------------------------------------------------- */

static struct err *
assign_reply(struct cx *cx, struct reply *rp, const struct post *post, struct post_form_page *page)
{
    page->title = MSG("Who holds this post");
    page->about = post->title;
    page->form = &post_assign_form;
    page->action = str_fmt(cx->arena, "/posts/%.*s/assign", TEXT(post->code));
    page->button = N_("Give the post");
    post_form_reply(cx, rp, page);
    post_crumbs(cx, rp, post);
    return NULL;
}

struct err *
post_assign_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct post             post;
    struct post_assign_form values = { 0 };
    struct post_form_page   page = { .values = &values };

    TRY(post_get(cx, rq->arg[0], &post));
    TRY(post_must_assign(cx, &post));
    values.from = post_day(post.region_code, cx->now_s);
    return assign_reply(cx, rp, &post, &page);
}

struct err *
post_assign_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct post_assign_form *f = rq->form;
    struct post_form_page page = {
        .values = f, .faults = *rq->faults, .form = &post_assign_form };
    struct post                    post;
    struct post_hold_id            id;
    struct post_assign             in = {
        .as = (enum hold_as)f->as, .from = f->from, .to = f->to, .decree = f->decree,
        .why = f->why,
    };

    TRY(post_get(cx, rq->arg[0], &post));
    TRY(post_must_assign(cx, &post));
    in.post = post.id;
    if (page.faults.n > 0)
        return assign_reply(cx, rp, &post, &page);
    struct err *e = post_person_of(cx, f->person, &in.account);

    e = post_form_take(cx, &page, e ? e : post_assign(cx, &in, &id));
    if (e || page.faults.n > 0)
        return e ? e : assign_reply(cx, rp, &post, &page);
    reply_see(rp, post_href(cx->arena, post.code));
    reply_done(rp, MSG("The post is given."));
    return NULL;
}

/* ---- lending it ------------------------------------------------------------------------------ */

static struct err *
lend_reply(struct cx *cx, struct reply *rp, const struct post *post, struct post_form_page *page)
{
    page->title = MSG("Delegate this post");
    page->about = post->title;
    page->lead = MSG("The other acts on your behalf (a.n.) until the last day, then it ends by "
                     "itself. You keep the post and answer for it. Giving posts and accounts stays "
                     "with you.");
    page->form = &post_lend_form;
    page->action = str_fmt(cx->arena, "/posts/%.*s/delegate", TEXT(post->code));
    page->button = N_("Delegate");
    post_form_reply(cx, rp, page);
    post_crumbs(cx, rp, post);
    return NULL;
}

struct err *
post_lend_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct post           post;
    struct post_lend_form values = { 0 };
    struct post_form_page page = { .values = &values };

    TRY(post_get(cx, rq->arg[0], &post));
    TRY(post_must_hold(cx, &post));
    values.from = post_day(post.region_code, cx->now_s);
    return lend_reply(cx, rp, &post, &page);
}

struct err *
post_lend_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct post_lend_form *f = rq->form;
    struct post_form_page page = {
        .values = f, .faults = *rq->faults, .form = &post_lend_form };
    struct post                  post;
    struct post_hold_id          id;
    struct post_assign           in = {
        .from = f->from, .to = f->to, .decree = f->decree, .why = f->why };

    TRY(post_get(cx, rq->arg[0], &post));
    TRY(post_must_hold(cx, &post));
    in.post = post.id;
    if (page.faults.n > 0)
        return lend_reply(cx, rp, &post, &page);
    struct err *e = post_person_of(cx, f->person, &in.account);

    e = post_form_take(cx, &page, e ? e : post_delegate(cx, &in, &id));
    if (e || page.faults.n > 0)
        return e ? e : lend_reply(cx, rp, &post, &page);
    reply_see(rp, post_href(cx->arena, post.code));
    reply_done(rp, MSG("The post is delegated."));
    return NULL;
}

/* ---- ending a hold --------------------------------------------------------------------------- */

/* The hold that the address names, of this post. */
static struct err *
hold_of(struct cx *cx, const struct request *rq, struct post_record *r, struct post_holder *hold)
{
    int64_t id = 0;

    TRY(post_record_get(cx, rq->arg[0], r));
    str_int64(rq->arg[1], &id);
    for (size_t i = 0; i < r->n; i++)
        if (r->holder[i].id.n == id) {
            *hold = r->holder[i];
            return NULL;
        }
    return err_of(cx->arena, (struct err){ .kind = ERR_MISSING, .code = "post.hold_unknown",
        .text = MSG("There is no such holder of a post.") });
}

static struct err *
end_reply(struct cx *cx, struct reply *rp, const struct post *post, const struct post_holder *h,
          struct post_form_page *page)
{
    page->title = MSG("End what {0} holds",
                      str_is_known(h->name) ? h->name : S("—"));
    page->about = post->title;
    page->lead = MSG("Open work stays with the post. Where a successor is named, hand the post "
                     "over instead.");
    page->form = &post_end_form;
    page->action = str_fmt(cx->arena, "/posts/%.*s/end/%lld", TEXT(post->code),
                           (long long)h->id.n);
    page->button = N_("End it");
    post_form_reply(cx, rp, page);
    post_crumbs(cx, rp, post);
    return NULL;
}

struct err *
post_end_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct post_record    r;
    struct post_holder    h = { .id = { 0 } };
    struct post_end_form  values = { 0 };
    struct post_form_page page = { .values = &values };

    TRY(hold_of(cx, rq, &r, &h));
    values.last_day = post_day(r.post.region_code, cx->now_s);
    return end_reply(cx, rp, &r.post, &h, &page);
}

struct err *
post_end_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct post_end_form *f = rq->form;
    struct post_form_page page = {
        .values = f, .faults = *rq->faults, .form = &post_end_form };
    struct post_record          r;
    struct post_holder          h = { .id = { 0 } };

    TRY(hold_of(cx, rq, &r, &h));
    if (page.faults.n > 0)
        return end_reply(cx, rp, &r.post, &h, &page);
    struct err *e = post_form_take(cx, &page, post_end(cx, h.id, f->last_day, f->why));

    if (e || page.faults.n > 0)
        return e ? e : end_reply(cx, rp, &r.post, &h, &page);
    reply_see(rp, post_href(cx->arena, r.post.code));
    reply_done(rp, MSG("The end is written down."));
    return NULL;
}

/* ---- acting ---------------------------------------------------------------------------------- */

/* Only own pages: "//elsewhere" and a backslash lead out. */
static struct str
safe_page(struct str to)
{
    size_t at;

    if (!str_starts(to, S("/")) || str_starts(to, S("//")) || str_find(to, S("\\"), &at))
        return S("/");
    return to;
}

struct err *
post_act_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct post_act_form *f = rq->form;

    TRY(form_err(cx->arena, rq->faults));
    TRY(post_act(cx, (struct post_id){ f->post_id }));
    reply_see(rp, safe_page(f->to));
    return NULL;
}
