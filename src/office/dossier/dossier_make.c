/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * dossier_make.c — the ZIP: documents as they stand in the vault, papers, history, index, sums.
 *
 * A document is hashed while it is copied. SHA256SUMS says what its bytes were when they were taken
 * in: of a file that has been changed since, `sha256sum -c` says so, and so does the index.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/sha.h"
#include "office/dossier/dossier_part.h"
#include "paper/zip_out.h"

enum { PIECE = 256 << 10, SUMS_MAX = 4 << 20, PAPER_STEP = 1 << 20 };

struct packing {
    struct cx           *cx;
    struct dossier_plan *plan;
    struct zip_out      *zip;
    struct dossier_steps steps;
    struct sha           sha;           /* of the entry that is being written   */
    struct buf           sums;
    char                *piece;
    int64_t              done, all, n;
};

static struct err *
step(struct packing *k, int64_t more)
{
    k->done += more;
    return k->steps.step ? k->steps.step(k->cx, k->steps.arg, k->done, k->all) : NULL;
}

/* ---- entries -------------------------------------------------------------------------------- */

static struct err *
begin(struct packing *k, struct str name, bool packs)
{
    sha_begin(&k->sha);
    k->n++;
    return zip_out_begin(k->zip, name, packs);
}

static struct err *
put(void *arg, struct str bytes)
{
    struct packing *k = arg;

    sha_add(&k->sha, bytes);
    return zip_out_add(k->zip, bytes);
}

/* As sha256sum writes and reads it. */
static void
sum(struct packing *k, struct str sha256, struct str name)
{
    buf_fmt(&k->sums, "%.*s  %.*s\n", TEXT(sha256), TEXT(name));
}

/* A piece of a file; 0: its end. */
static ssize_t
read_piece(const struct packing *k, int fd, int64_t at)
{
    ssize_t got;

    do
        got = pread(fd, k->piece, PIECE, (off_t)at);
    while (got < 0 && errno == EINTR);
    return got;
}

/* ---- documents ------------------------------------------------------------------------------ */

/* Pictures, films, PDF and workbooks are packed already. */
static bool
is_worth_packing(struct str type)
{
    return str_starts(type, S("text/")) || str_eq(type, S("application/json"))
           || str_eq(type, S("application/xml")) || str_eq(type, S("image/svg+xml"));
}

static struct err *
open_copy(struct packing *k, const struct dossier_file *f, int *fd)
{
    struct document_copy copy;

    return document_open(k->cx, &f->document, f->copy.nth, &copy, fd);
}

static struct err *
copy_bytes(struct packing *k, int fd)
{
    ssize_t got;

    for (int64_t at = 0; (got = read_piece(k, fd, at)) > 0; at += got) {
        TRY(put(k, (struct str){ k->piece, (size_t)got }));
        TRY(step(k, got));
    }
    return got == 0 ? NULL
         : err_errno(k->cx->arena, "vault.disk", MSG("The vault could not be read or written."),
                     errno);
}

/* Opened once to see that it is there: nothing is begun in the ZIP for what is not. */
static struct err *
is_there(struct packing *k, struct dossier_file *f)
{
    size_t      mark = arena_mark(k->cx->arena);
    int         fd;
    struct err *e = open_copy(k, f, &fd);
    bool        missing = e && str_eq(str_of(e->code), S("vault.missing"));

    if (e && !missing)
        return e;
    arena_back(k->cx->arena, mark);     /* closes it */
    if (!missing)
        return NULL;
    f->is = DOSSIER_MISSING;
    dossier_leave(k->plan, (struct dossier_left){ MSG("{0}", f->document.title),
        MSG("Its file is not in the vault.") });
    return NULL;
}

static struct err *
put_document(struct packing *k, struct dossier_file *f)
{
    struct str name = str_fmt(k->cx->arena, "documents/%.*s", TEXT(f->name));
    char       found[64];
    int        fd;

    TRY(is_there(k, f));
    if (f->is == DOSSIER_MISSING)
        return NULL;
    document_taken(k->cx, &f->document);
    TRY(begin(k, name, is_worth_packing(f->copy.type)));
    size_t mark = arena_mark(k->cx->arena);

    TRY(open_copy(k, f, &fd));
    TRY(copy_bytes(k, fd));
    memcpy(found, sha_hex(&k->sha, k->cx->arena).p, sizeof found);
    arena_back(k->cx->arena, mark);
    f->is = str_eq((struct str){ found, sizeof found }, f->copy.sha256) ? DOSSIER_WELL
                                                                       : DOSSIER_CHANGED;
    sum(k, f->copy.sha256, name);
    return NULL;
}

/* ---- papers --------------------------------------------------------------------------------- */

