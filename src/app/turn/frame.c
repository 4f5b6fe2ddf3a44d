/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * frame.c — the last step: a reply gets its frame and becomes an answer.
 *
 * The page is tagged before it is packed, so the tag does not depend on the packing.
 */
#include "app/turn/frame.h"

#include <assert.h>

#include "app/turn/dispatch.h"
#include "app/turn/done.h"
#include "app/turn/forged.h"
#include "app/turn/frame_view.h"
#include "base/arena.h"
#include "base/hash.h"
#include "ground/identity/identity.h"
#include "web/answer_file.h"
#include "web/cookie.h"

enum { LANG_KEEP_S = 365 * 24 * 3600, WAIT_BUSY_S = 5, WAIT_OFTEN_S = 60 };

/* This page in another language: its path and question, with lang at the end. */
static struct str
in_language(struct turn *t, const char *lang)
{
    struct arena *a = t->cx->arena;
    struct str    path = query_encode(a, t->rq.path, true);
    struct str    rest = query_without(a, &t->query, S("lang"));

    return str_fmt(a, "%.*s?%.*s%slang=%s", TEXT(path), TEXT(rest), rest.n ? "&" : "", lang);
}

/* This page as data, if its route serves it; "/" has no name to hang a suffix on. */
static struct str
as_data(struct turn *t, enum format format, const char *suffix)
{
    struct arena *a = t->cx->arena;
    uint32_t      serves = AS_HTML | AS_JSON;

    if (!t->route || t->rp.status >= 400)
        return (struct str){ NULL, 0 };
    if (t->route->serves)
        serves = t->route->serves;
    if (!(serves & format))
        return (struct str){ NULL, 0 };
    struct str path = query_encode(a, t->rq.path, true);
    struct str rest = query_without(a, &t->query, S("lang"));

    return str_fmt(a, "%.*s%s%s%.*s", TEXT(path), suffix, rest.n ? "?" : "", TEXT(rest));
}

/* What the route says of itself, behind the page's own title. An error is about nothing. */
static struct msg
about(struct turn *t)
{
    struct arena *a = t->cx->arena;

    if (!t->route || t->rp.status >= 400)
        return (struct msg){ 0 };
    return MSG("{0}. {1}.", msg_text(a, t->cx->lang, t->rp.title),
               msg_text(a, t->cx->lang, (struct msg){ .id = t->route->help }));
}

/* ---- who is signed in ------------------------------------------------------------------------ */

/* Whether there is such a page and the reader may begin it: links follow the table of routes. */
static bool
may_open(const struct turn *t, struct str path)
{
    struct route_match m = { .route = NULL };

    if (t->dispatch)
        m = route_match(&t->dispatch->routes, GET, path);
    return m.route && may_somewhere(t->cx, m.route->right);
}

/* This page's address, for coming back: a form's answer has none. */
static struct str
here(struct turn *t)
{
    struct arena *a = t->cx->arena;
    struct str    path = query_encode(a, t->rq.path, true);

    if (t->rq.method != GET || t->rp.status >= 400)
        return S("/");
    return t->rq.query.n ? str_fmt(a, "%.*s?%.*s", TEXT(path), TEXT(t->rq.query)) : path;
}

static struct str
door(struct turn *t)
{
    struct str path = S("/sign-in"), to = here(t);

    if (t->who.kind == WHO_PERSON || str_starts(t->rq.path, path) || !may_open(t, path))
        return (struct str){ NULL, 0 };
    if (str_eq(to, S("/")))
        return path;
    return str_fmt(t->cx->arena, "%.*s?to=%.*s", TEXT(path),
                   TEXT(query_encode(t->cx->arena, to, true)));
}

static const struct { const char *path, *label; } work[] = {
    { "/tasks",     N_("Tasks") },
    { "/rounds",    N_("Evaluations") },
    { "/judging",   N_("Regions to score") },
    { "/documents", N_("Documents") },
    { "/papers",    N_("Papers") },
    { "/dossiers",  N_("Examinations") },
    { "/bundles",   N_("Bundles") },
    { "/calendar",  N_("Calendar") },
    { "/posts",     N_("Posts") },
    { "/people",    N_("People") },
    { "/journal",   N_("Journal") },
};

