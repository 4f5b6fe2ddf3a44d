/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* document_add.c — a new document, and a newer copy of one: first the bytes, then the rows. */
#include <errno.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/secret.h"
#include "base/sha.h"
#include "office/document/document_part.h"
#include "office/document/document_sql.h"
#include "office/document/document_vault.h"
#include "paper/content.h"
#include "store/store.h"

/* ---- what facts tell ------------------------------------------------------------------------ */

#define OF(member, kind, ...) FIELD(struct document_fields, member, kind, __VA_ARGS__)

static const struct field told_fields[] = {
    OF(title,       F_TEXT,   .max = 200, .label = N_("Title of the document")),
    OF(org,         F_TEXT,   .max = 60,  .label = N_("Organisation (code)")),
    OF(sensitivity, F_CHOICE, .choices = sensitivities, .label = N_("Who may see it")),
    OF(valid_from,  F_DATE,   .label = N_("Holds from")),
    OF(valid_to,    F_DATE,   .label = N_("Holds until (the last day)")),
    OF(name,        F_TEXT,   .max = 200, .label = N_("File")),
    OF(type,        F_TEXT,   .max = 200, .label = N_("Type by content")),
    OF(sha256,      F_TEXT,   .max = 64,  .label = N_("SHA-256")),
    OF(bytes,       F_INT,    .max = DOCUMENT_BYTES_MAX, .label = N_("Bytes")),
};
const struct form document_told_form = FORM(struct document_fields, told_fields);

struct document_fields
document_fields_of(const struct document *d)
{
    enum sensitivity s = SENSITIVITY_RESTRICTED;

    sensitivity_of(d->sensitivity, &s);
    return (struct document_fields){
        .title = d->title, .org = d->org_code, .sensitivity = (int32_t)s,
        .valid_from = date_of_iso(d->valid_from), .valid_to = date_of_iso(d->valid_to),
        .name = d->name, .type = d->type, .sha256 = d->sha256, .bytes = d->bytes };
}

/* ---- what is asked before ------------------------------------------------------------------- */

struct err *
document_owner(struct cx *cx, struct str org_code, struct org *org, struct scope *scope)
{
    TRY(must_somewhere(cx, MAY_ADD_DOCUMENT));
    TRY(org_get(cx, org_code, org));
    *scope = (struct scope){ .region = str_is_known(org->region_code) ? org->region_code : S(""),
                             .org = org->id.n };
    return must(cx, MAY_ADD_DOCUMENT, *scope);
}

struct err *
document_size_fault(struct cx *cx, int64_t bytes)
{
    if (bytes <= 0)
        return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "document.empty",
            .text = MSG("Choose a file that is not empty."), .where = S("file") });
    if (bytes > DOCUMENT_BYTES_MAX)
        return err_of(cx->arena, (struct err){ .kind = ERR_TOO_LARGE, .code = "document.large",
            .text = MSG("This file is larger than 2 GB."),
            .hint = MSG("Send it in parts, or make a smaller one: a film in less detail."),
            .where = S("file") });
    return NULL;
}

struct err *
document_check_dates(struct cx *cx, struct date from, struct date to)
{
    if (from.year == 0 || to.year == 0 || date_cmp(from, to) <= 0)
        return NULL;
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "document.order",
        .text = MSG("The last day on which it holds is before the first."),
        .where = S("valid_to") });
}

/* ---- the bytes ------------------------------------------------------------------------------ */

struct intake {
    const struct document_source *source;
    struct vault_file file;
    struct str        name, type;
    struct document_arrival arrival;        /* id 0: none */
    struct vault_hold hold, arriving;
};

