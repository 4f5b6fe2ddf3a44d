/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ground/region/region_revise.h"

#include <string.h>

#include "ground/region/region.h"
#include "ground/region/region_search.h"
#include "ground/region/region_sql.h"
#include "unit.h"
#include "unit_slices.h"

#define HEADER "change,from_code,to_code,to_name,on_date,law\n"

static const enum store_kind engine[] = { STORE_SQLITE, STORE_POSTGRES };

static void
add(struct cx *cx, const char *code, const char *kind, const char *name)
{
    struct region_id id;

    check(code, !region_add(cx, &(struct region_add_in){ .code = str_of(code), .kind = str_of(kind),
        .name = str_of(name), .parent_code = region_code_parent(str_of(code)),
        .source = S("test") }, &id));
}

static struct cx *
land(enum store_kind kind)
{
    struct cx *cx = unit_slices_cx(kind);

    if (!cx)
        return NULL;
    add(cx, "91", "province", "Papua");
    add(cx, "91.01", "regency", "Kabupaten Merauke");
    add(cx, "91.01.01", "district", "Merauke");
    add(cx, "91.02", "regency", "Kabupaten Jayawijaya");
    return cx;
}

static bool
is_there(struct cx *cx, const char *code, struct region *r)
{
    bool found = false;

    return !region_find(cx, str_of(code), r, &found) && found;
}

TEST(region_revise_refuses)
{
    static const struct { const char *name, *text, *code, *where; } row[] = {
        { "baseline", HEADER "split,91,93,Papua Selatan,2022-07-25,UU 14/2022\n", NULL, NULL },
        { "a word that is no change", HEADER "grow,91,93,Papua Selatan,2022-07-25,UU\n",
          "region.revise_change", "r.csv:2:1" },
        { "a month alone", HEADER "split,91,93,Papua Selatan,2022-07,UU\n",
          "region.revise_date", "r.csv:2:27" },
        { "no law", HEADER "split,91,93,Papua Selatan,2022-07-25,\n",
          "region.revise_law", "r.csv:2:38" },
        { "from nowhere", HEADER "split,90,93,Papua Selatan,2022-07-25,UU\n",
          "region.revise_from", "r.csv:2:7" },
        { "a split that keeps its code", HEADER "split,91,91,Papua,2022-07-25,UU\n",
          "region.revise_code", "r.csv:2:10" },
        { "a renaming with a new code", HEADER "rename,91.02,91.03,Kabupaten X,2022-07-25,UU\n",
          "region.revise_code", "r.csv:2:14" },
        { "a new region without a parent", HEADER "recode,91.02,97.02,,2022-07-25,UU\n",
          "region.revise_parent", "r.csv:2:14" },
        { "an end that leaves parts behind", HEADER "recode,91.01,91.03,,2022-07-25,UU\n",
          "region.revise_parts", "r.csv:2:8" },
        { "a village's name for a regency", HEADER "split,91.02,91.04,Sukamaju,2022-07-25,UU\n",
          "region.revise_name", "r.csv:2:19" },
        { "a new district without a name", HEADER "split,91.01.01,91.01.02,\"\",2022-07-25,UU\n",
          "region.revise_name", "r.csv:2:25" },
        { "a name that the search would pass over", HEADER "split,91.01.01,91.01.02,"
          "1234567890123456789012345678901234567890123456789012345678901234567890"
          "1234567890123456789012345678901,2022-07-25,UU\n", "region.revise_name", "r.csv:2:25" },
        { "a district out of a province", HEADER "split,91.01.01,93,Papua Selatan,2022-07-25,UU\n",
          "region.revise_level", "r.csv:2:16" },
        { "a code that another region has", HEADER "split,91.01,91.02,Kabupaten B,2022-07-25,UU\n",
          "region.revise_there", "r.csv:2:13" },
        { "a new code that is taken", HEADER "recode,91.02,91.01,,2022-07-25,UU\n",
          "region.revise_there", "r.csv:2:14" },
        { "a good line before a wrong one", HEADER "split,91,93,Papua Selatan,2022-07-25,UU\n"
          "split,90,94,Papua Tengah,2022-07-25,UU\n", "region.revise_from", "r.csv:3:7" },
    };

    for (size_t e = 0; e < COUNT(engine); e++)
        for (size_t i = 0; i < COUNT(row); i++) {
            struct cx    *cx = land(engine[e]);
            struct region r;
            int64_t       n;

            if (!cx)
                continue;
            struct err *err = region_revise_text(cx, S("r.csv"), str_of(row[i].text), &n);
            check(row[i].name, row[i].code ? err && strcmp(err->code, row[i].code) == 0 : !err);
            check(row[i].name, !row[i].where || (err && str_eq(err->where, str_of(row[i].where))));
            check("nothing half-applied", is_there(cx, "93", &r) == (row[i].code == NULL));
        }
}

TEST(region_revise_keeps_history)
{
    static const char text[] = HEADER
        "split,91,93,Papua Selatan,2022-07-25,UU 14/2022\n"
        "rename,91.01,91.01,Kabupaten Merauke Raya,2022-07-25,UU 14/2022\n";

    for (size_t e = 0; e < COUNT(engine); e++) {
        struct cx           *cx = land(engine[e]);
        struct region        r;
        struct region_record record;
        struct region_hit   *hit;
        size_t               n_hits;
        int64_t              n;

        if (!cx)
            continue;
        check("both lines", !region_revise_text(cx, S("r.csv"), str_of(text), &n) && n == 2);
        check("the province goes on", is_there(cx, "91", &r) && !str_is_known(r.valid_to));
        check("its daughter begins",
              is_there(cx, "93", &r) && str_eq(r.valid_from, S("2022-07-25")));
        check("the new name is the one of today",
              is_there(cx, "91.01", &r) && str_eq(r.name, S("Kabupaten Merauke Raya")));
        check("the record", !region_record_get(cx, S("91.01"), &record));
        check("the old name is kept",
              record.n_past == 1 && str_eq(record.past[0].name, S("Kabupaten Merauke")));
        check("its end is the day of the change", str_eq(record.past[0].valid_to, S("2022-07-25")));
        check("the parts stayed", record.n_below == 1);
        check("the lineage names the law", record.n_changes == 1
              && str_eq(record.changes[0].law, S("UU 14/2022")));
        check("the search knows the new name",
              !region_search(cx, S("merauke raya"), 1, &hit, &n_hits) && n_hits == 1
              && str_eq(hit[0].region.code, S("91.01")));
    }
}
