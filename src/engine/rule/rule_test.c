/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* rule_test.c — what expressions give, known and not; see rule_test_scope.c for the names. */
#include "engine/rule/rule_test.h"

#include <string.h>

#include "test/unit.h"

struct row { const char *expression, *result; };

static void
check_rows(const struct row *row, size_t n)
{
    for (size_t i = 0; i < n; i++)
        check_text(row[i].expression, rule_test_result(unit_arena(), row[i].expression),
                   str_of(row[i].result));
}

#define CHECK_ROWS(rows) check_rows(rows, COUNT(rows))

#define NINES_18 "999999999999999999"
#define NINES_36 NINES_18 NINES_18

TEST(rule_arithmetic)
{
    static const struct row row[] = {
        { "1 + 2", "3" },
        { "1 + 2 * 3", "7" },
        { "(1 + 2) * 3", "9" },
        { "7 - 2 - 1", "4" },
        { "7 - (2 - 1)", "6" },
        { "-2 + 5", "3" },
        { "--2", "2" },
        { "2 * -3", "-6" },
        { "-2 * 3", "-6" },
        { "5-3", "2" },
        { "${x}-3", "4" },
        { "0.1 + 0.2", "0.3" },
        { "1.50 * 2", "3" },
        { "1 div 3", "0.333333333333333333" },
        { "2 div 3", "0.666666666666666667" },
        { "1 div 3 * 3", "0.999999999999999999" },
        { "10 div 4", "2.5" },
        { "-1 div 3", "-0.333333333333333333" },
        { "0.000000000000000001 div 2", "0" },                  /* half to even */
        { "0.000000000000000003 div 2", "0.000000000000000002" },
        { "12 div 4 div 3", "1" },
        { "7 mod 3", "1" },
        { "-7 mod 3", "-1" },                                   /* the sign of what is divided */
        { "7 mod -3", "1" },
        { "7.5 mod 2", "1.5" },
        { "2 + 7 mod 3 * 4", "6" },
        { "${x} div 0.5", "14" },
        { "${zeros} * 2", "3" },
        { "${x} + ${third}", "7.333" },
        { NINES_36 " + 0", NINES_36 },
        { NINES_18 "." NINES_18 " + 0", NINES_18 "." NINES_18 },
        { "1 div (${x} - 7)", "div zero at 2" },
        { "3 + 1 mod (${x} - 7)", "div zero at 6" },
        { NINES_36 " + 1", "too large at 37" },
        { "-" NINES_36 " - 1", "too large at 38" },
        { "${huge} * 10", "too large at 8" },
        { "${huge} div 2", "too large at 8" },                  /* 18 decimals have no room */
        { "${huge} mod 0.1", "too large at 8" },
        { "${huge} + 0.5", "too large at 8" },
        { "${missing} + 1", "empty at 0" },
        { "1 + ${missing}", "empty at 4" },
        { "${missing} * 0", "empty at 0" },
        { "-${missing}", "empty at 1" },
        { "${missing} div 0.5 + ${failed}", "empty at 0" },     /* the first reason */
        { "${failed} + ${missing}", "too large at 0" },
        { "${mistyped} + 1", "not as said at 0" },
        { "${overflown} + 1", "not as said at 0" },
        { "1 div (${x} - 7) + 1 mod (${x} - 7)", "div zero at 2" },
        { "today() - ${born}", "730" },
        { "${born} - ${noday}", "empty at 10" },
    };

    CHECK_ROWS(row);
}

