/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/care/vault_copy.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/care/disk.h"
#include "app/care/findings.h"
#include "base/arena.h"
#include "base/calendar.h"
#include "base/money.h"
#include "base/sha.h"
#include "office/document/document_care.h"
#include "site.h"

/* "HASH  vault/3f/HASH\n" */
enum { NAME_BYTES = 6 + 3 + VAULT_HEX, LINE_BYTES = VAULT_HEX + 2 + NAME_BYTES + 1,
       LINES_AT_ONCE = 500, PART_BYTES = 256 << 10, DAY_S = 86400,
       NIGHTLY_BYTES = 256 << 20 };     /* of a copy, that are read again */

static struct str
number(struct cx *cx, int64_t n)
{
    return int_text(cx->arena, cx->lang, n);
}

static struct err *
fault(struct arena *a, struct str path, int errnum)
{
    struct err *e = err_errno(a, "disk.file", MSG("The file or folder could not be used."), errnum);

    e->where = str_copy(a, path);
    return e;
}

static struct str
list_path(struct arena *a, struct str dir)
{
    return disk_path(a, dir, S("vault.sums"));
}

/* As the line has it: "vault/3f/3f79…". */
static const char *
file_path(struct arena *a, struct str dir, struct str name)
{
    return str_z(a, disk_path(a, dir, name));
}

static struct str
name_of(struct arena *a, struct str sha256)
{
    return str_fmt(a, "vault/%.2s/%.*s", sha256.p, TEXT(sha256));
}

static const char *
vault_path(struct cx *cx, struct str sha256)
{
    return str_z(cx->arena, str_fmt(cx->arena, "%.*s/%.2s/%.*s", TEXT(cx->site->vault), sha256.p,
                                    TEXT(sha256)));
}

/* ---- the list -------------------------------------------------------------------------------- */

/* Lines of one length: the one at `nth` is found without reading those before it. */
struct list { int fd; struct str path; int64_t n; };

