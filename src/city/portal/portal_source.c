/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* portal_source.c — what a series rests on: each source once, with its years and its notes. */
#include "city/portal/portal_page.h"

#include <assert.h>

#include "base/arena.h"

enum { FACTS_OF_RESULT = 5 };       /* beside those of the items */

static struct portal_source *
source_at(struct portal_source *list, size_t *n, const struct instrument_fact *f)
{
    struct str href = str_is_known(f->source_url) ? f->source_url : S("");

    for (size_t i = 0; i < *n; i++)
        if (str_eq(list[i].title, f->source) && str_eq(list[i].href, href))
            return &list[i];
    if (*n == PORTAL_SOURCES_MAX)
        return NULL;
    list[*n] = (struct portal_source){ .title = f->source, .href = href };
    if (str_is_known(f->source_date))
        date_parse(f->source_date, &list[*n].date);
    return &list[(*n)++];
}

/* "Kota Kediri 2020, 2021": a year is said once; with a name, the name once before its years. */
static void
add_year(struct arena *a, struct portal_source *s, struct str name, int64_t year)
{
    struct str text = str_int(a, year);
    bool       named = name.n > 0 && !str_find(s->years, name, &(size_t){ 0 });

    if (str_ends(s->years, text) && !named)
        return;
    s->years = str_fmt(a, "%.*s%s%.*s%s%.*s", TEXT(s->years),
                       s->years.n == 0 ? "" : named ? "; " : ", ", TEXT(named ? name : S("")),
                       named ? " " : "", TEXT(text));
}

static void
add_note(struct cx *cx, struct portal_source *s, const struct instrument_fact *f)
{
    struct str note = cx->lang == LANG_ID ? f->note_id : f->note_en;

    if (!str_is_known(note) || note.n == 0 || str_find(s->note, note, &(size_t){ 0 }))
        return;
    s->note = str_fmt(cx->arena, "%.*s%s%lld: %.*s", TEXT(s->note), s->note.n ? " \u00b7 " : "",
                      (long long)f->year, TEXT(note));
}

static size_t
add_fact(struct cx *cx, struct str name, const struct instrument_fact *f,
         struct portal_source *list, size_t n)
{
    struct portal_source *s = f ? source_at(list, &n, f) : NULL;

    if (s) {
        add_year(cx->arena, s, name, f->year);
        add_note(cx, s, f);
    }
    return n;
}

size_t
portal_add_sources(struct cx *cx, const struct instrument_series *series, struct str name,
                   struct portal_source *list, size_t n)
{
    for (size_t y = 0; y < series->n; y++) {
        const struct instrument_result *r = &series->year[y];
        const struct instrument_fact   *beside[FACTS_OF_RESULT] = {
            r->target.fact, r->improvement_published, r->rank_national, r->ranked_national,
            r->rank_province,
        };

        for (size_t i = 0; i < series->instrument.tree.n; i++)
            n = add_fact(cx, name, r->actual[i].fact, list, n);
        for (size_t i = 0; i < COUNT(beside); i++)
            n = add_fact(cx, name, beside[i], list, n);
    }
    assert(n <= PORTAL_SOURCES_MAX);
    return n;
}
