/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* document_zip_test.c — a ZIP of evidence on both engines: taken once, cited, listed, given on. */
#include "office/document/document_zip.h"

#include "ground/job/job_run.h"
#include "module.h"
#include "office/document/document_care.h"
#include "office/document/document_test.h"
#include "office/document/document_vault.h"
#include "office/document/document_zip_part.h"
#include "paper/zip_out.h"
#include "store/store_test.h"
#include "unit_slices.h"

/* ---- a thing that asks ----------------------------------------------------------------------- */

static int  opened, fails_at;           /* the nth time it is asked; 0: never */
static bool is_closed;                  /* item 3.2.2 takes no more           */

static struct err *
open_thing(struct cx *cx, struct str key, struct evidence_wanted *wanted)
{
    static struct evidence_part part[] = {
        { { "3.2.1", 5 }, { "3.2.1", 5 }, { "SK tim", 6 }, false },
        { { "3.2.2", 5 }, { "3.2.2", 5 }, { "Laporan", 7 }, false },
        { { "3.2.3", 5 }, { "3.2.3", 5 }, { "Diputus", 7 }, true },
        { { "lain", 4 }, { "lain", 4 }, { "Lainnya", 7 }, false },
    };

    if (++opened == fails_at)
        return err_of(cx->arena, (struct err){ .kind = ERR_BUSY, .code = "test.away",
                                               .text = MSG("This was only tried.") });
    if (!str_eq(key, S("k1")))
        return err_of(cx->arena, (struct err){ .kind = ERR_MISSING, .code = "test.unknown",
                                               .text = MSG("This was only tried.") });
    part[1].closed = is_closed;
    *wanted = (struct evidence_wanted){ .name = S("Permintaan uji"), .href = S("/uji/k1"),
                                        .org = S("a1"), .part = part, .n = COUNT(part) };
    return NULL;
}

static const struct evidence_kind asking[] = { { "test_ask", open_thing } };
static const struct module        test_module = { .name = "test", .evidence = asking,
                                                  .n_evidence = COUNT(asking) };
static const struct module *const modules[] = { &document_care_module, &test_module, NULL };

/* ---- help ------------------------------------------------------------------------------------ */

static void
begin(struct cx *cx)
{
    document_test_begin(cx);
    opened = fails_at = 0;
    is_closed = false;
    cx->modules = modules;
}

struct packed { const char *name, *bytes; };

static int
zip_of(struct cx *cx, const struct packed *file, size_t n)
{
    int             fd = unit_file(S(""));
    struct zip_out *zip;

    check_ok("a ZIP", zip_out_open(cx->arena, fd, &zip));
    for (size_t i = 0; i < n; i++) {
        check_ok(file[i].name, zip_out_begin(zip, str_of(file[i].name), true));
        check_ok(file[i].name, zip_out_add(zip, str_of(file[i].bytes)));
    }
    check_ok("closed", zip_out_close(zip));
    return fd;
}

static struct err *
send(struct cx *cx, const struct packed *file, size_t n, struct str *code)
{
    return document_zip_add(cx, &(struct document_zip_new){
        .thing = S("test_ask"), .key = S("k1"), .sensitivity = SENSITIVITY_INTERNAL,
        .source = { .fd = zip_of(cx, file, n), .name = S("bukti.zip") } }, code);
}

/* As a runner does; false: nothing is due. */
static bool
work(struct cx *cx)
{
    struct job_taken taken;
    bool             found;

    check_ok("looked for work", job_take(cx, &taken, &found));
    if (found)
        check_ok("its end is written", job_run(cx, &taken));
    return found;
}

static struct document_zip_files
files_of(struct cx *cx, struct str code)
{
    struct document_zip       zip;
    struct document_zip_files files = { .n = 0 };

    check_ok("got", document_zip_get(cx, code, &zip));
    check_ok("listed", document_zip_files_of(cx, &zip, 0, &files));
    return files;
}

static const struct document_zip_file *
file_at(const struct document_zip_files *files, const char *path)
{
    for (size_t i = 0; i < files->n; i++)
        if (str_eq(files->row[i].path, str_of(path)))
            return &files->row[i];
    return NULL;
}

static size_t
cited_at(struct cx *cx, const char *part)
{
    struct document_cited_set set;
    size_t                    n = 0;

    check_ok("cited", documents_of(cx, "test_ask", S("k1"), &set));
    for (size_t i = 0; i < set.n; i++)
        n += str_eq(set.row[i].part, str_of(part));
    return n;
}

