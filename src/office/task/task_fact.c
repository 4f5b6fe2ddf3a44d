/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* task_fact.c — what the journal is told of tasks, and how the slice refuses. */
#include "base/arena.h"
#include "office/task/task_part.h"

/* ---- forms of facts ------------------------------------------------------------------------- */

#define OF(T, member, kind, ...) FIELD(struct T, member, kind, __VA_ARGS__)

static const struct field task_told_fields[] = {
    OF(task_fields, title, F_TEXT, .max = 250, .label = N_("What is owed")),
    OF(task_fields, org,   F_TEXT, .max = 60,  .label = N_("Organisation (code)")),
    OF(task_fields, due,   F_DATE, .label = N_("Last day")),
    OF(task_fields, state, F_CHOICE, .choices = task_states, .label = N_("State")),
    OF(task_fields, wish,  F_TEXT, .max = 20,  .label = N_("More time asked for, until")),
};
const struct form task_told_form = FORM(struct task_fields, task_told_fields);

static const struct field answer_fields[] = {
    OF(task_answer_fields, value, F_TEXT, .max = TASK_VALUE_MAX, .label = N_("Answer")),
    OF(task_answer_fields, note,  F_TEXT, .max = TASK_NOTE_MAX,  .label = N_("Note")),
};
const struct form task_answer_told_form = FORM(struct task_answer_fields, answer_fields);

static const struct field link_fields[] = {
    OF(task_link_fields, name,  F_TEXT, .max = 100, .personal = PERSONAL_NAME,
       .label = N_("For whom")),
    OF(task_link_fields, items, F_TEXT, .max = 4000, .label = N_("Items")),
    OF(task_link_fields, until, F_TEXT, .max = 30, .label = N_("Good until")),
};
const struct form task_link_told_form = FORM(struct task_link_fields, link_fields);

static const struct field request_fields[] = {
    OF(task_request_fields, title, F_TEXT, .max = 250,
       .label = N_("Title of the request")),
    OF(task_request_fields, body,  F_TEXT, .max = 4000, .label = N_("What it is for")),
    OF(task_request_fields, due,   F_DATE, .label = N_("Last day")),
    OF(task_request_fields, items, F_INT, .max = TASK_ITEMS_MAX, .label = N_("Items")),
    OF(task_request_fields, orgs,  F_INT, .max = TASK_ORGS_MAX, .label = N_("Organisations")),
};
const struct form task_request_told_form = FORM(struct task_request_fields, request_fields);

struct task_fields
task_fields_of(const struct task *t)
{
    return (struct task_fields){ .title = t->title, .org = t->org_code,
                                 .state = (int32_t)task_state_of(t),
                                 .due = date_of_iso(t->due), .wish = t->wish };
}

struct err *
task_tell(struct cx *cx, const struct task_told *told)
{
    struct task_fields before = task_fields_of(told->before);

    return journal_tell(cx, &(struct fact){ .verb = JOURNAL_CHANGED, .thing = "task",
        .key = told->before->code, .scope = task_owes(told->before), .form = &task_told_form,
        .before = &before, .after = &told->after, .note = told->note, .why = told->why });
}

struct str
task_by_post(const struct cx *cx)
{
    return cx->who && cx->who->post.post_id != 0 ? cx->who->post.title : S("");
}

/* ---- refusals ------------------------------------------------------------------------------- */

struct err *
task_unknown(struct cx *cx)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_MISSING, .code = "task.unknown",
        .text = MSG("There is no such task, or it is not for your post."),
        .hint = MSG("The board “Outstanding” lists those that are.") });
}

struct err *
task_wrong_state(struct cx *cx, const struct task *t)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "task.state",
        .text = MSG("This cannot be done now: “{0}” is {1}.", t->title,
                    msg_text(cx->arena, cx->lang, task_state_label(task_state_of(t)))),
        .hint = MSG("Open its page again to see what can be done.") });
}

struct err *
task_changed_meanwhile(struct cx *cx, const struct task *t)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_CONFLICT, .code = "task.changed_meanwhile",
        .text = MSG("Meanwhile somebody changed “{0}”.", t->title),
        .hint = MSG("Look at the page again, then decide.") });
}

struct err *
task_must_say_why(struct cx *cx, struct str why)
{
    if (str_trim(why).n >= 3)
        return NULL;
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "task.why",
        .text = MSG("Say why, in a sentence."), .where = S("why") });
}
