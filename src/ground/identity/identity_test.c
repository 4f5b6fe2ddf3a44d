/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* identity_test.c — accounts, the door, sessions and second factors on both engines. */
#include "ground/identity/identity.h"

#include <string.h>

#include "base/arena.h"
#include "ground/identity/identity_page.h"
#include "ground/identity/identity_part.h"
#include "store/engine.h"
#include "store/store_test.h"
#include "unit_slices.h"

#define GOOD "kuda makan rumput"
#define NEWER "payung hitam di rumah"

enum { NOON = 1795348800 };         /* 2026-11-22 12.00 UTC */

static const struct identity_knock at_home = { .visit = { { NULL, 0 }, { "Firefox Linux", 13 } } };

/* Somebody with a password, at noon. */
static struct identity_account_id
somebody(struct cx *cx, const char *login)
{
    struct identity_account_id id = { 0 };
    struct str                 code;

    cx->now_s = NOON;
    cx->client = S("127.0.0.1");
    check_ok("an account", identity_add(cx, (struct identity_new){ .login = str_of(login),
        .name = S("Budi Santoso"), .email = S("budi@kota.go.id") }, &id, &code));
    check_ok("a password", identity_password_set(cx, id, S(GOOD)));
    return id;
}

static struct identity_pass
sign_in(struct cx *cx, const char *login, const struct identity_knock *knock)
{
    struct identity_pass pass = { .wait_s = 0 };

    check_ok("signs in", identity_sign_in(cx, knock, str_of(login), S(GOOD), &pass));
    return pass;
}

static enum who_kind
who_comes(struct cx *cx, struct str token, const char *agent, struct str *fresh)
{
    struct who who = { .kind = WHO_PROGRAM };

    check_ok("asked at the door",
             identity_enter(cx, (struct visit){ token, str_of(agent) }, &who, fresh));
    return who.kind;
}

static bool
comes_in(struct cx *cx, struct str token)
{
    struct str fresh;

    return who_comes(cx, token, "Firefox Linux", &fresh) == WHO_PERSON;
}

/* How often the account was told of with this verb. */
static int
told(struct cx *cx, enum journal_verb verb, struct identity_account_id id)
{
    struct journal_lines lines;
    struct str           key = str_int(cx->arena, id.n);
    int                  n = 0;

    if (id.n == 0)
        key = S("");
    check_ok("the journal",
             journal_of(cx, &(struct journal_topic){ .thing = "account", .key = key },
                                       &lines));
    for (size_t i = 0; i < lines.n; i++)
        n += lines.row[i].verb == verb;
    return n;
}

static void rfc_factor(struct cx *, struct identity_account_id);

/* ---- accounts -------------------------------------------------------------------------------- */

ON_BOTH(identity_accounts)
{
    struct identity_account_id id = somebody(cx, "budi"), other;
    struct identity_account    account;
    struct identity_profile    p;
    struct str                 code;
    bool                       found;

    check("found in capitals", !identity_find(cx, S(" BUDI"), &other, &found) && found
          && other.n == id.n);
    check("another is not", !identity_find(cx, S("ani"), &other, &found) && !found);
    check("a login twice", is_code(identity_add(cx, (struct identity_new){ .login = S("Budi"),
          .name = S("Budi lain") }, &other, &code), "identity.login_taken"));
    check("no login", is_code(identity_add(cx, (struct identity_new){ .login = S("b b"),
          .name = S("Budi lain") }, &other, &code), "identity.login"));
    check_ok("the account", identity_get(cx, id, &account));
    check_ok("its profile", identity_profile(cx, &account, &p));
    check_text("name", p.name, S("Budi Santoso"));
    check_text("login", p.login, S("budi"));
    check("no telephone is unknown", !str_is_known(p.phone));

    p.name = S("Budi S. Wibowo");
    p.email = (struct str){ NULL, 0 };
    p.lang = 1;
    check_ok("corrected", identity_profile_put(cx, &account, &p));
    check("from an older page", is_code(identity_profile_put(cx, &account, &p),
                                        "identity.changed_meanwhile"));
    check_ok("again", identity_get(cx, id, &account));
    check_ok("its profile", identity_profile(cx, &account, &p));
    check_text("the new name", p.name, S("Budi S. Wibowo"));
    check("no email any more", !str_is_known(p.email) && p.lang == 1);
    check("told once beside the password", told(cx, JOURNAL_CHANGED, id) == 2);
}

