/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* bundle.c — reading, the installation's own key, and a bundle of ours as a file again. */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/arena.h"
#include "city/bundle/bundle_part.h"
#include "city/bundle/bundle_sql.h"
#include "office/document/document_vault.h"
#include "site.h"

enum { CHUNK_BYTES = 256 << 10 };

/* ---- what facts tell ------------------------------------------------------------------------ */

const struct choice bundle_kinds_sent[] = {
    { "answers", N_("answers and evidence") },
    { "results", N_("results and findings") },
    { NULL, NULL },
};

#define OF(member, kind, ...) FIELD(struct bundle_fields, member, kind, __VA_ARGS__)

static const struct field told_fields[] = {
    OF(kind,         F_CHOICE, .choices = bundle_kinds_sent, .label = N_("What it carries")),
    OF(installation, F_TEXT, .max = 200, .label = N_("Installation")),
    OF(round,        F_TEXT, .max = 120, .label = N_("Evaluation")),
    OF(stage,        F_INT,  .max = 2,   .label = N_("Stage")),
    OF(nth,          F_INT,  .max = BUNDLE_NTH_MAX, .label = N_("Number of the sending")),
    OF(bytes,        F_INT,  .max = INT64_MAX, .label = N_("Bytes")),
    OF(sha256,       F_TEXT, .max = 64,  .label = N_("Hash")),
};
const struct form bundle_told_form = FORM(struct bundle_fields, told_fields);

struct str
bundle_by_post(const struct cx *cx)
{
    return cx->who && cx->who->post.post_id != 0 ? cx->who->post.title : S("");
}

struct scope
bundle_scope(struct str region)
{
    return (struct scope){ .region = region };
}

struct err *
bundle_tell(struct cx *cx, const struct bundle *b, enum journal_verb verb)
{
    enum bundle_kind     kind = BUNDLE_ANSWERS;
    struct bundle_fields after = { .installation = b->installation_name, .round = b->round,
        .stage = b->stage, .nth = b->nth, .bytes = b->bytes, .sha256 = b->sha256 };

    bundle_kind_read(b->kind, &kind);
    after.kind = (int32_t)kind;
    return journal_tell(cx, &(struct fact){ .verb = verb, .thing = BUNDLE_THING,
        .key = b->sha256, .scope = bundle_scope(b->region_code), .form = &bundle_told_form,
        .after = &after });
}

/* ---- refusals ------------------------------------------------------------------------------- */

struct err *
bundle_unknown(struct cx *cx)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_MISSING, .code = "bundle.unknown",
        .text = MSG("There is no such bundle, or it is not for your post."),
        .hint = MSG("The list of bundles shows those that are.") });
}

/* ---- the own key ---------------------------------------------------------------------------- */

struct err *
bundle_signer(struct cx *cx, struct secret_signer *signer)
{
    if (!cx->key)
        return err_of(cx->arena, (struct err){ .kind = ERR_BROKEN, .code = "bundle.no_key",
            .text = MSG("This installation has no key file, so it cannot sign."),
            .hint = MSG("Tell the administrator: put the key file back from where it is kept.") });
    struct secret_key key = secret_key_for(cx->key, "bundle");

    secret_signer_of(&key, signer);
    secret_forget(&key, sizeof key);
    return NULL;
}

struct err *
bundle_own_key(struct cx *cx, struct bundle_key *own)
{
    struct secret_signer signer;

    TRY(bundle_signer(cx, &signer));
    own->key = bundle_key_of(cx->arena, &signer);
    own->fingerprint = bundle_fingerprint(cx->arena, own->key);
    secret_forget(&signer, sizeof signer);
    return NULL;
}

/* ---- reading -------------------------------------------------------------------------------- */

struct err *
bundle_list_of(struct cx *cx, int64_t after, struct bundle_set *set)
{
    TRY(bundle_list(cx, reach_of(cx, MAY_READ_WORK), BUNDLE_PAGE + 1, after, &set->row,
                    &set->n));
    set->more = set->n > BUNDLE_PAGE;
    if (set->more)
        set->n = BUNDLE_PAGE;
    return NULL;
}

struct err *
bundle_arrivals_of(struct cx *cx, struct bundle_arrival_set *set)
{
    return bundle_arrivals(cx, reach_of(cx, MAY_READ_WORK), &set->row, &set->n);
}

struct err *
bundle_get(struct cx *cx, struct str hash, struct bundle *b)
{
    bool found;

    TRY(bundle_by_hash(cx, reach_of(cx, MAY_READ_WORK), hash, true, b, &found));
    if (!found)
        TRY(bundle_by_hash(cx, reach_of(cx, MAY_READ_WORK), hash, false, b, &found));
    return found ? NULL : bundle_unknown(cx);
}

struct err *
bundle_head_of(struct cx *cx, const struct bundle *b, struct bundle_head *head)
{
    return bundle_head_read(cx->arena, b->head, head);
}

struct err *
bundle_parts_of(struct cx *cx, const struct bundle *b, struct bundle_part_row **part, size_t *n)
{
    return bundle_parts(cx, b->id, part, n);
}

