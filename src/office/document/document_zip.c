/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* document_zip.c — what asks for evidence, a ZIP that comes for it, what became of its files. */
#include "office/document/document_zip.h"

#include <assert.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/secret.h"
#include "base/sha.h"
#include "ground/job/job_text.h"
#include "module.h"
#include "office/document/document_part.h"
#include "office/document/document_sql.h"
#include "office/document/document_vault.h"
#include "office/document/document_zip_part.h"
#include "paper/zip_in.h"
#include "store/store.h"

/* ---- what asks ------------------------------------------------------------------------------ */

static const struct evidence_kind *
kind_of(const struct cx *cx, struct str thing)
{
    for (const struct module *const *m = cx->modules; m && *m; m++)
        for (size_t i = 0; i < (*m)->n_evidence; i++)
            if (str_eq(str_of((*m)->evidence[i].thing), thing))
                return &(*m)->evidence[i];
    return NULL;
}

struct err *
evidence_open(struct cx *cx, struct str thing, struct str key, struct evidence_wanted *wanted)
{
    const struct evidence_kind *kind = kind_of(cx, thing);

    *wanted = (struct evidence_wanted){ .n = 0 };
    if (kind)
        return kind->open(cx, key, wanted);
    return err_of(cx->arena, (struct err){ .kind = ERR_MISSING, .code = "zip.thing",
        .text = MSG("Nothing here asks for evidence by that name."),
        .hint = MSG("Go to the request, and take the link to send a ZIP from there.") });
}

bool
evidence_find(const struct evidence_wanted *wanted, struct str part, size_t *at)
{
    for (size_t i = 0; i < wanted->n; i++)
        if (str_eq(wanted->part[i].part, part) && part.n > 0) {
            *at = i;
            return true;
        }
    return false;
}

struct evidence_numbers
evidence_numbers_of(struct arena *a, const struct evidence_wanted *wanted)
{
    struct evidence_numbers out = { .number = NEWS(a, struct item_number, wanted->n + 1),
                                    .of = NEWS(a, size_t, wanted->n + 1) };

    for (size_t i = 0; i < wanted->n; i++)
        if (item_number_of(wanted->part[i].number, &out.number[out.n]))
            out.of[out.n++] = i;
    return out;
}

struct str
document_zip_href(struct arena *a, const char *thing, struct str key)
{
    static const char plain[] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-._";
    struct buf        b = buf_in(a, 200 + 3 * key.n);

    buf_fmt(&b, "/documents/zip?thing=%s&key=", thing);
    for (size_t i = 0; i < key.n; i++)
        if (key.p[i] != 0 && strchr(plain, key.p[i]))
            buf_byte(&b, key.p[i]);
        else
            buf_fmt(&b, "%%%02X", (unsigned)(unsigned char)key.p[i]);
    return buf_str(&b);
}

struct str
document_zip_page(struct arena *a, struct str code)
{
    return str_fmt(a, "/documents/zip/%.*s", TEXT(code));
}

/* ---- words ---------------------------------------------------------------------------------- */

static const char *const state_word[] = {
    [ZIP_CITED] = "cited", [ZIP_DOUBT] = "doubt", [ZIP_NONE] = "none", [ZIP_REFUSED] = "refused",
};

static const char *const why_word[] = {
#define X(name, text) #name,
    MATCHES(X)
#undef X
};

struct str
document_zip_state_word(enum zip_file_state state)
{
    return str_of(state_word[state]);
}

struct str
document_zip_why_word(enum match_why why)
{
    return str_of(why_word[why]);
}

struct msg
document_zip_said(struct cx *cx, const struct err *e)
{
    struct str part[] = { msg_text(cx->arena, cx->lang, e->text),
                          msg_text(cx->arena, cx->lang, e->detail),
                          msg_text(cx->arena, cx->lang, e->hint) };
    size_t     n = 0;

    for (size_t i = 0; i < COUNT(part); i++)
        if (part[i].n > 0)
            part[n++] = part[i];
    return MSG("{0}", str_join(cx->arena, S(" "), part, n));
}

struct msg
document_zip_why(struct cx *cx, const struct document_zip_file *file)
{
    struct err *fault = job_err_read(cx->arena, cx->lang, file->fault);

    if (fault)
        return document_zip_said(cx, fault);
    if (str_eq(file->why, S(ZIP_WHY_CLOSED)))
        return MSG("the item takes no more evidence: it is decided");
    for (size_t i = 0; i < COUNT(why_word); i++)
        if (str_eq(file->why, str_of(why_word[i])))
            return match_text((enum match_why)i);
    return MSG("somebody gave it to this item");
}

/* ---- reading -------------------------------------------------------------------------------- */

