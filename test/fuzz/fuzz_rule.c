/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * fuzz_rule.c — any bytes as an expression: refused with a place, or run within its bound.
 *
 * The first byte says what the rest is: the text; a pattern; picks from the words of the language;
 * or choices of a grammar whose types match, so that whole expressions come soon. Values are
 * random, from the bytes themselves.
 */
#include <assert.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/rand.h"
#include "base/utf8.h"
#include "engine/rule/rule.h"

static const char *const words[] = {
    "(", ")", ",", " + ", " - ", " * ", " div ", " mod ", " = ", " != ", " < ", " <= ", " > ",
    " >= ", " and ", " or ", "-", ".", "..", "0", "1", "7", "0.5", "2.50", "18",
    "1000000000000000000", "999999999999999999999999999999999999", "0.000000000000000001", "''",
    "'a'", "'b c'", "\"it's\"", "'-'", "'0.5'", "'2024-02-29'", "'code'", "'name'", "'people'",
    "'since'", "'regions'", "'%Y-%m-%d'", "'[a-z ]*'", "'(a|b)*c?'", "'a{2,5}|\\d+'", "${n}",
    "${m}", "${t}", "${u}", "${b}", "${d}", "${nn}", "${tt}", "abs(", "boolean(", "coalesce(",
    "concat(", "contains(", "count(", "count-non-empty(", "count-selected(", "date(",
    "decimal-date-time(", "ends-with(", "false()", "format-date(", "if(", "int(", "max(", "min(",
    "not(", "number(", "once(", "position(..)", "pulldata('regions', 'name', 'code', ",
    "pulldata('regions', 'people', 'code', ", "regex(", "round(", "selected(", "selected-at(",
    "starts-with(", "string(", "string-length(", "substr(", "substring-after(",
    "substring-before(", "sum(", "today()", "true()", "true", "pow(", " ",
};

static const struct rule_name names[] = {
    { { "n", 1 }, RULE_NUMBER, 0, 0 },  { { "m", 1 }, RULE_NUMBER, 0, 0 },
    { { "t", 1 }, RULE_TEXT, 40, 0 },   { { "u", 1 }, RULE_TEXT, 200, 0 },
    { { "b", 1 }, RULE_BOOL, 0, 0 },    { { "d", 1 }, RULE_DATE, 0, 0 },
    { { "nn", 2 }, RULE_NUMBER, 0, 8 }, { { "tt", 2 }, RULE_TEXT, 10, 8 },
};

enum { NAMES = COUNT(names), ROWS = 9 };

static const struct rule_column columns[] = {
    { { "code", 4 }, RULE_TEXT }, { { "name", 4 }, RULE_TEXT }, { { "people", 6 }, RULE_NUMBER },
    { { "since", 5 }, RULE_DATE },
};
static const struct str cells[] = {
    { "a", 1 }, { "Kota A", 6 }, { "12.50", 5 }, { "1906-04-01", 10 },
    { "b", 1 }, { NULL, 0 },     { "many", 4 },  { "1906", 4 },
};
static const struct rule_table tables[] = { { { "regions", 7 }, columns, cells, 4, 2 } };

struct choices { const uint8_t *p; size_t n; };

static uint32_t
choose(struct choices *c, uint32_t n)
{
    if (c->n == 0)
        return 0;
    c->n--;
    return *c->p++ % n;
}

