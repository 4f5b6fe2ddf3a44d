/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * rule_parse.c — from words to a tree, by how tightly operators bind (XPath 1.0, 3.5):
 * or, and, = !=, < <= > >=, + -, * div mod, unary minus; equals from left to right.
 */
#include "engine/rule/rule_lex.h"

#include <assert.h>
#include <string.h>

#include "base/near.h"

enum { NESTED_MAX = 64, ARGS_MAX = 200 };

static const struct { const char *text; int32_t binds; } ops[] = {
    [OP_OR] = { "or", 1 },   [OP_AND] = { "and", 2 }, [OP_EQ] = { "=", 3 },   [OP_NE] = { "!=", 3 },
    [OP_LT] = { "<", 4 },    [OP_LE] = { "<=", 4 },   [OP_GT] = { ">", 4 },   [OP_GE] = { ">=", 4 },
    [OP_ADD] = { "+", 5 },   [OP_SUB] = { "-", 5 },   [OP_MUL] = { "*", 6 },
    [OP_DIV] = { "div", 6 }, [OP_MOD] = { "mod", 6 }, [OP_NEG] = { "-", 7 },  [OP_CALL] = { "", 0 },
};

struct parser {
    struct rule_work *work;
    size_t            at;           /* behind `token`                                       */
    size_t            behind;       /* of the token before                                  */
    struct rule_token token;        /* the one that is looked at                            */
};

static struct rule_node *parse_binding(struct parser *, int32_t least);

const char *
rule_op_text(enum rule_op op)
{
    assert(op >= OP_OR && op <= OP_NEG);
    return ops[op].text;
}

int32_t
rule_op_binds(enum rule_op op)
{
    return ops[op].binds;
}

static bool
advance(struct parser *p)
{
    p->behind = p->token.at + p->token.n;
    return rule_lex(p->work, &p->at, &p->token);
}

static struct rule_node *
refuse(struct parser *p, struct msg what, struct msg todo)
{
    rule_refuse(p->work, p->token.at, p->token.n, what, todo);
    return NULL;
}

static struct str
token_words(const struct parser *p)
{
    return str_part(p->work->text, p->token.at, p->token.n);
}

/* ---- nodes ----------------------------------------------------------------------------------- */

static struct rule_node *
new_node(struct parser *p, struct rule_node value)
{
    struct rule_node *node;

    if (++p->work->n_nodes > RULE_NODES_MAX)
        return refuse(p, MSG("The expression is too long to calculate."),
                      MSG("At most {0} names, numbers and signs: calculate a part of it apart.",
                          S("1000")));
    node = NEW(p->work->arena, struct rule_node);
    *node = value;
    node->depth = 1;
    return node;
}

static void
add_argument(struct rule_node *node, struct rule_node *last, struct rule_node *arg)
{
    if (last)
        last->next = arg;
    else
        node->first = arg;
    node->n++;
    if (arg->depth >= node->depth)
        node->depth = arg->depth + 1;
}

static bool
is_too_deep(struct parser *p, const struct rule_node *node)
{
    if (node->depth <= RULE_DEPTH_MAX)
        return false;
    rule_refuse(p->work, node->at, 1, MSG("The expression is nested too deeply."),
                MSG("At most {0} operations in one another: calculate a part of it apart.",
                    S("200")));
    return true;
}

static bool
open_nested(struct parser *p)
{
    if (p->work->nested == NESTED_MAX) {
        refuse(p, MSG("The expression is nested too deeply."),
               MSG("At most {0} brackets in one another: calculate a part of it apart.", S("64")));
        return false;
    }
    p->work->nested++;
    return true;
}

/* ---- what stands between operators ----------------------------------------------------------- */

static struct rule_node *
parse_leaf(struct parser *p, struct rule_node value)
{
    struct rule_node *node;

    value.at = value.from = p->token.at;
    value.to = p->token.at + p->token.n;
    node = new_node(p, value);
    return node && advance(p) ? node : NULL;
}

static struct rule_node *
parse_name(struct parser *p)
{
    const struct rule_scope *scope = p->work->scope;
    struct str              *known, near;

    for (size_t i = 0; i < scope->n_names; i++)
        if (str_eq(p->token.text, scope->name[i].name))
            return parse_leaf(p, (struct rule_node){ .op = OP_NAME, .name = i });
    known = NEWS(p->work->arena, struct str, scope->n_names);
    for (size_t i = 0; i < scope->n_names; i++)
        known[i] = scope->name[i].name;
    near = near_word(p->token.text, known, scope->n_names);
    if (str_is_known(near))
        return refuse(p, MSG("There is nothing with the name {0}.", p->token.text),
                      MSG("Did you mean {0}?", near));
    return refuse(p, MSG("There is nothing with the name {0}.", p->token.text),
                  MSG("Write the name as it stands where it is defined."));
}

