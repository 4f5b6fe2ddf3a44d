/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * rule_tree_test.c — what must hold for every expression: its canonical text is the same tree and
 * the same value, and no run takes more than was computed before it. Expressions are random, from a
 * fixed seed, and mostly of matching types.
 */
#include "engine/rule/rule_tree.h"

#include "base/buf.h"
#include "base/rand.h"
#include "engine/rule/rule_test.h"
#include "test/unit.h"

enum { EXPRESSIONS = 20000 };

static const struct rule_node *
argument(const struct rule_node *node, size_t i)
{
    node = node->first;
    while (i-- > 0)
        node = node->next;
    return node;
}

static bool
is_same(const struct rule_node *a, const struct rule_node *b)
{
    bool same = a->op == b->op && a->type == b->type && a->n == b->n && a->func == b->func
             && a->nothing == b->nothing && dec_cmp(a->number, b->number) == 0
             && str_eq(a->text, b->text) && a->name == b->name && a->column == b->column
             && a->bytes_max == b->bytes_max;

    for (size_t i = 0; i < a->n && same; i++)
        same = is_same(argument(a, i), argument(b, i));
    return same;
}

/* ---- print ----------------------------------------------------------------------------------- */

TEST(rule_print)
{
    static const struct { const char *text, *canonical; } row[] = {
        { " 1+2 *3 ", "1 + 2 * 3" },            { "(1+2)*3", "(1 + 2) * 3" },
        { "((1))", "1" },                       { "1-(2-3)", "1 - (2 - 3)" },
        { "(1-2)-3", "1 - 2 - 3" },             { "-(-1)", "--1" },
        { "-(1+2)", "-(1 + 2)" },               { "(-1)*2", "-1 * 2" },
        { "6 div(2 div 3)", "6 div (2 div 3)" }, { "1.50", "1.50" },
        { "007", "7" },                         { "\"a\"", "'a'" },
        { "\"it's\"", "\"it's\"" },             { "''", "''" },
        { "if( ${x}>2,1 , 0)", "if(${x} > 2, 1, 0)" },
        { "(1=1) and(2=2 or 3=3)", "1 = 1 and (2 = 2 or 3 = 3)" },
        { "(1 = 1 and 2 = 2) or 3 = 3", "1 = 1 and 2 = 2 or 3 = 3" },
        { "(1<2)=(2<3)", "1 < 2 = 2 < 3" },     { "true() = (1 = 1)", "true() = (1 = 1)" },
        { "position( .. )", "position(..)" },   { ".*2", ". * 2" },
        { "sum( ${rows} )\n", "sum(${rows})" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        const struct rule *rule;
        struct rule_fault  fault;

        check(row[i].text, rule_compile(unit_arena(), rule_test_scope(), str_of(row[i].text), &rule,
                                        &fault));
        check_text(row[i].text, rule_print(unit_arena(), rule), str_of(row[i].canonical));
    }
}

/* ---- random expressions ---------------------------------------------------------------------- */

static void add(struct buf *, struct rand *, enum rule_type, int depth);

static const char *
pick(struct rand *r, const char *const *list, uint32_t n)
{
    return list[rand_below(r, n)];
}

#define PICK(r, ...)                                            \
    pick((r), (const char *const[]){ __VA_ARGS__ },             \
         (uint32_t)COUNT(((const char *const[]){ __VA_ARGS__ })))

static void
add_leaf(struct buf *out, struct rand *r, enum rule_type type)
{
    const char *leaf = type == RULE_NUMBER
        ? PICK(r, "0", "1", "2.50", "0.001", "999999999999999999", "${x}", "${missing}", "${third}",
               "${huge}", "${failed}", ".", "${zeros}", "sum(${rows})", "count(${words})",
               "max(${rows}, 2)", "sum(${failing})", "position(..)")
        : type == RULE_TEXT ? PICK(r, "'a'", "\"it's\"", "''", "${t}", "${blank}", "${letters}",
                                   "${codes}", "${toolong}", "'0.5'", "'2024-02-29'")
        : type == RULE_BOOL ? PICK(r, "true()", "false()", "${yes}", "${unsaid}")
                            : PICK(r, "today()", "${born}", "${noday}", "date('2020-02-29')");

    buf_add(out, str_of(leaf));
}

/* Writes a pattern: n, t, b and d become expressions of that type, s one of the wanted type. */
static void
add_by(struct buf *out, struct rand *r, const char *shape, enum rule_type type, int depth)
{
    for (const char *c = shape; *c; c++) {
        if (c[0] != '#') {
            buf_byte(out, *c);
            continue;
        }
        c++;
        add(out, r, *c == 'n' ? RULE_NUMBER : *c == 't' ? RULE_TEXT : *c == 'b' ? RULE_BOOL
                  : *c == 'd' ? RULE_DATE : type, depth + 1);
    }
}

static void
add(struct buf *out, struct rand *r, enum rule_type type, int depth)
{
    const char *same = PICK(r, "if(#b, #s, #s)", "coalesce(#s, #s, #s)", "(#s)", "if(#b, #s, '')");
    const char *own  = type == RULE_NUMBER
        ? PICK(r, "#n + #n", "#n - #n", "#n * #n", "#n div #n", "#n mod #n", "-#n", "round(#n, 3)",
               "int(#n)", "abs(#n)", "number(#t)", "string-length(#t)", "#d - #d", "min(#n, #n)",
               "count-selected(#t)", "decimal-date-time(#d)", "(#n + #n) * (#n - #n)", "once(#n)")
        : type == RULE_TEXT ? PICK(r, "concat(#t, #n, #b, #d)", "string(#n)", "substr(#t, #n, #n)",
                                   "substring-after(#t, #t)", "selected-at(#t, #n)", "string(#d)",
                                   "pulldata('regions', 'name', 'code', #t)",
                                   "format-date(#d, '%d %m %Y')")
        : type == RULE_BOOL ? PICK(r, "#n < #n", "#n >= #n", "#n = #n", "#t != #t", "#d <= #d",
                                   "#b and #b", "#b or #b", "not(#b)", "#n = ''",
                                   "contains(#t, #t)", "selected(#t, #t)", "boolean(#n)",
                                   "regex(#t, '[a-z ]*(é|0.5)?')",
                                   "#b and (#b or #b)", "#b = #b")
                            : PICK(r, "date(#n)", "date(#t)", "today()");

    if (depth > 4 || rand_below(r, 4) == 0)
        add_leaf(out, r, type);
    else
        add_by(out, r, rand_below(r, 5) ? own : same, type, depth);
}

static void
check_one(struct arena *a, struct str text)
{
    const struct rule *rule, *again;
    struct rule_fault  fault = { 0 };
    struct rule_value  v, w;
    int64_t            steps = 0;
    struct rule_input  in = *rule_test_input();
    const char        *name = str_z(a, text);

    if (!rule_compile(a, rule_test_scope(), text, &rule, &fault)) {
        check(name, fault.at <= text.n && fault.n <= text.n - fault.at && msg_is(fault.what));
        return;
    }
    in.steps = &steps;
    v = rule_run(rule, &in, a);
    check(name, steps > 0 && steps <= rule_cost_of(rule).steps);
    check(name, v.type == rule_type_of(rule));
    check(name, (v.state == RULE_KNOWN) != msg_is(rule_reason(a, rule, &v)));
    check(name, rule_compile(a, rule_test_scope(), rule_print(a, rule), &again, &fault));
    check(name, is_same(rule->root, again->root));
    check_text(name, rule_print(a, again), rule_print(a, rule));
    w = rule_run(again, &in, a);
    w.at = v.at;
    check_text(name, rule_test_text_of(a, &w), rule_test_text_of(a, &v));
}

TEST(rule_random)
{
    struct rand r = { 17081945 };
    int         compiled = 0;

    for (int i = 0; i < EXPRESSIONS; i++) {
        size_t             mark = arena_mark(unit_arena());
        struct buf         text = buf_in(unit_arena(), 1 << 16);
        const struct rule *rule;
        struct rule_fault  fault;

        add(&text, &r, (enum rule_type)rand_below(&r, 4), 0);
        compiled += rule_compile(unit_arena(), rule_test_scope(), buf_str(&text), &rule, &fault);
        check_one(unit_arena(), buf_str(&text));
        arena_back(unit_arena(), mark);
    }
    check("most are expressions", compiled > EXPRESSIONS / 2);
}

/* What a run allocates stays below what was said of it. */
TEST(rule_scratch)
{
    static const char *const texts[] = {
        "concat(${t}, ${x}, ${yes}, ${born}, ${third})", "string(${third})", "string(${born})",
        "format-date(${born}, '%Y%Y%Y%Y')", "concat(concat('a', 'b'), concat(1, 2), string(3))",
        "substr(concat(${t}, ${t}), 3)", "1 + 1",
    };
    static struct arena scratch;

    scratch = arena_make(RULE_BYTES_MAX + 4096);
    for (size_t i = 0; i < COUNT(texts); i++) {
        const struct rule *rule;
        struct rule_fault  fault;
        bool ok = rule_compile(unit_arena(), rule_test_scope(), str_of(texts[i]), &rule, &fault);

        check(texts[i], ok);
        rule_run(rule, rule_test_input(), &scratch);
        check(texts[i], scratch.used <= rule_cost_of(rule).bytes);
        arena_reset(&scratch);
    }
    arena_drop(&scratch);
}

/* ---- what it reads --------------------------------------------------------------------------- */

TEST(rule_reads)
{
    static const struct { const char *text; size_t name; bool is; } row[] = {
        { "${x} + 1", 0, true },                        { "${x} + 1", 1, false },
        { "if(${yes}, ${missing}, 1)", 1, true },       { "sum(${rows})", 11, true },
        { ". > 2", 0, true },                           { "once(2)", 0, true },
        { "1 + 1", 0, false },                          { "count(${rows}) + ${third}", 2, true },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        const struct rule *rule;
        struct rule_fault  fault;
        bool ok = rule_compile(unit_arena(), rule_test_scope(), str_of(row[i].text), &rule, &fault);

        check(row[i].text, ok && rule_reads(rule, row[i].name) == row[i].is);
    }
}

TEST(rule_reason)
{
    static const struct { const char *text, *reason; } row[] = {
        { "1 + ${missing}", "There is no value for ${missing}." },
        { "1 + 2 div (${x} - 7)", "2 div (${x} - 7) divides by zero." },
        { "${huge} * 10", "${huge} * 10 is too large to calculate." },
        { "number(${t})", "What stands in number(${t}) is not a number." },
        { "date(${t})", "What stands in date(${t}) is not a date." },
        { "pulldata('regions', 'name', 'code', ${t})",
          "pulldata('regions', 'name', 'code', ${t}) finds no row in its table." },
        { "${mistyped} * 2",
          "The value of ${mistyped} is not of the kind or size that was agreed." },
        { "string-length(concat(string(1 div (${x} - 7)), 'a long text that goes on', 'and on'))",
          "1 div (${x} - 7) divides by zero." },
        { "pulldata('regions', 'name', 'code', concat('ααααααα', 'ααααααα', 'αααααα'))",
          "pulldata('regions', 'name', 'code', concat('ααααααα',… finds no row in its table." },
        { "${x} * 2", NULL },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        const struct rule *rule;
        struct rule_fault  fault;
        struct rule_value  v;
        bool ok = rule_compile(unit_arena(), rule_test_scope(), str_of(row[i].text), &rule, &fault);

        check(row[i].text, ok);
        v = rule_run(rule, rule_test_input(), unit_arena());
        check_text(row[i].text, msg_text(unit_arena(), LANG_EN,
                                         rule_reason(unit_arena(), rule, &v)),
                   str_of(row[i].reason));
    }
}
