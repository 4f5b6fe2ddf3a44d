/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* task_step_web.c — approving, returning, dropping, more time; links given and taken back. */
#include "base/arena.h"
#include "ground/mail/mail.h"
#include "office/task/task_page.h"

static struct str
given(const struct request *rq, const char *name)
{
    struct str value = query_value(rq->given, str_of(name));

    return str_is_known(value) ? str_trim(value) : S("");
}

/* The reason as one line: line ends do not belong into the journal's sentences. */
static struct task_wish
wish_of(const struct request *rq)
{
    struct task_wish wish = { .code = rq->arg[0], .why = str_part(given(rq, "why"), 0, 1000) };

    if (!str_int64(given(rq, "version"), &wish.version) || wish.version < 0)
        wish.version = 0;
    return wish;
}

struct err *
task_approve_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    return task_after(cx, rp, rq->arg[0], task_approve(cx, wish_of(rq)),
                      MSG("Approved. Its answers and documents stay as they are."));
}

struct err *
task_return_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    return task_after(cx, rp, rq->arg[0], task_return(cx, wish_of(rq)),
                      MSG("Returned, with your reason."));
}

struct err *
task_drop_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    return task_after(cx, rp, rq->arg[0], task_drop(cx, wish_of(rq)), MSG("Dropped."));
}

struct err *
task_wish_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct date until = { 0 };

    if (!date_parse(given(rq, "until"), &until))
        until = (struct date){ 0 };
    return task_after(cx, rp, rq->arg[0], task_extend_ask(cx, wish_of(rq), until),
                      MSG("More time is asked for. Until it is granted the old day holds."));
}

struct err *
task_decide_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    bool grants = str_eq(given(rq, "do"), S("grant"));

    return task_after(cx, rp, rq->arg[0], task_extend_decide(cx, wish_of(rq), grants),
                      grants ? MSG("The new day is granted.") : MSG("More time is refused."));
}

/* ---- links ---------------------------------------------------------------------------------- */

/* Told this once, on the page that answers the form: it is never in an address of ours. */
static struct err *
show_link(struct cx *cx, struct reply *rp, struct str code, struct str token)
{
    struct str       path = str_fmt(cx->arena, "/answer/%.*s", TEXT(token));
    struct str       link = mail_link(cx, path);
    struct task_page p = { .token_link = str_is_known(link) ? link : path };

    TRY(task_page_of(cx, code, &p));
    return task_draw(cx, rp, &p, 0, NULL);
}

static struct err *
must_name(struct cx *cx, struct str name)
{
    if (name.n >= 2 && name.n <= 200)
        return NULL;
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "task.link_name",
        .text = MSG("Write for whom the link is."), .where = S("name") });
}

struct err *
task_link_give_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct task_link_new new = { .code = rq->arg[0], .name = given(rq, "name"),
        .items = given(rq, "items"), .is_single = given(rq, "single").n > 0 };
    struct str   token;
    int64_t      days = 0;
    struct err  *e;

    if (str_int64(given(rq, "days"), &days) && days > 0 && days <= TASK_LINK_DAYS_MAX)
        new.days = (int32_t)days;
    e = must_name(cx, new.name);
    if (!e)
        e = task_link_give(cx, &new, &token);
    return e ? task_after(cx, rp, rq->arg[0], e, MSG_NONE)
             : show_link(cx, rp, rq->arg[0], token);
}

struct err *
task_link_revoke_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    int64_t nth = 0;

    str_int64(rq->arg[1], &nth);
    return task_after(cx, rp, rq->arg[0], task_link_revoke(cx, rq->arg[0], nth),
                      MSG("The link is taken back."));
}
