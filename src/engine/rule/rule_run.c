/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * rule_run.c — operators, from the leaves up; what is not known passes on with its reason.
 *
 * OURS  In XLSForm an answer that is missing makes a comparison false, so that if(${x} > 2, 1, 0)
 *       gives 0 for it. Here it gives nothing: what is unknown never becomes a figure by itself.
 */
#include "engine/rule/rule_run.h"

#include <assert.h>

static const int128 SIZE_LIMIT = (int128)1000000000000000000 * 1000000000000000000;

struct rule_value
rule_fail(const struct rule_node *node, enum rule_state state)
{
    return (struct rule_value){ .type = node->type, .state = state, .at = (int32_t)node->at };
}

struct rule_value
rule_give_number(const struct rule_node *node, bool fits, struct dec d)
{
    if (!fits)
        return rule_fail(node, RULE_TOO_LARGE);
    d = dec_trim(d);
    return RULE_OF_NUMBER(d);
}

struct rule_value
rule_give_text(const struct rule_node *node, struct str s)
{
    return s.n > 0 ? RULE_OF_TEXT(s) : rule_fail(node, RULE_EMPTY);
}

/* ---- what the caller gave -------------------------------------------------------------------- */

static bool
is_decimal(struct dec d)
{
    return d.scale >= 0 && d.scale <= DEC_SCALE_MAX && d.units < SIZE_LIMIT
        && d.units > -SIZE_LIMIT;
}

/* Does a known value keep what the scope promised of it? */
static bool
is_as_said(const struct rule_name *name, const struct rule_value *v)
{
    if (v->type != name->type)
        return false;
    switch (v->type) {
    case RULE_NUMBER:
        return is_decimal(v->number);
    case RULE_TEXT:
        return v->text.n <= (size_t)(name->bytes_max > 0 ? name->bytes_max : 0);
    case RULE_DATE:
        return date_is_valid(v->date) && v->date.day > 0;
    case RULE_BOOL:
        break;
    }
    return true;
}

struct rule_value
rule_item(const struct rule_pass *p, const struct rule_node *node, const struct rule_value *v)
{
    if (v->state != RULE_KNOWN)
        return rule_fail(node, v->state);
    if (!is_as_said(rule_name_of(p->rule->scope, node), v))
        return rule_fail(node, RULE_NOT_AS_SAID);
    if (v->type == RULE_TEXT && v->text.n == 0)
        return rule_fail(node, RULE_EMPTY);
    return *v;
}

/* A repeat that was not given has no rows. */
static struct rule_value
read_many(const struct rule_node *node, const struct rule_name *name, const struct rule_value *v)
{
    struct rule_value rows = { .type = name->type, .state = RULE_KNOWN };

    if (v->state != RULE_KNOWN)
        return rows;
    if (v->type != name->type || v->many.n > (size_t)name->many_max)
        return rule_fail(node, RULE_NOT_AS_SAID);
    return *v;
}

struct rule_value
rule_read(const struct rule_pass *p, const struct rule_node *node, size_t i)
{
    const struct rule_name *name = &p->rule->scope->name[i];
    struct rule_value       v;

    if (node->many)
        return read_many(node, name, &p->in->value[i]);
    v = rule_item(p, node, &p->in->value[i]);
    return v.state == RULE_KNOWN && v.type == RULE_NUMBER ? rule_give_number(node, true, v.number)
                                                          : v;
}

/* ---- operators ------------------------------------------------------------------------------- */

static struct rule_value
calculate(const struct rule_node *node, struct dec a, struct dec b)
{
    struct dec d = { 0 };
    bool       fits;

    switch (node->op) {
    case OP_ADD:
        fits = dec_add(a, b, &d);
        break;
    case OP_SUB:
        fits = dec_sub(a, b, &d);
        break;
    case OP_MUL:
        fits = dec_mul(a, b, &d);
        break;
    case OP_DIV:
        if (b.units == 0)
            return rule_fail(node, RULE_DIV_ZERO);
        fits = dec_div(a, b, DEC_SCALE_MAX, DEC_HALF_EVEN, &d);
        break;
    default:                                /* mod: what is left, with the sign of a */
        assert(node->op == OP_MOD);
        if (b.units == 0)
            return rule_fail(node, RULE_DIV_ZERO);
        fits = dec_div(a, b, 0, DEC_DOWN, &d) && dec_mul(d, b, &d) && dec_sub(a, d, &d);
        break;
    }
    return rule_give_number(node, fits, d);
}

