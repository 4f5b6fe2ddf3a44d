/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * bundle_take.c — a bundle that came: checked as a whole, then its files, then all else at once.
 *
 * Its row is there before the first file is a document, and each file's document and the mark that
 * it was taken are one change: who is stopped in the middle takes it again and goes on there.
 */
#include "base/arena.h"
#include "base/sha.h"
#include "city/bundle/bundle_part.h"
#include "city/bundle/bundle_sql.h"
#include "ground/org/org.h"
#include "office/document/document.h"
#include "store/store.h"

struct taking {
    struct bundle_file         file;
    struct bundle_installation from;
    struct bundle              b;
    struct bundle_evidences    evidence;
    struct bundle_got          got;
    const struct bundle_content *content;
    size_t                     part;        /* whose file is taken */
    bool                       is_again;
};

/* ---- whose it is ---------------------------------------------------------------------------- */

static struct err *
refuse(struct cx *cx, const char *code, struct msg text, struct msg hint)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = code, .text = text,
                                           .hint = hint, .where = S("file") });
}

static struct err *
stranger(struct cx *cx, const struct bundle_file *f)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "bundle.stranger",
        .text = MSG("This bundle is from an installation that is not trusted here."),
        .detail = MSG("The digits of its key are {0}.", bundle_fingerprint(cx->arena, f->key)),
        .hint = MSG("If you know whose it is, let an administrator call them, compare the digits "
                    "and enter the key on the page “Installations”."), .where = S("file") });
}

static struct err *
check_sender(struct cx *cx, struct taking *t)
{
    struct bundle_key own;
    bool              found;

    TRY(bundle_own_key(cx, &own));
    if (str_eq(own.key, t->file.key))
        return refuse(cx, "bundle.own", MSG("This bundle was sent from here."),
                      MSG("Give it to the other side."));
    TRY(bundle_installation_of_key(cx, t->file.key, &t->from, &found));
    if (!found)
        return stranger(cx, &t->file);
    if (t->from.ended_at.known)
        return refuse(cx, "bundle.ended", MSG("{0} is not trusted here any more.", t->from.name),
                      MSG("Ask the administrator why; the journal has the reason."));
    return NULL;
}

static struct err *
check_head(struct cx *cx, const struct taking *t)
{
    const struct bundle_head *head = &t->file.head;
    struct bundle_key         own;

    TRY(bundle_own_key(cx, &own));
    if (!str_eq(own.key, head->to))
        return refuse(cx, "bundle.other", MSG("This bundle is for another installation."),
                      MSG("The digits of the key that it is for are {0}. Ask the sender to choose "
                          "this installation.", bundle_fingerprint(cx->arena, head->to)));
    if (!bundle_may_bring(head->kind, t->from.region_code, head->region))
        return refuse(cx, "bundle.direction",
                      MSG("{0} may not bring this.", t->from.name),
                      MSG("It is about region {0}. An administrator says for each installation "
                          "whose answers it brings.", head->region));
    return NULL;
}

/* ---- what came before ----------------------------------------------------------------------- */

static struct err *
older(struct cx *cx, const struct bundle *last)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "bundle.older",
        .text = MSG("A newer bundle was taken already, or another of the same number."),
        .detail = MSG("The last one has the number {0} and the hash {1}.",
                      str_int(cx->arena, last->nth), last->sha256),
        .hint = MSG("Ask the sender for the newest one."), .where = S("file") });
}

static struct err *
find_last(struct cx *cx, const struct taking *t, struct bundle *last, bool *found)
{
    const struct bundle_head *head = &t->file.head;

    return bundle_last(cx, &(struct bundle_last_in){ .is_ours = false,
        .public_key = t->from.public_key, .kind = bundle_kind_word(head->kind),
        .round = head->round, .region_code = head->region, .stage = head->stage,
        .before = INT64_MAX }, last, found);
}

/* Its own row, if it was begun; `is_again`: and ended, even if a newer one came since. */
static struct err *
check_order(struct cx *cx, struct taking *t, bool *is_begun)
{
    struct bundle last;
    bool          found;

    *is_begun = false;
    TRY(bundle_taken_of(cx, t->file.hash, &t->b, &t->is_again));
    if (t->is_again)
        return NULL;
    TRY(find_last(cx, t, &last, &found));
    if (!found)
        return NULL;
    switch (bundle_order_of(last.nth, last.sha256, t->file.head.nth, t->file.hash)) {
    case BUNDLE_IS_NEW:
        return NULL;
    case BUNDLE_IS_SAME:
        t->b = last;
        *is_begun = true;
        return NULL;
    default:
        return older(cx, &last);
    }
}

