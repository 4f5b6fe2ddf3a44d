/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* journal_test.c — what is told, by whom, who sees it, and what an erasure leaves of it. */
#include "base/secret.h"
#include "ground/journal/journal_list.h"
#include "ground/journal/journal_seal.h"
#include "ground/journal/journal_sql.h"
#include "ground/journal/journal_test.h"

static const struct field card_fields[] = {
    FIELD(struct card, name,     F_TEXT, .max = 50, .label = N_("Name"), .personal = PERSONAL_NAME),
    FIELD(struct card, email,    F_TEXT, .max = 50, .label = N_("Email"),
          .personal = PERSONAL_EMAIL),
    FIELD(struct card, password, F_TEXT, .max = 50, .label = N_("Password"), .secret = true),
    FIELD(struct card, floor,    F_INT,  .min = 0, .max = 99, .label = N_("Floor")),
};
const struct form card_form = FORM(struct card, card_fields);

static const struct told  card_told[] = { { "card", "card", { &card_form } } };
static const struct module card_module = { .name = "card", .told = card_told, .n_told = 1 };
const struct module *const card_modules[] = { &card_module, NULL };

static const struct scope kediri = { { "35.71", 5 }, 0 };

/* ---- who ------------------------------------------------------------------------------------- */

struct person { struct subject_id subject; struct who who; };

static struct person
person(struct cx *cx, const char *name, enum post_kind kind, const char *region)
{
    struct person      p = { 0 };
    struct subject_put put = { .digest = S("") };

    check_ok("a person", subject_new(cx, &p.subject));
    check_ok("a name", subject_put(cx, p.subject, PERSONAL_NAME, str_of(name), &put));
    p.who = (struct who){
        .kind = WHO_PERSON, .account_id = 4, .subject_id = p.subject.n, .name = str_of(name),
        .name_value = put.value.n,
        .post = { .id = 1, .post_id = 9, .kind = kind, .title = S("Walidata Kota Kediri"),
                  .as = HOLD_PLT, .scope = { .region = str_of(region) } },
    };
    return p;
}

static struct journal_topic
topic_of(const char *key)
{
    return (struct journal_topic){ "card", str_of(key), kediri };
}

static struct journal_lines
lines_of(struct cx *cx, const char *key)
{
    struct journal_topic t = topic_of(key);
    struct journal_lines lines = { 0 };

    check_ok("lines", journal_of(cx, &t, &lines));
    return lines;
}

static struct err *
tell_card(struct cx *cx, const char *key, const struct card *before, const struct card *after,
          struct subject_id subject)
{
    return journal_tell(cx, &(struct fact){
        .verb = before ? JOURNAL_CHANGED : JOURNAL_ADDED, .thing = "card", .key = str_of(key),
        .scope = kediri, .form = &card_form, .before = before, .after = after,
        .subject = subject, .why = S("a reason") });
}

/* ---- telling --------------------------------------------------------------------------------- */

BOTH_JOURNALS(journal_tells_what_differs)
{
    struct card before = { .name = S("Siti Rahma"), .floor = 2 }, same = before, after = before;
    struct person p = person(cx, "Budi Santoso", POST_WALIDATA, "35.71");

    (void)kind;
    cx->who = &p.who;
    cx->now_s = 1766000000;
    after.floor = 3;
    after.password = S("rahasia");
    check_ok("nothing differs", tell_card(cx, "k", &before, &same, p.subject));
    check("and nothing is told", lines_of(cx, "k").n == 0);
    check_ok("a floor differs", tell_card(cx, "k", &before, &after, p.subject));
    struct journal_lines lines = lines_of(cx, "k");

    check("one line", lines.n == 1);
    if (lines.n != 1)
        return;
    check("of the floor alone: the password is never told", lines.row[0].n_fields == 1);
    check_text("with its label", str_of(lines.row[0].field[0].label.id), S("Floor"));
    check_text("from", lines.row[0].field[0].before, S("2"));
    check_text("to", lines.row[0].field[0].after, S("3"));
    check_text("why", lines.row[0].why, S("a reason"));
    check_text("by the post of then", lines.row[0].post, S("Plt. Walidata Kota Kediri"));
    check_text("and its holder", lines.row[0].actor, S("Budi Santoso"));
    check("at the time of the unit of work", lines.row[0].at == 1766000000);
    check("not sealed yet", lines.row[0].seq == 0);
}

