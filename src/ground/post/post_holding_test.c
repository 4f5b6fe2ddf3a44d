/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* post_holding_test.c — who holds what, as what, on which days; each row differs in one thing. */
#include "ground/post/post_holding.h"

#include <string.h>

#include "unit.h"

static struct date
day(const char *iso)
{
    struct date d = { 0 };

    if (iso)
        date_parse(str_of(iso), &d);
    return d;
}

static struct post_holding
held(int64_t account, enum hold_as as, const char *from, const char *to)
{
    return (struct post_holding){ account, as, day(from), day(to), false };
}

struct row {
    const char    *name;
    enum post_kind kind;
    enum hold_as   as;
    const char    *from, *to, *decree;
    enum hold_as   other_as;            /* one other hold, by account 2; other_from NULL: none */
    const char    *other_from, *other_to;
    const char    *code, *where;        /* NULL: nothing stands against it                    */
};

#define AGENCY POST_HEAD_OF_AGENCY, HOLD_DEFINITIVE, "2026-11-22", NULL, ""
#define PLT(to) POST_HEAD_OF_AGENCY, HOLD_PLT, "2026-11-22", to, "SK 821/7"
#define PLH(to) POST_HEAD_OF_AGENCY, HOLD_PLH, "2026-11-22", to, "SP 800/3"
#define NONE HOLD_DEFINITIVE, NULL, NULL

static const struct row rows[] = {
    { "baseline: a vacant post", AGENCY, NONE, NULL, NULL },

    { "no first day", POST_HEAD_OF_AGENCY, HOLD_DEFINITIVE, NULL, NULL, "", NONE,
      "post.dates", "from" },
    { "the last day is the first", POST_HEAD_OF_AGENCY, HOLD_DEFINITIVE, "2026-11-22",
      "2026-11-22", "", NONE, NULL, NULL },
    { "the last day is before the first", POST_HEAD_OF_AGENCY, HOLD_DEFINITIVE, "2026-11-22",
      "2026-11-21", "", NONE, "post.dates", "to" },
    { "from long ago", POST_HEAD_OF_AGENCY, HOLD_DEFINITIVE, "2021-01-04", NULL, "", NONE,
      NULL, NULL },
    { "a year ahead", POST_HEAD_OF_AGENCY, HOLD_DEFINITIVE, "2027-11-23", NULL, "", NONE,
      NULL, NULL },
    { "more than a year ahead", POST_HEAD_OF_AGENCY, HOLD_DEFINITIVE, "2027-11-24", NULL, "", NONE,
      "post.dates", "from" },

    { "somebody holds it", AGENCY, HOLD_DEFINITIVE, "2024-01-01", NULL, "post.held", "from" },
    { "until the day before", AGENCY, HOLD_DEFINITIVE, "2024-01-01", "2026-11-21", NULL, NULL },
    { "until this day", AGENCY, HOLD_DEFINITIVE, "2024-01-01", "2026-11-22", "post.held", "from" },
    { "from a later day, and ours is open", AGENCY, HOLD_DEFINITIVE, "2026-12-01", NULL,
      "post.held", "from" },
    { "from a later day, and ours ends before", POST_HEAD_OF_AGENCY, HOLD_DEFINITIVE, "2026-11-22",
      "2026-11-30", "", HOLD_DEFINITIVE, "2026-12-01", NULL, NULL, NULL },
    { "a Plt. fills it", AGENCY, HOLD_PLT, "2026-11-01", "2026-12-31", "post.held", "from" },
    { "a Pj. fills it", AGENCY, HOLD_PJ, "2026-11-01", "2026-12-31", "post.held", "from" },
    { "a delegation is not in the way", AGENCY, HOLD_DELEGATED, "2026-11-20", "2026-11-30",
      NULL, NULL },

    { "Plt. of a vacant post", PLT("2027-02-21"), NONE, NULL, NULL },
    { "Plt. for more than three months", PLT("2027-02-22"), NONE, "post.dates", "to" },
    { "Plt. without a last day", PLT(NULL), NONE, "post.dates", "to" },
    { "Plt. without a decree", POST_HEAD_OF_AGENCY, HOLD_PLT, "2026-11-22", "2026-12-31", "", NONE,
      "post.decree", "decree" },
    { "Plt. beside a definitive holder", PLT("2026-12-31"), HOLD_DEFINITIVE, "2024-01-01", NULL,
      "post.held", "from" },
    { "Plt. beside another Plt.", PLT("2026-12-31"), HOLD_PLT, "2026-11-01", "2026-11-30",
      "post.held", "from" },
    { "Plt. after another Plt.", PLT("2026-12-31"), HOLD_PLT, "2026-11-01", "2026-11-21",
      NULL, NULL },
    { "Plt. of a region for a year", POST_HEAD_OF_REGION, HOLD_PLT, "2026-11-22", "2027-11-21",
      "Kepmen 1", NONE, NULL, NULL },
    { "Pj. of a region for a year", POST_HEAD_OF_REGION, HOLD_PJ, "2026-11-22", "2027-11-21",
      "Kepmen 1", NONE, NULL, NULL },
    { "Pj. for longer", POST_HEAD_OF_REGION, HOLD_PJ, "2026-11-22", "2027-11-22", "Kepmen 1", NONE,
      "post.dates", "to" },

    { "Plh. while the holder is away", PLH("2026-12-01"), HOLD_DEFINITIVE, "2024-01-01", NULL,
      NULL, NULL },
    { "Plh. of a vacant post", PLH("2026-12-01"), NONE, "post.vacant", "as" },
    { "Plh. beyond the holder's last day", PLH("2026-12-01"), HOLD_DEFINITIVE, "2024-01-01",
      "2026-11-30", "post.vacant", "as" },
    { "Plh. beside another", PLH("2026-12-01"), HOLD_PLH, "2026-11-20", "2026-11-25", "post.held",
      "from" },

    { "nobody acts for an assessor", POST_ASSESSOR, HOLD_PLT, "2026-11-22", "2026-12-01", "SK 1",
      NONE, "post.acting", "as" },
    { "nor for a council member", POST_COUNCIL_MEMBER, HOLD_DELEGATED, "2026-11-22", "2026-12-01",
      "", NONE, "post.acting", "as" },
    { "an auditor with a last day", POST_AUDITOR, HOLD_DEFINITIVE, "2026-11-22", "2026-12-31",
      "", NONE, NULL, NULL },
    { "an auditor without one", POST_AUDITOR, HOLD_DEFINITIVE, "2026-11-22", NULL, "", NONE,
      "post.dates", "to" },
    { "a delegation by nobody", POST_HEAD_OF_AGENCY, HOLD_DELEGATED, "2026-11-22", "2026-11-30",
      "", NONE, "post.delegation", "as" },
};

