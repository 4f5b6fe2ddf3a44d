/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* overlap_rule_test.c — judgements: each kind, each field, what is not known, both ways round. */
#include "city/overlap/overlap_rule.h"

#include <stdio.h>
#include <string.h>

#include "test/unit.h"

/* Not the program's own: that one is fitted and may change, what follows from points does not. */
static const char lines[] =
    "name,points,from,to,means_id,means_en\n"
    "title,30,40,100,a,b\nwords,25,30,90,a,b\n"
    "office_same,10,,,a,b\noffice_near,5,,,a,b\noffice_other,-5,,,a,b\n"
    "unit_same,5,,,a,b\nunit_other,-30,,,a,b\n"
    "code_same,15,,,a,b\ncode_activity,8,,,a,b\ncode_program,5,,,a,b\n"
    "code_field,2,,,a,b\ncode_other,-10,,,a,b\ncode_title,-10,,,a,b\nhousehold,-28,,,a,b\n"
    "place_same,12,,,a,b\nplace_inside,6,,,a,b\nplace_near,-8,,,a,b\n"
    "place_other,-20,,,a,b\nplace_named,-21,,,a,b\ncity_other,0,,,a,b\n"
    "year_same,8,,,a,b\nyear_next,-25,,,a,b\nyear_other,-40,,,a,b\n"
    "target_same,8,,,a,b\ntarget_other,-8,,,a,b\n"
    "money_same,15,,,a,b\nmoney_round,6,,,a,b\n"
    "money_near,4,90,,a,b\nmoney_other,-5,,50,a,b\n"
    "function,16,30,90,a,b\nfund_same,11,,,a,b\n"
    "stage_other,-24,,,a,b\npart_other,-19,,,a,b\nword_other,-14,,,a,b\n"
    "same_work,,90,,a,b\nprobable,60,,,a,b\nlook_alike,35,,,a,b\n";

static struct overlap_model *
model(void)
{
    struct overlap_model *m = NULL;
    struct err *e = overlap_model_read(unit_arena(), S("lines"), str_of(lines), &m);

    check("the test's model is whole", e == NULL);
    return m;
}

#define T(lit)  { "" lit, sizeof("" lit) - 1 }
#define N(v)    { true, (v) }

/* ---- judgements ------------------------------------------------------------------------------ */

#define SAME_TEXT     { 10000, 10000 }
#define PUSKESMAS(x)  T("Pelayanan dan Penunjang Pelayanan BLUD Puskesmas " x)
#define WORK          .title = T("Pelatihan Pemasaran Digital")
#define HEALTH        .office = T("DINAS KESEHATAN"), .code = T("1.02.01.2.10.0001"), \
                      .from = N(2025)

struct judged {
    const char             *name;
    struct overlap_row      a, b;
    struct overlap_likeness like;
    enum overlap_kind       kind;
    int32_t                 points;
};

static void
check_judged(const struct overlap_model *m, const struct judged *row)
{
    struct overlap_verdict ab = overlap_judge(unit_arena(), m, &row->a, &row->b, row->like);
    struct overlap_verdict ba = overlap_judge(unit_arena(), m, &row->b, &row->a, row->like);
    int32_t                sum = 0;

    if (ab.kind != row->kind || ab.points != row->points)
        fprintf(stderr, "%s: kind %d, points %d\n", row->name, (int)ab.kind, (int)ab.points);
    check(row->name, ab.kind == row->kind);
    check(row->name, ab.points == row->points);
    check(row->name, ba.kind == ab.kind && ba.points == ab.points
          && ba.n_reasons == ab.n_reasons);
    for (size_t i = 0; i < ab.n_reasons; i++) {
        sum += ab.reason[i].points;
        check(row->name, msg_is(ab.reason[i].says));
    }
    check(row->name, sum == ab.points);
}

#define CHECK_ALL(rows)                                  \
    do {                                                 \
        struct overlap_model *m = model();               \
        for (size_t i = 0; m && i < COUNT(rows); i++)    \
            check_judged(m, &(rows)[i]);                 \
    } while (0)

