/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* identity_qr.c — a text as a QR code: the modules by libqrencode, the picture by ourselves. */
#include <qrencode.h>

#include "base/arena.h"
#include "base/buf.h"
#include "ground/identity/identity_page.h"

/* ISO/IEC 18004: four modules of nothing around it. */
enum { QUIET = 4, PATH_MAX_BYTES = 64 << 10 };

static bool
is_dark(const QRcode *code, int x, int y)
{
    return x < code->width && code->data[y * code->width + x] & 1;
}

/* Each run of dark modules of a row is one box. */
static void
row_path(struct buf *path, const QRcode *code, int y)
{
    for (int x = 0; x < code->width; x++) {
        int n = 0;

        while (is_dark(code, x + n, y))
            n++;
        if (n > 0)
            buf_fmt(path, "M%d %dh%dv1h-%dz", x + QUIET, y + QUIET, n, n);
        x += n;
    }
}

bool
identity_qr(struct arena *a, struct str text, struct identity_qr *out)
{
    QRcode    *code = QRcode_encodeString8bit(str_z(a, text), 0, QR_ECLEVEL_M);
    struct buf path = buf_in(a, PATH_MAX_BYTES);

    if (!code)
        return false;               /* too long for any size: the text stands beside it */
    for (int y = 0; y < code->width; y++)
        row_path(&path, code, y);
    out->size = code->width + 2 * QUIET;
    QRcode_free(code);
    if (path.full)
        return false;
    out->path = buf_str(&path);
    return true;
}
