/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/reply.h"

#include <assert.h>

#include "base/arena.h"

const struct upload *
request_file(const struct request *rq)
{
    for (size_t i = 0; i < rq->n_uploads; i++)
        if (str_eq(rq->upload[i].field, S("file")) && rq->upload[i].bytes > 0)
            return &rq->upload[i];
    return NULL;
}

void
reply_page(struct reply *rp, struct msg title, const struct view *body)
{
    rp->is_page = true;
    rp->title = title;
    rp->body = body->out.full ? (struct str){ NULL, 0 } : buf_str(&body->out);
}

void
reply_crumb(struct reply *rp, struct str href, struct msg text)
{
    assert(rp->n_crumbs < COUNT(rp->crumb));
    rp->crumb[rp->n_crumbs++] = (struct crumb){ href, text };
}

/* Data in place of a page. */
static void
put_data(struct reply *rp, struct str type, const struct buf *b)
{
    rp->is_page = false;
    rp->type = type;
    rp->body = b->full ? (struct str){ NULL, 0 } : buf_str(b);
}

void
reply_json(struct cx *cx, struct reply *rp, void (*write)(struct json *, const void *),
           const void *model)
{
    struct buf  b = buf_in(cx->arena, REPLY_DATA_MAX);
    struct json j = json_to(&b);

    write(&j, model);
    put_data(rp, S("application/json"), &b);
}

void
reply_table(struct cx *cx, const struct request *rq, struct reply *rp, const struct table *t)
{
    struct buf  b = buf_in(cx->arena, REPLY_DATA_MAX);
    struct json j = json_to(&b);

    assert(rq->wants == AS_JSON || rq->wants == AS_CSV);
    if (rq->wants == AS_CSV) {
        table_csv(&b, t);
        put_data(rp, S("text/csv; charset=utf-8; header=present"), &b);
    } else {
        table_json(&j, t);
        put_data(rp, S("application/json"), &b);
    }
}

void
reply_file(struct reply *rp, const struct file *file)
{
    rp->is_page = false;
    rp->is_file = true;
    rp->file = *file;
}

void
reply_shows_file(struct reply *rp)
{
    rp->shows_file = true;
}

void
reply_see(struct reply *rp, struct str href)
{
    rp->status = 303;
    rp->location = href;
}

void
reply_done(struct reply *rp, struct msg done)
{
    rp->done = done;
}

/* ---- errors --------------------------------------------------------------------------------- */

const char *
reply_reason(int32_t status)
{
    static const struct { int32_t status; const char *reason; } known[] = {
        { 200, "OK" },                         { 201, "Created" },
        { 204, "No Content" },                 { 206, "Partial Content" },
        { 303, "See Other" },                  { 416, "Range Not Satisfiable" },
        { 304, "Not Modified" },               { 308, "Permanent Redirect" },
        { 400, "Bad Request" },                { 401, "Unauthorized" },
        { 403, "Forbidden" },                  { 429, "Too Many Requests" },
        { 404, "Not Found" },                  { 405, "Method Not Allowed" },
        { 406, "Not Acceptable" },             { 408, "Request Timeout" },
        { 409, "Conflict" },                   { 413, "Content Too Large" },
        { 414, "URI Too Long" },               { 415, "Unsupported Media Type" },
        { 417, "Expectation Failed" },         { 431, "Request Header Fields Too Large" },
        { 500, "Internal Server Error" },      { 501, "Not Implemented" },
        { 503, "Service Unavailable" },        { 505, "HTTP Version Not Supported" },
        { 507, "Insufficient Storage" },
    };

    for (size_t i = 0; i < COUNT(known); i++)
        if (known[i].status == status)
            return known[i].reason;
    return "Unknown";
}

/* RFC 9457; "code" is our stable word, "hint" what to do, "where" the field or place. */
static void
write_problem(struct json *j, struct cx *cx, const struct problem *p)
{
    const struct err *e = p->err;

    json_open(j, '{');
    json_str_at(j, "type", str_fmt(cx->arena, "urn:guyub:problem:%s", e->code));
    json_str_at(j, "title", msg_text(cx->arena, cx->lang, e->text));
    json_int_at(j, "status", p->status);
    if (msg_is(e->detail))
        json_str_at(j, "detail", msg_text(cx->arena, cx->lang, e->detail));
    if (str_is_known(p->request_id))
        json_str_at(j, "instance", str_fmt(cx->arena, "urn:guyub:request:%.*s",
                                           TEXT(p->request_id)));
    json_str_at(j, "code", str_of(e->code));
    if (msg_is(e->hint))
        json_str_at(j, "hint", msg_text(cx->arena, cx->lang, e->hint));
    if (str_is_known(e->where))
        json_str_at(j, "where", e->where);
    json_close(j, '}');
}

static void
problem_line(struct view *v, struct msg m)
{
    if (!msg_is(m))
        return;
    view_raw(v, HTML("<p class=\"govuk-body\">"));
    view_msg(v, m);
    view_raw(v, HTML("</p>\n"));
}

static void
problem_view(struct view *v, const struct problem *p)
{
    view_raw(v, HTML("<h1 class=\"govuk-heading-l\">"));
    view_msg(v, p->err->text);
    view_raw(v, HTML("</h1>\n"));
    if (p->err->kind == ERR_INPUT && str_is_known(p->err->where))
        problem_line(v, MSG("Field: {0}", p->err->where));
    problem_line(v, p->err->detail);
    problem_line(v, p->err->hint);
    if (p->status >= 500 && str_is_known(p->request_id))
        problem_line(v, MSG("If it goes on, tell whoever looks after this site the number {0}.",
                            p->request_id));
    view_raw(v, HTML("<p class=\"govuk-body-s gy-code\">"));
    view_text(v, str_of(p->err->code));
    view_raw(v, HTML("</p>\n"));
}

void
reply_problem(struct cx *cx, enum format wants, struct reply *rp, const struct problem *given)
{
    struct problem p = *given;

    if (p.status == 0)
        p.status = err_status(p.err);
    *rp = (struct reply){ .status = p.status };
    if (wants == AS_HTML) {
        struct view v = view_in(cx->arena, cx->lang);

        problem_view(&v, &p);
        reply_page(rp, p.err->text, &v);
        return;
    }
    struct buf  b = buf_in(cx->arena, REPLY_DATA_MAX);
    struct json j = json_to(&b);

    write_problem(&j, cx, &p);
    put_data(rp, S("application/problem+json"), &b);
}

void
reply_err(struct cx *cx, enum format wants, struct reply *rp, const struct err *e)
{
    reply_problem(cx, wants, rp, &(struct problem){ .err = e });
}