static struct err *
list_open(struct arena *a, struct str dir, int how, struct list *list)
{
    struct stat st = { .st_size = 0 };

    list->path = list_path(a, dir);
    list->fd = open(str_z(a, list->path), how | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (list->fd < 0)
        return fault(a, list->path, errno);
    list->n = fstat(list->fd, &st) == 0 ? st.st_size / LINE_BYTES : 0;
    return NULL;
}

static struct err *
list_close(struct arena *a, struct list *list, struct err *e)
{
    int errnum = fsync(list->fd) == 0 ? 0 : errno;

    close(list->fd);
    return !e && errnum ? fault(a, list->path, errnum) : e;
}

static struct err *
list_put(struct arena *a, const struct list *list, int64_t nth, struct str sha256)
{
    char line[LINE_BYTES + 1];
    int  n = snprintf(line, sizeof line, "%.*s  vault/%.2s/%.*s\n", TEXT(sha256), sha256.p,
                      TEXT(sha256));

    if (n == LINE_BYTES && pwrite(list->fd, line, LINE_BYTES, nth * LINE_BYTES) == LINE_BYTES)
        return NULL;
    return fault(a, list->path, n == LINE_BYTES ? errno : EINVAL);
}

static bool
is_line(struct arena *a, struct str line)
{
    struct str sha256 = str_part(line, 0, VAULT_HEX);

    for (size_t i = 0; i < VAULT_HEX; i++)
        if (!strchr("0123456789abcdef", line.p[i]) || line.p[i] == 0)
            return false;
    return str_eq(line, str_fmt(a, "%.*s  %.*s\n", TEXT(sha256), TEXT(name_of(a, sha256))));
}

/* The hash of each line from `from` on, until the end or an error of `take`. */
struct walk {
    struct err *(*take)(struct cx *, void *arg, struct str sha256);
    void         *arg;
    struct store_watch watch;
    int64_t       done;
};

static struct err *
take_lines(struct cx *cx, const struct list *list, struct walk *w, struct str lines)
{
    for (size_t at = 0; at + LINE_BYTES <= lines.n; at += LINE_BYTES) {
        size_t mark = arena_mark(cx->arena);

        if (!is_line(cx->arena, str_part(lines, at, LINE_BYTES)))
            return fault(cx->arena, list->path, EBADMSG);
        TRY(w->take(cx, w->arg, str_part(lines, at, VAULT_HEX)));
        arena_back(cx->arena, mark);
        w->done++;
        if (w->watch.step)
            TRY(w->watch.step(cx, w->watch.arg, w->done, list->n));
    }
    return NULL;
}

static struct err *
list_walk(struct cx *cx, const struct list *list, int64_t from, int64_t to, struct walk *w)
{
    enum { ROOM = LINES_AT_ONCE * LINE_BYTES };
    char   *p = NEWS(cx->arena, char, ROOM);

    for (int64_t at = from; at < to; at += LINES_AT_ONCE) {
        int64_t want = to - at < LINES_AT_ONCE ? (to - at) * LINE_BYTES : ROOM;
        ssize_t got = pread(list->fd, p, (size_t)want, at * LINE_BYTES);

        if (got != want)
            return fault(cx->arena, list->path, got < 0 ? errno : EBADMSG);
        TRY(take_lines(cx, list, w, (struct str){ p, (size_t)got }));
    }
    return NULL;
}

struct listing { struct list list; struct manifest_vault *v; };

static struct err *
list_file(struct cx *cx, void *arg, const struct vault_file *file)
{
    struct listing *l = arg;

    TRY(list_put(cx->arena, &l->list, l->v->files, file->sha256));
    l->v->files++;
    l->v->bytes += file->bytes;
    return NULL;
}

struct err *
vault_copy_list(struct cx *cx, struct str dir, struct manifest_vault *v)
{
    struct listing l = { .v = v };

    *v = (struct manifest_vault){ .known = true };
    TRY(list_open(cx->arena, dir, O_WRONLY | O_CREAT | O_TRUNC, &l.list));
    struct err *e = document_files_each(cx, (struct document_files){ list_file, &l });

    return list_close(cx->arena, &l.list, e);
}

/* ---- a file ---------------------------------------------------------------------------------- */

enum fate { FATE_WELL, FATE_MISSING, FATE_CHANGED };

/* Reads `in` to its end and writes it to `out` (below 0: nowhere). Zero, or errno. */
static int
pass_on(int in, int out, char *part, struct sha *sha)
{
    ssize_t n;

    while ((n = read(in, part, PART_BYTES)) > 0) {
        sha_add(sha, (struct str){ part, (size_t)n });
        for (ssize_t done = 0; out >= 0 && done < n;) {
            ssize_t wrote = write(out, part + done, (size_t)(n - done));

            if (wrote < 0 && errno != EINTR)
                return errno;
            done += wrote > 0 ? wrote : 0;
        }
    }
    return n < 0 ? errno : 0;
}

static struct err *
pass_and_hash(struct cx *cx, int in, int out, struct str sha256, enum fate *fate)
{
    char      *part = NEWS(cx->arena, char, PART_BYTES);
    struct sha sha;

    sha_begin(&sha);
    int errnum = pass_on(in, out, part, &sha);

    *fate = str_eq(sha_hex(&sha, cx->arena), sha256) ? FATE_WELL : FATE_CHANGED;
    return errnum && errnum != EIO ? fault(cx->arena, name_of(cx->arena, sha256), errnum) : NULL;
}

/* A disk that cannot read it has changed it. */
static struct err *
read_whole(struct cx *cx, const char *path, struct str sha256, enum fate *fate)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

    *fate = FATE_MISSING;
    if (fd < 0)
        return errno == ENOENT ? NULL : fault(cx->arena, str_of(path), errno);
    struct err *e = pass_and_hash(cx, fd, -1, sha256, fate);

    close(fd);
    return e;
}

