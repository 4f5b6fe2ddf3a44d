/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* letter_test.c — issuing, replacing and comparing, on both engines. */
#include "office/letter/letter.h"

#include "ground/journal/journal.h"
#include "right.h"
#include "site.h"
#include "store/store_test.h"
#include "unit_slices.h"

static const char orgs[] =
    "code,kind,name,short_name,region_code,parent_code,valid_from,valid_to,successor_code,law,"
    "source\n"
    "a1,agency,Dinas A,,,,,,,,x\n";

static const struct str         said[] = { { "Isi surat.", 10 } };
static const struct paper_block block = { .kind = PAPER_TEXT, .text = said, .n = 1 };
static const struct paper       paper = {
    .title = { "Surat", 5 }, .language = { "id", 2 }, .author = { "Dinas A", 7 },
    .date = { 2026, 1, 31 }, .block = &block, .n = 1,
};
static const struct site here = { .url = { "https://example.go.id", 21 } };

static void
begin(struct cx *cx, struct org *org)
{
    int64_t n;

    cx->site = &here;
    cx->who = &who_program;
    check_ok("an agency", org_import_text(cx, S("org.csv"), str_of(orgs), &n));
    check_ok("it is there", org_get(cx, S("a1"), org));
}

static struct err *
issue_once(struct cx *cx, void *arg)
{
    return letter_issue(cx, arg);
}

struct ending { struct str code; };

static struct err *
end_once(struct cx *cx, void *arg)
{
    const struct ending *e = arg;

    return letter_end(cx, e->code, S("a mistake"));
}

static struct err *
issue(struct cx *cx, const struct org *org, struct letter_ready *r, struct str replaces)
{
    TRY(letter_prepare(cx, &paper, r));
    return store_change(cx, "test", issue_once, &(struct letter_issuing){
        .ready = r, .kind = "test_letter", .org = org, .replaces = replaces });
}

ON_BOTH(letter_issued)
{
    struct org          org;
    struct letter_ready ready;
    struct letter       l;
    struct paper        back;
    struct buf          pdf = buf_in(cx->arena, PAPER_PDF_MAX);
    enum letter_match   is;

    begin(cx, &org);
    check_ok("issued", issue(cx, &org, &ready, (struct str){ NULL, 0 }));
    check("no such", is_code(letter_get(cx, S("XXXX-XXXX-XXXX"), &l), "letter.unknown"));
    check_ok("found", letter_get(cx, ready.code, &l));
    check_text("its text", l.content, ready.frozen);
    check("holds", !l.ended_at.known && str_eq(l.org_code, S("a1")));
    check_ok("its blocks", letter_paper(cx, &l, &back));
    check("with a QR at its end", back.n == 2 && back.block[1].kind == PAPER_QR);
    check_text("to its page", back.block[1].text[0],
               str_fmt(cx->arena, "https://example.go.id/papers/%.*s", TEXT(ready.code)));
    check_ok("its PDF", letter_pdf(cx, &l, &pdf));
    check_text("the same as on the day", paper_hash(cx->arena, buf_str(&pdf)), ready.pdf_sha256);
    check("the text's digest", !letter_compare(cx, &l, ready.sha256, &is)
          && is == LETTER_SAME_TEXT);
    check("the PDF's", !letter_compare(cx, &l, ready.pdf_sha256, &is) && is == LETTER_SAME_PDF);
    check("another", !letter_compare(cx, &l, paper_hash(cx->arena, S("x")), &is)
          && is == LETTER_OTHER);
    l.content = str_fmt(cx->arena, "%.*s ", TEXT(l.content));
    check("a changed text", is_code(letter_paper(cx, &l, &back), "letter.changed"));
}

ON_BOTH(letter_replaced)
{
    struct org           org;
    struct letter_ready  first, second, third;
    struct letter        l;
    struct journal_lines told;

    begin(cx, &org);
    check_ok("the first", issue(cx, &org, &first, (struct str){ NULL, 0 }));
    check_ok("the second", issue(cx, &org, &second, first.code));
    check_ok("found", letter_get(cx, first.code, &l));
    check("holds no more", l.ended_at.known && str_eq(l.replaced_by, second.code));
    check("only once", is_code(issue(cx, &org, &third, first.code), "letter.ended"));
    check("and nothing is left of it", is_code(letter_get(cx, third.code, &l), "letter.unknown"));
    check_ok("ended", store_change(cx, "test", end_once, &(struct ending){ second.code }));
    check_ok("found too", letter_get(cx, second.code, &l));
    check("without another", l.ended_at.known && !str_is_known(l.replaced_by)
          && str_eq(l.ended_why, S("a mistake")));
    check_ok("told", journal_of(cx, &(struct journal_topic){ "letter", second.code,
                                { S(""), org.id.n } }, &told));
    check("both facts", told.n == 2 && told.row[0].verb == JOURNAL_ENDED
          && told.row[1].verb == JOURNAL_ADDED);
}

ON_BOTH(letter_without_an_address)
{
    struct letter_ready ready;

    cx->site = NULL;
    check("refused", is_code(letter_prepare(cx, &paper, &ready), "letter.address"));
}
