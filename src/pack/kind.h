/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * kind.h — a kind of pack, as the slice that owns it registers it in its `struct module`.
 *
 * WHAT   A name for commands, the shape of its top, and a checker for what the shape cannot say:
 *        weights that add up, ids that repeat. Commands that check, print and describe packs of
 *        every kind need no more than this.
 * READ   print.h canonical YAML · schema.h for editors
 */
#ifndef GUYUB_PACK_KIND_H
#define GUYUB_PACK_KIND_H

#include "pack/shape.h"

struct pack_kind {
    const char         *name;       /* "instrument": for --kind, and the folder of such packs     */
    const struct shape *shape;
    const char         *help;       /* msgid, a sentence: what such a pack holds                  */

    /* Makes `faults` and adds every fault to it, those against the shape first. */
    void (*check)(struct arena *, const struct pack *, struct pack_faults *);
};

#endif