ON_BOTH(identity_first_administrator)
{
    struct identity_first first;
    struct identity_pass  pass;

    cx->now_s = NOON;
    check("the first is made",
          !identity_first(cx, S("admin"), S("Administrator"), &first) && first.made);
    check("and gets in", !identity_sign_in(cx, &at_home, S("admin"), first.password, &pass));
    check("no second one",
          !identity_first(cx, S("admin2"), S("Administrator"), &first) && !first.made);
}

ON_BOTH(identity_codes)
{
    struct identity_account_id id = { 0 };
    struct identity_account    account;
    struct identity_pass       pass;
    struct str                 first, code;

    cx->now_s = NOON;
    check_ok("invited", identity_add(cx, (struct identity_new){ .login = S("ani"),
             .name = S("Ani") }, &id, &first));
    check("no password yet", is_code(identity_sign_in(cx, &at_home, S("ani"), S(""), &pass),
                                     "identity.refused"));
    check_ok("another code", identity_code(cx, id, &code));
    check("the earlier one has ended",
          is_code(identity_invited(cx, first, &account, &pass), "identity.code_unknown"));
    cx->now_s = NOON + IDENTITY_INVITATION_S;
    check("after 72 hours",
          is_code(identity_invited(cx, code, &account, &pass), "identity.code_unknown"));
    cx->now_s = NOON + IDENTITY_INVITATION_S - 1;
    check("a second before", !identity_invited(cx, code, &account, &pass) && account.id.n == id.n);
    check("a weak password",
          is_code(identity_accept(cx, &at_home, (struct identity_choice){
        .code = code, .password = S("ani") }, &pass), "identity.password"));
    check_ok("a good one", identity_accept(cx, &at_home, (struct identity_choice){
        .code = code, .password = S(GOOD) }, &pass));
    check("signed in with it", comes_in(cx, pass.token));
    check("the code twice",
          is_code(identity_accept(cx, &at_home, (struct identity_choice){
        .code = code, .password = S(NEWER) }, &pass),
                  "identity.code_unknown"));
    check("accepted once", told(cx, JOURNAL_ACCEPTED, id) == 1);
}

ON_BOTH(identity_reset)
{
    struct identity_account_id id = somebody(cx, "budi");
    struct identity_pass       old = sign_in(cx, "budi", &at_home), pass;
    struct str                 code;

    somebody(cx, "ani");
    check_ok("a code", identity_code(cx, id, &code));
    check("with another's login", is_code(identity_accept(cx, &at_home, (struct identity_choice){
        .login = S("ani"), .code = code, .password = S(NEWER) }, &pass), "identity.code_unknown"));
    check("it is no invitation",
          is_code(identity_accept(cx, &at_home, (struct identity_choice){
        .code = code, .password = S(NEWER) }, &pass),
                  "identity.code_unknown"));
    cx->now_s = NOON + IDENTITY_RESET_S;
    check("after a day", is_code(identity_accept(cx, &at_home, (struct identity_choice){
        .login = S("budi"), .code = code, .password = S(NEWER) }, &pass),
                                 "identity.code_unknown"));
    cx->now_s = NOON + 60;
    check_ok("in time", identity_accept(cx, &at_home, (struct identity_choice){
        .login = S("budi"), .code = code, .password = S(NEWER) }, &pass));
    check("earlier sessions have ended", !comes_in(cx, old.token));
    check("this one is open", comes_in(cx, pass.token));
    check("the old password", is_code(identity_sign_in(cx, &at_home, S("budi"), S(GOOD), &old),
                                      "identity.refused"));
}