TEST(rule_comparison)
{
    static const struct row row[] = {
        { "${x} = 7", "true" },
        { "${x} = 7.000", "true" },
        { "${x} != 7", "false" },
        { "${x} < 7", "false" },
        { "${x} <= 7", "true" },
        { "${x} > 6.9", "true" },
        { "${x} >= 7.1", "false" },
        { "1 div 3 < 0.333333333333333334", "true" },
        { "${t} = 'batu bara é'", "true" },
        { "${t} != \"batu\"", "true" },
        { "'a' = 'A'", "false" },
        { "\"it's\" = \"it's\"", "true" },
        { "${born} = date('2024-08-17')", "true" },
        { "${born} < today()", "true" },
        { "${born} >= today()", "false" },
        { "${yes} = true()", "true" },
        { "${yes} != (1 = 1)", "false" },
        { "${missing} = 7", "empty at 0" },
        { "${missing} != 7", "empty at 0" },
        { "${missing} > 2", "empty at 0" },
        { "${missing} = ${missing}", "empty at 0" },
        { "${blank} = 'a'", "empty at 0" },
        { "${noday} < today()", "empty at 0" },
        { "${failed} > 2", "too large at 0" },
        { "${missing} = ''", "true" },
        { "${x} = ''", "false" },
        { "'' = ${x}", "false" },
        { "${x} != ''", "true" },
        { "${missing} != ''", "false" },
        { "${blank} = ''", "true" },
        { "${t} = ''", "false" },
        { "${born} != ''", "true" },
        { "${unsaid} = ''", "true" },
        { "'' = ''", "true" },
        { "${failed} = ''", "true" },
        { "1 div (${x} - 7) != ''", "false" },
        { "1 < 2 = true()", "true" },
    };

    CHECK_ROWS(row);
}

TEST(rule_logic)
{
    static const struct row row[] = {
        { "true() and true()", "true" },
        { "true() and false()", "false" },
        { "false() or true()", "true" },
        { "false() or false()", "false" },
        { "true() or false() and false()", "true" },
        { "(true() or false()) and false()", "false" },
        { "${unsaid} and true()", "empty at 0" },
        { "${unsaid} and false()", "false" },
        { "false() and ${unsaid}", "false" },
        { "true() and ${unsaid}", "empty at 11" },
        { "${unsaid} or true()", "true" },
        { "true() or ${unsaid}", "true" },
        { "${unsaid} or false()", "empty at 0" },
        { "${missing} > 2 and ${x} > 8", "false" },
        { "${missing} > 2 or ${x} > 6", "true" },
        { "1 div (${x} - 7) > 1 and false()", "false" },
        { "1 div (${x} - 7) > 1 and true()", "div zero at 2" },
        { "not(true())", "false" },
        { "not(${x} = 8)", "true" },
        { "not(${unsaid})", "empty at 4" },
        { "${yes}", "true" },
    };

    CHECK_ROWS(row);
}

TEST(rule_choice)
{
    static const struct row row[] = {
        { "if(${x} > 2, 1, 0)", "1" },
        { "if(${x} > 8, 1, 0)", "0" },
        { "if(${missing} > 2, 1, 0)", "empty at 3" },           /* OURS: XLSForm gives 0 */
        { "if(${yes}, 'a', 'b')", "'a'" },
        { "if(${yes}, today(), ${born})", "2026-08-17" },
        { "if(${yes}, 5, '')", "5" },
        { "if(not(${yes}), 5, '')", "empty at 19" },
        { "if(not(${yes}), '', 5)", "5" },
        { "if(${yes}, '', '')", "empty at 11" },
        { "if(${x} > 2, 1, 1 div (${x} - 7))", "1" },           /* the other is not looked at */
        { "if(${x} > 2, ${missing}, 0)", "empty at 13" },
        { "coalesce(${missing}, 3)", "3" },
        { "coalesce(${x}, 3)", "7" },
        { "coalesce(${missing}, ${missing}, 4)", "4" },
        { "coalesce(${missing}, ${noday} - today(), '')", "empty at 41" },
        { "coalesce(1 div (${x} - 7), 9)", "9" },
        { "coalesce(${blank}, 'none')", "'none'" },
        { "coalesce('', ${x})", "7" },
        { "coalesce(${noday}, today())", "2026-08-17" },
        { "once(9)", "7" },
        { "once('')", "7" },
        { ". * 2", "14" },
        { ". >= 7 and . < 8", "true" },
        { "position(..)", "3" },
        { "position(..) mod 2", "1" },
    };

    CHECK_ROWS(row);
}

