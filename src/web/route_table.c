/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/route_table.h"

#include <assert.h>
#include <stdlib.h>

#include "base/arena.h"

struct str
route_method_name(enum method m)
{
    return m == POST ? S("POST") : S("GET");
}

/* ---- one pattern ---------------------------------------------------------------------------- */

static bool
is_word(struct str s, const char *more)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';

        if (!plain && !(c == more[0] || c == more[1]))
            return false;
    }
    return s.n > 0;
}

/* "{code}" -> unknown; "regions" -> itself. False: it is neither. */
static bool
read_segment(struct str s, struct str *out)
{
    if (s.n > 2 && s.p[0] == '{' && s.p[s.n - 1] == '}') {
        *out = (struct str){ NULL, 0 };
        return is_word(str_part(s, 1, s.n - 2), "__");
    }
    *out = s;
    return is_word(s, "-.") && route_suffix(&s) == 0;
}

/* Splits at slashes; "/" has no segments. False: malformed, or over a limit. */
static bool
read_pattern(struct route_pattern *p)
{
    struct str segment, rest = str_of(p->route->path);
    size_t     n_args = 0;

    if (rest.n == 0 || rest.p[0] != '/')
        return false;
    if (rest.n == 1)
        return true;
    rest = str_part(rest, 1, rest.n - 1);
    while (rest.p) {
        str_cut(rest, '/', &segment, &rest);
        if (p->n == ROUTE_SEGMENTS_MAX || !read_segment(segment, &p->segment[p->n]))
            return false;
        n_args += !p->segment[p->n++].p;
    }
    return n_args <= ROUTE_ARGS_MAX;
}

/* ---- the table ------------------------------------------------------------------------------ */

static struct err *
route_err(struct arena *a, const struct route *r, const char *code, struct msg text)
{
    text.arg[0] = route_method_name(r->method);
    text.arg[1] = str_of(r->path);
    return err_of(a, (struct err){ .kind = ERR_BROKEN, .code = code, .text = text });
}

/* Reads nothing into a fresh struct: a wrong form table asserts here, not at its first use. */
static void
try_form(struct arena *a, const struct form *form)
{
    struct form_faults faults;
    size_t mark = arena_mark(a);

    form_read(a, form, NULL, 0, arena_alloc(a, form->size, 16), &faults);
    arena_back(a, mark);
}

static struct err *
add(struct arena *a, struct route_table *t, const struct route *r)
{
    struct route_pattern *p = &t->pattern[t->n++];

    p->route = r;
    if (r->right == MAY_NOTHING)
        return route_err(a, r, "web.right_missing",
                         MSG("The route {0} {1} does not say who may use it.", S(""), S("")));
    if (!r->page || !r->help)
        return route_err(a, r, "web.route_empty",
                         MSG("The route {0} {1} has no handler or no help text.", S(""), S("")));
    if (!read_pattern(p) || (r->method != GET && r->method != POST))
        return route_err(a, r, "web.route_pattern",
                         MSG("The route {0} {1} is not a well-formed pattern.", S(""), S("")));
    if (r->form)
        try_form(a, r->form);
    return NULL;
}

/* Segment by segment; a literal before {name}, literals in byte order, then the method. */
static int
pattern_order(const void *left, const void *right)
{
    const struct route_pattern *a = left, *b = right;

    if (a->n != b->n)
        return a->n < b->n ? -1 : 1;
    for (size_t i = 0; i < a->n; i++) {
        if (!a->segment[i].p != !b->segment[i].p)
            return a->segment[i].p ? -1 : 1;
        int order = a->segment[i].p ? str_cmp(a->segment[i], b->segment[i]) : 0;

        if (order)
            return order;
    }
    return (int)a->route->method - (int)b->route->method;
}

struct err *
route_table_make(struct arena *a, struct route_table *t, const struct route_set *set, size_t n)
{
    size_t total = 0;

    for (size_t i = 0; i < n; i++)
        total += set[i].n;
    *t = (struct route_table){ .pattern = NEWS(a, struct route_pattern, total) };
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < set[i].n; k++)
            TRY(add(a, t, &set[i].route[k]));
    qsort(t->pattern, t->n, sizeof *t->pattern, pattern_order);
    for (size_t i = 1; i < t->n; i++)
        if (pattern_order(&t->pattern[i - 1], &t->pattern[i]) == 0)
            return route_err(a, t->pattern[i].route, "web.route_twice",
                             MSG("The route {0} {1} is there twice.", S(""), S("")));
    return NULL;
}

/* ---- matching ------------------------------------------------------------------------------- */

static bool
fits(const struct route_pattern *p, const struct str *segment, size_t n, struct str *arg)
{
    size_t n_args = 0;

    for (size_t i = 0; i < ROUTE_ARGS_MAX; i++)
        arg[i] = (struct str){ NULL, 0 };
    if (p->n != n)
        return false;
    for (size_t i = 0; i < n; i++) {
        if (p->segment[i].p && !str_eq(p->segment[i], segment[i]))
            return false;
        if (!p->segment[i].p)
            arg[n_args++] = segment[i];
    }
    return true;
}

/* The path's segments; false if there are too many, or one is empty or longer than any may be. */
static bool
split(struct str path, struct str *segment, size_t *n)
{
    struct str rest = path;

    *n = 0;
    assert(path.n > 0 && path.p[0] == '/');
    if (path.n == 1)
        return true;
    rest = str_part(path, 1, path.n - 1);
    while (rest.p) {
        if (*n == ROUTE_SEGMENTS_MAX)
            return false;
        str_cut(rest, '/', &segment[*n], &rest);
        if (segment[*n].n == 0 || segment[*n].n > ROUTE_ARG_BYTES_MAX)
            return false;
        ++*n;
    }
    return true;
}

struct route_match
route_match(const struct route_table *t, enum method method, struct str path)
{
    struct route_match m = { .route = NULL };
    struct str segment[ROUTE_SEGMENTS_MAX], arg[ROUTE_ARGS_MAX];
    size_t     n;

    if (!split(path, segment, &n))
        return m;
    for (size_t i = 0; i < t->n; i++) {
        const struct route *r = t->pattern[i].route;

        if (!fits(&t->pattern[i], segment, n, arg))
            continue;
        m.by_get = m.by_get || r->method == GET;
        m.by_post = m.by_post || r->method == POST;
        if (r->method != method || m.route)
            continue;
        m.route = r;
        for (size_t k = 0; k < ROUTE_ARGS_MAX; k++)
            m.arg[k] = arg[k];
    }
    return m;
}

enum format
route_suffix(struct str *path)
{
    static const struct { const char *suffix; enum format format; } known[] = {
        { ".json", AS_JSON }, { ".csv", AS_CSV },
    };

    for (size_t i = 0; i < COUNT(known); i++)
        if (str_ends(*path, str_of(known[i].suffix))) {
            *path = str_part(*path, 0, path->n - str_of(known[i].suffix).n);
            return known[i].format;
        }
    return 0;
}
