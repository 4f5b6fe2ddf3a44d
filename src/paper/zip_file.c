/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* zip_file.c — see zip_file.h. */
#include "paper/zip_file.h"

#include <errno.h>
#include <unistd.h>

static voidpf ZCALLBACK
open_it(voidpf opaque, const void *name, int mode)
{
    (void)name;
    (void)mode;
    return opaque;
}

static uLong ZCALLBACK
read_it(voidpf opaque, voidpf stream, void *to, uLong size)
{
    struct zip_file *f = stream;
    uLong            have = 0;

    (void)opaque;
    while (have < size) {
        ssize_t n = pread(f->fd, (char *)to + have, size - have, (off_t)(f->at + have));

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && f->errnum == 0)
            f->errnum = errno;
        if (n <= 0)
            break;
        have += (uLong)n;
    }
    f->is_short |= have < size;         /* which the library would take for zeros */
    f->at += have;
    return have;
}

static uLong ZCALLBACK
write_it(voidpf opaque, voidpf stream, const void *from, uLong size)
{
    struct zip_file *f = stream;
    uLong            done = 0;

    (void)opaque;
    while (done < size && f->errnum == 0) {
        ssize_t n = pwrite(f->fd, (const char *)from + done, size - done, (off_t)(f->at + done));

        if (n > 0)
            done += (uLong)n;
        else if (n == 0 || errno != EINTR)
            f->errnum = n == 0 ? ENOSPC : errno;
    }
    f->at += done;
    f->size = f->at > f->size ? f->at : f->size;
    return done;
}

static ZPOS64_T ZCALLBACK
tell_it(voidpf opaque, voidpf stream)
{
    (void)opaque;
    return ((struct zip_file *)stream)->at;
}

static long ZCALLBACK
seek_it(voidpf opaque, voidpf stream, ZPOS64_T offset, int origin)
{
    struct zip_file *f = stream;
    uint64_t         from = origin == ZLIB_FILEFUNC_SEEK_CUR ? f->at
                            : origin == ZLIB_FILEFUNC_SEEK_END ? f->size : 0;
    uint64_t         to;

    (void)opaque;
    if (__builtin_add_overflow(from, offset, &to) || to > f->size)
        return -1;
    f->at = to;
    return 0;
}

static int ZCALLBACK
close_it(voidpf opaque, voidpf stream)
{
    (void)opaque;
    (void)stream;
    return 0;
}

static int ZCALLBACK
error_of_it(voidpf opaque, voidpf stream)
{
    const struct zip_file *f = stream;

    (void)opaque;
    return f->errnum != 0 || f->is_short;
}

zlib_filefunc64_def
zip_file_calls(struct zip_file *f)
{
    return (zlib_filefunc64_def){
        .zopen64_file = open_it, .zread_file = read_it, .zwrite_file = write_it,
        .ztell64_file = tell_it, .zseek64_file = seek_it, .zclose_file = close_it,
        .zerror_file = error_of_it, .opaque = f,
    };
}
