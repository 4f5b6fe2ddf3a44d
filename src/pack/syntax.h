/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * syntax.h — why a text is not YAML, in words for whoever wrote it.
 *
 * libyaml says in English what its scanner expected, often at the end of the trouble. Here its
 * words become ours, at the place where a hand must mend: the quote that was never closed, the tab.
 * Used by pack.c alone.
 */
#ifndef GUYUB_PACK_SYNTAX_H
#define GUYUB_PACK_SYNTAX_H

#include "pack/pack.h"

struct yaml_parser_s;

/* The fault at which the parser stopped; `body` is what it was given. */
struct pack_fault syntax_fault(struct arena *, struct str body, const struct yaml_parser_s *);

#endif
