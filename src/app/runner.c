/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/runner.h"

#include <signal.h>

void
runner_run(const struct runner_plan *plan)
{
    sigset_t signals;
    int      signum;

    (void)plan;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    while (sigwait(&signals, &signum) != 0)
        continue;
}
