/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * progress.h — long work tells how far it is, and may be asked to stop.
 *
 * An engine has no clock and no screen: it calls `go_on` every now and then, from the thread that
 * called it, with what is done of how much; who called decides how often a person hears of it.
 */
#ifndef GUYUB_BASE_PROGRESS_H
#define GUYUB_BASE_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* `go_on` is false: stop, what is not done is left. NULL: nobody asks. */
struct progress {
    void *arg;
    bool (*go_on)(void *arg, uint64_t done, uint64_t all);
};

static inline bool
progress_goes_on(const struct progress *p, uint64_t done, uint64_t all)
{
    return p == NULL || p->go_on == NULL || p->go_on(p->arg, done, all);
}

#endif
