/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * job_text.h — messages and errors as a text that is kept, and read in the reader's language later.
 *
 * A message is kept as its English text and what stands in its holes, as JSON. A text that a later
 * program does not say any more is shown in English, as it was.
 */
#ifndef GUYUB_JOB_TEXT_H
#define GUYUB_JOB_TEXT_H

#include "ground/job/job.h"

/* At most JOB_LINES_MAX lines and a last one that counts those left out. */
struct str job_lines_write(struct arena *, const struct job_line *, size_t n);
/* Numbers as `lang` writes them. Unknown or not ours: none. */
struct job_lines { struct job_line *row; size_t n; };
struct job_lines job_lines_read(struct arena *, enum lang, struct str text);

struct str  job_err_write(struct arena *, const struct err *);      /* NULL: unknown */
struct err *job_err_read(struct arena *, enum lang, struct str text);   /* NULL: there is none */

#endif
