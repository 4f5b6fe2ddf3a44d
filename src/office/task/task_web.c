/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* task_web.c — the board, one task's page, its answers and documents. */
#include "base/arena.h"
#include "ground/journal/journal.h"
#include "ground/post/post_holding.h"
#include "office/dossier/dossier.h"
#include "office/task/task_page.h"
#include "office/task/task_remind.h"
#include "office/task/task_view.h"

/* ---- the board ------------------------------------------------------------------------------ */

static const struct field board_fields[] = {
    FIELD(struct task_board_query, which, F_CHOICE, .choices = task_whiches,
          .label = N_("State")),
    FIELD(struct task_board_query, org,   F_TEXT, .max = 60, .label = N_("Organisation (code)")),
    FIELD(struct task_board_query, thing, F_TEXT, .max = 60, .label = N_("Kind")),
    FIELD(struct task_board_query, mine,  F_FLAG, .label = N_("Only what my post asked for")),
    FIELD(struct task_board_query, after, F_INT, .min = 0, .max = 1000000,
          .label = N_("After so many")),
};
const struct form task_board_form = FORM(struct task_board_query, board_fields);

static const struct field from_fields[] = {
    FIELD(struct task_from_query, from, F_INT, .min = 0, .max = TASK_ITEMS_MAX,
          .label = N_("From which item")),
};
const struct form task_from_form = FORM(struct task_from_query, from_fields);

struct task_filter
task_board_filter(const struct task_board_query *q)
{
    return (struct task_filter){ .org = q->org, .thing = q->thing, .mine = q->mine,
                                 .which = (enum task_which)q->which, .after = q->after };
}

struct err *
task_board_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct task_board_query *q = rq->form;
    struct task_listing l = { .may_ask = may_somewhere(cx, MAY_ASK) };
    struct view         v = view_in(cx->arena, cx->lang);

    TRY(form_err(cx->arena, rq->faults));
    l.filter = task_board_filter(q);
    TRY(task_board_of(cx, l.filter, &l.board));
    if (rq->wants != AS_HTML) {
        struct table t = task_table(cx, &l.board.tasks);
        reply_table(cx, rq, rp, &t);
        return NULL;
    }
    l.words = task_board_words(cx->arena, &l.filter);
    l.thing = NEWS(cx->arena, struct msg, l.board.n_things + 1);
    for (size_t i = 0; i < l.board.n_things; i++)
        l.thing[i] = task_thing_label(cx, l.board.thing[i].thing);
    if (l.board.tasks.more)
        l.next = str_fmt(cx->arena, "/tasks?%.*s&after=%lld", TEXT(l.words),
                         (long long)q->after + TASK_BOARD_MAX);
    task_board_view(&v, &l);
    reply_page(rp, MSG("Outstanding"), &v);
    return NULL;
}

/* ---- one task ------------------------------------------------------------------------------- */

static struct err *
history_of(struct cx *cx, struct task_page *p)
{
    struct journal_topic topic = { "task", p->task.code, task_owes(&p->task) };

    TRY(dossier_link(cx, "task", p->task.code, topic.scope, &p->dossier));
    return journal_history(cx, &topic, &p->history);
}

struct err *
task_chase(struct cx *cx, const struct task *t, struct str *text, struct str *href)
{
    struct task_message m;

    TRY(task_message_of(cx, t, &m));
    *text = task_message_text(cx->arena, &m);
    *href = task_message_href(cx->arena, *text, S(""));
    return NULL;
}

struct err *
task_page_of(struct cx *cx, struct str code, struct task_page *p)
{
    enum task_state state;
    bool            running;

    TRY(task_get(cx, code, &p->task));
    if (str_eq(p->task.thing, S("request")))
        TRY(task_request_get(cx, p->task.key, &p->request));
    TRY(task_extensions_of(cx, &p->task, &p->extension));
    TRY(task_links_of(cx, &p->task, &p->link));
    state = task_state_of(&p->task);
    running = !task_has_ended(state);
    p->today = post_day(p->task.region_code, cx->now_s);
    p->may_answer = may(cx, MAY_ANSWER, task_owes(&p->task));
    p->may_ask = may(cx, MAY_ASK, task_asks(&p->task));
    p->may_judge = state == TASK_ANSWERED && p->request.id.n != 0
                && may(cx, MAY_APPROVE, task_owes(&p->task));
    p->may_extend = p->may_answer && task_is_owed(state) && !str_is_known(p->task.wish);
    p->may_send = p->may_answer && running;
    if (p->may_ask && task_is_owed(state))
        TRY(task_chase(cx, &p->task, &p->chase_text, &p->chase));
    return history_of(cx, p);
}

/* Those of one page: 50 from `from`. */
static struct err *
sheet_part(struct cx *cx, struct task_page *p, int64_t from, const struct task_saving *typed)
{
    struct str        href = task_href(cx->arena, p->task.code);
    struct task_lines lines;
    size_t            first = (size_t)from, all;

    TRY(task_lines_of(cx, &p->task, &lines));
    all = lines.n;
    p->sheet.may_write = p->may_answer && !task_has_ended(task_state_of(&p->task));
    if (first >= all || !p->sheet.may_write)
        first = 0;
    lines.row += first;
    lines.n -= first;
    if (p->sheet.may_write && lines.n > TASK_SHOWN)
        lines.n = TASK_SHOWN;
    TRY(task_sheet_of(cx, &p->task, &lines, typed, &p->sheet));
    p->sheet.action = str_fmt(cx->arena, "%.*s/answers?from=%zu", TEXT(href), first);
    p->sheet.files = str_fmt(cx->arena, "%.*s/documents", TEXT(href));
    if (first > 0)
        p->sheet.back = str_fmt(cx->arena, "%.*s?from=%zu", TEXT(href), first - TASK_SHOWN);
    if (first + lines.n < all)
        p->sheet.on = str_fmt(cx->arena, "%.*s?from=%zu", TEXT(href), first + lines.n);
    return NULL;
}

