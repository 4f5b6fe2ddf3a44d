/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* rule_call.c — the functions; doc/rule.md says of each what it does with what is not known. */
#include "engine/rule/rule_run.h"

#include <assert.h>

#include "engine/rule/rule_text.h"

enum { DAY_FIRST = -719162, DAY_LAST = 2932896 };       /* 0001-01-01 and 9999-12-31 */

/* ---- from one type to another ---------------------------------------------------------------- */

static struct rule_value
as_number(const struct rule_node *node, const struct rule_value *v)
{
    struct dec d = { 0 };

    if (v->state != RULE_KNOWN)
        return *v;
    switch (v->type) {
    case RULE_NUMBER:
        return *v;
    case RULE_BOOL:
        return RULE_OF_NUMBER(DEC(v->truth));
    case RULE_DATE:
        return RULE_OF_NUMBER(DEC(date_days(v->date)));
    case RULE_TEXT:
        break;
    }
    return dec_parse(str_trim(v->text), &d) ? rule_give_number(node, true, d)
                                            : rule_fail(node, RULE_NO_NUMBER);
}

static struct rule_value
as_date(const struct rule_node *node, const struct rule_value *v)
{
    struct date d = { 0 };
    int64_t     days;

    if (v->state != RULE_KNOWN || v->type == RULE_DATE)
        return *v;
    if (v->type == RULE_NUMBER) {
        days = rule_index(v->number);
        return days < DAY_FIRST || days > DAY_LAST ? rule_fail(node, RULE_TOO_LARGE)
                                                   : RULE_OF_DATE(date_from_days((int32_t)days));
    }
    if (!date_parse(str_trim(v->text), &d) || d.day == 0)
        return rule_fail(node, RULE_NO_DATE);
    return RULE_OF_DATE(d);
}

/* An empty text is false, as in XLSForm; another value that is not known stays so. */
static struct rule_value
as_bool(const struct rule_value *v)
{
    if (v->type == RULE_TEXT && v->state == RULE_EMPTY)
        return RULE_OF_BOOL(false);
    if (v->state != RULE_KNOWN || v->type == RULE_BOOL)
        return *v;
    return RULE_OF_BOOL(v->type != RULE_NUMBER || v->number.units != 0);
}

/* ---- tables ---------------------------------------------------------------------------------- */

static struct rule_value
cell_value(const struct rule_node *node, struct str cell)
{
    struct rule_value text = RULE_OF_TEXT(cell), v = text;

    if (cell.n == 0)
        return rule_fail(node, RULE_EMPTY);
    if (node->type == RULE_NUMBER)
        v = as_number(node, &text);
    if (node->type == RULE_DATE)
        v = as_date(node, &text);
    if (node->type == RULE_BOOL && (str_eq(cell, S("true")) || str_eq(cell, S("false"))))
        v = RULE_OF_BOOL(str_eq(cell, S("true")));
    return v.state == RULE_KNOWN && v.type == node->type ? v : rule_fail(node, RULE_NOT_AS_SAID);
}

static struct rule_value
pull(const struct rule_node *node, struct str key)
{
    const struct rule_table *t = node->table;

    if (key.n == 0)
        return rule_fail(node, RULE_EMPTY);
    for (size_t i = 0; i < t->n_rows; i++)
        if (str_eq(t->cell[i * t->n_columns + node->key_column], key))
            return cell_value(node, t->cell[i * t->n_columns + node->column]);
    return rule_fail(node, RULE_NO_ROW);
}

/* ---- repeats --------------------------------------------------------------------------------- */

static int64_t
count_known(const struct rule_pass *p, const struct rule_node *name, const struct rule_value *rows)
{
    int64_t n = 0;

    for (size_t i = 0; i < rows->many.n; i++)
        n += rule_item(p, name, &rows->many.item[i]).state != RULE_EMPTY;
    return n;
}

/* Rows without an answer are passed over; if there are rows and none has one, it is not known. */
static struct rule_value
sum(const struct rule_pass *p, const struct rule_node *node, const struct rule_value *rows)
{
    struct dec all  = DEC(0);
    bool       some = rows->many.n == 0;

    for (size_t i = 0; i < rows->many.n; i++) {
        struct rule_value v = rule_item(p, node->first, &rows->many.item[i]);

        if (v.state == RULE_EMPTY)
            continue;
        if (v.state != RULE_KNOWN)
            return v;
        if (!dec_add(all, v.number, &all))
            return rule_fail(node, RULE_TOO_LARGE);
        some = true;
    }
    return some ? rule_give_number(node, true, all) : rule_fail(node, RULE_EMPTY);
}