/* With a second factor the sign-in is told later, or never; the new password is told at once. */
ON_BOTH(identity_reset_is_told)
{
    struct identity_account_id id = somebody(cx, "budi");
    struct identity_pass       pass;
    struct str                 code;
    int                        before = told(cx, JOURNAL_CHANGED, id);

    rfc_factor(cx, id);
    check_ok("a code", identity_code(cx, id, &code));
    check_ok("used", identity_accept(cx, &at_home, (struct identity_choice){
        .login = S("budi"), .code = code, .password = S(NEWER) }, &pass));
    check("the factor is asked for", pass.wants_factor && told(cx, JOURNAL_SIGNED_IN, id) == 0);
    check("the password is told", told(cx, JOURNAL_CHANGED, id) == before + 1);
}

static struct err *
run(struct cx *cx, void *sql)
{
    return cx->store->engine->script(cx, sql);
}

/* What somebody else does between the look at the account and the change that lets in. */
static void
meanwhile(struct cx *cx, const char *doing)
{
    bool        lite = store_kind(cx->store) == STORE_SQLITE;
    const char *head = lite ? "CREATE TRIGGER meanwhile AFTER INSERT ON identity_try BEGIN "
                            : "CREATE FUNCTION meanwhile() RETURNS trigger AS $$ BEGIN ";
    const char *tail = lite ? "END;" : "RETURN NEW; END $$ LANGUAGE plpgsql; "
        "CREATE TRIGGER meanwhile AFTER INSERT ON identity_try "
        "FOR EACH ROW EXECUTE FUNCTION meanwhile();";
    struct str  text = str_fmt(cx->arena, "%sUPDATE identity_account SET %s; %s", head, doing,
                               tail);

    check_ok("meanwhile", store_change(cx, "unit", run, (void *)str_z(cx->arena, text)));
}

ON_BOTH(identity_ends_while_signing_in)
{
    struct identity_account_id id = somebody(cx, "budi");
    struct identity_pass       pass;

    meanwhile(cx, "state = 'ended', password = NULL");
    check("refused", is_code(identity_sign_in(cx, &at_home, S("budi"), S(GOOD), &pass),
                             "identity.refused"));
    check("and not told as a sign-in", told(cx, JOURNAL_SIGNED_IN, id) == 0);
}

ON_BOTH(identity_password_changes_while_signing_in)
{
    struct identity_account_id id = somebody(cx, "budi");
    struct identity_pass       pass;

    meanwhile(cx, "password = 'another'");
    check("refused", is_code(identity_sign_in(cx, &at_home, S("budi"), S(GOOD), &pass),
                             "identity.refused"));
    check("and not told as a sign-in", told(cx, JOURNAL_SIGNED_IN, id) == 0);
}

/* A browser's token goes back to it as a cookie; what could not stand in one is none of ours. */
ON_BOTH(identity_device_of_strange_bytes)
{
    static const char *const row[] = {
        "\"23456789012345678901234567890\"", "1234567,90123456789012345678901;",
        "\xff""2345678901234567890123456789012", "12345678901234567890123456789 12",
    };

    somebody(cx, "budi");
    for (size_t i = 0; i < COUNT(row); i++) {
        struct identity_knock knock = { .visit = at_home.visit, .device = str_of(row[i]) };
        struct identity_pass  pass = sign_in(cx, "budi", &knock);

        check(row[i], !str_eq(pass.device, knock.device) && secret_is_token(pass.device));
    }
}

ON_BOTH(identity_erased)
{
    struct identity_account_id id = somebody(cx, "budi"), other;
    struct identity_pass       pass = sign_in(cx, "budi", &at_home);
    struct str                 name, code;
    bool                       found;

    check_ok("erased", identity_erase(cx, id, S("asked for")));
    check("no session", !comes_in(cx, pass.token));
    check("not found by the login", !identity_find(cx, S("budi"), &other, &found) && !found);
    check("no name", !identity_name(cx, id, &name) && !str_is_known(name));
    check("no code", is_code(identity_code(cx, id, &code), "identity.ended"));
    check("no password", is_code(identity_password_set(cx, id, S(NEWER)), "identity.ended"));
    check("the login is free again", !identity_add(cx, (struct identity_new){ .login = S("budi"),
          .name = S("Budi lain") }, &other, &code));
}

