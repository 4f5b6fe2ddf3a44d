/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* task_request.c — requests for data: one paper of items, a task for each organisation. */
#include "base/arena.h"
#include "base/secret.h"
#include "office/task/task_part.h"
#include "office/task/task_sql.h"
#include "store/store.h"

/* ---- reading -------------------------------------------------------------------------------- */

static struct err *
unknown(struct cx *cx)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_MISSING, .code = "task.request_unknown",
        .text = MSG("There is no such request, or it is not for your post."),
        .hint = MSG("The list of requests shows those that are.") });
}

struct scope
task_request_asks(const struct task_request *q)
{
    return (struct scope){ .region = q->region_code, .org = q->org_id.n };
}

struct err *
task_request_get(struct cx *cx, struct str code, struct task_request *q)
{
    struct task_set tasks;
    bool            found;

    TRY(task_request_by_code(cx, code, q, &found));
    if (!found)
        return unknown(cx);
    if (may(cx, MAY_READ_WORK, task_request_asks(q)))
        return NULL;
    TRY(task_tasks_of(cx, q, &tasks));
    return tasks.n > 0 ? NULL : unknown(cx);
}

struct err *
task_items_of(struct cx *cx, const struct task_request *q, struct task_item_set *set)
{
    return task_items(cx, q->id, &set->row, &set->n);
}

struct err *
task_requests_of(struct cx *cx, int64_t after, struct task_request_set *set)
{
    enum { PAGE = 50 };

    TRY(must_somewhere(cx, MAY_READ_WORK));
    TRY(task_request_list(cx, reach_of(cx, MAY_READ_WORK), PAGE + 1, after, &set->row, &set->n));
    set->more = set->n > PAGE;
    set->n -= set->more;
    return NULL;
}

struct err *
task_tasks_of(struct cx *cx, const struct task_request *q, struct task_set *set)
{
    set->more = false;
    return task_request_tasks(cx, reach_of(cx, MAY_READ_WORK), q->code, &set->row, &set->n);
}

struct err *
task_answers_to(struct cx *cx, const struct task_request *q, struct task_request_answers *set)
{
    return task_answers_of_request(cx, reach_of(cx, MAY_READ_WORK), q->code, &set->row, &set->n);
}

struct err *
task_answered_to(struct cx *cx, const struct task_request *q, struct task_answered_set *set)
{
    return task_answered(cx, reach_of(cx, MAY_READ_WORK), q->code, &set->row, &set->n);
}

/* ---- the rules of a new one ----------------------------------------------------------------- */

static struct err *
refuse(struct cx *cx, const char *code, const char *field, struct msg text)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = code, .text = text,
                                           .where = str_of(field) });
}

static struct err *
check_item(struct cx *cx, const struct task_request_new *new, size_t i)
{
    struct str number = new->item[i].number;

    if (!task_number_is_valid(number))
        return refuse(cx, "task.items", "items", MSG("“{0}” cannot be an item's number. Write it "
                      "like 3.2.1: letters, digits, points and hyphens, at most 20.", number));
    if (new->item[i].question.n == 0)
        return refuse(cx, "task.items", "items", MSG("Item {0} has no question.", number));
    for (size_t j = 0; j < i; j++)
        if (str_eq(new->item[j].number, number))
            return refuse(cx, "task.items", "items", MSG("Item {0} stands there twice.", number));
    return NULL;
}

static struct err *
check(struct cx *cx, const struct task_request_new *new)
{
    if (new->n_items == 0)
        return refuse(cx, "task.items", "items", MSG("Write at least one item."));
    if (new->n_items > TASK_ITEMS_MAX)
        return refuse(cx, "task.items", "items", MSG("A request has at most 200 items."));
    if (new->n_orgs == 0)
        return refuse(cx, "task.orgs", "orgs", MSG("Choose at least one organisation."));
    if (new->n_orgs > TASK_ORGS_MAX)
        return refuse(cx, "task.orgs", "orgs", MSG("A request goes to at most 500 "
                                                   "organisations."));
    for (size_t i = 0; i < new->n_items; i++)
        TRY(check_item(cx, new, i));
    return NULL;
}

/* ---- writing -------------------------------------------------------------------------------- */

struct adding {
    const struct task_request_new *new;
    struct org                    *org;         /* those that are asked, each once */
    size_t                         n_orgs;
    struct workday_due             due;
    struct str                     code;
};

