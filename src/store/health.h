/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * health.h — what is to be said of a database's health, by who knows its engine.
 *
 * WHAT   Above all: whether a write that was acknowledged outlives a loss of power. The engine is
 *        asked what is in force in this session, which is not always what a file of settings says.
 * READ   sqlite_health.c · postgres_health.c; shown by app/care/doctor.h
 */
#ifndef GUYUB_STORE_HEALTH_H
#define GUYUB_STORE_HEALTH_H

#include "store/store.h"

enum store_health { STORE_WELL, STORE_DOUBT, STORE_BAD };

struct store_note  { enum store_health level; const char *code; struct msg is, hint; };
enum { STORE_NOTES_MAX = 40 };
struct store_notes { struct store_note row[STORE_NOTES_MAX]; size_t n; };   /* more: passed over */

/* Only what decides whether acknowledged writes stay; cheap enough for every start. */
struct err *store_durable(struct cx *, struct store_notes *);
/* That and the rest: pages, room, rights, connections, clock. Reads the whole SQLite file. */
struct err *store_examine(struct cx *, struct store_notes *);

#endif
