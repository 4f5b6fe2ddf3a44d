/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* subject_data.c — what is held of a person, by class for a page and as rows. */
#include "base/arena.h"
#include "base/money.h"
#include "ground/subject/subject_page.h"

enum { WIB_S = 7 * 60 * 60, YEAR_DAYS = 365 };

struct date
subject_day(int64_t at)
{
    return date_of_time(at, WIB_S);
}

struct date
subject_kept_until(const struct subject_held *h)
{
    struct maybe_int due = personal_due(h->personal, h->at, h->past_at);

    return due.known ? subject_day(due.n) : (struct date){ 0 };
}

struct msg
personal_kept_text(struct arena *a, enum lang lang, const struct personal_class *c)
{
    struct str days = int_text(a, lang, c->days);

    if (c->from != FROM_SEEN && c->days > YEAR_DAYS && c->days % YEAR_DAYS == 0)
        return MSG("For as long as it is in use, then {0} years",
                   int_text(a, lang, c->days / YEAR_DAYS));
    return c->from == FROM_SEEN
        ? MSG("{0} days", days)
        : MSG("For as long as it is in use, then {0} days", days);
}

void
subject_page_of(struct arena *a, const struct subject_holding *h, struct subject_page *page)
{
    *page = (struct subject_page){ .n = 0 };
    for (enum personal p = PERSONAL_NONE + 1; p < PERSONALS_N; p++) {
        struct subject_shown *shown = &page->class[page->n];

        shown->class = personal_class_of(p);
        shown->value = NEWS(a, struct subject_held, h->n);
        for (size_t i = 0; i < h->n; i++)
            if (h->row[i].personal == p)
                shown->value[shown->n++] = h->row[i];
        page->n += shown->n > 0;
    }
}

static struct str
iso_or_unknown(struct arena *a, struct date d)
{
    return d.year ? date_iso(a, d) : (struct str){ NULL, 0 };
}

static void
fill_row(struct cx *cx, const struct subject_held *h, struct str *cell)
{
    const struct personal_class *c = personal_class_of(h->personal);

    cell[0] = str_of(c->word);
    cell[1] = h->value;
    cell[2] = time_iso(cx->arena, h->at);
    cell[3] = h->past_at.known ? time_iso(cx->arena, h->past_at.n) : (struct str){ NULL, 0 };
    cell[4] = iso_or_unknown(cx->arena, subject_kept_until(h));
    cell[5] = msg_text(cx->arena, cx->lang, (struct msg){ .id = c->purpose });
    cell[6] = msg_text(cx->arena, cx->lang, (struct msg){ .id = c->basis });
    cell[7] = str_fmt(cx->arena, "%d", (int)c->days);
}

struct table
subject_table(struct cx *cx, const struct subject_holding *h)
{
    static const struct column column[] = {
        { "class",      { .id = N_("Kind") },               COLUMN_TEXT },
        { "value",      { .id = N_("Value") },              COLUMN_TEXT },
        { "since",      { .id = N_("Since") },              COLUMN_TEXT },
        { "past_since", { .id = N_("Not in use since") },   COLUMN_TEXT },
        { "kept_until", { .id = N_("Kept until") },         COLUMN_TEXT },
        { "purpose",    { .id = N_("What it is for") },     COLUMN_TEXT },
        { "basis",      { .id = N_("Legal basis") },        COLUMN_TEXT },
        { "days",       { .id = N_("Days") },               COLUMN_INT },
    };
    struct table t = table_in(cx->arena, column, COUNT(column), h->n);

    for (size_t i = 0; i < h->n; i++)
        fill_row(cx, &h->row[i], table_row(&t));
    return t;
}
