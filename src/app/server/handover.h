/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * handover.h — how a server is given its listening socket, and gives it to the program after it.
 *
 * WHAT   The socket comes from a service manager (LISTEN_PID, LISTEN_FDS; the descriptor is 3) or
 *        from the program that was this process before: after an upgrade the supervisor becomes
 *        the new program by exec and stays the parent of the workers that are still ending. Who
 *        listens at the address does not change meanwhile, so no client is refused (ADR 0017).
 * NOT    When this is done (supervisor.h), binding an address (serve.h).
 * LAW    sd_listen_fds(3). Between our own versions the variable GUYUB_HANDOVER says the rest: "how
 *        often, 1 if a manager keeps the socket, the processes that end", with blanks between.
 */
#ifndef GUYUB_APP_HANDOVER_H
#define GUYUB_APP_HANDOVER_H

#include <sys/types.h>

#include "base/err.h"

enum { HANDOVER_FD = 3, HANDOVER_OLD_MAX = 256 };

struct handover {
    int     fd;                     /* listening, non-blocking; -1: none was given               */
    bool    stays;                  /* a manager keeps the socket open when this program ends    */
    int64_t restarts;               /* how often this process has become another program         */
    pid_t   old[HANDOVER_OLD_MAX];  /* children of the programs before it                        */
    size_t  n_old;
};

/* Once, at the start; takes the variables away. Fails: serve.socket (it is not one of TCP that
 * listens, or there are several). */
struct err *handover_take(struct arena *, struct handover *out);

/* The program as it was started; what lies at `path` may be a newer one by now. */
struct program { const char *path; const char *const *argv; };

/* `argv` ends with NULL, as main's. The path stays good when the file there is replaced. */
struct program program_of_process(struct arena *, const char *const *argv);

/* Starts `program … --check` as a child that is ended after CHECK_S seconds. -1: errno says why. */
enum { CHECK_S = 30 };
pid_t program_check(struct arena *, const struct program *);

/* Becomes the program, with the socket `fd` and the children in `handover`. Returns only when that
 * failed, with errno; nothing has changed then. */
void program_become(struct arena *, const struct program *, const struct handover *);

#endif
