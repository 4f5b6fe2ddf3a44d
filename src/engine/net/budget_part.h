/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* budget_part.h — what the files of the budget share: trees kept, and filling them up. */
#ifndef GUYUB_ENGINE_NET_BUDGET_PART_H
#define GUYUB_ENGINE_NET_BUDGET_PART_H

#include "engine/net/budget.h"

/* A tree with what it costs and whom it serves. Outside: above is NET_NONE. */
struct kept { uint32_t *link, *above; int64_t spent, users; };

struct kept budget_kept_make(struct arena *, uint32_t n);       /* of nothing yet */
void        budget_kept_root(const struct budget_ask *, struct kept *);
void        budget_kept_tree(const struct budget_ask *, const struct net_tree *, struct kept *);
void        budget_kept_copy(const struct budget_ask *, const struct kept *from, struct kept *to);
bool        budget_kept_has(const struct kept *, uint32_t v);

/* More users, or as many for less money. */
bool        budget_kept_is_better(const struct kept *, const struct kept *than);

/* Adds to `of` what of the larger tree the budget still pays for, in the order of works. */
void        budget_kept_fill(struct arena *, const struct budget_ask *, struct kept *of,
                             const struct kept *larger);

#endif
