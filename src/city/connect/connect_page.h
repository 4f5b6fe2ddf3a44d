/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* connect_page.h — what the templates of the summary are given. Private to the slice. */
#ifndef GUYUB_CONNECT_PAGE_H
#define GUYUB_CONNECT_PAGE_H

#include "city/connect/connect_out.h"
#include "web/html.h"

/* ---- the map --------------------------------------------------------------------------------- */

/* What a mark stands for: a technology, no way at all, fibre that is there, or no money. */
enum connect_mark { CONNECT_MARK_NONE = CONNECT_NO_TECH, CONNECT_MARK_GIVEN, CONNECT_MARK_LATER,
                    CONNECT_MARKS };
enum connect_line { CONNECT_LINE_LIT, CONNECT_LINE_DARK, CONNECT_LINE_FIBRE, CONNECT_LINE_LEASE,
                    CONNECT_LINE_HOP, CONNECT_LINE_LATER, CONNECT_LINES };

/* Paths of SVG in a picture of so many units; the scale's bar is so long, and says so many km. */
struct connect_map {
    int64_t    width, height, bar, size;        /* size: half a mark                            */
    struct dec bar_km;
    struct str line[CONNECT_LINES], mark[CONNECT_MARKS];
    struct str land;                            /* empty: no map of it                          */
    int64_t    n_outside;                       /* sites far from most                          */
    bool       is_cut;                          /* too much for a page: the rest is in the data */
};
void       connect_map_of(struct arena *, const struct connect_report *, struct connect_map *);
/* One mark by itself, for the legend: a path in a box of 20 units. */
struct str connect_mark_path(struct arena *, enum connect_mark);
/* For a class: "fibre", "none", "given"; "lit", "lease". */
struct str connect_mark_class(enum connect_mark);
struct str connect_line_class(enum connect_line);
struct msg connect_line_label(enum connect_line);

/* ---- the page -------------------------------------------------------------------------------- */

/* Money for reading, and to the last unit. */
struct connect_said { struct str in_short, exact; };

struct connect_row_tech  { enum connect_mark mark; struct msg label; int64_t n, users;
                           struct connect_said npv, capex, opex_y; bool has_money; };
struct connect_row_line  { enum connect_line line; struct msg label; struct str quantity;
                           struct connect_said npv; };
struct connect_row_area  { struct msg label; struct str quantity, share; };
struct connect_row_year  { struct msg label; int64_t n, users; struct connect_said given, spent;
                           struct str share; };
struct connect_row_move  { struct str label; struct connect_said less, more;
                           int64_t left, right, less_at, less_width, more_at, more_width; };
struct connect_row_figure { struct str label, value, source; const char *is; };
struct connect_row_fault { struct str where, says; };

enum { CONNECT_FAULTS_SHOWN = 12 };

struct connect_page {
    const struct connect_report *report;
    struct connect_map           map;
    struct str                   prices;                    /* the pack's title                 */
    struct connect_said          total, alone, saved, decision, opex_y, capex, spent, given,
                                 middle, by_junctions;      /* decision: before them         */
    struct str                   saved_share, gap, users_share, bound_share;
    bool                         is_best, saves;
    int64_t                      n_sites, n_served, n_users, n_left_out, n_doubts;
    struct connect_row_tech      tech[CONNECT_MARKS];       size_t n_techs;
    struct connect_row_line      line[CONNECT_ITEMS];       size_t n_lines;
    struct connect_row_area      area[CONNECT_AREAS_MAX + 1];   size_t n_areas;
    struct connect_row_year     *year;                      size_t n_years;
    struct connect_row_move      move[CONNECT_MOVES];       size_t n_moves;
    struct connect_row_figure   *figure;                    size_t n_figures;
    struct connect_row_fault     fault[CONNECT_FAULTS_SHOWN];   size_t n_faults;
    int64_t                      n_assumed, n_unknown;
    bool                         has_line[CONNECT_LINES];   /* in the map's legend              */
};

#endif