TEST(overlap_judge_kinds)
{
    static const struct judged row[] = {
        { "nothing in common", { WORK }, { .title = T("Rehabilitasi Irigasi") }, { 0, 500 },
          OVERLAP_NONE, 0 },
        { "titles alone", { WORK }, { WORK }, SAME_TEXT, OVERLAP_LOOK_ALIKE, 55 },
        { "titles, office, year",
          { WORK, .office = T("Dinas Koperasi"), .from = N(2025) },
          { WORK, .office = T("DINAS KOPERASI"), .from = N(2025) },
          SAME_TEXT, OVERLAP_PROBABLE, 73 },
        { "all the same: certain",
          { WORK, .office = T("Dinas Koperasi"), .unit = T("UPTD Pasar"), .from = N(2025),
            .code = T("2.17.05.2.01.0002"), .place = T("35.71.01") },
          { WORK, .office = T("Dinas Koperasi"), .unit = T("UPTD Pasar"), .from = N(2025),
            .code = T("2.17.05.2.01.0002"), .place = T("35.71.01") },
          SAME_TEXT, OVERLAP_CERTAIN, 105 },
        { "no sub-unit, but one office: certain",
          { WORK, .office = T("Dinas Koperasi"), .from = N(2025),
            .code = T("2.17.05.2.01.0002"), .place = T("35.71.01") },
          { WORK, .office = T("Dinas Koperasi"), .from = N(2025),
            .code = T("2.17.05.2.01.0002"), .place = T("35.71.01") },
          SAME_TEXT, OVERLAP_CERTAIN, 100 },
        { "neither sub-unit nor office: not certain",
          { WORK, .from = N(2025), .code = T("2.17.05.2.01.0002"), .place = T("35.71.01") },
          { WORK, .from = N(2025), .code = T("2.17.05.2.01.0002"), .place = T("35.71.01") },
          SAME_TEXT, OVERLAP_PROBABLE, 90 },
        { "the place is not known: not certain",
          { WORK, .office = T("Dinas Koperasi"), .from = N(2025),
            .code = T("2.17.05.2.01.0002") },
          { WORK, .office = T("Dinas Koperasi"), .from = N(2025),
            .code = T("2.17.05.2.01.0002"), .place = T("35.71.01") },
          SAME_TEXT, OVERLAP_PROBABLE, 88 },
        { "the year is not known: not certain",
          { WORK, .office = T("Dinas Koperasi"), .code = T("2.17.05.2.01.0002"),
            .place = T("35.71.01") },
          { WORK, .office = T("Dinas Koperasi"), .code = T("2.17.05.2.01.0002"),
            .place = T("35.71.01") },
          SAME_TEXT, OVERLAP_PROBABLE, 92 },
        { "years that meet but are not the same: not certain",
          { WORK, .office = T("Dinas Koperasi"), .code = T("2.17.05.2.01.0002"),
            .place = T("35.71.01"), .from = N(2025), .to = N(2027) },
          { WORK, .office = T("Dinas Koperasi"), .code = T("2.17.05.2.01.0002"),
            .place = T("35.71.01"), .from = N(2027), .to = N(2029) },
          SAME_TEXT, OVERLAP_PROBABLE, 100 },
        { "another object: not certain",
          { .title = T("Pelatihan Pemasaran Digital"), .office = T("Dinas Koperasi"),
            .from = N(2025), .code = T("2.17.05.2.01.0002"), .place = T("35.71.01") },
          { .title = T("Pelatihan Pengemasan Produk"), .office = T("Dinas Koperasi"),
            .from = N(2025), .code = T("2.17.05.2.01.0002"), .place = T("35.71.01") },
          { 4500, 5500 }, OVERLAP_LOOK_ALIKE, 58 },
        { "a title that counts for nothing, but is the same: certain",
          { WORK, .office = T("Dinas Koperasi"), .from = N(2025),
            .code = T("2.17.05.2.01.0002"), .place = T("35.71.01") },
          { .title = T("PELATIHAN PEMASARAN DIGITAL"), .office = T("Dinas Koperasi"),
            .from = N(2025), .code = T("2.17.05.2.01.0002"), .place = T("35.71.01") },
          { 0, 0 }, OVERLAP_CERTAIN, 45 },
        { "described in the same words: certain",
          { WORK, .text = T("Kelas untuk pemula"), .office = T("Dinas Koperasi"),
            .from = N(2025), .code = T("2.17.05.2.01.0002"), .place = T("35.71.01") },
          { WORK, .text = T("kelas untuk pemula"), .office = T("Dinas Koperasi"),
            .from = N(2025), .code = T("2.17.05.2.01.0002"), .place = T("35.71.01") },
          SAME_TEXT, OVERLAP_CERTAIN, 100 },
        { "described as another thing: not certain",
          { WORK, .text = T("Kelas untuk pemula"), .office = T("Dinas Koperasi"),
            .from = N(2025), .code = T("2.17.05.2.01.0002"), .place = T("35.71.01") },
          { WORK, .text = T("Sewa gedung dan konsumsi"), .office = T("Dinas Koperasi"),
            .from = N(2025), .code = T("2.17.05.2.01.0002"), .place = T("35.71.01") },
          { 5000, 10000 }, OVERLAP_PROBABLE, 83 },
        { "codes that agree from the programme on only: not certain",
          { WORK, .office = T("Dinas Koperasi"), .from = N(2025),
            .code = T("2.17.01.2.05.0009"), .place = T("35.71.01") },
          { WORK, .office = T("Dinas Koperasi"), .from = N(2025),
            .code = T("3.30.01.2.05.0009"), .place = T("35.71.01") },
          SAME_TEXT, OVERLAP_PROBABLE, 100 },
        { "another part: not certain",
          { .title = T("Gedung Arsip tahap I"), .office = T("Dinas PU"), .from = N(2025),
            .code = T("1.03.08.2.01.0002"), .place = T("35.71.01") },
          { .title = T("Gedung Arsip tahap II"), .office = T("Dinas PU"), .from = N(2025),
            .code = T("1.03.08.2.01.0002"), .place = T("35.71.01") },
          { 9000, 9200 }, OVERLAP_PROBABLE, 77 },
        { "another stage: not certain",
          { .title = T("Pengawasan Gedung Arsip"), .office = T("Dinas PU"), .from = N(2025),
            .code = T("1.03.08.2.01.0002"), .place = T("35.71.01") },
          { .title = T("Perencanaan Gedung Arsip"), .office = T("Dinas PU"), .from = N(2025),
            .code = T("1.03.08.2.01.0002"), .place = T("35.71.01") },
          { 9000, 9200 }, OVERLAP_PROBABLE, 72 },
        { "one place inside the other: not certain",
          { WORK, .office = T("Dinas Koperasi"), .from = N(2025),
            .code = T("2.17.05.2.01.0002"), .place = T("35.71.01") },
          { WORK, .office = T("Dinas Koperasi"), .from = N(2025),
            .code = T("2.17.05.2.01.0002"), .place = T("35.71.01.1001") },
          SAME_TEXT, OVERLAP_PROBABLE, 94 },
        { "the same title in two offices with equal money",
          { WORK, .office = T("Dinas Koperasi"), .from = N(2025), .money = N(111348000) },
          { WORK, .office = T("Dinas Perdagangan"), .from = N(2025), .money = N(111348000) },
          SAME_TEXT, OVERLAP_PROBABLE, 73 },
        { "the same title in two offices",
          { WORK, .office = T("Dinas Koperasi"), .from = N(2025) },
          { WORK, .office = T("Dinas Perdagangan"), .from = N(2025) },
          SAME_TEXT, OVERLAP_LOOK_ALIKE, 58 },
        { "structure without text is a look-alike at most",
          { .title = T("Alat Lainnya"), .office = T("RSUD"), .from = N(2025),
            .code = T("1.02.01.2.10.0036"), .money = N(60000123) },
          { .title = T("Penggandaan"), .office = T("RSUD"), .from = N(2025),
            .code = T("1.02.01.2.10.0036"), .money = N(60000123) },
          { 0, 0 }, OVERLAP_LOOK_ALIKE, 48 },
        { "and without an amount it is nothing",
          { .title = T("Alat Lainnya"), .office = T("RSUD"), .from = N(2025),
            .code = T("1.02.01.2.10.0036"), .place = T("32.04") },
          { .title = T("Penggandaan"), .office = T("RSUD"), .from = N(2025),
            .code = T("1.02.01.2.10.0036"), .place = T("32.04") },
          { 0, 0 }, OVERLAP_NONE, 45 },
    };

    CHECK_ALL(row);
}

