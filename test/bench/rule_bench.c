/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * rule_bench.c — what rule.mjs measures: the worst expressions that are still accepted.
 *
 * Each family grows (more terms, a longer text, more rows) until the compiler refuses it; the
 * largest that it accepts is run with the values that cost most. Prints a line of JSON for each.
 */
#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "engine/rule/rule.h"

enum { SIZE_MAX_TRIED = 1 << 21, RUNS = 40 };

static char              letters[SIZE_MAX_TRIED], almost[SIZE_MAX_TRIED];
static char              spaced[SIZE_MAX_TRIED], other[SIZE_MAX_TRIED];
static struct rule_value rows[SIZE_MAX_TRIED / 8];
static struct str        cells[SIZE_MAX_TRIED / 8 * 2];

/* What a family needs of a size: the text, and the scope's maxima. */
struct family {
    const char *name;
    const char *first, *again, *last;       /* the text: `again` is repeated `size` times        */
    bool        by_terms;                   /* size counts terms; else it is bytes and rows      */
};

static const struct family families[] = {
    { "divisions", "1", " + ${wide} div ${third}", "", true },
    { "remainders", "1", " + ${wide} mod ${third}", "", true },
    { "products that round", "1", " + ${fine} * ${fine}", "", true },
    { "sums", "1", " + ${wide}", "", true },
    { "rounding", "1", " + round(${fine}, 1)", "", true },
    { "comparisons", "false()", " or ${third} < ${wide}", "", true },
    { "numbers as texts", "concat('a'", ", ${wide}", ")", true },
    { "texts as numbers", "1", " + number(${digits})", "", true },
    { "dates of texts", "date('2025-08-17') = today()", " or date(${day}) > today()", "", true },
    { "choices", "1", " + if(${yes}, ${x}, 1)", "", true },
    { "letters counted", "string-length(${long})", "", "", false },
    { "a part of a text", "substr(${long}, -3)", "", "", false },
    { "a text in a text", "contains(${long}, ${almost})", "", "", false },
    { "codes of a list", "selected(${list}, 'b')", "", "", false },
    { "texts compared", "${long} = ${long}", "", "", false },
    { "texts joined", "concat(${long}, ${long}, ${long})", "", "", false },
    { "a pattern of few states", "regex(${long}, '(a|aa)*b')", "", "", false },
    { "a pattern of many states", "regex(${long}, '(a?){160}(a|b)*c')", "", "", false },
    { "a pattern of long lists", "regex(${others}, '([à-äå-æç-éê-íî-ñò-õø-øù-üý-ÿĀ-āĂ-ăĄ-ąĆ-ćĈ-ĉĊ-ċ"
      "é-ö]|é)*b')", "", "", false },
    { "a sum of rows", "sum(${rows})", "", "", false },
    { "the largest of rows", "max(${rows})", "", "", false },
    { "rows with an answer", "count-non-empty(${rows})", "", "", false },
    { "a row of a table", "pulldata('table', 'name', 'code', ${key})", "", "", false },
};

enum { WIDE, THIRD, FINE, DIGITS, DAY, YES, X, LONG, ALMOST, LIST, OTHERS, ROWS, KEY, NAMES };

static struct rule_name name[NAMES] = {
    [WIDE]   = { { "wide", 4 }, RULE_NUMBER, 0, 0 },
    [THIRD]  = { { "third", 5 }, RULE_NUMBER, 0, 0 },
    [FINE]   = { { "fine", 4 }, RULE_NUMBER, 0, 0 },
    [DIGITS] = { { "digits", 6 }, RULE_TEXT, 40, 0 },
    [DAY]    = { { "day", 3 }, RULE_TEXT, 10, 0 },
    [YES]    = { { "yes", 3 }, RULE_BOOL, 0, 0 },
    [X]      = { { "x", 1 }, RULE_NUMBER, 0, 0 },
    [LONG]   = { { "long", 4 }, RULE_TEXT, 1, 0 },
    [ALMOST] = { { "almost", 6 }, RULE_TEXT, 1, 0 },
    [LIST]   = { { "list", 4 }, RULE_TEXT, 1, 0 },
    [OTHERS] = { { "others", 6 }, RULE_TEXT, 1, 0 },
    [ROWS]   = { { "rows", 4 }, RULE_NUMBER, 0, 1 },
    [KEY]    = { { "key", 3 }, RULE_TEXT, 16, 0 },
};

static const struct rule_column column[] = {
    { { "code", 4 }, RULE_TEXT }, { { "name", 4 }, RULE_TEXT },
};
static struct rule_table       table = { { "table", 5 }, column, cells, 2, 1 };
static const struct rule_scope scope = { .name = name, .table = &table, .n_names = NAMES,
                                         .n_tables = 1 };
static struct rule_value       value[NAMES];

static struct dec
dec_of(const char *text)
{
    struct dec d;
    bool       ok = dec_parse(str_of(text), &d);

    assert(ok);
    return d;
}

