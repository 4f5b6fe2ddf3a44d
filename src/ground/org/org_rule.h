/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* org_rule.h — what an organisation's code and kind may be. Pure. */
#ifndef GUYUB_ORG_RULE_H
#define GUYUB_ORG_RULE_H

#include "base/msg.h"

#define ORG_KINDS(X)                                       \
    X(MINISTRY,   "ministry",   N_("Ministry or state agency")) \
    X(AGENCY,     "agency",     N_("Regional agency (OPD)"))    \
    X(UNIT,       "unit",       N_("Unit of an agency"))        \
    X(UNIVERSITY, "university", N_("University"))               \
    X(COMPANY,    "company",    N_("Company"))                  \
    X(COMMUNITY,  "community",  N_("Community"))

/* 2 to 60 of a-z, 0-9, '.' and '-', beginning and ending with a letter or digit. */
bool       org_code_is_valid(struct str code);
bool       org_kind_is_known(struct str kind);
struct msg org_kind_label(struct str kind);      /* asserts a known kind */

#endif
