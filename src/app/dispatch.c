/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/dispatch.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/log.h"
#include "module.h"
#include "web/asset.h"
#include "web/negotiate.h"
#include "web/reply.h"

enum { MODULES_MAX = 64 };

struct err *
dispatch_make(struct arena *a, struct dispatch *d, const struct module *const *modules)
{
    struct route_set set[MODULES_MAX];
    size_t n = 0;

    for (; modules[n]; n++) {
        assert(n < MODULES_MAX);
        set[n] = (struct route_set){ modules[n]->routes, modules[n]->n_routes };
    }
    *d = (struct dispatch){ .modules = modules };
    return route_table_make(a, &d->routes, set, n);
}

/* ---- refusals ------------------------------------------------------------------------------------ */

static void
problem(struct turn *t, int32_t status, struct err e)
{
    struct err *err = err_of(t->cx->arena, e);

    reply_problem(t->cx, t->rq.wants, &t->rp,
                  &(struct problem){ .err = err, .status = status, .request_id = t->id });
}

static void
not_found(struct turn *t)
{
    problem(t, 404, (struct err){
        .kind = ERR_MISSING, .code = "web.not_found",
        .text = MSG("There is no such page."),
        .detail = MSG("The address {0} leads to nothing here.", t->http->path),
        .hint = MSG("Check the address, or begin at the home page."),
    });
}

static void
wrong_method(struct turn *t, const struct route_match *m)
{
    t->allow = S("GET, HEAD, POST");
    if (!m->by_post)
        t->allow = S("GET, HEAD");
    else if (!m->by_get)
        t->allow = S("POST");
    problem(t, 405, (struct err){
        .kind = ERR_INPUT, .code = "web.method",
        .text = MSG("This address cannot be asked for in that way."),
        .detail = MSG("It answers to {0}.", t->allow),
    });
}

static void
wrong_format(struct turn *t, uint32_t serves)
{
    struct str list[3];
    size_t     n = 0;

    if (serves & AS_HTML)
        list[n++] = S("HTML");
    if (serves & AS_JSON)
        list[n++] = S("JSON (.json)");
    if (serves & AS_CSV)
        list[n++] = S("CSV (.csv)");
    problem(t, 406, (struct err){
        .kind = ERR_INPUT, .code = "web.format",
        .text = MSG("This page does not come in the format that was asked for."),
        .detail = MSG("It comes as {0}.", str_join(t->cx->arena, S(", "), list, n)),
    });
}

static void
wrong_query(struct turn *t)
{
    problem(t, 400, (struct err){
        .kind = ERR_INPUT, .code = "web.query",
        .text = MSG("The question in the address could not be read."),
        .detail = MSG("What follows the question mark is not well-formed, or is too much."),
        .hint = MSG("Use the form of the page instead of writing the address by hand."),
    });
}

static void
wrong_form_type(struct turn *t)
{
    problem(t, 415, (struct err){
        .kind = ERR_INPUT, .code = "web.form_type",
        .text = MSG("The form came in a format that is not read here."),
        .detail = MSG("Forms are read as {0}.", S("application/x-www-form-urlencoded")),
    });
}

static void
no_store(struct turn *t)
{
    problem(t, 503, (struct err){
        .kind = ERR_BUSY, .code = "web.store_away",
        .text = MSG("The database cannot be reached at the moment."),
        .detail = MSG("Nothing that was stored is lost; the server keeps trying to reach it."),
        .hint = MSG("Wait a minute and load this page again."),
    });
}

static bool
is_away(const struct err *e)
{
    return strcmp(e->code, "store.lost") == 0 || strcmp(e->code, "store.unreachable") == 0 ||
           strcmp(e->code, "store.absent") == 0;
}

/*
 * What broke on our side names files, hosts and statements: that goes into the log under the
 * request's id, and people are told the id.
 */
static struct err
for_people(const struct err *e)
{
    struct err told = *e;

    if (e->kind == ERR_BROKEN) {
        told.text = MSG("This page could not be made, because of a fault on our side.");
        told.detail = MSG("What happened is noted; nothing that you sent was the cause.");
        told.hint = MSG("Load the page again in a moment.");
        told.where = (struct str){ NULL, 0 };
    } else if (str_starts(str_of(e->code), S("store."))) {
        told.text = MSG("The database has more to do at the moment than it can.");
        told.detail = MSG_NONE;
        told.hint = MSG("Load the page again in a moment.");
    }
    return told;
}