/* ---- tries ----------------------------------------------------------------------------------- */

static const char *
try(struct cx *cx, const char *login, const char *password, const struct identity_knock *knock)
{
    struct identity_pass pass;
    struct err          *e = identity_sign_in(cx, knock, str_of(login), str_of(password), &pass);

    return e ? e->code : "in";
}

ON_BOTH(identity_tries)
{
    struct identity_account_id id = somebody(cx, "budi");
    struct identity_knock      own = at_home;
    struct identity_pass       pass = sign_in(cx, "budi", &at_home);

    own.device = str_copy(cx->arena, pass.device);
    for (int i = 0; i < 5; i++)
        check_text("refused", str_of(try(cx, "budi", "wrong", &at_home)), S("identity.refused"));
    check_text("then it waits", str_of(try(cx, "budi", GOOD, &at_home)), S("identity.wait"));
    check("it says how long", !identity_sign_in(cx, &own, S("budi"), S(GOOD), &pass)
          || pass.wait_s > 0);
    cx->client = S("127.0.9.9");
    check_text("from elsewhere too", str_of(try(cx, "budi", GOOD, &at_home)), S("identity.wait"));
    check_text("the known browser gets in", str_of(try(cx, "budi", GOOD, &own)), S("in"));
    struct identity_knock made_up = { .visit = at_home.visit,
                                      .device = S("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA") };

    check_text("one that is made up does not", str_of(try(cx, "budi", GOOD, &made_up)),
               S("identity.wait"));
    check_text("nor may it try another login", str_of(try(cx, "ani", "x", &own)),
               S("identity.refused"));
    cx->now_s++;
    check_text("a second later it may", str_of(try(cx, "budi", GOOD, &at_home)), S("in"));
    check_text("and begins anew", str_of(try(cx, "budi", "wrong", &at_home)),
               S("identity.refused"));
    cx->now_s += 7200;
    check_ok("told within the hour", identity_refusals_tell(cx));
    check("as one fact", told(cx, JOURNAL_REFUSED, id) == 1);
    check("the unknown login as another", told(cx, JOURNAL_REFUSED,
                                               (struct identity_account_id){ 0 }) == 1);
    check_ok("nothing more", identity_refusals_tell(cx));
    check("as one fact", told(cx, JOURNAL_REFUSED, id) == 1);
}

ON_BOTH(identity_tries_of_unknown_logins)
{
    somebody(cx, "budi");
    for (int i = 0; i < 7; i++) {
        struct str known = str_of(try(cx, "budi", "wrong", &at_home));

        check_text("the same for both", str_of(try(cx, "nobody", "wrong", &at_home)), known);
    }
}

ON_BOTH(identity_tries_of_an_address)
{
    int refused = 0;

    cx->now_s = NOON;
    cx->client = S("127.0.0.7");
    for (int i = 0; i < 30; i++)
        refused += strcmp(try(cx, str_z(cx->arena, str_fmt(cx->arena, "user%d", i)), "wrong",
                              &at_home),
                          "identity.refused") == 0;
    check("twenty logins from one address", refused == 20);
    cx->client = S("127.0.0.8");
    check_text("another address", str_of(try(cx, "user99", "wrong", &at_home)),
               S("identity.refused"));
}

ON_BOTH(identity_good_tries_cost_an_address_nothing)
{
    cx->now_s = NOON;
    somebody(cx, "budi");
    for (int i = 0; i < 40; i++)
        check_text("many people behind one address", str_of(try(cx, "budi", GOOD, &at_home)),
                   S("in"));
}

/* ---- sessions -------------------------------------------------------------------------------- */

