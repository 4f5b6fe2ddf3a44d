/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* round_test.c — the verbs of round.h on both engines: the rule, the days, my seat, sharing. */
#include "city/round/round.h"

#include <string.h>

#include "base/arena.h"
#include "city/cohort/cohort_sql.h"
#include "city/instrument/instrument_load.h"
#include "city/instrument/instrument_sql.h"
#include "city/round/round_part.h"
#include "ground/post/post.h"
#include "ground/region/region_sql.h"
#include "store/store.h"
#include "unit.h"
#include "unit_slices.h"

enum { NOON_WIB = 1795323600, DAY_S = 86400 };          /* 2026-11-22 12:00 WIB */

#define CODE S("smart-city-evaluation-2026")

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

static void
region(struct cx *cx, const char *code, const char *kind, const char *name)
{
    struct region_id id;

    check(name, !region_add(cx, &(struct region_add_in){ .code = str_of(code),
        .kind = str_of(kind), .name = str_of(name), .parent_code = S("35"), .source = S("test") },
        &id));
}

static void
member(struct cx *cx, const char *code, struct maybe_int year)
{
    check(code, !cohort_member_add(cx, &(struct cohort_member_add_in){
        .region_code = str_of(code), .year = year, .source = S("x"), .publisher = S("x") }, NULL));
}

/* Four regions: one joined in 2018 and has an index of 2022, one whose year is unknown, one that is
 * no member, and a province. */
static void
begin(struct cx *cx)
{
    struct pack            pack;
    enum instrument_loaded loaded;
    int64_t                n;

    cx->who = &shell;
    cx->now_s = NOON_WIB;
    region(cx, "35", "province", "Jawa Timur");
    region(cx, "35.71", "city", "Kota Kediri");
    region(cx, "35.72", "city", "Kota Blitar");
    region(cx, "35.06", "regency", "Kabupaten Kediri");
    member(cx, "35", KNOWN(2020));
    member(cx, "35.71", KNOWN(2018));
    member(cx, "35.72", (struct maybe_int){ 0 });
    check("the pack", !instrument_embedded(cx->arena, INSTRUMENT_SMART_CITY, &pack)
                   && !instrument_load_pack(cx, &pack, &loaded));
    check("figures", !instrument_load_facts(cx, S("x.csv"), S(
        "region_code,instrument,year,item,measure,value,source,source_url,source_date,note_id,"
        "note_en\n"
        "35.71,smart-city-evaluation,2021,index,actual,3.06,x,,,,\n"
        "35.71,smart-city-evaluation,2022,index,actual,3.31,x,,,,\n"
        "35.71,smart-city-evaluation,2022,index,target,3.40,x,,,,\n"), &n));
}

static void
add(struct cx *cx, const char *rule)
{
    struct str code;

    check(rule, !round_add(cx, &(struct round_new){ .instrument = INSTRUMENT_SMART_CITY,
        .title = S("Evaluasi 2026"), .rule = str_of(rule), .year = 2026,
        .disagreement = S("1") }, &code) && str_eq(code, CODE));
}

static struct err *
set_dates(struct cx *cx, const char *result)
{
    const struct round_dates d[] = {
        { ROUND_STAGE_1,  day("2026-11-20"), day("2026-11-22") },
        { ROUND_JUDGE_1,  day("2026-11-24"), day("2026-11-30") },
        { ROUND_RESULT_1, day("2026-12-01"), day("2026-12-01") },
        { ROUND_STAGE_2,  day("2026-12-10"), day("2026-12-20") },
        { ROUND_CHECK,    day("2027-01-04"), day("2027-01-08") },
        { ROUND_INTERVIEW, day("2027-01-11"), day("2027-01-12") },
        { ROUND_RESULT,   day(result), day(result) },
    };

    return round_dates_set(cx, CODE, d, COUNT(d), S("test"));
}

/* ---- the rule ------------------------------------------------------------------------------- */

