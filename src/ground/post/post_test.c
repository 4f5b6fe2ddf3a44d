/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* post_test.c — the verbs of post.h on both engines: who acts, who gives, what ends by itself. */
#include "ground/post/post.h"

#include <string.h>

#include "ground/journal/journal.h"
#include "ground/post/post_edit.h"
#include "ground/post/post_part.h"
#include "ground/region/region_sql.h"
#include "unit.h"
#include "unit_slices.h"

enum { NOON_WIB = 1795323600 };         /* 2026-11-22 12:00 WIB */

#define PASSWORD "kuda makan rumput"

static const enum store_kind engine[] = { STORE_SQLITE, STORE_POSTGRES };

static const struct who shell = { .kind = WHO_SHELL, .name = { "test", 4 } };

static bool
is_code(const struct err *e, const char *code)
{
    return e && strcmp(e->code, code) == 0;
}

static struct date
day(const char *iso)
{
    struct date d = { 0 };

    date_parse(str_of(iso), &d);
    return d;
}

/* Two cities, as who holds the database. */
static struct cx *
begun(enum store_kind kind)
{
    struct cx       *cx = unit_slices_cx(kind);
    struct region_id id;

    if (!cx)
        return NULL;
    cx->who = &shell;
    cx->now_s = NOON_WIB;
    check("a city", !region_add(cx, &(struct region_add_in){ .code = S("35.71"),
        .kind = S("city"), .name = S("Kota Kediri"), .parent_code = S("35"),
        .source = S("test") }, &id));
    check("another", !region_add(cx, &(struct region_add_in){ .code = S("35.72"),
        .kind = S("city"), .name = S("Kota Blitar"), .parent_code = S("35"),
        .source = S("test") }, &id));
    return cx;
}

static struct identity_account_id
account(struct cx *cx, const char *login)
{
    struct identity_account_id id = { 0 };
    struct str                 code;

    check(login, !identity_add(cx, (struct identity_new){ .login = str_of(login),
        .name = str_of(login) }, &id, &code));
    return id;
}

static struct post_id
post(struct cx *cx, enum post_kind kind, const char *region)
{
    struct post_id id = { 0 };
    struct str     title = str_fmt(cx->arena, "%.*s %s", TEXT(post_kind_word(kind)), region);

    check(title.p, !post_add(cx, &(struct post_new){ .kind = kind, .title = title,
        .region_code = str_of(region) }, &id));
    return id;
}

static struct post_hold_id
give(struct cx *cx, struct post_id id, struct identity_account_id who, const char *from,
     const char *to)
{
    struct post_hold_id hold = { 0 };

    check(from, !post_assign(cx, &(struct post_assign){ .post = id, .account = who,
        .from = day(from), .to = day(to), .why = S("test") }, &hold));
    return hold;
}

/* As the account would come in at this moment. */
static const struct who *
enter(struct cx *cx, struct identity_account_id id)
{
    struct who *who = NEW(cx->arena, struct who);

    *who = (struct who){ .kind = WHO_PERSON, .account_id = id.n, .session_id = id.n };
    check("enters", !post_enter(cx, who));
    return who;
}

TEST(post_enter_by_the_days)
{
    for (size_t e = 0; e < COUNT(engine); e++) {
        struct cx *cx = begun(engine[e]);

        if (!cx)
            continue;
        struct identity_account_id siti = account(cx, "siti");

        give(cx, post(cx, POST_COORDINATOR, "35.71"), siti, "2026-11-22", "2026-11-22");
        cx->now_s = NOON_WIB - 12 * 3600;
        check("from midnight", enter(cx, siti)->n_holds == 1);
        cx->now_s--;
        check("not before", enter(cx, siti)->n_holds == 0);
        cx->now_s = NOON_WIB + 12 * 3600 - 1;
        check("to the last second", enter(cx, siti)->n_holds == 1);
        check("acts in it", enter(cx, siti)->post.kind == POST_COORDINATOR);
        cx->now_s++;
        check("not after", enter(cx, siti)->n_holds == 0);
        check("acts in none", enter(cx, siti)->post.kind == POST_NONE);
    }
}

/* Who gives somebody one day after the other keeps nobody from coming in. */
TEST(post_enter_with_too_many)
{
    for (size_t e = 0; e < COUNT(engine); e++) {
        struct cx *cx = begun(engine[e]);

        if (!cx)
            continue;
        struct identity_account_id siti = account(cx, "siti");
        struct post_id             data = post(cx, POST_WALIDATA, "35.71");

        give(cx, post(cx, POST_COORDINATOR, "35.71"), siti, "2026-11-22", NULL);
        for (int32_t i = 1; i <= 201; i++) {
            struct date one = date_from_days(date_days(day("2026-11-22")) + i);
            const char *iso = str_z(cx->arena, date_iso(cx->arena, one));

            give(cx, data, siti, iso, iso);
        }
        check("comes in, in her own post", enter(cx, siti)->post.kind == POST_COORDINATOR);
    }
}

