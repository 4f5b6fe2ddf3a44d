/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* task_answer.c — answers to a request's items: read with their items, saved all at once. */
#include "base/arena.h"
#include "base/secret.h"
#include "base/utf8.h"
#include "office/task/task_part.h"
#include "office/task/task_sql.h"
#include "store/store.h"

/* ---- reading -------------------------------------------------------------------------------- */

static const struct task_answer *
answer_to(const struct task_answer *row, size_t n, struct str number)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(row[i].number, number))
            return &row[i];
    return NULL;
}

struct err *
task_lines_of(struct cx *cx, const struct task *t, struct task_lines *lines)
{
    struct task_request q;
    struct task_item   *item;
    struct task_answer *answer;
    size_t              n_answers;
    bool                found = false;

    *lines = (struct task_lines){ .n = 0 };
    if (str_eq(t->thing, S("request")))
        TRY(task_request_by_code(cx, t->key, &q, &found));
    if (!found)
        return NULL;
    TRY(task_items(cx, q.id, &item, &lines->n));
    TRY(task_answers(cx, t->id, &answer, &n_answers));
    lines->row = NEWS(cx->arena, struct task_line, lines->n + 1);
    for (size_t i = 0; i < lines->n; i++) {
        const struct task_answer *a = answer_to(answer, n_answers, item[i].number);

        lines->row[i].item = item[i];
        lines->row[i].is_answered = a != NULL;
        if (a)
            lines->row[i].answer = *a;
    }
    return NULL;
}

/* ---- forms that are sent twice -------------------------------------------------------------- */

struct err *
task_taken(struct cx *cx, struct str mark, bool *is_again)
{
    struct task_sent_id id;

    *is_again = false;
    if (!str_is_known(mark) || !secret_is_token(mark))
        return NULL;
    TRY(task_sent_put(cx, mark, cx->now_s, &id));
    *is_again = id.n == 0;
    return NULL;
}

/* A form that is faulty is not taken; one that was taken is not looked at again. */
static struct err *
was_taken(struct cx *cx, struct str mark, bool *was)
{
    struct task_sent_first row;

    *was = false;
    return str_is_known(mark) ? task_sent_of(cx, mark, &row, was) : NULL;
}

/* ---- the faults of what was typed ----------------------------------------------------------- */

struct saving {
    const struct task  *task;           /* NULL: by its code, with the right asked */
    int64_t             link;
    struct task_saving *in;
    struct task         now;
    struct task_lines   lines;
    struct str         *value;          /* of each typed row, in data form */
};

static struct task_line *
line_of(const struct task_lines *lines, struct str number)
{
    for (size_t i = 0; i < lines->n; i++)
        if (str_eq(lines->row[i].item.number, number))
            return &lines->row[i];
    return NULL;
}

static void
fault(struct saving *s, size_t row, bool in_note, struct msg text)
{
    s->in->fault[s->in->n_faults++] = (struct task_fault){ row, in_note, text };
}

/* Line ends may stand in what is typed, and nothing else that cannot be seen. */
static bool
is_plain(struct str text)
{
    struct str rest = text, line;

    while (str_cut(rest, '\n', &line, &rest))
        if (!utf8_is_plain(str_trim(line)))
            return false;
    return utf8_is_plain(str_trim(str_is_known(rest) ? rest : line));
}

static bool
is_twice(const struct saving *s, size_t row)
{
    for (size_t i = 0; i < row; i++)
        if (str_eq(s->in->typed[i].number, s->in->typed[row].number))
            return true;
    return false;
}

static struct msg
note_fault(struct str note)
{
    if (!is_plain(note))
        return MSG("This holds characters that cannot be used here.");
    return utf8_count(note) > TASK_NOTE_MAX ? MSG("A note has at most 1,000 characters.")
                                            : MSG_NONE;
}

static bool
is_stale(const struct task_line *l, const struct task_typed *t, struct str value)
{
    int64_t now = l->is_answered ? l->answer.version : 0;

    return t->seen >= 0 && t->seen != now && !str_eq(l->answer.value, value);
}

static struct msg
stale_text(struct cx *cx, const struct task_line *l)
{
    enum task_kind kind = TASK_TEXT;
    struct msg     shown;

    task_kind_read(l->item.kind, &kind);
    shown = task_value_shown(cx->arena, cx->lang, kind, l->answer.value);
    return MSG("Meanwhile somebody else answered: {0}. Save again to put yours in its place.",
               msg_is(shown) ? msg_text(cx->arena, cx->lang, shown) : S("-"));
}