struct scope
document_zip_scope(const struct document_zip *zip)
{
    return (struct scope){ .region = zip->region_code, .org = zip->org_id.n };
}

static struct err *
unknown(struct cx *cx)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_MISSING, .code = "document_zip.unknown",
        .text = MSG("There is no such ZIP of evidence that you may see."),
        .hint = MSG("Go to the request, and take the link to send a ZIP from there.") });
}

struct err *
document_zip_get(struct cx *cx, struct str code, struct document_zip *zip)
{
    bool found;

    TRY(document_zip_by_code(cx, code, zip, &found));
    return found && may(cx, MAY_ADD_DOCUMENT, document_zip_scope(zip)) ? NULL : unknown(cx);
}

struct err *
document_zip_files_of(struct cx *cx, const struct document_zip *zip, int64_t after,
                      struct document_zip_files *files)
{
    TRY(document_zip_files(cx, zip->id, ZIP_PAGE + 1, after, &files->row, &files->n));
    files->more = files->n > ZIP_PAGE;
    files->n -= files->more;
    return NULL;
}

struct err *
document_zip_count_of(struct cx *cx, const struct document_zip *zip,
                      struct document_zip_counted *out)
{
    struct document_zip_count *row;
    size_t                     n;

    *out = (struct document_zip_counted){ { 0 } };
    TRY(document_zip_counts(cx, zip->id, &row, &n));
    for (size_t i = 0; i < n; i++)
        for (size_t s = 0; s < ZIP_FILE_STATES; s++)
            if (str_eq(row[i].state, str_of(state_word[s])))
                out->n[s] = row[i].n;
    return NULL;
}

/* ---- a ZIP that comes ----------------------------------------------------------------------- */

struct zip_intake {
    const struct document_zip_new *new;
    struct org        org;
    struct scope      scope;
    struct vault_hold hold, arriving;
    struct document_arrival arrival;            /* id 0: none */
    struct vault_file file;
    struct str        name, code;
    int64_t           n_entries;
};

static struct err *
not_zip(struct cx *cx)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "document_zip.not",
        .text = MSG("This file is no ZIP of files."), .where = S("file"),
        .hint = MSG("Put the files into one folder and pack that into a ZIP; a single "
                    "document is added on the page of documents.") });
}

/* Workbooks and texts of offices are ZIPs too. */
static bool
is_office_file(const struct zip_in *zip)
{
    size_t at;

    return zip_in_find(zip, S("[Content_Types].xml"), &at)
        || zip_in_find(zip, S("META-INF/manifest.xml"), &at);
}

/* Its directory is read and refused before a byte of it is kept. */
static struct err *
look_at(struct cx *cx, int fd, struct zip_intake *in)
{
    size_t         mark = arena_mark(cx->arena);
    struct zip_in *zip;
    char           first[2];

    if (pread(fd, first, sizeof first, 0) != sizeof first || memcmp(first, "PK", 2) != 0)
        return not_zip(cx);
    TRY(zip_in_open(cx->arena, fd, &zip_limits_evidence, &zip));
    if (is_office_file(zip))
        return not_zip(cx);
    in->n_entries = (int64_t)zip_in_count(zip);
    arena_back(cx->arena, mark);
    return NULL;
}

static struct err *
take_fd(struct cx *cx, struct zip_intake *in)
{
    const struct document_source *source = &in->new->source;
    struct stat st;

    if (fstat(source->fd, &st) != 0)
        return err_errno(cx->arena, "document.file", MSG("The file cannot be read."), errno);
    TRY(document_size_fault(cx, st.st_size));
    in->name = document_name_of(source->name);
    TRY(look_at(cx, source->fd, in));
    if (!str_is_known(source->sha256))
        return vault_put(cx, source->fd, &in->file);
    in->file = (struct vault_file){ .sha256 = source->sha256, .bytes = st.st_size };
    return vault_adopt(cx, source->fd, &in->file);
}

static struct err *
take_arrival(struct cx *cx, struct zip_intake *in)
{
    struct sha sha;

    TRY(arrival_finish(cx, in->new->source.arrival, &in->arrival, &in->arriving));
    in->name = in->arrival.name;
    TRY(look_at(cx, in->arriving.fd, in));
    arrival_sha(&in->arrival, &sha);
    in->file = (struct vault_file){ .sha256 = sha_hex(&sha, cx->arena),
                                    .bytes = in->arrival.total };
    return vault_keep(cx, in->arrival.code, in->file.sha256);
}

static int64_t
account_of(const struct cx *cx)
{
    return cx->who ? cx->who->account_id : 0;
}