BOTH_JOURNALS(journal_names_who_acted)
{
    struct person walidata = person(cx, "Budi Santoso", POST_WALIDATA, "35.71");
    const struct who shell = { .kind = WHO_SHELL, .name = S("kadek") };
    const struct { const char *name; const struct who *who; const char *post, *actor; } row[] = {
        { "a person",     &walidata.who, "Plt. Walidata Kota Kediri", "Budi Santoso" },
        { "a shell",      &shell,        NULL,                        "kadek" },
        { "the program",  &who_program,  NULL,                        NULL },
        { "nobody",       NULL,          NULL,                        NULL },
    };

    (void)kind;
    for (size_t i = 0; i < COUNT(row); i++) {
        struct card card = { .floor = (int64_t)i };

        cx->who = row[i].who;
        check_ok(row[i].name, tell_card(cx, row[i].name, NULL, &card, walidata.subject));
        cx->who = &shell;           /* it may see all */
        struct journal_lines lines = lines_of(cx, row[i].name);

        check(row[i].name, lines.n == 1);
        check(row[i].name, lines.row[0].by == (row[i].who ? row[i].who->kind : WHO_NOBODY));
        check_text(row[i].name, lines.row[0].post, str_of(row[i].post));
        check_text(row[i].name, lines.row[0].actor, str_of(row[i].actor));
    }
}

/* ---- what of persons is shown, and to whom --------------------------------------------------- */

static int64_t
reads_told(struct cx *cx)
{
    const struct who *was = cx->who;
    struct journal_list list = { .older = 0 };
    int64_t n = 0;

    check_ok("flush", journal_flush(cx));
    cx->who = &who_program;
    check_ok("list", journal_list_of(cx, &(struct journal_filter){ .thing = S("journal") }, 100,
                                     &list));
    for (size_t i = 0; i < list.lines.n; i++)
        n += list.lines.row[i].verb == JOURNAL_READ;
    cx->who = was;
    return n;
}

BOTH_JOURNALS(journal_shows_persons_to_who_may)
{
    struct person admin = person(cx, "Ayu", POST_ADMINISTRATOR, ""),
                  here = person(cx, "Budi", POST_WALIDATA, "35.71"),
                  elsewhere = person(cx, "Cahya", POST_ADMINISTRATOR, "35.78");
    struct card card = { .name = S("Siti Rahma"), .email = S("siti@kedirikota.go.id") };
    const struct {
        const char *name; const struct who *who; const char *actor, *email; int64_t reads;
    } row[] = {
        { "nobody sees the post alone", NULL, NULL, "(personal, not shown)", 0 },
        { "who works there sees who acted", &here.who, "Ayu", "(personal, not shown)", 0 },
        { "who works elsewhere does not", &elsewhere.who, NULL, "(personal, not shown)", 0 },
        { "who may sees all, and that is told", &admin.who, "Ayu", "siti@kedirikota.go.id", 1 },
    };

    (void)kind;
    cx->lang = LANG_EN;
    cx->who = &admin.who;
    check_ok("told", tell_card(cx, "k", NULL, &card, here.subject));
    for (size_t i = 0; i < COUNT(row); i++) {
        cx->who = row[i].who;
        struct journal_lines lines = lines_of(cx, "k");

        check(row[i].name, lines.n == 1 && lines.row[0].n_fields == 3);
        check_text(row[i].name, lines.row[0].post, S("Plt. Walidata Kota Kediri"));
        check_text(row[i].name, lines.row[0].actor, str_of(row[i].actor));
        check_text(row[i].name, lines.row[0].field[1].after, str_of(row[i].email));
        check(row[i].name, reads_told(cx) == row[i].reads);
    }
}

/* The bytes of a line, wherever they stand. */
static bool
line_holds(struct cx *cx, const char *word)
{
    struct journal_row *row = NULL;
    size_t              n = 0, at;
    bool                holds = false;

    check_ok("rows", journal_fact_of(cx, S("card"), S("k"), 100, &row, &n));
    for (size_t i = 0; i < n; i++)
        holds = holds || str_find(row[i].after_json, str_of(word), &at)
             || str_find(row[i].key, str_of(word), &at);
    return holds;
}

