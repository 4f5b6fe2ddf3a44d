/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* org_edit_test.c — changes of an organisation: rules, versions, the journal, drafts. */
#include "ground/org/org_edit.h"

#include <string.h>

#include "ground/org/org_page.h"
#include "ground/record/record_draft.h"
#include "ground/region/region_sql.h"
#include "unit.h"
#include "unit_slices.h"

static const enum store_kind engine[] = { STORE_SQLITE, STORE_POSTGRES };

static const char text[] =
    "code,kind,name,short_name,region_code,parent_code,valid_from,valid_to,successor_code,law,"
    "source\n"
    "a1,agency,Dinas A,DA,35.71,,2016-11-01,,,,Perda 5/2016\n"
    "b1,agency,Dinas B,,35.71,,,,,,Perda 5/2016\n";

/* A city with two agencies; whoever acts next is the program. */
static struct cx *
begin(enum store_kind kind)
{
    struct cx       *cx = unit_slices_cx(kind);
    struct region_id id;
    int64_t          n_new;

    if (!cx)
        return NULL;
    cx->who = &who_program;
    check("a region to be in", !region_add(cx, &(struct region_add_in){
        .code = S("35.71"), .kind = S("city"), .name = S("Kota Kediri"), .parent_code = S("35"),
        .source = S("test") }, &id));
    check("two agencies", !org_import_text(cx, S("org.csv"), str_of(text), &n_new) && n_new == 2);
    return cx;
}

static struct org_form
now(struct cx *cx, const char *code)
{
    struct record_state state = { 0 };

    check("it is there", !org_edit_kind.load(cx, str_of(code), &state));
    return *(const struct org_form *)state.values;
}

static struct err *
change(struct cx *cx, const struct record_kind *kind, int64_t version, struct org_form f,
       const char *why)
{
    bool changed;

    return record_change(cx, kind, (struct record_wish){ .key = S("a1"), .version = version,
        .values = &f, .why = str_of(why) }, &changed);
}

static size_t
facts(struct cx *cx, const char *code, struct journal_lines *lines)
{
    struct journal_topic topic = { .thing = "org", .key = str_of(code),
                                   .scope = { .region = { "35.71", 5 } } };

    check("the history can be read", !journal_of(cx, &topic, lines));
    return lines->n;
}

TEST(org_edit_refuses)
{
    static const struct { const char *name, *from, *to, *code, *where; } row[] = {
        { "baseline",                     "2016",       "2020",       NULL,        NULL         },
        { "a day that never was",         "2016-02-30", "",           "org.date",  "valid_from" },
        { "an end that is no date",       "2016",       "tomorrow",   "org.date",  "valid_to"   },
        { "an end before the beginning",  "2016",       "2015",       "org.order", "valid_to"   },
    };

    for (size_t e = 0; e < COUNT(engine); e++)
        for (size_t i = 0; i < COUNT(row); i++) {
            struct cx           *cx = begin(engine[e]);
            struct journal_lines lines;

            if (!cx)
                continue;
            struct org_form f = now(cx, "a1");

            f.valid_from = str_of(row[i].from);
            f.valid_to = str_of(row[i].to);
            struct err *err = change(cx, &org_edit_kind, 0, f, NULL);

            check(row[i].name, row[i].code ? err && strcmp(err->code, row[i].code) == 0 : !err);
            check(row[i].name, !err || str_eq(err->where, str_of(row[i].where)));
            check(row[i].name, facts(cx, "a1", &lines) == (row[i].code ? 0 : 1));
        }
}

