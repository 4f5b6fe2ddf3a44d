/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* task_step.c — what people do with a task: send, approve, return, drop, ask for more time. */
#include "base/arena.h"
#include "office/task/task_part.h"
#include "office/task/task_sql.h"
#include "store/store.h"

/* ---- what every step asks ------------------------------------------------------------------- */

struct stepping {
    struct task_wish wish;
    enum task_step   step;
    enum right       right;
    bool             of_asker;          /* the right is asked where the question came from */
    struct date      until;
    bool             grants;
    struct task      task;
};

/* What another slice feeds is answered on its own page, by its own steps. */
static struct err *
elsewhere(struct cx *cx, const struct task *t)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "task.elsewhere",
        .text = MSG("“{0}” is answered on its own page.", t->title),
        .hint = MSG("Open it by the link in its title.") });
}

static struct err *
begin(struct cx *cx, struct stepping *s)
{
    TRY(task_get(cx, s->wish.code, &s->task));
    TRY(must(cx, s->right, s->of_asker ? task_asks(&s->task) : task_owes(&s->task)));
    if (s->wish.version != 0 && s->wish.version != s->task.version)
        return task_changed_meanwhile(cx, &s->task);
    return NULL;
}

static struct err *
begin_own(struct cx *cx, struct stepping *s)
{
    TRY(begin(cx, s));
    return str_eq(s->task.thing, S("request")) ? NULL : elsewhere(cx, &s->task);
}

/* ---- sending -------------------------------------------------------------------------------- */

static bool
has_document(const struct document_cited_set *set, struct str number)
{
    for (size_t i = 0; i < set->n; i++)
        if (str_eq(set->row[i].part, number))
            return true;
    return false;
}

static bool
is_missing(const struct task_line *l, const struct document_cited_set *cited)
{
    bool has_value = l->is_answered && l->answer.value.n > 0;

    return l->item.is_required && !has_value && !has_document(cited, l->item.number);
}

/* The numbers of what must be answered and is not. */
static struct err *
check_whole(struct cx *cx, const struct task *t)
{
    struct document_cited_set cited;
    struct task_lines         lines;
    struct str               *number;
    size_t                    n = 0;

    TRY(task_lines_of(cx, t, &lines));
    TRY(documents_of(cx, "task", t->code, &cited));
    number = NEWS(cx->arena, struct str, lines.n + 1);
    for (size_t i = 0; i < lines.n; i++)
        if (is_missing(&lines.row[i], &cited))
            number[n++] = lines.row[i].item.number;
    if (n == 0)
        return NULL;
    return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "task.missing",
        .text = MSG("Some items that must be answered are still empty."),
        .detail = MSG("They are: {0}.", str_join(cx->arena, S(", "), number, n)),
        .hint = MSG("What you have saved stays. Answer them, then send.") });
}

static struct err *
send_once(struct cx *cx, void *arg)
{
    struct stepping *s = arg;

    TRY(begin_own(cx, s));
    TRY(check_whole(cx, &s->task));
    return task_set_state(cx, &s->task, TASK_ANSWER, S(""));
}

struct err *
task_send(struct cx *cx, struct task_wish wish)
{
    struct stepping s = { .wish = wish, .right = MAY_ANSWER };

    return store_change(cx, "task_send", send_once, &s);
}

/* ---- judging and dropping ------------------------------------------------------------------- */

/* What was decided on stays as it was seen. */
static struct err *
lock_documents(struct cx *cx, const struct task *t)
{
    struct task_lines lines;

    TRY(task_lines_of(cx, t, &lines));
    for (size_t i = 0; i < lines.n; i++)
        TRY(document_lock(cx, (struct citation){ "task", t->code, lines.row[i].item.number }));
    return NULL;
}

static struct err *
judge_once(struct cx *cx, void *arg)
{
    struct stepping *s = arg;

    TRY(begin_own(cx, s));
    if (s->step != TASK_APPROVE)
        TRY(task_must_say_why(cx, s->wish.why));
    TRY(task_set_state(cx, &s->task, s->step, s->wish.why));
    return s->step == TASK_APPROVE ? lock_documents(cx, &s->task) : NULL;
}