TEST(post_tend_closes_what_is_over)
{
    for (size_t e = 0; e < COUNT(engine); e++) {
        struct cx *cx = begun(engine[e]);
        struct str before = { NULL, 0 }, after = { NULL, 0 };

        if (!cx)
            continue;
        struct identity_account_id siti = account(cx, "siti");

        give(cx, post(cx, POST_COORDINATOR, "35.71"), siti, "2026-11-20", "2026-11-22");
        check("a version", !store_version(cx, &before));
        check("nothing is over", !post_tend(cx) && !store_version(cx, &after));
        check("and nothing was written", str_eq(before, after));
        check("still in", enter(cx, siti)->n_holds == 1);
        cx->now_s = NOON_WIB + 86400;
        check("a day later", !post_tend(cx) && enter(cx, siti)->n_holds == 0);
        cx->now_s = NOON_WIB;
        check("the clock goes back, and it stays closed", enter(cx, siti)->n_holds == 0);
    }
}

TEST(post_act_in_own_posts_alone)
{
    for (size_t e = 0; e < COUNT(engine); e++) {
        struct cx *cx = begun(engine[e]);

        if (!cx)
            continue;
        struct identity_account_id siti = account(cx, "siti");
        struct post_id             one = post(cx, POST_COORDINATOR, "35.71");
        struct post_id             two = post(cx, POST_WALIDATA, "35.71");
        struct post_id             foreign = post(cx, POST_WALIDATA, "35.72");

        give(cx, one, siti, "2026-01-01", NULL);
        give(cx, two, siti, "2026-01-01", NULL);
        cx->who = enter(cx, siti);
        check("two to choose from", cx->who->n_holds == 2);
        check("the first", cx->who->post.post_id == one.n);
        check("another", !post_act(cx, two) && enter(cx, siti)->post.post_id == two.n);
        check("not a foreign one", is_code(post_act(cx, foreign), "post.not_held"));
        check("still the other", enter(cx, siti)->post.post_id == two.n);
    }
}

TEST(post_hand_over_in_one_change)
{
    for (size_t e = 0; e < COUNT(engine); e++) {
        struct cx          *cx = begun(engine[e]);
        struct post_hold_id id;
        int64_t             moved = -1;

        if (!cx)
            continue;
        struct identity_account_id siti = account(cx, "siti"), joko = account(cx, "joko");
        struct identity_account_id dewi = account(cx, "dewi");
        struct post_id             office = post(cx, POST_COORDINATOR, "35.71");
        struct post_handover       h = { .post = office, .to = joko, .on = day("2026-11-22"),
                                         .decree = S("SK 1"), .why = S("rotation") };

        check("a vacant one is not handed over", is_code(post_hand_over(cx, &h, &id, &moved),
                                                         "post.vacant"));
        give(cx, office, siti, "2026-01-01", NULL);
        cx->who = enter(cx, siti);
        check("delegated for a week", !post_delegate(cx, &(struct post_assign){ .post = office,
            .account = dewi, .from = day("2026-11-22"), .to = day("2026-11-28"),
            .why = S("journey") }, &id));
        check("dewi is in", enter(cx, dewi)->post.as == HOLD_DELEGATED);
        cx->who = enter(cx, dewi);
        check("who has it delegated does not hand it over",
              is_code(post_hand_over(cx, &h, &id, &moved), "right.denied"));
        cx->who = enter(cx, joko);
        check("nor does the successor take it", is_code(post_hand_over(cx, &h, &id, &moved),
                                                        "post.own")
              || is_code(post_hand_over(cx, &h, &id, &moved), "right.denied"));
        cx->who = enter(cx, siti);
        check("the holder does", !post_hand_over(cx, &h, &id, &moved) && moved == 0);
        check("the predecessor is out", enter(cx, siti)->n_holds == 0);
        check("and who had it delegated", enter(cx, dewi)->n_holds == 0);
        check("the successor is in", enter(cx, joko)->post.post_id == office.n);
    }
}

