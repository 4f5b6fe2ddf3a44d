/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/turn/refuse.h"

#include <assert.h>
#include <string.h>

#include "app/server/upload.h"
#include "base/arena.h"
#include "base/log.h"
#include "base/money.h"
#include "web/reply.h"

static void
problem(struct turn *t, int32_t status, struct err e)
{
    struct err *err = err_of(t->cx->arena, e);
    int64_t     wait_s = t->rp.wait_s;

    t->is_refused = true;
    reply_problem(t->cx, t->rq.wants, &t->rp,
                  &(struct problem){ .err = err, .status = status, .request_id = t->id });
    t->rp.wait_s = wait_s;              /* a handler knows it, its error does not */
}

void
refuse_path(struct turn *t)
{
    problem(t, 404, (struct err){
        .kind = ERR_MISSING, .code = "web.not_found",
        .text = MSG("There is no such page."),
        .detail = MSG("The address {0} leads to nothing here.", t->http->path),
        .hint = MSG("Check the address, or begin at the home page."),
    });
}

void
refuse_method(struct turn *t, const struct route_match *m)
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

void
refuse_format(struct turn *t, uint32_t serves)
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

void
refuse_query(struct turn *t)
{
    problem(t, 400, (struct err){
        .kind = ERR_INPUT, .code = "web.query",
        .text = MSG("The question in the address could not be read."),
        .detail = MSG("What follows the question mark is not well-formed, or is too much."),
        .hint = MSG("Use the form of the page instead of writing the address by hand."),
    });
}

void
refuse_form_type(struct turn *t)
{
    problem(t, 415, (struct err){
        .kind = ERR_INPUT, .code = "web.form_type",
        .text = MSG("The form came in a format that is not read here."),
        .detail = MSG("Forms are read as {0}.", S("application/x-www-form-urlencoded")),
    });
}

/* ---- forms with files ------------------------------------------------------------------------ */

/* As the settings say it: a whole number of megabytes or, below one, of kilobytes. */
static struct msg
at_most(struct turn *t, int64_t most)
{
    return most >= 1 << 20
        ? MSG("At most {0} MB may be sent here at once.",
              int_text(t->cx->arena, t->cx->lang, most >> 20))
        : MSG("At most {0} kB may be sent here at once.",
              int_text(t->cx->arena, t->cx->lang, most >> 10));
}

void
refuse_body_large(struct turn *t, int64_t most)
{
    problem(t, 413, (struct err){
        .kind = ERR_TOO_LARGE, .code = "upload.large",
        .text = MSG("What was sent is too large."),
        .detail = at_most(t, most),
        .hint = MSG("Send less at once, or ask whoever looks after this site for a higher limit."),
    });
}

void
refuse_upload(struct turn *t, const struct form_in *form)
{
    static const struct { int32_t status; enum err_kind kind; const char *code, *text; } of[] = {
        [UPLOAD_MALFORMED]  = { 400, ERR_INPUT, NULL,
                                N_("The form with files could not be read.") },
        [UPLOAD_NO_TEXT]    = { 400, ERR_INPUT, "upload.no_text",
                                N_("A field of the form is not a text in UTF-8.") },
        [UPLOAD_TEXT_LARGE] = { 413, ERR_TOO_LARGE, "upload.text_large",
                                N_("The fields of the form hold too much text.") },
        [UPLOAD_FILES_MANY] = { 413, ERR_TOO_LARGE, "upload.files_many",
                                N_("The form has too many files.") },
        [UPLOAD_DISK_FULL]  = { 507, ERR_BUSY, "upload.disk_full",
                                N_("The server has no room on its disk for these files.") },
        [UPLOAD_DISK]       = { 503, ERR_BUSY, "upload.disk",
                                N_("The server could not store these files at the moment.") },
    };
    enum upload_fault why = form->fault;

    assert(why > UPLOAD_WELL && why < COUNT(of));
    problem(t, of[why].status, (struct err){
        .kind = of[why].kind,
        .code = of[why].code ? of[why].code : multipart_refusal_code(form->reader.refusal),
        .text = { .id = of[why].text },
        .detail = MSG("Nothing of it was kept, and nothing was changed."),
        .hint = of[why].kind == ERR_BUSY
                    ? MSG("Tell whoever looks after this site, and send it again later.")
                    : MSG("Send it again from the page here."),
    });
}

void
refuse_store_away(struct turn *t)
{
    problem(t, 503, (struct err){
        .kind = ERR_BUSY, .code = "web.store_away",
        .text = MSG("The database cannot be reached at the moment."),
        .detail = MSG("Nothing that was stored is lost; the server keeps trying to reach it."),
        .hint = MSG("Wait a minute and load this page again."),
    });
}

