/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* findings.h — what was found, for people and as data: of the doctor and of a drill. */
#ifndef GUYUB_APP_FINDINGS_H
#define GUYUB_APP_FINDINGS_H

#include "module.h"

/* A check that could not be made says so. */
void found_err(struct cx *, struct findings *, enum finding_level, const char *code,
               const struct err *);

/* The first that is bad and whose code begins so; NULL: none. */
const struct finding *findings_bad(const struct findings *, const char *prefix);

/* Lines or JSON; the command then says no if something is bad. */
void findings_show(struct cx *, struct shell *, const struct findings *);

#endif
