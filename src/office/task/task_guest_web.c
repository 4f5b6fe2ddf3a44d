/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* task_guest_web.c — what a link opens: its items, and the form that answers them. */
#include "base/arena.h"
#include "ground/post/post_holding.h"
#include "office/task/task_page.h"
#include "office/task/task_view.h"

/* One calm page for what is wrong and what has ended; a search engine is given nothing. */
static struct err *
begin(struct cx *cx, const struct request *rq, struct task_guest *g, struct task_page *p)
{
    TRY(task_enter_by_link(cx, rq->arg[0], g));
    p->task = g->task;
    p->today = post_day(g->task.region_code, cx->now_s);
    cx->who = &g->who;
    return str_eq(g->task.thing, S("request"))
         ? task_request_get(cx, g->task.key, &p->request) : NULL;
}

static struct err *
draw(struct cx *cx, struct reply *rp, const struct task_guest *g, struct task_page *p,
     const struct task_saving *typed)
{
    struct view       v = view_in(cx->arena, cx->lang);
    struct task_lines lines;

    TRY(task_lines_by_link(cx, g, &lines));
    if (lines.n > TASK_SHOWN)
        lines.n = TASK_SHOWN;
    TRY(task_sheet_of(cx, &g->task, &lines, typed, &p->sheet));
    p->sheet.by_link = p->sheet.may_write = true;
    task_guest_view(&v, g, p);
    reply_page(rp, MSG("{0}", g->task.title), &v);
    if (p->wrong)
        rp->status = err_status(p->wrong);
    else if (p->sheet.n_faults > 0)
        rp->status = 400;
    return NULL;
}

static void
addresses(struct cx *cx, const struct request *rq, struct task_page *p)
{
    p->sheet.action = str_fmt(cx->arena, "/answer/%.*s", TEXT(rq->arg[0]));
    p->sheet.files = str_fmt(cx->arena, "/answer/%.*s/files", TEXT(rq->arg[0]));
}

/* Whoever is signed in in this browser is again who acts when the page is framed. */
static struct err *
as_guest(struct cx *cx, const struct request *rq, struct reply *rp,
         struct err *(*act)(struct cx *, const struct request *, struct reply *,
                            struct task_guest *, struct task_page *))
{
    const struct who *was = cx->who;
    struct task_guest *g = NEW(cx->arena, struct task_guest);
    struct task_page   p = { 0 };
    struct err        *e = begin(cx, rq, g, &p);

    addresses(cx, rq, &p);
    if (!e)
        e = act(cx, rq, rp, g, &p);
    cx->who = was;
    return e;
}

static struct err *
show(struct cx *cx, const struct request *rq, struct reply *rp, struct task_guest *g,
     struct task_page *p)
{
    (void)rq;
    return draw(cx, rp, g, p, NULL);
}

struct err *
task_guest_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    return as_guest(cx, rq, rp, show);
}

/* ---- answering ------------------------------------------------------------------------------ */

static struct err *
thanks(struct cx *cx, struct reply *rp, const struct task_guest *g)
{
    struct view v = view_in(cx->arena, cx->lang);

    task_thanks_view(&v, g);
    reply_page(rp, MSG("Thank you, your answer is saved"), &v);
    return NULL;
}

static struct err *
save(struct cx *cx, const struct request *rq, struct reply *rp, struct task_guest *g,
     struct task_page *p)
{
    struct task_saving in = { .code = g->task.code };

    task_typed_of(cx, rq->given, &in);
    TRY(task_save_by_link(cx, g, &in));
    if (in.n_faults > 0)
        return draw(cx, rp, g, p, &in);
    if (g->link.is_single)
        return thanks(cx, rp, g);
    reply_done(rp, MSG("Your answer is saved. You may change it until it is approved."));
    reply_see(rp, p->sheet.action);
    return NULL;
}

struct err *
task_guest_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    return as_guest(cx, rq, rp, save);
}

static struct err *
attach(struct cx *cx, const struct request *rq, struct reply *rp, struct task_guest *g,
       struct task_page *p)
{
    struct task_attached file = { .number = query_value(rq->given, S("number")) };
    const struct upload *up = request_file(rq);

    if (up) {
        file.source = (struct document_source){ .fd = up->fd, .name = up->name };
        p->wrong = task_attach_by_link(cx, g, file);
    } else {
        p->wrong = err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "task.no_document",
            .text = MSG("Choose a file."), .where = S("file") });
    }
    if (p->wrong)
        return p->wrong->kind == ERR_INPUT ? draw(cx, rp, g, p, NULL) : p->wrong;
    reply_done(rp, MSG("The file is attached."));
    reply_see(rp, p->sheet.action);
    return NULL;
}

struct err *
task_guest_files_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    return as_guest(cx, rq, rp, attach);
}