TEST(org_edit_by_two_at_once)
{
    for (size_t e = 0; e < COUNT(engine); e++) {
        struct cx           *cx = begin(engine[e]);
        struct journal_lines lines;

        if (!cx)
            continue;
        struct org_form first = now(cx, "a1"), second = first;

        first.name = S("Dinas Satu");
        second.short_name = S("DS");
        check("both began with version 1; the first is in",
              !change(cx, &org_edit_kind, 1, first, "typo"));
        struct err *err = change(cx, &org_edit_kind, 1, second, NULL);

        check("the second is told", err && strcmp(err->code, "record.changed_meanwhile") == 0);
        check_text("and nothing of it is written", now(cx, "a1").short_name, S("DA"));
        check_text("nor is the first lost", now(cx, "a1").name, S("Dinas Satu"));
        check("one fact", facts(cx, "a1", &lines) == 1);
        check("of one field", lines.n == 1 && lines.row[0].n_fields == 1);
        check_text("from", lines.row[0].field[0].before, S("Dinas A"));
        check_text("to", lines.row[0].field[0].after, S("Dinas Satu"));
        check_text("why", lines.row[0].why, S("typo"));
        check("the same again is no change", !change(cx, &org_edit_kind, 2, now(cx, "a1"), NULL)
              && facts(cx, "a1", &lines) == 1);
    }
}

TEST(org_edit_asks_who)
{
    static const struct {
        const char *name; enum post_kind kind; const char *region; bool own_org, may;
    } row[] = {
        { "the city's coordinator",     POST_COORDINATOR,    "35.71", false, true  },
        { "the province's",             POST_COORDINATOR,    "35",    false, true  },
        { "another city's",             POST_COORDINATOR,    "35.73", false, false },
        { "the head of this agency",    POST_HEAD_OF_AGENCY, "35.71", true,  true  },
        { "an auditor",                 POST_AUDITOR,        "35.71", false, false },
        { "in no post",                 POST_NONE,           "",      false, false },
    };

    for (size_t e = 0; e < COUNT(engine); e++)
        for (size_t i = 0; i < COUNT(row); i++) {
            struct cx *cx = begin(engine[e]);
            struct who who = { .kind = WHO_PERSON, .account_id = 1 };
            struct org org;

            if (!cx)
                continue;
            check("the agency", !org_get(cx, S("a1"), &org));
            who.post = (struct hold){ .post_id = 1, .kind = row[i].kind, .scope = {
                .region = str_of(row[i].region), .org = row[i].own_org ? org.id.n : 0 } };
            struct org_form f = now(cx, "a1");

            f.name = S("Dinas Baru");
            cx->who = &who;
            struct err *err = change(cx, &org_edit_kind, 0, f, NULL);

            check(row[i].name, row[i].may ? !err : err && strcmp(err->code, "right.denied") == 0);
            check_text(row[i].name, now(cx, "a1").name,
                       row[i].may ? S("Dinas Baru") : S("Dinas A"));
        }
}

/* A code stays for good: who could take another place's would keep it from its owner. */
TEST(org_new_takes_no_code_of_another_place)
{
    static const struct { const char *code; bool may; } row[] = {
        { "35.71-dkid", true }, { "35.73-dkid", false }, { "35-dkid", false }, { "dkid", false },
    };

    for (size_t e = 0; e < COUNT(engine); e++)
        for (size_t i = 0; i < COUNT(row); i++) {
            struct cx      *cx = begin(engine[e]);
            struct org_form f = { .code = str_of(row[i].code), .name = S("Dinas Digital"),
                                  .kind = 1, .region = S("35.71"), .source = S("Perda 1/2026") };
            bool            changed = false;

            if (!cx)
                continue;
            struct err *err = record_change(cx, &org_new_kind, (struct record_wish){
                .key = S("new"), .values = &f }, &changed);

            check(row[i].code, row[i].may ? !err : err && strcmp(err->code, "org.code") == 0);
            check(row[i].code, !err || str_eq(err->where, S("code")));
        }
}

