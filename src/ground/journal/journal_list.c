/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* journal_list.c — see journal_list.h. */
#include "ground/journal/journal_list.h"

#include <assert.h>

#include "base/arena.h"
#include "base/secret.h"
#include "ground/journal/journal_line.h"
#include "ground/journal/journal_sql.h"
#include "store/store.h"

struct journal_span
journal_day_span(struct date day)
{
    if (day.year == 0)
        return (struct journal_span){ INT64_MIN, INT64_MAX };
    int64_t since = (int64_t)date_days(day) * DAY_S - WIB_S;

    return (struct journal_span){ since, since + DAY_S };
}

/* ---- the list ------------------------------------------------------------------------------- */

struct asked {
    const struct journal_filter *filter;
    int64_t                      most;
    struct journal_list         *list;
};

static struct str
known(struct str s)
{
    return str_is_known(s) ? s : S("");
}

/* The tail is shown before all sealed lines, and only on the first page. */
static struct err *
list_tail(struct cx *cx, const struct asked *q, struct journal_row **row, size_t *n)
{
    const struct journal_filter *f = q->filter;
    struct journal_span          span = journal_day_span(f->day);

    *n = 0;
    if (f->before > 0)
        return NULL;
    return journal_tail_list(cx, reach_of(cx, MAY_READ_JOURNAL), &(struct journal_tail_list_in){
        .since = span.since, .until = span.until, .thing = known(f->thing), .key = known(f->key),
        .post = known(f->post), .account = f->account, .most = q->most }, row, n);
}

static struct err *
list_facts(struct cx *cx, const struct asked *q, int64_t most, struct journal_row **row, size_t *n)
{
    const struct journal_filter *f = q->filter;
    struct journal_span          span = journal_day_span(f->day);

    return journal_fact_list(cx, reach_of(cx, MAY_READ_JOURNAL), &(struct journal_fact_list_in){
        .since = span.since, .until = span.until, .thing = known(f->thing), .key = known(f->key),
        .post = known(f->post), .account = f->account,
        .before = f->before > 0 ? f->before : INT64_MAX, .most = most }, row, n);
}

static struct err *
list_once(struct cx *cx, void *arg)
{
    const struct asked  *q = arg;
    struct journal_reader reader = { .names = true };
    struct journal_lines *lines = &q->list->lines;
    struct journal_row   *tail, *fact;
    size_t                n_tail, n_fact;

    *q->list = (struct journal_list){ .older = 0 };
    TRY(list_tail(cx, q, &tail, &n_tail));
    int64_t left = q->most - (int64_t)n_tail;

    TRY(list_facts(cx, q, left + 1, &fact, &n_fact));       /* one more tells whether it is there */
    if ((int64_t)n_fact > left) {
        n_fact--;
        q->list->older = n_fact > 0 ? fact[n_fact - 1].seq : INT64_MAX;
    }
    lines->row = NEWS(cx->arena, struct journal_line, n_tail + n_fact);
    for (size_t i = 0; i < n_tail; i++)
        TRY(journal_line_of(cx, &tail[i], reader, &lines->row[lines->n++]));
    for (size_t i = 0; i < n_fact; i++)
        TRY(journal_line_of(cx, &fact[i], reader, &lines->row[lines->n++]));
    return NULL;
}

struct err *
journal_list_of(struct cx *cx, const struct journal_filter *filter, int64_t most,
                struct journal_list *list)
{
    struct asked q = { filter, most, list };

    assert(most > 0 && most <= JOURNAL_LINES_MAX);
    TRY(must_somewhere(cx, MAY_READ_JOURNAL));
    return store_read(cx, "journal_list", list_once, &q);
}

/* ---- the head of a day ---------------------------------------------------------------------- */

struct err *
journal_head_of(struct cx *cx, struct date day, struct journal_head *head)
{
    struct journal_span span = journal_day_span(day);
    struct journal_day  row;
    struct journal_row  line;
    bool                found;

    TRY(journal_day(cx, span.since, span.until, &row, &found));
    *head = (struct journal_head){
        .day = day, .day_text = date_iso(cx->arena, day), .seq = row.last, .n_of_day = row.n,
    };
    if (row.last == 0)
        return NULL;
    TRY(journal_line_at(cx, row.last, &line, &found));
    head->hash = found ? secret_hex(cx->arena, line.hash) : (struct str){ NULL, 0 };
    return NULL;
}