/* Takes the value if it is better than the best; false if it ends the search by its failure. */
static bool
take(enum rule_fn fn, struct rule_value *best, const struct rule_value *v)
{
    if (v->state == RULE_EMPTY)
        return true;
    if (v->state == RULE_KNOWN && best->state == RULE_KNOWN) {
        int c = dec_cmp(v->number, best->number);

        if (fn == FN_MAX ? c <= 0 : c >= 0)
            return true;
    }
    *best = *v;
    return v->state == RULE_KNOWN;
}

static struct rule_value
extreme(struct rule_pass *p, const struct rule_node *node)
{
    struct rule_value best = rule_fail(node, RULE_EMPTY);
    size_t            items = 0;
    bool              on = true;

    for (const struct rule_node *arg = node->first; arg && on; arg = arg->next) {
        struct rule_value v = rule_eval(p, arg);

        if (!arg->many || v.state != RULE_KNOWN) {
            on = take(node->func->fn, &best, &v);
            continue;
        }
        items += v.many.n;
        for (size_t i = 0; i < v.many.n && on; i++) {
            struct rule_value item = rule_item(p, arg, &v.many.item[i]);
            on = take(node->func->fn, &best, &item);
        }
    }
    p->steps += rule_node_steps(node, 0, items);
    return best.state == RULE_KNOWN ? rule_give_number(node, true, best.number) : best;
}

/* ---- functions that choose what they look at ------------------------------------------------- */

static struct rule_value
choose(struct rule_pass *p, const struct rule_node *node)
{
    struct rule_value c = rule_eval(p, node->first);

    p->steps += rule_node_steps(node, 0, 0);
    if (c.state != RULE_KNOWN)
        return c;
    return rule_eval(p, c.truth ? node->first->next : node->first->next->next);
}

static struct rule_value
coalesce(struct rule_pass *p, const struct rule_node *node)
{
    struct rule_value v = rule_fail(node, RULE_EMPTY);

    p->steps += rule_node_steps(node, 0, 0);
    for (const struct rule_node *arg = node->first; arg && v.state != RULE_KNOWN; arg = arg->next)
        v = rule_eval(p, arg);
    return v;
}

static struct rule_value
once(struct rule_pass *p, const struct rule_node *node)
{
    const struct rule_scope *scope = p->rule->scope;
    size_t                   self  = (size_t)(scope->self - scope->name);
    struct rule_node         here  = { .type = node->type, .at = node->at, .name = self };
    struct rule_value        v     = rule_read(p, &here, self);

    p->steps += rule_node_steps(node, 0, 0);
    return v.state == RULE_EMPTY ? rule_eval(p, node->first) : v;
}

static struct rule_value
concat(struct rule_pass *p, const struct rule_node *node)
{
    struct str *part  = NEWS(p->scratch, struct str, node->n);
    size_t      n     = 0, bytes = 0;

    for (const struct rule_node *arg = node->first; arg; arg = arg->next) {
        struct rule_value v = rule_eval(p, arg);

        if (v.state != RULE_KNOWN && v.state != RULE_EMPTY)
            return v;
        part[n] = v.state == RULE_KNOWN ? rule_written(p->scratch, &v) : S("");
        bytes += part[n++].n;
    }
    p->steps += rule_node_steps(node, bytes, 0);
    return rule_give_text(node, str_join(p->scratch, S(""), part, n));
}

/* ---- functions of values --------------------------------------------------------------------- */

static struct rule_value
of_text(const struct rule_node *node, const struct rule_value *arg)
{
    struct str s = arg[0].text, t = node->n > 1 && arg[1].type == RULE_TEXT ? arg[1].text : S("");
    size_t     at;

    switch (node->func->fn) {
    case FN_CONTAINS:
        return RULE_OF_BOOL(str_find(s, t, &at));
    case FN_STARTS_WITH:
        return RULE_OF_BOOL(str_starts(s, t));
    case FN_ENDS_WITH:
        return RULE_OF_BOOL(str_ends(s, t));
    case FN_SELECTED:
        return RULE_OF_BOOL(rule_is_selected(s, str_trim(t)));
    case FN_COUNT_SELECTED:
        return RULE_OF_NUMBER(DEC(rule_count_selected(s)));
    case FN_SELECTED_AT:
        return rule_give_text(node, rule_selected_at(s, rule_index(arg[1].number)));
    case FN_STRING_LENGTH:
        return RULE_OF_NUMBER(DEC((int64_t)rule_count_letters(s)));
    case FN_SUBSTR:
        return rule_give_text(node, rule_substr(s, rule_index(arg[1].number),
                                                node->n > 2 ? rule_index(arg[2].number)
                                                            : RULE_INDEX_LAST));
    default:
        assert(node->func->fn == FN_SUBSTRING_BEFORE || node->func->fn == FN_SUBSTRING_AFTER);
        return rule_give_text(node, rule_part_beside(s, t, node->func->fn == FN_SUBSTRING_BEFORE));
    }
}