TEST(post_must_rule)
{
    for (size_t e = 0; e < COUNT(engine); e++) {
        struct cx *cx = begun(engine[e]);

        if (!cx)
            continue;
        struct identity_account_id tono = account(cx, "tono"), budi = account(cx, "budi");
        struct identity_account_id both = account(cx, "both"), none = account(cx, "none");
        struct identity_account_id far = account(cx, "far"), past = account(cx, "past");
        struct post_id             office = post(cx, POST_REGION_SECRETARY, "35.71");
        struct post_id             below = post(cx, POST_WALIDATA, "35.71");

        give(cx, office, tono, "2026-01-01", NULL);
        give(cx, post(cx, POST_COORDINATOR, "35.71"), budi, "2026-01-01", NULL);
        give(cx, post(cx, POST_COUNCIL_MEMBER, "35.71"), both, "2026-01-01", NULL);
        give(cx, post(cx, POST_AUDITOR, "35.71"), both, "2026-01-01", "2026-12-31");
        give(cx, post(cx, POST_COORDINATOR, "35.72"), far, "2026-01-01", NULL);
        struct post_hold_id over = give(cx, below, past, "2026-01-01", NULL);

        check("ended", !post_end(cx, over, day("2026-11-01"), S("moved on")));
        cx->who = enter(cx, tono);
        check("below, in reach", !post_must_rule(cx, budi));
        check("the own account", is_code(post_must_rule(cx, tono), "post.own"));
        check("one post of two is above", is_code(post_must_rule(cx, both), "post.account_above"));
        check("out of reach", is_code(post_must_rule(cx, far), "post.account_above"));
        check("without any post", is_code(post_must_rule(cx, none), "post.account_above"));
        check("whose posts are over, and were below", !post_must_rule(cx, past));
        cx->who = enter(cx, budi);
        check("the other way round", is_code(post_must_rule(cx, tono), "post.account_above"));
        cx->who = &shell;
        check("a shell", !post_must_rule(cx, both));
    }
}

TEST(post_given_ends_the_codes_of_before)
{
    for (size_t e = 0; e < COUNT(engine); e++) {
        struct cx *cx = begun(engine[e]);

        if (!cx)
            continue;
        struct identity_account_id  rina = account(cx, "rina");
        struct identity_knock       knock = { .visit = { .agent = S("Firefox") } };
        struct identity_pass        pass;
        struct str                  code;
        struct identity_choice      choice = { .login = S("rina"), .password = S(PASSWORD) };

        check("a password", !identity_password_set(cx, rina, S(PASSWORD)));
        check("a code", !identity_code(cx, rina, &code));
        give(cx, post(cx, POST_REGION_SECRETARY, "35.71"), rina, "2026-01-01", NULL);
        choice.code = code;
        check("it ended with the new post",
              is_code(identity_accept(cx, &knock, choice, &pass), "identity.code_unknown"));
        check("another code", !identity_code(cx, rina, &choice.code));
        check("is good", !identity_accept(cx, &knock, choice, &pass));
    }
}

TEST(post_add_where_a_kind_stands)
{
    static const struct { const char *name; enum post_kind kind; const char *region, *org, *code; }
    row[] = {
        { "baseline", POST_COORDINATOR, "35.71", "", NULL },
        { "an administrator of the nation", POST_ADMINISTRATOR, "", "", NULL },
        { "a coordinator of the nation", POST_COORDINATOR, "", "", "post.scope" },
        { "the programme's office in a city", POST_PROGRAMME_OFFICE, "35.71", "", "post.scope" },
        { "a head of agency without one", POST_HEAD_OF_AGENCY, "35.71", "", "post.scope" },
        { "a region that is none", POST_COORDINATOR, "35.99", "", "region.unknown" },
        { "an organisation that is none", POST_HEAD_OF_AGENCY, "", "no-such", "org.unknown" },
        { "no kind", POST_NONE, "35.71", "", "post.title" },
    };

    for (size_t e = 0; e < COUNT(engine); e++)
        for (size_t i = 0; i < COUNT(row); i++) {
            struct cx     *cx = begun(engine[e]);
            struct post_id id;

            if (!cx)
                continue;
            struct post_new in = { .kind = row[i].kind, .title = S("A post of its own"),
                .region_code = str_of(row[i].region), .org_code = str_of(row[i].org) };
            struct err     *err = post_add(cx, &in, &id);

            check(row[i].name, row[i].code ? is_code(err, row[i].code) : !err);
            check("a title is given once", err || is_code(post_add(cx, &in, &id),
                                                          "post.title_taken"));
            in.title = S("Another post of its own");
            check("a second chair has a code of its own", err || !post_add(cx, &in, &id));
        }
}

/* ---- what ends with an account --------------------------------------------------------------- */

static size_t
holds_open(struct cx *cx, struct identity_account_id id)
{
    struct post_held *row;
    size_t            n = 99;

    check("what is held", !post_held_by(cx, id, &row, &n));
    return n;
}

