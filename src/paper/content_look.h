/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* content_look.h — what the files of content.h share; not for others. */
#ifndef GUYUB_PAPER_CONTENT_LOOK_H
#define GUYUB_PAPER_CONTENT_LOOK_H

#include "paper/content.h"

struct look { struct arena *arena; int fd; uint64_t size; struct str name; };

/* Up to `room` bytes from `at`; fewer only at the end of the file. Fails: content.read. */
struct err *look_read(const struct look *, uint64_t at, char *to, size_t room, size_t *n);

/* The refusals: the file can act, and what was found; its kind is not taken. */
struct err *look_acts(const struct look *, struct msg found, struct msg hint);
struct err *look_unknown(const struct look *, struct msg detail, struct msg hint);

/* A PDF that can act is refused; of a ZIP, what it is. */
struct err *look_at_pdf(const struct look *);
struct err *look_at_zip(const struct look *, enum content *);

#endif
