/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * zip_out.h — a ZIP of our own: the same content gives the same bytes.
 *
 * WHAT   Entries in the order in which they are added, dated 1980-01-01, without names of machines
 *        or people; a file of over 4 GB by zip_out_file only (ZIP64; zip_in does not take that). It
 *        is written while it grows.
 */
#ifndef GUYUB_PAPER_ZIP_OUT_H
#define GUYUB_PAPER_ZIP_OUT_H

#include "base/err.h"

struct zip_out;

/* Writes to `fd` from its beginning: an empty file, no pipe, the caller's. Fails: zip.write. */
struct err *zip_out_open(struct arena *, int fd, struct zip_out **);
/* `packs`: pictures and PDF are small already. A name twice is refused (zip.twice). */
struct err *zip_out_begin(struct zip_out *, struct str name, bool packs);
struct err *zip_out_add(struct zip_out *, struct str bytes);
/* A whole file, from its beginning. Fails: zip.read too. */
struct err *zip_out_file(struct zip_out *, struct str name, bool packs, int fd);
struct err *zip_out_close(struct zip_out *);

#endif
