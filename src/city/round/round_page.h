/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* round_page.h — what the faces of round.h share: pages, forms, commands, rows. */
#ifndef GUYUB_ROUND_PAGE_H
#define GUYUB_ROUND_PAGE_H

#include "city/round/round.h"
#include "city/round/round_edit.h"
#include "city/round/round_picture.h"
#include "module.h"
#include "web/form_html.h"

/* How many regions an assessor has. */
struct round_load { struct str post, title; int64_t n; };

/* All that a round's page, its JSON and `guyub round show` tell. */
struct round_page {
    struct cx              *cx;                 /* of the unit of work, for rows in JSON          */
    struct round_full       full;
    struct round_region_set regions;            /* who takes part                                 */
    struct round_region_set by_hand;            /* taken in or out by hand, with the reason       */
    struct round_seat_list  seats;              /* that run, as far as the reader may read        */
    struct round_load      *load;  size_t n_loads;      /* the heaviest first                     */
    int64_t                 n_sitting;
    int64_t                 n_replace;          /* seats that want another holder                 */
    int64_t                 n_short;            /* regions with less than two assessors           */
    int64_t                 days_left;          /* of the phase that is on                        */
    bool                    may_run, may_seats;
    struct round_picture    picture;
    struct round_changes    changes;
    struct html             more;               /* what later slices have to say of it            */
};
/* Fails as round_get does. */
struct err *round_page_of(struct cx *, struct str code, struct round_page *);
struct msg  round_state_label(struct str state);
struct msg  round_tie_label(enum round_tie);
struct str  round_count(struct arena *, enum lang, int64_t n);      /* "1.234" */
struct str  round_month(struct arena *, enum lang, int32_t month);  /* "Mar" */

struct round_listing {
    struct round_set set;
    enum round_kind *now;
    bool             may_run;
};

/* The seats of a round, or of one region of it. */
struct round_seats_page {
    struct round_full      full;
    struct round_seat_list list;
    struct str             region;              /* "": of all                                     */
    int32_t                which;               /* index into round_whiches                       */
    size_t                 all;                 /* seats of all pages                             */
    struct str             previous, next;      /* the pages before and after; "": none           */
    bool                   may_run;
    struct form_draw       share;
};

/* ---- round_data.c: the same for pages and shell ---------------------------------------------- */

/* Rows: rounds, phases of one, regions, seats. */
struct table round_table(struct cx *, const struct round_set *, const enum round_kind *now);
struct table round_phase_table(struct cx *, const struct round_full *);
struct table round_region_table(struct cx *, const struct round_region_set *);
struct table round_seat_table(struct cx *, const struct round_seat_list *);
void         round_json(struct json *, const void *page);

/* ---- forms of the office (round_form.c) ------------------------------------------------------ */

struct round_join_form  { struct str region; int32_t part; struct str why; };
struct round_seat_form  { struct str region, post, exception; };
struct round_end_form   { struct str region, post, why; };
struct round_share_form { int64_t each; };
struct round_seat_query { struct str region, post; };
struct round_list_query { struct str region; int32_t which; int64_t page; };
enum { ROUND_SEATS_ALL, ROUND_SEATS_REPLACE, ROUND_SEATS_ENDED };
extern const struct choice round_whiches[];
extern const struct form round_join_form, round_seat_form, round_end_form, round_share_form,
    round_seat_query, round_list_query;
enum { ROUND_PART_IN, ROUND_PART_OUT };

/* One matter, one page. */
struct round_asking {
    const struct round_full      *full;
    struct msg                    title, lead;
    struct html                   beside;       /* below the form: who could sit                  */
    struct form_draw              draw;
    struct form_faults            faults;
    int32_t                       status;       /* 0: nothing was wrong                           */
};
/* An error that names a field becomes that field's fault and is gone; others stay. */
struct err *round_form_take(struct cx *, struct round_asking *, struct err *);
void        round_form_reply(struct cx *, struct reply *, struct round_asking *);
void        round_crumbs(struct cx *, struct reply *, const struct round_full *);

page_fn round_seats_page, round_seat_page, round_seat_do, round_end_page, round_end_do,
    round_share_do;

enum { ROUND_ROUTES = 19, ROUND_COMMANDS = 11 };
extern const struct route   round_routes[ROUND_ROUTES];
extern const struct command round_commands[ROUND_COMMANDS];

#endif
