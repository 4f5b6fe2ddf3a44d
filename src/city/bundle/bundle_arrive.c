/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "city/bundle/bundle_arrive.h"

#include <sys/stat.h>

#include "base/arena.h"
#include "base/sha.h"
#include "city/bundle/bundle_page.h"
#include "city/bundle/bundle_sql.h"
#include "ground/job/job.h"
#include "ground/job/job_text.h"
#include "office/document/document_rule.h"
#include "office/document/document_vault.h"
#include "store/store.h"

/* ---- how far it is --------------------------------------------------------------------------- */

/* The receipt as it stands in a file. */
static struct err *
find_taken(struct cx *cx, struct str hash, struct bundle_arrived *s, bool *found)
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
    *s = (struct bundle_arrived){ .state = "taken", .hash = hash,
        .receipt = bundle_lead_of(cx->arena, head.from, r.signature, r.head) };
    return NULL;
}

struct err *
bundle_arrived_of(struct cx *cx, struct str hash, struct bundle_arrived *s)
{
    struct bundle_arrival arrival;
    bool                  found;

    TRY(find_taken(cx, hash, s, &found));
    if (found)
        return NULL;
    TRY(bundle_arrival_of(cx, hash, &arrival, &found));
    *s = (struct bundle_arrived){ .state = !found ? "unknown" : "waiting", .hash = hash };
    if (!found || !str_is_known(arrival.fault))
        return NULL;
    s->state = "refused";
    s->why = bundle_fault_said(cx->arena, cx->lang, arrival.fault);
    return NULL;
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
hand_on(struct cx *cx, const struct bundle_file *f, const struct bundle_installation *from)
{
    const struct who *was = cx->who;

    cx->who = &who_program;
    struct err *e = store_change(cx, "bundle_arrived", arrived_once,
                                 &(struct arrived){ f, from });

    cx->who = was;
    return e;
}

static struct err *
state_of(struct cx *cx, const struct arrived *a, int64_t have, struct bundle_arrived *s)
{
    if (have >= a->file->total)
        TRY(hand_on(cx, a->file, a->from));
    *s = (struct bundle_arrived){ .have = have, .total = a->file->total, .hash = a->file->hash,
        .state = have < a->file->total ? "arriving" : "waiting" };
    return NULL;
}

/* ---- the first lines ------------------------------------------------------------------------- */

static struct err *
keep_lines(struct cx *cx, int from, const struct bundle_file *f, int64_t *have)
{
    struct vault_hold hold;
    struct sha        sha;

    TRY(vault_arriving(cx, arriving_code(cx->arena, f->hash), &hold));
    *have = have_of(hold.fd);
    sha_begin(&sha);
    struct err *e = *have >= f->from ? NULL
        : vault_write(cx, hold.fd, (struct vault_piece){ .from = from, .n = f->from }, &sha);

    if (!e)
        *have = have_of(hold.fd);
    vault_release(&hold);
    return e;
}

struct err *
bundle_arrive_begin(struct cx *cx, int fd, struct bundle_arrived *s)
{
    struct bundle_file         f;
    struct bundle_installation from;
    int64_t                    have;
    bool                       is_taken;

    TRY(bundle_expect(cx, fd, &f, &from));
    TRY(find_taken(cx, f.hash, s, &is_taken));
    if (is_taken)
        return NULL;
    TRY(keep_lines(cx, fd, &f, &have));
    return state_of(cx, &(struct arrived){ &f, &from }, have, s);
}

/* ---- a piece --------------------------------------------------------------------------------- */

static struct err *
gap(struct cx *cx, int64_t have)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "bundle.gap",
        .text = MSG("Something is missing before this piece, or it goes over the end."),
        .detail = MSG("It goes on from byte {0}.",
                      str_int(cx->arena, have)) });
}

static struct err *
forged(struct cx *cx)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_DENIED, .code = "bundle.piece",
        .text = MSG("This piece is not from who sends the bundle.") });
}

struct piece_in {
    const struct bundle_arriving *piece;
    struct str                    hash;
    struct bundle_file            file;
    struct bundle_installation    from;
    int64_t                       have;
};

static struct err *
take_piece(struct cx *cx, int fd, struct piece_in *p)
{
    struct bundle_piece said = { p->hash, p->piece->from, p->piece->sha256 };
    struct sha          sha;

    TRY(bundle_expect(cx, fd, &p->file, &p->from));
    if (!bundle_piece_is(cx->arena, &said, p->file.key, p->piece->signature))
        return forged(cx);
    p->have = have_of(fd);
    struct piece_fit fit = piece_fit(p->have, p->file.total, p->piece->from, p->piece->n);

    if (fit.kind == PIECE_KNOWN)
        return NULL;
    if (fit.kind != PIECE_ADDS)
        return gap(cx, p->have);
    sha_begin(&sha);
    TRY(vault_write(cx, fd, (struct vault_piece){ .from = p->piece->fd, .skip = fit.skip,
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
bundle_arrive_piece(struct cx *cx, struct str hash, const struct bundle_arriving *piece,
                    struct bundle_arrived *s)
{
    struct piece_in p = { .piece = piece, .hash = hash };

    if (!bundle_is_hash(hash))
        return bundle_unknown(cx);
    TRY(take_held(cx, &p));
    return state_of(cx, &(struct arrived){ &p.file, &p.from }, p.have, s);
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
