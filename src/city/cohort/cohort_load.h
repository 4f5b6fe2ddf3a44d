/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * cohort_load.h — a CSV file of counts or members on its way in, line by line.
 *
 * Either each line is added as it comes, in the caller's change, or all of them are only checked,
 * as if those before had been added: then nothing is written, and a fault does not end the reading.
 */
#ifndef GUYUB_COHORT_LOAD_H
#define GUYUB_COHORT_LOAD_H

#include "base/csv.h"
#include "city/cohort/cohort.h"

enum { COHORT_FACTS_MAX = 5000 };           /* of the whole database, as cohort.sql reads them */
enum { COHORT_LINES_MAX = 20000 };          /* of a file: a job reads it anew for each part    */

struct cohort_file_kind;
struct cohort_seen;

struct cohort_load {
    struct cx                     *cx;
    const struct cohort_file_kind *kind;
    struct csv_reader             *csv;
    struct csv_record              rec;     /* the line that was read last                       */
    struct str                     name, text;      /* text known: read from memory              */
    int64_t                        n_new, n_kept;
    bool                           keeps;   /* what is known otherwise stays, and is counted     */
    struct cohort_seen            *seen;    /* not NULL: nothing is written                      */
    const char                    *wrong;   /* the column that was refused last; NULL: none      */
};

/* Finds out by the header what the file tells; `only_checks` asks for a try without writing. Fails:
 * as csv_open does. */
struct err *cohort_load_open(struct cx *, struct cohort_load *, bool only_checks);
/* The next line; `more` false: there is none. Fails when it is no CSV: nothing after it can be
 * read. */
struct err *cohort_load_next(struct cohort_load *, bool *more);
/* What the line says; in a change unless it is only checked. Fails: cohort.year, cohort.differs,
 * and the other rules of a fact. */
struct err *cohort_load_line(struct cx *, struct cohort_load *);
/* One line of the journal for what was added since the file was opened, if anything was. */
struct err *cohort_load_tell(struct cx *, const struct cohort_load *, struct str why);
void        cohort_load_close(struct cohort_load *);

#endif
