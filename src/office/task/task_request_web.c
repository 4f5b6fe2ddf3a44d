/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* task_request_web.c — requests: the list, who has answered, asking anew. */
#include "base/arena.h"
#include "base/money.h"
#include "ground/journal/journal.h"
#include "ground/org/org.h"
#include "ground/post/post_holding.h"
#include "office/dossier/dossier.h"
#include "office/task/task_page.h"
#include "office/task/task_view.h"
#include "paper/grid.h"

static const struct field copy_fields[] = {
    FIELD(struct task_copy_query, copy, F_TEXT, .max = 60, .label = N_("Request (code)")),
};
const struct form task_copy_form = FORM(struct task_copy_query, copy_fields);

/* ---- the list ------------------------------------------------------------------------------- */

struct err *
task_requests_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct task_from_query *q = rq->form;
    struct task_request_set       set;
    struct view                   v = view_in(cx->arena, cx->lang);
    struct str                    next = S("");

    TRY(form_err(cx->arena, rq->faults));
    TRY(task_requests_of(cx, q->from, &set));
    if (rq->wants != AS_HTML) {
        struct table t = task_requests_table(cx, &set);
        reply_table(cx, rq, rp, &t);
        return NULL;
    }
    if (set.more)
        next = str_fmt(cx->arena, "/requests?from=%lld", (long long)q->from + (int64_t)set.n);
    task_requests_view(&v, &set, may_somewhere(cx, MAY_ASK), next);
    reply_crumb(rp, S("/tasks"), MSG("Outstanding"));
    reply_page(rp, MSG("Requests for data"), &v);
    return NULL;
}

/* ---- one ------------------------------------------------------------------------------------ */

static void
count(struct task_request_page *p, const struct task *t)
{
    enum task_state state = task_state_of(t);

    p->n_approved += state == TASK_APPROVED;
    p->n_answered += state == TASK_ANSWERED;
    p->n_owed += task_is_owed(state);
    p->n_late += task_is_late(t, p->today);
}

static int64_t
answered_of(const struct task_answered_set *all, struct task_id id)
{
    for (size_t i = 0; i < all->n; i++)
        if (all->row[i].id.n == id.n)
            return all->row[i].n;
    return 0;
}

/* One press reminds; a page of very many organisations leaves it to the tasks' own pages. */
static struct err *
chase_of(struct cx *cx, const struct task_request_page *p, size_t i, struct str *href)
{
    enum { CHASED = 100 };
    const struct task *t = &p->tasks.row[i];
    struct str         text;

    *href = (struct str){ 0 };
    if (!p->may_ask || i >= CHASED || !task_is_owed(task_state_of(t)))
        return NULL;
    return task_chase(cx, t, &text, href);
}

static struct err *
request_rows_of(struct cx *cx, struct str code, struct task_request_page *p)
{
    TRY(task_request_get(cx, code, &p->request));
    TRY(task_items_of(cx, &p->request, &p->items));
    return task_tasks_of(cx, &p->request, &p->tasks);
}

static struct err *
request_cells_of(struct cx *cx, struct task_request_page *p)
{
    struct task_answered_set answered;

    TRY(task_answered_to(cx, &p->request, &answered));
    p->today = post_day(p->request.region_code, cx->now_s);
    p->may_ask = may(cx, MAY_ASK, task_request_asks(&p->request));
    p->cell = NEWS(cx->arena, struct task_cell, p->tasks.n + 1);
    for (size_t i = 0; i < p->tasks.n; i++) {
        count(p, &p->tasks.row[i]);
        p->cell[i] = (struct task_cell){ .task = &p->tasks.row[i],
            .answered = answered_of(&answered, p->tasks.row[i].id) };
        TRY(chase_of(cx, p, i, &p->cell[i].chase));
    }
    return NULL;
}

static const struct column answer_columns[] = {
    { "org_code", { .id = N_("Organisation (code)") }, COLUMN_TEXT },
    { "organisation", { .id = N_("Organisation") }, COLUMN_TEXT },
    { "state",    { .id = N_("State") }, COLUMN_TEXT },
    { "number",   { .id = N_("Number") }, COLUMN_TEXT },
    { "question", { .id = N_("Question") }, COLUMN_TEXT },
    { "kind",     { .id = N_("Kind") }, COLUMN_TEXT },
    { "unit",     { .id = N_("Unit") }, COLUMN_TEXT },
    { "value",    { .id = N_("Answer") }, COLUMN_TEXT },
    { "note",     { .id = N_("Note") }, COLUMN_TEXT },
};

/* Those of one task, which stand together. */
static struct task_request_answers
answers_of(const struct task_request_answers *all, struct str task)
{
    struct task_request_answers of = { .row = all->row };

    for (size_t i = 0; i < all->n; i++) {
        if (!str_eq(all->row[i].task_code, task))
            continue;
        of.row = of.n == 0 ? &all->row[i] : of.row;
        of.n++;
    }
    return of;
}

