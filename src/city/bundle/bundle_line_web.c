/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * bundle_line_web.c — /bundles/line: where another installation hands a bundle over, in pieces.
 *
 * Nobody is signed in here: a bundle is known by its signature, which is asked of its first lines
 * before anything is written, and of each piece. What has arrived is as long as its file, so nothing
 * is counted twice. When it is whole, a job takes it as the program.
 */
#include <sys/stat.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/sha.h"
#include "city/bundle/bundle_page.h"
#include "city/bundle/bundle_sql.h"
#include "ground/job/job.h"
#include "ground/job/job_text.h"
#include "office/document/document_rule.h"
#include "office/document/document_vault.h"
#include "store/store.h"

struct piece_form { int64_t from; struct str signature; };

static const struct field piece_fields[] = {
    FIELD(struct piece_form, from, F_INT, .min = 0, .max = INT64_MAX, .required = true,
          .label = N_("The byte with which this piece begins")),
    FIELD(struct piece_form, signature, F_TEXT, .max = 200, .required = true,
          .label = N_("Signature of the piece")),
};
const struct form bundle_piece_form = FORM(struct piece_form, piece_fields);

/* ---- what is said back ----------------------------------------------------------------------- */

struct line_state { const char *state; struct str hash, receipt, why; int64_t have, total; };

static void
write_state(struct json *j, const void *model)
{
    const struct line_state *s = model;

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
say(struct cx *cx, struct reply *rp, const struct line_state *s)
{
    reply_json(cx, rp, write_state, s);
    return NULL;
}

/* The receipt as it stands in a file. */
static struct err *
find_taken(struct cx *cx, struct str hash, struct line_state *s, bool *found)
{
    struct bundle         b;
    struct bundle_receipt r;
    struct bundle_head    head;

    TRY(bundle_taken_of(cx, hash, &b, found));
    if (!*found)
        return NULL;
    TRY(bundle_receipt_of(cx, b.id, &r, found));
    if (!*found)
        return NULL;
    TRY(bundle_head_read(cx->arena, r.head, &head));
    *s = (struct line_state){ .state = "taken", .hash = hash,
        .receipt = bundle_lead_of(cx->arena, head.from, r.signature, r.head) };
    return NULL;
}

static struct err *
find_state(struct cx *cx, struct str hash, struct line_state *s)
{
    struct bundle_arrival arrival;
    bool                  found;

    TRY(find_taken(cx, hash, s, &found));
    if (found)
        return NULL;
    TRY(bundle_arrival_of(cx, hash, &arrival, &found));
    *s = (struct line_state){ .state = !found ? "unknown" : "waiting", .hash = hash };
    if (!found || !str_is_known(arrival.fault))
        return NULL;
    s->state = "refused";
    s->why = bundle_fault_said(cx->arena, cx->lang, arrival.fault);
    return NULL;
}

struct err *
bundle_line_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct line_state s;

    TRY(find_state(cx, rq->arg[0], &s));
    return say(cx, rp, &s);
}

/* ---- what has arrived ------------------------------------------------------------------------ */

static struct str
arriving_code(struct arena *a, struct str hash)
{
    return str_fmt(a, "bundle-%.*s", TEXT(hash));
}

static int64_t
have_of(int fd)
{
    struct stat st;

    return fstat(fd, &st) == 0 ? st.st_size : 0;
}

struct arrived { const struct bundle_file *file; const struct bundle_installation *from; };

static struct err *
arrived_once(struct cx *cx, void *arg)
{
    const struct arrived *a = arg;
    int64_t               id;

    TRY(bundle_arrival_put(cx, a->file->hash, a->from->id, a->file->head.region, cx->now_s,
                           NULL));
    return job_ask(cx, &(struct job_new){ .kind = "bundle_arrived", .input = a->file->hash,
        .key = a->file->hash, .scope = bundle_scope(a->file->head.region) }, &id);
}

/* All of it is there: from here on it is the program's. */
static struct err *
arrived(struct cx *cx, const struct bundle_file *f, const struct bundle_installation *from)
{
    const struct who *was = cx->who;

    cx->who = &who_program;
    struct err *e = store_change(cx, "bundle_arrived", arrived_once,
                                 &(struct arrived){ f, from });

    cx->who = was;
    return e;
}

static struct err *
say_arrived(struct cx *cx, struct reply *rp, const struct arrived *a, int64_t have)
{
    if (have >= a->file->total)
        TRY(arrived(cx, a->file, a->from));
    return say(cx, rp, &(struct line_state){ .have = have, .total = a->file->total,
        .hash = a->file->hash, .state = have < a->file->total ? "arriving" : "waiting" });
}

static const struct upload *
uploaded(const struct request *rq)
{
    return rq->n_uploads == 1 ? &rq->upload[0] : NULL;
}

static struct err *
no_bytes(struct cx *cx)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "bundle.no_bytes",
        .text = MSG("There is no piece of a bundle in it."), .where = S("file") });
}

