/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/turn/dispatch.h"

#include <assert.h>

#include "app/server/health.h"
#include "app/server/upload.h"
#include "app/turn/done.h"
#include "app/turn/enter.h"
#include "app/turn/forged.h"
#include "app/turn/kept.h"
#include "app/turn/refuse.h"
#include "app/turn/resend.h"
#include "base/arena.h"
#include "module.h"
#include "store/store.h"
#include "web/asset.h"
#include "web/multipart.h"
#include "web/negotiate.h"

enum { MODULES_MAX = 64, QUESTION_MAX = 8 << 10 };

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

/* ---- decisions ------------------------------------------------------------------------------ */

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

static void
choose_lang(struct turn *t)
{
    enum lang *lang = &t->cx->lang;

    t->by_lang = lang_of(query_value(&t->query, S("lang")), lang);
    if (!t->by_lang && !lang_of(cookie_value(t->rq.cookies, "lang"), lang))
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
        refuse_format(t, serves);
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

/* The pairs of a GET's question or of a POST's body. */
static bool
read_given(struct turn *t, const struct route *r)
{
    struct query *given = &t->query;

    t->rq.given = given;
    if (r->method == GET)
        return true;
    if (t->http->form) {
        t->rq.given = &t->http->form->given;
        t->rq.upload = t->http->form->upload;
        t->rq.n_uploads = t->http->form->n_uploads;
        return true;
    }
    t->rq.given = given = NEW(t->cx->arena, struct query);
    if (t->http->body.n > 0 && !is_form_type(http_value(t->http, "content-type"))) {
        refuse_form_type(t);
        return false;
    }
    if (!query_read(t->cx->arena, t->http->body, given)) {
        given->n = 0;
        refuse_query(t);
        return false;
    }
    return true;
}

/* Reads them by the route's form table, if it has one. */
static void
read_form(struct turn *t, const struct route *r)
{
    struct arena       *a = t->cx->arena;
    struct form_faults *faults = NEW(a, struct form_faults);

    t->rq.faults = faults;
    if (!r->form)
        return;
    void *filled = arena_alloc(a, r->form->size, 16);

    form_read(a, r->form, t->rq.given->pair, t->rq.given->n, filled, faults);
    t->rq.form = filled;
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
    cx->reads = NULL;
    return t->route->page(cx, &t->rq, &t->rp);
}

static struct err *
run_page(struct turn *t)
{
    if (t->route->method == GET)
        return store_read(t->cx, t->route->path, page_once, t);
    return page_once(t->cx, t);
}

/* All that the page and its answer depend on besides the data. A query holds no NUL. */
static struct str
question_of(struct turn *t)
{
    enum packing packing = negotiate_packing(http_value(t->http, "accept-encoding"), true, false);
    struct buf   b = buf_in(t->cx->arena, QUESTION_MAX);

    buf_byte(&b, (char)('0' + (int)t->rq.wants));
    buf_byte(&b, (char)('0' + (int)packing));
    buf_byte(&b, (char)('0' + (int)t->cx->lang));
    buf_byte(&b, t->by_suffix ? '.' : '-');
    buf_byte(&b, t->by_lang ? '?' : '-');
    buf_add(&b, t->rq.path);
    buf_byte(&b, '\0');
    buf_add(&b, t->rq.query);
    return b.full ? S("") : buf_str(&b);
}

/* Only what every stranger is shown alike. */
static bool
may_keep(const struct turn *t, const struct route *r)
{
    return r->keeps && r->method == GET && !t->is_personal;
}

/* Asks the data for its version before the page is made: what changes in between is seen by the
 * next asking, and a page that is newer than its version is merely forgotten too early. */
static bool
was_kept(struct turn *t, const struct route *r)
{
    struct kept *kept = t->dispatch->kept;
    struct str   version, question;

    if (!kept || !may_keep(t, r) || r->right != MAY_READ_PUBLIC)
        return false;
    question = question_of(t);
    if (question.n == 0 || store_version(t->cx, &version))
        return false;                   /* the page itself will say what is wrong */
    t->kept = kept_find(kept, version, question);
    t->question = question;
    return t->kept != NULL;
}

/* A page that may be kept must not follow from these; one that does shows 1970 at its first try. */
static void
withhold(struct cx *cx)
{
    cx->now_s = 0;
    cx->chance = NULL;
}

/* ---- who comes, and whether it may ----------------------------------------------------------- */

/* Nobody's request costs nothing here. Who sends files came in before them. */
static bool
come_in(struct turn *t)
{
    struct cx *cx = t->cx;

    if (t->http->form) {
        t->who = t->http->form->who;
        t->is_personal |= t->who.kind == WHO_PERSON;
        return true;
    }
    if (!enter_has_ticket(&t->rq))
        return true;
    if (!cx->store) {
        refuse_store_away(t);
        return false;
    }
    cx->read_only = false;
    struct err *e = enter(cx, &t->rq, &t->who, &t->fresh);

    if (e && refuse_is_away(e) && !store_ping(cx))
        e = enter(cx, &t->rq, &t->who, &t->fresh);
    if (e) {
        t->who = who_nobody;
        refuse_err(t, e);
        return false;
    }
    t->is_personal |= t->who.kind == WHO_PERSON || str_is_known(t->fresh);
    return true;
}

static bool
is_received(struct turn *t)
{
    const struct form_in *form = t->http->form;

    if (form && form->fault)
        refuse_upload(t, form);
    return !form || !form->fault;
}

/* The route's right, then the form's proof. */
static bool
is_let_through(struct turn *t, const struct route *r)
{
    struct err *denied = must_somewhere(t->cx, r->right);

    if (denied) {
        refuse_err(t, denied);
        return false;
    }
    if (r->method == POST && !form_is_proven(t)) {
        refuse_stale(t);
        return false;
    }
    return true;
}

/* Reading personal data and all that an auditor reads is put on record, or not shown. */
static void
tell_reads(struct turn *t)
{
    struct err *e = enter_tell_reads(t->cx, &t->rq);

    if (e)
        refuse_untold(t, e);
}

static void
answer_page(struct turn *t, const struct route *r)
{
    t->cx->read_only = r->method == GET;
    if (may_keep(t, r))
        withhold(t->cx);
    if (was_kept(t, r))
        return;
    struct err *e = run_page(t);

    /* A connection that broke while nobody used it costs no reader a page. */
    if (e && refuse_is_away(e) && r->method == GET && !store_ping(t->cx))
        e = run_page(t);
    if (e)
        refuse_err(t, e);
    else
        tell_reads(t);
}

static void
call(struct turn *t, const struct route *r)
{
    t->route = r;
    t->is_personal = str_is_known(cookie_value(t->rq.cookies, DONE_COOKIE));
    if (r->method == POST && t->from == FROM_FOREIGN) {
        refuse_foreign(t);
        return;
    }
    if (!read_given(t, r) || !come_in(t) || !is_received(t) || !is_let_through(t, r) ||
        !serves_format(t, r))
        return;
    read_form(t, r);
    if (!t->cx->store)
        refuse_store_away(t);
    else
        answer_page(t, r);
}

/* A form of ours that was refused for what is not in it keeps what was typed; a handler's page with
 * the form in it has done so already. Files cannot be given back. */
static void
keep_typed(struct turn *t)
{
    int32_t status = t->rp.status;

    if (t->http->form)
        return;
    if (t->is_refused && t->rp.is_page && t->rp.body.p && t->from != FROM_FOREIGN &&
        (status == 401 || status == 403 || status == 409 || status >= 500))
        resend_add(t);
}

static void
take_args(struct turn *t, const struct route_match *m)
{
    for (size_t i = 0; i < ROUTE_ARGS_MAX; i++)
        t->rq.arg[i] = m->arg[i];
}

static void
decide(struct turn *t)
{
    if (!query_read(t->cx->arena, t->http->query, &t->query)) {
        t->query = (struct query){ .n = 0 };
        choose_lang(t);
        choose_format(t);
        refuse_query(t);
        return;
    }
    choose_lang(t);
    choose_format(t);
    if (str_eq(t->rq.path, S("*"))) {
        refuse_method(t, &(struct route_match){ .by_get = true, .by_post = true });
        return;
    }
    struct route_match m = route_match(&t->dispatch->routes, t->rq.method, t->rq.path);

    if (m.route && t->http->method != HTTP_OTHER) {
        take_args(t, &m);
        call(t, m.route);
        if (m.route->method == POST)
            keep_typed(t);
    } else if (!come_in(t)) {
        return;
    } else if (m.by_get || m.by_post)
        refuse_method(t, &m);
    else if (!redirected(t))
        refuse_path(t);
}

static void
give_again(const struct turn *t, struct answer *out)
{
    *out = *t->kept;
    out->kept = true;
}

static void
make_answer(struct turn *t, struct answer *out)
{
    if ((t->rp.is_page || t->rp.type.p) && !t->rp.body.p)
        refuse_too_large(t);
    frame_answer(t, out);
    if (t->question.n > 0 && out->status == 200 && !t->rp.is_file)
        kept_put(t->dispatch->kept, t->question, out);
}

static struct turn *
turn_of(const struct dispatch *d, struct cx *cx, const struct http_request *http, struct str id)
{
    struct turn *t = NEW(cx->arena, struct turn);

    t->dispatch = d;
    t->cx = cx;
    t->http = http;
    t->id = id;
    t->rq.method = http->method == HTTP_POST ? POST : GET;
    t->rq.path = http->path;
    t->rq.query = http->query;
    t->rq.cookies = http_value(http, "cookie");
    t->rq.agent = http_value(http, "user-agent");
    if (t->rq.method == POST)
        t->from = client_from(http);
    t->by_tls = client_by_tls(cx->arena, &d->trusted, cx->client, http);
    cx->client = client_address(cx->arena, &d->trusted, cx->client, http);
    cx->modules = d->modules;
    cx->who = &t->who;
    return t;
}

/* Who has come by TLS once is not to be led away from it. */
static void
keep_tls(struct answer *out, bool by_tls)
{
    if (by_tls)
        answer_field(out, "Strict-Transport-Security", S("max-age=31536000"));
}

void
dispatch_answer(const struct dispatch *d, struct cx *cx, const struct http_request *http,
                struct str id, struct answer *out)
{
    if (health_answer(d->health, &d->trusted, cx, http, out))
        return;
    if (asset_answer(cx->arena, http, out)) {
        keep_tls(out, client_by_tls(cx->arena, &d->trusted, cx->client, http));
        return;
    }
    struct turn *t = turn_of(d, cx, http, id);

    decide(t);
    if (t->kept)
        give_again(t, out);
    else
        make_answer(t, out);
    keep_tls(out, t->by_tls);
    if (answer_is_known(out, http_value(http, "if-none-match")))
        answer_unchanged(out);
}

/* ---- before a body comes --------------------------------------------------------------------- */

/* In the same order, and by the same functions, as when the body is there. */
static bool
may_send_files(struct turn *t, const struct route *r, struct body_plan *plan)
{
    struct err *denied = NULL;

    if (r->takes_bytes < plan->most)
        plan->most = r->takes_bytes;
    if (t->from == FROM_FOREIGN)
        refuse_foreign(t);
    else if (!come_in(t))
        return false;
    else if ((denied = must_somewhere(t->cx, r->right)))
        refuse_err(t, denied);
    else if (!t->cx->store)
        refuse_store_away(t);
    else if (plan->length > (size_t)plan->most)
        refuse_body_large(t, plan->most);
    else
        return true;
    return false;
}

enum body_way
dispatch_expect(const struct dispatch *d, struct cx *cx, const struct http_request *http,
                struct body_plan *plan)
{
    if (http->method != HTTP_POST || !multipart_is_type(http_value(http, "content-type")))
        return BODY_GATHER;
    struct turn *t = turn_of(d, cx, http, plan->id);

    if (!query_read(cx->arena, http->query, &t->query))
        return BODY_GATHER;             /* it is refused for that when it is there */
    choose_lang(t);
    choose_format(t);
    struct route_match m = route_match(&d->routes, POST, t->rq.path);

    if (!m.route || m.route->takes_bytes == 0)
        return BODY_GATHER;
    t->route = m.route;
    take_args(t, &m);
    if (may_send_files(t, m.route, plan)) {
        plan->who = t->who;
        return BODY_RECEIVE;
    }
    frame_answer(t, &plan->answer);
    keep_tls(&plan->answer, t->by_tls);
    return BODY_REFUSE;
}
