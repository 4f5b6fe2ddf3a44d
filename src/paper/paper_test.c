/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* paper_test.c — what a paper may be, its frozen text, its PDF. */
#include "paper/paper.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "unit.h"

static bool
refuses(const struct err *e, const char *code)
{
    return e && strcmp(e->code, code) == 0;
}

#define T(lit) { lit, sizeof(lit) - 1 }

static const struct str head[]  = { T("DINAS KOMUNIKASI DAN INFORMATIKA"),
                                    T("Jalan Basuki Rahmat 15, Kediri 64123") };
static const struct str title[] = { T("BERITA ACARA EVALUASI"), T("Nomor 000.7/12/2026") };
static const struct str text[]  = { T("Pada hari ini evaluasi dilaksanakan.") };
static const struct str list[]  = { T("Satu hal."), T("Hal yang lain.") };
static const struct str pairs[] = { T("Daerah"), T("Kota Kediri"), T("Tahun"), T("2026") };
static const struct str cells[] = { T("Dimensi"), T("Nilai"),
                                    T("Tata Kelola"), T("3,25"), T("Lingkungan"), T("2,90") };
static const struct str sign[]  = { T("Kediri, 31 Januari 2026"), T("Kepala Dinas"),
                                    T("Nama Contoh"), T("NIP. 000000000000000000") };
static const struct str qr[]    = { T("https://example.go.id/papers/ABCD"), T("Periksa di sini.") };
static const bool       types[] = { false, true };

static const struct paper_block blocks[] = {
    { .kind = PAPER_HEAD,    .text = head,  .n = COUNT(head) },
    { .kind = PAPER_TITLE,   .text = title, .n = COUNT(title) },
    { .kind = PAPER_TEXT,    .text = text,  .n = COUNT(text) },
    { .kind = PAPER_HEADING, .text = list,  .n = 1 },
    { .kind = PAPER_LIST,    .text = list,  .n = COUNT(list) },
    { .kind = PAPER_FIELDS,  .text = pairs, .n = COUNT(pairs) },
    { .kind = PAPER_TABLE,   .text = cells, .n = COUNT(cells), .n_columns = 2, .is_number = types },
    { .kind = PAPER_SIGN,    .text = sign,  .n = COUNT(sign) },
    { .kind = PAPER_QR,      .text = qr,    .n = COUNT(qr) },
    { .kind = PAPER_NOTE,    .text = text,  .n = 1 },
};

static struct paper
whole(void)
{
    return (struct paper){ .title = S("Berita acara"), .language = S("id"),
                           .author = S("Kota Kediri"), .date = { 2026, 1, 31 }, .foot = S("Kaki"),
                           .block = blocks, .n = COUNT(blocks) };
}

/* ---- what it may be -------------------------------------------------------------------------- */