static void
check_fault(const char *name, struct post_fault f, const char *code, const char *where)
{
    check(name, code ? f.code && strcmp(f.code, code) == 0 : !f.code);
    check(name, !code || !f.code || strcmp(f.where, where) == 0);
    check(name, !f.code || (msg_is(f.text) && msg_is(f.hint)));
}

TEST(post_fault_of)
{
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct row   *r = &rows[i];
        struct post_holding other = held(2, r->other_as, r->other_from, r->other_to);
        struct post_fault   f = post_fault_of(&(struct post_case){
            .kind = r->kind, .hold = held(1, r->as, r->from, r->to), .decree = str_of(r->decree),
            .today = day("2026-11-22"), .other = &other, .n_others = r->other_from != NULL });

        check_fault(r->name, f, r->code, r->where);
    }
}

TEST(post_fault_of_the_same_person)
{
    struct post_holding other = held(1, HOLD_DELEGATED, "2026-11-01", "2026-11-30");
    struct post_case    c = {
        .kind = POST_HEAD_OF_AGENCY, .hold = held(1, HOLD_DEFINITIVE, "2026-11-22", NULL),
        .today = day("2026-11-22"), .other = &other, .n_others = 1 };

    check_fault("twice on the same day", post_fault_of(&c), "post.held", "from");
    other.ended = true;
    check_fault("the other is closed", post_fault_of(&c), NULL, NULL);
    other.ended = false;
    c.hold.from = day("2026-12-01");
    check_fault("one after the other", post_fault_of(&c), NULL, NULL);
}

