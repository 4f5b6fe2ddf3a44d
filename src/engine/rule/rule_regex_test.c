/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * rule_regex_test.c — patterns in a table, and random ones against a matcher by backtracking that
 * is too simple to be wrong and too slow to be used.
 */
#include "engine/rule/rule_regex.h"

#include <string.h>

#include "base/buf.h"
#include "base/rand.h"
#include "engine/rule/rule_regex_parse.h"
#include "test/unit.h"

static bool
matches(const struct rule_regex *regex, struct str text)
{
    int64_t steps = 0;
    bool    is    = rule_regex_matches(regex, text, &steps);

    check("within the bound", steps > 0 && steps <= rule_regex_steps(regex, text.n));
    return is;
}

TEST(rule_regex)
{
    static const struct { const char *pattern, *text; bool is; } row[] = {
        { "abc", "abc", true },             { "abc", "abcd", false },
        { "abc", "xabc", false },           { "", "", true },
        { "", "a", false },                 { "a|b", "b", true },
        { "a|b", "ab", false },             { "a|bc|", "", true },
        { "a|bc|", "bc", true },            { "(a|b)c", "bc", true },
        { "(?:a|b)c", "ac", true },         { "a*", "", true },
        { "a*", "aaaa", true },             { "a*b", "aab", true },
        { "a+", "", false },                { "a+", "aa", true },
        { "a?b", "b", true },               { "a?b", "aab", false },
        { "a{3}", "aaa", true },            { "a{3}", "aa", false },
        { "a{2,}", "aaaaa", true },         { "a{2,}", "a", false },
        { "a{2,4}", "aaaa", true },         { "a{2,4}", "aaaaa", false },
        { "a{0}", "", true },               { "a{0,1}", "a", true },
        { "(ab){2,3}", "ababab", true },    { "(ab){2,3}", "aba", false },
        { "(a*)*", "aaa", true },           { "(a*)+b", "aab", true },
        { "(a|b)*abb", "babaabb", true },   { "(|a)+", "aa", true },
        { "a*?", "aaa", true },             { "a+?b", "aab", true },
        { "a{1,2}?", "aa", true },          { ".", "a", true },
        { ".", "é", true },                 { ".", "\n", false },
        { ".*", "a b c", true },            { "[abc]", "b", true },
        { "[abc]", "d", false },            { "[^abc]", "d", true },
        { "[^abc]", "a", false },           { "[^abc]", "é", true },
        { "[a-z]+", "kediri", true },       { "[a-z]+", "Kediri", false },
        { "[a-zA-Z ]+", "Kota Kediri", true }, { "[-a]+", "a-a", true },
        { "[a-]+", "a-a", true },           { "[\\]a]+", "]a", true },
        { "[\\d.]+", "35.71", true },       { "[^\\d]", "5", false },
        { "[\\D]", "é", true },             { "[\\D]", "5", false },
        { "[à-ö]+", "éç", true },           { "[à-ö]+", "e", false },
        { "\\d{4}", "2026", true },         { "\\d", "a", false },
        { "\\w+", "a_9", true },            { "\\w", "é", false },
        { "\\W", "é", true },               { "\\s", "\t", true },
        { "\\S", " ", false },              { "\\.", ".", true },
        { "\\.", "a", false },              { "\\\\", "\\", true },
        { "\\t\\n", "\t\n", true },         { "^abc$", "abc", true },
        { "^(a|b$)$", "b", true },          { "a^b", "ab", false },
        { "a$b", "ab", false },             { "(^a|b)+", "abb", true },
        { "(^a)+", "aa", false },           { "$", "", true },
        { "^$", "a", false },               { "08[1-9][0-9]{7,10}", "081234567890", true },
        { "08[1-9][0-9]{7,10}", "0812", false },
        { "[^@ ]+@[^@ ]+\\.[a-z]{2,}", "dinas@kedirikota.go.id", true },
        { "[^@ ]+@[^@ ]+\\.[a-z]{2,}", "dinas@@go.id", false },
        { "\xce\xb1{2}", "αα", true },      { "[α-ω]{4}", "αβγδ", true },
        { "a\\{2\\}", "a{2}", true },       { "\\-\\/", "-/", true },
    };
    struct rule_fault        fault;
    const struct rule_regex *regex;

    for (size_t i = 0; i < COUNT(row); i++) {
        bool ok = rule_regex_compile(unit_arena(), str_of(row[i].pattern), &regex, &fault);

        check(row[i].pattern, ok && matches(regex, str_of(row[i].text)) == row[i].is);
    }
}

