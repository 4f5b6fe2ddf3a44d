/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * disk.h — files and folders that are there for good, or not at all.
 *
 * What is made here is made for its owner alone (0600, 0700), never over something that is there,
 * and synced before the call returns. Errors name the path and what the system says: disk.file.
 */
#ifndef GUYUB_APP_DISK_H
#define GUYUB_APP_DISK_H

#include "base/err.h"

struct str  disk_path(struct arena *, struct str folder, struct str name);
bool        disk_is_there(struct arena *, struct str path);

struct err *disk_folder(struct arena *, struct str path);      /* made; one that is there is fine */
struct err *disk_sync(struct arena *, struct str path);        /* a file or a folder             */
struct err *disk_write(struct arena *, struct str path, struct str text);      /* a new file     */
struct err *disk_read(struct arena *, struct str path, size_t most, struct str *text);
struct err *disk_copy(struct arena *, struct str from, struct str to);         /* a new file     */
/* Over what is there. */
struct err *disk_move(struct arena *, struct str from, struct str to);
struct err *disk_digest(struct arena *, struct str path, struct str *sha256, int64_t *bytes);

/* Overwritten, then removed; what is not there is fine. Only as good as the disk: ADR 0011. */
struct err *disk_destroy(struct arena *, struct str path);
/* A folder of files alone, with all of them; `destroy`: each is overwritten. */
struct err *disk_remove(struct arena *, struct str folder, bool destroy);

/* Names in a folder but . and .., in byte order. */
struct disk_names { struct str *name; size_t n; };
enum { DISK_NAMES_MAX = 10000 };
struct err *disk_names(struct arena *, struct str folder, struct disk_names *);

#endif