TEST(post_fault_of_a_delegation)
{
    static const struct { const char *name, *from, *to; enum hold_as by;
                          const char *by_from, *by_to, *code, *where; } row[] = {
        { "baseline: thirty days", "2026-11-22", "2026-12-21", HOLD_DEFINITIVE, "2024-01-01", NULL,
          NULL, NULL },
        { "thirty-one", "2026-11-22", "2026-12-22", HOLD_DEFINITIVE, "2024-01-01", NULL,
          "post.delegation", "to" },
        { "without an end", "2026-11-22", NULL, HOLD_DEFINITIVE, "2024-01-01", NULL,
          "post.delegation", "to" },
        { "from yesterday", "2026-11-21", "2026-11-30", HOLD_DEFINITIVE, "2024-01-01", NULL,
          "post.delegation", "from" },
        { "until the giver's end", "2026-11-22", "2026-11-30", HOLD_PLT, "2026-11-01",
          "2026-11-30", NULL, NULL },
        { "beyond it", "2026-11-22", "2026-12-01", HOLD_PLT, "2026-11-01", "2026-11-30",
          "post.delegation", "to" },
        { "before the giver's beginning", "2026-11-22", "2026-11-30", HOLD_DEFINITIVE,
          "2026-11-23", NULL, "post.delegation", "to" },
        { "by who has it delegated", "2026-11-22", "2026-11-30", HOLD_DELEGATED, "2026-11-01",
          "2026-12-31", "post.delegation", "as" },
        { "by a Plh.", "2026-11-22", "2026-11-30", HOLD_PLH, "2026-11-01", "2026-12-31",
          "post.delegation", "as" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct post_holding by = held(2, row[i].by, row[i].by_from, row[i].by_to);

        check_fault(row[i].name, post_fault_of(&(struct post_case){
            .kind = POST_HEAD_OF_AGENCY, .hold = held(1, HOLD_DELEGATED, row[i].from, row[i].to),
            .today = day("2026-11-22"), .by = &by }), row[i].code, row[i].where);
    }
}

TEST(post_holds_on)
{
    static const struct { const char *name, *from, *to; bool ended; const char *on; bool holds; }
    row[] = {
        { "in the middle",      "2026-11-01", "2026-11-30", false, "2026-11-22", true },
        { "on the first day",   "2026-11-01", "2026-11-30", false, "2026-11-01", true },
        { "on the last day",    "2026-11-01", "2026-11-30", false, "2026-11-30", true },
        { "before",             "2026-11-01", "2026-11-30", false, "2026-10-31", false },
        { "after",              "2026-11-01", "2026-11-30", false, "2026-12-01", false },
        { "open",               "2026-11-01", NULL,         false, "2062-01-01", true },
        { "closed for good, and the clock went back", "2026-11-01", "2026-11-30", true,
          "2026-11-22", false },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct post_holding h = held(1, HOLD_DEFINITIVE, row[i].from, row[i].to);

        h.ended = row[i].ended;
        check(row[i].name, post_holds_on(&h, day(row[i].on)) == row[i].holds);
    }
}

/* 2026-11-22 00:00 is 17:00, 16:00 and 15:00 UTC of the day before in WIB, WITA and WIT. */
TEST(post_day)
{
    static const struct { const char *name, *region; int32_t hours; } row[] = {
        { "the nation", "", 7 },        { "Aceh", "11", 7 },         { "Kota Kediri", "35.71", 7 },
        { "West Kalimantan", "61", 7 }, { "Central Kalimantan", "62.01", 7 },
        { "South Kalimantan", "63", 8 },{ "East Kalimantan", "64", 8 },
        { "North Kalimantan", "65", 8 },{ "Bali", "51", 8 },         { "Kota Kupang", "53.71", 8 },
        { "Makassar", "73.71", 8 },     { "Maluku", "81", 9 },       { "Papua", "91.71", 9 },
        { "Mountain Papua", "95", 9 },
    };
    const int64_t midnight_utc = (int64_t)date_days((struct date){ 2026, 11, 22 }) * 86400;

    for (size_t i = 0; i < COUNT(row); i++) {
        struct str region = str_of(row[i].region);
        int64_t    begins = midnight_utc - row[i].hours * 3600;

        check(row[i].name, post_offset_s(region) == row[i].hours * 3600);
        check(row[i].name, date_cmp(post_day(region, begins), day("2026-11-22")) == 0);
        check(row[i].name, date_cmp(post_day(region, begins - 1), day("2026-11-21")) == 0);
    }
}

TEST(post_code_of)
{
    struct arena *a = unit_arena();

    check_text("of an agency", post_code_of(a, S("35.71-diskominfo"), POST_HEAD_OF_AGENCY, 1),
               S("35.71-diskominfo-head-of-agency"));
    check_text("of a place with an underscore", post_code_of(a, S("a_b"), POST_CONTRIBUTOR, 1),
               S("a_b-contributor"));
    check_text("of the nation", post_code_of(a, S(""), POST_PROGRAMME_OFFICE, 1),
               S("programme-office"));
    check_text("the third chair", post_code_of(a, S("35.71"), POST_COUNCIL_MEMBER, 3),
               S("35.71-council-member-3"));
}

TEST(post_words)
{
    static const enum hold_as all[] = {
        HOLD_DEFINITIVE, HOLD_PLT, HOLD_PLH, HOLD_PJ, HOLD_DELEGATED };

    for (size_t i = 0; i < COUNT(all); i++) {
        enum hold_as as = HOLD_DEFINITIVE;

        check("a word is its own", hold_as_of_word(str_of(hold_as_word(all[i])), &as)
              && as == all[i]);
    }
    for (int32_t kind = 1; kind < POST_KINDS; kind++)
        check("every kind stands somewhere", post_places((enum post_kind)kind) != 0);
}
