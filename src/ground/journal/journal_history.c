/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* journal_history.c — the lines of one record, for people, and the panel that shows them. */
#include "base/arena.h"
#include "ground/journal/journal_line.h"
#include "ground/journal/journal_sql.h"
#include "ground/journal/journal_view.h"

enum { LINES_MAX = 100 };

static struct journal_reader
reader_of(const struct cx *cx, const struct journal_topic *t)
{
    return (struct journal_reader){
        .names = may(cx, MAY_READ_WORK, t->scope),
        .persons = may(cx, MAY_READ_PERSON, t->scope),
    };
}

/* The tail is newer than all that is sealed. */
static struct err *
newest(struct cx *cx, const struct journal_topic *t, int64_t most, struct journal_lines *lines)
{
    struct journal_reader reader = reader_of(cx, t);
    struct journal_row   *tail, *fact;
    size_t                n_tail, n_fact;

    TRY(journal_tail_of(cx, str_of(t->thing), t->key, most, &tail, &n_tail));
    TRY(journal_fact_of(cx, str_of(t->thing), t->key, most - (int64_t)n_tail, &fact, &n_fact));
    *lines = (struct journal_lines){ .row = NEWS(cx->arena, struct journal_line, n_tail + n_fact) };
    for (size_t i = 0; i < n_tail; i++)
        TRY(journal_line_of(cx, &tail[i], reader, &lines->row[lines->n++]));
    for (size_t i = 0; i < n_fact; i++)
        TRY(journal_line_of(cx, &fact[i], reader, &lines->row[lines->n++]));
    return NULL;
}

struct err *
journal_of(struct cx *cx, const struct journal_topic *topic, struct journal_lines *lines)
{
    return newest(cx, topic, LINES_MAX, lines);
}

struct err *
journal_latest(struct cx *cx, const struct journal_topic *topic, struct journal_line *line,
               bool *found)
{
    struct journal_lines lines;

    TRY(newest(cx, topic, 1, &lines));
    *found = lines.n > 0;
    if (*found)
        *line = lines.row[0];
    return NULL;
}

struct err *
journal_history(struct cx *cx, const struct journal_topic *topic, struct html *out)
{
    struct journal_lines lines;
    struct view          v = view_in(cx->arena, cx->lang);

    TRY(journal_of(cx, topic, &lines));
    journal_history_view(&v, &lines);
    *out = view_html(&v);
    return NULL;
}
