/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * table_in.h — the rows of a grid as structs of a form, with every fault at its cell.
 *
 * WHAT   The head is the first of the first 20 rows that names every required field of the form, by
 *        its label in either language or by its name, in any order and case. Each row below it is
 *        read as the form reads (base/form.h), its cells first brought into data form
 *        (grid_value.h: "31/12/2025", "1.234,5", "Rp 25.000.000"; a choice by its label, a flag by
 *        "ya" or "x"). A row at fault is told, cell by cell, and passed over. Empty rows are none.
 *        Columns that no field has are passed over and named.
 * DRY    A first reading without writing tells all faults; a second of the same grid writes.
 * MEMORY Constant: of the faults the first TABLE_FAULTS_MAX are kept, the others counted.
 * ERRORS Those of grid.h. What people wrote is never an error, but a fault.
 */
#ifndef GUYUB_PAPER_TABLE_IN_H
#define GUYUB_PAPER_TABLE_IN_H

#include "base/form.h"
#include "paper/grid.h"

enum { TABLE_FAULTS_MAX = 200, TABLE_HEAD_WITHIN = 20, TABLE_FIELDS_MAX = 64,
       TABLE_NO_COLUMN = -1 };

struct table_in;

/* Kept texts live as long as the arena. */
struct table_fault {
    struct msg          place;      /* "Data!C5"; "line 5, column 3"; of a row: "Data, row 5"     */
    int64_t             row;        /* as grid_row                                                */
    int32_t             column;     /* from 0; TABLE_NO_COLUMN: the row as a whole                */
    const struct field *field;      /* NULL: of no field                                          */
    struct str          given;      /* what stands in the cell, shortened; unknown: nothing does  */
    struct msg          text;       /* what is wrong and what is wanted: "This must be given."    */
};

struct table_seen {
    int64_t            n_rows;      /* below the head, the empty ones apart                       */
    int64_t            n_good;      /* of them without a fault                                    */
    int64_t            n_faults;    /* all of them, those of the head too                         */
    struct table_fault fault[TABLE_FAULTS_MAX];
    size_t             n_kept;
    struct str         passed_over; /* "Nomor, Catatan": columns of no field; empty: none         */
};

/* A form has at most TABLE_FIELDS_MAX fields, none of them secret. The grid is at its beginning
 * and is table_in's from here on. A head without a required column, or with one twice, is a fault,
 * and no row is given. */
struct err *table_in_open(struct arena *, struct grid *, const struct form *, struct table_in **);
/* The next row without a fault into `values` (form->size bytes, which hold the defaults; what is
 * not given stays as it is). Its texts live until the next call. */
struct err *table_in_next(struct table_in *, void *values, bool *more);
/* The slice's own rule about the last row given: the field's name, or NULL for the whole row. */
void        table_in_fault(struct table_in *, const char *field, struct msg text);
/* As of now; complete when table_in_next gave no more. */
const struct table_seen *table_in_seen(const struct table_in *);
/* Where the last row given stands: grid_row. */
int64_t     table_in_row(const struct table_in *);

#endif
