/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "city/result/result_frozen.h"

#include "base/arena.h"
#include "unit.h"

static struct result_frozen
one(void)
{
    struct result_figure *figure = NEW(unit_arena(), struct result_figure);
    struct result_answer *answer = NEWS(unit_arena(), struct result_answer, 2);

    *figure = (struct result_figure){ S("baseline"), S("3.10"), S("3.1") };
    answer[0] = (struct result_answer){ S("people"), S(""), S("3") };
    answer[1] = (struct result_answer){ S("innovation"), S("Lapor \"Cepat\""), S("1 3") };
    return (struct result_frozen){ .instrument = S("readiness"), .digest = S("ab12"),
        .round = S("readiness-2027"), .region = S("35.71"), .name = S("Kota Kediri"),
        .year = 2027, .stage = 2, .published_on = S("2027-05-11"), .value = S("3.32"),
        .exact = S("3.315"), .stated = S("3.40"), .nation = { 2, 1, 5 }, .province = { 1, 1, 2 },
        .figure = figure, .n_figures = 1, .answer = answer,
        .n_answers = 2 };
}

TEST(result_freeze)
{
    struct result_frozen f = one(), back;
    struct str           text = result_freeze(unit_arena(), &f);

    check("the same content, the same bytes", str_eq(text, result_freeze(unit_arena(), &f)));
    check("it is read back", result_thaw(unit_arena(), text, &back));
    check("and is the same", str_eq(result_freeze(unit_arena(), &back), text));
    check("an answer with quotes", str_eq(back.answer[1].of, S("Lapor \"Cepat\"")));
    check("what is not known stays so", !str_is_known(back.before));
    f.value = S("3.33");
    check("another figure, another digest",
          !str_eq(result_digest(unit_arena(), text),
                  result_digest(unit_arena(), result_freeze(unit_arena(), &f))));
}

/* Every single byte counts: none can be another without the digest telling it. */
TEST(result_freeze_bytes)
{
    struct result_frozen f = one();
    struct str           text = result_freeze(unit_arena(), &f);
    struct str           digest = result_digest(unit_arena(), text);
    char                *copy = NEWS(unit_arena(), char, text.n);
    size_t               unnoticed = 0;

    for (size_t i = 0; i < text.n; i++)
        copy[i] = text.p[i];
    for (size_t i = 0; i < text.n; i++) {
        copy[i] ^= 1;
        unnoticed += str_eq(result_digest(unit_arena(), (struct str){ copy, text.n }), digest);
        copy[i] ^= 1;
    }
    check("no byte is changed unnoticed", unnoticed == 0);
}

TEST(result_thaw)
{
    static const struct { const char *name, *text; } row[] = {
        { "nothing",            "" },
        { "no JSON",            "Kota Kediri 3.32" },
        { "another object",     "{}" },
        { "a list",             "[1,2,3]" },
        { "cut off",            "{\"result\":1,\"instrument\":\"readiness\"" },
        { "a name twice",       "{\"result\":1,\"result\":1}" },
        { "figures not a list", "{\"result\":1,\"figures\":7}" },
    };
    struct result_frozen f = one(), back;
    struct str           text = result_freeze(unit_arena(), &f);

    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i].name, !result_thaw(unit_arena(), str_of(row[i].text), &back));
    check("a blank at the end is another spelling",
          !result_thaw(unit_arena(), str_fmt(unit_arena(), "%.*s ", TEXT(text)), &back));
    check("too large", !result_thaw(unit_arena(),
                                    (struct str){ text.p, RESULT_FROZEN_BYTES_MAX + 1 }, &back));
}

TEST(result_frozen_is_sound)
{
    struct result_frozen f = one();

    check("one of ours", result_frozen_is_sound(&f));
    static const struct { const char *name; struct result_frozen change; } row[] = {
        { "a stage of none",  { .stage = 3 } },
        { "no day",           { .published_on = { "2027-13-01", 10 } } },
        { "half a day",       { .published_on = { "2027-05", 7 } } },
        { "an index of words", { .value = { "tinggi", 6 } } },
        { "a name with a bell", { .name = { "Kota\a", 5 } } },
        { "a rank beyond all", { .nation = { 6, 1, 5 } } },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct result_frozen bad = one();

        bad.stage = row[i].change.stage ? row[i].change.stage : bad.stage;
        bad.published_on = row[i].change.published_on.n ? row[i].change.published_on
                                                        : bad.published_on;
        bad.value = row[i].change.value.n ? row[i].change.value : bad.value;
        bad.name = row[i].change.name.n ? row[i].change.name : bad.name;
        bad.nation = row[i].change.nation.rank ? row[i].change.nation : bad.nation;
        check(row[i].name, !result_frozen_is_sound(&bad));
    }
}
