/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* document_arrival.c — files that come in pieces: what is there, what is added, the end. */
#include <assert.h>
#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/secret.h"
#include "base/sha.h"
#include "office/document/document_part.h"
#include "office/document/document_sql.h"
#include "office/document/document_vault.h"
#include "store/store.h"

static struct err *
arrival_unknown(struct cx *cx)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_MISSING, .code = "arrival.unknown",
        .text = MSG("This upload is not known here, or it is over."),
        .hint = MSG("Choose the file again; it then begins anew.") });
}

static int64_t
account_of(const struct cx *cx)
{
    return cx->who ? cx->who->account_id : 0;
}

static struct str
state_of(const struct sha *sha)
{
    return (struct str){ (const char *)sha->state, SHA_STATE_BYTES };
}

void
arrival_sha(const struct document_arrival *arrival, struct sha *sha)
{
    assert(arrival->sha.n == SHA_STATE_BYTES);
    memcpy(sha->state, arrival->sha.p, SHA_STATE_BYTES);
}

struct err *
arrival_begin(struct cx *cx, const struct arrival_new *new, struct document_arrival *arrival)
{
    struct sha   sha = { .state = { 0 } };
    struct org   org;
    struct scope scope;

    TRY(document_owner(cx, new->org, &org, &scope));
    TRY(document_size_fault(cx, new->total));
    sha_begin(&sha);
    struct str code = secret_code(cx->arena, 4);

    TRY(document_arrival_put(cx, &(struct document_arrival_put_in){
        .code = code, .region_code = scope.region, .org_id = org.id,
        .account_id = account_of(cx), .name = document_name_of(new->name), .total = new->total,
        .sha = state_of(&sha), .expires_at = cx->now_s + ARRIVAL_KEPT_S }, NULL));
    return arrival_get(cx, code, arrival);
}

struct err *
arrival_get(struct cx *cx, struct str code, struct document_arrival *arrival)
{
    bool found;

    TRY(document_arrival_by_code(cx, reach_of(cx, MAY_ADD_DOCUMENT), code, account_of(cx),
                                 cx->now_s, arrival, &found));
    return found ? NULL : arrival_unknown(cx);
}

/* ---- whole at once -------------------------------------------------------------------------- */

/* Sent again while the first one is being looked at, it is there already. */
struct err *
arrival_of_file(struct cx *cx, const struct arrival_whole *whole)
{
    struct document_arrival arrival;
    struct org              org;
    struct scope            scope;

    if (!arrival_get(cx, whole->code, &arrival))
        return NULL;
    TRY(document_owner(cx, whole->org, &org, &scope));
    TRY(document_size_fault(cx, whole->bytes));
    TRY(vault_arrived(cx, whole->code, whole->fd));
    return document_arrival_put(cx, &(struct document_arrival_put_in){
        .code = whole->code, .region_code = scope.region, .org_id = org.id,
        .account_id = account_of(cx), .name = document_name_of(whole->name),
        .total = whole->bytes, .have = whole->bytes, .sha = state_of(whole->sha),
        .expires_at = cx->now_s + ARRIVAL_KEPT_S }, NULL);
}

struct err *
arrival_asked(struct cx *cx, struct str code, int64_t job_id)
{
    int64_t n;

    TRY(document_arrival_asked(cx, reach_of(cx, MAY_ADD_DOCUMENT), KNOWN(job_id),
                               cx->now_s + ARRIVAL_KEPT_S, code, account_of(cx), &n));
    return n == 1 ? NULL : arrival_unknown(cx);
}

/* ---- a piece -------------------------------------------------------------------------------- */

static struct err *
refuse(struct cx *cx, const struct document_arrival *arrival, enum piece_kind kind)
{
    if (kind == PIECE_BEYOND)
        return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "arrival.beyond",
            .text = MSG("This piece does not belong to the file that was announced."),
            .hint = MSG("Choose the file again; it then begins anew."), .where = S("from") });
    return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "arrival.gap",
        .text = MSG("Something is missing before this piece."),
        .detail = MSG("The upload goes on from byte {0}.",
                      str_int(cx->arena, arrival->have)),
        .where = S("from") });
}

static bool
has_ended(const struct document_arrival *arrival)
{
    return str_is_known(arrival->document_code);
}

