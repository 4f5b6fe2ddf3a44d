/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* right_test.c — how far a post goes, and who may what: every kind of post, every right. */
#include "right.h"

#include <string.h>

#include "cx.h"
#include "unit.h"

TEST(right_scope_covers)
{
    static const struct { const char *name, *post; int64_t post_org; const char *thing; int64_t org;
                          bool covers; } row[] = {
        { "the nation covers the nation",               "",      0, "",           0, true },
        { "the nation covers a village",                "",      0, "35.71.01.1001", 0, true },
        { "a city covers itself",                       "35.71", 0, "35.71",      0, true },
        { "a city covers its district",                 "35.71", 0, "35.71.01",   0, true },
        { "a city covers its agencies",                 "35.71", 0, "35.71",      7, true },
        { "a city does not cover the nation",           "35.71", 0, "",           0, false },
        { "a city does not cover its province",         "35.71", 0, "35",         0, false },
        { "a city does not cover its neighbour",        "35.71", 0, "35.72",      0, false },
        { "a code that only begins alike",              "35.7",  0, "35.71",      0, false },
        { "a province covers its cities",               "35",    0, "35.71",      0, true },
        { "a province does not cover another",          "35",    0, "36.71",      0, false },
        { "an agency covers itself",                    "35.71", 7, "35.71",      7, true },
        { "an agency does not cover its city",          "35.71", 7, "35.71",      0, false },
        { "an agency does not cover another",           "35.71", 7, "35.71",      8, false },
        { "a ministry does not cover the nation",       "",      9, "",           0, false },
        { "a ministry covers its own, wherever",        "",      9, "35.71",      9, true },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i].name, row[i].covers == scope_covers(
            (struct scope){ str_of(row[i].post), row[i].post_org },
            (struct scope){ str_of(row[i].thing), row[i].org }));
}

static bool
within(struct reach r, const char *code, int64_t org)
{
    return str_cmp(r.low, str_of(code)) <= 0 && str_cmp(str_of(code), r.high) < 0
        && (r.org == 0 || r.org == org);
}

static struct who
holder(enum post_kind kind, enum hold_as as, const char *region, int64_t org)
{
    return (struct who){ .kind = WHO_PERSON, .account_id = 1, .n_holds = 1, .post = {
        .id = 1, .post_id = 1, .kind = kind, .as = as, .title = S("a post"),
        .scope = { str_of(region), org } } };
}

/* What a statement is given and what scope_covers says must be the same, code by code. */
TEST(right_reach_is_the_scope)
{
    static const char *const code[] = {
        "", "3", "35", "35.7", "35.71", "35.71.01", "35.71.01.1001", "35.710", "35.72", "36", "~",
    };
    static const struct { const char *region; int64_t org; } post[] = {
        { "", 0 }, { "", 9 }, { "35", 0 }, { "35.71", 0 }, { "35.71", 7 }, { "35.71.01", 0 },
    };
    struct arena *a = unit_arena();

    for (size_t p = 0; p < COUNT(post); p++) {
        struct who   who = holder(POST_COORDINATOR, HOLD_DEFINITIVE, post[p].region, post[p].org);
        struct cx    cx = { .arena = a, .who = &who };
        struct reach r = reach_of(&cx, MAY_READ_WORK);

        for (size_t i = 0; i + 1 < COUNT(code); i++)
            for (int64_t org = 0; org < 10; org += 7)
                check(code[i], within(r, code[i], org)
                      == scope_covers(who.post.scope, (struct scope){ str_of(code[i]), org }));
    }
}

TEST(right_reach_of_nobody)
{
    struct arena *a = unit_arena();
    struct who    investor = holder(POST_INVESTOR, HOLD_DEFINITIVE, "", 0);
    struct who    none = { .kind = WHO_PERSON, .account_id = 1 };
    struct cx     cx[] = {
        { .arena = a }, { .arena = a, .who = &who_nobody }, { .arena = a, .who = &investor },
        { .arena = a, .who = &none },
    };

    for (size_t i = 0; i < COUNT(cx); i++) {
        struct reach r = reach_of(&cx[i], MAY_READ_WORK);

        check("no code is reached", !within(r, "", 0) && !within(r, "35.71", 0));
    }
}

