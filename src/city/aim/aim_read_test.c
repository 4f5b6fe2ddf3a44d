/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* aim_read_test.c — addresses read, published figures as answers, the start with what is tried. */
#include "city/aim/aim_page.h"

#include "base/arena.h"
#include "city/instrument/instrument_load.h"
#include "unit.h"

/* A figure, levels, a branch of two figures, and what repeats. */
static const char pack_text[] =
    "id: small\n"
    "title: {id: Kecil, en: Small}\n"
    "summary: {id: Uji, en: Test}\n"
    "standing: modelled\n"
    "valid_from: 2024\n"
    "scale: {min: 0, max: 4, places: 2}\n"
    "tree:\n"
    "  id: index\n"
    "  title: {id: Indeks, en: Index}\n"
    "  how: plain mean\n"
    "  parts:\n"
    "    - {id: figure, how: leaf, title: {id: Angka, en: Figure}}\n"
    "    - id: level\n"
    "      how: leaf\n"
    "      title: {id: Tingkat, en: Level}\n"
    "      levels:\n"
    "        - {level: 1, title: {id: Satu, en: One}}\n"
    "        - {level: 3, title: {id: Tiga, en: Three}}\n"
    "    - id: branch\n"
    "      how: plain mean\n"
    "      title: {id: Cabang, en: Branch}\n"
    "      parts:\n"
    "        - {id: left, how: leaf, title: {id: Kiri, en: Left}}\n"
    "        - {id: right, how: leaf, title: {id: Kanan, en: Right}}\n"
    "    - id: many\n"
    "      how: sum over at least\n"
    "      least: 2\n"
    "      title: {id: Banyak, en: Many}\n"
    "      parts:\n"
    "        - id: one\n"
    "          how: plain mean\n"
    "          each: {id: inovasi, en: innovation}\n"
    "          title: {id: Satu inovasi, en: One innovation}\n"
    "          parts:\n"
    "            - {id: part, how: leaf, title: {id: Bagian, en: Part}}\n"
    "sources:\n"
    "  - {id: s, title: Test, publisher: Test}\n";

static bool
small(struct instrument *in)
{
    struct pack pack;
    struct err *err = pack_read_text(unit_arena(), S("p"), str_of(pack_text), &pack);

    if (!err)
        err = instrument_read(unit_arena(), &pack, in, NULL);
    if (err)
        check((const char *)err_line(unit_arena(), LANG_EN, err).p, false);
    return !err;
}

static const struct aim_asked *
asked_of(const struct instrument *in, const char *text)
{
    struct aim_asked *x = NEW(unit_arena(), struct aim_asked);
    struct query     *q = NEW(unit_arena(), struct query);

    check(text, query_read(unit_arena(), str_of(text), q));
    aim_read(unit_arena(), in, q->pair, q->n, x);
    return x;
}

TEST(aim_address)
{
    static const struct {
        const char *name, *query; size_t n; int64_t from, year; const char *target, *value;
    } row[] = {
        { "nothing",              "",                 0, 0,    0,    "",     NULL },
        { "a decimal comma",      "figure=3,31",      1, 0,    0,    "",     "3.31" },
        { "levels are no figures", "level=1,3",       1, 0,    0,    "",     "1,3" },
        { "what is emptied is named", "figure=",      1, 0,    0,    "",     "" },
        { "the start's year",     "from=2022",        0, 2022, 0,    "",     NULL },
        { "the target's year",    "year=2024",        0, 0,    2024, "",     NULL },
        { "a year that is none",  "year=soon",        0, 0,    -1,   "",     NULL },
        { "a target of one's own", "target=3,5",      0, 0,    0,    "3.5",  NULL },
        { "the frame's language", "lang=en",          0, 0,    0,    "",     NULL },
        { "an instance",          "part.Lapor+Cepat=2", 1, 0,  0,    "",     "2" },
    };
    struct instrument in;

    if (!small(&in))
        return;
    for (size_t i = 0; i < COUNT(row); i++) {
        const struct aim_asked *x = asked_of(&in, row[i].query);

        check(row[i].name, x->n == row[i].n && x->from == row[i].from && x->year == row[i].year);
        check(row[i].name, str_eq(x->target, str_of(row[i].target)));
        if (row[i].value)
            check(row[i].name, str_eq(x->tried[0].value, str_of(row[i].value)));
    }
}

