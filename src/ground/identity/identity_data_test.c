/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* identity_data_test.c — an account ends and days pass: what goes, and what the journal says. */
#include "ground/identity/identity_page.h"
#include "ground/journal/journal.h"
#include "store/store_test.h"
#include "unit_slices.h"

enum { DAY_S = 86400 };

static struct identity_account
somebody(struct cx *cx)
{
    struct identity_account_id id;
    struct identity_account    account = { 0 };
    struct str                 code;

    cx->who = &who_program;
    check_ok("begun", subject_check_key(cx));
    check_ok("made", identity_add(cx, (struct identity_new){
        .login = S("ayu"), .name = S("Ni Luh Ayu"), .email = S("a@b.id") }, &id, &code));
    check_ok("found", identity_get(cx, id, &account));
    return account;
}

static size_t
count_held(struct cx *cx, const struct identity_account *a)
{
    struct subject_holding h;

    check_ok("held", subject_holding_of(cx, a->subject_id, &h));
    return h.n;
}

/* The latest note of the journal on what was kept long enough; empty: there is none. */
static struct str
note(struct cx *cx)
{
    struct journal_line line = { .note = S("") };
    bool                found;

    check_ok("journal", journal_latest(cx, &(struct journal_topic){
        .thing = "subject", .key = S("retention") }, &line, &found));
    return found ? line.note : S("");
}

static void
retire_after(struct cx *cx, int64_t days)
{
    cx->now_s += days * DAY_S;
    check_ok("retired", identity_retire(cx));
}

static void
retention(struct cx *cx)
{
    struct identity_account a = somebody(cx);

    retire_after(cx, 0);
    check("all is in use", count_held(cx, &a) == 3);
    check_text("nothing to tell", note(cx), S(""));
    check_ok("the account ends", identity_end(cx, a.id, S("left")));
    retire_after(cx, 29);
    check("still kept", count_held(cx, &a) == 3);
    retire_after(cx, 1);
    check("the email goes", count_held(cx, &a) == 2);
    check_text("told", note(cx), S("email: 1"));
    retire_after(cx, 335);
    check("the login goes", count_held(cx, &a) == 1);
    check_text("told", note(cx), S("login: 1"));
    retire_after(cx, 3285);
    check("the name goes", count_held(cx, &a) == 0);
    check_text("told", note(cx), S("name: 1"));
}

TEST(identity_retire_sqlite)
{
    struct cx *cx = unit_slices_cx(STORE_SQLITE);

    if (cx)
        retention(cx);
}

TEST(identity_retire_postgres)
{
    struct cx *cx = unit_slices_cx(STORE_POSTGRES);

    if (cx)
        retention(cx);
}
