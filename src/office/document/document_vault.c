/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "office/document/document_vault.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/secret.h"
#include "base/sha.h"
#include "site.h"

enum { PART_BYTES = 256 << 10 };

/* ---- what goes wrong ------------------------------------------------------------------------ */

static struct err *
disk_fault(struct cx *cx, int errnum)
{
    bool full = errnum == ENOSPC || errnum == EDQUOT || errnum == EFBIG;

    if (full)
        return err_of(cx->arena, (struct err){ .kind = ERR_BUSY, .code = "vault.full",
            .text = MSG("There is no room left for documents."),
            .hint = MSG("Tell the administrator: the vault's disk is full. Nothing was lost.") });
    return err_errno(cx->arena, "vault.disk", MSG("The vault could not be read or written."),
                     errnum);
}

static struct err *
missing(struct cx *cx, struct str sha256)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_BROKEN, .code = "vault.missing",
        .text = MSG("The file of this document is not in the vault."),
        .detail = MSG("Its SHA-256 is {0}.", sha256),
        .hint = MSG("Tell the administrator: a copy of the vault has it.") });
}

/* ---- folders and descriptors ---------------------------------------------------------------- */

static void
end_fd(void *fd)
{
    close(*(const int *)fd);
}

/* Closes with the arena; the place is made before the descriptor is. */
static void
own(struct cx *cx, void **place, int fd)
{
    int *owned = NEW(cx->arena, int);

    *owned = fd;
    *place = owned;
}

static struct err *
folder_of(struct cx *cx, const char **folder)
{
    if (!cx->site || cx->site->vault.n == 0)
        return err_of(cx->arena, (struct err){ .kind = ERR_BROKEN, .code = "vault.unset",
            .text = MSG("No folder for documents is set."),
            .hint = MSG("Tell the administrator: set vault to a folder that all servers of this "
                        "database share.") });
    *folder = str_z(cx->arena, cx->site->vault);
    return NULL;
}

static struct err *
make_folder(struct cx *cx, const char *path)
{
    if (mkdir(path, 0700) == 0 || errno == EEXIST)
        return NULL;
    return err_errno(cx->arena, "vault.folder",
                     MSG("The folder for documents {0} cannot be made.", str_of(path)), errno);
}

/* A folder inside of the vault, both made where they are not there yet. */
static struct err *
enter(struct cx *cx, struct str part, struct str *path)
{
    const char *folder = "";

    *path = S("");
    TRY(folder_of(cx, &folder));
    TRY(make_folder(cx, folder));
    *path = str_fmt(cx->arena, "%s/%.*s", folder, TEXT(part));
    return make_folder(cx, str_z(cx->arena, *path));
}

static struct err *
sync_folder(struct cx *cx, const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int errnum = fd < 0 || fsync(fd) != 0 ? errno : 0;

    if (fd >= 0)
        close(fd);
    return errnum ? disk_fault(cx, errnum) : NULL;
}

/* "3f79…" lies in "3f". */
static struct err *
place_of(struct cx *cx, struct str sha256, struct str *folder, const char **path)
{
    *folder = S("");
    TRY(enter(cx, str_part(sha256, 0, 2), folder));
    *path = str_z(cx->arena, str_fmt(cx->arena, "%.*s/%.*s", TEXT(*folder), TEXT(sha256)));
    return NULL;
}

/* Opens and holds; `how` as flock has it. */
static struct err *
hold_file(struct cx *cx, const char *path, int how, struct vault_hold *hold)
{
    *hold = (struct vault_hold){ .fd = -1, .place = arena_owns(cx->arena, end_fd) };
    hold->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (hold->fd < 0)
        return disk_fault(cx, errno);
    own(cx, hold->place, hold->fd);
    if (flock(hold->fd, how) == 0)
        return NULL;
    int errnum = errno;

    vault_release(hold);
    if (errnum != EWOULDBLOCK)
        return disk_fault(cx, errnum);
    return err_of(cx->arena, (struct err){ .kind = ERR_BUSY, .code = "vault.busy",
        .text = MSG("Another piece of this upload is being written."),
        .hint = MSG("Try again in a moment.") });
}

