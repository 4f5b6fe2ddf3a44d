/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* document.c — reading: who sees a document, its copies, the list. */
#include "office/document/document.h"

#include <assert.h>

#include "base/arena.h"
#include "office/document/document_part.h"
#include "office/document/document_sql.h"
#include "office/document/document_vault.h"

struct scope
document_scope(const struct document *d)
{
    return (struct scope){ .region = d->region_code, .org = d->org_id.n };
}

struct document_reader
document_reader_of(const struct cx *cx, struct scope scope)
{
    bool works = may(cx, MAY_READ_WORK, scope);

    return (struct document_reader){
        .works = works,
        .is_of_owner = works && cx->who && cx->who->post.scope.org == scope.org,
        .reads_restricted = may(cx, MAY_READ_RESTRICTED, scope),
    };
}

struct err *
document_unknown(struct cx *cx, struct str code)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_MISSING, .code = "document.unknown",
        .text = MSG("There is no document {0} that you may see.", code),
        .hint = MSG("Sign in, or act in the post that works with it; it is in the list then."),
        .where = S("code") });
}

/* The check in the database keeps other words out. */
static enum sensitivity
sensitivity_in(struct str word)
{
    enum sensitivity s = SENSITIVITY_RESTRICTED;
    bool             known = sensitivity_of(word, &s);

    assert(known);
    return s;
}

struct err *
document_get(struct cx *cx, struct str code, struct document *d)
{
    bool found;

    TRY(document_by_code(cx, code, d, &found));
    if (!found)
        return document_unknown(cx, code);
    struct scope     scope = document_scope(d);
    enum sensitivity s = sensitivity_in(d->sensitivity);

    if (!document_is_seen(s, document_reader_of(cx, scope)))
        return document_unknown(cx, code);
    if (s == SENSITIVITY_RESTRICTED)
        journal_read(cx, "document", d->code, scope, (struct subject_id){ 0 });
    return NULL;
}

struct err *
document_copies_of(struct cx *cx, const struct document *d, struct document_copies *copies)
{
    return document_copies(cx, d->id, &copies->row, &copies->n);
}

struct err *
document_cites_to(struct cx *cx, const struct document *d, struct document_cites *cites)
{
    return document_cites(cx, d->id, &cites->row, &cites->n);
}

struct err *
document_open(struct cx *cx, const struct document *d, int64_t nth, struct document_copy *copy,
              int *fd)
{
    bool found;

    TRY(document_copy_at(cx, d->id, nth, copy, &found));
    if (!found)
        return err_of(cx->arena, (struct err){
            .kind = ERR_MISSING, .code = "document.copy_unknown",
            .text = MSG("There is no such copy of {0}.", d->title),
            .hint = MSG("Its page lists the copies that there are.") });
    return vault_open(cx, copy->sha256, fd);
}

void
document_taken(struct cx *cx, const struct document *d)
{
    if (sensitivity_in(d->sensitivity) == SENSITIVITY_RESTRICTED)
        journal_exported(cx, "document", d->code, document_scope(d), (struct subject_id){ 0 });
}

/* ---- the list ------------------------------------------------------------------------------- */

/* Of restricted ones: a post of one organisation sees that one's, others where they may. */
static struct reach
reach_of_restricted(const struct cx *cx)
{
    bool of_org = cx->who && cx->who->kind == WHO_PERSON && cx->who->post.scope.org != 0;

    return reach_of(cx, of_org ? MAY_READ_WORK : MAY_READ_RESTRICTED);
}

struct err *
document_list_of(struct cx *cx, struct document_filter f, struct document_set *set)
{
    struct reach work = reach_of(cx, MAY_READ_WORK), full = reach_of_restricted(cx);
    int64_t      most = f.most > 0 && f.most <= DOCUMENT_PAGE_MAX ? f.most : DOCUMENT_PAGE;

    TRY(document_list(cx, &(struct document_list_in){
        .work_low = work.low, .work_high = work.high, .work_org = work.org,
        .full_low = full.low, .full_high = full.high, .full_org = full.org, .org = f.org,
        .before = f.before.year ? date_iso(cx->arena, f.before) : S(""),
        .after = f.after > 0 ? f.after : 0, .most = most + 1 }, &set->row, &set->n));
    set->more = set->n > (size_t)most;
    set->n -= set->more;
    return NULL;
}
