/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* flag.h — how a bench program reads its command line: a command, then flags in any order. */
#ifndef GUYUB_BENCH_FLAG_H
#define GUYUB_BENCH_FLAG_H

#include <stdbool.h>
#include <stdint.h>

struct args { int n; char **arg; };         /* as main is given them */

bool        flag_is_given(struct args, const char *flag);
const char *flag_text(struct args, const char *flag, const char *otherwise);

/* From 1 to `most`; ends the program with a message if it is none. */
uint32_t    flag_number(struct args, const char *flag, uint32_t otherwise, uint32_t most);

#endif
