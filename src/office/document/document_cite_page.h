/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* document_cite_page.h — what a thing cites, as any slice's page shows it. */
#ifndef GUYUB_DOCUMENT_CITE_PAGE_H
#define GUYUB_DOCUMENT_CITE_PAGE_H

#include "office/document/document.h"

struct cited_line {
    const struct document_cited *cited;
    bool       is_hidden, waits, is_over;
    struct str copy;                    /* address of the copy that was seen */
};

struct cited_page { struct cited_line *line; size_t n; bool shows_parts; };

#endif
