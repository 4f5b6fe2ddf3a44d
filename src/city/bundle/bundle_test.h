/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* bundle_test.h — what the bundles' tests share: keys, heads, files of bytes. */
#ifndef GUYUB_BUNDLE_TEST_H
#define GUYUB_BUNDLE_TEST_H

#include "city/bundle/bundle_file.h"

/* A pair of keys that is always the same for the same letter. */
void bundle_test_signer(char letter, struct secret_signer *);

/* All that stands before the parts, as `letter` signs it. */
struct str bundle_test_lead(char letter, struct str head);

/* Answers of 35.71 with two parts, from a to b; its bytes as they would be sent. */
struct bundle_head bundle_test_head(void);
struct str         bundle_test_bytes(const struct bundle_head *);

/* An open file of these bytes; the caller closes it. */
int bundle_test_file(struct str bytes);

/* Open, head and check, as one. */
struct err *bundle_test_read(struct str bytes);

#endif