static struct err *
grow(struct cx *cx, struct document_arrival *arrival, int64_t have, const struct sha *sha)
{
    struct document_arrival_grow_in in = {
        .have = have, .sha = state_of(sha), .expires_at = cx->now_s + ARRIVAL_KEPT_S,
        .id = arrival->id, .was = arrival->have };
    int64_t n;

    TRY(document_arrival_grow(cx, reach_of(cx, MAY_ADD_DOCUMENT), &in, &n));
    if (n == 0)                         /* it ended meanwhile: the file is locked otherwise */
        return arrival_unknown(cx);
    arrival->have = have;
    arrival->sha = str_copy(cx->arena, in.sha);
    arrival->expires_at = in.expires_at;
    return NULL;
}

/* The bytes are on the disk before the row counts them; what a crash left behind them is written
 * over. Asked again while it is held, since two may send the same piece at once. */
static struct err *
take_held(struct cx *cx, struct str code, int fd, const struct piece *piece,
          struct document_arrival *arrival)
{
    struct sha sha;

    TRY(arrival_get(cx, code, arrival));
    struct piece_fit fit = piece_fit(arrival->have, arrival->total, piece->from, piece->n);

    if (fit.kind == PIECE_KNOWN)
        return NULL;
    if (fit.kind != PIECE_ADDS)
        return refuse(cx, arrival, fit.kind);
    arrival_sha(arrival, &sha);
    TRY(vault_write(cx, fd, (struct vault_piece){ .from = piece->fd, .skip = fit.skip,
        .n = fit.take, .at = arrival->have }, &sha));
    return grow(cx, arrival, arrival->have + fit.take, &sha);
}

struct err *
arrival_take(struct cx *cx, struct str code, struct piece piece, struct document_arrival *arrival)
{
    struct vault_hold hold;

    TRY(arrival_get(cx, code, arrival));
    if (has_ended(arrival))             /* a piece that was sent again, after all of it */
        return NULL;
    TRY(vault_arriving(cx, code, &hold));
    struct err *e = take_held(cx, code, hold.fd, &piece, arrival);

    vault_release(&hold);
    return e;
}

/* ---- the end -------------------------------------------------------------------------------- */

static struct err *
twice(struct cx *cx)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "arrival.twice",
        .text = MSG("This form was sent twice at once."),
        .hint = MSG("Look into the list: it was taken once.") });
}

struct err *
arrival_finish(struct cx *cx, struct str code, struct document_arrival *arrival,
               struct vault_hold *hold)
{
    struct stat st;

    TRY(arrival_get(cx, code, arrival));
    if (has_ended(arrival))
        return twice(cx);
    if (arrival->have < arrival->total)
        return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "arrival.short",
            .text = MSG("The file is not here whole yet."),
            .detail = MSG("The upload goes on from byte {0}.",
                          str_int(cx->arena, arrival->have)) });
    TRY(vault_arriving(cx, code, hold));
    if (fstat(hold->fd, &st) == 0 && st.st_size == arrival->total)
        return NULL;
    return arrival_unknown(cx);
}

struct err *
arrival_done(struct cx *cx, const struct document_arrival *arrival, struct str document)
{
    int64_t n;

    TRY(document_arrival_done(cx, reach_of(cx, MAY_ADD_DOCUMENT), document, arrival->id, &n));
    return n == 1 ? NULL : twice(cx);
}

struct err *
arrival_once(struct cx *cx, struct str once, struct scope scope, struct str document)
{
    int64_t n;

    TRY(document_arrival_once(cx, &(struct document_arrival_once_in){
        .code = once, .region_code = scope.region, .org_id = { scope.org },
        .account_id = account_of(cx), .sha = S(""), .expires_at = cx->now_s + ARRIVAL_KEPT_S,
        .document_code = document }, &n));
    return n == 1 ? NULL : twice(cx);
}

struct err *
arrival_made(struct cx *cx, const struct document_source *source, struct str *document)
{
    struct str code = str_is_known(source->arrival) ? source->arrival : source->once;
    struct document_arrival_end end;
    bool   found = false;

    *document = (struct str){ NULL, 0 };
    if (str_is_known(code))
        TRY(document_arrival_made(cx, code, account_of(cx), &end, &found));
    if (found)
        *document = end.document_code;
    return NULL;
}

/* ---- not wanted any more -------------------------------------------------------------------- */

struct err *
arrival_stop(struct cx *cx, struct str code)
{
    struct document_arrival arrival;
    struct vault_hold       hold;
    int64_t                 n;

    TRY(arrival_get(cx, code, &arrival));
    if (has_ended(&arrival))
        return arrival_unknown(cx);
    TRY(vault_arriving(cx, code, &hold));
    struct err *e = document_arrival_drop(cx, reach_of(cx, MAY_ADD_DOCUMENT), arrival.id, &n);

    if (!e && n == 1)
        vault_forget(cx, arrival.code);
    vault_release(&hold);
    return e;
}
