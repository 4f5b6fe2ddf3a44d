/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* explain_test.c — addresses read and written again; what the form asks of them; the reasons. */
#include "city/explain/explain_page.h"

#include "base/arena.h"
#include "city/instrument/instrument_load.h"
#include "unit.h"

/* One of each: a figure, levels, a branch of figures, a score without source, what repeats, and
 * what is for provinces only. */
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
    "      not_applicable: allowed\n"
    "      levels:\n"
    "        - {level: 1, title: {id: Satu, en: One}}\n"
    "        - {level: 3, title: {id: Tiga, en: Three}}\n"
    "    - id: branch\n"
    "      how: plain mean\n"
    "      title: {id: Cabang, en: Branch}\n"
    "      parts:\n"
    "        - {id: left, how: leaf, title: {id: Kiri, en: Left}}\n"
    "        - {id: right, how: leaf, title: {id: Kanan, en: Right}}\n"
    "    - id: province-only\n"
    "      how: leaf\n"
    "      title: {id: Provinsi, en: Province}\n"
    "      applies_to: [province]\n"
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

static struct explain_asked *
asked_of(const struct instrument *in, const char *query)
{
    struct explain_asked *x = NEW(unit_arena(), struct explain_asked);
    struct request        rq = { .path = S("/i/small/score"), .query = str_of(query) };

    explain_read(unit_arena(), in, &rq, x);
    return x;
}

TEST(explain_address)
{
    static const struct {
        const char *name, *query, *address; enum region_kind kind; size_t n, n_of; bool is_answered;
    } row[] = {
        { "nothing",            "",                    "", REGION_KIND_NONE, 0, 1, false },
        { "one figure",         "figure=3.1",          "?figure=3.1",
          REGION_KIND_NONE, 1, 1, true },
        { "an empty one",       "figure=&level=3",     "?level=3", REGION_KIND_NONE, 2, 1, true },
        { "nothing but empty",  "figure=&level=",      "", REGION_KIND_NONE, 2, 1, false },
        { "spaces round it",    "figure=+3.1+",        "?figure=3.1",
          REGION_KIND_NONE, 1, 1, true },
        { "the language",       "figure=3&lang=en",    "?figure=3", REGION_KIND_NONE, 1, 1, true },
        { "the kind",           "kind=city&figure=3",  "?kind=city&figure=3",
          REGION_CITY, 1, 1, true },
        { "a kind too small",   "kind=district&figure=3", "?kind=district&figure=3",
          REGION_KIND_NONE, 1, 1, true },
        { "a kind that is none", "kind=x",             "?kind=x", REGION_KIND_NONE, 0, 1, false },
        { "two instances",      "part.1=3&part.2=1",   "?part.1=3&part.2=1",
          REGION_KIND_NONE, 2, 2, true },
        { "a name",             "part.Lapor+Cepat=3",  "?part.Lapor%20Cepat=3",
          REGION_KIND_NONE, 1, 1, true },
        { "one more is wanted", "part.2=3&instances=2", "?part.2=3", REGION_KIND_NONE, 1, 2, true },
        { "a senseless number", "instances=-1",        "", REGION_KIND_NONE, 0, 1, false },
    };
    struct instrument in;

    if (!small(&in))
        return;
    for (size_t i = 0; i < COUNT(row); i++) {
        const struct explain_asked *x = asked_of(&in, row[i].query);
        struct str address = str_fmt(unit_arena(), "/i/small/score%s", row[i].address);

        check(row[i].name, str_eq(x->address, address));
        check(row[i].name, x->kind == row[i].kind && x->n == row[i].n && x->n_of == row[i].n_of);
        check(row[i].name, x->is_answered == row[i].is_answered);
    }
}

TEST(explain_decimal_comma)
{
    static const struct { const char *name, *query, *value; } row[] = {
        { "a comma",                 "figure=3,31",   "3.31" },
        { "a point",                 "figure=3.31",   "3.31" },
        { "both",                    "figure=1.003,31", "1.003,31" },
        { "two commas",              "figure=3,3,1",  "3,3,1" },
        { "levels are not figures",  "level=1,3",     "1,3" },
        { "an item that is not there", "x=3,31",      "3.31" },
    };
    struct instrument in;

    if (!small(&in))
        return;
    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i].name, str_eq(asked_of(&in, row[i].query)->answer[0].value,
                                  str_of(row[i].value)));
}

static const struct explain_field *
field_of(const struct explain_form *f, const char *name)
{
    for (size_t g = 0; g < f->n; g++)
        for (size_t i = 0; i < f->group[g].n; i++)
            if (str_eq(f->group[g].field[i].name, str_of(name)))
                return &f->group[g].field[i];
    return NULL;
}

static void
form_of(const struct instrument *in, const char *query, struct explain_form *f)
{
    struct instrument_answer_faults faults = { .n = 0 };
    struct cx                       cx = { .arena = unit_arena(), .lang = LANG_EN };

    explain_form_of(&cx, in, asked_of(in, query), &faults, f);
}

