/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* instrument_load.c — packs and published facts into the database: added once, never rewritten. */
#include "city/instrument/instrument.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/csv.h"
#include "base/money.h"
#include "base/near.h"
#include "city/instrument/instrument_fact.h"
#include "city/instrument/instrument_load.h"
#include "city/instrument/instrument_pack.h"
#include "city/instrument/instrument_sql.h"
#include "ground/journal/journal.h"
#include "module.h"
#include "pack/embedded.h"
#include "store/store.h"

static struct str
known(struct str cell)
{
    return cell.n > 0 ? cell : (struct str){ NULL, 0 };
}

/* One line in the journal for all that a file brings in: which lines they were, the file says. */
static struct err *
tell_loaded(struct cx *cx, const char *thing, struct str name, int64_t n_new)
{
    if (n_new == 0)
        return NULL;
    return journal_tell(cx, &(struct fact){
        .verb = JOURNAL_LOADED, .thing = thing, .key = name,
        .note = str_int(cx->arena, n_new),
    });
}

/* ---- packs ---------------------------------------------------------------------------------- */

struct pack_load { const struct pack *pack; enum instrument_loaded loaded; };

static struct err *
pack_changed(struct cx *cx, const struct pack *pack, const struct instrument *in,
             const struct instrument_stored *there)
{
    return err_of(cx->arena, (struct err){
        .kind   = ERR_CONFLICT,
        .code   = "instrument.changed",
        .text   = MSG("The instrument {0} is in use, with another text.", in->code),
        .detail = MSG("In use: {0}; this file: {1}. Results point to an instrument as it was; it "
                      "does not change.", there->digest, in->digest),
        .hint   = MSG("Give the changed instrument a new id and its own time of validity."),
        .where  = pack->file,
    });
}

static struct str
known_date(struct arena *a, struct date date)
{
    return date.year > 0 ? date_iso(a, date) : (struct str){ NULL, 0 };
}

static struct err *
add_pack(struct cx *cx, const struct instrument *in)
{
    struct instrument_id         id;
    struct instrument_add_in row = {
        .code = in->code, .digest = in->digest, .title_id = in->title.id, .title_en = in->title.en,
        .standing = str_of(instrument_standings[in->standing]),
        .valid_from = date_iso(cx->arena, in->valid_from), .pack = in->pack, .loaded_at = cx->now_s,
        .valid_to = known_date(cx->arena, in->valid_to),
    };

    return instrument_add(cx, &row, &id);
}

static struct err *
replace_pack(struct cx *cx, const struct instrument *in, struct instrument_id id)
{
    struct instrument_replace_in row = {
        .id = id, .digest = in->digest, .title_id = in->title.id, .title_en = in->title.en,
        .standing = str_of(instrument_standings[in->standing]),
        .valid_from = date_iso(cx->arena, in->valid_from), .pack = in->pack, .loaded_at = cx->now_s,
        .valid_to = known_date(cx->arena, in->valid_to),
    };
    int64_t n;

    return instrument_replace(cx, &row, &n);
}

static struct err *
load_pack_once(struct cx *cx, void *arg)
{
    struct pack_load        *load = arg;
    struct instrument        in;
    struct instrument_stored there;
    struct instrument_use    use;
    bool                     found;

    TRY(instrument_read(cx->arena, load->pack, &in, NULL));
    TRY(instrument_by_code(cx, in.code, &there, &found));
    if (!found || !str_eq(there.pack, in.pack))
        TRY(tell_loaded(cx, "instrument", in.code, 1));
    load->loaded = !found ? INSTRUMENT_NEW
                 : str_eq(there.pack, in.pack) ? INSTRUMENT_SAME : INSTRUMENT_REPLACED;
    if (load->loaded == INSTRUMENT_NEW)
        return add_pack(cx, &in);
    if (load->loaded == INSTRUMENT_SAME)
        return NULL;
    TRY(instrument_used(cx, there.id, &use, &found));
    return use.n_facts > 0 ? pack_changed(cx, load->pack, &in, &there)
                           : replace_pack(cx, &in, there.id);
}

struct err *
instrument_load_pack(struct cx *cx, const struct pack *pack, enum instrument_loaded *loaded)
{
    struct pack_load load = { .pack = pack };

    TRY(store_change(cx, "instrument_load_pack", load_pack_once, &load));
    *loaded = load.loaded;
    return NULL;
}

/* ---- facts ---------------------------------------------------------------------------------- */

