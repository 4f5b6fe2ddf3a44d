/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "office/document/document_rule.h"

#include "unit.h"

TEST(document_seen)
{
    static const struct {
        const char *name; enum sensitivity s; struct document_reader r; bool seen;
    } row[] = {
        { "a stranger sees what is public", SENSITIVITY_PUBLIC, { .works = false }, true },
        { "and nothing internal", SENSITIVITY_INTERNAL, { .works = false }, false },
        { "who works there does", SENSITIVITY_INTERNAL, { .works = true }, true },
        { "who works there sees nothing restricted", SENSITIVITY_RESTRICTED, { .works = true },
          false },
        { "its own organisation does", SENSITIVITY_RESTRICTED,
          { .works = true, .is_of_owner = true }, true },
        { "an auditor does", SENSITIVITY_RESTRICTED, { .reads_restricted = true }, true },
        { "that right alone opens nothing internal", SENSITIVITY_INTERNAL,
          { .reads_restricted = true }, false },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i].name, document_is_seen(row[i].s, row[i].r) == row[i].seen);
}

TEST(document_validity)
{
    static const struct {
        const char *name, *from, *to, *day, *next; enum validity is;
    } row[] = {
        { "without dates it holds", "", "", "2026-03-01", "2027-01-01", VALIDITY_HOLDS },
        { "its last day counts", "", "2026-03-01", "2026-03-01", "", VALIDITY_HOLDS },
        { "the day after it is over", "", "2026-03-01", "2026-03-02", "", VALIDITY_OVER },
        { "before its first day", "2026-03-02", "", "2026-03-01", "", VALIDITY_NOT_YET },
        { "on its first day", "2026-03-01", "", "2026-03-01", "", VALIDITY_HOLDS },
        { "it ends before the next round", "", "2026-12-31", "2026-03-01", "2027-01-01",
          VALIDITY_ENDS },
        { "it holds on the round's first day", "", "2027-01-01", "2026-03-01", "2027-01-01",
          VALIDITY_HOLDS },
        { "over is more than ending", "", "2026-01-31", "2026-03-01", "2027-01-01",
          VALIDITY_OVER },
        { "one that begins after its end is over", "2026-05-01", "2026-01-31", "2026-03-01", "",
          VALIDITY_OVER },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct date d[4] = { { .year = 0 } };
        const char *text[4] = { row[i].from, row[i].to, row[i].day, row[i].next };

        for (size_t k = 0; k < 4; k++)
            check(row[i].name, text[k][0] == '\0' || date_parse(str_of(text[k]), &d[k]));
        check(row[i].name, validity_on(d[0], d[1], d[2], d[3]) == row[i].is);
    }
}

TEST(document_item_number)
{
    static const struct { const char *text; bool is; size_t n; uint16_t last; } row[] = {
        { "3.2.1", true, 3, 1 },  { "03-02-01", true, 3, 1 }, { "7", true, 1, 7 },
        { "3.2.a", true, 3, 1000 }, { "3.2.A", true, 3, 1000 }, { "999", true, 1, 999 },
        { "", false, 0, 0 },      { "a", false, 0, 0 },      { "3.", false, 0, 0 },
        { "3.2-1", false, 0, 0 }, { "2024", false, 0, 0 },   { "3..2", false, 0, 0 },
        { "3.2 ", false, 0, 0 },  { "1.1.1.1.1.1.1.1", true, 8, 1 },
        { "1.1.1.1.1.1.1.1.1", false, 0, 0 },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct item_number number;
        bool               is = item_number_of(str_of(row[i].text), &number);

        check(row[i].text, is == row[i].is);
        check(row[i].text, !is || (number.n == row[i].n
                                   && number.part[number.n - 1] == row[i].last));
    }
}