ON_BOTH(identity_session_times)
{
    static const struct { const char *name; int64_t after_s; bool is_in; } row[] = {
        { "at once",                    0,                       true },
        { "idle for nearly an hour",    IDENTITY_IDLE_S - 1,     true },
        { "idle for an hour",           IDENTITY_IDLE_S,         false },
        { "the clock went back a bit",  -60,                     true },
        { "the clock went back a day",  -86400,                  false },
        { "the clock went ahead a day", 86400,                   false },
    };

    somebody(cx, "budi");
    for (size_t i = 0; i < COUNT(row); i++) {
        cx->now_s = NOON;
        struct identity_pass pass = sign_in(cx, "budi", &at_home);

        cx->now_s = NOON + row[i].after_s;
        check(row[i].name, comes_in(cx, pass.token) == row[i].is_in);
    }
}

/* Kept busy every half an hour, it ends all the same. */
ON_BOTH(identity_session_whole)
{
    somebody(cx, "budi");
    struct str token = sign_in(cx, "budi", &at_home).token, fresh;

    for (cx->now_s = NOON; cx->now_s < NOON + IDENTITY_WHOLE_S; cx->now_s += 1800) {
        check("still in", who_comes(cx, token, "Firefox Linux", &fresh) == WHO_PERSON);
        if (fresh.n > 0)
            token = fresh;
    }
    check("after twelve hours", !comes_in(cx, token));
}

ON_BOTH(identity_session_turns)
{
    struct identity_account_id id = somebody(cx, "budi");
    struct str first = sign_in(cx, "budi", &at_home).token, second, again, fresh;

    cx->now_s = NOON + IDENTITY_TURN_S - 1;
    check("not yet", who_comes(cx, first, "Firefox Linux", &fresh) == WHO_PERSON
          && !str_is_known(fresh));
    cx->now_s = NOON + IDENTITY_TURN_S;
    check("a new one is given", who_comes(cx, first, "Firefox Linux", &second) == WHO_PERSON
          && second.n > 0);
    cx->now_s += 600;
    check("the reply was lost: the first is still good",
          who_comes(cx, first, "Firefox Linux", &again) == WHO_PERSON);
    check_text("and the same one is given again", again, second);
    check("the second is seen", who_comes(cx, second, "Firefox Linux", &fresh) == WHO_PERSON
          && !str_is_known(fresh));
    cx->now_s += IDENTITY_OLD_S;
    check("a request that was under way", who_comes(cx, first, "Firefox Linux", &again)
          == WHO_PERSON);
    check_text("is told the present one", again, second);
    cx->now_s += 1;
    check("later it is a copy", who_comes(cx, first, "Firefox Linux", &fresh) == WHO_NOBODY
          && str_is_known(fresh) && fresh.n == 0);
    check("which ends the session", !comes_in(cx, second));
    check("and is told", told(cx, JOURNAL_REVOKED, id) == 1);
}

