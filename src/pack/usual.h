/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * usual.h — the names that lists usually give to their columns: a table that ships with the
 * program, lines of field,name; the better of two names for one field stands first.
 */
#ifndef GUYUB_PACK_USUAL_H
#define GUYUB_PACK_USUAL_H

#include "base/err.h"

enum { USUAL_MAX = 500 };

/* Each name with the number of its field. */
struct usual { struct str name[USUAL_MAX]; size_t is[USUAL_MAX], n; };

/* The words of the fields in the table, by their numbers. */
struct usual_fields { const struct str *word; size_t n; };

/* The table by its name in embedded.h. Fails: pack.usual, and what base/csv.h refuses. */
struct err *usual_read(struct arena *, const char *table, struct usual_fields, struct usual *);

#endif
