/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* aim_data.c — the same as JSON: codes, all digits, unknown as null. */
#include "city/aim/aim_page.h"

static void
index_json(struct json *j, const char *key, struct aim_index index)
{
    json_key(j, key);
    if (index.known)
        json_dec(j, index.value);
    else
        json_unknown(j);
}

static void
step_index_json(struct json *j, const char *key, const struct score_step *step)
{
    index_json(j, key, (struct aim_index){ score_has_figure(step), step->value });
}

static void
year_json(struct json *j, const char *key, const struct instrument_result *r)
{
    json_maybe_at(j, key, r ? KNOWN(r->year) : (struct maybe_int){ .known = false });
}

static void
target_json(struct json *j, const struct aim_count *c)
{
    const struct instrument_fact *fact = c->aimed ? c->aimed->target.fact : NULL;

    json_key(j, "target");
    if (!c->has_target) {
        json_unknown(j);
        return;
    }
    json_open(j, '{');
    json_dec_at(j, "value", c->target);
    year_json(j, "year", c->aimed);
    json_str_at(j, "source", fact ? fact->source : (struct str){ NULL, 0 });
    json_str_at(j, "source_url", fact ? fact->source_url : (struct str){ NULL, 0 });
    json_close(j, '}');
}

static void
item_json(struct json *j, const struct aim_count *c, const struct aim_item *x)
{
    const struct instrument_item *item = &c->now.instrument.item[x->item];
    bool                          is_up = x->up.n > 0 && c->now.step[0].missing == 0;

    json_open(j, '{');
    json_str_at(j, "item", c->series.instrument.item[item->plain].code);
    json_str_at(j, "of", item->of);
    json_dec_at(j, "value", c->now.step[x->item].value);
    index_json(j, "next", (struct aim_index){ x->up.n > 0, x->up.n > 0 ? x->up.rung[0] : x->by });
    index_json(j, "adds", (struct aim_index){ x->gains, x->by });
    index_json(j, "index_then", is_up ? x->index_up[0] : (struct aim_index){ .known = false });
    index_json(j, "alone", (struct aim_index){ x->can_alone, x->alone });
    json_close(j, '}');
}

static const char *
way_code(enum aim_way way)
{
    static const char *const code[] = {
        [AIM_UNKNOWN] = "unknown", [AIM_THERE] = "there", [AIM_FEWEST] = "fewest",
        [AIM_FOUND] = "found", [AIM_OUT_OF_REACH] = "out_of_reach", [AIM_NOT_FOUND] = "not_found",
    };

    return code[way];
}

static void
steps_json(struct json *j, const struct aim_count *c, const struct aim_plan *p)
{
    for (size_t i = 0; i < c->n; i++) {
        const struct instrument_item *item = &c->now.instrument.item[c->item[i].item];

        if (p->rungs[i] == 0)
            continue;
        json_open(j, '{');
        json_str_at(j, "item", c->series.instrument.item[item->plain].code);
        json_str_at(j, "of", item->of);
        json_int_at(j, "steps", (int64_t)p->rungs[i]);
        json_dec_at(j, "from", c->now.step[c->item[i].item].value);
        json_dec_at(j, "to", c->item[i].up.rung[p->rungs[i] - 1]);
        json_close(j, '}');
    }
}

static void
plan_json(struct json *j, const char *key, const struct aim_count *c, const struct aim_plan *p,
          struct dec to)
{
    json_key(j, key);
    if (!p->rungs) {
        json_unknown(j);
        return;
    }
    json_open(j, '{');
    json_dec_at(j, "to", to);
    json_str_at(j, "way", str_of(way_code(p->way)));
    json_int_at(j, "n_steps", (int64_t)p->n_steps);
    index_json(j, "index_then", p->after);
    json_int_at(j, "computed", (int64_t)p->n_computed);
    json_key(j, "steps");
    json_open(j, '[');
    steps_json(j, c, p);
    json_close(j, ']');
    json_close(j, '}');
}

static void
between_json(struct json *j, const struct aim_count *c)
{
    json_key(j, "between");
    if (!c->is_between) {
        json_unknown(j);
        return;
    }
    json_open(j, '{');
    json_dec_at(j, "low", c->between.low.value);
    json_dec_at(j, "high", c->between.high.value);
    json_close(j, '}');
}

static void
missing_json(struct json *j, const struct aim_count *c)
{
    json_key(j, "missing");
    json_open(j, '[');
    for (size_t i = 0; i < c->now.n_missing; i++)
        json_str(j, c->now.instrument.item[c->now.missing[i]].code);
    json_close(j, ']');
}

/* What gives most comes first; what adds nothing, or an unknown amount, follows. */
static void
items_json(struct json *j, const struct aim_count *c)
{
    json_key(j, "items");
    json_open(j, '[');
    for (size_t i = 0; i < c->n_gain; i++)
        item_json(j, c, &c->item[c->order[i]]);
    for (size_t i = 0; i < c->n; i++)
        if (!c->item[i].gains || c->item[i].by.units <= 0)
            item_json(j, c, &c->item[i]);
    json_close(j, ']');
}

void
aim_json(struct json *j, const void *count)
{
    const struct aim_count *c = count;

    json_open(j, '{');
    json_str_at(j, "region", c->series.region.code);
    json_str_at(j, "instrument", c->series.instrument.code);
    year_json(j, "from", c->from);
    step_index_json(j, "index_before", &c->start.step[0]);
    step_index_json(j, "index", &c->now.step[0]);
    between_json(j, c);
    missing_json(j, c);
    target_json(j, c);
    json_bool_at(j, "is_sum", c->is_linear);
    items_json(j, c);
    plan_json(j, "to_target", c, &c->to_target, c->target);
    plan_json(j, "to_mark", c, &c->to_mark, c->mark);
    json_int_at(j, "computed", (int64_t)c->n_computed);
    json_close(j, '}');
}
