/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "office/letter/letter_signed.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/sha.h"

enum { PIECE = 64 << 10, RANGE_MAX = 200 /* bytes of one /ByteRange */, CONTENTS_MAX = 4 << 20 };

static const struct str word = { "/ByteRange", 10 };

struct look {
    struct arena          *arena;
    int                    fd, errnum;
    int64_t                size;
    struct letter_issued   ours;
    struct letter_signing *out;
    char                  *piece;
};

/* Up to `n` bytes at `at`; 0: the end, or what could not be read. */
static size_t
read_at(struct look *k, char *to, size_t n, int64_t at)
{
    size_t done = 0;

    while (done < n) {
        ssize_t got = pread(k->fd, to + done, n - done, (off_t)(at + (int64_t)done));

        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            k->errnum = errno;
        if (got <= 0)
            break;
        done += (size_t)got;
    }
    return done;
}

/* ---- our bytes ------------------------------------------------------------------------------ */

static bool
begins_with_ours(struct look *k)
{
    struct sha sha;
    int64_t    at = 0;

    if (k->ours.bytes <= 0 || k->size < k->ours.bytes)
        return false;
    sha_begin(&sha);
    while (at < k->ours.bytes) {
        int64_t left = k->ours.bytes - at;
        size_t  n = read_at(k, k->piece, left < PIECE ? (size_t)left : PIECE, at);

        if (n == 0)
            return false;
        sha_add(&sha, (struct str){ k->piece, n });
        at += (int64_t)n;
    }
    return str_eq(sha_hex(&sha, k->arena), k->ours.sha256);
}

/* ---- one signature -------------------------------------------------------------------------- */

static bool
is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\0';
}

static void
skip_space(struct str *s)
{
    while (s->n > 0 && is_space(s->p[0]))
        *s = str_part(*s, 1, s->n);
}

static bool
take_number(struct str *s, int64_t *n)
{
    size_t digits = 0;

    skip_space(s);
    while (digits < s->n && digits < 19 && s->p[digits] >= '0' && s->p[digits] <= '9')
        digits++;
    bool is = str_int64(str_part(*s, 0, digits), n);

    *s = str_part(*s, digits, s->n);
    return is;
}

static bool
take_sign(struct str *s, char c)
{
    skip_space(s);
    if (s->n == 0 || s->p[0] != c)
        return false;
    *s = str_part(*s, 1, s->n);
    return true;
}

static bool
is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* What is left out is one hexadecimal string, and more than the zeros that wait for a signature. */
static bool
is_contents(struct look *k, int64_t from, int64_t to)
{
    bool is_filled = false;
    char c;

    if (to - from < 4 || to - from > CONTENTS_MAX || read_at(k, &c, 1, from) != 1 || c != '<'
        || read_at(k, &c, 1, to - 1) != 1 || c != '>')
        return false;
    char *part = NEWS(k->arena, char, PIECE);

    for (int64_t at = from + 1; at < to - 1;) {
        int64_t left = to - 1 - at;
        size_t  n = read_at(k, part, left < PIECE ? (size_t)left : PIECE, at);

        for (size_t i = 0; i < n; i++) {
            if (!is_hex(part[i]) && !is_space(part[i]))
                return false;
            is_filled = is_filled || (is_hex(part[i]) && part[i] != '0');
        }
        if (n == 0)
            return false;
        at += (int64_t)n;
    }
    return is_filled;
}

/* "[0 8000 20000 512]": from 0, all of ours, and the rest after one /Contents. */
static void
look_at_range(struct look *k, struct str s)
{
    struct letter_signing *out = k->out;
    int64_t                from, first, second, rest;
    bool is_read = take_sign(&s, '[') && take_number(&s, &from) && take_number(&s, &first)
                   && take_number(&s, &second) && take_number(&s, &rest) && take_sign(&s, ']');
    size_t mark = arena_mark(k->arena);
    bool   is_right = is_read && from == 0 && first >= k->ours.bytes && second > first
                    && second <= k->size && rest <= k->size - second
                    && is_contents(k, first, second);

    arena_back(k->arena, mark);
    out->signatures += is_right;
    out->wrong += !is_right;
    out->covers_all = out->covers_all || (is_right && second + rest == k->size);
}

/* ---- all that was added --------------------------------------------------------------------- */

/* Pieces overlap by what one range may take, so that none is cut in two. */
static void
look_at_added(struct look *k)
{
    int64_t at = k->ours.bytes;

    while (at < k->size && k->out->signatures + k->out->wrong < LETTER_SIGNATURES_MAX) {
        struct str s = { k->piece, read_at(k, k->piece, PIECE, at) };
        bool       is_last = at + (int64_t)s.n >= k->size;
        size_t     found;

        if (s.n <= RANGE_MAX && !is_last)
            return;                                     /* it cannot be read */
        size_t until = is_last ? s.n : s.n - RANGE_MAX;

        for (size_t from = 0; str_find(str_part(s, from, s.n), word, &found);) {
            from += found;
            if (from >= until)
                break;
            look_at_range(k, str_part(s, from + word.n, RANGE_MAX));
            from += word.n;
        }
        at += (int64_t)until;
    }
}

struct err *
letter_look_signed(struct arena *a, int fd, struct letter_issued ours, struct letter_signing *out)
{
    struct look k = { .arena = a, .fd = fd, .ours = ours, .out = out,
                      .piece = NEWS(a, char, PIECE) };
    struct stat st;

    *out = (struct letter_signing){ .is_ours = false };
    if (fstat(fd, &st) == 0) {
        k.size = st.st_size;
        out->is_ours = begins_with_ours(&k);
    } else {
        k.errnum = errno;
    }
    if (out->is_ours) {
        out->added = k.size - ours.bytes;
        look_at_added(&k);
    }
    return k.errnum ? err_errno(a, "letter.file", MSG("The file cannot be read."), k.errnum)
                    : NULL;
}
