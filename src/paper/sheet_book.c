/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* sheet_book.c — see sheet_book.h: the sheets of a workbook and where they lie. */
#include "paper/sheet_book.h"

#include "base/arena.h"
#include "paper/sheet_text.h"

/* ---- paths of parts -------------------------------------------------------------------------- */

/* "xl/" of "xl/workbook.xml" */
static struct str
folder_of(struct str path)
{
    size_t n = path.n;

    while (n > 0 && path.p[n - 1] != '/')
        n--;
    return str_part(path, 0, n);
}

/* "worksheets/sheet1.xml" or "/xl/worksheets/sheet1.xml", said by a part in `folder` */
static struct str
path_from(struct arena *a, struct str folder, struct str target)
{
    if (str_starts(target, S("/")))
        return str_copy(a, str_part(target, 1, target.n));
    while (str_starts(target, S("../")) || str_starts(target, S("./"))) {
        if (str_starts(target, S("../")))
            folder = folder_of(str_part(folder, 0, folder.n ? folder.n - 1 : 0));
        target = str_part(target, target.p[1] == '.' ? 3 : 2, target.n);
    }
    return str_fmt(a, "%.*s%.*s", TEXT(folder), TEXT(target));
}

static struct str
relations_of(struct arena *a, struct str path)
{
    struct str folder = folder_of(path);

    return str_fmt(a, "%.*s_rels/%.*s.rels", TEXT(folder), TEXT(str_part(path, folder.n, path.n)));
}

/* ---- reading --------------------------------------------------------------------------------- */

static void
on_root_relation(struct xml_in *x, struct str name, const char **attribute)
{
    struct sheet_book *b = x->to->arg;
    struct str         type, target;

    if (str_eq(name, S("Relationship")) && xml_attribute(attribute, "Type", &type)
        && str_ends(type, S("/officeDocument")) && xml_attribute(attribute, "Target", &target))
        b->path = path_from(b->arena, S(""), target);
}

static void
add_sheet(struct xml_in *x, const char **attribute)
{
    struct sheet_book *b = x->to->arg;
    struct str         name = S(""), relation = S(""), state = S("");

    if (b->n_sheets == BOOK_SHEETS_MAX) {
        xml_stop(x, xml_malformed(b->arena, x->part, MSG("It has over 1,000 sheets.")));
        return;
    }
    xml_attribute(attribute, "name", &name);
    xml_attribute(attribute, "id", &relation);
    xml_attribute(attribute, "state", &state);
    b->sheet[b->n_sheets++] = (struct book_sheet){
        .name = str_copy(b->arena, name), .relation = str_copy(b->arena, relation),
        .is_hidden = str_eq(state, S("hidden")) || str_eq(state, S("veryHidden")),
    };
}

static void
on_book(struct xml_in *x, struct str name, const char **attribute)
{
    struct sheet_book *b = x->to->arg;
    struct str         is;

    if (x->depth == 2 && str_eq(name, S("workbookPr"))
        && xml_attribute(attribute, "date1904", &is))
        b->is_1904 = str_eq(is, S("1")) || str_eq(is, S("true"));
    if (x->depth == 3 && str_eq(name, S("sheet")))
        add_sheet(x, attribute);
}

/* The part that a relation of the workbook leads to. */
static struct book_part
part_of(const struct sheet_book *b, struct str target)
{
    struct book_part p = { 0 };

    p.is_there = zip_in_find(b->zip, path_from(b->arena, folder_of(b->path), target), &p.entry);
    return p;
}

static void
on_book_relation(struct xml_in *x, struct str name, const char **attribute)
{
    struct sheet_book *b = x->to->arg;
    struct str         id, type, target;

    if (!str_eq(name, S("Relationship")) || !xml_attribute(attribute, "Id", &id)
        || !xml_attribute(attribute, "Type", &type)
        || !xml_attribute(attribute, "Target", &target))
        return;
    if (str_ends(type, S("/sharedStrings")))
        b->strings = part_of(b, target);
    if (str_ends(type, S("/styles")))
        b->styles = part_of(b, target);
    for (size_t i = 0; str_ends(type, S("/worksheet")) && i < b->n_sheets; i++)
        if (str_eq(b->sheet[i].relation, id))
            b->sheet[i].part = part_of(b, target);
}

static struct err *
read_part(struct sheet_book *b, struct str path,
          void (*start)(struct xml_in *, struct str, const char **), size_t *part)
{
    struct xml_to to = { .start = start, .arg = b };

    if (!zip_in_find(b->zip, path, part))
        return xml_malformed(b->arena, path, MSG("This part is not there: is it a workbook"
            " (.xlsx)?"));
    return xml_in_part(b->arena, b->zip, *part, &to);
}

struct err *
sheet_book_read(struct sheet_book *b)
{
    size_t part;

    b->path = S("xl/workbook.xml");
    TRY(read_part(b, S("_rels/.rels"), on_root_relation, &part));
    TRY(read_part(b, b->path, on_book, &b->part));
    return read_part(b, relations_of(b->arena, b->path), on_book_relation, &part);
}

bool
sheet_book_find(const struct sheet_book *b, struct str name, size_t *sheet)
{
    for (size_t i = 0; i < b->n_sheets; i++)
        if (b->sheet[i].part.is_there && str_eq(b->sheet[i].name, name)) {
            *sheet = i;
            return true;
        }
    return false;
}

/* ---- places of cells ----------------------------------------------------------------------- */

static size_t
take_column(struct str s, size_t at, uint32_t *column)
{
    uint32_t n = 0;

    at += at < s.n && s.p[at] == '$';
    for (; at < s.n && n <= SHEET_COLUMNS_MAX; at++) {
        char c = s.p[at] & (char)0xDF;

        if (c < 'A' || c > 'Z')
            break;
        n = n * 26 + (uint32_t)(c - 'A' + 1);
    }
    *column = n - 1;
    return n > 0 && n <= SHEET_COLUMNS_MAX ? at : 0;
}

bool
sheet_ref_parse(struct str s, uint32_t *row, uint32_t *column)
{
    size_t   at = take_column(s, 0, column);
    uint64_t n = 0;

    if (at == 0)
        return false;
    at += at < s.n && s.p[at] == '$';
    if (at >= s.n || s.p[at] == '0')
        return false;
    for (; at < s.n && n <= SHEET_ROWS_MAX; at++) {
        if (s.p[at] < '0' || s.p[at] > '9')
            return false;
        n = n * 10 + (uint64_t)(s.p[at] - '0');
    }
    *row = (uint32_t)(n - 1);
    return n > 0 && n <= SHEET_ROWS_MAX;
}

struct str
sheet_ref_text(struct arena *a, uint32_t row, uint32_t column)
{
    char   letter[8];
    size_t at = sizeof letter;

    for (uint32_t n = column + 1; n > 0; n = (n - 1) / 26)
        letter[--at] = (char)('A' + (n - 1) % 26);
    return str_fmt(a, "%.*s%lld", (int)(sizeof letter - at), letter + at, (long long)row + 1);
}
