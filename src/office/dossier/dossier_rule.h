/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* dossier_rule.h — names of files in the ZIP: safe on every system, told apart by number. Pure. */
#ifndef GUYUB_DOSSIER_RULE_H
#define GUYUB_DOSSIER_RULE_H

#include "base/str.h"

enum { DOSSIER_NAME_MAX = 100 };        /* bytes, the number left out */

/*
 * "007-laporan akhir.pdf" of 7 and of what a sender named their file. No name of another folder, no
 * sign that a system forbids or that a shell, a list of sums or a reader could take for another; a
 * long one is cut in its middle, so that its ending stays. `n` from 1.
 */
struct str dossier_name(struct arena *, int64_t n, struct str given);

#endif
