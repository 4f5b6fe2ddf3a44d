/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* rule_refuse_test.c — what is refused, at which byte, in which words. */
#include "engine/rule/rule_test.h"

#include <string.h>

#include "base/buf.h"
#include "engine/rule/rule_func.h"
#include "test/unit.h"

struct row { const char *expression; size_t at, n; const char *what, *todo; };

static bool
compile(struct str text, struct rule_fault *fault)
{
    const struct rule *rule;

    return rule_compile(unit_arena(), rule_test_scope(), text, &rule, fault);
}

static struct str
said(struct msg msg)
{
    return msg_text(unit_arena(), LANG_EN, msg);
}

static void
check_rows(const struct row *row, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct rule_fault fault = { 0 };
        bool              ok    = compile(str_of(row[i].expression), &fault);

        check(row[i].expression, !ok);
        check(row[i].expression, fault.at == row[i].at && fault.n == row[i].n);
        check_text(row[i].expression, said(fault.what), str_of(row[i].what));
        check_text(row[i].expression, said(fault.todo), str_of(row[i].todo));
    }
}

#define CHECK_ROWS(rows) check_rows(rows, COUNT(rows))
#define A_VALUE "Write a number, a text in quotes, a name in ${name} or a function."

TEST(rule_refuses_signs)
{
    static const struct row row[] = {
        { "", 0, 0, "The expression is empty.", A_VALUE },
        { "  ", 2, 0, "The expression is empty.", A_VALUE },
        { "${x} == 7", 5, 2, "== is not written like this here.", "Write =." },
        { "${x} <> 7", 5, 2, "<> is not written like this here.", "Write !=." },
        { "${x} => 7", 5, 2, "=> is not written like this here.", "Write >=." },
        { "${x} =< 7", 5, 2, "=< is not written like this here.", "Write <=." },
        { "${yes} && ${yes}", 7, 2, "&& is not written like this here.", "Write and." },
        { "${yes} || ${yes}", 7, 2, "|| is not written like this here.", "Write or." },
        { "!${yes}", 0, 1, "! is not written like this here.", "Write not()." },
        { "7 % 2", 2, 1, "% is not written like this here.", "Write mod." },
        { "${x} ≤ 7", 5, 3, "≤ is not written like this here.", "Write <=." },
        { "${x} ≥ 7", 5, 3, "≥ is not written like this here.", "Write >=." },
        { "${x} ≠ 7", 5, 3, "≠ is not written like this here.", "Write !=." },
        { "2 × 3", 2, 2, "× is not written like this here.", "Write *." },
        { "2 ÷ 3", 2, 2, "÷ is not written like this here.", "Write div." },
        { "2 − 3", 2, 3, "− is not written like this here.", "Write -." },
        { "‘a’", 0, 3, "‘ is not written like this here.", "Write '." },
        { "“a”", 0, 3, "“ is not written like this here.", "Write \"." },
        { "{x}", 0, 1, "{ is not written like this here.", "Write ${name}." },
        { "$x", 0, 1, "$ is not written like this here.", "Write ${name}." },
        { "1 # 2", 2, 1, "The sign # has no meaning here.",
          "Texts stand in quotes, and names of answers in ${name}." },
        { "1 +\xc2\xa0" "2", 3, 2, "A hidden sign stands here, such as a fixed space.",
          "Remove it, and type an ordinary space." },
        { "1 \xe2\x80\x8b+ 2", 2, 3, "A hidden sign stands here, such as a fixed space.",
          "Remove it, and type an ordinary space." },
        { "1 \x01+ 2", 2, 1, "A hidden sign stands here, such as a fixed space.",
          "Remove it, and type an ordinary space." },
        { "/data/x", 0, 1, "Paths through a form are not read here.",
          "Answers are read by their names here: write ${name}." },
        { "../x = 1", 2, 1, "Paths through a form are not read here.",
          "Answers are read by their names here: write ${name}." },
        { "count(${rows}[1])", 13, 1, "Paths through a form are not read here.",
          "Answers are read by their names here: write ${name}." },
        { "@x", 0, 1, "Paths through a form are not read here.",
          "Answers are read by their names here: write ${name}." },
        { "'abc", 0, 4, "A text begins here and does not end.", "Close it with the same quote." },
        { "1 + \"abc'", 4, 5, "A text begins here and does not end.",
          "Close it with the same quote." },
        { "1 + ${x", 4, 3, "A name begins here and does not end.", "Close it with }." },
        { "1.", 0, 2, "1. is not a number.",
          "Write digits on both sides of the point, as in 0.5." },
        { "1 + .5", 4, 2, ".5 is not a number.",
          "Write digits on both sides of the point, as in 0.5." },
        { "1.2.3", 0, 5, "1.2.3 is not a number.",
          "At most 36 digits, 18 of them behind one decimal point." },
        { "0.1234567890123456789", 0, 21, "0.1234567890123456789 is not a number.",
          "At most 36 digits, 18 of them behind one decimal point." },
        { "12x", 0, 3, "A number ends in a letter here.",
          "Put a space behind the number, or quotes around a text." },
        { "1,5 + 2", 1, 1, "A comma stands outside the brackets of a function.",
          "Decimals are written with a point: 3.5." },
        { "\xff", 0, 1, "The text is not UTF-8 here.", "Save the file as UTF-8." },
    };

    CHECK_ROWS(row);
}

