/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* schema_test.c — shapes that share a key's name are two definitions; one that recurs is one. */
#include "pack/schema.h"

#include "base/arena.h"
#include "base/buf.h"
#include "unit.h"

static const struct shape_key size_keys[] = {
    { .key = "metres", .kind = SHAPE_INT, .required = true, .max = 9, .help = "x" },
};
static const struct shape size_shape = SHAPE(size_keys);

static const struct shape_key other_keys[] = {
    { .key = "litres", .kind = SHAPE_DEC, .help = "x" },
};
static const struct shape other_shape = SHAPE(other_keys);

static const struct shape part_shape;
static const struct shape_key part_keys[] = {
    { .key = "size",  .kind = SHAPE_MAP, .of = &other_shape, .help = "x" },
    { .key = "parts", .kind = SHAPE_LIST, .items = SHAPE_MAP, .of = &part_shape, .help = "x" },
};
static const struct shape part_shape = SHAPE(part_keys);

static const struct shape_key top_keys[] = {
    { .key = "size",  .kind = SHAPE_MAP, .of = &size_shape, .help = "x" },
    { .key = "parts", .kind = SHAPE_LIST, .items = SHAPE_MAP, .of = &part_shape, .help = "x" },
    { .key = "rows",  .kind = SHAPE_LIST, .items = SHAPE_ROW, .max = 7, .help = "x" },
};
static const struct shape top_shape = SHAPE(top_keys);

static const struct pack_kind sample = { .name = "sample", .shape = &top_shape, .help = "x" };

static size_t
times(struct str text, struct str what)
{
    size_t n = 0, at;

    for (; str_find(text, what, &at); n++)
        text = str_part(text, at + what.n, text.n - at - what.n);
    return n;
}

TEST(schema_names_definitions)
{
    static const struct { const char *what; size_t times; } row[] = {
        { "\"size\":{\"type\":\"object\"",   1 },
        { "\"size-2\":{\"type\":\"object\"", 1 },
        { "\"parts\":{\"type\":\"object\"",  1 },
        { "\"#/$defs/size\"",                1 },
        { "\"#/$defs/size-2\"",              1 },
        { "\"#/$defs/parts\"",               2 },
        { "\"required\":[\"metres\"]",       1 },
        { "\"maximum\":9",                   1 },
        { "\"additionalProperties\":false",  4 },
        { "\"maxItems\":7,\"items\":{\"type\":\"array\",\"minItems\":1,\"maxItems\":1000,"
          "\"items\":{\"type\":[\"string\",\"number\",\"boolean\"]", 1 },
    };
    struct buf  out = buf_in(unit_arena(), 1 << 16);
    struct json j = json_to(&out);

    pack_schema(unit_arena(), &j, LANG_EN, &sample);
    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i].what, times(buf_str(&out), str_of(row[i].what)) == row[i].times);
}
