/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * letter_keep.c — VAULT/paper: the PDF of the day of issue, under its SHA-256.
 *
 * Kept so that a long paper is set once, and so that what is signed years later begins with the
 * bytes that were issued, whatever version of the PDF library is there by then. What is not there
 * any more is made anew from the frozen text: losing the folder loses no paper.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/secret.h"
#include "office/letter/letter_part.h"
#include "site.h"

static const char *
path_of(struct cx *cx, struct str name)
{
    return str_z(cx->arena, str_fmt(cx->arena, "%.*s/paper/%.*s", TEXT(cx->site->vault),
                                    TEXT(name)));
}

static bool
enter(struct cx *cx)
{
    if (!cx->site || cx->site->vault.n == 0)
        return false;
    mkdir(str_z(cx->arena, cx->site->vault), 0700);
    return mkdir(path_of(cx, S("")), 0700) == 0 || errno == EEXIST;
}

static bool
write_all(int fd, struct str bytes)
{
    size_t done = 0;

    while (done < bytes.n) {
        ssize_t n = write(fd, bytes.p + done, bytes.n - done);

        if (n < 0 && errno != EINTR)
            return false;
        done += n > 0 ? (size_t)n : 0;
    }
    return fsync(fd) == 0;
}

/* Under its name only when it is whole. That it cannot be kept is no fault: it is made anew. */
void
letter_keep(struct cx *cx, struct str sha256, struct str pdf)
{
    if (!enter(cx))
        return;
    const char *part = path_of(cx, secret_token(cx->arena));
    int         fd = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    if (fd < 0)
        return;
    bool is_whole = write_all(fd, pdf);

    close(fd);
    if (!is_whole || rename(part, path_of(cx, sha256)) != 0)
        unlink(part);
}

static bool
read_all(int fd, char *to, size_t n)
{
    size_t done = 0;

    while (done < n) {
        ssize_t got = read(fd, to + done, n - done);

        if (got == 0 || (got < 0 && errno != EINTR))
            return false;
        done += got > 0 ? (size_t)got : 0;
    }
    return true;
}

/* What stands there may have been changed: it is what its name says, or it is not taken. */
bool
letter_kept(struct cx *cx, const struct letter *l, struct buf *out)
{
    if (!l->pdf_bytes.known || l->pdf_bytes.n > PAPER_PDF_MAX || !enter(cx))
        return false;
    int fd = open(path_of(cx, l->pdf_sha256), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

    if (fd < 0)
        return false;
    size_t     n = (size_t)l->pdf_bytes.n;
    char      *bytes = NEWS(cx->arena, char, n);
    bool       is_read = read_all(fd, bytes, n);
    struct str pdf = { bytes, n };

    close(fd);
    if (!is_read || !str_eq(paper_hash(cx->arena, pdf), l->pdf_sha256))
        return false;
    buf_add(out, pdf);
    return true;
}