ON_BOTH(round_rule_names)
{
    static const struct { const char *rule, *names; } row[] = {
        { "${member}",                                      "35 35.71 35.72 " },
        { "${member} and not(${kind} = 'province')",        "35.71 35.72 " },
        { "${joined} < 2026",                               "35 35.71 " },
        { "${joined} < 2019 or ${joined} = ''",             "35.06 35.71 35.72 " },
        { "${index} >= 3.3",                                "35.71 " },
        { "${index_year} = 2022",                           "35.71 " },
        { "${index} = ''",                                  "35 35.06 35.72 " },
        { "starts-with(${code}, '35.7')",                   "35.71 35.72 " },
        { "contains(${name}, 'Kediri')",                    "35.06 35.71 " },
        { "false()",                                        "" },
    };

    begin(cx);
    add(cx, "true()");
    for (size_t i = 0; i < COUNT(row); i++) {
        struct round          r = { .rule = str_of(row[i].rule), .year = 2026,
                                    .instrument_code = INSTRUMENT_SMART_CITY };
        struct round_eligible e = { .n = 0 };
        struct buf            b = buf_in(cx->arena, 200);

        check("runs", !round_eligible_of(cx, &r, &e));
        for (size_t k = 0; k < e.n; k++)
            buf_fmt(&b, "%.*s ", TEXT(e.code[k]));
        check(row[i].rule, str_eq(buf_str(&b), str_of(row[i].names)));
    }
}

ON_BOTH(round_refuses_a_rule)
{
    static const struct { const char *name, *rule; } row[] = {
        { "not understood",      "${member} and" },
        { "an unknown name",     "${kota} = 'x'" },
        { "a number",            "${joined} + 1" },
        { "a text for a number", "${joined} = '2018'" },
    };
    struct str code;

    begin(cx);
    for (size_t i = 0; i < COUNT(row); i++) {
        struct err *e = round_add(cx, &(struct round_new){ .title = S("Evaluasi"), .year = 2026,
            .instrument = INSTRUMENT_SMART_CITY, .rule = str_of(row[i].rule),
            .disagreement = S("1") }, &code);

        check(row[i].name, is_code(e, "round.rule") && str_eq(e->where, S("rule")));
    }
}

ON_BOTH(round_join_keeps_what_was_said)
{
    struct round_full       full;
    struct round_region_set set;
    int64_t                 n;

    begin(cx);
    add(cx, "${member}");
    check("by the rule", !round_join_by_rule(cx, CODE, &n) && n == 3);
    check("out", !round_join_set(cx, CODE, S("35.72"), false, S("Mundur")));
    check("in", !round_join_set(cx, CODE, S("35.06"), true, S("Diundang")));
    check("again", is_code(round_join_set(cx, CODE, S("35.06"), true, S("Diundang")),
                           "round.same"));
    check("no reason", is_code(round_join_set(cx, CODE, S("35"), false, S("")), "round.why"));
    check("no region", is_code(round_join_set(cx, CODE, S("99"), true, S("uji")),
                               "region.unknown"));
    check("the rule again", !round_join_by_rule(cx, CODE, &n) && n == 3);
    check("the round", !round_get(cx, CODE, &full));
    check("who", !round_regions_of(cx, &full.round, &set) && set.n == 3
              && str_eq(set.row[0].region_code, S("35"))
              && str_eq(set.row[1].region_code, S("35.06"))
              && str_eq(set.row[2].region_code, S("35.71")));
    check("takes part", !round_must_take_part(cx, &full.round, S("35.06")));
    check("does not", is_code(round_must_take_part(cx, &full.round, S("35.72")),
                              "round.not_in"));
}

/* ---- the days ------------------------------------------------------------------------------- */

ON_BOTH(round_is_open_by_its_days)
{
    static const struct { const char *name, *on; enum round_step step; bool may; } row[] = {
        { "answers on the last day",      "2026-11-22", ROUND_ANSWER, true },
        { "not in a gap",                 "2026-11-23", ROUND_ANSWER, false },
        { "nor scores there",             "2026-11-23", ROUND_SCORE,  false },
        { "scores on the first day",      "2026-11-24", ROUND_SCORE,  true },
        { "no questions in stage I",      "2026-11-24", ROUND_ASK,    false },
        { "settles with the results",     "2026-12-01", ROUND_SETTLE, true },
        { "answers in stage II",          "2026-12-15", ROUND_ANSWER, true },
        { "no reply: nobody objects",     "2027-01-12", ROUND_OBJECT, false },
        { "nothing after it is over",     "2027-02-02", ROUND_SETTLE, false },
    };
    struct round_full full;
    int64_t           n;

    begin(cx);
    add(cx, "${member}");
    check("not without days", is_code(round_open(cx, CODE), "round.phase"));
    check("days", !set_dates(cx, "2027-02-01"));
    check("not without regions", is_code(round_open(cx, CODE), "round.nobody"));
    check("regions", !round_join_by_rule(cx, CODE, &n));
    check("a draft", !round_get(cx, CODE, &full)
                  && is_code(round_must_allow(cx, &full, ROUND_ANSWER), "round.closed"));
    check("opened", !round_open(cx, CODE));
    check("once", is_code(round_open(cx, CODE), "round.state"));
    for (size_t i = 0; i < COUNT(row); i++) {
        cx->now_s = NOON_WIB + (date_days(day(row[i].on)) - date_days(day("2026-11-22"))) * DAY_S;
        check("the round", !round_get(cx, CODE, &full));
        check(row[i].name, row[i].may == !round_must_allow(cx, &full, row[i].step));
    }
    check("the end of stage I",
          date_cmp(round_last_day(&full, ROUND_ANSWER, 1), day("2026-11-22")) == 0);
    check("the last of two phases",
          date_cmp(round_last_day(&full, ROUND_SCORE, 2), day("2027-01-12")) == 0);
    check("none", round_last_day(&full, ROUND_OBJECT, 2).year == 0);
}

