/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "city/bundle/bundle_file.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/sha.h"
#include "base/utf8.h"

#define MAGIC   "guyub-bundle "
#define VERSION "guyub-bundle 1 "

enum {
    SIGNATURE_HEX = 2 * SECRET_SIGNED_BYTES,
    LEAD_BYTES = (int)sizeof VERSION - 1 + BUNDLE_KEY_HEX + 1 + SIGNATURE_HEX + 1,
    CHUNK_BYTES = 256 << 10,
};

/* ---- what goes wrong ------------------------------------------------------------------------ */

static struct err *
refuse(struct arena *a, const char *code, struct msg text, struct msg hint)
{
    return err_of(a, (struct err){ .kind = ERR_INPUT, .code = code, .text = text, .hint = hint,
                                   .where = S("file") });
}

static struct err *
not_one(struct arena *a)
{
    return refuse(a, "bundle.not", MSG("This file is not a bundle of Guyub."),
                  MSG("Choose the file whose name ends in .guyub, as the sender made it."));
}

static struct err *
other_version(struct arena *a)
{
    return refuse(a, "bundle.version",
                  MSG("This bundle was made by a newer version of Guyub than this one."),
                  MSG("Bring this installation up to date, then receive it again."));
}

static struct err *
too_short(struct arena *a)
{
    return refuse(a, "bundle.short", MSG("This bundle is not whole: its end is missing."),
                  MSG("Copy it again from where it was made; look whether the disk was full."));
}

static struct err *
too_long(struct arena *a)
{
    return refuse(a, "bundle.long", MSG("Something stands behind the end of this bundle."),
                  MSG("It was changed on its way. Copy it again from where it was made."));
}

static struct err *
not_signed(struct arena *a)
{
    return refuse(a, "bundle.signature",
                  MSG("The signature does not fit: this bundle was changed on its way, or is not "
                      "from whom it says."),
                  MSG("Copy it again from where it was made. If that does not help, call the "
                      "sender before you do anything else."));
}

static struct err *
part_differs(struct arena *a, const struct bundle_part *p)
{
    struct err *e = refuse(a, "bundle.part",
        MSG("A part of this bundle is not what was sent: {0}", p->title),
        MSG("It was damaged or changed on its way. Copy it again from where it was made."));

    e->where = p->name;
    return e;
}

static struct err *
disk(struct arena *a, const char *code, int errnum)
{
    return err_errno(a, code, MSG("The bundle could not be read or written."), errnum);
}

/* ---- bytes ---------------------------------------------------------------------------------- */

/* As many of `n` as there are; -1: errno. */
static ssize_t
read_at(int fd, char *out, size_t n, int64_t at)
{
    size_t got = 0;

    while (got < n) {
        ssize_t more = pread(fd, out + got, n - got, (off_t)(at + (int64_t)got));

        if (more < 0 && errno == EINTR)
            continue;
        if (more < 0)
            return -1;
        if (more == 0)
            break;
        got += (size_t)more;
    }
    return (ssize_t)got;
}

static struct err *
write_all(struct arena *a, int fd, struct str s)
{
    while (s.n > 0) {
        ssize_t n = write(fd, s.p, s.n);

        if (n < 0 && errno != EINTR)
            return disk(a, "bundle.write", errno);
        if (n > 0)
            s = str_part(s, (size_t)n, s.n);
    }
    return NULL;
}

static struct str
hex_of(struct arena *a, const uint8_t *p, size_t n)
{
    return secret_hex(a, (struct str){ (const char *)p, n });
}

/* ---- the first line ------------------------------------------------------------------------- */

static bool
is_hex(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'a' && s.p[i] <= 'f')))
            return false;
    return true;
}

static struct err *
read_line(struct arena *a, struct str line, struct bundle_file *f)
{
    struct str rest = str_part(line, sizeof VERSION - 1, line.n);

    if (!str_starts(line, str_part(S(MAGIC), 0, line.n)) || line.n == 0)
        return not_one(a);
    if (!str_starts(line, str_part(S(VERSION), 0, line.n)))
        return other_version(a);
    if (line.n < LEAD_BYTES)
        return too_short(a);
    f->key = str_part(rest, 0, BUNDLE_KEY_HEX);
    f->signature = str_part(rest, BUNDLE_KEY_HEX + 1, SIGNATURE_HEX);
    bool is_line = rest.p[BUNDLE_KEY_HEX] == ' ' && line.p[LEAD_BYTES - 1] == '\n';

    return is_line && is_hex(f->key) && is_hex(f->signature) ? NULL : not_signed(a);
}

/* The head is the second line; it ends where the first line's end comes. */
static struct err *
read_lines(struct arena *a, struct bundle_file *f)
{
    int64_t    most = f->bytes < LEAD_BYTES + BUNDLE_HEAD_MAX + 1
                          ? f->bytes : LEAD_BYTES + BUNDLE_HEAD_MAX + 1;
    char      *p = NEWS(a, char, (size_t)most + 1);
    ssize_t    n = read_at(f->fd, p, (size_t)most, 0);
    struct str all = { p, n < 0 ? 0 : (size_t)n }, rest;

    if (n < 0)
        return disk(a, "bundle.read", errno);
    TRY(read_line(a, str_part(all, 0, LEAD_BYTES), f));
    all = str_part(all, LEAD_BYTES, all.n);
    if (!str_cut(all, '\n', &f->text, &rest))
        return all.n < BUNDLE_HEAD_MAX + 1 ? too_short(a) : not_signed(a);
    f->from = LEAD_BYTES + (int64_t)f->text.n + 1;
    return NULL;
}