TEST(org_end_is_a_decision)
{
    static const struct { const char *name, *to, *successor, *law, *why, *code; } row[] = {
        { "baseline",         "2025-01-01", "b1", "Perda 1/2025", "merged", NULL },
        { "nothing goes on",  "2025-01-01", "",   "",             "merged", NULL },
        { "without a reason", "2025-01-01", "b1", "Perda 1/2025", "",       "record.reason" },
        { "without the law",  "2025-01-01", "b1", "",             "merged", "org.succession" },
        { "into one that is not", "2025-01-01", "c1", "Perda 1/2025", "merged", "org.successor" },
        { "into itself",      "2025-01-01", "a1", "Perda 1/2025", "merged", "org.successor" },
        { "before it began",  "2015",       "b1", "Perda 1/2025", "merged", "org.order" },
    };

    for (size_t e = 0; e < COUNT(engine); e++)
        for (size_t i = 0; i < COUNT(row); i++) {
            struct cx        *cx = begin(engine[e]);
            struct org_record r;

            if (!cx)
                continue;
            struct org_form f = now(cx, "a1");

            f.valid_to = str_of(row[i].to);
            f.successor = str_of(row[i].successor);
            f.law = str_of(row[i].law);
            struct err *err = change(cx, &org_end_kind, 1, f, row[i].why);

            check(row[i].name, row[i].code ? err && strcmp(err->code, row[i].code) == 0 : !err);
            check("the record", !org_record_get(cx, S("a1"), &r));
            check(row[i].name, str_is_known(r.org.valid_to) == !row[i].code);
            check(row[i].name, r.n_after == (!row[i].code && row[i].successor[0] ? 1 : 0));
            if (row[i].code)
                continue;
            f.valid_to = S("2026");
            err = change(cx, &org_end_kind, 0, f, "again");
            check("it ends once", err && strcmp(err->code, "org.ended") == 0);
        }
}

TEST(org_drafts_belong_to_the_post)
{
    for (size_t e = 0; e < COUNT(engine); e++) {
        struct cx  *cx = begin(engine[e]);
        struct who  budi = { .kind = WHO_PERSON, .account_id = 1, .post = { .post_id = 7 } };
        struct who  ani = { .kind = WHO_PERSON, .account_id = 2, .post = { .post_id = 7 } };
        struct who  other = { .kind = WHO_PERSON, .account_id = 1, .post = { .post_id = 8 } };
        struct str  href = S("/organisations/a1/edit");
        struct record_draft_set    set;
        struct record_draft_new in = { .scope = { .region = S("35.71") }, .thing = S("org"),
            .key = S("a1"), .href = href, .name = S("Change Dinas A"), .body = S("name=X"),
            .base_version = 1 };
        int64_t n;

        if (!cx)
            continue;
        cx->who = &budi;
        check("one is kept", !record_draft_keep(cx, &in) && !record_draft_keep(cx, &in));
        cx->who = &ani;
        check("who holds the post next finds it",
              !record_drafts_at(cx, href, &set) && set.n == 1 && set.row[0].account_id == 1);
        in.body = S("name=Y");
        check("and keeps one of her own", !record_draft_keep(cx, &in));
        check("nobody's is lost", !record_drafts_at(cx, href, &set) && set.n == 2);
        check("both are open work of the post", !record_drafts_of(cx, 7, &n) && n == 2);
        cx->who = &other;
        check("in another post there are none", !record_drafts_at(cx, href, &set) && set.n == 0);
        cx->who = &ani;
        check("hers, and the one that she went on with, end",
              !record_drafts_at(cx, href, &set)
              && !record_draft_end(cx, href, set.row[1].id.n)
              && !record_drafts_at(cx, href, &set) && set.n == 0);
        in.body = (struct str){ NEWS(cx->arena, char, RECORD_DRAFT_MAX + 1), RECORD_DRAFT_MAX + 1 };
        struct err *err = record_draft_keep(cx, &in);

        check("over 64 kB is refused", err && strcmp(err->code, "record.draft_large") == 0);
        cx->who = &who_program;
        in.body = S("x=1");
        check("a program keeps none", !record_draft_keep(cx, &in)
              && !record_drafts_mine(cx, &set) && set.n == 0);
    }
}