/* The doors of the office that the reader's post may open; without a post, none. */
static void
put_work(struct turn *t, struct frame *f)
{
    struct frame_link *open = NEWS(t->cx->arena, struct frame_link, COUNT(work));

    f->work = open;
    for (size_t i = 0; i < COUNT(work) && t->who.post.kind != POST_NONE; i++)
        if (may_open(t, str_of(work[i].path)))
            open[f->n_work++] = (struct frame_link){
                .path = str_of(work[i].path), .label = { .id = work[i].label },
            };
}

static void
put_reader(struct turn *t, struct frame *f)
{
    f->door = door(t);
    if (t->who.kind != WHO_PERSON)
        return;
    f->who = &t->who;
    f->here = here(t);
    put_work(t, f);
}

/* What the request before this one has done, or this one itself. A page tells it, and only once. */
static struct str
done(struct turn *t)
{
    struct str cookie = cookie_value(t->rq.cookies, DONE_COOKIE);

    if (msg_is(t->rp.done))
        return msg_text(t->cx->arena, t->cx->lang, t->rp.done);
    if (!str_is_known(cookie) || !t->http || t->http->method != HTTP_GET)
        return (struct str){ NULL, 0 };
    t->is_personal = t->is_told = true;
    return done_text(t->cx, cookie);
}

/* ---- the page ------------------------------------------------------------------------------- */

static struct str
framed(struct turn *t)
{
    struct arena *a = t->cx->arena;
    struct frame  f = {
        .done = done(t),
        .title = t->rp.title,
        .about = about(t),
        .crumb = t->rp.crumb,
        .n_crumbs = t->rp.n_crumbs,
        .body = { t->rp.body.p, t->rp.body.n },
        .path = t->rq.path,
        .search = query_value(&t->query, S("q")),
        .in_indonesian = in_language(t, "id"),
        .in_english = in_language(t, "en"),
        .as_json = as_data(t, AS_JSON, ".json"),
        .as_csv = as_data(t, AS_CSV, ".csv"),
        .source_code = t->dispatch ? t->dispatch->source_code : (struct str){ NULL, 0 },
        .version = S(GUYUB_VERSION " (" GUYUB_COMMIT ")"),
    };
    struct view v = view_in(a, t->cx->lang);

    put_reader(t, &f);
    v.out.cap = 2 * VIEW_MAX;               /* a page of the greatest size still fits its frame */
    frame_view(&v, &f);
    return form_tokens_put(t, buf_str(&v.out));
}

/* ---- fields --------------------------------------------------------------------------------- */

/* "/regions/35.71" -> regions-35.71.csv; what is not plain ASCII becomes "_" */
static struct str
file_name(struct turn *t)
{
    struct str  path = str_part(t->rq.path, 1, t->rq.path.n - 1);
    char       *p = NEWS(t->cx->arena, char, path.n + 1);

    for (size_t i = 0; i < path.n; i++) {
        char c = path.p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     c == '.' || c == '-' || c == '_';

        p[i] = plain ? c : (c == '/' ? '-' : '_');
    }
    if (path.n == 0)
        return S("attachment; filename=\"data.csv\"");
    return str_fmt(t->cx->arena, "attachment; filename=\"%.*s.csv\"", (int)path.n, p);
}

static struct str
vary(const struct turn *t)
{
    if (t->by_suffix)
        return t->by_lang ? S("Accept-Encoding, Cookie")
                          : S("Accept-Encoding, Accept-Language, Cookie");
    return t->by_lang ? S("Accept, Accept-Encoding, Cookie")
                      : S("Accept, Accept-Encoding, Accept-Language, Cookie");
}

static void
put_cookie(const struct turn *t, struct answer *out, struct cookie c)
{
    answer_field(out, "Set-Cookie", cookie_field(t->cx->arena, c, t->by_tls));
}

static bool
reply_sets(const struct reply *rp, const char *name)
{
    for (size_t i = 0; i < rp->n_cookies; i++)
        if (str_eq(str_of(rp->cookie[i].name), str_of(name)))
            return true;
    return false;
}

