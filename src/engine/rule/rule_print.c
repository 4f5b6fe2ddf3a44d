/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* rule_print.c — the canonical text: brackets where they are needed, one space where one is. */
#include "engine/rule/rule_tree.h"

#include <string.h>

#include "base/buf.h"

static void print(struct buf *, const struct rule *, const struct rule_node *);

static void
print_arguments(struct buf *out, const struct rule *rule, const struct rule_node *node)
{
    buf_fmt(out, "%s(", node->func->name);
    for (const struct rule_node *c = node->first; c; c = c->next) {
        buf_add(out, c == node->first ? S("") : S(", "));
        print(out, rule, c);
    }
    buf_byte(out, ')');
}

/* An operand that binds less than it must for its place stands in brackets. */
static void
print_operand(struct buf *out, const struct rule *rule, const struct rule_node *node,
              int32_t least)
{
    bool brackets = node->op >= OP_OR && node->op <= OP_NEG && rule_op_binds(node->op) < least;

    buf_add(out, brackets ? S("(") : S(""));
    print(out, rule, node);
    buf_add(out, brackets ? S(")") : S(""));
}

static void
print_operator(struct buf *out, const struct rule *rule, const struct rule_node *node)
{
    int32_t binds = rule_op_binds(node->op);

    if (node->op == OP_NEG) {
        buf_byte(out, '-');
        print_operand(out, rule, node->first, binds);
        return;
    }
    print_operand(out, rule, node->first, binds);
    buf_fmt(out, " %s ", rule_op_text(node->op));
    print_operand(out, rule, node->first->next, binds + 1);
}

static void
print_text(struct buf *out, struct str s)
{
    char quote = s.n && memchr(s.p, '\'', s.n) ? '"' : '\'';

    buf_byte(out, quote);
    buf_add(out, s);
    buf_byte(out, quote);
}

static void
print(struct buf *out, const struct rule *rule, const struct rule_node *node)
{
    char   number[DEC_TEXT_MAX];
    size_t n;

    switch (node->op) {
    case OP_NUMBER:
        n = dec_write(node->number, number);
        buf_add(out, (struct str){ number, n });
        break;
    case OP_TEXT:
        print_text(out, node->text);
        break;
    case OP_NAME:
        buf_fmt(out, "${%.*s}", TEXT(rule_name_of(rule->scope, node)->name));
        break;
    case OP_SELF:
        buf_byte(out, '.');
        break;
    case OP_PARENT:
        buf_add(out, S(".."));
        break;
    case OP_CALL:
        print_arguments(out, rule, node);
        break;
    default:
        print_operator(out, rule, node);
        break;
    }
}

/* Spaces around operators and after commas: at most three bytes more for each byte. */
struct str
rule_print(struct arena *a, const struct rule *rule)
{
    struct buf out = buf_in(a, 4 * rule->text.n);

    print(&out, rule, rule->root);
    return buf_str(&out);
}