TEST(rule_numbers)
{
    static const struct row row[] = {
        { "round(2.5)", "3" },
        { "round(-2.5)", "-3" },                                /* OURS: away from zero */
        { "round(2.4)", "2" },
        { "round(2.345, 2)", "2.35" },
        { "round(2.344, 2)", "2.34" },
        { "round(2.3, 5)", "2.3" },
        { "round(${missing})", "empty at 6" },
        { "round(${huge}, 1)", "too large at 0" },
        { "int(3.9)", "3" },
        { "int(-3.9)", "-3" },
        { "int(${missing})", "empty at 4" },
        { "abs(-3.5)", "3.5" },
        { "abs(3.5)", "3.5" },
        { "abs(${missing})", "empty at 4" },
        { "number('3.50')", "3.5" },
        { "number(' 3 ')", "3" },
        { "number(${t})", "no number at 0" },
        { "number(${blank})", "empty at 7" },
        { "number('')", "empty at 7" },
        { "number(true())", "1" },
        { "number(false())", "0" },
        { "number(date('1970-01-02'))", "1" },
        { "number(${missing})", "empty at 7" },
        { "number(concat('1', ',5'))", "no number at 0" },
        { "number(concat('1', 'e5'))", "no number at 0" },
        { "boolean(0)", "false" },
        { "boolean(0.1)", "true" },
        { "boolean('a')", "true" },
        { "boolean('')", "false" },
        { "boolean(${blank})", "false" },
        { "boolean(${missing})", "empty at 8" },                /* OURS: XLSForm gives false */
        { "boolean(${born})", "true" },
        { "boolean(${yes})", "true" },
        { "boolean(substring-after(string(${failed}), 'a'))", "too large at 31" },
        { "sum(${rows})", "4.5" },                              /* passes over what is empty */
        { "sum(${none})", "0" },
        { "sum(${empties})", "empty at 0" },                    /* OURS: XLSForm gives 0 */
        { "sum(${failing})", "div zero at 4" },
        { "sum(${toomany})", "not as said at 4" },
        { "count(${rows})", "4" },
        { "count(${none})", "0" },
        { "count(${empties})", "2" },
        { "count(${words})", "3" },
        { "count(${toomany})", "not as said at 6" },
        { "count-non-empty(${rows})", "3" },
        { "count-non-empty(${empties})", "0" },
        { "count-non-empty(${words})", "2" },
        { "count-non-empty(${failing})", "3" },
        { "min(${rows})", "-2.5" },
        { "max(${rows})", "4" },
        { "min(3, 1, 2)", "1" },
        { "max(3, 1.5, ${x})", "7" },
        { "max(${rows}, 5)", "5" },
        { "min(${missing}, 4)", "4" },
        { "min(${missing})", "empty at 0" },
        { "max(${empties})", "empty at 0" },
        { "max(${none})", "empty at 0" },
        { "max(${failing})", "div zero at 4" },
        { "min(4, ${failed}, 1)", "too large at 7" },
        { "sum(${rows}) div count-non-empty(${rows})", "1.5" },
    };

    CHECK_ROWS(row);
}

