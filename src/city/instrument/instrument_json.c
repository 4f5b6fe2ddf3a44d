/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* instrument_json.c — instruments, answers, results as JSON: codes, both languages, all digits. */
#include "city/instrument/instrument_page.h"

#include "base/arena.h"
#include "city/instrument/instrument_express.h"
#include "city/instrument/instrument_pack.h"

static const char *
state_code(enum score_state state)
{
    static const char *const code[] = {
        "unknown", "given", "computed", "stood_in", "not_applicable", "undefined",
    };

    return code[state];
}

static void
range_json(struct json *j, const char *key, struct score_range r)
{
    json_key(j, key);
    json_open(j, '{');
    json_dec_at(j, "low", r.low);
    json_dec_at(j, "high", r.high);
    json_bool_at(j, "low_included", r.low_in);
    json_bool_at(j, "high_included", r.high_in);
    json_close(j, '}');
}

static void
words_json(struct json *j, const char *key, struct instrument_words w)
{
    json_key(j, key);
    if (!str_is_known(w.id) && !str_is_known(w.en)) {
        json_unknown(j);
        return;
    }
    json_open(j, '{');
    json_str_at(j, "id", w.id);
    json_str_at(j, "en", w.en);
    json_close(j, '}');
}

static struct str
unknown(void)
{
    return (struct str){ NULL, 0 };
}