TEST(paper_check)
{
    static const struct str  two[] = { T("a"), T("b") }, unknown[] = { { NULL, 0 } };
    static const struct str  newline[] = { T("a\nb") }, bad[] = { T("\xff") };
    static char              ws[PAPER_WORD_MAX + 1];
    static const struct str  word[] = { { ws, PAPER_WORD_MAX } }, longer[] = { { ws, sizeof ws } };
    static const struct { const char *name; struct paper_block block; const char *code; } row[] = {
        { "a long word",       { PAPER_TEXT, word, 1, 0, NULL }, NULL },
        { "a longer one",      { PAPER_TEXT, longer, 1, 0, NULL }, "paper.text" },
        { "a text",            { PAPER_TEXT, two, 1, 0, NULL }, NULL },
        { "two in a text",     { PAPER_TEXT, two, 2, 0, NULL }, "paper.shape" },
        { "none",              { PAPER_TEXT, two, 0, 0, NULL }, "paper.shape" },
        { "no such kind",      { PAPER_KINDS_N, two, 1, 0, NULL }, "paper.shape" },
        { "unknown",           { PAPER_TEXT, unknown, 1, 0, NULL }, "paper.text" },
        { "two lines",         { PAPER_TEXT, newline, 1, 0, NULL }, "paper.text" },
        { "not UTF-8",         { PAPER_NOTE, bad, 1, 0, NULL }, "paper.text" },
        { "a name, no value",  { PAPER_FIELDS, pairs, 3, 0, NULL }, "paper.shape" },
        { "half a row",        { PAPER_TABLE, cells, 3, 2, types }, "paper.shape" },
        { "no columns",        { PAPER_TABLE, cells, 2, 0, types }, "paper.shape" },
        { "13 columns",        { PAPER_TABLE, cells, 0, 13, types }, "paper.shape" },
        { "a text's columns",  { PAPER_TEXT, two, 1, 2, types }, "paper.shape" },
        { "signed by nobody",  { PAPER_SIGN, sign, 3, 0, NULL }, "paper.shape" },
    };
    struct arena *a = unit_arena();

    memset(ws, 'w', sizeof ws);
    for (size_t i = 0; i < COUNT(row); i++) {
        struct paper p = whole();
        struct err  *e = (p.block = &row[i].block, p.n = 1, paper_check(a, &p));

        check(row[i].name, row[i].code ? e && refuses(e, row[i].code)
                                         && str_eq(e->where, S("block 1")) : !e);
    }
}

TEST(paper_check_frame)
{
    struct arena *a = unit_arena();
    struct paper  none = whole(), tongue = whole(), month = whole(), nobody = whole();
    struct paper  many = whole(), footless = whole();

    none.title = S("  ");
    tongue.language = S("jv");
    month.date.day = 0;
    nobody.author = (struct str){ NULL, 0 };
    many.n = PAPER_BLOCKS_MAX + 1;
    footless.foot = (struct str){ NULL, 0 };
    check("no title", refuses(paper_check(a, &none), "paper.title"));
    check("another language", refuses(paper_check(a, &tongue), "paper.language"));
    check("a month only", refuses(paper_check(a, &month), "paper.date"));
    check("of nobody", refuses(paper_check(a, &nobody), "paper.text"));
    check("too many", refuses(paper_check(a, &many), "paper.large"));
    check("without a foot", !paper_check(a, &footless));
}

/* ---- the frozen text ------------------------------------------------------------------------- */

#define FRAME "{\"paper\":1,\"title\":\"A\",\"language\":\"id\",\"author\":\"B\"," \
              "\"date\":\"2026-01-31\",\"foot\":null,\"blocks\":"

TEST(paper_freeze_and_back)
{
    struct arena *a = unit_arena();
    struct paper  p = whole(), back;
    struct str    frozen, again;

    check("frozen", !paper_freeze(a, &p, &frozen));
    check("thawed", !paper_thaw(a, frozen, &back));
    check("as many", back.n == p.n && str_eq(back.title, p.title) && str_eq(back.foot, p.foot));
    check("its date", date_cmp(back.date, p.date) == 0);
    check("its columns", back.block[6].n_columns == 2 && back.block[6].is_number[1]
          && !back.block[6].is_number[0]);
    check("a text", str_eq(back.block[7].text[3], sign[3]));
    check("again", !paper_freeze(a, &back, &again));
    check_text("the same bytes", again, frozen);
    check("its hash", paper_hash(a, frozen).n == 64
          && str_eq(paper_hash(a, frozen), paper_hash(a, again)));
    p.n--;
    check("one block less", !paper_freeze(a, &p, &again)
          && !str_eq(paper_hash(a, frozen), paper_hash(a, again)));
}

/* The text is kept for decades: it stays as it is. */
TEST(paper_frozen_text)
{
    static const struct paper_block table = { PAPER_TABLE, cells, 4, 2, types };
    struct paper p = { .title = S("A"), .language = S("id"), .author = S("B"),
                       .date = { 2026, 1, 31 }, .block = &table, .n = 1 };
    struct str   frozen;

    check("frozen", !paper_freeze(unit_arena(), &p, &frozen));
    check_text("the text", frozen,
               S(FRAME "[{\"kind\":\"table\",\"columns\":[\"text\",\"number\"],"
                 "\"text\":[\"Dimensi\",\"Nilai\",\"Tata Kelola\",\"3,25\"]}]}"));
}