/* Facts of the kind about the post, whoever it is told of. */
static size_t
told_ended(struct cx *cx, const char *code)
{
    struct journal_lines lines = { .n = 0 };
    size_t               n = 0;

    check("its history", !journal_of(cx, &(struct journal_topic){ .thing = "post",
        .key = str_of(code) }, &lines));
    for (size_t i = 0; i < lines.n; i++)
        n += lines.row[i].verb == JOURNAL_ENDED;
    return n;
}

TEST(post_person_ends)
{
    static const struct { const char *name; bool erases; } row[] = {
        { "ended", false }, { "erased", true },
    };

    for (size_t e = 0; e < COUNT(engine); e++)
        for (size_t i = 0; i < COUNT(row); i++) {
            struct cx         *cx = begun(engine[e]);
            struct post_record record;

            if (!cx)
                continue;
            struct identity_account_id siti = account(cx, "siti"), dewi = account(cx, "dewi");
            struct post_id             office = post(cx, POST_COORDINATOR, "35.71");
            struct post_hold_id        id;

            give(cx, office, siti, "2026-01-01", NULL);
            give(cx, post(cx, POST_WALIDATA, "35.71"), siti, "2026-12-01", NULL);
            cx->who = enter(cx, siti);
            check("delegated", !post_delegate(cx, &(struct post_assign){ .post = office,
                .account = dewi, .from = day("2026-11-22"), .to = day("2026-11-28"),
                .why = S("journey") }, &id));
            cx->who = &shell;
            struct err *err = row[i].erases ? identity_erase(cx, siti, S("moved away"))
                                            : identity_end(cx, siti, S("moved away"));

            check(row[i].name, !err);
            check("nothing is open", holds_open(cx, siti) == 0);
            check("nor what was delegated", holds_open(cx, dewi) == 0);
            check("both are told", told_ended(cx, "35.71-coordinator") == 2);
            check("that of later too", told_ended(cx, "35.71-walidata") == 1);
            check("the record", !post_record_get(cx, S("35.71-coordinator"), &record));
            check("its holders stay", record.n == 2 && record.holder[1].account.n == siti.n);
            check("until the day before", date_cmp(record.holder[1].to, day("2026-11-21")) == 0);
            check("with the name of then, or without",
                  str_is_known(record.holder[1].name) == !row[i].erases);
            give(cx, office, dewi, "2026-11-22", NULL);
        }
}

/* An administrator of the nation who can sign in. */
static struct identity_account_id
administrator(struct cx *cx, const char *login)
{
    struct identity_account_id id = account(cx, login);
    struct post_id             chair = { 0 };

    check("a password", !identity_password_set(cx, id, S("correct horse battery 9")));
    check("a chair", !post_add(cx, &(struct post_new){ .kind = POST_ADMINISTRATOR,
        .title = str_of(login) }, &chair));
    give(cx, chair, id, "2026-01-01", NULL);
    return id;
}

TEST(post_last_administrator_stays)
{
    for (size_t e = 0; e < COUNT(engine); e++) {
        struct cx *cx = begun(engine[e]);

        if (!cx)
            continue;
        struct identity_account_id one = administrator(cx, "rahmat");
        struct identity_account_id two = administrator(cx, "wahyu");
        struct identity_account_id invited = account(cx, "hasan");
        struct post_id             chair = { 0 };

        check("a third chair", !post_add(cx, &(struct post_new){ .kind = POST_ADMINISTRATOR,
            .title = S("Not yet here") }, &chair));
        give(cx, chair, invited, "2026-01-01", NULL);
        check("one of two", !identity_end(cx, two, S("moved away")));
        check("the last does not end", is_code(identity_end(cx, one, S("test")),
                                               "post.last_administrator"));
        check("nor is it erased", is_code(identity_erase(cx, one, S("test")),
                                          "post.last_administrator"));
        check("and nothing of it was ended", enter(cx, one)->n_holds == 1);
        check("who cannot sign in may end", !identity_end(cx, invited, S("never came")));
    }
}

