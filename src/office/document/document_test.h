/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* document_test.h — what the documents' tests share: a city with a vault, files that are taken. */
#ifndef GUYUB_DOCUMENT_TEST_H
#define GUYUB_DOCUMENT_TEST_H

#include "base/str.h"
#include "cx.h"

/* A PDF without anything in it that could act; other words, another file. */
#define PDF(words) "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n" \
    "2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n% " words "\n"            \
    "trailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"

/* The folder of the vault that began last. */
extern char document_test_vault[];

/* The program at work in Kota Kediri, with the agencies a1 and b1 and an empty vault. */
void document_test_begin(struct cx *);

/* An open file of these bytes, without a name; the caller closes it. */
int document_test_file(struct str bytes);

#endif
