/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/server/notify.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/str.h"

/* "/run/systemd/notify", or "@name" in the kernel's own space of names. 0: not an address. */
static socklen_t
address_of(const char *name, struct sockaddr_un *out)
{
    size_t n = strlen(name);

    if ((name[0] != '/' && name[0] != '@') || n < 2 || n >= sizeof out->sun_path)
        return 0;
    memset(out, 0, sizeof *out);
    out->sun_family = AF_UNIX;
    memcpy(out->sun_path, name, n);
    if (name[0] == '@')
        out->sun_path[0] = '\0';
    return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + n);
}

void
notify_say(const char *state)
{
    struct sockaddr_un to;
    const char *name = getenv("NOTIFY_SOCKET");
    socklen_t   n = name ? address_of(name, &to) : 0;
    int         fd = n ? socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0) : -1;

    if (fd < 0)
        return;
    ssize_t sent = sendto(fd, state, strlen(state), MSG_NOSIGNAL, (struct sockaddr *)&to, n);

    (void)sent;
    close(fd);
}

void
notify_reloading(void)
{
    char state[80];

    snprintf(state, sizeof state, "RELOADING=1\nMONOTONIC_USEC=%" PRId64, clock_mono_us());
    notify_say(state);
}

static bool
number_in(const char *name, int64_t *out)
{
    const char *value = getenv(name);

    return value && str_int64(str_of(value), out);
}

int64_t
notify_watchdog_us(void)
{
    int64_t us, pid;

    if (number_in("WATCHDOG_PID", &pid) && pid != getpid())
        return 0;
    return number_in("WATCHDOG_USEC", &us) && us > 0 ? us : 0;
}
