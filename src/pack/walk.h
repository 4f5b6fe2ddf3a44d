/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * walk.h — the packs in a folder: every .yaml and .yml below it, in the order of their names.
 *
 * Names that begin with a point are passed over, and so are links: what is checked stands in the
 * folder. What is too much to be a folder of packs is refused, not cut off.
 */
#ifndef GUYUB_PACK_WALK_H
#define GUYUB_PACK_WALK_H

#include "base/arena.h"
#include "base/err.h"

enum {
    WALK_DEPTH_MAX   = 8,               /* folders within folders  */
    WALK_FILES_MAX   = 1000,
    WALK_ENTRIES_MAX = 100000,          /* of any kind             */
    WALK_BYTES_MAX   = 64 << 20         /* of all packs together   */
};

/*
 * The packs under a path; a path that is no folder is itself the one. Fails: pack.absent (nothing
 * of that name, or not to be read), pack.none (no pack in the folder), pack.walk (too much).
 */
struct err *pack_walk(struct arena *, struct str path, struct str **file, size_t *n);

#endif
