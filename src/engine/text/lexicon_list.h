/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* lexicon_list.h — stop words and exceptions as lexicon.h reads them: sorted, each word once. */
#ifndef GUYUB_ENGINE_TEXT_LEXICON_LIST_H
#define GUYUB_ENGINE_TEXT_LEXICON_LIST_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct listed { struct str word, stem; int64_t line; };
struct lexicon_list { struct listed *listed; size_t n; };

/* As lexicon_read; fails: lexicon.word, lexicon.twice, and what csv.h refuses. */
struct err *lexicon_list_read(struct arena *, struct str name, struct str text,
                              struct lexicon_list *);

/* The stem that the list gives to a word, empty for a stop word; false if it is not listed. */
bool lexicon_list_find(const struct lexicon_list *, struct str word, struct str *stem);

#endif
