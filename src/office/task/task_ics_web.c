/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* task_ics_web.c — a task as a calendar file; /agenda: the secret address of a post's tasks. */
#include "base/arena.h"
#include "ground/mail/mail.h"
#include "office/task/task_ics.h"
#include "office/task/task_ics_view.h"
#include "office/task/task_page.h"

static void
reply_ics(struct reply *rp, struct str text)
{
    rp->type = S("text/calendar; charset=utf-8");
    rp->body = text;
}

struct err *
task_ics_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct task t;
    struct str  text;

    TRY(task_get(cx, rq->arg[0], &t));
    TRY(task_ics_of(cx, &t, 1, &text));
    reply_ics(rp, text);
    return NULL;
}

struct err *
task_agenda_file(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct str text;

    TRY(task_agenda_read(cx, rq->arg[0], &text));
    reply_ics(rp, text);
    return NULL;
}

static struct err *
draw(struct cx *cx, struct reply *rp, struct str token)
{
    struct view v = view_in(cx->arena, cx->lang);
    struct str  path = str_fmt(cx->arena, "/agenda/%.*s", TEXT(token)), link;
    bool        is;

    TRY(task_agenda_is(cx, &is));
    link = mail_link(cx, path);
    task_agenda_view(&v, is, token.n == 0 ? S("") : str_is_known(link) ? link : path,
                     cx->who->post.title);
    reply_crumb(rp, S("/tasks"), MSG("Outstanding"));
    reply_page(rp, MSG("Agenda"), &v);
    return NULL;
}

struct err *
task_agenda_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    (void)rq;
    return draw(cx, rp, S(""));
}

/* The address is told once, in the answer itself: it stands in no address line and no history. */
struct err *
task_agenda_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct str token = S("");

    if (str_is_known(query_value(rq->given, S("end")))) {
        TRY(task_agenda_take_back(cx));
        reply_done(rp, MSG("The address is taken back."));
        reply_see(rp, S("/agenda"));
        return NULL;
    }
    TRY(task_agenda_give(cx, &token));
    return draw(cx, rp, token);
}
