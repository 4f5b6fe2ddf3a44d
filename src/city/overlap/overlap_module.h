/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* overlap_module.h — the slice's tables for overlap_module.c. Private to the slice. */
#ifndef GUYUB_OVERLAP_MODULE_H
#define GUYUB_OVERLAP_MODULE_H

#include "module.h"

enum { OVERLAP_COMMANDS = 2 };

extern const struct command overlap_commands[OVERLAP_COMMANDS];

#endif