TEST(rule_regex_refuses)
{
    static const struct { const char *pattern; size_t at; const char *what; } row[] = {
        { "*a", 0, "There is nothing before this sign that it could repeat." },
        { "a|+", 2, "There is nothing before this sign that it could repeat." },
        { "(?)", 0, "Groups that begin with {0} are not read here." },
        { "a**", 2, "Two signs that repeat follow each other." },
        { "a*+", 2, "Two signs that repeat follow each other." },
        { "a{2}{3}", 4, "Two signs that repeat follow each other." },
        { "a{,3}", 1, "How often to repeat is not written like this." },
        { "a{3,2}", 1, "How often to repeat is not written like this." },
        { "a{2", 1, "How often to repeat is not written like this." },
        { "a{501}", 1, "How often to repeat is not written like this." },
        { "a{x}", 1, "How often to repeat is not written like this." },
        { "}", 0, "This bracket has no meaning here." },
        { "a]", 1, "This bracket has no meaning here." },
        { "ab(c", 2, "A group begins here and does not end." },
        { "a)b", 1, "A group is closed here that was not opened." },
        { "(?=a)", 0, "Groups that begin with {0} are not read here." },
        { "a(?<n>b)", 1, "Groups that begin with {0} are not read here." },
        { "(?i)a", 0, "Groups that begin with {0} are not read here." },
        { "(a)\\1", 3, "A pattern cannot refer back to a group here." },
        { "\\ba", 0, "The pattern sign {0} has no meaning here." },
        { "a\\p{L}", 1, "The pattern sign {0} has no meaning here." },
        { "a\\", 1, "The pattern sign {0} has no meaning here." },
        { "[abc", 0, "A list of letters begins here and does not end." },
        { "a[", 1, "A list of letters begins here and does not end." },
        { "[a-", 0, "A list of letters begins here and does not end." },
        { "[]", 1, "This list of letters is empty." },
        { "[^]", 2, "This list of letters is empty." },
        { "[[:alpha:]]", 1, "A list of letters cannot hold another list here." },
        { "[a&&b]", 2, "A list of letters cannot hold another list here." },
        { "[z-a]", 1, "This range of letters has no beginning or no end." },
        { "[a-\\d]", 1, "This range of letters has no beginning or no end." },
        { "[\\q]", 1, "The pattern sign {0} has no meaning here." },
        { "[αβγδεζηθικλμνξοπρ]", 33, "This list of letters is too long." },
        { "((((((((((((((((((((((((((((((((((a", 32, "The pattern is nested too deeply." },
        { "(a{100}){100}", 0, "The pattern is too large." },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct rule_fault        fault = { 0 };
        const struct rule_regex *regex;
        bool ok = rule_regex_compile(unit_arena(), str_of(row[i].pattern), &regex, &fault);

        check(row[i].pattern, !ok && fault.at == row[i].at);
        check_text(row[i].pattern, str_of(fault.what.id), str_of(row[i].what));
    }
}

/* Time is in proportion to the text for patterns that ruin a matcher by backtracking. */
TEST(rule_regex_is_linear)
{
    static const char *const patterns[] = { "(a+)+b", "(a|a)*b", "(a|aa)+b", "(a?){30}a{30}",
                                            "(.*)(.*)(.*)(.*)b" };

    for (size_t i = 0; i < COUNT(patterns); i++) {
        const struct rule_regex *regex;
        struct rule_fault        fault;
        int64_t                  steps[2] = { 0, 0 };
        char                     text[2000];

        memset(text, 'a', sizeof(text));
        check(patterns[i], rule_regex_compile(unit_arena(), str_of(patterns[i]), &regex, &fault));
        for (size_t j = 0; j < 2; j++)
            rule_regex_matches(regex, (struct str){ text, 1000 * (j + 1) }, &steps[j]);
        check(patterns[i], steps[1] <= 2 * steps[0]);
    }
}

/* ---- the oracle ------------------------------------------------------------------------------ */

enum { PATTERNS = 20000, FUEL = 2000 };

struct rest { const struct rule_regex_node *node; const struct rest *then; };

struct oracle { struct str text; int32_t fuel; };

