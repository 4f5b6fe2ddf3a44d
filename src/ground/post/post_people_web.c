/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* post_people_web.c — /people: who holds posts within reach; invitations, codes, sessions. */
#include "base/arena.h"
#include "base/money.h"
#include "ground/post/post_page.h"
#include "ground/post/post_part.h"
#include "ground/post/post_view.h"

enum { PAGE_ROWS = 50, DATA_ROWS = 20000 };

struct people_query { int64_t page; };

static const struct field query_fields[] = {
    FIELD(struct people_query, page, F_INT, .min = 1, .max = 1000, .label = N_("Page")),
};
const struct form post_people_form = FORM(struct people_query, query_fields);

static struct str
person_href(struct cx *cx, struct identity_account_id id)
{
    return str_fmt(cx->arena, "/people/%lld", (long long)id.n);
}

/* ---- the list -------------------------------------------------------------------------------- */

static struct err *
people_page(struct cx *cx, struct post_people_page *p, int64_t page, struct reply *rp)
{
    struct view v = view_in(cx->arena, cx->lang);

    p->total_text = int_text(cx->arena, cx->lang, p->list.total);
    if (page > 1)
        p->previous = str_fmt(cx->arena, "/people?page=%jd", (intmax_t)page - 1);
    if (page * PAGE_ROWS < p->list.total)
        p->next = str_fmt(cx->arena, "/people?page=%jd", (intmax_t)page + 1);
    p->may_invite = may_somewhere(cx, MAY_MANAGE_ACCOUNT);
    post_people_view(&v, p);
    reply_page(rp, MSG("People"), &v);
    return NULL;
}

struct err *
post_people_index_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct people_query *q = rq->form;
    bool                       page = rq->wants == AS_HTML;
    int64_t                    number = q->page ? q->page : 1;
    struct post_people_page    p = { 0 };

    TRY(form_err(cx->arena, rq->faults));
    TRY(post_people_of(cx, page ? (number - 1) * PAGE_ROWS : 0, page ? PAGE_ROWS : DATA_ROWS,
                       &p.list));
    if (page)
        return people_page(cx, &p, number, rp);
    struct table t = post_people_table(cx->arena, &p.list);

    journal_exported(cx, "account", S("list"), post_own_scope(cx), (struct subject_id){ 0 });
    reply_table(cx, rq, rp, &t);
    return NULL;
}

/* ---- one person ------------------------------------------------------------------------------ */

static struct err *
profile_of(struct cx *cx, const struct post_one *one, struct identity_profile *profile)
{
    struct identity_account account;

    TRY(identity_get(cx, one->account, &account));
    TRY(identity_profile(cx, &account, profile));
    journal_read(cx, "account", str_int(cx->arena, one->account.n), post_own_scope(cx),
                 one->subject);
    return NULL;
}

static bool
is_erased(const struct post_one *one)
{
    return !str_is_known(one->name) && str_eq(one->state, S("ended"));
}

/* Whether the reader may help, and if not, why. */
static void
help_of(struct cx *cx, struct post_person_page *p)
{
    struct err *e = must_somewhere(cx, MAY_MANAGE_ACCOUNT);

    if (!e)
        e = post_must_rule(cx, p->one.account);
    p->is_erased = is_erased(&p->one);
    p->may_help = !e && !str_eq(p->one.state, S("ended"));
    p->may_erase = !p->is_erased && !post_must_erase(cx, p->one.account);
    if (e)
        p->why_not = e->text;
    else if (!p->may_help)
        p->why_not = MSG("This account has ended; nobody signs in with it any more.");
}

struct err *
post_person_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct post_person_page p = { 0 };
    int64_t                 id = 0;

    str_int64(rq->arg[0], &id);
    TRY(post_one_get(cx, (struct identity_account_id){ id }, &p.one));
    TRY(profile_of(cx, &p.one, &p.profile));
    if (rq->wants != AS_HTML) {
        reply_json(cx, rp, post_one_json, &p);
        return NULL;
    }
    struct view v = view_in(cx->arena, cx->lang);

    help_of(cx, &p);
    post_person_view(&v, &p);
    reply_crumb(rp, S("/people"), MSG("People"));
    reply_page(rp, str_is_known(p.one.name) ? MSG("{0}", p.one.name) : MSG("An erased person"), &v);
    return NULL;
}

/* ---- the code, shown once -------------------------------------------------------------------- */