struct err *
task_draw(struct cx *cx, struct reply *rp, struct task_page *p, int64_t from,
          const struct task_saving *typed)
{
    struct view v = view_in(cx->arena, cx->lang);

    TRY(sheet_part(cx, p, from, typed));
    task_show_view(&v, p);
    reply_crumb(rp, S("/tasks"), MSG("Outstanding"));
    reply_page(rp, MSG("{0}: {1}", p->task.title, task_who(&p->task)), &v);
    if (p->wrong)
        rp->status = err_status(p->wrong);
    else if (p->sheet.n_faults > 0)
        rp->status = 400;
    return NULL;
}

struct err *
task_show_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct task_from_query *q = rq->form;
    struct task_page              p = { 0 };

    TRY(form_err(cx->arena, rq->faults));
    TRY(task_page_of(cx, rq->arg[0], &p));
    if (rq->wants == AS_HTML)
        return task_draw(cx, rp, &p, q->from, NULL);
    p.may_answer = false;               /* all of its items */
    TRY(sheet_part(cx, &p, 0, NULL));
    reply_json(cx, rp, task_json, &p);
    return NULL;
}

/* What is broken is not the reader's to mend; the rest stands on the page. */
struct err *
task_after(struct cx *cx, struct reply *rp, struct str code, struct err *e, struct msg done)
{
    struct task_page p = { .wrong = e };

    if (e && (e->kind == ERR_BROKEN || e->kind == ERR_BUSY || e->kind == ERR_MISSING
              || e->kind == ERR_DENIED || e->kind == ERR_NOBODY))
        return e;
    if (e) {
        TRY(task_page_of(cx, code, &p));
        return task_draw(cx, rp, &p, 0, NULL);
    }
    reply_done(rp, done);
    reply_see(rp, task_href(cx->arena, code));
    return NULL;
}

/* ---- answers -------------------------------------------------------------------------------- */

static struct err *
faulty(struct cx *cx, const struct request *rq, struct reply *rp, const struct task_saving *in)
{
    struct task_page p = { 0 };
    int64_t          from = 0;

    str_int64(query_value(rq->given, S("from")), &from);
    TRY(task_page_of(cx, rq->arg[0], &p));
    return task_draw(cx, rp, &p, from >= 0 && from < TASK_ITEMS_MAX ? from : 0, in);
}

static struct msg
said(struct cx *cx, const struct task_saving *in)
{
    if (in->is_again)
        return MSG("This was saved already; it counts once.");
    if (in->n_saved == 0)
        return MSG("Nothing was different, so nothing is changed.");
    return MSG("{0} answers are saved.", str_fmt(cx->arena, "%zu", in->n_saved));
}

struct err *
task_answer_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct task_saving in = { .code = rq->arg[0] };
    struct err        *e;

    task_typed_of(cx, rq->given, &in);
    e = task_save(cx, &in);
    if (!e && in.n_faults > 0)
        return faulty(cx, rq, rp, &in);
    if (!e && str_eq(query_value(rq->given, S("do")), S("send"))) {
        e = task_send(cx, (struct task_wish){ .code = rq->arg[0] });
        return task_after(cx, rp, rq->arg[0], e, MSG("Saved, and sent for approval."));
    }
    return task_after(cx, rp, rq->arg[0], e, said(cx, &in));
}

/* ---- documents ------------------------------------------------------------------------------ */

static struct err *
nothing_given(struct cx *cx)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "task.no_document",
        .text = MSG("Choose a file, or give the code of a document."), .where = S("file") });
}

struct err *
task_documents_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct upload *file = request_file(rq);
    struct str           number = query_value(rq->given, S("number"));
    struct str           document = str_trim(query_value(rq->given, S("document")));
    struct err          *e;

    if (file)
        e = task_attach(cx, rq->arg[0], (struct task_attached){ .number = number,
            .source = { .fd = file->fd, .name = file->name } });
    else if (document.n == 0)
        e = nothing_given(cx);
    else if (str_eq(query_value(rq->given, S("do")), S("off")))
        e = task_uncite(cx, rq->arg[0], number, document);
    else
        e = task_cite(cx, rq->arg[0], number, document);
    return task_after(cx, rp, rq->arg[0], e, MSG("The documents of item {0} are changed.",
                                                 number));
}

/* ---- what waits, on other pages ------------------------------------------------------------- */

static struct err *
waiting(struct cx *cx, struct html *out)
{
    enum { SHOWN = 5 };
    struct view       v = view_in(cx->arena, cx->lang);
    struct task_board b;
    bool              judges = may_somewhere(cx, MAY_APPROVE);

    *out = HTML("");
    if (!may_somewhere(cx, MAY_READ_WORK) || !(judges || may_somewhere(cx, MAY_ANSWER)))
        return NULL;
    TRY(task_board_of(cx, (struct task_filter){
        .which = judges ? TASKS_RUNNING : TASKS_OWED }, &b));
    if (b.tasks.n == 0)
        return NULL;
    if (b.tasks.n > SHOWN)
        b.tasks.n = SHOWN;
    task_panel_view(&v, &b);
    *out = view_html(&v);
    return NULL;
}

struct err *
task_account_panel(struct cx *cx, int64_t account, struct html *out)
{
    *out = HTML("");
    return cx->who && cx->who->account_id == account ? waiting(cx, out) : NULL;
}

struct err *
task_post_panel(struct cx *cx, int64_t post, struct html *out)
{
    *out = HTML("");
    return cx->who && cx->who->post.post_id == post ? waiting(cx, out) : NULL;
}