static void
check_row(struct cx *cx, struct saving *s, size_t i)
{
    const struct task_typed *t = &s->in->typed[i];
    const struct task_line  *l = line_of(&s->lines, t->number);
    enum task_kind           kind = TASK_TEXT;
    struct msg               wrong;

    if (!l) {
        fault(s, i, false, MSG("This request has no item {0}.", t->number));
        return;
    }
    task_kind_read(l->item.kind, &kind);
    wrong = !is_plain(t->value) ? MSG("This holds characters that cannot be used here.")
          : task_value_read(cx->arena, kind, t->value, &s->value[i]);
    if (!msg_is(wrong) && is_twice(s, i))
        wrong = MSG("Item {0} stands here twice.", t->number);
    if (!msg_is(wrong) && is_stale(l, t, s->value[i]))
        wrong = stale_text(cx, l);
    if (msg_is(wrong))
        fault(s, i, false, wrong);
    else if (msg_is(wrong = note_fault(t->note)))
        fault(s, i, true, wrong);
}

/* ---- saving --------------------------------------------------------------------------------- */

static struct err *
tell_answer(struct cx *cx, const struct saving *s, const struct task_line *l, size_t i)
{
    struct task_answer_fields before = { .value = l->answer.value, .note = l->answer.note };
    struct task_answer_fields after = { .value = s->value[i],
                                        .note = str_trim(s->in->typed[i].note) };

    return journal_tell(cx, &(struct fact){ .verb = JOURNAL_CHANGED, .thing = "task",
        .key = s->now.code, .scope = task_owes(&s->now), .form = &task_answer_told_form,
        .before = &before, .after = &after, .note = l->item.number });
}

static struct err *
save_row(struct cx *cx, struct saving *s, size_t i)
{
    const struct task_typed *t = &s->in->typed[i];
    const struct task_line  *l = line_of(&s->lines, t->number);
    struct str               note = str_trim(t->note);

    if (str_eq(l->answer.value, s->value[i]) && str_eq(l->answer.note, note))
        return NULL;
    TRY(task_answer_put(cx, &(struct task_answer_put_in){
        .task_id = s->now.id, .number = l->item.number, .value = s->value[i],
        .note = note.n > 0 ? note : S(""), .at = cx->now_s, .by_post = task_by_post(cx),
        .link_id = s->link }, NULL));
    s->in->n_saved++;
    return tell_answer(cx, s, l, i);
}

static struct err *
find_task(struct cx *cx, struct saving *s)
{
    bool found;

    if (s->task) {
        TRY(task_by_id(cx, s->task->id, &s->now, &found));
        return found ? NULL : task_unknown(cx);
    }
    TRY(task_get(cx, s->in->code, &s->now));
    return must(cx, MAY_ANSWER, task_owes(&s->now));
}

static struct err *
save_all(struct cx *cx, struct saving *s)
{
    TRY(task_taken(cx, s->in->mark, &s->in->is_again));
    if (s->in->is_again)
        return NULL;
    for (size_t i = 0; i < s->in->n; i++)
        TRY(save_row(cx, s, i));
    return s->in->n_saved > 0 ? task_touch(cx, s->now.id, NULL) : NULL;
}

static struct err *
save_once(struct cx *cx, void *arg)
{
    struct saving *s = arg;

    s->in->n_faults = s->in->n_saved = 0;
    s->in->fault = NEWS(cx->arena, struct task_fault, s->in->n + 1);
    s->value = NEWS(cx->arena, struct str, s->in->n + 1);
    TRY(find_task(cx, s));
    TRY(was_taken(cx, s->in->mark, &s->in->is_again));
    if (s->in->is_again)
        return NULL;
    if (task_has_ended(task_state_of(&s->now)))
        return task_wrong_state(cx, &s->now);
    TRY(task_lines_of(cx, &s->now, &s->lines));
    for (size_t i = 0; i < s->in->n; i++)
        check_row(cx, s, i);
    return s->in->n_faults > 0 ? NULL : save_all(cx, s);
}

struct err *
task_save(struct cx *cx, struct task_saving *in)
{
    struct saving s = { .in = in };

    return store_change(cx, "task_save", save_once, &s);
}

struct err *
task_save_as(struct cx *cx, const struct task *t, int64_t link, struct task_saving *in)
{
    struct saving s = { .task = t, .link = link, .in = in };

    return store_change(cx, "task_save", save_once, &s);
}
