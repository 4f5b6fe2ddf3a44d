/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* result_paper_page.h — what the page of result_paper.h shows. */
#ifndef GUYUB_RESULT_PAPER_PAGE_H
#define GUYUB_RESULT_PAPER_PAGE_H

#include "city/result/result_paper.h"
#include "module.h"
#include "web/form_html.h"

struct result_paper_page {
    const struct form_draw *draw;
    struct str              title, region, href, once;
    struct result_papers    papers;         /* those that hold                              */
    bool                    is_seen;        /* as it would be issued                        */
    struct html             said;
};

/* "/rounds/CODE/regions/REGION/result/paper"; empty for who may not issue papers of it. */
struct str result_paper_href(struct cx *, struct str round, const struct result *);

page_fn result_paper_page, result_paper_do;
extern const struct form result_paper_form;

#endif
