/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * backup_rule.h — rules only: how a copy is named, and which copies have to go.
 */
#ifndef GUYUB_APP_BACKUP_RULE_H
#define GUYUB_APP_BACKUP_RULE_H

#include "base/str.h"

/* "guyub-20261122T193000Z": the time of what it holds, UTC. */
struct str backup_name(struct arena *, int64_t at);
/* Whether it is the name of a whole copy, and of when. */
bool       backup_name_read(struct str name, int64_t *at);
/* A copy that was begun and not ended: "guyub-20261122T193000Z.part", ".drill-…". */
bool       backup_is_rest(struct str name);

/*
 * How many of `n` copies, oldest first, go so that `keep` are left; keep 0: none goes. Never the
 * newest one, however few are to be kept.
 */
size_t     backup_surplus(size_t n, int64_t keep);

#endif
