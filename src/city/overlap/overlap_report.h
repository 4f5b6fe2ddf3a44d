/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * overlap_report.h — findings as people and programs read them. Private to the slice.
 *
 * WHAT   text   for a terminal: a summary, the best findings with their reasons
 *        csv    a line a finding, both rows side by side: for a spreadsheet
 *        json   rows, likeness, reasons with their points
 *        html   a page of its own that opens anywhere and prints on A4: overlap_view.html
 *        CSV and JSON are written while findings come; text and page need all counts first
 *        (overlap_plan.best_first).
 * READ   overlap_report.c which of them, and the text · overlap_report_data.c CSV, JSON ·
 *        overlap_report_page.c the page
 */
#ifndef GUYUB_OVERLAP_REPORT_H
#define GUYUB_OVERLAP_REPORT_H

#include "base/json.h"
#include "city/overlap/overlap_model.h"
#include "module.h"

enum overlap_format { OVERLAP_TEXT, OVERLAP_CSV, OVERLAP_JSON, OVERLAP_HTML };

enum { OVERLAP_SEND_BYTES = 1 << 18, OVERLAP_LINES_TOLD = 100 };

struct overlap_report {
    struct cx                    *cx;
    struct shell                 *sh;
    enum overlap_format           format;
    const struct overlap_list    *list;
    const struct overlap_plan    *plan;
    const struct overlap_columns *columns;
    const struct overlap_count   *count;        /* complete at the end; best_first: earlier */
    const struct overlap_model   *model;
    struct str                    model_name, model_lines;
    struct str                    file[OVERLAP_FILES_MAX];  size_t n_files;

    /* its own */
    bool                          has_begun;
    struct json                   json;
    struct lexicon               *lexicon;      /* of the page: what is marked                   */
    struct arena                  words;        /* of the lexicon                                */
    size_t                        n_groups, n_pairs;                /* written                   */
    enum overlap_kind             kind;                             /* of the last pair          */
};

/* Before anything is found; what stands in the report above "its own" is set. */
struct err          *overlap_report_open(struct overlap_report *);

/* What the taker is given goes into the shell's output, and is sent on the way; the end writes what
 * stands behind all of it. */
struct overlap_taker overlap_report_taker(struct overlap_report *);
struct err          *overlap_report_end(struct overlap_report *);

/* ---- for its parts --------------------------------------------------------------------------- */

struct str  overlap_kind_word(enum overlap_kind);       /* "look_alike": in data */
struct msg  overlap_kind_label(enum overlap_kind);
struct msg  overlap_kind_means(enum overlap_kind);
struct str  overlap_row_file(const struct overlap_report *, uint32_t row);
struct str  overlap_percent(struct arena *, uint32_t ten_thousandths);                  /* "87%" */
/* What a row says in a field: in data form, or for people. Unknown where it says nothing. */
struct str  overlap_field_data(struct arena *, const struct overlap_row *, enum overlap_field);
struct str  overlap_field_text(struct arena *, const struct overlap_row *, enum overlap_field);

/* CSV: the line of names, then a line each. */
void        overlap_csv_begin(struct overlap_report *);
void        overlap_csv_pair(struct overlap_report *, const struct overlap_finding *);
void        overlap_csv_group(struct overlap_report *, const struct overlap_group *);

/* JSON: groups before pairs; one value, which the end closes. */
void        overlap_json_begin(struct overlap_report *);
void        overlap_json_pair(struct overlap_report *, const struct overlap_finding *);
void        overlap_json_group(struct overlap_report *, const struct overlap_group *);
void        overlap_json_end(struct overlap_report *);

/* The page: what it needs of its own; up to the first finding, a card each, the foot. */
struct err *overlap_page_open(struct overlap_report *);
void        overlap_page_begin(struct overlap_report *);
void        overlap_page_pair(struct overlap_report *, const struct overlap_finding *);
void        overlap_page_group(struct overlap_report *, const struct overlap_group *);
struct err *overlap_page_end(struct overlap_report *);

#endif
