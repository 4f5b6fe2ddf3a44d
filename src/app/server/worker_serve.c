/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* worker_serve.c — the database and one request: its body, its answer, its line in the log. */
#include <assert.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/server/health.h"
#include "app/server/upload.h"
#include "app/server/worker_part.h"
#include "app/turn/kept.h"
#include "base/clock.h"
#include "base/log.h"
#include "site.h"
#include "store/store.h"

/* ---- the database --------------------------------------------------------------------------- */

static void
store_lost(struct worker *w, int64_t now_us, const struct err *e)
{
    log_err("store.away", e);
    w->seat->store_away = 1;
    w->store_retry_us = now_us + WORKER_RETRY_US;
}

void
worker_open_store(struct worker *w, int64_t now_us)
{
    if (w->store || now_us < w->store_retry_us)
        return;
    arena_reset(&w->store_arena);
    struct err *e = store_open(&w->store_arena, &w->store, w->plan->db,
                               (struct store_options){ .busy_ms = 0 });

    if (e) {
        w->store = NULL;
        store_lost(w, now_us, e);
        return;
    }
    w->seat->store_away = 0;
    if (w->dispatch.kept)
        kept_clear(w->dispatch.kept);
}

/* The store if it is there; after a failure it is asked first, and at most once a second. */
static struct store *
store_for_request(struct worker *w, struct cx *cx, int64_t now_us)
{
    worker_open_store(w, now_us);
    if (!w->store || !w->store_suspect)
        return w->store;
    if (now_us < w->store_retry_us)
        return NULL;
    cx->store = w->store;
    struct err *e = store_ping(cx);

    if (e) {
        store_lost(w, now_us, e);
        store_close(w->store);          /* another may be in its place: it is opened anew */
        w->store = NULL;
        return NULL;
    }
    w->store_suspect = false;
    return w->store;
}

/* ---- one request ---------------------------------------------------------------------------- */

static struct str
method_name(enum http_method m)
{
    static const char *const name[] = { "-", "GET", "HEAD", "POST", "other" };

    return str_of(name[m]);
}

/* One line a request: no address, no query, no name; the route's pattern instead of its path. */
static void
log_request(const struct conn *c, const struct answer *out, int64_t took_us)
{
    LOG(LOG_INFO, "request", LOG_TEXT("id", c->room->id),
        LOG_TEXT("method", method_name(c->room->reader.request.method)),
        LOG_TEXT("route", str_of(out->route ? out->route : "-")),
        LOG_NUMBER("status", out->status), LOG_NUMBER("bytes", answer_bytes(out)),
        LOG_NUMBER("kept", out->kept), LOG_NUMBER("us", took_us));
}

/* A trusted proxy's number for it counts, so that its log and ours can be laid side by side. */
static struct str
request_id(struct worker *w, struct conn *c)
{
    struct room *r = c->room;

    if (!str_is_known(r->id))
        r->id = client_request_id(&w->dispatch.trusted, str_of(c->peer), &r->reader.request);
    if (!str_is_known(r->id))
        r->id = str_fmt(&r->arena, "%016" PRIx64, rand_next(&w->chance));
    return r->id;
}

static struct cx
cx_of(struct worker *w, const struct conn *c, struct arena *a)
{
    return (struct cx){
        .arena = a, .chance = &w->chance, .now_s = clock_now_s(), .key = &w->plan->key,
        .site = w->plan->site, .client = c->peer[0] ? str_of(c->peer) : (struct str){ NULL, 0 },
    };
}

static bool
send_answer(struct worker *w, struct conn *c, struct answer *out, int64_t now_s)
{
    const struct http_reader *r = &c->room->reader;
    bool keep = r->state == HTTP_WHOLE && r->request.keep_alive && !w->stopping &&
                c->n_requests + 1 < w->limits->connection_requests;
    bool bodiless = r->request.method == HTTP_HEAD || out->status == 304;

    if (str_is_known(c->room->id))
        answer_field(out, "X-Request-Id", c->room->id);
    c->close_after = !keep;
    struct conn_message m = { .head = answer_head(&w->arena, out, now_s, keep) };

    if (!bodiless) {
        m.body = out->body;
        m.file = out->file;
    }
    return conn_send(&w->conns, c, &m, clock_mono_us());
}

static bool
send_and_tell(struct worker *w, struct conn *c, struct answer *out, int64_t began_us)
{
    bool    alive = send_answer(w, c, out, clock_now_s());
    int64_t took_us = clock_mono_us() - began_us;

    log_request(c, out, took_us);
    board_answered(w->seat, out->status, answer_bytes(out), took_us);
    w->seat->kept += out->kept;
    return alive;
}

/* What stays when the request's arena was too small: an answer made of nothing but literals. */
static bool
send_full(struct worker *w, struct conn *c, int64_t began_us)
{
    static const char text[] = "503: this page needs more memory than a request may use.\n";
    struct answer out = { .status = 503, .body = { text, sizeof text - 1 } };

    LOG(LOG_ERROR, "request.arena_full", LOG_NUMBER("bytes", (int64_t)w->arena.cap));
    if (w->store)
        store_reset(w->store);
    arena_reset(&w->arena);
    answer_field(&out, "Content-Type", S("text/plain; charset=utf-8"));
    answer_field(&out, "Cache-Control", S("no-store"));
    return send_and_tell(w, c, &out, began_us);
}

