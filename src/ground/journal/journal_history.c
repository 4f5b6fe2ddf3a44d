/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* journal_history.c — the lines of one record, for people. */
#include "ground/journal/journal.h"

#include "base/arena.h"
#include "ground/journal/journal_sql.h"
#include "ground/journal/journal_word.h"

enum { LINES_MAX = 100 };

/* "Plt. Kepala Dinas …" */
static struct str
post_of(struct cx *cx, const struct journal_row *row)
{
    struct msg as = hold_as_label(journal_hold_of(row->by_hold));

    if (!str_is_known(row->by_post) || !msg_is(as))
        return row->by_post;
    return str_fmt(cx->arena, "%.*s %.*s", TEXT(msg_text(cx->arena, cx->lang, as)),
                   TEXT(row->by_post));
}

static struct err *
actor_of(struct cx *cx, const struct journal_row *row, bool named, struct journal_line *line)
{
    line->by = journal_actor_of(row->by_kind);
    if (!named)
        return NULL;
    if (line->by == WHO_SHELL)
        line->actor = row->by_machine;
    if (row->by_name_id == 0)
        return NULL;
    TRY(subject_get(cx, (struct subject_value_id){ row->by_name_id }, &line->actor));
    line->erased = !str_is_known(line->actor);
    return NULL;
}

static struct err *
line_of(struct cx *cx, const struct journal_row *row, bool named, struct journal_line *line)
{
    *line = (struct journal_line){
        .seq = row->seq, .at = row->at, .verb = journal_verb_of(row->verb), .thing = row->thing,
        .key = row->key, .note = row->note, .why = row->why, .post = post_of(cx, row),
    };
    return actor_of(cx, row, named, line);
}

struct err *
journal_of(struct cx *cx, const struct journal_topic *t, struct journal_lines *lines)
{
    struct journal_row *tail, *fact;
    size_t              n_tail, n_fact;
    bool                named = may(cx, MAY_READ_WORK, t->scope);

    TRY(journal_tail_of(cx, str_of(t->thing), t->key, LINES_MAX, &tail, &n_tail));
    TRY(journal_fact_of(cx, str_of(t->thing), t->key, LINES_MAX, &fact, &n_fact));
    *lines = (struct journal_lines){ .row = NEWS(cx->arena, struct journal_line, LINES_MAX) };
    for (size_t i = 0; i < n_tail && lines->n < LINES_MAX; i++)
        TRY(line_of(cx, &tail[i], named, &lines->row[lines->n++]));
    for (size_t i = 0; i < n_fact && lines->n < LINES_MAX; i++)
        TRY(line_of(cx, &fact[i], named, &lines->row[lines->n++]));
    return NULL;
}

struct err *
journal_history(struct cx *cx, const struct journal_topic *topic, struct html *out)
{
    struct journal_lines lines;

    *out = (struct html){ 0 };
    return journal_of(cx, topic, &lines);
}

struct err *
journal_latest(struct cx *cx, const struct journal_topic *t, struct journal_line *line, bool *found)
{
    struct journal_row *row;
    size_t              n;

    TRY(journal_tail_of(cx, str_of(t->thing), t->key, 1, &row, &n));
    if (n == 0)
        TRY(journal_fact_of(cx, str_of(t->thing), t->key, 1, &row, &n));
    *found = n > 0;
    return n > 0 ? line_of(cx, &row[0], may(cx, MAY_READ_WORK, t->scope), line) : NULL;
}
