/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* document_care_test.c — on both engines: changes of a document, what ends, a thing's evidence. */
#include "office/document/document_care.h"
#include "office/document/document_edit.h"
#include "office/document/document_expiry.h"
#include "office/document/document_test.h"
#include "store/store.h"
#include "store/store_test.h"
#include "unit_slices.h"

static void
begin(struct cx *cx)
{
    document_test_begin(cx);
    cx->now_s = 1795323600;             /* 2026-11-22, noon in Kediri */
}

static struct str
add(struct cx *cx, const char *title, const char *valid_to, struct str bytes)
{
    return document_test_add(cx, (struct document_new){
        .title = str_of(title), .org = S("a1"), .sensitivity = SENSITIVITY_INTERNAL,
        .valid_to = *valid_to ? date_of_iso(str_of(valid_to)) : (struct date){ 0 } }, bytes);
}

/* ---- changes --------------------------------------------------------------------------------- */

static struct document_edit_form
now(struct cx *cx, struct str code)
{
    struct record_state state = { 0 };

    check_ok("loaded", document_edit_kind.load(cx, code, &state));
    return *(const struct document_edit_form *)state.values;
}

static struct err *
change(struct cx *cx, struct str code, int64_t version, struct document_edit_form f,
       const char *why)
{
    bool changed;

    return record_change(cx, &document_edit_kind, (struct record_wish){ .key = code,
        .version = version, .values = &f, .why = str_of(why) }, &changed);
}

ON_BOTH(document_edit_refuses)
{
    static const struct { const char *name, *from, *to, *why, *code; } row[] = {
        { "ends before it begins", "2026-02-01", "2026-01-31", "salah ketik", "document.order" },
        { "no reason",             "2026-01-01", "2026-12-31", "",            "record.reason"  },
        { "one day",               "2026-01-01", "2026-01-01", "salah ketik", NULL },
    };

    begin(cx);
    struct str code = add(cx, "SK Tim", "", S(PDF("satu")));

    for (size_t i = 0; i < COUNT(row); i++) {
        struct document_edit_form f = now(cx, code);

        f.valid_from = date_of_iso(str_of(row[i].from));
        f.valid_to = date_of_iso(str_of(row[i].to));
        struct err *e = change(cx, code, 0, f, row[i].why);

        check(row[i].name, row[i].code ? is_code(e, row[i].code) : !e);
    }
}

ON_BOTH(document_edit_by_two_at_once)
{
    struct document d;

    begin(cx);
    struct str                code = add(cx, "SK Tim", "", S(PDF("satu")));
    struct document_edit_form first = now(cx, code), second = first;

    first.title = S("SK Tim Kota Cerdas 2026");
    second.title = S("SK Tim yang lain");
    check_ok("the first is in", change(cx, code, 1, first, "nama lengkap"));
    check("the second is told", is_code(change(cx, code, 1, second, "nama lain"),
                                        "record.changed_meanwhile"));
    check_ok("got", document_get(cx, code, &d));
    check_text("the first's", d.title, S("SK Tim Kota Cerdas 2026"));
    check("the first's alone", d.version == 2);
    check_ok("a newer copy is a change too", document_test_renew(cx, code, S(PDF("dua"))));
    check("seen before it", is_code(change(cx, code, 2, second, "nama lain"),
                                    "record.changed_meanwhile"));
}

ON_BOTH(document_edit_hides)
{
    struct who      who = { .kind = WHO_PERSON, .account_id = 7, .post = { .id = 1, .post_id = 9,
        .kind = POST_MENTOR, .scope = { .region = { "35.71", 5 } } } };
    struct document d;

    begin(cx);
    struct str                code = add(cx, "SK Tim", "", S(PDF("satu")));
    struct document_edit_form f = now(cx, code);

    cx->who = &who;
    check_ok("a mentor sees it", document_get(cx, code, &d));
    check("and does not change it", is_code(change(cx, code, 0, f, "coba saja"), "right.denied"));
    cx->who = &who_program;
    f.sensitivity = SENSITIVITY_RESTRICTED;
    check_ok("it is restricted", change(cx, code, 0, f, "memuat data pribadi"));
    cx->who = &who;
    check("and not seen any more", is_code(document_get(cx, code, &d), "document.unknown"));
}

/* ---- what ends ------------------------------------------------------------------------------- */