ON_BOTH(identity_session_of_another_browser)
{
    struct identity_account_id id = somebody(cx, "budi");
    struct identity_pass       pass = sign_in(cx, "budi", &at_home);
    struct str                 fresh;

    check("in another browser", who_comes(cx, pass.token, "curl/8.0", &fresh) == WHO_NOBODY);
    check("the cookie ends", str_is_known(fresh) && fresh.n == 0);
    check("in the own one too", !comes_in(cx, pass.token));
    check("told", told(cx, JOURNAL_REVOKED, id) == 1);
    check("a token that is made up", who_comes(cx, S("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
                                               "curl/8.0", &fresh) == WHO_NOBODY);
    check("none at all", who_comes(cx, (struct str){ NULL, 0 }, "", &fresh) == WHO_NOBODY);
}

ON_BOTH(identity_session_list)
{
    struct identity_account_id id = somebody(cx, "budi");
    struct identity_pass       here = sign_in(cx, "budi", &at_home), there;
    struct identity_knock      phone = { .visit = { { NULL, 0 }, S("Firefox Android") } };
    struct identity_seen_list  list;
    struct who                 who;
    struct str                 fresh;

    there = sign_in(cx, "budi", &phone);
    check_ok("here", identity_enter(cx, (struct visit){ here.token, S("Firefox Linux") }, &who,
                                    &fresh));
    cx->who = &who;
    check("two of them", !identity_sessions(cx, id, &list) && list.n == 2);
    check("one is this one", list.row[0].is_own != list.row[1].is_own);
    check_text("its browser", list.row[list.row[0].is_own].browser, S("Firefox, Android"));
    check_text("its address", list.row[0].client, S("127.0.0.1"));
    check_ok("all others end", identity_session_revoke(cx, (struct identity_session_id){ 0 }));
    check("the other has", who_comes(cx, there.token, "Firefox Android", &fresh) == WHO_NOBODY);
    check("this one goes on", comes_in(cx, here.token));
    check_ok("out", identity_sign_out(cx));
    check("over", !comes_in(cx, here.token));
    check("told", told(cx, JOURNAL_SIGNED_OUT, id) == 1);
}

ON_BOTH(identity_password_changed)
{
    struct identity_account_id id = somebody(cx, "budi");
    struct identity_pass       here = sign_in(cx, "budi", &at_home), pass;
    struct str                 there = sign_in(cx, "budi", &at_home).token, fresh;
    struct who                 who;

    (void)id;
    check_ok("here", identity_enter(cx, (struct visit){ here.token, S("Firefox Linux") }, &who,
                                    &fresh));
    cx->who = &who;
    check("not the old one", is_code(identity_password_change(cx, S("x"), S(NEWER), &pass),
                                     "identity.old_password"));
    check("a weak one", is_code(identity_password_change(cx, S(GOOD), S("budi"), &pass),
                                "identity.password"));
    check_ok("changed", identity_password_change(cx, S(GOOD), S(NEWER), &pass));
    check("this session goes on", comes_in(cx, here.token));
    check("the other has ended", !comes_in(cx, there));
    check_text("the old one", str_of(try(cx, "budi", GOOD, &at_home)), S("identity.refused"));
    check_text("the new one", str_of(try(cx, "budi", NEWER, &at_home)), S("in"));
}

/* ---- second factors -------------------------------------------------------------------------- */

/* The secret of RFC 6238, appendix B; eight digits there, of which the last six are ours. */
#define RFC_SECRET "12345678901234567890"

static void
rfc_factor(struct cx *cx, struct identity_account_id id)
{
    struct secret_key key;
    struct str about = str_fmt(cx->arena, "account %lld", (long long)id.n);

    check_ok("key", identity_key(cx, "factor", &key));
    check_ok("factor", identity_factor_begin(cx, id, secret_seal(cx->arena, &key, about,
                                             S(RFC_SECRET)), cx->now_s, NULL));
    check_ok("on", identity_factor_confirm(cx, id, NULL));
}

ON_BOTH(identity_factor_rfc)
{
    static const struct { int64_t at; const char *code; } row[] = {
        { 59,         "287082" }, { 1111111109, "081804" }, { 1111111111, "050471" },
        { 1234567890, "005924" }, { 2000000000, "279037" }, { 20000000000, "353130" },
    };
    struct identity_account_id id = somebody(cx, "budi");
    bool                       takes;

    rfc_factor(cx, id);
    for (size_t i = 0; i < COUNT(row); i++) {
        cx->now_s = row[i].at;
        check(row[i].code, !identity_factor_takes(cx, id, str_of(row[i].code), &takes) && takes);
        check("not twice", !identity_factor_takes(cx, id, str_of(row[i].code), &takes) && !takes);
    }
}

ON_BOTH(identity_factor_drift)
{
    static const struct { const char *name; int64_t at; const char *code; bool takes; } row[] = {
        { "two steps late",   1111111111 + 60, "050471",  false },
        { "a step early",     1111111111 - 30, "050471",  true },
        { "again in its own", 1111111111,      "050471",  false },
        { "a step late",      1234567890 + 30, "005 924", true },
        { "one before it",    1234567890 + 30, "005923",  false },
        { "five digits",      2000000000,      "27903",   false },
        { "nothing",          2000000000,      "",        false },
    };
    struct identity_account_id id = somebody(cx, "budi");
    bool                       takes;

    rfc_factor(cx, id);
    for (size_t i = 0; i < COUNT(row); i++) {
        cx->now_s = row[i].at;
        check(row[i].name, !identity_factor_takes(cx, id, str_of(row[i].code), &takes)
              && takes == row[i].takes);
    }
}

ON_BOTH(identity_second_step)
{
    struct identity_account_id id = somebody(cx, "budi");
    struct identity_knock      knock = at_home;
    struct identity_pass       pass;

    rfc_factor(cx, id);
    cx->now_s = 1111111109;
    pass = sign_in(cx, "budi", &at_home);
    check("asked for", pass.wants_factor && !str_is_known(pass.device));
    check("not in yet", !comes_in(cx, pass.token));
    knock.visit.token = pass.token;
    check("not told yet", told(cx, JOURNAL_SIGNED_IN, id) == 0);
    check("a wrong code", is_code(identity_prove(cx, &knock, S("000000"), &pass), "identity.code"));
    struct identity_knock stolen = { .visit = { knock.visit.token, S("curl") } };

    check("from another browser", is_code(identity_prove(cx, &stolen, S("081804"), &pass),
                                          "identity.step"));
    check_ok("the right one", identity_prove(cx, &knock, S("081804"), &pass));
    check("in, by a new token", comes_in(cx, pass.token) && !comes_in(cx, knock.visit.token));
    check("told", told(cx, JOURNAL_SIGNED_IN, id) == 1);

    knock.visit.token = sign_in(cx, "budi", &at_home).token;
    check("the same code again", is_code(identity_prove(cx, &knock, S("081804"), &pass),
                                         "identity.code"));
    cx->now_s += IDENTITY_PROVE_S;
    check("ten minutes later", is_code(identity_prove(cx, &knock, S("050471"), &pass),
                                       "identity.step"));
}

/* A million codes cannot be tried either: they count like passwords. */
ON_BOTH(identity_second_step_is_slowed)
{
    struct identity_account_id id = somebody(cx, "budi");
    struct identity_knock      knock = at_home;
    struct identity_pass       pass;

    rfc_factor(cx, id);
    knock.visit.token = sign_in(cx, "budi", &at_home).token;
    for (int i = 0; i < 4; i++)
        check("refused", is_code(identity_prove(cx, &knock, S("000000"), &pass), "identity.code"));
    check("then it waits", is_code(identity_prove(cx, &knock, S("000000"), &pass), "identity.wait")
          && pass.wait_s > 0);
    check_text("and so does the password", str_of(try(cx, "budi", GOOD, &at_home)),
               S("identity.wait"));
}

static struct str
base32_bytes(struct arena *a, struct str text)
{
    char    *out = NEWS(a, char, text.n);
    unsigned bits = 0, n_bits = 0;
    size_t   n = 0;

    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];

        bits = (bits << 5 | (unsigned)(c >= 'A' ? c - 'A' : c - '2' + 26)) & 0xffff;
        n_bits += 5;
        if (n_bits >= 8) {
            n_bits -= 8;
            out[n++] = (char)(bits >> n_bits & 0xff);
        }
    }
    return (struct str){ out, n };
}