static void
words_list_json(struct json *j, const char *key, const struct instrument_words *w, size_t n)
{
    json_key(j, key);
    json_open(j, '[');
    for (size_t i = 0; i < n; i++) {
        json_open(j, '{');
        json_str_at(j, "id", w[i].id);
        json_str_at(j, "en", w[i].en);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void
kinds_json(struct json *j, const char *key, struct instrument_kinds kinds)
{
    json_key(j, key);
    json_open(j, '[');
    for (uint32_t k = REGION_PROVINCE; k <= REGION_CITY; k++)
        if (instrument_is_for(kinds, k))
            json_str(j, region_kind_word(k));
    json_close(j, ']');
}

/* ---- a computation, line by line ------------------------------------------------------------ */

static struct str
why_code(enum score_why why)
{
    static const char *const code[] = {
        NULL, "by_zero", "half_ratio", "off_scale", "no_value", "part_undefined",
    };

    return str_of(code[why]);
}

static void
step_json(struct json *j, const struct instrument *in, const struct score_step *s, size_t i)
{
    const struct score_node *node = &in->tree.node[i];

    json_str_at(j, "item", in->item[i].code);
    json_str_at(j, "part_of", instrument_parent_code(in, i));
    json_str_at(j, "how", str_of(instrument_hows[node->how]));
    json_str_at(j, "state", str_of(state_code(s->state)));
    if (s->state == SCORE_UNDEFINED)
        json_str_at(j, "why", why_code(s->why));
    json_dec_at(j, "share", s->share);
    if (!score_has_figure(s))
        return;
    json_dec_at(j, "value", s->value);
    if (node->rounds && s->state == SCORE_COMPUTED)
        json_dec_at(j, "before_rounding", s->before);
    range_json(j, "range", s->range);
    json_dec_at(j, "contribution", s->contribution);
}

static void
steps_json(struct json *j, const struct instrument *in, const struct score_step *step)
{
    json_key(j, "steps");
    json_open(j, '[');
    for (size_t i = 0; i < in->tree.n; i++) {
        json_open(j, '{');
        step_json(j, in, &step[i], i);
        json_close(j, '}');
    }
    json_close(j, ']');
}

/* ---- answers -------------------------------------------------------------------------------- */

static void
weight_json(struct json *j, const struct instrument *in, size_t i)
{
    json_key(j, "weight_percent");
    if (instrument_weighs(in, i))
        json_dec(j, in->item[i].percent);
    else
        json_unknown(j);
}

/* Why an expression has no value, for people: the code beside it says only that it has none. */
static void
reason_json(struct json *j, const struct instrument_answers *x, size_t i)
{
    struct arena *a = j->out->arena;
    struct msg    why = instrument_express_why(a, &x->instrument, x->step, (int32_t)i);

    if (msg_is(why))
        words_json(j, "reason", (struct instrument_words){ msg_text(a, LANG_ID, why),
                                                           msg_text(a, LANG_EN, why) });
}

static void
answer_json(struct json *j, const struct instrument_answers *x, size_t i)
{
    const struct instrument_item *item = &x->instrument.item[i];

    json_open(j, '{');
    step_json(j, &x->instrument, &x->step[i], i);
    reason_json(j, x, i);
    weight_json(j, &x->instrument, i);
    words_json(j, "title", item->title);
    if (str_is_known(item->of))
        json_str_at(j, "of", item->of);
    if (x->level[i]) {
        json_int_at(j, "level", x->level[i]->number);
        words_json(j, "level_title", x->level[i]->title);
    }
    if (instrument_says(item->unknown))
        words_json(j, "no_source", item->unknown);
    json_close(j, '}');
}

static void
bands_of_json(struct json *j, const struct instrument_answers *x)
{
    words_list_json(j, "bands", &x->instrument.band_title[x->band], x->n_bands);
}

static void
missing_json(struct json *j, const struct instrument_answers *x)
{
    json_key(j, "missing");
    json_open(j, '[');
    for (size_t i = 0; i < x->n_missing; i++)
        json_str(j, x->instrument.item[x->missing[i]].code);
    json_close(j, ']');
}

static void
index_json(struct json *j, const struct instrument_answers *x)
{
    json_key(j, "index");
    if (!score_has_figure(&x->step[0])) {
        json_unknown(j);
        return;
    }
    json_dec(j, x->step[0].value);
    range_json(j, "range", x->step[0].range);
    json_dec_at(j, "shown", score_shown(x->step[0].value, x->instrument.places));
}

void
instrument_answers_json(struct json *j, const void *answers)
{
    const struct instrument_answers *x = answers;

    json_open(j, '{');
    json_str_at(j, "instrument", x->instrument.code);
    json_str_at(j, "digest", x->instrument.digest);
    json_str_at(j, "kind", x->kind ? region_kind_word(x->kind) : unknown());
    index_json(j, x);
    bands_of_json(j, x);
    missing_json(j, x);
    json_key(j, "steps");
    json_open(j, '[');
    for (size_t i = 0; i < x->instrument.tree.n; i++)
        answer_json(j, x, i);
    json_close(j, ']');
    json_close(j, '}');
}

/* ---- an instrument -------------------------------------------------------------------------- */

static void
scale_of_json(struct json *j, struct score_scale scale)
{
    json_key(j, "scale");
    json_open(j, '{');
    json_dec_at(j, "min", scale.min);
    json_dec_at(j, "max", scale.max);
    json_close(j, '}');
}

static void
levels_json(struct json *j, const struct instrument_rubric *rubric)
{
    json_key(j, "levels");
    json_open(j, '[');
    for (size_t i = 0; i < rubric->n; i++) {
        const struct instrument_level *level = &rubric->level[i];
        json_open(j, '{');
        json_int_at(j, "level", level->number);
        json_dec_at(j, "value", level->value);
        words_json(j, "title", level->title);
        words_json(j, "criterion", level->criterion);
        words_json(j, "evidence", level->evidence);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void
rubrics_json(struct json *j, const struct instrument *in)
{
    json_key(j, "rubrics");
    json_open(j, '[');
    for (size_t i = 0; i < in->n_rubrics; i++) {
        json_open(j, '{');
        json_str_at(j, "id", in->rubric[i].code);
        words_json(j, "title", in->rubric[i].title);
        levels_json(j, &in->rubric[i]);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void
bands_json(struct json *j, const struct instrument *in)
{
    json_key(j, "bands");
    json_open(j, '[');
    for (size_t i = 0; i < in->bands.n; i++) {
        const struct score_band *band = &in->bands.band[i];
        json_open(j, '{');
        json_dec_at(j, "from", band->low);
        json_dec_at(j, band->high_in ? "to" : "below", band->high);
        words_json(j, "title", in->band_title[i]);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void
columns_json(struct json *j, const struct rule_table *t)
{
    json_key(j, "columns");
    json_open(j, '[');
    for (size_t i = 0; i < t->n_columns; i++) {
        json_open(j, '{');
        json_str_at(j, "id", t->column[i].name);
        json_str_at(j, "type", instrument_column_type(t->column[i].type));
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void
cell_json(struct json *j, const struct rule_table *t, size_t i)
{
    struct dec number;

    if (t->column[i % t->n_columns].type == RULE_NUMBER && dec_parse(t->cell[i], &number))
        json_dec(j, number);
    else
        json_str(j, t->cell[i]);
}

static void
rows_json(struct json *j, const struct rule_table *t)
{
    json_key(j, "rows");
    json_open(j, '[');
    for (size_t row = 0; row < t->n_rows; row++) {
        json_open(j, '[');
        for (size_t i = 0; i < t->n_columns; i++)
            cell_json(j, t, row * t->n_columns + i);
        json_close(j, ']');
    }
    json_close(j, ']');
}

static void
tables_json(struct json *j, const struct instrument *in)
{
    json_key(j, "tables");
    json_open(j, '[');
    for (size_t i = 0; i < in->n_tables; i++) {
        json_open(j, '{');
        json_str_at(j, "id", in->table[i].name);
        words_json(j, "title", in->table_title[i]);
        columns_json(j, &in->table[i]);
        rows_json(j, &in->table[i]);
        json_close(j, '}');
    }
    json_close(j, ']');
}

/* What goes with one way of finding the figure only. */
static void
how_json(struct json *j, const struct score_node *node, const struct instrument_item *item)
{
    if (node->how == SCORE_SUM_OVER)
        json_int_at(j, "least", node->least);
    if (node->how == SCORE_RATIO)
        json_dec_at(j, "factor", node->factor);
    if (node->how == SCORE_EXPRESSION)
        json_str_at(j, "expression", item->expression);
    if (node->rounds)
        json_int_at(j, "round", node->places);
}

static void
item_json(struct json *j, const struct instrument *in, size_t i)
{
    const struct score_node      *node = &in->tree.node[i];
    const struct instrument_item *item = &in->item[i];

    json_open(j, '{');
    json_str_at(j, "item", item->code);
    json_str_at(j, "part_of", instrument_parent_code(in, i));
    json_str_at(j, "how", str_of(instrument_hows[node->how]));
    how_json(j, node, item);
    weight_json(j, in, i);
    words_json(j, "title", item->title);
    words_json(j, "meaning", item->meaning);
    scale_of_json(j, node->scale);
    kinds_json(j, "applies_to", item->kinds);
    json_bool_at(j, "may_not_apply", item->may_not_apply);
    words_json(j, "no_source", item->unknown);
    words_json(j, "each", item->each);
    if (item->rubric && str_is_known(item->rubric->code))
        json_str_at(j, "rubric", item->rubric->code);
    else if (item->rubric)
        levels_json(j, item->rubric);
    words_list_json(j, "evidence", item->evidence, item->n_evidence);
    json_close(j, '}');
}

static void
items_json(struct json *j, const struct instrument *in)
{
    json_key(j, "items");
    json_open(j, '[');
    for (size_t i = 0; i < in->tree.n; i++)
        item_json(j, in, i);
    json_close(j, ']');
}

static void
note_json(struct json *j, const struct instrument_note *note)
{
    json_open(j, '{');
    words_json(j, "about", note->about);
    words_json(j, "text", note->text);
    json_key(j, "readings");
    json_open(j, '[');
    for (size_t i = 0; i < note->n_readings; i++) {
        json_open(j, '{');
        words_json(j, "says", note->reading[i].says);
        json_str_at(j, "source", note->reading[i].source->code);
        json_close(j, '}');
    }
    json_close(j, ']');
    json_close(j, '}');
}

static void
date_json(struct json *j, const char *key, struct date date)
{
    json_str_at(j, key, date.year > 0 ? date_iso(j->out->arena, date) : unknown());
}

static void
source_json(struct json *j, const struct instrument_source *source)
{
    json_open(j, '{');
    json_str_at(j, "id", source->code);
    json_str_at(j, "title", source->title);
    json_str_at(j, "publisher", source->publisher);
    date_json(j, "date", source->date);
    json_str_at(j, "url", source->url);
    json_close(j, '}');
}

static void
scale_json(struct json *j, const struct instrument *in)
{
    json_key(j, "scale");
    json_open(j, '{');
    json_dec_at(j, "min", in->scale.min);
    json_dec_at(j, "max", in->scale.max);
    json_int_at(j, "places", in->places);
    words_json(j, "note", in->scale_note);
    json_close(j, '}');
}

static void
head_json(struct json *j, const struct instrument *in)
{
    json_str_at(j, "id", in->code);
    json_str_at(j, "digest", in->digest);
    words_json(j, "title", in->title);
    words_json(j, "summary", in->summary);
    json_str_at(j, "standing", str_of(instrument_standings[in->standing]));
    date_json(j, "valid_from", in->valid_from);
    date_json(j, "valid_to", in->valid_to);
    kinds_json(j, "applies_to", in->kinds);
    json_str_at(j, "weights", str_of(instrument_weights[in->of_the_whole]));
}

void
instrument_json(struct json *j, const void *instrument)
{
    const struct instrument *in = instrument;

    json_open(j, '{');
    head_json(j, in);
    scale_json(j, in);
    bands_json(j, in);
    rubrics_json(j, in);
    tables_json(j, in);
    items_json(j, in);
    json_key(j, "notes");
    json_open(j, '[');
    for (size_t i = 0; i < in->n_notes; i++)
        note_json(j, &in->note[i]);
    json_close(j, ']');
    json_key(j, "sources");
    json_open(j, '[');
    for (size_t i = 0; i < in->n_sources; i++)
        source_json(j, &in->source[i]);
    json_close(j, ']');
    json_close(j, '}');
}

/* ---- results -------------------------------------------------------------------------------- */

static void
figure_json(struct json *j, const char *key, struct instrument_figure figure)
{
    const struct instrument_fact *fact = figure.fact;

    json_key(j, key);
    if (!fact) {
        json_unknown(j);
        return;
    }
    json_open(j, '{');
    json_key(j, "value");
    if (figure.given.known)
        json_dec(j, figure.given.value);
    else
        json_unknown(j);
    json_str_at(j, "published_as", fact->value);
    if (figure.given.known)
        range_json(j, "range", figure.given.range);
    json_str_at(j, "source", fact->source);
    json_str_at(j, "source_url", fact->source_url);
    json_str_at(j, "source_date", fact->source_date);
    words_json(j, "note", (struct instrument_words){ fact->note_id, fact->note_en });
    json_close(j, '}');
}

static void
gap_json(struct json *j, const char *key, struct instrument_gap gap)
{
    json_key(j, key);
    if (!gap.known) {
        json_unknown(j);
        return;
    }
    json_open(j, '{');
    json_dec_at(j, "value", gap.by);
    range_json(j, "range", gap.range);
    json_close(j, '}');
}

static void
rank_json(struct json *j, const char *key, const struct instrument_fact *fact)
{
    struct dec rank;

    json_key(j, key);
    if (fact && str_is_known(fact->value) && dec_parse(fact->value, &rank))
        json_dec(j, rank);
    else
        json_unknown(j);
}

static void
checks_json(struct json *j, const struct instrument *in, const struct instrument_result *r)
{
    json_key(j, "checks");
    json_open(j, '[');
    for (size_t i = 0; i < r->n_checks; i++) {
        const struct instrument_check *c = &r->check[i];
        json_open(j, '{');
        json_str_at(j, "item", in->item[c->item].code);
        json_dec_at(j, "published", r->actual[c->item].given.value);
        range_json(j, "published_range", r->actual[c->item].given.range);
        json_dec_at(j, "recomputed", c->recomputed.value);
        range_json(j, "recomputed_range", c->recomputed.range);
        json_bool_at(j, "agrees", c->agrees);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void
parts_json(struct json *j, const struct instrument *in, const struct instrument_result *r)
{
    json_key(j, "parts");
    json_open(j, '{');
    for (size_t i = 1; i < in->tree.n; i++)
        if (r->actual[i].fact)
            figure_json(j, str_z(j->out->arena, in->item[i].code), r->actual[i]);
    json_close(j, '}');
}

static void
result_json(struct json *j, const struct instrument *in, const struct instrument_result *r)
{
    json_open(j, '{');
    json_int_at(j, "year", r->year);
    figure_json(j, "actual", r->actual[0]);
    figure_json(j, "target", r->target);
    gap_json(j, "improvement", r->improvement);
    rank_json(j, "improvement_published", r->improvement_published);
    gap_json(j, "over_target", r->over_target);
    rank_json(j, "rank_national", r->rank_national);
    rank_json(j, "ranked_national", r->ranked_national);
    rank_json(j, "rank_province", r->rank_province);
    parts_json(j, in, r);
    checks_json(j, in, r);
    if (r->has_parts)
        steps_json(j, in, r->step);
    json_close(j, '}');
}

void
instrument_series_json(struct json *j, const void *series)
{
    const struct instrument_series *s = series;

    json_open(j, '{');
    json_str_at(j, "instrument", s->instrument.code);
    json_key(j, "region");
    region_json(j, &s->region);
    json_key(j, "years");
    json_open(j, '[');
    for (size_t i = 0; i < s->n; i++)
        result_json(j, &s->instrument, &s->year[i]);
    json_close(j, ']');
    json_close(j, '}');
}