TEST(overlap_judge_code_repeats)
{
    static const struct judged row[] = {
        { "two puskesmas, named in the titles",
          { .title = PUSKESMAS("Arjasari"), HEALTH }, { .title = PUSKESMAS("Baleendah"), HEALTH },
          { 7000, 9000 }, OVERLAP_NONE, -7 },
        { "two puskesmas in the column, one title",
          { .title = T("Pelayanan BLUD"), .unit = T("Puskesmas Arjasari"), HEALTH },
          { .title = T("Pelayanan BLUD"), .unit = T("Puskesmas Baleendah"), HEALTH },
          SAME_TEXT, OVERLAP_NONE, -7 },
        { "a puskesmas and its office",
          { .title = T("Pengelolaan Gizi Masyarakat"), HEALTH },
          { .title = T("Pengelolaan Gizi Masyarakat PKM Kopo"), HEALTH },
          { 8000, 9200 }, OVERLAP_NONE, 23 },
        { "two puskesmas, equal round money",
          { .title = PUSKESMAS("Arjasari"), HEALTH, .money = N(75000000) },
          { .title = PUSKESMAS("Baleendah"), HEALTH, .money = N(75000000) },
          { 7000, 9000 }, OVERLAP_NONE, -1 },
        { "two puskesmas that describe it in the same words",
          { .title = PUSKESMAS("Arjasari"), .text = T("Pembelian kursi roda"), HEALTH },
          { .title = PUSKESMAS("Baleendah"), .text = T("Pembelian kursi roda"), HEALTH },
          { 9000, 9000 }, OVERLAP_NONE, 18 },
        { "and for the same price",
          { .title = PUSKESMAS("Arjasari"), .text = T("Pembelian kursi roda"), HEALTH,
            .money = N(75123000) },
          { .title = PUSKESMAS("Baleendah"), .text = T("Pembelian kursi roda"), HEALTH,
            .money = N(75123000) },
          { 9000, 9000 }, OVERLAP_NONE, 33 },
        { "a description that repeats the title says nothing more",
          { .title = T("Pelayanan BLUD"), .text = T("PELAYANAN BLUD"),
            .unit = T("Puskesmas Arjasari"), HEALTH },
          { .title = T("Pelayanan BLUD"), .text = T("pelayanan blud"),
            .unit = T("Puskesmas Baleendah"), HEALTH },
          SAME_TEXT, OVERLAP_NONE, -7 },
        { "the same puskesmas, written in two ways",
          { .title = T("Pengelolaan Gizi Masyarakat PKM Kopo"), HEALTH },
          { .title = T("Pengelolaan Gizi Masyarakat Puskesmas Kopo"), HEALTH },
          { 9000, 9200 }, OVERLAP_PROBABLE, 84 },
        { "sub-units of two kinds",
          { .title = T("Obat untuk Puskesmas Kopo"), .office = T("DINAS KESEHATAN") },
          { .title = T("Obat untuk Labkesda Kopo"), .office = T("DINAS KESEHATAN") },
          { 6000, 9000 }, OVERLAP_NONE, 17 },
        { "one of two sub-units",
          { .title = T("Obat untuk Puskesmas Kopo"), .office = T("DINAS KESEHATAN") },
          { .title = T("Obat untuk Puskesmas Kopo dan Puskesmas Ibun"),
            .office = T("DINAS KESEHATAN") },
          { 6000, 9000 }, OVERLAP_LOOK_ALIKE, 47 },
        { "two schools by their numbers",
          { .title = T("Pemagaran SMPN 1 Ciparay"), .office = T("DINAS PENDIDIKAN") },
          { .title = T("Pemagaran SMPN 2 Ciparay"), .office = T("DINAS PENDIDIKAN") },
          { 6000, 9000 }, OVERLAP_NONE, 17 },
        { "two kelurahan",
          { .title = T("Rapat Kelurahan Andir"), .code = T("7.01.02.2.01.0001") },
          { .title = T("Rapat Kelurahan Jelekong"), .code = T("7.01.02.2.01.0001") },
          { 8000, 8000 }, OVERLAP_NONE, -16 },
        { "two offices, the code's title",
          { .title = T("Koordinasi Tata Kelola SPBE"), .office = T("Dinas Kominfo"),
            .code = T("2.16.03.2.02.0037"), .from = N(2025) },
          { .title = T("Koordinasi Tata Kelola SPBE"), .office = T("Bagian Organisasi"),
            .code = T("2.16.03.2.02.0037"), .from = N(2025) },
          SAME_TEXT, OVERLAP_NONE, 8 },
        { "two offices, titles of their own",
          { .title = T("Pelatihan SPBE bagi admin desa"), .office = T("Dinas Kominfo"),
            .code = T("2.16.03.2.02.0037"), .from = N(2025) },
          { .title = T("Pelatihan SPBE untuk admin desa"), .office = T("Bagian Organisasi"),
            .code = T("2.16.03.2.02.0037"), .from = N(2025) },
          { 9000, 8200 }, OVERLAP_PROBABLE, 64 },
        { "housekeeping of two offices: programme 01 is the same in every field",
          { .title = T("Penyediaan Jasa Pelayanan Umum Kantor"), .office = T("Dinas Kesehatan"),
            .code = T("1.02.01.2.08.0004"), .from = N(2025) },
          { .title = T("Penyediaan Jasa Pelayanan Umum Kantor"), .office = T("Dinas Kominfo"),
            .code = T("2.16.01.2.08.0004"), .from = N(2025) },
          SAME_TEXT, OVERLAP_NONE, -20 },
        { "housekeeping of one office beside another's work",
          { WORK, .office = T("Dinas Kesehatan"), .code = T("1.02.01.2.05.0009") },
          { WORK, .office = T("Dinas Koperasi"), .code = T("2.17.05.2.01.0002") },
          SAME_TEXT, OVERLAP_NONE, 12 },
        { "the code's title, one office is not known",
          { .title = T("Koordinasi Tata Kelola SPBE"), .office = T("Dinas Kominfo"),
            .code = T("2.16.03.2.02.0037"), .from = N(2025) },
          { .title = T("Koordinasi Tata Kelola SPBE"), .code = T("2.16.03.2.02.0037"),
            .from = N(2025) },
          SAME_TEXT, OVERLAP_NONE, 13 },
        { "a list without offices",
          { .title = T("Koordinasi Tata Kelola SPBE"), .code = T("2.16.03.2.02.0037"),
            .from = N(2025) },
          { .title = T("Koordinasi Tata Kelola SPBE"), .code = T("2.16.03.2.02.0037"),
            .from = N(2025) },
          SAME_TEXT, OVERLAP_PROBABLE, 78 },
        { "housekeeping in a list without offices",
          { .title = T("Penyediaan Jasa Pelayanan Umum Kantor"), .from = N(2025),
            .code = T("1.02.01.2.08.0004") },
          { .title = T("Penyediaan Jasa Pelayanan Umum Kantor"), .from = N(2025),
            .code = T("1.02.01.2.08.0004") },
          SAME_TEXT, OVERLAP_NONE, 13 },
        { "housekeeping within one office",
          { WORK, .office = T("Dinas Kesehatan"), .code = T("1.02.01.2.05.0009") },
          { WORK, .office = T("Dinas Kesehatan"), .code = T("1.02.01.2.05.0011") },
          SAME_TEXT, OVERLAP_PROBABLE, 65 },
        { "two kecamatan, each in its own area",
          { WORK, .office = T("KECAMATAN SOREANG") }, { WORK, .office = T("KECAMATAN PACET") },
          SAME_TEXT, OVERLAP_NONE, 30 },
        { "two kecamatan at a place that is said",
          { WORK, .office = T("KECAMATAN SOREANG"), .place = T("Lapangan Upakarti") },
          { WORK, .office = T("KECAMATAN PACET"), .place = T("lapangan upakarti") },
          SAME_TEXT, OVERLAP_PROBABLE, 62 },
        { "a kecamatan and an office for the whole regency",
          { WORK, .office = T("KECAMATAN SOREANG") }, { WORK, .office = T("DINAS PANGAN") },
          SAME_TEXT, OVERLAP_LOOK_ALIKE, 50 },
        { "two puskesmas as offices",
          { WORK, .office = T("Puskesmas Kopo") }, { WORK, .office = T("Puskesmas Ibun") },
          SAME_TEXT, OVERLAP_NONE, 20 },
        { "two offices, one place, one target group: a look at it is due",
          { .title = T("Bantuan Sembako"), .office = T("Dinas Sosial"), .target = T("Lansia"),
            .code = T("1.06.05.2.01.0001"), .place = T("35.71.01"), .from = N(2025),
            .money = N(312450000) },
          { .title = T("Bantuan Sembako"), .office = T("Kecamatan Mojoroto"),
            .target = T("lansia"), .code = T("1.06.05.2.01.0001"), .place = T("35.71.01"),
            .from = N(2025), .money = N(312450000) },
          SAME_TEXT, OVERLAP_LOOK_ALIKE, 43 },
    };

    CHECK_ALL(row);
}