/* Of each type its leaves first; # and a letter is an expression of a type, s the type wanted. */
static const char *const shapes[4][24] = {
    [RULE_NUMBER] = {
        "${n}", "${m}", "2.50", "0", "-7", ".", "position(..)", "sum(${nn})", "max(${nn}, #n)",
        "(#n + #n)", "(#n - #n)", "#n * #n", "#n div #n", "#n mod #n", "-#n", "round(#n, 2)",
        "number(#t)", "(#d - #d)", "count(${tt}) + count-non-empty(${nn})", "count-selected(#t)",
        "pulldata('regions', 'people', 'code', #t)", "string-length(#t)", "decimal-date-time(#d)",
        "once(#n)" },
    [RULE_TEXT] = {
        "${t}", "${u}", "'a'", "'2024-02-29'", "''", "'-7.50'", "'b c a'", "'a-b'", "'-'",
        "concat(#t, #n, #b, #d)", "string(#n)", "string(#d)", "substr(#t, #n, #n)",
        "substr(#t, #n)",
        "substring-before(#t, #t)", "substring-after(#t, #t)", "selected-at(#t, #n)",
        "format-date(#d, '%e.%n.%y %Y-%m-%d %%')", "pulldata('regions', 'name', 'code', #t)",
        "if(#b, #s, #s)", "coalesce(#s, #s, '')", "string(#b)", "concat(#t)", "if(#b, #s, '')" },
    [RULE_BOOL] = {
        "${b}", "true()", "false()", "#n = ''", "#t != ''", "#n < #n", "#n >= #n", "#n = #n",
        "#t = #t", "#d > #d", "(#b and #b)", "(#b or #b)", "not(#b)", "contains(#t, #t)",
        "starts-with(#t, #t)", "ends-with(#t, #t)", "selected(#t, #t)", "boolean(#n)",
        "boolean(#t)", "regex(#t, '(a|b)*c?|\\d+')", "regex(#t, '[a-z ]{2,5}|[^\\w]+.*')",
        "if(#b, #s, #s)", "coalesce(#s, #s)", "boolean(#d)" },
    [RULE_DATE] = {
        "${d}", "today()", "date('2024-02-29')", "${d}", "today()", "${d}", "today()", "${d}",
        "${d}", "date(#n)", "date(#t)", "if(#b, #s, #s)", "coalesce(#s, #s)", "date(#d)",
        "date(int(#n))", "date(#t)", "if(#b, #s, '')", "date(abs(#n))", "date(min(#n, #n))",
        "date(#n)", "date(concat('2024-0', #n, '-01'))", "date(#t)", "today()", "${d}" },
};

enum { LEAVES = 3, SHAPES = 24, DEPTH = 6 };

static void
add_shape(struct buf *out, struct choices *c, enum rule_type type, int depth)
{
    static const char letters[] = { 'n', 't', 'b', 'd' };
    const char       *shape = shapes[type][choose(c, depth < DEPTH && c->n ? SHAPES : LEAVES)];

    for (; *shape; shape++) {
        enum rule_type of = type;

        if (*shape != '#') {
            buf_byte(out, *shape);
            continue;
        }
        shape++;
        for (size_t i = 0; i < COUNT(letters); i++)
            of = *shape == letters[i] ? (enum rule_type)i : of;
        add_shape(out, c, of, depth + 1);
    }
}

static struct str
text_of(struct arena *a, const uint8_t *bytes, size_t n)
{
    struct buf     out = buf_in(a, RULE_TEXT_MAX + 100);
    struct choices c = { bytes + (n > 0), n - (n > 0) };
    struct str     rest = { (const char *)c.p, c.n };

    switch (n > 0 ? bytes[0] % 4 : 0) {
    case 0:
        return rest;
    case 1:
        buf_add(&out, S("regex(${u}, '"));
        buf_add(&out, rest);
        buf_add(&out, S("')"));
        break;
    case 2:
        for (size_t i = 0; i < c.n && !out.full; i++)
            buf_add(&out, str_of(words[c.p[i] % COUNT(words)]));
        break;
    default:
        add_shape(&out, &c, (enum rule_type)choose(&c, 4), 0);
        break;
    }
    out.full = false;
    return buf_str(&out);
}

/* ---- values: most keep what was said of their names, some do not ----------------------------- */

static struct rule_value
random_value(struct rand *r, enum rule_type type)
{
    static const struct str texts[] = {
        { "a", 1 }, { "a b  c", 6 }, { "0.50", 4 }, { "2024-02-29", 10 }, { "\xc3\xa9\xce\xb1", 4 },
        { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 48 }, { "", 0 },
    };
    struct rule_value v = { .type = type, .state = (enum rule_state)rand_below(r, 12) };
    int128            wide = (int128)rand_next(r) * (int64_t)rand_next(r);

    if (v.state > RULE_NOT_AS_SAID)
        v.state = RULE_KNOWN;
    if (rand_below(r, 20) == 0)
        v.type = (enum rule_type)rand_below(r, 4);
    switch (v.type) {
    case RULE_NUMBER:
        v.number = (struct dec){ rand_below(r, 4) ? (int64_t)rand_below(r, 200) - 100 : wide,
                                 (int32_t)rand_below(r, 20) };
        break;
    case RULE_TEXT:
        v.text = texts[rand_below(r, COUNT(texts))];
        break;
    case RULE_BOOL:
        v.truth = rand_below(r, 2);
        break;
    case RULE_DATE:
        v.date = (struct date){ 1 + (int32_t)rand_below(r, 10000), (int32_t)rand_below(r, 13),
                                (int32_t)rand_below(r, 31) };
        break;
    }
    return v;
}

