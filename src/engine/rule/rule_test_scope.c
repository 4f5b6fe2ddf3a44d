/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* rule_test_scope.c — see rule_test.h. */
#include "engine/rule/rule_test.h"

#include <assert.h>

#define NUMBER_OF(units_, scale_) RULE_OF_NUMBER(((struct dec){ (units_), (scale_) }))
#define ROWS_OF(type_, item_, n_) \
    { .type = (type_), .state = RULE_KNOWN, .many = { (item_), (n_) } }

static const int128 TEN_35 = (int128)100000000000000000 * 1000000000000000000;

static const struct rule_column columns[] = {
    { { "code", 4 }, RULE_TEXT },   { { "name", 4 }, RULE_TEXT },  { { "people", 6 }, RULE_NUMBER },
    { { "since", 5 }, RULE_DATE },  { { "coast", 5 }, RULE_BOOL }, { { "rank", 4 }, RULE_NUMBER },
};

#define CELL(text) { text, sizeof(text) - 1 }

static const struct str cells[] = {
    CELL("35.71"), CELL("Kota Kediri"), CELL("289418"), CELL("1906-04-01"), CELL("false"), CELL(""),
    CELL("33.74"), CELL("Kota Semarang"), CELL("1694740"), CELL("1547-05-02"), CELL("true"),
    CELL("first"),
};

static const struct rule_table tables[] = {
    { { "regions", 7 }, columns, cells, 6, 2 },
};

static const struct rule_name names[] = {
    { { "x", 1 }, RULE_NUMBER, 0, 0 },          { { "missing", 7 }, RULE_NUMBER, 0, 0 },
    { { "third", 5 }, RULE_NUMBER, 0, 0 },      { { "huge", 4 }, RULE_NUMBER, 0, 0 },
    { { "t", 1 }, RULE_TEXT, 100, 0 },          { { "blank", 5 }, RULE_TEXT, 100, 0 },
    { { "codes", 5 }, RULE_TEXT, 100, 0 },      { { "born", 4 }, RULE_DATE, 0, 0 },
    { { "noday", 5 }, RULE_DATE, 0, 0 },        { { "yes", 3 }, RULE_BOOL, 0, 0 },
    { { "unsaid", 6 }, RULE_BOOL, 0, 0 },       { { "rows", 4 }, RULE_NUMBER, 0, 100 },
    { { "empties", 7 }, RULE_NUMBER, 0, 100 },  { { "none", 4 }, RULE_NUMBER, 0, 100 },
    { { "words", 5 }, RULE_TEXT, 20, 100 },     { { "failing", 7 }, RULE_NUMBER, 0, 100 },
    { { "mistyped", 8 }, RULE_NUMBER, 0, 0 },   { { "toolong", 7 }, RULE_TEXT, 3, 0 },
    { { "toomany", 7 }, RULE_NUMBER, 0, 1 },    { { "partial", 7 }, RULE_DATE, 0, 0 },
    { { "failed", 6 }, RULE_NUMBER, 0, 0 },     { { "letters", 7 }, RULE_TEXT, 100, 0 },
    { { "overflown", 9 }, RULE_NUMBER, 0, 0 },  { { "zeros", 5 }, RULE_NUMBER, 0, 0 },
};

enum { NAMES = COUNT(names) };

const struct rule_scope *
rule_test_scope(void)
{
    static const struct rule_scope scope = {
        .name = names, .n_names = NAMES, .table = tables, .n_tables = 1, .self = &names[0],
        .in_repeat = true,
    };

    return &scope;
}

const struct rule_input *
rule_test_input(void)
{
    static struct rule_value  value[NAMES], rows[4], empties[2], words[3], failing[3];
    static struct rule_input  input;

    rows[0] = NUMBER_OF(30, 1);
    rows[2] = NUMBER_OF(4, 0);
    rows[3] = NUMBER_OF(-25, 1);
    words[0] = RULE_OF_TEXT(S("a"));
    words[2] = RULE_OF_TEXT(S("bc"));
    failing[0] = NUMBER_OF(1, 0);
    failing[1] = (struct rule_value){ .type = RULE_NUMBER, .state = RULE_DIV_ZERO };
    failing[2] = NUMBER_OF(2, 0);
    const struct rule_value given[] = {
        NUMBER_OF(7, 0), { .type = RULE_NUMBER }, NUMBER_OF(333, 3), NUMBER_OF(TEN_35 * 9, 0),
        RULE_OF_TEXT(S("batu bara é")), { .type = RULE_TEXT },
        RULE_OF_TEXT(S("air  listrik jalan")),
        RULE_OF_DATE(((struct date){ 2024, 8, 17 })), { .type = RULE_DATE }, RULE_OF_BOOL(true),
        { .type = RULE_BOOL }, ROWS_OF(RULE_NUMBER, rows, 4), ROWS_OF(RULE_NUMBER, empties, 2),
        ROWS_OF(RULE_NUMBER, rows, 0), ROWS_OF(RULE_TEXT, words, 3),
        ROWS_OF(RULE_NUMBER, failing, 3), RULE_OF_TEXT(S("7")), RULE_OF_TEXT(S("four")),
        ROWS_OF(RULE_NUMBER, rows, 4), RULE_OF_DATE(((struct date){ 2024, 8, 0 })),
        { .type = RULE_NUMBER, .state = RULE_TOO_LARGE }, RULE_OF_TEXT(S("αβγδ")),
        NUMBER_OF(TEN_35 * 10, 0), NUMBER_OF(1500, 3),
    };

    static_assert(COUNT(given) == NAMES, "one value a name");
    for (size_t i = 0; i < NAMES; i++)
        value[i] = given[i];
    input = (struct rule_input){ .value = value, .today = { 2026, 8, 17 }, .position = 3 };
    return &input;
}

struct str
rule_test_text_of(struct arena *a, const struct rule_value *v)
{
    static const char *const states[] = {
        [RULE_EMPTY] = "empty", [RULE_DIV_ZERO] = "div zero", [RULE_TOO_LARGE] = "too large",
        [RULE_NO_NUMBER] = "no number", [RULE_NO_DATE] = "no date", [RULE_NO_ROW] = "no row",
        [RULE_NOT_AS_SAID] = "not as said",
    };

    if (v->state != RULE_KNOWN)
        return str_fmt(a, "%s at %d", states[v->state], v->at);
    switch (v->type) {
    case RULE_NUMBER:
        return dec_str(a, v->number);
    case RULE_TEXT:
        return str_fmt(a, "'%.*s'", TEXT(v->text));
    case RULE_DATE:
        return date_iso(a, v->date);
    case RULE_BOOL:
        break;
    }
    return str_bool(v->truth);
}

struct str
rule_test_result(struct arena *a, const char *expression)
{
    struct rule_fault  fault;
    const struct rule *rule;
    struct rule_value  v;

    if (!rule_compile(a, rule_test_scope(), str_of(expression), &rule, &fault))
        return str_fmt(a, "refused at %zu: %.*s", fault.at,
                       TEXT(msg_text(a, LANG_EN, fault.what)));
    v = rule_run(rule, rule_test_input(), a);
    assert(v.type == rule_type_of(rule));
    return rule_test_text_of(a, &v);
}
