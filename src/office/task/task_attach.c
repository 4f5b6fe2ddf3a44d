/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* task_attach.c — documents of the vault beside an item's answer: added, cited, taken off. */
#include "base/arena.h"
#include "base/utf8.h"
#include "office/task/task_part.h"
#include "office/task/task_sql.h"
#include "store/store.h"

static struct err *
no_item(struct cx *cx, struct str number)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "task.item",
        .text = MSG("This request has no item {0}.", number), .where = S("number") });
}

static struct err *
item_of(struct cx *cx, const struct task *t, struct str number, struct task_item *item)
{
    struct task_lines lines;

    TRY(task_lines_of(cx, t, &lines));
    for (size_t i = 0; i < lines.n; i++)
        if (str_eq(lines.row[i].item.number, number)) {
            *item = lines.row[i].item;
            return NULL;
        }
    return no_item(cx, number);
}

/* At most 200 characters, cut where one ends. */
static struct str
title_of(struct cx *cx, const struct task_item *item)
{
    struct str title = str_fmt(cx->arena, "%.*s %.*s", TEXT(item->number), TEXT(item->question));
    size_t     n = title.n, bad;

    while (utf8_count(str_part(title, 0, n)) > 200)
        do
            n--;
        while (!utf8_is_valid(str_part(title, 0, n), &bad));
    return str_part(title, 0, n);
}

struct err *
task_attachment_add(struct cx *cx, const struct task *t, struct task_attached file,
                    struct str *document)
{
    struct task_item item = { .place = 0 };

    if (task_has_ended(task_state_of(t)))
        return task_wrong_state(cx, t);
    TRY(item_of(cx, t, file.number, &item));
    return document_add(cx, &(struct document_new){ .source = file.source, .org = t->org_code,
        .title = title_of(cx, &item), .sensitivity = SENSITIVITY_INTERNAL }, document);
}

/* ---- by an account -------------------------------------------------------------------------- */

struct citing { struct str code, number, document; bool takes_off; };

static struct err *
cite_once(struct cx *cx, void *arg)
{
    const struct citing *c = arg;
    struct task          t;
    struct task_item     item = { .place = 0 };
    struct citation      place;

    TRY(task_get(cx, c->code, &t));
    TRY(must(cx, MAY_ANSWER, task_owes(&t)));
    if (task_has_ended(task_state_of(&t)))
        return task_wrong_state(cx, &t);
    TRY(item_of(cx, &t, c->number, &item));
    place = (struct citation){ "task", t.code, item.number };
    TRY(c->takes_off ? document_uncite(cx, c->document, place)
                     : document_cite(cx, c->document, place));
    TRY(task_touch(cx, t.id, NULL));
    return journal_tell(cx, &(struct fact){ .verb = c->takes_off ? JOURNAL_ENDED : JOURNAL_ADDED,
        .thing = "task", .key = t.code, .scope = task_owes(&t),
        .note = str_fmt(cx->arena, "%.*s: %.*s", TEXT(item.number), TEXT(c->document)) });
}

struct err *
task_cite(struct cx *cx, struct str code, struct str number, struct str document)
{
    struct citing c = { code, number, document, false };

    return store_change(cx, "task_cite", cite_once, &c);
}

struct err *
task_uncite(struct cx *cx, struct str code, struct str number, struct str document)
{
    struct citing c = { code, number, document, true };

    return store_change(cx, "task_uncite", cite_once, &c);
}

struct err *
task_attach(struct cx *cx, struct str code, struct task_attached file)
{
    struct task t;
    struct str  document;

    TRY(task_get(cx, code, &t));
    TRY(must(cx, MAY_ANSWER, task_owes(&t)));
    TRY(task_attachment_add(cx, &t, file, &document));
    return task_cite(cx, code, file.number, document);
}
