/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* instrument_pack.c — from a pack's nodes to an instrument: its shape, then what figures mean together. */
#include "city/instrument/instrument.h"

#include <assert.h>

#include "base/arena.h"
#include "base/form.h"
#include "base/hash.h"
#include "city/instrument/instrument_pack.h"
#include "pack/shape.h"

/* ---- the shape ------------------------------------------------------------------------------ */

static const char *const HOWS[] = { "leaf", "weighted mean", "plain mean", NULL };     /* enum score_how */

static const struct shape_key words_keys[] = {
    { .key = "id", .kind = SHAPE_TEXT, .required = true, .help = "the text in Indonesian" },
    { .key = "en", .kind = SHAPE_TEXT, .required = true, .help = "the text in English" },
};
static const struct shape words = SHAPE("a text in both languages", words_keys);

static const struct shape part;         /* parts have parts */

static const struct shape_key part_keys[] = {
    { .key = "id", .kind = SHAPE_ID, .required = true, .help = "a short name, unique in the tree" },
    { .key = "title", .kind = SHAPE_MAP, .of = &words, .required = true, .help = "its name, id and en" },
    { .key = "meaning", .kind = SHAPE_MAP, .of = &words, .help = "what it measures, id and en" },
    { .key = "weight", .kind = SHAPE_DEC, .min = 0, .max = 100, .help = "per cent of a weighted mean" },
    { .key = "how", .kind = SHAPE_CHOICE, .choices = HOWS, .required = true,
      .help = "leaf, weighted mean or plain mean" },
    { .key = "parts", .kind = SHAPE_LIST, .items = SHAPE_MAP, .of = &part, .min = 1,
      .help = "what the mean is taken of" },
};
static const struct shape part = SHAPE("an item of the tree", part_keys);

static const struct shape_key scale_keys[] = {
    { .key = "min", .kind = SHAPE_DEC, .min = -SCORE_ABS_MAX, .max = SCORE_ABS_MAX, .required = true,
      .help = "the lowest figure" },
    { .key = "max", .kind = SHAPE_DEC, .min = -SCORE_ABS_MAX, .max = SCORE_ABS_MAX, .required = true,
      .help = "the highest figure" },
    { .key = "places", .kind = SHAPE_INT, .min = 0, .max = SCORE_PLACES_MAX, .required = true,
      .help = "decimals in which totals are published" },
    { .key = "note", .kind = SHAPE_MAP, .of = &words, .help = "how the scale is known" },
};
static const struct shape scale = SHAPE("the scale", scale_keys);

static const struct shape_key reading_keys[] = {
    { .key = "says", .kind = SHAPE_MAP, .of = &words, .required = true, .help = "what the source says" },
    { .key = "source", .kind = SHAPE_ID, .required = true, .help = "the id of a source" },
};
static const struct shape reading = SHAPE("a reading", reading_keys);

static const struct shape_key note_keys[] = {
    { .key = "about", .kind = SHAPE_MAP, .of = &words, .required = true, .help = "what it is about" },
    { .key = "text", .kind = SHAPE_MAP, .of = &words, .required = true, .help = "what is known" },
    { .key = "readings", .kind = SHAPE_LIST, .items = SHAPE_MAP, .of = &reading, .help = "what sources say" },
};
static const struct shape note = SHAPE("a note", note_keys);

static const struct shape_key source_keys[] = {
    { .key = "id", .kind = SHAPE_ID, .required = true, .help = "a short name, unique among the sources" },
    { .key = "title", .kind = SHAPE_TEXT, .required = true, .help = "the title as published" },
    { .key = "publisher", .kind = SHAPE_TEXT, .required = true, .help = "who published it" },
    { .key = "date", .kind = SHAPE_DATE, .help = "when" },
    { .key = "url", .kind = SHAPE_URL, .help = "where" },
};
static const struct shape source = SHAPE("a source", source_keys);

