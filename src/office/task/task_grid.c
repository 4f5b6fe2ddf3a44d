/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * task_grid.c — rows that were pasted, or came as CSV or XLSX: items of a request, answers.
 *
 * OURS   A head is not asked for: who copies three columns from a sheet seldom takes the head
 *        along. A first row whose first cell says "Nomor" or "Number" is one and is passed over.
 */
#include "base/arena.h"
#include "base/utf8.h"
#include "office/task/task_page.h"
#include "paper/grid.h"

enum { FAULTS_MAX = 200, ANSWERS_MAX = 1000 };

/* Typed without tabs: a line's cells stand between "|". */
struct err *
task_grid_of_text(struct cx *cx, struct str text, struct grid **grid)
{
    size_t at;
    char  *p;

    if (str_find(text, S("\t"), &at) || !str_find(text, S("|"), &at))
        return grid_open_text(cx->arena, text, grid);
    p = NEWS(cx->arena, char, text.n);
    for (size_t i = 0; i < text.n; i++)
        p[i] = text.p[i] == '|' ? '\t' : text.p[i];
    return grid_open_text(cx->arena, (struct str){ p, text.n }, grid);
}

/* ---- cells ---------------------------------------------------------------------------------- */

/* The text of a cell, kept: a grid's own dies with the next row. */
static struct str
cell_of(struct cx *cx, const struct grid_cell *cell, size_t n, size_t at)
{
    return at < n && cell[at].kind != GRID_EMPTY ? str_copy(cx->arena, str_trim(cell[at].text))
                                                 : S("");
}

static bool
is_empty(const struct grid_cell *cell, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (cell[i].kind != GRID_EMPTY && str_trim(cell[i].text).n > 0)
            return false;
    return true;
}

static bool
is_head(struct cx *cx, struct str first)
{
    static const char *const word[] = { "nomor", "no", "number", "item", "butir", "kode" };
    struct str folded = utf8_fold(cx->arena, first);

    for (size_t i = 0; i < COUNT(word); i++)
        if (str_eq(folded, str_of(word[i])))
            return true;
    return false;
}

static void
fault(struct cx *cx, struct task_paste *p, int64_t row, struct msg column, struct msg text)
{
    if (!p->fault)
        p->fault = NEWS(cx->arena, struct task_grid_fault, FAULTS_MAX);
    if (p->n_faults < FAULTS_MAX)
        p->fault[p->n_faults++] = (struct task_grid_fault){ row, column, text };
}

/* ---- items ---------------------------------------------------------------------------------- */

static bool
is_word(struct cx *cx, struct str text, enum lang lang, const char *label)
{
    struct str said = msg_text(cx->arena, lang, (struct msg){ .id = label });

    return str_eq(utf8_fold(cx->arena, text), utf8_fold(cx->arena, said));
}

/* By its word in data or its label in either language; nothing is text. */
static bool
kind_of(struct cx *cx, struct str text, enum task_kind *kind)
{
    *kind = TASK_TEXT;
    if (text.n == 0 || task_kind_read(text, kind))
        return true;
    for (int32_t i = 0; task_kinds[i].value; i++)
        if (is_word(cx, text, LANG_ID, task_kinds[i].label)
            || is_word(cx, text, LANG_EN, task_kinds[i].label)) {
            *kind = (enum task_kind)i;
            return true;
        }
    return false;
}

static void
check_item(struct cx *cx, int64_t row, const struct task_item_new *item, struct task_paste *p)
{
    if (!task_number_is_valid(item->number))
        fault(cx, p, row, MSG("Number"), MSG("“{0}” cannot be an item's number. Write it like "
              "3.2.1: letters, digits, points and hyphens, at most 20.", item->number));
    if (item->question.n == 0)
        fault(cx, p, row, MSG("Question"), MSG("This must be given."));
    else if (utf8_count(item->question) > 1000)
        fault(cx, p, row, MSG("Question"), MSG("A question has at most 1,000 characters."));
}

/* number, question, kind, unit, required */
static struct task_item_new
read_item(struct cx *cx, int64_t row, const struct str cell[static 5], struct task_paste *p)
{
    struct task_item_new item = { .number = cell[0], .question = cell[1], .unit = cell[3] };
    struct str           required;

    if (!kind_of(cx, cell[2], &item.kind))
        fault(cx, p, row, MSG("Kind"), MSG("Write text, number, date, yes or no, or document."));
    if (msg_is(task_value_read(cx->arena, TASK_YES_NO, cell[4], &required)))
        fault(cx, p, row, MSG("Required"), MSG("Write “yes” or “no”."));
    item.is_required = str_eq(required, S("1"));
    check_item(cx, row, &item, p);
    return item;
}

struct err *
task_grid_items(struct cx *cx, struct grid *grid, struct task_item_new **items, size_t *n,
                struct task_paste *p)
{
    const struct grid_cell *cell;
    size_t                  cells;
    bool                    more;

    *items = NEWS(cx->arena, struct task_item_new, TASK_ITEMS_MAX + 1);
    for (*n = 0; *n <= TASK_ITEMS_MAX;) {
        struct str text[5];

        TRY(grid_next(grid, &cell, &cells, &more));
        if (!more)
            return NULL;
        for (size_t i = 0; i < COUNT(text); i++)
            text[i] = cell_of(cx, cell, cells, i);
        if (is_empty(cell, cells) || (*n == 0 && is_head(cx, text[0])))
            continue;
        (*items)[(*n)++] = read_item(cx, grid_row(grid), text, p);
    }
    return NULL;
}

/* ---- answers -------------------------------------------------------------------------------- */

struct err *
task_grid_answers(struct cx *cx, struct grid *grid, struct task_saving *in, int64_t **rows)
{
    struct task_typed      *typed = NEWS(cx->arena, struct task_typed, ANSWERS_MAX);
    const struct grid_cell *cell;
    size_t                  n;
    bool                    more;

    *rows = NEWS(cx->arena, int64_t, ANSWERS_MAX);
    in->typed = typed;
    for (in->n = 0; in->n < ANSWERS_MAX;) {
        TRY(grid_next(grid, &cell, &n, &more));
        if (!more)
            return NULL;
        struct str number = cell_of(cx, cell, n, 0);

        if (is_empty(cell, n) || (in->n == 0 && is_head(cx, number)))
            continue;
        (*rows)[in->n] = grid_row(grid);
        typed[in->n++] = (struct task_typed){ .number = number, .seen = -1,
            .value = cell_of(cx, cell, n, 1), .note = cell_of(cx, cell, n, 2) };
    }
    return NULL;
}
