/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* bundle_call.h — questions to another installation by HTTPS; here alone libcurl is known. */
#ifndef GUYUB_BUNDLE_CALL_H
#define GUYUB_BUNDLE_CALL_H

#include "base/err.h"
#include "base/form.h"
#include "cx.h"

struct bundle_call;     /* ends with the arena */

/* To an address that bundle_trust.c let in. Fails: bundle.line. */
struct err *bundle_call_open(struct cx *, struct str url, struct bundle_call **);

/* What is sent: fields and one file's bytes. */
struct bundle_call_form { const struct pair *field; size_t n; struct str file; };

/* `form` NULL: only asked. The answer lives until the next question. Fails: bundle.line (BUSY:
 * there was none, or it was cut off). */
struct bundle_call_answer { int64_t status; struct str text; };
struct err *bundle_call_ask(struct cx *, struct bundle_call *, struct str path,
                            const struct bundle_call_form *, struct bundle_call_answer *);

/* The error of a line that was cut. */
struct err *bundle_call_cut(struct cx *, struct msg why);

#endif