enum { AT_REGION, AT_INSTRUMENT, AT_YEAR, AT_ITEM, AT_MEASURE, AT_VALUE, AT_SOURCE, AT_URL, AT_DATE,
       AT_NOTE_ID, AT_NOTE_EN, AT_END };

static const char *const columns[AT_END] = {
    "region_code", "instrument", "year", "item", "measure", "value", "source", "source_url",
    "source_date", "note_id", "note_en",
};

enum { INSTRUMENTS_MAX = 16 };

struct facts_load {
    struct cx         *cx;
    struct csv_reader *csv;
    struct str         name, text;
    struct instrument  in[INSTRUMENTS_MAX];     /* those the file has named so far */
    size_t             n_in;
    int64_t            n_new, n_kept;
    bool               keeps;               /* what is known otherwise stays, and is counted */
};

static struct err *
refuse(struct facts_load *load, size_t column, const char *code, struct msg text, struct msg hint)
{
    return err_of(load->cx->arena, (struct err){
        .kind  = ERR_INPUT,
        .code  = code,
        .text  = text,
        .hint  = hint,
        .where = csv_where(load->csv, column),
    });
}

static struct err *
fact_instrument(struct facts_load *load, struct str code, const struct instrument **in)
{
    struct err *err;

    for (size_t i = 0; i < load->n_in; i++)
        if (str_eq(load->in[i].code, code)) {
            *in = &load->in[i];
            return NULL;
        }
    if (load->n_in == INSTRUMENTS_MAX)
        return refuse(load, AT_INSTRUMENT, "instrument.too_many",
                      MSG("One file may tell of at most {0} instruments.", S("16")),
                      MSG("Divide the file."));
    err = instrument_get(load->cx, code, &load->in[load->n_in]);
    if (err) {
        err->where = csv_where(load->csv, AT_INSTRUMENT);
        return err;
    }
    *in = &load->in[load->n_in++];
    return NULL;
}

static struct err *
check_item(struct facts_load *load, const struct instrument *in, struct str item)
{
    struct msg hint = MSG("Its items are on its page, and told by: guyub instrument show {0}",
                          in->code);
    struct str near;

    if (instrument_item_of(in, item) >= 0)
        return NULL;
    near = instrument_near_item(load->cx->arena, in, item);
    if (str_is_known(near))
        hint = MSG("Did you mean \"{0}\"?", near);
    return refuse(load, AT_ITEM, "instrument.item_unknown",
                  MSG("{0} has no item \"{1}\".", in->code, item), hint);
}

/* A rule names the field; a file has a column of that name. */
static struct err *
at_column(struct facts_load *load, struct err *err)
{
    for (size_t i = 0; err && i < AT_END; i++)
        if (str_eq(err->where, str_of(columns[i]))) {
            err->where = csv_where(load->csv, i);
            return err;
        }
    return err;
}

static struct err *
check_figure(struct facts_load *load, const struct instrument *in, const struct str *f)
{
    enum instrument_measure           measure = instrument_measure_of(f[AT_MEASURE]);
    const struct instrument_published published = {
        .value = f[AT_VALUE], .source = f[AT_SOURCE], .source_url = f[AT_URL],
        .source_date = f[AT_DATE], .note_id = f[AT_NOTE_ID], .note_en = f[AT_NOTE_EN],
    };

    if (measure == INSTRUMENT_MEASURE_NONE)
        return refuse(load, AT_MEASURE, "instrument.measure",
                      MSG("\"{0}\" is not a measure.", f[AT_MEASURE]),
                      MSG("Use actual, target, improvement, rank_national, ranked_national "
                          "or rank_province."));
    return at_column(load, instrument_fact_check(load->cx, in, instrument_item_of(in, f[AT_ITEM]),
                                                 measure, &published));
}

static struct err *
check_place(struct facts_load *load, const struct str *f, int64_t *year)
{
    struct region region;
    bool          found = false;
    struct err   *err = region_find(load->cx, f[AT_REGION], &region, &found);

    if (err && err->kind == ERR_MISSING)
        err->where = csv_where(load->csv, AT_REGION);
    TRY(err);
    if (!found)
        return refuse(load, AT_REGION, "instrument.region",
                      MSG("There is no region with the code {0}.", f[AT_REGION]),
                      MSG("Search for its name, or begin with the list of provinces."));
    if (!str_int64(f[AT_YEAR], year) || *year < INSTRUMENT_YEAR_FIRST
        || *year > INSTRUMENT_YEAR_LAST)
        return refuse(load, AT_YEAR, "instrument.year",
                      MSG("\"{0}\" is not a year of evaluation.", f[AT_YEAR]),
                      MSG("Write a year from 2017 on."));
    return NULL;
}