TEST(rule_texts)
{
    static const struct row row[] = {
        { "string(3.50)", "'3.5'" },
        { "string(${zeros})", "'1.5'" },
        { "string(-0.5)", "'-0.5'" },
        { "string(${born})", "'2024-08-17'" },
        { "string(${yes})", "'true'" },
        { "string('a')", "'a'" },
        { "string(${missing})", "empty at 7" },
        { "string-length('abc')", "3" },
        { "string-length(${letters})", "4" },                   /* letters, not bytes */
        { "string-length('')", "0" },
        { "string-length(${blank})", "0" },
        { "string-length(string(${failed}))", "too large at 21" },
        { "substr(${letters}, 1)", "'βγδ'" },
        { "substr(${letters}, 1, 3)", "'βγ'" },
        { "substr(${letters}, -1)", "'δ'" },
        { "substr(${letters}, 0, -1)", "'αβγ'" },
        { "substr(${letters}, 1.9)", "'βγδ'" },                 /* without its decimals */
        { "substr(${letters}, 9)", "empty at 0" },
        { "substr(${letters}, 2, 1)", "empty at 0" },
        { "substr(${letters}, -9)", "'αβγδ'" },
        { "substr(${letters}, 0, ${huge})", "'αβγδ'" },
        { "substr(${letters}, ${missing})", "empty at 19" },
        { "substr(${blank}, 0, 2)", "empty at 0" },
        { "substring-before('a-b-c', '-')", "'a'" },
        { "substring-after('a-b-c', '-')", "'b-c'" },
        { "substring-before('abc', '-')", "empty at 0" },
        { "substring-after(${blank}, 'a')", "empty at 0" },
        { "substring-after('abc', '')", "'abc'" },
        { "concat('a', 'b')", "'ab'" },
        { "concat('a', ${x}, ${yes}, ${born})", "'a7true2024-08-17'" },
        { "concat('a', ${blank}, 'b')", "'ab'" },
        { "concat(${missing}, 'b')", "'b'" },
        { "concat(${blank}, '')", "empty at 0" },
        { "concat('a', ${failed})", "too large at 12" },
        { "contains(${t}, 'bara')", "true" },
        { "contains(${t}, 'Bara')", "false" },
        { "contains(${blank}, 'a')", "false" },
        { "contains(${t}, '')", "true" },
        { "contains(${blank}, ${blank})", "true" },
        { "starts-with(${t}, 'batu')", "true" },
        { "starts-with(${t}, 'bara')", "false" },
        { "starts-with(${blank}, 'a')", "false" },
        { "ends-with(${t}, 'é')", "true" },
        { "ends-with(${t}, 'batu')", "false" },
        { "ends-with(${blank}, '')", "true" },
        { "selected(${codes}, 'listrik')", "true" },
        { "selected(${codes}, 'list')", "false" },
        { "selected(${codes}, ' jalan ')", "true" },
        { "selected(${codes}, ${blank})", "false" },
        { "selected(${blank}, 'air')", "false" },
        { "count-selected(${codes})", "3" },
        { "count-selected(${blank})", "0" },
        { "selected-at(${codes}, 0)", "'air'" },
        { "selected-at(${codes}, 2)", "'jalan'" },
        { "selected-at(${codes}, 3)", "empty at 0" },
        { "selected-at(${codes}, -1)", "empty at 0" },
        { "selected-at(${codes}, ${missing})", "empty at 22" },
        { "regex(${t}, '[a-z ]+é')", "true" },
        { "regex(${t}, 'batu')", "false" },
        { "regex(${blank}, '[0-9]+')", "false" },
        { "regex(${blank}, '[0-9]*')", "true" },
        { "regex('35.71', '\\d{2}\\.\\d{2}')", "true" },
        { "${toolong} = 'four'", "not as said at 0" },
        { "concat(${toolong}, 'a')", "not as said at 7" },
    };

    CHECK_ROWS(row);
}

TEST(rule_dates)
{
    static const struct row row[] = {
        { "today()", "2026-08-17" },
        { "date('2024-02-29')", "2024-02-29" },
        { "date(0)", "1970-01-01" },
        { "date(-1.9)", "1969-12-31" },
        { "date(${huge})", "too large at 0" },
        { "date(2932896)", "9999-12-31" },
        { "date(2932897)", "too large at 0" },
        { "date(-719162)", "0001-01-01" },
        { "date(-719163)", "too large at 0" },
        { "date(${t})", "no date at 0" },
        { "date(concat('2024', '-02'))", "no date at 0" },
        { "date(concat('2023-02', '-29'))", "no date at 0" },
        { "date(${blank})", "empty at 5" },
        { "date('')", "empty at 5" },
        { "date(${missing})", "empty at 5" },
        { "date(${born})", "2024-08-17" },
        { "date(decimal-date-time(${born}) + 30)", "2024-09-16" },
        { "decimal-date-time(${born})", "19952" },
        { "decimal-date-time(${noday})", "empty at 18" },
        { "format-date(${born}, '%e/%n/%y')", "'17/8/24'" },
        { "format-date(date('0099-01-05'), '%d.%m.%Y%%')", "'05.01.0099%'" },
        { "format-date(${noday}, '%Y')", "empty at 12" },
        { "${partial} = today()", "not as said at 0" },
        { "int((today() - date('1990-12-01')) div 365.25)", "35" },
    };

    CHECK_ROWS(row);
}