static struct rule_node *
parse_self(struct parser *p)
{
    const struct rule_scope *scope = p->work->scope;

    if (!scope->self)
        return refuse(p, MSG("The point stands for the answer itself, and there is none here."),
                      MSG("Answers are read by their names here: write {0}.", S("${name}")));
    return parse_leaf(p, (struct rule_node){ .op = OP_SELF,
                                             .name = (size_t)(scope->self - scope->name) });
}

static struct rule_node *
parse_group(struct parser *p)
{
    size_t            from = p->token.at;
    struct rule_node *node;

    if (!open_nested(p) || !advance(p) || !(node = parse_binding(p, 1)))
        return NULL;
    if (p->token.kind != TOKEN_CLOSE)
        return refuse(p, MSG("A bracket that was opened is not closed here."),
                      MSG("Write ) or an operator."));
    p->work->nested--;
    if (!advance(p))
        return NULL;
    node->from = from;
    node->to   = p->behind;
    return node;
}

static struct rule_node *
refuse_function(struct parser *p, struct str name)
{
    const struct rule_refused *refused = rule_refused_find(name);
    struct str                 near    = rule_func_near(name);

    if (refused)
        return refuse(p, MSG("{0}() exists in XLSForm, but not here.", name),
                      rule_refused_todo(refused));
    if (str_is_known(near))
        return refuse(p, MSG("There is no function {0}().", name),
                      MSG("Did you mean {0}?", str_fmt(p->work->arena, "%.*s()", TEXT(near))));
    return refuse(p, MSG("There is no function {0}().", name),
                  MSG("doc/rule.md lists the functions."));
}

static struct rule_node *
parse_arguments(struct parser *p, struct rule_node *node)
{
    struct rule_node *last = NULL, *arg;

    while (p->token.kind != TOKEN_CLOSE || last) {
        if (!(arg = parse_binding(p, 1)))
            return NULL;
        if (node->n == ARGS_MAX)
            return refuse(p, MSG("The expression is too long to calculate."),
                          MSG("At most {0} values in one function.", S("200")));
        add_argument(node, last, arg);
        last = arg;
        if (p->token.kind == TOKEN_CLOSE)
            break;
        if (p->token.kind != TOKEN_COMMA)
            return refuse(p, MSG("A bracket that was opened is not closed here."),
                          MSG("Write a comma before the next value, or )."));
        if (!advance(p))
            return NULL;
    }
    return node;
}

static bool
is_count_right(const struct rule_func *f, size_t n)
{
    return (int32_t)n >= f->n_min && (f->n_max == RULE_ARGS_ANY || (int32_t)n <= f->n_max);
}

static struct rule_node *
parse_call(struct parser *p, struct rule_token name)
{
    const struct rule_func *f    = rule_func_find(name.text);
    struct rule_node       *node = new_node(p, (struct rule_node){
        .op = OP_CALL, .func = f, .at = name.at, .from = name.at });

    if (!node || !open_nested(p) || !advance(p) || !parse_arguments(p, node))
        return NULL;
    p->work->nested--;
    node->to = p->token.at + p->token.n;
    if (!is_count_right(f, node->n)) {
        rule_refuse(p->work, name.at, node->to - name.at,
                    MSG("{0}() does not take this many values: {1}.", name.text,
                        str_fmt(p->work->arena, "%zu", node->n)),
                    MSG("Write {0}.", rule_func_shape(p->work->arena, f)));
        return NULL;
    }
    return is_too_deep(p, node) || !advance(p) ? NULL : node;
}

/* A word alone is a name without its ${}, a constant without its (), or a forgotten quote. */
static struct rule_node *
refuse_word(struct parser *p, struct rule_token word)
{
    struct str instead = rule_func_find(word.text)
                             ? str_fmt(p->work->arena, "%.*s()", TEXT(word.text))
                             : str_fmt(p->work->arena, "${%.*s}", TEXT(word.text));

    rule_refuse(p->work, word.at, word.n, MSG("The word {0} has no meaning alone.", word.text),
                MSG("Write {0}, or put quotes around a text.", instead));
    return NULL;
}

static struct rule_node *
parse_word(struct parser *p)
{
    struct rule_token word = p->token, next;
    size_t            at   = p->at;

    if (!rule_lex(p->work, &at, &next))
        return NULL;
    if (next.kind != TOKEN_OPEN)
        return refuse_word(p, word);
    if (!rule_func_find(word.text))
        return refuse_function(p, word.text);
    return advance(p) ? parse_call(p, word) : NULL;
}