static bool
same(const struct instrument_fact *there, const struct instrument_fact_add_in *in)
{
    return str_eq(there->value, in->value) && str_is_known(there->value) == str_is_known(in->value)
        && str_eq(there->source, in->source);
}

static struct err *
fact_differs(struct facts_load *load, const struct instrument_fact_add_in *in,
             const struct instrument_fact *there)
{
    struct str year  = str_int(load->cx->arena, in->year);
    struct str value = str_is_known(there->value) ? there->value : S("-");

    return err_of(load->cx->arena, (struct err){
        .kind   = ERR_CONFLICT,
        .code   = "instrument.fact_differs",
        .text   = MSG("{0} of {1} for {2} is known already, with another figure or source.",
                      in->item, in->region_code, year),
        .detail = MSG("Known: {0} ({1}).", value, there->source),
        .hint   = MSG("A published figure is not overwritten; leave this line out."),
        .where  = csv_where(load->csv, AT_VALUE),
    });
}

static struct err *
add_fact(struct facts_load *load, const struct instrument_fact_add_in *in)
{
    struct instrument_fact_at_in key = {
        .instrument_id = in->instrument_id, .region_code = in->region_code, .year = in->year,
        .item = in->item, .measure = in->measure,
    };
    struct instrument_fact       there;
    struct instrument_fact_id    id;
    bool                         found;

    TRY(instrument_fact_at(load->cx, &key, &there, &found));
    if (found && load->keeps) {
        load->n_kept += !same(&there, in);
        return NULL;
    }
    if (found)
        return same(&there, in) ? NULL : fact_differs(load, in, &there);
    load->n_new++;
    return instrument_fact_add(load->cx, in, &id);
}

/*
 * A result that comes with the program may name a region that this database has ended or recoded,
 * or an item that the instrument lacks as this database has it (its text stays once it is used).
 */
static struct err *
has_place(struct facts_load *load, const struct instrument *in, const struct str *f, bool *out)
{
    struct region region;

    *out = !load->keeps || instrument_item_of(in, f[AT_ITEM]) >= 0;
    if (load->keeps && *out && region_code_is_valid(f[AT_REGION]))
        TRY(region_find(load->cx, f[AT_REGION], &region, out));
    return NULL;
}

static struct err *
load_record(struct facts_load *load, const struct str *f)
{
    bool                          has;
    const struct instrument      *in = NULL;
    struct instrument_fact_add_in row = {
        .region_code = f[AT_REGION], .item = f[AT_ITEM], .measure = f[AT_MEASURE],
        .value = known(f[AT_VALUE]), .source = f[AT_SOURCE], .source_url = known(f[AT_URL]),
        .source_date = known(f[AT_DATE]), .note_id = known(f[AT_NOTE_ID]),
        .note_en = known(f[AT_NOTE_EN]),
    };

    TRY(fact_instrument(load, f[AT_INSTRUMENT], &in));
    TRY(has_place(load, in, f, &has));
    if (!has) {
        load->n_kept++;
        return NULL;
    }
    TRY(check_place(load, f, &row.year));
    TRY(check_item(load, in, f[AT_ITEM]));
    TRY(check_figure(load, in, f));
    row.instrument_id = in->id;
    return add_fact(load, &row);
}

static struct err *
load_records(struct facts_load *load)
{
    struct csv_record rec;
    bool              more;

    for (;;) {
        TRY(csv_next(load->csv, &rec, &more));
        if (!more)
            return NULL;
        TRY(load_record(load, rec.field));
    }
}

static struct err *
load_facts_once(struct cx *cx, void *arg)
{
    struct facts_load *load = arg;
    struct err        *err;

    load->cx    = cx;
    load->n_in  = 0;
    load->n_new = load->n_kept = 0;
    TRY(str_is_known(load->text)
        ? csv_open_text(cx->arena, &load->csv, load->name, load->text, columns, AT_END)
        : csv_open(cx->arena, &load->csv, load->name, columns, AT_END));
    err = load_records(load);
    csv_close(load->csv);
    return err ? err : tell_loaded(cx, "figure", load->name, load->n_new);
}

struct err *
instrument_load_facts(struct cx *cx, struct str name, struct str text, int64_t *n_new)
{
    struct facts_load *load = NEW(cx->arena, struct facts_load);

    load->name = name;
    load->text = text;
    TRY(store_change(cx, "instrument_load_facts", load_facts_once, load));
    *n_new = load->n_new;
    return NULL;
}

