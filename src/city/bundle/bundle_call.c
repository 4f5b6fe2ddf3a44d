/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "city/bundle/bundle_call.h"

#include <curl/curl.h>
#include <string.h>

#include "base/arena.h"
#include "base/secret.h"

enum { CONNECT_S = 15, IDLE_S = 60, HEARD_MAX = 64 << 10 };

/* No memory is asked for while the library is under way: a full arena would jump through it. */
struct bundle_call {
    CURL              *curl;
    struct curl_slist *fields;
    struct str         url, token;
    char              *heard;           /* the answer; HEARD_MAX bytes of room */
    size_t             n;
};

struct err *
bundle_call_cut(struct cx *cx, struct msg why)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_BUSY, .code = "bundle.line",
        .text = MSG("The bundle could not be handed over."), .detail = why,
        .hint = MSG("What arrived stays there; try again later, or bring the file on a stick.") });
}

/* ---- opening --------------------------------------------------------------------------------- */

static size_t
hear(char *p, size_t size, size_t n, void *arg)
{
    struct bundle_call *c = arg;
    size_t              bytes = size * n;

    if (bytes > HEARD_MAX - c->n)
        return 0;
    memcpy(c->heard + c->n, p, bytes);
    c->n += bytes;
    return bytes;
}

static void
end_call(void *call)
{
    struct bundle_call *c = call;

    curl_slist_free_all(c->fields);
    curl_easy_cleanup(c->curl);
}

/* Only this machine may be asked without TLS. */
static bool
is_here(struct str url)
{
    return str_starts(url, S("http://"));
}

/* The form's token is any that its cookie has too: nobody is signed in (app/turn/forged.h). */
static void
set_up(struct arena *a, struct bundle_call *c)
{
    CURL *l = c->curl;

    curl_easy_setopt(l, CURLOPT_PROTOCOLS_STR, is_here(c->url) ? "http" : "https");
    if (is_here(c->url))
        curl_easy_setopt(l, CURLOPT_PROXY, "");
    curl_easy_setopt(l, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(l, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_S);
    curl_easy_setopt(l, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(l, CURLOPT_LOW_SPEED_TIME, (long)IDLE_S);
    curl_easy_setopt(l, CURLOPT_WRITEFUNCTION, hear);
    curl_easy_setopt(l, CURLOPT_WRITEDATA, c);
    curl_easy_setopt(l, CURLOPT_HTTPHEADER, c->fields);
    curl_easy_setopt(l, CURLOPT_COOKIE, str_z(a, str_fmt(a, "gy_form=%.*s", TEXT(c->token))));
}

struct err *
bundle_call_open(struct cx *cx, struct str url, struct bundle_call **call)
{
    struct bundle_call *c = NEW(cx->arena, struct bundle_call);
    void              **place = arena_owns(cx->arena, end_call);

    *c = (struct bundle_call){ .url = url, .token = secret_token(cx->arena),
                               .heard = NEWS(cx->arena, char, HEARD_MAX) };
    *place = *call = c;
    c->curl = curl_easy_init();
    c->fields = curl_slist_append(NULL, "Accept: application/json");
    c->fields = curl_slist_append(c->fields, cx->lang == LANG_EN ? "Accept-Language: en"
                                                                 : "Accept-Language: id");
    if (!c->curl || !c->fields)
        return bundle_call_cut(cx, MSG("There is no memory for the connection."));
    set_up(cx->arena, c);
    return NULL;
}

/* ---- asking ---------------------------------------------------------------------------------- */

static void
add_field(curl_mime *form, const char *name, struct str value)
{
    curl_mimepart *part = curl_mime_addpart(form);

    curl_mime_name(part, name);
    curl_mime_data(part, value.p, value.n);
}

static curl_mime *
form_of(struct arena *a, const struct bundle_call *c, const struct bundle_call_form *f)
{
    curl_mime *form = curl_mime_init(c->curl);

    add_field(form, "_token", c->token);
    for (size_t i = 0; i < f->n; i++)
        add_field(form, str_z(a, f->field[i].name), f->field[i].value);
    curl_mimepart *part = curl_mime_addpart(form);

    curl_mime_name(part, "file");
    curl_mime_filename(part, "piece");
    curl_mime_data(part, f->file.p, f->file.n);
    return form;
}

struct err *
bundle_call_ask(struct cx *cx, struct bundle_call *c, struct str path,
                const struct bundle_call_form *f, struct bundle_call_answer *answer)
{
    struct str url = str_fmt(cx->arena, "%.*s%.*s", TEXT(c->url), TEXT(path));
    curl_mime *form = f ? form_of(cx->arena, c, f) : NULL;
    long       status = 0;

    c->n = 0;
    curl_easy_setopt(c->curl, CURLOPT_URL, str_z(cx->arena, url));
    if (form)
        curl_easy_setopt(c->curl, CURLOPT_MIMEPOST, form);
    else
        curl_easy_setopt(c->curl, CURLOPT_HTTPGET, 1L);
    CURLcode how = curl_easy_perform(c->curl);

    curl_mime_free(form);
    if (how != CURLE_OK)
        return bundle_call_cut(cx, MSG("{0}", str_of(curl_easy_strerror(how))));
    curl_easy_getinfo(c->curl, CURLINFO_RESPONSE_CODE, &status);
    *answer = (struct bundle_call_answer){ status, { c->heard, c->n } };
    return NULL;
}
