/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* task_paste_web.c — answers pasted as a grid: faults by cell, and nothing pasted is lost. */
#include "base/arena.h"
#include "office/task/task_page.h"
#include "office/task/task_view.h"

static struct err *
draw(struct cx *cx, struct reply *rp, const struct task *t, const struct task_paste *paste)
{
    struct view v = view_in(cx->arena, cx->lang);

    task_paste_view(&v, t, paste, task_mark(cx));
    reply_crumb(rp, S("/tasks"), MSG("Outstanding"));
    reply_crumb(rp, task_href(cx->arena, t->code), MSG("{0}", t->title));
    reply_page(rp, MSG("Paste the answers from a sheet"), &v);
    if (paste->n_faults > 0)
        rp->status = 400;
    return NULL;
}

struct err *
task_paste_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct task_paste paste = { .text = S("") };
    struct task       t;

    TRY(task_get(cx, rq->arg[0], &t));
    TRY(must(cx, MAY_ANSWER, task_owes(&t)));
    return draw(cx, rp, &t, &paste);
}

static void
take_faults(struct cx *cx, const struct task_saving *in, const int64_t *row,
            struct task_paste *paste)
{
    paste->fault = NEWS(cx->arena, struct task_grid_fault, in->n_faults + 1);
    for (size_t i = 0; i < in->n_faults; i++)
        paste->fault[paste->n_faults++] = (struct task_grid_fault){
            .row = row[in->fault[i].row], .text = in->fault[i].text,
            .column = in->fault[i].in_note ? MSG("Note") : MSG("Answer") };
}

static void
nothing_pasted(struct cx *cx, struct task_paste *paste)
{
    paste->fault = NEWS(cx->arena, struct task_grid_fault, 1);
    paste->fault[0] = (struct task_grid_fault){ 1, MSG("Number"), MSG("This must be given.") };
    paste->n_faults = 1;
}

struct err *
task_paste_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct task_saving in = { .code = rq->arg[0], .mark = query_value(rq->given, S("mark")) };
    struct str         text = query_value(rq->given, S("grid"));
    struct task_paste  paste = { .text = str_is_known(text) ? text : S("") };
    struct grid       *grid;
    struct task        t;
    int64_t           *row;

    TRY(task_get(cx, rq->arg[0], &t));
    TRY(task_grid_of_text(cx, paste.text, &grid));
    TRY(task_grid_answers(cx, grid, &in, &row));
    TRY(task_save(cx, &in));
    take_faults(cx, &in, row, &paste);
    if (in.n == 0)
        nothing_pasted(cx, &paste);
    if (paste.n_faults > 0)
        return draw(cx, rp, &t, &paste);
    reply_done(rp, in.is_again ? MSG("This was saved already; it counts once.")
                               : MSG("{0} answers are saved.",
                                     str_fmt(cx->arena, "%zu", in.n_saved)));
    reply_see(rp, task_href(cx->arena, t.code));
    return NULL;
}
