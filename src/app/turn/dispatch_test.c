/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* dispatch_test.c — requests against a small table of routes: what comes back, in which dress. */
#include "app/turn/dispatch.h"

#include "app/turn/kept.h"
#include "base/arena.h"
#include "base/rand.h"
#include "module.h"
#include "unit.h"
#include "unit_store.h"

struct search { struct str q; int64_t page; };

static const struct field search_fields[] = {
    FIELD(struct search, q,    F_TEXT, .max = 20, .label = "Search"),
    FIELD(struct search, page, F_INT,  .min = 1, .max = 9, .label = "Page"),
};
static const struct form search_form = FORM(struct search, search_fields);

/* Shows what reached the handler: argument, form, faults, format. */
static struct err *
echo(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct search *f = rq->form;
    struct view v = view_in(cx->arena, cx->lang);

    view_text(&v, str_fmt(cx->arena, "[%.*s|%.*s|%lld|%zu|%d]", TEXT(rq->arg[0]),
                          f ? (int)f->q.n : 0, f ? f->q.p : "", f ? (long long)f->page : 0,
                          rq->faults->n, (int)rq->wants));
    reply_page(rp, MSG("Echo"), &v);
    return NULL;
}

static struct err *
fail(struct cx *cx, const struct request *rq, struct reply *rp)
{
    static const struct err known[] = {
        { .kind = ERR_MISSING, .code = "x.missing",         .text = { .id = "No such thing." } },
        { .kind = ERR_BROKEN,  .code = "x.broken",          .text = { .id = "/secret is full." } },
        { .kind = ERR_BUSY,    .code = "store.unreachable", .text = { .id = "db.internal: off" } },
        { .kind = ERR_BUSY,    .code = "store.busy",        .text = { .id = "db.internal: busy" } },
        { .kind = ERR_TOO_LARGE, .code = "store.too_many",  .text = { .id = "db.internal: rows" } },
    };

    (void)rp;
    for (size_t i = 0; i < COUNT(known); i++)
        if (str_eq(rq->arg[0], str_of(known[i].code)))
            return err_of(cx->arena, known[i]);
    return NULL;
}

static struct err *
huge(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct view v = view_in(cx->arena, cx->lang);

    (void)rq;
    v.out.cap = 1;
    view_text(&v, S("12"));
    reply_page(rp, MSG("Huge"), &v);
    return NULL;
}

static int n_counted;

/* How often it was called: two answers that say the same number are one. */
static struct err *
count(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct view v = view_in(cx->arena, cx->lang);

    (void)rq;
    view_text(&v, str_fmt(cx->arena, "[%d at %lld %s]", ++n_counted, (long long)cx->now_s,
                          cx->chance ? "by chance" : "for sure"));
    reply_page(rp, MSG("Count"), &v);
    return NULL;
}

#define ROUTE(m, p, f, ...) \
    { .method = (m), .path = (p), .page = (f), .right = MAY_READ_PUBLIC, .help = "x", __VA_ARGS__ }

static const struct route routes[] = {
    ROUTE(GET,  "/",            echo, .serves = AS_HTML),
    ROUTE(GET,  "/list",        echo, .form = &search_form, .serves = SERVES_LIST),
    ROUTE(GET,  "/show/{code}", echo, .serves = AS_HTML | AS_JSON),
    ROUTE(POST, "/list",        echo, .form = &search_form),
    ROUTE(POST, "/send",        echo, .form = &search_form),
    ROUTE(GET,  "/fail/{code}", fail, .serves = AS_HTML | AS_JSON),
    ROUTE(GET,  "/huge",        huge, .serves = AS_HTML),
    ROUTE(GET,  "/kept/{code}", count, .serves = SERVES_LIST, .keeps = true),
    ROUTE(GET,  "/refused/{code}", fail, .serves = AS_HTML | AS_JSON, .keeps = true),
    ROUTE(GET,  "/fresh",       count, .serves = SERVES_LIST),
};
static const struct module sample = {
    .name = "sample", .routes = routes, .n_routes = COUNT(routes),
};
static const struct module *const modules[] = { &sample, NULL };

/* Reads bytes as a request and has it answered on an empty database. */
static void
ask_keeping(struct cx *cx, struct kept *kept, const char *bytes, struct answer *out)
{
    struct dispatch    *d = NEW(unit_arena(), struct dispatch);
    struct http_reader *r = NEW(unit_arena(), struct http_reader);

    http_start(r, unit_arena(), &http_limits_default);
    http_feed(r, str_of(bytes));
    check(bytes, r->state == HTTP_WHOLE);
    check("the routes are in order", !dispatch_make(unit_arena(), d, modules));
    d->kept = kept;
    dispatch_answer(d, cx, &r->request, S("00000000000000ab"), out);
}

