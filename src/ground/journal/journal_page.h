/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* journal_page.h — what the faces of journal.h share: its pages and commands. */
#ifndef GUYUB_JOURNAL_PAGE_H
#define GUYUB_JOURNAL_PAGE_H

#include "ground/journal/journal.h"
#include "ground/journal/journal_line.h"
#include "ground/journal/journal_list.h"
#include "module.h"

/* What a page and the command ask with. */
struct journal_query { struct str thing, key, post; struct date day; int64_t account, before; };

extern const struct form journal_query_form;

struct journal_filter journal_filter_of(const struct journal_query *);

/* journal_data.c: the same lines and heads for pages and shell. */
struct table journal_table(struct arena *, const struct journal_lines *);
void         journal_head_json(struct json *, const void *head);          /* struct journal_head */

struct err *journal_examine(struct cx *, struct findings *);              /* journal_examine.c */

enum { JOURNAL_CHOICES_MAX = 64 };

/* Everything the page of the list shows. */
struct journal_listing {
    struct journal_list list;
    struct str          thing, key, post, day;      /* as asked, for the filter's fields */
    struct str          older, newest;              /* addresses; empty: no such page    */
    const struct told *choice[JOURNAL_CHOICES_MAX]; size_t n_choices;
};

enum { JOURNAL_SHOWN = 3 };         /* lines of a record's panel that are not folded away */

enum { JOURNAL_ROUTES = 2, JOURNAL_COMMANDS = 4 };

extern const struct route   journal_routes[JOURNAL_ROUTES];
extern const struct command journal_commands[JOURNAL_COMMANDS];

#endif