static int
compare(const struct rule_value *a, const struct rule_value *b)
{
    switch (a->type) {
    case RULE_NUMBER:
        return dec_cmp(a->number, b->number);
    case RULE_TEXT:
        return str_cmp(a->text, b->text);
    case RULE_DATE:
        return date_cmp(a->date, b->date);
    case RULE_BOOL:
        break;
    }
    return a->truth - b->truth;
}

static struct rule_value
judge(enum rule_op op, int c)
{
    return RULE_OF_BOOL(op == OP_EQ ? c == 0 : op == OP_NE ? c != 0 : op == OP_LT ? c < 0
                      : op == OP_LE ? c <= 0 : op == OP_GT ? c > 0 : c >= 0);
}

/* x = '' asks whether x has a value; it is always known. */
static struct rule_value
ask_empty(struct rule_pass *p, const struct rule_node *node)
{
    const struct rule_node *left = node->first;
    struct rule_value       v    = rule_eval(p, left->nothing ? left->next : left);

    return RULE_OF_BOOL((v.state == RULE_KNOWN) == (node->op == OP_NE));
}

static size_t
text_bytes(const struct rule_value *v)
{
    return v->type == RULE_TEXT && v->state == RULE_KNOWN ? v->text.n : 0;
}

static struct rule_value
eval_both(struct rule_pass *p, const struct rule_node *node)
{
    struct rule_value a = rule_eval(p, node->first), b = rule_eval(p, node->first->next);

    if (a.state != RULE_KNOWN || b.state != RULE_KNOWN)
        return a.state != RULE_KNOWN ? a : b;
    p->steps += rule_node_steps(node, text_bytes(&a) + text_bytes(&b), 0);
    if (node->op >= OP_EQ && node->op <= OP_GE)
        return judge(node->op, compare(&a, &b));
    if (a.type == RULE_DATE)
        return RULE_OF_NUMBER(DEC(date_days(a.date) - date_days(b.date)));
    return calculate(node, a.number, b.number);
}

/* `decides` settles it alone, true for or and false for and; else both must be known. */
static struct rule_value
eval_logic(struct rule_pass *p, const struct rule_node *node, bool decides)
{
    struct rule_value a = rule_eval(p, node->first), b;

    p->steps += rule_node_steps(node, 0, 0);
    if (a.state == RULE_KNOWN && a.truth == decides)
        return a;
    b = rule_eval(p, node->first->next);
    if (b.state == RULE_KNOWN && b.truth == decides)
        return b;
    return a.state != RULE_KNOWN ? a : b;
}

static struct rule_value
eval_minus(struct rule_pass *p, const struct rule_node *node)
{
    struct rule_value v = rule_eval(p, node->first);

    p->steps += rule_node_steps(node, 0, 0);
    if (v.state == RULE_KNOWN)
        v.number.units = -v.number.units;
    return v;
}

static struct rule_value
eval_leaf(struct rule_pass *p, const struct rule_node *node)
{
    p->steps += rule_node_steps(node, 0, 0);
    switch (node->op) {
    case OP_NUMBER:
        return rule_give_number(node, true, node->number);
    case OP_TEXT:
        return rule_give_text(node, node->text);
    case OP_PARENT:
        return p->in->position > 0 ? RULE_OF_NUMBER(DEC(p->in->position))
                                   : rule_fail(node, RULE_EMPTY);
    default:
        return rule_read(p, node, node->name);
    }
}

static struct rule_value
eval_node(struct rule_pass *p, const struct rule_node *node)
{
    switch (node->op) {
    case OP_NUMBER: case OP_TEXT: case OP_NAME: case OP_SELF: case OP_PARENT:
        return eval_leaf(p, node);
    case OP_OR:
    case OP_AND:
        return eval_logic(p, node, node->op == OP_OR);
    case OP_EQ:
    case OP_NE:
        return node->first->nothing || node->first->next->nothing ? ask_empty(p, node)
                                                                  : eval_both(p, node);
    case OP_NEG:
        return eval_minus(p, node);
    case OP_CALL:
        return rule_call(p, node);
    default:
        return eval_both(p, node);
    }
}

struct rule_value
rule_eval(struct rule_pass *p, const struct rule_node *node)
{
    struct rule_value v = eval_node(p, node);

    v.type = node->type;                    /* '' is of the type of its place */
    return v;
}

struct rule_value
rule_run(const struct rule *rule, const struct rule_input *in, struct arena *scratch)
{
    struct rule_pass  p = { .rule = rule, .in = in, .scratch = scratch };
    struct rule_value v = rule_eval(&p, rule->root);

    assert(p.steps <= rule->cost.steps);
    if (in->steps)
        *in->steps = p.steps;
    return v;
}