static void
ask(struct cx *cx, const char *bytes, struct answer *out)
{
    ask_keeping(cx, NULL, bytes, out);
}

static struct str
field_of(const struct answer *a, const char *name)
{
    for (size_t i = 0; i < a->n_fields; i++)
        if (str_eq(a->field[i].name, str_of(name)))
            return a->field[i].value;
    return (struct str){ NULL, 0 };
}

static bool
holds(struct str text, const char *part)
{
    size_t at;

    return str_find(text, str_of(part), &at);
}

#define H "Host: a\r\n\r\n"
#define TOKEN "abcdefghijklmnopqrstuvwxyz-_0189"        /* the browser's own, here in every form */
#define URLENCODED "Content-Type: application/x-www-form-urlencoded\r\n"
#define FORM_POST(body_n, body) \
    "Host: a\r\nCookie: gy_form=" TOKEN "\r\n" URLENCODED \
    "Content-Length: " body_n "\r\n\r\n" body

#define A_8  "a&a&a&a&a&a&a&a&"
#define A_32 A_8 A_8 A_8 A_8

TEST(dispatch_decides)
{
    static const struct { const char *name, *bytes; int32_t status; const char *holds; } row[] = {
        { "baseline",                "GET / HTTP/1.1\r\n" H, 200, "[||0|0|1]" },
        { "an argument",             "GET /show/35.71 HTTP/1.1\r\n" H, 200, "[35.71||0|0|1]" },
        { "an argument is text", "GET /show/%3Cb%3E HTTP/1.1\r\n" H, 200, "[&lt;b&gt;||0|0|1]" },
        { "a form",                  "GET /list?q=a+b&page=2 HTTP/1.1\r\n" H, 200, "[|a b|2|0|1]" },
        { "a fault in it",           "GET /list?page=99 HTTP/1.1\r\n" H, 200, "|1|1]" },
        { "more than it asks for",   "GET /list?q=a&utm=x HTTP/1.1\r\n" H, 200, "[|a|0|0|1]" },
        { "a suffix",                "GET /show/35.71.json HTTP/1.1\r\n" H, 200, "[35.71||0|0|2]" },
        { "a suffix wins", "GET /list.csv HTTP/1.1\r\nAccept: text/html\r\n" H, 200, "|4]" },
        { "by Accept",               "GET /list HTTP/1.1\r\nAccept: text/csv\r\n" H, 200, "|4]" },
        { "not in that format",      "GET /show/a.csv HTTP/1.1\r\n" H, 406, "web.format" },
        { "not in any accepted", "GET / HTTP/1.1\r\nAccept: image/png\r\n" H, 406, "web.format" },
        { "no such page",            "GET /none HTTP/1.1\r\n" H, 404, "web.not_found" },
        { "the path is text",        "GET /%3Cscript%3E HTTP/1.1\r\n" H, 404, "/&lt;script&gt;" },
        { "not by that method",      "POST / HTTP/1.1\r\n" H, 405, "web.method" },
        { "not by PUT",              "PUT /list HTTP/1.1\r\n" H, 405, "web.method" },
        { "PUT of nothing",          "PUT /none HTTP/1.1\r\n" H, 404, "web.not_found" },
        { "the server's options",    "OPTIONS * HTTP/1.1\r\n" H, 405, "web.method" },
        { "a malformed question",    "GET /list?%ff HTTP/1.1\r\n" H, 400, "web.query" },
        { "too many pairs",
          "GET /list?" A_32 A_32 A_32 A_32 "a HTTP/1.1\r\n" H, 400, "web.query" },
        { "a post",
          "POST /send HTTP/1.1\r\n" FORM_POST("49", "q=a&page=&_token=" TOKEN), 200, "[|a|0|0|1]" },
        { "a post's question is not its form",
          "POST /send?q=x HTTP/1.1\r\n" FORM_POST("43", "q=a&_token=" TOKEN), 200, "[|a|0|0|1]" },
        { "a post of another type",
          "POST /send HTTP/1.1\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n" H "q=a",
          415, "web.form_type" },
        { "a malformed post", "POST /send HTTP/1.1\r\n" FORM_POST("3", "q=%"), 400, "web.query" },
        { "a handler's error",       "GET /fail/x.missing HTTP/1.1\r\n" H, 404, "No such thing." },
        { "a fault of ours",         "GET /fail/x.broken HTTP/1.1\r\n" H, 500, "00000000000000ab" },
        { "the database is off",
          "GET /fail/store.unreachable HTTP/1.1\r\n" H, 503, "web.store_away" },
        { "the database is busy",    "GET /fail/store.busy HTTP/1.1\r\n" H, 503, "store.busy" },
        { "more rows than a page may have", "GET /fail/store.too_many HTTP/1.1\r\n" H, 500,
          "web.reply_large" },
        { "a page that grew too large", "GET /huge HTTP/1.1\r\n" H, 500, "web.reply_large" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct cx    *cx = unit_cx(STORE_SQLITE);
        struct answer out;

        ask(cx, row[i].bytes, &out);
        check(row[i].name, out.status == row[i].status);
        check(row[i].name, holds(out.body, row[i].holds));
        check(row[i].name, !holds(out.body, "secret") && !holds(out.body, "internal"));
        check(row[i].name, (out.status == 405) == str_is_known(field_of(&out, "Allow")));
        check(row[i].name, (out.status == 200) == str_is_known(field_of(&out, "ETag")) ||
                               cx->read_only == false);
    }
}

TEST(dispatch_without_a_database)
{
    struct cx     cx = { .arena = unit_arena() };
    struct answer out;

    ask(&cx, "GET /list HTTP/1.1\r\n" H, &out);
    check("a page says so", out.status == 503 && holds(out.body, "web.store_away"));
    check_text("and when to come again", field_of(&out, "Retry-After"), S("5"));
    ask(&cx, "GET /none HTTP/1.1\r\n" H, &out);
    check("what is not there is not there", out.status == 404);
}

TEST(dispatch_redirects_only_to_what_is_there)
{
    static const struct { const char *name, *bytes, *location; } row[] = {
        { "baseline",                 "GET /list/ HTTP/1.1\r\n" H,          "/list"              },
        { "with its question",        "GET /list/?q=a%26b HTTP/1.1\r\n" H,  "/list?q=a%26b"      },
        { "an argument, encoded",     "GET /show/a%20b/ HTTP/1.1\r\n" H,    "/show/a%20b"        },
        { "a page only posted to",    "GET /send/ HTTP/1.1\r\n" H,          "/send"              },
        { "nothing there",            "GET /none/ HTTP/1.1\r\n" H,          NULL                 },
        { "two slashes",              "GET /list// HTTP/1.1\r\n" H,         NULL                 },
        { "another host",             "GET //evil.example/ HTTP/1.1\r\n" H, NULL                 },
        { "the root",                 "GET / HTTP/1.1\r\n" H,               NULL                 },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct cx     cx = { .arena = unit_arena() };
        struct answer out;

        ask(&cx, row[i].bytes, &out);
        check(row[i].name, (out.status == 308) == (row[i].location != NULL));
        check_text(row[i].name, field_of(&out, "Location"), str_of(row[i].location));
    }
}

TEST(dispatch_chooses_the_language)
{
    static const struct { const char *name, *bytes, *lang, *cookie; } row[] = {
        { "baseline",           "GET / HTTP/1.1\r\n" H, "id", NULL },
        { "by the browser",     "GET / HTTP/1.1\r\nAccept-Language: en\r\n" H, "en", NULL },
        { "by the cookie",
          "GET / HTTP/1.1\r\nAccept-Language: en\r\nCookie: a=b; lang=id\r\n" H, "id", NULL },
        { "a cookie like it",   "GET / HTTP/1.1\r\nCookie: xlang=en\r\n" H, "id", NULL },
        { "a cookie of nonsense", "GET / HTTP/1.1\r\nCookie: lang=xx\r\n" H, "id", NULL },
        { "by the address",     "GET /?lang=en HTTP/1.1\r\nCookie: lang=id\r\n" H, "en",
          "lang=en; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly" },
        { "nonsense in the address", "GET /?lang=xx HTTP/1.1\r\n" H, "id", NULL },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct answer out;

        ask(unit_cx(STORE_SQLITE), row[i].bytes, &out);
        check_text(row[i].name, field_of(&out, "Content-Language"), str_of(row[i].lang));
        check_text(row[i].name, field_of(&out, "Set-Cookie"), str_of(row[i].cookie));
    }
}

TEST(dispatch_names_what_it_varies_by)
{
    static const struct { const char *name, *bytes, *vary; } row[] = {
        { "baseline",              "GET /list HTTP/1.1\r\n" H,
          "Accept, Accept-Encoding, Accept-Language, Cookie" },
        { "by suffix",             "GET /list.json HTTP/1.1\r\n" H,
          "Accept-Encoding, Accept-Language, Cookie" },
        { "by lang", "GET /list?lang=en HTTP/1.1\r\n" H, "Accept, Accept-Encoding, Cookie" },
        { "by suffix and lang",    "GET /list.json?lang=en HTTP/1.1\r\n" H,
          "Accept-Encoding, Cookie" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct answer out;

        ask(unit_cx(STORE_SQLITE), row[i].bytes, &out);
        check_text(row[i].name, field_of(&out, "Vary"), str_of(row[i].vary));
    }
}

TEST(dispatch_frames_a_page)
{
    static const char *const row[] = {
        "<!DOCTYPE html>", "<html lang=\"en\"", "href=\"/list?q=a%20b&amp;lang=id\"",
        "href=\"/list.json?q=a%20b\"", "href=\"/list.csv?q=a%20b\"",
    };
    struct answer out;

    ask(unit_cx(STORE_SQLITE), "GET /list?q=a+b&lang=en HTTP/1.1\r\n" H, &out);
    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i], holds(out.body, row[i]));
    ask(unit_cx(STORE_SQLITE), "GET / HTTP/1.1\r\n" H, &out);
    check("no link to data that is not served",
          !holds(out.body, ".json\"") && !holds(out.body, ".csv\""));
}

