/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* no_catalog.c — the empty catalog of the build's own programs, which speak English only. */
#include "base/msg.h"

const struct msg_entry msg_catalog[] = { { "", "" } };
const size_t           msg_catalog_n = 0;