struct err *
task_approve(struct cx *cx, struct task_wish wish)
{
    struct stepping s = { .wish = wish, .right = MAY_APPROVE, .step = TASK_APPROVE };

    return store_change(cx, "task_approve", judge_once, &s);
}

struct err *
task_return(struct cx *cx, struct task_wish wish)
{
    struct stepping s = { .wish = wish, .right = MAY_APPROVE, .step = TASK_RETURN };

    return store_change(cx, "task_return", judge_once, &s);
}

struct err *
task_drop(struct cx *cx, struct task_wish wish)
{
    struct stepping s = { .wish = wish, .right = MAY_ASK, .of_asker = true, .step = TASK_DROP };

    return store_change(cx, "task_drop", judge_once, &s);
}

/* ---- more time ------------------------------------------------------------------------------ */

static struct err *
check_until(struct cx *cx, const struct task *t, struct date until)
{
    if (date_is_valid(until) && until.day && date_cmp(until, date_of_iso(t->due)) > 0)
        return NULL;
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "task.until",
        .text = MSG("This must be a day after the deadline of {0}.",
                    date_text(cx->arena, cx->lang, date_of_iso(t->due))),
        .where = S("until") });
}

static struct err *
wished_already(struct cx *cx)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "task.wished",
        .text = MSG("More time was asked for already, and is not decided yet.") });
}

static struct err *
wish_once(struct cx *cx, void *arg)
{
    struct stepping         *s = arg;
    struct task_fields       after;
    struct task_extension_id id;
    enum task_state          next;

    TRY(begin(cx, s));
    if (!task_step_to(task_state_of(&s->task), TASK_EXTEND, &next))
        return task_wrong_state(cx, &s->task);
    TRY(task_must_say_why(cx, s->wish.why));
    TRY(check_until(cx, &s->task, s->until));
    TRY(task_extension_put(cx, &(struct task_extension_put_in){ .task_id = s->task.id,
        .until = date_iso(cx->arena, s->until), .why = s->wish.why, .asked_at = cx->now_s,
        .asked_by = task_by_post(cx) }, &id));
    if (id.n == 0)
        return wished_already(cx);
    after = task_fields_of(&s->task);
    after.wish = date_iso(cx->arena, s->until);
    return task_tell(cx, &(struct task_told){ .before = &s->task, .after = after,
                                              .why = s->wish.why });
}

struct err *
task_extend_ask(struct cx *cx, struct task_wish wish, struct date until)
{
    struct stepping s = { .wish = wish, .right = MAY_ANSWER, .until = until };

    return store_change(cx, "task_extend_ask", wish_once, &s);
}

static struct err *
no_wish(struct cx *cx)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "task.no_wish",
        .text = MSG("Nobody waits for more time here.") });
}

static struct err *
decide_once(struct cx *cx, void *arg)
{
    struct stepping   *s = arg;
    struct task_fields after;
    int64_t            n;

    TRY(begin(cx, s));
    if (!s->grants)
        TRY(task_must_say_why(cx, s->wish.why));
    TRY(task_extension_decide(cx, &(struct task_extension_decide_in){ .task_id = s->task.id,
        .state = s->grants ? S("granted") : S("refused"), .decided_at = KNOWN(cx->now_s),
        .decided_by = task_by_post(cx), .decided_why = s->wish.why }, &n));
    if (n == 0)
        return no_wish(cx);
    after = task_fields_of(&s->task);
    after.wish = (struct str){ 0 };
    TRY(task_tell(cx, &(struct task_told){ .before = &s->task, .after = after,
        .why = s->wish.why, .note = s->grants ? S("granted") : S("refused") }));
    if (!s->grants)
        return NULL;
    return task_set_due(cx, &s->task, (struct task_deadline){
        .date = date_of_iso(s->task.wish) }, s->wish.why);
}

struct err *
task_extend_decide(struct cx *cx, struct task_wish wish, bool grants)
{
    struct stepping s = { .wish = wish, .right = MAY_ASK, .of_asker = true, .grants = grants };

    return store_change(cx, "task_extend_decide", decide_once, &s);
}