/* ---- files and the program's own ------------------------------------------------------------ */

struct err *
instrument_import(struct cx *cx, struct str file, struct instrument_imported *out)
{
    struct pack pack;

    *out = (struct instrument_imported){ .is_pack = !str_ends(file, S(".csv")) };
    if (!out->is_pack)
        return instrument_load_facts(cx, file, (struct str){ NULL, 0 }, &out->n_facts);
    TRY(pack_read(cx->arena, file, &pack));
    return instrument_load_pack(cx, &pack, &out->loaded);
}

static bool
is_at(const struct embedded *file, struct str folder, struct str ending)
{
    struct str path = str_of(file->path);

    return str_starts(path, folder) && str_ends(path, ending);
}

/* What a first load adds, and what it leaves as the database has it. */
struct own_load { int64_t n_packs, n_replaced, n_facts, n_kept; };

static struct err *
load_pack(struct cx *cx, const struct embedded *file, struct own_load *own)
{
    struct pack            pack;
    enum instrument_loaded loaded = INSTRUMENT_SAME;
    struct err            *err;

    TRY(pack_read_text(cx->arena, str_of(file->path), file->bytes, &pack));
    err = instrument_load_pack(cx, &pack, &loaded);
    if (err && strcmp(err->code, "instrument.changed") == 0) {
        own->n_kept++;
        return NULL;
    }
    own->n_packs    += loaded == INSTRUMENT_NEW;
    own->n_replaced += loaded == INSTRUMENT_REPLACED;
    return err;
}

static struct err *
load_facts(struct cx *cx, const struct embedded *file, struct own_load *own)
{
    struct facts_load *load = NEW(cx->arena, struct facts_load);

    load->name  = str_of(file->path);
    load->text  = file->bytes;
    load->keeps = true;
    TRY(store_change(cx, "instrument_load", load_facts_once, load));
    own->n_facts += load->n_new;
    own->n_kept  += load->n_kept;
    return NULL;
}

struct err *
instrument_load(struct cx *cx, struct buf *out)
{
    struct own_load own = { 0 };

    for (size_t i = 0; i < embedded_list_n; i++)
        if (is_at(&embedded_list[i], S("pack/instrument/"), S(".yaml")))
            TRY(load_pack(cx, &embedded_list[i], &own));
    for (size_t i = 0; i < embedded_list_n; i++)
        if (is_at(&embedded_list[i], S("pack/fact/"), S("-index.csv")))
            TRY(load_facts(cx, &embedded_list[i], &own));
    load_say(cx, out, MSG("Instruments: {0} new. Published results: {1} new.",
                          int_text(cx->arena, cx->lang, own.n_packs),
                          int_text(cx->arena, cx->lang, own.n_facts)));
    if (own.n_replaced > 0)
        load_say(cx, out, MSG("Instruments that no result used took their new text: {0}.",
                              int_text(cx->arena, cx->lang, own.n_replaced)));
    load_say_kept(cx, out, own.n_kept);
    return NULL;
}

/* "pemdi-2026, smart-city-evaluation, spbe-2018" */
static struct str
embedded_codes(struct arena *a)
{
    struct str *code = NEWS(a, struct str, embedded_list_n), folder = S("pack/instrument/");
    size_t      n = 0;

    for (size_t i = 0; i < embedded_list_n; i++) {
        struct str path = str_of(embedded_list[i].path);
        if (is_at(&embedded_list[i], folder, S(".yaml")))
            code[n++] = str_part(path, folder.n, path.n - folder.n - S(".yaml").n);
    }
    return str_join(a, S(", "), code, n);
}

struct err *
instrument_embedded(struct arena *a, struct str code, struct pack *pack)
{
    struct str name = str_fmt(a, "pack/instrument/%.*s.yaml", TEXT(code)), text;

    if (!embedded_find(name, &text))
        return err_of(a, (struct err){
            .kind  = ERR_MISSING,
            .code  = "instrument.unknown",
            .text  = MSG("There is no instrument {0}.", code),
            .hint  = MSG("Use one of {0}, or name the file of a pack: FILE.yaml",
                         embedded_codes(a)),
            .where = S("instrument"),
        });
    return pack_read_text(a, name, text, pack);
}

struct str
instrument_near_item(struct arena *a, const struct instrument *in, struct str item)
{
    struct str *codes = NEWS(a, struct str, in->tree.n);

    for (size_t i = 0; i < in->tree.n; i++)
        codes[i] = in->item[i].code;
    return near_word(item, codes, in->tree.n);
}
