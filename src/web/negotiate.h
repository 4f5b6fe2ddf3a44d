/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * negotiate.h — what the client would rather have: format, language, packing (RFC 9110, 12.5).
 *
 * A field that is absent accepts everything. An element that is malformed is passed over, and a
 * weight of 0 is a no. Ties go to the order in which the choices stand here.
 */
#ifndef GUYUB_WEB_NEGOTIATE_H
#define GUYUB_WEB_NEGOTIATE_H

#include "base/msg.h"

enum packing { PACK_PLAIN, PACK_GZIP, PACK_BROTLI };

/* The best of the set `serves` (enum format, route.h); 0 when none of it is accepted. */
uint32_t     negotiate_format(struct str accept, uint32_t serves);
enum lang    negotiate_lang(struct str accept_language);
/* Plain is always possible; of what is offered, brotli comes before gzip. */
enum packing negotiate_packing(struct str accept_encoding, bool has_gzip, bool has_brotli);

#endif
