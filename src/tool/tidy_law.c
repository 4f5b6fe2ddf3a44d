/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * tidy_law.c — who may include whom.
 *
 * Layers, from below: base; the siblings store, web, paper, pack and each engine, which do not know
 * each other; cx.h, right.h, site.h and module.h; the slices in the order of src/DEPS; app. The
 * build's own tools stand apart on base. Within a slice the roles are kept apart too: rules know
 * no SQL, pages and commands no statements, and no other slice sees the statements or templates.
 */
#include "tool/tidy.h"

static const char *const siblings[] = { "store/", "web/", "paper/", "pack/" };
static const char *const of_slices[] = { "store/", "web/", "pack/" };
static const char *const of_tests[] = { "test/", "fixture/", "unit" };
static const char *const groups[] = { "ground/", "office/", "city/" };

/* Libraries are closed by the folders that own them. app_cli.c asks two for their version. */
static const struct { const char *header, *owners; } libraries[] = {
    { "sqlite3.h",  "src/store/ src/tool/ src/app/shell/app_cli.c" },
    { "libpq-fe.h", "src/store/ src/app/shell/app_cli.c" },
    { "yaml.h",     "src/pack/" },
    { "geos_c.h",   "src/ground/region/" },
    { "zlib.h",     "src/web/ src/app/ src/tool/ src/paper/" },
    { "brotli/",    "src/web/ src/app/ src/tool/" },
    { "sodium.h",   "src/base/" },
    { "liboath/",   "src/ground/identity/" },
    { "curl/",      "src/ground/mail/ src/city/bundle/bundle_call.c" },
    { "libstemmer.h", "src/engine/text/" },
    { "minizip/",   "src/paper/" },
    { "expat.h",    "src/paper/" },
    { "xlsxwriter.h", "src/paper/" },
    { "cairo",      "src/paper/" },
    { "pango/",     "src/paper/" },
    { "fontconfig/", "src/paper/" },
    { "qrencode.h", "src/paper/" },
    { "utf8proc.h", "src/base/" },
    { "xxhash.h",   "src/base/" },
    { "cmocka.h",   "" },               /* tests, which are not asked */
};

/* ---- src/DEPS ---- */

static struct tidy_slice *
slice_named(struct tidy *t, struct str name)
{
    for (size_t i = 0; i < t->n_slices; i++)
        if (str_eq(t->slice[i].name, name))
            return &t->slice[i];
    return NULL;
}

/* Splits at white space; what is beyond the ceiling is left out and so refused where it is used. */
static size_t
law_words(struct str words, struct str out[static TIDY_WORDS_MAX])
{
    struct str rest = str_trim(words);
    size_t     n = 0;

    while (rest.n > 0 && n < TIDY_WORDS_MAX) {
        str_cut(rest, ' ', &out[n++], &rest);
        rest = str_trim(rest);
    }
    return n;
}

static void
law_line(struct tidy *t, const struct tidy_file *f, const struct tidy_line *l)
{
    struct str        name, rest, may, also;
    struct tidy_slice s = { .n_may = 0 };

    if (!str_cut(l->text, ':', &name, &rest) || t->n_slices == TIDY_SLICES_MAX) {
        tidy_fault(t, f, l->at,
                   S("a line is \"slice : slices it may include + folders\"; write it so"));
        return;
    }
    s.name = str_trim(name);
    if (slice_named(t, s.name))
        tidy_fault(t, f, l->at, S("this slice stands twice; keep one line"));
    str_cut(rest, '+', &may, &also);
    s.n_may = law_words(may, s.may);
    s.n_also = law_words(also, s.also);
    for (size_t i = 0; i < s.n_may; i++)
        if (!slice_named(t, s.may[i]))
            tidy_fault(t, f, l->at,
                       str_fmt(t->arena,
                               "%.*s may include %.*s, which stands later or nowhere; "
                               "put it above, or turn the arrow round",
                               TEXT(s.name), TEXT(s.may[i])));
    t->slice[t->n_slices++] = s;
}

void
tidy_law(struct tidy *t)
{
    for (size_t i = 0; i < t->n_files; i++) {
        const struct tidy_file *f = &t->file[i];
        struct tidy_line        l = { .next = 0 };

        if (!str_eq(f->text.file, S("src/DEPS")))
            continue;
        while (tidy_next_line(f->text.text, &l))
            if (str_trim(l.text).n > 0 && l.text.p[0] != '#')
                law_line(t, f, &l);
    }
}

