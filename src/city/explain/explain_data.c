/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* explain_data.c — the reasons of an index as rows of data. */
#include "city/explain/explain_page.h"

#include "base/arena.h"
#include "city/instrument/instrument_page.h"

static const struct column columns[] = {
    { "item",           { .id = N_("Item") },       COLUMN_TEXT },
    { "of",             { .id = N_("Of") },         COLUMN_TEXT },
    { "part_of",        { .id = N_("Part of") },    COLUMN_TEXT },
    { "title_id",       { .id = N_("Title in Indonesian") }, COLUMN_TEXT },
    { "title_en",       { .id = N_("Title in English") },    COLUMN_TEXT },
    { "level",          { .id = N_("Level") },      COLUMN_INT },
    { "value",          { .id = N_("Figure") },     COLUMN_DEC },
    { "low",            { .id = N_("From") },       COLUMN_DEC },
    { "high",           { .id = N_("To") },         COLUMN_DEC },
    { "weight_percent", { .id = N_("Weight, %") },  COLUMN_DEC },
    { "share",          { .id = N_("Share") },      COLUMN_DEC },
    { "contribution",   { .id = N_("Adds") },       COLUMN_DEC },
};

static void
step_row(struct arena *a, const struct instrument_answers *x, size_t i, struct str *cell)
{
    const struct instrument      *in = &x->instrument;
    const struct instrument_item *item = &in->item[i];
    const struct score_step      *step = &x->step[i];

    cell[0] = item->code;
    cell[1] = item->of;
    cell[2] = instrument_parent_code(in, i);
    cell[3] = item->title.id;
    cell[4] = item->title.en;
    if (x->level[i])
        cell[5] = str_fmt(a, "%d", x->level[i]->number);
    if (instrument_weighs(in, i))
        cell[9] = dec_str(a, item->percent);
    cell[10] = dec_str(a, step->share);
    if (!score_has_figure(step))
        return;
    cell[6]  = dec_str(a, step->value);
    cell[7]  = dec_str(a, step->range.low);
    cell[8]  = dec_str(a, step->range.high);
    cell[11] = dec_str(a, step->contribution);
}

struct table
explain_step_table(struct arena *a, const struct instrument_answers *x)
{
    struct table t = table_in(a, columns, COUNT(columns), x->instrument.tree.n);

    for (size_t i = 0; i < x->instrument.tree.n; i++)
        step_row(a, x, i, table_row(&t));
    return t;
}
