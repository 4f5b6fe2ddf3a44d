/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* zip_out.c — see zip_out.h. */
#include "paper/zip_out.h"

#include <assert.h>
#include <errno.h>
#include <minizip/zip.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/hash.h"
#include "paper/zip_file.h"

enum { PIECE = 64 << 10, MADE_ON = 1 << 21 | 1 << 16 /* 1980-01-01 of DOS */, MADE_BY = 20,
       IS_UTF8 = 1 << 11, MEMORY = 8, BUCKETS = 1024 };

static const uint64_t zip64_from = UINT64_C(0xf0000000);   /* room for what deflate may add */

struct name { struct str text; struct name *next; };

struct zip_out {
    struct arena   *arena;
    struct zip_file file;
    void          **owned;
    zipFile         zip;
    bool            is_open;
    struct name    *taken[BUCKETS];
};

static struct err *
write_failed(struct zip_out *z)
{
    return err_errno(z->arena, "zip.write", MSG("The ZIP could not be written."),
                     z->file.errnum ? z->file.errnum : EFBIG);
}

/* ---- the archive ----------------------------------------------------------------------------- */

static void
end_zip(void *zip)
{
    zipClose(zip, NULL);
}

struct err *
zip_out_open(struct arena *a, int fd, struct zip_out **out)
{
    struct zip_out     *z = NEW(a, struct zip_out);
    zlib_filefunc64_def calls = zip_file_calls(&z->file);

    *z = (struct zip_out){ .arena = a, .file = { .fd = fd }, .owned = arena_owns(a, end_zip) };
    z->zip = zipOpen2_64("", APPEND_STATUS_CREATE, NULL, &calls);
    *z->owned = z->zip;
    if (!z->zip)
        return err_errno(a, "zip.write", MSG("The ZIP could not be written."), ENOMEM);
    *out = z;
    return NULL;
}

static bool
take_name(struct zip_out *z, struct str name)
{
    struct name **at = &z->taken[hash_64(name) % BUCKETS];

    for (; *at; at = &(*at)->next)
        if (str_eq((*at)->text, name))
            return false;
    *at = NEW(z->arena, struct name);
    (*at)->text = str_copy(z->arena, name);
    return true;
}

static struct err *
end_entry(struct zip_out *z)
{
    bool was_open = z->is_open;

    z->is_open = false;
    if (was_open && (zipCloseFileInZip(z->zip) != ZIP_OK || z->file.errnum))
        return write_failed(z);
    return NULL;
}

static struct err *
begin(struct zip_out *z, struct str name, bool packs, bool zip64)
{
    zip_fileinfo info = { .dosDate = MADE_ON };

    TRY(end_entry(z));
    if (!take_name(z, name))
        return err_of(z->arena, (struct err){
            .kind = ERR_INPUT, .code = "zip.twice", .where = name,
            .text = MSG("Two files of the ZIP have the same name."),
            .hint = MSG("Give one of them another name."),
        });
    if (zipOpenNewFileInZip4_64(z->zip, str_z(z->arena, name), &info, NULL, 0, NULL, 0, NULL,
                                packs ? Z_DEFLATED : 0, Z_DEFAULT_COMPRESSION, 0, -MAX_WBITS,
                                MEMORY, Z_DEFAULT_STRATEGY, NULL, 0, MADE_BY, IS_UTF8, zip64)
        != ZIP_OK)
        return write_failed(z);
    z->is_open = true;
    return NULL;
}

struct err *
zip_out_begin(struct zip_out *z, struct str name, bool packs)
{
    return begin(z, name, packs, false);
}

struct err *
zip_out_add(struct zip_out *z, struct str bytes)
{
    assert(z->is_open);
    for (size_t at = 0; at < bytes.n; at += PIECE) {
        struct str piece = str_part(bytes, at, PIECE);

        if (zipWriteInFileInZip(z->zip, piece.p, (unsigned)piece.n) != ZIP_OK || z->file.errnum)
            return write_failed(z);
    }
    return NULL;
}

static struct err *
read_failed(struct zip_out *z, struct str name, int errnum)
{
    struct err *e = err_errno(z->arena, "zip.read", MSG("The file could not be read."), errnum);

    e->where = name;
    return e;
}

struct err *
zip_out_file(struct zip_out *z, struct str name, bool packs, int fd)
{
    char        piece[PIECE];
    struct stat is;
    off_t       at = 0;

    if (fstat(fd, &is) < 0)
        return read_failed(z, name, errno);
    TRY(begin(z, name, packs, (uint64_t)is.st_size >= zip64_from));
    for (;;) {
        ssize_t n = pread(fd, piece, sizeof piece, at);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return read_failed(z, name, errno);
        if (n == 0)
            return end_entry(z);
        TRY(zip_out_add(z, (struct str){ piece, (size_t)n }));
        at += n;
    }
}

struct err *
zip_out_close(struct zip_out *z)
{
    TRY(end_entry(z));
    *z->owned = NULL;
    return zipClose(z->zip, NULL) == ZIP_OK && z->file.errnum == 0 ? NULL : write_failed(z);
}