BOTH_JOURNALS(journal_outlives_a_person)
{
    struct person          p = person(cx, "Siti Rahma", POST_WALIDATA, "35.71");
    struct card            card = { .name = S("Siti Rahma"), .email = S("siti@kedirikota.go.id") };
    struct journal_verdict before = { .holds = false }, after = before;
    int64_t                n;

    (void)kind;
    cx->lang = LANG_EN;
    cx->who = &p.who;
    check_ok("told", tell_card(cx, "k", NULL, &card, p.subject));
    check_ok("sealed", journal_seal_some(cx, &n));
    check("a line does not hold the name", n == 1 && !line_holds(cx, "Siti"));
    check("nor the address", !line_holds(cx, "kedirikota"));
    check("it holds a digest", line_holds(cx, "digest"));
    check_ok("verify", journal_verify(cx, &before));
    check_ok("erase", subject_erase(cx, p.subject));
    check_ok("verify", journal_verify(cx, &after));
    check("it held and holds", before.holds && after.holds);
    check_text("with the same head", after.head, before.head);
    cx->who = &who_program;
    struct journal_lines lines = lines_of(cx, "k");

    check("the name of then is gone", lines.n == 1 && lines.row[0].erased);
    check("and unknown", !str_is_known(lines.row[0].actor));
    check_text("the post of then stays", lines.row[0].post, S("Plt. Walidata Kota Kediri"));
    check_text("a personal value says so", lines.row[0].field[1].after, S("(erased)"));
}

BOTH_JOURNALS(journal_points_to_the_value_in_use)
{
    struct person      p = person(cx, "Siti Rahma", POST_WALIDATA, "35.71");
    struct card        before = { .name = S("Siti Rahma") }, after = { .name = S("Siti R. Dewi") };
    struct subject_put put = { .digest = S("") };
    struct subject_holding held = { 0 };

    (void)kind;
    cx->who = &p.who;
    check_ok("a new name", subject_put(cx, p.subject, PERSONAL_NAME, after.name, &put));
    check_ok("told", tell_card(cx, "k", &before, &after, p.subject));
    check_ok("what is held", subject_holding_of(cx, p.subject, &held));
    check("telling puts no value again", held.n == 2);
    check("and replaces none", held.n == 2 && held.row[0].id.n == put.value.n);
    check_text("the line is signed with the name of then", lines_of(cx, "k").row[0].actor,
               S("Siti Rahma"));
}

/* ---- reading --------------------------------------------------------------------------------- */

BOTH_JOURNALS(journal_tells_what_was_read)
{
    struct journal_list list = { .older = 0 };

    (void)kind;
    cx->who = &who_program;
    cx->read_only = true;
    check_ok("nothing was read", journal_flush(cx));
    journal_read(cx, "account", S("4"), kediri, (struct subject_id){ 1 });
    journal_read(cx, "account", S("4"), kediri, (struct subject_id){ 1 });
    journal_read(cx, "account", S("5"), kediri, (struct subject_id){ 2 });
    check_ok("a page that only reads tells it all the same", journal_flush(cx));
    check("and only reads again", cx->read_only && !cx->reads);
    check_ok("again there is nothing", journal_flush(cx));
    check_ok("list", journal_list_of(cx, &(struct journal_filter){ .thing = S("account") }, 10,
                                     &list));
    check("twice the same is one line", list.lines.n == 2);
    check_text("newest first", list.lines.n == 2 ? list.lines.row[0].key : S(""), S("5"));
}

/* ---- the list -------------------------------------------------------------------------------- */

BOTH_JOURNALS(journal_list_reaches_as_far_as_the_post)
{
    static const char *const region[] = { "", "35", "35.71", "35.71.01", "35.7", "35.78" };
    struct person office = person(cx, "A", POST_PROGRAMME_OFFICE, ""),
                  mayor = person(cx, "B", POST_HEAD_OF_REGION, "35.71"),
                  mentor = person(cx, "C", POST_MENTOR, "");
    const struct { const char *name; const struct who *who; size_t n; } row[] = {
        { "the programme's office sees all", &office.who, 6 },
        { "a mayor sees the own city and below", &mayor.who, 2 },
    };
    struct journal_list list = { .older = 0 };
    int64_t             n;

    (void)kind;
    cx->who = &who_program;
    for (size_t i = 0; i < COUNT(region); i++) {
        check_ok("told", journal_tell(cx, &(struct fact){ .verb = JOURNAL_ADDED, .thing = "card",
            .key = str_of(region[i]), .scope = { .region = str_of(region[i]) } }));
        if (i == 2)
            check_ok("half of it sealed", journal_seal_some(cx, &n));
    }
    for (size_t i = 0; i < COUNT(row); i++) {
        cx->who = row[i].who;
        check_ok(row[i].name, journal_list_of(cx, &(struct journal_filter){ .before = 0 }, 100,
                                              &list));
        check(row[i].name, list.lines.n == row[i].n);
    }
    cx->who = &mentor.who;
    check("a mentor does not read it", is_code(journal_list_of(cx, &(struct journal_filter){
        .before = 0 }, 100, &list), "right.denied"));
}

