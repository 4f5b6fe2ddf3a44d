/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* unit_catalog.c — two messages in Indonesian, for tests of what looks them up. */
#include "base/msg.h"

const struct msg_entry msg_catalog[] = {
    { "There is no region {0}.", "Tidak ada daerah {0}." },
    { "{0} of {1}",              "{0} dari {1}" },
};
const size_t msg_catalog_n = COUNT(msg_catalog);
