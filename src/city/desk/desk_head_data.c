/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* desk_head_data.c — a head's page as JSON: all of it, also what the page leaves to other pages. */
#include "base/arena.h"
#include "base/json.h"
#include "city/desk/desk_page.h"

static void
dec_at(struct json *j, const char *key, bool known, struct dec value)
{
    if (known) {
        json_dec_at(j, key, value);
        return;
    }
    json_key(j, key);
    json_unknown(j);
}

static void
maybe_at(struct json *j, const char *key, bool known, int64_t n)
{
    json_maybe_at(j, key, known ? KNOWN(n) : (struct maybe_int){ 0 });
}

static void
fact_at(struct json *j, const char *key, const struct instrument_fact *fact)
{
    json_str_at(j, key, fact ? fact->value : (struct str){ NULL, 0 });
}

static void
index_json(struct json *j, const struct desk_index *x)
{
    const struct instrument_result *last = x->last;
    bool                            aims = x->aimed != NULL;

    json_str_at(j, "instrument", x->series.instrument.code);
    maybe_at(j, "year", last != NULL, last ? last->year : 0);
    dec_at(j, "index", last != NULL, last ? last->actual[0].given.value : DEC(0));
    maybe_at(j, "target_year", aims, aims ? x->aimed->year : 0);
    dec_at(j, "target", aims, aims ? x->aimed->target.given.value : DEC(0));
    dec_at(j, "over_target", x->gap.known, x->gap.by);
    fact_at(j, "rank_national", last ? last->rank_national : NULL);
    fact_at(j, "ranked_national", last ? last->ranked_national : NULL);
    fact_at(j, "rank_province", last ? last->rank_province : NULL);
    json_str_at(j, "source", x->href);
    maybe_at(j, "weakest_year", x->n_weak > 0, x->weak_year);
    json_key(j, "weakest");
    json_open(j, '[');
    for (size_t i = 0; i < x->n_weak; i++) {
        json_open(j, '{');
        json_str_at(j, "item", x->weak[i].title);
        json_str_at(j, "within", x->weak[i].within);
        json_dec_at(j, "figure", x->weak[i].figure);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void
lates_json(struct json *j, const struct desk_head *h)
{
    json_key(j, "late");
    json_open(j, '[');
    for (size_t i = 0; i < h->n_lates; i++) {
        json_open(j, '{');
        json_str_at(j, "round", h->late[i].round_code);
        json_str_at(j, "organisation", h->late[i].org_code);
        json_str_at(j, "name", h->late[i].org_name);
        json_int_at(j, "items", h->late[i].items);
        json_str_at(j, "due", h->late[i].due);
        json_int_at(j, "days", desk_days_late(h, h->late[i].due));
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void
findings_json(struct json *j, const struct desk_head *h)
{
    json_key(j, "findings");
    json_open(j, '[');
    for (size_t i = 0; i < h->n_findings; i++) {
        const struct desk_finding *f = &h->finding[i];

        json_open(j, '{');
        json_str_at(j, "item", f->item);
        json_str_at(j, "text", f->text);
        json_str_at(j, "organisation", f->org);
        json_str_at(j, "due", f->due);
        json_str_at(j, "href", f->href);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void
waits_json(struct json *j, const struct desk_head *h)
{
    json_key(j, "waiting");
    json_open(j, '[');
    for (size_t i = 0; i < h->n_waits; i++) {
        const struct desk_wait *w = &h->wait[i];

        json_open(j, '{');
        json_str_at(j, "what", desk_wait_word(w->kind));
        json_str_at(j, "title", w->title);
        json_str_at(j, "organisation", w->who);
        json_str_at(j, "due", w->due);
        json_str_at(j, "href", w->href);
        json_close(j, '}');
    }
    json_close(j, ']');
}

void
desk_head_json(struct json *j, const void *head)
{
    const struct desk_head *h = head;

    json_open(j, '{');
    json_str_at(j, "region", h->region.code);
    json_str_at(j, "name", h->region.name);
    json_str_at(j, "day", date_iso(h->cx->arena, h->today));
    index_json(j, &h->index);
    lates_json(j, h);
    findings_json(j, h);
    waits_json(j, h);
    json_close(j, '}');
}
