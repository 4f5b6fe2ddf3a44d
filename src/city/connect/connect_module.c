/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* connect_module.c — what the slice shows to the program: commands and a kind of pack. */
#include "city/connect/connect_module.h"

#include "city/connect/connect.h"
#include "city/connect/connect_param.h"

const struct command connect_commands[CONNECT_COMMANDS] = {
    { "connect", NEEDS_NOTHING, true, &connect_form, connect_run,
      N_("Plan how each site is connected, at the least cost or for a budget, with a proof") },
    { "connect params NAME", NEEDS_NOTHING, false, NULL, connect_params_run,
      N_("Print the prices that come with the program, to be read or changed") },
    { "steiner FILE", NEEDS_NOTHING, false, NULL, connect_steiner_run,
      N_("Connect the terminals of a graph in the format of PACE 2018 at a small cost") },
};

const struct module connect_module = {
    .name     = "connect",
    .commands = connect_commands,   .n_commands = CONNECT_COMMANDS,
    .packs    = &connect_pack_kind, .n_packs = 1,
};
