/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * document_zip_job.c — a ZIP's files, one after the other: looked at, taken, cited.
 *
 * A file is unpacked onto the disk without a name, so that memory holds a part of one file and the
 * ZIP's directory. Its document, its citation, its line of the list and how far the job came are
 * one change: a run that goes on after a death begins behind it.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/sha.h"
#include "ground/job/job.h"
#include "ground/job/job_text.h"
#include "office/document/document_part.h"
#include "office/document/document_sql.h"
#include "office/document/document_vault.h"
#include "office/document/document_zip_part.h"
#include "paper/content.h"
#include "paper/zip_in.h"
#include "site.h"
#include "store/store.h"

enum { PART_BYTES = 256 << 10, TITLE_MAX = 200 };

struct taking {
    struct job         *job;
    struct document_zip zip;
    struct org          org;
    struct zip_in      *in;
    struct evidence_numbers numbers;
    size_t              nth;                /* of the entry that is looked at     */
    const struct zip_entry *entry;
    struct match        match;
    struct str          part;               /* that the match names; or unknown   */
    struct str          sha256;
    int                 fd;
    const struct err   *refused;            /* NULL: it becomes a document        */
};

/* ---- one file on the disk ------------------------------------------------------------------- */

static void
end_fd(void *fd)
{
    close(*(int *)fd);
}

/* In the vault's folder, whose disk has room for what is taken into it. */
static struct err *
scratch(struct cx *cx, int *fd)
{
    int   *held = NEW(cx->arena, int);
    void **place = arena_owns(cx->arena, end_fd);

    *fd = open(str_z(cx->arena, cx->site->vault), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (*fd < 0)
        return err_errno(cx->arena, "vault.disk",
                         MSG("The vault could not be read or written."), errno);
    *held = *fd;
    *place = held;
    return NULL;
}

static struct err *
write_all(struct cx *cx, int fd, const char *p, size_t n)
{
    while (n > 0) {
        ssize_t wrote = write(fd, p, n);

        if (wrote < 0 && errno != EINTR)
            return err_errno(cx->arena, "vault.disk",
                             MSG("The vault could not be read or written."), errno);
        p += wrote > 0 ? wrote : 0;
        n -= wrote > 0 ? (size_t)wrote : 0;
    }
    return NULL;
}

static struct err *
unpack(struct cx *cx, struct taking *t)
{
    char      *part = NEWS(cx->arena, char, PART_BYTES);
    size_t     n = 1;
    struct sha sha;

    sha_begin(&sha);
    TRY(scratch(cx, &t->fd));
    TRY(zip_in_begin(t->in, t->nth));
    for (int64_t parts = 0; n > 0; parts++) {
        TRY(zip_in_read(t->in, part, PART_BYTES, &n));
        TRY(write_all(cx, t->fd, part, n));
        sha_add(&sha, (struct str){ part, n });
        TRY(job_step(cx, t->job, (int64_t)t->nth, t->zip.n_entries));
    }
    t->sha256 = sha_hex(&sha, cx->arena);
    return NULL;
}

static struct err *
nested(struct cx *cx)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "document_zip.nested",
        .text = MSG("It is a ZIP inside of the ZIP, which is not looked into."),
        .hint = MSG("Unpack it first, then send its files in a ZIP of their own.") });
}

static struct err *
look(struct cx *cx, struct taking *t)
{
    enum content content;

    TRY(document_size_fault(cx, (int64_t)t->entry->bytes));
    TRY(unpack(cx, t));
    TRY(content_of(cx->arena, t->fd, document_name_of(t->entry->name), &content));
    return content == CONTENT_ZIP ? nested(cx) : NULL;
}

/* ---- its line, in the change that takes it -------------------------------------------------- */

/* Asked again in each change: what is decided meanwhile takes no more. */
static struct err *
cite(struct cx *cx, const struct taking *t, struct str code, enum zip_file_state *state,
     struct str *why)
{
    struct evidence_wanted wanted;
    size_t                 at;

    TRY(evidence_open(cx, t->zip.thing, t->zip.key, &wanted));
    *state = ZIP_NONE;
    *why = S(ZIP_WHY_CLOSED);
    if (!evidence_find(&wanted, t->part, &at) || wanted.part[at].closed)
        return NULL;
    *state = ZIP_CITED;
    *why = document_zip_why_word(t->match.why);
    return document_cite(cx, code, (struct citation){
        .thing = str_z(cx->arena, t->zip.thing), .key = t->zip.key, .part = t->part });
}

static struct err *
put_line(struct cx *cx, const struct taking *t, struct str code)
{
    enum zip_file_state state = t->refused ? ZIP_REFUSED
                                : t->match.kind == MATCH_DOUBT ? ZIP_DOUBT : ZIP_NONE;
    struct str          why = document_zip_why_word(t->match.why);
    struct document     d = { .id = { 0 } };

    if (!t->refused && t->match.kind == MATCH_SURE)
        TRY(cite(cx, t, code, &state, &why));
    if (!t->refused)
        TRY(document_get(cx, code, &d));
    TRY(document_zip_file_put(cx, &(struct document_zip_file_put_in){
        .zip_id = t->zip.id, .nth = (int64_t)t->nth, .path = t->entry->name,
        .bytes = (int64_t)t->entry->bytes, .state = document_zip_state_word(state), .why = why,
        .part = t->part, .document_id = d.id, .fault = job_err_write(cx->arena, t->refused) },
        NULL));
    return job_save(cx, t->job, str_fmt(cx->arena, "%zu", t->nth + 1));
}

