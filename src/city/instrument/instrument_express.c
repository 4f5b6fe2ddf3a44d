/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* instrument_express.c — expressions: compiled with the pack, run when the tree is computed. */
#include "city/instrument/instrument_express.h"

#include "base/arena.h"
#include "engine/rule/rule.h"

/* ---- compiled ------------------------------------------------------------------------------- */

/* The byte at a place of the pack's text; lines and columns count from 1, columns in characters. */
static char
char_at(struct str text, int32_t line, int32_t column)
{
    size_t at = 0;

    for (; line > 1 && at < text.n; at++)
        line -= text.p[at] == '\n';
    for (; column > 1 && at < text.n; column--)
        for (at++; at < text.n && ((unsigned char)text.p[at] & 0xC0) == 0x80;)
            at++;
    return at < text.n ? text.p[at] : '\n';
}

/* Inside the text where it stands on one line; at its beginning where YAML folds it. */
static struct pack_node
place_in(const struct tree_reader *t, const struct pack_node *at, size_t byte)
{
    struct pack_node place = *at;
    char             mark = char_at(t->r->pack->text, at->line, at->column);
    int32_t          line, column;

    rule_place(at->text, byte, &line, &column);
    if (mark == '>' || mark == '|' || line > 1)
        return place;
    place.column += column - 1 + (mark == '"' || mark == '\'');
    return place;
}

static struct rule_scope
scope_of(const struct tree_reader *t, int32_t i)
{
    size_t            n = pack_at(t->from[i], "parts")->n;
    struct rule_name *name = NEWS(t->r->arena, struct rule_name, n);
    struct rule_scope scope = { .name = name, .table = t->r->in->table,
                                .n_tables = t->r->in->n_tables };

    for (int32_t p = i + 1; p < t->n && t->node[p].parent >= i; p++)
        if (t->node[p].parent == i)
            name[scope.n_names++] = (struct rule_name){ .name = t->item[p].code,
                                                        .type = RULE_NUMBER };
    return scope;
}

void
instrument_compile(struct tree_reader *t, int32_t i)
{
    const struct pack_node  *at = pack_at(t->from[i], "expression");
    struct rule_scope       *scope = NEW(t->r->arena, struct rule_scope);
    struct rule_fault        fault;
    struct pack_node         place;

    *scope = scope_of(t, i);
    if (scope->n_names > RULE_NAMES_MAX)
        pack_fault_key(t->r->faults, at, MSG("An expression has more than {0} parts.", S("10,000")),
                       MSG("Sum them up first."));
    else if (!rule_compile(t->r->arena, scope, at->text, &t->item[i].rule, &fault)) {
        place = place_in(t, at, fault.at);
        pack_fault_at(t->r->faults, &place, fault.what,
                      msg_is(fault.todo) ? fault.todo
                                         : MSG("Correct the expression here."));
    } else if (rule_type_of(t->item[i].rule) != RULE_NUMBER)
        pack_fault_at(t->r->faults, at,
                      MSG("The expression of \"{0}\" gives no number.", t->item[i].code),
                      MSG("Write one that gives a figure on its scale."));
}

/* ---- when it is run ------------------------------------------------------------------------- */

struct express { struct arena *scratch; const struct instrument_item *item; };

/* A part without a figure, or one that does not apply, is an empty answer to the expression. */
static struct rule_value
run(struct arena *scratch, const struct rule *rule, const struct score_part *part, size_t n)
{
    struct rule_value *value = NEWS(scratch, struct rule_value, n);

    for (size_t p = 0; p < n; p++) {
        value[p] = (struct rule_value){ .type = RULE_NUMBER, .state = RULE_EMPTY };
        if (part[p].known)
            value[p] = RULE_OF_NUMBER(part[p].value);
    }
    return rule_run(rule, &(struct rule_input){ .value = value }, scratch);
}

static bool
express(void *arg, int32_t i, const struct score_part *part, size_t n, struct dec *out)
{
    const struct express *x = arg;
    size_t                mark = arena_mark(x->scratch);
    struct rule_value     result = run(x->scratch, x->item[i].rule, part, n);

    if (result.state == RULE_KNOWN)
        *out = result.number;
    arena_back(x->scratch, mark);
    return result.state == RULE_KNOWN;
}

struct score_tree
instrument_tree(struct arena *scratch, const struct instrument *in)
{
    struct express   *x = NEW(scratch, struct express);
    struct score_tree tree = { .node = in->tree.node, .n = in->tree.n, .express = express,
                               .arg = x };

    *x = (struct express){ scratch, in->item };
    return tree;
}

/* ---- why it has no value -------------------------------------------------------------------- */

struct msg
instrument_express_why(struct arena *a, const struct instrument *in, const struct score_step *step,
                       int32_t i)
{
    const struct score_node *node = in->tree.node;
    struct score_part        part[SCORE_EXPRESS_PARTS_MAX];
    struct rule_value        result;
    size_t                   n = 0;

    if (step[i].state != SCORE_UNDEFINED || step[i].why != SCORE_NO_VALUE || !in->item[i].rule)
        return MSG_NONE;
    for (int32_t p = i + 1; p < (int32_t)in->tree.n && node[p].parent >= i; p++)
        if (node[p].parent == i)
            part[n++] = (struct score_part){ score_has_figure(&step[p]), step[p].value };
    result = run(a, in->item[i].rule, part, n);
    return rule_reason(a, in->item[i].rule, &result);
}