bool
refuse_is_away(const struct err *e)
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

    if (strcmp(e->code, "store.full") == 0) {
        told.kind = ERR_BUSY;
        told.text = MSG("The server's disk is full.");
        told.hint = MSG("Tell whoever looks after this site, and send it again later.");
    } else if (e->kind == ERR_BROKEN) {
        told.text = MSG("This page could not be made, because of a fault on our side.");
        told.detail = MSG("What happened is noted in the log.");
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
log_failed(const struct turn *t, const struct err *e)
{
    LOG(LOG_ERROR, "request.failed", LOG_TEXT("id", t->id), LOG_TEXT("code", str_of(e->code)),
        LOG_TEXT("error", err_line(t->cx->arena, LANG_EN, e)));
}

/* "/sign-in?to=/posts%3Fpage%3D2" */
static struct str
door(struct turn *t)
{
    struct arena *a = t->cx->arena;
    struct str    to = query_encode(a, t->rq.path, true);

    if (t->rq.query.n)
        to = str_fmt(a, "%.*s?%.*s", TEXT(to), TEXT(t->rq.query));
    return str_fmt(a, "/sign-in?to=%.*s", TEXT(query_encode(a, to, true)));
}

/* A page can be come back to, what was typed cannot: it stays here while its reader signs in. */
static void
refuse_nobody(struct turn *t, const struct err *e)
{
    if (t->rq.method == POST) {
        problem(t, 401, (struct err){
            .kind = ERR_NOBODY, .code = e->code,
            .text = MSG("You are not signed in, or not any more."),
            .detail = MSG("Nothing was changed."),
        });
        return;
    }
    t->rp = (struct reply){ .status = 0 };
    reply_see(&t->rp, door(t));
}

/* The database broke off while it confirmed a change: whoever sent it must look before they send it
 * again, or it may be done twice. */
static void
refuse_unsure(struct turn *t, const struct err *e)
{
    problem(t, 503, (struct err){
        .kind = ERR_BUSY, .code = e->code,
        .text = MSG("The database did not say whether it kept the change."),
        .detail = e->detail, .hint = e->hint,
    });
}

void
refuse_err(struct turn *t, const struct err *e)
{
    bool too_many = strcmp(e->code, "store.too_many") == 0;

    if (e->kind == ERR_BROKEN || e->kind == ERR_BUSY || too_many)
        log_failed(t, e);
    if (e->kind == ERR_NOBODY && t->rq.wants == AS_HTML)
        refuse_nobody(t, e);
    else if (refuse_is_away(e))
        refuse_store_away(t);
    else if (strcmp(e->code, "store.unsure") == 0)
        refuse_unsure(t, e);
    else if (too_many)
        refuse_too_large(t);            /* 413 would say that the request was */
    else
        problem(t, 0, for_people(e));
}

void
refuse_foreign(struct turn *t)
{
    problem(t, 403, (struct err){
        .kind = ERR_DENIED, .code = "web.foreign",
        .text = MSG("This was sent from a page of another site, and was refused."),
        .detail = MSG("Nothing was changed."),
        .hint = MSG("Open the page here, at its own address, and send the form from there."),
    });
}

void
refuse_stale(struct turn *t)
{
    problem(t, 403, (struct err){
        .kind = ERR_DENIED, .code = "web.stale_form",
        .text = MSG("This form is from an earlier visit, or did not come from this site."),
        .detail = MSG("Nothing was changed."),
        .hint = MSG("If it was you who sent it, send it again."),
    });
}

void
refuse_untold(struct turn *t, const struct err *e)
{
    log_failed(t, e);
    if (t->rp.location.p)
        return;
    problem(t, 503, (struct err){
        .kind = ERR_BUSY, .code = "web.untold",
        .text = MSG("This page is shown only after its reading was put on record."),
        .detail = MSG("The record could not be written at the moment."),
        .hint = MSG("Wait a minute and load this page again."),
    });
}

void
refuse_too_large(struct turn *t)
{
    LOG(LOG_ERROR, "request.failed", LOG_TEXT("id", t->id), LOG_TEXT("code", S("web.reply_large")));
    problem(t, 500, (struct err){
        .kind = ERR_BROKEN, .code = "web.reply_large",
        .text = MSG("This page became too large to be sent."),
        .hint = MSG("Ask for less at once, with a filter or by pages."),
    });
}

/* ---- what never became a request ------------------------------------------------------------ */

static struct msg
refusal_text(int32_t status)
{
    switch (status) {
    case 408: return MSG("The request did not arrive in time.");
    case 413: return MSG("What was sent is too large.");
    case 414: return MSG("The address is too long.");
    case 429: return MSG("There are too many connections from this address.");
    case 431: return MSG("The request's fields are too long or too many.");
    case 503: return MSG("The server has more to do at the moment than it can.");
    case 505: return MSG("This version of HTTP is not spoken here.");
    default:  return MSG("The request could not be read.");
    }
}

/* Whoever loads again at once makes it worse. */
static struct msg
refusal_hint(int32_t status)
{
    return status == 429 || status == 503
        ? MSG("Wait a minute, then load the page again.")
        : MSG("Load the page again; if it goes on, tell whoever looks after this site.");
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
        .hint = refusal_hint(status),
    });
    frame_answer(t, out);
}
