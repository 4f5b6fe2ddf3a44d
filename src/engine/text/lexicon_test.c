/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* lexicon_test.c — words of a text, their stems, the lists, and texts of many scripts. */
#include "engine/text/lexicon.h"

#include <stdio.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "engine/text/word.h"
#include "test/unit.h"

enum { LISTS_MAX = 1 << 17 };

static struct str
read_lists(void)
{
    char  *text = arena_alloc(unit_arena(), LISTS_MAX, 1);
    FILE  *f = fopen(GUYUB_SOURCE_DIR "/pack/text/words.csv", "r");
    size_t n = f ? fread(text, 1, LISTS_MAX, f) : 0;

    check("words.csv is there", n > 0 && n < LISTS_MAX);
    if (f)
        fclose(f);
    return (struct str){ text, n };
}

static struct lexicon *
lexicon_of(enum lexicon_lang lang)
{
    struct lexicon *l = NULL;

    check("it can be read", !lexicon_read(unit_arena(), S("words.csv"), read_lists(), lang, &l));
    return l;
}

/* Stems with a space between; a stop word is "-". */
static struct str
stems(struct lexicon *l, struct str text)
{
    struct buf   out = buf_in(unit_arena(), 1 << 16);
    struct terms t = lexicon_terms(l, unit_arena(), text);

    for (size_t i = 0; i < t.n; i++) {
        buf_add(&out, i ? S(" ") : S(""));
        buf_add(&out, t.term[i] == LEXICON_NONE ? S("-") : lexicon_stem(l, t.term[i]));
    }
    return buf_str(&out);
}

static struct str
words(struct str text)
{
    struct buf         out = buf_in(unit_arena(), 1 << 16);
    struct word_reader r = word_read(text);
    struct word        w;

    while (word_next(&r, &w)) {
        buf_add(&out, w.is_joined ? S("+") : S("|"));
        buf_add(&out, (struct str){ w.p, w.n });
    }
    return buf_str(&out);
}