static const struct shape_key top_keys[] = {
    { .key = "id", .kind = SHAPE_ID, .required = true, .help = "the name in addresses and commands" },
    { .key = "title", .kind = SHAPE_MAP, .of = &words, .required = true, .help = "its name, id and en" },
    { .key = "summary", .kind = SHAPE_MAP, .of = &words, .required = true, .help = "what it measures, id and en" },
    { .key = "valid_from", .kind = SHAPE_DATE, .required = true, .help = "when it came into use" },
    { .key = "valid_to", .kind = SHAPE_DATE, .help = "when it went out of use" },
    { .key = "scale", .kind = SHAPE_MAP, .of = &scale, .required = true, .help = "min, max, places" },
    { .key = "tree", .kind = SHAPE_MAP, .of = &part, .required = true, .help = "the total and its parts" },
    { .key = "notes", .kind = SHAPE_LIST, .items = SHAPE_MAP, .of = &note, .max = 100,
      .help = "what sources leave open" },
    { .key = "sources", .kind = SHAPE_LIST, .items = SHAPE_MAP, .of = &source, .min = 1, .max = 100,
      .required = true, .help = "where all this is from" },
};
const struct shape instrument_shape = SHAPE("an instrument", top_keys);

/* ---- texts and sources ---------------------------------------------------------------------- */

static struct instrument_words
words_of(const struct pack_node *map, const char *key)
{
    const struct pack_node *w = pack_at(map, key);

    return w ? (struct instrument_words){ pack_text(w, "id"), pack_text(w, "en") }
             : (struct instrument_words){ { NULL, 0 }, { NULL, 0 } };
}

