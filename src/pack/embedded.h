/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * embedded.h — the data files inside the program: regions of the nation, instruments, facts.
 *
 * tool/embed compiles what asset/embed-data.txt lists, byte for byte. Names are those of that list:
 * "pack/fact/org.csv", "idn-area-data/villages.csv". Nothing is read from disk at run time.
 */
#ifndef GUYUB_PACK_EMBEDDED_H
#define GUYUB_PACK_EMBEDDED_H

#include "base/str.h"

struct embedded { const char *path; struct str bytes; };

extern const struct embedded embedded_list[];       /* sorted by path, generated */
extern const size_t          embedded_list_n;

/* The whole file of that name; false, and `bytes` untouched, if there is none. */
bool embedded_find(struct str path, struct str *bytes);

#endif
