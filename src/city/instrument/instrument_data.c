/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* instrument_data.c — instruments and results as data: rows and JSON, for pages and shell alike. */
#include "city/instrument/instrument_page.h"

#include "base/arena.h"
#include "base/form.h"

static struct str
int_cell(struct arena *a, int64_t n)
{
    return str_fmt(a, "%lld", (long long)n);
}

static struct str
unknown(void)
{
    return (struct str){ NULL, 0 };
}

static const char *
how_code(enum score_how how)
{
    return how == SCORE_LEAF ? "leaf" : how == SCORE_WEIGHTED ? "weighted mean" : "plain mean";
}

static const char *
state_code(enum score_state state)
{
    static const char *const code[] = {
        "unknown", "given", "computed", "stood_in", "not_applicable", "undefined",
    };

    return code[state];
}

/* ---- lists ---------------------------------------------------------------------------------- */

static const struct column brief_columns[] = {
    { "id",         { .id = N_("Id") },                    COLUMN_TEXT },
    { "title_id",   { .id = N_("Title in Indonesian") },   COLUMN_TEXT },
    { "title_en",   { .id = N_("Title in English") },      COLUMN_TEXT },
    { "valid_from", { .id = N_("Since") },                 COLUMN_TEXT },
    { "valid_to",   { .id = N_("Until") },                 COLUMN_TEXT },
    { "regions",    { .id = N_("Regions with results") },  COLUMN_INT },
};

struct table
instrument_brief_table(struct arena *a, const struct instrument_brief *row, size_t n)
{
    struct table t = table_in(a, brief_columns, COUNT(brief_columns), n);

    for (size_t i = 0; i < n; i++) {
        struct str *cell = table_row(&t);
        cell[0] = row[i].code;
        cell[1] = row[i].title_id;
        cell[2] = row[i].title_en;
        cell[3] = row[i].valid_from;
        cell[4] = row[i].valid_to;
        cell[5] = int_cell(a, row[i].n_regions);
    }
    return t;
}

static const struct column item_columns[] = {
    { "item",   { .id = N_("Item") },             COLUMN_TEXT },
    { "title",  { .id = N_("Name") },             COLUMN_TEXT },
    { "part_of", { .id = N_("Part of") },         COLUMN_TEXT },
    { "weight_percent", { .id = N_("Weight, %") }, COLUMN_DEC },
    { "how",    { .id = N_("How it is found") },  COLUMN_TEXT },
};

static bool
weighs(const struct instrument *in, size_t i)
{
    int32_t parent = in->tree.node[i].parent;

    return parent >= 0 && in->tree.node[parent].how == SCORE_WEIGHTED;
}

static struct str
parent_code(const struct instrument *in, size_t i)
{
    int32_t parent = in->tree.node[i].parent;

    return parent >= 0 ? in->item[parent].code : unknown();
}

struct table
instrument_item_table(struct arena *a, enum lang lang, const struct instrument *in)
{
    struct table t = table_in(a, item_columns, COUNT(item_columns), in->tree.n);

    for (size_t i = 0; i < in->tree.n; i++) {
        struct str *cell = table_row(&t);
        cell[0] = in->item[i].code;
        cell[1] = instrument_say(lang, in->item[i].title);
        cell[2] = parent_code(in, i);
        cell[3] = weighs(in, i) ? dec_str(a, in->item[i].percent) : unknown();
        cell[4] = msg_text(a, lang, instrument_how_label(in->tree.node[i].how));
    }
    return t;
}

/* ---- a computation, line by line ------------------------------------------------------------ */

static const struct column step_columns[] = {
    { "item",         { .id = N_("Item") },          COLUMN_TEXT },
    { "title",        { .id = N_("Name") },          COLUMN_TEXT },
    { "value",        { .id = N_("Figure") },        COLUMN_TEXT },
    { "range",        { .id = N_("Range") },         COLUMN_TEXT },
    { "share",        { .id = N_("Share") },         COLUMN_TEXT },
    { "contribution", { .id = N_("Adds") },          COLUMN_TEXT },
    { "state",        { .id = N_("From") },          COLUMN_TEXT },
};

static struct msg
state_label(enum score_state state)
{
    switch (state) {
    case SCORE_GIVEN:    return MSG("as published");
    case SCORE_COMPUTED: return MSG("computed from its parts");
    default:             return MSG("not needed");
    }
}

static struct str
indented(struct arena *a, const struct instrument *in, size_t i)
{
    return str_fmt(a, "%*s%.*s", 2 * instrument_depth_of(in, i), "", TEXT(in->item[i].code));
}

