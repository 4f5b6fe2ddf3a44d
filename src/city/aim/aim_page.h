/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * aim_page.h — what page, JSON and command of aim.h are made from. Only aim_*.c, the template and
 * its tests use it.
 */
#ifndef GUYUB_AIM_PAGE_H
#define GUYUB_AIM_PAGE_H

#include "city/aim/aim_rule.h"
#include "city/instrument/instrument_answer.h"
#include "module.h"
#include "web/query.h"

/* ---- what is asked (aim_read.c) ------------------------------------------------------------- */

/*
 * ITEM=VALUE (or ITEM.OF=VALUE) is what is tried: it takes the start's place, an empty value too,
 * which makes the item unknown. Three names are no items: "from", the year whose published figures
 * are the start; "year", of the target; "target", a figure of one's own. "lang" is the frame's.
 */
struct aim_asked {
    struct instrument_answer tried[QUERY_PAIRS_MAX];    /* where: the name of its pair          */
    struct str               typed[QUERY_PAIRS_MAX];    /* its value as it stands there         */
    size_t                   n;
    int64_t                  from, year;                /* 0: not said                          */
    struct str               target;                    /* as typed; empty: not said            */
};

/* A year that is none becomes -1, which no result has. */
void aim_read(struct arena *, const struct instrument *, const struct pair *, size_t n,
              struct aim_asked *);

/* ---- where it begins ------------------------------------------------------------------------ */

/* The published figures of a year as answers: all parts of a branch, or else the branch whole.
 * Ascending in the tree; `out` has room for the tree's items. */
size_t aim_published(struct arena *, const struct instrument *, const struct instrument_result *,
                     enum region_kind, struct instrument_answer *out);
/* The start with what is tried in its place; `out` has room for both. Empty values stay out. */
size_t aim_put_together(const struct instrument *, const struct instrument_answer *start,
                        size_t n_start, const struct aim_asked *, struct instrument_answer *out);

/* ---- what follows (aim_count.c, aim_follow.c) ----------------------------------------------- */

/* One item that has a figure, and where the index goes with it. */
struct aim_item {
    int32_t           item;                 /* of count.now.instrument                        */
    struct aim_ladder up, down;             /* to the rungs above and below                   */
    struct aim_index *index_up, *index_down;
    bool              gains;                /* is `by` known?                                 */
    struct dec        by;                   /* what the next step up adds                     */
    bool              can_alone;
    struct dec        alone;                /* the figure that it would need alone            */
};

struct aim_count {
    struct instrument_series         series;
    const struct instrument_result  *from;      /* the start; NULL: nothing was published        */
    const struct instrument_result  *latest;    /* the last with a published index; or NULL      */
    const struct instrument_result  *aimed;     /* the year of the target; NULL: of one's own    */
    bool                             has_target;
    struct dec                       target;
    struct instrument_answer_faults  faults;    /* of the answers, told by `sheet`               */
    struct instrument_answer        *sheet;     size_t n_sheet;
    const struct err                *target_fault;
    struct instrument_answers        start, now;    /* sound if there are no faults              */
    struct aim_item                 *item;          /* those with a figure, in the tree's order  */
    size_t                           n;
    size_t                          *order;         /* of item[], those that gain, most first    */
    size_t                           n_gain;
    bool                             is_linear, is_between;
    struct aim_between               between;       /* if is_between: where the index lies       */
    struct aim_plan                  to_target, to_mark;    /* no rungs: nothing to reach */
    bool                             has_mark;
    struct dec                       mark;
    size_t                           n_computed;
};

/* Fails: instrument.unknown, region.unknown, aim.kind, aim.from, aim.year, aim.too_large. What is
 * wrong with an answer or the target is a fault in `out`. */
struct err *aim_count_of(struct cx *, struct str region, struct str instrument,
                         const struct aim_asked *, struct aim_count *out);