TEST(rule_tables)
{
    static const struct row row[] = {
        { "pulldata('regions', 'name', 'code', '35.71')", "'Kota Kediri'" },
        { "pulldata('regions', 'people', 'code', '33.74')", "1694740" },
        { "pulldata('regions', 'since', 'code', '35.71')", "1906-04-01" },
        { "pulldata('regions', 'coast', 'code', '33.74')", "true" },
        { "pulldata('regions', 'rank', 'code', '35.71')", "empty at 0" },
        { "pulldata('regions', 'rank', 'code', '33.74')", "not as said at 0" },
        { "pulldata('regions', 'name', 'code', '00.00')", "no row at 0" },  /* OURS: '' there */
        { "pulldata('regions', 'name', 'code', ${blank})", "empty at 0" },
        { "pulldata('regions', 'code', 'name', 'Kota Semarang')", "'33.74'" },
        { "pulldata('regions', 'people', 'code', '35.71') * 2", "578836" },
    };

    CHECK_ROWS(row);
}

/* ---- today, position and the answer itself come from the caller ------------------------------ */

static struct str
result_with(const struct rule_scope *scope, const struct rule_input *in, const char *expression)
{
    struct arena      *a = unit_arena();
    struct rule_fault  fault;
    const struct rule *rule;
    struct rule_value  v;

    if (!rule_compile(a, scope, str_of(expression), &rule, &fault))
        return str_fmt(a, "refused at %zu: %.*s", fault.at,
                       TEXT(msg_text(a, LANG_EN, fault.what)));
    v = rule_run(rule, in, a);
    return rule_test_text_of(a, &v);
}

TEST(rule_input)
{
    struct rule_scope scope = *rule_test_scope();
    struct rule_input in    = *rule_test_input();

    in.today = (struct date){ 0 };
    in.position = 0;
    check_text("no day", result_with(&scope, &in, "today()"), S("empty at 0"));
    check_text("no row", result_with(&scope, &in, "position(..)"), S("empty at 9"));
    in.today = (struct date){ 2026, 8, 0 };
    check_text("a month is no day", result_with(&scope, &in, "today()"), S("empty at 0"));
    scope.self = &scope.name[1];
    check_text("not answered yet", result_with(&scope, &in, "once(9)"), S("9"));
    check_text("not answered", result_with(&scope, &in, ". > 2"), S("empty at 0"));
    scope.self = &scope.name[20];
    check_text("failed", result_with(&scope, &in, "once(9)"), S("too large at 0"));
    scope.self = NULL;
    scope.in_repeat = false;
    check_text("no answer of its own", result_with(&scope, &in, "1 + ."),
               S("refused at 4: The point stands for the answer itself, and there is none here."));
    check_text("nothing to keep", result_with(&scope, &in, "once(9)"),
               S("refused at 0: once() keeps the answer itself, and there is none here."));
    check_text("no repeat", result_with(&scope, &in, "position(..)"),
               S("refused at 9: There is no repeat here whose row could be told."));
    scope = (struct rule_scope){ .n_names = 0 };
    check_text("an empty scope", result_with(&scope, &in, "1 + 1"), S("2"));
    check_text("a name of nothing", result_with(&scope, &in, "${x}"),
               S("refused at 0: There is nothing with the name x."));
}

TEST(rule_steps_are_counted)
{
    struct rule_input  in = *rule_test_input();
    struct rule_fault  fault;
    const struct rule *rule;
    int64_t            steps = 0;

    in.steps = &steps;
    check("compiles", rule_compile(unit_arena(), rule_test_scope(), S("sum(${rows}) + 1"), &rule,
                                   &fault));
    rule_run(rule, &in, unit_arena());
    check("some, and not more than the bound", steps > 0 && steps <= rule_cost_of(rule).steps);
}