static struct who
inside(struct cx *cx)
{
    struct identity_pass pass = sign_in(cx, "budi", &at_home);
    struct who           who = { .kind = WHO_NOBODY };
    struct str           fresh;

    check_ok("in",
             identity_enter(cx, (struct visit){ pass.token, S("Firefox Linux") }, &who, &fresh));
    return who;
}

/* The key on the page is the secret that is asked for. */
static void
check_key(struct cx *cx, struct identity_account_id id, struct str base32)
{
    struct identity_factor row;
    struct secret_key      key;
    struct str             plain = { NULL, 0 };
    bool                   found;

    check_ok("row", identity_factor_of(cx, id, &row, &found));
    check_ok("key", identity_key(cx, "factor", &key));
    check("opens", secret_open(cx->arena, &key, str_fmt(cx->arena, "account %lld", (long long)id.n),
                               row.secret, &plain));
    check_text("base32 of the secret", base32_bytes(cx->arena, base32), plain);
}

ON_BOTH(identity_factor_set_up_by_its_owner)
{
    struct identity_account_id     id = somebody(cx, "budi");
    struct who                     who = inside(cx);
    struct identity_account        account;
    struct identity_pass           pass;
    struct identity_recovery_codes codes;
    struct identity_factor_state   state;
    struct identity_qr             qr;
    size_t                         at;

    cx->who = &who;
    check_ok("account", identity_get(cx, id, &account));
    check("nothing is set up", is_code(identity_factor_turn_on(cx, S(GOOD), S("123456"), &codes,
                                                               &pass), "identity.code"));
    check("another's password", is_code(identity_factor_turn_on(cx, S("somebody"), S("123456"),
                                        &codes, &pass), "identity.old_password"));
    check_ok("begun", identity_factor_set_up(cx));
    check("shown", !identity_factor_state(cx, &account, &state) && !state.is_on
          && state.secret.n == 32);
    check("in its address", str_starts(state.uri, S("otpauth://totp/Guyub:budi?secret="))
          && str_find(state.uri, state.secret, &at));
    check_key(cx, id, state.secret);
    check("a picture of it", identity_qr(cx->arena, state.uri, &qr) && qr.size > 29
          && str_starts(qr.path, S("M4 4h7v1h-7z")));
    check("asks for nothing yet", !sign_in(cx, "budi", &at_home).wants_factor);
}

