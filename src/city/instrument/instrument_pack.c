/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* instrument_pack.c — from a pack's nodes to an instrument: texts, sources, notes, scale. */
#include "city/instrument/instrument_pack.h"

#include "base/arena.h"
#include "base/hash.h"

/* ---- texts and sources ----------------------------------------------------------------------- */

struct instrument_words
instrument_words_at(const struct pack_node *map, const char *key)
{
    const struct pack_node *w = pack_at(map, key);

    return w ? (struct instrument_words){ pack_text(w, "id"), pack_text(w, "en") }
             : (struct instrument_words){ { NULL, 0 }, { NULL, 0 } };
}

struct instrument_kinds
instrument_kinds_at(const struct pack_node *map)
{
    struct instrument_kinds kinds = { 0 };
    size_t                  n;

    for (const struct pack_node *k = pack_list(map, "applies_to", &n); k; k = k->next)
        kinds.bits |= 1u << region_kind_of_word(str_trim(k->text));
    return kinds;
}

static struct instrument_source
read_source(const struct pack_node *at)
{
    return (struct instrument_source){
        .code      = pack_text(at, "id"),
        .title     = pack_text(at, "title"),
        .publisher = pack_text(at, "publisher"),
        .url       = pack_text(at, "url"),
        .date      = pack_date(at, "date"),
    };
}

static void
read_sources(struct instrument_reader *r)
{
    size_t                    n;
    const struct pack_node   *at = pack_list(r->pack->root, "sources", &n);
    struct instrument_source *row = NEWS(r->arena, struct instrument_source, n);

    for (size_t i = 0; i < n; i++, at = at->next) {
        row[i] = read_source(at);
        for (size_t j = 0; j < i; j++)
            if (str_eq(row[i].code, row[j].code))
                pack_fault_at(r->faults, pack_at(at, "id"),
                              MSG("The source \"{0}\" stands here twice.", row[i].code),
                              MSG("Give one of them another id."));
    }
    r->in->source    = row;
    r->in->n_sources = n;
}

static const struct instrument_source *
source_of(const struct instrument *in, struct str code)
{
    for (size_t i = 0; i < in->n_sources; i++)
        if (str_eq(in->source[i].code, code))
            return &in->source[i];
    return NULL;
}

static void
read_readings(struct instrument_reader *r, const struct pack_node *at, struct instrument_note *out)
{
    const struct pack_node    *says = pack_list(at, "readings", &out->n_readings);
    struct instrument_reading *row = NEWS(r->arena, struct instrument_reading, out->n_readings);

    for (size_t i = 0; i < out->n_readings; i++, says = says->next) {
        struct str code = pack_text(says, "source");
        row[i] = (struct instrument_reading){ instrument_words_at(says, "says"),
                                              source_of(r->in, code) };
        if (!row[i].source)
            pack_fault_at(r->faults, pack_at(says, "source"),
                          MSG("There is no source \"{0}\" in this pack.", code),
                          MSG("Add it under \"sources\", or name one that is there."));
    }
    out->reading = row;
}

static void
read_notes(struct instrument_reader *r)
{
    const struct pack_node *at = pack_list(r->pack->root, "notes", &r->in->n_notes);
    struct instrument_note *row = NEWS(r->arena, struct instrument_note, r->in->n_notes);

    for (size_t i = 0; i < r->in->n_notes; i++, at = at->next) {
        row[i].about = instrument_words_at(at, "about");
        row[i].text  = instrument_words_at(at, "text");
        read_readings(r, at, &row[i]);
    }
    r->in->note = row;
}

/* ---- the whole ------------------------------------------------------------------------------- */

struct str
instrument_scale_text(struct arena *a, struct score_scale scale)
{
    return str_fmt(a, "%.*s \xE2\x80\x93 %.*s", TEXT(dec_str(a, scale.min)),
                   TEXT(dec_str(a, scale.max)));
}

static void
read_scale(struct instrument_reader *r)
{
    const struct pack_node *s = pack_at(r->pack->root, "scale");
    struct instrument      *in = r->in;

    pack_dec(s, "min", &in->scale.min);
    pack_dec(s, "max", &in->scale.max);
    in->places     = (int32_t)pack_int(s, "places").n;
    in->scale_note = instrument_words_at(s, "note");
    if (dec_cmp(in->scale.min, in->scale.max) >= 0)
        pack_fault_at(r->faults, pack_at(s, "max"),
                      MSG("The scale ends where it begins, or before."),
                      MSG("Make max greater than min."));
}

static void
read_validity(struct instrument_reader *r)
{
    struct instrument *in = r->in;

    in->valid_from = pack_date(r->pack->root, "valid_from");
    in->valid_to   = pack_date(r->pack->root, "valid_to");
    if (in->valid_to.year > 0 && date_cmp(in->valid_from, in->valid_to) >= 0)
        pack_fault_at(r->faults, pack_at(r->pack->root, "valid_to"),
                      MSG("The instrument ends before it begins."),
                      MSG("Make valid_to later than valid_from."));
}

static void
read_head(struct instrument_reader *r)
{
    const struct pack_node *root = r->pack->root;
    struct instrument      *in = r->in;

    in->code         = pack_text(root, "id");
    in->digest       = str_fmt(r->arena, "%016llx", (unsigned long long)hash_64(r->pack->text));
    in->title        = instrument_words_at(root, "title");
    in->summary      = instrument_words_at(root, "summary");
    in->standing     = pack_choice(root, "standing", instrument_standings) == 0
                       ? INSTRUMENT_OFFICIAL : INSTRUMENT_MODELLED;
    in->kinds        = instrument_kinds_at(root);
    in->of_the_whole = pack_choice(root, "weights", instrument_weights) == 1;
}

struct err *
instrument_read(struct arena *a, const struct pack *pack, struct instrument *in,
                struct pack_faults *faults)
{
    struct pack_faults       here;
    struct instrument_reader r = { a, pack, in, faults ? faults : &here };

    *r.faults = pack_faults_in(a, pack);
    *in       = (struct instrument){ .pack = pack->text };
    shape_check(pack->root, &instrument_shape, r.faults);
    if (r.faults->n > 0)
        return pack_faults_err(r.faults);
    read_head(&r);
    read_validity(&r);
    read_scale(&r);
    read_sources(&r);
    read_notes(&r);
    instrument_read_rubrics(&r);
    instrument_read_tables(&r);
    instrument_read_tree(&r);
    instrument_read_bands(&r);
    return pack_faults_err(r.faults);
}

int32_t
instrument_item_of(const struct instrument *in, struct str item_code)
{
    for (size_t i = 0; i < in->tree.n; i++)
        if (str_eq(in->item[i].code, item_code))
            return (int32_t)i;
    return -1;
}