TEST(overlap_judge_other_cities)
{
    static const struct judged row[] = {
        { "baseline: another city with money of its own",
          { WORK, .city = T("Kota Kediri"), .fund = T("APBD"), .from = N(2025) },
          { WORK, .city = T("Kota Blitar"), .fund = T("APBD"), .from = N(2025) },
          SAME_TEXT, OVERLAP_REPLICATION, 55 },
        { "by codes", { WORK, .city = T("35.71") }, { WORK, .city = T("35.72") }, SAME_TEXT,
          OVERLAP_REPLICATION, 55 },
        { "by the places' codes", { WORK, .place = T("35.71.01.1001") },
          { WORK, .place = T("35.72.01") }, SAME_TEXT, OVERLAP_REPLICATION, 55 },
        { "a province as a place says no city", { WORK, .place = T("35") },
          { WORK, .place = T("33") }, SAME_TEXT, OVERLAP_LOOK_ALIKE, 35 },
        { "another city's housekeeping",
          { WORK, .city = T("35.71"), .code = T("2.17.01.2.05.0009") },
          { WORK, .city = T("35.72"), .code = T("2.17.01.2.05.0009") }, SAME_TEXT,
          OVERLAP_REPLICATION, 42 },
        { "by the offices' names", { WORK, .office = T("Dinas Koperasi Kota Kediri") },
          { WORK, .office = T("DINAS KOPERASI KAB. KEDIRI") }, SAME_TEXT,
          OVERLAP_REPLICATION, 55 },
        { "the same code too, in other years",
          { WORK, .city = T("35.71"), .code = T("2.17.05.2.01.0002"), .from = N(2024) },
          { WORK, .city = T("35.72"), .code = T("2.17.05.2.01.0002"), .from = N(2025) },
          SAME_TEXT, OVERLAP_REPLICATION, 70 },
        { "one source pays for both",
          { WORK, .city = T("35.71"), .fund = T("Dana Alokasi Khusus"), .from = N(2025) },
          { WORK, .city = T("35.72"), .fund = T("DANA ALOKASI KHUSUS"), .from = N(2025) },
          SAME_TEXT, OVERLAP_PROBABLE, 74 },
        { "one city's budget pays for both",
          { WORK, .city = T("35.71"), .fund = T("APBD Kota Kediri"), .from = N(2025) },
          { WORK, .city = T("35.72"), .fund = T("APBD Kota Kediri"), .from = N(2025) },
          SAME_TEXT, OVERLAP_PROBABLE, 74 },
        { "each its own budget, with the year",
          { WORK, .city = T("35.71"), .fund = T("APBD 2025") },
          { WORK, .city = T("35.72"), .fund = T("APBD 2025") },
          SAME_TEXT, OVERLAP_REPLICATION, 55 },
        { "each its own amended budget",
          { WORK, .city = T("35.71"), .fund = T("APBD Perubahan") },
          { WORK, .city = T("35.72"), .fund = T("APBD Perubahan") },
          SAME_TEXT, OVERLAP_REPLICATION, 55 },
        { "another work in another city", { WORK, .city = T("35.71") },
          { .title = T("Pelatihan Menjahit"), .city = T("35.72") }, { 4000, 5000 },
          OVERLAP_NONE, 9 },
        { "a province and its city", { WORK, .city = T("35") }, { WORK, .city = T("35.71") },
          SAME_TEXT, OVERLAP_LOOK_ALIKE, 55 },
        { "a name that may be either", { WORK, .city = T("Kediri") },
          { WORK, .city = T("Kota Kediri") }, SAME_TEXT, OVERLAP_LOOK_ALIKE, 55 },
        { "the same city, written in two ways", { WORK, .city = T("Bandung (Kab.)") },
          { WORK, .city = T("Kabupaten Bandung") }, SAME_TEXT, OVERLAP_LOOK_ALIKE, 55 },
        { "the city of one is not known", { WORK, .city = T("35.71") }, { WORK }, SAME_TEXT,
          OVERLAP_LOOK_ALIKE, 55 },
        { "a code and a name", { WORK, .city = T("35.71") }, { WORK, .city = T("Kota Blitar") },
          SAME_TEXT, OVERLAP_LOOK_ALIKE, 55 },
    };

    CHECK_ALL(row);
}

