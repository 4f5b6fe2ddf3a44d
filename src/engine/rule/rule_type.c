/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * rule_type.c — what each operator takes and gives; from the leaves up, the first fault ends it.
 *
 * OURS  XLSForm turns texts into numbers and back as it goes, and 'abc' > 2 is quietly false. Here
 *       nothing turns into something else unless it is written: number(), string(), date().
 */
#include "engine/rule/rule_tree.h"

#include <assert.h>

enum { WORDS_MAX = 60 };

bool
rule_refuse(struct rule_work *w, size_t at, size_t n, struct msg what, struct msg todo)
{
    *w->fault = (struct rule_fault){ at, n, what, todo };
    return false;
}

struct str
rule_words(struct arena *a, struct str text, const struct rule_node *node)
{
    struct str words = str_part(text, node->from, node->to - node->from);
    size_t     n     = WORDS_MAX;

    if (words.n <= WORDS_MAX)
        return words;
    while (n > 0 && ((unsigned char)words.p[n] & 0xC0) == 0x80)     /* not inside a letter */
        n--;
    return str_fmt(a, "%.*s…", (int)n, words.p);
}

static struct str
words_of(struct rule_work *w, const struct rule_node *node)
{
    return rule_words(w->arena, w->text, node);
}

static bool
refuse_node(struct rule_work *w, const struct rule_node *node, struct msg what, struct msg todo)
{
    return rule_refuse(w, node->from, node->to - node->from, what, todo);
}

/* ---- a value of another type ----------------------------------------------------------------- */

/* What makes the second type of the first. */
static const struct { const char *before, *behind; } turned[4][4] = {
    [RULE_NUMBER] = { [RULE_TEXT] = { "string(", ")" },  [RULE_BOOL] = { "", " > 0" },
                      [RULE_DATE] = { "date(", ")" },    [RULE_NUMBER] = { "", "" } },
    [RULE_TEXT]   = { [RULE_NUMBER] = { "number(", ")" }, [RULE_BOOL] = { "", " = 'yes'" },
                      [RULE_DATE] = { "date(", ")" },    [RULE_TEXT] = { "", "" } },
    [RULE_BOOL]   = { [RULE_NUMBER] = { "if(", ", 1, 0)" }, [RULE_TEXT] = { "string(", ")" },
                      [RULE_DATE] = { "if(", ", today(), '')" }, [RULE_BOOL] = { "", "" } },
    [RULE_DATE]   = { [RULE_NUMBER] = { "decimal-date-time(", ")" },
                      [RULE_TEXT] = { "string(", ")" },  [RULE_BOOL] = { "", " <= today()" },
                      [RULE_DATE] = { "", "" } },
};

static struct str
turn(struct rule_work *w, const struct rule_node *node, enum rule_type to)
{
    struct dec ignored;

    if (node->op == OP_TEXT && to == RULE_NUMBER && dec_parse(node->text, &ignored))
        return node->text;
    if (node->op == OP_NUMBER && to == RULE_TEXT)
        return str_fmt(w->arena, "'%.*s'", TEXT(words_of(w, node)));
    return str_fmt(w->arena, "%s%.*s%s", turned[node->type][to].before, TEXT(words_of(w, node)),
                   turned[node->type][to].behind);
}

static struct msg
say_wanted(enum rule_type type, struct str is)
{
    switch (type) {
    case RULE_NUMBER:
        return MSG("{0} stands where a number is needed.", is);
    case RULE_TEXT:
        return MSG("{0} stands where a text is needed.", is);
    case RULE_BOOL:
        return MSG("{0} stands where true or false is needed.", is);
    case RULE_DATE:
        break;
    }
    return MSG("{0} stands where a date is needed.", is);
}

static struct msg
say_turned(enum rule_type is, struct str write)
{
    switch (is) {
    case RULE_NUMBER:
        return MSG("It is a number: write {0}.", write);
    case RULE_TEXT:
        return MSG("It is a text: write {0}.", write);
    case RULE_BOOL:
        return MSG("It is true or false: write {0}.", write);
    case RULE_DATE:
        break;
    }
    return MSG("It is a date: write {0}.", write);
}