ON_BOTH(identity_factor_life)
{
    struct identity_account_id     id = somebody(cx, "budi");
    struct who                     who = inside(cx);
    struct identity_account        account;
    struct identity_pass           pass;
    struct identity_recovery_codes codes;
    struct identity_factor_state   state;
    bool                           takes;

    cx->who = &who;
    check_ok("account", identity_get(cx, id, &account));
    rfc_factor(cx, id);
    check("it is on", !identity_factor_state(cx, &account, &state) && state.is_on
          && !str_is_known(state.secret));
    check("codes for a wrong password", is_code(identity_recovery_renew(cx, S("x"), &codes, &pass),
                                                "identity.old_password"));
    check_ok("ten codes", identity_recovery_renew(cx, S(GOOD), &codes, &pass));
    check("one is taken", !identity_factor_takes(cx, id, codes.code[3], &takes) && takes);
    check("once", !identity_factor_takes(cx, id, codes.code[3], &takes) && !takes);
    check("nine are left", !identity_factor_state(cx, &account, &state) && state.n_recovery == 9);
    check("off for a wrong password", is_code(identity_factor_turn_off(cx, S("x"), &pass),
                                              "identity.old_password"));
    check_ok("off", identity_factor_turn_off(cx, S(GOOD), &pass));
    check("no code is taken", !identity_factor_takes(cx, id, codes.code[4], &takes) && !takes);
}

/* ---- tending --------------------------------------------------------------------------------- */

ON_BOTH(identity_tending)
{
    struct identity_account_id id = somebody(cx, "budi");
    struct identity_session   *row;
    struct str                 code;
    size_t                     n;

    sign_in(cx, "budi", &at_home);
    check_ok("a code", identity_code(cx, id, &code));
    check("a session", !identity_sessions_of(cx, id, &row, &n) && n == 1);
    static int64_t later = NOON + 30 * 86400;    /* it tends once a minute, whatever the database */

    cx->now_s = later += 60;
    check_ok("tended", identity_module.tend(cx));
    check("no session", !identity_sessions_of(cx, id, &row, &n) && n == 0);
    struct identity_code left;
    struct str           digest;
    bool                 found;

    check_ok("digest", identity_mac(cx, "code", code, &digest));
    check("no code", !identity_code_by_digest(cx, digest, &left, &found) && !found);
}
