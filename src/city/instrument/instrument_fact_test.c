/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* instrument_fact_test.c — a published figure is changed and added, on both engines. */
#include "city/instrument/instrument_page.h"

#include <string.h>

#include "base/buf.h"
#include "city/instrument/instrument_load.h"
#include "ground/region/region_sql.h"
#include "unit.h"
#include "unit_slices.h"

#define KEDIRI "smart-city-evaluation/35.71/2022/"

static const enum store_kind engine[] = { STORE_SQLITE, STORE_POSTGRES };
static const struct who      shell = { .kind = WHO_SHELL, .name = { "tester", 6 } };

/* A database with two cities and the facts that come with the program; NULL: no such engine. */
static struct cx *
with_facts(enum store_kind kind)
{
    static const char *const code[] = { "35", "35.71", "15.71" };
    struct cx *cx = unit_slices_cx(kind);

    if (!cx)
        return NULL;
    struct buf out = buf_in(cx->arena, 1000);

    cx->lang = LANG_EN;
    cx->who  = &shell;
    for (size_t i = 0; i < COUNT(code); i++) {
        struct region_id id;
        check(code[i], !region_add(cx, &(struct region_add_in){ .code = str_of(code[i]),
            .kind = i ? S("city") : S("province"), .name = str_of(code[i]),
            .parent_code = i ? S("35") : (struct str){ 0 }, .source = S("test") }, &id));
    }
    check("the facts", !instrument_load(cx, &out));
    return cx;
}

struct case_of {
    const char *name, *key, *value, *source, *url, *date, *why;
    const char *code, *where;           /* NULL: it is done */
};

static struct err *
change(struct cx *cx, const struct record_kind *kind, const struct case_of *r,
       bool *done)
{
    const struct instrument_published v = {
        .value = str_of(r->value), .source = str_of(r->source), .source_url = str_of(r->url),
        .source_date = str_of(r->date),
    };

    return record_change(cx, kind, (struct record_wish){ .key = str_of(r->key), .values = &v,
        .why = str_of(r->why) }, done);
}

static void
check_case(struct cx *cx, const struct record_kind *kind, const struct case_of *r)
{
    bool                done = false;
    struct record_state now = { .values = NULL };
    struct err         *e = change(cx, kind, r, &done);

    check(r->name, (e == NULL) == (r->code == NULL));
    if (e && r->code) {
        check_text(r->name, str_of(e->code), str_of(r->code));
        check_text(r->name, e->where, str_of(r->where));
    }
    if (e || r->code)
        return;
    check(r->name, done && !instrument_figure_state(cx, str_of(r->key), &now) && now.values);
    if (!now.values)
        return;
    check_text(r->name, ((struct instrument_published *)now.values)->value, str_of(r->value));
}

TEST(instrument_figure_edit)
{
    static const struct case_of row[] = {
        { "a figure put right", KEDIRI "index.actual", "3.32", "SK", NULL, NULL, "typing error",
          NULL, NULL },
        { "its digits are kept", KEDIRI "index.actual", "3.320", "SK", NULL, NULL, "more digits",
          NULL, NULL },
        { "it becomes unknown", KEDIRI "index.actual", NULL, "SK", NULL, NULL, "withdrawn",
          NULL, NULL },
        { "no reason", KEDIRI "index.actual", "3.31", "SK", NULL, NULL, NULL,
          "record.reason", "why" },
        { "outside the scale", KEDIRI "index.actual", "4.01", "SK", NULL, NULL, "x y z",
          "instrument.outside_scale", "value" },
        { "a comma", KEDIRI "index.actual", "3,31", "SK", NULL, NULL, "x y z",
          "instrument.value", "value" },
        { "too many decimals", KEDIRI "index.actual", "3.1234567891", "SK", NULL, NULL, "x y z",
          "instrument.too_fine", "value" },
        { "no source", KEDIRI "index.actual", "3.31", NULL, NULL, NULL, "x y z",
          "instrument.source", "source" },
        { "an address that is none", KEDIRI "index.actual", "3.31", "SK", "SK 1/2023", NULL,
          "x y z", "instrument.url", "source_url" },
        { "a day that is none", KEDIRI "index.actual", "3.31", "SK", NULL, "2023-02-30", "x y z",
          "instrument.date", "source_date" },
        { "rank 0", KEDIRI "index.rank_national", "0", "SK", NULL, NULL, "x y z",
          "instrument.value", "value" },
        { "half a rank", KEDIRI "index.rank_national", "1.5", "SK", NULL, NULL, "x y z",
          "instrument.value", "value" },
        { "a fall", KEDIRI "index.improvement", "-0.11", "SK", NULL, NULL, "x y z", NULL, NULL },
        { "a figure that is not there", "smart-city-evaluation/35.71/2019/index.actual", "3", "SK",
          NULL, NULL, "x y z", "instrument.not_known", NULL },
        { "an item that is none", KEDIRI "indeks.actual", "3", "SK", NULL, NULL, "x y z",
          "instrument.figure_unknown", NULL },
        { "a measure that is none", KEDIRI "index.real", "3", "SK", NULL, NULL, "x y z",
          "instrument.figure_unknown", NULL },
        { "a year that is none", "smart-city-evaluation/35.71/20xx/index.actual", "3", "SK", NULL,
          NULL, "x y z", "instrument.figure_unknown", NULL },
        { "an instrument that is none", "spbe/35.71/2022/index.actual", "3", "SK", NULL, NULL,
          "x y z", "instrument.unknown", "instrument" },
        { "half a key", "smart-city-evaluation/35.71", "3", "SK", NULL, NULL, "x y z",
          "instrument.figure_unknown", NULL },
    };

    for (size_t e = 0; e < COUNT(engine); e++) {
        struct cx *cx = with_facts(engine[e]);
        for (size_t i = 0; cx && i < COUNT(row); i++)
            check_case(cx, &instrument_figure_edit, &row[i]);
    }
}

