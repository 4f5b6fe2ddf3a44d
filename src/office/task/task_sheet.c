/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* task_sheet.c — the items of a task as fields of a form: what stands there, what was typed. */
#include "base/arena.h"
#include "base/secret.h"
#include "office/task/task_page.h"

struct str
task_mark(struct cx *cx)
{
    return secret_token(cx->arena);
}

/* ---- drawing -------------------------------------------------------------------------------- */

static void
as_it_stands(struct cx *cx, const struct task_line *l, struct task_field *f)
{
    f->line = l;
    task_kind_read(l->item.kind, &f->kind);
    f->id = str_fmt(cx->arena, "v-%.*s", TEXT(l->item.number));
    if (!l->is_answered)
        return;
    f->value = task_value_typed(cx->arena, f->kind, l->answer.value);
    f->note = l->answer.note;
    f->shown = task_value_shown(cx->arena, cx->lang, f->kind, l->answer.value);
}

static void
as_typed(const struct task_saving *s, struct task_field *f)
{
    for (size_t i = 0; i < s->n; i++)
        if (str_eq(s->typed[i].number, f->line->item.number)) {
            f->value = s->typed[i].value;
            f->note = s->typed[i].note;
        }
    for (size_t i = 0; i < s->n_faults; i++)
        if (str_eq(s->typed[s->fault[i].row].number, f->line->item.number)) {
            *(s->fault[i].in_note ? &f->note_fault : &f->fault) = s->fault[i].text;
        }
}

/* Those of the item: they come sorted by their part. */
static void
with_documents(const struct document_cited_set *cited, struct task_field *f)
{
    for (size_t i = 0; i < cited->n; i++) {
        if (!str_eq(cited->row[i].part, f->line->item.number))
            continue;
        if (f->n_documents++ == 0)
            f->document = &cited->row[i];
    }
}

static struct str
seen_of(struct cx *cx, const struct task_lines *lines)
{
    struct buf b = buf_in(cx->arena, lines->n * (TASK_NUMBER_MAX + 24) + 1);

    for (size_t i = 0; i < lines->n; i++)
        buf_fmt(&b, "%s%.*s:%lld", i > 0 ? " " : "", TEXT(lines->row[i].item.number),
                lines->row[i].is_answered ? (long long)lines->row[i].answer.version : 0);
    return b.n > 0 ? buf_str(&b) : S("");
}

struct err *
task_sheet_of(struct cx *cx, const struct task *t, const struct task_lines *lines,
              const struct task_saving *typed, struct task_sheet *sheet)
{
    struct document_cited_set cited;

    TRY(documents_of(cx, "task", t->code, &cited));
    sheet->field = NEWS(cx->arena, struct task_field, lines->n + 1);
    sheet->n = lines->n;
    for (size_t i = 0; i < lines->n; i++) {
        as_it_stands(cx, &lines->row[i], &sheet->field[i]);
        if (typed)
            as_typed(typed, &sheet->field[i]);
        with_documents(&cited, &sheet->field[i]);
    }
    sheet->n_faults = typed ? typed->n_faults : 0;
    sheet->mark = task_mark(cx);
    sheet->seen = seen_of(cx, lines);
    return NULL;
}

/* ---- reading -------------------------------------------------------------------------------- */

/* "3.2.1:2 3.2.4:0": the version that the page showed of that item; -1: none. */
static int64_t
seen_in(struct str seen, struct str number)
{
    struct str rest = seen, part, name, version;
    bool       more = seen.n > 0;
    int64_t    n;

    while (more) {
        more = str_cut(rest, ' ', &part, &rest);
        if (str_cut(part, ':', &name, &version) && str_eq(name, number)
            && str_int64(version, &n))
            return n;
    }
    return -1;
}

/* Browsers end lines by CR LF. */
static struct str
without_cr(struct cx *cx, struct str text)
{
    char  *p = NEWS(cx->arena, char, text.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] != '\r')
            p[n++] = text.p[i];
    return (struct str){ p, n };
}

void
task_typed_of(struct cx *cx, const struct query *q, struct task_saving *in)
{
    struct task_typed *row = NEWS(cx->arena, struct task_typed, q->n + 1);
    struct str         seen = query_value(q, S("seen"));

    in->typed = row;
    in->mark = query_value(q, S("mark"));
    for (size_t i = 0; i < q->n; i++) {
        struct str number = str_part(q->pair[i].name, 2, q->pair[i].name.n), note;

        if (!str_starts(q->pair[i].name, S("v.")))
            continue;
        note = query_value(q, str_fmt(cx->arena, "n.%.*s", TEXT(number)));
        row[in->n++] = (struct task_typed){ .number = number,
            .value = without_cr(cx, q->pair[i].value),
            .note = str_is_known(note) ? without_cr(cx, note) : S(""),
            .seen = seen_in(seen, number) };
    }
}
