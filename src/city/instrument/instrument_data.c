/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* instrument_data.c — instruments and results as rows, for pages and shell alike. */
#include "city/instrument/instrument_page.h"

#include "base/arena.h"
#include "base/form.h"

static struct str
unknown(void)
{
    return (struct str){ NULL, 0 };
}

/* ---- lists ---------------------------------------------------------------------------------- */

static const struct column brief_columns[] = {
    { "id",         { .id = N_("Id") },                    COLUMN_TEXT },
    { "title_id",   { .id = N_("Title in Indonesian") },   COLUMN_TEXT },
    { "title_en",   { .id = N_("Title in English") },      COLUMN_TEXT },
    { "standing",   { .id = N_("Standing") },              COLUMN_TEXT },
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
        cell[3] = str_is_known(row[i].standing) ? row[i].standing : S("modelled");
        cell[4] = row[i].valid_from;
        cell[5] = row[i].valid_to;
        cell[6] = str_int(a, row[i].n_regions);
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

bool
instrument_weighs(const struct instrument *in, size_t i)
{
    int32_t parent = in->tree.node[i].parent;

    return parent >= 0 && in->tree.node[parent].how == SCORE_WEIGHTED;
}

struct str
instrument_parent_code(const struct instrument *in, size_t i)
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
        cell[2] = instrument_parent_code(in, i);
        cell[3] = instrument_weighs(in, i) ? dec_str(a, in->item[i].percent) : unknown();
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
    { "weight",       { .id = N_("Weight") },        COLUMN_TEXT },
    { "share",        { .id = N_("Share") },         COLUMN_TEXT },
    { "contribution", { .id = N_("Adds") },          COLUMN_TEXT },
    { "why",          { .id = N_("From") },          COLUMN_TEXT },
};

static struct str
indented(struct arena *a, const struct instrument *in, size_t i)
{
    return str_fmt(a, "%*s%.*s", 2 * instrument_depth_of(in, i), "", TEXT(in->item[i].code));
}

static struct str
title_of(struct cx *cx, const struct instrument_item *item)
{
    struct str title = instrument_say(cx->lang, item->title);

    return item->of.n > 0 ? str_fmt(cx->arena, "%.*s: %.*s", TEXT(item->of), TEXT(title)) : title;
}

static void
step_row(struct cx *cx, const struct instrument_answers *x, size_t i, struct str *cell)
{
    const struct instrument *in = &x->instrument;
    const struct score_step *s = &x->step[i];
    bool                     known = score_has_figure(s), given = s->state == SCORE_GIVEN;

    cell[0] = indented(cx->arena, in, i);
    cell[1] = title_of(cx, &in->item[i]);
    cell[2] = !known ? msg_text(cx->arena, cx->lang, MSG("unknown"))
            : given ? dec_text(cx->arena, cx->lang, s->value) : instrument_exact_text(cx, s->value);
    cell[3] = known ? instrument_range_text(cx, s->range, s->value) : unknown();
    cell[4] = instrument_weight_text(cx->arena, cx->lang, in, i);
    cell[5] = i == 0 ? unknown() : instrument_exact_text(cx, s->share);
    cell[6] = i == 0 || !known ? unknown() : instrument_exact_text(cx, s->contribution);
    cell[7] = instrument_why_text(cx, x, i);
    if (s->state == SCORE_NOT_APPLICABLE)
        cell[2] = S("n/a");
}

/* What stands below a published figure is left out: it was not needed. */
struct table
instrument_step_table(struct cx *cx, const struct instrument_answers *x)
{
    struct table t = table_in(cx->arena, step_columns, COUNT(step_columns), x->instrument.tree.n);

    for (size_t i = 0; i < x->instrument.tree.n; i++)
        if (x->step[i].state != SCORE_STOOD_IN)
            step_row(cx, x, i, table_row(&t));
    return t;
}

/* ---- results -------------------------------------------------------------------------------- */

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
        cell[0] = str_int(a, r->year);
        cell[1] = figure_cell(r->actual[0]);
        cell[2] = figure_cell(r->target);
        cell[3] = gap_cell(a, r->over_target);
        cell[4] = gap_cell(a, r->improvement);
        cell[5] = checked ? dec_str(a, r->check[0].recomputed.value) : unknown();
        cell[6] = !checked ? unknown() : str_bool(r->check[0].agrees);
        cell[7] = r->rank_national ? r->rank_national->value : unknown();
        cell[8] = r->actual[0].fact ? r->actual[0].fact->source : unknown();
    }
    return t;
}