static struct err *
copy_file(struct cx *cx, const char *from, const char *to, struct str sha256, enum fate *fate)
{
    int in = open(from, O_RDONLY | O_CLOEXEC | O_NOFOLLOW), out;

    *fate = FATE_MISSING;
    if (in < 0)
        return errno == ENOENT ? NULL : fault(cx->arena, str_of(from), errno);
    out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    struct err *e = out < 0 ? fault(cx->arena, str_of(to), errno)
                            : pass_and_hash(cx, in, out, sha256, fate);

    if (out >= 0)
        close(out);
    close(in);
    if (out >= 0 && (e || *fate != FATE_WELL))
        unlink(to);
    return e;
}

/* ---- checking -------------------------------------------------------------------------------- */

struct checking {
    struct str  dir;
    int64_t     left;           /* bytes to be read; below 0: all                            */
    bool        mends;          /* what is changed is taken from the vault, which is at hand */
    int64_t     n_missing, n_changed, n_read, n_mended;
    char        first[VAULT_HEX];
};

/* Other copies keep the changed one under their own names. */
static struct err *
mend(struct cx *cx, struct checking *c, const char *path, struct str sha256, enum fate *fate)
{
    enum fate again;

    if (!c->mends || *fate != FATE_CHANGED || unlink(path) != 0)
        return NULL;
    TRY(copy_file(cx, vault_path(cx, sha256), path, sha256, &again));
    c->n_mended += again == FATE_WELL;
    *fate = again == FATE_WELL ? FATE_WELL : FATE_CHANGED;
    return NULL;
}

static struct err *
check_file(struct cx *cx, void *arg, struct str sha256)
{
    struct checking *c = arg;
    const char      *path = file_path(cx->arena, c->dir, name_of(cx->arena, sha256));
    enum fate        fate = FATE_WELL;
    struct stat      st;

    if (lstat(path, &st) != 0 || !S_ISREG(st.st_mode)) {
        fate = FATE_MISSING;
    } else if (c->left < 0 || st.st_size <= c->left) {
        TRY(read_whole(cx, path, sha256, &fate));
        TRY(mend(cx, c, path, sha256, &fate));
        c->left -= c->left < 0 ? 0 : st.st_size;
        c->n_read++;
    }
    if (fate != FATE_WELL && c->n_missing + c->n_changed == 0)
        memcpy(c->first, sha256.p, VAULT_HEX);
    c->n_missing += fate == FATE_MISSING;
    c->n_changed += fate == FATE_CHANGED;
    return NULL;
}

/* Other files each day are the first, which are read. */
static struct err *
check_all(struct cx *cx, const struct list *list, struct checking *c, struct store_watch watch)
{
    struct walk w = { .take = check_file, .arg = c, .watch = watch };
    int64_t     first = list->n ? cx->now_s / DAY_S * 7919 % list->n : 0;

    TRY(list_walk(cx, list, first, list->n, &w));
    return list_walk(cx, list, 0, first, &w);
}

/* ---- making ---------------------------------------------------------------------------------- */

struct making {
    const struct vault_work *work;
    struct str     before;
    struct list    list;
    int64_t        n_kept, n_linked, n_missing, n_changed;
    char           first[VAULT_HEX];        /* that is not as it should be */
    bool           folder[256];             /* that are made               */
};

static unsigned
hex_of(char c)
{
    return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
}

static struct err *
make_folder(struct cx *cx, struct making *m, struct str sha256)
{
    unsigned   nth = (hex_of(sha256.p[0]) << 4 | hex_of(sha256.p[1])) & 255;
    struct str vault = disk_path(cx->arena, m->work->dir, S("vault"));

    if (m->folder[nth])
        return NULL;
    m->folder[nth] = true;
    TRY(disk_folder(cx->arena, vault));
    return disk_folder(cx->arena, disk_path(cx->arena, vault, str_part(sha256, 0, 2)));
}

