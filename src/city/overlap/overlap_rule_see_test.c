/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* overlap_rule_see_test.c — the names and years that titles say. */
#include "city/overlap/overlap_rule.h"

#include "test/unit.h"

static struct overlap_model *
own_model(void)
{
    struct overlap_model *m = NULL;

    check("the program's own model is whole", overlap_model_own(unit_arena(), &m) == NULL);
    return m;
}

TEST(overlap_see)
{
    static const struct { const char *title, *names; } row[] = {
        { "Gizi PKM Kopo",                        "puskesmas kopo;" },
        { "UPTD Puskesmas Kopo",                  "puskesmas kopo;" },
        { "Pemagaran SMPN 2 Ciparay",             "smpn 2 ciparay;" },
        { "SD Negeri 3 Desa Lagadar",             "sdn 3;desa lagadar;" },
        { "PSU RW. 011 Desa Lagadar",             "rw 11;desa lagadar;" },
        { "Jl. Raya Soreang",                     "jalan soreang;" },
        { "Desa Margahayu Selatan Kec. Margahayu", "desa margahayu selatan;kecamatan margahayu;" },
        { "Puskesmas Baru",                       "puskesmas baru;" },
        { "Pembinaan Desa dan Kelurahan",         "" },
        { "Pembangunan jalan desa",               "" },
        { "DED Jembatan Cijeruk",                 "perencanaan;jembatan cijeruk;" },
        { "Rehab 01.03",                          "1;3;" },
        { "LAKIP 2025",                           "" },
        { "Tenaga Terampil II",                   "ii;" },
        { "Tenaga Ahli I",                        "i;" },
        { "Lokasi C",                             "lokasi c;" },
        { "Vitamin C anak",                       "" },
        { "C",                                    "" },
        { "Paket A tahap II",                     "paket a;tahap ii;" },
        { "Desa",                                 "" },
        { "",                                     "" },
        { "1 2 3 4 5 6 7 8 9 10 11 12 13 14",     "1;2;3;4;5;6;7;8;9;10;11;12;" },
    };
    struct overlap_model *m = own_model();

    for (size_t i = 0; m && i < COUNT(row); i++) {
        struct overlap_row  one = { .title = str_of(row[i].title) };
        struct overlap_seen seen;
        struct str          names = S("");

        overlap_see(unit_arena(), &m->marks, &one, &seen);
        for (size_t n = 0; n < seen.in_title.n; n++) {
            const struct overlap_name *name = &seen.in_title.name[n];

            names = str_fmt(unit_arena(), "%.*s%.*s%s%.*s;", TEXT(names), TEXT(name->mark),
                            name->mark.n > 0 ? " " : "", TEXT(name->name));
        }
        check_text(row[i].title, names, str_of(row[i].names));
    }
}

TEST(overlap_see_years)
{
    static const struct { const char *title; int64_t of_row, from, to; } row[] = {
        { "LAKIP 2025",          0,    2025, 2025 },
        { "RPJMD 2025-2029",     0,    2025, 2029 },
        { "LAKIP 2024",          2025, 2025, 2025 },
        { "Rapat",               0,    0,    0    },
        { "1945 kursi",          0,    0,    0    },
        { "Paket 12025",         0,    0,    0    },
    };
    struct overlap_model *m = own_model();

    for (size_t i = 0; m && i < COUNT(row); i++) {
        struct overlap_row one = { .title = str_of(row[i].title),
            .from = { row[i].of_row > 0, row[i].of_row } };
        struct overlap_seen seen;

        overlap_see(unit_arena(), &m->marks, &one, &seen);
        check(row[i].title, seen.from.known == (row[i].from > 0) && seen.from.n == row[i].from);
        check(row[i].title, seen.to.known == (row[i].to > 0) && seen.to.n == row[i].to);
    }
}