struct err *
vault_hold(struct cx *cx, struct vault_hold *hold)
{
    const char *folder = "";

    TRY(folder_of(cx, &folder));
    TRY(make_folder(cx, folder));
    return hold_file(cx, str_z(cx->arena, str_fmt(cx->arena, "%s/lock", folder)), LOCK_SH, hold);
}

void
vault_release(struct vault_hold *hold)
{
    if (hold->place && *hold->place) {
        close(hold->fd);
        *hold->place = NULL;
    }
}

/* ---- writing -------------------------------------------------------------------------------- */

/* What others, the database among them, still need is not taken. */
static int
room_fault(int fd)
{
    struct statvfs disk;

    if (fstatvfs(fd, &disk) != 0 || disk.f_bavail > VAULT_RESERVE / disk.f_frsize)
        return 0;
    return ENOSPC;
}

static int
write_all(int fd, const char *p, size_t n, int64_t at)
{
    for (size_t done = 0; done < n;) {
        ssize_t wrote = pwrite(fd, p + done, n - done, (off_t)at + (off_t)done);

        if (wrote < 0 && errno != EINTR)
            return errno;
        done += wrote > 0 ? (size_t)wrote : 0;
    }
    return 0;
}

/* Up to `n` bytes at `at`; 0: the end. */
static ssize_t
read_at(int fd, char *p, size_t n, int64_t at)
{
    ssize_t got;

    do
        got = pread(fd, p, n, (off_t)at);
    while (got < 0 && errno == EINTR);
    return got;
}

/* 0, or errno; EIO: the source ended before. */
static int
copy(int to, struct vault_piece piece, char *part, struct sha *sha)
{
    for (int64_t done = 0; done < piece.n;) {
        int64_t left = piece.n - done;
        ssize_t got = read_at(piece.from, part, left < PART_BYTES ? (size_t)left : PART_BYTES,
                              piece.skip + done);
        int     errnum = got < 0 ? errno : got == 0 ? EIO : room_fault(to);

        if (!errnum)
            errnum = write_all(to, part, (size_t)got, piece.at + done);
        if (errnum)
            return errnum;
        sha_add(sha, (struct str){ part, (size_t)got });
        done += got;
    }
    return fsync(to) == 0 ? 0 : errno;
}

struct err *
vault_write(struct cx *cx, int fd, struct vault_piece piece, struct sha *sha)
{
    size_t mark = arena_mark(cx->arena);
    int    errnum = copy(fd, piece, NEWS(cx->arena, char, PART_BYTES), sha);

    arena_back(cx->arena, mark);
    return errnum ? disk_fault(cx, errnum) : NULL;
}

/* A rename over the same bytes is no change, and makes the file young again for the sweeper. */
static struct err *
rename_in(struct cx *cx, const char *from, struct str sha256)
{
    struct str  folder = S("");
    const char *to = NULL;

    TRY(place_of(cx, sha256, &folder, &to));
    if (rename(from, to) != 0)
        return disk_fault(cx, errno);
    TRY(sync_folder(cx, str_z(cx->arena, folder)));
    return sync_folder(cx, str_z(cx->arena, cx->site->vault));
}

static struct err *
fill(struct cx *cx, int to, int from, struct vault_file *file)
{
    struct sha  sha;
    struct stat st;

    sha_begin(&sha);
    if (fstat(from, &st) != 0)
        return disk_fault(cx, errno);
    TRY(vault_write(cx, to, (struct vault_piece){ .from = from, .n = st.st_size }, &sha));
    *file = (struct vault_file){ .sha256 = sha_hex(&sha, cx->arena), .bytes = st.st_size };
    return NULL;
}