/* Of the copy before; its size is the vault's where the vault has it still. */
static bool
links(struct cx *cx, const struct making *m, const char *vault, const char *to, struct str name)
{
    struct stat was, is;

    if (!str_is_known(m->before))
        return false;
    const char *from = file_path(cx->arena, m->before, name);

    if (lstat(from, &was) != 0 || !S_ISREG(was.st_mode))
        return false;
    if (stat(vault, &is) == 0 && is.st_size != was.st_size)
        return false;
    return link(from, to) == 0;
}

static void
tell(struct making *m, enum fate fate, struct str sha256)
{
    if (fate != FATE_WELL && m->n_missing + m->n_changed == 0)
        memcpy(m->first, sha256.p, VAULT_HEX);
    m->n_missing += fate == FATE_MISSING;
    m->n_changed += fate == FATE_CHANGED;
}

/* What the vault has lost and the copy before has is kept, and told all the same. */
static struct err *
make_file(struct cx *cx, void *arg, struct str sha256)
{
    struct making *m = arg;
    struct str     name = name_of(cx->arena, sha256);
    const char    *from = vault_path(cx, sha256);
    const char    *to = file_path(cx->arena, m->work->dir, name);
    enum fate      fate = FATE_WELL;

    TRY(make_folder(cx, m, sha256));
    bool linked = links(cx, m, from, to, name);

    if (!linked)
        TRY(copy_file(cx, from, to, sha256, &fate));
    else if (access(from, R_OK) != 0)
        fate = FATE_MISSING;
    tell(m, fate, sha256);
    m->n_linked += linked;
    if (!linked && fate != FATE_WELL)
        return NULL;
    return list_put(cx->arena, &m->list, m->n_kept++, sha256);
}

static void
judge(struct cx *cx, const struct making *m, const struct manifest_vault *v, struct findings *f)
{
    struct str first = str_copy(cx->arena, (struct str){ m->first, VAULT_HEX });

    if (m->n_missing > 0)
        found(f, FINDING_BAD, "data.vault",
              MSG("{0} files of documents are not in the vault, such as {1}.",
                  number(cx, m->n_missing), first),
              MSG("Older copies may have them: look for the name in their folders named vault, and "
                  "put it back into the same folder of the vault."));
    if (m->n_changed > 0)
        found(f, FINDING_BAD, "data.vault",
              MSG("{0} files in the vault are not what their names say, such as {1}.",
                  number(cx, m->n_changed), first),
              MSG("Look at the disk. Older copies may have them as they were."));
    if (m->n_missing + m->n_changed == 0)
        found(f, FINDING_WELL, "copy.vault",
              MSG("{0} files of documents are in the copy, {1} MB; {2} were in the one before.",
                  number(cx, m->n_kept), number(cx, v->bytes >> 20), number(cx, m->n_linked)),
              MSG_NONE);
}

static struct err *
no_vault(struct cx *cx)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_BROKEN, .code = "vault.unset",
        .text = MSG("No folder for documents is set."),
        .hint = MSG("Tell the administrator: set vault to a folder that all servers of this "
                    "database share.") });
}

/* Names of files and the files themselves, all at once. */
static struct err *
sync_disk(struct arena *a, const struct list *list)
{
    return syncfs(list->fd) == 0 ? NULL : fault(a, list->path, errno);
}

static void
judge_mended(struct cx *cx, const struct checking *c, struct findings *f)
{
    if (c->n_mended > 0)
        found(f, FINDING_DOUBT, "copies.vault",
              MSG("{0} files of documents in the copy before were changed by the disk; this copy "
                  "has them from the vault.", number(cx, c->n_mended)),
              MSG("Look at the disk of the copies, and at the older ones: guyub backup check"));
}

/* Some of what is linked is read, other files each day. */
static struct err *
make_all(struct cx *cx, struct making *m, struct findings *f)
{
    struct walk     w = { .take = make_file, .arg = m, .watch = m->work->watch };
    struct checking c = { .dir = m->work->dir, .left = NIGHTLY_BYTES, .mends = true };

    TRY(list_walk(cx, &m->list, 0, m->list.n, &w));
    if (ftruncate(m->list.fd, m->n_kept * LINE_BYTES) != 0)
        return fault(cx->arena, m->list.path, errno);
    m->list.n = m->n_kept;
    TRY(check_all(cx, &m->list, &c, m->work->watch));
    judge_mended(cx, &c, f);
    return sync_disk(cx->arena, &m->list);
}

