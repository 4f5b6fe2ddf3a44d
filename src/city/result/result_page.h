/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* result_page.h — what the faces of result.h share: pages, data, commands. */
#ifndef GUYUB_RESULT_PAGE_H
#define GUYUB_RESULT_PAGE_H

#include "city/result/result.h"
#include "city/result/result_paper.h"
#include "ground/org/org.h"
#include "module.h"
#include "web/route.h"

enum { RESULT_ROUTES = 9, RESULT_COMMANDS = 5 };

extern const struct route   result_routes[RESULT_ROUTES];
extern const struct command result_commands[RESULT_COMMANDS];
extern const struct form    result_stage_form, result_hash_form;

struct result_stage_query { int64_t stage; };       /* 0: the last one that is published */
struct result_hash_query  { struct str sha256; };

/* ---- published results ---------------------------------------------------------------------- */

struct result_ranking_page {
    struct result_ranking ranking;
    bool                  may_publish;
    int64_t               next;             /* the stage that the reader may publish; 0: none   */
    struct err           *wrong;
};

struct result_one_page {
    const struct result_one *one;
    struct str               href, band;    /* band: unknown if the instrument has none         */
    struct str               write;         /* where a paper is written; empty: nowhere         */
    struct result_papers     papers;        /* those that hold                                  */
};

struct result_verify_page { struct str asked; struct result_proven proven; bool is_asked, found; };

struct table result_ranking_table(struct cx *, const struct result_ranking *);
/* "rank 2 of 50, shared by 3" */
struct msg   result_rank_text(struct cx *, int64_t rank, int64_t tied, int64_t ranked);
/* A published figure in the reader's language; "unknown" for none. */
struct msg   result_figure_msg(struct view *, struct str);
struct msg   result_gain(struct view *, struct str now, struct str before);

/* ---- findings ------------------------------------------------------------------------------- */

/* What was typed into one of the page's forms and refused: it stands there again. id 0: into the
 * form for a new one. */
struct result_typed { int64_t id; struct str does, kind, item, text, org, due; };

struct result_findings_page {
    struct cx                *cx;
    struct result_finding_set set;
    struct org_set            orgs;         /* to which it may be given                          */
    struct str                href;
    bool                      may_add;
    struct err               *wrong;
    struct result_typed       typed;        /* where `wrong` is not NULL                         */
};

/* What stands in the forms: what was typed and refused, else what is known, else nothing. */
struct result_typed result_add_now(const struct result_findings_page *);
struct result_typed result_give_now(const struct result_findings_page *,
                                    const struct result_finding *);
struct str          result_text_now(const struct result_findings_page *,
                                    const struct result_finding *, struct str does);
struct table result_finding_table(struct cx *, const struct result_finding_set *);
/* The title of an item of the tree; its code where the instrument does not have it. */
struct str   result_item_title(struct view *, const struct instrument *, struct str item);

page_fn result_ranking_page, result_publish_do, result_one_page, result_verify_page,
        result_findings_page, result_finding_add_do, result_finding_step_do;

#endif