/* ---- its row -------------------------------------------------------------------------------- */

/* The texts are kept; what is a file is named. */
static struct err *
put_parts(struct cx *cx, const struct taking *t, struct bundle_id id)
{
    for (size_t i = 0; i < t->file.head.n; i++) {
        const struct bundle_part *p = &t->file.head.part[i];
        struct str                text = { NULL, 0 };

        if (!bundle_part_is_file(p->name))
            TRY(bundle_file_text(cx->arena, &t->file, i, &text));
        TRY(bundle_part_put(cx, &(struct bundle_part_put_in){ .bundle_id = id,
            .nth = (int64_t)i, .name = p->name, .sha256 = p->sha256, .text = text }, NULL));
    }
    return NULL;
}

static struct err *
begin_once(struct cx *cx, void *arg)
{
    struct taking            *t = arg;
    const struct bundle_head *head = &t->file.head;
    struct bundle_id          id;
    bool                      is_begun, found;

    TRY(bundle_must_take(cx, head->kind, head->region));
    TRY(check_order(cx, t, &is_begun));
    if (is_begun || t->is_again)
        return NULL;
    TRY(bundle_put(cx, &(struct bundle_put_in){ .sha256 = t->file.hash,
        .kind = bundle_kind_word(head->kind), .installation_id = t->from.id,
        .round = head->round, .region_code = head->region, .stage = head->stage,
        .nth = head->nth, .bytes = t->file.bytes, .head = t->file.text,
        .signature = t->file.signature, .at = cx->now_s, .by_post = bundle_by_post(cx) }, &id));
    TRY(put_parts(cx, t, id));
    TRY(bundle_by_hash(cx, reach_of(cx, MAY_READ_WORK), t->file.hash, false, &t->b, &found));
    return found ? NULL : bundle_unknown(cx);
}

/* ---- its files ------------------------------------------------------------------------------ */

static struct err *
became(struct cx *cx, struct str code, void *arg)
{
    const struct taking *t = arg;

    return bundle_part_became(cx, code, t->b.id, (int64_t)t->part, NULL);
}

struct knowing { const struct taking *t; struct str code; };

static struct err *
known_once(struct cx *cx, void *arg)
{
    const struct knowing *k = arg;

    return bundle_part_became(cx, k->code, k->t->b.id, (int64_t)k->t->part, NULL);
}

/* A file may be cited more than once: the strictest of what its sender said of it holds. */
static const struct bundle_evidence *
evidence_of(const struct bundle_evidences *all, struct str sha256, enum sensitivity *strictest)
{
    const struct bundle_evidence *found = NULL;

    *strictest = SENSITIVITY_PUBLIC;
    for (size_t i = 0; i < all->n; i++) {
        enum sensitivity s = SENSITIVITY_RESTRICTED;

        if (!str_eq(all->row[i].sha256, sha256))
            continue;
        found = found ? found : &all->row[i];
        sensitivity_of(all->row[i].sensitivity, &s);
        *strictest = s > *strictest ? s : *strictest;
    }
    return found;
}

static struct err *
add_file(struct cx *cx, struct taking *t, const struct bundle_part *p)
{
    enum sensitivity              s;
    const struct bundle_evidence *e = evidence_of(&t->evidence, p->sha256, &s);
    struct document_new           new = { .title = p->title, .sensitivity = s, .then = became,
                                          .arg = t };
    struct str                    code;

    if (!e)
        return refuse(cx, "bundle.evidence", MSG("A file of this bundle is nobody's evidence."),
                      MSG("Ask the sender to make it anew with the newest version of Guyub."));
    TRY(bundle_evidence_org(cx, e, t->file.head.region, t->file.hash));
    new.org = e->org;
    new.title = e->title;
    if (e->valid_from.n > 0)
        new.valid_from = date_of_iso(e->valid_from);
    if (e->valid_to.n > 0)
        new.valid_to = date_of_iso(e->valid_to);
    new.source = (struct document_source){ .name = e->name, .sha256 = p->sha256 };
    TRY(bundle_scratch(cx, &new.source.fd));
    TRY(bundle_file_copy(cx->arena, &t->file, t->part, new.source.fd));
    return document_add(cx, &new, &code);
}

static struct err *
take_file(struct cx *cx, struct taking *t)
{
    const struct bundle_part   *p = &t->file.head.part[t->part];
    struct bundle_part_document was;
    bool                        found;

    TRY(bundle_part_known(cx, p->sha256, t->from.public_key, t->file.head.region, &was, &found));
    if (!found)
        return add_file(cx, t, p);
    return store_change(cx, "bundle_file_known", known_once,
                        &(struct knowing){ t, was.document_code });
}