/* ---- one include ---- */

struct include {
    struct tidy            *t;
    const struct tidy_file *f;
    size_t                  at;
    struct str              path;       /* what is included, from src                       */
    struct str              own;        /* the including file's folder, from src, with '/'  */
    struct str              why;        /* the refusal, if there is one                     */
};

static bool
starts_any(struct str path, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_starts(path, str_of(list[i])))
            return true;
    return false;
}

/* "ground/region/" of "ground/region/region.h"; empty for other paths. */
static struct str
slice_folder(struct str path)
{
    struct str group, rest, name;

    if (!starts_any(path, groups, COUNT(groups)) || !str_cut(path, '/', &group, &rest)
        || !str_cut(rest, '/', &name, &rest))
        return S("");
    return str_part(path, 0, group.n + name.n + 2);
}

static struct str
slice_name(struct str folder)
{
    struct str group, name;

    str_cut(folder, '/', &group, &name);
    return str_part(name, 0, name.n ? name.n - 1 : 0);
}

static bool
is_common(struct str path)              /* base, the unit of work, rights: for all above base */
{
    return str_starts(path, S("base/")) || str_eq(path, S("cx.h")) || str_eq(path, S("right.h")) ||
           str_eq(path, S("site.h"));
}

static bool
ends_any(struct str path, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_ends(path, str_of(list[i])))
            return true;
    return false;
}

#define STARTS(path, list) starts_any((path), (list), COUNT(list))
#define ENDS(path, list)   ends_any((path), (list), COUNT(list))

/* A slice's own roles: rules, pages and commands do without what is not theirs. */
static void
own_slice(struct include *in)
{
    static const char *const rule[] = { "_rule.c", "_rule.h" };
    static const char *const no_sql[] = { "_web.c", "_cli.c", "_rule.c", "_rule.h", "_view.html" };
    static const char *const not_pure[] = { "_sql.h", "_view.h", "_web.h", "_cli.h" };

    if (str_ends(in->path, S("_sql.h")) && ENDS(in->f->text.file, no_sql))
        in->why = S("only the verbs run statements; call one of the slice's own functions");
    else if (ENDS(in->f->text.file, rule) && ENDS(in->path, not_pure))
        in->why = S("a rules file is pure; give it values");
}

static void
other_slice(struct include *in, struct str folder)
{
    static const char *const private[] = { "_sql.h", "_view.h" };
    struct tidy  *t = in->t;
    struct str    from = slice_name(in->own), to = slice_name(folder);
    struct tidy_slice *s = slice_named(t, from);

    if (ENDS(in->path, private) && !tidy_is_test(in->f)) {
        in->why = S("statements and templates are private to their slice; include its public "
                    "header");
        return;
    }
    for (size_t i = 0; s && i < s->n_may; i++)
        if (str_eq(s->may[i], to))
            return;
    if (!s)
        in->why = str_fmt(t->arena, "%.*s is not in src/DEPS; add its line", TEXT(from));
    else
        in->why = str_fmt(t->arena,
                          "%.*s may not include %.*s, src/DEPS does not say so; call down, or "
                          "let a table carry it up",
                          TEXT(from), TEXT(to));
}

static void
from_slice(struct include *in)
{
    static const char *const rule[] = { "_rule.c", "_rule.h" };
    struct tidy_slice *s = slice_named(in->t, slice_name(in->own));
    struct str         folder = slice_folder(in->path);
    bool               pure = ENDS(in->f->text.file, rule);
    bool               engine = str_starts(in->path, S("engine/"));
    bool               named = engine || str_starts(in->path, S("paper/"));

    if (str_eq(folder, in->own)) {
        own_slice(in);
        return;
    }
    if (pure && !str_starts(in->path, S("base/")) && !engine) {
        in->why = S("a rules file includes base, engines and its own slice only; give it values");
        return;
    }
    if (is_common(in->path) || str_eq(in->path, S("module.h")) || STARTS(in->path, of_slices))
        return;
    for (size_t i = 0; s && i < s->n_also; i++)
        if (str_starts(in->path, s->also[i]))
            return;
    if (folder.n > 0)
        other_slice(in, folder);
    else
        in->why = named ? S("src/DEPS does not give this folder to the slice; add it after the +")
                        : S("a slice may not reach up; let app join the two");
}

