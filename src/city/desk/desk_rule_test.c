/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "city/desk/desk_rule.h"

#include "unit.h"

enum { FIGURES = 8, NODES = 12 };

/* "2.75 3.5 - 3": figures, and a line where none is known; returns how many. */
static size_t
figures(const char *text, struct dec *figure, bool *known)
{
    struct str rest = str_of(text);
    size_t     n = 0;

    for (bool more = true; more; n++) {
        struct str word = rest;

        more = str_cut(rest, ' ', &word, &rest);
        figure[n] = DEC(0);
        known[n] = dec_parse(word, &figure[n]);
    }
    return n;
}

TEST(desk_degree_of)
{
    static const struct {
        const char *name; struct desk_share share; const char *percent;
    } row[] = {
        { "nothing was given",              { 0, 0, 0, 0 },     NULL },
        { "all of it",                      { 10, 10, 10, 10 }, "100.00" },
        { "nothing came",                   { 10, 0, 0, 0 },    "0.00" },
        { "answered, late, no evidence",    { 4, 4, 0, 0 },     "33.33" },
        { "half of it, in time, evidence",  { 4, 2, 2, 2 },     "50.00" },
        { "two thirds round up",            { 1, 1, 1, 0 },     "66.67" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct desk_degree d = desk_degree_of(row[i].share);

        check(row[i].name, d.known == (row[i].percent != NULL));
        check(row[i].name, !d.known || str_eq(dec_str(unit_arena(), d.percent),
                                              str_of(row[i].percent)));
    }
}

/* ---- sub-dimensions -------------------------------------------------------------------------- */

/* A word a node: its depth, then how it is computed ("w" weighted, "p" plain, "s" a sum, "l" a
 * leaf, "t" one of another scale, "q" a leaf that is a question). */
static size_t
tree(const char *text, struct score_node *node, bool *is_question)
{
    int32_t last[FIGURES] = { -1 };
    size_t  n = 0;

    for (; text[0]; text += text[2] ? 3 : 2, n++) {
        int32_t depth = text[0] - '0';
        char    how = text[1];

        node[n] = (struct score_node){
            .parent = depth > 0 ? last[depth - 1] : -1,
            .how = how == 'w' ? SCORE_WEIGHTED : how == 'p' ? SCORE_PLAIN
                 : how == 's' ? SCORE_SUM : SCORE_LEAF,
            .scale = { DEC(0), how == 't' ? DEC(100) : DEC(4) } };
        is_question[n] = how == 'q';
        last[depth] = (int32_t)n;
    }
    return n;
}

TEST(desk_level)
{
    static const struct { const char *name, *tree; size_t n; const char *in; } row[] = {
        { "aspects above indicators",      "0w 1w 2q 2q 1w 2q",          2, ".x..x." },
        { "domains, aspects, indicators",  "0w 1w 2w 3q 1w 2w 3q 2w 3q", 3, "..x..x.x." },
        { "dimensions, published as such", "0w 1l 1p 2l 2l 1l",          2, "...xx." },
        { "a question beside its parts",   "0w 1w 2q 1q",                1, ".x.." },
        { "questions only",                "0w 1q 1q",                   0, "..." },
        { "the whole alone",               "0l",                         0, "." },
        { "of two scales",                 "0w 1l 1t",                   0, NULL },
        { "parts of a sum",                "0s 1w 2q 1w 2q",             0, NULL },
        { "a sum further up",              "0w 1s 2w 3q",                0, NULL },
        { "sums themselves, below a mean", "0w 1s 2q 1s 2q",             2, ".x.x." },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct score_node node[NODES];
        bool              is_question[NODES], is_in[NODES] = { false };
        struct score_tree t = { .node = node, .n = tree(row[i].tree, node, is_question) };
        bool              same = desk_level(t, is_question, is_in) == row[i].n;

        for (size_t k = 0; row[i].in && k < t.n; k++)
            same = same && is_in[k] == (row[i].in[k] == 'x');
        check(row[i].name, same);
    }
}

TEST(desk_lowest)
{
    static const struct { const char *name, *figures; size_t most, n, index[3]; } row[] = {
        { "three of six",           "2.75 2.80 3.5 3.33 3.32 2.76", 3, 3, { 0, 5, 1 } },
        { "equal ones in order",    "3 2 2 2 1",                    3, 3, { 4, 1, 2 } },
        { "an unknown one is none", "- 3 - 2",                      3, 2, { 3, 1, 0 } },
        { "none is known",          "- -",                          3, 0, { 0, 0, 0 } },
        { "fewer are wanted",       "3 2 1",                        1, 1, { 2, 0, 0 } },
        { "3.2 and 3.200 are equal", "3.200 3.2",                   1, 1, { 0, 0, 0 } },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct dec figure[FIGURES];
        bool       known[FIGURES];
        size_t     index[3] = { 0, 0, 0 };
        size_t     n = figures(row[i].figures, figure, known);

        check(row[i].name, desk_lowest(figure, known, n, row[i].most, index) == row[i].n);
        for (size_t j = 0; j < row[i].n; j++)
            check(row[i].name, index[j] == row[i].index[j]);
    }
}

TEST(desk_outliers)
{
    static const struct { const char *name, *figures, *out; } row[] = {
        { "one far above",              "3.0 3.1 3.2 3.1 9.0",      "....!" },
        { "one far below",              "3.0 3.1 3.2 3.3 0.1 3.1",  "....!." },
        { "none",                       "3.0 3.1 3.2 3.3",          "...." },
        { "half are the same",          "3 3 3 9",                  "...." },
        { "an unknown one is never",    "3.0 3.1 - 3.2 9.0",        "....!" },
        { "nothing is known",           "- -",                      ".." },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct dec figure[FIGURES];
        bool       known[FIGURES], out[FIGURES];
        size_t     n = figures(row[i].figures, figure, known);

        desk_outliers(figure, known, n, 5, out);
        for (size_t j = 0; j < n; j++)
            check(row[i].name, out[j] == (row[i].out[j] == '!'));
    }
}
