/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * fuzz_book.c — any XML as the parts of somebody's workbook, packed as office programs do it, so
 * that the input is spent on what they say and not on the ZIP around it.
 *
 * Parts are parted by a byte 0: the sheet, its shared texts, its styles, the list of sheets. One
 * that is not given is a plain one. Rows go forwards, cells are within the limits, or there is a
 * refusal that says what, and what to do; the same rows come when the book is read again.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/hash.h"
#include "paper/grid.h"
#include "paper/zip_out.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { PARTS = 4, ARENA_BYTES = 512 << 20, ROWS_MAX = 20000 };

static const char *const name[PARTS] = {
    "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml",
};
static const char *const plain[PARTS] = {
    ("<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row></sheetData>"
     "</worksheet>"),
    "<sst><si><t>a</t></si></sst>",
    "<styleSheet><cellXfs><xf numFmtId=\"14\"/></cellXfs></styleSheet>",
    "<workbook><sheets><sheet name=\"Data\" sheetId=\"1\" id=\"1\"/></sheets></workbook>",
};

static struct arena arena;

static void
put(struct zip_out *zip, const char *path, struct str text)
{
    struct err *e = zip_out_begin(zip, str_of(path), true);

    assert(!e);
    e = text.n > 0 ? zip_out_add(zip, text) : NULL;
    assert(!e);
}

static void
pack(int fd, struct str input)
{
    struct zip_out *zip;
    struct err     *e = zip_out_open(&arena, fd, &zip);

    assert(!e);
    put(zip, "[Content_Types].xml", S("<Types/>"));
    put(zip, "_rels/.rels", S("<Relationships><Relationship Id=\"1\" Type=\"/officeDocument\" "
                              "Target=\"xl/workbook.xml\"/></Relationships>"));
    put(zip, "xl/_rels/workbook.xml.rels", S("<Relationships>"
        "<Relationship Id=\"1\" Type=\"/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
        "<Relationship Id=\"2\" Type=\"/sharedStrings\" Target=\"sharedStrings.xml\"/>"
        "<Relationship Id=\"3\" Type=\"/styles\" Target=\"styles.xml\"/></Relationships>"));
    for (size_t i = 0; i < PARTS; i++) {
        struct str part = S("");

        str_cut(input, 0, &part, &input);
        put(zip, name[i], part.n > 0 ? part : str_of(plain[i]));
    }
    e = zip_out_close(zip);
    assert(!e);
}

/* All its cells as one number; 0 after a refusal. */
static uint64_t
read_all(int fd)
{
    const struct grid_cell *cell;
    struct grid            *g;
    uint64_t                sum = 1;
    int64_t                 last = 0, rows = 0;
    size_t                  n;
    bool                    more = true;
    struct err *e = grid_open(&arena, &(struct grid_file){ .fd = fd, .name = S("f.xlsx") }, &g);

    while (!e && more && rows++ < ROWS_MAX) {
        e = grid_next(g, &cell, &n, &more);
        if (e || !more)
            break;
        assert(grid_row(g) > last && n <= GRID_COLUMNS_MAX);
        last = grid_row(g);
        for (size_t i = 0; i < n; i++) {
            assert(cell[i].text.n <= GRID_CELL_MAX);
            sum = sum * 31 + hash_64(cell[i].text) + i;
        }
    }
    if (e)
        assert(e->kind == ERR_INPUT && msg_is(e->text) && msg_is(e->hint));
    return e ? 0 : sum;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int fd = memfd_create("book", MFD_CLOEXEC);

    if (!arena.base)
        arena = arena_make(ARENA_BYTES);
    assert(fd >= 0);
    pack(fd, (struct str){ (const char *)data, size });
    uint64_t first = read_all(fd), second = read_all(fd);

    assert(first == second);
    arena_reset(&arena);
    close(fd);
    return 0;
}
