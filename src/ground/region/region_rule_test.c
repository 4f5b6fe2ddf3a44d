/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* region_rule_test.c — codes, kinds, names, questions. */
#include "ground/region/region_rule.h"

#include "base/arena.h"
#include "test/unit.h"

TEST(region_code_level)
{
    static const struct { const char *name, *code; int32_t level; const char *parent; } row[] = {
        { "baseline: a city",            "35.71",          2, "35"       },
        { "a province",                  "35",             1, NULL       },
        { "a district",                  "35.71.01",       3, "35.71"    },
        { "a village",                   "35.71.01.1001",  4, "35.71.01" },
        { "nothing",                     "",               0, NULL       },
        { "one digit",                   "3",              0, NULL       },
        { "no dots, as BPS writes it",   "3571",           0, NULL       },
        { "a dot at the end",            "35.",            0, NULL       },
        { "a comma for a dot",           "35,71",          0, NULL       },
        { "a letter",                    "35.7A",          0, NULL       },
        { "a short village",             "35.71.01.100",   0, NULL       },
        { "one part too many",           "35.71.01.1001.1", 0, NULL      },
        { "a province from 0",           "05",             0, NULL       },
        { "a space before",              " 5.71",          0, NULL       },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct str code = str_of(row[i].code);

        check(row[i].name, region_code_level(code) == row[i].level);
        check(row[i].name, region_code_is_valid(code) == (row[i].level > 0));
        if (row[i].level > 0)
            check_text(row[i].name, region_code_parent(code), str_of(row[i].parent));
    }
}

TEST(region_code_is_below)
{
    check("a city below its province", region_code_is_below(S("35.71"), S("35")));
    check("a village below its province", region_code_is_below(S("35.71.01.1001"), S("35")));
    check("nothing is below itself", !region_code_is_below(S("35.71"), S("35.71")));
    check("the same beginning is not enough", !region_code_is_below(S("35.711"), S("35.71")));
    check("nor is another province", !region_code_is_below(S("36.71"), S("35")));
}

TEST(region_kind_of)
{
    static const struct { const char *name, *code, *raw; enum region_kind kind; } row[] = {
        { "baseline: a city",           "35.71",         "KOTA KEDIRI",      REGION_CITY      },
        { "a regency",                  "35.06",         "KABUPATEN KEDIRI", REGION_REGENCY   },
        { "a province",                 "35",            "JAWA TIMUR",       REGION_PROVINCE  },
        { "a district",                 "35.71.01",      "Mojoroto",         REGION_DISTRICT  },
        { "a kelurahan",                "35.71.01.1001", "Pojok",            REGION_KELURAHAN },
        { "a desa",                     "35.06.01.2001", "Bulu",             REGION_DESA      },
        { "a desa adat",                "91.03.01.3001", "Yoboi",            REGION_DESA      },
        { "a village of no kind",       "35.71.01.9001", "Pojok",            REGION_KIND_NONE },
        { "as people write it",         "35.06",         "Kabupaten Kediri", REGION_REGENCY   },
        { "only the word for the kind", "35.71",         "KOTA",             REGION_KIND_NONE },
        { "the name says city",         "35.06",         "KOTA KEDIRI",      REGION_KIND_NONE },
        { "the code says city",         "35.71",         "KABUPATEN KEDIRI", REGION_KIND_NONE },
        { "neither word",               "35.71",         "KEDIRI",           REGION_KIND_NONE },
        { "not a code",                 "3571",          "KOTA KEDIRI",      REGION_KIND_NONE },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i].name, region_kind_of(str_of(row[i].code), str_of(row[i].raw)) == row[i].kind);
}

TEST(region_kind_words)
{
    for (enum region_kind kind = REGION_PROVINCE; kind <= REGION_DESA; kind++) {
        struct str word = region_kind_word(kind);

        check("word and kind go both ways", region_kind_of_word(word) == kind);
        check("a step is a level", (int32_t)region_step_of(word) + 1 == region_kind_level(kind));
        check("a kind has a label", msg_is(region_kind_label(word)));
    }
    check("no such kind", region_kind_of_word(S("town")) == REGION_KIND_NONE);
}