/* Runs a step that may fill an arena. False: the client has gone. */
static bool
guarded(struct worker *w, struct conn *c, bool (*step)(struct worker *, struct conn *, int64_t))
{
    jmp_buf       full;
    bool          alive;
    const int64_t began_us = clock_mono_us();

    assert(w->arena.used == 0);
    w->arena.full = c->room->arena.full = &full;
    if (setjmp(full) == 0)
        alive = step(w, c, began_us);
    else {
        w->arena.full = c->room->arena.full = NULL;
        alive = send_full(w, c, began_us);
    }
    w->arena.full = c->room->arena.full = NULL;
    arena_reset(&w->arena);
    return alive;
}

static bool
answer(struct worker *w, struct conn *c, int64_t began_us)
{
    struct http_reader *r = &c->room->reader;
    struct cx     cx = cx_of(w, c, &w->arena);
    struct answer out;

    if (r->state == HTTP_REFUSED) {
        w->seat->refused++;
        dispatch_refuse(&cx, http_refusal_status(r->refusal), http_refusal_code(r->refusal),
                        request_id(w, c), &out);
        return send_and_tell(w, c, &out, began_us);
    }
    if (health_is_alive(&r->request, &out))
        return send_and_tell(w, c, &out, began_us);
    cx.store = store_for_request(w, &cx, began_us);
    dispatch_answer(&w->dispatch, &cx, &r->request, request_id(w, c), &out);
    w->store_suspect = w->store_suspect || (cx.store && out.status >= 500);
    return send_and_tell(w, c, &out, began_us);
}

/* Files that came with it are gone when it is answered, whatever became of it. */
static bool
serve(struct worker *w, struct conn *c)
{
    struct form_in *form = c->room->form;

    if (form && c->room->reader.state == HTTP_WHOLE)
        upload_end(form);
    bool alive = guarded(w, c, answer);

    if (form)
        upload_forget(form);
    return alive;
}

/* ---- bodies ---------------------------------------------------------------------------------- */

/* On the disk of documents, unless somebody wants otherwise: a file that becomes one need not be
 * copied there. */
static struct str
folder_of(const struct site *site)
{
    if (site->spool.n > 0 || site->vault.n == 0 || site->vault.n > PATH_MAX - 1)
        return site->spool;
    char path[PATH_MAX];

    snprintf(path, sizeof path, "%.*s", TEXT(site->vault));
    return mkdir(path, 0700) == 0 || access(path, W_OK | X_OK) == 0 ? site->vault : site->spool;
}

/* False: it cannot be read as a form. */
static bool
begin_form(struct worker *w, struct conn *c, const struct body_plan *plan)
{
    struct http_request *rq = &c->room->reader.request;
    struct form_in *form = NEW(&c->room->arena, struct form_in);

    form->who = plan->who;
    c->room->form = form;
    rq->form = form;
    return upload_begin(form, &c->room->arena, http_value(rq, "content-type"),
                        folder_of(w->plan->site), w->limits->http.body);
}

/* The head is whole: into memory with the body, onto the disk, or the answer at once. Who sends a
 * form with files is known from here on, so it is made in the room. */
static bool
expect_body(struct worker *w, struct conn *c, int64_t began_us)
{
    struct http_reader *r = &c->room->reader;
    struct cx        cx = cx_of(w, c, &c->room->arena);
    struct body_plan plan = {
        .id = request_id(w, c), .length = r->length, .most = w->limits->upload_bytes,
    };

    cx.store = store_for_request(w, &cx, began_us);
    enum body_way way = dispatch_expect(&w->dispatch, &cx, &r->request, &plan);

    if (way == BODY_REFUSE)
        return send_and_tell(w, c, &plan.answer, began_us);
    if (way == BODY_GATHER)
        conn_gather(c, began_us);
    else if (begin_form(w, c, &plan))
        conn_pass(c, (size_t)plan.most, began_us);
    else
        return answer(w, c, began_us);
    return true;
}

static bool
take_piece(struct worker *w, struct conn *c)
{
    struct room *r = c->room;

    return upload_take(r->form, r->reader.piece) || serve(w, c);
}

bool
worker_take(struct worker *w, struct conn *c, enum conn_news news)
{
    return news == CONN_HEADED  ? guarded(w, c, expect_body)
           : news == CONN_PIECE ? take_piece(w, c)
                                : serve(w, c);
}

/* ---- cutting off ---------------------------------------------------------------------------- */

bool
worker_refuse(struct worker *w, struct conn *c, int32_t status, const char *code)
{
    struct cx     cx = cx_of(w, c, &w->arena);
    struct answer out;

    dispatch_refuse(&cx, status, code, request_id(w, c), &out);
    bool alive = send_and_tell(w, c, &out, clock_mono_us());

    arena_reset(&w->arena);
    return alive;
}
