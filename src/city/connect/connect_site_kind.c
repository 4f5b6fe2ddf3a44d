/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* connect_site_kind.c — kinds of sites of which the prices do not say what they need. */
#include "base/arena.h"
#include "city/connect/connect_cost.h"
#include "city/connect/connect_read.h"
#include "city/connect/connect_site.h"

enum { KINDS_MAX = 64 };

/* One kind as it is written; unknown: those that do not say theirs. */
struct met { struct str kind; uint32_t n, first_line; bool is_listed; };

static bool
is_listed(const struct connect_params *q, struct str kind)
{
    for (size_t i = 0; i < q->n_demands; i++)
        if (connect_same_kind(q->demand[i].kind, kind))
            return true;
    return false;
}

static bool
is_same(struct str a, struct str b)
{
    return str_is_known(a) == str_is_known(b) && str_eq(a, b);
}

/* The kinds in the order in which they are met; more than KINDS_MAX are not looked at. */
static size_t
meet(const struct connect_sites *sites, const struct connect_params *q, struct met *met)
{
    size_t n = 0, last = 0;

    for (uint32_t i = 0; i < sites->n; i++) {
        const struct connect_site *s = &sites->site[i];

        if (n == 0 || !is_same(met[last].kind, s->kind))
            for (last = 0; last < n && !is_same(met[last].kind, s->kind);)
                last++;
        if (last == KINDS_MAX) {
            last = 0;
            continue;
        }
        if (last == n)
            met[n++] = (struct met){ .kind = s->kind, .first_line = s->line,
                                     .is_listed = str_is_known(s->kind) && is_listed(q, s->kind) };
        met[last].n++;
    }
    return n;
}

static void
doubt(struct arena *a, const struct connect_list *list, const struct met *m,
      struct connect_faults *faults)
{
    struct str count = str_fmt(a, "%u", m->n);

    connect_fault_add(a, faults, (struct connect_fault){ .is_doubt = true,
        .code = "connect.unknown_kind", .line = list->is_json ? 0 : m->first_line,
        .where = list->is_json
            ? str_fmt(a, "%.*s#/features/%u", TEXT(list->name), m->first_line - 1)
            : str_fmt(a, "%.*s:%u", TEXT(list->name), m->first_line),
        .says = str_is_known(m->kind)
            ? MSG("What a site of the kind \"{0}\" needs is not listed; {1} are of it, this the "
                  "first.", m->kind, count)
            : MSG("{0} sites do not say their kind, this the first.", count),
        .hint = MSG("They are reckoned as any other kind. Correct the list, or add the kind to "
                    "the prices.") });
}

void
connect_kinds_check(struct arena *a, const struct connect_list *list,
                    const struct connect_params *q, struct connect_faults *faults)
{
    struct met           *met = NEWS(a, struct met, KINDS_MAX);
    size_t                n = meet(list->sites, q, met);
    struct connect_faults before = *faults;

    *faults = (struct connect_faults){ .n_more = before.n_more,
                                       .n_more_doubts = before.n_more_doubts };
    for (size_t i = 0; i < n; i++)
        if (!met[i].is_listed)
            doubt(a, list, &met[i], faults);
    for (size_t i = 0; i < before.n; i++)
        connect_fault_add(a, faults, before.fault[i]);
}