TEST(region_name_of)
{
    static const struct { const char *what; enum region_kind kind; const char *raw,
        *name; } row[] = {
        { "baseline",                  REGION_REGENCY,  "KABUPATEN KEDIRI", "Kabupaten Kediri" },
        { "three words",               REGION_CITY,     "KOTA BANDA ACEH", "Kota Banda Aceh" },
        { "DKI stays",                 REGION_PROVINCE, "DKI JAKARTA", "DKI Jakarta" },
        { "DI stays",                  REGION_PROVINCE, "DI YOGYAKARTA", "DI Yogyakarta" },
        { "written out",               REGION_PROVINCE, "DAERAH ISTIMEWA YOGYAKARTA",
          "Daerah Istimewa Yogyakarta" },
        { "dan is small",              REGION_REGENCY,  "KABUPATEN PANGKAJENE DAN KEPULAUAN",
          "Kabupaten Pangkajene dan Kepulauan" },
        { "short forms",               REGION_CITY,     "KOTA ADM. JAKARTA SELATAN",
          "Kota Administrasi Jakarta Selatan" },
        { "more short forms", REGION_REGENCY, "KAB. KEP. ARU", "Kabupaten Kepulauan Aru" },
        { "a roman number", REGION_REGENCY, "KABUPATEN CONTOH VII", "Kabupaten Contoh VII" },
        { "hyphens", REGION_REGENCY, "KABUPATEN TOLI-TOLI", "Kabupaten Toli-Toli" },
        { "an exception", REGION_REGENCY, "KABUPATEN TOJO UNA UNA", "Kabupaten Tojo Una-Una" },
        { "spaces are one",            REGION_CITY,     " KOTA  KEDIRI ", "Kota Kediri" },
        { "a district keeps letters",  REGION_DISTRICT, "IV Koto Aur Malintang",
          "IV Koto Aur Malintang" },
        { "a village begins large",    REGION_DESA,     "candirejo", "Candirejo" },
        { "a village of short forms",  REGION_DESA,     "RD. PJKA", "RD. PJKA" },
        { "an apostrophe",             REGION_DISTRICT, "KI'E", "Ki'e" },
        { "nothing",                   REGION_DESA,     "", "" },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check_text(row[i].what, region_name_of(unit_arena(), row[i].kind, str_of(row[i].raw)),
                   str_of(row[i].name));
}

TEST(region_name_folded)
{
    static const struct { const char *what; enum region_kind kind; const char *name,
        *folded; } row[] = {
        { "baseline: a city",        REGION_CITY,     "Kota Kediri", "kediri" },
        { "a regency",               REGION_REGENCY,  "Kabupaten Lima Puluh Kota",
          "lima puluh kota" },
        { "an administrative city",  REGION_CITY,     "Kota Administrasi Jakarta Utara",
          "jakarta utara" },
        { "a province",              REGION_PROVINCE, "Jawa Timur", "jawa timur" },
        { "a district called Kota",  REGION_DISTRICT, "Kota Kediri", "kota kediri" },
        { "one word Kotabaru",       REGION_REGENCY,  "Kabupaten Kotabaru", "kotabaru" },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check_text(row[i].what, region_name_folded(unit_arena(), row[i].kind, str_of(row[i].name)),
                   str_of(row[i].folded));
}

TEST(region_mend_quotes)
{
    static const struct { const char *what, *csv, *mended; } row[] = {
        { "baseline: nothing to mend",   "a,b\n1,2\n",           "a,b\n1,2\n"           },
        { "between letters",             "1,Soka\"an\n",         "1,Soka'an\n"          },
        { "a quoted field stays",        "1,\"Soka, an\"\n",     "1,\"Soka, an\"\n"     },
        { "a doubled mark stays",        "1,\"So\"\"ka\"\n",     "1,\"So\"\"ka\"\n"     },
        { "at the end of a line stays",  "1,Soka\"\n",           "1,Soka\"\n"           },
        { "at the very end stays",       "1,Soka\"",             "1,Soka\""             },
        { "nothing",                     "",                     ""                     },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check_text(row[i].what, region_mend_quotes(unit_arena(), str_of(row[i].csv)),
                   str_of(row[i].mended));
}

/* A question as "hint:word hint:word", which a row can show. */
static struct str
question_as_text(struct arena *a, struct str text)
{
    struct region_question q;
    struct str             part[REGION_WORDS_MAX];

    region_question_of(a, text, &q);
    for (size_t i = 0; i < q.n; i++) {
        struct str hint = q.word[i].hint == REGION_KIND_NONE ? S("")
            : region_kind_word(q.word[i].hint);

        part[i] = str_fmt(a, "%.*s:%.*s", TEXT(hint), TEXT(q.word[i].text));
    }
    return str_join(a, S(" "), part, q.n);
}

TEST(region_question_of)
{
    static const struct { const char *what, *text, *question; } row[] = {
        { "baseline",                    "kediri",                 ":kediri" },
        { "the case is nothing",         "KEDIRI",                 ":kediri" },
        { "a kind before",               "Kota Kediri",            "city:kediri" },
        { "a short kind",                "kab. kediri",            "regency:kediri" },
        { "a kind behind",               "kediri kota",            "city:kediri" },
        { "two places",                  "kec mojoroto kota kediri",
          "district:mojoroto city:kediri" },
        { "only a kind is a word",       "kota",                   ":kota" },
        { "short forms",                 "kep. aru",               ":kepulauan :aru" },
        { "administrasi says nothing",   "kota adm jakarta barat", "city:jakarta :barat" },
        { "nothing",                     "",                       "" },
        { "signs only",                  "--- ,,",                 "" },
        { "words over the ceiling",      "a b c d e f g h i j",    ":a :b :c :d :e :f :g :h" },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check_text(row[i].what, question_as_text(unit_arena(), str_of(row[i].text)),
                   str_of(row[i].question));
}

TEST(region_question_is_cut_between_letters)
{
    char                   text[REGION_QUESTION_MAX + 1];
    struct region_question q;

    for (size_t i = 0; i < sizeof(text); i++)
        text[i] = 'a';
    text[REGION_QUESTION_MAX - 1] = '\xc3';
    text[REGION_QUESTION_MAX] = '\xa9';
    region_question_of(unit_arena(), (struct str){ text, sizeof(text) }, &q);
    check("the broken letter is left out", q.n == 1 && q.word[0].text.n == REGION_QUESTION_MAX - 1);
}

TEST(region_question_doubt)
{
    static const struct { const char *name, *asked, *all; enum region_kind hint; } row[] = {
        { "baseline: a slip in kota", "koota kediri", "kota kediri", REGION_CITY },
        { "two slips in a long word", "kabupten sarmi", "kabupaten sarmi", REGION_REGENCY },
        { "no space", "kotakediri", "kota kediri", REGION_CITY },
        { "the space in a wrong place", "kot akediri", "kota kediri", REGION_CITY },
        { "a word for a kind is no doubt", "kota kediri", NULL, REGION_KIND_NONE },
        { "another word", "pulau kediri", NULL, REGION_KIND_NONE },
        { "nothing behind it", "koota", NULL, REGION_KIND_NONE },
        { "two letters behind it", "kotaku", NULL, REGION_KIND_NONE },
        { "two slips in a short word", "kxxa kediri", NULL, REGION_KIND_NONE },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct region_question q, meant = { 0 };
        bool                   doubt;

        region_question_of(unit_arena(), str_of(row[i].asked), &q);
        doubt = region_question_doubt(unit_arena(), &q, &meant);
        check(row[i].name, doubt == (row[i].all != NULL));
        check_text(row[i].name, meant.all, str_of(row[i].all));
        check(row[i].name, !doubt || meant.word[0].hint == row[i].hint);
    }
}

TEST(region_point_is_here)
{
    static const struct { const char *name, *latitude, *longitude; bool here; } row[] = {
        { "Kota Kediri",                     "-7.81667", "112.01667", true  },
        { "Sabang, far in the north-west",   "5.88969",  "95.31644",  true  },
        { "Ndana, far in the south",         "-11.0075", "122.8714",  true  },
        { "Merauke, far in the east",        "-8.49",    "140.4",     true  },
        { "on the equator",                  "0",        "109.33",    true  },
        { "the two swapped",                 "112.01667", "-7.81667", false },
        { "the minus forgotten",             "7.81667",  "112.01667", false },
        { "Darwin",                          "-12.46",   "130.84",    false },
        { "Kuala Lumpur's meridian, and the Andamans", "11.6", "92.7", false },
        { "east of the border of Papua",     "-5",       "141.2",     false },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct dec latitude, longitude;

        check(row[i].name, dec_parse(str_of(row[i].latitude), &latitude));
        check(row[i].name, dec_parse(str_of(row[i].longitude), &longitude));
        check(row[i].name, region_point_is_here(latitude, longitude) == row[i].here);
    }
}
