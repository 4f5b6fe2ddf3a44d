/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* backup_cli.h — `guyub backup`, `guyub backup check`, `guyub backup list`, `guyub restore`. */
#ifndef GUYUB_APP_BACKUP_CLI_H
#define GUYUB_APP_BACKUP_CLI_H

#include "module.h"

extern const struct form backup_form, backup_check_form, restore_form;

struct err *backup_run(struct cx *, struct shell *);
struct err *backup_check_run(struct cx *, struct shell *);
struct err *backup_list_run(struct cx *, struct shell *);
struct err *restore_cli_run(struct cx *, struct shell *);

#endif
