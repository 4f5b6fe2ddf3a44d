/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * tidy_test.c — small trees, each with one thing that does not hold.
 *
 * A row adds one file to a tree that is in order: a law with three slices, and nothing else.
 * test/fixture/tidy/order is such a tree on disk.
 */
#include "tool/tidy.h"

#include "test/unit.h"

#define SPDX "/* SPDX-License-Identifier: AGPL-3.0-or-later */\n"
#define LAW  "# comment\nregion : + engine/text\norg : region + paper\n" \
             "plan : region org + engine/score\n"

static struct tidy *
tree(struct arena *a, const char *law, const char *path, const char *text)
{
    struct tidy *t = NEW(a, struct tidy);

    tidy_begin(a, "/nowhere", t);
    check("the law", !tidy_add(t, S("src/DEPS"), str_of(law)));
    check("the file", !tidy_add(t, str_of(path), str_of(text)));
    tidy_check(t);
    return t;
}

static struct str
report(const struct tidy *t)
{
    return t->report.n ? buf_str(&t->report) : S("");
}

/* ---- who includes whom: `why` is the finding, empty where there is none ---------------------- */

#define NOT_KNOW "store, web, paper, pack and the engines do not know each other; " \
                 "join them in a slice or in app"
#define TOOLS    "the build's tools stand on base alone; the program is not built yet"
#define PURE     "a rules file includes base, engines and its own slice only; give it values"
#define VERBS    "only the verbs run statements; call one of the slice's own functions"
#define PRIVATE  "statements and templates are private to their slice; include its public header"

