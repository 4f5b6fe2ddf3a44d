/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * settings_cli.h — `guyub settings`: every setting, what it is now, and what it means.
 *
 * What is shown is what the other commands use: flags over variables over file over defaults. With
 * an empty environment these are the defaults, to which the packaged guyub.conf and the
 * administrator's guide are held by test/package (ADR 0022).
 */
#ifndef GUYUB_APP_SETTINGS_CLI_H
#define GUYUB_APP_SETTINGS_CLI_H

#include "module.h"

struct err *settings_run(struct cx *, struct shell *);

#endif