/* The rights of each kind, in the order of POSTS and as the letters of RIGHTS from HAND_OVER on:
 * H hand over, W read work, J journal, P person, R region, O org, D add documents, X read
 * restricted ones, Q ask, N answer, V approve, C calendar, I issue papers, T take a dossier,
 * U run rounds, L consolidate, S state, K score, B object, F fact, A assign, M account, E erase,
 * Y trust installations. */
TEST(right_table)
{
    static const char letters[] = "HWJPRODXQNVCITULSKBFAMEY";
    static const struct { enum post_kind kind; const char *name, *has; } row[] = {
        { POST_NONE,             "no post",          "" },
        { POST_ADMINISTRATOR,    "administrator",    "HWJPAMEY" },
        { POST_PROGRAMME_OFFICE, "programme office", "HWJPRODXQCITUFAM" },
        { POST_COMPANION,        "companion",        "HW" },
        { POST_MENTOR,           "mentor",           "HW" },
        { POST_ASSESSOR,         "assessor",         "HWXK" },
        { POST_HEAD_OF_REGION,   "head of region",   "HWJXSB" },
        { POST_REGION_SECRETARY, "secretary",        "HWJDXQVCITLBA" },
        { POST_COUNCIL_MEMBER,   "council member",   "W" },
        { POST_COORDINATOR,      "coordinator",      "HWJPODXQNCITLBAM" },
        { POST_WALIDATA,         "walidata",         "HWRODN" },
        { POST_HEAD_OF_AGENCY,   "head of agency",   "HWODNVI" },
        { POST_CONTRIBUTOR,      "contributor",      "HWDN" },
        { POST_AUDITOR,          "auditor",          "WJPXT" },
        { POST_INVESTOR,         "investor",         "" },
    };

    check("every kind has a row", COUNT(row) == POST_KINDS);
    check("every right has a letter", sizeof letters - 1 == RIGHTS_N - MAY_HAND_OVER);
    for (size_t i = 0; i < COUNT(row); i++)
        for (int32_t right = MAY_HAND_OVER; right < RIGHTS_N; right++)
            check(row[i].name, right_of_post((enum right)right, row[i].kind)
                  == (strchr(row[i].has, letters[right - MAY_HAND_OVER]) != NULL));
}

TEST(right_of_who_stands_in)
{
    static const struct { const char *name; enum hold_as as; bool gives_posts; } row[] = {
        { "definitive", HOLD_DEFINITIVE, true }, { "Plt.", HOLD_PLT, true },
        { "Pj.", HOLD_PJ, true }, { "Plh.", HOLD_PLH, false },
        { "delegated", HOLD_DELEGATED, false },
    };
    struct arena *a = unit_arena();

    for (size_t i = 0; i < COUNT(row); i++) {
        struct who   who = holder(POST_COORDINATOR, row[i].as, "35.71", 0);
        struct cx    cx = { .arena = a, .who = &who };
        struct scope city = { S("35.71"), 0 };
        struct err  *e = must(&cx, MAY_ASSIGN_POST, city);

        check(row[i].name, may(&cx, MAY_EDIT_ORG, city));
        check(row[i].name, may(&cx, MAY_ASSIGN_POST, city) == row[i].gives_posts);
        check(row[i].name, may(&cx, MAY_MANAGE_ACCOUNT, city) == row[i].gives_posts);
        check(row[i].name, may(&cx, MAY_HAND_OVER, city) == row[i].gives_posts);
        check(row[i].name, row[i].gives_posts ? !e : e && strcmp(e->code, "right.denied") == 0);
    }
}

