/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ground/region/region.h"

#include <assert.h>

#include "base/arena.h"
#include "base/err.h"
#include "ground/region/region_search.h"
#include "ground/region/region_sql.h"

static struct err *
region_unknown(struct cx *cx, struct str code)
{
    return err_of(cx->arena, (struct err){
        .kind  = ERR_MISSING,
        .code  = "region.unknown",
        .text  = MSG("There is no region with the code {0}.", code),
        .hint  = MSG("Search for its name, or begin with the list of provinces."),
        .where = S("code"),
    });
}

static struct err *
region_not_a_code(struct cx *cx, struct str code)
{
    return err_of(cx->arena, (struct err){
        .kind   = ERR_MISSING,
        .code   = "region.code",
        .text   = MSG("{0} is not the code of a region.", code),
        .detail = MSG("Codes look like 35, 35.71, 35.71.01 or 35.71.01.1001."),
        .hint   = MSG("Search for its name, or begin with the list of provinces."),
        .where  = S("code"),
    });
}

struct err *
region_find(struct cx *cx, struct str code, struct region *region, bool *found)
{
    assert(cx && region && found);
    if (!region_code_is_valid(code))
        return region_not_a_code(cx, code);
    TRY(region_by_code(cx, code, region, found));
    assert(!*found || str_eq(region->code, code));
    return NULL;
}

struct err *
region_get(struct cx *cx, struct str code, struct region *region)
{
    bool found = false;

    TRY(region_find(cx, code, region, &found));
    return found ? NULL : region_unknown(cx, code);
}

struct err *
region_of_id(struct cx *cx, struct region_id id, struct region *region)
{
    bool found;

    TRY(region_by_id(cx, id, region, &found));
    assert(found);          /* ids come from our own rows, which are never deleted */
    return NULL;
}

/*
 * What lies within `code` has the codes between these two: '.' begins its parts, and '/' is the
 * next byte after '.'. The nation, an unknown or empty code, has every code.
 */
static struct str
region_codes_low(struct arena *a, struct str code)
{
    return code.n > 0 ? str_fmt(a, "%.*s.", TEXT(code)) : S("");
}

static struct str
region_codes_high(struct arena *a, struct str code)
{
    return code.n > 0 ? str_fmt(a, "%.*s/", TEXT(code)) : S(":");
}

/* The regions above, from the province down; a gap in the tree ends the way up. */
static struct err *
region_above(struct cx *cx, struct region_record *r)
{
    struct region way[REGION_DEPTH_MAX - 1];
    size_t        n = 0;
    bool          found = true;

    for (struct str code = r->region.parent_code; str_is_known(code) && n < COUNT(way);) {
        TRY(region_by_code(cx, code, &way[n], &found));
        if (!found)
            break;
        code = way[n++].parent_code;
    }
    for (size_t i = 0; i < n; i++)
        r->above[i] = way[n - 1 - i];
    r->n_above = n;
    return NULL;
}

struct err *
region_record_get(struct cx *cx, struct str code, struct region_record *r)
{
    *r = (struct region_record){ 0 };
    TRY(region_get(cx, code, &r->region));
    TRY(region_above(cx, r));
    TRY(region_children_of(cx, code, &r->below, &r->n_below));
    TRY(region_kinds_within(cx, region_codes_low(cx->arena, code),
                            region_codes_high(cx->arena, code),
                            &r->kinds_below, &r->n_kinds_below));
    TRY(region_lineage_of(cx, code, &r->changes, &r->n_changes));
    TRY(region_past_of(cx, code, &r->past, &r->n_past));
    return NULL;
}

/* How many regions of a level a list is cut from. */
static struct err *
region_total(struct cx *cx, const struct region_filter *f, int64_t *total)
{
    struct region_total       within;
    struct region_kind_count *kind;
    size_t                    n;
    bool                      found;

    *total = 0;
    if (f->within.n > 0) {
        TRY(region_page_total(cx, (int64_t)f->step + 1, region_codes_low(cx->arena, f->within),
                              region_codes_high(cx->arena, f->within), &within, &found));
        *total = within.n;
        return NULL;
    }
    TRY(region_counts(cx, &kind, &n));
    for (size_t i = 0; i < n; i++)
        if (region_step_of(kind[i].kind) == f->step)
            *total += kind[i].n;
    return NULL;
}

struct err *
region_list_of(struct cx *cx, struct region_filter f, struct region_list *list)
{
    int64_t    level = (int64_t)f.step + 1;
    struct str low = region_codes_low(cx->arena, f.within);
    struct str high = region_codes_high(cx->arena, f.within);

    assert(f.most > 0 && f.after >= 0);
    TRY(region_total(cx, &f, &list->total));
    if (!f.by_name)
        return region_page_by_code(cx, &(struct region_page_by_code_in){ .level = level,
            .low = low, .high = high, .most = f.most, .after = f.after }, &list->row, &list->n);
    if (f.within.n == 0)
        return region_page_of_nation_by_name(cx, level, f.most, f.after, &list->row, &list->n);
    return region_page_by_name(cx, &(struct region_page_by_name_in){ .level = level,
        .low = low, .high = high, .most = f.most, .after = f.after }, &list->row, &list->n);
}

struct err *
region_counts(struct cx *cx, struct region_kind_count **rows, size_t *n)
{
    return region_tally_now(cx, rows, n);
}

struct err *
region_settle(struct cx *cx)
{
    int64_t n;

    TRY(region_tally_clear(cx, &n));
    TRY(region_tally_fill(cx, &n));
    return region_search_rebuild(cx);
}

struct str
region_href(struct arena *a, struct str code)
{
    return str_fmt(a, "/regions/%.*s", TEXT(code));
}