/* ---- answers that are kept ------------------------------------------------------------------ */

#define KEPT "GET /kept/a HTTP/1.1\r\n"

/* The second answer is the first one's copy, or another: what it depends on tells them apart. */
TEST(dispatch_keeps)
{
    static const struct { const char *name, *bytes; bool kept; } row[] = {
        { "baseline",              KEPT H, true },
        { "HEAD",                  "HEAD /kept/a HTTP/1.1\r\n" H, true },
        { "Indonesian, asked for", KEPT "Accept-Language: id, en;q=0.5\r\n" H, true },
        { "HTML, asked for",       KEPT "Accept: text/html, */*;q=0.1\r\n" H, true },
        { "a cookie of others",    KEPT "Cookie: a=b\r\n" H, true },
        { "another path",          "GET /kept/b HTTP/1.1\r\n" H, false },
        { "a question",            "GET /kept/a?x HTTP/1.1\r\n" H, false },
        { "English",               KEPT "Accept-Language: en\r\n" H, false },
        { "English by cookie",     KEPT "Cookie: lang=en\r\n" H, false },
        { "a language that is remembered", "GET /kept/a?lang=id HTTP/1.1\r\n" H, false },
        { "data",                  KEPT "Accept: application/json\r\n" H, false },
        { "data by suffix",        "GET /kept/a.json HTTP/1.1\r\n" H, false },
        { "packed",                KEPT "Accept-Encoding: gzip\r\n" H, false },
        { "of a route that keeps nothing", "GET /fresh HTTP/1.1\r\n" H, false },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct cx    *cx = unit_cx(STORE_SQLITE);
        struct kept  *kept = kept_make(unit_arena(), 1 << 20);
        struct answer first, second;

        ask_keeping(cx, kept, KEPT H, &first);
        int before = n_counted;

        ask_keeping(cx, kept, row[i].bytes, &second);
        check(row[i].name, (n_counted == before) == row[i].kept);
        check(row[i].name, str_eq(first.body, second.body) == row[i].kept);
    }
}

