/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* rule_regex_parse.h — a pattern as a tree, between reading it and making its states. */
#ifndef GUYUB_ENGINE_RULE_RULE_REGEX_PARSE_H
#define GUYUB_ENGINE_RULE_RULE_REGEX_PARSE_H

#include "engine/rule/rule_regex.h"
#include "engine/rule/rule_set.h"

enum rule_regex_kind {
    REGEX_SET,                      /* one letter of a set                                  */
    REGEX_BEGIN, REGEX_END,         /* ^ and $                                              */
    REGEX_ROW,                      /* its children in their order; without any: nothing    */
    REGEX_EITHER,                   /* one of its children                                  */
    REGEX_REPEAT                    /* its child, least to most times                       */
};

struct rule_regex_node {
    enum rule_regex_kind    kind;
    const struct rule_set  *set;
    int32_t                 least, most;        /* most -1: no end */
    struct rule_regex_node *first, *next;
};

/* The tree, or NULL after a fault. */
const struct rule_regex_node *rule_regex_parse(struct arena *, struct str pattern,
                                               struct rule_fault *);

#endif