static struct rule_node *
parse_minus(struct parser *p)
{
    struct rule_node *node = new_node(p, (struct rule_node){
        .op = OP_NEG, .at = p->token.at, .from = p->token.at });
    struct rule_node *arg;

    if (!node || !open_nested(p) || !advance(p) || !(arg = parse_binding(p, 7)))
        return NULL;
    p->work->nested--;
    add_argument(node, NULL, arg);
    node->to = p->behind;
    return is_too_deep(p, node) ? NULL : node;
}

static struct rule_node *
refuse_operand(struct parser *p)
{
    if (p->token.kind == TOKEN_END)
        return refuse(p, MSG("The expression ends where a value is needed."),
                      MSG("Write a number, a text in quotes, a name in {0} or a function.",
                          S("${name}")));
    return refuse(p, MSG("{0} stands where a value is needed.", token_words(p)),
                  MSG("Write a number, a text in quotes, a name in {0} or a function.",
                      S("${name}")));
}

static struct rule_node *
parse_operand(struct parser *p)
{
    switch (p->token.kind) {
    case TOKEN_NUMBER:
        return parse_leaf(p, (struct rule_node){ .op = OP_NUMBER, .number = p->token.number });
    case TOKEN_TEXT:
        return parse_leaf(p, (struct rule_node){ .op = OP_TEXT, .text = p->token.text });
    case TOKEN_NAME:
        return parse_name(p);
    case TOKEN_DOT:
        return parse_self(p);
    case TOKEN_DOTS:
        return parse_leaf(p, (struct rule_node){ .op = OP_PARENT });
    case TOKEN_OPEN:
        return parse_group(p);
    case TOKEN_WORD:
        return parse_word(p);
    case TOKEN_SIGN:
        return p->token.op == OP_SUB ? parse_minus(p) : refuse_operand(p);
    default:
        return refuse_operand(p);
    }
}

/* ---- operators ------------------------------------------------------------------------------- */

/* The operator that the token is, if it is one. */
static bool
is_operator(const struct parser *p, enum rule_op *op)
{
    *op = p->token.op;
    if (p->token.kind == TOKEN_SIGN)
        return true;
    for (*op = OP_OR; *op < OP_NEG; ++*op)
        if (p->token.kind == TOKEN_WORD && str_eq(p->token.text, str_of(ops[*op].text)))
            return true;
    return false;
}

static struct rule_node *
parse_binding(struct parser *p, int32_t least)
{
    struct rule_node *left = parse_operand(p), *right, *node;
    enum rule_op      op;

    while (left && is_operator(p, &op) && ops[op].binds >= least) {
        node = new_node(p, (struct rule_node){ .op = op, .at = p->token.at, .from = left->from });
        if (!node || !advance(p) || !(right = parse_binding(p, ops[op].binds + 1)))
            return NULL;
        add_argument(node, NULL, left);
        add_argument(node, left, right);
        node->to = right->to;
        if (is_too_deep(p, node))
            return NULL;
        left = node;
    }
    return left;
}

static struct rule_node *
refuse_rest(struct parser *p)
{
    static const struct str words[] = { { "div", 3 }, { "mod", 3 }, { "and", 3 }, { "or", 2 } };
    struct str              near    = { NULL, 0 };

    if (p->token.kind == TOKEN_CLOSE)
        return refuse(p, MSG("A bracket is closed here that was not opened."),
                      MSG("Remove it, or open it before."));
    if (p->token.kind == TOKEN_COMMA)
        return refuse(p, MSG("A comma stands outside the brackets of a function."),
                      MSG("Decimals are written with a point: 3.5."));
    if (p->token.kind == TOKEN_WORD)
        near = near_word(p->token.text, words, COUNT(words));
    if (str_is_known(near))
        return refuse(p, MSG("{0} stands where an operator is needed.", token_words(p)),
                      MSG("Did you mean {0}?", near));
    return refuse(p, MSG("{0} stands where an operator is needed.", token_words(p)),
                  MSG("Write an operator such as + or and before it."));
}

struct rule_node *
rule_parse(struct rule_work *w)
{
    struct parser     p = { .work = w };
    struct rule_node *root;

    if (!advance(&p))
        return NULL;
    if (p.token.kind == TOKEN_END)
        return refuse(&p, MSG("The expression is empty."),
                      MSG("Write a number, a text in quotes, a name in {0} or a function.",
                          S("${name}")));
    root = parse_binding(&p, 1);
    if (root && p.token.kind != TOKEN_END)
        return refuse_rest(&p);
    return root;
}