/* The items of an imagined instrument, and what is to become of a ZIP's files. */
TEST(document_match)
{
    static const char *const item[] = { "1", "2", "3", "3.1", "3.2", "3.2.1", "3.2.2", "3.2.a",
                                        "4.1", "12" };
    static const struct { const char *path, *item; enum match_kind kind; enum match_why why; }
    row[] = {
        { "3.2.1 SK Tim.pdf",              "3.2.1", MATCH_SURE,  MATCH_NAME },
        { "03-02-01_SK Tim.pdf",           "3.2.1", MATCH_SURE,  MATCH_NAME },
        { "3_2_1-SK.pdf",                  "3.2.1", MATCH_SURE,  MATCH_NAME },
        { "3.2.1.pdf",                     "3.2.1", MATCH_SURE,  MATCH_NAME },
        { "3.2.1_2.jpg",                   "3.2.1", MATCH_SURE,  MATCH_NAME },
        { "3.2.1 (2).jpg",                 "3.2.1", MATCH_SURE,  MATCH_NAME },
        { "(3.2.1) SK.pdf",                "3.2.1", MATCH_SURE,  MATCH_NAME },
        { "Butir 3.2.1 SK.pdf",            "3.2.1", MATCH_SURE,  MATCH_NAME },
        { "NO. 3.2.2.pdf",                 "3.2.2", MATCH_SURE,  MATCH_NAME },
        { "item_4.1.xlsx",                 "4.1",   MATCH_SURE,  MATCH_NAME },
        { "3.2.a Notulen.docx",            "3.2.a", MATCH_SURE,  MATCH_NAME },
        { "3.2.A. Notulen.docx",           "3.2.a", MATCH_SURE,  MATCH_NAME },
        { "12. Laporan.pdf",               "12",    MATCH_SURE,  MATCH_NAME },
        { "3.2.1_2024-05-06 SK.pdf",       "3.2.1", MATCH_SURE,  MATCH_NAME },
        { "3.2.1.2024.pdf",                "3.2.1", MATCH_SURE,  MATCH_NAME },
        { "3.2/3.2.1 SK.pdf",              "3.2.1", MATCH_SURE,  MATCH_NAME },
        { "3/3.2/3.2.1/3.2.1 SK.pdf",      "3.2.1", MATCH_SURE,  MATCH_NAME },
        { "Bukti 2026/3.2.1 SK.pdf",       "3.2.1", MATCH_SURE,  MATCH_NAME },
        { "3.2/SK Tim.pdf",                "3.2",   MATCH_SURE,  MATCH_FOLDER },
        { "3.2 Kelembagaan/SK Tim.pdf",    "3.2",   MATCH_SURE,  MATCH_FOLDER },
        { "3/2/1/SK Tim.pdf",              "3.2.1", MATCH_SURE,  MATCH_FOLDER },
        { "Kediri\\3.2.2\\SK Tim.pdf",     "3.2.2", MATCH_SURE,  MATCH_FOLDER },
        { "4.1/3 foto.jpg",                "4.1",   MATCH_DOUBT, MATCH_DIFFERS },
        { "4.1/5 foto.jpg",                "4.1",   MATCH_SURE,  MATCH_FOLDER },
        { "3.2.1/Lampiran/peta.png",       "3.2.1", MATCH_SURE,  MATCH_FOLDER },
        { "4/1 SK.pdf",                    "4.1",   MATCH_DOUBT, MATCH_EITHER },
        { "3.2/1 SK.pdf",                  "3.2.1", MATCH_DOUBT, MATCH_EITHER },
        { "3.2/a Notulen.pdf",             "3.2",   MATCH_SURE,  MATCH_FOLDER },
        { "03_02_01_2 SK.pdf",             "3.2.1", MATCH_DOUBT, MATCH_SHORTENED },
        { "3.2.1-2.pdf",                   "3.2.1", MATCH_SURE,  MATCH_NAME },
        { "SK Tim 3.2.1.pdf",              "3.2.1", MATCH_DOUBT, MATCH_INSIDE },
        { "SK 3.2.1 dan 3.2.2.pdf",        NULL,    MATCH_NONE,  MATCH_SEVERAL },
        { "SK versi 1.2.pdf",              NULL,    MATCH_NONE,  MATCH_NO_NUMBER },
        { "3.2/4.1 SK.pdf",                "4.1",   MATCH_DOUBT, MATCH_DIFFERS },
        { "9.9 SK.pdf",                    NULL,    MATCH_NONE,  MATCH_NO_ITEM },
        { "9.9/SK.pdf",                    NULL,    MATCH_NONE,  MATCH_NO_ITEM },
        { "2024 Laporan.pdf",              NULL,    MATCH_NONE,  MATCH_NO_NUMBER },
        { "2026-03-01 Rapat.pdf",          NULL,    MATCH_NONE,  MATCH_NO_NUMBER },
        { "SK Tim.pdf",                    NULL,    MATCH_NONE,  MATCH_NO_NUMBER },
        { "3SK.pdf",                       NULL,    MATCH_NONE,  MATCH_NO_NUMBER },
        { "__MACOSX/3.2/._SK.pdf",         NULL,    MATCH_PASSED, MATCH_SYSTEM },
        { "3.2/Thumbs.db",                 NULL,    MATCH_PASSED, MATCH_SYSTEM },
        { "3.2/~$3.2.1 SK.docx",           NULL,    MATCH_PASSED, MATCH_SYSTEM },
        { "3.2/",                          NULL,    MATCH_PASSED, MATCH_SYSTEM },
    };
    struct item_number number[COUNT(item)];

    for (size_t i = 0; i < COUNT(item); i++)
        check(item[i], item_number_of(str_of(item[i]), &number[i]));
    for (size_t i = 0; i < COUNT(row); i++) {
        struct match m = document_match(number, COUNT(item), str_of(row[i].path));

        check(row[i].path, m.kind == row[i].kind);
        check_text(row[i].path, str_of(match_text(m.why).id), str_of(match_text(row[i].why).id));
        if (row[i].item && (m.kind == MATCH_SURE || m.kind == MATCH_DOUBT))
            check_text(row[i].path, str_of(item[m.item]), str_of(row[i].item));
    }
}