static const struct { const char *name, *file, *includes, *why; } laws[] = {
    { "base takes base",            "src/base/buf.c",           "base/str.h",               "" },
    { "but not the unit of work",   "src/base/buf.c",           "cx.h",
      "base includes base only; it has no city word in it" },
    { "a test takes unit.h",        "src/base/buf_test.c",      "test/unit.h",              "" },
    { "store takes base",           "src/store/store.c",        "base/str.h",               "" },
    { "store takes cx.h",           "src/store/store.c",        "cx.h",                     "" },
    { "store does not know web",    "src/store/store.c",        "web/http.h",
      NOT_KNOW },
    { "web does not know pack",     "src/web/http.c",           "pack/pack.h",
      NOT_KNOW },
    { "an engine knows no other",   "src/engine/score/score.c", "engine/text/gram.h",
      NOT_KNOW },
    { "an engine knows itself",     "src/engine/score/score.c", "engine/score/score.h",     "" },
    { "web may not look up",        "src/web/http.c",           "ground/region/region.h",
      "an arrow against the order; pass what is needed from above" },
    { "a slice takes store",        "src/ground/org/org.c",     "store/store.h",            "" },
    { "a slice takes site.h",       "src/ground/org/org.c",     "site.h",                   "" },
    { "a slice takes module.h",     "src/ground/org/org.c",     "module.h",                 "" },
    { "a slice takes an earlier",   "src/ground/org/org.c",     "ground/region/region.h",   "" },
    { "over folders too",           "src/city/plan/plan.c",     "ground/org/org.h",         "" },
    { "an include against the order", "src/ground/region/region.c", "city/plan/plan.h",
      "region may not include plan, src/DEPS does not say so; call down, or let a table carry it "
      "up" },
    { "in a template as well",      "src/ground/region/region_view.html", "city/plan/plan.h",
      "region may not include plan, src/DEPS does not say so; call down, or let a table carry it "
      "up" },
    { "in a test as well",          "src/ground/region/region_test.c", "city/plan/plan.h",
      "region may not include plan, src/DEPS does not say so; call down, or let a table carry it "
      "up" },
    { "a slice without a law",      "src/city/award/award.c",   "city/plan/plan.h",
      "award is not in src/DEPS; add its line" },
    { "a given engine",             "src/ground/region/region.c", "engine/text/gram.h",     "" },
    { "an engine not given",        "src/ground/org/org.c",     "engine/text/gram.h",
      "src/DEPS does not give this folder to the slice; add it after the +" },
    { "paper where it is given",    "src/ground/org/org.c",     "paper/paper.h",            "" },
    { "paper where it is not",      "src/ground/region/region.c", "paper/paper.h",
      "src/DEPS does not give this folder to the slice; add it after the +" },
    { "a slice does not know app",  "src/ground/org/org.c",     "app/turn/frame.h",
      "a slice may not reach up; let app join the two" },
    { "verbs run statements",       "src/ground/org/org.c",     "ground/org/org_sql.h",     "" },
    { "pages do not",               "src/ground/org/org_web.c", "ground/org/org_sql.h",     VERBS },
    { "commands do not",            "src/ground/org/org_cli.c", "ground/org/org_sql.h",     VERBS },
    { "rules do not",               "src/ground/org/org_rule.c", "ground/org/org_sql.h",    VERBS },
    { "templates do not",           "src/ground/org/org_view.html", "ground/org/org_sql.h", VERBS },
    { "nor does another slice",     "src/city/plan/plan.c",     "ground/org/org_sql.h",
      PRIVATE },
    { "templates are private",      "src/city/plan/plan_web.c", "ground/org/org_view.h",
      PRIVATE },
    { "rules know their slice",     "src/city/plan/plan_rule.c", "city/plan/plan.h",        "" },
    { "rules know engines",         "src/city/plan/plan_rule.c", "engine/score/score.h",    "" },
    { "rules know no store",        "src/city/plan/plan_rule.c", "store/store.h",           PURE },
    { "rules know no unit of work", "src/city/plan/plan_rule.c", "cx.h",                    PURE },
    { "rules know no other slice",  "src/city/plan/plan_rule.c", "ground/org/org.h",        PURE },
    { "rules know no page",         "src/city/plan/plan_rule.c", "city/plan/plan_view.h",
      "a rules file is pure; give it values" },
    { "app knows everyone",         "src/app/modules.c",        "city/plan/plan.h",         "" },
    { "but not their statements",   "src/app/modules.c",        "city/plan/plan_sql.h",
      "app joins public headers; statements and tools are none" },
    { "module.h knows no slice",    "src/module.h",             "city/plan/plan.h",
      "what all slices share may not know one of them; let the slice fill a table" },
    { "tools stand on base",        "src/tool/tidy.c",          "store/store.h",            TOOLS },
    { "tools know each other",      "src/tool/tidy.c",          "tool/source.h",            "" },
};

TEST(tidy_law)
{
    for (size_t i = 0; i < COUNT(laws); i++) {
        struct arena *a = unit_arena();
        bool          page = str_ends(str_of(laws[i].file), S(".html"));
        const char   *text = str_z(a, page ? str_fmt(a, "{include \"%s\"}\n", laws[i].includes)
                                           : str_fmt(a, SPDX "#include \"%s\"\n",
                                               laws[i].includes));
        struct tidy  *t = tree(a, LAW, laws[i].file, text);
        struct str    says = laws[i].why[0] ? str_fmt(a, "%s:%d: includes \"%s\": %s\n",
            laws[i].file, page ? 1 : 2,
                                                      laws[i].includes, laws[i].why) : S("");

        check_text(laws[i].name, report(t), says);
    }
}

TEST(tidy_law_itself)
{
    static const struct { const char *name, *law, *says; } row[] = {
        { "baseline", LAW, "" },
        { "a later slice", "region : org\norg :\n",
          "src/DEPS:1: region may include org, which stands later or nowhere; put it above, or "
          "turn the arrow round\n" },
        { "a circle", "region : region\n",
          "src/DEPS:1: region may include region, which stands later or nowhere; put it above, "
          "or turn the arrow round\n" },
        { "twice", "region :\nregion :\n", "src/DEPS:2: this slice stands twice; keep one line\n" },
        { "no colon", "region\n",
          "src/DEPS:1: a line is \"slice : slices it may include + folders\"; write it so\n" },
    };
    for (size_t i = 0; i < COUNT(row); i++)
        check_text(row[i].name, report(tree(unit_arena(), row[i].law, "src/base/a.c", SPDX)),
            str_of(row[i].says));
}

