/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ground/org/org_page.h"

#include <string.h>

#include "ground/region/region_sql.h"
#include "unit.h"
#include "unit_slices.h"

#define HEADER "code,kind,name,short_name,region_code,parent_code,valid_from,valid_to," \
    "successor_code,law,source\n"

static const enum store_kind engine[] = { STORE_SQLITE, STORE_POSTGRES };

static struct err *
import(struct cx *cx, const char *text, int64_t *n_new)
{
    return org_import_text(cx, S("org.csv"), str_of(text), n_new);
}

static void
kediri(struct cx *cx)
{
    struct region_id id;

    check("a region to be in", !region_add(cx, &(struct region_add_in){
        .code = S("35.71"), .kind = S("city"), .name = S("Kota Kediri"), .parent_code = S("35"),
        .source = S("test") }, &id));
}

TEST(org_import)
{
    static const struct { const char *name, *text, *code, *where; } row[] = {
        { "baseline", HEADER "ui,university,Universitas Indonesia,UI,,,,,,,page 3\n", NULL, NULL },
        { "a header alone is no fault", HEADER, NULL, NULL },
        { "a unit below its agency",
          HEADER "a1,agency,Dinas A,,35.71,,,,,,x\na1-u,unit,Bidang B,,35.71,a1,,,,,x\n",
          NULL, NULL },
        { "a capital in the code", HEADER "UI,university,Universitas Indonesia,UI,,,,,,,x\n",
          "org.code", "org.csv:2:1" },
        { "an unknown kind", HEADER "ui,faculty,Universitas Indonesia,UI,,,,,,,x\n",
          "org.kind", "org.csv:2:4" },
        { "no name", HEADER "ui,university,,UI,,,,,,,x\n", "org.name", "org.csv:2:15" },
        { "no source", HEADER "ui,university,UI,UI,,,,,,,\n", "org.source", "org.csv:2:27" },
        { "a region that is none", HEADER "ui,university,UI,,35.99,,,,,,x\n",
          "org.region", "org.csv:2:19" },
        { "a parent that is not there", HEADER "ui,university,UI,,,x1,,,,,x\n",
          "org.parent", "org.csv:2:20" },
        { "a day that never was", HEADER "ui,university,UI,,,,2024-02-30,,,,x\n",
          "org.date", "org.csv:2:21" },
        { "a successor without a law", HEADER "ui,university,UI,,,,,2024,u2,,x\n",
          "org.succession", "org.csv:2:27" },
        { "a successor that is not there", HEADER "ui,university,UI,,,,,2024,u2,law,x\n",
          "org.successor", "org.csv:2:27" },
    };

    for (size_t e = 0; e < COUNT(engine); e++) {
        for (size_t i = 0; i < COUNT(row); i++) {
            struct cx  *cx = unit_slices_cx(engine[e]);
            struct org  there;
            int64_t     n_new;
            bool        found = false;

            if (!cx)
                continue;
            kediri(cx);
            struct err *err = import(cx, row[i].text, &n_new);
            check(row[i].name, row[i].code ? err && strcmp(err->code, row[i].code) == 0 : !err);
            check(row[i].name, !row[i].where || (err && str_eq(err->where, str_of(row[i].where))));
            check("nothing half-written",
                  !err || (!org_find(cx, S("ui"), &there, &found) && !found));
        }
    }
}

TEST(org_succession)
{
    static const char text[] = HEADER
        "kominfo,ministry,Kominfo,,,,,2024-10-21,komdigi,Perpres 139/2024,x\n"
        "komdigi,ministry,Komdigi,,,,2024-10-21,,,,x\n";

    for (size_t e = 0; e < COUNT(engine); e++) {
        struct cx        *cx = unit_slices_cx(engine[e]);
        struct org_record r;
        int64_t           n_new;

        if (!cx)
            continue;
        check("two are new", !import(cx, text, &n_new) && n_new == 2);
        check("again, none is", !import(cx, text, &n_new) && n_new == 0);
        check("the old one has a page", !org_record_get(cx, S("kominfo"), &r));
        check("it became the new one", r.n_after == 1 && str_eq(r.after[0].code, S("komdigi")));
        check("the new one knows it once",
              !org_record_get(cx, S("komdigi"), &r) && r.n_before == 1);
        check("other facts are refused",
              import(cx, HEADER "komdigi,ministry,Other,,,,,,,,x\n", &n_new) != NULL);
    }
}

TEST(org_load_keeps_what_is_known_otherwise)
{
    for (size_t e = 0; e < COUNT(engine); e++) {
        struct cx *cx = unit_slices_cx(engine[e]);
        struct org org = { 0 };
        int64_t    n_new;
        bool       found = false;

        if (!cx)
            continue;
        kediri(cx);
        check("a city's own word",
              !import(cx, HEADER "komdigi,ministry,Komdigi kami,,,,,,,,x\n", &n_new));
        struct buf out = buf_in(cx->arena, 4096);

        check("the program's facts come in", !org_load(cx, &out));
        check("one stays as it was", !org_find(cx, S("komdigi"), &org, &found) && found
              && str_eq(org.name, S("Komdigi kami")));
        check("the others are there", !org_find(cx, S("kominfo"), &org, &found) && found);
        check("and it is told", str_ends(buf_str(&out), S(": 1.\n")));
        out = buf_in(cx->arena, 4096);
        check("again nothing else happens", !org_load(cx, &out)
              && str_ends(buf_str(&out), S(": 1.\n")));
    }
}

TEST(org_load_leaves_out_whose_region_has_gone)
{
    for (size_t e = 0; e < COUNT(engine); e++) {
        struct cx *cx = unit_slices_cx(engine[e]);
        struct org org;
        bool       found = true;

        if (!cx)
            continue;
        struct buf out = buf_in(cx->arena, 4096);

        check("the program's facts come in", !org_load(cx, &out));
        check("what is of Kota Kediri stays out",
              !org_find(cx, S("35.71-diskominfo"), &org, &found) && !found);
        check("the others are there", !org_find(cx, S("komdigi"), &org, &found) && found);
        check("and it is told", str_ends(buf_str(&out), S(": 2.\n")));
    }
}