static void
read_sources(struct arena *a, const struct pack_node *root, struct instrument *in, struct pack_faults *f)
{
    size_t                    n;
    const struct pack_node   *at = pack_list(root, "sources", &n);
    struct instrument_source *row = NEWS(a, struct instrument_source, n);

    for (size_t i = 0; i < n; i++, at = at->next) {
        row[i] = (struct instrument_source){
            .code = pack_text(at, "id"), .title = pack_text(at, "title"), .url = pack_text(at, "url"),
            .publisher = pack_text(at, "publisher"), .date = pack_date(at, "date"),
        };
        for (size_t j = 0; j < i; j++)
            if (str_eq(row[i].code, row[j].code))
                pack_fault_at(f, pack_at(at, "id"), MSG("The source \"{0}\" stands here twice.", row[i].code),
                              MSG("Give one of them another id."));
    }
    in->source    = row;
    in->n_sources = n;
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
read_readings(struct arena *a, const struct pack_node *at, const struct instrument *in,
              struct instrument_note *out, struct pack_faults *f)
{
    const struct pack_node    *r = pack_list(at, "readings", &out->n_readings);
    struct instrument_reading *row = NEWS(a, struct instrument_reading, out->n_readings);

    for (size_t i = 0; i < out->n_readings; i++, r = r->next) {
        struct str code = pack_text(r, "source");
        row[i] = (struct instrument_reading){ words_of(r, "says"), source_of(in, code) };
        if (!row[i].source)
            pack_fault_at(f, pack_at(r, "source"), MSG("There is no source \"{0}\" in this pack.", code),
                          MSG("Add it under \"sources\", or name one that is there."));
    }
    out->reading = row;
}

static void
read_notes(struct arena *a, const struct pack_node *root, struct instrument *in, struct pack_faults *f)
{
    const struct pack_node *at = pack_list(root, "notes", &in->n_notes);
    struct instrument_note *row = NEWS(a, struct instrument_note, in->n_notes);

    for (size_t i = 0; i < in->n_notes; i++, at = at->next) {
        row[i] = (struct instrument_note){ .about = words_of(at, "about"), .text = words_of(at, "text") };
        read_readings(a, at, in, &row[i], f);
    }
    in->note = row;
}

/* ---- the tree ------------------------------------------------------------------------------- */

struct tree_reader {
    struct score_node             *node;
    struct instrument_item        *item;
    const struct pack_node       **from;        /* the pack's node of each item, for faults */
    int32_t                        n;
    struct pack_faults            *faults;
};

/* The pack is at most PACK_DEPTH_MAX deep, and so is the recursion here and below. */
static size_t
count_items(const struct pack_node *item)
{
    size_t all = 1, n;

    for (const struct pack_node *p = pack_list(item, "parts", &n); p; p = p->next)
        all += count_items(p);
    return all;
}

static void
check_weight(struct tree_reader *t, const struct pack_node *at, int32_t i, int32_t parent)
{
    bool weighs = parent >= 0 && t->node[parent].how == SCORE_WEIGHTED;
    const struct pack_node *weight = pack_at(at, "weight");

    if (weighs && !weight)
        pack_fault_key(t->faults, at, MSG("\"{0}\" needs a weight: its parent is a weighted mean.", t->item[i].code),
                       MSG("Add its weight in per cent."));
    if (!weighs && weight)
        pack_fault_key(t->faults, weight, MSG("\"{0}\" has a weight, but its parent is no weighted mean.",
                                              t->item[i].code),
                       MSG("Remove the weight, or make the parent a weighted mean."));
}

static void
check_parts(struct tree_reader *t, const struct pack_node *at, int32_t i)
{
    const struct pack_node *parts = pack_at(at, "parts");

    if (t->node[i].how == SCORE_LEAF && parts)
        pack_fault_key(t->faults, parts, MSG("\"{0}\" is a leaf, but has parts.", t->item[i].code),
                       MSG("Make it a weighted mean or a plain mean, or remove the parts."));
    if (t->node[i].how != SCORE_LEAF && !parts)
        pack_fault_key(t->faults, at, MSG("\"{0}\" is a mean of nothing.", t->item[i].code),
                       MSG("Add its parts, or make it a leaf."));
}

static void
check_code(struct tree_reader *t, const struct pack_node *at, int32_t i)
{
    for (int32_t j = 0; j < i; j++)
        if (str_eq(t->item[i].code, t->item[j].code)) {
            pack_fault_at(t->faults, pack_at(at, "id"), MSG("The item \"{0}\" stands in the tree twice.",
                                                            t->item[i].code),
                          MSG("Give one of them another id."));
            return;
        }
}

static void
read_item(struct tree_reader *t, const struct pack_node *at, int32_t parent)
{
    int32_t    i = t->n++;
    struct dec percent = DEC(0);
    size_t     n;

    pack_dec(at, "weight", &percent);
    t->from[i] = at;
    t->item[i] = (struct instrument_item){ pack_text(at, "id"), words_of(at, "title"),
                                           words_of(at, "meaning"), percent };
    t->node[i] = (struct score_node){ parent, (enum score_how)pack_choice(at, "how", HOWS), percent };
    if (percent.scale + 2 <= DEC_SCALE_MAX)
        t->node[i].weight.scale += 2;                   /* per cent to a fraction of 1, exactly */
    check_code(t, at, i);
    check_weight(t, at, i, parent);
    check_parts(t, at, i);
    for (const struct pack_node *p = pack_list(at, "parts", &n); p; p = p->next)
        read_item(t, p, i);
}

/* "baseline 10, output 20, outcome 40" */
static struct str
weights_text(struct arena *a, const struct tree_reader *t, int32_t parent)
{
    struct str all = S("");

    for (int32_t i = parent + 1; i < t->n && t->node[i].parent >= parent; i++)
        if (t->node[i].parent == parent)
            all = str_fmt(a, "%.*s%s%.*s %.*s", TEXT(all), all.n ? ", " : "", TEXT(t->item[i].code),
                          TEXT(dec_str(a, t->item[i].percent)));
    return all;
}

static void
too_large(struct pack_faults *f, const struct pack_node *at)
{
    pack_fault_key(f, at, MSG("The tree is too large or too deep here."),
                   MSG("An instrument has at most 10,000 items, 16 levels deep."));
}

/* What the tree's own checks could still find: weights that do not add up, a tree that is too large. */
static void
check_tree(struct arena *a, const struct tree_reader *t)
{
    struct score_fault fault;
    struct dec         percent = { 0, 0 };

    if (score_check((struct score_tree){ t->node, (size_t)t->n }, &fault))
        return;
    if (!dec_mul(fault.figure, DEC(100), &percent))
        assert(!"weights are small");
    if (fault.kind == SCORE_WEIGHT_SUM)
        pack_fault_key(t->faults, pack_at(t->from[fault.node], "parts"),
                       MSG("The weights of \"{0}\" add up to {1}, not to 100 ({2}).", t->item[fault.node].code,
                           dec_str(a, dec_trim(percent)), weights_text(a, t, fault.node)),
                       MSG("Change them until they add up."));
    else if (fault.kind == SCORE_WEIGHT)
        pack_fault_key(t->faults, t->from[fault.node], MSG("\"{0}\" has a weight that is not above 0, or finer "
                       "than 7 decimals.", t->item[fault.node].code), MSG("Write it in per cent: 12.5."));
    else
        too_large(t->faults, t->from[fault.node]);
}

static void
read_tree(struct arena *a, const struct pack_node *root, struct instrument *in, struct pack_faults *f)
{
    const struct pack_node *top = pack_at(root, "tree");
    size_t                  n = count_items(top), before = f->n;
    struct tree_reader      t = {
        .node = NEWS(a, struct score_node, n), .item = NEWS(a, struct instrument_item, n),
        .from = NEWS(a, const struct pack_node *, n), .faults = f,
    };

    if (n > SCORE_NODES_MAX) {
        too_large(f, top);
        return;
    }
    read_item(&t, top, -1);
    assert((size_t)t.n == n);
    if (f->n == before)
        check_tree(a, &t);
    in->tree = (struct score_tree){ t.node, n };
    in->item = t.item;
}

/* ---- the whole ------------------------------------------------------------------------------ */

static void
read_scale(const struct pack_node *root, struct instrument *in, struct pack_faults *f)
{
    const struct pack_node *s = pack_at(root, "scale");

    pack_dec(s, "min", &in->scale.min);
    pack_dec(s, "max", &in->scale.max);
    in->places     = (int32_t)pack_int(s, "places").n;
    in->scale_note = words_of(s, "note");
    if (dec_cmp(in->scale.min, in->scale.max) >= 0)
        pack_fault_at(f, pack_at(s, "max"), MSG("The scale ends where it begins, or before."),
                      MSG("Make max greater than min."));
}

static void
read_validity(const struct pack_node *root, struct instrument *in, struct pack_faults *f)
{
    in->valid_from = pack_date(root, "valid_from");
    in->valid_to   = pack_date(root, "valid_to");
    if (in->valid_to.year > 0 && date_cmp(in->valid_from, in->valid_to) >= 0)
        pack_fault_at(f, pack_at(root, "valid_to"), MSG("The instrument ends before it begins."),
                      MSG("Make valid_to later than valid_from."));
}

struct err *
instrument_read(struct arena *a, const struct pack *pack, struct instrument *in, struct pack_faults *faults)
{
    struct pack_faults here, *f = faults ? faults : &here;

    *f  = pack_faults_in(a, pack);
    *in = (struct instrument){ .pack = pack->text };
    shape_check(pack->root, &instrument_shape, f);
    if (f->n > 0)
        return pack_faults_err(f);
    in->code    = pack_text(pack->root, "id");
    in->digest  = str_fmt(a, "%016llx", (unsigned long long)hash_64(pack->text));
    in->title   = words_of(pack->root, "title");
    in->summary = words_of(pack->root, "summary");
    read_validity(pack->root, in, f);
    read_scale(pack->root, in, f);
    read_sources(a, pack->root, in, f);
    read_notes(a, pack->root, in, f);
    read_tree(a, pack->root, in, f);
    return pack_faults_err(f);
}

int32_t
instrument_item_of(const struct instrument *in, struct str item_code)
{
    for (size_t i = 0; i < in->tree.n; i++)
        if (str_eq(in->item[i].code, item_code))
            return (int32_t)i;
    return -1;
}

struct str
instrument_say(enum lang lang, struct instrument_words w)
{
    return lang == LANG_ID ? w.id : w.en;
}