/* The handler's own cookies count before ours: it may have ended the session that came in. */
static void
put_cookies(struct turn *t, struct answer *out)
{
    struct str later = { NULL, 0 };

    if (t->rp.location.p)
        later = done_value(t->cx, t->rp.done);
    for (size_t i = 0; i < t->rp.n_cookies; i++)
        put_cookie(t, out, t->rp.cookie[i]);
    if (t->by_lang)
        put_cookie(t, out, (struct cookie){ "lang", lang_code(t->cx->lang), LANG_KEEP_S });
    if (str_is_known(t->fresh) && !reply_sets(&t->rp, IDENTITY_COOKIE))
        put_cookie(t, out, (struct cookie){ IDENTITY_COOKIE, t->fresh, t->fresh.n ? 0 : -1 });
    if (str_is_known(t->form_cookie))
        put_cookie(t, out, (struct cookie){ FORM_COOKIE, t->form_cookie, 0 });
    if (str_is_known(later))
        put_cookie(t, out, (struct cookie){ DONE_COOKIE, later, DONE_KEEP_S });
    else if (t->is_told)
        put_cookie(t, out, (struct cookie){ DONE_COOKIE, S(""), -1 });
}

/* Seconds after which it is worth to ask again; 0: nothing to wait for. */
static int64_t
wait_s(const struct turn *t, int32_t status)
{
    if (status != 429 && status != 503)
        return 0;
    if (t->rp.wait_s > 0)
        return t->rp.wait_s;
    return status == 429 ? WAIT_OFTEN_S : WAIT_BUSY_S;
}

/* What is one reader's alone is kept by nobody; the rest may be, and is asked for again. */
static struct str
cache_control(const struct turn *t, int32_t status)
{
    if (t->is_personal)
        return S("private, no-store");
    return status >= 400 ? S("no-store") : S("no-cache");
}

static void
put_fields(struct turn *t, struct answer *out)
{
    int64_t wait = wait_s(t, out->status);
    bool    is_csv = t->rp.type.p && str_starts(t->rp.type, S("text/csv"));

    if (t->rp.is_page) {
        answer_field(out, "Content-Type", S("text/html; charset=utf-8"));
        answer_field(out, "Content-Language", lang_code(t->cx->lang));
    } else if (t->rp.type.p)
        answer_field(out, "Content-Type", t->rp.type);
    if (is_csv)
        answer_field(out, "Content-Disposition", file_name(t));
    if (t->rp.location.p)
        answer_field(out, "Location", t->rp.location);
    if (t->allow.p)
        answer_field(out, "Allow", t->allow);
    if (out->status == 401)
        answer_field(out, "WWW-Authenticate",
                     S("Cookie realm=\"Guyub\", form-action=\"/sign-in\", cookie-name=\""
                       IDENTITY_COOKIE "\""));
    if (wait > 0)
        answer_field(out, "Retry-After", str_int(t->cx->arena, wait));
    put_cookies(t, out);
    answer_field(out, "Vary", vary(t));
    answer_field(out, "Cache-Control", cache_control(t, out->status));
}

void
frame_answer(struct turn *t, struct answer *out)
{
    struct arena *a = t->cx->arena;

    *out = (struct answer){ .status = t->rp.status ? t->rp.status : 200, .body = t->rp.body };
    out->route = t->route ? t->route->path : NULL;
    out->policy = t->rp.shows_file ? ANSWER_SHOWING : ANSWER_PAGE;
    if (t->rp.is_page)
        out->body = framed(t);
    put_fields(t, out);
    if (!t->http)
        return;                             /* no request, no wishes */
    if (t->rp.is_file) {
        answer_file(a, out, &t->rp.file, t->http);
        return;
    }
    if (out->status == 200 && t->rq.method == GET && !t->is_personal)
        answer_tag(a, out, hash_64(out->body));
    bool unseen = !answer_is_known(out, http_value(t->http, "if-none-match"));

    if (unseen || t->question.n > 0)        /* what is kept may be asked for by others */
        answer_pack(a, out, http_value(t->http, "accept-encoding"));
}