TEST(instrument_figure_add)
{
    static const struct case_of row[] = {
        { "a new year", "smart-city-evaluation/35.71/2025/index.actual", "3.40", "SK", NULL, NULL,
          "published", NULL, NULL },
        { "its target", "smart-city-evaluation/35.71/2025/index.target", "3.55", "SK", NULL, NULL,
          "published", NULL, NULL },
        { "not known, and said so", "smart-city-evaluation/15.71/2025/index.actual", NULL, "Dicari",
          NULL, NULL, "looked for", NULL, NULL },
        { "what is known already", KEDIRI "index.actual", "3.40", "SK", NULL, NULL, "x y z",
          "instrument.known_already", NULL },
        { "twice", "smart-city-evaluation/35.71/2025/index.actual", "3.41", "SK", NULL, NULL,
          "x y z", "instrument.known_already", NULL },
        { "a rank of a part", "smart-city-evaluation/35.71/2025/impact.rank_national", "3", "SK",
          NULL, NULL, "x y z", "instrument.no_place", NULL },
        { "outside the scale", "smart-city-evaluation/35.71/2026/index.actual", "5", "SK", NULL,
          NULL, "x y z", "instrument.outside_scale", "value" },
    };

    for (size_t e = 0; e < COUNT(engine); e++) {
        struct cx *cx = with_facts(engine[e]);
        for (size_t i = 0; cx && i < COUNT(row); i++)
            check_case(cx, &instrument_figure_add, &row[i]);
    }
}

/* Posts reach as far as their region and no further; those of other kinds may nothing here. */
TEST(instrument_figure_rights)
{
    static const struct {
        const char *name;
        enum post_kind kind;
        const char *region, *code;
    } row[] = {
        { "a steward of another city", POST_WALIDATA, "15.71", "right.denied" },
        { "a steward of one village", POST_WALIDATA, "35.71.01", "right.denied" },
        { "the head of the region", POST_HEAD_OF_REGION, "35.71", "right.denied" },
        { "an administrator", POST_ADMINISTRATOR, "", "right.denied" },
        { "an auditor", POST_AUDITOR, "", "right.denied" },
    };
    static const struct case_of right = { .key = KEDIRI "index.actual", .value = "3.30",
                                          .source = "SK", .why = "x y z" };
    static const struct case_of new = { .key = "smart-city-evaluation/35.71/2025/index.actual",
                                        .value = "3.30", .source = "SK", .why = "x y z" };

    for (size_t e = 0; e < COUNT(engine); e++) {
        struct cx *cx = with_facts(engine[e]);
        for (size_t i = 0; cx && i < COUNT(row); i++) {
            bool done;
            struct who who = { .kind = WHO_PERSON, .post = { .kind = row[i].kind,
                .title = S("x"), .scope = { .region = str_of(row[i].region) } } };
            cx->who = &who;
            struct err *e1 = change(cx, &instrument_figure_edit, &right, &done);
            struct err *e2 = change(cx, &instrument_figure_add, &new, &done);
            check(row[i].name, e1 && strcmp(e1->code, row[i].code) == 0);
            check(row[i].name, e2 && strcmp(e2->code, row[i].code) == 0);
        }
    }
}

TEST(instrument_figure_version)
{
    static const struct case_of first = { .key = KEDIRI "index.actual", .value = "3.30",
                                          .source = "SK", .why = "the first" };

    for (size_t e = 0; e < COUNT(engine); e++) {
        struct cx                  *cx = with_facts(engine[e]);
        struct record_state         s;
        bool                        done;
        struct instrument_published v = { .value = S("3.29"), .source = S("SK") };
        if (!cx)
            continue;
        check("read", !instrument_figure_state(cx, str_of(first.key), &s) && s.version == 1);
        check("somebody is faster", !change(cx, &instrument_figure_edit, &first, &done));
        struct err *late = record_change(cx, &instrument_figure_edit, (struct record_wish){
            .key = s.key, .version = s.version, .values = &v, .why = S("the second") }, &done);
        check("told, not written over",
              late && strcmp(late->code, "record.changed_meanwhile") == 0);
        check("the first stands", !instrument_figure_state(cx, s.key, &s) && s.version == 2);
        check_text("3.30", ((struct instrument_published *)s.values)->value, S("3.30"));
    }
}

/* `guyub init` once more keeps what was put right, and says how much it kept. */
TEST(instrument_figure_is_kept_by_init)
{
    static const struct case_of right = { .key = KEDIRI "index.actual", .value = "3.30",
                                          .source = "SK", .why = "put right" };

    for (size_t e = 0; e < COUNT(engine); e++) {
        struct cx          *cx = with_facts(engine[e]);
        bool                done;
        struct record_state s;
        if (!cx)
            continue;
        struct buf before = buf_in(cx->arena, 1000), after = buf_in(cx->arena, 1000);
        size_t     at;
        check("again", !instrument_load(cx, &before));
        check("put right", !change(cx, &instrument_figure_edit, &right, &done));
        check("and again", !instrument_load(cx, &after));
        check("nothing new", str_find(buf_str(&after), S("Published results: 0 new."), &at));
        check("what is kept is told", str_find(buf_str(&after), S("otherwise: "), &at)
                                   && !str_eq(buf_str(&before), buf_str(&after)));
        check("it is kept", !instrument_figure_state(cx, str_of(right.key), &s));
        check_text("3.30", ((struct instrument_published *)s.values)->value, S("3.30"));
    }
}