static void
random_values(struct rand *r, struct rule_value value[static NAMES],
              struct rule_value item[static NAMES * ROWS])
{
    for (size_t i = 0; i < NAMES; i++) {
        value[i] = random_value(r, names[i].type);
        if (names[i].many_max == 0)
            continue;
        for (size_t j = 0; j < ROWS; j++)
            item[i * ROWS + j] = random_value(r, names[i].type);
        value[i].many.item = &item[i * ROWS];
        value[i].many.n = rand_below(r, ROWS + 1);
    }
}

/* ---- what must hold -------------------------------------------------------------------------- */

static void
check_value(const struct rule *rule, const struct rule_value *v, struct arena *a)
{
    size_t bad;

    assert(v->type == rule_type_of(rule));
    assert(msg_is(rule_reason(a, rule, v)) == (v->state != RULE_KNOWN));
    if (v->state != RULE_KNOWN)
        return;
    if (v->type == RULE_NUMBER)
        assert(dec_cmp(dec_trim(v->number), v->number) == 0);
    if (v->type == RULE_TEXT)
        assert(v->text.n > 0 && utf8_is_valid(v->text, &bad));
    if (v->type == RULE_DATE)
        assert(date_is_valid(v->date) && v->date.day > 0);
}

static bool
is_same(const struct rule_value *a, const struct rule_value *b)
{
    if (a->state != b->state || a->state != RULE_KNOWN)
        return a->state == b->state;
    return a->type == RULE_NUMBER ? dec_cmp(a->number, b->number) == 0
         : a->type == RULE_TEXT ? str_eq(a->text, b->text)
         : a->type == RULE_DATE ? date_cmp(a->date, b->date) == 0 : a->truth == b->truth;
}

static struct rule_value
run(const struct rule *rule, struct rule_input in, struct arena *a)
{
    int64_t           steps = -1;
    size_t            before = a->used;
    struct rule_value v;

    in.steps = &steps;
    v = rule_run(rule, &in, a);
    assert(steps > 0 && steps <= rule_cost_of(rule).steps);
    assert(rule_cost_of(rule).steps <= RULE_STEPS_MAX);
    assert(a->used - before <= rule_cost_of(rule).bytes);
    assert(rule_cost_of(rule).bytes <= RULE_BYTES_MAX);
    return v;
}

static void
check(struct arena *a, const struct rule_scope *scope, const struct rule *rule, struct rand *r)
{
    struct rule_value  value[NAMES], item[NAMES * ROWS], v, w;
    struct rule_input  in = { .value = value, .today = { 2026, 8, 17 }, .position = 2 };
    struct str         printed = rule_print(a, rule);
    const struct rule *again;
    struct rule_fault  fault;

    if (printed.n > RULE_TEXT_MAX)
        return;
    if (!rule_compile(a, scope, printed, &again, &fault))
        assert(!"what is printed compiles");
    assert(str_eq(rule_print(a, again), printed));
    assert(rule_cost_of(again).steps == rule_cost_of(rule).steps);
    for (int i = 0; i < 3; i++) {
        random_values(r, value, item);
        v = run(rule, in, a);
        w = run(again, in, a);
        check_value(rule, &v, a);
        assert(is_same(&v, &w));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static struct arena     arena;
    const struct rule_scope scope = { names, tables, NAMES, 1, &names[0], true };
    const struct rule      *rule;
    struct rule_fault       fault = { 0 };
    struct rand             r = { n };
    struct str              text;

    if (!arena.base)
        arena = arena_make((size_t)64 << 20);
    for (size_t i = 0; i < n; i++)
        r.state = r.state * 31 + bytes[i];
    text = text_of(&arena, bytes, n);
    if (rule_compile(&arena, &scope, text, &rule, &fault))
        check(&arena, &scope, rule, &r);
    else
        assert(msg_is(fault.what) && fault.at <= text.n && fault.n <= text.n - fault.at);
    arena_reset(&arena);
    return 0;
}
