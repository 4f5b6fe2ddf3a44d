/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * desk_export.c — all of a round as a workbook: what every voice says of every item, and which
 * documents are its evidence, region by region, each forgotten before the next is read.
 *
 * Scores are blind here too: what assessors say, and what follows from it, stands there once all
 * seats of the region have finished. Its key: the round's code.
 */
#include "base/arena.h"
#include "base/calendar.h"
#include "city/desk/desk_page.h"
#include "city/judge/judge.h"
#include "office/document/document.h"
#include "paper/sheet_out.h"

/* ---- what every voice says ------------------------------------------------------------------ */

static const struct column number_columns[] = {
    { "region", { .id = N_("Region (code)") },        COLUMN_TEXT },
    { "name",   { .id = N_("Region") },               COLUMN_TEXT },
    { "stage",  { .id = N_("Stage") },                COLUMN_INT },
    { "item",   { .id = N_("Item") },                 COLUMN_TEXT },
    { "of",     { .id = N_("Of which") },             COLUMN_TEXT },
    { "title",  { .id = N_("Title of the item") },    COLUMN_TEXT },
    { "agency", { .id = N_("Agency in charge") },     COLUMN_TEXT },
    { "voice",  { .id = N_("Voice") },                COLUMN_TEXT },
    { "seat",   { .id = N_("Seat") },                 COLUMN_INT },
    { "value",  { .id = N_("Answer") },               COLUMN_DEC },
    { "text",   { .id = N_("Answer in words") },      COLUMN_TEXT },
    { "note",   { .id = N_("Note") },                 COLUMN_TEXT },
    { "by",     { .id = N_("Post") },                 COLUMN_TEXT },
    { "at",     { .id = N_("When") },                 COLUMN_TEXT },
};

static bool
is_of_region(struct str voice)
{
    return str_eq(voice, assess_voice_word(ASSESS_AGENCY))
        || str_eq(voice, assess_voice_word(ASSESS_CITY));
}

static struct err *
put_number(struct cx *cx, const struct assess_full *x, const struct assess_line *l,
           const struct assess_number *n, struct sheet_out *out)
{
    const struct instrument_item *item = &x->instrument.item[l->item];
    struct dec                    d;
    bool                          is_number = dec_parse(n->value, &d);
    enum assess_voice             voice = ASSESS_AGENCY;

    assess_voice_read(n->voice, &voice);
    struct str cell[COUNT(number_columns)] = {
        x->entry.region_code, x->region_name, str_int(cx->arena, x->stage), item->code, n->of,
        instrument_say(cx->lang, item->title), l->part.id.n != 0 ? l->part.org_name : S(""),
        msg_text(cx->arena, cx->lang, assess_voice_label(voice)),
        n->seat > 0 ? str_int(cx->arena, n->seat) : S(""),
        is_number ? n->value : S(""), is_number ? S("") : n->value, n->note, n->by_post,
        time_iso(cx->arena, n->at),
    };

    return sheet_out_row(out, cell);
}

static struct err *
put_numbers(struct cx *cx, const struct assess_full *x, struct sheet_out *out)
{
    struct judge_bench  bench;
    struct assess_lines lines;

    TRY(judge_bench_of(cx, x, &bench));
    TRY(assess_lines_whole(cx, x, x->stage, &lines));
    for (size_t i = 0; i < lines.n; i++)
        for (size_t k = 0; k < lines.row[i].n_numbers; k++) {
            const struct assess_number *n = &lines.row[i].number[k];

            if (n->value.n > 0 && (is_of_region(n->voice) || bench.is_open || bench.is_locked))
                TRY(put_number(cx, x, &lines.row[i], n, out));
        }
    return NULL;
}

/* ---- which documents are evidence ----------------------------------------------------------- */

static const struct column document_columns[] = {
    { "region",      { .id = N_("Region (code)") },     COLUMN_TEXT },
    { "name",        { .id = N_("Region") },            COLUMN_TEXT },
    { "item",        { .id = N_("Item") },              COLUMN_TEXT },
    { "document",    { .id = N_("Code") },              COLUMN_TEXT },
    { "title",       { .id = N_("Title of the document") }, COLUMN_TEXT },
    { "sensitivity", { .id = N_("Who may see it") },    COLUMN_TEXT },
    { "copy",        { .id = N_("Copy") },              COLUMN_INT },
    { "locked",      { .id = N_("Copy is fixed") },     COLUMN_BOOL },
    { "valid_to",    { .id = N_("Holds until") },       COLUMN_TEXT },
};

static struct err *
put_documents(struct cx *cx, const struct assess_full *x, struct sheet_out *out)
{
    struct document_cited_set set;

    TRY(documents_of(cx, ASSESS_THING, x->entry.code, &set));
    for (size_t i = 0; i < set.n; i++) {
        const struct document_cited *d = &set.row[i];
        struct str                   cell[COUNT(document_columns)] = {
            x->entry.region_code, x->region_name, d->part, d->code, d->title, d->sensitivity,
            str_int(cx->arena, d->seen), str_bool(d->locked), d->valid_to,
        };

        TRY(sheet_out_row(out, cell));
    }
    return NULL;
}

/* ---- all regions ---------------------------------------------------------------------------- */

typedef struct err *put_fn(struct cx *, const struct assess_full *, struct sheet_out *);

/* A region that has not begun has nothing to say. */
static struct err *
put_region(struct cx *cx, struct str round, struct str region, put_fn *put,
           struct sheet_out *out)
{
    struct assess_full *x = NEW(cx->arena, struct assess_full);

    TRY(assess_get(cx, round, region, x));
    return x->entry.id.n != 0 ? put(cx, x, out) : NULL;
}

static struct err *
put_regions(struct cx *cx, const struct round_full *f, put_fn *put, struct sheet_out *out)
{
    struct round_region_set set;

    TRY(round_regions_of(cx, &f->round, &set));
    for (size_t i = 0; i < set.n; i++) {
        size_t mark = arena_mark(cx->arena);

        TRY(put_region(cx, f->round.code, set.row[i].region_code, put, out));
        arena_back(cx->arena, mark);
    }
    return NULL;
}

struct err *
desk_export_head(struct cx *cx, struct str key, struct dossier_record *r)
{
    struct round_full f;

    TRY(must(cx, MAY_RUN_ROUND, (struct scope){ .region = S("") }));
    TRY(round_get(cx, key, &f));
    *r = (struct dossier_record){ .name = f.round.title, .scope = { .region = S("") },
        .href = str_fmt(cx->arena, "/rounds/%.*s/office", TEXT(f.round.code)) };
    return NULL;
}

struct err *
desk_export_sheet(struct cx *cx, struct str key, struct sheet_out *out)
{
    struct round_full f;

    TRY(must(cx, MAY_RUN_ROUND, (struct scope){ .region = S("") }));
    TRY(round_get(cx, key, &f));
    TRY(sheet_out_begin(out, msg_text(cx->arena, cx->lang, MSG("Answers and scores")),
                        number_columns, COUNT(number_columns)));
    TRY(put_regions(cx, &f, put_numbers, out));
    TRY(sheet_out_begin(out, msg_text(cx->arena, cx->lang, MSG("Evidence")), document_columns,
                        COUNT(document_columns)));
    return put_regions(cx, &f, put_documents, out);
}