static struct err *
publish_once(struct cx *cx, void *arg)
{
    return round_publish(cx, arg);
}

ON_BOTH(round_published_is_not_written)
{
    struct round_full full;
    int64_t           n;

    begin(cx);
    add(cx, "${member}");
    check("made", !set_dates(cx, "2027-02-01") && !round_join_by_rule(cx, CODE, &n));
    check("not a draft", !round_get(cx, CODE, &full)
                      && is_code(store_change(cx, "t", publish_once, &full), "round.state"));
    check("open", !round_open(cx, CODE) && !round_get(cx, CODE, &full));
    check("published", !store_change(cx, "t", publish_once, &full));
    check("no days", is_code(set_dates(cx, "2027-02-02"), "round.published"));
    check("no regions", is_code(round_join_by_rule(cx, CODE, &n), "round.published"));
    check("no seats", is_code(round_seats_share(cx, CODE, 2, &n, &n), "round.published"));
    check("nothing is open", !round_get(cx, CODE, &full)
                          && is_code(round_must_allow(cx, &full, ROUND_ANSWER), "round.closed"));
}

/* ---- seats ---------------------------------------------------------------------------------- */

static struct identity_account_id
account(struct cx *cx, const char *login)
{
    struct identity_account_id id = { 0 };
    struct str                 code;

    check(login, !identity_add(cx, (struct identity_new){ .login = str_of(login),
        .name = str_of(login) }, &id, &code));
    return id;
}

static struct post_hold_id
hold(struct cx *cx, enum post_kind kind, const char *title, const char *place,
     struct identity_account_id who)
{
    struct post_id      id = { 0 };
    struct post_hold_id held = { 0 };

    check(title, !post_add(cx, &(struct post_new){ .kind = kind, .title = str_of(title),
        .region_code = str_of(place) }, &id));
    check(title, !post_assign(cx, &(struct post_assign){ .post = id, .account = who,
        .from = day("2026-11-22"), .why = S("test") }, &held));
    return held;
}

static const struct who *
enter(struct cx *cx, struct identity_account_id id)
{
    struct who *who = NEW(cx->arena, struct who);

    *who = (struct who){ .kind = WHO_PERSON, .account_id = id.n, .session_id = id.n };
    check("enters", !post_enter(cx, who));
    return who;
}

static struct err *
give(struct cx *cx, const char *region_code, const char *post, const char *exception)
{
    return round_seat_add(cx, CODE, &(struct round_seat_new){ .region_code = str_of(region_code),
        .post = str_of(post), .exception = str_of(exception) });
}

static void
opened(struct cx *cx)
{
    int64_t n;

    begin(cx);
    add(cx, "${member}");
    check("open", !set_dates(cx, "2027-02-01") && !round_join_by_rule(cx, CODE, &n)
               && !round_open(cx, CODE));
}