static const struct task_request_answer *
find_answer(const struct task_request_answers *of, struct str number)
{
    for (size_t i = 0; i < of->n; i++)
        if (str_eq(of->row[i].number, number))
            return &of->row[i];
    return NULL;
}

static void
answer_row(struct table *t, const struct task *task, const struct task_item *item,
           const struct task_request_answer *a)
{
    struct str *cell = table_row(t);

    cell[0] = task->org_code;
    cell[1] = task_who(task);
    cell[2] = task->state;
    cell[3] = item->number;
    cell[4] = item->question;
    cell[5] = item->kind;
    cell[6] = item->unit;
    cell[7] = a && a->value.n > 0 ? a->value : (struct str){ 0 };
    cell[8] = a ? a->note : (struct str){ 0 };
}

/* Every item of every organisation, answered or not. */
static struct table
answers_table(struct cx *cx, const struct task_request_page *p,
              const struct task_request_answers *answers)
{
    struct table t = table_in(cx->arena, answer_columns, COUNT(answer_columns),
                              p->tasks.n * p->items.n);

    for (size_t i = 0; i < p->tasks.n; i++) {
        struct task_request_answers of = answers_of(answers, p->tasks.row[i].code);

        for (size_t j = 0; j < p->items.n; j++)
            answer_row(&t, &p->tasks.row[i], &p->items.row[j],
                       find_answer(&of, p->items.row[j].number));
    }
    return t;
}

struct err *
task_request_show_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct task_request_page    p = { 0 };
    struct task_request_answers answers;
    struct view                 v = view_in(cx->arena, cx->lang);

    TRY(request_rows_of(cx, rq->arg[0], &p));
    if (rq->wants != AS_HTML) {
        TRY(task_answers_to(cx, &p.request, &answers));
        struct table t = answers_table(cx, &p, &answers);
        reply_table(cx, rq, rp, &t);
        return NULL;
    }
    TRY(request_cells_of(cx, &p));
    struct journal_topic topic = { "task_request", p.request.code,
                                   task_request_asks(&p.request) };

    TRY(dossier_link(cx, "task_request", p.request.code, topic.scope, &p.dossier));
    TRY(journal_history(cx, &topic, &p.history));
    task_request_view(&v, &p);
    reply_crumb(rp, S("/tasks"), MSG("Outstanding"));
    reply_crumb(rp, S("/requests"), MSG("Requests for data"));
    reply_page(rp, MSG("{0}", p.request.title), &v);
    return NULL;
}

/* ---- asking --------------------------------------------------------------------------------- */

static struct str
given(const struct query *q, const char *name)
{
    struct str value = q ? query_value(q, str_of(name)) : (struct str){ 0 };

    return str_is_known(value) ? str_trim(value) : S("");
}

static bool
is_chosen(const struct query *q, struct str code)
{
    for (size_t i = 0; q && i < q->n; i++)
        if (str_eq(q->pair[i].name, S("org")) && str_eq(q->pair[i].value, code))
            return true;
    return false;
}

/* The agencies of the own region, of which a page shows at most 100; others come by code. */
static struct err *
choices_of(struct cx *cx, const struct query *q, struct task_asking *asking)
{
    enum { SHOWN = 90 };
    struct scope      own = task_own_scope(cx);
    struct org_set    set;

    TRY(org_set_of(cx, (struct org_filter){ .region_code = own.region,
                                            .within_nation = own.region.n == 0 }, &set));
    asking->org = NEWS(cx->arena, struct task_org_choice, set.n + 1);
    for (size_t i = 0; i < set.n && asking->n_orgs < SHOWN; i++) {
        if (str_is_known(set.row[i].valid_to))
            continue;
        asking->org[asking->n_orgs++] = (struct task_org_choice){ .code = set.row[i].code,
            .name = set.row[i].name, .chosen = is_chosen(q, set.row[i].code) };
    }
    return NULL;
}

static struct err *
draw_asking(struct cx *cx, struct reply *rp, struct task_asking *q)
{
    struct view v = view_in(cx->arena, cx->lang);

    q->mark = task_mark(cx);
    task_asking_view(&v, q);
    reply_crumb(rp, S("/tasks"), MSG("Outstanding"));
    reply_crumb(rp, S("/requests"), MSG("Requests for data"));
    reply_page(rp, MSG("Ask agencies for data"), &v);
    if (q->wrong || q->items.n_faults > 0)
        rp->status = q->wrong ? err_status(q->wrong) : 400;
    return NULL;
}

static struct str
said(struct cx *cx, struct msg m)
{
    return msg_text(cx->arena, cx->lang, m);
}