static struct err *
cite_once(struct cx *cx, void *arg)
{
    return document_cite(cx, *(struct str *)arg, (struct citation){ "test_item", S("k1"), S("1") });
}

ON_BOTH(document_expiring_lists)
{
    struct expiring_set set;
    struct date         next = date_of_iso(S("2027-01-01"));

    begin(cx);
    struct str over = add(cx, "Sudah lewat", "2026-11-21", S(PDF("a")));

    add(cx, "Hari ini", "2026-11-22", S(PDF("b")));
    add(cx, "Akhir tahun", "2026-12-31", S(PDF("c")));
    add(cx, "Tahun depan", "2027-01-01", S(PDF("d")));
    add(cx, "Tanpa batas", "", S(PDF("e")));
    check_ok("cited", store_change(cx, "cite", cite_once, &over));
    check_ok("listed", document_expiring(cx, 0, next, 0, &set));
    check("what is over, what ends before", set.n == 3 && !set.more);
    check("what is over first", set.row[0].is_over && str_eq(set.row[0].document->code, over));
    check("the last day counts", !set.row[1].is_over && !set.row[2].is_over);
    check("who waits for it", set.row[0].n_open == 1 && set.row[1].n_open == 0);
    check_ok("90 days ahead", document_expiring(cx, 0, (struct date){ 0 }, 0, &set));
    check("to 20 February", set.n == 4 && set.next.month == 2 && set.next.day == 20);
    struct findings *f = NEW(cx->arena, struct findings);

    check_ok("the doctor", document_examine_expiry(cx, f));
    check("tells the cited one", f->n == 1 && f->row[0].level == FINDING_DOUBT);
}

/* ---- a thing's evidence ---------------------------------------------------------------------- */

static bool
says(struct html h, const char *words)
{
    size_t at;

    return str_find((struct str){ h.safe, h.n }, str_of(words), &at);
}

static struct err *
cite_and_lock(struct cx *cx, void *arg)
{
    struct citation open = { "test_item", S("k1"), S("3.2.1") }, decided = open;
    struct str      code = *(struct str *)arg;

    decided.part = S("3.2.2");
    TRY(document_cite(cx, code, open));
    TRY(document_cite(cx, code, decided));
    return document_lock(cx, decided);
}

static struct err *
look_once(struct cx *cx, void *arg)
{
    return document_looked(cx, *(struct str *)arg,
                           (struct citation){ "test_item", S("k1"), S("3.2.1") });
}

/* A newer copy reopens what is open, and nothing that is decided. */
ON_BOTH(documents_draw_says_what_waits)
{
    struct str  none = { NULL, 0 };
    struct html open, decided, all;

    begin(cx);
    struct str code = add(cx, "SK <Tim>", "2026-11-21", S(PDF("satu")));

    check_ok("nothing is cited", documents_draw(cx, "test_item", S("k1"), none, &all));
    check("and nothing drawn", html_is_empty(all));
    check_ok("cited", store_change(cx, "cite", cite_and_lock, &code));
    check_ok("renewed", document_test_renew(cx, code, S(PDF("dua"))));
    check_ok("drawn", documents_draw(cx, "test_item", S("k1"), S("3.2.1"), &open));
    check_ok("drawn", documents_draw(cx, "test_item", S("k1"), S("3.2.2"), &decided));
    check_ok("drawn", documents_draw(cx, "test_item", S("k1"), none, &all));
    check("the open one waits", says(open, "a newer copy waits") && says(open, "/copies/1"));
    check("the decided one does not", !says(decided, "a newer copy waits")
                                      && says(decided, "decided: this copy stays"));
    check("both, by their parts", says(all, "3.2.1: ") && says(all, "3.2.2: "));
    check("it is over", says(open, "over since"));
    check("escaped", says(open, "SK &lt;Tim&gt;"));
    check_ok("looked at", store_change(cx, "look", look_once, &code));
    check_ok("drawn", documents_draw(cx, "test_item", S("k1"), S("3.2.1"), &open));
    check("it waits no more", !says(open, "a newer copy waits"));
    cx->who = &who_nobody;
    check_ok("drawn", documents_draw(cx, "test_item", S("k1"), none, &all));
    check("of what is not seen: that it is there", says(all, "a document that you may not see")
                                                   && !says(all, "Tim"));
}