TEST(overlap_judge_years)
{
    static const struct judged row[] = {
        { "baseline: the next year of the same work",
          { WORK, .office = T("Dinas Koperasi"), .code = T("2.17.05.2.01.0002"),
            .from = N(2024) },
          { WORK, .office = T("Dinas Koperasi"), .code = T("2.17.05.2.01.0002"),
            .from = N(2025) },
          SAME_TEXT, OVERLAP_CONTINUATION, 55 },
        { "no codes", { WORK, .office = T("Dinas Koperasi"), .from = N(2024) },
          { WORK, .office = T("Dinas Koperasi"), .from = N(2025) },
          SAME_TEXT, OVERLAP_CONTINUATION, 40 },
        { "nothing but titles and years", { WORK, .from = N(2024) }, { WORK, .from = N(2025) },
          SAME_TEXT, OVERLAP_CONTINUATION, 30 },
        { "years in the titles",
          { .title = T("Penyusunan LAKIP 2024"), .office = T("Bappeda") },
          { .title = T("Penyusunan LAKIP 2025"), .office = T("Bappeda") },
          { 9000, 9100 }, OVERLAP_CONTINUATION, 35 },
        { "spans that follow each other", { WORK, .from = N(2020), .to = N(2024) },
          { WORK, .from = N(2025), .to = N(2029) }, SAME_TEXT, OVERLAP_CONTINUATION, 30 },
        { "the second stretch of it",
          { .title = T("Gedung Arsip tahap I"), .office = T("Dinas PU"), .from = N(2024) },
          { .title = T("Gedung Arsip tahap II"), .office = T("Dinas PU"), .from = N(2025) },
          { 9000, 9200 }, OVERLAP_CONTINUATION, 17 },
        { "another office", { WORK, .office = T("Dinas Koperasi"), .from = N(2024) },
          { WORK, .office = T("Dinas Pangan"), .from = N(2025) }, SAME_TEXT,
          OVERLAP_NONE, 25 },
        { "another code", { WORK, .code = T("2.17.05.2.01.0002"), .from = N(2024) },
          { WORK, .code = T("3.30.05.2.01.0002"), .from = N(2025) }, SAME_TEXT,
          OVERLAP_NONE, 20 },
        { "another place", { WORK, .place = T("35.71.01"), .from = N(2024) },
          { WORK, .place = T("35.71.02"), .from = N(2025) }, SAME_TEXT, OVERLAP_NONE, 22 },
        { "another work", { WORK, .office = T("Dinas Koperasi"), .from = N(2024) },
          { .title = T("Pelatihan Menjahit"), .office = T("Dinas Koperasi"), .from = N(2025) },
          { 6000, 8000 }, OVERLAP_NONE, 17 },
        { "a gap between the years",
          { WORK, .office = T("Dinas Koperasi"), .from = N(2022) },
          { WORK, .office = T("Dinas Koperasi"), .from = N(2025) },
          SAME_TEXT, OVERLAP_NONE, 25 },
        { "what does not meet in time is a look-alike at most",
          { WORK, .office = T("Dinas Koperasi"), .code = T("2.17.05.2.01.0002"),
            .place = T("35.71"), .target = T("UMKM"), .money = N(1234567), .from = N(2022) },
          { WORK, .office = T("Dinas Koperasi"), .code = T("2.17.05.2.01.0002"),
            .place = T("35.71"), .target = T("UMKM"), .money = N(1234567), .from = N(2025) },
          SAME_TEXT, OVERLAP_LOOK_ALIKE, 75 },
        { "one year is not known", { WORK, .from = N(2024) }, { WORK }, SAME_TEXT,
          OVERLAP_LOOK_ALIKE, 55 },
        { "spans that meet", { WORK, .from = N(2020), .to = N(2025) },
          { WORK, .from = N(2025), .to = N(2029) }, SAME_TEXT, OVERLAP_PROBABLE, 63 },
    };

    CHECK_ALL(row);
}