TEST(right_may)
{
    static const struct { const char *name; enum who_kind who; enum post_kind kind;
                          const char *region; enum right right; const char *of, *code; } row[] = {
        { "baseline: in the own city", WHO_PERSON, POST_COORDINATOR, "35.71", MAY_EDIT_ORG,
          "35.71", NULL },
        { "in another city", WHO_PERSON, POST_COORDINATOR, "35.71", MAY_EDIT_ORG, "35.72",
          "right.denied" },
        { "without a post", WHO_PERSON, POST_NONE, "", MAY_EDIT_ORG, "35.71", "right.denied" },
        { "nobody", WHO_NOBODY, POST_NONE, "", MAY_EDIT_ORG, "35.71", "right.sign_in" },
        { "nobody reads what is public", WHO_NOBODY, POST_NONE, "", MAY_READ_PUBLIC, "35.71",
          NULL },
        { "nobody enters", WHO_NOBODY, POST_NONE, "", MAY_ENTER, "", NULL },
        { "nobody has an account", WHO_NOBODY, POST_NONE, "", MAY_OWN_ACCOUNT, "",
          "right.sign_in" },
        { "everybody signed in has one", WHO_PERSON, POST_NONE, "", MAY_OWN_ACCOUNT, "36", NULL },
        { "a shell may all", WHO_SHELL, POST_NONE, "", MAY_ERASE_PERSON, "35.71", NULL },
        { "a program may all", WHO_PROGRAM, POST_NONE, "", MAY_EDIT_FACT, "", NULL },
        { "a shell may not what nobody may", WHO_SHELL, POST_NONE, "", MAY_NOTHING, "",
          "right.denied" },
        { "an auditor reads", WHO_PERSON, POST_AUDITOR, "35", MAY_READ_PERSON, "35.71", NULL },
        { "an auditor writes nothing", WHO_PERSON, POST_AUDITOR, "35", MAY_EDIT_ORG, "35.71",
          "right.denied" },
    };
    struct arena *a = unit_arena();

    for (size_t i = 0; i < COUNT(row); i++) {
        struct who   who = holder(row[i].kind, HOLD_DEFINITIVE, row[i].region, 0);
        struct cx    cx = { .arena = a, .who = &who };
        struct scope of = { str_of(row[i].of), 0 };

        who.kind = row[i].who;
        struct err *e = must(&cx, row[i].right, of);

        check(row[i].name, row[i].code ? e && strcmp(e->code, row[i].code) == 0 : !e);
        check(row[i].name, may(&cx, row[i].right, of) == !e);
    }
}

/* Nobody gives a post that has a right which the giver's own post has not, but for the
 * administrator, who gives all, and the region's secretary, who gives the coordinator's. */
/* An organisation's word is its own: who names its head does not speak for it. Nor does who names
 * a head of region state or object for the region, or who names assessors score. */
static bool
is_given_on(enum right right)
{
    return right != MAY_ANSWER && right != MAY_APPROVE && right != MAY_CONSOLIDATE
        && right != MAY_STATE && right != MAY_OBJECT && right != MAY_SCORE;
}

TEST(right_nobody_gives_what_they_have_not)
{
    for (int32_t by = POST_NONE; by < POST_KINDS; by++)
        for (int32_t what = 1; what < POST_KINDS; what++) {
            bool named = by == POST_ADMINISTRATOR || by == POST_REGION_SECRETARY;

            if (named || !post_may_assign((enum post_kind)by, (enum post_kind)what))
                continue;
            for (int32_t right = MAY_HAND_OVER; right < RIGHTS_N; right++)
                check(post_kind_word((enum post_kind)what).p,
                      !is_given_on((enum right)right)
                      || !right_of_post((enum right)right, (enum post_kind)what)
                      || right_of_post((enum right)right, (enum post_kind)by));
        }
    check("no post gives itself but the administrator's",
          post_may_assign(POST_ADMINISTRATOR, POST_ADMINISTRATOR)
          && !post_may_assign(POST_PROGRAMME_OFFICE, POST_PROGRAMME_OFFICE)
          && !post_may_assign(POST_COORDINATOR, POST_COORDINATOR)
          && !post_may_assign(POST_REGION_SECRETARY, POST_REGION_SECRETARY));
    check("an auditor is named by administrators alone",
          !post_may_assign(POST_PROGRAMME_OFFICE, POST_AUDITOR)
          && !post_may_assign(POST_REGION_SECRETARY, POST_AUDITOR));
}

TEST(right_words)
{
    for (int32_t kind = 1; kind < POST_KINDS; kind++)
        check("a word is its kind's",
              post_kind_of(post_kind_word((enum post_kind)kind)) == (enum post_kind)kind);
    check("none is no kind", post_kind_of(S("none")) == POST_NONE);
    check("nothing is no kind", post_kind_of(S("")) == POST_NONE);
    check("a definitive holder is not marked", !msg_is(hold_as_label(HOLD_DEFINITIVE)));
    check("a Plt. is", msg_is(hold_as_label(HOLD_PLT)));
}
