/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * zip_file.h — an open file as minizip asks for one.
 *
 * WHAT   Reads and writes at a place of its own, so that the descriptor's stands; remembers the
 *        first error, which minizip keeps to itself.
 * WHO    zip_in, zip_out.
 */
#ifndef GUYUB_PAPER_ZIP_FILE_H
#define GUYUB_PAPER_ZIP_FILE_H

#include <minizip/ioapi.h>
#include <stdbool.h>
#include <stdint.h>

struct zip_file {
    int      fd;
    uint64_t at, size;
    int      errnum;                    /* of the first that failed; 0: none */
    bool     is_short;                  /* more was asked for than stands    */
};

zlib_filefunc64_def zip_file_calls(struct zip_file *);

#endif