struct err *
vault_copy_make(struct cx *cx, const struct vault_work *work, struct str before,
                struct manifest_vault *v, struct findings *f)
{
    struct making *m = NEW(cx->arena, struct making);
    int64_t        bytes;

    *m = (struct making){ .work = work, .before = before };
    if (v->files > 0 && (!cx->site || !str_is_known(cx->site->vault)))
        return no_vault(cx);
    TRY(list_open(cx->arena, work->dir, O_RDWR, &m->list));
    TRY(list_close(cx->arena, &m->list, make_all(cx, m, f)));
    v->lost = v->files - m->n_kept;
    judge(cx, m, v, f);
    return disk_digest(cx->arena, list_path(cx->arena, work->dir), &v->sha256, &bytes);
}

/* ---- what a check says ----------------------------------------------------------------------- */

static void
judge_check(struct cx *cx, const struct checking *c, const struct manifest_vault *v,
            const struct list *list, struct findings *f)
{
    struct str first = str_copy(cx->arena, (struct str){ c->first, VAULT_HEX });

    if (list->n != v->files - v->lost || c->n_missing > 0)
        found(f, FINDING_BAD, "copy.vault",
              MSG("{0} files of documents should stand in the copy, {1} do. One that does not: {2}",
                  number(cx, v->files - v->lost), number(cx, list->n - c->n_missing), first),
              MSG("Do not rely on this copy. Make a new one: guyub backup"));
    if (c->n_changed > 0)
        found(f, FINDING_BAD, "copy.vault",
              MSG("{0} files of documents in the copy are not what their names say, such as {1}.",
                  number(cx, c->n_changed), first),
              MSG("Look at the disk of the copies. Remove the file from all copies: the next one "
                  "takes it from the vault again."));
    if (!findings_bad(f, "copy.vault") && v->files > v->lost)
        found(f, FINDING_WELL, "copy.vault",
              MSG("All {0} files of documents are there; {1} were read and are what their names "
                  "say.", number(cx, list->n), number(cx, c->n_read)), MSG_NONE);
    if (v->lost > 0)
        found(f, FINDING_DOUBT, "data.vault",
              MSG("{0} files of documents were lost already when the copy was made.",
                  number(cx, v->lost)), MSG("Older copies may have them."));
}

struct err *
vault_copy_check(struct cx *cx, const struct vault_work *work, const struct manifest_vault *v,
                 int64_t most, struct findings *f)
{
    struct checking c = { .dir = work->dir, .left = most };
    struct list     list;

    if (!v->known)
        return NULL;
    TRY(list_open(cx->arena, work->dir, O_RDONLY, &list));
    struct err *e = check_all(cx, &list, &c, work->watch);

    close(list.fd);
    TRY(e);
    judge_check(cx, &c, v, &list, f);
    return NULL;
}

/* ---- restoring ------------------------------------------------------------------------------- */

struct restoring { struct str dir; int64_t n_there, n_brought, n_bad; char first[VAULT_HEX]; };

