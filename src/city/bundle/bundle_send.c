/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* bundle_send.c — what stands there now is frozen under a signature, with the next number. */
#include <stdlib.h>

#include "base/arena.h"
#include "city/bundle/bundle_part.h"
#include "city/bundle/bundle_sql.h"
#include "store/store.h"

struct sending {
    const struct bundle_new   *new;
    struct bundle_installation to;
    struct bundle_sources      source;
    struct bundle_head         head;
    struct secret_signer       signer;
    struct bundle             *sent;        /* what came of it */
    bool                      *is_again;
};

static struct err *
no_way(struct cx *cx, const struct bundle_installation *to)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "bundle.direction",
        .text = MSG("{0} does not get this.", to->name),
        .hint = MSG("Answers go to the installation of the nation, results to the one of the "
                    "region."), .where = S("to") });
}

/* ---- the head ------------------------------------------------------------------------------- */

static int
by_name(const void *a, const void *b)
{
    const struct bundle_source *x = a, *y = b;

    return str_cmp(x->part.name, y->part.name);
}

static struct err *
find_last(struct cx *cx, const struct sending *s, struct bundle *last, bool *found)
{
    return bundle_last(cx, &(struct bundle_last_in){ .is_ours = true,
        .public_key = s->to.public_key, .kind = bundle_kind_word(s->new->kind),
        .round = s->new->round, .region_code = s->new->region, .stage = s->new->stage,
        .before = INT64_MAX }, last, found);
}

static void
fill_head(struct cx *cx, struct sending *s, const struct bundle *last)
{
    const struct bundle_new *new = s->new;
    struct bundle_part      *part = NEWS(cx->arena, struct bundle_part, s->source.n + 1);

    qsort(s->source.row, s->source.n, sizeof *s->source.row, by_name);
    for (size_t i = 0; i < s->source.n; i++)
        part[i] = s->source.row[i].part;
    s->head = (struct bundle_head){ .kind = new->kind,
        .from = bundle_key_of(cx->arena, &s->signer), .to = s->to.public_key,
        .round = new->round, .region = new->region, .stage = new->stage,
        .nth = last ? last->nth + 1 : 1, .at = cx->now_s,
        .before = last ? last->sha256 : S(""), .about = S(""), .part = part, .n = s->source.n };
}

static struct err *
is_as_last(struct cx *cx, const struct sending *s, const struct bundle *last, bool *is)
{
    struct bundle_head        was;
    struct bundle_differences d;

    TRY(bundle_head_of(cx, last, &was));
    bundle_compare(cx->arena, &was, &s->head, &d);
    *is = d.n_of[BUNDLE_KEPT] == d.n;
    return NULL;
}

/* ---- the rows ------------------------------------------------------------------------------- */

static struct err *
put(struct cx *cx, struct sending *s, struct str text, struct str hash)
{
    struct str       signature = bundle_sign(cx->arena, &s->signer, text);
    struct str       lead = bundle_lead_of(cx->arena, s->head.from, signature, text);
    struct bundle_id id;

    TRY(bundle_put(cx, &(struct bundle_put_in){ .sha256 = hash, .is_ours = true,
        .kind = bundle_kind_word(s->head.kind), .installation_id = s->to.id,
        .round = s->head.round, .region_code = s->head.region, .stage = s->head.stage,
        .nth = s->head.nth, .head = text, .at = cx->now_s, .done_at = KNOWN(cx->now_s),
        .bytes = (int64_t)lead.n + bundle_parts_bytes(&s->head),
        .signature = signature, .by_post = bundle_by_post(cx) }, &id));
    for (size_t i = 0; i < s->source.n; i++)
        TRY(bundle_part_put(cx, &(struct bundle_part_put_in){ .bundle_id = id,
            .nth = (int64_t)i, .name = s->source.row[i].part.name,
            .sha256 = s->source.row[i].part.sha256, .text = s->source.row[i].text }, NULL));
    return NULL;
}

/* What is signed must be what is read: a head that another would refuse is not sent. */
static struct err *
send_new(struct cx *cx, struct sending *s)
{
    struct str         text = bundle_head_write(cx->arena, &s->head);
    struct bundle_head again;

    TRY(bundle_head_read(cx->arena, text, &again));
    struct str hash = bundle_hash_of(cx->arena, text);
    bool       found;

    TRY(put(cx, s, text, hash));
    TRY(bundle_of_ours(cx, hash, s->sent, &found));
    return bundle_tell(cx, s->sent, JOURNAL_EXPORTED);
}

static struct err *
send_once(struct cx *cx, void *arg)
{
    struct sending *s = arg;
    struct bundle   last;
    bool            found;
    const struct bundle_content *content;

    s->source = (struct bundle_sources){ .n = 0 };
    TRY(bundle_must_send(cx, s->new->kind, s->new->region));
    TRY(bundle_installation_get(cx, s->new->to, &s->to));
    if (!bundle_may_get(s->new->kind, s->to.region_code, s->new->region))
        return no_way(cx, &s->to);
    TRY(bundle_content_of(cx, s->new->kind, &content));
    TRY(content->gather(cx, s->new, &s->source));
    TRY(find_last(cx, s, &last, &found));
    fill_head(cx, s, found ? &last : NULL);
    *s->is_again = false;
    if (found)
        TRY(is_as_last(cx, s, &last, s->is_again));
    if (!*s->is_again)
        return send_new(cx, s);
    *s->sent = last;
    return NULL;
}

struct err *
bundle_send(struct cx *cx, const struct bundle_new *new, struct bundle *sent, bool *is_again)
{
    struct sending s = { .new = new, .sent = sent, .is_again = is_again };

    TRY(bundle_signer(cx, &s.signer));
    struct err *e = store_change(cx, "bundle_send", send_once, &s);

    secret_forget(&s.signer, sizeof s.signer);
    return e;
}