TEST(overlap_judge_fields)
{
    static const struct judged row[] = {
        { "baseline", { WORK }, { WORK }, SAME_TEXT, OVERLAP_LOOK_ALIKE, 55 },
        { "an office's name with its region", { WORK, .office = T("Dinas Kesehatan") },
          { WORK, .office = T("DINAS KESEHATAN KAB. BANDUNG") }, SAME_TEXT,
          OVERLAP_PROBABLE, 65 },
        { "an office's name holds the other's",
          { WORK, .office = T("Dinas Komunikasi dan Informatika") },
          { WORK, .office = T("Dinas Komunikasi dan Informatika, Statistik dan Persandian") },
          SAME_TEXT, OVERLAP_PROBABLE, 60 },
        { "one word is no office's name", { WORK, .office = T("Dinas") },
          { WORK, .office = T("Dinas Kesehatan") }, SAME_TEXT, OVERLAP_LOOK_ALIKE, 50 },
        { "a kecamatan of the name Kota", { WORK, .office = T("Kecamatan Kota Kota Kediri") },
          { WORK, .office = T("Kecamatan Kota") }, SAME_TEXT, OVERLAP_PROBABLE, 65 },
        { "an office whose region is not said",
          { WORK, .office = T("Badan Kota Pusaka") }, { WORK, .office = T("Badan Kota Lama") },
          SAME_TEXT, OVERLAP_LOOK_ALIKE, 50 },
        { "an office is not known", { WORK, .office = T("Dinas Kesehatan") }, { WORK },
          SAME_TEXT, OVERLAP_LOOK_ALIKE, 55 },
        { "a sub-unit, written in two ways", { WORK, .unit = T("UPTD Puskesmas Kopo") },
          { WORK, .unit = T("PKM Kopo") }, SAME_TEXT, OVERLAP_PROBABLE, 60 },
        { "another sub-unit", { WORK, .unit = T("Puskesmas Kopo") },
          { WORK, .unit = T("Puskesmas Ibun") }, SAME_TEXT, OVERLAP_NONE, 25 },
        { "a sub-unit is not known", { WORK, .unit = T("Puskesmas Kopo") }, { WORK }, SAME_TEXT,
          OVERLAP_LOOK_ALIKE, 55 },
        { "the same activity", { WORK, .code = T("2.16.03.2.02.0014") },
          { WORK, .code = T("2.16.03.2.02.0017") }, SAME_TEXT, OVERLAP_PROBABLE, 63 },
        { "an edition of two figures, not said", { WORK, .code = T("2.16.03.2.02.09") },
          { WORK, .code = T("2.16.03.2.02.0009") }, SAME_TEXT, OVERLAP_PROBABLE, 63 },
        { "the same programme", { WORK, .code = T("2.16.03.2.02.0014") },
          { WORK, .code = T("2.16.03.2.01.0014") }, SAME_TEXT, OVERLAP_PROBABLE, 60 },
        { "the same field", { WORK, .code = T("2.16.03.2.02.0014") },
          { WORK, .code = T("2.16.02.2.02.0014") }, SAME_TEXT, OVERLAP_LOOK_ALIKE, 57 },
        { "another field", { WORK, .code = T("2.16.03.2.02.0014") },
          { WORK, .code = T("2.20.03.2.02.0014") }, SAME_TEXT, OVERLAP_LOOK_ALIKE, 45 },
        { "codes of two editions", { WORK, .code = T("2.16.03.2.02.0014"), .edition = T("2021") },
          { WORK, .code = T("2.16.03.2.02.0014"), .edition = T("2023") }, SAME_TEXT,
          OVERLAP_LOOK_ALIKE, 55 },
        { "codes, one edition not said",
          { WORK, .code = T("2.16.03.2.02.0014"), .edition = T("2021") },
          { WORK, .code = T("2.16.03.2.02.0014") }, SAME_TEXT, OVERLAP_LOOK_ALIKE, 55 },
        { "codes of one edition", { WORK, .code = T("2.16.03.2.02.0014"), .edition = T("2021") },
          { WORK, .code = T("2.16.03.2.02.0014"), .edition = T("2021") }, SAME_TEXT,
          OVERLAP_PROBABLE, 70 },
        { "codes of no nomenclature", { WORK, .code = T("A17") }, { WORK, .code = T("B18") },
          SAME_TEXT, OVERLAP_LOOK_ALIKE, 55 },
        { "housekeeping in one office, two activities",
          { WORK, .code = T("2.16.01.2.02.0014") }, { WORK, .code = T("2.16.01.2.08.0001") },
          SAME_TEXT, OVERLAP_LOOK_ALIKE, 55 },
        { "the same place in words", { WORK, .place = T("Kecamatan Pacet") },
          { WORK, .place = T("KEC. PACET") }, SAME_TEXT, OVERLAP_PROBABLE, 67 },
        { "a place in the other's words", { WORK, .place = T("Soreang") },
          { WORK, .place = T("Jl. Raya Soreang, Kabupaten Bandung") }, SAME_TEXT,
          OVERLAP_PROBABLE, 61 },
        { "places with words in common",
          { WORK, .place = T("Kecamatan Pacet - Kabupaten Bandung") },
          { WORK, .place = T("Kecamatan Ibun - Kabupaten Bandung") }, SAME_TEXT,
          OVERLAP_LOOK_ALIKE, 47 },
        { "other places: the word for their kind is none in common",
          { WORK, .place = T("Kecamatan Pacet") }, { WORK, .place = T("Kecamatan Ibun") },
          SAME_TEXT, OVERLAP_LOOK_ALIKE, 35 },
        { "two districts of a city", { WORK, .place = T("35.71.01") },
          { WORK, .place = T("35.71.02") }, SAME_TEXT, OVERLAP_LOOK_ALIKE, 47 },
        { "a city and its district", { WORK, .place = T("35.71") },
          { WORK, .place = T("35.71.02") }, SAME_TEXT, OVERLAP_PROBABLE, 61 },
        { "a place's code and words", { WORK, .place = T("35.71") },
          { WORK, .place = T("Kota Kediri") }, SAME_TEXT, OVERLAP_LOOK_ALIKE, 55 },
        { "places in the titles are more exact than the column",
          { .title = T("MCK Desa Lagadar"), .place = T("Kabupaten Bandung") },
          { .title = T("MCK Desa Margaasih"), .place = T("Kabupaten Bandung") }, { 7000, 7000 },
          OVERLAP_NONE, 10 },
        { "the same target group", { WORK, .target = T("Pelaku UMKM") },
          { WORK, .target = T("UMKM") }, SAME_TEXT, OVERLAP_PROBABLE, 63 },
        { "another target group", { WORK, .target = T("Pelaku UMKM") },
          { WORK, .target = T("Lansia") }, SAME_TEXT, OVERLAP_LOOK_ALIKE, 47 },
        { "target groups with a word in common", { WORK, .target = T("Pelaku UMKM") },
          { WORK, .target = T("Pelaku seni") }, SAME_TEXT, OVERLAP_LOOK_ALIKE, 55 },
        { "the same amount", { WORK, .money = N(105162000) }, { WORK, .money = N(105162000) },
          SAME_TEXT, OVERLAP_PROBABLE, 70 },
        { "the same round amount", { WORK, .money = N(75000000) },
          { WORK, .money = N(75000000) }, SAME_TEXT, OVERLAP_PROBABLE, 61 },
        { "three figures are not round", { WORK, .money = N(75100000) },
          { WORK, .money = N(75100000) }, SAME_TEXT, OVERLAP_PROBABLE, 70 },
        { "nearly the same amount", { WORK, .money = N(90) }, { WORK, .money = N(100) },
          SAME_TEXT, OVERLAP_LOOK_ALIKE, 59 },
        { "not so near an amount", { WORK, .money = N(899) }, { WORK, .money = N(1000) },
          SAME_TEXT, OVERLAP_LOOK_ALIKE, 55 },
        { "half the amount", { WORK, .money = N(50) }, { WORK, .money = N(100) },
          SAME_TEXT, OVERLAP_LOOK_ALIKE, 50 },
        { "half the amount in another office",
          { WORK, .office = T("Dinas Koperasi"), .money = N(50) },
          { WORK, .office = T("Dinas Perdagangan"), .money = N(100) },
          SAME_TEXT, OVERLAP_LOOK_ALIKE, 50 },
        { "an amount of nothing is none", { WORK, .money = N(0) }, { WORK, .money = N(0) },
          SAME_TEXT, OVERLAP_LOOK_ALIKE, 55 },
        { "the largest amounts", { WORK, .money = N(INT64_MAX) },
          { WORK, .money = N(INT64_MAX - 1) }, SAME_TEXT, OVERLAP_LOOK_ALIKE, 59 },
        { "an amount is not known", { WORK, .money = N(100) }, { WORK }, SAME_TEXT,
          OVERLAP_LOOK_ALIKE, 55 },
        { "identical applications of two sub-units",
          { .title = T("e-Surat"), .unit = T("030701"), .function = T("Mengelola surat") },
          { .title = T("E-Surat"), .unit = T("031101"), .function = T("mengelola surat.") },
          SAME_TEXT, OVERLAP_PROBABLE, 71 },
        { "one application for each village",
          { .title = T("e-Surat Kelurahan Sumerta"), .function = T("Mengelola surat") },
          { .title = T("e-Surat Kelurahan Panjer"), .function = T("Mengelola surat") },
          SAME_TEXT, OVERLAP_PROBABLE, 71 },
        { "villages count where functions are merely near",
          { .title = T("e-Surat Kelurahan Sumerta"),
            .function = T("Mengelola surat masuk dan keluar") },
          { .title = T("e-Surat Kelurahan Panjer"),
            .function = T("Mengelola surat masuk serta disposisi") },
          SAME_TEXT, OVERLAP_LOOK_ALIKE, 42 },
        { "applications of other functions",
          { .title = T("e-Surat"), .function = T("Mengelola surat") },
          { .title = T("E-Surat"), .function = T("Mengirim surat elektronik") },
          SAME_TEXT, OVERLAP_LOOK_ALIKE, 55 },
        { "applications of functions with words in common",
          { .title = T("e-Surat"), .function = T("Mengelola surat masuk dan keluar") },
          { .title = T("E-Surat"), .function = T("Mengelola surat masuk serta disposisi") },
          SAME_TEXT, OVERLAP_PROBABLE, 63 },
        { "other sub-units count where functions are merely near",
          { .title = T("e-Surat"), .unit = T("030701"),
            .function = T("Mengelola surat masuk dan keluar") },
          { .title = T("E-Surat"), .unit = T("031101"),
            .function = T("Mengelola surat masuk serta disposisi") },
          SAME_TEXT, OVERLAP_NONE, 33 },
        { "the source of money says nothing within a city", { WORK, .fund = T("DAK") },
          { WORK, .fund = T("DAK") }, SAME_TEXT, OVERLAP_LOOK_ALIKE, 55 },
        { "two stages", { .title = T("Perencanaan Rehab Pustu") },
          { .title = T("Pengawasan Rehab Pustu") }, { 7000, 7000 }, OVERLAP_NONE, 7 },
        { "a stage and the work itself", { .title = T("Perencanaan Rehab Pustu") },
          { .title = T("Rehab Pustu") }, { 8000, 8000 }, OVERLAP_NONE, 16 },
        { "a budget and its amendment", { .title = T("Penyusunan DPA") },
          { .title = T("Penyusunan Perubahan DPA") }, { 8000, 8000 }, OVERLAP_NONE, 16 },
        { "the same stage", { .title = T("DED Rehab Pustu") },
          { .title = T("Perencanaan Rehab Pustu") }, { 8000, 8000 }, OVERLAP_LOOK_ALIKE, 40 },
        { "two parts", { .title = T("Perencanaan PSU Paket 12") },
          { .title = T("Perencanaan PSU Paket 13") }, { 8000, 9400 }, OVERLAP_NONE, 28 },
        { "two parts by roman numbers", { .title = T("Gedung tahap I") },
          { .title = T("Gedung tahap II") }, { 8000, 9400 }, OVERLAP_NONE, 28 },
        { "a roman number at the end", { .title = T("Tenaga Terampil I") },
          { .title = T("Tenaga Terampil IV") }, { 8000, 9400 }, OVERLAP_NONE, 28 },
        { "a form filled in differently", { .title = T("Kajian Klaster Kopi") },
          { .title = T("Kajian Klaster Cabai") }, { 6000, 8000 }, OVERLAP_NONE, 18 },
        { "in its middle", { .title = T("Bantuan bagi Nelayan di Pesisir") },
          { .title = T("Bantuan untuk Petani Muda di Pesisir") }, { 6000, 8000 },
          OVERLAP_NONE, 18 },
        { "connecting words are not counted", { .title = T("Biaya Makan dan Minum Rapat Anu") },
          { .title = T("Biaya Perjalanan Dinas di dalam Kota Anu") }, { 6000, 8000 },
          OVERLAP_NONE, 18 },
        { "a slip of the finger is no other word", { .title = T("Kajian Strategi Pangan") },
          { .title = T("Kajian Startegi Pangan") }, { 6000, 8000 }, OVERLAP_NONE, 32 },
        { "nor is a space", { .title = T("Drainase Bojong Malaka Baru Lagi") },
          { .title = T("Drainase Bojongmalaka Baru Lagi") }, { 6000, 8000 },
          OVERLAP_NONE, 32 },
        { "nor a connecting word", { .title = T("Bantuan bagi Lansia Terlantar") },
          { .title = T("Bantuan untuk Lansia Terlantar") }, { 6000, 8000 },
          OVERLAP_NONE, 32 },
        { "nor another order", { .title = T("Lomba Catur dan Renang Pelajar") },
          { .title = T("Lomba Renang dan Catur Pelajar") }, { 6000, 8000 },
          OVERLAP_NONE, 32 },
        { "a word more is none for another", { .title = T("Pelatihan Menjahit") },
          { .title = T("Pelatihan Menjahit Dasar") }, { 6000, 8000 }, OVERLAP_NONE, 32 },
        { "one word in common is no form", { .title = T("Kajian Kopi") },
          { .title = T("Kajian Cabai") }, { 6000, 8000 }, OVERLAP_NONE, 32 },
        { "too much is different for a form",
          { .title = T("Kajian Awal Harga Kopi Robusta Lokal Kita") },
          { .title = T("Kajian Awal Mutu Benih Padi Ladang Kita") }, { 6000, 8000 },
          OVERLAP_NONE, 32 },
        { "two places are told once", { .title = T("Rehab Jalan Desa Lagadar") },
          { .title = T("Rehab Jalan Desa Ibun") }, { 6000, 8000 }, OVERLAP_NONE, 11 },
        { "nor are years", { .title = T("Kajian Harga Pangan 2024 Kota") },
          { .title = T("Kajian Harga Pangan 2025 Kota") }, { 8000, 9200 },
          OVERLAP_CONTINUATION, 21 },
        { "the longer word says what a slip is", { .title = T("Kajian Laju Tanam") },
          { .title = T("Kajian Laju Tanduk") }, { 6000, 8000 }, OVERLAP_NONE, 32 },
        { "a number and its zero", { .title = T("Perencanaan PSU Paket 2") },
          { .title = T("Perencanaan PSU Paket 02") }, { 8000, 9400 }, OVERLAP_LOOK_ALIKE, 47 },
        { "only one has a number", { .title = T("Penataan TPU") },
          { .title = T("Penataan TPU Paket 2") }, { 8000, 8000 }, OVERLAP_LOOK_ALIKE, 40 },
    };

    CHECK_ALL(row);
}

