/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/server/notify.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "unit.h"

/* A manager that listens at @NAME; returns its socket. */
static int
listen_as(const char *name)
{
    struct sockaddr_un at = { .sun_family = AF_UNIX };
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

    memcpy(at.sun_path, name, strlen(name));
    at.sun_path[0] = '\0';
    check("the manager listens", bind(fd, (struct sockaddr *)&at, (socklen_t)(
          offsetof(struct sockaddr_un, sun_path) + strlen(name))) == 0);
    return fd;
}

static struct str
heard(int fd, char *text, size_t size)
{
    ssize_t n = recv(fd, text, size, 0);

    return (struct str){ text, n < 0 ? 0 : (size_t)n };
}

TEST(notify_tells_the_manager)
{
    char name[60], text[100];

    snprintf(name, sizeof name, "@guyub-unit-%d", (int)getpid());
    int fd = listen_as(name);

    setenv("NOTIFY_SOCKET", name, 1);
    notify_say("READY=1");
    check_text("as it was said", heard(fd, text, sizeof text), S("READY=1"));
    notify_reloading();
    check("with the time", str_starts(heard(fd, text, sizeof text),
                                      S("RELOADING=1\nMONOTONIC_USEC=")));
    setenv("NOTIFY_SOCKET", "relative", 1);
    notify_say("READY=1");
    check_text("not an address: nobody hears", heard(fd, text, sizeof text), S(""));
    unsetenv("NOTIFY_SOCKET");
    notify_say("READY=1");
    check_text("no manager: nobody hears", heard(fd, text, sizeof text), S(""));
    close(fd);
}

TEST(notify_knows_the_watchdog)
{
    check("nobody watches", notify_watchdog_us() == 0);
    setenv("WATCHDOG_USEC", "30000000", 1);
    check("somebody watches", notify_watchdog_us() == 30000000);
    setenv("WATCHDOG_PID", "1", 1);
    check("another process is watched", notify_watchdog_us() == 0);
    setenv("WATCHDOG_USEC", "soon", 1);
    unsetenv("WATCHDOG_PID");
    check("not a number", notify_watchdog_us() == 0);
    unsetenv("WATCHDOG_USEC");
}
