/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * zip_in.h — a ZIP from a stranger: what is in it, and one entry at a time, in bounded memory.
 *
 * WHAT   minizip reads the archive; before a byte is unpacked the directory is walked and refused
 *        as a whole if a name could leave a folder or stands twice, if it says more than the
 *        limits, or uses what nobody needs (encryption, several disks, methods other than stored
 *        and deflated), or would grow beyond `ratio_max` times its packed size (once over 1 MB). No
 *        more of an entry is unpacked than the directory said; what is less or other is refused.
 * LAW    PKWARE APPNOTE 6.3.10 as far as office files and file managers use it.
 * ERRORS Kind INPUT, where: the entry's name. zip.malformed, zip.name, zip.twice, zip.encrypted,
 *        zip.method, zip.many, zip.large, zip.ratio; BROKEN: zip.read.
 */
#ifndef GUYUB_PAPER_ZIP_IN_H
#define GUYUB_PAPER_ZIP_IN_H

#include "base/err.h"

struct zip_limits { uint64_t entries_max, entry_bytes_max, all_bytes_max, ratio_max; };
extern const struct zip_limits zip_limits_office;   /* of an XLSX: 2,000 entries, 1 GB, 400 times */
extern const struct zip_limits zip_limits_evidence; /* of people's files: 10,000, 4 GB, 200 times */
/* No entry is 4 GB or more, nor one whose sizes stand in ZIP64's fields alone: zip.large. */

struct zip_in;

struct zip_entry {
    struct str name;                /* "xl/workbook.xml": relative, forward slashes, plain UTF-8 */
    uint64_t   bytes, packed;       /* as the directory says                                     */
    bool       is_folder;
};

/* Reads from `fd`, wherever it stands; it must stay open and belongs to the caller. Ends with the
 * arena. */
struct err *zip_in_open(struct arena *, int fd, const struct zip_limits *, struct zip_in **);
size_t      zip_in_count(const struct zip_in *);
const struct zip_entry *zip_in_entry(const struct zip_in *, size_t i);
/* By its whole name; false: it is not there. */
bool        zip_in_find(const struct zip_in *, struct str name, size_t *i);

/* One entry is open at a time. `n` is 0 at its end, which is where its checksum is proved. */
struct err *zip_in_begin(struct zip_in *, size_t i);
struct err *zip_in_read(struct zip_in *, char *to, size_t room, size_t *n);
void        zip_in_end(struct zip_in *);

#endif
