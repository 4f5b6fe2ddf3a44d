/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* cohort_fact.h — what a count and a member must say of themselves, in files and forms alike. */
#ifndef GUYUB_COHORT_FACT_H
#define GUYUB_COHORT_FACT_H

#include "city/cohort/cohort.h"

/* Where it is from. Empty and unknown are the same: nothing was said. */
struct cohort_cited { struct str source, publisher, source_date, source_url, note_id, note_en; };

/* Fails, with the field's name in .where: cohort.source, cohort.publisher, cohort.date, cohort.url,
 * cohort.note. What no source states must say how it follows. */
struct err *cohort_cited_check(struct cx *, const struct cohort_cited *, bool inferred);
/* A year that is not known says nothing. Fails: cohort.years, at seen_year. */
struct err *cohort_years_check(struct cx *, struct maybe_int year, struct maybe_int seen_year);
/* Fails: cohort.kind, at region_code. */
struct err *cohort_region_check(struct cx *, const struct region *);

#endif