static void
failed(struct turn *t, const struct err *e)
{
    if (e->kind == ERR_BROKEN || e->kind == ERR_BUSY)
        LOG(LOG_ERROR, "request.failed", LOG_TEXT("id", t->id), LOG_TEXT("code", str_of(e->code)),
            LOG_TEXT("error", err_line(t->cx->arena, LANG_EN, e)));
    if (is_away(e))
        no_store(t);
    else
        problem(t, 0, for_people(e));
}

static void
too_large(struct turn *t)
{
    LOG(LOG_ERROR, "request.failed", LOG_TEXT("id", t->id), LOG_TEXT("code", S("web.reply_large")));
    problem(t, 500, (struct err){
        .kind = ERR_BROKEN, .code = "web.reply_large",
        .text = MSG("This page became too large to be sent."),
        .hint = MSG("Ask for less at once, with a filter or by pages."),
    });
}

/* ---- decisions ------------------------------------------------------------------------------------ */

static bool
lang_of(struct str code, enum lang *out)
{
    if (str_eq(code, S("id")))
        *out = LANG_ID;
    else if (str_eq(code, S("en")))
        *out = LANG_EN;
    else
        return false;
    return true;
}

static bool
lang_of_cookie(struct str cookies, enum lang *out)
{
    struct str pair, name, value;

    while (cookies.p) {
        str_cut(cookies, ';', &pair, &cookies);
        if (str_cut(str_trim(pair), '=', &name, &value) && str_eq(name, S("lang")))
            return lang_of(value, out);
    }
    return false;
}

static void
choose_lang(struct turn *t)
{
    enum lang *lang = &t->cx->lang;

    t->by_lang = lang_of(query_value(&t->query, S("lang")), lang);
    if (!t->by_lang && !lang_of_cookie(http_value(t->http, "cookie"), lang))
        *lang = negotiate_lang(http_value(t->http, "accept-language"));
}

/* The format in which even an error is told: by suffix, else by Accept, else a page. */
static void
choose_format(struct turn *t)
{
    enum format by_path = route_suffix(&t->rq.path);

    if (t->rq.path.n == 0)
        t->rq.path = S("/");
    t->by_suffix = by_path != 0;
    t->rq.wants = by_path;
    if (!by_path)
        t->rq.wants = negotiate_format(http_value(t->http, "accept"), AS_HTML | AS_JSON | AS_CSV);
    if (!t->rq.wants)
        t->rq.wants = AS_HTML;
}

static bool
serves_format(struct turn *t, const struct route *r)
{
    uint32_t    serves = r->serves ? r->serves : (uint32_t)(AS_HTML | AS_JSON);
    enum format wants = t->rq.wants;

    if (!t->by_suffix)
        wants = negotiate_format(http_value(t->http, "accept"), serves);
    if (!(wants & serves)) {
        wrong_format(t, serves);
        return false;
    }
    t->rq.wants = wants;
    return true;
}

static bool
is_form_type(struct str type)
{
    struct str what, parameters;

    str_cut(type, ';', &what, &parameters);
    return http_same(str_trim(what), S("application/x-www-form-urlencoded"));
}

/* Reads the query or the body by the route's form table, if it has one. */
static bool
read_form(struct turn *t, const struct route *r)
{
    struct arena       *a = t->cx->arena;
    struct form_faults *faults = NEW(a, struct form_faults);
    struct query       *given = &t->query;

    t->rq.faults = faults;
    if (!r->form)
        return true;
    if (r->method == POST) {
        given = NEW(a, struct query);
        if (!is_form_type(http_value(t->http, "content-type"))) {
            wrong_form_type(t);
            return false;
        }
        if (!query_read(a, t->http->body, given)) {
            wrong_query(t);
            return false;
        }
    }
    void *filled = arena_alloc(a, r->form->size, 16);

    form_read(a, r->form, given->pair, given->n, filled, faults);
    t->rq.form = filled;
    return true;
}

