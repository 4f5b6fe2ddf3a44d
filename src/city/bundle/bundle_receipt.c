/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* bundle_receipt.c — a receipt is a small bundle without parts that names the hash of another. */
#include "base/arena.h"
#include "city/bundle/bundle_part.h"
#include "city/bundle/bundle_sql.h"
#include "store/store.h"

static struct err *
sign(struct cx *cx, const struct bundle_head *head, struct str *text, struct str *signature)
{
    struct secret_signer signer;

    TRY(bundle_signer(cx, &signer));
    *text = bundle_head_write(cx->arena, head);
    *signature = bundle_sign(cx->arena, &signer, *text);
    secret_forget(&signer, sizeof signer);
    return NULL;
}

struct err *
bundle_receipt_give(struct cx *cx, const struct bundle *b)
{
    struct bundle_key own;
    struct str        text = { NULL, 0 }, signature = { NULL, 0 };
    struct bundle_head head = { .kind = BUNDLE_RECEIPT, .to = b->public_key, .round = b->round,
        .region = b->region_code, .stage = b->stage, .nth = b->nth, .at = cx->now_s,
        .before = S(""), .about = b->sha256 };

    TRY(bundle_own_key(cx, &own));
    head.from = own.key;
    TRY(sign(cx, &head, &text, &signature));
    return bundle_receipt_put(cx, &(struct bundle_receipt_put_in){ .bundle_id = b->id,
        .sha256 = bundle_hash_of(cx->arena, text), .head = text, .signature = signature,
        .at = cx->now_s }, NULL);
}

/* ---- one that came -------------------------------------------------------------------------- */

struct coming {
    const struct bundle_file         *file;
    const struct bundle_installation *from;
    struct bundle_taken              *taken;
};

static struct err *
about_nothing(struct cx *cx)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "bundle.about",
        .text = MSG("This receipt is about a bundle that was not sent from here to there."),
        .hint = MSG("Look whether it is for another installation."), .where = S("file") });
}

static struct err *
take_once(struct cx *cx, void *arg)
{
    const struct coming *c = arg;
    const struct bundle_head *head = &c->file->head;
    enum bundle_kind          kind = BUNDLE_ANSWERS;
    struct bundle             b;
    bool                      found;
    int64_t                   n;

    TRY(bundle_of_ours(cx, head->about, &b, &found));
    if (!found || !str_eq(b.public_key, c->from->public_key))
        return about_nothing(cx);
    bundle_kind_read(b.kind, &kind);
    TRY(bundle_must_send(cx, kind, b.region_code));
    TRY(bundle_receipt_put(cx, &(struct bundle_receipt_put_in){ .bundle_id = b.id,
        .sha256 = c->file->hash, .head = c->file->text, .signature = c->file->signature,
        .at = head->at }, &n));
    *c->taken = (struct bundle_taken){ BUNDLE_RECEIPT, b.sha256, n == 0 };
    return n > 0 ? bundle_tell(cx, &b, JOURNAL_DONE) : NULL;
}

struct err *
bundle_receipt_take(struct cx *cx, const struct bundle_file *f,
                    const struct bundle_installation *from, struct bundle_taken *taken)
{
    return store_change(cx, "bundle_receipt_take", take_once,
                        &(struct coming){ f, from, taken });
}
