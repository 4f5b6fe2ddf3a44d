/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* serve_cli.h — the command `serve`. */
#ifndef GUYUB_APP_SERVE_CLI_H
#define GUYUB_APP_SERVE_CLI_H

#include "module.h"

extern const struct form serve_form;

struct err *serve_run(struct cx *, struct shell *);

#endif
