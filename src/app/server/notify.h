/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * notify.h — tells the service manager how the server is: sd_notify(3), without its library.
 *
 * The manager listens at the socket that NOTIFY_SOCKET names. Without one nothing is told, and a
 * manager that does not listen costs nothing: the server does not depend on being heard.
 */
#ifndef GUYUB_APP_NOTIFY_H
#define GUYUB_APP_NOTIFY_H

#include <stdint.h>

/* "READY=1", "STOPPING=1", "WATCHDOG=1", "STATUS=…"; several of them with line feeds between. */
void notify_say(const char *state);

/* That settings are read anew; READY=1 ends it. */
void notify_reloading(void);

/* Within how many microseconds the manager wants to hear WATCHDOG=1 again; 0: it does not. */
int64_t notify_watchdog_us(void);

#endif
