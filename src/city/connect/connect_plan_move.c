/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* connect_plan_move.c — which figure moves the total most: each a fifth up and a fifth down. */
#include <stdlib.h>

#include "base/arena.h"
#include "city/connect/connect_plan.h"

enum { A_FIFTH_LESS = 800, A_FIFTH_MORE = 1200 };

struct tried { struct connect_move move; uint64_t reach; size_t order; };

static uint64_t
apart(int64_t a, int64_t b)
{
    return a > b ? (uint64_t)a - (uint64_t)b : (uint64_t)b - (uint64_t)a;
}

/* The total of the plan that is made with one figure turned; NULL: with none. */
static struct err *
total_with(struct arena *a, const struct connect_ask *ask, const struct connect_dial *dial,
           int64_t per_mille, int64_t *total)
{
    size_t                 mark = arena_mark(a);
    struct connect_params *params = NEW(a, struct connect_params);
    struct connect_ask     turned = *ask;
    struct connect_plan    plan;

    *params = *ask->params;
    if (dial)
        connect_turn(params, dial, per_mille);
    turned.params = params;
    turned.n_money = 0;
    TRY(connect_plan_of(a, &turned, &plan));
    *total = plan.total.npv;
    arena_back(a, mark);
    return NULL;
}

static int
by_reach(const void *pa, const void *pb)
{
    const struct tried *a = pa, *b = pb;

    if (a->reach != b->reach)
        return a->reach < b->reach ? 1 : -1;
    return (a->order > b->order) - (a->order < b->order);
}

struct err *
connect_tornado(struct arena *a, const struct connect_ask *ask, struct connect_moves *moves)
{
    struct connect_dial dial[CONNECT_DIALS_MAX];
    struct tried        tried[CONNECT_DIALS_MAX];
    size_t              n_dials = connect_dials_of(ask->params, dial);

    *moves = (struct connect_moves){ .n = 0 };
    TRY(total_with(a, ask, NULL, 0, &moves->middle));
    for (size_t i = 0; i < n_dials; i++) {
        struct connect_move *m = &tried[i].move;

        m->dial = dial[i];
        tried[i].order = i;
        TRY(total_with(a, ask, &dial[i], A_FIFTH_LESS, &m->less));
        TRY(total_with(a, ask, &dial[i], A_FIFTH_MORE, &m->more));
        tried[i].reach = apart(m->less, m->more);
    }
    qsort(tried, n_dials, sizeof *tried, by_reach);
    while (moves->n < CONNECT_MOVES && moves->n < n_dials && tried[moves->n].reach > 0) {
        moves->move[moves->n] = tried[moves->n].move;
        moves->n++;
    }
    return NULL;
}
