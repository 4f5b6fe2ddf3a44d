/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * explain_page.h — what the pages of explain.h are made from. Only explain_*.c, the template and
 * its tests use it.
 */
#ifndef GUYUB_EXPLAIN_PAGE_H
#define GUYUB_EXPLAIN_PAGE_H

#include "base/table.h"
#include "city/instrument/instrument.h"
#include "city/instrument/instrument_answer.h"
#include "web/query.h"
#include "web/route.h"

/* ---- what the address says ------------------------------------------------------------------ */

/*
 * An answer is ITEM=VALUE, or ITEM.OF=VALUE of the instance OF of an item that repeats. Three names
 * are no items: "lang", "kind" (of region), "instances" (how many of them the form shall show).
 * OURS: a figure may have a decimal comma, as people write it.
 */
struct explain_asked {
    struct instrument_answer answer[QUERY_PAIRS_MAX];   /* where: the name of its pair          */
    struct str               typed[QUERY_PAIRS_MAX];    /* its value as it stands there         */
    size_t                   n;
    bool                     is_answered;               /* has any of them a value?             */
    struct str               kind_typed;                /* empty: not said                      */
    enum region_kind         kind;                      /* REGION_KIND_NONE: not said, or wrong */
    struct str               of[QUERY_PAIRS_MAX];       /* the instances, in order              */
    size_t                   n_of;
    size_t                   wanted;                    /* instances asked for: at least 1      */
    struct str               address;                   /* of this computation, without what is
                                                         * empty and without the language       */
};

/* A query that is none says nothing; the program refuses it before a page is asked. */
void explain_read(struct arena *, const struct instrument *, const struct request *,
                  struct explain_asked *);

/* Does what is asked depend on the kind of region? */
bool explain_depends_on_kind(const struct instrument *);

/* ---- what is asked -------------------------------------------------------------------------- */

enum explain_way {
    EXPLAIN_LEVELS,             /* by choosing a level                                   */
    EXPLAIN_FIGURE,             /* by a figure on a scale                                */
    EXPLAIN_NO_SOURCE,          /* not at all: its score has no source                   */
    EXPLAIN_OTHER_KIND          /* not at all: it is not for the kind of region          */
};

struct explain_field {
    int32_t           item;
    bool              is_whole; /* a component as published, in place of its parts       */
    enum explain_way  way;
    struct str        name, id; /* of its pair and of its element                        */
    struct str        typed;    /* as the address has it; empty: nothing                 */
    bool              has_none; /* "0": no level is proven                               */
    bool              is_other; /* what was typed is none of the choices                 */
    const struct err *fault;    /* or NULL                                               */
};

/* The parts of one branch, in one instance of it. */
struct explain_group {
    struct str           legend;
    int32_t              repeats;   /* the item that repeats, where its instance begins; or -1 */
    struct str           of;        /* the instance; unknown: the branch does not repeat       */
    struct explain_field *field;
    size_t               n;
};

/* A fault with the place in the form that it belongs to. */
struct explain_fault { const struct err *err; struct str id; };

struct explain_form {
    const struct instrument    *in;
    const struct explain_asked *asked;
    struct explain_group       *group;
    size_t                      n;
    struct explain_fault       *fault;
    size_t                      n_faults;
    const struct err           *kind_fault;
    bool                        repeats;    /* does any item?                                  */
    struct str                  each;       /* what it repeats for: "innovation"               */
    int32_t                     repeated;   /* the item, or -1                                 */
    bool                        says_none;  /* "there are none" is answered                    */
    size_t                      shown;      /* instances in the form                           */
    size_t                      most;       /* so many fit an address; 0: not even one does    */
};

/* Fields, and each fault at its field; `faults` are those of asked->answer. */
void explain_form_of(struct cx *, const struct instrument *, const struct explain_asked *,
                     const struct instrument_answer_faults *, struct explain_form *);

/* The id of the field that asks item `plain` of instance `of`; unknown if none does. */
struct str explain_field_id(const struct explain_form *, int32_t plain, struct str of);

/* ---- the reasons, line by line --------------------------------------------------------------- */

/* Texts in the reader's language; unknown where a line has none. */
struct explain_line {
    int32_t           depth;            /* 0: what the lines explain                         */
    struct str        title, why, expression, before;
    struct str        figure, range, weight, share, adds;
    enum score_state  state;
};

/* Of `top` and all below it but what was not needed. `as_published`: the figures are facts. */
struct explain_line *explain_lines(struct cx *, const struct instrument_answers *, int32_t top,
                                   bool as_published, size_t *n);

/* The same as data: codes, digits, ranges. */
struct table explain_step_table(struct arena *, const struct instrument_answers *);

/* ---- an index tried out ---------------------------------------------------------------------- */

struct explain_lack { struct str title, why, id; };     /* id unknown: the form does not ask it */

struct explain_score {
    struct explain_form         form;
    bool                        is_computed;
    struct instrument_answers   answers;
    const struct err           *no_index;   /* why there is none; NULL: there is one */
    struct str                  figure, range, band;
    bool                        is_open;    /* rounding leaves the band open         */
    struct explain_line        *line;
    size_t                      n_lines;
    struct explain_lack        *lack;
    size_t                      n_lacks;
    struct date                 today;
};

page_fn explain_score_page;

/* ---- a published result ---------------------------------------------------------------------- */

/* Numbered from 1, each once. */
struct explain_source { struct str number, title, href; struct date date; };

struct explain_fact { struct str what, value, note, source; };     /* source: its number */

/* A published whole and what its published parts give. */
struct explain_check {
    struct str           title, published, published_range, recomputed, recomputed_range;
    bool                 agrees;
    struct explain_line *line;
    size_t               n;
};

struct explain_result {
    const struct instrument_series *series;
    const struct instrument_result *result;
    struct str                      year, figure, range, most, address;
    struct html                     sides;
    struct explain_check           *check;
    size_t                          n_checks;
    struct explain_fact            *fact;
    size_t                          n_facts;
    struct explain_source          *source;
    size_t                          n_sources;
    const int64_t                  *years;      /* with facts, from the first */
    size_t                          n_years;
    struct date                     today;
};

page_fn explain_result_page;

/* "2026-11-22" in western Indonesia, where most readers are. */
struct date explain_today(const struct cx *);

#endif
