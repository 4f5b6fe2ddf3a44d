/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* cohort_fact.c — the rules of a count and of a member. */
#include "city/cohort/cohort_fact.h"

#include "base/arena.h"

static struct err *
refuse(struct cx *cx, struct str field, struct err e)
{
    e.kind  = ERR_INPUT;
    e.where = field;
    return err_of(cx->arena, e);
}

static struct err *
check_notes(struct cx *cx, const struct cohort_cited *c, bool inferred)
{
    if (inferred && c->note_id.n == 0)
        return refuse(cx, S("note_id"), (struct err){ .code = "cohort.note",
            .text = MSG("An inferred count needs a note that says how it follows.") });
    if ((c->note_id.n > 0) == (c->note_en.n > 0))
        return NULL;
    return refuse(cx, S("note_id"), (struct err){ .code = "cohort.note",
        .text = MSG("A note stands in both languages or in none.") });
}

struct err *
cohort_cited_check(struct cx *cx, const struct cohort_cited *c, bool inferred)
{
    struct str  url = c->source_url, on = c->source_date;
    struct date date;

    if (inferred)
        TRY(check_notes(cx, c, inferred));
    if (c->source.n == 0)
        return refuse(cx, S("source"), (struct err){ .code = "cohort.source",
            .text = MSG("A fact needs its source.") });
    if (c->publisher.n == 0)
        return refuse(cx, S("publisher"), (struct err){ .code = "cohort.publisher",
            .text = MSG("A source needs its publisher."),
            .hint = MSG("Name who published it.") });
    if (on.n > 0 && !date_parse(on, &date))
        return refuse(cx, S("source_date"), (struct err){ .code = "cohort.date",
            .text = MSG("{0} is not a date.", on),
            .hint = MSG("Write 2024-10-21, 2024-10 or 2024.") });
    if (url.n > 0 && !str_starts(url, S("https://")) && !str_starts(url, S("http://")))
        return refuse(cx, S("source_url"), (struct err){ .code = "cohort.url",
            .text = MSG("\"{0}\" is not a web address.", url),
            .hint = MSG("Begin it with https://") });
    return check_notes(cx, c, inferred);
}

struct err *
cohort_years_check(struct cx *cx, struct maybe_int year, struct maybe_int seen_year)
{
    if (!year.known || !seen_year.known)
        return NULL;
    return refuse(cx, S("seen_year"), (struct err){ .code = "cohort.years",
        .text = MSG("The year of joining is given, so this one says nothing more."),
        .hint = MSG("Leave one of the two years empty.") });
}

struct err *
cohort_region_check(struct cx *cx, const struct region *region)
{
    if (cohort_kind_takes_part(region->kind))
        return NULL;
    return refuse(cx, S("region_code"), (struct err){ .code = "cohort.kind",
        .text = MSG("{0} is neither a regency or city nor a province.", region->name) });
}