TEST(overlap_judge_likeness)
{
    static const struct { const char *name; uint32_t words, title; int32_t points; } row[] = {
        { "baseline: all",            10000, 10000, 55 },
        { "nothing",                      0,     0,  0 },
        { "at the lower bounds",       3000,  4000,  0 },
        { "above them, still under a point", 3001, 4001, 0 },
        { "half of each way",          6000,  7000, 12 + 15 },
        { "just under the upper",      8999,  9999, 24 + 29 },
        { "words alone",               9000,     0, 25 },
        { "the title alone",              0, 10000, 30 },
    };
    struct overlap_model *m = model();
    struct overlap_row    one = { .title = T("Rapat") };

    for (size_t i = 0; m && i < COUNT(row); i++) {
        struct overlap_verdict v = overlap_judge(unit_arena(), m, &one, &one,
            (struct overlap_likeness){ row[i].words, row[i].title });

        check(row[i].name, v.points == row[i].points);
    }
}

/* ---- reasons --------------------------------------------------------------------------------- */

TEST(overlap_judge_reasons)
{
    static const struct overlap_row a = { .title = T("Pembangunan Gedung Paket 1"),
        .office = T("Dinas PU"), .place = T("Soreang"), .from = N(2025), .money = N(111348000),
        .city = T("35.71"), .fund = T("DAK") };
    static const struct overlap_row b = { .title = T("Pembangunan Gedung Paket 2"),
        .office = T("Dinas PU"), .place = T("Pacet"), .from = N(2025), .money = N(111348000),
        .city = T("35.72"), .fund = T("DAK") };
    static const struct { int32_t points; const char *says; } row[] = {
        { 26,  "The titles are alike: 92%" },
        { 20,  "Words in common, rare ones weighing more: 80%" },
        { 15,  "The same amount to the rupiah: Rp111.348.000" },
        { 11,  "One source of money pays for both: DAK" },
        { 8,   "The same period: 2025" },
        { -20, "Different places: Soreang and Pacet" },
        { -19, "Different numbers or parts in the titles: paket 1 and paket 2" },
        { 0,   "Different regencies or cities: 35.71 and 35.72" },
    };
    struct overlap_model  *m = model();
    struct overlap_verdict v;

    if (!m)
        return;
    v = overlap_judge(unit_arena(), m, &a, &b, (struct overlap_likeness){ 8000, 9210 });
    check("as many as expected", v.n_reasons == COUNT(row));
    for (size_t i = 0; i < COUNT(row) && i < v.n_reasons; i++) {
        check_text(row[i].says, msg_text(unit_arena(), LANG_EN, v.reason[i].says),
                   str_of(row[i].says));
        check(row[i].says, v.reason[i].points == row[i].points);
    }
}

