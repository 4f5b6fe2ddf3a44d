/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * letter_signed.h — a PDF that came back signed: whether it is ours, and what was put after it.
 *
 * WHAT   Who signs a PDF adds to its end (an incremental update): the bytes that were issued stay
 *        as the beginning of the file. So it is bound to what was issued if it begins with those
 *        bytes, known by their SHA-256. What was added is searched for signatures: a /ByteRange
 *        that begins with our bytes, leaves out exactly one /Contents, and one of them reaches to
 *        the end of the file. All of it is read in pieces.
 * NOT    Whether a signature is right, whose it is, whether its certificate holds: that is asked of
 *        the state's service. What the added bytes make a reader show.
 * LAW    ISO 32000-1, 7.5.6 and 12.8.1; PAdES, ETSI EN 319 142-1.
 */
#ifndef GUYUB_LETTER_SIGNED_H
#define GUYUB_LETTER_SIGNED_H

#include "base/err.h"

enum { LETTER_SIGNATURES_MAX = 64 };

struct letter_issued { int64_t bytes; struct str sha256; };     /* the PDF of the day of issue */

struct letter_signing {
    bool    is_ours;            /* begins with what was issued, byte for byte                   */
    int64_t added;              /* bytes after it                                               */
    int32_t signatures;         /* whose ranges are right                                       */
    int32_t wrong;              /* whose are not                                                */
    bool    covers_all;         /* one reaches to the end of the file                           */
};

/* Of a file. Fails: letter.file (it cannot be read). */
struct err *letter_look_signed(struct arena *, int fd, struct letter_issued,
                               struct letter_signing *);

#endif
