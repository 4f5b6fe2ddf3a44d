/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * rights_cli.h — `guyub rights`: who may what, from the tables of right.c and of all routes.
 *
 * `rights` lists, a row a right; `rights page` writes doc/who-may-what.md, which a newcomer reads.
 * Both come from the tables that the program asks, so they cannot differ from what it does.
 */
#ifndef GUYUB_APP_RIGHTS_CLI_H
#define GUYUB_APP_RIGHTS_CLI_H

#include "module.h"

struct err *rights_run     (struct cx *, struct shell *);
struct err *rights_page_run(struct cx *, struct shell *);

#endif
