/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* instrument_page.h — what the pages and commands of instrument.h are made from. */
#ifndef GUYUB_INSTRUMENT_PAGE_H
#define GUYUB_INSTRUMENT_PAGE_H

#include "city/instrument/instrument.h"
#include "city/instrument/instrument_answer.h"
#include "city/instrument/instrument_fact.h"
#include "ground/record/record.h"
#include "module.h"

enum { INSTRUMENT_ROUTES = 8, INSTRUMENT_COMMANDS = 8, INSTRUMENT_PANELS = 1 };
extern const struct route   instrument_routes[INSTRUMENT_ROUTES];
extern const struct command instrument_commands[INSTRUMENT_COMMANDS];
extern const struct panel   instrument_panels[INSTRUMENT_PANELS];

/* instrument_data.c */
struct table instrument_brief_table(struct arena *, const struct instrument_brief *, size_t n);
struct table instrument_item_table(struct arena *, enum lang, const struct instrument *);
bool         instrument_weighs(const struct instrument *, size_t item);
struct str   instrument_parent_code(const struct instrument *, size_t item);    /* or unknown */

/* instrument_web.c: one line of a page's tree */
int32_t    instrument_depth_of(const struct instrument *, size_t item);
/* The first part of an item, and the one after a part of the same whole; -1: there is none. */
int32_t    instrument_first_of(const struct instrument *, int32_t item);
int32_t    instrument_next_of(const struct instrument *, int32_t item);
/* How its figure is found, with what belongs to that: "sum over at least 10". */
struct str instrument_how_text(struct view *, const struct instrument *, size_t item);
bool       instrument_has_weights(const struct instrument *);       /* of any item */
/* Does a reader see the tree at once, or branch by branch? */
bool       instrument_is_large(const struct instrument *);
/* What band [i] reaches: "2,6 to below 3,5", "60,01 to 100". */
struct str instrument_reach_text(struct view *, const struct instrument *, size_t band);
/* A cell as people read it: "1.234,5", "13 Agustus 2024". */
struct str instrument_cell_text(struct view *, const struct rule_table *, size_t row,
                                size_t column);
/* "20 %"; empty for what has no weight. */
struct str instrument_weight_text(struct arena *, enum lang, const struct instrument *,
                                  size_t item);
/* ---- figures: the list of a region's, one of them, and their change -------------------------- */

struct instrument_figures_query { struct str instrument; int64_t year; };   /* 0: all years */

struct instrument_offer { struct str what, href; };

struct instrument_figures {
    struct instrument        in;
    struct region            region;
    int64_t                  year;
    struct instrument_fact  *fact;      size_t n;           /* in order of year and item          */
    struct instrument_brief *brief;     size_t n_briefs;    /* to choose another instrument       */
    struct instrument_offer *offer;     size_t n_offers;    /* not there yet, for who may add     */
    bool                     may_add;
};

struct instrument_figure_record {
    struct record_state                state;
    struct instrument_place           *place;
    const struct instrument_published *published;
    struct html                        panel;
};

extern const struct form        instrument_figures_form, instrument_figure_flags;
extern const struct form        instrument_figure_form;
extern const struct record_kind instrument_figure_edit, instrument_figure_add;

/* As it is now; version 0 and no values: not known, whatever the reader may. */
struct err  *instrument_figure_state(struct cx *, struct str key, struct record_state *);
struct err  *instrument_not_known(struct cx *, const struct record_state *);

/* Fails: instrument.unknown, region.unknown, region.code. */
struct err  *instrument_figures_of(struct cx *, struct str region_code,
                                   const struct instrument_figures_query *,
                                   struct instrument_figures *);
struct table instrument_figures_table(struct arena *, const struct instrument_figures *);
/* "3,31" or "unknown"; and of what it is: "Impact", "Achievement index, target". */
struct str   instrument_fact_text(struct view *, const struct instrument_fact *);
struct str   instrument_fact_what(struct view *, const struct instrument *,
                                  const struct instrument_fact *);

page_fn instrument_figures_page, instrument_figure_page, instrument_figure_edit_page,
        instrument_figure_add_page;
/* The commands of the same names. */
struct err *instrument_figures_run(struct cx *, struct shell *);
struct err *instrument_figure_edit_run(struct cx *, struct shell *);
struct err *instrument_figure_add_run(struct cx *, struct shell *);

/* Words for a stored standing; unknown is modelled. */
struct msg instrument_standing_label(struct str code);

#endif