/* All at once: no more reasons than there is room for. */
TEST(overlap_judge_most_reasons)
{
    static const struct overlap_row a = { .title = T("Pengawasan Gedung Puskesmas Kopo Paket 1"),
        .text = T("satu"), .office = T("Dinas PU"), .unit = T("Puskesmas Kopo"),
        .code = T("1.02.02.2.01.0001"), .place = T("Soreang"), .city = T("35.71"),
        .target = T("warga"), .function = T("x"), .fund = T("DAK"), .from = N(2025),
        .money = N(1) };
    static const struct overlap_row b = { .title = T("Perencanaan Gedung Puskesmas Ibun Paket 2"),
        .text = T("dua"), .office = T("Dinas PU"), .unit = T("Puskesmas Ibun"),
        .code = T("1.02.02.2.01.0001"), .place = T("Pacet"), .city = T("35.72"),
        .target = T("warga"), .function = T("x"), .fund = T("DAK"), .from = N(2025),
        .money = N(1) };
    struct overlap_model  *m = model();
    struct overlap_verdict v;

    if (!m)
        return;
    v = overlap_judge(unit_arena(), m, &a, &b, (struct overlap_likeness){ 10000, 10000 });
    check("they fit", v.n_reasons > 10 && v.n_reasons <= OVERLAP_REASONS_MAX);
}

/* The program's own points, whatever they are fitted to. */
TEST(overlap_judge_own_kinds)
{
    static const struct {
        const char *name; struct overlap_row b; enum overlap_kind kind;
    } row[] = {
        { "all the same", { WORK, .office = T("Dinas Koperasi"), .from = N(2025),
            .code = T("2.17.05.2.01.0002"), .place = T("35.71.01") }, OVERLAP_CERTAIN },
        { "the next year", { WORK, .office = T("Dinas Koperasi"), .from = N(2026),
            .code = T("2.17.05.2.01.0002"), .place = T("35.71.01") }, OVERLAP_CONTINUATION },
        { "another city", { WORK, .office = T("Dinas Koperasi"), .from = N(2025),
            .code = T("2.17.05.2.01.0002"), .place = T("35.72.01") }, OVERLAP_REPLICATION },
        { "another work", { .title = T("Rehabilitasi Irigasi"), .office = T("Dinas PU"),
            .from = N(2025), .code = T("1.03.02.2.02.0002"), .place = T("35.71.02") },
          OVERLAP_NONE },
    };
    static const struct overlap_row a = { WORK, .office = T("Dinas Koperasi"), .from = N(2025),
        .code = T("2.17.05.2.01.0002"), .place = T("35.71.01") };
    struct overlap_model *m = NULL;

    check("the program's own model is whole", overlap_model_own(unit_arena(), &m) == NULL);
    for (size_t i = 0; m && i < COUNT(row); i++) {
        bool                    is_same = str_eq(row[i].b.title, a.title);
        struct overlap_likeness like = { is_same ? 10000 : 500, is_same ? 10000 : 900 };

        check(row[i].name,
              overlap_judge(unit_arena(), m, &a, &row[i].b, like).kind == row[i].kind);
    }
}

/* And what they must never flag. */
TEST(overlap_judge_own_model)
{
    static const char *const puskesmas[] = { "Arjasari", "Baleendah", "Banjaran", "Bihbul",
        "Kopo", "Ibun", "Pacet", "Soreang Baru", "Soreang Lama" };
    struct overlap_model *m;
    struct arena         *a = unit_arena();

    if (overlap_model_own(a, &m)) {
        check("the program's own model is whole", false);
        return;
    }
    for (size_t i = 0; i < COUNT(puskesmas); i++)
        for (size_t k = i + 1; k < COUNT(puskesmas); k++) {
            struct overlap_row one = { .office = S("DINAS KESEHATAN"),
                .code = S("1.02.01.2.10.0001"), .from = KNOWN(2025), .place = S("32.04"),
                .title = str_fmt(a, "Pelayanan BLUD Puskesmas %s", puskesmas[i]) };
            struct overlap_row     other = one;
            struct overlap_verdict v;

            other.title = str_fmt(a, "Pelayanan BLUD Puskesmas %s", puskesmas[k]);
            v = overlap_judge(a, m, &one, &other, (struct overlap_likeness){ 9000, 9500 });
            check(puskesmas[i], v.kind == OVERLAP_NONE);
        }
}
