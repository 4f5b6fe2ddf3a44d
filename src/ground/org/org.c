/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ground/org/org.h"

#include <assert.h>

#include "base/err.h"
#include "ground/org/org_sql.h"

static struct err *
org_unknown(struct cx *cx, struct str code)
{
    return err_of(cx->arena, (struct err){
        .kind  = ERR_MISSING,
        .code  = "org.unknown",
        .text  = MSG("There is no organisation with the code {0}.", code),
        .hint  = MSG("Look it up in the list of organisations."),
        .where = S("code"),
    });
}

struct err *
org_find(struct cx *cx, struct str code, struct org *org, bool *found)
{
    assert(cx && org && found);
    return org_by_code(cx, code, org, found);
}

struct err *
org_get(struct cx *cx, struct str code, struct org *org)
{
    bool found;

    TRY(org_find(cx, code, org, &found));
    return found ? NULL : org_unknown(cx, code);
}

struct err *
org_record_get(struct cx *cx, struct str code, struct org_record *r)
{
    bool found = true;

    *r = (struct org_record){ 0 };
    TRY(org_get(cx, code, &r->org));
    if (r->org.parent_id.n != 0)
        TRY(org_by_id(cx, r->org.parent_id, &r->parent, &found));
    assert(found);          /* the foreign key keeps the parent there */
    TRY(org_units_of(cx, r->org.id, &r->unit, &r->n_units));
    TRY(org_before(cx, r->org.id, &r->before, &r->n_before));
    TRY(org_after(cx, r->org.id, &r->after, &r->n_after));
    return NULL;
}

struct err *
org_set_of(struct cx *cx, struct org_filter f, struct org_set *set)
{
    struct region region;
    bool          everywhere = f.region_code.n == 0 && !f.within_nation;

    if (f.region_code.n > 0)
        TRY(region_get(cx, f.region_code, &region));    /* a wrong code is told, not shown empty */
    return org_list(cx, everywhere, f.within_nation, f.region_code.n > 0 ? f.region_code : S(""),
                    &set->row, &set->n);
}

struct err *
org_now_in(struct cx *cx, struct region_id region, struct org_set *set)
{
    return org_of_region(cx, region, &set->row, &set->n);
}
