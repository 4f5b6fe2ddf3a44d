/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* rule_type_call.c — what each function takes, and what its literals tell beforehand. */
#include "engine/rule/rule_tree.h"

#include <assert.h>
#include <string.h>

#include "base/near.h"

static bool
refuse_node(struct rule_work *w, const struct rule_node *node, struct msg what, struct msg todo)
{
    return rule_refuse(w, node->from, node->to - node->from, what, todo);
}

static struct str
words_of(struct rule_work *w, const struct rule_node *node)
{
    return rule_words(w->arena, w->text, node);
}

static struct rule_node *
argument(const struct rule_node *node, size_t i)
{
    struct rule_node *arg = node->first;

    for (; i > 0 && arg; i--)
        arg = arg->next;
    assert(arg);                            /* the parser counted them */
    return arg;
}

/* ---- one argument ---------------------------------------------------------------------------- */

static bool
check_many(struct rule_work *w, const struct rule_node *call, struct rule_node *arg)
{
    if (arg->many)
        return true;
    return refuse_node(w, arg, MSG("{0} stands for one answer, and {1}() takes the name of many.",
                                   words_of(w, arg), str_of(call->func->name)),
                       MSG("Name an answer of a repeat, or use operators such as +."));
}

static bool
check_many_numbers(struct rule_work *w, const struct rule_node *call, struct rule_node *arg)
{
    if (!check_many(w, call, arg))
        return false;
    if (arg->type == RULE_NUMBER)
        return true;
    return refuse_node(w, arg, MSG("The answers of {0} are not numbers.", words_of(w, arg)),
                       MSG("Name an answer that is a number, or use count()."));
}

static bool
check_literal(struct rule_work *w, struct rule_node *arg)
{
    if (arg->op == OP_TEXT && arg->text.n > 0)
        return true;
    return refuse_node(w, arg, MSG("{0} stands where a text in quotes is needed.",
                                   words_of(w, arg)),
                       MSG("It is read beforehand, so it cannot depend on an answer."));
}

static bool
check_places(struct rule_work *w, struct rule_node *arg)
{
    if (arg->op == OP_NUMBER && arg->number.scale == 0 && arg->number.units <= DEC_SCALE_MAX)
        return true;
    return refuse_node(w, arg, MSG("{0} is not a number of decimals.", words_of(w, arg)),
                       MSG("Write a whole number from 0 to 18."));
}

static bool
check_parent(struct rule_work *w, struct rule_node *arg)
{
    if (arg->op != OP_PARENT)
        return refuse_node(w, arg,
                           MSG("position() tells the row of a repeat, and of nothing else."),
                           MSG("Write {0}.", S("position(..)")));
    if (w->scope->in_repeat)
        return true;
    return refuse_node(w, arg, MSG("There is no repeat here whose row could be told."),
                       MSG("position(..) is for expressions inside a repeat."));
}

/* Arguments of one type: the first that is not '' decides. */
static bool
check_same(struct rule_work *w, struct rule_node *call, struct rule_node *arg)
{
    if (!rule_want_one(w, arg))
        return false;
    if (arg->nothing)
        return true;
    if (call->nothing) {
        call->nothing = false;
        call->type = arg->type;
    }
    return rule_want_type(w, arg, call->type);
}

static bool
check_argument(struct rule_work *w, struct rule_node *call, struct rule_node *arg, size_t i)
{
    switch (rule_func_param(call->func, i)) {
    case PARAM_NUMBER:
        return rule_want_type(w, arg, RULE_NUMBER);
    case PARAM_TEXT:
        return rule_want_type(w, arg, RULE_TEXT);
    case PARAM_BOOL:
        return rule_want_type(w, arg, RULE_BOOL);
    case PARAM_DATE:
        return rule_want_type(w, arg, RULE_DATE);
    case PARAM_ANY:
        return rule_want_one(w, arg);
    case PARAM_SAME:
        return check_same(w, call, arg);
    case PARAM_MANY:
        return check_many(w, call, arg);
    case PARAM_MANY_NUMBERS:
        return check_many_numbers(w, call, arg);
    case PARAM_NUMBERS:
        return arg->many ? check_many_numbers(w, call, arg) : rule_want_type(w, arg, RULE_NUMBER);
    case PARAM_LITERAL:
        return check_literal(w, arg);
    case PARAM_PLACES:
        return check_places(w, arg);
    case PARAM_PARENT:
        break;
    }
    return check_parent(w, arg);
}

/* ---- one function ---------------------------------------------------------------------------- */

static bool
check_number(struct rule_work *w, const struct rule_node *arg)
{
    struct dec ignored;

    if (arg->op != OP_TEXT || arg->nothing || dec_parse(str_trim(arg->text), &ignored))
        return true;
    return refuse_node(w, arg, MSG("{0} is not a number.", words_of(w, arg)),
                       MSG("At most 36 digits, 18 of them behind one decimal point."));
}

