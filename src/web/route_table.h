/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * route_table.h — all routes of the program in one table, checked when it is made, and matching.
 *
 * A segment of a pattern is a literal or {name}. Where both fit, the literal wins. A text that
 * stands for {name} has 1 to ROUTE_ARG_BYTES_MAX bytes.
 */
#ifndef GUYUB_WEB_ROUTE_TABLE_H
#define GUYUB_WEB_ROUTE_TABLE_H

#include "web/route.h"

enum { ROUTE_SEGMENTS_MAX = 8, ROUTE_ARG_BYTES_MAX = 200 };

struct route_set { const struct route *route; size_t n; };          /* those of one module */

struct route_pattern {
    const struct route *route;
    struct str          segment[ROUTE_SEGMENTS_MAX];    /* unknown where {name} stands */
    size_t              n;
};

struct route_table { struct route_pattern *pattern; size_t n; };    /* literals before {name} */

struct route_match {
    const struct route *route;              /* NULL: no route, or not by this method */
    struct str          arg[ROUTE_ARGS_MAX];
    bool                by_get, by_post;    /* how the path can be asked for */
};

/* Fails: web.right_missing, web.route_pattern, web.route_twice, web.route_empty; asserts forms. */
struct err *route_table_make(struct arena *, struct route_table *, const struct route_set *,
                             size_t n);

/* `path` is decoded and without suffix or trailing slash. */
struct route_match route_match(const struct route_table *, enum method, struct str path);

/* "/regions/35.71.json" -> "/regions/35.71" and AS_JSON; 0 without such a suffix. */
enum format route_suffix(struct str *path);

/* "GET" or "POST". */
struct str route_method_name(enum method);

#endif
