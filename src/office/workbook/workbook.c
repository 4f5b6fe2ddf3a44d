/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* workbook.c — which cell of a workbook belongs to which item. */
#include "office/workbook/workbook.h"

#include <assert.h>

#include "base/arena.h"
#include "ground/journal/journal.h"
#include "module.h"
#include "office/workbook/workbook_part.h"
#include "office/workbook/workbook_sql.h"
#include "site.h"
#include "store/store.h"

static const char xlsx[] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

static const struct field told_fields[] = {
    FIELD(struct workbook_fields, place, F_TEXT, .max = 250, .label = N_("Cell")),
};
const struct form workbook_told_form = FORM(struct workbook_fields, told_fields);

/* ---- reading --------------------------------------------------------------------------------- */

static struct err *
is_workbook(struct cx *cx, const struct document *d)
{
    return str_eq(d->type, str_of(xlsx)) ? NULL : err_of(cx->arena, (struct err){
        .kind = ERR_INPUT, .code = "workbook.not",
        .text = MSG("Document {0} is not a workbook (XLSX).", d->code),
        .hint = MSG("Add the workbook to the documents first, saved as XLSX."),
        .where = S("code") });
}

struct err *
workbook_get(struct cx *cx, struct str document, struct workbook_map *m)
{
    struct workbook w;

    *m = (struct workbook_map){ .n = 0 };
    TRY(document_get(cx, document, &m->document));
    TRY(is_workbook(cx, &m->document));
    TRY(workbook_by_document(cx, m->document.code, &w, &m->is_there));
    m->id = m->is_there ? w.id.n : 0;
    return m->is_there ? workbook_cells(cx, w.id, &m->cell, &m->n) : NULL;
}

struct err *
workbook_list_of(struct cx *cx, struct workbook_set *set)
{
    return workbook_list(cx, reach_of(cx, MAY_READ_WORK), &set->row, &set->n);
}

struct err *
workbook_open(struct cx *cx, const struct document *d, struct grid_file *f)
{
    struct document_copy copy;

    TRY(is_workbook(cx, d));
    *f = (struct grid_file){ .name = d->name, .sheet = { NULL, 0 },
                             .folder = cx->site ? cx->site->spool : (struct str){ NULL, 0 } };
    return document_open(cx, d, d->copies, &copy, &f->fd);
}

struct sheet_place
workbook_place(struct arena *a, const struct workbook_cell *c)
{
    struct sheet_place at = { 0 };
    bool               is = sheet_place_parse(a, str_fmt(a, "x!%.*s", TEXT(c->cell)), &at);

    assert(is);                         /* it was checked when it came in */
    (void)is;
    at.sheet = c->sheet;
    return at;
}

const struct workbook_cell *
workbook_cell_of(const struct workbook_map *m, struct str number)
{
    for (size_t i = 0; i < m->n; i++)
        if (str_eq(m->cell[i].number, number))
            return &m->cell[i];
    return NULL;
}

bool
workbook_number_is_valid(struct str number)
{
    if (number.n == 0 || number.n > WORKBOOK_NUMBER_MAX)
        return false;
    for (size_t i = 0; i < number.n; i++) {
        char c = number.p[i];

        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
              || c == '.' || c == '-' || c == '_'))
            return false;
    }
    return true;
}

/* ---- what has answers ------------------------------------------------------------------------ */

struct err *
workbook_answers_of(struct cx *cx, struct str code, struct workbook_answers *a)
{
    bool found = false;

    for (const struct module *const *m = cx->modules; m && *m; m++)
        for (size_t i = 0; i < (*m)->n_workbooks; i++) {
            TRY((*m)->workbooks[i].tell(cx, code, a, &found));
            a->kind = &(*m)->workbooks[i];
            if (found)
                return NULL;
        }
    return err_of(cx->arena, (struct err){ .kind = ERR_MISSING, .code = "workbook.record",
        .text = MSG("There is no task and no self-assessment with the code {0}, or your post may "
                    "not read it.", code),
        .hint = MSG("Its code stands on its page."), .where = S("record") });
}

struct err *
workbook_fault(struct cx *cx, struct msg text, struct str number)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "workbook.fault",
        .text = text, .detail = MSG("Item {0}", number) });
}

/* ---- the mapping ----------------------------------------------------------------------------- */

static bool
has_sheet(const struct grid_sheet *sheet, size_t n, struct str name)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(sheet[i].name, name))
            return true;
    return false;
}

/* Without a sheet it is the first that is not hidden. */
static struct str
first_sheet(const struct grid_sheet *sheet, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!sheet[i].is_hidden)
            return sheet[i].name;
    return n > 0 ? sheet[0].name : S("");
}

struct msg
workbook_wish_check(struct arena *a, const struct grid_sheet *sheet, size_t n_sheets,
                    const struct workbook_wish *w, struct sheet_place *at)
{
    size_t mark;
    bool   whole = str_find(w->cell, S("!"), &mark);

    *at = (struct sheet_place){ .sheet = { NULL, 0 } };
    if (!workbook_number_is_valid(w->number))
        return MSG("\"{0}\" is not an item's number or code, such as 3.2.1.", w->number);
    if (w->cell.n == 0)
        return MSG_NONE;
    if (!sheet_place_parse(a, whole ? w->cell : str_fmt(a, "x!%.*s", TEXT(w->cell)), at))
        return MSG("\"{0}\" is not a cell such as C5.", w->cell);
    if (!whole)
        at->sheet = w->sheet.n > 0 ? w->sheet : first_sheet(sheet, n_sheets);
    if (!has_sheet(sheet, n_sheets, at->sheet))
        return MSG("The workbook has no sheet \"{0}\".", at->sheet);
    if (at->column >= GRID_COLUMNS_MAX)
        return MSG("\"{0}\" is not a cell such as C5.", w->cell);
    return MSG_NONE;
}

