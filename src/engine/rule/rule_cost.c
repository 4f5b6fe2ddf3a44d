/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* rule_cost.c — the bound of a run: every node at most once, each with the largest sizes. */
#include "engine/rule/rule_cost.h"

enum {                              /* steps, measured by test/bench/rule.mjs at their worst */
    STEPS_NODE   = 15,
    STEPS_DEC    = 30,              /* add, compare                                      */
    STEPS_TRIM   = 200,             /* zeros off 36 digits                               */
    STEPS_DIV    = 600,             /* divide, round, a product that is rounded          */
    STEPS_WRITE  = 300,             /* a number as a text                                */
    STEPS_DATE   = 40,
    STEPS_ROW    = 6,               /* of a table, of a repeat                           */
    STEPS_LETTER = 3,
    STEPS_CODE   = 6,               /* a byte of a list of codes                         */
    STEPS_LOOK   = 2                /* of a pattern at a letter                          */
};

enum { NUMBER_BYTES = DEC_TEXT_MAX, BOOL_BYTES = 5, DATE_BYTES = 10, SLACK_BYTES = 48 };

/* ---- steps ----------------------------------------------------------------------------------- */

static int64_t
call_steps(const struct rule_node *node, int64_t bytes, int64_t items)
{
    switch (node->func->fn) {
    case FN_REGEX:
        return STEPS_LOOK * rule_regex_steps(node->regex, (size_t)bytes);
    case FN_ONCE:
        return STEPS_TRIM;
    case FN_PULLDATA:
        return (int64_t)node->table->n_rows * (STEPS_ROW + bytes / 8) + STEPS_TRIM;
    case FN_SUM:
        return items * STEPS_DEC + STEPS_TRIM;
    case FN_MIN:
    case FN_MAX:
        return (items + (int64_t)node->n) * STEPS_DEC + STEPS_TRIM;
    case FN_COUNT_NON_EMPTY:
        return items * STEPS_ROW;
    case FN_INT:
    case FN_ROUND:
        return STEPS_DIV + STEPS_TRIM;
    case FN_NUMBER:
        return STEPS_TRIM + STEPS_LETTER * bytes;
    case FN_CONCAT:
    case FN_STRING:
        return (int64_t)node->n * STEPS_WRITE + STEPS_LETTER * bytes;
    case FN_SELECTED:
    case FN_COUNT_SELECTED:
        return STEPS_CODE * bytes;
    case FN_SELECTED_AT:
        return STEPS_CODE * bytes + STEPS_DIV;
    case FN_SUBSTR:
        return STEPS_LETTER * bytes + 2 * STEPS_DIV;
    case FN_DATE:
    case FN_DECIMAL_DATE_TIME:
    case FN_FORMAT_DATE:
        return STEPS_DIV + STEPS_DATE + bytes + STEPS_LETTER * (int64_t)node->bytes_max;
    default:
        return STEPS_LETTER * bytes;
    }
}

/* A figure that is given may have zeros behind it; a literal shows its own. */
static int64_t
leaf_steps(const struct rule_node *node)
{
    bool zeros = node->op == OP_NUMBER ? node->number.scale > 0 && node->number.units % 10 == 0
                                       : node->op != OP_PARENT;

    return node->type == RULE_NUMBER && !node->many && zeros ? STEPS_TRIM : 0;
}

static int64_t
own_steps(const struct rule_node *node, int64_t bytes, int64_t items)
{
    switch (node->op) {
    case OP_NUMBER: case OP_TEXT: case OP_NAME: case OP_SELF: case OP_PARENT:
        return leaf_steps(node);
    case OP_EQ: case OP_NE: case OP_LT: case OP_LE: case OP_GT: case OP_GE:
        return STEPS_DEC + bytes / 4;
    case OP_ADD: case OP_SUB:
        return STEPS_DEC + STEPS_TRIM;
    case OP_MUL: case OP_DIV:
        return STEPS_DIV + STEPS_TRIM;
    case OP_MOD:
        return 2 * STEPS_DIV + STEPS_TRIM;
    case OP_CALL:
        return call_steps(node, bytes, items);
    default:
        return 0;
    }
}

int64_t
rule_node_steps(const struct rule_node *node, size_t bytes, size_t items)
{
    return STEPS_NODE + own_steps(node, (int64_t)bytes, (int64_t)items);
}

bool
rule_is_counted(const struct rule_node *call, size_t argument)
{
    return call->op != OP_CALL || rule_func_param(call->func, argument) != PARAM_LITERAL;
}

/* ---- sizes ----------------------------------------------------------------------------------- */

static size_t
larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

/* The bytes of a value that is written as a text. */
static size_t
written(const struct rule_node *node)
{
    return node->type == RULE_TEXT ? node->bytes_max
         : node->type == RULE_NUMBER ? (size_t)NUMBER_BYTES
         : node->type == RULE_DATE ? (size_t)DATE_BYTES : (size_t)BOOL_BYTES;
}

