/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* explain_module.c — what the slice shows to the program: two pages, a panel of an instrument. */
#include "city/explain/explain.h"

#include "city/explain/explain_page.h"
#include "city/explain/explain_view.h"
#include "module.h"

/* Not kept: they say on which day they were computed, and there are as many as answers. */
static const struct route routes[] = {
    { GET, "/instruments/{id}/score", MAY_READ_PUBLIC, .serves = SERVES_LIST,
      .page = explain_score_page,
      .help = N_("An index tried out, with its reasons line by line: "
                 "?ITEM=ANSWER&ITEM.OF=ANSWER") },
    { GET, "/regions/{code}/results/{instrument}/{year}", MAY_READ_PUBLIC,
      .page = explain_result_page,
      .help = N_("One published result: its figures, its sources, and what its parts give") },
};

static struct err *
instrument_panel(struct cx *cx, int64_t instrument_id, struct html *out)
{
    struct instrument_brief *row;
    size_t                   n;
    struct view              v = view_in(cx->arena, cx->lang);

    TRY(instrument_list_of(cx, &row, &n));
    for (size_t i = 0; i < n; i++)
        if (row[i].id.n == instrument_id)
            explain_panel_view(&v, row[i].code);
    *out = view_html(&v);
    return NULL;
}

static const struct panel panels[] = {
    { "instrument.more", instrument_panel },
};

const struct module explain_module = {
    .name   = "explain",
    .routes = routes, .n_routes = COUNT(routes),
    .panels = panels, .n_panels = COUNT(panels),
};