TEST(rule_refuses_shapes)
{
    static const struct row row[] = {
        { "1 +", 3, 0, "The expression ends where a value is needed.", A_VALUE },
        { "1 + + 2", 4, 1, "+ stands where a value is needed.", A_VALUE },
        { "1 * * 2", 4, 1, "* stands where a value is needed.", A_VALUE },
        { "()", 1, 1, ") stands where a value is needed.", A_VALUE },
        { "min(1, )", 7, 1, ") stands where a value is needed.", A_VALUE },
        { "min(, 1)", 4, 1, ", stands where a value is needed.", A_VALUE },
        { "1 2", 2, 1, "2 stands where an operator is needed.",
          "Write an operator such as + or and before it." },
        { "${x} ${x}", 5, 4, "${x} stands where an operator is needed.",
          "Write an operator such as + or and before it." },
        { "${yes} nad ${yes}", 7, 3, "nad stands where an operator is needed.",
          "Did you mean and?" },
        { "1 dvi 2", 2, 3, "dvi stands where an operator is needed.", "Did you mean div?" },
        { "(1", 2, 0, "A bracket that was opened is not closed here.", "Write ) or an operator." },
        { "(1 2)", 3, 1, "A bracket that was opened is not closed here.",
          "Write ) or an operator." },
        { "min(1", 5, 0, "A bracket that was opened is not closed here.",
          "Write a comma before the next value, or )." },
        { "1)", 1, 1, "A bracket is closed here that was not opened.",
          "Remove it, or open it before." },
        { "true", 0, 4, "The word true has no meaning alone.",
          "Write true(), or put quotes around a text." },
        { "${t} = yes", 7, 3, "The word yes has no meaning alone.",
          "Write ${yes}, or put quotes around a text." },
        { "${y}", 0, 4, "There is nothing with the name y.", "Did you mean x?" },
        { "1 + ${mising}", 4, 9, "There is nothing with the name mising.",
          "Did you mean missing?" },
        { "${population}", 0, 13, "There is nothing with the name population.",
          "Write the name as it stands where it is defined." },
        { "${ x }", 0, 6, "There is nothing with the name  x .", "Did you mean x?" },
        { "smu(${rows})", 0, 3, "There is no function smu().", "Did you mean sum()?" },
        { "Sum(${rows})", 0, 3, "There is no function Sum().", "Did you mean sum()?" },
        { "frobnicate(1)", 0, 10, "There is no function frobnicate().",
          "doc/rule.md lists the functions." },
        { "1 + pow(2, 3)", 4, 3, "pow() exists in XLSForm, but not here.",
          "Write ${name} * ${name}." },
        { "random()", 0, 6, "random() exists in XLSForm, but not here.",
          "The same answers must give the same result: nothing here is left to chance." },
        { "now()", 0, 3, "now() exists in XLSForm, but not here.",
          "Days are counted here, not hours: use today(), date() or format-date()." },
        { "jr:choice-name(1, 2)", 0, 14, "jr:choice-name() exists in XLSForm, but not here.",
          "Write pulldata('table', 'label', 'code', ${name})." },
        { "abs()", 0, 5, "abs() does not take this many values: 0.", "Write abs(number)." },
        { "round(1, 2, 3)", 0, 14, "round() does not take this many values: 3.",
          "Write round(number, [places])." },
        { "1 + coalesce(1)", 4, 11, "coalesce() does not take this many values: 1.",
          "Write coalesce(same, same, …)." },
        { "today(1)", 0, 8, "today() does not take this many values: 1.", "Write today()." },
    };

    CHECK_ROWS(row);
}

