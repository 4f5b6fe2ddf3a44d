/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "city/result/result_rule.h"

#include "unit.h"

enum { MOST = 6 };

/* "3.31/35 3.20/35": figures with their group. */
static size_t
read(const char *text, struct dec *figure, int32_t *group)
{
    struct str rest = str_of(text);
    size_t     n = 0;

    for (bool more = true; more; n++) {
        struct str word = rest, number, place;
        struct dec code = DEC(0);

        more = str_cut(rest, ' ', &word, &rest);
        figure[n] = DEC(0);
        check("a group", str_cut(word, '/', &number, &place) && dec_parse(place, &code));
        check("a figure", dec_parse(number, &figure[n]));
        group[n] = (int32_t)code.units;
    }
    return n;
}

static struct str
ranks(const struct dec *figure, const int32_t *group, size_t n)
{
    struct result_rank rank[MOST];
    struct str         all = S("");

    result_rank(figure, group, n, rank);
    for (size_t i = 0; i < n; i++)
        all = str_fmt(unit_arena(), "%.*s%s%d(%d)/%d", TEXT(all), i ? " " : "", (int)rank[i].rank,
                      (int)rank[i].tied, (int)rank[i].ranked);
    return all;
}

TEST(result_rank)
{
    static const struct { const char *name, *figures, *nation, *province; } row[] = {
        { "one region",        "3.31/35", "1(1)/1", "1(1)/1" },
        { "in order",          "3.31/35 3.20/35 3.71/32", "2(1)/3 3(1)/3 1(1)/3",
                               "1(1)/2 2(1)/2 1(1)/1" },
        { "two share a rank, the next is left out", "3.5/1 3.1/1 3.5/2 4/2",
                               "2(2)/4 4(1)/4 2(2)/4 1(1)/4", "1(1)/2 2(1)/2 2(1)/2 1(1)/2" },
        { "3.2 and 3.200 are equal", "3.2/1 3.200/1", "1(2)/2 1(2)/2", "1(2)/2 1(2)/2" },
        { "all are equal",     "2/1 2/2 2/3", "1(3)/3 1(3)/3 1(3)/3", "1(1)/1 1(1)/1 1(1)/1" },
        { "zero is a figure",  "0/1 1/1", "2(1)/2 1(1)/2", "2(1)/2 1(1)/2" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct dec figure[MOST];
        int32_t    group[MOST];
        size_t     n = read(row[i].figures, figure, group);

        check(row[i].name, str_eq(ranks(figure, NULL, n), str_of(row[i].nation)));
        check(row[i].name, str_eq(ranks(figure, group, n), str_of(row[i].province)));
    }
}