ON_BOTH(round_my_seat_as_it_is_now)
{
    struct round_full          full;
    struct round_seat          seat;
    struct identity_account_id ani, eko;
    struct err                *e;

    opened(cx);
    ani = account(cx, "ani");
    eko = account(cx, "eko");
    hold(cx, POST_ASSESSOR, "Asesor satu", "", ani);
    hold(cx, POST_ASSESSOR, "Asesor dua", "", eko);
    check("named", !give(cx, "35.71", "assessor", ""));
    check("the round", !round_get(cx, CODE, &full));
    check("a shell has none", is_code(round_my_seat(cx, &full.round, S("35.71"), &seat),
                                      "round.no_seat"));
    cx->who = enter(cx, eko);
    check("nor has another", is_code(round_my_seat(cx, &full.round, S("35.71"), &seat),
                                     "round.no_seat"));
    cx->who = enter(cx, ani);
    check("it is there", !round_my_seat(cx, &full.round, S("35.71"), &seat)
                      && str_eq(seat.post_code, S("assessor")));
    check("for no other region", is_code(round_my_seat(cx, &full.round, S("35.72"), &seat),
                                         "round.no_seat"));
    cx->who = &shell;
    hold(cx, POST_MENTOR, "Pembimbing Kediri", "35.71", ani);
    cx->who = enter(cx, ani);
    check("acts as assessor", cx->who->post.kind == POST_ASSESSOR);
    check("a tie that came later", is_code(round_my_seat(cx, &full.round, S("35.71"), &seat),
                                           "round.mentored"));
    cx->who = &shell;
    hold(cx, POST_COORDINATOR, "Koordinator Kediri", "35.71", eko);
    check("own region, whatever the exception",
          is_code(give(cx, "35.71", "assessor-2", "tidak ada yang lain"), "round.own_region"));
    check("ended", !round_seat_end(cx, CODE, S("35.71"), S("assessor"), S("Terikat")));
    cx->who = enter(cx, ani);
    e = round_my_seat(cx, &full.round, S("35.71"), &seat);
    check("ended, and why", is_code(e, "round.no_seat") && msg_is(e->detail));
}

ON_BOTH(round_seat_needs_its_holder)
{
    struct round_full      full;
    struct round_seat_list list;
    struct post_hold_id    held;

    opened(cx);
    held = hold(cx, POST_ASSESSOR, "Asesor satu", "", account(cx, "ani"));
    hold(cx, POST_ASSESSOR, "Asesor Malang", "35.06", account(cx, "eko"));
    check("named", !give(cx, "35.71", "assessor", ""));
    check("twice", is_code(give(cx, "35.71", "assessor", ""), "round.seat_twice"));
    check("out of its reach", is_code(give(cx, "35.71", "35.06-assessor", ""),
                                      "round.not_assessor"));
    check("no part", is_code(give(cx, "35.06", "assessor", ""), "round.not_in"));
    check("the holder leaves", !post_end(cx, held, day("2026-11-22"), S("Pindah")));
    cx->now_s += DAY_S;
    check("vacant", !round_get(cx, CODE, &full) && !round_seats_seen(cx, &full.round, &list)
                 && list.n == 1 && list.row[0].state == ROUND_SEAT_VACANT);
    check("nobody to name", is_code(give(cx, "35.72", "assessor", ""), "round.vacant"));
}

ON_BOTH(round_seats_shared_and_again)
{
    struct round_full      full;
    struct round_seat_list list;
    static const char *const person[] = { "Asesor 1", "Asesor 2", "Asesor 3", "Asesor 4" };
    int64_t                n_new, n_short;

    opened(cx);
    for (size_t i = 0; i < COUNT(person); i++)
        hold(cx, POST_ASSESSOR, person[i], "",
             account(cx, str_z(cx->arena, str_fmt(cx->arena, "asesor%zu", i))));
    check("one is too few", is_code(round_seats_share(cx, CODE, 1, &n_new, &n_short),
                                    "round.each"));
    check("three for three", !round_seats_share(cx, CODE, 3, &n_new, &n_short)
                          && n_new == 9 && n_short == 0);
    check("again: nothing", !round_seats_share(cx, CODE, 3, &n_new, &n_short)
                         && n_new == 0 && n_short == 0);
    check("more than there are", !round_seats_share(cx, CODE, 5, &n_new, &n_short)
                              && n_new == 3 && n_short == 3);
    check("out", !round_join_set(cx, CODE, S("35.72"), false, S("Mundur")));
    check("its seats end", !round_get(cx, CODE, &full)
                        && !round_seats_seen(cx, &full.round, &list) && list.n == 12);
    for (size_t i = 0; i < list.n; i++)
        check("ended", (list.row[i].state == ROUND_SEAT_ENDED)
                       == str_eq(list.row[i].seat.region_code, S("35.72")));
}
