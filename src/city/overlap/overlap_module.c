/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* overlap_module.c — what the slice shows to the program: commands, so far. */
#include "city/overlap/overlap.h"
#include "city/overlap/overlap_module.h"

const struct module overlap_module = {
    .name     = "overlap",
    .commands = overlap_commands, .n_commands = OVERLAP_COMMANDS,
};
