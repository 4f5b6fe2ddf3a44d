/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* journal_line.h — a stored row as a line for people; and how an actor is said. */
#ifndef GUYUB_JOURNAL_LINE_H
#define GUYUB_JOURNAL_LINE_H

#include "ground/journal/journal.h"

/* What of persons the reader may see: the actors' names; other personal values. */
struct journal_reader { bool names, persons; };

struct err *journal_line_of(struct cx *, const struct journal_row *, struct journal_reader,
                            struct journal_line *);

/* "22 November 2026, 08.30 WIB": the journal is one for the nation, so it has one clock. */
struct str journal_when(struct arena *, enum lang, int64_t at);
/* "Plt. Kepala Dinas … (Siti Rahma)", "the command line (budi)", "the program". */
struct msg journal_who(struct arena *, enum lang, const struct journal_line *);

/* What else is said of a fact: a number as what it counts, a word of a slice in the reader's
 * language. */
struct msg journal_note(struct arena *, enum lang, const struct journal_line *);

enum { WIB_S = 7 * 3600, DAY_S = 24 * 3600 };

#endif