BOTH_JOURNALS(journal_list_is_filtered_and_paged)
{
    static const struct { const char *name; struct journal_filter filter; size_t n; } row[] = {
        { "all",                        { .before = 0 }, 7 },
        { "of one thing",               { .thing = { "card", 4 } }, 5 },
        { "of one record",              { .thing = { "card", 4 }, .key = { "1", 1 } }, 1 },
        { "of a day, which begins at 17.00 UTC", { .day = { 2025, 12, 18 } }, 3 },
        { "of a day without a line",    { .day = { 2025, 12, 25 } }, 0 },
        { "of a post",                  { .post = { "Walidata Kota Kediri", 20 } }, 2 },
        { "of an account",              { .account = 4 }, 2 },
        { "before a line",              { .before = 3 }, 2 },
    };
    struct person p = person(cx, "Budi", POST_WALIDATA, "35.71");
    struct journal_list list = { .older = 0 };
    int64_t n;

    (void)kind;
    for (int64_t i = 0; i < 7; i++) {
        struct str key[] = { S("0"), S("1"), S("2"), S("3"), S("4"), S("5"), S("6") };

        cx->who = i < 5 ? &who_program : &p.who;
        cx->now_s = 1766071900 + i * 1800;          /* the fourth is after midnight, WIB */
        check_ok("told", journal_tell(cx, &(struct fact){ .verb = JOURNAL_ADDED,
            .thing = i < 5 ? "card" : "org", .key = key[i], .scope = kediri }));
    }
    cx->who = &who_program;
    check_ok("sealed", journal_seal_some(cx, &n));
    for (size_t i = 0; i < COUNT(row); i++) {
        check_ok(row[i].name, journal_list_of(cx, &row[i].filter, 100, &list));
        check(row[i].name, list.lines.n == row[i].n);
    }
    check_ok("a page", journal_list_of(cx, &(struct journal_filter){ .before = 0 }, 3, &list));
    check("of three, with more to come", list.lines.n == 3 && list.older == 5);
    check_ok("the next", journal_list_of(cx, &(struct journal_filter){ .before = 5 }, 4, &list));
    check("to the end", list.lines.n == 4 && list.older == 0 && list.lines.row[3].seq == 1);
}

BOTH_JOURNALS(journal_head_of_a_day)
{
    static const struct { const char *name; struct date day; int64_t seq, n; } row[] = {
        { "before the first line",   { 2025, 12, 17 }, 0, 0 },
        { "the day itself",          { 2025, 12, 18 }, 2, 2 },
        { "the next, from midnight", { 2025, 12, 19 }, 3, 1 },
        { "a day without a line: the head stands", { 2025, 12, 20 }, 3, 0 },
    };
    static const int64_t at[] = { 1766000000, 1766077199, 1766077200 };   /* 23:59:59, 0:00 WIB */
    int64_t n;

    (void)kind;
    for (size_t i = 0; i < COUNT(at); i++) {
        cx->now_s = at[i];
        check_ok("told", journal_tell(cx, &(struct fact){ .verb = JOURNAL_ADDED, .thing = "card",
                                                         .key = S("k") }));
    }
    check_ok("sealed", journal_seal_some(cx, &n));
    for (size_t i = 0; i < COUNT(row); i++) {
        struct journal_head    h = { .seq = -1 };
        struct journal_verdict v = { .holds = false };

        check_ok(row[i].name, journal_head_of(cx, row[i].day, &h));
        check(row[i].name, h.seq == row[i].seq && h.n_of_day == row[i].n);
        if (h.seq == 0)
            continue;
        check_ok(row[i].name, journal_verify_with(cx, h.hash, &v));
        check(row[i].name, v.holds);
    }
}