struct mapping {
    struct str                  document;
    const struct workbook_wish *wish;
    size_t                      n;
    struct sheet_place         *place;
    struct workbook_map         now;
};

static struct err *
refuse(struct cx *cx, const char *code, struct msg text, struct str number)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = code, .text = text,
                                           .detail = MSG("Item {0}", number), .where = S("cell") });
}

static struct err *
check_wishes(struct cx *cx, struct mapping *m)
{
    struct grid_sheet *sheet;
    struct grid_file   file;
    size_t             n_sheets;

    TRY(workbook_open(cx, &m->now.document, &file));
    TRY(grid_sheets(cx->arena, file.fd, &sheet, &n_sheets));
    m->place = NEWS(cx->arena, struct sheet_place, m->n + 1);
    for (size_t i = 0; i < m->n; i++) {
        struct msg wrong = workbook_wish_check(cx->arena, sheet, n_sheets, &m->wish[i],
                                               &m->place[i]);

        if (msg_is(wrong))
            return refuse(cx, "workbook.place", wrong, m->wish[i].number);
    }
    return NULL;
}

static struct err *
find_or_make(struct cx *cx, struct mapping *m)
{
    const struct document *d = &m->now.document;
    struct workbook_id     id = { m->now.id };

    if (m->now.is_there)
        return workbook_touch(cx, d->title, cx->now_s, id, NULL);
    TRY(workbook_put(cx, &(struct workbook_put_in){
        .document_code = d->code, .region_code = d->region_code, .org_id = d->org_id,
        .title = d->title, .changed_at = cx->now_s }, &id));
    m->now.id = id.n;
    return NULL;
}

static struct err *
tell(struct cx *cx, struct mapping *m, size_t i, struct str before, struct str after)
{
    struct workbook_fields was = { before }, is = { after };

    return journal_tell(cx, &(struct fact){ .verb = JOURNAL_CHANGED, .thing = "workbook",
        .key = m->now.document.code, .scope = document_scope(&m->now.document),
        .form = &workbook_told_form, .before = &was, .after = &is, .note = m->wish[i].number });
}

static struct err *
set_one(struct cx *cx, struct mapping *m, size_t i)
{
    const struct workbook_cell *was = workbook_cell_of(&m->now, m->wish[i].number);
    const struct sheet_place   *at = &m->place[i];
    struct workbook_id          id = { m->now.id };
    struct str                  before = S(""), after = S("");
    struct sheet_place          old;

    if (was) {
        old = workbook_place(cx->arena, was);
        before = sheet_place_text(cx->arena, &old);
    }
    if (str_is_known(at->sheet)) {
        after = sheet_place_text(cx->arena, at);
        struct sheet_place bare = { S("x"), at->row, at->column };
        struct str         cell = sheet_place_text(cx->arena, &bare);

        TRY(workbook_cell_put(cx, id, m->wish[i].number, at->sheet,
                              str_part(cell, 2, cell.n), NULL));
    } else {
        TRY(workbook_cell_drop(cx, id, m->wish[i].number, NULL));
    }
    return tell(cx, m, i, before, after);
}

/* After all of it was set. */
static struct err *
check_whole(struct cx *cx, const struct mapping *m)
{
    struct workbook_cell *cell;
    size_t                n;

    TRY(workbook_cells(cx, (struct workbook_id){ m->now.id }, &cell, &n));
    if (n > WORKBOOK_CELLS_MAX)
        return err_of(cx->arena, (struct err){ .kind = ERR_TOO_LARGE, .code = "workbook.many",
            .text = MSG("A workbook may have {0} mapped cells.",
                        str_fmt(cx->arena, "%d", WORKBOOK_CELLS_MAX)) });
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < i; k++)
            if (str_eq(cell[i].cell, cell[k].cell) && str_eq(cell[i].sheet, cell[k].sheet))
                return refuse(cx, "workbook.twice",
                              MSG("The cell of this item is item {0}'s already.", cell[k].number),
                              cell[i].number);
    return NULL;
}

static struct err *
map_once(struct cx *cx, void *arg)
{
    struct mapping *m = arg;

    TRY(workbook_get(cx, m->document, &m->now));
    TRY(must(cx, MAY_ADD_DOCUMENT, document_scope(&m->now.document)));
    TRY(check_wishes(cx, m));
    TRY(find_or_make(cx, m));
    for (size_t i = 0; i < m->n; i++)
        TRY(set_one(cx, m, i));
    return check_whole(cx, m);
}

struct err *
workbook_map_set(struct cx *cx, struct str document, const struct workbook_wish *wish, size_t n)
{
    struct mapping m = { .document = document, .wish = wish, .n = n };

    return store_change(cx, "workbook_map", map_once, &m);
}