static struct str
signed_text(struct arena *a, struct str key, struct str head)
{
    return str_fmt(a, VERSION "%.*s\n%.*s", TEXT(key), TEXT(head));
}

struct err *
bundle_file_open(struct arena *a, int fd, struct bundle_file *f)
{
    struct stat st;
    struct str  key, signature;

    *f = (struct bundle_file){ .fd = fd };
    if (fstat(fd, &st) != 0)
        return disk(a, "bundle.read", errno);
    f->bytes = st.st_size;
    TRY(read_lines(a, f));
    if (!secret_unhex(a, f->key, &key) || !secret_unhex(a, f->signature, &signature)
        || !secret_signed(key, signed_text(a, f->key, f->text), signature))
        return not_signed(a);
    f->hash = bundle_hash_of(a, f->text);
    return NULL;
}

struct err *
bundle_file_head(struct arena *a, struct bundle_file *f)
{
    TRY(bundle_head_read(a, f->text, &f->head));
    f->total = f->from + bundle_parts_bytes(&f->head);
    return str_eq(f->head.from, f->key) ? NULL : not_signed(a);
}

/* ---- the parts ------------------------------------------------------------------------------ */

static int64_t
part_at(const struct bundle_file *f, size_t part)
{
    int64_t at = f->from;

    for (size_t i = 0; i < part; i++)
        at += f->head.part[i].bytes;
    return at;
}

/* Its bytes by chunks; `to` below 0: they are only hashed. */
static struct err *
pass(struct arena *a, const struct bundle_file *f, size_t part, int to)
{
    const struct bundle_part *p = &f->head.part[part];
    size_t                    mark = arena_mark(a);
    char                     *chunk = NEWS(a, char, CHUNK_BYTES);
    int64_t                   at = part_at(f, part), left = p->bytes;
    struct sha                sha;

    sha_begin(&sha);
    while (left > 0) {
        ssize_t n = read_at(f->fd, chunk, left < CHUNK_BYTES ? (size_t)left : CHUNK_BYTES, at);

        if (n < 0)
            return disk(a, "bundle.read", errno);
        if (n == 0)
            return too_short(a);
        sha_add(&sha, (struct str){ chunk, (size_t)n });
        if (to >= 0)
            TRY(write_all(a, to, (struct str){ chunk, (size_t)n }));
        at += n;
        left -= n;
    }
    bool is_same = str_eq(sha_hex(&sha, a), p->sha256);

    arena_back(a, mark);
    return is_same ? NULL : part_differs(a, p);
}

struct err *
bundle_file_check(struct arena *a, const struct bundle_file *f)
{
    if (f->bytes < f->total)
        return too_short(a);
    if (f->bytes > f->total)
        return too_long(a);
    for (size_t i = 0; i < f->head.n; i++)
        TRY(pass(a, f, i, -1));
    return NULL;
}

struct err *
bundle_file_copy(struct arena *a, const struct bundle_file *f, size_t part, int to)
{
    return pass(a, f, part, to);
}

struct err *
bundle_file_text(struct arena *a, const struct bundle_file *f, size_t part, struct str *text)
{
    const struct bundle_part *p = &f->head.part[part];
    char                     *bytes = NEWS(a, char, (size_t)p->bytes + 1);
    size_t                    bad;

    TRY(pass(a, f, part, -1));
    ssize_t n = read_at(f->fd, bytes, (size_t)p->bytes, part_at(f, part));

    if (n < 0)
        return disk(a, "bundle.read", errno);
    *text = (struct str){ bytes, (size_t)n };
    if (n < p->bytes || !utf8_is_valid(*text, &bad) || memchr(bytes, '\0', (size_t)n))
        return part_differs(a, p);
    return NULL;
}

/* ---- writing -------------------------------------------------------------------------------- */

struct str
bundle_hash_of(struct arena *a, struct str head)
{
    struct sha sha;

    sha_begin(&sha);
    sha_add(&sha, head);
    return sha_hex(&sha, a);
}

struct str
bundle_key_of(struct arena *a, const struct secret_signer *signer)
{
    return hex_of(a, signer->public_key, sizeof signer->public_key);
}

struct str
bundle_lead_of(struct arena *a, struct str key, struct str signature, struct str head)
{
    return str_fmt(a, VERSION "%.*s %.*s\n%.*s\n", TEXT(key), TEXT(signature), TEXT(head));
}

struct str
bundle_sign(struct arena *a, const struct secret_signer *signer, struct str head)
{
    struct str key = bundle_key_of(a, signer);

    return secret_hex(a, secret_sign(a, signer, signed_text(a, key, head)));
}

/* ---- pieces --------------------------------------------------------------------------------- */

static struct str
piece_text(struct arena *a, const struct bundle_piece *p)
{
    return str_fmt(a, "guyub-piece 1 %.*s %lld %.*s", TEXT(p->hash), (long long)p->from,
                   TEXT(p->sha256));
}

struct str
bundle_piece_sign(struct arena *a, const struct secret_signer *signer,
                  const struct bundle_piece *p)
{
    return secret_hex(a, secret_sign(a, signer, piece_text(a, p)));
}

bool
bundle_piece_is(struct arena *a, const struct bundle_piece *p, struct str key,
                struct str signature)
{
    struct str k, s;

    return secret_unhex(a, key, &k) && secret_unhex(a, signature, &s)
        && secret_signed(k, piece_text(a, p), s);
}
