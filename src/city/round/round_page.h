/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* round_page.h — what the faces of round.h share: pages, commands, rows. */
#ifndef GUYUB_ROUND_PAGE_H
#define GUYUB_ROUND_PAGE_H

#include "city/round/round.h"
#include "city/round/round_edit.h"
#include "module.h"

/* How many regions an assessor has. */
struct round_load { struct str post, title; int64_t n; };

/* All that a round's page, its JSON and `guyub round show` tell. */
struct round_page {
    struct round_full       full;
    struct round_region_set regions;            /* who takes part                                 */
    struct round_region_set by_hand;            /* taken in or out by hand, with the reason       */
    struct round_seat_list  seats;              /* that run, as far as the reader may read        */
    struct round_load      *load;  size_t n_loads;      /* the heaviest first                     */
    int64_t                 n_sitting, n_replace, n_left_out;   /* left out: regions of too few   */
    bool                    may_run;
    struct cx              *cx;                 /* of the unit of work, for rows in JSON          */
};
/* Fails as round_get does. */
struct err *round_page_of(struct cx *, struct str code, struct round_page *);
struct msg  round_state_label(struct str state);

/* round_data.c */
struct table round_table(struct cx *, const struct round_set *, const enum round_kind *now);
struct table round_phase_table(struct cx *, const struct round_full *);
struct table round_region_table(struct cx *, const struct round_region_set *);
struct table round_seat_table(struct cx *, const struct round_seat_list *);
void         round_json(struct json *, const void *page);

/* Forms of the office, as the shell asks them too. */
struct round_join_form  { struct str region, why; bool out; };
struct round_share_form { int64_t each; };
extern const struct form round_share_form;

enum { ROUND_COMMANDS = 11 };
extern const struct command round_commands[ROUND_COMMANDS];

#endif