static struct rule_value
rounded(const struct rule_node *node, const struct rule_value *arg)
{
    struct dec     d     = { 0 };
    bool           whole = node->func->fn == FN_INT;
    int32_t        scale = node->n > 1 ? (int32_t)arg[1].number.units : 0;
    bool           fits  = dec_round(arg[0].number, scale, whole ? DEC_DOWN : DEC_HALF_UP, &d);

    return rule_give_number(node, fits, d);
}

static struct rule_value
of_number(struct rule_pass *p, const struct rule_node *node, const struct rule_value *arg)
{
    struct dec d;

    switch (node->func->fn) {
    case FN_ABS:
        d = arg[0].number;
        d.units = d.units < 0 ? -d.units : d.units;
        return RULE_OF_NUMBER(d);
    case FN_INT:
    case FN_ROUND:
        return rounded(node, arg);
    case FN_NUMBER:
        return as_number(node, &arg[0]);
    case FN_COUNT:
        return RULE_OF_NUMBER(DEC((int64_t)arg[0].many.n));
    case FN_COUNT_NON_EMPTY:
        return RULE_OF_NUMBER(DEC(count_known(p, node->first, &arg[0])));
    case FN_SUM:
        return sum(p, node, &arg[0]);
    default:
        assert(node->func->fn == FN_DECIMAL_DATE_TIME);
        return RULE_OF_NUMBER(DEC(date_days(arg[0].date)));
    }
}

static struct rule_value
today(const struct rule_pass *p, const struct rule_node *node)
{
    struct date d = p->in->today;

    return date_is_valid(d) && d.day > 0 ? RULE_OF_DATE(d) : rule_fail(node, RULE_EMPTY);
}

static struct rule_value
of_values(struct rule_pass *p, const struct rule_node *node, const struct rule_value *arg)
{
    switch (node->func->fn) {
    case FN_TRUE:
    case FN_FALSE:
        return RULE_OF_BOOL(node->func->fn == FN_TRUE);
    case FN_NOT:
        return RULE_OF_BOOL(!arg[0].truth);
    case FN_BOOLEAN:
        return as_bool(&arg[0]);
    case FN_STRING:
        return arg[0].state == RULE_KNOWN ? rule_give_text(node, rule_written(p->scratch, &arg[0]))
                                          : arg[0];
    case FN_DATE:
        return as_date(node, &arg[0]);
    case FN_TODAY:
        return today(p, node);
    case FN_FORMAT_DATE:
        return rule_give_text(node, rule_format_date(p->scratch, arg[0].date, arg[1].text));
    case FN_REGEX:
        return RULE_OF_BOOL(rule_regex_matches(node->regex, arg[0].text, &(int64_t){ 0 }));
    case FN_PULLDATA:
        return pull(node, arg[3].text);
    case FN_POSITION:
        return arg[0];
    default:
        return node->func->param[0] == PARAM_TEXT ? of_text(node, arg) : of_number(p, node, arg);
    }
}

/* What is not known goes on, but where a text is asked for an empty one is a text of no letters. */
static bool
is_ready(enum rule_param param, struct rule_value *v)
{
    if (v->state == RULE_KNOWN || param == PARAM_ANY)
        return true;
    if (v->state != RULE_EMPTY || param != PARAM_TEXT)
        return false;
    *v = (struct rule_value){ .type = RULE_TEXT, .state = RULE_KNOWN, .text = S("") };
    return true;
}

static struct rule_value
call_with_values(struct rule_pass *p, const struct rule_node *node)
{
    struct rule_value arg[RULE_PARAMS_MAX] = { { .state = RULE_EMPTY } };
    size_t            i = 0, bytes = 0, items = 0;

    for (const struct rule_node *c = node->first; c; c = c->next, i++) {
        arg[i] = rule_eval(p, c);
        if (!is_ready(rule_func_param(node->func, i), &arg[i]))
            return arg[i];
        if (c->many)
            items += arg[i].many.n;
        else if (arg[i].type == RULE_TEXT && arg[i].state == RULE_KNOWN && rule_is_counted(node, i))
            bytes += arg[i].text.n;
    }
    p->steps += rule_node_steps(node, bytes, items);
    return of_values(p, node, arg);
}

struct rule_value
rule_call(struct rule_pass *p, const struct rule_node *node)
{
    switch (node->func->fn) {
    case FN_IF:
        return choose(p, node);
    case FN_COALESCE:
        return coalesce(p, node);
    case FN_ONCE:
        return once(p, node);
    case FN_CONCAT:
        return concat(p, node);
    case FN_MIN:
    case FN_MAX:
        return extreme(p, node);
    default:
        return call_with_values(p, node);
    }
}