/* The items of an earlier request as the rows that are pasted. */
static struct err *
copy_items(struct cx *cx, struct str code, struct task_asking *q)
{
    enum { ROW_MAX = 8000 };
    struct task_request  from;
    struct task_item_set set;
    struct buf           b;

    TRY(task_request_get(cx, code, &from));
    TRY(task_items_of(cx, &from, &set));
    b = buf_in(cx->arena, set.n * ROW_MAX + 1);
    for (size_t i = 0; i < set.n; i++)
        buf_fmt(&b, "%.*s\t%.*s\t%.*s\t%.*s\t%.*s\n", TEXT(set.row[i].number),
                TEXT(set.row[i].question), TEXT(said(cx, task_kind_label(set.row[i].kind))),
                TEXT(set.row[i].unit),
                TEXT(said(cx, set.row[i].is_required ? MSG("Yes") : MSG("No"))));
    q->items.text = buf_str(&b);
    q->title = from.title;
    q->body = from.body;
    q->copied_from = from.code;
    return NULL;
}

struct err *
task_request_new_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct task_copy_query *q = rq->form;
    struct task_asking            asking = { 0 };

    TRY(form_err(cx->arena, rq->faults));
    TRY(choices_of(cx, NULL, &asking));
    if (q->copy.n > 0)
        TRY(copy_items(cx, q->copy, &asking));
    return draw_asking(cx, rp, &asking);
}

/* ---- sending it ----------------------------------------------------------------------------- */

/* Checked ones and typed codes. */
static void
orgs_of(struct cx *cx, const struct query *q, struct task_request_new *new)
{
    struct str  others = given(q, "others"), rest = others, head;
    struct str *org = NEWS(cx->arena, struct str, q->n + others.n + 1);

    for (size_t i = 0; i < q->n; i++)
        if (str_eq(q->pair[i].name, S("org")))
            org[new->n_orgs++] = str_trim(q->pair[i].value);
    for (bool more = others.n > 0; more;) {
        more = str_cut(rest, ' ', &head, &rest);
        if (str_trim(head).n > 0)
            org[new->n_orgs++] = str_trim(head);
    }
    new->org = org;
}

static struct err *
items_of(struct cx *cx, const struct request *rq, struct task_asking *q,
         struct task_request_new *new)
{
    const struct upload  *file = request_file(rq);
    struct task_item_new *item;
    struct grid          *grid;

    if (file)
        TRY(grid_open(cx->arena, &(struct grid_file){ .fd = file->fd, .name = file->name },
                      &grid));
    else
        TRY(task_grid_of_text(cx, q->items.text, &grid));
    TRY(task_grid_items(cx, grid, &item, &new->n_items, &q->items));
    new->item = item;
    return NULL;
}

static struct err *
due_of(struct cx *cx, const struct task_asking *q, struct task_request_new *new)
{
    int64_t days = 0;

    if (q->days.n > 0 && str_int64(q->days, &days) && days > 0 && days <= 1000)
        new->due = (struct task_deadline){ .days = (int32_t)days,
            .from = post_day(new->asks.region, cx->now_s) };
    else if (!date_parse(q->due, &new->due.date))
        new->due.date = (struct date){ 0 };
    return NULL;
}

static struct err *
must_title(struct cx *cx, const struct task_asking *q)
{
    if (q->title.n >= 3 && q->title.n <= 250)
        return NULL;
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "task.title",
        .text = MSG("Give the request a title of 3 to 250 characters."), .where = S("title") });
}

static struct err *
ask(struct cx *cx, const struct request *rq, struct task_asking *q, struct str *code)
{
    struct task_request_new new = { .title = q->title, .body = q->body, .asks = task_own_scope(cx),
        .mark = query_value(rq->given, S("mark")),
        .copied_from = q->copied_from.n > 0 ? q->copied_from : (struct str){ 0 } };

    TRY(must_title(cx, q));
    TRY(due_of(cx, q, &new));
    TRY(items_of(cx, rq, q, &new));
    orgs_of(cx, rq->given, &new);
    return q->items.n_faults > 0 ? NULL : task_request_add(cx, &new, code);
}

struct err *
task_request_new_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct task_asking q = { .title = given(rq->given, "title"), .body = given(rq->given, "body"),
        .due = given(rq->given, "due"), .days = given(rq->given, "days"),
        .others = given(rq->given, "others"), .copied_from = given(rq->given, "copied_from"),
        .items.text = query_value(rq->given, S("items")) };
    struct str code = { 0 };

    TRY(choices_of(cx, rq->given, &q));
    q.wrong = ask(cx, rq, &q, &code);
    if (q.wrong && q.wrong->kind != ERR_INPUT && q.wrong->kind != ERR_MISSING
        && q.wrong->kind != ERR_CONFLICT)
        return q.wrong;
    if (q.wrong || q.items.n_faults > 0)
        return draw_asking(cx, rp, &q);
    reply_done(rp, MSG("The request is sent. Each organisation has it on its board."));
    reply_see(rp, task_request_href(cx->arena, code));
    return NULL;
}