bool
rule_want_one(struct rule_work *w, const struct rule_node *node)
{
    if (node->op == OP_PARENT)
        return refuse_node(w, node, MSG("Two points stand for the row of a repeat."),
                           MSG("They are written in {0} only.", S("position(..)")));
    if (!node->many)
        return true;
    return refuse_node(w, node, MSG("{0} stands for many answers, and one is needed.",
                                    words_of(w, node)),
                       MSG("Write sum, min, max or count before it, as in {0}.",
                           str_fmt(w->arena, "sum(%.*s)", TEXT(words_of(w, node)))));
}

bool
rule_want_type(struct rule_work *w, struct rule_node *node, enum rule_type type)
{
    struct str is;

    if (!rule_want_one(w, node))
        return false;
    if (node->type == type)
        return true;
    is = words_of(w, node);
    if (node->nothing)
        return refuse_node(w, node, say_wanted(type, is),
                           MSG("'' means that there is no value: it stands in if, in coalesce and "
                               "beside {0}.", S("= !=")));
    return refuse_node(w, node, say_wanted(type, is), say_turned(node->type, turn(w, node, type)));
}

/* ---- operators ------------------------------------------------------------------------------- */

static bool
want_both(struct rule_work *w, struct rule_node *node, enum rule_type type)
{
    return rule_want_type(w, node->first, type) && rule_want_type(w, node->first->next, type);
}

static bool
check_division(struct rule_work *w, const struct rule_node *node)
{
    const struct rule_node *by = node->first->next;

    if (by->op != OP_NUMBER || by->number.units != 0)
        return true;
    return refuse_node(w, by, MSG("This divides by zero."), MSG("Divide by another number."));
}

/* Two dates have a distance in days, as in XLSForm: today() - ${born}. */
static bool
check_minus(struct rule_work *w, struct rule_node *node)
{
    return want_both(w, node, node->first->type == RULE_DATE ? RULE_DATE : RULE_NUMBER);
}

static bool
check_order(struct rule_work *w, struct rule_node *node)
{
    node->type = RULE_BOOL;
    return want_both(w, node, node->first->type == RULE_DATE ? RULE_DATE : RULE_NUMBER);
}

/* Beside '' anything may stand: is there a value? */
static bool
check_equal(struct rule_work *w, struct rule_node *node)
{
    struct rule_node *left = node->first, *right = left->next;

    node->type = RULE_BOOL;
    if (!rule_want_one(w, left) || !rule_want_one(w, right))
        return false;
    return left->nothing || right->nothing || rule_want_type(w, right, left->type);
}

static bool
check_leaf(struct rule_work *w, struct rule_node *node)
{
    const struct rule_name *name;

    switch (node->op) {
    case OP_TEXT:
        node->type = RULE_TEXT;
        node->nothing = node->text.n == 0;
        return true;
    case OP_NAME:
    case OP_SELF:
        name = rule_name_of(w->scope, node);
        node->type = name->type;
        node->many = name->many_max > 0;
        return true;
    default:
        node->type = RULE_NUMBER;
        return true;
    }
}

static bool
check_operator(struct rule_work *w, struct rule_node *node)
{
    assert(node->first && (node->op == OP_NEG || node->first->next));
    node->type = RULE_NUMBER;
    switch (node->op) {
    case OP_OR:
    case OP_AND:
        node->type = RULE_BOOL;
        return want_both(w, node, RULE_BOOL);
    case OP_EQ:
    case OP_NE:
        return check_equal(w, node);
    case OP_LT:
    case OP_LE:
    case OP_GT:
    case OP_GE:
        return check_order(w, node);
    case OP_SUB:
        return check_minus(w, node);
    case OP_DIV:
    case OP_MOD:
        return want_both(w, node, RULE_NUMBER) && check_division(w, node);
    case OP_NEG:
        return rule_want_type(w, node->first, RULE_NUMBER);
    default:
        return want_both(w, node, RULE_NUMBER);
    }
}

static bool
check(struct rule_work *w, struct rule_node *node)
{
    assert(node->depth <= RULE_DEPTH_MAX);
    for (struct rule_node *c = node->first; c; c = c->next)
        if (!check(w, c))
            return false;
    if (node->op <= OP_PARENT)
        return check_leaf(w, node);
    return node->op == OP_CALL ? rule_check_call(w, node) : check_operator(w, node);
}

bool
rule_check_types(struct rule_work *w, struct rule_node *root)
{
    return check(w, root) && rule_want_one(w, root);
}