/* ---- lines, calls, functions: one finding each, in src/ground/org/org.c ---------------------- */

#define FILL5(x) x x x x x
#define FILL50(x) FILL5(x x x x x x x x x x)

static const struct { const char *name, *text, *says; } texts[] = {
    { "baseline", SPDX "static int\nf(int x)\n{\n    if (x > 0) {\n        x++;\n    }\n    "
      "return x;\n}\n", "" },
    { "no licence", "int x;\n",
      "1: no licence; begin with /* SPDX-License-Identifier: AGPL-3.0-or-later */" },
    { "a tab", SPDX "\tint x;\n", "2: a tab; indent with four spaces" },
    { "space at the end", SPDX "int x; \n", "2: white space at the end of the line; remove it" },
    { "a Windows line", SPDX "int x;\r\n", "2: white space at the end of the line; remove it" },
    { "an open task", SPDX "/* TO" "DO */\n", "2: an open task; finish it, or write it into "
      "doc/status.md" },
    { "a line without end", SPDX "/* " FILL50("abcd") " */\n",
      "2: 206 columns; the limit is 100, break the line" },
    { "a tight keyword", SPDX "static int\nf(int x)\n{\n    if(x)\n        x = 1;\n    return "
      "x;\n}\n",
      "5: a keyword without its space; write \"if (\" and \"} else {\"" },
    { "a brace beside its function", SPDX "int f(int x) {\n    return x;\n}\n",
      "2: a function's brace stands on its own line; move it down" },
    { "malloc", SPDX "void *p = malloc(3);\n",
      "2: malloc belongs to base/arena.c; use NEW(arena, T) or NEWS(arena, T, n)" },
    { "free", SPDX "void f(void) { free(p); }\n",
      "2: free belongs to base/arena.c; use NEW(arena, T) or NEWS(arena, T, n)" },
    { "a member called free", SPDX "void f(void) { x.free(p), y->free(p); }\n", "" },
    { "a name that ends in free", SPDX "void f(void) { GEOSfree(p); }\n", "" },
    { "malloc in a comment", SPDX "/* malloc(3) */ // free(p)\n", "" },
    { "malloc in a text", SPDX "const char *s = \"malloc(3) \\\" free(p)\";\n", "" },
    { "after a quote character", SPDX "char c = '\"'; void *p = malloc(3);\n",
      "2: malloc belongs to base/arena.c; use NEW(arena, T) or NEWS(arena, T, n)" },
    { "after a backslash", SPDX "char c = '\\\\'; void *p = malloc(3);\n",
      "2: malloc belongs to base/arena.c; use NEW(arena, T) or NEWS(arena, T, n)" },
    { "sprintf", SPDX "int n = sprintf(b, s);\n",
      "2: sprintf has no ceiling; use str_fmt, str_join or a buf" },
    { "strtok", SPDX "char *s = strtok(b, s);\n", "2: strtok changes what it reads; use str_cut" },
    { "atoi", SPDX "int n = atoi(s);\n", "2: atoi cannot say no; use str_int64 or dec_parse" },
    { "system", SPDX "int n = system(s);\n",
      "2: system runs a shell; fork and exec the one program that is meant" },
    { "rand", SPDX "int n = rand();\n", "2: rand differs between machines; use rand_next of "
      "base/rand.h" },
    { "time", SPDX "long n = time(NULL);\n", "2: time belongs to base/clock.c; take cx->now_s" },
    { "getenv", SPDX "char *s = getenv(n);\n",
      "2: getenv belongs to app's settings; take the value as an argument" },
    { "exit", SPDX "void f(void) { exit(1); }\n", "2: exit ends the process; return an error" },
    { "printf", SPDX "int n = printf(s);\n",
      "2: printf writes past the reply; write into the buffer that is given, or log" },
    { "somebody else's library", SPDX "#include <sqlite3.h>\n",
      "2: <sqlite3.h> is closed by its owner (src/store/ src/tool/ src/app/shell/app_cli.c); "
      "call that" },
    { "a function of 61 lines", SPDX "static int\nf(int x)\n{\n"
      FILL50("    x++;\n") FILL5("    x++;\n")
      "    x++;\n    x++;\n    return x;\n}\n",
      "3: f() is 61 lines; the limit is 60, let the parent decide and the leaves compute" },
    { "five deep", SPDX "static int\nf(int x)\n{\n    if (x) {\n for (;;) {\n if (x) {\n while "
      "(x) {\n if (x) {\n x++;\n"
      "    } } } } }\n    return x;\n}\n",
      "3: f() nests 5 deep; the limit is 3, turn a block into a function" },
    { "braces of a value do not nest", SPDX "static int\nf(int x)\n{\n    if (x) {\n if (x) {\n "
      "g((struct s){ { { { 1 } } } });\n"
      "    } }\n    return x;\n}\n", "" },
    { "nine parameters", SPDX "static int\nf(int a, int b, int c, int d, int e, int g,\n  int h, "
      "int i, int j)\n{\n    return a;\n}\n",
      "3: f() takes 9 parameters; the limit is 5, make a struct" },
};

