/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* instrument_web.c — /instruments and /instruments/{id}: what is measured, and how. */
#include "city/instrument/instrument_page.h"

#include "base/arena.h"
#include "base/money.h"
#include "city/instrument/instrument_view.h"

struct msg
instrument_how_label(enum score_how how)
{
    switch (how) {
    case SCORE_WEIGHTED:   return MSG("weighted mean of its parts");
    case SCORE_PLAIN:      return MSG("plain mean of its parts");
    case SCORE_HIGHEST:    return MSG("the highest of its parts");
    case SCORE_RATIO:      return MSG("its first part over its second");
    case SCORE_SUM:        return MSG("sum of its parts");
    case SCORE_SUM_OVER:   return MSG("sum of its parts over how many there are");
    case SCORE_EXPRESSION: return MSG("computed from its parts by an expression");
    case SCORE_LEAF:       break;
    }
    return MSG("assessed");
}

static struct msg
how_in_full(struct view *v, const struct score_node *node)
{
    if (node->how == SCORE_SUM_OVER)
        return MSG("sum of its parts over how many there are, at least {0}",
                   int_text(v->arena, v->lang, node->least));
    if (node->how == SCORE_RATIO && dec_cmp(node->factor, DEC(1)) != 0)
        return MSG("its first part over its second, times {0}",
                   dec_text(v->arena, v->lang, node->factor));
    return instrument_how_label(node->how);
}

struct str
instrument_how_text(struct view *v, const struct instrument *in, size_t item)
{
    const struct score_node *node = &in->tree.node[item];
    struct str               how = msg_text(v->arena, v->lang, how_in_full(v, node));

    if (!node->rounds)
        return how;
    return msg_text(v->arena, v->lang, MSG("{0}, rounded to {1} decimals", how,
                                           int_text(v->arena, v->lang, node->places)));
}

struct msg
instrument_standing_label(struct str code)
{
    return str_eq(code, S("official")) ? MSG("typed from the regulation")
                                       : MSG("modelled on the publicly described structure");
}

/* ---- the tree ------------------------------------------------------------------------------- */

enum { AT_ONCE_MAX = 24 };                  /* items that fit a reader's eye */

bool
instrument_is_large(const struct instrument *in)
{
    return in->tree.n > AT_ONCE_MAX;
}

bool
instrument_has_weights(const struct instrument *in)
{
    for (size_t i = 0; i < in->tree.n; i++)
        if (in->tree.node[i].how == SCORE_WEIGHTED)
            return true;
    return false;
}

int32_t
instrument_depth_of(const struct instrument *in, size_t item)
{
    int32_t depth = 0;

    for (int32_t p = in->tree.node[item].parent; p >= 0; p = in->tree.node[p].parent)
        depth++;
    return depth;
}

int32_t
instrument_first_of(const struct instrument *in, int32_t item)
{
    int32_t next = item + 1;

    return next < (int32_t)in->tree.n && in->tree.node[next].parent == item ? next : -1;
}

int32_t
instrument_next_of(const struct instrument *in, int32_t item)
{
    int32_t parent = in->tree.node[item].parent;

    for (int32_t i = item + 1; i < (int32_t)in->tree.n && in->tree.node[i].parent >= parent; i++)
        if (in->tree.node[i].parent == parent)
            return i;
    return -1;
}

struct str
instrument_weight_text(struct arena *a, enum lang lang, const struct instrument *in, size_t item)
{
    int32_t parent = in->tree.node[item].parent;

    if (parent < 0 || in->tree.node[parent].how != SCORE_WEIGHTED)
        return S("");
    return str_fmt(a, "%.*s%%", TEXT(dec_text(a, lang, in->item[item].percent)));
}