static size_t
documents(struct cx *cx)
{
    struct document_set set;

    check_ok("listed", document_list_of(cx, (struct document_filter){ .most = 100 }, &set));
    return set.n;
}

static const struct packed files[] = {
    { "3.2.1 SK Tim.pdf", PDF("satu") },
    { "3.2.2/Laporan.pdf", PDF("dua") },
    { "foto 3.2.1.pdf", PDF("tiga") },
    { "3.2.3 Sudah diputus.pdf", PDF("empat") },
    { "surat.pdf", PDF("lima") },
    { "3.2.2 salinan SK.pdf", PDF("satu") },
    { "3.2.1 skrip.pdf", "%PDF-1.4\n1 0 obj<</S/JavaScript/JS(app.alert(1))>>endobj\n%%EOF\n" },
    { "3.2.1 jalan.exe", "MZ\x90" },
    { "3.2.1 kosong.pdf", "" },
    { "__MACOSX/._3.2.1 SK Tim.pdf", "x" },
};

/* ---- what becomes of each file --------------------------------------------------------------- */

ON_BOTH(document_zip_files_are_told)
{
    static const struct { const char *path, *state, *why, *part; bool has; } row[] = {
        { "3.2.1 SK Tim.pdf",        "cited",   "NAME",      "3.2.1", true  },
        { "3.2.2/Laporan.pdf",       "cited",   "FOLDER",    "3.2.2", true  },
        { "foto 3.2.1.pdf",          "doubt",   "INSIDE",    "3.2.1", true  },
        { "3.2.3 Sudah diputus.pdf", "none",    "CLOSED",    "3.2.3", true  },
        { "surat.pdf",               "none",    "NO_NUMBER", NULL,    true  },
        { "3.2.2 salinan SK.pdf",    "cited",   "NAME",      "3.2.2", true  },
        { "3.2.1 skrip.pdf",         "refused", "NAME",      "3.2.1", false },
        { "3.2.1 jalan.exe",         "refused", "NAME",      "3.2.1", false },
        { "3.2.1 kosong.pdf",        "refused", "NAME",      "3.2.1", false },
    };
    struct str code;

    begin(cx);
    check_ok("sent", send(cx, files, COUNT(files), &code));
    check("worked", work(cx));
    struct document_zip_files list = files_of(cx, code);

    check("what computers leave is not listed", list.n == COUNT(row));
    for (size_t i = 0; i < COUNT(row); i++) {
        const struct document_zip_file *f = file_at(&list, row[i].path);

        check(row[i].path, f != NULL);
        if (!f)
            continue;
        check_text(row[i].path, f->state, str_of(row[i].state));
        check_text(row[i].path, f->why, str_of(row[i].why));
        check(row[i].path, str_is_known(f->document_code) == row[i].has);
        check(row[i].path, str_is_known(f->part) == (row[i].part != NULL));
        check(row[i].path, msg_is(document_zip_why(cx, f)));
    }
    check("the same bytes are one document", documents(cx) == 5 && cited_at(cx, "3.2.2") == 2);
    check("what is in doubt is not cited", cited_at(cx, "3.2.1") == 1);
    check("what is decided takes no more", cited_at(cx, "3.2.3") == 0);
}

/* ---- once ------------------------------------------------------------------------------------ */

ON_BOTH(document_zip_is_taken_once)
{
    struct str code, again;

    begin(cx);
    check_ok("sent", send(cx, files, COUNT(files), &code));
    check_ok("sent twice", send(cx, files, COUNT(files), &again));
    check_text("is the same", again, code);
    check("worked", work(cx));
    check("one job", !work(cx));
    check_ok("sent later", send(cx, files, COUNT(files), &again));
    check_text("is the same still", again, code);
    check("no job any more", !work(cx));
    check_ok("another ZIP", send(cx, files, 2, &again));
    check("another", !str_eq(again, code) && work(cx));
    check("its files are known", documents(cx) == 5 && cited_at(cx, "3.2.2") == 2);
}

