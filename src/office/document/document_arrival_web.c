/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * document_arrival_web.c — /documents/arrivals: a file in pieces, for programs such as
 * asset/document-upload.js. Its end is the form of documents with `arrival` in place of a file.
 */
#include "base/arena.h"
#include "office/document/document_page.h"
#include "office/document/document_view.h"

struct begin_form { struct str org, name; int64_t total; };
struct piece_form { int64_t from; };

static const struct field begin_fields[] = {
    FIELD(struct begin_form, org, F_TEXT, .min = 2, .max = 60, .required = true,
          .label = N_("Organisation (code)")),
    FIELD(struct begin_form, name, F_TEXT, .min = 1, .max = 250, .required = true,
          .label = N_("File")),
    FIELD(struct begin_form, total, F_INT, .min = 0, .max = INT64_MAX, .required = true,
          .label = N_("Bytes")),
};
const struct form arrival_begin_form = FORM(struct begin_form, begin_fields);

static const struct field piece_fields[] = {
    FIELD(struct piece_form, from, F_INT, .min = 0, .max = INT64_MAX, .required = true,
          .label = N_("The byte with which this piece begins")),
};
const struct form arrival_piece_form = FORM(struct piece_form, piece_fields);

struct err *
arrival_new_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct begin_form *f = rq->form;
    struct document_arrival  arrival;

    TRY(form_err(cx->arena, rq->faults));
    TRY(arrival_begin(cx, &(struct arrival_new){ .org = f->org, .name = f->name,
                                                 .total = f->total }, &arrival));
    reply_json(cx, rp, document_arrival_json, &arrival);
    rp->status = 201;
    rp->location = str_fmt(cx->arena, "/documents/arrivals/%.*s", TEXT(arrival.code));
    return NULL;
}

/* Of what came with a form: the document, or how far the job is that looks at it. */
static struct err *
show_waiting(struct cx *cx, const struct document_arrival *arrival, struct reply *rp)
{
    struct document_waiting w = { .arrival = *arrival };
    struct view             v = view_in(cx->arena, cx->lang);

    if (str_is_known(arrival->document_code)) {
        reply_see(rp, str_fmt(cx->arena, "/documents/%.*s", TEXT(arrival->document_code)));
        return NULL;
    }
    if (arrival->job_id.known)
        TRY(job_get(cx, arrival->job_id.n, &w.job));
    document_waiting_view(&v, &w);
    reply_crumb(rp, S("/documents"), MSG("Documents"));
    reply_page(rp, MSG("{0}", arrival->name), &v);
    return NULL;
}

struct err *
arrival_show(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct document_arrival arrival;

    TRY(arrival_get(cx, rq->arg[0], &arrival));
    if (rq->wants == AS_HTML)
        return show_waiting(cx, &arrival, rp);
    reply_json(cx, rp, document_arrival_json, &arrival);
    return NULL;
}

struct err *
arrival_piece_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct piece_form *f = rq->form;
    struct document_arrival  arrival;

    TRY(form_err(cx->arena, rq->faults));
    if (rq->n_uploads != 1)
        return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "arrival.no_piece",
            .text = MSG("There is no piece of the file in it."), .where = S("piece") });
    TRY(arrival_take(cx, rq->arg[0], (struct piece){ .from = f->from, .n = rq->upload[0].bytes,
                                                     .fd = rq->upload[0].fd }, &arrival));
    reply_json(cx, rp, document_arrival_json, &arrival);
    return NULL;
}

struct err *
arrival_stop_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct document_arrival arrival;

    TRY(arrival_get(cx, rq->arg[0], &arrival));
    TRY(arrival_stop(cx, rq->arg[0]));
    reply_json(cx, rp, document_arrival_json, &arrival);
    return NULL;
}