/* ---- the start ------------------------------------------------------------------------------ */

/* "figure=3 level=1": of answers, in order. */
static struct str
told(const struct instrument_answer *answer, size_t n)
{
    struct str text = S("");

    for (size_t i = 0; i < n; i++)
        text = str_fmt(unit_arena(), "%.*s%s%.*s%s%.*s=%.*s", TEXT(text), i > 0 ? " " : "",
                       TEXT(answer[i].item), answer[i].of.n > 0 ? "." : "", TEXT(answer[i].of),
                       TEXT(answer[i].value));
    return text;
}

TEST(aim_published_as_answers)
{
    static const struct { const char *name, *item[3], *figure[3], *told; } row[] = {
        { "nothing",               { NULL }, { NULL }, "" },
        { "as many places as published", { "figure" }, { "3.310" }, "figure=3.310" },
        { "the index is no answer", { "index", "figure" }, { "3", "2" }, "figure=2" },
        { "a level by its number", { "level" }, { "3.00" }, "level=3" },
        { "a level that there is not", { "level" }, { "2" }, "" },
        { "a branch whole",        { "branch" }, { "3.07" }, "branch=3.07" },
        { "its parts, if all are there", { "branch", "left", "right" }, { "3.07", "3", "3.1" },
          "left=3 right=3.1" },
        { "else the branch",       { "branch", "left" }, { "3.07", "3" }, "branch=3.07" },
        { "or what there is",      { "left" }, { "3" }, "left=3" },
        { "what repeats stays out", { "one", "figure" }, { "3", "2" }, "figure=2" },
    };
    struct instrument in;

    if (!small(&in))
        return;
    for (size_t i = 0; i < COUNT(row); i++) {
        struct instrument_figure *actual = NEWS(unit_arena(), struct instrument_figure, in.tree.n);
        struct instrument_answer *out = NEWS(unit_arena(), struct instrument_answer, in.tree.n);
        struct instrument_result  result = { .year = 2022, .actual = actual };
        struct score_fault        fault;

        for (size_t k = 0; k < COUNT(row[i].item) && row[i].item[k]; k++) {
            int32_t    item = instrument_item_of(&in, str_of(row[i].item[k]));
            struct dec value = { 0, 0 };

            check(row[i].name, item >= 0 && dec_parse(str_of(row[i].figure[k]), &value));
            check(row[i].name, score_published(value, in.scale, &actual[item].given, &fault));
        }
        size_t n = aim_published(unit_arena(), &in, &result, REGION_CITY, out);

        check(row[i].name, str_eq(told(out, n), str_of(row[i].told)));
    }
}

TEST(aim_tried_in_the_place_of_the_start)
{
    static const struct { const char *name, *start, *tried, *told; } row[] = {
        { "nothing tried",          "figure=3&level=1",  "",            "figure=3 level=1" },
        { "another figure",         "figure=3&level=1",  "figure=2",    "level=1 figure=2" },
        { "emptied",                "figure=3&level=1",  "figure=",     "level=1" },
        { "a part of what is whole", "branch=3",         "left=2",      "left=2" },
        { "the whole of parts",     "left=2&right=3",    "branch=3",    "branch=3" },
        { "an emptied whole leaves its parts", "left=2&right=3", "branch=", "left=2 right=3" },
        { "one instance, not the other", "part.A=2&part.B=3", "part.A=1", "part.B=3 part.A=1" },
        { "a name that is no item stays, to be refused", "figure=3", "nothing=1",
          "figure=3 nothing=1" },
    };
    struct instrument in;

    if (!small(&in))
        return;
    for (size_t i = 0; i < COUNT(row); i++) {
        const struct aim_asked  *was = asked_of(&in, row[i].start), *now;
        struct instrument_answer start[QUERY_PAIRS_MAX], out[2 * QUERY_PAIRS_MAX];
        struct aim_start         begin = { .answer = start, .n = was->n };

        for (size_t k = 0; k < was->n; k++)
            start[k] = was->tried[k];
        now = asked_of(&in, row[i].tried);
        check(row[i].name, str_eq(told(out, aim_put_together(&in, &begin, now, out)),
                                  str_of(row[i].told)));
    }
}
