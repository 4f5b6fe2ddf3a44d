/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* embedded.c — finds a file in the sorted list. */
#include "pack/embedded.h"

bool
embedded_find(struct str path, struct str *bytes)
{
    size_t low = 0, high = embedded_list_n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int    order = str_cmp(path, str_of(embedded_list[middle].path));

        if (order == 0) {
            *bytes = embedded_list[middle].bytes;
            return true;
        }
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return false;
}