static bool
is_there(const struct adding *a, struct str code)
{
    for (size_t i = 0; i < a->n_orgs; i++)
        if (str_eq(a->org[i].code, code))
            return true;
    return false;
}

static struct scope
scope_of(const struct org *org)
{
    return (struct scope){ .region = str_is_known(org->region_code) ? org->region_code : S(""),
                           .org = org->id.n };
}

/* Who asks must reach whom is asked. */
static struct err *
find_orgs(struct cx *cx, struct adding *a)
{
    a->org = NEWS(cx->arena, struct org, a->new->n_orgs);
    for (size_t i = 0; i < a->new->n_orgs; i++) {
        struct str code = a->new->org[i];

        if (is_there(a, code))
            continue;
        TRY(org_get(cx, code, &a->org[a->n_orgs]));
        TRY(must(cx, MAY_ASK, scope_of(&a->org[a->n_orgs++])));
    }
    return NULL;
}

static struct err *
put_items(struct cx *cx, const struct adding *a, struct task_request_id id)
{
    for (size_t i = 0; i < a->new->n_items; i++) {
        const struct task_item_new *item = &a->new->item[i];

        TRY(task_item_put(cx, &(struct task_item_put_in){ .request_id = id,
            .place = (int64_t)i + 1, .number = item->number, .question = item->question,
            .kind = str_of(task_kinds[item->kind].value),
            .unit = item->unit.n > 0 ? item->unit : S(""), .is_required = item->is_required },
            NULL));
    }
    return NULL;
}

static struct err *
open_tasks(struct cx *cx, const struct adding *a)
{
    for (size_t i = 0; i < a->n_orgs; i++) {
        struct str task;

        TRY(task_open(cx, &(struct task_new){
            .ref = { "request", a->code, a->org[i].code }, .title = a->new->title,
            .owes = scope_of(&a->org[i]), .asks = a->new->asks, .due = a->new->due }, &task));
    }
    return NULL;
}

static struct err *
tell_added(struct cx *cx, const struct adding *a)
{
    struct task_request_fields after = {
        .title = a->new->title, .body = a->new->body, .due = a->due.date,
        .items = (int64_t)a->new->n_items, .orgs = (int64_t)a->n_orgs };

    return journal_tell(cx, &(struct fact){ .verb = JOURNAL_ADDED, .thing = "task_request",
        .key = a->code, .scope = a->new->asks, .form = &task_request_told_form,
        .after = &after, .note = a->new->copied_from });
}

static struct err *
taken_twice(struct cx *cx)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "task.twice",
        .text = MSG("This request was sent already; it counts once."),
        .hint = MSG("It stands at the top of the list of requests.") });
}

static struct err *
add_once(struct cx *cx, void *arg)
{
    struct adding                 *a = arg;
    const struct task_request_new *new = a->new;
    struct task_request_id         id;
    bool                           is_again;

    TRY(must(cx, MAY_ASK, new->asks));
    TRY(task_taken(cx, new->mark, &is_again));
    if (is_again)
        return taken_twice(cx);
    TRY(task_request_put(cx, &(struct task_request_put_in){
        .code = a->code, .region_code = new->asks.region, .org_id = { new->asks.org },
        .title = new->title, .body = new->body, .due = date_iso(cx->arena, a->due.date),
        .due_from = new->due.days ? date_iso(cx->arena, new->due.from) : (struct str){ 0 },
        .due_days = new->due.days ? KNOWN(new->due.days) : (struct maybe_int){ 0 },
        .is_provisional = a->due.is_provisional, .copied_from = new->copied_from,
        .asked_at = cx->now_s, .asked_by = task_by_post(cx) }, &id));
    TRY(put_items(cx, a, id));
    TRY(open_tasks(cx, a));
    return tell_added(cx, a);
}

struct err *
task_request_add(struct cx *cx, const struct task_request_new *new, struct str *code)
{
    struct adding a = { .new = new, .code = secret_code(cx->arena, 3) };

    TRY(must(cx, MAY_ASK, new->asks));
    TRY(check(cx, new));
    TRY(task_due_of(cx, new->asks, new->due, &a.due));
    TRY(find_orgs(cx, &a));
    *code = a.code;
    return store_change(cx, "task_request_add", add_once, &a);
}