static bool go_on(struct oracle *, size_t at, const struct rest *);

static bool
try_repeat(struct oracle *o, size_t at, const struct rule_regex_node *node,
           const struct rest *then)
{
    struct rule_regex_node less = *node;
    struct rest            again = { &less, then }, body = { node->first, &again };

    if (node->least == 0 && go_on(o, at, then))
        return true;
    if (node->most == 0)
        return false;
    less.least -= node->least > 0;
    less.most -= node->most > 0;
    return go_on(o, at, &body);
}

static bool
try_row(struct oracle *o, size_t at, const struct rule_regex_node *child, const struct rest *then)
{
    struct rule_regex_node rest_of = { .kind = REGEX_ROW, .first = child ? child->next : NULL };
    struct rest            others = { &rest_of, then }, one = { child, &others };

    return child ? go_on(o, at, &one) : go_on(o, at, then);
}

static bool
try_node(struct oracle *o, size_t at, const struct rest *rest)
{
    const struct rule_regex_node *node = rest->node;

    switch (node->kind) {
    case REGEX_SET:
        return at < o->text.n && rule_set_has(node->set, (unsigned char)o->text.p[at])
            && go_on(o, at + 1, rest->then);
    case REGEX_BEGIN:
        return at == 0 && go_on(o, at, rest->then);
    case REGEX_END:
        return at == o->text.n && go_on(o, at, rest->then);
    case REGEX_ROW:
        return try_row(o, at, node->first, rest->then);
    case REGEX_REPEAT:
        return try_repeat(o, at, node, rest->then);
    case REGEX_EITHER:
        break;
    }
    for (const struct rule_regex_node *c = node->first; c; c = c->next) {
        struct rest one = { c, rest->then };

        if (go_on(o, at, &one))
            return true;
    }
    return false;
}

static bool
go_on(struct oracle *o, size_t at, const struct rest *rest)
{
    if (o->fuel <= 0 || --o->fuel == 0)
        return false;
    return rest ? try_node(o, at, rest) : at == o->text.n;
}

static void
add_piece(struct buf *out, struct rand *r, int depth)
{
    static const char *const atoms[] = { "a", "b", "c", ".", "[ab]", "[^a]", "\\w", "^", "$" };
    static const char *const repeats[] = { "", "", "", "*", "+", "?", "{2}", "{1,2}", "{0,2}" };
    uint32_t                 n;

    if (depth < 3 && rand_below(r, 3) == 0) {
        buf_byte(out, '(');
        n = rand_below(r, 3);
        for (uint32_t i = 0; i <= n; i++) {
            add_piece(out, r, depth + 1);
            if (i < n && rand_below(r, 2))
                buf_byte(out, '|');
        }
        buf_byte(out, ')');
    } else {
        buf_add(out, str_of(atoms[rand_below(r, COUNT(atoms))]));
    }
    buf_add(out, str_of(repeats[rand_below(r, COUNT(repeats))]));
}

TEST(rule_regex_against_backtracking)
{
    struct rand r = { 20260817 };
    int         compared = 0, matched = 0;

    for (int i = 0; i < PATTERNS; i++) {
        size_t                        mark = arena_mark(unit_arena());
        struct buf                    pattern = buf_in(unit_arena(), 4096);
        const struct rule_regex      *regex;
        const struct rule_regex_node *tree;
        struct rule_fault             fault;
        char                          letters[7];

        for (uint32_t n = rand_below(&r, 3) + 1; n > 0; n--)
            add_piece(&pattern, &r, 0);
        tree = rule_regex_parse(unit_arena(), buf_str(&pattern), &fault);
        if (tree && rule_regex_compile(unit_arena(), buf_str(&pattern), &regex, &fault)) {
            for (size_t j = 0; j < sizeof(letters); j++)
                letters[j] = (char)('a' + rand_below(&r, 3));
            struct oracle o = { { letters, rand_below(&r, sizeof(letters) + 1) }, FUEL };
            bool          is = go_on(&o, 0, &(struct rest){ tree, NULL });

            if (o.fuel > 0) {
                check(str_z(unit_arena(), buf_str(&pattern)), matches(regex, o.text) == is);
                compared++;
                matched += is;
            }
        }
        arena_back(unit_arena(), mark);
    }
    check("most were compared", compared > PATTERNS * 7 / 10);
    check("a good part matched", matched > compared / 10);
}