static struct err *
code_reply(struct cx *cx, struct reply *rp, const struct post_code_page *code)
{
    struct view v = view_in(cx->arena, cx->lang);

    post_code_view(&v, code);
    reply_crumb(rp, S("/people"), MSG("People"));
    reply_page(rp, MSG("One-time code for {0}", code->name), &v);
    return NULL;
}

static struct err *
why_reply(struct cx *cx, struct reply *rp, const struct post_one *one, struct post_form_page *page)
{
    page->form = &post_why_form;
    page->about = str_is_known(one->name) ? one->name : S("—");
    post_form_reply(cx, rp, page);
    reply_crumb(rp, S("/people"), MSG("People"));
    return NULL;
}

static struct err *
one_of(struct cx *cx, const struct request *rq, struct post_one *one)
{
    int64_t id = 0;

    str_int64(rq->arg[0], &id);
    TRY(post_one_get(cx, (struct identity_account_id){ id }, one));
    return post_must_rule(cx, one->account);
}

struct err *
post_code_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct post_why_form *f = rq->form;
    struct post_form_page       page = { .values = f, .faults = *rq->faults };
    struct post_one             one = { .account = { 0 } };
    struct post_code_page       code = { 0 };
    struct identity_profile     profile;

    TRY(one_of(cx, rq, &one));
    page.title = MSG("Give a one-time code");
    page.action = str_fmt(cx->arena, "/people/%lld/code", (long long)one.account.n);
    page.button = N_("Give a one-time code");
    if (page.faults.n > 0)
        return why_reply(cx, rp, &one, &page);
    TRY(post_give_code(cx, one.account, f->why, &code.code));
    TRY(profile_of(cx, &one, &profile));
    code.name = profile.name;
    code.login = profile.login;
    code.is_new = str_eq(one.state, S("invited"));
    code.href = person_href(cx, one.account);
    return code_reply(cx, rp, &code);
}

struct err *
post_sessions_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct post_why_form *f = rq->form;
    struct post_form_page       page = { .values = f, .faults = *rq->faults };
    struct post_one             one = { .account = { 0 } };

    TRY(one_of(cx, rq, &one));
    page.title = MSG("End all sessions");
    page.action = str_fmt(cx->arena, "/people/%lld/sessions", (long long)one.account.n);
    page.button = N_("End all sessions");
    if (page.faults.n > 0)
        return why_reply(cx, rp, &one, &page);
    TRY(post_end_sessions(cx, one.account, f->why));
    reply_see(rp, person_href(cx, one.account));
    reply_done(rp, MSG("All sessions of this account are ended."));
    return NULL;
}

/* ---- the end --------------------------------------------------------------------------------- */

static struct err *
ended_already(struct cx *cx, struct msg text)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "post.ended",
        .text = text, .hint = MSG("Somebody who returns gets a new account.") });
}

/* Whose account it is; who it is about is read, and told. */
static struct err *
ending_of(struct cx *cx, const struct request *rq, struct post_person_page *p)
{
    TRY(one_of(cx, rq, &p->one));
    return profile_of(cx, &p->one, &p->profile);
}

static struct err *
last_reply(struct cx *cx, struct reply *rp, const struct post_person_page *p,
           struct post_form_page *page)
{
    page->about = p->one.name;
    page->warns = true;
    post_form_reply(cx, rp, page);
    reply_crumb(rp, S("/people"), MSG("People"));
    reply_crumb(rp, person_href(cx, p->one.account), MSG("{0}", page->about));
    return NULL;
}

static struct err *
end_reply(struct cx *cx, struct reply *rp, const struct post_person_page *p,
          struct post_form_page *page)
{
    struct view v = view_in(cx->arena, cx->lang);

    if (str_eq(p->one.state, S("ended")))
        return ended_already(cx, MSG("This account has ended already."));
    post_end_means_view(&v, p);
    page->before = view_html(&v);
    page->title = MSG("End this account");
    page->form = &post_why_form;
    page->action = str_fmt(cx->arena, "/people/%lld/end", (long long)p->one.account.n);
    page->button = N_("End the account");
    return last_reply(cx, rp, p, page);
}

struct err *
post_account_end_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct post_why_form    values = { 0 };
    struct post_form_page   page = { .values = &values };
    struct post_person_page p;

    TRY(ending_of(cx, rq, &p));
    return end_reply(cx, rp, &p, &page);
}

