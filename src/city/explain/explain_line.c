/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* explain_line.c — the reasons of an index, line by line, for people. */
#include "city/explain/explain_page.h"

#include "base/arena.h"
#include "city/instrument/instrument_page.h"

/* The columns of instrument_step_table. */
enum { CELL_TITLE = 1, CELL_FIGURE, CELL_RANGE, CELL_WEIGHT, CELL_SHARE, CELL_ADDS, CELL_WHY };

static bool
is_below(const struct instrument *in, int32_t item, int32_t top)
{
    while (item > top)
        item = in->tree.node[item].parent;
    return item == top;
}

/* The words for answers do not fit a figure that was published, or was not. */
static struct str
why_of(struct cx *cx, const struct instrument_answers *x, size_t i, bool as_published)
{
    const struct instrument *in = &x->instrument;
    struct view              v = { .arena = cx->arena, .lang = cx->lang };

    if (x->step[i].state == SCORE_COMPUTED)
        return instrument_how_text(&v, in, i);
    if (as_published && x->step[i].state == SCORE_GIVEN)
        return msg_text(cx->arena, cx->lang, MSG("as published"));
    if (as_published && x->step[i].state == SCORE_UNKNOWN && in->tree.node[i].how == SCORE_LEAF)
        return msg_text(cx->arena, cx->lang, MSG("unknown: not published"));
    return instrument_why_text(cx, x, i);
}

/* A range that is one point says nothing more than the figure. */
static bool
is_point(struct score_range r)
{
    return dec_cmp(r.low, r.high) == 0;
}

static void
line_of(struct cx *cx, const struct instrument_answers *x, size_t i, const struct str *cell,
        struct explain_line *line)
{
    const struct instrument *in = &x->instrument;
    const struct score_step *step = &x->step[i];

    *line = (struct explain_line){
        .title = cell[CELL_TITLE], .figure = cell[CELL_FIGURE], .weight = cell[CELL_WEIGHT],
        .share = cell[CELL_SHARE], .adds = cell[CELL_ADDS], .state = step->state,
    };
    if (score_has_figure(step) && !is_point(step->range))
        line->range = cell[CELL_RANGE];
    if (step->state == SCORE_COMPUTED)
        line->expression = in->item[i].expression;
    if (step->state == SCORE_COMPUTED && dec_cmp(step->before, step->value) != 0)
        line->before = instrument_exact_text(cx, step->before);
}

struct explain_line *
explain_lines(struct cx *cx, const struct instrument_answers *x, int32_t top, bool as_published,
              size_t *n)
{
    const struct instrument *in = &x->instrument;
    struct table             t = instrument_step_table(cx, x);
    struct explain_line     *line = NEWS(cx->arena, struct explain_line, in->tree.n);
    const struct str        *cell = t.cell;
    int32_t                  above = instrument_depth_of(in, (size_t)top);

    *n = 0;
    for (size_t i = 0; i < in->tree.n; i++) {
        if (x->step[i].state == SCORE_STOOD_IN)
            continue;                               /* the table leaves it out */
        if (is_below(in, (int32_t)i, top)) {
            line_of(cx, x, i, cell, &line[*n]);
            line[*n].why   = why_of(cx, x, i, as_published);
            line[*n].depth = instrument_depth_of(in, i) - above;
            ++*n;
        }
        cell += t.n_columns;
    }
    line[0].weight = line[0].share = line[0].adds = (struct str){ NULL, 0 };
    return line;
}