TEST(tidy_texts)
{
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct arena *a = unit_arena();
        struct tidy  *t = tree(a, LAW, "src/ground/org/org.c", texts[i].text);

        check_text(texts[i].name, report(t),
                   texts[i].says[0] ? str_fmt(a, "src/ground/org/org.c:%s\n",
                       texts[i].says) : S(""));
    }
}

TEST(tidy_places)
{
    static const struct { const char *name, *file, *text; size_t n; } row[] = {
        { "malloc in the arena",        "src/base/arena.c",
          SPDX "void *p = malloc(3);\n",  0 },
        { "malloc in base",             "src/base/buf.c",
          SPDX "void *p = malloc(3);\n",  1 },
        { "malloc in a test",           "src/base/buf_test.c",
          SPDX "void *p = malloc(3);\n",  1 },
        { "time in the clock",          "src/base/clock.c",
          SPDX "long n = time(NULL);\n",  0 },
        { "getenv in app",              "src/app/shell/settings.c",
          SPDX "char *s = getenv(n);\n",  0 },
        { "getenv in a test",           "src/ground/org/org_test.c",
          SPDX "char *s = getenv(n);\n", 0 },
        { "printf in a tool",           "src/tool/tidy.c",          SPDX "int n = printf(s);\n",
          0 },
        { "a library at home",          "src/store/sqlite.c",
          SPDX "#include <sqlite3.h>\n",  0 },
        { "a tab in a page",            "src/ground/org/org_view.html", "\t<p>\n",
          1 },
        { "a long line in a page",      "src/ground/org/org_view.html", FILL50("<br>") "\n",
          0 },
        { "a tab in SQL",               "src/ground/org/org.sql",   "\tSELECT\n",
          1 },
    };
    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i].name, tree(unit_arena(), LAW, row[i].file, row[i].text)->n_faults == row[i].n);
}

/* ---- debts ----------------------------------------------------------------------------------- */

