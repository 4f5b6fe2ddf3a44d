/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/route_table.h"

#include "base/arena.h"
#include "unit.h"

static struct err *
page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    (void)cx, (void)rq, (void)rp;
    return NULL;
}

#define ROUTE(m, p) \
    { .method = (m), .path = (p), .right = MAY_READ_PUBLIC, .page = page, .help = "x" }

static const struct route routes[] = {
    ROUTE(GET, "/"),
    ROUTE(GET, "/regions"),
    ROUTE(GET, "/regions/{code}"),
    ROUTE(POST, "/regions/{code}"),
    ROUTE(GET, "/regions/new"),
    ROUTE(GET, "/regions/{code}/plans/{plan}"),
    ROUTE(POST, "/reports"),
};

TEST(route_table_matches)
{
    struct route_table t;
    struct route_set set = { routes, COUNT(routes) };
    static const struct {
        const char *name; enum method method; const char *path, *is, *arg0, *arg1;
    } row[] = {
        { "baseline",               GET,  "/regions/35.71",      "/regions/{code}", "35.71", NULL },
        { "the root",               GET,  "/",                    "/",               NULL, NULL },
        { "a literal",              GET,  "/regions",             "/regions",        NULL, NULL },
        { "a literal wins",         GET,  "/regions/new",         "/regions/new",    NULL, NULL },
        { "but only by its method", POST, "/regions/new",         "/regions/{code}", "new", NULL },
        { "two arguments",          GET,  "/regions/a/plans/b",
          "/regions/{code}/plans/{plan}", "a", "b" },
        { "by another method",      POST, "/regions",             NULL,              NULL, NULL },
        { "only by POST",           GET,  "/reports",             NULL,              NULL, NULL },
        { "unknown",                GET,  "/region",              NULL,              NULL, NULL },
        { "capitals differ",        GET,  "/Regions",             NULL,              NULL, NULL },
        { "an empty argument",      GET,  "/regions//plans/b",    NULL,              NULL, NULL },
        { "a slash at the end",     GET,  "/regions/",            NULL,              NULL, NULL },
        { "two slashes first",      GET,  "//regions",            NULL,              NULL, NULL },
        { "too many segments",      GET,  "/a/b/c/d/e/f/g/h/i",   NULL,              NULL, NULL },
    };

    check("the table is well-formed", !route_table_make(unit_arena(), &t, &set, 1));
    for (size_t i = 0; i < COUNT(row); i++) {
        struct route_match m = route_match(&t, row[i].method, str_of(row[i].path));

        check_text(row[i].name, str_of(m.route ? m.route->path : NULL), str_of(row[i].is));
        check_text(row[i].name, m.arg[0], str_of(row[i].arg0));
        check_text(row[i].name, m.arg[1], str_of(row[i].arg1));
    }
    check("it says how else", route_match(&t, POST, S("/regions")).by_get);
    check("it says that only so", !route_match(&t, GET, S("/reports")).by_get);
}

TEST(route_table_limits_arguments)
{
    struct route_table t;
    struct route_set set = { routes, COUNT(routes) };
    struct buf b = buf_in(unit_arena(), 1000);

    check("the table is well-formed", !route_table_make(unit_arena(), &t, &set, 1));
    buf_add(&b, S("/regions/"));
    for (int i = 0; i < ROUTE_ARG_BYTES_MAX; i++)
        buf_byte(&b, 'a');
    check("as long as may be", route_match(&t, GET, buf_str(&b)).route != NULL);
    buf_byte(&b, 'a');
    check("one byte more", !route_match(&t, GET, buf_str(&b)).route);
}

TEST(route_table_refuses)
{
    static const struct route no_right = { .method = GET, .path = "/x", .page = page, .help = "x" };
    static const struct route no_page = { .method = GET, .path = "/x", .right = MAY_READ_PUBLIC,
                                          .help = "x" };
    static const struct route no_help = { .method = GET, .path = "/x", .right = MAY_READ_PUBLIC,
                                          .page = page };
    static const struct route twice[] = {
        ROUTE(GET, "/a/{x}"), ROUTE(GET, "/b"), ROUTE(GET, "/a/{y}"),
    };
    static const struct route bad[] = {
        ROUTE(GET, "x"), ROUTE(GET, ""), ROUTE(GET, "/x/"), ROUTE(GET, "//x"), ROUTE(GET, "/X"),
        ROUTE(GET, "/{}"), ROUTE(GET, "/{a"), ROUTE(GET, "/a}"), ROUTE(GET, "/x.json"),
        ROUTE(GET, "/x.csv"), ROUTE(GET, "/a b"), ROUTE(0, "/x"),
        ROUTE(GET, "/{a}/{b}/{c}/{d}/{e}"),
        ROUTE(GET, "/a/b/c/d/e/f/g/h/i"),
    };
    static const struct { const char *name; struct route_set set; const char *code; } row[] = {
        { "no right",        { &no_right, 1 }, "web.right_missing" },
        { "no handler",      { &no_page, 1 },  "web.route_empty"   },
        { "no help",         { &no_help, 1 },  "web.route_empty"   },
        { "the same twice",  { twice, 3 },     "web.route_twice"   },
    };
    struct route_table t;

    for (size_t i = 0; i < COUNT(row); i++) {
        struct err *e = route_table_make(unit_arena(), &t, &row[i].set, 1);

        check_text(row[i].name, str_of(e ? e->code : NULL), str_of(row[i].code));
        check("it names the method", e && str_eq(e->text.arg[0], S("GET")));
        check("it names the path", e && e->text.arg[1].n > 0);
    }
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct err *e = route_table_make(unit_arena(), &t, &(struct route_set){ &bad[i], 1 }, 1);

        check_text(bad[i].path, str_of(e ? e->code : NULL), S("web.route_pattern"));
    }
}

TEST(route_suffix)
{
    static const struct { const char *name, *path; enum format is; const char *left; } row[] = {
        { "baseline",              "/regions.json",       AS_JSON, "/regions"       },
        { "CSV",                   "/regions.csv",        AS_CSV,  "/regions"       },
        { "behind a code",         "/regions/35.71.json", AS_JSON, "/regions/35.71" },
        { "a code is no suffix",   "/regions/35.71",      0,       "/regions/35.71" },
        { "of the root",           "/.json",              AS_JSON, "/"              },
        { "another",               "/regions.xml",        0,       "/regions.xml"   },
        { "in capitals",           "/regions.JSON",       0,       "/regions.JSON"  },
        { "in the middle",         "/a.json/b",           0,       "/a.json/b"      },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct str path = str_of(row[i].path);

        check(row[i].name, route_suffix(&path) == row[i].is);
        check_text(row[i].name, path, str_of(row[i].left));
    }
}
