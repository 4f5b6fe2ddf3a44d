/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* task_data.c — tasks, requests and answers as rows and JSON. */
#include "base/arena.h"
#include "base/money.h"
#include "ground/journal/journal_word.h"
#include "office/task/task_page.h"

struct str
task_href(struct arena *a, struct str code)
{
    return str_fmt(a, "/tasks/%.*s", TEXT(code));
}

struct str
task_request_href(struct arena *a, struct str code)
{
    return str_fmt(a, "/requests/%.*s", TEXT(code));
}

struct str
task_board_href(struct arena *a, const struct task_listing *l, const char *format)
{
    return str_fmt(a, "/tasks.%s?%.*s&after=%lld", format, TEXT(l->words),
                   (long long)l->filter.after);
}

struct str
task_who(const struct task *t)
{
    if (str_is_known(t->org_name))
        return t->org_name;
    return str_is_known(t->region_name) ? t->region_name : S("Indonesia");
}

struct str
task_open_href(struct arena *a, const struct task *t)
{
    return t->href.n > 0 ? t->href : task_href(a, t->code);
}

/* What slices feed the board with, as the journal calls it. */
struct msg
task_thing_label(const struct cx *cx, struct str thing)
{
    return str_eq(thing, S("request")) ? MSG("request for data") : journal_thing_label(cx, thing);
}

struct msg
task_kind_label(struct str word)
{
    enum task_kind kind = TASK_TEXT;

    task_kind_read(word, &kind);
    return (struct msg){ .id = task_kinds[kind].label };
}

bool
task_is_late(const struct task *t, struct date today)
{
    return task_is_owed(task_state_of(t)) && date_cmp(date_of_iso(t->due), today) < 0;
}

struct msg
task_late(struct arena *a, enum lang lang, const struct task *t, struct date today)
{
    int32_t    left = date_days(date_of_iso(t->due)) - date_days(today);
    struct str n = int_text(a, lang, left < 0 ? -left : left);

    if (!task_is_owed(task_state_of(t)))
        return MSG_NONE;
    if (left < 0)
        return MSG("{0} days late", n);
    if (left == 0)
        return MSG("today");
    return left == 1 ? MSG("tomorrow") : MSG("in {0} days", n);
}

/* ---- rows ----------------------------------------------------------------------------------- */

static const struct column task_columns[] = {
    { "code",     { .id = N_("Code") }, COLUMN_TEXT },
    { "due",      { .id = N_("Last day") }, COLUMN_TEXT },
    { "provisional", { .id = N_("Provisional") }, COLUMN_BOOL },
    { "org_code", { .id = N_("Organisation (code)") }, COLUMN_TEXT },
    { "owes",     { .id = N_("Who owes") }, COLUMN_TEXT },
    { "title",    { .id = N_("What is owed") }, COLUMN_TEXT },
    { "state",    { .id = N_("State") }, COLUMN_TEXT },
    { "thing",    { .id = N_("Kind") }, COLUMN_TEXT },
    { "key",      { .id = N_("Of what") }, COLUMN_TEXT },
    { "asked_extension", { .id = N_("More time asked for, until") }, COLUMN_TEXT },
};

struct table
task_table(struct cx *cx, const struct task_set *set)
{
    struct table t = table_in(cx->arena, task_columns, COUNT(task_columns), set->n);

    for (size_t i = 0; i < set->n; i++) {
        const struct task *r = &set->row[i];
        struct str        *cell = table_row(&t);

        cell[0] = r->code;
        cell[1] = r->due;
        cell[2] = str_bool(r->is_provisional);
        cell[3] = r->org_code;
        cell[4] = task_who(r);
        cell[5] = r->title;
        cell[6] = r->state;
        cell[7] = r->thing;
        cell[8] = r->key;
        cell[9] = r->wish;
    }
    return t;
}

static const struct column request_columns[] = {
    { "code",     { .id = N_("Code") }, COLUMN_TEXT },
    { "title",    { .id = N_("Title of the request") }, COLUMN_TEXT },
    { "due",      { .id = N_("Last day") }, COLUMN_TEXT },
    { "tasks",    { .id = N_("Organisations") }, COLUMN_INT },
    { "owed",     { .id = N_("Outstanding") }, COLUMN_INT },
    { "answered", { .id = N_("Waits for approval") }, COLUMN_INT },
};

struct table
task_requests_table(struct cx *cx, const struct task_request_set *set)
{
    struct table t = table_in(cx->arena, request_columns, COUNT(request_columns), set->n);

    for (size_t i = 0; i < set->n; i++) {
        const struct task_request_line *r = &set->row[i];
        struct str                     *cell = table_row(&t);

        cell[0] = r->code;
        cell[1] = r->title;
        cell[2] = r->due;
        cell[3] = str_int(cx->arena, r->tasks);
        cell[4] = str_int(cx->arena, r->owed);
        cell[5] = str_int(cx->arena, r->answered);
    }
    return t;
}

/* ---- one ------------------------------------------------------------------------------------ */

static void
field_json(struct json *j, const struct task_field *f)
{
    json_open(j, '{');
    json_str_at(j, "number", f->line->item.number);
    json_str_at(j, "question", f->line->item.question);
    json_str_at(j, "kind", f->line->item.kind);
    json_str_at(j, "unit", f->line->item.unit);
    json_bool_at(j, "required", f->line->item.is_required);
    json_str_at(j, "value", f->line->is_answered ? f->line->answer.value : (struct str){ 0 });
    json_str_at(j, "note", f->line->is_answered ? f->line->answer.note : (struct str){ 0 });
    json_key(j, "documents");
    json_open(j, '[');
    for (size_t i = 0; i < f->n_documents; i++)
        json_str(j, f->document[i].code);
    json_close(j, ']');
    json_close(j, '}');
}

void
task_json(struct json *j, const void *page)
{
    const struct task_page *p = page;
    const struct task      *t = &p->task;

    json_open(j, '{');
    json_str_at(j, "code", t->code);
    json_str_at(j, "title", t->title);
    json_str_at(j, "thing", t->thing);
    json_str_at(j, "key", t->key);
    json_str_at(j, "part", t->part);
    json_str_at(j, "owes", task_who(t));
    json_str_at(j, "org_code", t->org_code);
    json_str_at(j, "due", t->due);
    json_bool_at(j, "provisional", t->is_provisional);
    json_str_at(j, "state", t->state);
    json_str_at(j, "asked_extension", t->wish);
    json_int_at(j, "version", t->version);
    json_key(j, "items");
    json_open(j, '[');
    for (size_t i = 0; i < p->sheet.n; i++)
        field_json(j, &p->sheet.field[i]);
    json_close(j, ']');
    json_close(j, '}');
}