/* "/regions/" is not a second address of "/regions": the client is sent there, question and all. */
static bool
redirected(struct turn *t)
{
    struct arena *a = t->cx->arena;
    struct str    path = t->rq.path;

    if (path.n < 2 || path.p[path.n - 1] != '/')
        return false;
    path = str_part(path, 0, path.n - 1);
    struct route_match m = route_match(&t->dispatch->routes, GET, path);

    if (!m.by_get && !m.by_post)
        return false;
    t->rp = (struct reply){ .status = 308, .location = query_encode(a, path, true) };
    if (t->http->query.n)
        t->rp.location = str_fmt(a, "%.*s?%.*s", TEXT(t->rp.location), TEXT(t->http->query));
    return true;
}

/* May run again after the database gave up a read: every try begins with an empty reply. */
static struct err *
page_once(struct cx *cx, void *arg)
{
    struct turn *t = arg;

    t->rp = (struct reply){ .status = 0 };
    return t->route->page(cx, &t->rq, &t->rp);
}

static struct err *
run_page(struct turn *t)
{
    if (t->route->method == GET)
        return store_read(t->cx, t->route->path, page_once, t);
    return page_once(t->cx, t);
}

static void
call(struct turn *t, const struct route *r)
{
    assert(r->right == MAY_READ_PUBLIC);        /* the only right there is until accounts exist */
    t->route = r;
    if (!serves_format(t, r) || !read_form(t, r))
        return;
    if (!t->cx->store) {
        no_store(t);
        return;
    }
    t->cx->read_only = r->method == GET;
    struct err *e = run_page(t);

    /* A connection that broke while nobody used it costs no reader a page. */
    if (e && is_away(e) && r->method == GET && !store_ping(t->cx))
        e = run_page(t);
    if (e)
        failed(t, e);
}

static void
decide(struct turn *t)
{
    if (!query_read(t->cx->arena, t->http->query, &t->query)) {
        t->query = (struct query){ .n = 0 };
        choose_lang(t);
        choose_format(t);
        wrong_query(t);
        return;
    }
    choose_lang(t);
    choose_format(t);
    if (str_eq(t->rq.path, S("*"))) {
        wrong_method(t, &(struct route_match){ .by_get = true, .by_post = true });
        return;
    }
    struct route_match m = route_match(&t->dispatch->routes, t->rq.method, t->rq.path);

    if (m.route && t->http->method != HTTP_OTHER) {
        for (size_t i = 0; i < ROUTE_ARGS_MAX; i++)
            t->rq.arg[i] = m.arg[i];
        call(t, m.route);
    } else if (m.by_get || m.by_post)
        wrong_method(t, &m);
    else if (!redirected(t))
        not_found(t);
}

void
dispatch_answer(const struct dispatch *d, struct cx *cx, const struct http_request *http,
                struct str id, struct answer *out)
{
    if (asset_answer(cx->arena, http, out))
        return;
    struct turn *t = NEW(cx->arena, struct turn);

    t->dispatch = d;
    t->cx = cx;
    t->http = http;
    t->id = id;
    t->rq.method = http->method == HTTP_POST ? POST : GET;
    t->rq.path = http->path;
    t->rq.query = http->query;
    cx->modules = d->modules;
    decide(t);
    if ((t->rp.is_page || t->rp.type.p) && !t->rp.body.p)
        too_large(t);
    frame_answer(t, out);
}

/* ---- what never became a request -------------------------------------------------------------------- */

static struct msg
refusal_text(int32_t status)
{
    switch (status) {
    case 408: return MSG("The request did not arrive in time.");
    case 413: return MSG("What was sent is too large.");
    case 414: return MSG("The address is too long.");
    case 431: return MSG("The request's fields are too long or too many.");
    case 503: return MSG("The server has more to do at the moment than it can.");
    case 505: return MSG("This version of HTTP is not spoken here.");
    default:  return MSG("The request could not be read.");
    }
}

void
dispatch_refuse(struct cx *cx, int32_t status, const char *code, struct str id, struct answer *out)
{
    struct turn *t = NEW(cx->arena, struct turn);

    t->cx = cx;
    t->id = id;
    t->rq.wants = AS_HTML;
    t->rq.path = S("/");
    problem(t, status, (struct err){
        .kind = ERR_INPUT, .code = code, .text = refusal_text(status),
        .hint = MSG("Load the page again; if it goes on, tell whoever looks after this site."),
    });
    frame_answer(t, out);
}