TEST(paper_thaw)
{
    static const struct { const char *name, *text, *code; } row[] = {
        { "no blocks",        FRAME "[]}", NULL },
        { "one",              FRAME "[{\"kind\":\"note\",\"text\":[\"x\"]}]}", NULL },
        { "nothing",          "", "paper.frozen" },
        { "not JSON",         FRAME, "paper.frozen" },
        { "a list",           "[]", "paper.frozen" },
        { "a space more",     FRAME " []}", "paper.frozen" },
        { "a line more",      FRAME "[]}\n", "paper.frozen" },
        { "another version",  "{\"paper\":2,\"title\":\"A\",\"language\":\"id\",\"author\":\"B\","
                              "\"date\":\"2026-01-31\",\"foot\":null,\"blocks\":[]}",
          "paper.frozen" },
        { "another order",    "{\"title\":\"A\",\"paper\":1,\"language\":\"id\",\"author\":\"B\","
                              "\"date\":\"2026-01-31\",\"foot\":null,\"blocks\":[]}",
          "paper.frozen" },
        { "something more",   FRAME "[],\"x\":1}", "paper.frozen" },
        { "spelt otherwise",  FRAME "[{\"kind\":\"note\",\"text\":[\"\\u0078\"]}]}",
          "paper.frozen" },
        { "a kind of none",   FRAME "[{\"kind\":\"song\",\"text\":[\"x\"]}]}", "paper.shape" },
        { "a number",         FRAME "[{\"kind\":\"note\",\"text\":[1]}]}", "paper.frozen" },
        { "unknown",          FRAME "[{\"kind\":\"note\",\"text\":[null]}]}", "paper.text" },
        { "columns of a text", FRAME "[{\"kind\":\"note\",\"columns\":[],\"text\":[\"x\"]}]}",
          "paper.frozen" },
        { "a column of dates", FRAME "[{\"kind\":\"table\",\"columns\":[\"date\"],"
                               "\"text\":[\"x\"]}]}", "paper.frozen" },
    };
    struct arena *a = unit_arena();

    for (size_t i = 0; i < COUNT(row); i++) {
        struct paper p;
        struct err  *e = paper_thaw(a, str_of(row[i].text), &p);

        check(row[i].name, row[i].code ? e && refuses(e, row[i].code) : !e);
    }
}

/* ---- the PDF --------------------------------------------------------------------------------- */

static struct str
pdf_of(const struct paper *p)
{
    struct buf out = buf_in(unit_arena(), PAPER_PDF_MAX);

    check("made", !paper_pdf(unit_arena(), p, &out));
    return out.full ? S("") : buf_str(&out);
}

TEST(paper_pdf_same_bytes)
{
    struct paper p = whole();
    struct str   one = pdf_of(&p), other = pdf_of(&p);
    size_t       at;

    check("a PDF", str_starts(one, S("%PDF-1.5")) && str_find(one, S("/MarkInfo"), &at));
    check("the paper's own date", str_find(one, S("20260131000000Z"), &at));
    check("the same twice", one.n > 0 && str_eq(one, other));
    p.date.day = 30;
    other = pdf_of(&p);
    check("another day", !str_eq(one, other));
}

/* The hash of the same PDF, as another process makes it. */
static struct str
hash_elsewhere(const struct paper *p)
{
    static char hex[65];
    int         end[2];

    check("a pipe", pipe(end) == 0);
    pid_t child = fork();

    if (child == 0) {
        struct str is = paper_hash(unit_arena(), pdf_of(p));

        _exit(write(end[1], is.p, is.n) == 64 ? 0 : 1);
    }
    close(end[1]);
    ssize_t n = read(end[0], hex, 64);

    close(end[0]);
    waitpid(child, NULL, 0);
    return (struct str){ hex, n > 0 ? (size_t)n : 0 };
}

