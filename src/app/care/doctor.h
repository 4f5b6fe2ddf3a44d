/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * doctor.h — how this installation is, in words: what is well, what to look at, what is bad.
 *
 * WHAT   Settings, database, durability, disks, rights, key file, clock, limits; then every module
 *        says what it alone can know (module.h: examine). Needs no network; a check that cannot be
 *        made says so and why. Changes nothing.
 * READ   doctor.c the order · doctor_disk.c room and rights · doctor_machine.c the rest of the
 *        machine · store/health.h
 */
#ifndef GUYUB_APP_DOCTOR_H
#define GUYUB_APP_DOCTOR_H

#include "app/shell/settings.h"
#include "module.h"

void doctor_examine(struct cx *, const struct settings *, struct findings *);

/* For whoever starts a server: what is bad about the durability of its database goes to the log,
 * a line each; nothing is refused. The cx has an open store. */
void doctor_warn(struct cx *);

/* doctor_disk.c, doctor_machine.c: parts of the first */
void doctor_settings(struct cx *, struct findings *);
void doctor_disks(struct cx *, const struct settings *, struct findings *);
void doctor_key(struct cx *, const struct settings *, struct findings *);
void doctor_machine(struct cx *, struct findings *);

/* Pure: of `all` bytes on a disk `left` are free. Bad under 500 MB or 5 %, a doubt under twice
 * that. */
enum finding_level doctor_room(int64_t left, int64_t all);

struct err *doctor_run(struct cx *, struct shell *);        /* `guyub doctor` */

#endif
