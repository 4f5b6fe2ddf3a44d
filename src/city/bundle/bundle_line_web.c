/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* bundle_line_web.c — /bundles/line: where another installation hands a bundle over, in pieces. */
#include "base/arena.h"
#include "base/json.h"
#include "city/bundle/bundle_arrive.h"
#include "city/bundle/bundle_page.h"

struct piece_form { int64_t from; struct str signature; };

static const struct field piece_fields[] = {
    FIELD(struct piece_form, from, F_INT, .min = 0, .max = INT64_MAX, .required = true,
          .label = N_("The byte with which this piece begins")),
    FIELD(struct piece_form, signature, F_TEXT, .max = 200, .required = true,
          .label = N_("Signature of the piece")),
};
const struct form bundle_piece_form = FORM(struct piece_form, piece_fields);

static void
write_state(struct json *j, const void *model)
{
    const struct bundle_arrived *s = model;

    json_open(j, '{');
    json_str_at(j, "state", str_of(s->state));
    json_str_at(j, "sha256", s->hash);
    json_int_at(j, "have", s->have);
    json_int_at(j, "total", s->total);
    json_str_at(j, "receipt", s->receipt);
    json_str_at(j, "why", s->why);
    json_close(j, '}');
}

static struct err *
say(struct cx *cx, struct reply *rp, const struct bundle_arrived *s)
{
    reply_json(cx, rp, write_state, s);
    return NULL;
}

static struct err *
no_bytes(struct cx *cx)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "bundle.no_bytes",
        .text = MSG("There is no piece of a bundle in it."), .where = S("file") });
}

struct err *
bundle_line_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct bundle_arrived s;

    TRY(bundle_arrived_of(cx, rq->arg[0], &s));
    return say(cx, rp, &s);
}

struct err *
bundle_line_begin_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct bundle_arrived s;

    if (rq->n_uploads != 1)
        return no_bytes(cx);
    TRY(bundle_arrive_begin(cx, rq->upload[0].fd, &s));
    return say(cx, rp, &s);
}

struct err *
bundle_line_piece_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct piece_form *f = rq->form;
    struct bundle_arrived    s;

    TRY(form_err(cx->arena, rq->faults));
    if (rq->n_uploads != 1)
        return no_bytes(cx);
    TRY(bundle_arrive_piece(cx, rq->arg[0], &(struct bundle_arriving){
        .fd = rq->upload[0].fd, .from = f->from, .n = rq->upload[0].bytes,
        .sha256 = rq->upload[0].sha256, .signature = f->signature }, &s));
    return say(cx, rp, &s);
}