TEST(dispatch_gives_no_time_to_what_it_may_keep)
{
    static const struct { const char *name, *bytes, *holds; } row[] = {
        { "kept",     KEPT H,                       "at 0 for sure]" },
        { "not kept", "GET /fresh HTTP/1.1\r\n" H, "at 1700000000 by chance]" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct cx    *cx = unit_cx(STORE_SQLITE);
        struct rand   chance = { .state = 1 };
        struct answer out;

        cx->now_s = 1700000000;
        cx->chance = &chance;
        ask(cx, row[i].bytes, &out);
        check(row[i].name, holds(out.body, row[i].holds));
    }
}

TEST(dispatch_gives_what_it_kept_as_it_was)
{
    struct cx    *cx = unit_cx(STORE_SQLITE);
    struct kept  *kept = kept_make(unit_arena(), 1 << 20);
    struct answer first, second, third;

    ask_keeping(cx, kept, KEPT H, &first);
    ask_keeping(cx, kept, KEPT H, &second);
    check("as many fields", first.n_fields == second.n_fields && second.status == 200);
    for (size_t i = 0; i < first.n_fields; i++)
        check_text("a field", second.field[i].value, first.field[i].value);
    struct str tag = field_of(&first, "ETag");
    struct str again = str_fmt(unit_arena(), KEPT "If-None-Match: %.*s\r\n" H, TEXT(tag));

    ask_keeping(cx, kept, str_z(unit_arena(), again), &third);
    check("who has it is told so", third.status == 304 && third.body.n == 0);
    ask_keeping(cx, kept, KEPT H, &third);
    check("and who has it not gets it", third.status == 200 && str_eq(third.body, first.body));
}

/* Whoever asks first with a tag must not leave an empty answer for the others. */
TEST(dispatch_keeps_a_whole_answer_though_the_first_had_it)
{
    struct cx    *cx = unit_cx(STORE_SQLITE);
    struct kept  *kept = kept_make(unit_arena(), 1 << 20);
    struct answer first, second;

    ask_keeping(cx, kept, KEPT "If-None-Match: *\r\n" H, &first);
    check("told so", first.status == 304 && first.body.n == 0);
    int before = n_counted;

    ask_keeping(cx, kept, KEPT H, &second);
    check("kept, and whole", n_counted == before && second.status == 200 && second.body.n > 0);

    ask_keeping(cx, kept, KEPT "Accept-Encoding: gzip\r\nIf-None-Match: *\r\n" H, &first);
    check("told so", first.status == 304);
    ask_keeping(cx, kept, KEPT "Accept-Encoding: gzip\r\n" H, &second);
    check("kept, and packed", second.kept && str_eq(field_of(&second, "Content-Encoding"),
                                                    S("gzip")));
}

/* The same data by suffix and by wish: what a cache on the way may do with it differs. */
TEST(dispatch_keeps_how_the_format_was_chosen)
{
    struct cx    *cx = unit_cx(STORE_SQLITE);
    struct kept  *kept = kept_make(unit_arena(), 1 << 20);
    struct answer suffix, wish;

    ask_keeping(cx, kept, "GET /kept/a.json HTTP/1.1\r\n" H, &suffix);
    ask_keeping(cx, kept, KEPT "Accept: application/json\r\n" H, &wish);
    check("by suffix", !holds(field_of(&suffix, "Vary"), "Accept,"));
    check("by wish", holds(field_of(&wish, "Vary"), "Accept,"));
}

/* A refusal names its request, and what was missing may be there a moment later. */
TEST(dispatch_keeps_no_refusal)
{
    static const struct { const char *bytes; int32_t status; } row[] = {
        { "GET /refused/x.missing HTTP/1.1\r\n" H,      404 },
        { "GET /refused/x.missing.json HTTP/1.1\r\n" H, 404 },
        { "GET /refused/x.broken HTTP/1.1\r\n" H,       500 },
        { "GET /refused/store.busy HTTP/1.1\r\n" H,     503 },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct cx    *cx = unit_cx(STORE_SQLITE);
        struct kept  *kept = kept_make(unit_arena(), 1 << 20);
        struct answer first, second;

        ask_keeping(cx, kept, row[i].bytes, &first);
        ask_keeping(cx, kept, row[i].bytes, &second);
        check(row[i].bytes, first.status == row[i].status && second.status == row[i].status);
        check(row[i].bytes, !second.kept);
    }
}

TEST(dispatch_forgets_what_it_kept_when_data_changes)
{
    static const struct migration made = {
        .slice = "unit", .number = 1, .title = "x", .digest = "1",
        .sqlite = "CREATE TABLE unit_x (a integer);", .postgres = "",
    };
    const struct migration *list[] = { &made };
    struct cx    *cx = unit_cx(STORE_SQLITE), *other = unit_other_cx(STORE_SQLITE);
    struct kept  *kept = kept_make(unit_arena(), 1 << 20);
    struct answer first, second;
    int64_t       applied;

    ask_keeping(cx, kept, KEPT H, &first);
    check("another connection changes something", !store_migrate(other, list, 1, &applied));
    int before = n_counted;

    ask_keeping(cx, kept, KEPT H, &second);
    check("the page is made anew", n_counted == before + 1);
}

TEST(dispatch_refuse)
{
    static const int32_t row[] = { 400, 408, 413, 414, 417, 431, 501, 503, 505 };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct cx     cx = { .arena = unit_arena() };
        struct answer out;

        dispatch_refuse(&cx, row[i], "http.sample", S("ab"), &out);
        check("its status", out.status == row[i]);
        check("a page", holds(out.body, "<html lang=\"id\""));
        check("with the code", holds(out.body, "http.sample"));
    }
}