static struct err *
take_fd(struct cx *cx, const struct document_source *source, struct intake *in)
{
    struct stat  st;
    enum content content;

    if (fstat(source->fd, &st) != 0)
        return err_errno(cx->arena, "document.file", MSG("The file cannot be read."), errno);
    TRY(document_size_fault(cx, st.st_size));
    in->name = document_name_of(source->name);
    TRY(content_of(cx->arena, source->fd, in->name, &content));
    in->type = content_type(content);
    if (!str_is_known(source->sha256))
        return vault_put(cx, source->fd, &in->file);
    in->file = (struct vault_file){ .sha256 = source->sha256, .bytes = st.st_size };
    return vault_adopt(cx, source->fd, &in->file);
}

static struct err *
take_arrival(struct cx *cx, struct str code, struct intake *in)
{
    struct sha   sha;
    enum content content;

    TRY(arrival_finish(cx, code, &in->arrival, &in->arriving));
    in->name = in->arrival.name;
    TRY(content_of(cx->arena, in->arriving.fd, in->name, &content));
    in->type = content_type(content);
    arrival_sha(&in->arrival, &sha);
    in->file = (struct vault_file){ .sha256 = sha_hex(&sha, cx->arena),
                                    .bytes = in->arrival.total };
    return vault_keep(cx, in->arrival.code, in->file.sha256);
}

/* Until the rows are committed nothing is swept. */
static struct err *
take(struct cx *cx, const struct document_source *source, struct intake *in)
{
    in->source = source;
    TRY(vault_hold(cx, &in->hold));
    return str_is_known(source->arrival) ? take_arrival(cx, source->arrival, in)
                                         : take_fd(cx, source, in);
}

static void
let_go(struct cx *cx, struct intake *in, const struct err *e)
{
    if (!e && in->arrival.id.n != 0)
        vault_forget(cx, in->arrival.code);
    vault_release(&in->arriving);
    vault_release(&in->hold);
}

static struct err *
put_copy(struct cx *cx, struct document_id id, int64_t nth, const struct intake *in)
{
    return document_copy_put(cx, &(struct document_copy_put_in){
        .document_id = id, .nth = nth, .sha256 = in->file.sha256, .bytes = in->file.bytes,
        .type = in->type, .name = in->name, .at = cx->now_s }, NULL);
}

/* What came of it is told if it comes again. */
static struct err *
remember(struct cx *cx, const struct intake *in, struct scope scope, struct str document)
{
    if (in->arrival.id.n != 0)
        return arrival_done(cx, &in->arrival, document);
    return str_is_known(in->source->once) ? arrival_once(cx, in->source->once, scope, document)
                                          : NULL;
}

/* Whoever sent it at the same time was faster: what came of that is the answer. */
static struct err *
or_made(struct cx *cx, const struct document_source *source, struct err *e, struct str *document)
{
    struct str made = { NULL, 0 };

    if (!e || e->kind != ERR_CONFLICT || arrival_made(cx, source, &made) || !str_is_known(made))
        return e;
    *document = made;
    return NULL;
}

/* ---- a new one ------------------------------------------------------------------------------ */

struct adding {
    const struct document_new *new;
    const struct intake       *in;
    struct org                 org;
    struct scope               scope;
    struct str                 code;
};

static struct str
iso_or_unknown(struct arena *a, struct date d)
{
    return d.year ? date_iso(a, d) : (struct str){ NULL, 0 };
}

static struct err *
tell_added(struct cx *cx, const struct adding *a)
{
    const struct document_new *n = a->new;
    struct document_fields after = {
        .title = n->title, .org = n->org, .sensitivity = (int32_t)n->sensitivity,
        .valid_from = n->valid_from, .valid_to = n->valid_to, .name = a->in->name,
        .type = a->in->type, .sha256 = a->in->file.sha256, .bytes = a->in->file.bytes };

    return journal_tell(cx, &(struct fact){ .verb = JOURNAL_ADDED, .thing = "document",
        .key = a->code, .scope = a->scope, .form = &document_told_form, .after = &after });
}