static struct err *
take_files(struct cx *cx, struct taking *t)
{
    struct bundle_part_row *part;
    size_t                  n;

    TRY(bundle_parts_of(cx, &t->b, &part, &n));
    for (t->part = 0; t->part < n; t->part++) {
        size_t mark = arena_mark(cx->arena);

        if (!str_is_known(part[t->part].text) && !str_is_known(part[t->part].document_code))
            TRY(take_file(cx, t));
        arena_back(cx->arena, mark);
    }
    return NULL;
}

/* ---- the end -------------------------------------------------------------------------------- */

static struct err *
end_once(struct cx *cx, void *arg)
{
    struct taking *t = arg;
    size_t         n;
    int64_t        n_done;
    bool           is_begun;

    TRY(bundle_must_take(cx, t->file.head.kind, t->file.head.region));
    TRY(check_order(cx, t, &is_begun));
    if (t->is_again)
        return NULL;
    TRY(bundle_parts_of(cx, &t->b, &t->got.part, &n));
    TRY(t->content->take(cx, &t->got));
    TRY(bundle_done(cx, reach_of(cx, MAY_READ_WORK), KNOWN(cx->now_s), t->b.id, &n_done));
    TRY(bundle_receipt_give(cx, &t->b));
    return bundle_tell(cx, &t->b, JOURNAL_LOADED);
}

/* ---- all of it ------------------------------------------------------------------------------ */

/* The list of its files, if it has any. */
static struct err *
read_evidence(struct cx *cx, struct taking *t)
{
    struct str text;

    for (size_t i = 0; i < t->file.head.n; i++)
        if (str_eq(t->file.head.part[i].name, S(BUNDLE_EVIDENCE))) {
            TRY(bundle_file_text(cx->arena, &t->file, i, &text));
            return bundle_evidence_read(cx->arena, text, &t->evidence);
        }
    return NULL;
}

static struct err *
look(struct cx *cx, struct taking *t)
{
    const struct bundle_head *head = &t->file.head;
    struct bundle_part_row   *part = NEWS(cx->arena, struct bundle_part_row, head->n + 1);

    for (size_t i = 0; i < head->n; i++) {
        part[i] = (struct bundle_part_row){ .nth = (int64_t)i, .name = head->part[i].name,
                                            .sha256 = head->part[i].sha256 };
        if (!bundle_part_is_file(part[i].name))
            TRY(bundle_file_text(cx->arena, &t->file, i, &part[i].text));
    }
    t->got = (struct bundle_got){ &t->b, head, &t->from, part };
    return t->content->look(cx, &t->got);
}

static struct err *
take(struct cx *cx, struct taking *t)
{
    bool is_begun;

    TRY(bundle_must_take(cx, t->file.head.kind, t->file.head.region));
    TRY(bundle_content_of(cx, t->file.head.kind, &t->content));
    TRY(check_order(cx, t, &is_begun));
    if (t->is_again)
        return NULL;
    TRY(read_evidence(cx, t));
    TRY(look(cx, t));
    TRY(store_change(cx, "bundle_begin", begin_once, t));
    TRY(take_files(cx, t));
    return store_change(cx, "bundle_end", end_once, t);
}

/* What its first lines say, in the order in which it may be believed. */
static struct err *
read_lines(struct cx *cx, int fd, struct taking *t)
{
    TRY(bundle_file_open(cx->arena, fd, &t->file));
    TRY(check_sender(cx, t));
    TRY(bundle_file_head(cx->arena, &t->file));
    return check_head(cx, t);
}

struct err *
bundle_expect(struct cx *cx, int fd, struct bundle_file *f, struct bundle_installation *from)
{
    struct taking *t = NEW(cx->arena, struct taking);
    bool           is_begun;

    TRY(read_lines(cx, fd, t));
    TRY(check_order(cx, t, &is_begun));
    *f = t->file;
    *from = t->from;
    return NULL;
}

struct err *
bundle_take(struct cx *cx, int fd, struct bundle_taken *taken)
{
    struct taking *t = NEW(cx->arena, struct taking);

    TRY(read_lines(cx, fd, t));
    TRY(bundle_file_check(cx->arena, &t->file));
    if (t->file.head.kind == BUNDLE_RECEIPT)
        return bundle_receipt_take(cx, &t->file, &t->from, taken);
    TRY(take(cx, t));
    *taken = (struct bundle_taken){ t->file.head.kind, t->file.hash, t->is_again };
    return NULL;
}
