/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* overlap_page.h — what the templates of the report are given. Private to the slice. */
#ifndef GUYUB_OVERLAP_PAGE_H
#define GUYUB_OVERLAP_PAGE_H

#include "city/overlap/overlap_report.h"
#include "web/html.h"

enum { OVERLAP_CARD_LINES = OVERLAP_FIELDS + 2, OVERLAP_IDS_TOLD = 40 };

/* A field of two rows beside each other. */
struct overlap_card_line { struct msg label; struct html a, b; bool agrees, differs; };

struct overlap_card {
    size_t                        number;
    struct str                    title;                    /* of the first row, cut              */
    const struct overlap_verdict *verdict;
    struct str                    where_a, where_b, id_a, id_b;
    int64_t                       n_a, n_b;
    struct overlap_card_line      line[OVERLAP_CARD_LINES];     size_t n_lines;
    struct str                    words, words_share, title_share;
    int64_t                       n_group;                  /* rows; 0: a pair                    */
    struct str                    said;                     /* by rows that say the same          */
    struct str                    ids;                      /* of a group: the first             */
    int64_t                       n_more;
};

/* bar: 0 to 100; is_shown: its pairs stand below. */
struct overlap_page_kind { enum overlap_kind kind; int64_t n, bar; bool is_shown; };

struct overlap_page_model { struct str name, points, bounds, means; };

struct overlap_page {
    const struct overlap_report *report;
    struct str                   files, texts, fields, percent, title_percent;
    struct date                  today;
    struct overlap_page_kind     kind[OVERLAP_CONTINUATION];
    struct overlap_page_model   *model;                     size_t n_model;
};

struct msg overlap_reason_side(int side);       /* 1 for, -1 against, 0 to know */
bool       overlap_has_side(const struct overlap_verdict *, int side);

#endif