TEST(rule_refuses_types)
{
    static const struct row row[] = {
        { "1 + 'a'", 4, 3, "'a' stands where a number is needed.",
          "It is a text: write number('a')." },
        { "1 + '2'", 4, 3, "'2' stands where a number is needed.", "It is a text: write 2." },
        { "${t} > 2", 0, 4, "${t} stands where a number is needed.",
          "It is a text: write number(${t})." },
        { "${x} = '7'", 7, 3, "'7' stands where a number is needed.", "It is a text: write 7." },
        { "${t} = 7", 7, 1, "7 stands where a text is needed.", "It is a number: write '7'." },
        { "${t} = ${x}", 7, 4, "${x} stands where a text is needed.",
          "It is a number: write string(${x})." },
        { "${born} > '2024-01-01'", 10, 12, "'2024-01-01' stands where a date is needed.",
          "It is a text: write date('2024-01-01')." },
        { "${born} + 30", 0, 7, "${born} stands where a number is needed.",
          "It is a date: write decimal-date-time(${born})." },
        { "${born} - 30", 10, 2, "30 stands where a date is needed.",
          "It is a number: write date(30)." },
        { "${x} and ${yes}", 0, 4, "${x} stands where true or false is needed.",
          "It is a number: write ${x} > 0." },
        { "not(${t})", 4, 4, "${t} stands where true or false is needed.",
          "It is a text: write ${t} = 'yes'." },
        { "if(${born}, 1, 2)", 3, 7, "${born} stands where true or false is needed.",
          "It is a date: write ${born} <= today()." },
        { "1 + (2 > 1)", 4, 7, "(2 > 1) stands where a number is needed.",
          "It is true or false: write if((2 > 1), 1, 0)." },
        { "1 < 2 < 3", 0, 5, "1 < 2 stands where a number is needed.",
          "It is true or false: write if(1 < 2, 1, 0)." },
        { "contains(${yes}, 'a')", 9, 6, "${yes} stands where a text is needed.",
          "It is true or false: write string(${yes})." },
        { "string-length(${born})", 14, 7, "${born} stands where a text is needed.",
          "It is a date: write string(${born})." },
        { "decimal-date-time(${yes})", 18, 6, "${yes} stands where a date is needed.",
          "It is true or false: write if(${yes}, today(), '')." },
        { "if(${yes}, 1, 'a')", 14, 3, "'a' stands where a number is needed.",
          "It is a text: write number('a')." },
        { "coalesce('', ${x}, ${t})", 19, 4, "${t} stands where a number is needed.",
          "It is a text: write number(${t})." },
        { "1 + ''", 4, 2, "'' stands where a number is needed.",
          "'' means that there is no value: it stands in if, in coalesce and beside = !=." },
        { "${x} < ''", 7, 2, "'' stands where a number is needed.",
          "'' means that there is no value: it stands in if, in coalesce and beside = !=." },
        { "${rows} + 1", 0, 7, "${rows} stands for many answers, and one is needed.",
          "Write sum, min, max or count before it, as in sum(${rows})." },
        { "concat(${words})", 7, 8, "${words} stands for many answers, and one is needed.",
          "Write sum, min, max or count before it, as in sum(${words})." },
        { "${rows}", 0, 7, "${rows} stands for many answers, and one is needed.",
          "Write sum, min, max or count before it, as in sum(${rows})." },
        { "${rows} = ''", 0, 7, "${rows} stands for many answers, and one is needed.",
          "Write sum, min, max or count before it, as in sum(${rows})." },
        { "sum(${x})", 4, 4, "${x} stands for one answer, and sum() takes the name of many.",
          "Name an answer of a repeat, or use operators such as +." },
        { "count(1)", 6, 1, "1 stands for one answer, and count() takes the name of many.",
          "Name an answer of a repeat, or use operators such as +." },
        { "sum(${words})", 4, 8, "The answers of ${words} are not numbers.",
          "Name an answer that is a number, or use count()." },
        { "min(1, ${words})", 7, 8, "The answers of ${words} are not numbers.",
          "Name an answer that is a number, or use count()." },
        { "1 + ..", 4, 2, "Two points stand for the row of a repeat.",
          "They are written in position(..) only." },
        { "..", 0, 2, "Two points stand for the row of a repeat.",
          "They are written in position(..) only." },
        { "position(1)", 9, 1, "position() tells the row of a repeat, and of nothing else.",
          "Write position(..)." },
        { "once('a')", 5, 3, "'a' stands where a number is needed.",
          "It is a text: write number('a')." },
        { "if(1 = 1, ${rows}, 1)", 10, 7, "${rows} stands for many answers, and one is needed.",
          "Write sum, min, max or count before it, as in sum(${rows})." },
    };

    CHECK_ROWS(row);
}