TEST(explain_form_fields)
{
    static const struct {
        const char *name, *query, *field; bool is_there; enum explain_way way; bool other;
    } row[] = {
        { "a figure",                   "",              "figure",  true,  EXPLAIN_FIGURE, false },
        { "levels",                     "",              "level",   true,  EXPLAIN_LEVELS, false },
        { "a level that there is not",  "level=2",       "level",   true,  EXPLAIN_LEVELS, true },
        { "a level that there is",      "level=3",       "level",   true,  EXPLAIN_LEVELS, false },
        { "does not apply",             "level=n/a",     "level",   true,  EXPLAIN_LEVELS, false },
        { "none proven",                "level=0",       "level",   true,  EXPLAIN_LEVELS, false },
        { "a list of levels is kept",   "level=1+3",     "level",   true,  EXPLAIN_LEVELS, true },
        { "a branch as a whole",        "",              "branch",  true,  EXPLAIN_FIGURE, false },
        { "its parts",                  "",              "left",    true,  EXPLAIN_FIGURE, false },
        { "the total is not asked",     "",              "index",   false, EXPLAIN_FIGURE, false },
        { "for provinces, kind not said", "",            "province-only", true,
          EXPLAIN_FIGURE, false },
        { "for provinces, of a city",   "kind=city",     "province-only", true,
          EXPLAIN_OTHER_KIND, false },
        { "but typed it is shown",      "kind=city&province-only=3", "province-only", true,
          EXPLAIN_FIGURE, false },
        { "the first instance",         "",              "part.1",  true,  EXPLAIN_FIGURE, false },
        { "a second is not asked",      "",              "part.2",  false, EXPLAIN_FIGURE, false },
        { "unless it is wanted",        "instances=2",   "part.2",  true,  EXPLAIN_FIGURE, false },
        { "an instance whole",          "",              "one.1",   true,  EXPLAIN_FIGURE, false },
    };
    struct instrument   in;
    struct explain_form f;

    if (!small(&in))
        return;
    for (size_t i = 0; i < COUNT(row); i++) {
        form_of(&in, row[i].query, &f);
        const struct explain_field *field = field_of(&f, row[i].field);

        check(row[i].name, (field != NULL) == row[i].is_there);
        if (field)
            check(row[i].name, field->way == row[i].way && field->is_other == row[i].other);
    }
}

TEST(explain_form_faults)
{
    struct instrument               in;
    struct instrument_answers       out;
    struct instrument_answer_faults faults;
    struct explain_form             f;
    struct cx                       cx = { .arena = unit_arena(), .lang = LANG_EN };

    if (!small(&in))
        return;
    struct explain_asked   *asked = asked_of(&in, "kind=city&figure=9&part.2=x&nothing=1");
    struct instrument_sheet sheet = { .answer = asked->answer, .n = asked->n,
                                      .kind = asked->kind, .name = S("kind") };

    check("refused", !instrument_answer_items(cx.arena, &in, &sheet, &out, &faults));
    explain_form_of(&cx, &in, asked, &faults, &f);
    check("three faults", f.n_faults == 3);
    check("the first at its field", f.n_faults == 3 && str_eq(f.fault[0].id, S("f-figure")));
    check("of an instance too", f.n_faults == 3 && str_eq(f.fault[1].id, S("f-part-1")));
    check("none for what is not there", f.n_faults == 3 && !str_is_known(f.fault[2].id));
    check("what was typed is kept", str_eq(field_of(&f, "part.2")->typed, S("x")));
    asked = asked_of(&in, "figure=3");
    sheet = (struct instrument_sheet){ .answer = asked->answer, .n = asked->n, .name = S("kind") };
    check("no kind", !instrument_answer_items(cx.arena, &in, &sheet, &out, &faults));
    explain_form_of(&cx, &in, asked, &faults, &f);
    check("at the kind", f.kind_fault && f.n_faults == 1 && str_eq(f.fault[0].id, S("f-kind")));
}

TEST(explain_lines_below)
{
    struct instrument               in;
    struct instrument_answers       x;
    struct instrument_answer_faults faults;
    struct cx                       cx = { .arena = unit_arena(), .lang = LANG_EN };
    size_t                          n, n_branch;

    if (!small(&in))
        return;
    struct explain_asked   *asked = asked_of(&in, "kind=city&figure=3.1&level=3&left=2&right=3"
                                                  "&one=0");
    struct instrument_sheet sheet = { .answer = asked->answer, .n = asked->n,
                                      .kind = asked->kind, .name = S("kind") };

    check("computed", instrument_answer_items(cx.arena, &in, &sheet, &x, &faults));
    int32_t                    top = instrument_item_of(&in, S("branch"));
    const struct explain_line *all = explain_lines(&cx, &x, 0, false, &n);
    const struct explain_line *branch = explain_lines(&cx, &x, top, true, &n_branch);

    check("what none have is left out", n == in.tree.n - 1);
    check("the top adds to nothing", !str_is_known(all[0].adds) && all[0].depth == 0);
    check("a level is called", str_eq(all[2].why, S("level 3: Three"))
                            && !str_is_known(all[2].range));
    check("a rounded figure has its range", str_eq(all[1].range, S("[3.05, 3.15)")));
    check("a branch and its two parts", n_branch == 3 && branch[0].depth == 0
                                     && branch[2].depth == 1);
    check("its figure", str_eq(branch[0].figure, S("2.5")));
    check("said of facts", str_eq(branch[1].why, S("as published")));
}