/* What stands below a published figure is left out: it was not needed. */
struct table
instrument_step_table(struct cx *cx, const struct instrument *in, const struct score_step *step)
{
    struct table t = table_in(cx->arena, step_columns, COUNT(step_columns), in->tree.n);

    for (size_t i = 0; i < in->tree.n; i++) {
        const struct score_step *s = &step[i];
        struct str              *cell;
        if (s->state != SCORE_GIVEN && s->state != SCORE_COMPUTED)
            continue;
        cell = table_row(&t);
        cell[0] = indented(cx->arena, in, i);
        cell[1] = instrument_say(cx->lang, in->item[i].title);
        cell[2] = s->state == SCORE_GIVEN ? dec_text(cx->arena, cx->lang, s->value)
                                          : instrument_exact_text(cx, s->value);
        cell[3] = instrument_range_text(cx, s->range, s->value);
        cell[4] = i == 0 ? unknown() : instrument_exact_text(cx, s->share);
        cell[5] = i == 0 ? unknown() : instrument_exact_text(cx, s->contribution);
        cell[6] = msg_text(cx->arena, cx->lang, state_label(s->state));
    }
    return t;
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

static void
step_json(struct json *j, const struct instrument *in, const struct score_step *s, size_t i)
{
    bool is_known = s->state == SCORE_GIVEN || s->state == SCORE_COMPUTED;

    json_open(j, '{');
    json_str_at(j, "item", in->item[i].code);
    json_str_at(j, "part_of", parent_code(in, i));
    json_str_at(j, "how", str_of(how_code(in->tree.node[i].how)));
    json_str_at(j, "state", str_of(state_code(s->state)));
    json_dec_at(j, "share", s->share);
    if (is_known) {
        json_dec_at(j, "value", s->value);
        range_json(j, "range", s->range);
        json_dec_at(j, "contribution", s->contribution);
    }
    json_close(j, '}');
}

static void
steps_json(struct json *j, const struct instrument *in, const struct score_step *step)
{
    json_key(j, "steps");
    json_open(j, '[');
    for (size_t i = 0; i < in->tree.n; i++)
        step_json(j, in, &step[i], i);
    json_close(j, ']');
}

void
instrument_answers_json(struct json *j, const void *answers)
{
    const struct instrument_answers *x = answers;

    json_open(j, '{');
    json_str_at(j, "instrument", x->instrument.code);
    json_str_at(j, "digest", x->instrument.digest);
    json_dec_at(j, "index", x->step[0].value);
    range_json(j, "range", x->step[0].range);
    json_dec_at(j, "shown", score_shown(x->step[0].value, x->instrument.places));
    steps_json(j, &x->instrument, x->step);
    json_close(j, '}');
}

/* ---- an instrument -------------------------------------------------------------------------- */

static void
items_json(struct json *j, const struct instrument *in)
{
    json_key(j, "items");
    json_open(j, '[');
    for (size_t i = 0; i < in->tree.n; i++) {
        json_open(j, '{');
        json_str_at(j, "item", in->item[i].code);
        json_str_at(j, "part_of", parent_code(in, i));
        json_str_at(j, "how", str_of(how_code(in->tree.node[i].how)));
        json_key(j, "weight_percent");
        if (weighs(in, i))
            json_dec(j, in->item[i].percent);
        else
            json_unknown(j);
        words_json(j, "title", in->item[i].title);
        words_json(j, "meaning", in->item[i].meaning);
        json_close(j, '}');
    }
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

void
instrument_json(struct json *j, const void *instrument)
{
    const struct instrument *in = instrument;

    json_open(j, '{');
    json_str_at(j, "id", in->code);
    json_str_at(j, "digest", in->digest);
    words_json(j, "title", in->title);
    words_json(j, "summary", in->summary);
    date_json(j, "valid_from", in->valid_from);
    date_json(j, "valid_to", in->valid_to);
    scale_json(j, in);
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

static const struct column series_columns[] = {
    { "year",          { .id = N_("Year") },           COLUMN_INT },
    { "actual",        { .id = N_("Achieved") },       COLUMN_DEC },
    { "target",        { .id = N_("Target") },         COLUMN_DEC },
    { "over_target",   { .id = N_("Over target") },    COLUMN_DEC },
    { "improvement",   { .id = N_("Improvement") },    COLUMN_DEC },
    { "recomputed",    { .id = N_("Recomputed") },     COLUMN_DEC },
    { "agrees",        { .id = N_("Agrees") },         COLUMN_BOOL },
    { "rank_national", { .id = N_("National rank") },  COLUMN_INT },
    { "source",        { .id = N_("Source") },         COLUMN_TEXT },
};

static struct str
gap_cell(struct arena *a, struct instrument_gap gap)
{
    return gap.known ? dec_str(a, gap.by) : unknown();
}

static struct str
figure_cell(struct instrument_figure figure)
{
    return figure.given.known ? figure.fact->value : unknown();
}

struct table
instrument_series_table(struct arena *a, const struct instrument_series *s)
{
    struct table t = table_in(a, series_columns, COUNT(series_columns), s->n);

    for (size_t i = 0; i < s->n; i++) {
        const struct instrument_result *r = &s->year[i];
        bool        checked = r->n_checks > 0 && r->check[0].item == 0;
        struct str *cell = table_row(&t);
        cell[0] = int_cell(a, r->year);
        cell[1] = figure_cell(r->actual[0]);
        cell[2] = figure_cell(r->target);
        cell[3] = gap_cell(a, r->over_target);
        cell[4] = gap_cell(a, r->improvement);
        cell[5] = checked ? dec_str(a, r->check[0].recomputed.value) : unknown();
        cell[6] = !checked ? unknown() : r->check[0].agrees ? S("true") : S("false");
        cell[7] = r->rank_national ? r->rank_national->value : unknown();
        cell[8] = r->actual[0].fact ? r->actual[0].fact->source : unknown();
    }
    return t;
}
