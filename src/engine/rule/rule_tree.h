/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * rule_tree.h — the tree of an expression, and what the files of this engine give each other.
 *
 * The parser makes nodes, rule_type.c fills in types, rule_cost.c sizes; then nothing changes.
 * `at` is the byte that a node is known by (its operator, its function's name, its first byte) and
 * no two nodes share it; [from, to) is the whole of it in the text.
 */
#ifndef GUYUB_ENGINE_RULE_RULE_TREE_H
#define GUYUB_ENGINE_RULE_RULE_TREE_H

#include "engine/rule/rule.h"
#include "engine/rule/rule_func.h"
#include "engine/rule/rule_regex.h"

enum rule_op {
    OP_NUMBER, OP_TEXT, OP_NAME, OP_SELF, OP_PARENT,        /* leaves; "." is SELF, ".." PARENT */
    OP_OR, OP_AND, OP_EQ, OP_NE, OP_LT, OP_LE, OP_GT, OP_GE,
    OP_ADD, OP_SUB, OP_MUL, OP_DIV, OP_MOD, OP_NEG,
    OP_CALL
};

struct rule_node {
    enum rule_op      op;
    enum rule_type    type;             /* of its value                                     */
    bool              many, nothing;    /* a repeat's name; the literal '', of every type   */
    size_t            at, from, to;     /* bytes                                            */
    int32_t           depth;            /* 1 for a leaf                                     */
    struct rule_node *first, *next;     /* its arguments, its sibling                       */
    size_t            n;                /* arguments                                        */

    struct dec                number;   /* OP_NUMBER                                        */
    struct str                text;     /* OP_TEXT: without quotes                          */
    size_t                    name;     /* OP_NAME, OP_SELF: index in the scope             */
    const struct rule_func   *func;     /* OP_CALL                                          */
    const struct rule_table  *table;    /* pulldata                                         */
    size_t                    column, key_column;
    const struct rule_regex  *regex;    /* regex                                            */
    size_t                    bytes_max;    /* of the text it gives                         */
};

struct rule {
    struct str               text;
    const struct rule_node  *root;
    const struct rule_scope *scope;
    struct rule_cost         cost;
};

/* What a compilation carries: where it is, and the first fault. */
struct rule_work {
    struct arena            *arena;
    const struct rule_scope *scope;
    struct str               text;
    struct rule_fault       *fault;
    size_t                   n_nodes;
    int32_t                  nested;    /* brackets and signs that are open                 */
};

/* Each is false after a fault, which it has stored. */
struct rule_node *rule_parse(struct rule_work *);                       /* NULL after a fault */
bool              rule_check_types(struct rule_work *, struct rule_node *);
bool              rule_check_cost (struct rule_work *, struct rule_node *, struct rule_cost *);

/* Stores the fault; returns false, so that a check can end with it. */
bool rule_refuse(struct rule_work *, size_t at, size_t n, struct msg what, struct msg todo);

/* How an operator is written; binding from 1 (or) to 7 (unary minus), 0 for what is no operator. */
const char *rule_op_text(enum rule_op);
int32_t     rule_op_binds(enum rule_op);

/* Is it one value, not a repeat; and of this type? '' is a text, and fits nothing else. */
bool rule_want_one (struct rule_work *, const struct rule_node *);
bool rule_want_type(struct rule_work *, struct rule_node *, enum rule_type);
bool rule_check_call(struct rule_work *, struct rule_node *);   /* its arguments are checked */

/* The words of a node, cut to a line's worth, for a message. */
struct str rule_words(struct arena *, struct str text, const struct rule_node *);

/* The scope's name that a node reads. */
static inline const struct rule_name *
rule_name_of(const struct rule_scope *scope, const struct rule_node *node)
{
    return &scope->name[node->name];
}

#endif