static struct err *
add_once(struct cx *cx, void *arg)
{
    struct adding             *a = arg;
    const struct document_new *n = a->new;
    struct document_id         id;

    TRY(must(cx, MAY_ADD_DOCUMENT, a->scope));
    TRY(document_put(cx, &(struct document_put_in){
        .code = a->code, .region_code = a->scope.region, .org_id = a->org.id, .title = n->title,
        .sensitivity = str_of(sensitivities[n->sensitivity].value),
        .valid_from = iso_or_unknown(cx->arena, n->valid_from),
        .valid_to = iso_or_unknown(cx->arena, n->valid_to), .added_at = cx->now_s }, &id));
    TRY(put_copy(cx, id, 1, a->in));
    TRY(remember(cx, a->in, a->scope, a->code));
    TRY(tell_added(cx, a));
    return n->then ? n->then(cx, a->code, n->arg) : NULL;
}

struct err *
document_add(struct cx *cx, const struct document_new *new, struct str *code)
{
    struct intake in = { .hold = { .fd = -1 } };
    struct adding a = { .new = new, .in = &in };

    TRY(arrival_made(cx, &new->source, code));
    if (str_is_known(*code))
        return NULL;
    TRY(document_owner(cx, new->org, &a.org, &a.scope));
    TRY(document_check_dates(cx, new->valid_from, new->valid_to));
    a.code = secret_code(cx->arena, 3);
    struct err *e = take(cx, &new->source, &in);

    if (!e)
        e = store_change(cx, "document_add", add_once, &a);
    let_go(cx, &in, e);
    *code = a.code;
    return or_made(cx, &new->source, e, code);
}

/* ---- a newer copy --------------------------------------------------------------------------- */

struct renewing { const struct document *was; const struct intake *in; };

static struct err *
changed_meanwhile(struct cx *cx, const struct document *d)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_CONFLICT, .code = "document.changed_meanwhile",
        .text = MSG("Meanwhile somebody else added a newer copy of {0}.", d->title),
        .hint = MSG("Look at it first; then add yours if it is still needed.") });
}

static struct err *
same(struct cx *cx, const struct document *d)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_CONFLICT, .code = "document.same",
        .text = MSG("This is the newest copy of {0} already, byte for byte.", d->title) });
}

static struct err *
renew_once(struct cx *cx, void *arg)
{
    const struct renewing *r = arg;
    struct document_fields before = document_fields_of(r->was), after = before;
    struct scope           scope = document_scope(r->was);
    int64_t                n;

    TRY(must(cx, MAY_ADD_DOCUMENT, scope));
    TRY(document_add_copy(cx, reach_of(cx, MAY_ADD_DOCUMENT), r->was->id, r->was->copies, &n));
    if (n == 0)
        return changed_meanwhile(cx, r->was);
    TRY(put_copy(cx, r->was->id, r->was->copies + 1, r->in));
    TRY(remember(cx, r->in, scope, r->was->code));
    TRY(document_cites_reopen(cx, cx->now_s, r->was->id, NULL));
    after.name = r->in->name;
    after.type = r->in->type;
    after.sha256 = r->in->file.sha256;
    after.bytes = r->in->file.bytes;
    return journal_tell(cx, &(struct fact){ .verb = JOURNAL_CHANGED, .thing = "document",
        .key = r->was->code, .scope = scope, .form = &document_told_form, .before = &before,
        .after = &after });
}

struct err *
document_renew(struct cx *cx, struct str code, const struct document_source *source)
{
    struct intake   in = { .hold = { .fd = -1 } };
    struct document was;
    struct str      made;

    TRY(document_get(cx, code, &was));
    TRY(must(cx, MAY_ADD_DOCUMENT, document_scope(&was)));
    TRY(arrival_made(cx, source, &made));
    if (str_eq(made, was.code))
        return NULL;
    struct err *e = take(cx, source, &in);

    if (!e && str_eq(in.file.sha256, was.sha256))
        e = same(cx, &was);
    if (!e)
        e = store_change(cx, "document_renew", renew_once, &(struct renewing){ &was, &in });
    let_go(cx, &in, e);
    return or_made(cx, source, e, &made);
}
