/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* letter_part.h — what the parts of the slice share. */
#ifndef GUYUB_LETTER_PART_H
#define GUYUB_LETTER_PART_H

#include "office/letter/letter.h"
#include "office/letter/letter_signed.h"

/* letter_keep.c: the PDF of the day of issue, for later; false: it is not there, or is not it. */
void letter_keep(struct cx *, struct str sha256, struct str pdf);
bool letter_kept(struct cx *, const struct letter *, struct buf *);

/* letter_copy.c: whether a file begins with the paper's PDF, as it was issued or as it is made
 * today, and what signatures follow. Fails: letter.file; as letter_pdf does. */
struct err *letter_look(struct cx *, const struct letter *, int fd, struct letter_signing *);

#endif