TEST(post_end_and_erase_by_a_post)
{
    for (size_t e = 0; e < COUNT(engine); e++) {
        struct cx *cx = begun(engine[e]);

        if (!cx)
            continue;
        struct identity_account_id boss = administrator(cx, "rahmat");
        struct identity_account_id tono = account(cx, "tono"), budi = account(cx, "budi");

        give(cx, post(cx, POST_REGION_SECRETARY, "35.71"), tono, "2026-01-01", NULL);
        give(cx, post(cx, POST_COORDINATOR, "35.71"), budi, "2026-01-01", NULL);
        cx->who = enter(cx, budi);
        check("one above is not ended", is_code(post_end_account(cx, tono, S("test")),
                                                "post.account_above"));
        check("who may not erase does not", is_code(post_erase_person(cx, tono, S("test")),
                                                    "right.denied"));
        cx->who = enter(cx, boss);
        check("a reason is asked for", is_code(post_end_account(cx, tono, S(" ")), "post.reason"));
        check("not the own", is_code(post_erase_person(cx, boss, S("test")), "post.own"));
        check("ended", !post_end_account(cx, tono, S("retired")));
        check("once", is_code(post_end_account(cx, tono, S("retired")), "post.account"));
        check("erased after it", !post_erase_person(cx, tono, S("asked for it")));
        check("erased at once", !post_erase_person(cx, budi, S("asked for it")));
        check("nothing is open", holds_open(cx, budi) == 0);
    }
}

/* A city's administrator gives a post to who has none, and has no say over what was elsewhere. */
TEST(post_erase_asks_of_all_that_was_held)
{
    for (size_t e = 0; e < COUNT(engine); e++) {
        struct cx *cx = begun(engine[e]);

        if (!cx)
            continue;
        struct identity_account_id boss = account(cx, "boss"), past = account(cx, "past");
        struct identity_account_id here = account(cx, "here");
        struct post_id             below = post(cx, POST_WALIDATA, "35.71");
        struct post_hold_id        over = give(cx, post(cx, POST_COORDINATOR, "35.72"), past,
                                               "2026-01-01", NULL);

        give(cx, post(cx, POST_ADMINISTRATOR, "35.71"), boss, "2026-01-01", NULL);
        give(cx, post(cx, POST_COUNCIL_MEMBER, "35.71"), here, "2026-01-01", NULL);
        check("ended", !post_end(cx, over, day("2026-11-01"), S("moved on")));
        cx->who = enter(cx, boss);
        give(cx, below, past, "2026-11-02", NULL);
        check("what is held now is below", !post_must_rule(cx, past));
        check("what was held is not", is_code(post_erase_person(cx, past, S("test")),
                                              "post.account_above"));
        check("who was never elsewhere is erased", !post_erase_person(cx, here, S("asked")));
    }
}

/* ---- renamed and closed ---------------------------------------------------------------------- */

static struct err *
edit(struct cx *cx, const struct record_kind *kind, const struct post_edit *values)
{
    bool changed = false;

    TRY(record_change(cx, kind, (struct record_wish){ .key = S("35.71-coordinator"),
        .values = values, .why = S("test") }, &changed));
    check("something was changed", changed);
    return NULL;
}

TEST(post_renamed_and_closed)
{
    for (size_t e = 0; e < COUNT(engine); e++) {
        struct cx          *cx = begun(engine[e]);
        struct post_edit    values = { .title = S("Ketua Tim Kota Cerdas"),
                                       .last_day = day("2026-12-31") };
        struct post_list    list;
        struct post_hold_id id;

        if (!cx)
            continue;
        struct identity_account_id siti = account(cx, "siti"), tono = account(cx, "tono");
        struct post_id             chair = post(cx, POST_COORDINATOR, "35.71");
        struct post_hold_id        held = give(cx, chair, siti, "2026-01-01", NULL);
        struct post_assign         late = { .post = chair, .account = siti,
                                            .from = day("2026-12-01"), .why = S("test") };

        check("renamed", !edit(cx, &post_edit_kind, &values));
        check("held beyond it", is_code(edit(cx, &post_close_kind, &values), "post.held"));
        check("ended that day", !post_end(cx, held, day("2026-12-31"), S("dissolved")));
        check("closed", !edit(cx, &post_close_kind, &values));
        check("there until then", !post_list_of(cx, (struct post_filter){ .within = S("35.71") },
                                                &list) && list.total == 1);
        check("its new title", str_eq(list.row[0].post.title, S("Ketua Tim Kota Cerdas")));
        check("not beyond it", is_code(post_assign(cx, &late, &id), "post.closed"));
        cx->now_s += 41 * 86400;
        check("then it is not there", !post_list_of(cx, (struct post_filter){
            .within = S("35.71") }, &list) && list.total == 0);
        check("its title is free", !post_add(cx, &(struct post_new){ .kind = POST_COORDINATOR,
            .title = S("Ketua Tim Kota Cerdas"), .region_code = S("35.71") }, &chair));
        values.title = S("Another");
        give(cx, chair, tono, "2026-12-01", NULL);
        cx->who = enter(cx, tono);
        check("who does not give such posts", edit(cx, &post_edit_kind, &values) != NULL);
    }
}
