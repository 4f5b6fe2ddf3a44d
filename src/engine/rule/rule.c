/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* rule.c — compile, and what may be asked of a rule; see rule.h. */
#include "engine/rule/rule_tree.h"

#include <assert.h>

#include "base/letter.h"
#include "base/utf8.h"

/* ---- compile --------------------------------------------------------------------------------- */

static bool
check_text(struct rule_work *w)
{
    size_t bad;

    if (w->text.n > RULE_TEXT_MAX)
        return rule_refuse(w, RULE_TEXT_MAX, 0, MSG("The expression is too long to calculate."),
                           MSG("At most {0} bytes: calculate a part of it apart.", S("8192")));
    if (!utf8_is_valid(w->text, &bad))
        return rule_refuse(w, bad, 1, MSG("The text is not UTF-8 here."),
                           MSG("Save the file as UTF-8."));
    return true;
}

bool
rule_compile(struct arena *a, const struct rule_scope *scope, struct str text,
             const struct rule **out, struct rule_fault *fault)
{
    struct rule      *rule = NEW(a, struct rule);
    struct rule_work  w    = { .arena = a, .scope = scope, .fault = fault };
    struct rule_node *root;

    assert(scope->n_names <= RULE_NAMES_MAX);
    w.text = text;
    if (!check_text(&w))
        return false;
    w.text = rule->text = str_copy(a, text);
    root = rule_parse(&w);
    if (!root || !rule_check_types(&w, root) || !rule_check_cost(&w, root, &rule->cost))
        return false;
    rule->root = root;
    rule->scope = scope;
    *out = rule;
    return true;
}

void
rule_place(struct str text, size_t at, int32_t *line, int32_t *column)
{
    *line = *column = 1;
    for (size_t i = 0; i < at && i < text.n;) {
        if (letter_next(text, &i) == '\n') {
            ++*line;
            *column = 1;
        } else {
            ++*column;
        }
    }
}

/* ---- ask ------------------------------------------------------------------------------------- */

enum rule_type
rule_type_of(const struct rule *rule)
{
    return rule->root->type;
}

struct rule_cost
rule_cost_of(const struct rule *rule)
{
    return rule->cost;
}

static bool
reads(const struct rule_scope *scope, const struct rule_node *node, size_t name)
{
    bool keeps = node->op == OP_CALL && node->func->fn == FN_ONCE
              && (size_t)(scope->self - scope->name) == name;
    bool is    = (node->op == OP_NAME || node->op == OP_SELF) && node->name == name;

    for (const struct rule_node *c = node->first; c && !is; c = c->next)
        is = reads(scope, c, name);
    return is || keeps;
}

bool
rule_reads(const struct rule *rule, size_t name)
{
    return reads(rule->scope, rule->root, name);
}

/* ---- reasons --------------------------------------------------------------------------------- */

static const struct rule_node *
node_at(const struct rule_node *node, size_t at)
{
    const struct rule_node *found = node->at == at ? node : NULL;

    for (const struct rule_node *c = node->first; c && !found; c = c->next)
        found = node_at(c, at);
    return found;
}

struct msg
rule_reason(struct arena *a, const struct rule *rule, const struct rule_value *v)
{
    const struct rule_node *node  = node_at(rule->root, (size_t)v->at);
    struct str              words = rule_words(a, rule->text, node ? node : rule->root);

    switch (v->state) {
    case RULE_KNOWN:
        break;
    case RULE_EMPTY:
        return MSG("There is no value for {0}.", words);
    case RULE_DIV_ZERO:
        return MSG("{0} divides by zero.", words);
    case RULE_TOO_LARGE:
        return MSG("{0} is too large to calculate.", words);
    case RULE_NO_NUMBER:
        return MSG("What stands in {0} is not a number.", words);
    case RULE_NO_DATE:
        return MSG("What stands in {0} is not a date.", words);
    case RULE_NO_ROW:
        return MSG("{0} finds no row in its table.", words);
    case RULE_NOT_AS_SAID:
        return MSG("The value of {0} is not of the kind or size that was agreed.", words);
    }
    return MSG_NONE;
}