TEST(paper_pdf_elsewhere)
{
    struct paper p = whole();
    struct str   first = hash_elsewhere(&p);
    struct str   one = str_copy(unit_arena(), first);

    check("it came", one.n == 64);
    check_text("two processes", hash_elsewhere(&p), one);
    check_text("and this one", paper_hash(unit_arena(), pdf_of(&p)), one);
}

static void
many_rows(struct paper *p, struct paper_block *b, size_t rows)
{
    struct arena *a = unit_arena();
    struct str   *cell = NEWS(a, struct str, 2 * (rows + 1));

    cell[0] = S("Kepala-tabel");
    cell[1] = S("Angka");
    for (size_t i = 1; i <= rows; i++) {
        cell[2 * i] = str_fmt(a, "Baris-%zu", i);
        cell[2 * i + 1] = str_fmt(a, "%zu", i * 7);
    }
    *b = (struct paper_block){ PAPER_TABLE, cell, 2 * (rows + 1), 2, types };
    *p = whole();
    p->block = b;
    p->n = 1;
}

TEST(paper_pdf_pages)
{
    enum { SIGNS = 5 * PAPER_PAGES_MAX };           /* four fit onto a page */
    struct paper_block *b = NEWS(unit_arena(), struct paper_block, SIGNS);
    struct paper        p = whole();
    struct buf          out = buf_in(unit_arena(), PAPER_PDF_MAX);
    struct buf          small = buf_in(unit_arena(), 900);

    for (size_t i = 0; i < SIGNS; i++)
        b[i] = (struct paper_block){ PAPER_SIGN, sign, COUNT(sign), 0, NULL };
    check("no room for it", refuses(paper_pdf(unit_arena(), &p, &small), "paper.large"));
    p.block = b;
    p.n = SIGNS;
    check("over 2,000 pages", refuses(paper_pdf(unit_arena(), &p, &out), "paper.pages"));
    check("nothing was written", out.n < 4096);
}

TEST(paper_pdf_counts_pages)
{
    struct paper       p;
    struct paper_block b;
    int64_t            one = 0, many = 0;

    many_rows(&p, &b, 3);
    check("few rows", !paper_pages(unit_arena(), &p, &one) && one == 1);
    many_rows(&p, &b, 200);
    check("many rows", !paper_pages(unit_arena(), &p, &many) && many > 3);
    p.language = S("xx");
    check("not right", refuses(paper_pages(unit_arena(), &p, &many), "paper.language"));
}

/* A cell that is higher than a page, and a head that is. */
TEST(paper_pdf_high_cells)
{
    static char        much[PAPER_TEXT_MAX / 4];
    struct str         cell[] = { { much, sizeof much }, T("b"), { much, sizeof much }, T("d"),
                                  T("e"), T("f") };
    struct paper_block b = { PAPER_TABLE, cell, COUNT(cell), 2, types };
    struct paper       p = whole();

    for (size_t i = 0; i < sizeof much; i++)
        much[i] = i % PAPER_WORD_MAX ? 'w' : ' ';
    p.block = &b;
    p.n = 1;
    check("both", pdf_of(&p).n > 4096);
}

/* ---- the PDF, as another program reads it ---------------------------------------------------- */

enum { SAID_MAX = 1 << 20 };

static char *const as_text[]      = { "pdftotext", "-raw", "-", "-", NULL };
static char *const as_structure[] = { "pdfinfo", "-struct", "-", NULL };
static char *const as_facts[]     = { "pdfinfo", "-isodates", "-", NULL };
static char *const as_fonts[]     = { "pdffonts", "-", NULL };

