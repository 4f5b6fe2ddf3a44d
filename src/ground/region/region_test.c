/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ground/region/region.h"

#include <string.h>

#include "ground/region/region_sql.h"
#include "unit.h"
#include "unit_slices.h"

static const enum store_kind engine[] = { STORE_SQLITE, STORE_POSTGRES };

static const struct { const char *code, *kind, *name; } land[] = {
    { "35",            "province",  "Jawa Timur"       },
    { "35.06",         "regency",   "Kabupaten Kediri" },
    { "35.71",         "city",      "Kota Kediri"      },
    { "35.71.01",      "district",  "Mojoroto"         },
    { "35.71.01.1001", "kelurahan", "Bandar Lor"       },
    { "35.71.01.1002", "kelurahan", "Bandar Kidul"     },
    { "35.71.02",      "district",  "Kota"             },
    { "36",            "province",  "Banten"           },
};

static struct cx *
land_in(enum store_kind kind)
{
    struct cx       *cx = unit_slices_cx(kind);
    struct region_id id;

    for (size_t i = 0; cx && i < COUNT(land); i++)
        check(land[i].name, !region_add(cx, &(struct region_add_in){ .code = str_of(land[i].code),
            .kind = str_of(land[i].kind), .name = str_of(land[i].name),
            .parent_code = region_code_parent(str_of(land[i].code)), .source = S("test") }, &id));
    check("counted and searchable", !cx || !region_settle(cx));
    return cx;
}

TEST(region_get)
{
    static const struct { const char *name, *asked, *code; } row[] = {
        { "baseline",            "35.71", NULL             },
        { "a code of no region", "35.99", "region.unknown" },
        { "a name is no code",   "kediri", "region.code"   },
        { "empty is no code",    "",      "region.code"    },
    };

    for (size_t e = 0; e < COUNT(engine); e++) {
        struct cx    *cx = land_in(engine[e]);
        struct region r;

        for (size_t i = 0; cx && i < COUNT(row); i++) {
            struct err *err = region_get(cx, str_of(row[i].asked), &r);
            check(row[i].name, row[i].code ? err && strcmp(err->code, row[i].code) == 0
                                           : !err && str_eq(r.code, str_of(row[i].asked)));
        }
    }
}

TEST(region_record)
{
    for (size_t e = 0; e < COUNT(engine); e++) {
        struct cx           *cx = land_in(engine[e]);
        struct region_record r;

        if (!cx)
            continue;
        check("a village", !region_record_get(cx, S("35.71.01.1001"), &r));
        check("three above it, from the province down", r.n_above == 3
              && str_eq(r.above[0].code, S("35")) && str_eq(r.above[2].code, S("35.71.01")));
        check("none below", r.n_below == 0 && r.n_kinds_below == 0);
        check("a city", !region_record_get(cx, S("35.71"), &r));
        check("two districts one step down", r.n_below == 2);
        check("two kinds below", r.n_kinds_below == 2
              && str_eq(r.kinds_below[1].kind, S("kelurahan")) && r.kinds_below[1].n == 2);
        check("unknown stays unknown",
              !str_is_known(r.region.latitude) && !str_is_known(r.region.valid_from));
    }
}

TEST(region_list)
{
    static const struct {
        const char *name; struct region_filter f; size_t n; int64_t total; const char *first;
    } row[] = {
        { "baseline: provinces", { .most = 10 }, 2, 2, "35" },
        { "regencies and cities together", { .most = 10, .step = REGION_STEP_REGENCY },
          2, 2, "35.06" },
        { "one page of two", { .most = 1 }, 1, 2, "35" },
        { "the second page", { .most = 1, .after = 1 }, 1, 2, "36" },
        { "by name", { .most = 10, .by_name = true }, 2, 2, "36" },
        { "villages of a city",
          { .most = 10, .step = REGION_STEP_VILLAGE, .within = { "35.71", 5 } },
          2, 2, "35.71.01.1001" },
        { "districts of another province",
          { .most = 10, .step = REGION_STEP_DISTRICT, .within = { "36", 2 } }, 0, 0, NULL },
        { "35.7 is not a beginning of 35.71",
          { .most = 10, .step = REGION_STEP_DISTRICT, .within = { "35.7", 4 } }, 0, 0, NULL },
    };

    for (size_t e = 0; e < COUNT(engine); e++) {
        struct cx         *cx = land_in(engine[e]);
        struct region_list list;

        for (size_t i = 0; cx && i < COUNT(row); i++) {
            check(row[i].name, !region_list_of(cx, row[i].f, &list));
            check(row[i].name, list.n == row[i].n && list.total == row[i].total);
            check(row[i].name, !row[i].first || str_eq(list.row[0].code, str_of(row[i].first)));
        }
    }
}