struct err *
post_account_end_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct post_why_form *f = rq->form;
    struct post_form_page       page = { .values = f, .faults = *rq->faults };
    struct post_person_page     p;

    TRY(ending_of(cx, rq, &p));
    if (page.faults.n > 0)
        return end_reply(cx, rp, &p, &page);
    TRY(post_end_account(cx, p.one.account, f->why));
    reply_see(rp, person_href(cx, p.one.account));
    reply_done(rp, MSG("The account has ended, and with it the posts that it held."));
    return NULL;
}

static struct err *
erase_reply(struct cx *cx, struct reply *rp, const struct post_person_page *p,
            struct post_form_page *page)
{
    struct view v = view_in(cx->arena, cx->lang);

    if (is_erased(&p->one))
        return ended_already(cx, MSG("This person's data is erased already."));
    post_erase_means_view(&v, p);
    page->before = view_html(&v);
    page->title = MSG("Erase this person's data");
    page->form = &post_erase_form;
    page->action = str_fmt(cx->arena, "/people/%lld/erase", (long long)p->one.account.n);
    page->button = N_("Erase the data and end the account");
    return last_reply(cx, rp, p, page);
}

struct err *
post_erase_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct post_erase_form  values = { 0 };
    struct post_form_page   page = { .values = &values };
    struct post_person_page p;

    TRY(ending_of(cx, rq, &p));
    TRY(post_must_erase(cx, p.one.account));
    return erase_reply(cx, rp, &p, &page);
}

static struct err *
not_understood(struct cx *cx)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_INPUT, .code = "post.understood", .where = S("understood"),
        .text = MSG("Say that you want it, or leave it as it is."),
    });
}

struct err *
post_erase_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct post_erase_form *f = rq->form;
    struct post_form_page page = {
        .values = f, .faults = *rq->faults, .form = &post_erase_form };
    struct post_person_page       p;

    TRY(ending_of(cx, rq, &p));
    if (is_erased(&p.one))
        return erase_reply(cx, rp, &p, &page);
    if (!f->understood)
        TRY(post_form_take(cx, &page, not_understood(cx)));
    if (page.faults.n > 0)
        return erase_reply(cx, rp, &p, &page);
    TRY(post_erase_person(cx, p.one.account, f->why));
    reply_see(rp, person_href(cx, p.one.account));
    reply_done(rp, MSG("The person's data is erased and the account has ended."));
    return NULL;
}

/* ---- invite ---------------------------------------------------------------------------------- */

static struct err *
invite_reply(struct cx *cx, struct reply *rp, struct post_form_page *page)
{
    page->title = MSG("Invite a person into a post");
    page->lead = mail_can(cx)
        ? MSG("This makes the account and gives it its first post. A one-time code goes to the "
              "email, and you are shown it too.")
        : MSG("This makes the account and gives it its first post. You are shown a one-time "
              "code; hand it to the person yourself.");
    page->form = &post_invite_form;
    page->action = S("/people/new");
    page->button = N_("Invite");
    post_form_reply(cx, rp, page);
    reply_crumb(rp, S("/people"), MSG("People"));
    return NULL;
}

struct err *
post_invite_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct post_invite_form values = { 0 };
    struct post_form_page   page = { .values = &values };

    values.from = post_day(post_own_scope(cx).region, cx->now_s);
    values.post = query_value(rq->given, S("post"));
    return invite_reply(cx, rp, &page);
}

static struct err *
invite(struct cx *cx, const struct post_invite_form *f, struct post_invited *out)
{
    struct post        post;
    struct post_invite in = {
        .person = { .login = f->login, .name = f->name, .email = f->email, .phone = f->phone },
        .assign = { .from = f->from, .to = f->to, .decree = f->decree, .why = f->why },
    };
    struct err        *e = post_get(cx, f->post, &post);

    if (e) {
        e->where = S("post");
        return e;
    }
    in.assign.post = post.id;
    return post_invite(cx, &in, out);
}

struct err *
post_invite_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct post_invite_form *f = rq->form;
    struct post_form_page page = {
        .values = f, .faults = *rq->faults, .form = &post_invite_form };
    struct post_invited   made = { .is_mailed = false };
    struct post_code_page code = { .name = f->name, .login = f->login, .is_new = true };

    if (page.faults.n > 0)
        return invite_reply(cx, rp, &page);
    struct err *e = post_form_take(cx, &page, invite(cx, f, &made));

    if (e || page.faults.n > 0)
        return e ? e : invite_reply(cx, rp, &page);
    code.code = made.code;
    code.mailed_to = made.is_mailed ? f->email : S("");
    code.href = person_href(cx, made.id);
    return code_reply(cx, rp, &code);
}
