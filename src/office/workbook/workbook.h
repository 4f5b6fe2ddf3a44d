/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * workbook.h — someone else's workbook: its cells are mapped once to items of a request or of an
 * instrument; from then on it is filled with answers, and a filled one is read the same way.
 *
 * WHAT   The template is a document of the vault (XLSX). A mapping says for the number of an item
 *        the sheet and the cell where its answer stands. A filled copy is a new document: formats,
 *        formulas, merged cells and pictures are the owner's and stay. Reading tells first, item by
 *        item, what would be taken and what is wrong with it, and where; then takes it as answers.
 * WHO    The mapping: MAY_ADD_DOCUMENT in the document's scope. Filling: who sees the record, and
 *        MAY_ADD_DOCUMENT where it is owed. Taking: who may answer there.
 * NOT    What an answer may be (the slice whose record it is, workbook_kind.h), how cells are
 *        written (paper/sheet_fill.h). Items that are answered by documents are not written.
 * READ   workbook_kind.h what has answers · workbook_task.c tasks as that · workbook.c the mapping
 *        · workbook_propose.c a mapping that could be · workbook_fill.c a filled copy, its job ·
 *        workbook_read.c a filled one as answers · workbook_web.c, workbook_cli.c
 */
#ifndef GUYUB_WORKBOOK_H
#define GUYUB_WORKBOOK_H

#include "cx.h"
#include "office/document/document.h"
#include "office/workbook/workbook_kind.h"
#include "office/workbook/workbook_row.h"       /* generated: struct workbook, workbook_cell, ... */
#include "paper/sheet_fill.h"

struct job;
struct module;

enum { WORKBOOK_CELLS_MAX = 500 };

/* A template with its mapping, by number. */
struct workbook_map {
    struct document       document;
    struct workbook_cell *cell;  size_t n;
    bool                  is_there;         /* a cell of it was mapped once */
    int64_t               id;
};
/* Fails: document.unknown, workbook.not (the document is no XLSX). */
struct err *workbook_get(struct cx *, struct str document, struct workbook_map *);

struct workbook_set { struct workbook_line *row; size_t n; };
/* Those with a mapping, within the reader's reach. */
struct err *workbook_list_of(struct cx *, struct workbook_set *);

/* The document's newest copy, for reading. Fails as document_open. */
struct err *workbook_open(struct cx *, const struct document *, struct grid_file *);

/* ---- the mapping ----------------------------------------------------------------------------- */

/* The cell "C5", "Data!C5" or, for no place any more, "". */
struct workbook_wish { struct str number, sheet, cell; };
/* What is wrong with the wish; MSG_NONE: it can be kept. `sheet` are those of the workbook. */
struct msg  workbook_wish_check(struct arena *, const struct grid_sheet *sheet, size_t n_sheets,
                                const struct workbook_wish *, struct sheet_place *);
/* All of it, or nothing. Fails: right.denied, workbook.place (the first that is wrong),
 * workbook.many (over WORKBOOK_CELLS_MAX), workbook.twice (two items in one cell). */
struct err *workbook_map_set(struct cx *, struct str document, const struct workbook_wish *,
                             size_t n);

/* ---- filling --------------------------------------------------------------------------------- */

struct workbook_filled { int64_t n_cells, n_unmapped; };    /* answers that no cell is for */
/* A copy with the record's answers into `to`. Fails: workbook.record, as workbook_get and
 * sheet_fill. */
struct err *workbook_fill_into(struct cx *, struct str document, struct str record, int to,
                               struct workbook_filled *);
/* The same as a job, which adds it as an internal document of who owes. */
struct err *workbook_fill_ask(struct cx *, struct str document, struct str record, int64_t *job);
struct err *workbook_fill_run(struct cx *, struct job *);

/* ---- reading --------------------------------------------------------------------------------- */

struct workbook_read_row {
    struct str number, question;
    struct str place;               /* "Data!C5"; unknown: no cell is mapped for it            */
    struct str given;               /* what stands there; unknown: nothing                     */
    struct str value;               /* in data form; unknown: not to be taken                  */
    struct str now;                 /* what is answered; unknown: nothing                      */
    struct msg fault;
    bool       is_taken;            /* it has a value that is not answered yet                 */
};
struct workbook_reading {
    struct workbook_map       map;
    struct document           from;
    struct workbook_answers   answers;              /* as they stand                   */
    struct workbook_read_row *row;  size_t n;       /* by the items of the record      */
    size_t                    n_taken, n_faults;
    struct str                seen;                 /* of the answers as they stand: a digest */
};
/* What would be taken of `from`; nothing is written. With `replaces`, answers that differ too.
 * Fails: as workbook_get, workbook.record, grid.sheet (a sheet that is mapped is not there). */
struct workbook_read_wish { struct str document, from, record; bool replaces; };
struct err *workbook_read(struct cx *, const struct workbook_read_wish *,
                          struct workbook_reading *);
/* Takes it, as one saving of answers. `seen`: of the reading that was shown; empty: none was.
 * Fails: workbook.changed (answers are not as they were shown), as the kind's take does. */
struct err *workbook_take(struct cx *, struct workbook_reading *, struct str seen);

/* For kinds: an answer that is refused while it is taken (workbook.fault). */
struct err *workbook_fault(struct cx *, struct msg text, struct str number);
/* Letters, digits, full stops, hyphens and low lines, at most WORKBOOK_NUMBER_MAX. */
bool        workbook_number_is_valid(struct str);

extern const struct module workbook_module;

#endif
