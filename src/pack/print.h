/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * print.h — a pack as canonical YAML: what was read, written in one way.
 *
 * Keys stand in the order of the shape, then those that it does not know as they stood. Texts are
 * plain where that can be, folded where they are long, quoted where they must be. Reading the print
 * gives the same keys and texts, byte for byte, and printing it again the same print. Comments and
 * the way in which a text was quoted are not kept: the reader does not know them.
 */
#ifndef GUYUB_PACK_PRINT_H
#define GUYUB_PACK_PRINT_H

#include "base/buf.h"
#include "pack/shape.h"

enum { PRINT_COLUMNS = 90 };            /* after which a text is folded, at the next blank */

/* Fails: pack.print, if the memory is gone or the buffer full. */
struct err *pack_print(struct arena *, const struct pack *, const struct shape *, struct buf *out);

#endif
