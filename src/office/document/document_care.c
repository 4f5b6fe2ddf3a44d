/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* document_care.c — which bytes have to be there, and whether they are. */
#include "office/document/document_care.h"

#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/money.h"
#include "office/document/document_expiry.h"
#include "office/document/document_part.h"
#include "office/document/document_sql.h"
#include "site.h"

enum { DAY_S = 86400, LOOKED_MAX = 100000,      /* files whose presence the doctor asks for */
       READ_BYTES = 64 << 20 };                 /* that it reads                            */

static struct str
number(struct cx *cx, int64_t n)
{
    return int_text(cx->arena, cx->lang, n);
}

/* ---- which ---------------------------------------------------------------------------------- */

/* From a hash on, without it. */
static struct err *
each_after(struct cx *cx, struct str after, struct document_files files)
{
    char                  last[VAULT_HEX];
    struct document_file *row;
    size_t                n = 1;

    for (size_t mark = arena_mark(cx->arena); n > 0; arena_back(cx->arena, mark)) {
        TRY(document_files_after(cx, after, &row, &n));
        for (size_t i = 0; i < n; i++)
            TRY(files.take(cx, files.arg, &(struct vault_file){ row[i].sha256, row[i].bytes }));
        if (n > 0)
            memcpy(last, row[n - 1].sha256.p, VAULT_HEX);
        after = (struct str){ last, VAULT_HEX };
    }
    return NULL;
}

struct err *
document_files_each(struct cx *cx, struct document_files files)
{
    return each_after(cx, S(""), files);
}

struct err *
document_files_count(struct cx *cx, int64_t *n, int64_t *bytes)
{
    struct document_files_total total;
    bool                        found;

    TRY(document_files_sum(cx, &total, &found));
    *n = total.n;
    *bytes = total.bytes;
    return NULL;
}

/* ---- the doctor ----------------------------------------------------------------------------- */

struct looking {
    int64_t n, left, n_missing, n_changed, n_read;
    struct str until;                   /* a hash; unknown: to the end   */
    char    first[VAULT_HEX];           /* that is not as it should be */
};

static bool
stands(struct cx *cx, const struct vault_file *file)
{
    struct stat st;
    struct str  path = str_fmt(cx->arena, "%.*s/%.2s/%.*s", TEXT(cx->site->vault), file->sha256.p,
                               TEXT(file->sha256));

    return stat(str_z(cx->arena, path), &st) == 0 && st.st_size == file->bytes;
}

static struct err *
look(struct cx *cx, void *arg, const struct vault_file *file)
{
    struct looking *l = arg;

    if (str_is_known(l->until) && str_cmp(file->sha256, l->until) > 0)
        return NULL;
    if (l->n++ >= LOOKED_MAX)
        return NULL;
    size_t mark = arena_mark(cx->arena);
    bool   is_there = stands(cx, file), well = is_there;

    if (is_there && file->bytes <= l->left) {
        TRY(vault_verify(cx, file, &well));
        l->left -= file->bytes;
        l->n_read++;
    }
    if (!well && l->n_missing + l->n_changed == 0)
        memcpy(l->first, file->sha256.p, VAULT_HEX);
    l->n_missing += !is_there;
    l->n_changed += is_there && !well;
    arena_back(cx->arena, mark);
    return NULL;
}

/* Other ones each day: from a beginning of a hash on, and round. Larger ones than are read in one
 * go are read by `guyub backup check`. */
static struct err *
look_round(struct cx *cx, struct looking *l)
{
    struct document_files files = { look, l };
    struct str            from = str_fmt(cx->arena, "%02x", (unsigned)(cx->now_s / DAY_S % 256));

    TRY(each_after(cx, from, files));
    l->until = from;
    return l->n < LOOKED_MAX ? each_after(cx, S(""), files) : NULL;
}

static void
judge(struct cx *cx, const struct looking *l, int64_t n, int64_t bytes, struct findings *f)
{
    struct str first = str_copy(cx->arena, (struct str){ l->first, VAULT_HEX });

    if (l->n_missing > 0)
        found(f, FINDING_BAD, "vault.missing",
              MSG("{0} files of documents are not in the vault, such as {1}.",
                  number(cx, l->n_missing), first),
              MSG("Copies of the database have them in their folders named vault: put them back "
                  "into the same folder of {0}.", cx->site->vault));
    if (l->n_changed > 0)
        found(f, FINDING_BAD, "vault.changed",
              MSG("{0} files in the vault are not what their names say, such as {1}.",
                  number(cx, l->n_changed), first),
              MSG("Look at the disk. Older copies may have them as they were."));
    if (l->n_missing + l->n_changed == 0)
        found(f, FINDING_WELL, "vault.files",
              MSG("The vault has {0} files of documents, {1} MB; {2} of them were read and are "
                  "what their names say.", number(cx, n), number(cx, bytes >> 20),
                  number(cx, l->n_read)), MSG_NONE);
}

static struct err *
examine_vault(struct cx *cx, struct findings *f)
{
    struct looking l = { .left = READ_BYTES };
    int64_t        n, bytes;
    bool           is_set = cx->site && str_is_known(cx->site->vault);

    TRY(document_files_count(cx, &n, &bytes));
    if (!is_set) {
        found(f, n > 0 ? FINDING_BAD : FINDING_DOUBT, "vault.unset",
              MSG("No folder for documents is set: evidence cannot be taken."),
              MSG("Set vault in the file of settings, to a folder that all servers of this "
                  "database share."));
        return NULL;
    }
    if (n == 0)
        return NULL;
    TRY(look_round(cx, &l));
    judge(cx, &l, n, bytes, f);
    return NULL;
}

struct err *
document_examine(struct cx *cx, struct findings *f)
{
    TRY(examine_vault(cx, f));
    return document_examine_expiry(cx, f);
}