TEST(rule_refuses_literals)
{
    static const struct row row[] = {
        { "1 div 0", 6, 1, "This divides by zero.", "Divide by another number." },
        { "1 mod 0.00", 6, 4, "This divides by zero.", "Divide by another number." },
        { "number('abc')", 7, 5, "'abc' is not a number.",
          "At most 36 digits, 18 of them behind one decimal point." },
        { "number('1,5')", 7, 5, "'1,5' is not a number.",
          "At most 36 digits, 18 of them behind one decimal point." },
        { "date('2023-02-29')", 5, 12, "'2023-02-29' is not a date.",
          "Write year, month and day, as in '2026-08-17'." },
        { "date('2023-02')", 5, 9, "'2023-02' is not a date.",
          "Write year, month and day, as in '2026-08-17'." },
        { "date('17/08/2026')", 5, 12, "'17/08/2026' is not a date.",
          "Write year, month and day, as in '2026-08-17'." },
        { "date(${yes})", 5, 6, "${yes} stands where a date is needed.",
          "It is true or false: write if(${yes}, today(), '')." },
        { "round(1.5, ${x})", 11, 4, "${x} is not a number of decimals.",
          "Write a whole number from 0 to 18." },
        { "round(1.5, 19)", 11, 2, "19 is not a number of decimals.",
          "Write a whole number from 0 to 18." },
        { "round(1.5, -1)", 11, 2, "-1 is not a number of decimals.",
          "Write a whole number from 0 to 18." },
        { "round(1.5, 1.0)", 11, 3, "1.0 is not a number of decimals.",
          "Write a whole number from 0 to 18." },
        { "format-date(${born}, '%d %b')", 25, 2, "This sign of a date format is not known here.",
          "There are %Y %y %m %n %d %e; names of months depend on the reader's language." },
        { "format-date(${born}, '100%')", 25, 1, "This sign of a date format is not known here.",
          "There are %Y %y %m %n %d %e; names of months depend on the reader's language." },
        { "format-date(${born}, ${t})", 21, 4, "${t} stands where a text in quotes is needed.",
          "It is read beforehand, so it cannot depend on an answer." },
        { "regex(${t}, ${t})", 12, 4, "${t} stands where a text in quotes is needed.",
          "It is read beforehand, so it cannot depend on an answer." },
        { "regex(${t}, '')", 12, 2, "'' stands where a text in quotes is needed.",
          "It is read beforehand, so it cannot depend on an answer." },
        { "pulldata('region', 'name', 'code', ${t})", 9, 8, "There is no table region.",
          "Did you mean regions?" },
        { "pulldata('budget', 'name', 'code', ${t})", 9, 8, "There is no table budget.",
          "Write the name as it stands where it is defined." },
        { "pulldata('regions', 'nama', 'code', ${t})", 20, 6,
          "The table regions has no column nama.", "Did you mean name?" },
        { "pulldata('regions', 'name', 'cod', ${t})", 28, 5,
          "The table regions has no column cod.", "Did you mean code?" },
        { "pulldata('regions', 'name', 'people', ${t})", 28, 8,
          "The column people is not of texts, so no row is found by it.",
          "Look the row up by a column of codes." },
        { "pulldata('regions', 'name', 'code', ${x})", 36, 4, "${x} stands where a text is needed.",
          "It is a number: write string(${x})." },
        { "pulldata(${t}, 'name', 'code', ${t})", 9, 4,
          "${t} stands where a text in quotes is needed.",
          "It is read beforehand, so it cannot depend on an answer." },
        { "regex(${t}, 'a(b')", 14, 1, "A group begins here and does not end.",
          "Close it with )." },
        { "regex(${t}, 'é(?=a)')", 15, 3, "Groups that begin with (? are not read here.",
          "Write ( ) or (?: ); nothing looks ahead, behind or back." },
        { "regex(${t}, '(a)\\1')", 16, 2, "A pattern cannot refer back to a group here.",
          "Write the part of the pattern again." },
    };

    CHECK_ROWS(row);
}