TEST(word_next)
{
    static const struct { const char *name, *text, *words; } row[] = {
        { "baseline: two words",           "Jalan Raya",              "|jalan|raya" },
        { "nothing",                       "",                        "" },
        { "only signs",                    " .,;-- \t\n'()",          "" },
        { "signs around",                  "(jalan), \"raya\".",      "|jalan|raya" },
        { "numbers",                       "2025 01 Rp1.000",         "|2025|01|rp1|000" },
        { "letters and digits together",   "covid19",                 "|covid19" },
        { "a slash parts",                 "dan/atau",                "|dan|atau" },
        { "an underscore parts",           "a_b",                     "|a|b" },
        { "one hyphen joins",              "jalan-jalan",             "|jalan+jalan" },
        { "two do not",                    "jalan--jalan",            "|jalan|jalan" },
        { "nor one with a space",          "jalan - jalan",           "|jalan|jalan" },
        { "nor one before the first",      "-jalan",                  "|jalan" },
        { "a hyphen of Unicode",           "jalan\xe2\x80\x91jalan",  "|jalan+jalan" },
        { "a hyphen of full width",        "jalan\xef\xbc\x8djalan",  "|jalan+jalan" },
        { "a dash parts",                  "jalan\xe2\x80\x93jalan",  "|jalan|jalan" },
        { "an apostrophe inside",          "Jum'at",                  "|jumat" },
        { "a curled one",                  "Jum\xe2\x80\x99""at",     "|jumat" },
        { "apostrophes around",            "'jalan' 'raya'",          "|jalan|raya" },
        { "of the city",                   "the city's roads",        "|the|city|roads" },
        { "an s alone",                    "'s",                      "|s" },
        { "accents go",                    "Caf\xc3\xa9 cr\xc3\xa8me", "|cafe|creme" },
        { "accents apart go",              "Cafe\xcc\x81",            "|cafe" },
        { "a mark alone is nothing",       "\xcc\x81 a",              "|a" },
        { "sharp s",                       "Stra\xc3\x9f""e",         "|strasse" },
        { "one letter is two numbers",     "2\xc2\xbd",               "|21|2" },
        { "square metres",                 "m\xc2\xb2",               "|m2" },
        { "full width",                    "\xef\xbc\xa1\xef\xbc\xa2\xef\xbc\x91", "|ab1" },
        { "a soft hyphen is not seen",     "pem\xc2\xad""bangunan",   "|pembangunan" },
        { "a space of no width parts",     "a\xe2\x80\x8b" "b",       "|a|b" },
        { "a space that does not break",   "a\xc2\xa0" "b",           "|a|b" },
        { "Greek",                         "\xce\x91\xce\xb8\xce\xae\xce\xbd\xce\xb1",
                                           "|\xce\xb1\xce\xb8\xce\xb7\xce\xbd\xce\xb1" },
        { "Arabic, vowels go",             "\xd9\x85\xd9\x8e\xd8\xaf", "|\xd9\x85\xd8\xaf" },
        { "Chinese is one run",            "\xe4\xb8\xad\xe6\x96\x87",
                                           "|\xe4\xb8\xad\xe6\x96\x87" },
        { "a comma of Chinese",            "\xe4\xb8\xad\xef\xbc\x8c\xe6\x96\x87",
                                           "|\xe4\xb8\xad|\xe6\x96\x87" },
        { "emoji",                         "a \xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x94\xa7 b",
                                           "|a|b" },
        { "one sign is a sentence",        "\xef\xb7\xba x",
              "|\xd8\xb5\xd9\x84\xd9\x89|\xd8\xa7\xd9\x84\xd9\x84\xd9\x87|\xd8\xb9\xd9\x84\xd9\x8a"
              "\xd9\x87|\xd9\x88\xd8\xb3\xd9\x84\xd9\x85|x" },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check_text(row[i].name, words(str_of(row[i].text)), str_of(row[i].words));
}

TEST(word_is_bounded)
{
    enum { LONG = 1 << 16 };
    struct buf         latin = buf_in(unit_arena(), 4 * LONG), chinese = latin;
    struct word_reader r;
    struct word        w;

    for (size_t i = 0; i < LONG; i++)
        buf_byte(&latin, 'x');
    buf_add(&latin, S(" y"));
    r = word_read(buf_str(&latin));
    check("a long word is cut", word_next(&r, &w) && w.n == LEXICON_WORD_MAX);
    check("but passed whole", w.seen.n == LONG && word_next(&r, &w) && w.n == 1 && w.p[0] == 'y');
    for (size_t i = 0; i < LONG; i++)
        buf_add(&chinese, S("\xe4\xb8\xad"));
    r = word_read(buf_str(&chinese));
    check("between two letters", word_next(&r, &w) && w.n == LEXICON_WORD_MAX / 3 * 3
                                 && utf8_is_valid((struct str){ w.p, w.n }, NULL));
    check("and once", !word_next(&r, &w));
}

TEST(lexicon_stems_indonesian)
{
    static const struct { const char *text, *stems; } row[] = {
        { "pembangunan dibangun membangun",          "bangun bangun bangun" },
        { "penyediaan menyediakan ketersediaan",     "sedia sedia sedia" },
        { "pelayanan layanan melayani",              "layan layan layan" },
        { "pengelolaan kelola mengelola dikelola",   "kelola kelola kelola kelola" },
        { "peningkatan meningkatkan ditingkatkan",   "tingkat tingkat tingkat" },
        { "perumahan rumah",                         "rumah rumah" },
        { "penataan menata tata",                    "tata tata tata" },
        { "pemanfaatan manfaat",                     "manfaat manfaat" },
        { "perencanaan rencana berencana",           "rencana rencana rencana" },
        { "sekolah bersekolah",                      "sekolah sekolah" },
        { "keluarga kepala kelompok",                "keluarga kepala kelompok" },
        { "pemerintah pemerintahan perintah",        "pemerintah pemerintah perintah" },
        { "penyakit sakit",                          "penyakit sakit" },
        { "tangan penanganan",                       "tangan tangani" },
        { "ular penularan",                          "ular tular" },
        { "beasiswa puskesmas",                      "beasiswa puskesmas" },
        { "apotik apotek",                           "apotek apotek" },
        { "ijin izin perijinan perizinan",           "izin izin izin izin" },
        { "resiko kwitansi sistim",                  "risiko kuitansi sistem" },
        { "Kab. Kec. Jl.",                           "kabupaten camat jalan" },
        { "kabupaten kecamatan jalan",               "kabupaten camat jalan" },
        { "Belanja ATK untuk kegiatan",              "belanja atk - giat" },
        { "yang dan DI the Of",                      "- - - - -" },
        { "jalan-jalan anak-anak",                   "jalan anak" },
        { "buah-buahan",                             "buah" },
        { "sayur-mayur",                             "sayur mayur" },
        { "01-01 2025-2025",                         "01 01 2025 2025" },
        { "covid19 m\xc2\xb2 2025",                  "covid19 m2 2025" },
        { "jalan jalan",                             "jalan jalan" },
        { "masing-masing",                           "- -" },
        { "",                                        "" },
    };
    struct lexicon *l = lexicon_of(LEXICON_ID);

    for (size_t i = 0; i < COUNT(row); i++)
        check_text(row[i].text, stems(l, str_of(row[i].text)), str_of(row[i].stems));
}

TEST(lexicon_stems_english)
{
    static const struct { const char *text, *stems; } row[] = {
        { "roads road",                     "road road" },
        { "developed development",          "develop develop" },
        { "the city's cities",              "- citi citi" },
        { "systems system",                 "sistem sistem" },
    };
    struct lexicon *l = lexicon_of(LEXICON_EN), *plain = lexicon_of(LEXICON_PLAIN);

    for (size_t i = 0; i < COUNT(row); i++)
        check_text(row[i].text, stems(l, str_of(row[i].text)), str_of(row[i].stems));
    check_text("plain keeps all", stems(plain, S("The Roads of apotik")), S("the roads of apotik"));
}

TEST(lexicon_numbers)
{
    struct lexicon *l = lexicon_of(LEXICON_ID);
    struct terms    t = lexicon_terms(l, unit_arena(),
                                      S("Membangun jalan, pembangunan dan Jum'at"));

    check("in the order in which they were met",
          t.n == 5 && t.term[0] == 0 && t.term[1] == 1 && t.term[2] == 0
          && t.term[3] == LEXICON_NONE && t.term[4] == 2 && lexicon_n(l) == 3);
    check_text("the word as it was first met", lexicon_word(l, 0), S("membangun"));
    check_text("with its apostrophe", lexicon_word(l, 2), S("jum'at"));
    check("found by another form", lexicon_find(l, S("Bangunan")) == 0);
    check("a stop word is not found", lexicon_find(l, S("dan")) == LEXICON_NONE);
    check("nor what was not met", lexicon_find(l, S("gedung")) == LEXICON_NONE);
    check("nor nothing", lexicon_find(l, S(" - ")) == LEXICON_NONE);
    check("to ask is not to meet", lexicon_n(l) == 3);
}

TEST(lexicon_grows)
{
    enum { WORDS = 100000 };
    struct lexicon *l = lexicon_of(LEXICON_PLAIN);
    bool            is_kept = true;

    for (int round = 0; round < 2; round++)
        for (uint32_t i = 0; i < WORDS; i++) {
            size_t       mark = arena_mark(unit_arena());
            struct terms t = lexicon_terms(l, unit_arena(), str_fmt(unit_arena(), "w%u", i));

            is_kept = is_kept && t.n == 1 && t.term[0] == i;
            arena_back(unit_arena(), mark);
        }
    check("each word keeps its number", is_kept && lexicon_n(l) == WORDS);
    check_text("and its stem", lexicon_stem(l, WORDS - 1), S("w99999"));
}

TEST(lexicon_many_words_at_once)
{
    struct lexicon *l = lexicon_of(LEXICON_ID);
    struct buf      text = buf_in(unit_arena(), 1 << 20);

    for (int i = 0; i < 20000; i++)
        buf_add(&text, S("jalan raya dan "));
    struct terms t = lexicon_terms(l, unit_arena(), buf_str(&text));

    check("all of them", t.n == 60000 && t.term[59999] == LEXICON_NONE && t.term[59998] == 1);
}

TEST(lexicon_read_refuses)
{
    static const struct { const char *name, *lists, *code, *where; } row[] = {
        { "baseline",                 "word,stem,why\na,,x\nb,c,x\n",   NULL,            NULL },
        { "no line",                  "word,stem,why\n",                NULL,            NULL },
        { "columns in another order", "why,word,stem\nx,a,\n",          NULL,            NULL },
        { "a capital",                "word,stem,why\nA,,x\n",          "lexicon.word",  "l:2:1" },
        { "two words",                "word,stem,why\na b,,x\n",        "lexicon.word",  "l:2:1" },
        { "no word",                  "word,stem,why\n,a,x\n",          "lexicon.word",  "l:2:1" },
        { "an accent in the stem",    "word,stem,why\na,\xc3\xa9,x\n",  "lexicon.word",  "l:2:1" },
        { "twice",                    "word,stem,why\na,,x\nb,,x\na,c,x\n",
                                                                        "lexicon.twice", "l:4:1" },
        { "no header",                "a,,x\n",                    "csv.column_missing", "l:1:1" },
        { "nothing",                  "",                          "csv.column_missing", "l:1:1" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct lexicon *l;
        struct err     *e = lexicon_read(unit_arena(), S("l"), str_of(row[i].lists), LEXICON_ID,
                                         &l);

        check(row[i].name, !e == !row[i].code);
        if (e && row[i].code) {
            check_text(row[i].name, str_of(e->code), str_of(row[i].code));
            check_text(row[i].name, e->where, str_of(row[i].where));
        }
    }
}

/* What words.csv maps to must be what the word itself becomes: otherwise two spellings stay two. */
TEST(lexicon_lists_agree)
{
    struct lexicon *l = lexicon_of(LEXICON_ID);
    struct str      rest = read_lists(), line, word, stem, why;
    size_t          n = 0;

    for (str_cut(rest, '\n', &line, &rest); str_cut(rest, '\n', &line, &rest); n++) {
        bool is_whole = str_cut(line, ',', &word, &stem) && str_cut(stem, ',', &stem, &why);

        if (!is_whole || why.n == 0)
            check_text("every line says why", line, S(""));
        if (stem.n > 0 && !str_eq(stems(l, stem), stem))
            check_text("a stem is its own stem", stems(l, stem), stem);
    }
    check("some hundred lines", n > 200);
}
