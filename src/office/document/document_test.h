/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* document_test.h — what the documents' tests share: a city with a vault, files that are taken. */
#ifndef GUYUB_DOCUMENT_TEST_H
#define GUYUB_DOCUMENT_TEST_H

#include "office/document/document.h"

/* A PDF without anything in it that could act; other words, another file. */
#define PDF(words) "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n" \
    "2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n% " words "\n"            \
    "trailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"

/* The program at work in Kota Kediri, with the agencies a1 and b1 and an empty vault. */
void document_test_begin(struct cx *);

/* What a document is that comes with these bytes, but for its source; its code. */
struct str document_test_add(struct cx *, struct document_new, struct str bytes);

/* A newer copy of the document; fails as document_renew does. */
struct err *document_test_renew(struct cx *, struct str code, struct str bytes);

#endif
