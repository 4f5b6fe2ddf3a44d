/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * frame.c — the last step: a reply gets its frame and becomes an answer.
 *
 * The page is tagged before it is packed, so the tag does not depend on the packing.
 */
#include "app/frame.h"

#include <assert.h>

#include "app/dispatch.h"
#include "app/frame_view.h"
#include "base/arena.h"
#include "base/hash.h"
#include "web/cookie.h"

#define COOKIE_TRAITS "; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly"

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

static struct str
framed(struct turn *t)
{
    struct arena *a = t->cx->arena;
    struct frame  f = {
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

    v.out.cap = 2 * VIEW_MAX;               /* a page of the greatest size still fits its frame */
    frame_view(&v, &f);
    return buf_str(&v.out);
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
        return t->by_lang ? S("Accept-Encoding") : S("Accept-Encoding, Accept-Language, Cookie");
    return t->by_lang ? S("Accept, Accept-Encoding")
                      : S("Accept, Accept-Encoding, Accept-Language, Cookie");
}

static void
put_fields(struct turn *t, struct answer *out)
{
    bool is_csv = t->rp.type.p && str_starts(t->rp.type, S("text/csv"));

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
    if (out->status == 503)
        answer_field(out, "Retry-After", S("5"));
    if (t->by_lang)
        answer_field(out, "Set-Cookie", t->cx->lang == LANG_EN ? S("lang=en" COOKIE_TRAITS)
                                                               : S("lang=id" COOKIE_TRAITS));
    for (size_t i = 0; i < t->rp.n_cookies; i++)
        answer_field(out, "Set-Cookie", cookie_field(t->cx->arena, t->rp.cookie[i], false));
    answer_field(out, "Vary", vary(t));
    answer_field(out, "Cache-Control", out->status >= 400 ? S("no-store") : S("no-cache"));
}

void
frame_answer(struct turn *t, struct answer *out)
{
    struct arena *a = t->cx->arena;

    *out = (struct answer){ .status = t->rp.status ? t->rp.status : 200, .body = t->rp.body };
    out->route = t->route ? t->route->path : NULL;
    if (t->rp.is_page)
        out->body = framed(t);
    put_fields(t, out);
    if (!t->http)
        return;                             /* no request, no wishes */
    if (out->status == 200 && t->rq.method == GET)
        answer_tag(a, out, hash_64(out->body));
    bool unseen = !answer_is_known(out, http_value(t->http, "if-none-match"));

    if (unseen || t->question.n > 0)        /* what is kept may be asked for by others */
        answer_pack(a, out, http_value(t->http, "accept-encoding"));
}
