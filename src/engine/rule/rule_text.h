/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* rule_text.h — what the functions of texts do; letters are code points, counted from 0. */
#ifndef GUYUB_ENGINE_RULE_RULE_TEXT_H
#define GUYUB_ENGINE_RULE_RULE_TEXT_H

#include "engine/rule/rule.h"

enum { RULE_INDEX_LAST = 1000000000 };

/* A number without its decimals, as XLSForm takes an index; cut at +-RULE_INDEX_LAST. */
int64_t    rule_index(struct dec);

size_t     rule_count_letters(struct str);
/* The letters from `from` up to `to`, not included; below zero they count from the end. */
struct str rule_substr(struct str, int64_t from, int64_t to);
/* What stands before or behind the first `sign`; empty if there is none. */
struct str rule_part_beside(struct str, struct str sign, bool before);

/* Codes that are parted by spaces, the answer of a select_multiple; empty beyond the last. */
bool       rule_is_selected(struct str list, struct str code);
struct str rule_selected_at(struct str list, int64_t);
int64_t    rule_count_selected(struct str list);

/* A known value as a text: "3.5", "2026-08-17", "true". */
struct str rule_written(struct arena *, const struct rule_value *);
/* %Y %y %m %n %d %e %%; asserts nothing, the format was checked. */
struct str rule_format_date(struct arena *, struct date, struct str format);

#endif