/* What the program prints of the PDF, which it reads from its input; unknown: it is not there. */
static struct str
told_by(char *const argv[], struct str pdf)
{
    char  *out = NEWS(unit_arena(), char, SAID_MAX);
    FILE  *in = tmpfile();
    int    end[2] = { -1, -1 };
    size_t n = 0;

    check("a file", in && fwrite(pdf.p, 1, pdf.n, in) == pdf.n && !fflush(in) && !pipe(end));
    if (!in)
        return (struct str){ NULL, 0 };
    rewind(in);
    pid_t child = fork();

    if (child == 0) {
        dup2(fileno(in), 0);
        dup2(end[1], 1);
        setenv("TZ", "UTC", 1);
        execvp(argv[0], argv);
        _exit(127);
    }
    close(end[1]);
    for (ssize_t got = 1; got > 0 && n < SAID_MAX; n += got > 0 ? (size_t)got : 0)
        got = read(end[0], out + n, SAID_MAX - n);
    int is = 0;

    close(end[0]);
    fclose(in);
    waitpid(child, &is, 0);
    return is == 0 ? (struct str){ out, n } : (struct str){ NULL, 0 };
}

static size_t
count_of(struct str in, struct str what)
{
    size_t n = 0, at;

    while (str_find(in, what, &at)) {
        in = str_part(in, at + what.n, in.n);
        n++;
    }
    return n;
}

/* That each of them stands behind the one before. */
static void
check_order(struct str in, const struct str *what, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t at = 0;
        bool   is = str_find(in, what[i], &at);

        check(what[i].p, is);
        in = str_part(in, at, in.n);
    }
}

TEST(paper_pdf_reads_in_order)
{
    static const struct str order[] = {
        T("DINAS KOMUNIKASI"), T("BERITA ACARA"), T("Nomor"), T("Pada hari ini"), T("Satu hal."),
        T("1."), T("Hal yang lain."), T("Daerah"), T("Kota Kediri"), T("Tata Kelola"), T("3,25"),
        T("Lingkungan"), T("2,90"), T("Kediri, 31"), T("Nama Contoh"), T("NIP."), T("Periksa"),
        T("example.go.id"), T("Kaki"), T("1 / 1"),
    };
    static const struct str tags[] = {
        T("Document"), T("H1"), T("H2"), T("L"), T("LI"), T("Lbl"), T("LBody"), T("Table"), T("TR"),
        T("TH"), T("TD"), T("Figure"), T("P"),
    };
    struct paper p = whole();

    struct str   pdf = pdf_of(&p), said = told_by(as_text, pdf);
    size_t       at;

    if (!str_is_known(said)) {
        unit_skip("poppler-utils is not installed");
        return;
    }
    check_order(said, order, COUNT(order));
    check_order(told_by(as_structure, pdf), tags, COUNT(tags));
    struct str about = told_by(as_facts, pdf), fonts = told_by(as_fonts, pdf);

    check("its title", str_find(about, S("Berita acara"), &at));
    check("whose it is", str_find(about, S("Kota Kediri"), &at));
    check("of which day", str_find(about, S("2026-01-31T00:00:00Z"), &at));
    check("tagged", str_find(about, S("Tagged:          yes"), &at));
    check("A4", str_find(about, S("(A4)"), &at));
    check("fonts are in it", count_of(fonts, S("LiberationSans")) == 2
          && count_of(fonts, S(" yes yes yes")) == 2);
}

TEST(paper_pdf_table_over_pages)
{
    enum { ROWS = 200 };
    struct paper       p;
    struct paper_block b;

    many_rows(&p, &b, ROWS);
    struct str said = told_by(as_text, pdf_of(&p));

    if (!str_is_known(said)) {
        unit_skip("poppler-utils is not installed");
        return;
    }
    size_t pages = count_of(said, S("\f"));

    check("some pages", pages >= 3 && pages <= 8);
    check("a head on each", count_of(said, S("Kepala-tabel")) == pages);
    check("each row once", count_of(said, S("Baris-")) == ROWS);
    check("the last page", count_of(said, str_fmt(unit_arena(), "%zu / %zu", pages, pages)) == 1);
}