static struct err *
new_path(struct cx *cx, const char **path)
{
    struct str folder;

    TRY(enter(cx, S("new"), &folder));
    *path = str_z(cx->arena, str_fmt(cx->arena, "%.*s/%.*s", TEXT(folder),
                                     TEXT(secret_token(cx->arena))));
    return NULL;
}

struct err *
vault_put(struct cx *cx, int fd, struct vault_file *file)
{
    void      **place = arena_owns(cx->arena, end_fd);
    const char *path;

    TRY(new_path(cx, &path));
    int to = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    if (to < 0)
        return disk_fault(cx, errno);
    own(cx, place, to);
    struct err *e = fill(cx, to, fd, file);

    if (!e)
        e = rename_in(cx, path, file->sha256);
    if (e)
        unlink(path);
    return e;
}

/* False: it lies on another disk, or had a name that was taken away. */
static bool
link_fd(struct cx *cx, int fd, const char *path)
{
    const char *open_file = str_z(cx->arena, str_fmt(cx->arena, "/proc/self/fd/%d", fd));

    return linkat(AT_FDCWD, open_file, AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0;
}

struct err *
vault_adopt(struct cx *cx, int fd, const struct vault_file *file)
{
    struct vault_file copied = { .bytes = 0 };
    const char       *path;

    TRY(new_path(cx, &path));
    if (!link_fd(cx, fd, path)) {
        TRY(vault_put(cx, fd, &copied));
        assert(str_eq(copied.sha256, file->sha256));
        return NULL;
    }
    struct err *e = fsync(fd) == 0 ? rename_in(cx, path, file->sha256) : disk_fault(cx, errno);

    unlink(path);                       /* still there after a fault, or over the same file */
    return e;
}

/* ---- reading -------------------------------------------------------------------------------- */

struct err *
vault_open(struct cx *cx, struct str sha256, int *fd)
{
    void      **place = arena_owns(cx->arena, end_fd);
    struct str  folder;
    const char *path;

    TRY(place_of(cx, sha256, &folder, &path));
    *fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (*fd >= 0) {
        own(cx, place, *fd);
        return NULL;
    }
    return errno == ENOENT ? missing(cx, sha256) : disk_fault(cx, errno);
}

struct err *
vault_verify(struct cx *cx, const struct vault_file *file, bool *well)
{
    char      *part = NEWS(cx->arena, char, PART_BYTES);
    struct sha sha;
    int64_t    at = 0;
    ssize_t    got;
    int        fd;

    TRY(vault_open(cx, file->sha256, &fd));
    sha_begin(&sha);
    while ((got = read_at(fd, part, PART_BYTES, at)) > 0) {
        sha_add(&sha, (struct str){ part, (size_t)got });
        at += got;
    }
    if (got < 0)
        return disk_fault(cx, errno);
    *well = at == file->bytes && str_eq(sha_hex(&sha, cx->arena), file->sha256);
    return NULL;
}

/* ---- arriving files -------------------------------------------------------------------------- */

static struct err *
arriving_path(struct cx *cx, struct str code, const char **path)
{
    struct str folder;

    TRY(enter(cx, S("arriving"), &folder));
    *path = str_z(cx->arena, str_fmt(cx->arena, "%.*s/%.*s", TEXT(folder), TEXT(code)));
    return NULL;
}

struct err *
vault_arriving(struct cx *cx, struct str code, struct vault_hold *hold)
{
    const char *path;

    TRY(arriving_path(cx, code, &path));
    return hold_file(cx, path, LOCK_EX | LOCK_NB, hold);
}

/* Copied where no other name can be made. */
static struct err *
arrive_by_copy(struct cx *cx, const char *path, int from)
{
    void      **place = arena_owns(cx->arena, end_fd);
    struct vault_file file;
    int         to = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);

    if (to < 0)
        return disk_fault(cx, errno);
    own(cx, place, to);
    return fill(cx, to, from, &file);
}