/* The database goes away within the change that takes the second file. */
ON_BOTH(document_zip_goes_on)
{
    struct str code;

    begin(cx);
    check_ok("sent", send(cx, files, COUNT(files), &code));
    fails_at = 4;                       /* sent, begun, one file, and another */
    check("worked", work(cx));
    check("one file is taken", files_of(cx, code).n == 1 && documents(cx) == 1);
    fails_at = 0;
    cx->now_s += 86400;
    check("it goes on", work(cx));
    check("each once", files_of(cx, code).n == 9 && documents(cx) == 5
                       && cited_at(cx, "3.2.1") == 1 && cited_at(cx, "3.2.2") == 2);
}

/* ---- what is not taken at all ---------------------------------------------------------------- */

ON_BOTH(document_zip_refuses)
{
    static const struct packed outside[] = { { "3.2.1.pdf", PDF("x") }, { "../3.2.1.pdf", "x" } };
    struct document_zip_new    plain = { .thing = S("test_ask"), .key = S("k1") };
    struct str                 code;

    begin(cx);
    check("a name that leaves", is_code(send(cx, outside, 2, &code), "zip.name"));
    plain.source = (struct document_source){ .fd = unit_file(S(PDF("a"))), .name = S("a.zip") };
    check("no ZIP", is_code(document_zip_add(cx, &plain, &code), "document_zip.not"));
    plain.key = S("k2");
    check("no such thing", is_code(document_zip_add(cx, &plain, &code), "test.unknown"));
    plain.thing = S("nothing");
    check("nothing asks so", is_code(document_zip_add(cx, &plain, &code), "zip.thing"));
    check("nothing is taken", documents(cx) == 0 && !work(cx));
}

/* ---- giving on ------------------------------------------------------------------------------- */

ON_BOTH(document_zip_is_given)
{
    struct str code;

    begin(cx);
    check_ok("sent", send(cx, files, COUNT(files), &code));
    check("worked", work(cx));
    check_ok("what is in doubt", document_zip_assign(cx, code, 2, S("3.2.1")));
    check_ok("an item without a number", document_zip_assign(cx, code, 4, S("lain")));
    check_ok("from one to another", document_zip_assign(cx, code, 1, S("3.2.1")));
    check_ok("the same again", document_zip_assign(cx, code, 1, S("3.2.1")));
    check("cited there", cited_at(cx, "3.2.1") == 3 && cited_at(cx, "lain") == 1);
    check("and no longer before", cited_at(cx, "3.2.2") == 1);
    check("no such item", is_code(document_zip_assign(cx, code, 2, S("9")), "document_zip.part"));
    check("none", is_code(document_zip_assign(cx, code, 2, S("")), "document_zip.part"));
    check("a decided one", is_code(document_zip_assign(cx, code, 2, S("3.2.3")),
                                   "document_zip.part"));
    check("what was refused", is_code(document_zip_assign(cx, code, 6, S("3.2.1")),
                                      "document_zip.file"));
    check("no such file", is_code(document_zip_assign(cx, code, 77, S("3.2.1")),
                                  "document_zip.file"));
    check_ok("decided", document_lock(cx, (struct citation){ "test_ask", S("k1"), S("3.2.1") }));
    check("the decided keep theirs", is_code(document_zip_assign(cx, code, 1, S("lain")),
                                             "document.locked"));
    check("and it is as it was", cited_at(cx, "3.2.1") == 3 && cited_at(cx, "lain") == 1);
}

/* ---- its bytes ------------------------------------------------------------------------------- */

static struct err *
none_is_wanted(struct cx *cx, struct str code, bool *is)
{
    (void)cx;
    (void)code;
    *is = false;
    return NULL;
}

ON_BOTH(document_zip_bytes_stay_until_its_end)
{
    struct document_zip zip;
    struct str          code;
    int64_t             n, bytes;
    int                 fd;

    begin(cx);
    check_ok("sent", send(cx, files, COUNT(files), &code));
    check_ok("got", document_zip_get(cx, code, &zip));
    check_ok("counted", document_files_count(cx, &n, &bytes));
    check("the vault has to have it", n == 1 && bytes == zip.bytes);
    check("worked", work(cx));
    check_ok("counted", document_files_count(cx, &n, &bytes));
    check("and then its files", n == 5);
    struct vault_sweep sweep = { .before_s = cx->now_s + 400 * INT64_C(86400) * 365,
                                 .is_wanted = none_is_wanted, .is_awaited = none_is_wanted };

    check_ok("swept", vault_sweep(cx, &sweep));
    check("the ZIP is gone with them", is_code(vault_open(cx, zip.sha256, &fd), "vault.missing"));
}