/* "engine/text/" of "engine/text/gram.c", "store/" of "store/store.c". */
static struct str
layer_folder(struct str path)
{
    struct str first, rest, second;

    if (!str_cut(path, '/', &first, &rest))
        return S("");
    if (!str_eq(first, S("engine")) || !str_cut(rest, '/', &second, &rest))
        return str_part(path, 0, first.n + 1);
    return str_part(path, 0, first.n + second.n + 2);
}

static void
from_layer(struct include *in)
{
    if (str_starts(in->path, in->own) || is_common(in->path))
        return;
    if (STARTS(in->path, siblings) || str_starts(in->path, S("engine/")))
        in->why = S("store, web, paper, pack and the engines do not know each other; join them in "
                    "a slice or in app");
    else
        in->why = S("an arrow against the order; pass what is needed from above");
}

/* Whether the including file is bound by this rule, and the rule. The first that fits decides. */
static void
judge(struct include *in)
{
    struct str file = in->f->text.file, path = in->path;

    if (tidy_is_test(in->f) && STARTS(path, of_tests))
        return;
    if (tidy_below(in->f, "test/"))
        return;
    if (str_starts(in->own, S("base/"))) {
        if (!str_starts(path, S("base/")))
            in->why = S("base includes base only; it has no city word in it");
    } else if (str_starts(in->own, S("tool/"))) {
        if (!str_starts(path, S("base/")) && !str_starts(path, S("tool/")))
            in->why = S("the build's tools stand on base alone; the program is not built yet");
    } else if (STARTS(in->own, groups)) {
        from_slice(in);
    } else if (STARTS(in->own, siblings) || str_starts(in->own, S("engine/"))) {
        from_layer(in);
    } else if (str_starts(in->own, S("app/"))) {
        if (str_starts(path, S("tool/")) || str_ends(path, S("_sql.h")))
            in->why = S("app joins public headers; statements and tools are none");
    } else if (str_starts(file, S("src/"))
               && (slice_folder(path).n > 0 || str_starts(path, S("app/")))) {
        in->why = S("what all slices share may not know one of them; let the slice fill a table");
    }
}

/* <sqlite3.h> and the like: only in the folder that closes the library. */
static void
library(struct tidy *t, const struct tidy_file *f, size_t at, struct str path)
{
    for (size_t i = 0; i < COUNT(libraries); i++) {
        struct str owner, rest = str_of(libraries[i].owners);
        bool       ours = false;

        if (tidy_is_test(f) || !str_starts(path, str_of(libraries[i].header)))
            continue;
        while (rest.n > 0) {
            str_cut(rest, ' ', &owner, &rest);
            ours |= str_starts(f->text.file, owner);
        }
        if (!ours)
            tidy_fault(t, f, at,
                       str_fmt(t->arena, "<%.*s> is closed by its owner (%s); call that",
                               TEXT(path), libraries[i].owners));
    }
}

static void
include_line(struct tidy *t, const struct tidy_file *f, const struct tidy_line *l)
{
    struct str     rest = str_trim(str_part(str_trim(l->text), 8, l->text.n)), own = f->text.file;
    struct include in = { .t = t, .f = f, .at = l->at };
    size_t         end;

    if (rest.n < 2 || (rest.p[0] != '"' && rest.p[0] != '<'))
        return;
    char close = rest.p[0] == '"' ? '"' : '>';
    in.path = str_part(rest, 1, rest.n);
    if (!str_find(in.path, close == '"' ? S("\"") : S(">"), &end))
        return;
    in.path = str_part(in.path, 0, end);
    if (close == '>') {
        library(t, f, l->at, in.path);
        return;
    }
    own = str_starts(own, S("src/")) ? str_part(own, 4, own.n) : own;
    in.own = slice_folder(own).n ? slice_folder(own) : layer_folder(own);
    judge(&in);
    if (in.why.n > 0)
        tidy_fault(t, f, l->at,
                   str_fmt(t->arena, "includes \"%.*s\": %.*s", TEXT(in.path), TEXT(in.why)));
}

/* Templates say {include "…"} and become C: the same law. */
void
tidy_includes(struct tidy *t, const struct tidy_file *f)
{
    struct tidy_line l = { .next = 0 };

    while (tidy_next_line(f->text.text, &l))
        if (str_starts(l.text, S("#include")) || str_starts(l.text, S("{include")))
            include_line(t, f, &l);
}