/* Every function of XLSForm that is not here is refused by its name, wherever it stands. */
TEST(rule_refuses_by_name)
{
    const struct rule_refused *refused;

    for (size_t i = 0; (refused = rule_refused_at(i)); i++) {
        struct rule_fault fault = { 0 };
        struct str text = str_fmt(unit_arena(), "1 + %s(${x})", refused->name);

        check(refused->name, !compile(text, &fault) && fault.at == 4);
        check(refused->name, fault.n == strlen(refused->name));
        check_text(refused->name, said(fault.what),
                   str_fmt(unit_arena(), "%s() exists in XLSForm, but not here.", refused->name));
        check(refused->name, msg_is(fault.todo) && !rule_func_find(str_of(refused->name)));
    }
}

/* What a refusal tells to write instead has to be an expression. */
TEST(rule_refused_ways_out)
{
    static const struct rule_name  name[] = {
        { { "name", 4 }, RULE_NUMBER, 0, 0 }, { { "a", 1 }, RULE_TEXT, 10, 0 },
        { { "b", 1 }, RULE_TEXT, 10, 0 },
    }, text_name[] = { { { "name", 4 }, RULE_TEXT, 10, 0 } },
       many_name[] = { { { "name", 4 }, RULE_NUMBER, 0, 10 } };
    static const struct rule_column column[] = {
        { { "column", 6 }, RULE_TEXT }, { { "key", 3 }, RULE_TEXT }, { { "label", 5 }, RULE_TEXT },
        { { "code", 4 }, RULE_TEXT },
    };
    static const struct rule_table table = { { "table", 5 }, column, NULL, 4, 0 };
    const struct rule_scope scopes[] = {
        { name, &table, 3, 1, NULL, false }, { text_name, &table, 1, 1, NULL, false },
        { many_name, &table, 1, 1, NULL, false },
    };
    const struct rule_refused *refused;

    for (size_t i = 0; (refused = rule_refused_at(i)); i++) {
        struct rule_fault  fault;
        const struct rule *rule;
        bool               ok = refused->write == NULL;

        for (size_t s = 0; s < COUNT(scopes) && !ok; s++)
            ok = rule_compile(unit_arena(), &scopes[s], str_of(refused->write), &rule, &fault);
        check(refused->name, ok);
    }
}

/* ---- limits ---------------------------------------------------------------------------------- */

static struct str
repeated(const char *first, const char *again, size_t n, const char *last)
{
    struct buf out = buf_in(unit_arena(), 1 << 20);

    buf_add(&out, str_of(first));
    for (size_t i = 0; i < n; i++)
        buf_add(&out, str_of(again));
    buf_add(&out, str_of(last));
    return buf_str(&out);
}

