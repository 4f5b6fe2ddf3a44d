/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* result_data.c — a ranking and findings as rows; words for figures and ranks. */
#include "base/arena.h"
#include "base/money.h"
#include "city/result/result_page.h"
#include "city/result/result_part.h"

static struct str
count(struct cx *cx, int64_t n)
{
    return str_int(cx->arena, n);
}

/* ---- rows ----------------------------------------------------------------------------------- */

static const struct column ranking_columns[] = {
    { "rank",            { .id = N_("Rank in the nation") }, COLUMN_INT },
    { "tied",            { .id = N_("Regions that share it") }, COLUMN_INT },
    { "ranked",          { .id = N_("Regions ranked") }, COLUMN_INT },
    { "region",          { .id = N_("Region (code)") }, COLUMN_TEXT },
    { "name",            { .id = N_("Region") }, COLUMN_TEXT },
    { "value",           { .id = N_("Index") }, COLUMN_DEC },
    { "exact",           { .id = N_("Before it was rounded") }, COLUMN_DEC },
    { "before",          { .id = N_("The year before") }, COLUMN_DEC },
    { "stated",          { .id = N_("The region's own") }, COLUMN_DEC },
    { "province_rank",   { .id = N_("Rank in the province") }, COLUMN_INT },
    { "province_tied",   { .id = N_("Regions of the province that share it") }, COLUMN_INT },
    { "province_ranked", { .id = N_("Regions of the province ranked") }, COLUMN_INT },
    { "sha256",          { .id = N_("SHA-256") }, COLUMN_TEXT },
};

struct table
result_ranking_table(struct cx *cx, const struct result_ranking *r)
{
    struct table t = table_in(cx->arena, ranking_columns, COUNT(ranking_columns), r->n);

    for (size_t i = 0; i < r->n; i++) {
        const struct result_line *l = &r->row[i];
        const struct str          row[COUNT(ranking_columns)] = {
            count(cx, l->rank), count(cx, l->rank_tied), count(cx, l->ranked), l->region_code,
            l->name, l->value, l->exact, l->before, l->stated, count(cx, l->province_rank),
            count(cx, l->province_tied), count(cx, l->province_ranked), l->sha256,
        };
        struct str *cell = table_row(&t);

        for (size_t k = 0; k < COUNT(row); k++)
            cell[k] = row[k];
    }
    return t;
}

static const struct column finding_columns[] = {
    { "finding",   { .id = N_("Finding (number)") }, COLUMN_INT },
    { "round",     { .id = N_("Round") }, COLUMN_TEXT },
    { "stage",     { .id = N_("Stage") }, COLUMN_INT },
    { "kind",      { .id = N_("Kind") }, COLUMN_TEXT },
    { "item",      { .id = N_("Item") }, COLUMN_TEXT },
    { "text",      { .id = N_("Finding") }, COLUMN_TEXT },
    { "state",     { .id = N_("State") }, COLUMN_TEXT },
    { "org",       { .id = N_("Agency") }, COLUMN_TEXT },
    { "due",       { .id = N_("Until") }, COLUMN_TEXT },
    { "follow_up", { .id = N_("What was done") }, COLUMN_TEXT },
    { "why",       { .id = N_("Reason") }, COLUMN_TEXT },
};

struct table
result_finding_table(struct cx *cx, const struct result_finding_set *set)
{
    struct table t = table_in(cx->arena, finding_columns, COUNT(finding_columns), set->n);

    for (size_t i = 0; i < set->n; i++) {
        const struct result_finding *f = &set->row[i];
        const struct str             row[COUNT(finding_columns)] = {
            count(cx, f->id.n), f->round_code, count(cx, f->stage), f->kind, f->item, f->text,
            f->state, f->org_code, f->due, f->follow_up, f->why,
        };
        struct str *cell = table_row(&t);

        for (size_t k = 0; k < COUNT(row); k++)
            cell[k] = row[k];
    }
    return t;
}

/* ---- words ---------------------------------------------------------------------------------- */

struct msg
result_rank_text(struct cx *cx, int64_t rank, int64_t tied, int64_t ranked)
{
    struct str at = int_text(cx->arena, cx->lang, rank);
    struct str all = int_text(cx->arena, cx->lang, ranked);

    if (tied > 1)
        return MSG("{0} of {1}, shared by {2} regions", at, all,
                   int_text(cx->arena, cx->lang, tied));
    return MSG("{0} of {1}", at, all);
}

struct msg
result_figure_msg(struct view *v, struct str figure)
{
    struct dec value;

    if (!str_is_known(figure) || !dec_parse(figure, &value))
        return MSG("unknown");
    return MSG("{0}", dec_text(v->arena, v->lang, value));
}

/* "+0,25", "−0,11" */
struct msg
result_gain(struct view *v, struct str now, struct str before)
{
    struct dec a, b, by;
    struct str text;

    if (!str_is_known(before) || !dec_parse(now, &a) || !dec_parse(before, &b)
        || !dec_sub(a, b, &by))
        return MSG("unknown");
    if (by.units >= 0)
        return MSG("{0}", str_fmt(v->arena, "+%.*s", TEXT(dec_text(v->arena, v->lang, by))));
    by.units = -by.units;
    text = dec_text(v->arena, v->lang, by);
    return MSG("{0}", str_fmt(v->arena, "−%.*s", TEXT(text)));
}

struct str
result_item_title(struct view *v, const struct instrument *in, struct str item)
{
    int32_t i = instrument_item_of(in, item);

    return i < 0 ? item : instrument_say(v->lang, in->item[i].title);
}
