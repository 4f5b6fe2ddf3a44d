/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* flag.c — see flag.h. */
#include "flag.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"

enum { FIRST = 2 };                         /* behind the program and its command */

/* Where it stands; args.n: nowhere. */
static int
place_of(struct args args, const char *flag)
{
    int i = FIRST;

    while (i < args.n && strcmp(args.arg[i], flag) != 0)
        i++;
    return i < args.n ? i : args.n;
}

bool
flag_is_given(struct args args, const char *flag)
{
    return place_of(args, flag) < args.n;
}

const char *
flag_text(struct args args, const char *flag, const char *otherwise)
{
    int i = place_of(args, flag);

    return i + 1 < args.n ? args.arg[i + 1] : otherwise;
}

uint32_t
flag_number(struct args args, const char *flag, uint32_t otherwise, uint32_t most)
{
    const char *text = flag_text(args, flag, NULL);
    int64_t     n = otherwise;

    if (text && (!str_int64(str_of(text), &n) || n < 1 || n > most)) {
        fprintf(stderr, "%s: \"%s\" is no number from 1 to %" PRIu32 "\n", flag, text, most);
        exit(2);
    }
    return (uint32_t)n;
}