static struct err *
put_zip(struct cx *cx, struct zip_intake *in)
{
    const struct document_zip_new *n = in->new;
    struct job_new job = { .kind = "document_zip", .input = in->code, .key = in->code,
                           .scope = in->scope };
    int64_t        job_id;

    TRY(job_ask(cx, &job, &job_id));
    return document_zip_put(cx, &(struct document_zip_put_in){
        .code = in->code, .region_code = in->scope.region, .org_id = in->org.id,
        .account_id = account_of(cx), .thing = n->thing, .key = n->key, .name = in->name,
        .sha256 = in->file.sha256, .bytes = in->file.bytes,
        .sensitivity = str_of(sensitivities[n->sensitivity].value),
        .valid_to = n->valid_to.year ? date_iso(cx->arena, n->valid_to) : (struct str){ NULL, 0 },
        .n_entries = in->n_entries, .job_id = job_id, .added_at = cx->now_s }, NULL);
}

/* The same ZIP again is the one that came before. */
static struct err *
put_once(struct cx *cx, void *arg)
{
    struct zip_intake       *in = arg;
    struct document_zip_code was;
    bool                     found;

    TRY(must(cx, MAY_ADD_DOCUMENT, in->scope));
    TRY(document_zip_same(cx, in->new->thing, in->new->key, in->file.sha256, account_of(cx), &was,
                          &found));
    if (found)
        in->code = str_copy(cx->arena, was.code);
    else
        TRY(put_zip(cx, in));
    return in->arrival.id.n != 0 ? arrival_done(cx, &in->arrival, in->code) : NULL;
}

static struct err *
take_and_put(struct cx *cx, struct zip_intake *in)
{
    TRY(str_is_known(in->new->source.arrival) ? take_arrival(cx, in) : take_fd(cx, in));
    return store_change(cx, "document_zip_add", put_once, in);
}

struct err *
document_zip_add(struct cx *cx, const struct document_zip_new *new, struct str *code)
{
    struct zip_intake      in = { .new = new, .code = secret_code(cx->arena, 3) };
    struct evidence_wanted wanted;

    TRY(arrival_made(cx, &new->source, code));
    if (str_is_known(*code))
        return NULL;
    TRY(evidence_open(cx, new->thing, new->key, &wanted));
    TRY(document_owner(cx, wanted.org, &in.org, &in.scope));
    TRY(vault_hold(cx, &in.hold));
    struct err *e = take_and_put(cx, &in);

    if (!e && in.arrival.id.n != 0)
        vault_forget(cx, in.arrival.code);
    vault_release(&in.arriving);
    vault_release(&in.hold);
    *code = in.code;
    return e;
}

/* ---- giving a file to an item --------------------------------------------------------------- */

struct assigning { struct str code, part; int64_t nth; };

static struct err *
no_file(struct cx *cx)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "document_zip.file",
        .text = MSG("This file was not taken: there is no document of it."),
        .hint = MSG("Mend the file, then add it as a document or send a new ZIP.") });
}

static struct err *
no_part(struct cx *cx, struct str part, bool closed)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "document_zip.part",
        .text = closed ? MSG("The item {0} takes no more evidence: it is decided.", part)
                       : MSG("There is no item {0} here.", part),
        .hint = MSG("Choose one of the items of the list."), .where = S("part") });
}

static struct err *
move(struct cx *cx, const struct document_zip *zip, const struct document_zip_file *file,
     struct str part)
{
    struct citation was = { .key = zip->key, .part = file->part }, is = { .key = zip->key,
                                                                          .part = part };

    was.thing = is.thing = str_z(cx->arena, zip->thing);
    if (str_eq(file->state, str_of(state_word[ZIP_CITED])) && !str_eq(file->part, part))
        TRY(document_uncite(cx, file->document_code, was));
    TRY(document_cite(cx, file->document_code, is));
    return document_zip_file_assign(cx, part, file->id, NULL);
}

static struct err *
assign_once(struct cx *cx, void *arg)
{
    const struct assigning  *a = arg;
    struct document_zip      zip;
    struct document_zip_file file;
    struct evidence_wanted   wanted;
    size_t                   at;
    bool                     found;

    TRY(document_zip_get(cx, a->code, &zip));
    TRY(evidence_open(cx, zip.thing, zip.key, &wanted));
    if (!evidence_find(&wanted, a->part, &at))
        return no_part(cx, a->part, false);
    assert(wanted.part);
    if (wanted.part[at].closed)
        return no_part(cx, a->part, true);
    TRY(document_zip_file_at(cx, zip.id, a->nth, &file, &found));
    if (!found || !str_is_known(file.document_code))
        return no_file(cx);
    return move(cx, &zip, &file, a->part);
}

struct err *
document_zip_assign(struct cx *cx, struct str code, int64_t nth, struct str part)
{
    struct assigning a = { code, part, nth };

    return store_change(cx, "document_zip_assign", assign_once, &a);
}
