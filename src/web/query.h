/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * query.h — application/x-www-form-urlencoded, strictly: a query string or a form's body as pairs.
 *
 * "+" is a space and %XX a byte. Refused: a lone "%", an empty name, NUL, text that is not UTF-8,
 * and more pairs than the limit. What a pair may hold is the form table's business (base/form.h).
 */
#ifndef GUYUB_WEB_QUERY_H
#define GUYUB_WEB_QUERY_H

#include "base/form.h"

enum { QUERY_PAIRS_MAX = 128 };

struct query { struct pair pair[QUERY_PAIRS_MAX]; size_t n; };

/* Decoded texts are made in the arena. False: refused, `out` is of no use. */
bool       query_read(struct arena *, struct str text, struct query *out);
/* The value of the first pair of this name; unknown if there is none. */
struct str query_value(const struct query *, struct str name);
/* The text of a query again, without the pairs of this name. */
struct str query_without(struct arena *, const struct query *, struct str name);
/* Percent-encodes everything but unreserved characters and, in a path, its slashes. */
struct str query_encode(struct arena *, struct str, bool is_path);

#endif
