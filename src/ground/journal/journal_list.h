/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* journal_list.h — the journal read as a list, and the head of a day; for pages and commands. */
#ifndef GUYUB_JOURNAL_LIST_H
#define GUYUB_JOURNAL_LIST_H

#include "base/calendar.h"
#include "ground/journal/journal.h"

enum { JOURNAL_PAGE = 50, JOURNAL_LINES_MAX = 1000 };

/* Empty texts, no date and 0 ask for all. A day is one of WIB. */
struct journal_filter {
    struct str  thing, key, post;
    struct date day;
    int64_t     account, before;        /* before: only lines with a smaller number; 0: all */
};

/* Newest first, as far as the reader's MAY_READ_JOURNAL reaches; at most `most`. `older` is the
 * number to go on before; 0: there are no more. */
struct journal_list { struct journal_lines lines; int64_t older; };
struct err *journal_list_of(struct cx *, const struct journal_filter *, int64_t most,
                            struct journal_list *);

/* The last line of a day (WIB), by which all before it can be proved. seq 0: there is none yet. */
struct journal_head {
    struct date day;
    int64_t     seq, n_of_day;
    struct str  day_text, hash;         /* ISO; hex */
};
struct err *journal_head_of(struct cx *, struct date day, struct journal_head *);

/* The seconds of a day of WIB; no date: of all time. */
struct journal_span { int64_t since, until; };
struct journal_span journal_day_span(struct date);

#endif