static bool
check_date(struct rule_work *w, struct rule_node *arg)
{
    struct date date = { 0 };

    if (arg->type == RULE_BOOL)
        return rule_want_type(w, arg, RULE_DATE);
    if (arg->op != OP_TEXT || arg->nothing || (date_parse(arg->text, &date) && date.day > 0))
        return true;
    return refuse_node(w, arg, MSG("{0} is not a date.", words_of(w, arg)),
                       MSG("Write year, month and day, as in {0}.", S("'2026-08-17'")));
}

static bool
check_format(struct rule_work *w, const struct rule_node *arg)
{
    struct str s = arg->text;

    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] != '%')
            continue;
        if (++i < s.n && s.p[i] && strchr("Yymnde%", s.p[i]))
            continue;
        return rule_refuse(w, arg->at + i, i < s.n ? 2 : 1,
                           MSG("This sign of a date format is not known here."),
                           MSG("There are {0}; names of months depend on the reader's language.",
                               S("%Y %y %m %n %d %e")));
    }
    return true;
}

static bool
check_regex(struct rule_work *w, struct rule_node *call, const struct rule_node *arg)
{
    if (rule_regex_compile(w->arena, arg->text, &call->regex, w->fault))
        return true;
    w->fault->at += arg->at + 1;            /* behind the quote */
    return false;
}

static bool
check_once(struct rule_work *w, struct rule_node *call)
{
    const struct rule_name *self = w->scope->self;

    if (!self || self->many_max > 0)
        return rule_refuse(w, call->at, call->to - call->at,
                           MSG("once() keeps the answer itself, and there is none here."),
                           MSG("It is for the calculation of an answer."));
    return argument(call, 0)->nothing || rule_want_type(w, argument(call, 0), self->type);
}

static bool
refuse_unknown(struct rule_work *w, const struct rule_node *arg, struct msg what,
               struct str nearest)
{
    return refuse_node(w, arg, what,
                       str_is_known(nearest) ? MSG("Did you mean {0}?", nearest)
                                             : MSG("Write the name as it stands where it is "
                                                   "defined."));
}

static bool
find_table(struct rule_work *w, struct rule_node *call, const struct rule_node *arg)
{
    const struct rule_scope *scope = w->scope;
    struct str              *known = NEWS(w->arena, struct str, scope->n_tables);

    for (size_t i = 0; i < scope->n_tables; i++) {
        known[i] = scope->table[i].name;
        if (str_eq(arg->text, known[i]))
            call->table = &scope->table[i];
    }
    return call->table || refuse_unknown(w, arg, MSG("There is no table {0}.", arg->text),
                                         near_word(arg->text, known, scope->n_tables));
}

static bool
find_column(struct rule_work *w, const struct rule_node *call, const struct rule_node *arg,
            size_t *out)
{
    const struct rule_table *table = call->table;
    struct str              *known = NEWS(w->arena, struct str, table->n_columns);

    for (size_t i = 0; i < table->n_columns; i++) {
        known[i] = table->column[i].name;
        if (str_eq(arg->text, known[i])) {
            *out = i;
            return true;
        }
    }
    return refuse_unknown(w, arg, MSG("The table {0} has no column {1}.", table->name, arg->text),
                          near_word(arg->text, known, table->n_columns));
}

static bool
check_pulldata(struct rule_work *w, struct rule_node *call)
{
    struct rule_node *key = argument(call, 2);

    if (!find_table(w, call, argument(call, 0))
        || !find_column(w, call, argument(call, 1), &call->column)
        || !find_column(w, call, key, &call->key_column))
        return false;
    call->type = call->table->column[call->column].type;
    if (call->table->column[call->key_column].type == RULE_TEXT)
        return true;
    return refuse_node(w, key, MSG("The column {0} is not of texts, so no row is found by it.",
                                   key->text),
                       MSG("Look the row up by a column of codes."));
}

static bool
check_function(struct rule_work *w, struct rule_node *call)
{
    switch (call->func->fn) {
    case FN_NUMBER:
        return check_number(w, argument(call, 0));
    case FN_DATE:
        return check_date(w, argument(call, 0));
    case FN_FORMAT_DATE:
        return check_format(w, argument(call, 1));
    case FN_REGEX:
        return check_regex(w, call, argument(call, 1));
    case FN_ONCE:
        return check_once(w, call);
    case FN_PULLDATA:
        return check_pulldata(w, call);
    default:
        return true;
    }
}

static enum rule_type
given(enum rule_gives gives)
{
    return gives == GIVES_NUMBER ? RULE_NUMBER : gives == GIVES_BOOL ? RULE_BOOL
         : gives == GIVES_DATE ? RULE_DATE : RULE_TEXT;
}

bool
rule_check_call(struct rule_work *w, struct rule_node *call)
{
    size_t i = 0;

    call->type = given(call->func->gives);
    call->nothing = call->func->gives == GIVES_SAME;    /* until one argument says its type */
    for (struct rule_node *arg = call->first; arg; arg = arg->next)
        if (!check_argument(w, call, arg, i++))
            return false;
    call->nothing = false;
    if (call->func->fn == FN_ONCE && w->scope->self)
        call->type = w->scope->self->type;
    return check_function(w, call);
}
