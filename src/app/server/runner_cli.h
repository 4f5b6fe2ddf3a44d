/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* runner_cli.h — the command `work`: jobs on a machine without a server. */
#ifndef GUYUB_APP_RUNNER_CLI_H
#define GUYUB_APP_RUNNER_CLI_H

#include "module.h"

extern const struct form work_form;

struct err *work_run(struct cx *, struct shell *);

#endif
