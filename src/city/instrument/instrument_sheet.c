/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* instrument_sheet.c — a sheet of answers from CSV: item,value, and of where items repeat. */
#include "city/instrument/instrument_answer.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/csv.h"
#include "city/instrument/instrument_load.h"

enum { AT_ITEM, AT_VALUE, AT_OF, AT_END, ANSWERS_MAX = SCORE_NODES_MAX + 1 };

static const char *const columns[AT_END] = { "item", "value", "of" };

struct sheet_reader {
    struct arena             *arena;
    struct str                name, text;       /* text unknown: a file of that name */
    struct csv_reader        *csv;
    bool                      has_of;
    struct instrument_answer *answer;
    size_t                    n;
};

static struct err *
open_columns(struct sheet_reader *r, size_t n)
{
    return str_is_known(r->text)
        ? csv_open_text(r->arena, &r->csv, r->name, r->text, columns, n)
        : csv_open(r->arena, &r->csv, r->name, columns, n);
}

/* The third column may be left out. */
static struct err *
open_sheet(struct sheet_reader *r)
{
    struct err *err = open_columns(r, AT_END);

    r->has_of = !err;
    if (err && strcmp(err->code, "csv.column_missing") == 0)
        return open_columns(r, AT_OF);
    return err;
}

static void
take_record(struct sheet_reader *r, const struct csv_record *rec)
{
    struct instrument_answer *answer = &r->answer[r->n++];

    answer->item  = str_copy(r->arena, rec->field[AT_ITEM]);
    answer->value = str_copy(r->arena, rec->field[AT_VALUE]);
    answer->where[INSTRUMENT_AT_ITEM]  = csv_where(r->csv, AT_ITEM);
    answer->where[INSTRUMENT_AT_VALUE] = csv_where(r->csv, AT_VALUE);
    answer->where[INSTRUMENT_AT_OF]    = answer->where[INSTRUMENT_AT_ITEM];
    if (!r->has_of)
        return;
    answer->of                      = str_copy(r->arena, rec->field[AT_OF]);
    answer->where[INSTRUMENT_AT_OF] = csv_where(r->csv, AT_OF);
}

/* One more than can be answered is enough to be told so. */
static struct err *
take_records(struct sheet_reader *r)
{
    struct csv_record rec;
    bool              more = true;

    r->answer = NEWS(r->arena, struct instrument_answer, ANSWERS_MAX);
    while (r->n < ANSWERS_MAX) {
        TRY(csv_next(r->csv, &rec, &more));
        if (!more)
            return NULL;
        take_record(r, &rec);
    }
    return NULL;
}

static struct err *
answer_from(struct sheet_reader *r, const struct instrument *in, struct instrument_sheet sheet,
            struct instrument_answers *out)
{
    struct instrument_answer_faults faults;
    struct err                     *err;

    TRY(open_sheet(r));
    err = take_records(r);
    csv_close(r->csv);
    TRY(err);
    sheet.answer = r->answer;
    sheet.n      = r->n;
    return instrument_answer_items(r->arena, in, &sheet, out, &faults) ? NULL : faults.fault[0].err;
}

struct err *
instrument_answer_text(struct arena *a, const struct instrument *in, struct instrument_sheet sheet,
                       struct str text, struct instrument_answers *out)
{
    struct sheet_reader r = { .arena = a, .name = sheet.name, .text = text };

    assert(str_is_known(text));
    return answer_from(&r, in, sheet, out);
}

struct err *
instrument_answer(struct arena *a, struct str instrument, struct instrument_sheet sheet,
                  struct instrument_answers *out)
{
    struct instrument   in;
    struct pack         pack;
    struct sheet_reader r = { .arena = a, .name = sheet.name };

    if (str_ends(instrument, S(".yaml")) || str_ends(instrument, S(".yml")))
        TRY(pack_read(a, instrument, &pack));
    else
        TRY(instrument_embedded(a, instrument, &pack));
    TRY(instrument_read(a, &pack, &in, NULL));
    return answer_from(&r, &in, sheet, out);
}