static void
make_values(void)
{
    memset(letters, 'a', sizeof(letters));
    memset(almost, 'a', sizeof(almost));
    almost[sizeof(almost) - 1] = 'b';
    for (size_t i = 0; i < sizeof(spaced); i++) {
        spaced[i] = i % 2 ? ' ' : 'a';
        other[i] = i % 2 ? '\xb6' : '\xc3';         /* ö */
    }
    for (size_t i = 0; i < COUNT(rows); i++)
        rows[i] = RULE_OF_NUMBER(((struct dec){ (int64_t)i, (int32_t)(i % 2) * 18 }));
    for (size_t i = 0; i < COUNT(cells); i++)
        cells[i] = S("aaaaaaaaaaaaaaab");
    value[WIDE] = RULE_OF_NUMBER(dec_of("-999999999999999.700000000000000000"));
    value[THIRD] = RULE_OF_NUMBER(dec_of("3.000000000000000007"));
    value[FINE] = RULE_OF_NUMBER(dec_of("99999999.999999999999999999"));
    value[DIGITS] = RULE_OF_TEXT(S("100000000000000000.000000000000000000"));
    value[DAY] = RULE_OF_TEXT(S("2025-12-31"));
    value[YES] = RULE_OF_BOOL(true);
    value[X] = RULE_OF_NUMBER(dec_of("100000000000000000.000000000000000000"));
    value[KEY] = RULE_OF_TEXT(S("aaaaaaaaaaaaaaac"));
}

static void
set_sizes(size_t size)
{
    name[LONG].bytes_max = name[LIST].bytes_max = name[OTHERS].bytes_max = (int32_t)size;
    name[ALMOST].bytes_max = (int32_t)(size / 2 + 1);
    name[ROWS].many_max = (int32_t)(size < COUNT(rows) ? size : COUNT(rows));
    table.n_rows = size < COUNT(rows) ? size : COUNT(rows);
    value[LONG] = RULE_OF_TEXT(((struct str){ letters, size }));
    value[LIST] = RULE_OF_TEXT(((struct str){ spaced, size }));
    value[OTHERS] = RULE_OF_TEXT(((struct str){ other, size / 2 * 2 }));
    spaced[size ? size - 1 : 0] = 'a';
    value[ALMOST] = RULE_OF_TEXT(((struct str){ almost + sizeof(almost) - size / 2 - 1,
                                                size / 2 + 1 }));
    value[ROWS] = (struct rule_value){ .type = RULE_NUMBER, .state = RULE_KNOWN,
                                       .many = { rows, (size_t)name[ROWS].many_max } };
}

static const struct rule *
compile(struct arena *a, const struct family *f, size_t size)
{
    struct buf         text = buf_in(a, RULE_TEXT_MAX);
    struct rule_fault  fault;
    const struct rule *rule;

    set_sizes(f->by_terms ? 1 : size);
    buf_add(&text, str_of(f->first));
    for (size_t i = 0; f->by_terms && i < size; i++)
        buf_add(&text, str_of(f->again));
    buf_add(&text, str_of(f->last));
    if (text.full)
        return NULL;
    if (rule_compile(a, &scope, buf_str(&text), &rule, &fault))
        return rule;
    if (size == 1)
        fprintf(stderr, "%s: %zu: %s\n", f->name, fault.at, fault.what.id);
    return NULL;
}

/* The largest size that is accepted; it is compiled last. */
static const struct rule *
largest(struct arena *a, const struct family *f, size_t *size)
{
    size_t low = 1, high = SIZE_MAX_TRIED / 2;

    while (low + 1 < high) {
        size_t middle = low + (high - low) / 2, mark = arena_mark(a);

        if (compile(a, f, middle))
            low = middle;
        else
            high = middle;
        arena_back(a, mark);
    }
    *size = low;
    return compile(a, f, low);
}

static double
cpu_us(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void
measure(struct arena *a, struct arena *scratch, const struct family *f)
{
    size_t             size;
    const struct rule *rule = largest(a, f, &size);
    double             least = 1e9, most = 0;
    int64_t            steps = 0;
    struct rule_input  in = { value, { 2026, 8, 17 }, 1, &steps };

    for (int i = 0; i < RUNS; i++) {
        double from = cpu_us(), took;

        rule_run(rule, &in, scratch);
        took = cpu_us() - from;
        least = took < least ? took : least;
        most = took > most ? took : most;
        arena_reset(scratch);
    }
    printf("{\"name\":\"%s\",\"size\":%zu,\"bound\":%lld,\"steps\":%lld,\"bytes\":%zu,\"peak\":%zu,"
           "\"least_us\":%.1f,\"most_us\":%.1f}\n", f->name, size,
           (long long)rule_cost_of(rule).steps, (long long)steps, rule_cost_of(rule).bytes,
           scratch->peak, least, most);
    scratch->peak = 0;
}

int
main(void)
{
    struct arena a = arena_make((size_t)1 << 30), scratch = arena_make((size_t)4 << 20);

    make_values();
    for (size_t i = 0; i < COUNT(families); i++) {
        measure(&a, &scratch, &families[i]);
        arena_reset(&a);
    }
    return 0;
}