static struct err *
bring(struct cx *cx, const char *from, struct str sha256, enum fate *fate)
{
    struct vault_file file;
    int               fd = open(from, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

    *fate = FATE_MISSING;
    if (fd < 0)
        return errno == ENOENT ? NULL : fault(cx->arena, str_of(from), errno);
    struct err *e = vault_put(cx, fd, &file);

    close(fd);
    if (!e)
        *fate = str_eq(file.sha256, sha256) ? FATE_WELL : FATE_CHANGED;
    return e;
}

static struct err *
restore_file(struct cx *cx, void *arg, struct str sha256)
{
    struct restoring *r = arg;
    const char       *from = file_path(cx->arena, r->dir, name_of(cx->arena, sha256));
    enum fate         fate;

    TRY(read_whole(cx, vault_path(cx, sha256), sha256, &fate));
    if (fate == FATE_WELL) {
        r->n_there++;
        return NULL;
    }
    TRY(bring(cx, from, sha256, &fate));
    r->n_brought += fate == FATE_WELL;
    if (fate != FATE_WELL && r->n_bad++ == 0)
        memcpy(r->first, sha256.p, VAULT_HEX);
    return NULL;
}

static struct err *
no_place(struct cx *cx, int64_t n)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_INPUT, .code = "restore.vault",
        .text = MSG("The copy has {0} files of documents, and no folder is set for them.",
                    number(cx, n)),
        .detail = MSG("Nothing was changed."),
        .hint = MSG("Say where they go, in the file of settings (vault) or with GUYUB_VAULT, and "
                    "restore again.") });
}

static struct err *
restore_all(struct cx *cx, const struct list *list, struct restoring *r, struct store_watch watch)
{
    struct walk       w = { .take = restore_file, .arg = r, .watch = watch };
    struct vault_hold hold;

    TRY(vault_hold(cx, &hold));
    struct err *e = list_walk(cx, list, 0, list->n, &w);

    vault_release(&hold);
    return e;
}

struct err *
vault_copy_restore(struct cx *cx, const struct vault_work *work, const struct manifest_vault *v,
                   struct findings *f)
{
    struct restoring r = { .dir = work->dir };
    struct list      list;

    if (!v->known || v->files == v->lost)
        return NULL;
    if (!cx->site || !str_is_known(cx->site->vault))
        return no_place(cx, v->files - v->lost);
    TRY(list_open(cx->arena, work->dir, O_RDONLY, &list));
    struct err *e = restore_all(cx, &list, &r, work->watch);

    close(list.fd);
    TRY(e);
    if (r.n_bad > 0)
        found(f, FINDING_BAD, "copy.vault",
              MSG("{0} files of documents in the copy are not what their names say, such as {1}.",
                  number(cx, r.n_bad),
                  str_copy(cx->arena, (struct str){ r.first, VAULT_HEX })),
              MSG("An older copy may have them as they were: put them into the folder vault of "
                  "this one, then restore again."));
    else
        found(f, FINDING_WELL, "restore.vault",
              MSG("{0} files of documents stand in {1}; {2} of them were there already.",
                  number(cx, list.n), cx->site->vault, number(cx, r.n_there)), MSG_NONE);
    return NULL;
}

/* ---- removing -------------------------------------------------------------------------------- */

static struct err *
unlink_all(struct arena *a, struct str folder, const struct disk_names *names)
{
    for (size_t i = 0; i < names->n; i++) {
        struct str path = disk_path(a, folder, names->name[i]);

        if (unlink(str_z(a, path)) != 0)
            return fault(a, path, errno);
    }
    return NULL;
}

/* As many times as disk_names needs to name them all. */
static struct err *
remove_folder(struct arena *a, struct str folder)
{
    struct disk_names names = { .n = DISK_NAMES_MAX };

    while (names.n == DISK_NAMES_MAX) {
        size_t mark = arena_mark(a);

        TRY(disk_names(a, folder, &names));
        TRY(unlink_all(a, folder, &names));
        arena_back(a, mark);
    }
    return rmdir(str_z(a, folder)) == 0 ? NULL : fault(a, folder, errno);
}

struct err *
vault_copy_remove(struct arena *a, struct str dir)
{
    struct str vault = disk_path(a, dir, S("vault"));

    if (!disk_is_there(a, vault))
        return NULL;
    for (unsigned i = 0; i < 256; i++) {
        size_t     mark = arena_mark(a);
        struct str folder = str_fmt(a, "%.*s/%02x", TEXT(vault), i);

        if (disk_is_there(a, folder))
            TRY(remove_folder(a, folder));
        arena_back(a, mark);
    }
    return rmdir(str_z(a, vault)) == 0 ? NULL : fault(a, vault, errno);
}
