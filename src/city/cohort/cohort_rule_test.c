/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "city/cohort/cohort_rule.h"

#include <string.h>

#include "unit.h"

#define NOT_KNOWN { false, 0 }

TEST(cohort_sum)
{
    static const struct {
        const char      *name;
        size_t           n;
        struct maybe_int joined[8], so_far[8];
    } row[] = {
        { "baseline", 3, { { true, 25 }, { true, 50 }, { true, 25 } },
          { { true, 25 }, { true, 75 }, { true, 100 } } },
        { "no year, no sum", 0, { NOT_KNOWN }, { NOT_KNOWN } },
        { "a year without an intake adds nothing", 3, { { true, 25 }, { true, 0 }, { true, 25 } },
          { { true, 25 }, { true, 25 }, { true, 50 } } },
        { "an unknown year makes the later ones unknown", 3,
          { { true, 25 }, NOT_KNOWN, { true, 25 } }, { { true, 25 }, NOT_KNOWN, NOT_KNOWN } },
        { "what stands in an unknown year is not looked at", 2, { { false, 7 }, { true, 25 } },
          { NOT_KNOWN, NOT_KNOWN } },
        { "the movement so far", 8,
          { { true, 25 }, { true, 50 }, { true, 25 }, { true, 0 }, { true, 48 }, { true, 43 },
            { true, 50 }, { true, 10 } },
          { { true, 25 }, { true, 75 }, { true, 100 }, { true, 100 }, { true, 148 }, { true, 191 },
            { true, 241 }, { true, 251 } } },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct maybe_int so_far[8] = { { true, -1 } };
        bool             same = true;

        cohort_sum(row[i].joined, row[i].n, so_far);
        for (size_t y = 0; y < row[i].n; y++)
            same = same && so_far[y].known == row[i].so_far[y].known
                && so_far[y].n == row[i].so_far[y].n;
        check(row[i].name, same);
    }
}

TEST(cohort_measure)
{
    static const struct { const char *name, *code; enum cohort_measure is; } row[] = {
        { "baseline",              "joined",      COHORT_JOINED },
        { "the last one",          "evaluated_2", COHORT_EVALUATED_2 },
        { "a capital is another",  "Joined",      COHORT_MEASURE_NONE },
        { "a beginning is not it", "join",        COHORT_MEASURE_NONE },
        { "nothing is none",       "",            COHORT_MEASURE_NONE },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i].name, cohort_measure_of(str_of(row[i].code)) == row[i].is);
    for (enum cohort_measure m = COHORT_JOINED; m <= COHORT_EVALUATED_2; m++)
        check("every measure has its own label",
              m == COHORT_JOINED || strcmp(cohort_measure_label(m).id,
                                           cohort_measure_label(m - 1).id) != 0);
}

TEST(cohort_kind)
{
    static const struct { const char *kind; bool takes_part, is_counted; } row[] = {
        { "regency",   true,  true  },
        { "city",      true,  true  },
        { "province",  true,  false },
        { "district",  false, false },
        { "kelurahan", false, false },
        { "desa",      false, false },
        { "",          false, false },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i].kind, cohort_kind_takes_part(str_of(row[i].kind)) == row[i].takes_part
                        && cohort_kind_is_counted(str_of(row[i].kind)) == row[i].is_counted);
}

TEST(cohort_columns_stand_on_each_other)
{
    struct cohort_span before = cohort_span_of(0, 148, 251, 262, 210);
    struct cohort_span added = cohort_span_of(148, 43, 251, 262, 210);
    struct cohort_span all = cohort_span_of(0, 251, 251, 262, 210);
    struct cohort_span none = cohort_span_of(100, 0, 251, 262, 210);

    check("the first stands on the base", before.top + before.height == 262);
    check("the second stands on the first", added.top + added.height == before.top);
    check("191 of 251 end at their place", added.top == 262 - 191 * 210 / 251);
    check("the whole is as long as the axis", all.height == 210 && all.top == 52);
    check("none has no height", none.height == 0);
}
