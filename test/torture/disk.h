/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * disk.h — the record of what a program did to the files of a folder, in order, over all of its
 * processes: disk.c writes it, cut.c and stories read it and add what was acknowledged.
 *
 * Each entry is this head and `n` bytes, filled up to a multiple of 8. A file or folder is known by
 * its inode, as the system knows it; names are entries of folders, and are synced like files.
 */
#ifndef GUYUB_TORTURE_DISK_H
#define GUYUB_TORTURE_DISK_H

#include <stdint.h>

enum disk_kind {
    DISK_BASE = 1,      /* safe from the beginning: at: folder; bytes: path, NUL, contents */
    DISK_MAKE,          /* a new file: at: its folder; bytes: path                        */
    DISK_LINK,          /* another name for it: the same                                  */
    DISK_REMOVE,        /* a name goes: the same                                          */
    DISK_WRITE,         /* at: offset; the bytes                                          */
    DISK_SIZE,          /* cut or grown: at: bytes                                        */
    DISK_BEGIN,         /* a sync began: what was written before it is meant              */
    DISK_SYNC,          /* it came back with success                                      */
    DISK_TOLD,          /* somebody was told that it is done; bytes: SQL that proves it: 1 */
};

struct disk_entry { uint32_t kind, pid; uint64_t inode, at, n; };

#endif