struct err *
bundle_differences_of(struct cx *cx, const struct bundle *b, struct bundle_differences *d)
{
    struct bundle_head *is = NEW(cx->arena, struct bundle_head);
    struct bundle_head *was = NEW(cx->arena, struct bundle_head);
    struct bundle       last;
    bool                found;

    TRY(bundle_head_of(cx, b, is));
    TRY(bundle_last(cx, &(struct bundle_last_in){ .is_ours = b->is_ours,
        .public_key = b->public_key, .kind = b->kind, .round = b->round,
        .region_code = b->region_code, .stage = b->stage, .before = b->nth }, &last, &found));
    if (found)
        TRY(bundle_head_of(cx, &last, was));
    bundle_compare(cx->arena, found ? was : NULL, is, d);
    return NULL;
}

struct str
bundle_file_name(struct arena *a, const struct bundle *b)
{
    return str_fmt(a, "%.*s-%.*s-%.*s-%lld-%lld.guyub", TEXT(b->region_code), TEXT(b->round),
                   TEXT(b->kind), (long long)b->stage, (long long)b->nth);
}

/* ---- as a file ------------------------------------------------------------------------------ */

static void
end_fd(void *fd)
{
    close(*(const int *)fd);
}

static struct err *
disk(struct cx *cx, int errnum)
{
    return err_errno(cx->arena, "bundle.write", MSG("The bundle could not be read or written."),
                     errnum);
}

struct err *
bundle_scratch(struct cx *cx, int *fd)
{
    struct vault_hold hold;
    void            **place = arena_owns(cx->arena, end_fd);
    int              *owned = NEW(cx->arena, int);

    TRY(vault_hold(cx, &hold));                 /* makes the folder too */
    vault_release(&hold);
    *fd = open(str_z(cx->arena, cx->site->vault), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (*fd < 0)
        return disk(cx, errno);
    *owned = *fd;
    *place = owned;
    return NULL;
}

struct err *
bundle_write(struct cx *cx, int fd, struct str s)
{
    while (s.n > 0) {
        ssize_t n = write(fd, s.p, s.n);

        if (n < 0 && errno != EINTR)
            return disk(cx, errno);
        if (n > 0)
            s = str_part(s, (size_t)n, s.n);
    }
    return NULL;
}

static struct err *
write_file(struct cx *cx, int to, struct str sha256, char *chunk)
{
    size_t  mark = arena_mark(cx->arena);
    int64_t at = 0;
    ssize_t n;
    int     from;

    TRY(vault_open(cx, sha256, &from));
    while ((n = pread(from, chunk, CHUNK_BYTES, (off_t)at)) > 0) {
        TRY(bundle_write(cx, to, (struct str){ chunk, (size_t)n }));
        at += n;
    }
    if (n < 0)
        return disk(cx, errno);
    arena_back(cx->arena, mark);
    return NULL;
}

static struct err *
write_parts(struct cx *cx, const struct bundle *b, int to)
{
    char                   *chunk = NEWS(cx->arena, char, CHUNK_BYTES);
    struct bundle_part_row *part;
    size_t                  n;

    TRY(bundle_parts_of(cx, b, &part, &n));
    for (size_t i = 0; i < n; i++)
        TRY(str_is_known(part[i].text) ? bundle_write(cx, to, part[i].text)
                                       : write_file(cx, to, part[i].sha256, chunk));
    return NULL;
}

/* What leaves the house is read back: on a stick nobody can ask for it again. */
static struct err *
check_made(struct cx *cx, int fd)
{
    struct bundle_file f;

    TRY(bundle_file_open(cx->arena, fd, &f));
    TRY(bundle_file_head(cx->arena, &f));
    return bundle_file_check(cx->arena, &f);
}

struct err *
bundle_make(struct cx *cx, const struct bundle *b, int *fd)
{
    struct bundle_head head;

    TRY(bundle_head_of(cx, b, &head));
    TRY(bundle_scratch(cx, fd));
    TRY(bundle_write(cx, *fd, bundle_lead_of(cx->arena, head.from, b->signature, b->head)));
    TRY(write_parts(cx, b, *fd));
    return check_made(cx, *fd);
}

struct err *
bundle_receipt_make(struct cx *cx, const struct bundle *b, int *fd)
{
    struct bundle_receipt r;
    struct bundle_head    head;
    bool                  found;

    TRY(bundle_receipt_of(cx, b->id, &r, &found));
    if (!found)
        return err_of(cx->arena, (struct err){ .kind = ERR_MISSING, .code = "bundle.no_receipt",
            .text = MSG("There is no receipt of this bundle yet."),
            .hint = MSG("It comes when the other side has taken the bundle.") });
    TRY(bundle_head_read(cx->arena, r.head, &head));
    TRY(bundle_scratch(cx, fd));
    TRY(bundle_write(cx, *fd, bundle_lead_of(cx->arena, head.from, r.signature, r.head)));
    return check_made(cx, *fd);
}
