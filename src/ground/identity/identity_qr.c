/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* identity_qr.c — the address of a key as a QR code, for an SVG. */
#include "ground/identity/identity_page.h"
#include "paper/qr.h"

bool
identity_qr(struct arena *a, struct str text, struct identity_qr *out)
{
    struct qr code;

    if (!qr_of(a, text, &code))
        return false;               /* too long for any size: the text stands beside it */
    *out = (struct identity_qr){ .path = qr_path(a, &code), .size = code.size + 2 * QR_QUIET };
    return true;
}