struct str
instrument_reach_text(struct view *v, const struct instrument *in, size_t i)
{
    const struct score_band *band = &in->bands.band[i];
    struct str               low = dec_text(v->arena, v->lang, band->low);
    struct str               high = dec_text(v->arena, v->lang, band->high);

    if (dec_cmp(band->low, band->high) == 0)
        return low;
    return msg_text(v->arena, v->lang, band->high_in ? MSG("{0} to {1}", low, high)
                                                     : MSG("{0} to below {1}", low, high));
}

struct str
instrument_cell_text(struct view *v, const struct rule_table *t, size_t row, size_t column)
{
    struct str     cell = t->cell[row * t->n_columns + column];
    enum rule_type type = t->column[column].type;
    struct date    date;
    struct dec     number;

    if (type == RULE_NUMBER && dec_parse(cell, &number))
        return dec_text(v->arena, v->lang, number);
    if (type == RULE_DATE && date_parse(cell, &date))
        return date_text(v->arena, v->lang, date);
    return cell;
}

static struct err *
instrument_index(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct instrument_brief *row;
    size_t                   n;

    TRY(instrument_list_of(cx, &row, &n));
    if (rq->wants != AS_HTML) {
        struct table t = instrument_brief_table(cx->arena, row, n);
        reply_table(cx, rq, rp, &t);
        return NULL;
    }
    struct view v = view_in(cx->arena, cx->lang);
    instrument_list_view(&v, row, n);
    reply_page(rp, MSG("Instruments"), &v);
    return NULL;
}

static struct err *
instrument_show(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct instrument         in;
    struct instrument_region *region;
    struct html               more;
    size_t                    n;

    TRY(instrument_get(cx, rq->arg[0], &in));
    if (rq->wants != AS_HTML) {
        reply_json(cx, rp, instrument_json, &in);
        return NULL;
    }
    TRY(instrument_regions(cx, in.code, &region, &n));
    TRY(panels_draw(cx, "instrument.more", in.id.n, &more));
    struct view v = view_in(cx->arena, cx->lang);
    instrument_record_view(&v, &in, region, n, more);
    reply_crumb(rp, S("/instruments"), MSG("Instruments"));
    reply_page(rp, MSG("{0}", instrument_say(cx->lang, in.title)), &v);
    return NULL;
}

const struct route instrument_routes[INSTRUMENT_ROUTES] = {
    { GET, "/instruments", MAY_READ_PUBLIC, .serves = SERVES_LIST, .keeps = true,
      .page = instrument_index,
      .help = N_("Instruments by which regions are measured") },
    { GET, "/instruments/{id}", MAY_READ_PUBLIC, .keeps = true, .page = instrument_show,
      .help = N_("One instrument: its items, weights, scale, notes and sources") },
    { GET, "/regions/{code}/figures", MAY_READ_PUBLIC, .serves = SERVES_LIST, .keeps = true,
      .form = &instrument_figures_form, .page = instrument_figures_page,
      .help = N_("The published figures of a region, each with its source") },
    { GET, "/regions/{code}/figures/{instrument}/{year}/{figure}", MAY_READ_PUBLIC,
      .page = instrument_figure_page,
      .help = N_("One published figure: its source, notes and history") },
    { GET, "/regions/{code}/figures/{instrument}/{year}/{figure}/edit", MAY_EDIT_FACT,
      .serves = AS_HTML, .page = instrument_figure_edit_page,
      .help = N_("Change a published figure") },
    { POST, "/regions/{code}/figures/{instrument}/{year}/{figure}/edit", MAY_EDIT_FACT,
      .serves = AS_HTML, .page = instrument_figure_edit_page,
      .help = N_("Change a published figure") },
    { GET, "/regions/{code}/figures/{instrument}/{year}/{figure}/add", MAY_EDIT_FACT,
      .serves = AS_HTML, .page = instrument_figure_add_page,
      .help = N_("Add a published figure") },
    { POST, "/regions/{code}/figures/{instrument}/{year}/{figure}/add", MAY_EDIT_FACT,
      .serves = AS_HTML, .page = instrument_figure_add_page,
      .help = N_("Add a published figure") },
};