static struct err *
then_put_line(struct cx *cx, struct str code, void *arg)
{
    return put_line(cx, arg, code);
}

static struct err *
refused_once(struct cx *cx, void *arg)
{
    return put_line(cx, arg, S(""));
}

struct knowing { struct taking *t; struct str code; };

static struct err *
known_once(struct cx *cx, void *arg)
{
    const struct knowing *k = arg;

    return put_line(cx, k->t, k->code);
}

/* ---- one file ------------------------------------------------------------------------------- */

/* "3.2/01 SK Tim.pdf": what people would call it. */
static struct str
title_of(struct str name)
{
    size_t end = name.n;

    while (end > 0 && name.p[end - 1] != '.')
        end--;
    return end > 1 ? str_part(name, 0, end - 1) : name;
}

static struct err *
add(struct cx *cx, struct taking *t)
{
    struct str          name = document_name_of(t->entry->name), code;
    enum sensitivity    s = SENSITIVITY_RESTRICTED;
    struct document_new new = {
        .source = { .fd = t->fd, .name = name, .sha256 = t->sha256 }, .title = title_of(name),
        .org = t->org.code, .valid_to = date_of_iso(t->zip.valid_to), .then = then_put_line,
        .arg = t };

    sensitivity_of(t->zip.sensitivity, &s);
    new.sensitivity = s;
    return document_add(cx, &new, &code);
}

/* The very bytes came for this thing before, in this ZIP or another: that document is cited. */
static struct err *
take(struct cx *cx, struct taking *t)
{
    struct document_zip_code was;
    bool                     found;

    if (t->refused)
        return store_change(cx, "document_zip_refused", refused_once, t);
    TRY(document_zip_known(cx, t->zip.thing, t->zip.key, t->org.id, t->sha256, &was, &found));
    if (!found)
        return add(cx, t);
    return store_change(cx, "document_zip_known", known_once, &(struct knowing){ t, was.code });
}

static struct err *
take_entry(struct cx *cx, struct taking *t, const struct evidence_wanted *wanted)
{
    t->entry = zip_in_entry(t->in, t->nth);
    t->match = document_match(t->numbers.number, t->numbers.n, t->entry->name);
    t->part = (struct str){ NULL, 0 };
    if (t->entry->is_folder || t->match.kind == MATCH_PASSED)
        return NULL;
    if (t->match.kind == MATCH_SURE || t->match.kind == MATCH_DOUBT)
        t->part = wanted->part[t->numbers.of[t->match.item]].part;
    struct err *e = look(cx, t);

    zip_in_end(t->in);
    if (e && e->kind != ERR_INPUT && e->kind != ERR_TOO_LARGE)
        return e;
    t->refused = e;
    return take(cx, t);
}

/* ---- all of them ---------------------------------------------------------------------------- */

static struct err *
end_once(struct cx *cx, void *arg)
{
    struct taking              *t = arg;
    struct document_zip_counted c;
    int64_t                     n;

    TRY(document_zip_end(cx, reach_of(cx, MAY_ADD_DOCUMENT), KNOWN(cx->now_s), t->zip.id, &n));
    TRY(document_zip_count_of(cx, &t->zip, &c));
    return job_tell(cx, t->job, (struct job_line[]){
        { .text = MSG("Cited for their items: {0}. In doubt or without an item: {1}. Refused: {2}.",
                      job_number(cx->arena, c.n[ZIP_CITED]),
                      job_number(cx->arena, c.n[ZIP_DOUBT] + c.n[ZIP_NONE]),
                      job_number(cx->arena, c.n[ZIP_REFUSED])),
          .hint = MSG("The list: {0}", document_zip_page(cx->arena, t->zip.code)) } }, 1);
}

static struct err *
take_all(struct cx *cx, struct taking *t, const struct evidence_wanted *wanted, int64_t from)
{
    for (t->nth = (size_t)from; t->nth < zip_in_count(t->in); t->nth++) {
        size_t mark = arena_mark(cx->arena);

        t->refused = NULL;
        TRY(job_step(cx, t->job, (int64_t)t->nth, t->zip.n_entries));
        TRY(take_entry(cx, t, wanted));
        arena_back(cx->arena, mark);
    }
    TRY(job_step(cx, t->job, t->zip.n_entries, t->zip.n_entries));
    return store_change(cx, "document_zip_end", end_once, t);
}

struct err *
document_zip_run(struct cx *cx, struct job *job)
{
    struct taking          t = { .job = job };
    struct evidence_wanted wanted;
    struct vault_hold      hold;
    int64_t                from = 0;
    int                    fd;

    TRY(document_zip_get(cx, job->input, &t.zip));
    if (t.zip.ended_at.known)
        return NULL;
    TRY(evidence_open(cx, t.zip.thing, t.zip.key, &wanted));
    TRY(org_get(cx, wanted.org, &t.org));
    t.numbers = evidence_numbers_of(cx->arena, &wanted);
    if (str_is_known(job->saved) && !str_int64(job->saved, &from))
        from = 0;
    TRY(vault_hold(cx, &hold));             /* makes the folder too */
    vault_release(&hold);
    TRY(vault_open(cx, t.zip.sha256, &fd));
    TRY(zip_in_open(cx->arena, fd, &zip_limits_evidence, &t.in));
    return take_all(cx, &t, &wanted, from);
}
