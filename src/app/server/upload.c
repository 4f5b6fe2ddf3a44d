/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/server/upload.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/log.h"
#include "base/utf8.h"

enum { PUSH_BYTES = 8 << 20 };

/* ---- the disk -------------------------------------------------------------------------------- */

/* Where large files may lie, unlike /tmp, which may be memory. */
static const char *
folder_of(struct arena *a, struct str set)
{
    const char *by_system = getenv("TMPDIR");

    if (set.n > 0)
        return str_z(a, set);
    return by_system && *by_system ? by_system : "/var/tmp";
}

/* Where a file system has no files without a name, the name is taken away at once. */
static int
open_nameless(struct arena *a, const char *folder)
{
    int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

    if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR))
        return fd;
    size_t n = strlen(folder) + sizeof "/guyub-XXXXXX";
    char  *path = NEWS(a, char, n);

    snprintf(path, n, "%s/guyub-XXXXXX", folder);
    fd = mkostemp(path, O_CLOEXEC);
    if (fd >= 0)
        unlink(path);
    return fd;
}

static bool
disk_failed(struct form_in *f)
{
    bool is_full = errno == ENOSPC || errno == EDQUOT || errno == EFBIG;

    f->errnum = errno;
    f->fault = is_full ? UPLOAD_DISK_FULL : UPLOAD_DISK;
    LOG(LOG_ERROR, "upload.disk", LOG_NUMBER("errno", f->errnum));
    return false;
}

/* What others, the database among them, still need is not taken: asked for each piece. */
static bool
has_room(int fd)
{
    struct statvfs disk;

    return fstatvfs(fd, &disk) != 0 || disk.f_bavail > UPLOAD_RESERVE / disk.f_frsize;
}

static bool
write_all(struct form_in *f, int fd, struct str bytes)
{
    if (!has_room(fd)) {
        errno = ENOSPC;
        return disk_failed(f);
    }
    while (bytes.n > 0) {
        ssize_t n = write(fd, bytes.p, bytes.n);

        if (n < 0 && errno != EINTR)
            return disk_failed(f);
        if (n > 0)
            bytes = str_part(bytes, (size_t)n, bytes.n - (size_t)n);
    }
    return true;
}

/* ---- parts ----------------------------------------------------------------------------------- */

static bool
failed(struct form_in *f, enum upload_fault why)
{
    f->fault = why;
    return false;
}

static bool
file_begins(struct form_in *f)
{
    const struct multipart *m = &f->reader;

    if (f->n_uploads == UPLOADS_MAX)
        return failed(f, UPLOAD_FILES_MANY);
    int fd = open_nameless(f->arena, f->folder);

    if (fd < 0)
        return disk_failed(f);
    sha_begin(&f->sha);
    f->upload[f->n_uploads++] = (struct upload){
        .field = str_copy(f->arena, m->name), .name = str_copy(f->arena, m->file),
        .type = str_copy(f->arena, str_is_known(m->type) ? m->type : S("text/plain")), .fd = fd,
    };
    return true;
}

static bool
part_begins(struct form_in *f)
{
    f->in_file = str_is_known(f->reader.file);
    if (f->in_file)
        return file_begins(f);
    f->given.pair[f->given.n].name = str_copy(f->arena, f->reader.name);
    f->text = buf_in(f->arena, f->text_left);
    return true;
}

/* The disk begins with what came while more comes: who syncs it at the end waits for little. */
static void
push(const struct upload *u, size_t n)
{
    if (u->bytes / PUSH_BYTES != (u->bytes + (int64_t)n) / PUSH_BYTES)
        sync_file_range(u->fd, 0, 0, SYNC_FILE_RANGE_WRITE);
}

static bool
part_goes_on(struct form_in *f, struct str piece)
{
    struct upload *u = f->in_file ? &f->upload[f->n_uploads - 1] : NULL;

    if (u) {
        push(u, piece.n);
        u->bytes += (int64_t)piece.n;
        sha_add(&f->sha, piece);
        return write_all(f, u->fd, piece);
    }
    buf_add(&f->text, piece);
    return f->text.full ? failed(f, UPLOAD_TEXT_LARGE) : true;
}

/* A field in which no file was chosen comes as a file without name and content. */
static bool
file_ends(struct form_in *f)
{
    struct upload *u = &f->upload[f->n_uploads - 1];

    if (lseek(u->fd, 0, SEEK_SET) < 0)
        return disk_failed(f);
    struct sha *sha = NEW(f->arena, struct sha);

    *sha = f->sha;
    u->sha = sha;
    u->sha256 = sha_hex(&f->sha, f->arena);
    if (u->name.n == 0 && u->bytes == 0) {
        close(u->fd);
        f->n_uploads--;
    }
    return true;
}

static bool
part_ends(struct form_in *f)
{
    if (f->in_file)
        return file_ends(f);
    struct str value = buf_str(&f->text);

    if (!utf8_is_valid(value, NULL) || (value.n > 0 && memchr(value.p, '\0', value.n)))
        return failed(f, UPLOAD_NO_TEXT);
    f->given.pair[f->given.n++].value = value;
    f->text_left -= value.n;
    return true;
}

/* ---- the form -------------------------------------------------------------------------------- */

static_assert((int)MULTIPART_PARTS_MAX <= (int)QUERY_PAIRS_MAX, "every text has its place");

bool
upload_begin(struct form_in *f, struct arena *a, struct str content_type, struct str folder,
             size_t text_max)
{
    f->n_uploads = f->given.n = 0;
    f->fault = UPLOAD_WELL;
    f->arena = a;
    f->folder = folder_of(a, folder);
    f->text_left = text_max;
    multipart_start(&f->reader, content_type);
    return f->reader.refusal ? failed(f, UPLOAD_MALFORMED) : true;
}

bool
upload_take(struct form_in *f, struct str bytes)
{
    size_t taken;
    bool   well = f->fault == UPLOAD_WELL;

    while (well && bytes.n > 0) {
        switch (multipart_feed(&f->reader, bytes, &taken)) {
        case MULTIPART_MORE:    break;
        case MULTIPART_BEGINS:  well = part_begins(f); break;
        case MULTIPART_PIECE:   well = part_goes_on(f, f->reader.piece); break;
        case MULTIPART_ENDS:    well = part_ends(f); break;
        case MULTIPART_REFUSED: well = failed(f, UPLOAD_MALFORMED); break;
        }
        bytes = str_part(bytes, taken, bytes.n - taken);
    }
    return well;
}

bool
upload_end(struct form_in *f)
{
    if (f->fault == UPLOAD_WELL && !multipart_is_whole(&f->reader))
        failed(f, UPLOAD_MALFORMED);
    return f->fault == UPLOAD_WELL;
}

void
upload_forget(struct form_in *f)
{
    for (size_t i = 0; i < f->n_uploads; i++)
        close(f->upload[i].fd);
    f->n_uploads = 0;
}
