/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * pack_cli.h — `guyub pack …`: packs of every kind, which no slice could know.
 *
 * The kind of a pack is that of --kind; else of the nearest folder above it that has the name of a
 * kind, as pack/instrument/x.yaml has; else it is not known, and that is the pack's fault.
 */
#ifndef GUYUB_APP_PACK_CLI_H
#define GUYUB_APP_PACK_CLI_H

#include "module.h"

extern const struct form pack_check_form, pack_print_form;

struct err *pack_check_run (struct cx *, struct shell *);
struct err *pack_schema_run(struct cx *, struct shell *);
struct err *pack_print_run (struct cx *, struct shell *);

#endif