struct err *
vault_arrived(struct cx *cx, struct str code, int fd)
{
    const char *path;

    TRY(arriving_path(cx, code, &path));
    if (!link_fd(cx, fd, path) && errno != EEXIST)
        return arrive_by_copy(cx, path, fd);
    return fsync(fd) == 0 ? NULL : disk_fault(cx, errno);
}

/* By a second name, so that the end may be tried again until its rows are there. */
struct err *
vault_keep(struct cx *cx, struct str code, struct str sha256)
{
    const char *path, *second;

    TRY(arriving_path(cx, code, &path));
    TRY(new_path(cx, &second));
    if (link(path, second) != 0)
        return disk_fault(cx, errno);
    struct err *e = rename_in(cx, second, sha256);

    unlink(second);                     /* still there where both were one file already */
    return e;
}

void
vault_forget(struct cx *cx, struct str code)
{
    const char *path;

    if (!arriving_path(cx, code, &path))
        unlink(path);
}

/* ---- sweeping -------------------------------------------------------------------------------- */

typedef struct err *wanted_fn(struct cx *, struct str name, bool *);

struct sweeper { struct vault_sweep *sweep; int lock; wanted_fn *is_wanted; };

/* Nobody adds while one file is asked for and removed. */
static struct err *
sweep_file(struct cx *cx, const struct sweeper *s, const char *path, struct str name)
{
    struct stat st;
    bool        wanted = false;

    if (stat(path, &st) != 0 || st.st_mtime >= s->sweep->before_s)
        return NULL;
    if (flock(s->lock, LOCK_EX | LOCK_NB) != 0)
        return NULL;                                /* somebody adds: another day */
    struct err *e = s->is_wanted ? s->is_wanted(cx, name, &wanted) : NULL;

    if (!e && !wanted)
        s->sweep->n += unlink(path) == 0;
    flock(s->lock, LOCK_UN);
    return e;
}

static void
end_dir(void *dir)
{
    closedir(dir);
}

static struct err *
sweep_folder(struct cx *cx, const struct sweeper *s, struct str part)
{
    void         **place = arena_owns(cx->arena, end_dir);
    const char    *folder = str_z(cx->arena, str_fmt(cx->arena, "%.*s/%.*s",
                                                     TEXT(cx->site->vault), TEXT(part)));
    DIR           *dir = opendir(folder);
    struct dirent *entry;

    *place = dir;
    while (dir && (entry = readdir(dir))) {
        size_t      mark = arena_mark(cx->arena);
        struct str  name = str_of(entry->d_name);
        const char *path = str_z(cx->arena, str_fmt(cx->arena, "%s/%.*s", folder, TEXT(name)));

        if (entry->d_name[0] != '.')
            TRY(sweep_file(cx, s, path, name));
        arena_back(cx->arena, mark);
    }
    return NULL;
}

static struct err *
sweep_all(struct cx *cx, int lock, struct vault_sweep *sweep)
{
    struct sweeper left = { sweep, lock, NULL }, arrival = { sweep, lock, sweep->is_awaited },
                   file = { sweep, lock, sweep->is_wanted };

    TRY(sweep_folder(cx, &left, S("new")));
    TRY(sweep_folder(cx, &arrival, S("arriving")));
    for (int i = 0; i < 256; i++) {
        size_t mark = arena_mark(cx->arena);

        TRY(sweep_folder(cx, &file, str_fmt(cx->arena, "%02x", (unsigned)i)));
        arena_back(cx->arena, mark);
    }
    return NULL;
}

struct err *
vault_sweep(struct cx *cx, struct vault_sweep *sweep)
{
    struct vault_hold lock;

    TRY(vault_hold(cx, &lock));
    flock(lock.fd, LOCK_UN);
    struct err *e = sweep_all(cx, lock.fd, sweep);

    vault_release(&lock);
    return e;
}