TEST(tidy_debts)
{
    static const struct { const char *name, *file, *text; enum tidy_debt debt; size_t n; } row[] = {
        { "100 columns", "src/base/a.c", SPDX "/*" FILL50("a") FILL5("abcdefghi") " */\n",
          DEBT_WIDE_LINE, 0 },
        { "103 columns", "src/base/a.c", SPDX "/*" FILL50("a") FILL5("abcdefghi") "abc */\n",
          DEBT_WIDE_LINE, 1 },
        { "columns are characters", "src/base/a.c",
          SPDX "/*" FILL50("é") FILL5("abcdefghi") " */\n", DEBT_WIDE_LINE, 0 },
        { "40 lines", "src/base/a.c", SPDX "int\nf(int x)\n{\n" FILL5("\n\n\n\n\n\n\n")
          "\n    return x;\n}\n",
          DEBT_LONG_FUNCTION, 0 },
        { "41 lines", "src/base/a.c", SPDX "int\nf(int x)\n{\n" FILL5("\n\n\n\n\n\n\n")
          "\n\n    return x;\n}\n",
          DEBT_LONG_FUNCTION, 1 },
        { "a silent header", "src/base/a.h", SPDX
          "/* a.h */\n\nint f(int x);\n\nint g(int x);\n", DEBT_SILENT_HEADER, 1 },
        { "a word for each thought", "src/base/a.h",
          SPDX "/* a.h */\n\nint f(int x);\n\n/* Says. */\nint g(int x);\n",
          DEBT_SILENT_HEADER, 0 },
        { "slices without a story", "src/base/a.c", SPDX, DEBT_UNTOLD_SLICE, 3 },
        { "one is told", "test/story/plan.test.mjs", "\n", DEBT_UNTOLD_SLICE, 2 },
        { "six parameters", "src/base/a.c", SPDX
          "int\nf(int a, int b, int c, int d, int e, int g)\n{\n    return a;\n}\n",
          DEBT_MANY_PARAMETERS, 1 },
        { "a callback's are not its own", "src/base/a.c",
          SPDX "int\nf(int a, int (*b)(int, int, int), int c, int d)\n{\n    return a;\n}\n",
          DEBT_MANY_PARAMETERS, 0 },
        { "four deep", "src/base/a.c", SPDX "int\nf(int x)\n{\n    if (x) {\n if (x) {\n if (x) "
          "{\n if (x) {\n x++;\n} } } }\n    return x;\n}\n",
          DEBT_DEEP_FUNCTION, 1 },
    };
    for (size_t i = 0; i < COUNT(row); i++) {
        struct tidy *t = tree(unit_arena(), LAW, row[i].file, row[i].text);

        check(row[i].name, t->n_faults == 0 && t->debt[row[i].debt] == row[i].n);
    }
}

TEST(tidy_ratchet_only_falls)
{
    static const struct { const char *name, *may; size_t n_faults; const char *then; } row[] = {
        { "as many as before",     "# counts\n3 slices without a story\n", 0,
          "3 slices without a story\n" },
        { "fewer than before",     "9 slices without a story\n",           0,
          "3 slices without a story\n" },
        { "more than before",      "2 slices without a story\n",           1,
          "2 slices without a story\n" },
        { "a debt without a line", "",                                     1,
          "0 slices without a story\n" },
    };
    for (size_t i = 0; i < COUNT(row); i++) {
        struct arena *a = unit_arena();
        struct tidy  *t = tree(a, LAW, "src/base/a.c", SPDX);
        struct source ratchet = { a, S("tidy.ratchet"), str_of(row[i].may) };
        struct str    lower;
        size_t        at;

        tidy_hold(t, &ratchet, &lower);
        check(row[i].name, t->n_faults == row[i].n_faults);
        check(row[i].name, str_find(lower, str_of(row[i].then), &at));
    }
}

/* ---- a tree on disk -------------------------------------------------------------------------- */

TEST(tidy_reads_a_tree)
{
    struct arena *a = unit_arena();
    struct tidy  *t = NEW(a, struct tidy);

    check("the tree", !tidy_read(a, GUYUB_SOURCE_DIR "/test/fixture/tidy/order", t)
        && t->n_files == 4);
    t->cc = GUYUB_CC;
    tidy_check(t);
    check_text("an include against the order, a header that does not stand alone, a decision "
        "without a hold",
               report(t),
               S("src/ground/region/region.c:2: includes \"city/plan/plan.h\": region may not "
                   "include plan, src/DEPS "
                 "does not say so; call down, or let a table carry it up\n"
                 "src/city/plan/plan.h:1: does not compile alone; include what it uses, or "
                 "declare it\n"
                 "doc/adr/0007-uncited.md:1: no source cites this decision; write \"ADR 0007\" "
                 "where it is carried out\n"));
}
