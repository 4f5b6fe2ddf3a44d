/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* embed_test.c — lists, folders, packing, and the table that comes out. */
#define ZLIB_CONST

#include "tool/embed.h"

#include <string.h>
#include <zlib.h>

#include "base/hash.h"
#include "test/unit.h"

static struct err *
read_list(struct arena *a, const char *text, struct embed_files *files)
{
    struct source *s = NEW(a, struct source);

    *s = (struct source){ a, S(GUYUB_SOURCE_DIR "/test/fixture/embed/list.txt"), str_of(text) };
    return embed_list(s, files);
}

TEST(embed_lists_files_and_folders)
{
    struct arena      *a = unit_arena();
    struct embed_files files = { .n = 0 };
    static const char *const names[] = { "a.css", "data/inner/two.csv", "data/one.csv" };

    check("a folder and a file", !read_list(a, "# comment\n\ndata/  folder/\n  a.css   a.css\n",
        &files));
    check("three files", files.n == COUNT(names));
    for (size_t i = 0; i < files.n && i < COUNT(names); i++)
        check_text("sorted by name", files.file[i].name, str_of(names[i]));
    check_text("byte for byte", files.file[1].bytes, S("two\n"));
}

TEST(embed_refuses)
{
    static const struct { const char *name, *text, *says; } row[] = {
        { "a missing file", "x none.css\n", ":1:1: " },
        { "it says what to do", "x none.css\n", "npm ci --ignore-scripts" },
        { "a name alone", "\nx\n", ":2:1: a line is the name in the program and the file; give "
          "both" },
        { "a folder as a file", "data/ a.css\n",
          ":1:1: a folder's name and path both end in a slash; make them agree" },
        { "a missing folder", "data/ none/\n", "is not a folder that can be read" },
        { "a name twice", "x a.css\nx folder/one.csv\n", "x is listed twice; keep one" },
    };
    for (size_t i = 0; i < COUNT(row); i++) {
        struct arena      *a = unit_arena();
        struct embed_files files;
        struct err        *e = read_list(a, row[i].text, &files);
        size_t             at;

        check(row[i].name, e && str_find(err_line(a, LANG_EN, e), str_of(row[i].says), &at));
    }
}

TEST(embed_drops_source_maps)
{
    static const struct { const char *name, *text, *left; } row[] = {
        { "none",                "a{}\n",                                       "a{}\n" },
        { "a style sheet's",     "a{}\n/*# sourceMappingURL=a.css.map */\nb{}", "a{}\n\nb{}" },
        { "a script's",          "a()\n//# sourceMappingURL=a.js.map\n",        "a()\n\n" },
        { "without a line end",  "a()\n//# sourceMappingURL=a.js.map",          "a()\n" },
        { "at the very start",   "# sourceMappingURL=a",
          "# sourceMappingURL=a" },
    };
    for (size_t i = 0; i < COUNT(row); i++)
        check_text(row[i].name, embed_without_map(unit_arena(), str_of(row[i].text)),
            str_of(row[i].left));
}

TEST(embed_without_foreign)
{
    static const struct { const char *name, *text, *left; } row[] = {
        { "none",                  "a{b:c}",                                "a{b:c}" },
        { "our own address",       "a{b:url(/x.svg)}",                      "a{b:url(/x.svg)}" },
        { "a font between rules",
          "a{b:c}@font-face{src:url(/assets/f.woff)}d{e:f}",                "a{b:c}d{e:f}" },
        { "behind a comment",      "/* x */a{b:url(/assets/c)}d{e:f}",      "/* x */d{e:f}" },
        { "within a condition",    "@media x{a{b:url(/assets/c)}d{e:f}}",   "@media x{d{e:f}}" },
        { "two in a row",          "a{b:url(/assets/c)}d{e:url(/assets/f)}", "" },
        { "two addresses in one",  "a{b:url(/assets/c),url(/assets/d)}e{}", "e{}" },
        { "without an end",        "a{}b{c:url(/assets/d",                  "a{}" },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check_text(row[i].name, embed_without_foreign(unit_arena(), str_of(row[i].text)),
                   str_of(row[i].left));
}

static bool
unpacks_to(struct str packed, struct str plain)
{
    static char out[1 << 16];
    z_stream    z = { .next_in = (const Bytef *)packed.p, .avail_in = (uInt)packed.n,
                      .next_out = (Bytef *)out, .avail_out = sizeof out };

    if (inflateInit2(&z, 15 + 16) != Z_OK)
        return false;
    int done = inflate(&z, Z_FINISH);
    inflateEnd(&z);
    return done == Z_STREAM_END && z.total_out == plain.n && memcmp(out, plain.p, plain.n) == 0;
}

TEST(embed_packs)
{
    struct arena *a = unit_arena();
    char         *text = NEWS(a, char, 40000);

    for (size_t i = 0; i < 40000; i++)
        text[i] = "smart city "[i % 11];
    struct str plain = { text, 40000 }, gzip = embed_gzip(a, plain), brotli = embed_brotli(a,
        plain);
    check("gzip is smaller, and the same", gzip.n > 0 && gzip.n < 400 && unpacks_to(gzip, plain));
    check("brotli is smaller still", brotli.n > 0 && brotli.n < gzip.n);
    check("the same bytes again", str_eq(gzip, embed_gzip(a, plain)) && str_eq(brotli,
        embed_brotli(a, plain)));
    check("what gains nothing stays unknown", !str_is_known(embed_gzip(a, S("ab")))
        && !str_is_known(embed_brotli(a, S("ab"))));
    check("an empty file too", !str_is_known(embed_gzip(a, S(""))));
}

TEST(embed_names_types)
{
    static const struct { const char *name; const char *type; } row[] = {
        { "guyub.css", "text/css; charset=utf-8" }, { "a/b.js", "text/javascript; charset=utf-8" },
        { "x.svg", "image/svg+xml" },               { "x.png", "image/png" },
        { "x.exe", NULL },                          { "css", NULL },
    };
    for (size_t i = 0; i < COUNT(row); i++) {
        const char *type = embed_type(str_of(row[i].name));

        check(row[i].name, type == row[i].type || (type && row[i].type && strcmp(type,
            row[i].type) == 0));
    }
}

TEST(embed_writes_table)
{
    struct arena      *a = unit_arena();
    struct embed_files files;
    struct embed_code  code;
    size_t             at;

    check("the list", !read_list(a, "b.css a.css\n", &files));
    check("assets", !embed_assets(a, &files, S("some.bin"), &code));
    check("the blob is the file without its map", str_eq(code.blob, S("a{}\n\n")));
    check("its place and length", str_find(code.source,
        S(".plain = { asset_blob + 0, 5 }, .gzip = { 0, 0 }"), &at));
    check("its hash", str_find(code.source, str_fmt(a, ".hash = 0x%016llx",
        (unsigned long long)hash_64(S("a{}\n\n"))), &at));
    check("the blob's path", str_find(code.source, S(".incbin \\\"some.bin\\\""), &at));
    check("data keeps the map", !embed_data(a, &files, S("some.bin"), &code)
        && str_find(code.blob, S("sourceMapping"), &at));
    check("an ending without a type", !read_list(a, "b.csv folder/one.csv\n", &files)
                                      && embed_assets(a, &files, S("some.bin"), &code) != NULL);
}