static size_t
longest_cell(const struct rule_table *table, size_t column)
{
    size_t longest = 0;

    for (size_t i = 0; i < table->n_rows; i++)
        longest = larger(longest, table->cell[i * table->n_columns + column].n);
    return longest;
}

static size_t
name_bytes(const struct rule_scope *scope, const struct rule_node *node)
{
    int32_t bytes = rule_name_of(scope, node)->bytes_max;

    return node->type == RULE_TEXT && bytes > 0 ? (size_t)bytes : 0;
}

struct sizes { size_t longest, all; };      /* of the arguments, written as texts */

static size_t
call_bytes(const struct rule_scope *scope, const struct rule_node *node, struct sizes of)
{
    switch (node->func->fn) {
    case FN_CONCAT:
    case FN_STRING:
        return of.all;
    case FN_FORMAT_DATE:
        return 2 * of.all;                          /* %Y, two bytes, becomes four */
    case FN_PULLDATA:
        return longest_cell(node->table, node->column);
    case FN_ONCE:
        return scope->self->bytes_max > 0 ? larger(of.longest, (size_t)scope->self->bytes_max)
                                          : of.longest;
    default:
        return of.longest;
    }
}

static size_t
text_bytes(const struct rule_scope *scope, const struct rule_node *node, struct sizes of)
{
    if (node->type != RULE_TEXT)
        return 0;
    switch (node->op) {
    case OP_TEXT:
        return node->text.n;
    case OP_NAME:
    case OP_SELF:
        return name_bytes(scope, node);
    default:
        return call_bytes(scope, node, of);
    }
}

/* What the node allocates: the text that it makes, and what stands beside it until then. */
static size_t
scratch_bytes(const struct rule_node *node, struct sizes of)
{
    if (node->op != OP_CALL)
        return 0;
    switch (node->func->fn) {
    case FN_CONCAT:
        return 2 * of.all + node->n * (sizeof(struct str) + SLACK_BYTES) + 2 * SLACK_BYTES;
    case FN_STRING:
    case FN_FORMAT_DATE:
        return node->bytes_max + SLACK_BYTES;
    default:
        return 0;
    }
}

/* ---- the whole ------------------------------------------------------------------------------- */

static bool
refuse_long_text(struct rule_work *w, const struct rule_node *node)
{
    return rule_refuse(w, node->from, node->to - node->from,
                       MSG("{0} may become too long a text.",
                           rule_words(w->arena, w->text, node)),
                       MSG("A calculation has 1 MB: lower the longest text that is allowed."));
}

static bool
refuse_slow(struct rule_work *w, const struct rule_node *node, int64_t steps)
{
    return rule_refuse(w, node->from, node->to - node->from,
                       MSG("The calculation may take too long: {0} steps, and {1} are allowed.",
                           str_int(w->arena, steps),
                           str_fmt(w->arena, "%d", RULE_STEPS_MAX)),
                       MSG("Lower the longest text or the number of rows that is allowed, or "
                           "calculate a part of it apart."));
}

static size_t
items_of(const struct rule_scope *scope, const struct rule_node *node)
{
    return node->many ? (size_t)rule_name_of(scope, node)->many_max : 0;
}

/* Is this argument read as a text? */
static bool
is_text_to(const struct rule_node *node, const struct rule_node *arg)
{
    return arg->type == RULE_TEXT
        || (node->op == OP_CALL && (node->func->fn == FN_CONCAT || node->func->fn == FN_STRING));
}

static bool
add_cost(struct rule_work *w, struct rule_node *node, struct rule_cost *cost)
{
    struct sizes of = { 0 };
    size_t       bytes = 0, items = 0, i = 0;

    for (struct rule_node *c = node->first; c; c = c->next, i++) {
        if (!add_cost(w, c, cost))
            return false;
        size_t n = is_text_to(node, c) ? written(c) : 0;

        of.longest = larger(of.longest, n);
        of.all += n;
        bytes += rule_is_counted(node, i) ? n : 0;
        items += items_of(w->scope, c);
    }
    node->bytes_max = text_bytes(w->scope, node, of);
    cost->steps += rule_node_steps(node, bytes, items);
    cost->bytes += scratch_bytes(node, of);
    if (node->bytes_max > RULE_BYTES_MAX || cost->bytes > RULE_BYTES_MAX)
        return refuse_long_text(w, node);
    return cost->steps <= RULE_STEPS_MAX || refuse_slow(w, node, cost->steps);
}

bool
rule_check_cost(struct rule_work *w, struct rule_node *root, struct rule_cost *cost)
{
    *cost = (struct rule_cost){ 0 };
    return add_cost(w, root, cost);
}
