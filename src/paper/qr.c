/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* qr.c — the modules by libqrencode, the picture by ourselves. */
#include "paper/qr.h"

#include <qrencode.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"

/* The largest code has 177 modules a side, at most 89 runs a row, at most 32 bytes a run. */
enum { PATH_MAX_BYTES = 1 << 20 };

static void
drop(void *code)
{
    QRcode_free(code);
}

bool
qr_of(struct arena *a, struct str text, struct qr *out)
{
    if (text.n == 0 || memchr(text.p, '\0', text.n))
        return false;
    void  **owned = arena_owns(a, drop);
    QRcode *code = *owned = QRcode_encodeString8bit(str_z(a, text), 0, QR_ECLEVEL_M);

    if (!code)
        return false;
    size_t         n = (size_t)code->width * (size_t)code->width;
    unsigned char *dark = NEWS(a, unsigned char, n);

    for (size_t i = 0; i < n; i++)
        dark[i] = code->data[i] & 1;
    *out = (struct qr){ .size = code->width, .dark = dark };
    QRcode_free(code);
    *owned = NULL;
    return true;
}

bool
qr_is_dark(const struct qr *q, int64_t x, int64_t y)
{
    return x >= 0 && y >= 0 && x < q->size && y < q->size && q->dark[y * q->size + x];
}

/* Each run of dark modules of a row is one box. */
static void
row_path(struct buf *path, const struct qr *q, int64_t y)
{
    for (int64_t x = 0; x < q->size; x++) {
        int n = 0;

        while (qr_is_dark(q, x + n, y))
            n++;
        if (n > 0)
            buf_fmt(path, "M%d %dh%dv1h-%dz", (int)x + QR_QUIET, (int)y + QR_QUIET, n, n);
        x += n;
    }
}

struct str
qr_path(struct arena *a, const struct qr *q)
{
    struct buf path = buf_in(a, PATH_MAX_BYTES);

    for (int64_t y = 0; y < q->size; y++)
        row_path(&path, q, y);
    return buf_str(&path);
}