static void
check_limit(const char *name, struct str fits, struct str over, const char *what)
{
    struct rule_fault fault = { 0 };

    check(name, compile(fits, &fault));
    check(name, !compile(over, &fault));
    check_text(name, said(fault.what), str_of(what));
}

TEST(rule_limits)
{
    const char *long_ = "The expression is too long to calculate.";
    const char *deep  = "The expression is nested too deeply.";

    check_limit("bytes", repeated("1", " ", 8191, ""), repeated("1", " ", 8192, ""), long_);
    check_limit("brackets", repeated("", "(", 64, "1))))))))))))))))))))))))))))))))))))))))))))))"
                                     "))))))))))))))))))"),
                repeated("", "(", 65, "1"), deep);
    check_limit("signs", repeated("", "-", 64, "1"), repeated("", "-", 65, "1"), deep);
    check_limit("a long sum", repeated("1", "+1", 199, ""), repeated("1", "+1", 200, ""), deep);
    check_limit("values", repeated("concat('a'", ",'a'", 199, ")"),
                repeated("concat('a'", ",'a'", 200, ")"), long_);
    check_limit("nodes", repeated("true()", " or true()", 150, ""),
                repeated("concat(", "concat('','','','','','','','','',''),", 100, "'')"), long_);
    check_limit("a pattern's states", S("regex(${toolong}, '(abc){249}')"),
                S("regex(${toolong}, '(abc){499}')"), "The pattern is too large.");
    check_limit("a pattern's numbers", S("regex(${t}, 'a{500}')"), S("regex(${t}, 'a{501}')"),
                "How often to repeat is not written like this.");
    check_limit("repeats of nothing", S("regex(${t}, '(){500}')"),
                S("regex(${t}, '((((){500}){500}){500}){500}')"), "The pattern is too large.");
}

TEST(rule_bounds)
{
    struct rule_name   name[] = { { S("long"), RULE_TEXT, 1000, 0 },
                                  { S("rows"), RULE_NUMBER, 0, 1000 } };
    struct rule_scope  scope  = { .name = name, .n_names = 2 };
    struct rule_fault  fault  = { 0 };
    const struct rule *rule;
    struct arena      *a      = unit_arena();
    struct str         scan   = S("1 + if(regex(${long}, '([a-z]+ )*[a-z]+'), 1, 0)");

    check("a pattern over 1,000 bytes", rule_compile(a, &scope, scan, &rule, &fault));
    name[0].bytes_max = 100000;
    check("over 100,000 it is too slow", !rule_compile(a, &scope, scan, &rule, &fault));
    check("where the pattern stands", fault.at == 7 && fault.n == 34);
    check("a thousand rows", rule_compile(a, &scope, S("sum(${rows})"), &rule, &fault));
    name[1].many_max = 1000000;
    check("a million rows", !rule_compile(a, &scope, S("sum(${rows})"), &rule, &fault));
    name[0].bytes_max = RULE_BYTES_MAX + 1;
    check("a name of over 1 MB", !rule_compile(a, &scope, S("${long} = ''"), &rule, &fault));
    check_text("over 1 MB", said(fault.what), S("${long} may become too long a text."));
    name[0].bytes_max = 60000;
    scan = repeated("concat('a'", ", ${long}", 10, ")");
    check("texts that add up", !rule_compile(a, &scope, scan, &rule, &fault));
    check("at the function", fault.at == 0);
}

TEST(rule_place)
{
    static const struct { const char *name; size_t at; int32_t line, column; } row[] = {
        { "the first", 0, 1, 1 },       { "behind letters of two bytes", 4, 1, 3 },
        { "the line's end", 5, 1, 4 },  { "the next line", 6, 2, 1 },
        { "its second", 7, 2, 2 },      { "the end", 8, 2, 3 },
        { "beyond the end", 99, 2, 3 },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        int32_t line, column;

        rule_place(S("éé+\n1 "), row[i].at, &line, &column);
        check(row[i].name, line == row[i].line && column == row[i].column);
    }
}