/* ---- the first lines ------------------------------------------------------------------------- */

static struct err *
keep_lines(struct cx *cx, const struct upload *up, const struct bundle_file *f, int64_t *have)
{
    struct vault_hold hold;
    struct sha        sha;

    TRY(vault_arriving(cx, arriving_code(cx->arena, f->hash), &hold));
    *have = have_of(hold.fd);
    sha_begin(&sha);
    struct err *e = *have >= f->from ? NULL
        : vault_write(cx, hold.fd, (struct vault_piece){ .from = up->fd, .n = f->from }, &sha);

    if (!e)
        *have = have_of(hold.fd);
    vault_release(&hold);
    return e;
}

struct err *
bundle_line_begin_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct upload       *up = uploaded(rq);
    struct bundle_file         f;
    struct bundle_installation from;
    struct line_state          s;
    int64_t                    have;
    bool                       is_taken;

    if (!up)
        return no_bytes(cx);
    TRY(bundle_expect(cx, up->fd, &f, &from));
    TRY(find_taken(cx, f.hash, &s, &is_taken));
    if (is_taken)
        return say(cx, rp, &s);
    TRY(keep_lines(cx, up, &f, &have));
    return say_arrived(cx, rp, &(struct arrived){ &f, &from }, have);
}

/* ---- a piece --------------------------------------------------------------------------------- */

static struct err *
gap(struct cx *cx, int64_t have)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "bundle.gap",
        .text = MSG("Something is missing before this piece, or it goes over the end."),
        .detail = MSG("It goes on from byte {0}.",
                      str_fmt(cx->arena, "%lld", (long long)have)) });
}

static struct err *
forged(struct cx *cx)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_DENIED, .code = "bundle.piece",
        .text = MSG("This piece is not from who sends the bundle.") });
}

struct piece_in {
    const struct upload       *up;
    const struct piece_form   *form;
    struct str                 hash;
    struct bundle_file         file;
    struct bundle_installation from;
    int64_t                    have;
};

static struct err *
take_piece(struct cx *cx, int fd, struct piece_in *p)
{
    struct bundle_piece said = { p->hash, p->form->from, p->up->sha256 };
    struct sha          sha;

    TRY(bundle_expect(cx, fd, &p->file, &p->from));
    if (!bundle_piece_is(cx->arena, &said, p->file.key, p->form->signature))
        return forged(cx);
    p->have = have_of(fd);
    struct piece_fit fit = piece_fit(p->have, p->file.total, p->form->from, p->up->bytes);

    if (fit.kind == PIECE_KNOWN)
        return NULL;
    if (fit.kind != PIECE_ADDS)
        return gap(cx, p->have);
    sha_begin(&sha);
    TRY(vault_write(cx, fd, (struct vault_piece){ .from = p->up->fd, .skip = fit.skip,
        .n = fit.take, .at = p->have }, &sha));
    p->have += fit.take;
    return NULL;
}

/* Of what nobody began there is an empty file at most, and then none. */
static struct err *
take_held(struct cx *cx, struct piece_in *p)
{
    struct str        code = arriving_code(cx->arena, p->hash);
    struct vault_hold hold;

    TRY(vault_arriving(cx, code, &hold));
    bool        is_begun = have_of(hold.fd) > 0;
    struct err *e = is_begun ? take_piece(cx, hold.fd, p) : bundle_unknown(cx);

    if (!is_begun)
        vault_forget(cx, code);
    vault_release(&hold);
    return e;
}

struct err *
bundle_line_piece_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct piece_in p = { .up = uploaded(rq), .form = rq->form, .hash = rq->arg[0] };

    TRY(form_err(cx->arena, rq->faults));
    if (!p.up)
        return no_bytes(cx);
    if (!bundle_is_hash(p.hash))
        return bundle_unknown(cx);
    TRY(take_held(cx, &p));
    return say_arrived(cx, rp, &(struct arrived){ &p.file, &p.from }, p.have);
}

/* ---- taking it ------------------------------------------------------------------------------- */

struct ending { struct str hash, fault; };

static struct err *
ended_once(struct cx *cx, void *arg)
{
    const struct ending *e = arg;

    return str_is_known(e->fault) ? bundle_arrival_refuse(cx, e->fault, e->hash, NULL)
                                  : bundle_arrival_drop(cx, e->hash, NULL);
}

struct err *
bundle_arrived_run(struct cx *cx, struct job *job)
{
    struct str          code = arriving_code(cx->arena, job->input);
    struct bundle_taken taken;
    struct vault_hold   hold;

    TRY(job_step(cx, job, 0, 1));
    TRY(vault_arriving(cx, code, &hold));
    struct err *e = bundle_take(cx, hold.fd, &taken);

    vault_release(&hold);
    if (e && job_is_moments(e))
        return e;
    TRY(store_change(cx, "bundle_arrived_end", ended_once,
                     &(struct ending){ job->input, job_err_write(cx->arena, e) }));
    vault_forget(cx, code);
    return e;
}