/* aim_follow.c: from sound answers to items, gains and plans. Fails: aim.too_large. */
struct err *aim_follow(struct cx *, struct aim_count *);

void aim_json(struct json *, const void *);         /* struct aim_count */

/* ---- in words (aim_say.c) ------------------------------------------------------------------- */

/* "Outcome", "Smart Governance (Lapor Cepat)" */
struct str aim_title_text(struct cx *, const struct aim_count *, int32_t item);
/* "3: Terdefinisi", "3,31", "none is proven" */
struct str aim_value_text(struct cx *, const struct aim_count *, int32_t item, struct dec);
/* "3,315", "3,3146…"; and "+0,03", "−0,0166…" */
enum { AIM_PLACES_SHOWN = 4 };
struct str aim_figure_text(struct cx *, const struct aim_count *, struct dec);
struct str aim_by_text(struct cx *, struct dec);
struct dec aim_cut(struct dec);                      /* to the places shown, down */
/* What is said of the target and how far it is, a sentence each. */
enum { AIM_SENTENCES_MAX = 4 };
size_t     aim_sentences(struct cx *, const struct aim_count *, struct msg *out);
/* Of a plan: "The fewest steps are 3, …", "Not found …", "Out of reach …". */
struct msg aim_plan_msg(struct cx *, const struct aim_count *, const struct aim_plan *,
                        struct dec target);

/* ---- the page (aim_form.c, aim_page.c) ------------------------------------------------------ */

struct aim_choice { struct str value; struct msg label; bool is_now; };

/* One item of the form; unknown texts: nothing to say. */
struct aim_field {
    int32_t            item;                /* of count.now.instrument                         */
    bool               is_whole;            /* a component in place of its parts               */
    struct str         name, id, title, typed;
    struct msg         shut;                /* why it is not asked; MSG_NONE: it is            */
    struct msg         began, step;         /* "began at 3.21"; "one step up: +0.03"           */
    struct aim_choice *choice;              /* of an item with levels                          */
    size_t             n_choices;
    struct str         least, most, stride; /* of a figure, as data                            */
    const struct err  *fault;
};

struct aim_group { struct str legend; struct aim_field *field; size_t n; };

struct aim_form {
    struct aim_group *group;
    size_t            n, n_fields;          /* n_fields: those that are asked                  */
    const struct err **loose;               /* faults of no field                              */
    size_t            n_loose;
    bool              fits;                 /* into an address                                 */
};

/* `asked` is what the fields hold; faults stand at their fields, or in `loose`. */
void aim_form_of(struct cx *, const struct aim_count *, const struct aim_asked *,
                 struct aim_form *);

/* One line of "what gives most", or of a plan. */
struct aim_step { struct str title, from, to, by, after, alone, href; };

struct aim_steps { struct msg says; struct aim_step *row; size_t n; struct str href; };

struct aim_page {
    const struct aim_count *count;
    const struct aim_asked *asked;
    struct aim_form         form;
    struct str              path, title, address;
    struct msg              sentence[AIM_SENTENCES_MAX];
    size_t                  n_sentences;
    struct str              figure, most, before, by, range, band;
    int                     way;            /* below 0: the index went down                    */
    struct html             picture, table;
    const struct err       *no_index;
    struct aim_steps        gains, to_target, to_mark;
    bool                    tells_alone;    /* does any of gains?                              */
    size_t                  n_more;         /* items that add something and are not listed     */
    struct aim_step        *year;           /* with a target: title and address                */
    size_t                  n_years;
    struct str              score_href;     /* the reasons, line by line                       */
};

page_fn aim_page;

/* An answer that takes another's place in an address. */
struct aim_put { struct str name, value; };
/* The name of an item's pair: "outcome", "part.Lapor Cepat"; and what an answer says. */
struct str aim_name_of(struct arena *, const struct aim_count *, int32_t item);
struct str aim_answer_of(struct arena *, const struct aim_count *, int32_t item, struct dec);

extern const struct command aim_commands[1];

#endif