TEST(document_name)
{
    static const struct { const char *path, *name; } row[] = {
        { "SK Tim.pdf", "SK Tim.pdf" }, { "C:\\Users\\a\\SK.pdf", "SK.pdf" },
        { "/etc/passwd", "passwd" }, { "../../x", "x" }, { "a/", "berkas" }, { "", "berkas" },
        { "a\nb", "berkas" }, { "\xff", "berkas" },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check_text(row[i].path, document_name_of(str_of(row[i].path)), str_of(row[i].name));
}

TEST(document_piece)
{
    static const struct {
        const char *name; int64_t have, total, from, n; struct piece_fit fit;
    } row[] = {
        { "the first",        0, 10, 0, 4,  { PIECE_ADDS, 0, 4 } },
        { "the next",         4, 10, 4, 4,  { PIECE_ADDS, 0, 4 } },
        { "the last",         8, 10, 8, 2,  { PIECE_ADDS, 0, 2 } },
        { "sent twice",       8, 10, 4, 4,  { PIECE_KNOWN, 0, 0 } },
        { "an overlap",       6, 10, 4, 4,  { PIECE_ADDS, 2, 2 } },
        { "a gap",            4, 10, 5, 4,  { PIECE_GAP, 0, 0 } },
        { "over the end",     8, 10, 8, 3,  { PIECE_BEYOND, 0, 0 } },
        { "before the start", 0, 10, -1, 3, { PIECE_BEYOND, 0, 0 } },
        { "nothing",          4, 10, 4, 0,  { PIECE_BEYOND, 0, 0 } },
        { "whole already",    10, 10, 0, 10, { PIECE_KNOWN, 0, 0 } },
        { "no overflow",      0, INT64_MAX, INT64_MAX - 1, INT64_MAX, { PIECE_BEYOND, 0, 0 } },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct piece_fit fit = piece_fit(row[i].have, row[i].total, row[i].from, row[i].n);

        check(row[i].name, fit.kind == row[i].fit.kind && fit.skip == row[i].fit.skip
              && fit.take == row[i].fit.take);
    }
}