/* The frozen text goes along as it is; its sum is that of the day of issue. */
static struct err *
put_text(struct packing *k, const struct dossier_paper *p)
{
    struct str name = str_fmt(k->cx->arena, "papers/%.*s.json", TEXT(p->name));

    TRY(begin(k, name, true));
    TRY(put(k, p->letter.content));
    sum(k, p->letter.sha256, name);
    return NULL;
}

static struct err *
put_pdf(struct packing *k, struct dossier_paper *p)
{
    struct str name = str_fmt(k->cx->arena, "papers/%.*s.pdf", TEXT(p->name));
    char       found[64];

    TRY(begin(k, name, false));
    size_t     mark = arena_mark(k->cx->arena);
    struct buf pdf = buf_in(k->cx->arena, PAPER_PDF_MAX);

    TRY(letter_pdf(k->cx, &p->letter, &pdf));
    TRY(put(k, buf_str(&pdf)));
    memcpy(found, sha_hex(&k->sha, k->cx->arena).p, sizeof found);
    arena_back(k->cx->arena, mark);
    struct str sha256 = str_copy(k->cx->arena, (struct str){ found, sizeof found });

    p->is_same_pdf = str_eq(sha256, p->letter.pdf_sha256);
    sum(k, sha256, name);
    return NULL;
}

static struct err *
put_paper(struct packing *k, struct dossier_paper *p)
{
    TRY(put_text(k, p));
    if (p->is == DOSSIER_WELL)
        TRY(put_pdf(k, p));
    return step(k, PAPER_STEP);
}

/* ---- the rest ------------------------------------------------------------------------------- */

typedef struct err *page_writer(struct cx *, const struct dossier_plan *, struct dossier_sink);

static struct err *
put_page(struct packing *k, struct str name, page_writer *write)
{
    TRY(begin(k, name, true));
    TRY(write(k->cx, k->plan, (struct dossier_sink){ put, k }));
    sum(k, sha_hex(&k->sha, k->cx->arena), name);
    return NULL;
}

static struct err *
put_all(struct packing *k)
{
    struct dossier_plan *p = k->plan;

    for (size_t i = 0; i < p->n_files; i++)
        TRY(put_document(k, &p->file[i]));
    for (size_t i = 0; i < p->n_papers; i++)
        TRY(put_paper(k, &p->paper[i]));
    TRY(put_page(k, S("history.html"), dossier_history));
    TRY(put_page(k, S("history.csv"), dossier_history_csv));
    TRY(put_page(k, S("index.html"), dossier_index));
    TRY(begin(k, S("SHA256SUMS"), true));
    return put(k, buf_str(&k->sums));
}

static int64_t
bytes_of(const struct dossier_plan *p)
{
    int64_t all = (int64_t)p->n_papers * PAPER_STEP;

    for (size_t i = 0; i < p->n_files; i++)
        all += p->file[i].copy.bytes;
    return all;
}

/* ---- what was made -------------------------------------------------------------------------- */

static struct err *
look_back(struct packing *k, int fd, struct dossier_made *made)
{
    ssize_t got;

    sha_begin(&k->sha);
    for (made->bytes = 0; (got = read_piece(k, fd, made->bytes)) > 0; made->bytes += got) {
        sha_add(&k->sha, (struct str){ k->piece, (size_t)got });
        TRY(step(k, 0));
    }
    if (got < 0)
        return err_errno(k->cx->arena, "zip.write", MSG("The ZIP could not be written."), errno);
    made->sha256 = sha_hex(&k->sha, k->cx->arena);
    return NULL;
}

struct err *
dossier_weigh(struct cx *cx, int fd, struct dossier_made *made)
{
    struct packing k = { .cx = cx, .piece = NEWS(cx->arena, char, PIECE) };

    return look_back(&k, fd, made);
}

static int64_t
changed_in(const struct dossier_plan *p)
{
    int64_t n = 0;

    for (size_t i = 0; i < p->n_files; i++)
        n += p->file[i].is == DOSSIER_CHANGED;
    for (size_t i = 0; i < p->n_papers; i++)
        n += p->paper[i].is == DOSSIER_CHANGED;
    return n;
}

struct err *
dossier_write(struct cx *cx, struct dossier_plan *p, int fd, struct dossier_steps steps,
              struct dossier_made *made)
{
    struct packing k = { .cx = cx, .plan = p, .steps = steps, .all = bytes_of(p),
                         .sums = buf_in(cx->arena, SUMS_MAX),
                         .piece = NEWS(cx->arena, char, PIECE) };

    TRY(step(&k, 0));
    TRY(zip_out_open(cx->arena, fd, &k.zip));
    TRY(put_all(&k));
    TRY(zip_out_close(k.zip));
    TRY(look_back(&k, fd, made));
    made->n_files = k.n;
    made->n_left = (int64_t)p->n_left;
    made->n_changed = changed_in(p);
    return NULL;
}
