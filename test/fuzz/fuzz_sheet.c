/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * fuzz_sheet.c — any XML as the sheet of somebody's workbook, which is filled.
 *
 * The first line is the place of a value ("Data!C5") behind a letter for its kind (t, n, d, b, e),
 * the second its text, the rest the sheet. What is filled can be filled again with the same, and
 * then has the same bytes in its sheet; it has no value that a formula gave; a place that is read
 * is written the same. A refusal is the input's and says where.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/arena.h"
#include "paper/sheet_fill.h"
#include "paper/zip_in.h"
#include "paper/zip_out.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ARENA_BYTES = 512 << 20, INPUT_MAX = 256 << 10, PART_MAX = 4 << 20 };

#define SHEET_PART "xl/worksheets/sheet1.xml"

static struct arena arena;

static int
new_file(void)
{
    int fd = memfd_create("fuzz", MFD_CLOEXEC);

    assert(fd >= 0);
    return fd;
}

static void
put(struct zip_out *z, struct str name, struct str text)
{
    struct err *e = zip_out_begin(z, name, true);

    assert(!e);
    e = text.n > 0 ? zip_out_add(z, text) : NULL;
    assert(!e);
}

static int
workbook(struct str sheet)
{
    int             fd = new_file();
    struct zip_out *z;
    struct err     *e = zip_out_open(&arena, fd, &z);

    assert(!e);
    put(z, S("_rels/.rels"), S("<a><Relationship Type=\"/officeDocument\" Target=\"xl/b.xml\"/>"
        "</a>"));
    put(z, S("xl/b.xml"), S("<workbook><sheets><sheet name=\"Data\" id=\"1\"/></sheets>"
        "</workbook>"));
    put(z, S("xl/_rels/b.xml.rels"),
        S("<a><Relationship Id=\"1\" Type=\"/worksheet\" Target=\"worksheets/sheet1.xml\"/></a>"));
    put(z, S(SHEET_PART), sheet);
    e = zip_out_close(z);
    assert(!e);
    return fd;
}

static struct str
sheet_of(int fd)
{
    char          *p = NEWS(&arena, char, PART_MAX);
    size_t         at, n = 0, got = 1;
    struct zip_in *z;
    struct err    *e = zip_in_open(&arena, fd, &zip_limits_office, &z);
    bool           is = !e && zip_in_find(z, S(SHEET_PART), &at);

    assert(is);
    e = zip_in_begin(z, at);
    for (; !e && got > 0 && n < PART_MAX; n += got)
        e = zip_in_read(z, p + n, PART_MAX - n, &got);
    assert(!e);
    zip_in_end(z);
    return (struct str){ p, n };
}

static enum grid_kind
kind_of(char c)
{
    return c == 'n' ? GRID_NUMBER : c == 'd' ? GRID_DATE : c == 'b' ? GRID_TRUTH
         : c == 'e' ? GRID_EMPTY : GRID_TEXT;
}

static void
check_place(const struct sheet_place *place)
{
    struct sheet_place again;
    bool is = sheet_place_parse(&arena, sheet_place_text(&arena, place), &again);

    assert(is && again.row == place->row && again.column == place->column);
    assert(str_eq(again.sheet, place->sheet));
}

static void
fill(const struct sheet_value *v, struct str sheet)
{
    int         from = workbook(sheet), to = new_file(), third = new_file();
    struct err *e = sheet_fill(&arena, from, to, v, 1);

    if (e) {
        assert(e->kind == ERR_INPUT || e->kind == ERR_TOO_LARGE);
        assert(msg_is(e->text) && str_is_known(e->where));
        (void)err_line(&arena, LANG_ID, e);
    } else {
        e = sheet_fill(&arena, to, third, v, 1);
        assert(!e);
        assert(str_eq(sheet_of(to), sheet_of(third)));
    }
    close(from);
    close(to);
    close(third);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str         bytes = { (const char *)data, size }, place, text, sheet;
    struct sheet_value v;

    if (!arena.base)
        arena = arena_make(ARENA_BYTES);
    if (size == 0 || size > INPUT_MAX || !str_cut(bytes, '\n', &place, &sheet)
        || !str_cut(sheet, '\n', &text, &sheet) || place.n == 0)
        return 0;
    v = (struct sheet_value){ .kind = kind_of(place.p[0]), .text = text };
    if (sheet_place_parse(&arena, str_part(place, 1, place.n), &v.at)) {
        check_place(&v.at);
        fill(&v, sheet);
    }
    arena_reset(&arena);
    return 0;
}
