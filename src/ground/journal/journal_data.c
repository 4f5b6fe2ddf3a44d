/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* journal_data.c — the journal as data: the rows of the list, the JSON of a day's head. */
#include "base/arena.h"
#include "base/calendar.h"
#include "ground/journal/journal_page.h"
#include "ground/journal/journal_word.h"

static const struct column columns[] = {
    { "seq",    { .id = N_("Line") },        COLUMN_INT },
    { "at",     { .id = N_("When") },        COLUMN_TEXT },
    { "by",     { .id = N_("Who acted") },   COLUMN_TEXT },
    { "post",   { .id = N_("Post") },        COLUMN_TEXT },
    { "name",   { .id = N_("Name") },        COLUMN_TEXT },
    { "verb",   { .id = N_("What was done") }, COLUMN_TEXT },
    { "thing",  { .id = N_("To what") },     COLUMN_TEXT },
    { "key",    { .id = N_("Which") },       COLUMN_TEXT },
    { "change", { .id = N_("Change") },      COLUMN_TEXT },
    { "note",   { .id = N_("Note") },        COLUMN_TEXT },
    { "why",    { .id = N_("Reason") },      COLUMN_TEXT },
};

enum { CHANGE_MAX = 1 << 20 };

/* "name: Dinas A -> Dinas B; year: 2024 -> 2025" */
static struct str
change_text(struct arena *a, const struct journal_line *l)
{
    struct buf b = buf_in(a, CHANGE_MAX);

    for (size_t i = 0; i < l->n_fields; i++) {
        const struct journal_field *f = &l->field[i];

        buf_fmt(&b, "%s%.*s: %.*s -> %.*s", i > 0 ? "; " : "",
                TEXT(msg_text(a, LANG_EN, f->label)), TEXT(f->before), TEXT(f->after));
    }
    return b.full || b.n == 0 ? (struct str){ NULL, 0 } : buf_str(&b);
}

struct table
journal_table(struct arena *a, const struct journal_lines *lines)
{
    struct table t = table_in(a, columns, COUNT(columns), lines->n);

    for (size_t i = 0; i < lines->n; i++) {
        const struct journal_line *l = &lines->row[i];
        struct str                *cell = table_row(&t);

        if (l->seq > 0)
            cell[0] = str_int(a, l->seq);
        cell[1] = time_iso(a, l->at);
        cell[2] = journal_actor_word(l->by);
        cell[3] = l->post;
        cell[4] = l->actor;
        cell[5] = l->verb != JOURNAL_NOTHING ? journal_verb_word(l->verb) : (struct str){ NULL, 0 };
        cell[6] = l->thing;
        cell[7] = l->key;
        cell[8] = change_text(a, l);
        cell[9] = l->note;
        cell[10] = l->why;
    }
    return t;
}

void
journal_head_json(struct json *j, const void *model)
{
    const struct journal_head *h = model;

    json_open(j, '{');
    json_str_at(j, "day", h->day_text);
    json_int_at(j, "lines_of_day", h->n_of_day);
    json_int_at(j, "seq", h->seq);
    json_str_at(j, "hash", h->hash);
    json_close(j, '}');
}

struct journal_filter
journal_filter_of(const struct journal_query *q)
{
    return (struct journal_filter){
        .thing = q->thing, .key = q->key, .post = q->post, .day = q->day, .account = q->account,
        .before = q->before,
    };
}
