/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* org_rule.h — what an organisation's code and kind may be. Pure. */
#ifndef GUYUB_ORG_RULE_H
#define GUYUB_ORG_RULE_H

#include "base/form.h"

#define ORG_KINDS(X)                                       \
    X(MINISTRY,   "ministry",   N_("Ministry or state agency")) \
    X(AGENCY,     "agency",     N_("Regional agency (OPD)"))    \
    X(UNIT,       "unit",       N_("Unit of an agency"))        \
    X(UNIVERSITY, "university", N_("University"))               \
    X(COMPANY,    "company",    N_("Company"))                  \
    X(COMMUNITY,  "community",  N_("Community"))

extern const struct choice org_kinds[];         /* in the order of ORG_KINDS */

/* 2 to 60 of a-z, 0-9, '.' and '-', beginning and ending with a letter or digit; not "new", which
 * is the address of the form for one. */
bool       org_code_is_valid(struct str code);
/* Whether one of this region (empty: the nation) may have it: a region's begin with its code and a
 * hyphen, and nobody else's do, so that no place takes another's names. */
bool       org_code_is_of(struct str code, struct str region);
bool       org_kind_is_known(struct str kind);
struct msg org_kind_label(struct str kind);      /* asserts a known kind */
/* Whether it can have begun on `from` and ended on `to`. Both may be partial ("2024-10") or
 * unknown; what a partial date leaves open is not held against it. */
bool       org_dates_in_order(struct str from, struct str to);

#endif
