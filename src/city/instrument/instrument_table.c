/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* instrument_table.c — tables of a pack, from which its expressions pull data. */
#include "city/instrument/instrument_pack.h"

#include "base/arena.h"

/* In the order of instrument_column_types: what a cell is to an expression, and to a checker. */
static const struct { enum rule_type type; enum shape_kind kind; } types[] = {
    { RULE_NUMBER, SHAPE_DEC }, { RULE_TEXT, SHAPE_TEXT }, { RULE_DATE, SHAPE_DATE },
};

static size_t
type_index(enum rule_type type)
{
    size_t i = 0;

    while (i + 1 < COUNT(types) && types[i].type != type)
        i++;
    return i;
}

struct str
instrument_column_type(enum rule_type type)
{
    return str_of(instrument_column_types[type_index(type)]);
}

static struct str
count_text(struct arena *a, size_t n)
{
    return str_fmt(a, "%zu", n);
}

/* ---- columns -------------------------------------------------------------------------------- */

static const struct rule_column *
read_columns(struct instrument_reader *r, const struct pack_node *at, size_t *n)
{
    const struct pack_node *from = pack_list(at, "columns", n);
    struct rule_column     *column = NEWS(r->arena, struct rule_column, *n);

    for (size_t i = 0; i < *n; i++, from = from->next) {
        column[i].name = pack_text(from, "id");
        column[i].type = types[pack_choice(from, "type", instrument_column_types)].type;
        for (size_t j = 0; j < i; j++)
            if (str_eq(column[i].name, column[j].name))
                pack_fault_at(r->faults, pack_at(from, "id"),
                              MSG("The column \"{0}\" stands in its table twice.",
                                  column[i].name),
                              MSG("Give one of them another id."));
    }
    return column;
}

/* What may stand in the cells of each column; faults name the column. */
static const struct shape_key *
cell_keys(struct arena *a, const struct rule_table *t)
{
    struct shape_key *key = NEWS(a, struct shape_key, t->n_columns);

    for (size_t i = 0; i < t->n_columns; i++)
        key[i] = (struct shape_key){ .key  = str_z(a, t->column[i].name),
                                     .kind = types[type_index(t->column[i].type)].kind };
    return key;
}

/* ---- rows ----------------------------------------------------------------------------------- */

static void
check_cell(struct instrument_reader *r, const struct pack_node *cell, const struct shape_key *key)
{
    struct date day;

    shape_check_cell(cell, key, r->faults);
    if (key->kind == SHAPE_DATE && date_parse(cell->text, &day) && day.day == 0)
        pack_fault_at(r->faults, cell,
                      MSG("\"{0}\" is not a whole day: \"{1}\".", str_of(key->key), cell->text),
                      MSG("Write year, month and day: 2024-08-13."));
}

static void
read_row(struct instrument_reader *r, const struct rule_table *t, const struct shape_key *key,
         const struct pack_node *row, struct str *cell)
{
    if (row->n != t->n_columns) {
        pack_fault_at(r->faults, row,
                      MSG("The cells of this row are {0}, the columns of \"{1}\" are {2}.",
                          count_text(r->arena, row->n), t->name,
                          count_text(r->arena, t->n_columns)),
                      MSG("Write one cell for each column, in their order."));
        return;
    }
    for (const struct pack_node *from = row->first; from; from = from->next, key++) {
        check_cell(r, from, key);
        *cell++ = str_trim(from->text);
    }
}

static const struct str *
read_rows(struct instrument_reader *r, const struct pack_node *at, struct rule_table *t)
{
    const struct pack_node *row = pack_list(at, "rows", &t->n_rows);
    const struct shape_key *key = cell_keys(r->arena, t);
    struct str             *cell = NEWS(r->arena, struct str, t->n_rows * t->n_columns);

    for (size_t i = 0; i < t->n_rows; i++, row = row->next)
        read_row(r, t, key, row, &cell[i * t->n_columns]);
    return cell;
}

/* ---- tables --------------------------------------------------------------------------------- */

static struct rule_table
read_table(struct instrument_reader *r, const struct pack_node *at)
{
    struct rule_table t = { .name = pack_text(at, "id") };

    t.column = read_columns(r, at, &t.n_columns);
    t.cell   = read_rows(r, at, &t);
    return t;
}

void
instrument_read_tables(struct instrument_reader *r)
{
    size_t                   n;
    const struct pack_node  *at = pack_list(r->pack->root, "tables", &n);
    struct rule_table       *table = NEWS(r->arena, struct rule_table, n);
    struct instrument_words *title = NEWS(r->arena, struct instrument_words, n);

    for (size_t i = 0; i < n; i++, at = at->next) {
        table[i] = read_table(r, at);
        title[i] = instrument_words_at(at, "title");
        for (size_t j = 0; j < i; j++)
            if (str_eq(table[i].name, table[j].name))
                pack_fault_at(r->faults, pack_at(at, "id"),
                              MSG("The table \"{0}\" stands here twice.", table[i].name),
                              MSG("Give one of them another id."));
    }
    r->in->table       = table;
    r->in->table_title = title;
    r->in->n_tables    = n;
}
